//! Single changes of a link that a planner can make.

use crate::link::channel_plan::{ClassicalChannel, Direction, Power, Slot};
use crate::link::fibre::Band;
use crate::link::spectrum::Wavelength;
use crate::scenario::{Channels, Key, Scenario, Settings, Value, Which};
use crate::sweep::outcome::outcome;
use numbers::quantity::significant;
use numbers::units::{DecibelMilliwatts, Kilometres, Photons};

/// A change of a link by a realistic step.
#[derive(Debug)]
pub struct Improvement {
    /// Its name, for scripts.
    pub name: &'static str,
    /// What is done.
    pub means: &'static str,
    /// Why the step is realistic, and what it costs or leaves out.
    pub basis: &'static str,
    change: Change,
}

/// How a link becomes another one; none where nothing would change.
#[derive(Debug)]
enum Change {
    /// Whatever its length.
    Anywhere(fn(&Settings) -> Option<Settings>),
    /// In a way that depends on its length.
    AtLength(fn(&Settings, Kilometres) -> Option<Settings>),
    /// By this factor of its length.
    Length(f64),
}

impl PartialEq for Improvement {
    fn eq(&self, other: &Improvement) -> bool {
        self.name == other.name
    }
}

impl Improvement {
    /// The link with it, and its length; none where it changes nothing.
    pub fn of(&self, settings: &Settings, length: Kilometres) -> Option<(Settings, Kilometres)> {
        match self.change {
            Change::Anywhere(change) => Some((change(settings)?, length)),
            Change::AtLength(change) => Some((change(settings, length)?, length)),
            Change::Length(factor) => {
                let shorter = Kilometres::try_from(rounded(length.get() * factor)).ok()?;
                (shorter != length).then(|| (settings.clone(), shorter))
            }
        }
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
pub static IMPROVEMENTS: [Improvement; 21] = [
    Improvement {
        name: "isolation",
        means: "10 dB more isolation in both directions",
        basis: "a second filter stage isolates by more than that; its own loss, about 1 dB, is not included",
        change: Change::Anywhere(|s| times(s, &[Key::IsoFor, Key::IsoBack], 0.1)),
    },
    Improvement {
        name: "filter",
        means: "a channel half as wide",
        basis: "the next finer grid of ITU-T G.694.1",
        change: Change::Anywhere(|s| times(s, &[Key::Filter, Key::Filter3db], 0.5)),
    },
    Improvement {
        name: "classical_power",
        means: "3 dB less classical power",
        basis: "receivers that need half the photons per bit, or forward error correction; a launched power that is turned down as far as its margin allows",
        change: Change::Anywhere(|s| match s.channels() {
            None => match s.value(Key::PowerDbm) {
                Value::Number(dbm) if s.applies(Key::PowerDbm) => {
                    (dbm >= -97.0).then(|| s.with(&[(Key::PowerDbm, Value::Number(dbm - 3.0))]))
                }
                _ => times(s, &[Key::Ncc], 0.5),
            },
            Some(channels) => with_channels(s, channels, |channel| channel.power = halved(channel.power)),
        }),
    },
    Improvement {
        name: "direction",
        means: "all classical channels towards Bob",
        basis: "light that runs towards Alice scatters back to Bob from where it is strongest; the other direction needs a fibre of its own",
        change: Change::Anywhere(|s| with_channels(s, s.channels()?, |channel| channel.direction = Direction::Forward)),
    },
    Improvement {
        name: "slot",
        means: "the best free slot for the quantum channel",
        basis: "every free slot of its band is tried at this length; source and multiplexer have to be those of the slot",
        change: Change::AtLength(best_slot),
    },
    Improvement {
        name: "band",
        means: "the quantum channel in the other band",
        basis: "with the attenuation and the noise that the model has there; in the O band it neglects Raman scattering unless it is set, or follows from a channel plan",
        change: Change::Anywhere(|s| {
            // A band must not be better because its noise is not known.
            Some(s.in_band(if s.band() == Band::C { Band::O } else { Band::C })).filter(is_raman_known)
        }),
    },
    Improvement {
        name: "detector",
        means: "superconducting detectors",
        basis: "those of the paper's Table 2; dead time and jitter stay as they are",
        change: Change::Anywhere(|s| {
            let snspd = Value::Word("snspd");
            (s.value(Key::Detector) != snspd).then(|| {
                let mut changed = s.clone();
                changed.set(Key::Detector, snspd);
                [Key::Dark, Key::Eff, Key::Afterpulse].into_iter().for_each(|key| changed.reset(key));
                changed
            })
        }),
    },
    Improvement {
        name: "efficiency",
        means: "a detection efficiency higher by a quarter",
        basis: "a higher bias of an avalanche diode, which also raises its dark counts: they stay as they are here",
        change: Change::Anywhere(|s| times(s, &[Key::Eff], 1.25)),
    },
    Improvement {
        name: "dark_counts",
        means: "half the dark counts",
        basis: "an InGaAs diode that is cooled about 10 K more",
        change: Change::Anywhere(|s| times(s, &[Key::Dark], 0.5)),
    },
    Improvement {
        name: "afterpulsing",
        means: "half the afterpulses",
        basis: "a longer hold-off or a warmer diode; the dead time stays as it is",
        change: Change::Anywhere(|s| times(s, &[Key::Afterpulse], 0.5)),
    },
    Improvement {
        name: "dead_time",
        means: "half the dead time",
        basis: "active quenching, or a second pair of detectors that shares the clicks",
        change: Change::Anywhere(|s| times(s, &[Key::DeadTime], 0.5)),
    },
    Improvement {
        name: "jitter",
        means: "half the jitter",
        basis: "diodes for timing, or superconducting detectors, have a fraction of the usual jitter",
        change: Change::Anywhere(|s| times(s, &[Key::Jitter], 0.5)),
    },
    Improvement {
        name: "gate",
        means: "gates as narrow as the detection window",
        basis: "gated detectors have gates of 100 ps or more in practice; nanowires have none",
        change: Change::Anywhere(|s| match s.value(Key::DetectorMode) {
            Value::Word("free_running") if s.value(Key::Detector) == Value::Word("snspd") => None,
            Value::Word("free_running") => with(s, Key::DetectorMode, "gated"),
            _ => with(s, Key::Gate, "window"),
        }),
    },
    Improvement {
        name: "window",
        means: "the optimal detection window",
        basis: "set in software after the detection; no hardware changes",
        change: Change::Anywhere(|s| with(s, Key::Window, "optimal")),
    },
    Improvement {
        name: "dispersion",
        means: "nine tenths of the dispersion compensated",
        basis: "a fibre Bragg grating or a compensating fibre; its loss is not included",
        change: Change::Anywhere(|s| match s.value(Key::Dispersion) {
            Value::Number(0.0) => None,
            _ => times(s, &[Key::DispersionResidual], 0.1),
        }),
    },
    Improvement {
        name: "loss",
        means: "1 dB less insertion loss",
        basis: "a multiplexer of the better class, or spliced connectors",
        change: Change::Anywhere(|s| match s.value(Key::Loss) {
            Value::Number(loss) if loss >= 1.0 => Some(s.with(&[(Key::Loss, Value::Number(rounded(loss - 1.0)))])),
            _ => None,
        }),
    },
    Improvement {
        name: "misalignment",
        means: "half the misalignment",
        basis: "a better alignment or an active feedback",
        change: Change::Anywhere(|s| times(s, &[Key::Misalign], 0.5)),
    },
    Improvement {
        name: "repetition_rate",
        means: "twice the repetition rate",
        basis: "not beyond 2.5 GHz, where devices on the market end",
        change: Change::Anywhere(|s| match s.value(Key::Rate) {
            Value::Number(rate) if rate > 1.25e9 => None,
            _ => times(s, &[Key::Rate], 2.0),
        }),
    },
    Improvement {
        name: "block",
        means: "key blocks ten times as long",
        basis: "more memory, and ten times the wait for the first key",
        change: Change::Anywhere(|s| times(s, &[Key::Events], 10.0)),
    },
    Improvement {
        name: "decoys",
        means: "two decoys in place of one",
        basis: "a third intensity of the source",
        change: Change::Anywhere(|s| match s.value(Key::Analysis) {
            Value::Word("one_decoy") if s.value(Key::Protocol) == Value::Word("bb84") => {
                with(s, Key::Analysis, "two_decoy")
            }
            _ => None,
        }),
    },
    Improvement {
        name: "length",
        means: "a fibre shorter by a tenth",
        basis: "another route, or a trusted node nearer by; splices and connectors are taken to go with it",
        change: Change::Length(0.9),
    },
];

/// Numbers multiplied by a factor; none where none of the parameters has an effect and a number that this changes within its range.
fn times(settings: &Settings, keys: &[Key], factor: f64) -> Option<Settings> {
    let product = |key: Key| match settings.value(key) {
        Value::Number(x) if x != 0.0 && settings.applies(key) => {
            let product = rounded(x * factor);
            key.param().domain.range().is_some_and(|range| range.contains(product)).then_some(product)
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

/// Without the last digits, which arithmetic leaves: 1e-9 · 0.1 is 1e-10, not 1.0000000000000002e-10.
fn rounded(x: f64) -> f64 {
    const DIGITS: usize = 15;
    significant(x, DIGITS)
}

/// The same link with each classical channel changed; none where that changes nothing, or where they do not go together then.
fn with_channels(settings: &Settings, channels: &Channels, change: impl Fn(&mut ClassicalChannel)) -> Option<Settings> {
    let mut changed = channels.channels().to_vec();
    changed.iter_mut().for_each(change);
    placed(settings, channels.with(changed).ok()?)
}

/// The same link with these channels; none where it has them already.
fn placed(settings: &Settings, channels: Channels) -> Option<Settings> {
    (settings.channels() != Some(&channels)).then(|| {
        let mut changed = settings.clone();
        changed.set_channels(Some(channels));
        changed
    })
}

/// Whether a spectrum of Raman scattering reaches from each classical channel of a plan to the quantum channel.
fn is_raman_known(settings: &Settings) -> bool {
    let placed = Scenario::try_from(settings).ok().and_then(|scenario| scenario.plan);
    placed.is_none_or(|placed| placed.plan().unknown_raman(placed.quantum()).is_none())
}

/// A power less by 3 dB: half the photons. The same where it cannot be less.
fn halved(power: Power) -> Power {
    const STEP_DB: f64 = 3.0;
    let less = |dbm: DecibelMilliwatts| DecibelMilliwatts::try_from(rounded(dbm.get() - STEP_DB)).ok();
    let halved = match power {
        Power::PhotonsPerBit(photons) => Photons::try_from(rounded(photons.get() * 0.5)).ok().map(Power::PhotonsPerBit),
        Power::Received(dbm) => less(dbm).map(Power::Received),
        Power::Launched(dbm) => less(dbm).map(Power::Launched),
    };
    halved.unwrap_or(power)
}

/// The link with its quantum channel in the free slot of its band that gives the most key at this length, or, where none gives any,
/// the one that comes closest: the one with the fewest photons of the classical channels by the transmittance of the fibre. None without
/// a plan, or where the quantum channel is there already.
fn best_slot(settings: &Settings, length: Kilometres) -> Option<Settings> {
    let channels = settings.channels()?;
    let plan = channels.plan(&Scenario::try_from(settings).ok()?);
    let tried = |slot: Slot| {
        // A slot must not be the best one because its noise is not known.
        let known = Wavelength::try_from(slot.wavelength_nm()).is_ok_and(|place| plan.unknown_raman(place).is_none());
        let moved = known.then(|| channels.in_slot(Which::Quantum, slot).ok())??;
        let mut changed = settings.clone();
        changed.set_channels(Some(moved));
        let outcome = outcome(&Scenario::try_from(&changed).ok()?, length).ok()?;
        let score = (outcome.key_rate_bit_s().unwrap_or(0.0), -outcome.classical_hz() / outcome.transmittance);
        Some((score, changed))
    };
    let all = plan.free_slots(settings.band()).filter_map(tried);
    let here = channels.slot(Which::Quantum);
    let best = all.max_by(|(a, _), (b, _)| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)))?;
    let stands = best.1.channels().is_some_and(|channels| channels.slot(Which::Quantum) == here);
    (!stands).then_some(best.1)
}
