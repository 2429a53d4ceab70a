//! The measurements of a network: which files are read, what they hold, and the links averaged.

mod files;
mod take;

use crate::mistake::{Mistake, both};
use crate::output::Inputs;
use clap::Args;
pub(crate) use files::{Contents, Files};
use forecast::LinkWindows;
use monitoring::{Origin, WindowWidth, links};
use std::path::PathBuf;
pub(crate) use take::{Takes, describe_uses};

/// Where measurements are.
#[derive(Args)]
pub(crate) struct NetworkArguments {
    /// Folder with measurements and links.csv, or single files, as for `monitor`
    #[arg(value_name = "DIR", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Say what a file or a column holds, as for `monitor`; may be repeated
    #[arg(long, value_name = "NAME=USE")]
    pub(crate) take: Vec<String>,
}

/// The files of a network that are to be read, before it takes its time.
pub(crate) struct Found {
    takes: Takes,
    files: Files,
}

/// The links, and what was not read.
pub(crate) struct Network {
    pub(crate) links: Vec<LinkWindows>,
    pub(crate) notes: Vec<String>,
}

impl NetworkArguments {
    /// Finds the files.
    ///
    /// # Errors
    /// The files or values that cannot be found or understood.
    pub(crate) fn find(&self) -> Result<Found, Vec<Mistake>> {
        let (takes, files) = both(Takes::read(&self.take), Files::at(&self.paths))?;
        Ok(Found { takes, files })
    }
}

impl Found {
    /// What is read.
    pub(crate) fn inputs(&self) -> Inputs {
        self.files.inputs()
    }

    /// Reads all files and averages them. What cannot be read is an error: nothing is to be learnt from half a network.
    ///
    /// # Errors
    /// Everything that cannot be read.
    pub(crate) fn read(self, width: WindowWidth) -> Result<Network, Vec<Mistake>> {
        let Found { takes, files } = self;
        let Contents { readings, rows, mut mistakes } = files.read(&takes);
        let columns: Vec<String> = readings.iter().flat_map(|(_, reading)| reading.columns.clone()).collect();
        mistakes.extend(takes.missing(&files.names(), &columns));
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let links = links(readings.into_iter().map(|(_, reading)| reading).collect())
            .map_err(|mixed| vec![Mistake::new(mixed)])?;
        let adrift = links.iter().filter(|link| link.origin == Origin::Start).map(|link| {
            format!(
                "note: link {}: its times count from a start that is not known; they are shown as if it were 1970",
                link.name
            )
        });
        let notes = files.notes.iter().map(|note| format!("note: {note}")).chain(adrift).collect();
        let row = |name: &str| rows.iter().find(|row| row.link == name);
        Ok(Network { links: links.iter().map(|link| LinkWindows::of(link, row(&link.name), width)).collect(), notes })
    }
}

impl Network {
    /// The link of this name.
    ///
    /// # Errors
    /// There is none.
    pub(crate) fn link(&self, option: &'static str, name: &str) -> Result<&LinkWindows, Mistake> {
        self.links.iter().find(|link| link.link == name).ok_or_else(|| {
            let names: Vec<&str> = self.links.iter().map(|link| link.link.as_str()).collect();
            Mistake::of_option(option, name, format_args!("there is no such link; there are: {}", names.join(", ")))
        })
    }

    /// The links of these names, separated by commas, in the order of the network; all of them without names.
    ///
    /// # Errors
    /// Names that no link has, and repeated ones.
    pub(crate) fn chosen(&self, option: &'static str, names: Option<&str>) -> Result<Vec<&LinkWindows>, Vec<Mistake>> {
        let Some(names) = names else { return Ok(self.links.iter().collect()) };
        let names: Vec<&str> = names.split(',').map(str::trim).collect();
        let mut mistakes: Vec<Mistake> = names.iter().filter_map(|name| self.link(option, name).err()).collect();
        let twice = names.iter().enumerate().filter(|(i, name)| names[..*i].contains(name));
        mistakes.extend(twice.map(|(_, name)| Mistake::of_option(option, name, "this link is there twice")));
        let chosen = self.links.iter().filter(|link| names.contains(&link.link.as_str())).collect();
        if mistakes.is_empty() { Ok(chosen) } else { Err(mistakes) }
    }
}
