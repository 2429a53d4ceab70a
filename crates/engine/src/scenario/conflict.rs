//! Conflicts: values that are valid by themselves but incompatible.

use super::checked::{Analysis, Chosen, KeyLength, Laser, Protocol, Scenario, Source};
use super::params::Key;
use super::value::Problems;
use crate::link::detector::Mode;
use crate::link::fibre::Fibre;
use crate::link::filtering::Overlap;
use crate::link::spectrum::RamanSpectrum;
use numbers::units::Photons;

/// A pair or group of incompatible values.
pub(super) struct Conflict {
    /// The parameter that is blamed.
    pub(super) blamed: Key,
    /// The problem, and what to do about it.
    pub(super) message: &'static str,
    /// Whether a scenario has this conflict.
    pub(super) arises: fn(&Scenario) -> bool,
}

/// The conflict between the band and the quantum channel of a channel plan.
pub(super) const ELSEWHERE: &str =
    "the quantum channel of the channel plan lies outside this band: choose the other band, or remove the plan";

/// The conflict between a hollow-core fibre and the measured attenuation of a channel plan.
pub(super) const MEASURED_IN_SILICA: &str =
    "the measured attenuation by wavelength is that of standard fibre: give α instead, or choose standard fibre";

/// All conflicts within a scenario. Each is looked for with the blamed parameters of those before it at their defaults.
pub(super) const CONFLICTS: [Conflict; 9] = [
    Conflict {
        blamed: Key::Analysis,
        message: "three states are offered with one decoy, for an asymptotic and a finite key: choose one decoy, or protocol BB84",
        arises: |s| {
            s.protocol == Protocol::ThreeState
                && matches!(s.source, Source::Laser(laser) if laser.analysis != Analysis::OneDecoy)
        },
    },
    Conflict {
        blamed: Key::Overlap,
        message: "the two time bins of a pulse are neighbours: with three states neighbouring pulses count as noise",
        arises: |s| s.protocol == Protocol::ThreeState && s.overlap == Overlap::Ignored,
    },
    Conflict {
        blamed: Key::Source,
        message: "three states are offered for laser pulses with one decoy: choose them, or protocol BB84 for single photons",
        arises: |s| s.protocol == Protocol::ThreeState && s.source == Source::SinglePhoton,
    },
    Conflict {
        blamed: Key::Analysis,
        message: "infinitely many decoys have no finite key: choose another analysis, or the asymptotic key",
        arises: |s| {
            matches!(s.source, Source::Laser(Laser { analysis: Analysis::InfiniteDecoys, .. }))
                && matches!(s.key_length, KeyLength::Finite(_))
        },
    },
    Conflict {
        blamed: Key::Nu1,
        message: "the decoy ν₁ must be brighter than the weaker one, ν₂",
        arises: |s| {
            decoys(s).is_some_and(|laser| fixed(laser.decoy).is_some_and(|decoy| decoy <= laser.weaker_decoy()))
        },
    },
    Conflict {
        blamed: Key::Mu,
        message: "the signal μ must be brighter than the sum of both decoys, ν₁ + ν₂",
        arises: |s| {
            decoys(s).is_some_and(|laser| {
                let weaker = laser.weaker_decoy();
                let both = fixed(laser.decoy).unwrap_or(weaker) + weaker;
                fixed(laser.signal).is_some_and(|signal| signal <= both)
            })
        },
    },
    Conflict {
        blamed: Key::PDecoy,
        message: "the fractions of signal and decoy pulses must leave some pulses for the weaker decoy",
        arises: |s| {
            decoys(s).is_some_and(|laser| match (laser.analysis, laser.signal_fraction, laser.decoy_fraction) {
                (Analysis::TwoDecoy, Chosen::Fixed(signal), Chosen::Fixed(decoy)) => signal.get() + decoy.get() >= 1.0,
                _ => false,
            })
        },
    },
    Conflict {
        blamed: Key::RamanSpectrum,
        message: "both Raman spectra are those of silica: that of hollow-core fibre is not known",
        arises: |s| s.fibre == Fibre::HollowCore && s.effects.raman != RamanSpectrum::Unknown,
    },
    Conflict {
        blamed: Key::DarkPer,
        message: "dark counts per second of the clock say nothing without the width of the gates: give gate",
        arises: |s| s.dark_clocked && s.detector_mode() == Mode::GatedByWindow,
    },
];

/// The parameter that the first conflict blames: the one to count where each scenario counts once.
pub(crate) fn first_blamed(problems: &Problems) -> Option<Key> {
    let conflicts = CONFLICTS.iter().map(|conflict| conflict.blamed);
    conflicts.chain(problems.keys().copied()).find(|key| problems.contains_key(key))
}

/// Whether there is no conflict within a scenario.
pub(crate) fn go_together(scenario: &Scenario) -> bool {
    !CONFLICTS.iter().any(|conflict| (conflict.arises)(scenario))
}

/// The laser, where its decoys have intensities.
fn decoys(scenario: &Scenario) -> Option<&Laser> {
    match &scenario.source {
        Source::Laser(laser) if laser.analysis != Analysis::InfiniteDecoys => Some(laser),
        _ => None,
    }
}

fn fixed(chosen: Chosen<Photons>) -> Option<f64> {
    match chosen {
        Chosen::Optimal => None,
        Chosen::Fixed(photons) => Some(photons.get()),
    }
}
