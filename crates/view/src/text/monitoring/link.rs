//! Contents of the files, and results of a link's measurements.

use super::{capital, count, number, of, value};
use monitoring::{FileReport, FileUnit, LinkReport, ModelReport, Parameter, SeriesReport, distribution_of};

/// How many files and lines were read; `reports` are those of the files with measurements.
pub fn files<'a>(files: usize, reports: impl Iterator<Item = &'a FileReport>) -> String {
    let (lines, rejected, asked) = reports.fold((0, 0, 0), |(lines, rejected, asked), report| {
        let open = !report.description.questions.is_empty();
        (lines + report.lines, rejected + report.rejected.total(), asked + u64::from(open))
    });
    let used = match (rejected, asked) {
        (0, 0) => "all used".to_owned(),
        (_, 0) => format!("{} not used", count(rejected)),
        _ => format!("{} with an open question", of(asked, "file", "files")),
    };
    format!("{}, {}, {used}", of(files as u64, "file", "files"), of(lines, "line", "lines"))
}

/// Heading of the files that could not be used; `all` where there is nothing else.
pub fn refused(files: usize, all: bool) -> String {
    if all {
        super::NOTHING_USABLE.to_owned()
    } else {
        format!("{} could not be used:", of(files as u64, "file", "files"))
    }
}

/// The parameter of a series, and its unit where that is not the usual one.
pub fn series(series: &SeriesReport) -> String {
    match series.unit {
        FileUnit::Plain => series.parameter.title().to_owned(),
        unit => {
            let unit = if unit == FileUnit::Percent { "per cent" } else { unit.name() };
            format!("{} in {unit}", series.parameter.title())
        }
    }
}

/// A parameter of a link over time.
pub fn over_time(link: &LinkReport, parameter: Parameter) -> String {
    let Some(summary) = link.summary(parameter) else { return String::new() };
    format!(
        "{} of link {} over time: mean {}, from {} to {}, available in {:.1} % of the windows.",
        capital(parameter.title()),
        link.name,
        value(parameter, summary.mean),
        value(parameter, summary.least),
        value(parameter, summary.most),
        100.0 * summary.availability
    )
}

/// The distribution of a parameter of a link.
pub fn distribution(link: &LinkReport, parameter: Parameter) -> String {
    let Some(summary) = link.summary(parameter) else { return String::new() };
    format!(
        "Distribution of the {}: mean {}, standard deviation {}.",
        parameter.title(),
        value(parameter, summary.mean),
        value(parameter, summary.deviation)
    )
}

/// Description of the chart of measured and calculated key rates.
pub fn model_over_time(models: &[String]) -> String {
    format!("Key rate over time: measured, and calculated {}. The table above has the errors.", models.join(", "))
}

/// The values that one parameter takes where the model is solved for it in each window.
pub fn solved(model: &ModelReport) -> String {
    let Some(solved) = &model.solved else { return String::new() };
    let unit = match solved.parameter.unit() {
        "1" => String::new(),
        unit => format!(" {unit}"),
    };
    let symbol = solved.parameter.symbol();
    let without = match solved.unsolved {
        0 => String::new(),
        n => format!(
            " {} no solution: no key was measured, or more than the model gives for any value.",
            of(n, "window has", "windows have")
        ),
    };
    let quantiles = distribution_of(solved.values.iter().map(|(_, value)| *value).collect()).0;
    let [(_, low), .., (_, high)] = quantiles.as_slice() else {
        return format!("No window has a solution for {symbol}.");
    };
    let middle = quantiles.get(2).map_or(f64::NAN, |(_, value)| *value);
    format!(
        "In {}, {symbol} would have to be {}{unit} (median), in 90 % of them between {} and {}.{without}",
        of(solved.values.len() as u64, "window", "windows"),
        number(middle),
        number(*low),
        number(*high)
    )
}
