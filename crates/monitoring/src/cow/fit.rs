//! Least-squares fits of the COW model to measured key rates.

use super::super::words::with_error;
use super::Observation;
use super::bounds::Bounds;
use super::certainty::{Certainty, UncertainValue, autocorrelation, widening};
use engine::protocol::cow::{Fitted, LinkLoss, Parameters, transmittance};
use levenberg_marquardt::{LeastSquaresProblem, LevenbergMarquardt};
use nalgebra::{DMatrix, DVector, Dyn, Owned};
use numbers::dual::Dual;
use numbers::optimise::within;
use serde::{Deserialize, Serialize};

/// Search limits of the loss of the link, dB, of the detection efficiency and of the loss of Bob's components, dB.
const BOUNDS: [Bounds; 3] =
    [Bounds { low: 0.0, high: 100.0 }, Bounds { low: 0.0, high: 1.0 }, Bounds { low: 0.0, high: 60.0 }];

/// Relative change at which the search ends; standard errors are far larger.
const TOLERANCE: f64 = 1e-12;
/// Relative standard error above which a value means nothing.
const MAX_RELATIVE_ERROR: f64 = 0.5;
/// Relative difference of two sums of squares below which both searches found the same minimum.
const SAME_MINIMUM: f64 = 1e-6;

/// A parameter that can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FitParameter {
    /// Attenuation α of the fibre, dB/km.
    Attenuation,
    /// Detection efficiency η.
    Efficiency,
    /// Loss of Bob's components, dB.
    BobLoss,
}

impl FitParameter {
    /// All of them, in the order in which fits add them.
    pub const ALL: [FitParameter; 3] = [FitParameter::Attenuation, FitParameter::Efficiency, FitParameter::BobLoss];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            FitParameter::Attenuation => "attenuation",
            FitParameter::Efficiency => "efficiency",
            FitParameter::BobLoss => "bob_loss",
        }
    }

    /// Its symbol in formulas.
    pub const fn symbol(self) -> &'static str {
        match self {
            FitParameter::Attenuation => "α",
            FitParameter::Efficiency => "η",
            FitParameter::BobLoss => "loss_B",
        }
    }

    /// Its unit; 1 is dimensionless.
    pub const fn unit(self) -> &'static str {
        match self {
            FitParameter::Attenuation => "dB/km",
            FitParameter::Efficiency => "1",
            FitParameter::BobLoss => "dB",
        }
    }

    /// The range of the thesis's table 3.2, which prints none for Bob's loss.
    pub const fn usual(self) -> Option<(f64, f64)> {
        match self {
            FitParameter::Attenuation => Some((0.15, 0.25)),
            FitParameter::Efficiency => Some((0.02, 0.1)),
            FitParameter::BobLoss => None,
        }
    }
}

/// The parameters that are fitted: α; α and η; α, η and loss_B.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum FreeParameters {
    /// α.
    One,
    /// α and η.
    Two,
    /// α, η and loss_B.
    Three,
}

impl FreeParameters {
    /// All of them.
    pub const ALL: [FreeParameters; 3] = [FreeParameters::One, FreeParameters::Two, FreeParameters::Three];

    /// The parameters.
    pub fn parameters(self) -> &'static [FitParameter] {
        &FitParameter::ALL[..self as usize + 1]
    }

    /// The fit in words, as in “fit of α, η”.
    pub fn title(self) -> String {
        let symbols: Vec<&str> = self.parameters().iter().map(|parameter| parameter.symbol()).collect();
        format!("fit of {}", symbols.join(", "))
    }
}

/// A fitted parameter.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FittedValue {
    /// Which.
    pub parameter: FitParameter,
    /// Its value, in its unit.
    pub value: f64,
    /// Its standard error; `None` where the data do not determine it.
    pub error: Option<f64>,
    /// Whether it is at a search limit: α L from 0 to 100 dB, η from 0 to 1, loss_B from 0 to 60 dB.
    pub at_limit: bool,
}

impl FittedValue {
    /// Whether it lies in the range of the thesis's table 3.2.
    pub fn is_usual(&self) -> bool {
        self.parameter.usual().is_none_or(|(low, high)| low <= self.value && self.value <= high)
    }

    /// Whether its standard error is more than half of it.
    pub fn is_undetermined(&self) -> bool {
        self.error.is_some_and(|error| error > MAX_RELATIVE_ERROR * self.value.abs())
    }

    /// The value with its error, in its unit, to the digits that are significant.
    pub fn text(&self) -> String {
        match self.error {
            Some(_) if self.is_undetermined() => "undetermined".to_owned(),
            Some(error) => with_error(self.value, error),
            None if self.at_limit => format!("{:.3} (at the search limit)", self.value),
            None => "undetermined".to_owned(),
        }
    }
}

/// A fit of the COW model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CowFit {
    /// The fitted parameters.
    pub values: Vec<FittedValue>,
    /// Loss of the link α L, dB.
    pub link_loss_db: f64,
    /// η · 10^(−loss_B/10): the fraction of the light leaving the fibre that is detected, but for a fitted constant C of the device.
    pub detected: f64,
    /// Its standard error, where it was fitted.
    pub detected_error: Option<f64>,
    /// Correlation coefficients of the fitted parameters.
    pub correlations: Vec<Vec<f64>>,
    /// Condition number of the scaled Jacobian; it is 1 where no parameter can compensate another.
    pub condition: f64,
    /// Windows that were fitted.
    pub windows: u64,
    /// Root mean square of the residuals, bit/s.
    pub rms_bit_s: f64,
    /// Mean of calculated minus measured, bit/s.
    pub mean_error_bit_s: f64,
    /// Autocorrelation of the residuals at a lag of one window.
    pub autocorrelation: f64,
    /// Number of starting points.
    pub starts: u32,
    /// Number of starting points that led to the same minimum.
    pub agreeing: u32,
    /// The link with the fitted values in place.
    pub link: Parameters,
}

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum FitProblem {
    /// The length is needed, since α is a loss per length.
    #[error("a fit of α needs the length of the fibre; give it in links.csv or with --set length=…")]
    NoLength,
    /// Too few windows to estimate the scatter of the residuals.
    #[error("{have} windows have key rate, QBER and visibility; a fit of {parameters} parameters needs {need}")]
    TooFewWindows {
        /// Number of windows.
        have: usize,
        /// Number of free parameters.
        parameters: usize,
        /// Number of windows needed.
        need: usize,
    },
    /// No key rate to fit to.
    #[error("no window has a key rate above 0")]
    NoKey,
    /// The search ended nowhere.
    #[error("the fit did not converge from any starting point")]
    NotConverged,
}

/// Fits the COW model to measured key rates: minimises the sum of squares of calculated minus measured, in bit/s.
///
/// Levenberg–Marquardt from several starting points, with exact derivatives. The standard errors follow from the scatter of the residuals,
/// and are enlarged where these are autocorrelated; errors of QBER and visibility are not included.
///
/// # Errors
/// [`FitProblem`].
pub fn fit(link: &Parameters, observations: &[Observation], freedom: FreeParameters) -> Result<CowFit, FitProblem> {
    let free = freedom.parameters().len();
    let need = free + 2;
    if link.length.get() <= 0.0 {
        return Err(FitProblem::NoLength);
    }
    if observations.len() < need {
        return Err(FitProblem::TooFewWindows { have: observations.len(), parameters: free, need });
    }
    if observations.iter().all(|o| o.key_rate_bit_s <= 0.0) {
        return Err(FitProblem::NoKey);
    }
    let starts = starts(link, observations, free);
    let mut found: Vec<(f64, [f64; 3])> = Vec::new();
    for start in &starts {
        let u = DVector::from_fn(free, |i, _| BOUNDS[i].outside(start[i]));
        let problem = Squares { link, observations, fixed: fixed(link), u };
        let (problem, report) = LevenbergMarquardt::new().with_tol(TOLERANCE).with_patience(50).minimize(problem);
        let sum = 2.0 * report.objective_function;
        if sum.is_finite() {
            found.push((sum, problem.values()));
        }
    }
    let best = found.iter().min_by(|a, b| a.0.total_cmp(&b.0)).copied().ok_or(FitProblem::NotConverged)?;
    let agreeing = found.iter().filter(|(sum, _)| *sum <= best.0 * (1.0 + SAME_MINIMUM)).count();
    Ok(describe(link, observations, best.1, free, (starts.len() as u32, agreeing as u32)))
}

fn fixed(link: &Parameters) -> [f64; 3] {
    let Fitted { link_loss_db, efficiency, bob_loss_db } = link.fitted();
    [link_loss_db, efficiency, bob_loss_db]
}

/// Starting points: attenuations of the thesis's table 3.2 and the one at which the model gives the measured rate, each with the efficiency
/// at which it does so then, and some losses of Bob's components.
fn starts(link: &Parameters, observations: &[Observation], free: usize) -> Vec<[f64; 3]> {
    let [_, efficiency, bob_loss] = fixed(link);
    let (low, high) = FitParameter::Attenuation.usual().unwrap_or((0.15, 0.25));
    let length = link.length.get();
    let measured: f64 = observations.iter().map(|o| o.key_rate_bit_s).sum();
    // The loss that is missing, from the ratio of two rates that both fall exponentially with it.
    let missing_db = |at: [f64; 3]| {
        let [link_loss_db, efficiency, bob_loss_db] = at;
        let rate = |o: &Observation| {
            link.terms_with(Fitted { link_loss_db, efficiency, bob_loss_db }, o.qber, o.visibility).key_rate_bit_s
        };
        let calculated: f64 = observations.iter().map(rate).sum();
        if calculated > 0.0 { 10.0 * (calculated / measured).log10() } else { 0.0 }
    };
    let preset = fixed(link);
    let mut losses = vec![preset[0] + missing_db(preset), preset[0], low * length, high * length];
    if free > 1 {
        losses.extend([20.0, 40.0]);
    }
    let mut starts = Vec::new();
    for link_loss in losses {
        let at = [link_loss, efficiency, bob_loss];
        if free == 1 {
            starts.push(at);
            continue;
        }
        let right = efficiency * 10f64.powf(-missing_db(at) / 10.0);
        starts.push([link_loss, right, bob_loss]);
        if free == 3 {
            starts.push([link_loss, right * 10f64.powf((10.0 - bob_loss) / 10.0), 10.0]);
        }
    }
    starts
}

/// The sum of squares as a function of unbounded variables.
struct Squares<'a> {
    link: &'a Parameters,
    observations: &'a [Observation],
    fixed: [f64; 3],
    u: DVector<f64>,
}

impl Squares<'_> {
    fn values(&self) -> [f64; 3] {
        std::array::from_fn(|i| self.u.get(i).map_or(self.fixed[i], |u| BOUNDS[i].inside(*u).0))
    }
}

/// The model's key rate with its derivatives.
fn key_rate(link: &Parameters, at: [Dual<3>; 3], o: &Observation) -> Dual<3> {
    let [link_loss_db, efficiency, bob_loss_db] = at;
    link.terms_with(Fitted { link_loss_db, efficiency, bob_loss_db }, o.qber, o.visibility).key_rate_bit_s
}

impl LeastSquaresProblem<f64, Dyn, Dyn> for Squares<'_> {
    type ResidualStorage = Owned<f64, Dyn>;
    type JacobianStorage = Owned<f64, Dyn, Dyn>;
    type ParameterStorage = Owned<f64, Dyn>;

    fn set_params(&mut self, u: &DVector<f64>) {
        self.u.copy_from(u);
    }

    fn params(&self) -> DVector<f64> {
        self.u.clone()
    }

    fn residuals(&self) -> Option<DVector<f64>> {
        let at = self.values().map(Dual::from);
        let residual = |o: &Observation| key_rate(self.link, at, o).value - o.key_rate_bit_s;
        Some(DVector::from_iterator(self.observations.len(), self.observations.iter().map(residual)))
    }

    fn jacobian(&self) -> Option<DMatrix<f64>> {
        let values = self.values();
        let variable = |i: usize| Dual::variable(i, values[i], self.u.get(i).map_or(0.0, |u| BOUNDS[i].inside(*u).1));
        let at = std::array::from_fn(variable);
        let mut slopes = DMatrix::zeros(self.observations.len(), self.u.len());
        for (row, o) in self.observations.iter().enumerate() {
            let slope = key_rate(self.link, at, o).slope;
            (0..self.u.len()).for_each(|column| slopes[(row, column)] = slope[column]);
        }
        Some(slopes)
    }
}

fn describe(link: &Parameters, observations: &[Observation], at: [f64; 3], free: usize, starts: (u32, u32)) -> CowFit {
    let length = link.length.get();
    // In the units of the results: α per km, η, loss_B.
    let variables = std::array::from_fn(|i| Dual::variable(i, at[i], if i == 0 { length } else { 1.0 }));
    let rates: Vec<Dual<3>> = observations.iter().map(|o| key_rate(link, variables, o)).collect();
    let residuals: Vec<(i64, f64)> =
        rates.iter().zip(observations).map(|(rate, o)| (o.window, rate.value - o.key_rate_bit_s)).collect();
    let count = residuals.len() as f64;
    let squares: f64 = residuals.iter().map(|(_, r)| r * r).sum();
    let variance = squares / (count - free as f64);
    let rho = autocorrelation(&residuals);
    let wider = widening(rho);
    let ends: Vec<bool> = (0..free).map(|i| BOUNDS[i].is_limit(at[i])).collect();
    let inner: Vec<usize> = (0..free).filter(|i| !ends[*i]).collect();
    let column = |i: usize| rates.iter().map(|rate| rate.slope[i]).collect::<Vec<f64>>();
    let certainty = Certainty::of(&inner.iter().map(|i| column(*i)).collect::<Vec<_>>(), variance);
    let place = |i: usize| inner.iter().position(|k| *k == i);
    let error = |i: usize| Some(certainty.errors[place(i)?]? * wider);
    let correlation = |i: usize, j: usize| match (place(i), place(j)) {
        (Some(i), Some(j)) => certainty.correlations[i][j],
        _ => f64::NAN,
    };
    let value = |i: usize| FittedValue {
        parameter: FitParameter::ALL[i],
        value: if i == 0 { at[0] / length } else { at[i] },
        error: error(i),
        at_limit: ends[i],
    };
    // The product alone, with α: all that the data determine of η and loss_B.
    let product: Vec<f64> = rates.iter().map(|rate| rate.slope[1] * at[1]).collect();
    let of_product = match (inner.contains(&0), inner.iter().any(|i| *i > 0)) {
        (true, true) => Certainty::of(&[product, column(0)], variance).errors[0],
        (false, true) => Certainty::of(&[product], variance).errors[0],
        (_, false) => None,
    };
    let detected = at[1] * transmittance(at[2]);
    CowFit {
        values: (0..free).map(value).collect(),
        link_loss_db: at[0],
        detected,
        detected_error: of_product.map(|relative| relative * detected * wider),
        correlations: (0..free).map(|i| (0..free).map(|j| correlation(i, j)).collect()).collect(),
        condition: certainty.condition,
        windows: residuals.len() as u64,
        rms_bit_s: (squares / count).sqrt(),
        mean_error_bit_s: residuals.iter().map(|(_, r)| r).sum::<f64>() / count,
        autocorrelation: rho,
        starts: starts.0,
        agreeing: starts.1,
        link: with_values(link, at),
    }
}

fn with_values(link: &Parameters, [link_loss_db, efficiency, bob_loss_db]: [f64; 3]) -> Parameters {
    // The search limits are inside the domains, except for α = 0 and rounding.
    Parameters {
        link_loss: link_loss_db.max(0.0).try_into().map_or(link.link_loss, LinkLoss::Total),
        efficiency: within(efficiency, (0.0, 1.0)).try_into().unwrap_or(link.efficiency),
        bob_loss: bob_loss_db.max(0.0).try_into().unwrap_or(link.bob_loss),
        ..*link
    }
}

impl CowFit {
    /// η · 10^(−loss_B/10) with its error, where the data determine it.
    pub fn detected(&self) -> Option<UncertainValue> {
        let error = self.detected_error.filter(|error| *error <= MAX_RELATIVE_ERROR * self.detected)?;
        Some(UncertainValue { value: self.detected, error })
    }

    /// The same as text, to the digits that are significant.
    pub fn detected_text(&self) -> String {
        match (self.detected(), self.detected_error) {
            (Some(UncertainValue { value, error }), _) => with_error(value, error),
            (None, Some(_)) => "undetermined".to_owned(),
            (None, None) => format!("{:.3e}", self.detected),
        }
    }
}
