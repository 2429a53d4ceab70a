//! What QKD devices reported, as text, table or object.

mod files;
mod fits;
mod take;
mod text;

use super::arguments::MonitorArguments;
use super::cow;
use super::error::{Mistake, both};
use super::records::{Format, describe};
pub(super) use files::{Contents, Files};
use monitoring::{FileReport, FreeParameters, Link, LinkReport, Origin, WindowWidth, links, model};
use rayon::prelude::*;
use std::io::{self, Write};
pub(super) use take::{Takes, describe_uses};
pub(super) use text::table;
use view::export::network::{Network, Studied, describe_network};

/// Formats of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum MonitorFormat {
    /// For reading
    Text,
    /// One header line, then one line for each link
    Csv,
    /// An object with everything
    Json,
}

/// Reads the files and looks at them, with what could not be read.
///
/// # Errors
/// Nothing at all can be read, or what was asked for cannot be understood.
pub(super) fn study(arguments: &MonitorArguments) -> Result<(Network, Vec<Mistake>), Vec<Mistake>> {
    let ((width, device), (takes, files)) = both(
        both(window(&arguments.window), cow::read_parameters(&arguments.set, |_| None)),
        both(Takes::read(&arguments.take), Files::at(&arguments.paths)),
    )?;
    let Contents { readings, rows, mut mistakes } = files.read(&takes);
    let names = files.names();
    let reports: Vec<FileReport> = readings.iter().map(|(name, reading)| FileReport::of(name, reading)).collect();
    let columns: Vec<String> = readings.iter().flat_map(|(_, reading)| reading.columns.clone()).collect();
    mistakes.extend(takes.missing(&names, &columns));
    let links =
        links(readings.into_iter().map(|(_, reading)| reading).collect()).map_err(|mixed| vec![mixed.into()])?;
    if links.is_empty() {
        return Err(mistakes);
    }
    let mut notes = files.notes;
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
    let minutes = minutes(typed);
    let minutes = minutes.ok_or_else(|| vec![Mistake::NotAWindow { typed: typed.to_owned() }])?;
    minutes.try_into().map_err(|problem| vec![Mistake::Window { typed: typed.to_owned(), problem }])
}

/// Minutes of a time such as `10min`, `10` or `1h`.
pub(super) fn minutes(typed: &str) -> Option<u32> {
    let text = typed.trim();
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    match text[number.len()..].trim() {
        "" | "min" | "m" | "minutes" => number.parse::<u32>().ok(),
        "h" | "hours" => number.parse().ok().and_then(|hours: u32| hours.checked_mul(60)),
        _ => None,
    }
}

/// Writes the result.
pub(super) fn write(study: &Network, format: MonitorFormat, out: &mut dyn Write) -> io::Result<()> {
    match format {
        MonitorFormat::Text => text::write(study, out),
        MonitorFormat::Csv => study.write(Format::Csv, out),
        MonitorFormat::Json => study.write(Format::Json, out),
    }
}

/// A line of the help about each column.
pub(super) fn describe_columns() -> String {
    describe(describe_network()) + "`rejected` and all from `measured` on are in json only.\n"
}
