//! Uncertainty: the parameters that vary, progress of the study, its results.

use super::km;
use engine::sweep::{Estimate, MAX_LENGTH_KM, SpreadProblem, Uncertainty, UncertaintyProblem};

pub const UNCERTAINTY: &str = "Enter an uncertainty for each parameter: the key rate gets a band and the reach a distribution, and you see which \
     parameter matters most. Parameters vary independently around their current values.";
pub const TYPICAL: &str = "Typical uncertainties";
pub const WHY_TYPICAL: &str = "What is typical, and why";
pub const OPTIMISE: &str = "What is optimised, such as bandwidth, intensities and probabilities: for each sample anew, or once at each length, for the present values, as a device is set";
pub const NEXT_SEED: &str = "New samples: next seed";
pub const RULES_OF_THUMB: &str = "Rules of thumb, as standard deviations. Measurements of your own are better.";
pub const ALONE: &str = "All other parameters at their current values.";
pub const RANKING: &str = "What matters most";
pub const RANKING_PARTS: [&str; 2] = ["Part of the variance", "with interactions"];
pub const ENDS: &str = "Values at the ends of the bars";

/// The problem with an uncertain parameter whose distribution is chosen from a list.
pub fn of_spread(problem: &SpreadProblem) -> String {
    match problem {
        SpreadProblem::DecibelsAreARatio(_) => "decibels are a ratio: choose the log-normal distribution".to_owned(),
        other => other.to_string(),
    }
}

/// Why a study cannot run, apart from what is shown beside its parameter.
pub fn refused(problem: &UncertaintyProblem) -> String {
    match problem {
        UncertaintyProblem::Spreads(_) | UncertaintyProblem::MostLeftOut { .. } => {
            "Not computed: correct the marked parameters.".to_owned()
        }
        other => format!("Not computed: {other}."),
    }
}

/// The workers gave up.
pub fn failed(reason: &str) -> String {
    format!("Not computed: {reason}.")
}

/// Progress of a study; `shown` are the samples of an intermediate result.
pub fn progress(progress: f64, left_s: Option<f64>, shown: Option<u32>) -> String {
    // An estimate: to the second it would be a promise.
    let left = left_s.map(|s| match s {
        s if s < 90.0 => format!(", about {:.0} s left", 10.0 * (s / 10.0).ceil()),
        s if s < 5400.0 => format!(", about {:.0} min left", (s / 60.0).ceil()),
        s => format!(", about {:.0} h left", (s / 3600.0).ceil()),
    });
    let so_far = shown.map(|samples| format!(" First {samples} samples shown.")).unwrap_or_default();
    format!("Computing… {:.0} %{}.{so_far}", 100.0 * progress, left.unwrap_or_default())
}

/// The text after a study was stopped.
pub fn stopped(stale: bool, shown: Option<u32>) -> String {
    match shown {
        None => "Stopped.".to_owned(),
        Some(_) if stale => "Stopped. The result shown is for the previous values.".to_owned(),
        Some(samples) => format!("Stopped. First {samples} samples shown."),
    }
}

/// The method of a study.
pub fn method(found: &Uncertainty, seed: u32) -> String {
    let computed = u64::from(found.samples) * (found.ranking.len() as u64 + 2);
    format!(
        "{} samples, {computed} reaches: design and first-order indices after Saltelli et al., Comput. Phys. Commun. 181 (2010) 259, \
         total indices after Jansen, Comput. Phys. Commun. 117 (1999) 35, each ± a standard error; Owen-scrambled Sobol’ points \
         (Burley 2020), seed {seed}.",
        found.samples
    )
}

/// The picture of the band.
pub fn band_in_words(found: &Uncertainty) -> String {
    let (points, last) = (found.band.len(), found.band.last().map_or(0.0, |point| point.length_km));
    format!(
        "Chart: key rate along the fibre up to {}: median, 50 % and 90 % bands. The table below has its {points} points.",
        km(last)
    )
}

/// The picture of the reaches.
pub fn reach_in_words(found: &Uncertainty) -> String {
    let [low, _, median, _, high] =
        found.reach.quantiles_km.map(|quantile| quantile_km(quantile, found.reach.decimals()));
    format!("Histogram of the reach: 5 % quantile {low}, median {median}, 95 % quantile {high}.")
}

/// Mean and standard deviation of the reach, or that it has none.
pub fn mean_of_reach(found: &Uncertainty) -> String {
    let decimals = found.reach.decimals();
    match (found.reach.mean_km, found.reach.deviation_km) {
        (Some(_), Some(_)) if !found.reach.varies() => "The same in all samples.".to_owned(),
        (Some(mean), Some(deviation)) => {
            format!("Mean {mean:.decimals$} km, standard deviation {deviation:.decimals$} km")
        }
        _ => format!("Beyond {MAX_LENGTH_KM} km in all samples."),
    }
}

/// A quantile of the reach with its standard error.
pub fn quantile_km(quantile: Estimate, decimals: usize) -> String {
    match quantile {
        Estimate { value, .. } if !value.is_finite() => format!("> {MAX_LENGTH_KM} km"),
        Estimate { value, error } if error.is_finite() => format!("{value:.decimals$} ± {error:.0$} km", decimals + 1),
        Estimate { value, .. } => format!("{value:.decimals$} km"),
    }
}
