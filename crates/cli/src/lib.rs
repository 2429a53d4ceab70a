//! The command line tool: the curves and reaches of the page as tables and numbers for scripts.
//!
//! | exit code | means |
//! |---|---|
//! | 0 | done; also where the reader of a pipe has left, and where the answer is that there is no key |
//! | 1 | a result could not be written |
//! | 2 | wrong use, or input that cannot be read or computed; where that is a part of it, the rest is there |

mod anomalies;
mod arguments;
mod ask;
mod batch;
mod channels;
mod cow;
mod demo_data;
pub mod describe;
mod distances;
mod error;
mod explain;
mod export;
mod figure;
mod foresee;
mod map;
mod monitor;
mod network;
mod paper;
mod parameters;
mod records;
mod score;
mod study;
mod train;
mod uncertainty;

use arguments::{
    Arguments, AskArguments, ChannelsArguments, Command, CowArguments, ExplainArguments, FigureArguments, MapArguments,
    MonitorArguments, Span, SweepArguments, UncertaintyArguments,
};
use ask::AnswerFormat;
use clap::Parser;
use engine::scenario::Scenario;
use engine::sweep::{MAX_LENGTH_KM, Outcome, Reach, outcome, reach, sweep as along};
use error::{Error, Mistake, both, report};
use monitor::MonitorFormat;
use numbers::units::Kilometres;
use rayon::prelude::*;
use records::Format;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;
use uncertainty::UncertaintyFormat;
use view::address::write_address;
use view::export::network::{Network, file_name, write_windows};
use view::export::{Rows, Table, curve_link};

/// Runs the tool with these arguments, of which the first is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let done = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => match arguments.command {
            Command::Sweep(arguments) => sweep(&arguments),
            Command::Reach(span) => print_reach(&span),
            Command::Explain(arguments) => explain(&arguments),
            Command::Ask(arguments) => ask(&arguments),
            Command::Map(arguments) => map(&arguments),
            Command::Batch(arguments) => batch::batch(&arguments),
            Command::Figure(arguments) => figure(&arguments),
            Command::Export(arguments) => export::export(&arguments),
            Command::Channels(arguments) => channels(&arguments),
            Command::Cow(arguments) => cow(&arguments),
            Command::Uncertainty(arguments) => uncertainty(&arguments),
            Command::Monitor(arguments) => monitor(&arguments),
            Command::Train(arguments) => train::train(&arguments),
            Command::Score(arguments) => score::score(&arguments),
            Command::Study(arguments) => study::study(&arguments),
            Command::Forecast(arguments) => foresee::foresee(&arguments),
            Command::Anomalies(arguments) => anomalies::anomalies(&arguments),
            Command::DemoData(arguments) => demo_data::write(&arguments),
            Command::Paper(arguments) => {
                write_to(arguments.output.as_deref(), |out| paper::write(arguments.format, out))
            }
        },
        Err(wrong_use) if wrong_use.use_stderr() => {
            // Where this cannot be written there is nobody left to tell.
            let _ = wrong_use.print();
            return ExitCode::from(2);
        }
        Err(help_or_version) => write_to(None, |out| write!(out, "{help_or_version}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => report(&error),
    }
}

fn sweep(arguments: &SweepArguments) -> Result<(), Error> {
    let (address, distances) = both(parameters::address(&arguments.span), distances::read(&arguments.distances))?;
    let scenario = Scenario::try_from(&address.settings).map_err(Mistake::all)?;
    let curve = rows(None, curve_link(&address.settings), &scenario, &distances);
    let table = Table { link: write_address(&address), notes: Vec::new(), curves: vec![curve] };
    write_to(arguments.output.file(), |out| table.write(arguments.output.format, out))
}

/// Distances that one core computes in a row, each search starting from the optimum before. What is found does not depend on the
/// number of cores.
const IN_A_ROW: usize = 256;
/// So many such rows are computed before they are written: as few as keep all cores busy, for a reader who leaves ends the work.
const ROWS_AT_ONCE: usize = 64;

/// A curve in a table, whose points are computed by all cores as they are written.
fn rows<'a>(name: Option<String>, link: String, scenario: &'a Scenario, distances: &'a [Kilometres]) -> Rows<'a> {
    let in_a_row = |distances| along(scenario, distances).expect("no distance is read that is too long");
    let at_once = move |distances: &'a [Kilometres]| {
        distances.par_chunks(IN_A_ROW).flat_map_iter(in_a_row).collect::<Vec<Outcome>>()
    };
    Rows { name, link, outcomes: Box::new(distances.chunks(ROWS_AT_ONCE * IN_A_ROW).flat_map(at_once)) }
}

/// A bare number of km: `0` without any key, `inf` where there still is one at the longest fibre that is computed.
fn print_reach(span: &Span) -> Result<(), Error> {
    let address = parameters::address(span)?;
    let scenario = Scenario::try_from(&address.settings).map_err(Mistake::all)?;
    write_to(None, |out| match reach(&scenario) {
        Reach::Nowhere => writeln!(out, "0"),
        Reach::UpTo(km) => writeln!(out, "{km:.3}"),
        Reach::Unlimited => writeln!(out, "inf"),
    })
}

fn explain(arguments: &ExplainArguments) -> Result<(), Error> {
    let (address, distance) = both(parameters::address(&arguments.span), distances::read_one(&arguments.distance))?;
    let scenario = Scenario::try_from(&address.settings).map_err(Mistake::all)?;
    let outcome = outcome(&scenario, distance).expect("no distance is read that is too long");
    let link = write_address(&address);
    write_to(arguments.file(), |out| explain::write(&scenario, &outcome, &link, arguments.format, out))
}

fn figure(arguments: &FigureArguments) -> Result<(), Error> {
    let asked = arguments.distances.as_deref().map(distances::read).transpose();
    let (address, asked) = both(figure::address(arguments.figure, &arguments.set), asked)?;
    let curves = figure::curves(arguments.figure, &address.settings)?;
    let distances = asked.unwrap_or_else(|| {
        let reaches = curves.par_iter().map(|curve| reach(&curve.scenario).km().unwrap_or(MAX_LENGTH_KM));
        distances::covering(reaches.reduce(|| 0.0, f64::max))
    });
    let computed = |curve: &figure::Named| {
        along(&curve.scenario, &distances).expect("no distance is read that is too long").collect::<Vec<Outcome>>()
    };
    let computed: Vec<Vec<Outcome>> = curves.par_iter().map(computed).collect();
    let curves = curves.into_iter().zip(computed).map(|(curve, outcomes)| Rows {
        name: Some(curve.name),
        link: curve.link,
        outcomes: Box::new(outcomes.into_iter()),
    });
    let table = Table { link: write_address(&address), notes: Vec::new(), curves: curves.collect() };
    write_to(arguments.output.file(), |out| table.write(arguments.output.format, out))
}

fn ask(arguments: &AskArguments) -> Result<(), Error> {
    let answers = ask::answers(arguments)?;
    if arguments.format == AnswerFormat::Csv {
        tell(&answers.notes());
    }
    write_to(arguments::file(arguments.output.as_deref()), |out| answers.write(arguments.format, out))
}

fn map(arguments: &MapArguments) -> Result<(), Error> {
    let map = map::read(arguments)?;
    write_to(arguments.output.file(), |out| map.write(arguments.output.format, out))
}

fn channels(arguments: &ChannelsArguments) -> Result<(), Error> {
    let survey = channels::survey(arguments)?;
    if arguments.output.format == Format::Csv {
        tell(&survey.notes);
    }
    write_to(arguments.output.file(), |out| survey.write(arguments.output.format, out))
}

fn cow(arguments: &CowArguments) -> Result<(), Error> {
    let links = cow::read(arguments)?;
    if arguments.output.format == Format::Csv {
        tell(&cow::notes());
    }
    write_to(arguments.output.file(), |out| links.write(arguments.output.format, out))
}

fn uncertainty(arguments: &UncertaintyArguments) -> Result<(), Error> {
    let study = uncertainty::study(arguments)?;
    if arguments.format == UncertaintyFormat::Csv {
        tell(&study.notes());
    }
    write_to(arguments.file(), |out| study.write(arguments.format, out))
}

/// What can be read is printed even if something else cannot, which is an error all the same.
fn monitor(arguments: &MonitorArguments) -> Result<(), Error> {
    let (study, mistakes) = monitor::study(arguments)?;
    if arguments.format == MonitorFormat::Csv {
        tell(&study.told());
    }
    write_to(arguments.file(), |out| monitor::write(&study, arguments.format, out))?;
    if let Some(folder) = &arguments.cleaned {
        write_cleaned(folder, &study)?;
    }
    if mistakes.is_empty() { Ok(()) } else { Err(mistakes.into()) }
}

/// Writes the windows of each link into a file of its own.
fn write_cleaned(folder: &Path, network: &Network) -> Result<(), Error> {
    let place = |source| Error::Write { place: folder.display().to_string(), source };
    std::fs::create_dir_all(folder).map_err(place)?;
    for studied in &network.links {
        let file = folder.join(file_name(&studied.link.name, &format!("{}min.csv", network.width.minutes())));
        write_to(Some(&file), |out| write_windows(&studied.link, out))?;
    }
    Ok(())
}

/// Says on standard error what CSV has no place for.
fn tell(notes: &[String]) {
    for note in notes {
        // Where this cannot be written there is nobody left to tell.
        let _ = writeln!(io::stderr(), "{note}");
    }
}

/// Writes to a file or, without one, to standard output, where a reader that has left early is no failure.
fn write_to(file: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let buffered = |out: &mut dyn Write| {
        let mut out = BufWriter::new(out);
        write(&mut out)?;
        out.flush()
    };
    match file {
        Some(path) => File::create(path)
            .and_then(|mut file| buffered(&mut file))
            .map_err(|source| Error::Write { place: path.display().to_string(), source }),
        None => match buffered(&mut io::stdout().lock()) {
            Err(source) if source.kind() != ErrorKind::BrokenPipe => {
                Err(Error::Write { place: "standard output".to_owned(), source })
            }
            _ => Ok(()),
        },
    }
}
