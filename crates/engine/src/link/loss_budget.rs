//! The loss of a link by part.
//!
//! | part | damps the quantum signal | damps noise of the fibre | damps classical light |
//! |---|---|---|---|
//! | fibre | yes | as it is scattered along the way | yes |
//! | connectors and splices | yes | half of them; the light that makes it meets the other half | yes |
//! | Alice's multiplexer | yes | no | no: its power is that in the fibre |
//! | Bob's demultiplexer and filters, Bob | yes | yes | that which leaks, as ζ says |

use super::fibre::transmittance;
use crate::scenario::Scenario;
use numbers::quantity::{Unit, format_quantity};
use numbers::units::{Count, Decibels, Kilometres};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Losses of single parts of a link.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Losses {
    /// Number of connectors between the multiplexers.
    pub connectors: Count,
    /// Loss of each.
    pub connector: Decibels,
    /// Number of splices.
    pub splices: Count,
    /// Loss of each.
    pub splice: Decibels,
    /// Loss of Alice's multiplexer for the quantum signal.
    pub multiplexer: Decibels,
    /// Loss of Bob's demultiplexer and filters.
    pub demultiplexer: Decibels,
}

impl Default for Losses {
    /// None of them.
    fn default() -> Losses {
        fn none<T: TryFrom<f64>>() -> T {
            T::try_from(0.0).unwrap_or_else(|_| panic!("nothing is a number of parts and a loss"))
        }
        Losses {
            connectors: none(),
            connector: none(),
            splices: none(),
            splice: none(),
            multiplexer: none(),
            demultiplexer: none(),
        }
    }
}

impl Losses {
    /// All connectors, dB.
    pub const fn connectors_db(&self) -> f64 {
        self.connectors.get() * self.connector.get()
    }

    /// All splices, dB.
    pub const fn splices_db(&self) -> f64 {
        self.splices.get() * self.splice.get()
    }

    /// Connectors and splices, dB.
    pub const fn line_db(&self) -> f64 {
        self.connectors_db() + self.splices_db()
    }
}

/// A part of a link and its loss for the quantum signal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LossPart {
    /// Its name.
    pub name: String,
    /// How the loss comes about, such as 50 km of 0.2 dB/km; empty where it is one number.
    pub made_of: String,
    /// The loss, dB.
    pub db: f64,
}

/// The loss of a link by part, from Alice's output to Bob's detectors, without their efficiency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LossBudget {
    /// The parts, on the way of the signal.
    pub parts: Vec<LossPart>,
}

impl LossBudget {
    /// Of a link of this length.
    ///
    /// ```
    /// use engine::link::loss_budget::LossBudget;
    /// use engine::scenario::{Scenario, Settings};
    /// let link = "connectors=4&connector_loss=0.5&splices=10&splice_loss=0.1&mux_loss=1.5&demux_loss=2&loss=3";
    /// let scenario = Scenario::try_from(&Settings::from_query(link).0).unwrap();
    /// let budget = LossBudget::of(&scenario, 50.0.try_into().unwrap());
    /// assert!((budget.sum_db() - (10.0 + 2.0 + 1.0 + 1.5 + 2.0 + 3.0)).abs() < 1e-12);
    /// assert_eq!(budget.parts[1].to_string(), "fibre (50 km of 0.2 dB/km): 10 dB");
    /// ```
    pub fn of(scenario: &Scenario, length: Kilometres) -> LossBudget {
        let (km, line) = (length.get(), &scenario.line);
        let alpha_db_km = match &scenario.plan {
            None => scenario.attenuation.get(),
            Some(placed) => placed.coupling(scenario.noise_bandwidth()).attenuation_db_km,
        };
        let times = |count: f64, one_db: f64| {
            if count > 0.0 { format!("{} of {}", short(count), decibels(one_db)) } else { String::new() }
        };
        let part = |name: &str, made_of: String, db: f64| LossPart { name: name.to_owned(), made_of, db };
        let fibre = format!("{} km of {}", short(km), format_quantity(alpha_db_km, Unit::DecibelsPerKm, 4));
        LossBudget {
            parts: vec![
                part("Alice's multiplexer", String::new(), line.multiplexer.get()),
                part("fibre", fibre, alpha_db_km * km),
                part("connectors", times(line.connectors.get(), line.connector.get()), line.connectors_db()),
                part("splices", times(line.splices.get(), line.splice.get()), line.splices_db()),
                part("demultiplexer and filters", String::new(), line.demultiplexer.get()),
                part("Bob", String::new(), scenario.insertion_loss.get()),
            ],
        }
    }

    /// All of them, dB.
    pub fn sum_db(&self) -> f64 {
        self.parts.iter().map(|part| part.db).sum()
    }

    /// Fraction of the photons that passes all of them.
    pub fn transmittance(&self) -> f64 {
        transmittance(self.sum_db(), 1.0)
    }
}

impl fmt::Display for LossBudget {
    /// The sum, and the parts that lose anything.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> = self.parts.iter().filter(|part| part.db > 0.0).map(LossPart::to_string).collect();
        let all = decibels(self.sum_db());
        match parts.as_slice() {
            [] => f.write_str("Nothing of the signal is lost between Alice and Bob's detectors"),
            parts => write!(f, "Of the signal {all} are lost between Alice and Bob's detectors: {}", parts.join("; ")),
        }
    }
}

impl fmt::Display for LossPart {
    /// In words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.made_of.as_str() {
            "" => write!(f, "{}: {}", self.name, decibels(self.db)),
            made_of => write!(f, "{} ({made_of}): {}", self.name, decibels(self.db)),
        }
    }
}

fn short(x: f64) -> String {
    format_quantity(x, Unit::None, 6)
}

fn decibels(x: f64) -> String {
    format_quantity(x, Unit::Decibels, 4)
}
