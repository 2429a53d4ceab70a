//! `keyspan monitor`: what QKD devices reported, as text, table or object.

mod fits;
mod text;

use crate::device::{describe_parameters_alone, read_parameters};
use crate::format::ReportFormat;
use crate::measurements::{Contents, Files, TakeArguments, Takes, asked, describe_uses, doubted, remarks};
use crate::mistake::{Error, Mistake, both, print_notes};
use crate::output::{Destination, Inputs, Output};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use engine::protocol::cow::{Parameters, RECONSTRUCTION, SECURITY_WARNING};
use monitoring::{
    FileReport, FitParameter, FreeParameters, Link, LinkReport, Origin, WidthProblem, WindowWidth, links, model,
};
use rayon::prelude::*;
use std::fmt::Display;
use std::fs;
use std::path::{Path, PathBuf};
use view::export::describe;
use view::export::network::{Network, Studied, describe_network, file_name, write_windows};

/// Read measurements of QKD devices and print their averages by link
///
/// Files hold a line a sample: a time and a value, or named columns, or InfluxDB's annotated CSV, packed with gzip or not. Link,
/// parameter and unit are taken from the names of files and columns (link3_qber.csv, or a folder a link) or, where these do not say,
/// from the values. What has two readings is not used until --time, --unit or --take choose one. `links.csv` beside them may give length
/// and loss. Whatever is not used is counted, with its reason; the rest is printed all the same, and the exit code is 2.
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    /// Folder with measurements, or single files
    #[arg(value_name = "DIR", required = true)]
    paths: Vec<PathBuf>,
    /// Width of the windows that are averaged, whole minutes
    #[arg(long, value_name = "TIME", default_value = "10min", allow_hyphen_values = true)]
    window: String,
    /// Fit the COW model with this many parameters only: 1 is α, 2 are α and η, 3 are α, η and loss_B [default: each of the three]
    #[arg(long, value_name = "NUMBER", value_parser = freedoms())]
    fit: Option<FreeParameters>,
    /// Solve the COW model for this parameter in each window
    #[arg(long, value_name = "PARAMETER", value_parser = fit_parameters())]
    solve: Option<FitParameter>,
    /// Set a parameter of the COW model, such as bob_loss=20dB; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    #[command(flatten)]
    take: TakeArguments,
    /// Folder to write the windows to, a CSV a link; not one that is read
    #[arg(long, value_name = "FOLDER")]
    cleaned: Option<PathBuf>,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

fn freedoms() -> impl TypedValueParser<Value = FreeParameters> {
    PossibleValuesParser::new(["1", "2", "3"]).map(|text| {
        *FreeParameters::ALL
            .iter()
            .find(|f| f.parameters().len().to_string() == text)
            .expect("clap lets only these through")
    })
}

fn fit_parameters() -> impl TypedValueParser<Value = FitParameter> {
    PossibleValuesParser::new(FitParameter::ALL.map(FitParameter::name))
        .map(|text| *FitParameter::ALL.iter().find(|p| p.name() == text).expect("clap lets only these through"))
}

fn help() -> String {
    format!(
        "Uses (--take NAME=USE, where NAME is the name of a file or of a column):\n{}\n\
         The columns of csv and what each row of json has, with their units; 1 is dimensionless:\n{}\
         `rejected` and all from `measured` on are in json only.\n\n\
         Parameters of the COW model (--set NAME=VALUE), with the units of bare numbers and the defaults. The length in links.csv takes \
         precedence over one that is set here, and its loss over the attenuation:\n{}\n{SECURITY_WARNING}\n\n{RECONSTRUCTION}",
        describe_uses(),
        describe(describe_network()),
        describe_parameters_alone()
    )
}

/// What can be read is printed even if something else cannot, which is an error all the same.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let ((width, device), (takes, files)) = both(
        both(window(&arguments.window), read_parameters(Parameters::default(), &arguments.set, |_| None)),
        both(Takes::read(&arguments.take), Files::at(&arguments.paths)),
    )?;
    let inputs = files.inputs();
    let cleaned = arguments.cleaned.as_deref().map_or(Ok(()), |folder| apart(folder, &inputs));
    let (output, ()) = both(arguments.output.open(&inputs), cleaned)?;
    let (network, mistakes) = study(arguments, (width, device), &takes, files)?;
    let cleaned = match &arguments.cleaned {
        Some(folder) => cleaned_files(folder, &network, &inputs)?,
        None => Vec::new(),
    };
    if arguments.format == ReportFormat::Csv {
        print_notes(&network.note_lines());
    }
    output.write(|out| match arguments.format.table() {
        None => text::write(&network, out),
        Some(format) => network.write(format, out),
    })?;
    for (file, studied) in cleaned.iter().zip(&network.links) {
        file.write(|out| write_windows(&studied.link, out))?;
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes.into()) }
}

/// A folder that is not among those that are read: the next run would average the averages.
fn apart(folder: &Path, inputs: &Inputs) -> Result<(), Vec<Mistake>> {
    let problem = "this folder is read, and the next run would take the windows for measurements; choose another one";
    match inputs.searches(folder) {
        true => Err(vec![Mistake::at(format_args!("--cleaned {}", folder.display()), problem)]),
        false => Ok(()),
    }
}

/// A file for the windows of each link.
fn cleaned_files(folder: &Path, network: &Network, inputs: &Inputs) -> Result<Vec<Destination>, Error> {
    fs::create_dir_all(folder).map_err(|source| Error::Write { place: folder.display().to_string(), source })?;
    let ending = format!("{}min.csv", network.width.minutes());
    let file = |studied: &Studied| {
        Destination::file("--cleaned", &folder.join(file_name(&studied.link.name, &ending)), inputs)
    };
    network.links.iter().map(|studied| file(studied).map_err(Error::from)).collect()
}

/// Reads the files and evaluates them, with what could not be read.
///
/// # Errors
/// Nothing at all can be read.
fn study(
    arguments: &Arguments,
    (width, device): (WindowWidth, Parameters),
    takes: &Takes,
    files: Files,
) -> Result<(Network, Vec<Mistake>), Vec<Mistake>> {
    let Contents { readings, rows, mut mistakes } = files.read(takes);
    let names = files.names();
    let reports: Vec<FileReport> = readings.iter().map(|(name, reading)| FileReport::of(name, reading)).collect();
    let columns: Vec<String> = readings.iter().flat_map(|(_, reading)| reading.columns.clone()).collect();
    mistakes.extend(takes.missing(&names, &columns));
    mistakes.extend(reports.iter().flat_map(asked));
    let links = links(readings.into_iter().map(|(_, reading)| reading).collect());
    mistakes.extend(links.iter().flat_map(doubted));
    if links.is_empty() {
        return Err(mistakes);
    }
    let mut notes = files.notes;
    notes.extend(links.iter().flat_map(remarks));
    let unknown = rows.iter().filter(|row| links.iter().all(|link| link.name != row.link));
    notes.extend(unknown.map(|row| format!("links.csv has a link {}, of which there is no file", row.link)));
    let freedoms = arguments.fit.map_or(FreeParameters::ALL.to_vec(), |freedom| vec![freedom]);
    let studied = |link: Link| {
        let link = LinkReport::of(&link, &rows, width);
        let model = model(&link.device(&device), &link.windows, &freedoms, arguments.solve);
        Studied { link, model }
    };
    let links: Vec<Studied> = links.into_par_iter().map(studied).collect();
    let unknown = links.iter().filter(|link| link.model.is_some() && link.link.length_km().is_none());
    let set = arguments.set.iter().any(|text| text.trim_start().starts_with("length"));
    notes.extend(unknown.filter(|_| !set).map(|link| {
        format!(
            "link {}: its length is not known; {} km are taken for the COW model",
            link.link.name,
            device.length.get()
        )
    }));
    let adrift = links.iter().filter(|link| link.link.origin == Origin::Start);
    notes.extend(adrift.map(|link| format!("link {}: its times count from a start that is not known", link.link.name)));
    Ok((Network { width, files: reports, links, notes, device }, mistakes))
}

/// A window such as `10min`, `10` or `1h`.
fn window(typed: &str) -> Result<WindowWidth, Vec<Mistake>> {
    let wrong = |problem: &dyn Display| vec![Mistake::of_option("--window", typed, problem)];
    let minutes = minutes(typed).ok_or_else(|| wrong(&"write minutes, such as 10min, or hours, such as 1h"))?;
    minutes.try_into().map_err(|problem: WidthProblem| wrong(&problem))
}

/// Minutes of a time such as `10min`, `10` or `1h`.
pub(crate) fn minutes(typed: &str) -> Option<u32> {
    let text = typed.trim();
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    match text[number.len()..].trim() {
        "" | "min" | "m" | "minutes" => number.parse::<u32>().ok(),
        "h" | "hours" => number.parse().ok().and_then(|hours: u32| hours.checked_mul(60)),
        _ => None,
    }
}
