//! Training a network.

use super::error::{Error, Mistake};
use super::monitor::table;
use super::network::{Network, NetworkArguments};
use super::{tell, write_to};
use clap::{Args, ValueEnum};
use forecast::{
    Architecture, Card, CardErrors, Inputs, LinkScore, LinkWindows, Model, Recipe, Split, Training, write_onnx,
};
use monitoring::WindowWidth;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(super) struct TrainArguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// Links to learn from, separated by commas [default: all]
    #[arg(long, value_name = "LINKS")]
    links: Option<String>,
    /// Equal seeds give equal networks
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// How the rows are learnt
    #[arg(long, value_enum, default_value_t = How::Mixed)]
    recipe: How,
    /// Networks that are trained from different weights; the model is their mean [default: 2 if rows are mixed, 1 as in the thesis]
    #[arg(long, value_name = "NUMBER")]
    networks: Option<u32>,
    /// Epochs at most; it ends after 15 that are not better
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    epochs: u32,
    /// The simplified network of the thesis's section 4.2.1
    #[arg(long)]
    simplified: bool,
    /// Without the key rates 10, 20 and 30 min ago
    #[arg(long)]
    no_history: bool,
    /// Without the loss of the link
    #[arg(long)]
    no_link_loss: bool,
    /// With the laser power
    #[arg(long)]
    laser_power: bool,
    /// ONNX file to write, replacing what is there; its card has the same name with .json
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Recipes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum How {
    /// Means of rows are learnt, which carries to links that are not learnt; of each link the last fifth is held back
    Mixed,
    /// As in the thesis: the rows themselves; any fifth of them is held back
    Thesis,
}

impl TrainArguments {
    fn recipe(&self) -> Recipe {
        let inputs = Inputs { laser_power: self.laser_power, link_loss: !self.no_link_loss, history: !self.no_history };
        let architecture = if self.simplified { Architecture::Simplified } else { Architecture::Optimised };
        let recipe = match self.recipe {
            How::Mixed => Recipe::mixed(self.seed),
            How::Thesis => Recipe::thesis(self.seed),
        };
        Recipe {
            inputs,
            architecture,
            epochs: self.epochs,
            networks: self.networks.unwrap_or(recipe.networks),
            ..recipe
        }
    }
}

/// Trains, and writes the model and its card.
///
/// # Errors
/// Something cannot be read, learnt or written.
pub(super) fn train(arguments: &TrainArguments) -> Result<(), Error> {
    let card_file = card_beside(&arguments.out);
    if card_file == arguments.out {
        return Err(vec![Mistake::OverCard(arguments.out.display().to_string())].into());
    }
    let recipe = arguments.recipe();
    let network = arguments.network.read(WindowWidth::STANDARD)?;
    let learnt = network.chosen("--links", arguments.links.as_deref())?;
    let mut training = Training::new(&learnt, recipe).map_err(|problem| vec![problem.into()])?;
    while training.epoch().is_some() {}
    let model = training.finish();
    let (scored, notes) = tried(&model, &network, &learnt);
    let onnx = write_onnx(&model);
    let errors = scored.iter().map(CardErrors::of).collect();
    let card = Card::of(&model, &onnx, &learnt, WindowWidth::STANDARD, errors);
    write_file(&arguments.out, &onnx)?;
    write_file(&card_file, card.json().as_bytes())?;
    tell(&network.notes);
    tell(&notes);
    write_to(None, |out| report(&model, &scored, &[&arguments.out, &card_file], out))
}

/// The file of the card of a model.
pub(super) fn card_beside(model: &Path) -> PathBuf {
    model.with_extension("json")
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::write(path, bytes).map_err(|source| Error::Write { place: path.display().to_string(), source })
}

/// The model on every link on which it can be tried, and why not on the others.
fn tried(model: &Model, network: &Network, learnt: &[&LinkWindows]) -> (Vec<LinkScore>, Vec<String>) {
    let (mut all, mut notes) = (Vec::new(), Vec::new());
    for link in &network.links {
        let is_learnt = learnt.iter().any(|one| one.link == link.link);
        match model.score(link, is_learnt) {
            Ok(scored) => all.push(scored),
            Err(problem) => notes.push(format!("note: {problem}")),
        }
    }
    (all, notes)
}

fn report(model: &Model, scored: &[LinkScore], files: &[&Path], out: &mut dyn Write) -> io::Result<()> {
    let split = match model.recipe.split {
        Split::Random => "any of them",
        Split::Time => "the last of each link",
    };
    writeln!(
        out,
        "Learnt from {} windows; {} were held back ({split}). {} epochs, seed {}.",
        model.learnt,
        model.held_back,
        model.epochs.len(),
        model.recipe.seed
    )?;
    if let Some(best) = model.epochs.iter().rfind(|epoch| epoch.best) {
        writeln!(out, "Loss of the best epoch: {:.6}; of what was held back: {:.6}.", best.loss, best.validation_loss)?;
    }
    writeln!(out)?;
    errors_table(scored, out)?;
    let files: Vec<String> = files.iter().map(|file| file.display().to_string()).collect();
    writeln!(out, "\nWritten: {}", files.join(", "))
}

/// The errors of each link, for reading.
pub(super) fn errors_table(scored: &[LinkScore], out: &mut dyn Write) -> io::Result<()> {
    let heads = [
        "link",
        "",
        "windows",
        "mean bit/s",
        "ME bit/s",
        "MAE bit/s",
        "MAE %",
        "MRE",
        "MSE (scaled)",
        "10 min ago: MAE %",
    ];
    let mut rows = vec![heads.map(str::to_owned).to_vec()];
    for one in scored {
        let errors = &one.errors;
        let share = |mae: f64| format!("{:.2}", 100.0 * mae / errors.mean_key_rate);
        rows.push(vec![
            one.link.clone(),
            if one.learnt { "learnt".to_owned() } else { "unseen".to_owned() },
            errors.rows.to_string(),
            format!("{:.1}", errors.mean_key_rate),
            format!("{:+.2}", errors.me),
            format!("{:.2}", errors.mae),
            share(errors.mae),
            errors.mre.map_or("–".to_owned(), |mre| format!("{mre:+.5}")),
            format!("{:.6}", errors.mse),
            one.persistence_mae.map_or("–".to_owned(), share),
        ]);
    }
    table(&rows, out)
}
