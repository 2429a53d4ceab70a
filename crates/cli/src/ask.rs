//! What a parameter has to be for a wanted key rate.

use super::arguments::AskArguments;
use super::error::{Mistake, both};
use super::records::{Cell, Format, Records, describe};
use super::{distances, parameters};
use engine::scenario::{Scenario, Settings, Value as Setting};
use engine::sweep::{
    Answer, BandComparison, Interval, Question, Reach, Solution, Uses, Varied, ask, distance_for_rate,
    longest_distance_text, outcome, overtakes,
};
use numbers::quantity::Unit;
use numbers::units::{KeyRate, Kilometres};
use serde_json::{Value, json};
use std::io::{self, Write};
use view::address::write_address;

/// Formats of the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum AnswerFormat {
    /// A sentence for each
    Text,
    /// One header line, then one line for each parameter, or for each of its intervals where there are several
    Csv,
    /// An object with program, version, what was asked for, what else was found, units and rows
    Json,
}

/// Names of the usual questions.
pub(super) fn usual() -> String {
    Varied::USUAL.map(Varied::name).join(",")
}

/// All that counts.
const ALL: &str = "all";

/// An answer, with one of its intervals as far as there are any.
struct Row<'a> {
    answer: &'a Answer,
    interval: Option<Interval>,
}

struct Column {
    name: &'static str,
    unit: Option<&'static str>,
    means: &'static str,
    cell: fn(&Row) -> Cell,
}

const fn column(name: &'static str, unit: &'static str, means: &'static str, cell: fn(&Row) -> Cell) -> Column {
    Column { name, unit: Some(unit), means, cell }
}

/// Without a unit, or with that of the parameter.
const fn other(name: &'static str, means: &'static str, cell: fn(&Row) -> Cell) -> Column {
    Column { name, unit: None, means, cell }
}

/// Scripts count on these in this order; new ones come at the end.
static COLUMNS: [Column; 13] = [
    other("parameter", "name of the parameter", |row| Cell::Text(row.answer.asked.name().to_owned())),
    other("verdict", "enough as it is, needed (it has to change), or impossible", |row| {
        Cell::Text(verdict(&row.answer.solution).to_owned())
    }),
    other("low", "least number that gives the wanted rate", |row| row.interval.map(|interval| interval.low).into()),
    other("high", "largest number that does", |row| row.interval.map(|interval| interval.high).into()),
    other("unit", "unit of the numbers, 1 is dimensionless", |row| {
        let symbol = row.answer.asked.unit().symbol();
        Cell::Text(if symbol.is_empty() { "1" } else { symbol }.to_owned())
    }),
    other("now", "what the parameter is now", |row| now(row.answer)),
    column("rate_now_bit_s", "bit/s", "key rate with that, 0 where there is no key", |row| {
        Cell::Number(row.answer.rate_now_bit_s.unwrap_or(0.0))
    }),
    other("best", "number that gives most key, or comes closest to one", |row| Cell::Number(row.answer.best.value)),
    column("best_rate_bit_s", "bit/s", "key rate with that, 0 where there is no key", |row| {
        Cell::Number(row.answer.best.outcome.key_rate_bit_s().unwrap_or(0.0))
    }),
    column("best_qber", "1", "error rate Q with that", |row| Cell::Number(row.answer.best.outcome.qber)),
    other("best_noise", "largest kind of noise with that", |row| {
        row.answer.best.outcome.main_noise().map_or(Cell::Nothing, |(source, _)| Cell::Text(source.to_owned()))
    }),
    column("best_noise_share", "1", "its share of all noise", |row| {
        row.answer.best.outcome.main_noise().map(|(_, share)| share).into()
    }),
    other("answer", "all of it in a sentence", |row| Cell::Text(row.answer.text())),
];

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

/// A line for each column: name, unit, meaning. For the help.
pub(super) fn describe_columns() -> String {
    describe(COLUMNS.iter().map(|c| [c.name, c.unit.unwrap_or(""), c.means]))
}

/// The answers and what stands beside them.
pub(super) struct Answers {
    link: String,
    length: Kilometres,
    wanted: KeyRate,
    answers: Vec<Answer>,
    longest: Reach,
    bands: BandComparison,
    uses: Option<Uses>,
    tunnels: u32,
}

/// Answers every question.
///
/// # Errors
/// Everything that cannot be read, and every question that has no answer.
pub(super) fn answers(arguments: &AskArguments) -> Result<Answers, Vec<Mistake>> {
    let rate = parameters::number::<KeyRate>("--rate", &arguments.rate, Unit::BitsPerSecond);
    let (address, (wanted, length)) = both(
        parameters::address(&arguments.span),
        both(rate.map_err(|mistake| vec![mistake]), distances::read_one(&arguments.distance)),
    )?;
    let settings = &address.settings;
    let scenario = Scenario::try_from(settings).map_err(Mistake::all);
    let (scenario, asked) = both(scenario, read_asked(&arguments.asked, settings))?;
    let (mut answers, mut mistakes) = (Vec::new(), Vec::new());
    for asked in asked {
        match ask(&Question { settings: settings.clone(), length, wanted, asked }) {
            Ok(answer) => answers.push(answer),
            Err(problem) => mistakes.push(Mistake::NoAnswer(problem)),
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let here = outcome(&scenario, length).expect("no distance is read that is too long");
    Ok(Answers {
        link: write_address(&address),
        length,
        wanted,
        answers,
        longest: distance_for_rate(&scenario, wanted),
        bands: overtakes(settings).map_err(Mistake::all)?,
        uses: here.key_rate_bit_s().map(|key_rate_bit_s| Uses { key_rate_bit_s }),
        tunnels: arguments.tunnels,
    })
}

fn read_asked(names: &str, settings: &Settings) -> Result<Vec<Varied>, Vec<Mistake>> {
    if names.trim() == ALL {
        return Ok(Varied::all().filter(|varied| varied.counts(settings)).collect());
    }
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for name in names.split(',').map(str::trim) {
        match Varied::named(name) {
            Some(asked) if all.contains(&asked) => mistakes.push(Mistake::AskedTwice(asked.name())),
            Some(asked) => all.push(asked),
            None => {
                let names: Vec<&str> =
                    Varied::all().filter(|varied| varied.counts(settings)).map(Varied::name).collect();
                mistakes.push(Mistake::NothingToAsk { typed: name.to_owned(), names: names.join(", ") + ", " + ALL });
            }
        }
    }
    if mistakes.is_empty() { Ok(all) } else { Err(mistakes) }
}

impl Answers {
    /// What is said beside the answers: the longest distance, the bands, the uses.
    pub(super) fn notes(&self) -> Vec<String> {
        let uses = self.uses.map_or_else(|| "no key.".to_owned(), |uses| uses.text(self.tunnels));
        vec![
            longest_distance_text(self.wanted, self.longest),
            self.bands.text(),
            format!("At {} km: {uses}", self.length.get()),
        ]
    }

    pub(super) fn write(&self, format: AnswerFormat, out: &mut dyn Write) -> io::Result<()> {
        match format {
            AnswerFormat::Text => {
                let answers = self.answers.iter().map(Answer::text);
                answers.chain(self.notes()).try_for_each(|sentence| writeln!(out, "{sentence}"))
            }
            AnswerFormat::Csv => self.records().write(Format::Csv, out),
            AnswerFormat::Json => self.records().write(Format::Json, out),
        }
    }

    fn records(&self) -> Records<impl Iterator<Item = Vec<Cell>>> {
        let rows = self.answers.iter().flat_map(|answer| {
            let intervals = answer.intervals().iter().copied().map(Some);
            let none = answer.intervals().is_empty().then_some(None);
            intervals.chain(none).map(move |interval| Row { answer, interval })
        });
        Records {
            head: self.head(),
            columns: COLUMNS.iter().map(|c| (c.name, c.unit)).collect(),
            rows: rows.map(|row| COLUMNS.iter().map(|c| (c.cell)(&row)).collect()),
        }
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
