//! `keyspan train`: a network that predicts the key rate.

use crate::measurements::{Network, NetworkArguments};
use crate::mistake::{Error, Mistake, both, print_notes};
use crate::output::Destination;
use crate::text_table::{TextColumn, or_dash, write_text};
use clap::{Args, ValueEnum};
use forecast::{
    Architecture, Card, CardErrors, Inputs, LinkScore, LinkWindows, Model, Recipe, Split, Training, write_onnx,
};
use monitoring::WindowWidth;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Train a model that predicts the key rate from QBER, visibility and earlier key rates
///
/// By default level × COW^β: two fitted numbers, and the network of Haiden's thesis for what they leave over if that lowers the error on
/// held-out links. It is written as an ONNX file, with a card beside it that describes its inputs, how they are scaled and what is
/// computed outside. Errors on links that it was trained on are of held-out windows only. Equal data and seeds give equal files on every
/// machine.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// Links to train on, separated by commas [default: all]
    #[arg(long, value_name = "LINKS")]
    links: Option<String>,
    /// Equal seeds give equal networks
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// The training procedure [default: level, or mixed with --no-history]
    #[arg(long, value_enum)]
    recipe: Option<Learning>,
    /// Networks that are trained from different initial weights; the model is their mean [default: 2 with mixed, otherwise 1]
    #[arg(long, value_name = "NUMBER")]
    networks: Option<u32>,
    /// Largest number of epochs; training ends after 15 without improvement
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    epochs: u32,
    /// The simplified network of the thesis's section 4.2.1
    #[arg(long)]
    simplified: bool,
    /// Without the key rates 10, 20 and 30 min ago
    #[arg(long)]
    no_history: bool,
    /// Without the loss of the link, which level does not use anyway
    #[arg(long)]
    no_link_loss: bool,
    /// With the laser power
    #[arg(long)]
    laser_power: bool,
    /// Fraction of the windows of each link, the last ones, that level does not see and its errors are of
    #[arg(long, value_name = "FRACTION", default_value_t = 0.2)]
    hold_out: f64,
    /// ONNX file to write, replacing what is there; its card has the same name with .json
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Training procedures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Learning {
    /// Level × COW^β: two numbers, and a network for what they leave over if it helps on held-out links
    Level,
    /// A network alone, trained on means of rows, which carries over to other links; the last fifth of each link is held back
    Mixed,
    /// A network alone, as in the thesis: trained on the rows themselves; a random fifth of them is held back
    Thesis,
}

impl Arguments {
    fn recipe(&self) -> Result<Recipe, Mistake> {
        let learning = self.recipe.unwrap_or(if self.no_history { Learning::Mixed } else { Learning::Level });
        if learning == Learning::Level && self.no_history {
            let problem = "level × COW^β is made of the history; use --recipe mixed or thesis without it";
            return Err(Mistake::at("--recipe level --no-history", problem));
        }
        let link_loss = !self.no_link_loss && learning != Learning::Level;
        let inputs = Inputs { laser_power: self.laser_power, link_loss, history: !self.no_history };
        let architecture = if self.simplified { Architecture::Simplified } else { Architecture::Optimised };
        let recipe = match learning {
            Learning::Level => Recipe { held_out: self.hold_out, ..Recipe::level(self.seed) },
            Learning::Mixed => Recipe::mixed(self.seed),
            Learning::Thesis => Recipe::thesis(self.seed),
        };
        Ok(Recipe {
            inputs,
            architecture,
            epochs: self.epochs,
            networks: self.networks.unwrap_or(recipe.networks),
            ..recipe
        })
    }
}

/// Trains, and writes the model and its card.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let out = arguments.out.display();
    let card_file = card_beside(&arguments.out);
    if card_file == arguments.out {
        let problem = "the card is written beside the model as a file that ends with .json; give the model another ending, such as .onnx";
        return Err(Mistake::at(format_args!("--out {out}"), problem).into());
    }
    let recipe = arguments.recipe()?;
    let found = arguments.network.find()?;
    let inputs = found.inputs();
    let (report_to, (model_to, card_to)) = both(
        Destination::standard_output(&inputs),
        both(
            Destination::file("--out", &arguments.out, &inputs),
            Destination::file(&format!("--out {out}: its card"), &card_file, &inputs),
        ),
    )?;
    // Nothing is to be learnt from half a network.
    let network = found.read(WindowWidth::STANDARD)?.whole()?;
    let learnt = network.chosen("--links", arguments.links.as_deref())?;
    let mut training = Training::new(&learnt, recipe).map_err(Mistake::new)?;
    while training.epoch().is_some() {}
    let model = training.finish();
    let (scored, notes) = tried(&model, &network, &learnt);
    let onnx = write_onnx(&model);
    let errors = scored.iter().map(CardErrors::of).collect();
    let card = Card::of(&model, &onnx, &learnt, WindowWidth::STANDARD, errors);
    model_to.write(|out| out.write_all(&onnx))?;
    card_to.write(|out| out.write_all(card.json().as_bytes()))?;
    print_notes(&network.notes);
    print_notes(&notes);
    report_to.write(|out| report(&model, &scored, &[&arguments.out, &card_file], out))
}

/// The file of the card of a model.
pub(crate) fn card_beside(model: &Path) -> PathBuf {
    model.with_extension("json")
}

/// The scores of the model on each link, and a note for each link that it cannot be scored on.
fn tried(model: &Model, network: &Network, learnt: &[&LinkWindows]) -> (Vec<LinkScore>, Vec<String>) {
    let (mut all, mut notes) = (Vec::new(), Vec::new());
    for link in &network.links {
        let is_learnt = learnt.iter().any(|one| one.link == link.link);
        match model.score(link, is_learnt) {
            Ok(scored) => {
                notes.extend(scored.note().map(|note| format!("note: {note}")));
                all.push(scored);
            }
            Err(problem) => notes.push(format!("note: {problem}")),
        }
    }
    (all, notes)
}

fn report(model: &Model, scored: &[LinkScore], files: &[&Path], out: &mut dyn Write) -> io::Result<()> {
    let Model { learnt, held_back, epochs, recipe, .. } = model;
    let epochs = epochs.len();
    match (&model.choice, &model.baseline) {
        (Some(choice), Some(level)) => {
            let kept = if model.networks.is_empty() { "" } else { " × network" };
            writeln!(
                out,
                "Model: level × COW^{:.2}{kept}. The level remembers {:.1} windows (memory {:.2}); g = 1 − h(QBER) − {} − (1 − visibility).",
                level.beta,
                level.mean_age(),
                level.memory,
                level.mean_photons
            )?;
            writeln!(
                out,
                "Fitted to {learnt} windows; {held_back} later ones chose the model and calibrated its intervals."
            )?;
            let links = if choice.folds.len() == 1 { "later windows" } else { "links left out in turn" };
            let (without, with) = choice.means();
            let with = or_dash(with, |mae| format!("{:.2} %", 100.0 * mae));
            let verdict = if choice.kept { "the network is kept" } else { "the network is left out" };
            writeln!(
                out,
                "MAE on {links}: {:.2} % without a network, {with} with one; {verdict} ({epochs} epochs, seed {}).",
                100.0 * without,
                recipe.seed
            )?;
        }
        _ => {
            let split = match recipe.split {
                Split::Random => "any of them",
                Split::Time => "the last of each link",
            };
            let seed = recipe.seed;
            writeln!(
                out,
                "Trained on {learnt} windows; {held_back} were held back ({split}). {epochs} epochs, seed {seed}."
            )?;
            if let Some(best) = model.epochs.iter().rfind(|epoch| epoch.best) {
                writeln!(
                    out,
                    "Loss of the best epoch: {:.6}; of the held-back windows: {:.6}.",
                    best.loss, best.validation_loss
                )?;
            }
        }
    }
    writeln!(out)?;
    errors_table(scored, out)?;
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    writeln!(out, "\nWritten: {}", files.join(", "))
}

/// The errors of each link, for reading.
pub(super) fn errors_table(scored: &[LinkScore], out: &mut dyn Write) -> io::Result<()> {
    write_text(&ERRORS, scored, out)
}

static ERRORS: [TextColumn<LinkScore>; 13] = [
    TextColumn { head: "link", text: |one| one.link.clone() },
    TextColumn { head: "", text: |one| one.scope().to_owned() },
    TextColumn { head: "windows", text: |one| one.errors.rows.to_string() },
    TextColumn { head: "mean bit/s", text: |one| format!("{:.1}", one.errors.mean_key_rate) },
    TextColumn { head: "ME bit/s", text: |one| format!("{:+.2}", one.errors.me) },
    TextColumn { head: "MAE bit/s", text: |one| format!("{:.2}", one.errors.mae) },
    TextColumn { head: "MAE %", text: |one| percent(one.errors.mae, one) },
    TextColumn { head: "MRE", text: |one| or_dash(one.errors.mre, |mre| format!("{mre:+.5}")) },
    TextColumn { head: "MSE (scaled)", text: |one| format!("{:.6}", one.errors.mse) },
    TextColumn { head: "in 90 %", text: |one| or_dash(one.covered, |covered| format!("{:.1} %", 100.0 * covered)) },
    TextColumn { head: "level × COW^β: MAE %", text: |one| or_dash(one.baseline_mae, |mae| percent(mae, one)) },
    TextColumn { head: "mean of 3: MAE %", text: |one| or_dash(one.lags_mae, |mae| percent(mae, one)) },
    TextColumn { head: "10 min ago: MAE %", text: |one| or_dash(one.persistence_mae, |mae| percent(mae, one)) },
];

/// An error relative to the mean key rate.
fn percent(mae: f64, of: &LinkScore) -> String {
    format!("{:.2}", 100.0 * mae / of.errors.mean_key_rate)
}
