//! Infinitely many decoy intensities and an asymptotic key: the limit of the other analyses.
//!
//! Source: Lo, Ma and Chen, PRL 94, 230504 (2005), with the paper's (22) for what the eavesdropper knows.

use super::{Channel, KeyBounds, Observed, Terms};
use numbers::dual::Real;

/// Yields and error rate of vacuum and single-photon pulses, as decoy states can determine them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Yields<R> {
    /// Y₀: probability of an accepted event when no photon was sent.
    pub vacuum: R,
    /// Y₁: probability of an accepted event when one photon was sent.
    pub single_photon: R,
    /// e₁: error rate of the latter.
    pub phase_error: R,
}

impl<R: Real> Yields<R> {
    /// The yields of a channel.
    ///
    /// $$ Y_0 = p_{noise}, \quad Y_1 = \eta + (1 - \eta)\,p_{noise}, \quad e_1 \text{ from (A1) with } p_{sign} = \eta $$
    /// Source: the paper, (4) and (A1).
    ///
    /// ```
    /// use engine::protocol::decoy::Channel;
    /// use engine::protocol::decoy::infinite::Yields;
    /// let yields = Yields::of(&Channel { transmittance: 0.5, p_noise: 0.25, misalignment: 0.0 });
    /// assert_eq!(yields, Yields { vacuum: 0.25, single_photon: 0.625, phase_error: 0.15 });
    /// ```
    pub fn of(channel: &Channel<R>) -> Yields<R> {
        let (single_photon, phase_error) = channel.accepted(channel.transmittance);
        Yields { vacuum: channel.p_noise, single_photon, phase_error }
    }
}

/// Bounds from infinitely many decoy states on the events of this channel, with signal pulses of mean photon number μ.
///
/// $$ 1 - I_E - f_{EC}\,h(E_\mu), \quad I_E = 1 - y_0 - y_1\,[1 - h(e_1)] $$
/// $$ y_0 = e^{-\mu}\,Y_0 / Q_\mu, \quad y_1 = \mu e^{-\mu}\,Y_1 / Q_\mu $$
/// f_EC ≥ 1. Source: the paper, (22). All events make the key: no decoys, p_Z = 1.
///
/// ```
/// use engine::protocol::decoy::{Channel, infinite};
/// let channel = Channel { transmittance: 1e-3, p_noise: 1e-5, misalignment: 0.01 };
/// let estimate = infinite::estimate(&channel, 0.5, 1.2);
/// assert!((estimate.secret_fraction - 0.378597f64).abs() < 1e-6);
/// ```
pub fn estimate<R: Real>(channel: &Channel<R>, intensity: R, f_ec: f64) -> KeyBounds<R> {
    from_yields(&channel.observe(intensity, R::from(1.0)), &Yields::of(channel), f_ec)
}

/// The same, for a channel of which one knows gains, error rates and yields.
pub fn from_yields<R: Real>(signal: &Observed<R>, yields: &Yields<R>, f_ec: f64) -> KeyBounds<R> {
    let terms = Terms { f_ec, overhead: R::from(0.0), sifted: R::from(1.0) };
    if signal.gain.value() <= 0.0 {
        return KeyBounds::unknown(signal.qber, terms);
    }
    let unsent = (-signal.intensity).exp() / signal.gain;
    let vacuum = unsent * yields.vacuum;
    let single_photon = unsent * signal.intensity * yields.single_photon;
    KeyBounds::new(vacuum, single_photon, yields.phase_error, signal.qber, terms)
}
