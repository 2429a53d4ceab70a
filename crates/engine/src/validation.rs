//! Published runs of devices, and what the model gives for them.
//!
//! [`RUNS`] holds the rows, [`validated`] computes one. Nothing is fitted: what the publications give is `given`, what they do not
//! is `chosen`, and everything else has its default.

mod table;

pub use table::RUNS;

use crate::protocol::cow::{LinkLoss, Parameters};
use crate::scenario::{DeviceParameter, Key, Scenario, Settings, Value};
use crate::sweep::outcome;
use serde::Serialize;
use std::fmt;

/// A published run, with all that is needed to compute it.
#[derive(Debug)]
pub struct Run {
    /// Its name.
    pub name: &'static str,
    /// What was published.
    pub kind: RunKind,
    /// The model that it is compared with, and the place on the link.
    pub model: RunModel,
    /// The key rate that was published, bit/s.
    pub published_bit_s: f64,
    /// Where it was published, and where its text was read if that is another place.
    pub source: &'static str,
    /// Parameters that the source gives, as `name=value` joined by `&`.
    pub given: &'static str,
    /// Parameters that were chosen here, written alike.
    pub chosen: &'static str,
    /// Why they were chosen so, and what the comparison can tell.
    pub remark: &'static str,
}

/// What was published of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RunKind {
    /// A measurement.
    Experiment,
    /// The promise of a data sheet.
    #[serde(rename = "data sheet")]
    DataSheet,
    /// The result of another program.
    Program,
}

impl fmt::Display for RunKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            RunKind::Experiment => "experiment",
            RunKind::DataSheet => "data sheet",
            RunKind::Program => "program",
        })
    }
}

/// A model, and the place on the link at which it is compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum RunModel {
    /// The model of a link, at this length of its fibre.
    Link {
        /// Length of the fibre, km.
        length_km: f64,
    },
    /// The COW model, at this loss. Its parameters are those of `keyspan cow`, and `qber` and `visibility`.
    Cow {
        /// Loss of the link, dB.
        loss_db: f64,
    },
}

/// A run beside what the model gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Validated {
    /// Name of the run.
    pub name: &'static str,
    /// What was published.
    pub kind: RunKind,
    /// The model: `BB84`, `BB84, three states` or `COW`.
    pub model: &'static str,
    /// Length of the fibre, km; none where only a loss is known.
    pub length_km: Option<f64>,
    /// Loss of the link, dB; none where it follows from the length.
    pub loss_db: Option<f64>,
    /// The published key rate, bit/s.
    pub published_bit_s: f64,
    /// The computed key rate, bit/s; 0 where there is no key.
    pub computed_bit_s: f64,
    /// The computed rate divided by the published one.
    pub ratio: f64,
    /// The source of the run.
    pub source: &'static str,
    /// Parameters that the source gives.
    pub given: &'static str,
    /// Parameters that were chosen here.
    pub chosen: &'static str,
    /// What the comparison can tell.
    pub remark: &'static str,
}

impl Run {
    /// The link of the run; none for the COW model.
    pub fn settings(&self) -> Option<Settings> {
        matches!(self.model, RunModel::Link { .. }).then(|| {
            let (settings, notices) = Settings::from_query(&self.parameters());
            debug_assert!(notices.is_empty(), "{}: {notices:?}", self.name);
            settings
        })
    }

    /// The protocol of a link.
    fn protocol(&self) -> &'static str {
        let three = |settings: Settings| settings.value(Key::Protocol) == Value::Word("three_state");
        if self.settings().is_some_and(three) { "BB84, three states" } else { "BB84" }
    }

    fn parameters(&self) -> String {
        [self.given, self.chosen].join("&")
    }

    /// The COW device of the run, its QBER and its visibility.
    fn cow(&self, loss_db: f64) -> (Parameters, f64, f64) {
        let loss = loss_db.try_into().expect(VALID);
        let mut device = Parameters { link_loss: LinkLoss::Total(loss), ..Parameters::default() };
        let (mut qber, mut visibility) = (f64::NAN, f64::NAN);
        for (name, value) in self.parameters().split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "qber" => qber = value.parse().expect(VALID),
                "visibility" => visibility = value.parse().expect(VALID),
                _ => DeviceParameter::named(name).expect(VALID).type_in(&mut device, value).expect(VALID),
            }
        }
        (device, qber, visibility)
    }

    fn computed_bit_s(&self) -> f64 {
        match self.model {
            RunModel::Link { length_km } => {
                let settings = self.settings().expect("a link has settings");
                let scenario = Scenario::try_from(&settings).expect(VALID);
                let outcome = outcome(&scenario, length_km.try_into().expect(VALID)).expect(VALID);
                outcome.key_rate_bit_s().unwrap_or(0.0)
            }
            RunModel::Cow { loss_db } => {
                let (device, qber, visibility) = self.cow(loss_db);
                device.terms(qber.try_into().expect(VALID), visibility.try_into().expect(VALID)).key_rate_bit_s
            }
        }
    }
}

const VALID: &str = "the runs have valid parameters: a test computes them all";

/// A run beside what the model gives, computed now.
///
/// ```
/// use engine::validation::{RUNS, validated};
/// let first = validated(&RUNS[0]);
/// assert_eq!(first.ratio, first.computed_bit_s / first.published_bit_s);
/// ```
pub fn validated(run: &Run) -> Validated {
    let computed_bit_s = run.computed_bit_s();
    let (model, length_km, loss_db) = match run.model {
        RunModel::Link { length_km } => (run.protocol(), Some(length_km), None),
        RunModel::Cow { loss_db } => ("COW", None, Some(loss_db)),
    };
    Validated {
        name: run.name,
        kind: run.kind,
        model,
        length_km,
        loss_db,
        published_bit_s: run.published_bit_s,
        computed_bit_s,
        ratio: computed_bit_s / run.published_bit_s,
        source: run.source,
        given: run.given,
        chosen: run.chosen,
        remark: run.remark,
    }
}
