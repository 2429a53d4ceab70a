//! The files that a command reads, which its results must not replace.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

/// The files that a command reads.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    files: Vec<(Identity, String)>,
    /// Folders of which each file with the ending of measurements is read.
    folders: Vec<PathBuf>,
    /// Folders of which each folder is read in this way.
    networks: Vec<PathBuf>,
}

/// A regular file, whatever it is called: names, symbolic and hard links of one file have one identity.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Identity {
    #[cfg(unix)]
    device: u64,
    #[cfg(unix)]
    inode: u64,
    #[cfg(not(unix))]
    path: PathBuf,
}

impl Inputs {
    /// Adds a file.
    pub(crate) fn add_file(&mut self, path: &Path) {
        self.files.extend(Identity::of(path).map(|identity| (identity, path.display().to_string())));
    }

    /// Adds standard input.
    pub(crate) fn add_standard_input(&mut self) {
        self.files.extend(standard_input().map(|identity| (identity, "from standard input".to_owned())));
    }

    /// Adds a folder whose measurements are read.
    pub(crate) fn add_folder(&mut self, folder: &Path) {
        self.folders.extend(folder.canonicalize());
    }

    /// Adds a folder of whose folders the measurements are read.
    pub(crate) fn add_network(&mut self, folder: &Path) {
        self.add_folder(folder);
        self.networks.extend(folder.canonicalize());
    }

    /// Name of the input that is this file.
    pub(super) fn same_as(&self, path: &Path) -> Option<&str> {
        self.named(Identity::of(path)?)
    }

    /// Name of the input into which standard output leads.
    pub(super) fn same_as_standard_output(&self) -> Option<&str> {
        self.named(standard_output()?)
    }

    /// Whether the folder of a file is one whose measurements are read.
    pub(super) fn searches_folder_of(&self, file: &Path) -> bool {
        folder_of(file).is_some_and(|folder| self.folders.contains(&folder))
    }

    /// Whether measurements in this folder, which need not be there yet, would be read.
    pub(crate) fn searches(&self, folder: &Path) -> bool {
        let above = folder_of(folder);
        let is = folder.canonicalize().ok().or_else(|| Some(above.as_ref()?.join(folder.file_name()?)));
        let hidden = folder.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        is.is_some_and(|is| {
            let inside = is.parent().is_some_and(|above| self.networks.iter().any(|network| network == above));
            self.folders.contains(&is) || inside && !hidden
        })
    }

    fn named(&self, identity: Identity) -> Option<&str> {
        self.files.iter().find(|(input, _)| *input == identity).map(|(_, name)| name.as_str())
    }
}

/// Whether this file is the target of standard output, as `/dev/stdout` may be.
pub(super) fn is_standard_output(path: &Path) -> bool {
    let stream = path == Path::new("/dev/stdout");
    stream || Identity::of(path).is_some_and(|identity| Some(identity) == standard_output())
}

/// Whether this is a regular file with something in it.
pub(crate) fn is_regular(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|about| about.is_file() && about.len() > 0)
}

fn folder_of(path: &Path) -> Option<PathBuf> {
    let folder = path.parent()?;
    if folder == Path::new("") { Path::new(".") } else { folder }.canonicalize().ok()
}

#[cfg(unix)]
mod system {
    use super::{Identity, Metadata, Path};
    use std::fs::{self, File};
    use std::io;
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;

    impl Identity {
        pub(super) fn of(path: &Path) -> Option<Identity> {
            of(&fs::metadata(path).ok()?)
        }
    }

    fn of(about: &Metadata) -> Option<Identity> {
        // A terminal or a null device may well be input and output at once.
        about.is_file().then(|| Identity { device: about.dev(), inode: about.ino() })
    }

    fn of_stream(stream: impl AsFd) -> Option<Identity> {
        of(&File::from(stream.as_fd().try_clone_to_owned().ok()?).metadata().ok()?)
    }

    pub(super) fn standard_input() -> Option<Identity> {
        of_stream(io::stdin())
    }

    pub(super) fn standard_output() -> Option<Identity> {
        of_stream(io::stdout())
    }
}

/// Where the system gives files no numbers, links between names are followed; redirections are not seen.
#[cfg(not(unix))]
mod system {
    use super::{Identity, Path};

    impl Identity {
        pub(super) fn of(path: &Path) -> Option<Identity> {
            path.canonicalize().ok().filter(|path| path.is_file()).map(|path| Identity { path })
        }
    }

    pub(super) fn standard_input() -> Option<Identity> {
        None
    }

    pub(super) fn standard_output() -> Option<Identity> {
        None
    }
}

use system::{standard_input, standard_output};
