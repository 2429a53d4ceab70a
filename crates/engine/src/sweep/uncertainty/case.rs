//! The single links of a study, each computed by itself.

use super::device::SetDevice;
use super::distances::rates_bit_s;
use super::draw::SampleDesign;
use crate::sweep::{Reach, reach};
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};

/// Quantiles at the ends of the range that contains a parameter with a probability of 90 %.
pub(super) const ENDS: [f64; 2] = [0.05, 0.95];

/// Choice of the values of the uncertain parameters, which are numbered in the order of the spreads; samples are numbered from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Case {
    /// The present ones.
    Present,
    /// The present ones, but this parameter where 5 % of its accepted values are smaller.
    Low(u16),
    /// … where 5 % of them are larger.
    High(u16),
    /// Those of a sample in the first matrix of Saltelli's design, A.
    First(u32),
    /// … in the second one, B.
    Second(u32),
    /// … in the first one, but this parameter in the second one.
    Mixed(u32, u16),
}

/// The result of a [`Case`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseResult {
    /// Its reach; none if the values are not accepted.
    pub reach: Option<Reach>,
    /// Key rates at the distances of the study, bit/s, 0 without a key: of [`Case::Present`] and [`Case::First`] only.
    pub rates_bit_s: Vec<f64>,
}

impl Case {
    /// Ends of the parameters: [`Case::Present`], then [`Case::Low`] and [`Case::High`] of each.
    pub(super) fn ends(parameters: usize) -> impl Iterator<Item = Case> {
        [Case::Present].into_iter().chain((0..parameters as u16).flat_map(|i| [Case::Low(i), Case::High(i)]))
    }

    /// All cases of a sample.
    pub(super) fn of_sample(number: u32, parameters: usize) -> impl Iterator<Item = Case> {
        let mixed = (0..parameters as u16).map(move |parameter| Case::Mixed(number, parameter));
        [Case::First(number), Case::Second(number)].into_iter().chain(mixed)
    }

    /// Computes the case: with a device that is set already, or optimised for it.
    pub(super) fn compute(
        self,
        design: &SampleDesign,
        distances: &[Kilometres],
        device: Option<&SetDevice>,
    ) -> CaseResult {
        let scenario = match self {
            Case::Present => design.present(),
            Case::Low(parameter) => design.alone(parameter.into(), ENDS[0]).1,
            Case::High(parameter) => design.alone(parameter.into(), ENDS[1]).1,
            Case::First(number) => design.scenario(&design.first(number)).ok(),
            Case::Second(number) => design.scenario(&design.second(number)).ok(),
            Case::Mixed(number, parameter) => design.scenario(&design.mixed(number, parameter.into())).ok(),
        };
        // For the present values it is set.
        let device = device.filter(|_| self != Case::Present);
        let reach = scenario.as_ref().map(|scenario| match device {
            None => reach(scenario),
            Some(device) => device.reach(scenario),
        });
        let rates_bit_s = match (self, &scenario, reach) {
            (Case::Present | Case::First(_), Some(scenario), Some(reach)) => match device {
                None => rates_bit_s(scenario, reach, distances),
                Some(device) => device.rates_bit_s(scenario, distances),
            },
            _ => Vec::new(),
        };
        CaseResult { reach, rates_bit_s }
    }
}
