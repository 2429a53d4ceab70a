//! The reason why no value of a parameter suffices.

use super::super::outcome::outcome;
use super::answer::{Best, Question, Without};
use super::is_enough;
use crate::scenario::{Key, Scenario, Settings, Value};

/// A hindrance, and the parameters that remove it.
struct Hindrance {
    name: &'static str,
    /// The parameters without the hindrance.
    changes: &'static [(Key, Value)],
}

/// The hindrances, in the order in which they are removed.
const HINDRANCES: [Hindrance; 5] = [
    Hindrance {
        name: "noise",
        changes: &[
            (Key::Power, Value::Word("photons")),
            (Key::Bitrate, Value::Number(0.0)),
            (Key::Dark, Value::Number(0.0)),
            (Key::Afterpulse, Value::Number(0.0)),
        ],
    },
    Hindrance { name: "misalignment", changes: &[(Key::Misalign, Value::Number(0.0))] },
    Hindrance { name: "the statistics of a finite key", changes: &[(Key::KeyLength, Value::Word("asymptotic"))] },
    Hindrance { name: "several photons in a pulse", changes: &[(Key::Source, Value::Word("single"))] },
    Hindrance { name: "dead time", changes: &[(Key::DeadTime, Value::Number(0.0))] },
];

/// The key rate with one hindrance after the other removed, until it is enough or none is left. The cause is then the last one,
/// together with those before it; or it is none of them, and too few photons arrive.
///
/// The parameter has its best number. Where none gives a key, the one that comes closest may be far from where most key would be
/// without the hindrance: there the link is taken as it is.
pub(super) fn without(question: &Question, best: &Best) -> Vec<Without> {
    let mut settings = match best.outcome.key_rate_bit_s() {
        Some(_) => question.asked.set(&question.settings, best.value),
        None => question.settings.clone(),
    };
    // The default analysis depends on the size of the key: without statistics it stays the same one.
    settings.set(Key::Analysis, settings.value(Key::Analysis));
    let mut all = Vec::new();
    for hindrance in &HINDRANCES {
        let freed = settings.with(hindrance.changes);
        if same(&freed, &settings, hindrance.changes) {
            continue;
        }
        settings = freed;
        let Ok(scenario) = Scenario::try_from(&settings) else { break };
        let Ok(outcome) = outcome(&scenario, question.length) else { break };
        all.push(Without { hindrance: hindrance.name, outcome });
        if outcome.key_rate_bit_s().is_some_and(|rate| is_enough(rate, question.wanted.get())) {
            break;
        }
    }
    all
}

fn same(a: &Settings, b: &Settings, changes: &[(Key, Value)]) -> bool {
    changes.iter().all(|&(key, _)| a.value(key) == b.value(key))
}
