//! A file that takes the place of another one when it is complete.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Symbolic links that are followed to the file; as many as Linux follows.
const MAX_LINKS: u32 = 40;

/// A new file beside the file that it replaces. It is deleted if it is not [finished](Replacement::finish).
#[derive(Debug)]
pub(super) struct Replacement {
    file: File,
    part: PathBuf,
    target: PathBuf,
    finished: bool,
}

impl Replacement {
    /// A replacement of this file, with its owner and permissions if it is there.
    ///
    /// # Errors
    /// The error of the operating system.
    pub(super) fn of(target: &Path) -> io::Result<Replacement> {
        let old = fs::metadata(target).ok();
        if old.as_ref().is_some_and(|old| old.permissions().readonly()) {
            // Renaming over it would need no permission to write to it.
            File::options().write(true).open(target)?;
        }
        let (file, part) = new_beside(target).map_err(|error| {
            let why = format!("no file that takes its place can be created beside it: {error}");
            if old.is_some() { io::Error::new(error.kind(), why) } else { error }
        })?;
        let new = Replacement { file, part, target: target.to_owned(), finished: false };
        if let Some(old) = old {
            keep_owner(&new.file, &old);
            fs::set_permissions(&new.part, old.permissions())?;
        }
        Ok(new)
    }

    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// Puts it in the place of the old file.
    ///
    /// # Errors
    /// The error of the operating system; the old file is unchanged.
    pub(super) fn finish(mut self) -> io::Result<()> {
        // Some systems find out only here that the disk is full.
        self.file.sync_all()?;
        fs::rename(&self.part, &self.target)?;
        self.finished = true;
        Ok(())
    }
}

impl Drop for Replacement {
    fn drop(&mut self) {
        if !self.finished {
            // If even this fails, a hidden file stays behind.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// Gives a file the owner of another one. Only the administrator may do so, and only for them do the owners differ.
#[cfg(unix)]
fn keep_owner(file: &File, old: &Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &Metadata) {}

/// A new file in the folder of another one. Its name is hidden, so that nobody takes it for a result or for measurements.
fn new_beside(target: &Path) -> io::Result<(File, PathBuf)> {
    let process = std::process::id();
    for attempt in 0.. {
        let part = target.with_file_name(format!(".keyspan-{process}-{attempt}.part"));
        match File::options().write(true).create_new(true).open(&part) {
            Ok(file) => return Ok((file, part)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    unreachable!("the loop ends with a file or an error")
}

/// The file to which symbolic links lead, whether it is there or not.
pub(crate) fn resolved(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(next);
    }
    path
}
