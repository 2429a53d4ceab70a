//! A demand for key: whether a link meets it, with which margin, and what would help most.
//!
//! | question | answer |
//! |---|---|
//! | is it met? | [`Supply::is_met`], [`Supply::factor`] |
//! | how much more loss could the link take? | [`Supply::margin`] |
//! | how much longer could it be? | [`Supply::longest`] |
//! | what would help most? | [`Supply::improvements`], each an [`Improvement`] applied alone |

mod improvement;

pub use improvement::{IMPROVEMENTS, Improvement};

use super::ask::{AES_256_BITS, distance_where};
use super::outcome::{Outcome, TooLong, outcome};
use super::reach::Reach;
use crate::link::loss_budget::LossBudget;
use crate::scenario::{Key, Problems, Scenario, Settings};
use numbers::optimise::{root, within};
use numbers::units::{KeyRate, Kilometres};
use serde::{Deserialize, Serialize};

/// Bits of key that one authentication tag takes.
///
/// Wegman–Carter authentication with a hash function that is kept: each tag is encrypted with a one-time pad as long as the tag, and a
/// forged one passes with a probability of about 2^−128 for each 128 bits of the message. Sources: Wegman and Carter, J. Comput. Syst. Sci. 22, 265 (1981), section 4;
/// that the function may be kept: Portmann, IEEE Trans. Inf. Theory 60, 4383 (2014).
pub const TAG_BITS: f64 = 128.0;

/// Relative shortfall below which a demand counts as met: a key rate is not known better.
const SAME: f64 = 1e-9;
/// Tolerance of a margin, dB.
const TOLERANCE_DB: f64 = 1e-6;
/// The largest extra loss that is tried, dB.
const MOST_DB: f64 = 200.0;
/// The fraction of the loss of a fibre that is taken away at most: an attenuation of 0 is none that is computed.
const ALMOST_ALL: f64 = 1.0 - 1e-6;
/// Key rate that counts as any key, bit/s.
const LEAST_BIT_S: f64 = 1e-3;
/// Logarithm of a rate that is 0, in place of −∞.
const NO_KEY: f64 = -100.0;

/// The key that the authentication of the messages between Alice and Bob takes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Authentication {
    /// Key consumption, bit/s; 0 leaves authentication out.
    Rate(f64),
    /// Number of tags of [`TAG_BITS`] for each key block.
    TagsPerBlock(u32),
}

/// A demand for key.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// What those who use the key need together.
    pub needed: KeyRate,
    /// What the authentication takes before.
    pub authentication: Authentication,
}

impl Demand {
    /// Key rate for this many keys of AES-256 per second for each of `tenants`, bit/s.
    ///
    /// $$ R = 256\,n\,k $$
    /// n tenants, k \[1/s\] keys per second.
    ///
    /// ```
    /// assert_eq!(engine::sweep::Demand::of_keys(2.0, 40), 20480.0);
    /// ```
    pub fn of_keys(keys_per_s: f64, tenants: u32) -> f64 {
        keys_per_s * f64::from(tenants) * AES_256_BITS
    }

    /// Key that is left for those who need it, bit/s; negative where there is no key, or less than the authentication takes.
    fn net(&self, outcome: &Outcome) -> f64 {
        let rate = outcome.signed_rate_bit_s;
        // Without a key the time of a block has no meaning.
        if rate > 0.0 { rate - self.authentication_bit_s(outcome) } else { rate }
    }

    /// The longest fibre with which it is met.
    fn longest(&self, scenario: &Scenario) -> Reach {
        let needed = self.needed.get();
        distance_where(scenario, -needed, |outcome| self.net(outcome) - needed)
    }

    /// Key that the authentication takes, bit/s.
    ///
    /// $$ R_{auth} = \frac{128\,n_{tag}}{t_{block}} $$
    /// n_tag tags for each block, t_block \[s\] time in which its detections are collected; or the rate that was set. See [`TAG_BITS`].
    fn authentication_bit_s(&self, outcome: &Outcome) -> f64 {
        match (self.authentication, outcome.statistics) {
            (Authentication::Rate(rate), _) => rate,
            (Authentication::TagsPerBlock(tags), Some(statistics)) => {
                f64::from(tags) * TAG_BITS / statistics.collected_in_s
            }
            (Authentication::TagsPerBlock(_), None) => 0.0,
        }
    }
}

/// Why it cannot be said whether a demand is met.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoSupply {
    /// A fibre longer than the engine computes.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// Tags per block where there are no blocks.
    #[error("an asymptotic key has no blocks: set key=finite, or give the authentication as a key rate")]
    NoBlocks,
    /// Settings that are incompatible.
    #[error("the link cannot be computed")]
    Settings(Problems),
}

/// How much more loss a link could take.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Margin {
    /// Additional fibre loss at which the key rate is exactly the one needed, dB; negative where there is already too much loss.
    Decibels(f64),
    /// More than this, dB.
    MoreThan(f64),
    /// Not even a fibre of this length without any loss is enough.
    OutOfReach,
    /// There is no fibre, or a measured one, whose attenuation is not one number.
    Undefined,
}

/// The link with one change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Improved {
    /// The change.
    #[serde(with = "improvement::by_name")]
    pub improvement: &'static Improvement,
    /// The link with it.
    pub settings: Settings,
    /// Its length then.
    pub length: Kilometres,
    /// What it delivers.
    pub delivered: Delivered,
    /// The longest fibre with which it meets the demand; computed only where the link as it is has nothing to deliver.
    pub longest: Option<Reach>,
}

/// Key that a link delivers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Delivered {
    /// Every term of the key rate.
    pub outcome: Outcome,
    /// What the authentication takes of it, bit/s; 0 where there is no key.
    pub authentication_bit_s: f64,
    /// What is left, bit/s; 0 where nothing is.
    pub net_bit_s: f64,
}

impl Delivered {
    fn of(demand: &Demand, outcome: Outcome) -> Delivered {
        let authentication_bit_s = outcome.key_rate_bit_s().map_or(0.0, |_| demand.authentication_bit_s(&outcome));
        Delivered { outcome, authentication_bit_s, net_bit_s: demand.net(&outcome).max(0.0) }
    }
}

/// What a link delivers of a demand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Supply {
    /// All parameters as they are.
    pub settings: Settings,
    /// The length of the link.
    pub length: Kilometres,
    /// The demand.
    pub demand: Demand,
    /// What the link delivers as it is.
    pub now: Delivered,
    /// The loss of the link by part.
    pub losses: LossBudget,
    /// How much more loss it could take.
    pub margin: Margin,
    /// How much more loss it could take with any key left.
    pub margin_of_key: Margin,
    /// The longest fibre with which the demand is met.
    pub longest: Reach,
    /// The link with one change at a time, the one that helps most first.
    pub improvements: Vec<Improved>,
}

impl Supply {
    /// Delivered by needed.
    pub fn factor(&self, delivered: &Delivered) -> f64 {
        delivered.net_bit_s / self.demand.needed.get()
    }

    /// Whether this is enough.
    pub fn is_met(&self, delivered: &Delivered) -> bool {
        self.factor(delivered) >= 1.0 - SAME
    }

    /// Whether a change makes the link better: more key, or, where neither has any, a longer fibre with which the demand is met.
    pub fn helps(&self, improved: &Improved) -> bool {
        let (now, then) = (self.now.net_bit_s, improved.delivered.net_bit_s);
        then > now
            || (now == 0.0 && improved.longest.is_some_and(|longest| length_km(longest) > length_km(self.longest)))
    }

    /// How much longer the fibre could be where the demand is met up to `longest`, km; negative where it is too long. Infinite where there is no limit, and none where the
    /// demand is met at no length.
    pub fn margin_km(&self, longest: Reach) -> Option<f64> {
        match longest {
            Reach::Nowhere => None,
            Reach::UpTo(km) => Some(km - self.length.get()),
            Reach::Unlimited => Some(f64::INFINITY),
        }
    }
}

/// Whether a link meets a demand, with its margins and what would help.
///
/// 150 outcomes are computed, and one for each improvement; fifty for each where the link has no key.
///
/// # Errors
/// [`NoSupply`].
///
/// ```
/// use engine::scenario::Settings;
/// use engine::sweep::{Authentication, Demand, Margin, supply};
///
/// let demand = Demand { needed: 1e6.try_into().unwrap(), authentication: Authentication::Rate(0.0) };
/// let supply = supply(&Settings::default(), 80.0.try_into().unwrap(), demand).unwrap();
/// assert!(supply.is_met(&supply.now));
/// // As `keyspan ask` says, 1 Mbit/s reaches 82.86 km.
/// assert!((supply.margin_km(supply.longest).unwrap() - 2.8606).abs() < 1e-4);
/// ```
pub fn supply(settings: &Settings, length: Kilometres, demand: Demand) -> Result<Supply, NoSupply> {
    let scenario = Scenario::try_from(settings).map_err(NoSupply::Settings)?;
    let here = outcome(&scenario, length)?;
    if matches!(demand.authentication, Authentication::TagsPerBlock(_)) && here.statistics.is_none() {
        return Err(NoSupply::NoBlocks);
    }
    let now = Delivered::of(&demand, here);
    let mut supply = Supply {
        settings: settings.clone(),
        length,
        demand,
        now,
        margin: margin(settings, &scenario, length, |outcome| demand.net(outcome) / demand.needed.get()),
        margin_of_key: margin(settings, &scenario, length, |outcome| {
            outcome.signed_rate_bit_s / LEAST_BIT_S.min(demand.needed.get())
        }),
        losses: LossBudget::of(&scenario, length),
        longest: demand.longest(&scenario),
        improvements: Vec::new(),
    };
    supply.improvements = improvements(&supply);
    Ok(supply)
}

fn improvements(supply: &Supply) -> Vec<Improved> {
    let Supply { settings, length, demand, now, .. } = supply;
    let improved = |improvement: &'static Improvement| {
        let (settings, length) = improvement.of(settings, *length)?;
        // A change that does not go together with what else was set is no choice.
        let scenario = Scenario::try_from(&settings).ok()?;
        let delivered = Delivered::of(demand, outcome(&scenario, length).ok()?);
        // Key rates say nothing where all of them are 0.
        let longest = (now.net_bit_s == 0.0).then(|| demand.longest(&scenario));
        Some(Improved { improvement, settings, length, delivered, longest })
    };
    let mut all: Vec<Improved> = IMPROVEMENTS.iter().filter_map(improved).collect();
    let measure = |improved: &Improved| (improved.delivered.net_bit_s, improved.longest.map_or(0.0, length_km));
    all.sort_by(|a, b| {
        let (a, b) = (measure(a), measure(b));
        b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    all
}

/// A reach as a length that can be compared, km.
fn length_km(reach: Reach) -> f64 {
    reach.km().unwrap_or(f64::INFINITY)
}

/// Extra loss of the fibre that leaves exactly what is needed.
///
/// $$ \alpha' = \alpha + \frac{x}{L}, \quad \alpha_c' = \alpha_c + \frac{x}{L} $$
/// x \[dB\] extra loss, L \[km\] length. It is spread over the fibre, and classical light meets it too, with the power at its receiver or
/// at its launch that the link says. Loss at the receiver would be no measure: it damps the noise of the fibre as it damps the signal.
///
/// `net` is what is left, relative to what is needed.
fn margin(settings: &Settings, scenario: &Scenario, length: Kilometres, net: impl Fn(&Outcome) -> f64) -> Margin {
    let length_km = length.get();
    if length_km == 0.0 || !settings.applies(Key::Alpha) {
        return Margin::Undefined;
    }
    let alpha = scenario.attenuation.get();
    let surplus = |extra_db: f64| {
        let net = scenario
            .with_more_attenuation(extra_db / length_km)
            .and_then(|scenario| outcome(&scenario, length).ok())
            .map_or(0.0, |outcome| net(&outcome));
        if net > 0.0 { within(net.ln(), (NO_KEY, -NO_KEY)) } else { NO_KEY }
    };
    let now = (0.0, surplus(0.0));
    let at_limit = |extra_db: f64| (extra_db, surplus(extra_db));
    if now.1 >= 0.0 {
        match at_limit(MOST_DB) {
            (_, enough) if enough >= 0.0 => Margin::MoreThan(MOST_DB),
            most => Margin::Decibels(root(surplus, now, most, TOLERANCE_DB)),
        }
    } else {
        match at_limit(-alpha * length_km * ALMOST_ALL) {
            (_, enough) if enough < 0.0 => Margin::OutOfReach,
            least => Margin::Decibels(root(surplus, least, now, TOLERANCE_DB)),
        }
    }
}
