//! Single changes of a link that a planner can make.

use crate::link::fibre::Band;
use crate::scenario::{Key, Settings, Value};

/// A change of a link by a realistic step.
#[derive(Debug)]
pub struct Improvement {
    /// Its name, for scripts.
    pub name: &'static str,
    /// What is done.
    pub means: &'static str,
    /// Why the step is realistic, and what it costs or leaves out.
    pub basis: &'static str,
    change: fn(&Settings) -> Option<Settings>,
}

impl PartialEq for Improvement {
    fn eq(&self, other: &Improvement) -> bool {
        self.name == other.name
    }
}

impl Improvement {
    /// The link with it; none where it changes nothing.
    pub fn of(&self, settings: &Settings) -> Option<Settings> {
        (self.change)(settings)
    }
}

/// A change in a message: its name.
pub(super) mod by_name {
    use super::{IMPROVEMENTS, Improvement};
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(in super::super) fn serialize<S: Serializer>(
        improvement: &&'static Improvement,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        improvement.name.serialize(to)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<&'static Improvement, D::Error> {
        let name = String::deserialize(from)?;
        let named = IMPROVEMENTS.iter().find(|improvement| improvement.name == name);
        named.ok_or_else(|| D::Error::custom("there is no such change"))
    }
}

/// The changes that are tried, one at a time. Each step is one that a planner can buy or set; none is an optimum.
pub static IMPROVEMENTS: [Improvement; 17] = [
    Improvement {
        name: "isolation",
        means: "10 dB more isolation in both directions",
        basis: "a second filter stage isolates by more than that; its own loss, about 1 dB, is not included",
        change: |s| times(s, &[Key::IsoFor, Key::IsoBack], 0.1),
    },
    Improvement {
        name: "filter",
        means: "a channel half as wide",
        basis: "the next finer grid of ITU-T G.694.1",
        change: |s| times(s, &[Key::Filter], 0.5),
    },
    Improvement {
        name: "classical_power",
        means: "3 dB less classical power",
        basis: "receivers that need half the photons per bit, or forward error correction",
        change: |s| match s.value(Key::PowerDbm) {
            Value::Number(dbm) if s.applies(Key::PowerDbm) => {
                (dbm >= -97.0).then(|| s.with(&[(Key::PowerDbm, Value::Number(dbm - 3.0))]))
            }
            _ => times(s, &[Key::Ncc], 0.5),
        },
    },
    Improvement {
        name: "band",
        means: "the quantum channel in the other band",
        basis: "with the attenuation and the noise that the model has there; in the O band it neglects Raman scattering unless it is set",
        change: |s| {
            let other = if s.band() == Band::C { Band::O } else { Band::C };
            // A channel plan belongs to one band, and the other one would be compared without it.
            s.channels().is_none().then(|| s.in_band(other))
        },
    },
    Improvement {
        name: "detector",
        means: "superconducting detectors",
        basis: "those of the paper's Table 2; dead time and jitter stay as they are",
        change: |s| {
            let snspd = Value::Word("snspd");
            (s.value(Key::Detector) != snspd).then(|| {
                let mut changed = s.clone();
                changed.set(Key::Detector, snspd);
                [Key::Dark, Key::Eff, Key::Afterpulse].into_iter().for_each(|key| changed.reset(key));
                changed
            })
        },
    },
    Improvement {
        name: "efficiency",
        means: "a detection efficiency higher by a quarter",
        basis: "a higher bias of an avalanche diode, which also raises its dark counts: they stay as they are here",
        change: |s| times(s, &[Key::Eff], 1.25),
    },
    Improvement {
        name: "dark_counts",
        means: "half the dark counts",
        basis: "an InGaAs diode that is cooled about 10 K more",
        change: |s| times(s, &[Key::Dark], 0.5),
    },
    Improvement {
        name: "afterpulsing",
        means: "half the afterpulses",
        basis: "a longer hold-off or a warmer diode; the dead time stays as it is",
        change: |s| times(s, &[Key::Afterpulse], 0.5),
    },
    Improvement {
        name: "dead_time",
        means: "half the dead time",
        basis: "active quenching, or a second pair of detectors that shares the clicks",
        change: |s| times(s, &[Key::DeadTime], 0.5),
    },
    Improvement {
        name: "jitter",
        means: "half the jitter",
        basis: "diodes for timing, or superconducting detectors, have a fraction of the usual jitter",
        change: |s| times(s, &[Key::Jitter], 0.5),
    },
    Improvement {
        name: "window",
        means: "the optimal detection window",
        basis: "set in software after the detection; no hardware changes",
        change: |s| with(s, Key::Window, "optimal"),
    },
    Improvement {
        name: "dispersion",
        means: "nine tenths of the dispersion compensated",
        basis: "a fibre Bragg grating or a compensating fibre; its loss is not included",
        change: |s| match s.value(Key::Dispersion) {
            Value::Number(0.0) => None,
            _ => times(s, &[Key::DispersionResidual], 0.1),
        },
    },
    Improvement {
        name: "loss",
        means: "1 dB less insertion loss",
        basis: "a multiplexer of the better class, or spliced connectors",
        change: |s| match s.value(Key::Loss) {
            Value::Number(loss) if loss >= 1.0 => Some(s.with(&[(Key::Loss, Value::Number(loss - 1.0))])),
            _ => None,
        },
    },
    Improvement {
        name: "misalignment",
        means: "half the misalignment",
        basis: "a better alignment or an active feedback",
        change: |s| times(s, &[Key::Misalign], 0.5),
    },
    Improvement {
        name: "repetition_rate",
        means: "twice the repetition rate",
        basis: "not beyond 2.5 GHz, where devices on the market end",
        change: |s| match s.value(Key::Rate) {
            Value::Number(rate) if rate > 1.25e9 => None,
            _ => times(s, &[Key::Rate], 2.0),
        },
    },
    Improvement {
        name: "block",
        means: "key blocks ten times as long",
        basis: "more memory, and ten times the wait for the first key",
        change: |s| times(s, &[Key::Events], 10.0),
    },
    Improvement {
        name: "decoys",
        means: "two decoys in place of one",
        basis: "a third intensity of the source",
        change: |s| match s.value(Key::Analysis) {
            Value::Word("one_decoy") if s.value(Key::Protocol) == Value::Word("bb84") => {
                with(s, Key::Analysis, "two_decoy")
            }
            _ => None,
        },
    },
];

/// Numbers multiplied by a factor; none where none of the parameters has an effect and a number that this changes within its range.
fn times(settings: &Settings, keys: &[Key], factor: f64) -> Option<Settings> {
    let product = |key: Key| match settings.value(key) {
        Value::Number(x) if x != 0.0 && settings.applies(key) => {
            key.param().domain.range().is_some_and(|range| range.contains(x * factor)).then_some(x * factor)
        }
        _ => None,
    };
    let changes: Vec<(Key, Value)> = keys.iter().filter_map(|&key| Some((key, Value::Number(product(key)?)))).collect();
    (!changes.is_empty()).then(|| settings.with(&changes))
}

/// A word in place of another value; none where the parameter has it already, or no effect.
fn with(settings: &Settings, key: Key, word: &'static str) -> Option<Settings> {
    let word = Value::Word(word);
    (settings.applies(key) && settings.value(key) != word).then(|| settings.with(&[(key, word)]))
}
