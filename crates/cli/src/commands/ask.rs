//! `keyspan ask`: what a parameter has to be for a wanted key rate.

use crate::describe::help_of_parameters;
use crate::distances;
use crate::format::ReportFormat;
use crate::mistake::{Error, Mistake, all, both, print_notes};
use crate::output::Output;
use crate::parameters::{self, LinkArguments};
use clap::Args;
use engine::scenario::{Scenario, Value as Setting};
use engine::sweep::{
    Answer, BandComparison, Interval, Question, Reach, Solution, Uses, Varied, ask, distance_for_rate,
    longest_distance_text, outcome, overtakes,
};
use numbers::units::{KeyRate, Kilometres};
use serde_json::{Value, json};
use std::io::{self, Write};
use view::address::write_address;
use view::export::records::{Cell, Format};
use view::export::{Column, Table, describe};
use view::inputs::ask::{read_names, read_rate};

/// Print what each parameter has to be for a wanted key rate at a distance
///
/// One parameter changes at a time, over all its numbers, and the others stay as they are. Also printed: the longest distance with the
/// wanted rate, where one band overtakes the other, and what the key at the distance is good for.
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    /// Wanted key rate, such as 1M or "10 kbit/s"
    #[arg(long, value_name = "RATE", allow_hyphen_values = true)]
    rate: String,
    /// Length of the fibre in km
    #[arg(long = "length", visible_alias = "distance", value_name = "KM", allow_hyphen_values = true)]
    length: String,
    /// Parameters that may change, separated by commas: their names, isolation for both directions together, or all
    #[arg(long = "for", value_name = "NAMES", default_value_t = usual())]
    asked: String,
    /// Tunnels that share the key
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    tunnels: u32,
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the answers; a row is a parameter, or one of its intervals where there are several
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// Names of the usual questions.
fn usual() -> String {
    Varied::USUAL.map(Varied::name).join(",")
}

fn help() -> String {
    let columns = describe(columns().iter().map(Column::described));
    format!("Columns, with their units; 1 is dimensionless:\n{columns}\n{}", help_of_parameters())
}

/// An answer, with one of its intervals as far as there are any.
struct Row<'a> {
    answer: &'a Answer,
    interval: Option<Interval>,
}

/// Scripts count on these in this order; new ones come at the end. The numbers of a parameter have its unit.
fn columns<'a>() -> [Column<Row<'a>>; 13] {
    [
        Column::words("parameter", "name of the parameter", |row| Cell::Text(row.answer.asked.name().to_owned())),
        Column::words("verdict", "enough as it is, needed (it has to change), or impossible", |row| {
            Cell::Text(verdict(&row.answer.solution).to_owned())
        }),
        Column::words("low", "least number that gives the wanted rate", |row| {
            row.interval.map(|interval| interval.low).into()
        }),
        Column::words("high", "largest number that does", |row| row.interval.map(|interval| interval.high).into()),
        Column::words("unit", "unit of the numbers, 1 is dimensionless", |row| {
            let symbol = row.answer.asked.unit().symbol();
            Cell::Text(if symbol.is_empty() { "1" } else { symbol }.to_owned())
        }),
        Column::words("now", "what the parameter is now", |row| now(row.answer)),
        Column::cell("rate_now_bit_s", "bit/s", "key rate with that, 0 where there is no key", |row| {
            Cell::Number(row.answer.rate_now_bit_s.unwrap_or(0.0))
        }),
        Column::words("best", "number that gives most key, or comes closest to one", |row| {
            Cell::Number(row.answer.best.value)
        }),
        Column::cell("best_rate_bit_s", "bit/s", "key rate with that, 0 where there is no key", |row| {
            Cell::Number(row.answer.best.outcome.key_rate_bit_s().unwrap_or(0.0))
        }),
        Column::cell("best_qber", "1", "error rate Q with that", |row| Cell::Number(row.answer.best.outcome.qber)),
        Column::words("best_noise", "largest kind of noise with that", |row| {
            row.answer.best.outcome.main_noise().map_or(Cell::Nothing, |(source, _)| Cell::Text(source.to_owned()))
        }),
        Column::cell("best_noise_share", "1", "its share of all noise", |row| {
            row.answer.best.outcome.main_noise().map(|(_, share)| share).into()
        }),
        Column::words("answer", "all of it in a sentence", |row| Cell::Text(row.answer.text())),
    ]
}

fn verdict(solution: &Solution) -> &'static str {
    match solution {
        Solution::Enough { .. } => "enough",
        Solution::Needed { .. } => "needed",
        Solution::Impossible { .. } => "impossible",
    }
}

fn now(answer: &Answer) -> Cell {
    match answer.now[..] {
        [Setting::Number(x)] => Cell::Number(x),
        _ => Cell::Text(answer.now.iter().map(|value| value.exact()).collect::<Vec<_>>().join("; ")),
    }
}

/// The answers, with what else was found.
struct Answers {
    link: String,
    length: Kilometres,
    wanted: KeyRate,
    answers: Vec<Answer>,
    longest: Reach,
    bands: BandComparison,
    uses: Option<Uses>,
    tunnels: u32,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let answers = answers(arguments)?;
    if arguments.format == ReportFormat::Csv {
        print_notes(&answers.notes());
    }
    arguments.output.write(|out| answers.write(arguments.format, out))
}

/// Answers every question.
///
/// # Errors
/// Everything that cannot be read, and every question that has no answer.
fn answers(arguments: &Arguments) -> Result<Answers, Vec<Mistake>> {
    let rate = read_rate(&arguments.rate);
    let rate = rate.map_err(|problem| vec![Mistake::of_option("--rate", &arguments.rate, problem)]);
    let (address, (wanted, length)) =
        both(parameters::address(&arguments.link), both(rate, distances::read_one(&arguments.length)))?;
    let settings = &address.settings;
    let scenario = Scenario::try_from(settings).map_err(Mistake::of_parameters);
    let asked = read_names(&arguments.asked, settings).map_err(|problems| {
        problems.into_iter().map(|(name, problem)| Mistake::of_option("--for", &name, problem)).collect()
    });
    let (scenario, asked) = both(scenario, asked)?;
    let answers = all(asked.into_iter().map(|asked| {
        let question = Question { settings: settings.clone(), length, wanted, asked };
        ask(&question).map_err(|problem| Mistake::at("--for", problem))
    }))?;
    let here = outcome(&scenario, length).expect("no distance is read that is too long");
    Ok(Answers {
        link: write_address(&address),
        length,
        wanted,
        answers,
        longest: distance_for_rate(&scenario, wanted),
        bands: overtakes(settings).map_err(Mistake::of_parameters)?,
        uses: here.key_rate_bit_s().map(|key_rate_bit_s| Uses { key_rate_bit_s }),
        tunnels: arguments.tunnels,
    })
}

impl Answers {
    /// Sentences beside the answers: the longest distance, the bands, the uses.
    fn notes(&self) -> Vec<String> {
        let uses = self.uses.map_or_else(|| "no key.".to_owned(), |uses| uses.text(self.tunnels));
        vec![
            longest_distance_text(self.wanted, self.longest),
            self.bands.text(),
            format!("At {} km: {uses}", self.length.get()),
        ]
    }

    fn write(&self, format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
        match format.table() {
            Some(format) => self.write_table(format, out),
            None => {
                let answers = self.answers.iter().map(Answer::text);
                answers.chain(self.notes()).try_for_each(|sentence| writeln!(out, "{sentence}"))
            }
        }
    }

    fn write_table(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let rows = self.answers.iter().flat_map(|answer| {
            let intervals = answer.intervals().iter().copied().map(Some);
            let none = answer.intervals().is_empty().then_some(None);
            intervals.chain(none).map(move |interval| Row { answer, interval })
        });
        Table { head: self.head(), columns: columns().into(), rows }.write(format, out)
    }

    /// Infinity is `null`, as everywhere in JSON.
    fn head(&self) -> Vec<(&'static str, Value)> {
        let overtakes = self.bands.overtakes.iter().map(|overtake| {
            let (from, to) = (format!("{:?}", overtake.from), format!("{:?}", overtake.to));
            json!({ "distance_km": overtake.km, "from": from, "to": to })
        });
        vec![
            ("link", Value::from(self.link.as_str())),
            ("distance_km", Value::from(self.length.get())),
            ("wanted_bit_s", Value::from(self.wanted.get())),
            ("longest_distance_km", Value::from(self.longest.km().unwrap_or(f64::INFINITY))),
            ("band_ahead", self.bands.ahead.map_or(Value::Null, |band| Value::from(format!("{band:?}")))),
            ("overtakes", overtakes.collect()),
            ("key_rate_bit_s", Value::from(self.uses.map_or(0.0, |uses| uses.key_rate_bit_s))),
            ("aes_256_keys_per_s", Value::from(self.uses.map_or(0.0, Uses::aes_256_keys_per_s))),
            ("tunnels", Value::from(self.tunnels)),
            (
                "rekey_interval_s",
                self.uses.map_or(Value::Null, |uses| Value::from(uses.rekey_interval_s(self.tunnels))),
            ),
            ("one_time_pad_bit_s", Value::from(self.uses.map_or(0.0, Uses::one_time_pad_bit_s))),
            ("notes", Value::from(self.notes())),
        ]
    }
}
