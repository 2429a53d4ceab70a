//! A synthetic network of QKD devices, written as files.

use super::arguments::DemoDataArguments;
use super::error::{Error, Mistake, both};
use engine::scenario::Problem;
use monitoring::DemoNetwork;
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::Kilometres;
use std::fs;
use std::io;
use std::path::Path;

/// Writes the files into a new or an empty folder.
///
/// # Errors
/// The network cannot be made, something is in the folder already, or a file cannot be written.
pub(super) fn write(arguments: &DemoDataArguments) -> Result<(), Error> {
    let links = arguments.links.as_deref().map(lengths).transpose();
    let (lengths, ()) = both(links, empty(&arguments.folder))?;
    let lengths = lengths.unwrap_or_default();
    let network = DemoNetwork::new(arguments.seed, arguments.days, &lengths).map_err(|p| vec![Mistake::Demo(p)])?;
    for file in network.files() {
        let path = arguments.folder.join(&file.path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, file.text));
        written.map_err(|source| Error::Write { place: path.display().to_string(), source })?;
    }
    Ok(())
}

fn lengths(text: &str) -> Result<Vec<Kilometres>, Vec<Mistake>> {
    let (mut lengths, mut mistakes) = (Vec::new(), Vec::new());
    for item in text.split(',') {
        let read = || -> Result<Kilometres, Problem> { Ok(parse_quantity(item, Unit::None)?.try_into()?) };
        match read() {
            Ok(length) => lengths.push(length),
            Err(problem) => mistakes.push(Mistake::Number { place: format!("--links {}", item.trim()), problem }),
        }
    }
    if mistakes.is_empty() { Ok(lengths) } else { Err(mistakes) }
}

/// Nothing is overwritten, and no old file stays among new ones.
fn empty(folder: &Path) -> Result<(), Vec<Mistake>> {
    let place = || folder.display().to_string();
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().map_or(Ok(()), |_| Err(vec![Mistake::NotEmpty(place())])),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(vec![Mistake::Unreadable { place: place(), problem: error.to_string() }]),
    }
}
