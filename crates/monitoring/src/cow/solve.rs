//! The COW model solved for one parameter, window by window: section 3.2.6 of the thesis.

use super::Observation;
use super::fit::FitParameter;
use engine::protocol::cow::{Fitted, Parameters};
use numbers::optimise::root;
use serde::{Deserialize, Serialize};

/// Largest loss of the search, dB: nothing is left of the signal there. Efficiencies are searched as losses too.
const MAX_LOSS_DB: f64 = 100.0;
/// Tolerance of the search, dB.
const TOLERANCE: f64 = 1e-10;

/// A parameter over time, solved for in each window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SolvedParameter {
    /// Which.
    pub parameter: FitParameter,
    /// Its value in each window, by number, in its unit.
    pub values: Vec<(i64, f64)>,
    /// Number of windows without a solution: without a key, or with a key rate above what the model gives for any value.
    pub unsolved: u64,
}

/// Solves the model for one parameter in each window; the others stay as they are.
///
/// The key rate falls with every loss and grows with the efficiency, so that there is one solution or none.
///
/// ```
/// use monitoring::{FitParameter, Observation, solve_each};
/// use engine::protocol::cow::Parameters;
/// let link = Parameters::default();
/// let (qber, visibility) = (0.02.try_into().unwrap(), 0.98.try_into().unwrap());
/// let key_rate_bit_s = link.terms(qber, visibility).key_rate_bit_s;
/// let here = [Observation { window: 0, qber, visibility, key_rate_bit_s }];
/// let alpha = solve_each(&link, &here, FitParameter::Attenuation).values[0].1;
/// assert!((alpha - 0.21).abs() < 1e-9);
/// ```
pub fn solve_each(link: &Parameters, observations: &[Observation], parameter: FitParameter) -> SolvedParameter {
    let mut solved = SolvedParameter { parameter, values: Vec::new(), unsolved: 0 };
    for o in observations {
        match solve(link, o, parameter) {
            Some(value) => solved.values.push((o.window, value)),
            None => solved.unsolved += 1,
        }
    }
    solved
}

fn solve(link: &Parameters, o: &Observation, parameter: FitParameter) -> Option<f64> {
    let fitted = link.fitted();
    // The efficiency is searched as a loss, for it may span seven orders of magnitude.
    let at = |loss_db: f64| match parameter {
        FitParameter::Attenuation => Fitted { link_loss_db: loss_db, ..fitted },
        FitParameter::Efficiency => Fitted { efficiency: 10f64.powf(-loss_db / 10.0), ..fitted },
        FitParameter::BobLoss => Fitted { bob_loss_db: loss_db, ..fitted },
    };
    let surplus = |loss_db: f64| {
        let calculated = link.terms_with(at(loss_db), o.qber, o.visibility).key_rate_bit_s;
        // The logarithm of a rate that falls exponentially is a straight line.
        if calculated > 0.0 { (calculated / o.key_rate_bit_s).ln() } else { -1e3 }
    };
    let (most, least) = (surplus(0.0), surplus(MAX_LOSS_DB));
    if o.key_rate_bit_s <= 0.0 || most < 0.0 || least > 0.0 {
        return None;
    }
    let loss_db = root(surplus, (0.0, most), (MAX_LOSS_DB, least), TOLERANCE);
    let length = link.length.get();
    match parameter {
        FitParameter::Attenuation => (length > 0.0).then(|| loss_db / length),
        FitParameter::Efficiency => Some(at(loss_db).efficiency),
        FitParameter::BobLoss => Some(loss_db),
    }
}
