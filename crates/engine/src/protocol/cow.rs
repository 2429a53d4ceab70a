//! COW (coherent one-way): key rate of a dark fibre from the measured QBER and visibility.
//!
//! The model of Eraerds et al., New J. Phys. 12, 063027 (2010), and Stucki et al., New J. Phys. 11, 075003 (2009), as Haiden's thesis
//! (2024) uses it. The formulas (3.3)–(3.9) of the thesis are lost; these are a reconstruction, see [`RECONSTRUCTION`]. It is a model
//! and not a proof of security, see [`SECURITY_WARNING`]: both texts belong beside every number from here.

use crate::link::fibre::per_km;
use numbers::dual::Real;
use numbers::units::{
    DecibelsPerKilometre, ErrorCorrectionEfficiency, Hertz, Kilometres, OutOfDomain, Photons, Probability, Seconds,
};
use serde::{Deserialize, Serialize};

/// Origin of the model.
pub const RECONSTRUCTION: &str = "Reconstruction: the thesis's own formulas (3.3)–(3.9) are not in its text. These are rebuilt from \
     its description and from the articles it cites (Eraerds et al. 2010, Stucki et al. 2009).";

/// Limits of the model.
pub const SECURITY_WARNING: &str = "Not a security proof: the argument for the security of practical COW has been broken \
     (González-Payo et al., PRL 125, 260510, 2020). Nor is it the rate that a device delivers: with the default device the \
     model gives 510 kbit/s at 12 dB (Q 2 %, V 98 %), where the data sheet of such a device says 1.4 kbit/s.";

/// A loss, dB.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct LossDb(f64);

impl LossDb {
    /// The bare number, dB.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for LossDb {
    type Error = OutOfDomain;
    fn try_from(value: f64) -> Result<LossDb, OutOfDomain> {
        if value.is_finite() && value >= 0.0 {
            Ok(LossDb(value))
        } else {
            Err(OutOfDomain { quantity: "a loss in dB", domain: "zero or more", value })
        }
    }
}

impl From<LossDb> for f64 {
    fn from(loss: LossDb) -> f64 {
        loss.0
    }
}

/// The loss of the link: of a fibre, or measured as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum LinkLoss {
    /// From the attenuation α of the fibre and its length.
    Fibre(DecibelsPerKilometre),
    /// As a whole, from a measurement.
    Total(LossDb),
}

/// A COW link.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Length L of the fibre.
    pub length: Kilometres,
    /// Loss of the fibre.
    pub link_loss: LinkLoss,
    /// Detection efficiency η.
    pub efficiency: Probability,
    /// Loss of Bob's components, loss_B.
    pub bob_loss: LossDb,
    /// Efficiency of the error correction η_EC.
    pub error_correction: ErrorCorrectionEfficiency,
    /// Repetition rate f_rep of the pulses.
    pub repetition_rate: Hertz,
    /// Mean number μ of photons in a pulse.
    pub mean_photons: Photons,
    /// Probability p_dc of a dark count for each pulse.
    pub dark_count: Probability,
    /// A constant C that was fitted to a rate known of the device, as a loss in front of the detector: all that keeps a device below
    /// the model, of whatever cause.
    pub fitted_loss: LossDb,
    /// Dead time τ_dead of the detector, if it has one.
    pub dead_time: Option<Seconds>,
    /// Length l_SL of the storage line of a plug-and-play device; none for one-way transmission.
    pub storage_line: Option<Kilometres>,
}

impl Default for Parameters {
    /// The thesis's table 3.2: α 0.21 dB/km, L 40 km, η 0.07, η_EC 1, f_rep 1.25 GHz, μ 0.5. Dark counts, dead time, Bob's loss and
    /// the fitted constant, which it does not print, are 0.
    fn default() -> Parameters {
        const PRINTED: &str = "the values of table 3.2 are in their domains: a test makes them";
        Parameters {
            length: 40.0.try_into().expect(PRINTED),
            link_loss: LinkLoss::Fibre(0.21.try_into().expect(PRINTED)),
            efficiency: 0.07.try_into().expect(PRINTED),
            bob_loss: LossDb::default(),
            error_correction: 1.0.try_into().expect(PRINTED),
            repetition_rate: 1.25e9.try_into().expect(PRINTED),
            mean_photons: 0.5.try_into().expect(PRINTED),
            dark_count: 0.0.try_into().expect(PRINTED),
            fitted_loss: LossDb::default(),
            dead_time: None,
            storage_line: None,
        }
    }
}

impl Parameters {
    /// The parameters that are fitted to measurements, as they stand.
    pub fn fitted(&self) -> Fitted<f64> {
        let link_loss_db = match self.link_loss {
            LinkLoss::Fibre(alpha) => alpha.get() * self.length.get(),
            LinkLoss::Total(loss) => loss.get(),
        };
        Fitted { link_loss_db, efficiency: self.efficiency.get(), bob_loss_db: self.bob_loss.get() }
    }

    /// The key rate at a measured QBER and visibility, with every term on the way to it.
    ///
    /// ```
    /// use engine::protocol::cow::Parameters;
    /// let at_40_km = Parameters::default().terms(0.02.try_into().unwrap(), 0.98.try_into().unwrap());
    /// assert!((at_40_km.key_rate_bit_s / 1.2934e6 - 1.0).abs() < 1e-4);
    /// ```
    pub fn terms(&self, qber: Probability, visibility: Probability) -> Terms<f64> {
        self.terms_with(self.fitted(), qber, visibility)
    }

    /// The same with other values of what is fitted, which may carry derivatives.
    ///
    /// Only the link loss, α L, enters, so a fit of α passes `alpha * length_km`. Loss of the link, efficiency and Bob's loss are
    /// nearly degenerate: only I_AE tells the first from the product of all three.
    pub fn terms_with<R: Real>(&self, fitted: Fitted<R>, qber: Probability, visibility: Probability) -> Terms<R> {
        let transmittance = transmittance(fitted.link_loss_db);
        let bob_transmittance = self::transmittance(fitted.bob_loss_db);
        let detected = fitted.efficiency * self::transmittance(self.fitted_loss.get());
        let p_signal = signal_click(self.mean_photons.get(), transmittance, bob_transmittance, detected);
        let p_click = p_signal + R::from(self.dark_count.get());
        let duty = self.storage_line.map_or(1.0, |line| duty_cycle(line.get(), self.length.get()));
        let (dead_time_s, rate_hz) = (self.dead_time.map_or(0.0, Seconds::get), self.repetition_rate.get());
        let click_rate_hz = click_rate(rate_hz, p_signal, self.dark_count.get());
        let live = live_share(dead_time_s, click_rate_hz);
        let sifted_rate_bit_s = sifted_rate(rate_hz, p_click, duty, live);
        let information_bob = information_bob(self.error_correction.get(), qber.get());
        let information_eve = information_eve(self.mean_photons.get(), transmittance, visibility.get());
        let secret_fraction = -information_eve + information_bob;
        Terms {
            transmittance,
            bob_transmittance,
            p_signal,
            p_click,
            duty,
            click_rate_hz,
            live,
            sifted_rate_bit_s,
            information_bob,
            information_eve,
            secret_fraction,
            key_rate_bit_s: key_rate(sifted_rate_bit_s, secret_fraction),
        }
    }
}

/// The parameters that are fitted to measurements; of type [`Dual`](numbers::dual::Dual) it carries derivatives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Fitted<R> {
    /// Loss of the link, α L, dB.
    pub link_loss_db: R,
    /// Detection efficiency η.
    pub efficiency: R,
    /// Loss of Bob's components, dB.
    pub bob_loss_db: R,
}

/// A COW key rate with every term on the way to it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Terms<R> {
    /// Transmittance t of the link.
    pub transmittance: R,
    /// Transmittance t_B of Bob's components.
    pub bob_transmittance: R,
    /// Probability p_μ of a click from a pulse with light.
    pub p_signal: R,
    /// Probability of a click, p_μ + p_dc.
    pub p_click: R,
    /// Duty cycle η_duty: fraction of the time in which pulses are sent.
    pub duty: f64,
    /// Clicks r per second in which pulses arrive, without the dead time, 1/s.
    pub click_rate_hz: R,
    /// Fraction η_dead of the time in which the detector is ready.
    pub live: R,
    /// Sifted key rate R_sift, bit/s.
    pub sifted_rate_bit_s: R,
    /// Information I_AB that Bob has of a sifted bit, bit; negative where error correction takes more.
    pub information_bob: f64,
    /// Information I_AE that Eve has of a sifted bit, bit; in the model it may exceed 1.
    pub information_eve: R,
    /// I_AB − I_AE, bit; negative where there is no key.
    pub secret_fraction: R,
    /// Secret key rate, bit/s; 0, with slope 0, where there is none.
    pub key_rate_bit_s: R,
}

/// Transmittance of a loss in dB, dimensionless.
///
/// $$ t = 10^{-\alpha L/10}, \qquad t_B = 10^{-loss_B/10} $$
/// Source: the definition of the decibel.
///
/// ```
/// assert!((engine::protocol::cow::transmittance(20.0) - 0.01_f64).abs() < 1e-15);
/// ```
pub fn transmittance<R: Real>(loss_db: R) -> R {
    (loss_db * -per_km(1.0)).exp()
}

/// Probability that a pulse with light makes the detector click, dimensionless.
///
/// $$ p_\mu = 1 - e^{-\mu t t_B \eta} $$
/// μ mean number of photons, t and t_B transmittances of the link and of Bob's components, η detection efficiency, with the fitted
/// constant of the device where it has one: η 10^(−C/10). Source: the Poisson statistics of coherent light; Stucki 2009.
///
/// ```
/// let p = engine::protocol::cow::signal_click(0.5, 0.1, 0.5, 0.1);
/// assert!((p - 2.496878e-3_f64).abs() < 1e-9);
/// ```
pub fn signal_click<R: Real>(mean_photons: f64, t: R, t_bob: R, efficiency: R) -> R {
    (t * t_bob * efficiency * mean_photons).one_minus_exp_minus()
}

/// Clicks of a detector without dead time per second in which pulses arrive, 1/s.
///
/// $$ r = \tfrac12 f_{rep} (p_\mu + 2 p_{dc}) $$
/// f_rep \[1/s\] slots for pulses, of which two are one bit: light in one of them, with p_μ, and dark counts in both, with p_dc each.
/// Source: the COW signal (Stucki 2009). Validity: p_μ + p_dc ≪ 1, a sum of two probabilities; without the decoy sequences, in which
/// both pulses have light.
///
/// ```
/// assert_eq!(engine::protocol::cow::click_rate(1e9, 1e-4, 1e-6), 51e3);
/// ```
pub fn click_rate<R: Real>(repetition_rate_hz: f64, p_signal: R, dark_count: f64) -> R {
    (p_signal + 2.0 * dark_count) * (0.5 * repetition_rate_hz)
}

/// Fraction of the time in which the detector is ready, dimensionless.
///
/// $$ \eta_{dead} = \frac{1}{1 + \tau_{dead}\,r} $$
/// τ_dead \[s\], r \[1/s\] clicks per second without it. At most 1/τ_dead bits per second are sifted: 100 kbit/s with 10 µs. Source: the
/// dead time of Eraerds 2010, for the clicks of COW. Validity: a dead time that clicks during it do not prolong, and clicks rare enough
/// to be independent.
///
/// ```
/// // As many clicks as dead times fit in a second: half of the time is lost.
/// assert_eq!(engine::protocol::cow::live_share(10e-6, 1e5), 0.5);
/// ```
pub fn live_share<R: Real>(dead_time_s: f64, click_rate_hz: R) -> R {
    R::from(1.0) / (click_rate_hz * dead_time_s + 1.0)
}

/// Duty cycle of a plug-and-play device: fraction of the time in which it sends pulses, dimensionless.
///
/// $$ \eta_{duty} = \frac{l_{SL}}{L + l_{SL}} $$
/// l_SL \[km\] storage line, L \[km\] fibre. It fills the line, then waits for the light to come back. Source: Eraerds 2010. One-way
/// devices, such as those for COW, have no such line and η_duty = 1. A line of no length stores nothing, and gives 0.
///
/// ```
/// assert_eq!(engine::protocol::cow::duty_cycle(10.0, 40.0), 0.2);
/// ```
pub fn duty_cycle(storage_line_km: f64, length_km: f64) -> f64 {
    // Divided first: the sum of two lengths that are finite may not be. No line on no fibre would be 0/0.
    if storage_line_km > 0.0 { 1.0 / (length_km / storage_line_km + 1.0) } else { 0.0 }
}

/// Sifted key rate, bit/s.
///
/// $$ R_{sift} = \tfrac12 f_{rep} (p_\mu + p_{dc})\,\eta_{duty}\,\eta_{dead} $$
/// Symbols as above; one bit is two pulses, one of them empty: the ½ is bits per pulse, and every click is a sifted bit. Source: Eraerds
/// 2010, without Raman scattering and crosstalk; the thesis, (3.4), which leaves out the dark counts in empty slots, a share
/// p_dc/p_μ of the bits. Validity: p_μ + p_dc ≪ 1, a sum of two probabilities.
///
/// ```
/// assert_eq!(engine::protocol::cow::sifted_rate(1e9, 1e-4, 0.5, 0.5), 12500.0);
/// ```
pub fn sifted_rate<R: Real>(repetition_rate_hz: f64, p_click: R, duty: f64, live: R) -> R {
    p_click * live * (0.5 * repetition_rate_hz * duty)
}

/// Information that Bob has of a sifted bit, less what correcting the errors discloses, bit.
///
/// $$ I_{AB} = 1 - \eta_{EC}\,h(Q) $$
/// η_EC ≥ 1, Q the QBER. Source: the thesis, (3.5). A QBER above 1/2, where the entropy falls again, is no information.
///
/// ```
/// use engine::protocol::cow::information_bob;
/// assert!((information_bob(1.2, 0.03) - 0.76673).abs() < 1e-5);
/// assert_eq!(information_bob(1.0, 0.9), 0.0);
/// ```
pub fn information_bob<R: Real>(eta_ec: f64, qber: R) -> R {
    -(qber.at_most(0.5).binary_entropy() * eta_ec) + 1.0
}

/// Information that Eve has of a sifted bit, bit.
///
/// $$ I_{AE} = \mu (1 - t) + (1 - V)\,\frac{1 + e^{-\mu t}}{2 e^{-\mu t}} $$
/// μ mean number of photons, t transmittance of the link, V visibility of the monitoring line: what Eve takes from the light that the
/// fibre loses, and what she learns from measuring where she breaks coherence. Source: Stucki 2009 and Eraerds 2010; the thesis,
/// (3.6). Validity: these two attacks only, see [`SECURITY_WARNING`].
///
/// ```
/// use engine::protocol::cow::information_eve;
/// // Perfect coherence: only beam splitting.
/// assert_eq!(information_eve(0.5, 0.1, 1.0), 0.45);
/// assert!((information_eve(0.5, 0.1, 0.98) - 0.470513_f64).abs() < 1e-6);
/// ```
pub fn information_eve<R: Real>(mean_photons: f64, t: R, visibility: f64) -> R {
    // (1 + e^-x) / (2 e^-x) = (e^x + 1) / 2: e^-x would vanish in both for very bright pulses.
    let measured = ((t * mean_photons).exp() + 1.0) * (0.5 * (1.0 - visibility));
    (-t + 1.0) * mean_photons + measured
}

/// Secret key rate, bit/s; 0 where Eve knows as much as Bob.
///
/// $$ SKR = R_{sift}\,\max(0, I_{AB} - I_{AE}) $$
/// Source: Eraerds 2010; the thesis, (3.7).
///
/// ```
/// use engine::protocol::cow::key_rate;
/// assert_eq!(key_rate(1e4, 0.3), 3e3);
/// assert_eq!(key_rate(1e4, -0.3), 0.0);
/// ```
pub fn key_rate<R: Real>(sifted_rate_bit_s: R, secret_fraction: R) -> R {
    sifted_rate_bit_s * secret_fraction.at_least(0.0)
}
