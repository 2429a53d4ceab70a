//! The texts of the tools that do not belong to a parameter, a figure or an error, and how they write numbers.

pub(super) mod channels;

pub(super) use crate::kit::text::*;

use engine::sweep::{Estimate, Leader, MAX_LENGTH_KM, SpreadProblem, Uncertainty, UncertaintyProblem};
use view::export::TooLongForQr;

pub(super) const MAP_HELP: &str = "Move over the map or use the arrow keys to read values; a click or Enter takes the point over. The dotted line and the dot are \
     the present span.";
pub(super) const MAP_POINT: &str = "Point at the map to read it.";
pub(super) const NO_KEY_HERE: &str = "There is no key at this distance.";
pub(super) const ASK_AT_CURSOR: &str = "Put the cursor on this distance to see what its key is good for.";
pub(super) const COPIED: &str = "Copied";
pub(super) const NOT_COPIED: &str = "This browser does not let the page copy.";
pub(super) const TOOLS: &str = "From curves to answers";

// Comparing spans.
pub(super) const WHAT_PINS_ARE_FOR: &str = "Pin a span, and its curve stays on the chart while you change the parameters: so you see what a \
     change brings. Up to six pins travel in the link; here they are named, coloured and compared.";
pub(super) const PIN_PRESENT: &str = "Pin the present span";
pub(super) const PRESENT: &str = "present span";
pub(super) const WHAT_PINS_DO: &str = "“Take over” gives the page the parameters of a pin; “Replace” gives the pin those of the page. \
     The browser's Back undoes every step.";
pub(super) const SAME_SPANS: &str = "The pins and the present span have the same parameters.";
/// The colours of the pins, in a light and in a dark page alike.
pub(super) const PIN_COLOURS: [&str; view::pin::MAX_PINS] = ["rose", "olive", "violet", "brown", "blue", "green"];

// The class.
pub(super) const CLASS: &str = "Each step sets the page up, says what to look at, gives you something to try on the page's own controls, and asks a \
     question. The answers are computed on the spot. Your pins stay, and the browser's Back undoes every step.";
pub(super) const ANSWERING: &str = "Computing the answer…";
pub(super) const NO_ANSWER: &str = "The answer could not be computed. Go to another step and back to try again.";

/// A share in per cent with two digits behind the point, or with two digits at all where that would be nothing.
pub(super) fn percent(share: f64) -> String {
    if share == 0.0 || share >= 1e-4 { format!("{:.2} %", 100.0 * share) } else { format!("{:.1e} %", 100.0 * share) }
}

/// Which noise leads where.
pub(super) fn leaders(leaders: &[Leader]) -> String {
    let part = |leader: &Leader| match leader {
        Leader { from_km: 0.0, .. } => format!("up to {}: {}", km(leader.to_km), leader.source),
        _ => format!("from {} to {}: {}", km(leader.from_km), km(leader.to_km), leader.source),
    };
    match leaders {
        [] => "There is no noise.".to_owned(),
        [one] => format!("Most of the noise, at every distance: {}.", one.source),
        several => format!("Most of the noise, {}.", several.iter().map(part).collect::<Vec<_>>().join("; ")),
    }
}

/// A probability.
pub(super) fn probability(p: f64) -> String {
    format!("{p:.2e}")
}

// Share and export.
pub(super) const SHARE: &str = "Share & export";
pub(super) const LINK: &str = "Everything that the page shows, as an address";
pub(super) const LINK_HELP: &str =
    "What stands behind the # stays between you and whoever gets the link: browsers do not send it to the server.";
pub(super) const QR_CODE: &str = "QR code of the address";
pub(super) const SAVE_QR: &str = "Save QR code";
pub(super) const EMBED: &str = "HTML: the answer and the chart, alive";
pub(super) const COPY_EMBED: &str = "Copy HTML";
pub(super) const EMBED_COPIED: &str = "HTML copied";
pub(super) const SEE_EMBED: &str = "See it alone";
pub(super) const COPY_THIS_BY_HAND: &str =
    "This browser does not let the page copy. Select the text and copy it yourself.";
pub(super) const SAVE_PNG: &str = "Save PNG";
pub(super) const SAVE_SVG: &str = "Save SVG";
pub(super) const COPY_PICTURE: &str = "Copy picture";
pub(super) const DARK_PAPER: &str = "on dark paper";
pub(super) const SAVE_CSV: &str = "Save CSV";
pub(super) const SAVE_JSON: &str = "Save JSON";
pub(super) const FILES_HELP: &str = "Every point of every curve on the chart with every term of its key rate, pins included, hidden ones not. Each file says \
     scenario, version and source.";
pub(super) const SAME_FILES: &str = "The same file without a browser, but for the last of sixteen digits:";
pub(super) const PRINT: &str = "Print this page";
pub(super) const PREVIEW: &str = "The picture as it will be saved; the table holds its numbers";
pub(super) const NO_PROMISE: &str = "A lower bound for a model, not a promise for a device.";

/// Name and version of the program.
pub(super) fn program() -> String {
    format!("Keyspan {}", view::export::VERSION)
}

/// Why there is no QR code, and what to do.
pub(super) fn no_qr(reason: &TooLongForQr) -> String {
    format!("No QR code: {reason}. Remove a pin, or copy the link.")
}

// Uncertainty.

pub(super) const UNCERTAINTY: &str = "Give what is not known exactly a width: the key rate gets a band, the reach a distribution, and you see \
     which parameter matters most. Each varies by itself, around the value that it has now.";
pub(super) const VARY_IGNORED: &str = "A part of the link was ignored:";
pub(super) const COMPUTING: &str = "Computing…";
pub(super) const ANOTHER_SEED: &str = "Other samples: the next seed";
pub(super) const RULES_OF_THUMB: &str = "Rules of thumb, as standard deviations. Whoever has measured knows better.";
pub(super) const ALONE: &str = "All other parameters have their present values.";

/// What is wrong with an uncertain parameter, for whoever chooses its law from a list.
pub(super) fn of_spread(problem: &SpreadProblem) -> String {
    match problem {
        SpreadProblem::DecibelsAreARatio(_) => "decibels are a ratio: choose the log-normal law for them".to_owned(),
        other => other.to_string(),
    }
}

/// What stands in the way of a study, apart from what stands beside its parameter.
pub(super) fn refused(problem: &UncertaintyProblem) -> String {
    match problem {
        UncertaintyProblem::Spreads(_) | UncertaintyProblem::MostLeftOut { .. } => {
            "Not computed: see what is wrong with the marked parameters.".to_owned()
        }
        other => format!("Not computed: {other}."),
    }
}

/// How far a study is; `shown` are the samples of a result on the way.
pub(super) fn progress(progress: f64, left_s: Option<f64>, shown: Option<u32>) -> String {
    // A guess: to a second it would be a promise.
    let left = left_s.map(|s| match s {
        s if s < 90.0 => format!(", about {:.0} s to go", 10.0 * (s / 10.0).ceil()),
        s if s < 5400.0 => format!(", about {:.0} min to go", (s / 60.0).ceil()),
        s => format!(", about {:.0} h to go", (s / 3600.0).ceil()),
    });
    let so_far = shown.map(|samples| format!(" Shown are the first {samples} samples.")).unwrap_or_default();
    format!("Computing… {:.0} %{}.{so_far}", 100.0 * progress, left.unwrap_or_default())
}

/// What is shown after a study was stopped.
pub(super) fn stopped(stale: bool, shown: Option<u32>) -> String {
    match shown {
        None => "Stopped.".to_owned(),
        Some(_) if stale => "Stopped. What is shown belongs to the values before.".to_owned(),
        Some(samples) => format!("Stopped. Shown are the first {samples} samples."),
    }
}

/// How a study was done.
pub(super) fn method(found: &Uncertainty, seed: u32) -> String {
    let computed = u64::from(found.samples) * (found.ranking.len() as u64 + 2);
    format!(
        "{} samples, {computed} reaches: design and first-order parts after Saltelli et al., Comput. Phys. Commun. 181 (2010) 259, total \
         parts after Jansen, Comput. Phys. Commun. 117 (1999) 35, each ± a standard error; Owen-scrambled Sobol’ points (Burley 2020), \
         seed {seed}.",
        found.samples
    )
}

/// The picture of the band.
pub(super) fn band_in_words(found: &Uncertainty) -> String {
    let (points, last) = (found.band.len(), found.band.last().map_or(0.0, |point| point.length_km));
    format!(
        "Chart: key rate along the fibre up to {}, its median and where it lies in 50 % and 90 % of the cases. The table below has its {points} points.",
        km(last)
    )
}

/// The picture of the reaches.
pub(super) fn reach_in_words(found: &Uncertainty) -> String {
    let [low, _, median, _, high] =
        found.reach.quantiles_km.map(|quantile| quantile_km(quantile, found.reach.decimals()));
    format!("Histogram of the reach: 5 % of the cases below {low}, half below {median}, 95 % below {high}.")
}

/// Mean and standard deviation of the reach, or that it has none.
pub(super) fn mean_of_reach(found: &Uncertainty) -> String {
    let decimals = found.reach.decimals();
    match (found.reach.mean_km, found.reach.deviation_km) {
        (Some(_), Some(_)) if !found.reach.varies() => "The same in all cases.".to_owned(),
        (Some(mean), Some(deviation)) => {
            format!("Mean {mean:.decimals$} km, standard deviation {deviation:.decimals$} km")
        }
        _ => format!("Beyond {MAX_LENGTH_KM} km in all cases."),
    }
}

/// A quantile of the reach with its standard error.
pub(super) fn quantile_km(quantile: Estimate, decimals: usize) -> String {
    match quantile {
        Estimate { value, .. } if !value.is_finite() => format!("> {MAX_LENGTH_KM} km"),
        Estimate { value, error } if error.is_finite() => format!("{value:.decimals$} ± {error:.0$} km", decimals + 1),
        Estimate { value, .. } => format!("{value:.decimals$} km"),
    }
}
