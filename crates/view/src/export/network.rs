//! A network of QKD devices as a table with a row for each link, and as an object with everything; and the means of a link's windows.

use super::VERSION;
use super::records::{Cell, Format, csv_row};
use super::table::{Column, Table};
use engine::protocol::cow::{Parameters, RECONSTRUCTION, SECURITY_WARNING};
use engine::scenario::DEVICE;
use monitoring::{
    Correlations, CowFit, FileReport, FitProblem, FreeParameters, LinkReport, ModelReport, Parameter, Rejections,
    SampleCounts, SolvedParameter, TimeWindow, Usage, WindowWidth, distribution, distribution_of, time_stamp,
};
use numbers::statistics::Histogram;
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// A network in numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Network {
    /// Width of the windows.
    pub width: WindowWidth,
    /// The contents of each file.
    pub files: Vec<FileReport>,
    /// The links.
    pub links: Vec<Studied>,
    /// Further notes.
    pub notes: Vec<String>,
    /// The COW device, for links of which the table of links says nothing.
    pub device: Parameters,
}

/// A link in numbers, with what the COW model says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Studied {
    /// The link.
    pub link: LinkReport,
    /// The model, if there is a window that it can be compared with.
    pub model: Option<ModelReport>,
}

impl Network {
    /// Writes a row a link.
    ///
    /// # Errors
    /// The error of writing, from the operating system.
    pub fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        Table { head: head(self), columns: columns().copied().collect(), rows: self.links.iter() }.write(format, out)
    }

    /// Notes, which CSV has no place for, a line each.
    pub fn note_lines(&self) -> Vec<String> {
        let of_files = self.files.iter().flat_map(FileReport::notes);
        self.notes.iter().cloned().chain(of_files).map(|note| format!("note: {note}")).collect()
    }
}

/// The means of a link's windows, a row each, as CSV: what a file of measurements is like when it is clean, to be read again.
///
/// # Errors
/// The error of writing, from the operating system.
pub fn write_windows(link: &LinkReport, out: &mut dyn Write) -> io::Result<()> {
    let parameters: Vec<Parameter> = link.summaries.iter().map(|(parameter, _)| *parameter).collect();
    let names = ["time"].into_iter().chain(parameters.iter().map(|parameter| parameter.name()));
    writeln!(out, "{}", names.collect::<Vec<_>>().join(","))?;
    link.windows.rows.iter().try_for_each(|window: &TimeWindow| {
        let time = Cell::Text(time_stamp(link.origin, link.windows.start_us(window)));
        let means = parameters.iter().map(|parameter| Cell::from(window.mean(*parameter)));
        writeln!(out, "{}", csv_row(&[time].into_iter().chain(means).collect::<Vec<_>>()))
    })
}

/// The name of a file about a link. Names of links come from files, and may be anything: what is more than letters, digits and a few
/// signs is written as in an address.
///
/// ```
/// assert_eq!(view::export::network::file_name("../4 b", "windows.csv"), "link..%2F4+b_windows.csv");
/// ```
pub fn file_name(link: &str, what: &str) -> String {
    format!("link{}_{what}", form_urlencoded::byte_serialize(link.as_bytes()).collect::<String>())
}

/// The correlations of a link as CSV: those of its parameters, an empty line, and those of its key rate with its past.
pub fn correlations_csv(link: &LinkReport) -> String {
    let names = link.correlations.of.iter().map(|parameter| parameter.name().to_owned()).collect::<Vec<_>>();
    let past = link.past.of.iter().map(|min| if *min == 0 { "now".to_owned() } else { format!("{min}_min_ago") });
    matrix_csv(&names, &link.correlations.coefficients)
        + "\n"
        + &matrix_csv(&past.collect::<Vec<_>>(), &link.past.coefficients)
}

fn matrix_csv(names: &[String], coefficients: &[Vec<Option<f64>>]) -> String {
    let number = |r: &Option<f64>| r.map_or_else(String::new, |r| r.to_string());
    let row = |(name, row): (&String, &Vec<Option<f64>>)| {
        format!("{name},{}\n", row.iter().map(number).collect::<Vec<_>>().join(","))
    };
    format!("correlation,{}\n", names.join(",")) + &names.iter().zip(coefficients).map(row).collect::<String>()
}

/// The fits of a link as CSV: a row a parameter of each fit.
pub fn fits_csv(model: &ModelReport) -> String {
    let mut text = "fit,parameter,unit,value,error,at_end,rms_bit_s,mean_error_bit_s,windows\n".to_owned();
    for (freedom, fit) in &model.fits {
        let Ok(fit) = fit else { continue };
        for v in &fit.values {
            let error = v.error.map_or_else(String::new, |error| error.to_string());
            let (name, unit) = (v.parameter.name(), v.parameter.unit());
            text += &format!(
                "{},{name},{unit},{},{error},{},{},{},{}\n",
                freedom.parameters().len(),
                v.value,
                v.at_limit,
                fit.rms_bit_s,
                fit.mean_error_bit_s,
                fit.windows
            );
        }
    }
    text
}

/// Where a figure of a link comes from: its caption.
pub fn caption(link: &LinkReport, of_the_model: bool) -> Vec<String> {
    let minutes = link.windows.width.minutes();
    let source = format!(
        "Keyspan {VERSION}. Means of windows of {minutes} min, {} lines, {} not used.",
        link.lines,
        link.rejected.total()
    );
    let warning = of_the_model.then(|| format!("{SECURITY_WARNING} {RECONSTRUCTION}"));
    [source].into_iter().chain(warning).collect()
}

/// Every parameter of a device with its value.
pub fn device_values(device: &Parameters) -> Map<String, Value> {
    let value = |x: Option<f64>| x.map_or(Value::Null, Value::from);
    DEVICE.iter().map(|parameter| (parameter.name.to_owned(), value(parameter.value(device)))).collect()
}

/// A column; without a unit where that is empty.
const fn column(
    name: &'static str,
    unit: &'static str,
    means: &'static str,
    value: fn(&Studied) -> Cell,
) -> Column<Studied> {
    if unit.is_empty() { Column::words(name, means, value) } else { Column::cell(name, unit, means, value) }
}

/// A column that only JSON has a place for.
const fn nested(
    name: &'static str,
    unit: &'static str,
    means: &'static str,
    value: fn(&Studied) -> Cell,
) -> Column<Studied> {
    column(name, unit, means, value).only_in(Format::Json)
}

fn count(n: u64) -> Cell {
    Cell::Json(n.to_string())
}

/// Mean, standard deviation and availability of a parameter.
macro_rules! parameter {
    ($parameter:ident, $mean:literal, $deviation:literal, $availability:literal, $unit:literal, $means:literal) => {
        [
            column($mean, $unit, concat!("mean of the windows: ", $means), |r| {
                Cell::from(r.link.summary(Parameter::$parameter).map(|s| s.mean))
            }),
            column($deviation, $unit, "… their standard deviation", |r| {
                Cell::from(r.link.summary(Parameter::$parameter).map(|s| s.deviation))
            }),
            column($availability, "1", "… fraction of the windows from first to last that have it", |r| {
                Cell::from(r.link.summary(Parameter::$parameter).map(|s| s.availability))
            }),
        ]
    };
}

static LINK: [Column<Studied>; 11] = [
    column("link", "", "name of the link", |r| Cell::Text(r.link.name.clone())),
    column("length_km", "km", "length of its fibre, from links.csv", |r| {
        Cell::from(r.link.row.as_ref().and_then(|row| row.length).map(|length| length.get()))
    }),
    column("link_loss_db", "dB", "its loss, from links.csv", |r| {
        Cell::from(r.link.row.as_ref().and_then(|row| row.loss).map(|loss| loss.get()))
    }),
    column("link_loss", "", "its loss in a measure of the user's own, from links.csv", |r| {
        Cell::from(r.link.row.as_ref().and_then(|row| row.relative_loss))
    }),
    column("lines", "1", "lines of its files", |r| count(r.link.lines)),
    column("values_rejected", "1", "lines and values that are not used", |r| count(r.link.rejected.total())),
    nested("rejected", "1", "… the same by reason", |r| Cell::Json(counts(&r.link.rejected).to_string())),
    column("windows", "1", "windows with all that the COW model needs", |r| count(r.link.complete() as u64)),
    column("span_windows", "1", "windows from the first to the last, with the gaps", |r| count(r.link.windows.span())),
    column("first", "", "time of the first value, UTC; s where times count from a start that is not known", |r| {
        r.link.period_us.map_or(Cell::Nothing, |(first, _)| Cell::Text(time_stamp(r.link.origin, first)))
    }),
    column("last", "", "… of the last one", |r| {
        r.link.period_us.map_or(Cell::Nothing, |(_, last)| Cell::Text(time_stamp(r.link.origin, last)))
    }),
];

static PARAMETERS: [[Column<Studied>; 3]; 5] = [
    parameter!(KeyRate, "mean_key_rate", "deviation_key_rate", "availability_key_rate", "bit/s", "secret key rate"),
    parameter!(Qber, "mean_qber", "deviation_qber", "availability_qber", "1", "QBER"),
    parameter!(
        CheckQber,
        "mean_check_qber",
        "deviation_check_qber",
        "availability_check_qber",
        "1",
        "QBER of the check basis"
    ),
    parameter!(Visibility, "mean_visibility", "deviation_visibility", "availability_visibility", "1", "visibility"),
    parameter!(
        LaserPower,
        "mean_laser_power",
        "deviation_laser_power",
        "availability_laser_power",
        "",
        "laser power, in the unit of the device"
    ),
];

static MORE: [Column<Studied>; 5] = [
    nested(
        "measured",
        "1",
        "each parameter: samples, unordered and duplicate ones; of the windows least, most and histogram",
        |r| Cell::Json(measured(r).to_string()),
    ),
    nested("correlations", "1", "Pearson's, between parameters and of the key rate with its past", |r| {
        Cell::Json(correlations(r).to_string())
    }),
    nested(
        "model",
        "bit/s",
        "the COW model before any fit: mean, mean error and root mean square error of its key rate",
        |r| Cell::Json(r.model.as_ref().map_or(Value::Null, model).to_string()),
    ),
    nested("fits", "", "fits of the COW model with values, standard errors and what to know of them", |r| {
        Cell::Json(Value::Array(r.model.iter().flat_map(|model| &model.fits).map(fit).collect()).to_string())
    }),
    nested("solved", "", "--solve: quantiles and histogram of the parameter, and its value in each window", |r| {
        Cell::Json(
            r.model
                .as_ref()
                .and_then(|model| model.solved.as_ref())
                .map_or(Value::Null, |solved| self::solved(r, solved))
                .to_string(),
        )
    }),
];

fn columns() -> impl Iterator<Item = &'static Column<Studied>> + Clone {
    LINK.iter().chain(PARAMETERS.iter().flatten()).chain(&MORE)
}

/// Each column: name, unit, meaning.
pub fn describe_network() -> impl Iterator<Item = [&'static str; 3]> + Clone {
    columns().map(Column::described)
}

/// Values that JSON has beside the rows.
fn head(network: &Network) -> Vec<(&'static str, Value)> {
    vec![
        ("security_warning", json!(SECURITY_WARNING)),
        ("reconstruction", json!(RECONSTRUCTION)),
        ("window_min", json!(network.width.minutes())),
        ("cow", Value::Object(device_values(&network.device))),
        ("notes", json!(network.note_lines())),
        ("files", network.files.iter().map(file).collect()),
    ]
}

fn counts(rejected: &Rejections) -> Value {
    Value::Object(rejected.iter().map(|(reason, of)| (reason.name().to_owned(), json!(of.count))).collect())
}

fn file(file: &FileReport) -> Value {
    let rejected: Map<String, Value> = file
        .rejected
        .iter()
        .map(|(reason, of)| {
            let examples: Vec<Value> = of.examples.iter().map(|e| json!({ "line": e.line, "text": e.text })).collect();
            (reason.name().to_owned(), json!({ "count": of.count, "examples": examples }))
        })
        .collect();
    let series: Vec<Value> = file
        .series
        .iter()
        .map(|s| {
            json!({
                "link": s.link, "parameter": s.parameter.name(), "written_in": s.unit.name(), "samples": s.samples,
                "parameter_by_values": s.parameter_by_values, "unit_by_values": s.unit_by_values,
            })
        })
        .collect();
    let unused: Map<String, Value> = file.unused.iter().map(|(name, lines)| (name.clone(), json!(lines))).collect();
    let columns: Vec<Value> = file
        .description
        .columns
        .iter()
        .map(|c| {
            let unit = c.unit.map(|unit| match c.usage {
                Usage::Value(parameter) => unit.title(parameter),
                _ => unit.name().to_owned(),
            });
            json!({ "name": c.name, "use": c.usage.name(), "link": c.link, "unit": unit, "why": c.why })
        })
        .collect();
    let zone = &file.description.zone;
    json!({
        "file": file.name, "lines": file.lines, "zone": zone, "columns": columns, "questions": file.questions(),
        "rejected": rejected, "series": series, "unused": unused,
    })
}

fn measured(report: &Studied) -> Value {
    let of = |(parameter, order): &(Parameter, SampleCounts)| {
        let summary = report.link.summary(*parameter);
        let histogram = distribution(&report.link.windows, *parameter);
        let value = json!({
            "samples": order.samples, "unordered": order.unordered, "duplicates": order.duplicates, "late": order.late,
            "windows": summary.map(|s| s.windows), "least": summary.map(|s| s.least), "most": summary.map(|s| s.most), "histogram": bins(&histogram),
        });
        (parameter.name().to_owned(), value)
    };
    Value::Object(report.link.order.iter().map(of).collect())
}

fn bins(histogram: &Histogram) -> Value {
    json!({ "start": histogram.start, "bin_width": histogram.width, "counts": histogram.counts })
}

fn correlations(report: &Studied) -> Value {
    let names: Vec<&str> = report.link.correlations.of.iter().map(|parameter| parameter.name()).collect();
    let Correlations { of: past, coefficients } = &report.link.past;
    json!({
        "parameters": { "of": names, "coefficients": report.link.correlations.coefficients },
        "key_rate_with_past": { "minutes_ago": past, "coefficients": coefficients },
    })
}

fn model(ModelReport { link, mean_bit_s, mean_error_bit_s, rms_bit_s, .. }: &ModelReport) -> Value {
    json!({
        "length_km": link.length.get(), "link_loss_db": link.fitted().link_loss_db, "mean_key_rate": mean_bit_s,
        "mean_error_bit_s": mean_error_bit_s, "rms_bit_s": rms_bit_s,
    })
}

fn fit((freedom, fit): &(FreeParameters, Result<CowFit, FitProblem>)) -> Value {
    let parameters = freedom.parameters().len();
    let fit = match fit {
        Ok(fit) => fit,
        Err(problem) => return json!({ "parameters": parameters, "problem": problem.to_string() }),
    };
    let values = fit.values.iter().map(|v| {
        let value = json!({
            "value": v.value, "error": v.error, "unit": v.parameter.unit(), "at_end": v.at_limit, "usual": v.is_usual(),
        });
        (v.parameter.name().to_owned(), value)
    });
    let cautions: Vec<String> = fit.cautions().iter().map(ToString::to_string).collect();
    json!({
        "parameters": parameters, "values": Value::Object(values.collect()), "link_loss_db": fit.link_loss_db,
        "detected": fit.detected, "detected_error": fit.detected_error, "correlations": fit.correlations,
        "condition": fit.condition, "windows": fit.windows, "rms_bit_s": fit.rms_bit_s,
        "mean_error_bit_s": fit.mean_error_bit_s, "autocorrelation": fit.autocorrelation, "starts": fit.starts,
        "agreeing": fit.agreeing, "cautions": cautions,
    })
}

fn solved(report: &Studied, solved: &SolvedParameter) -> Value {
    let values: Vec<f64> = solved.values.iter().map(|(_, value)| *value).collect();
    let (quantiles, histogram) = distribution_of(values);
    let quantiles: Vec<Value> = quantiles.iter().map(|(p, x)| json!({ "share": p, "value": x })).collect();
    let width_s = i64::from(report.link.windows.width.minutes()) * 60;
    let windows: Vec<Value> = solved.values.iter().map(|(number, value)| json!([number * width_s, value])).collect();
    json!({
        "parameter": solved.parameter.name(), "unit": solved.parameter.unit(), "unsolved": solved.unsolved, "quantiles": quantiles,
        "histogram": bins(&histogram),
        "start_s_and_value": windows,
    })
}
