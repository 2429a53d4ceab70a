//! The better of the two bands, along the fibre.

use super::super::curve::sweep;
use super::super::outcome::{Outcome, outcome};
use super::super::reach::{MAX_LENGTH_KM, reach};
use super::SAME;
use crate::link::fibre::Band;
use crate::scenario::{Problems, Scenario, Settings};
use numbers::optimise;
use numbers::units::Kilometres;

/// Samples in each of the five decades below: near no fibre Raman scattering begins more steeply than the loss.
const PER_DECADE: u32 = 10;
/// Even steps up to where the first of the two keys ends.
const EVEN_STEPS: u32 = 400;
/// As many more that become ever shorter towards that end, where the rate falls to zero within metres.
const STEPS_TO_THE_END: u32 = 200;

/// A distance at which the other band becomes the better one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overtake {
    /// The distance, to 1 mm.
    pub km: f64,
    /// The band with more key before it.
    pub from: Band,
    /// The band with more key behind it.
    pub to: Band,
}

/// Which band gives more key, along the fibre.
#[derive(Debug, Clone, PartialEq)]
pub struct BandComparison {
    /// The band with more key up to the first overtaking, or everywhere; none where both give the same, or nothing.
    pub ahead: Option<Band>,
    /// The lengths at which that changes, in order.
    pub overtakes: Vec<Overtake>,
}

/// Every distance at which the better of the two bands changes, up to the longer reach.
///
/// The rates are compared at 650 distances; two changes between neighbours, a 400th of the shorter reach, would go unnoticed.
///
/// # Errors
/// The problems of the settings, by parameter.
///
/// ```
/// use engine::link::fibre::Band;
/// use engine::scenario::{Key, Settings, Value};
/// use engine::sweep::overtakes;
///
/// let settings = Settings::default();
/// let bands = overtakes(&settings).unwrap();
/// assert_eq!((bands.ahead, bands.overtakes.len()), (Some(Band::C), 0));
/// // With isolation all but perfect, Raman scattering in the C band is the main noise.
/// let settings = settings.with(&[
///     (Key::Detector, Value::Word("snspd")),
///     (Key::IsoFor, Value::Number(1e-13)),
///     (Key::IsoBack, Value::Number(1e-13)),
/// ]);
/// let bands = overtakes(&settings).unwrap();
/// assert_eq!(bands.text(), "The C band gives more key up to 129.15 km, the O band beyond.");
/// ```
pub fn overtakes(settings: &Settings) -> Result<BandComparison, Problems> {
    let [c, o] = Band::ALL.map(|band| Scenario::try_from(&settings.in_band(band)));
    let (c, o) = (c?, o?);
    let ends = [&c, &o].map(|scenario| reach(scenario).km().unwrap_or(MAX_LENGTH_KM));
    let (shorter, longer) = (ends[0].min(ends[1]), ends[0].max(ends[1]));
    let even = (1..=EVEN_STEPS).map(|i| f64::from(i) / f64::from(EVEN_STEPS));
    let denser = (1..STEPS_TO_THE_END).map(|i| 1.0 - (1.0 - f64::from(i) / f64::from(STEPS_TO_THE_END)).powi(4));
    let short = (0..5 * PER_DECADE).map(|i| 10f64.powf(f64::from(i) / f64::from(PER_DECADE) - 7.0));
    let mut distances: Vec<f64> = short.chain(even).chain(denser).map(|part| part * shorter).collect();
    distances.retain(|km| *km > 0.0);
    distances.sort_by(f64::total_cmp);
    let lengths: Vec<Kilometres> = distances.iter().copied().map(length).collect();
    let rates = |scenario| sweep(scenario, &lengths).expect("no longer than the longest one").map(rate);
    let leads = distances.iter().zip(rates(&c).zip(rates(&o))).map(|(&km, (c, o))| (km, lead(c, o)));
    // Beyond the shorter reach only one band has a key.
    let end = (ends[0] != ends[1]).then(|| (longer, if ends[0] > ends[1] { -1.0 } else { 1.0 }));
    let mut comparison = BandComparison { ahead: None, overtakes: Vec::new() };
    let mut before: Option<(f64, f64)> = None;
    for (km, lead_there) in leads.chain(end).filter(|(_, lead)| lead.abs() > SAME) {
        let band = |lead: f64| if lead > 0.0 { Band::O } else { Band::C };
        if let Some(before) = before.filter(|(_, lead)| lead * lead_there < 0.0) {
            let at = |km: f64| {
                let [c, o] =
                    [&c, &o].map(|scenario| rate(outcome(scenario, length(km)).expect("a distance between others")));
                lead(c, o)
            };
            let km = optimise::root(at, before, (km, lead_there), 1e-6);
            comparison.overtakes.push(Overtake { km, from: band(before.1), to: band(lead_there) });
        }
        comparison.ahead.get_or_insert(band(lead_there));
        before = Some((km, lead_there));
    }
    Ok(comparison)
}

fn length(km: f64) -> Kilometres {
    Kilometres::try_from(km).expect("a part of a reach is a distance")
}

fn rate(outcome: Outcome) -> f64 {
    outcome.key_rate_bit_s().unwrap_or(0.0)
}

/// Lead of the O band relative to the larger rate; negative where it is behind.
fn lead(c: f64, o: f64) -> f64 {
    let larger = c.max(o);
    if larger > 0.0 { (o - c) / larger } else { 0.0 }
}

impl BandComparison {
    /// In words, distances to 10 m.
    pub fn text(&self) -> String {
        let Some(ahead) = self.ahead else {
            return "Neither band gives more key than the other at any distance.".to_owned();
        };
        if self.overtakes.is_empty() {
            return format!("The {} gives more key at every distance.", ahead.title());
        }
        let mut text = format!("The {} gives more key", ahead.title());
        for overtake in &self.overtakes {
            text += &format!(" up to {} km, the {}", (1e2 * overtake.km).round() / 1e2, overtake.to.title());
        }
        text + " beyond."
    }
}
