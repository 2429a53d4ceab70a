//! The samples of the uncertain parameters: Saltelli's design.

use super::device::{Optimise, SetDevice};
use super::points::coordinate;
use super::spread::{Distribution, Spread};
use crate::scenario::{Key, Scenario, Settings, Value, first_blamed};
use numbers::units::Kilometres;

/// Saltelli's design of samples: settings, the distributions of the uncertain parameters, and the seed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SampleDesign {
    settings: Settings,
    laws: Vec<(Key, Distribution)>,
    seed: u32,
}

/// Why a sample cannot be computed.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unusable {
    /// Values outside the accepted ranges of these parameters.
    OutOfRange(Vec<Key>),
    /// A value of this parameter that is incompatible with the others.
    Conflict(Key),
}

impl SampleDesign {
    /// A design from valid spreads.
    pub(super) fn new(settings: &Settings, spreads: &[Spread], seed: u32) -> SampleDesign {
        let law = |spread: &Spread| Some((spread.key, spread.distribution(settings).ok()?));
        SampleDesign { settings: settings.clone(), laws: spreads.iter().filter_map(law).collect(), seed }
    }

    /// Number of uncertain parameters.
    pub(super) fn len(&self) -> usize {
        self.laws.len()
    }

    /// Values of all parameters in the first matrix of Saltelli's design, A.
    pub(super) fn first(&self, sample: u32) -> Vec<f64> {
        self.values(sample, 0)
    }

    /// … in the second one, B.
    pub(super) fn second(&self, sample: u32) -> Vec<f64> {
        self.values(sample, self.len())
    }

    /// … in the first one, but the parameter of this number in the second one.
    pub(super) fn mixed(&self, sample: u32, parameter: usize) -> Vec<f64> {
        let value = |i| self.value(sample, i, if i == parameter { self.len() } else { 0 });
        (0..self.len()).map(value).collect()
    }

    fn values(&self, sample: u32, dimension: usize) -> Vec<f64> {
        (0..self.len()).map(|i| self.value(sample, i, dimension)).collect()
    }

    fn value(&self, sample: u32, parameter: usize, dimension: usize) -> f64 {
        self.laws[parameter].1.quantile(coordinate(sample, dimension + parameter, self.seed))
    }

    /// The scenario with the present values.
    pub(super) fn present(&self) -> Option<Scenario> {
        Scenario::try_from(&self.settings).ok()
    }

    /// The device that all scenarios share; none where each has its own.
    pub(super) fn device(&self, setting: Optimise, distances: &[Kilometres]) -> Option<SetDevice> {
        let shared = self.present().filter(|_| setting == Optimise::Once);
        shared.map(|present| SetDevice::new(&present, distances))
    }

    /// The scenario with these values.
    pub(super) fn scenario(&self, values: &[f64]) -> Result<Scenario, Unusable> {
        let with_values = || self.laws.iter().map(|(key, _)| *key).zip(values);
        let accepts = |key: Key, x: f64| key.param().domain.range().is_some_and(|range| range.contains(x));
        let refusing: Vec<Key> = with_values().filter(|&(key, &x)| !accepts(key, x)).map(|(key, _)| key).collect();
        if !refusing.is_empty() {
            return Err(Unusable::OutOfRange(refusing));
        }
        let mut settings = self.settings.clone();
        with_values().for_each(|(key, &x)| settings.set(key, Value::Number(x)));
        Scenario::try_from(&settings)
            .map_err(|problems| Unusable::Conflict(first_blamed(&problems).unwrap_or(self.laws[0].0)))
    }

    /// The scenario with the parameter of this number at a quantile of its accepted values, and that value; all others have their
    /// present values.
    pub(super) fn alone(&self, parameter: usize, p: f64) -> (f64, Option<Scenario>) {
        let (key, law) = &self.laws[parameter];
        let value = law.accepted_quantile(*key, p);
        let mut settings = self.settings.clone();
        settings.set(*key, Value::Number(value));
        (value, Scenario::try_from(&settings).ok())
    }
}
