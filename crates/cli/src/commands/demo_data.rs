//! `keyspan demo-data`: a synthetic network of QKD devices, written as files.

use crate::mistake::{Error, Mistake, all, both};
use crate::output::{Destination, Inputs};
use crate::parameters::number;
use clap::{Args, ValueEnum};
use monitoring::DemoNetwork;
use numbers::quantity::Unit;
use numbers::units::Kilometres;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Write a synthetic network of QKD devices to try `monitor` on
///
/// Key rate, QBER, visibility and laser power of each link, polled about every 30 s, with noise, gaps and faults, and link 1 breaking
/// down on day 5; `truth` beside them holds what they were made from. Equal seeds give equal files on every machine.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder to write to, new or empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Equal seeds give equal files
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Number of days
    #[arg(long, value_name = "NUMBER", default_value_t = 8)]
    days: u32,
    /// Lengths of the links in km, separated by commas [default: 46,57,42,43,50]
    #[arg(long, value_name = "KM", allow_hyphen_values = true)]
    links: Option<String>,
    /// How the key rate comes about
    #[arg(long, value_enum, default_value_t = Physics::Cow)]
    physics: Physics,
}

/// How the key rate comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Physics {
    /// By the COW model, from QBER and visibility
    Cow,
    /// By another law of QBER and visibility, with jumps, seasons and missing parameters: for models that know the COW formula
    Empirical,
}

/// Writes the files into a new or an empty folder.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let links = arguments.links.as_deref().map(lengths).transpose();
    let (lengths, ()) = both(links, empty(&arguments.folder))?;
    let lengths = lengths.unwrap_or_default();
    let network = DemoNetwork::new(arguments.seed, arguments.days, &lengths).map_err(Mistake::new)?;
    let network = network.with_physics(match arguments.physics {
        Physics::Cow => monitoring::Physics::Cow,
        Physics::Empirical => monitoring::Physics::Empirical,
    });
    for file in network.files() {
        let path = arguments.folder.join(&file.path);
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        folder.map_err(|source| Error::Write { place: path.display().to_string(), source })?;
        let destination = Destination::file("demo-data", &path, &Inputs::default())?;
        destination.write(|out| out.write_all(file.text.as_bytes()))?;
    }
    Ok(())
}

fn lengths(text: &str) -> Result<Vec<Kilometres>, Vec<Mistake>> {
    all(text.split(',').map(|item| number("--links", item, Unit::None)))
}

/// Nothing is overwritten, and no old file stays among new ones.
fn empty(folder: &Path) -> Result<(), Vec<Mistake>> {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries
            .next()
            .map_or(Ok(()), |_| Err(vec![Mistake::of_file(folder, "this folder is not empty; choose a new one")])),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(vec![Mistake::of_file(folder, error)]),
    }
}
