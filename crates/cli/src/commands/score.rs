//! `keyspan score`: the errors of a model on measurements.

use super::train::{card_beside, errors_table};
use crate::format::ReportFormat;
use crate::measurements::NetworkArguments;
use crate::mistake::{Error, Mistake, all, both, print_notes};
use crate::output::Output;
use clap::Args;
use forecast::{Card, Feature, LinkScore, MAX_CARD_BYTES, MAX_ONNX_BYTES, ModelProblem, ScoreProblem, Scorer};
use monitoring::WindowWidth;
use numbers::quantity::{Unit, parse_quantity};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use view::export::records::{Cell, Format};
use view::export::{Column, Table, describe};

/// Score a trained model on measurements, by link
///
/// Of links that it was trained on, only the windows that its training did not use are scored.
/// The model may be one of `train` or one that PyTorch or Keras has exported, with a card. ME, MAE, MRE and MSE are those of the thesis,
/// (3.10) to (3.13).
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// ONNX file of the model
    #[arg(long, value_name = "FILE")]
    model: PathBuf,
    /// Card of the model [default: the file of its name with .json]
    #[arg(long, value_name = "FILE")]
    card: Option<PathBuf>,
    /// Assume this loss of a link, in the measure of links.csv, such as 3=25; may be repeated
    #[arg(long, value_name = "LINK=LOSS")]
    loss: Vec<String>,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

static COLUMNS: [Column<LinkScore>; 20] = [
    Column::words("link", "name of the link", |s| Cell::Text(s.link.clone())),
    Column::words("learnt", "whether the model was trained on it", |s| Cell::Truth(s.learnt)),
    Column::words("link_loss", "its loss, from links.csv or --loss", |s| Cell::from(s.loss)),
    Column::cell("windows", "1", "windows that were predicted", |s| Cell::Json(s.errors.rows.to_string())),
    Column::number("mean_key_rate", "bit/s", "mean of the measured key rates in them", |s| s.errors.mean_key_rate),
    Column::number("me", "bit/s", "mean of predicted − measured", |s| s.errors.me),
    Column::number("mae", "bit/s", "mean of |predicted − measured|", |s| s.errors.mae),
    Column::optional("mre", "1", "mean of (predicted − measured)/measured, where there was a key rate", |s| {
        s.errors.mre
    }),
    Column::number("mse", "1", "mean of the square of predicted − measured, both scaled as the card says", |s| {
        s.errors.mse
    }),
    Column::number("relative_mae", "1", "mae / mean_key_rate", |s| s.errors.relative_mae()),
    Column::optional("persistence_mae", "bit/s", "MAE of persistence, the key rate of the window before", |s| {
        s.persistence_mae
    }),
    Column::optional("fit_slope", "1", "slope of the line through predicted against measured", |s| {
        s.best_fit.map(|fit| fit.0)
    }),
    Column::optional("fit_intercept", "bit/s", "its intercept", |s| s.best_fit.map(|fit| fit.1)),
    Column::words("held_out", "whether no window was used in training", |s| Cell::Truth(s.held_out)),
    Column::optional("lags_mae", "bit/s", "MAE of the mean of the key rates 10, 20 and 30 min ago", |s| s.lags_mae),
    Column::optional("baseline_mae", "bit/s", "MAE of level × COW^β, with the numbers of the card", |s| {
        s.baseline_mae
    }),
    Column::optional("covered", "1", "fraction of the measured key rates in their 90 % prediction intervals", |s| {
        s.covered
    }),
    Column::cell("contradicted", "1", "windows with a key although the COW model allows none", |s| {
        Cell::Json(s.contradicted.to_string())
    }),
    Column::cell("number_low_high", "bit/s", "number of each window with its 90 % prediction interval", |s| {
        Cell::Json(bounds(s).to_string())
    })
    .only_in(Format::Json),
    Column::cell(
        "number_measured_predicted",
        "bit/s",
        "number of each window, counted in windows since 1970, with both rates",
        |s| Cell::Json(windows(s).to_string()),
    )
    .only_in(Format::Json),
];

fn bounds(scored: &LinkScore) -> Value {
    let pairs = scored.numbers.iter().zip(&scored.intervals);
    pairs.map(|(number, (low, high))| json!([number, low, high])).collect()
}

fn windows(scored: &LinkScore) -> Value {
    let rates = scored.measured.iter().zip(&scored.predicted);
    scored
        .numbers
        .iter()
        .zip(rates)
        .map(|(number, (measured, predicted))| json!([number, measured, predicted]))
        .collect()
}

fn help() -> String {
    let columns = describe(COLUMNS.iter().map(Column::described));
    format!("Columns, with their units; 1 is dimensionless, and the last two are in json only:\n{columns}")
}

/// Reads all, predicts, and writes.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let card = arguments.card.clone().unwrap_or_else(|| card_beside(&arguments.model));
    let scorer = load(&arguments.model, &card);
    let (scorer, losses) = both(scorer, all(arguments.loss.iter().map(|typed| loss(typed))))?;
    let found = arguments.network.find()?;
    let mut inputs = found.inputs();
    inputs.add_file(&arguments.model);
    inputs.add_file(&card);
    let output = arguments.output.open(&inputs)?;
    let network = found.read(width(&scorer, &arguments.model)?)?;
    let unknown = losses.iter().filter_map(|(link, _)| network.link("--loss", link).err()).collect::<Vec<_>>();
    if !unknown.is_empty() {
        return Err(unknown.into());
    }
    let (mut scored, mut notes) = (Vec::new(), network.notes.clone());
    if !losses.is_empty() && !scorer.features().contains(&Feature::LinkLoss) {
        notes.push("note: --loss changes nothing: the link loss is not among the inputs of this model".to_owned());
    }
    for link in &network.links {
        let what_if = losses.iter().find(|(name, _)| *name == link.link).map(|(_, loss)| *loss);
        match scorer.score(&link.with_loss(what_if)) {
            Ok(one) => {
                notes.extend(one.note().map(|note| format!("note: {note}")));
                scored.push(one);
            }
            Err(ScoreProblem::Model(problem)) => return Err(Mistake::of_file(&arguments.model, problem).into()),
            Err(ScoreProblem::Rows(problem)) if network.links.len() == 1 => return Err(Mistake::new(problem).into()),
            Err(ScoreProblem::Rows(problem)) => notes.push(format!("note: {problem}")),
        }
    }
    if arguments.format != ReportFormat::Json {
        print_notes(&notes);
    }
    output.write(|out| match arguments.format.table() {
        None => errors_table(&scored, out),
        Some(format) => table(&scored, &scorer, &notes).write(format, out),
    })?;
    network.complete()
}

fn table<'a>(
    scored: &'a [LinkScore],
    scorer: &Scorer,
    notes: &[String],
) -> Table<LinkScore, impl Iterator<Item = &'a LinkScore>, Value> {
    let card = scorer.card();
    Table {
        head: vec![
            ("window_min", json!(card.window_min)),
            ("model_sha256", json!(card.model_sha256)),
            ("inputs", json!(card.inputs)),
            ("baseline", json!(card.baseline)),
            ("intervals", json!(card.intervals)),
            ("notes", json!(notes)),
        ],
        columns: COLUMNS.to_vec(),
        rows: scored.iter(),
    }
}

fn load(model: &Path, card_file: &Path) -> Result<Scorer, Vec<Mistake>> {
    let (onnx, json) = both(read(model, MAX_ONNX_BYTES), read(card_file, MAX_CARD_BYTES))?;
    let card = Card::read(&json).map_err(|problem| vec![Mistake::of_file(card_file, problem)])?;
    Scorer::load(&onnx, card).map_err(|problem| vec![Mistake::of_file(model, problem)])
}

/// A file, unless it is far too large to be read at all.
fn read(path: &Path, most: usize) -> Result<Vec<u8>, Vec<Mistake>> {
    let unreadable = |error: std::io::Error| vec![Mistake::of_file(path, error)];
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > most as u64 {
        return Err(vec![Mistake::of_file(path, ModelProblem::TooLarge { size, most: most as u64 })]);
    }
    fs::read(path).map_err(unreadable)
}

fn width(scorer: &Scorer, model: &Path) -> Result<WindowWidth, Vec<Mistake>> {
    let wrong = |_| {
        let problem = ModelProblem::Window { wanted: scorer.card().window_min, given: WindowWidth::STANDARD.minutes() };
        vec![Mistake::of_file(model, problem)]
    };
    scorer.card().window_min.try_into().map_err(wrong)
}

fn loss(typed: &str) -> Result<(String, f64), Mistake> {
    let wrong = || Mistake::of_option("--loss", typed, "write LINK=LOSS, such as 3=25, with a loss that is a number");
    let (link, loss) = typed.split_once('=').ok_or_else(wrong)?;
    let loss = parse_quantity(loss, Unit::None).map_err(|_| wrong())?;
    Ok((link.trim().to_owned(), loss))
}
