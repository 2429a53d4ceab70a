//! A model held against measurements.

use super::error::{Error, Mistake, both};
use super::monitor::MonitorFormat;
use super::network::NetworkArguments;
use super::records::{Cell, Format, Records, describe};
use super::train::{card_beside, errors_table};
use super::{arguments, tell, write_to};
use clap::Args;
use forecast::{Card, LinkScore, MAX_CARD_BYTES, MAX_ONNX_BYTES, ModelProblem, ScoreProblem, Scorer};
use monitoring::WindowWidth;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct ScoreArguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// ONNX file of the model
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// Card of the model [default: the file of its name with .json]
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// What if this link had this loss, in the measure of links.csv, such as 3=25; may be repeated
    #[arg(long, value_name = "LINK=LOSS")]
    loss: Vec<String>,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = MonitorFormat::Text)]
    format: MonitorFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

struct Column {
    name: &'static str,
    unit: &'static str,
    means: &'static str,
    value: fn(&LinkScore) -> Cell,
}

/// The last one only JSON has a place for.
static COLUMNS: [Column; 14] = [
    Column { name: "link", unit: "", means: "name of the link", value: |s| Cell::Text(s.link.clone()) },
    Column {
        name: "learnt",
        unit: "",
        means: "whether the model has learnt from it",
        value: |s| Cell::Truth(s.learnt),
    },
    Column { name: "link_loss", unit: "", means: "its loss, of links.csv or --loss", value: |s| Cell::from(s.loss) },
    Column {
        name: "windows",
        unit: "1",
        means: "windows that were predicted",
        value: |s| Cell::Json(s.errors.rows.to_string()),
    },
    Column {
        name: "mean_key_rate",
        unit: "bit/s",
        means: "mean of what was measured in them",
        value: |s| Cell::Number(s.errors.mean_key_rate),
    },
    Column { name: "me", unit: "bit/s", means: "mean of predicted − measured", value: |s| Cell::Number(s.errors.me) },
    Column {
        name: "mae",
        unit: "bit/s",
        means: "mean of |predicted − measured|",
        value: |s| Cell::Number(s.errors.mae),
    },
    Column {
        name: "mre",
        unit: "1",
        means: "mean of (predicted − measured)/measured, where there was a key rate",
        value: |s| Cell::from(s.errors.mre),
    },
    Column {
        name: "mse",
        unit: "1",
        means: "mean of the square of predicted − measured, both scaled as the card says",
        value: |s| Cell::Number(s.errors.mse),
    },
    Column {
        name: "relative_mae",
        unit: "1",
        means: "mae / mean_key_rate",
        value: |s| Cell::Number(s.errors.relative_mae()),
    },
    Column {
        name: "persistence_mae",
        unit: "bit/s",
        means: "MAE of taking the key rate of the window before",
        value: |s| Cell::from(s.persistence_mae),
    },
    Column {
        name: "fit_slope",
        unit: "1",
        means: "slope of the line through predicted against measured",
        value: |s| Cell::from(s.best_fit.map(|fit| fit.0)),
    },
    Column {
        name: "fit_intercept",
        unit: "bit/s",
        means: "its intercept",
        value: |s| Cell::from(s.best_fit.map(|fit| fit.1)),
    },
    Column {
        name: "number_measured_predicted",
        unit: "bit/s",
        means: "of each window its number, counted in windows since 1970, with both rates",
        value: |s| Cell::Json(windows(s).to_string()),
    },
];

fn windows(scored: &LinkScore) -> Value {
    let rates = scored.measured.iter().zip(&scored.predicted);
    scored
        .numbers
        .iter()
        .zip(rates)
        .map(|(number, (measured, predicted))| json!([number, measured, predicted]))
        .collect()
}

/// What the columns are, for the help.
pub(super) fn help() -> String {
    let unit = |column: &Column| if column.unit.is_empty() { "–" } else { column.unit };
    let columns = COLUMNS.iter().map(move |column| [column.name, unit(column), column.means]);
    format!("Columns, with their units; 1 is dimensionless, and the last one is in json only:\n{}", describe(columns))
}

/// Reads all, predicts, and writes.
///
/// # Errors
/// Something cannot be read, or the model does not fit.
pub(super) fn score(arguments: &ScoreArguments) -> Result<(), Error> {
    let scorer = load(&arguments.model, arguments.card.as_deref());
    let losses = arguments.loss.iter().map(|typed| loss(typed)).collect::<Result<Vec<_>, _>>();
    let (scorer, losses) = both(scorer, losses.map_err(|mistake| vec![mistake]))?;
    let network = arguments.network.read(width(&scorer, &arguments.model)?)?;
    let known = losses.iter().filter_map(|(link, _)| network.link("--loss", link).err()).collect::<Vec<_>>();
    if !known.is_empty() {
        return Err(known.into());
    }
    let (mut scored, mut notes) = (Vec::new(), network.notes);
    for link in &network.links {
        let what_if = losses.iter().find(|(name, _)| *name == link.link).map(|(_, loss)| *loss);
        match scorer.score(&link.with_loss(what_if)) {
            Ok(one) => scored.push(one),
            Err(ScoreProblem::Model(problem)) => return Err(vec![refused(&arguments.model, problem)].into()),
            Err(ScoreProblem::Rows(problem)) if network.links.len() == 1 => return Err(vec![problem.into()].into()),
            Err(ScoreProblem::Rows(problem)) => notes.push(format!("note: {problem}")),
        }
    }
    if arguments.format != MonitorFormat::Json {
        tell(&notes);
    }
    write_to(arguments::file(arguments.output.as_deref()), |out| match arguments.format {
        MonitorFormat::Text => errors_table(&scored, out),
        MonitorFormat::Csv => records(&scored, Format::Csv, &scorer, &notes).write(Format::Csv, out),
        MonitorFormat::Json => records(&scored, Format::Json, &scorer, &notes).write(Format::Json, out),
    })
}

fn records<'a>(
    scored: &'a [LinkScore],
    format: Format,
    scorer: &Scorer,
    notes: &[String],
) -> Records<impl Iterator<Item = Vec<Cell>> + 'a> {
    let shown = if format == Format::Json { &COLUMNS[..] } else { &COLUMNS[..COLUMNS.len() - 1] };
    let unit = |column: &Column| Some(column.unit).filter(|unit| !unit.is_empty());
    let card = scorer.card();
    Records {
        head: vec![
            ("window_min", json!(card.window_min)),
            ("model_sha256", json!(card.model_sha256)),
            ("inputs", json!(card.inputs)),
            ("notes", json!(notes)),
        ],
        columns: shown.iter().map(|column| (column.name, unit(column))).collect(),
        rows: scored.iter().map(|one| shown.iter().map(|column| (column.value)(one)).collect()),
    }
}

fn load(model: &Path, card: Option<&Path>) -> Result<Scorer, Vec<Mistake>> {
    let card_file = card.map_or_else(|| card_beside(model), Path::to_owned);
    let (onnx, json) = both(read(model, MAX_ONNX_BYTES), read(&card_file, MAX_CARD_BYTES))?;
    let card = Card::read(&json).map_err(|problem| vec![refused(&card_file, problem)])?;
    Scorer::load(&onnx, card).map_err(|problem| vec![refused(model, problem)])
}

fn refused(file: &Path, problem: ModelProblem) -> Mistake {
    Mistake::Model { file: file.display().to_string(), problem }
}

/// A file, unless it is far too large to be read at all.
fn read(path: &Path, most: usize) -> Result<Vec<u8>, Vec<Mistake>> {
    let place = || path.display().to_string();
    let unreadable = |error: std::io::Error| vec![Mistake::Unreadable { place: place(), problem: error.to_string() }];
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > most as u64 {
        let problem = ModelProblem::TooLarge { size, most: most as u64 };
        return Err(vec![refused(path, problem)]);
    }
    fs::read(path).map_err(unreadable)
}

fn width(scorer: &Scorer, model: &Path) -> Result<WindowWidth, Vec<Mistake>> {
    let wrong = |_| {
        let problem = ModelProblem::Window { wanted: scorer.card().window_min, given: WindowWidth::STANDARD.minutes() };
        vec![refused(model, problem)]
    };
    scorer.card().window_min.try_into().map_err(wrong)
}

fn loss(typed: &str) -> Result<(String, f64), Mistake> {
    let wrong = || Mistake::NotALoss(typed.to_owned());
    let (link, loss) = typed.split_once('=').ok_or_else(wrong)?;
    let loss: f64 = loss.trim().parse().map_err(|_| wrong())?;
    if loss.is_finite() { Ok((link.trim().to_owned(), loss)) } else { Err(wrong()) }
}
