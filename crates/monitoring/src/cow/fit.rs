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

/// Loss of the link, detection efficiency, loss of Bob's components.
const BOUNDS: [Bounds; 3] =
    [Bounds { low: 0.0, high: 100.0 }, Bounds { low: 0.0, high: 1.0 }, Bounds { low: 0.0, high: 60.0 }];

/// A step that changes less, as a part, is the last. What is known of the parameters is far less.
const TOLERANCE: f64 = 1e-12;
/// Where more of a parameter is error, its digits mean nothing.
const USELESS: f64 = 0.5;
/// A fit that ends within this part of the smallest sum of squares has found the same minimum.
const SAME: f64 = 1e-6;

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
    /// All of them, in the order in which they are set free.
    pub const ALL: [FitParameter; 3] = [FitParameter::Attenuation, FitParameter::Efficiency, FitParameter::BobLoss];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            FitParameter::Attenuation => "attenuation",
            FitParameter::Efficiency => "efficiency",
            FitParameter::BobLoss => "bob_loss",
        }
    }

    /// Its sign in formulas.
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

/// How many parameters are fitted: α; α and η; α, η and loss_B.
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

    /// What is free.
    pub fn parameters(self) -> &'static [FitParameter] {
        &FitParameter::ALL[..self as usize + 1]
    }

    /// The fit in words: “fit of α, η”.
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
    /// Its standard error; nothing where the data do not determine it.
    pub error: Option<f64>,
    /// It lies at an end of what was searched: α L from 0 to 100 dB, η from 0 to 1, loss_B from 0 to 60 dB.
    pub at_end: bool,
}

impl FittedValue {
    /// Whether it lies in the range of the thesis's table 3.2.
    pub fn is_usual(&self) -> bool {
        self.parameter.usual().is_none_or(|(low, high)| low <= self.value && self.value <= high)
    }

    /// Whether not even one digit of it is known.
    pub fn is_useless(&self) -> bool {
        self.error.is_some_and(|error| error > USELESS * self.value.abs())
    }

    /// The value with its error, in its unit, without digits that say nothing.
    pub fn text(&self) -> String {
        match self.error {
            Some(_) if self.is_useless() => "not determined".to_owned(),
            Some(error) => with_error(self.value, error),
            None if self.at_end => format!("{:.3} (at the end)", self.value),
            None => "not determined".to_owned(),
        }
    }
}

/// A fit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CowFit {
    /// What was fitted.
    pub values: Vec<FittedValue>,
    /// Loss of the link α L, dB.
    pub link_loss_db: f64,
    /// η · 10^(−loss_B/10), the part of the light behind the fibre that is detected, with its error where it was fitted.
    pub detected: f64,
    /// Its standard error.
    pub detected_error: Option<f64>,
    /// Correlation coefficients of the fitted parameters.
    pub correlations: Vec<Vec<f64>>,
    /// Condition number of the scaled Jacobian: 1 where no parameter can stand in for another.
    pub condition: f64,
    /// Windows that were fitted.
    pub windows: u64,
    /// Root of the mean square of what is left over, bit/s.
    pub rms_bit_s: f64,
    /// Mean of calculated less measured, bit/s.
    pub mean_error_bit_s: f64,
    /// Correlation of what is left over with that of the window before.
    pub autocorrelation: f64,
    /// Starting values that were tried.
    pub starts: u32,
    /// Of these, how many led to the same sum of squares.
    pub agreeing: u32,
    /// The link with the fitted values in place.
    pub link: Parameters,
}

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum FitProblem {
    /// α is a loss per length.
    #[error("a fit of α needs the length of the fibre; give it in links.csv or with --set length=…")]
    NoLength,
    /// Fewer windows than a spread can be estimated from.
    #[error("{have} windows have key rate, QBER and visibility; a fit of {parameters} parameters needs {need}")]
    TooFewWindows {
        /// How many there are.
        have: usize,
        /// How many parameters are free.
        parameters: usize,
        /// How many would be needed.
        need: usize,
    },
    /// Nothing to fit to.
    #[error("no window has a key")]
    NoKey,
    /// No starting value led anywhere.
    #[error("the fit does not converge from any of its starting values")]
    NotConverged,
}

/// Fits the COW model to measured key rates: the smallest sum of squares of calculated less measured, in bit/s.
///
/// Levenberg–Marquardt from several starting values, with the slopes of the formulas themselves. The standard errors are those of the
/// residuals' spread, longer where these follow each other; they know nothing of errors in QBER and visibility.
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
    let agreeing = found.iter().filter(|(sum, _)| *sum <= best.0 * (1.0 + SAME)).count();
    Ok(describe(link, observations, best.1, free, (starts.len() as u32, agreeing as u32)))
}

fn fixed(link: &Parameters) -> [f64; 3] {
    let Fitted { link_loss_db, efficiency, bob_loss_db } = link.fitted();
    [link_loss_db, efficiency, bob_loss_db]
}

/// Where to start: attenuations of the thesis's table 3.2 and the one at which the model's rate would be right, each with the efficiency
/// at which it would be right then, and some losses of Bob.
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

/// The sum of squares, with the parameters behind their bounds.
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

/// The model's key rate with its slopes.
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
    // In the units in which they are told: α per km, η, loss_B.
    let variables = std::array::from_fn(|i| Dual::variable(i, at[i], if i == 0 { length } else { 1.0 }));
    let rates: Vec<Dual<3>> = observations.iter().map(|o| key_rate(link, variables, o)).collect();
    let residuals: Vec<(i64, f64)> =
        rates.iter().zip(observations).map(|(rate, o)| (o.window, rate.value - o.key_rate_bit_s)).collect();
    let count = residuals.len() as f64;
    let squares: f64 = residuals.iter().map(|(_, r)| r * r).sum();
    let variance = squares / (count - free as f64);
    let rho = autocorrelation(&residuals);
    let wider = widening(rho);
    let ends: Vec<bool> = (0..free).map(|i| BOUNDS[i].is_end(at[i])).collect();
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
        at_end: ends[i],
    };
    // The product alone, with α: what the data can tell of η and loss_B.
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
    // The bounds are inside the domains, but for α = 0 and rounding.
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
        let error = self.detected_error.filter(|error| *error <= USELESS * self.detected)?;
        Some(UncertainValue { value: self.detected, error })
    }

    /// The same as a text, without digits that say nothing.
    pub fn detected_text(&self) -> String {
        match (self.detected(), self.detected_error) {
            (Some(UncertainValue { value, error }), _) => with_error(value, error),
            (None, Some(_)) => "not determined".to_owned(),
            (None, None) => format!("{:.3e}", self.detected),
        }
    }
}
