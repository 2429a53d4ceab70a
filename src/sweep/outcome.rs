//! One distance in, every term of the key rate out.

use crate::dual::{Dual, Real};
use crate::link::filtering::{self, Bandwidth, Window};
use crate::link::{crosstalk, detector, fibre, raman};
use crate::optimise;
use crate::protocol::bb84;
use crate::scenario::Scenario;
use crate::units::Kilometres;
use serde::{Deserialize, Serialize};

use super::MAX_LENGTH_KM;

/// How well the best ln σ is known. The rate is flat there: it is known to the square of this.
const TOLERANCE: f64 = 1e-6;

/// A reason to take a result with care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caution {
    /// p_noise is above 0.1, where its formula (15), an approximation for small values, is no longer good.
    NoiseNotSmall,
    /// The detection window is longer than one period of the source, so that the windows of two pulses overlap.
    WindowOverlaps,
}

impl Caution {
    /// In words.
    pub const fn text(self) -> &'static str {
        match self {
            Caution::NoiseNotSmall => "noise clicks are so frequent that (15) is no longer a good approximation",
            Caution::WindowOverlaps => "the window is longer than one period of the source",
        }
    }
}

/// A fibre longer than the engine computes.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{length_km} km is more than the {MAX_LENGTH_KM} km up to which a span is computed")]
pub struct TooLong {
    /// The length that was asked for.
    pub length_km: f64,
}

/// One source of noise and its part of p_noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Its name.
    pub source: &'static str,
    /// Its part of the probability of a noise click, dimensionless.
    pub p: f64,
}

/// The key rate of a span at one distance, with every term on the way to it. Symbols as in the paper.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Fibre length L, km.
    pub length_km: f64,
    /// Bandwidth σ of the photons, rad/s.
    pub bandwidth_rad_s: f64,
    /// Width τ of the detection window, s.
    pub window_s: f64,
    /// Transmittance T of the fibre.
    pub transmittance: f64,
    /// Probability p_f that a photon passes the WDM channel, (7).
    pub p_channel: f64,
    /// Probability p_d that the window catches it, (8).
    pub p_window: f64,
    /// Probability p_sign of a signal click, (5).
    pub p_signal: f64,
    /// Photons at Bob from co-propagating Raman scattering, 1/s, (10).
    pub raman_forward_hz: f64,
    /// Photons at Bob from counter-propagating Raman scattering, 1/s, (11).
    pub raman_backward_hz: f64,
    /// Photons at Bob from co-propagating crosstalk, 1/s, (13).
    pub crosstalk_forward_hz: f64,
    /// Photons at Bob from counter-propagating crosstalk, 1/s, (14).
    pub crosstalk_backward_hz: f64,
    /// Dark counts 2d of both detectors, 1/s.
    pub dark_counts_hz: f64,
    /// Detection efficiency η.
    pub efficiency: f64,
    /// Afterpulsing probability p_aft.
    pub afterpulsing: f64,
    /// Probability p_noise of a noise click in one window, (15), at most 1.
    pub p_noise: f64,
    /// Probability p_acc that Bob accepts an event, (4).
    pub p_accept: f64,
    /// Error rate Q of the raw key, (16) and (A1).
    pub qber: f64,
    /// Binary entropy h(Q), bit.
    pub entropy: f64,
    /// Secret bits per accepted event, (3); negative where there is no key.
    pub secret_fraction: f64,
    /// f_q p_acc times the secret fraction, (3), bit/s; negative where there is no key.
    pub signed_rate_bit_s: f64,
    /// Repetition rate f_q of the source, 1/s.
    pub repetition_rate_hz: f64,
}

impl Outcome {
    /// Secret key rate, bit/s; none where there is no key.
    pub fn key_rate_bit_s(&self) -> Option<f64> {
        (self.signed_rate_bit_s > 0.0).then_some(self.signed_rate_bit_s)
    }

    /// The parts of p_noise before it is limited to 1: their sum is (15).
    pub fn noise(&self) -> [Share; 6] {
        let photons = |source, rate_hz: f64| Share { source, p: self.window_s * self.efficiency * rate_hz };
        [
            photons("Raman scattering, forward", self.raman_forward_hz),
            photons("Raman scattering, backward", self.raman_backward_hz),
            photons("crosstalk, forward", self.crosstalk_forward_hz),
            photons("crosstalk, backward", self.crosstalk_backward_hz),
            Share { source: "dark counts", p: self.window_s * self.dark_counts_hz },
            Share { source: "afterpulses", p: self.p_signal * self.afterpulsing },
        ]
    }

    /// Reasons to take this result with care.
    pub fn cautions(&self) -> impl Iterator<Item = Caution> {
        let noise = (self.p_noise > 0.1).then_some(Caution::NoiseNotSmall);
        // "Always open" is exactly one period: rounding must not turn it into an overlap.
        let overlap = self.window_s * self.repetition_rate_hz > 1.0 + 1e-9;
        noise.into_iter().chain(overlap.then_some(Caution::WindowOverlaps))
    }
}

/// The key rate at one distance.
///
/// Where the bandwidth is to be the best one and no bandwidth gives a key, the outcome is that of the smallest QBER. At the
/// reach both are the same point, so that the optimum stays continuous there.
///
/// # Errors
/// [`TooLong`] above [`MAX_LENGTH_KM`].
///
/// ```
/// use keyspan::{scenario::Scenario, sweep::outcome};
/// let at_50_km = outcome(&Scenario::default(), 50.0.try_into().unwrap()).unwrap();
/// assert!((at_50_km.key_rate_bit_s().unwrap() / 7.74e6 - 1.0).abs() < 1e-3);
/// assert!((at_50_km.qber - 0.0130).abs() < 5e-5);
/// ```
pub fn outcome(scenario: &Scenario, length: Kilometres) -> Result<Outcome, TooLong> {
    let length_km = length.get();
    if length_km > MAX_LENGTH_KM {
        return Err(TooLong { length_km });
    }
    let setup = Setup::new(scenario);
    let span = setup.span(length_km);
    Ok(span.outcome(span.best_bandwidth(setup.first_guess(), 0.03)))
}

/// The numbers of a scenario that do not depend on the distance.
pub(crate) struct Setup {
    alpha_db_km: f64,
    /// n_CC f_b, 1/s
    received_hz: f64,
    isolation: (f64, f64),
    rho: f64,
    width_nm: f64,
    dark_counts_hz: f64,
    efficiency: f64,
    afterpulsing: f64,
    repetition_rate_hz: f64,
    f_ec: f64,
    misalignment: f64,
    gate: Gate,
    bandwidth: Bandwidth,
    sigma_f: f64,
    /// Where the best bandwidth is searched, as ln σ.
    ln_range: (f64, f64),
}

/// The detection window, ready for the formula.
enum Gate {
    Adapted { p_d: f64, sigma_e_tau: f64 },
    Fixed { tau: f64 },
}

/// The numbers of a setup at one distance that do not depend on the bandwidth.
pub(crate) struct Span<'a> {
    setup: &'a Setup,
    length_km: f64,
    transmittance: f64,
    raman: (f64, f64),
    crosstalk: (f64, f64),
    /// η Σ n + 2d, 1/s
    noise_rate_hz: f64,
}

/// The terms that depend on the bandwidth; of type [`Dual`] they carry their slope along ln σ.
struct Terms<R> {
    p_f: R,
    p_d: R,
    tau: R,
    p_sign: R,
    /// (15) as it stands
    unlimited_noise: R,
    p_noise: R,
    p_acc: R,
    qber: R,
    entropy: R,
    fraction: R,
}

impl Setup {
    pub(crate) fn new(s: &Scenario) -> Setup {
        let sigma_f = s.channel_bandwidth.get();
        Setup {
            alpha_db_km: s.attenuation.get(),
            received_hz: s.photons_per_bit.get() * s.bit_rate.get(),
            isolation: (s.isolation_forward.get(), s.isolation_backward.get()),
            rho: s.raman.get(),
            width_nm: raman::channel_width_nm(s.band.wavelength_nm(), sigma_f),
            dark_counts_hz: 2.0 * s.dark_count_rate.get(),
            efficiency: s.efficiency.get(),
            afterpulsing: s.afterpulsing.get(),
            repetition_rate_hz: s.repetition_rate.get(),
            f_ec: s.error_correction.get(),
            misalignment: s.misalignment.get(),
            gate: match s.window {
                Window::Adapted => {
                    let p_d = s.caught.get();
                    Gate::Adapted { p_d, sigma_e_tau: filtering::window_times_bandwidth(p_d) }
                }
                Window::Open => Gate::Fixed { tau: 1.0 / s.repetition_rate.get() },
                Window::Fixed(tau) => Gate::Fixed { tau: tau.get() },
            },
            bandwidth: s.bandwidth,
            sigma_f,
            // Without noise the best pulse is endlessly long; a millionth of the channel loses 1e-12 of the photons.
            ln_range: ((1e-6 * sigma_f).ln(), (1e3 * sigma_f).ln()),
        }
    }

    /// Where the search for the best bandwidth starts when nothing better is known, rad/s.
    pub(crate) fn first_guess(&self) -> f64 {
        (0.1 * self.sigma_f).ln()
    }

    pub(crate) fn span(&self, length_km: f64) -> Span<'_> {
        let transmittance = fibre::transmittance(self.alpha_db_km, length_km);
        let raman = (
            raman::forward(self.received_hz, length_km, self.rho, self.width_nm),
            raman::backward(self.received_hz, self.alpha_db_km, transmittance, self.rho, self.width_nm),
        );
        let crosstalk = (
            crosstalk::forward(self.isolation.0, self.received_hz),
            crosstalk::backward(self.isolation.1, self.received_hz, transmittance),
        );
        let photons_hz = raman.0 + raman.1 + crosstalk.0 + crosstalk.1;
        let noise_rate_hz = self.efficiency * photons_hz + self.dark_counts_hz;
        Span { setup: self, length_km, transmittance, raman, crosstalk, noise_rate_hz }
    }
}

impl Span<'_> {
    fn terms<R: Real>(&self, sigma: R) -> Terms<R> {
        let s = self.setup;
        let p_f = filtering::in_channel(sigma, s.sigma_f);
        let sigma_e = filtering::behind_channel(sigma, p_f);
        let (p_d, tau) = match s.gate {
            Gate::Adapted { p_d, sigma_e_tau } => (R::from(p_d), R::from(sigma_e_tau) / sigma_e),
            Gate::Fixed { tau } => (filtering::caught(sigma_e, R::from(tau)), R::from(tau)),
        };
        let p_sign = p_f * p_d * (self.transmittance * s.efficiency);
        let unlimited_noise = detector::noise_click(tau, self.noise_rate_hz, p_sign, s.afterpulsing);
        let p_noise = unlimited_noise.at_most(1.0);
        let p_acc = bb84::accepted(p_sign, p_noise);
        let qber = bb84::qber(p_sign, p_noise, s.misalignment, p_acc);
        let entropy = qber.binary_entropy();
        let fraction = bb84::secret_fraction(entropy, s.f_ec);
        Terms { p_f, p_d, tau, p_sign, unlimited_noise, p_noise, p_acc, qber, entropy, fraction }
    }

    /// Positive where a larger bandwidth is better, negative where a smaller one is.
    ///
    /// Where there is a key that is the slope of the key rate. Elsewhere the rate says nothing (it is largest where nothing
    /// arrives), and a smaller QBER is better; where noise clicks in every window the QBER says nothing either, and more signal
    /// for the same noise is better. The three agree in sign where they meet, so the whole changes its sign once. A QBER above
    /// 1/2, where the entropy falls again, is no key.
    fn uphill(&self, sigma: f64) -> f64 {
        let t = self.terms(Dual::<1>::variable(0, sigma, sigma));
        if t.unlimited_noise.value >= 1.0 {
            (t.p_sign / t.unlimited_noise).slope[0]
        } else if t.fraction.value > 0.0 && t.qber.value < 0.5 {
            (t.p_acc * t.fraction).slope[0]
        } else {
            -t.qber.slope[0]
        }
    }

    /// The bandwidth σ to use, rad/s: the fixed one, or the best, searched around a guess of ln σ and its error.
    pub(crate) fn best_bandwidth(&self, ln_guess: f64, error: f64) -> f64 {
        match self.setup.bandwidth {
            Bandwidth::Fixed(sigma) => sigma.get(),
            Bandwidth::Auto => {
                let uphill = |ln_sigma: f64| self.uphill(ln_sigma.exp());
                optimise::climb(uphill, ln_guess, error.max(TOLERANCE), self.setup.ln_range, TOLERANCE).exp()
            }
        }
    }

    /// Secret bits per accepted event at the smallest QBER; its sign says whether there is a key.
    pub(crate) fn secret_fraction(&self, sigma: f64) -> f64 {
        let t = self.terms(sigma);
        if t.qber < 0.5 { t.fraction } else { -self.setup.f_ec }
    }

    pub(crate) fn outcome(&self, sigma: f64) -> Outcome {
        let s = self.setup;
        let t = self.terms(sigma);
        Outcome {
            length_km: self.length_km,
            bandwidth_rad_s: sigma,
            window_s: t.tau,
            transmittance: self.transmittance,
            p_channel: t.p_f,
            p_window: t.p_d,
            p_signal: t.p_sign,
            raman_forward_hz: self.raman.0,
            raman_backward_hz: self.raman.1,
            crosstalk_forward_hz: self.crosstalk.0,
            crosstalk_backward_hz: self.crosstalk.1,
            dark_counts_hz: s.dark_counts_hz,
            efficiency: s.efficiency,
            afterpulsing: s.afterpulsing,
            p_noise: t.p_noise,
            p_accept: t.p_acc,
            qber: t.qber,
            entropy: t.entropy,
            secret_fraction: t.fraction,
            signed_rate_bit_s: s.repetition_rate_hz * t.p_acc * t.fraction,
            repetition_rate_hz: s.repetition_rate_hz,
        }
    }
}
