//! One distance in, every term of the key rate out.

use super::MAX_LENGTH_KM;
use super::search::Search;
use crate::scenario::Scenario;
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};

/// A reason for caution with a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Caution {
    /// p_noise is above 0.1, where its formula (15), an approximation for small values, is inaccurate.
    NoiseNotSmall,
    /// The detection window is longer than one period of the source, so that the windows of two pulses overlap.
    WindowOverlaps,
    /// The detection window was to be longer than one period of the source, or than the gate, and is only as long.
    WindowCut,
    /// The gate was to be longer than one period of the source, and counts as one period.
    GateCut,
    /// No spectrum reaches from a classical channel to the quantum channel.
    RamanUnknown,
    /// The detections of one key block take longer to collect than the limit, or than 30 days where there is none.
    BlockTakesLong,
    /// The finite key is that of vacuum and weak decoy, which leaves out fluctuations.
    Optimistic,
}

impl Caution {
    /// In words.
    pub const fn text(self) -> &'static str {
        match self {
            Caution::NoiseNotSmall => "noise clicks are so frequent that Eq. (15) of the paper is inaccurate here",
            Caution::WindowOverlaps => "the window is longer than one period of the source",
            Caution::WindowCut => {
                "the window was shortened to the time from one pulse or time bin to the next, or to the gate"
            }
            Caution::GateCut => {
                "the gate is longer than the time from one pulse or time bin to the next, and counts as that"
            }
            Caution::RamanUnknown => {
                "Raman scattering from a classical channel into the quantum channel is not known here, and is left out"
            }
            Caution::BlockTakesLong => {
                "one key block takes longer to collect than block_limit (30 days unless it is set): set block_time, or fewer \
                 detections per block"
            }
            Caution::Optimistic => {
                "this finite key is optimistic: vacuum + weak leaves out the fluctuations of the gains and the pulses that decoys take; \
                 two decoys or one are composable"
            }
        }
    }
}

/// A fibre longer than the engine computes.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{length_km} km is too long: links are computed up to {MAX_LENGTH_KM} km")]
pub struct TooLong {
    /// The requested length.
    pub length_km: f64,
}

/// A source of noise and its contribution to p_noise.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// Its name.
    pub source: &'static str,
    /// Its contribution to the probability of a noise click, dimensionless.
    pub p: f64,
}

/// The key rate of a link at one distance, with every term that leads to it. Symbols as in the paper.
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
    /// Photons at Bob from the floor of the classical transmitters of a plan, 1/s.
    pub floor_hz: f64,
    /// Photons at Bob from four-wave mixing of the channels of a plan, 1/s.
    pub four_wave_mixing_hz: f64,
    /// Photons at Bob of counter-propagating channels that fibre and connectors send back, 1/s.
    pub returned_hz: f64,
    /// Whether the Raman scattering of a channel is not known and so left out.
    pub raman_unknown: bool,
    /// Dark counts 2d of both detectors, 1/s.
    pub dark_counts_hz: f64,
    /// Detection efficiency η, with the insertion loss.
    pub efficiency: f64,
    /// Afterpulsing probability p_aft.
    pub afterpulsing: f64,
    /// Probability p_noise of a noise click in one window, (15) with the neighbouring pulses, at most 1.
    pub p_noise: f64,
    /// Probability of a click from photons of neighbouring pulses in one window, a part of p_noise.
    pub p_overlap: f64,
    /// Probability of an afterpulse in one window, a part of p_noise.
    pub p_after: f64,
    /// Whether the window is shorter than it was to be: no longer than one period of the source, and than the gate.
    pub window_cut: bool,
    /// Whether the gate is shorter than it was to be: no longer than one period of the source.
    pub gate_cut: bool,
    /// Probability that Bob detects anything, in whatever basis: (4) before sifting.
    pub gain: f64,
    /// Probability p_acc that an event makes key, (4).
    pub p_accept: f64,
    /// Error rate Q of the raw key, (16) and (A1).
    pub qber: f64,
    /// Binary entropy h(Q), bit.
    pub entropy: f64,
    /// Secret bits per event that makes key, (3) or (17); negative where there is no key.
    pub secret_fraction: f64,
    /// Fraction of the clicks that the detectors register in spite of their dead time.
    pub awake: f64,
    /// f_q p_acc times the secret fraction, (2), and what the dead time leaves of it, bit/s; negative where there is no key.
    pub signed_rate_bit_s: f64,
    /// Repetition rate f_q of the source, 1/s.
    pub repetition_rate_hz: f64,
    /// Terms of a finite key.
    pub statistics: Option<Statistics>,
    /// Terms of a laser with decoy states.
    pub decoys: Option<Decoys>,
}

/// Terms of a key of finite length.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Statistics {
    /// Probability p_Z of the basis that makes the key.
    pub p_z: f64,
    /// Detections N of one key block.
    pub events: f64,
    /// Time in which the detections of one key are collected, s.
    pub collected_in_s: f64,
    /// Whether that is longer than the limit of the block, or than 30 days without a limit.
    pub takes_too_long: bool,
    /// Failure probability ε of the whole key: the sum over the steps of the protocol, or ε_sec + ε_cor of a composable key.
    pub failure: f64,
}

/// Terms of weak coherent pulses with decoy states.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Decoys {
    /// Mean photon number μ of the signal.
    pub signal_intensity: f64,
    /// Mean photon number ν₁ of the decoy.
    pub decoy_intensity: Option<f64>,
    /// Mean photon number ν₂ of the weaker decoy.
    pub weaker_decoy_intensity: Option<f64>,
    /// Fraction of the pulses that are signals.
    pub signal_share: Option<f64>,
    /// Fraction of the pulses that are the decoy.
    pub decoy_share: Option<f64>,
    /// Lower bound on the fraction y₀ of vacuum pulses in the key events.
    pub vacuum: f64,
    /// Lower bound on the fraction y₁ of single photons in the key events.
    pub single_photon: f64,
    /// Phase error rate e₁ of the single photons, at most.
    pub phase_error: f64,
}

impl Outcome {
    /// Secret key rate, bit/s; none where there is no key.
    pub fn key_rate_bit_s(&self) -> Option<f64> {
        (self.signed_rate_bit_s > 0.0).then_some(self.signed_rate_bit_s)
    }

    /// Photons of the classical channels at Bob, 1/s.
    pub fn classical_hz(&self) -> f64 {
        let paper =
            self.raman_forward_hz + self.raman_backward_hz + self.crosstalk_forward_hz + self.crosstalk_backward_hz;
        paper + self.floor_hz + self.four_wave_mixing_hz + self.returned_hz
    }

    /// The parts of p_noise before it is limited to 1: their sum is (15) with the neighbouring pulses.
    pub fn noise(&self) -> [Share; 10] {
        let photons = |source, rate_hz: f64| Share { source, p: self.window_s * self.efficiency * rate_hz };
        [
            photons("Raman scattering, forward", self.raman_forward_hz),
            photons("Raman scattering, backward", self.raman_backward_hz),
            photons("crosstalk, forward", self.crosstalk_forward_hz),
            photons("crosstalk, backward", self.crosstalk_backward_hz),
            Share { source: "dark counts", p: self.window_s * self.dark_counts_hz },
            Share { source: "afterpulses", p: self.p_after },
            photons("floor of the transmitters", self.floor_hz),
            photons("four-wave mixing", self.four_wave_mixing_hz),
            photons("backscattering and reflection", self.returned_hz),
            Share { source: "neighbouring pulses", p: self.p_overlap },
        ]
    }

    /// The main kind of noise and its fraction of all noise; none without noise. Raman scattering and crosstalk count in both
    /// directions together.
    ///
    /// ```
    /// use engine::scenario::Scenario;
    /// use engine::sweep::outcome;
    /// let at_50_km = outcome(&Scenario::default(), 50.0.try_into().unwrap()).unwrap();
    /// let (source, share) = at_50_km.main_noise().unwrap();
    /// assert_eq!((source, format!("{share:.3}").as_str()), ("afterpulses", "0.743"));
    /// ```
    pub fn main_noise(&self) -> Option<(&'static str, f64)> {
        let [raman_for, raman_back, crosstalk_for, crosstalk_back, dark, after, floor, mixing, returned, overlap] =
            self.noise().map(|share| share.p);
        let kinds = [
            ("Raman scattering", raman_for + raman_back),
            ("crosstalk", crosstalk_for + crosstalk_back),
            ("dark counts", dark),
            ("afterpulses", after),
            ("the floor of the transmitters", floor),
            ("four-wave mixing", mixing),
            ("backscattering and reflection", returned),
            ("neighbouring pulses", overlap),
        ];
        let all: f64 = kinds.iter().map(|(_, p)| p).sum();
        let (source, p) = kinds.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
        (all > 0.0).then(|| (source, p / all))
    }

    /// Reasons to take this result with care.
    pub fn cautions(&self) -> impl Iterator<Item = Caution> {
        let noise = (self.p_noise > 0.1).then_some(Caution::NoiseNotSmall);
        // "Always open" is exactly one period: rounding must not turn it into an overlap.
        let overlap = self.window_s * self.repetition_rate_hz > 1.0 + 1e-9;
        let overlap = overlap.then_some(Caution::WindowOverlaps);
        let cut = self.window_cut.then_some(Caution::WindowCut);
        let gate = self.gate_cut.then_some(Caution::GateCut);
        let unknown = self.raman_unknown.then_some(Caution::RamanUnknown);
        let long = self.statistics.is_some_and(|statistics| statistics.takes_too_long);
        // Vacuum and weak is the one finite analysis whose decoys take no pulses.
        let optimistic = self.statistics.is_some() && self.decoys.is_some_and(|decoys| decoys.decoy_share == Some(0.0));
        let of_key = [(long, Caution::BlockTakesLong), (optimistic, Caution::Optimistic)];
        let of_key = of_key.into_iter().filter_map(|(applies, caution)| applies.then_some(caution));
        noise.into_iter().chain(overlap).chain(cut).chain(gate).chain(unknown).chain(of_key)
    }
}

/// The key rate at one distance.
///
/// Where the bandwidth is optimal and no bandwidth gives a key, the outcome is that of the smallest QBER. At the
/// reach both are the same point, so that the optimum stays continuous there.
///
/// # Errors
/// [`TooLong`] above [`MAX_LENGTH_KM`].
///
/// ```
/// use engine::scenario::Scenario;
/// use engine::sweep::outcome;
/// let at_50_km = outcome(&Scenario::default(), 50.0.try_into().unwrap()).unwrap();
/// assert!((at_50_km.key_rate_bit_s().unwrap() / 7.74e6 - 1.0).abs() < 1e-3);
/// assert!((at_50_km.qber - 0.0130).abs() < 5e-5);
/// ```
pub fn outcome(scenario: &Scenario, length: Kilometres) -> Result<Outcome, TooLong> {
    let length_km = length.get();
    if length_km > MAX_LENGTH_KM {
        return Err(TooLong { length_km });
    }
    Ok(Search::new(scenario).outcome(length_km))
}
