//! The measurements of a network: which files are read, what they hold, and the links averaged.

mod files;
mod take;

use crate::mistake::{Error, Mistake, both};
use crate::output::Inputs;
use clap::Args;
pub(crate) use files::{Contents, Files};
use forecast::LinkWindows;
use monitoring::{FileReport, Link, Origin, WindowWidth, links};
use std::path::PathBuf;
pub(crate) use take::{TakeArguments, Takes, describe_uses};

/// Where measurements are.
#[derive(Args)]
pub(crate) struct NetworkArguments {
    /// Folder with measurements and links.csv, or single files, as for `monitor`
    #[arg(value_name = "DIR", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) take: TakeArguments,
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
    /// What could not be read: the rest is used all the same.
    mistakes: Vec<Mistake>,
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

    /// Reads all files and averages them. What cannot be read takes nothing else down: see [`Network::complete`].
    ///
    /// # Errors
    /// Nothing can be read.
    pub(crate) fn read(self, width: WindowWidth) -> Result<Network, Vec<Mistake>> {
        let Found { takes, files } = self;
        let Contents { readings, rows, mut mistakes } = files.read(&takes);
        let reports: Vec<FileReport> = readings.iter().map(|(name, reading)| FileReport::of(name, reading)).collect();
        mistakes.extend(reports.iter().flat_map(asked));
        let columns: Vec<String> = readings.iter().flat_map(|(_, reading)| reading.columns.clone()).collect();
        mistakes.extend(takes.missing(&files.names(), &columns));
        let links = links(readings.into_iter().map(|(_, reading)| reading).collect());
        mistakes.extend(links.iter().flat_map(doubted));
        if links.is_empty() {
            return Err(mistakes);
        }
        let adrift = links.iter().filter(|link| link.origin == Origin::Start).map(|link| {
            format!(
                "note: link {}: its times count from a start that is not known; they are shown as if it were 1970",
                link.name
            )
        });
        let of_files = reports.iter().flat_map(FileReport::notes).map(|note| format!("note: {note}"));
        let of_links = links.iter().flat_map(remarks).map(|note| format!("note: {note}"));
        let notes =
            files.notes.iter().map(|note| format!("note: {note}")).chain(adrift).chain(of_links).chain(of_files);
        let notes = notes.collect();
        let row = |name: &str| rows.iter().find(|row| row.link == name);
        let links = links.iter().map(|link| LinkWindows::of(link, row(&link.name), width)).collect();
        Ok(Network { links, notes, mistakes })
    }
}

/// What a file leaves open until the caller chooses.
pub(crate) fn asked(report: &FileReport) -> Vec<Mistake> {
    report.questions().into_iter().map(|question| Mistake::at(&report.name, question)).collect()
}

/// What of a link is not used.
pub(crate) fn doubted(link: &Link) -> Vec<Mistake> {
    link.doubts.iter().map(|doubt| Mistake::at(format_args!("link {}", link.name), doubt)).collect()
}

/// What was read of a link in the likely way.
pub(crate) fn remarks(link: &Link) -> Vec<String> {
    link.remarks.iter().map(|remark| format!("link {}: {remark}", link.name)).collect()
}

impl Network {
    /// Nothing, if everything was read: what is printed of the rest stays.
    ///
    /// # Errors
    /// What could not be read.
    pub(crate) fn complete(self) -> Result<(), Error> {
        if self.mistakes.is_empty() { Ok(()) } else { Err(self.mistakes.into()) }
    }

    /// A mistake, with what could not be read, which may be its reason.
    pub(crate) fn with(&self, mistake: Mistake) -> Vec<Mistake> {
        self.mistakes.iter().cloned().chain([mistake]).collect()
    }

    /// The same as [`complete`](Network::complete), where half a network is of no use.
    ///
    /// # Errors
    /// What could not be read.
    pub(crate) fn whole(self) -> Result<Network, Vec<Mistake>> {
        if self.mistakes.is_empty() { Ok(self) } else { Err(self.mistakes) }
    }

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
