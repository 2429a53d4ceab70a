//! Where a result goes: to standard output, or into a file that is there only once it is complete.

mod inputs;
mod replacement;

use super::mistake::{Error, Mistake};
use clap::Args;
pub(super) use inputs::{Inputs, is_regular};
use monitoring::{LINKS_FILE, is_measurement};
use replacement::Replacement;
pub(super) use replacement::resolved;
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The option for the file of a result.
#[derive(Args)]
pub(super) struct Output {
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Output {
    /// The file to write; none for standard output, which `-` means too.
    pub(super) fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| *path != Path::new("-"))
    }

    /// Where the result goes, once it is clear that it replaces nothing that is read.
    ///
    /// # Errors
    /// The result would replace an input, or be read as one the next time.
    pub(super) fn open(&self, inputs: &Inputs) -> Result<Destination, Vec<Mistake>> {
        match self.file() {
            Some(path) => Destination::file("--output", path, inputs),
            None => Destination::standard_output(inputs),
        }
    }

    /// Writes the result of a command that reads no files.
    ///
    /// # Errors
    /// The error of writing, from the operating system.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        self.open(&Inputs::default())?.write(write)
    }
}

/// A place for a result that is none of the inputs.
#[derive(Debug)]
pub(super) struct Destination {
    place: Place,
    /// For messages.
    name: String,
}

#[derive(Debug)]
enum Place {
    StandardOutput,
    /// A target that cannot be replaced: a device, a pipe, a stream that is open already.
    Stream(PathBuf),
    /// A regular file, or one that is not there yet.
    File(PathBuf),
}

impl Destination {
    /// Standard output, unless it leads into an input.
    ///
    /// # Errors
    /// It does.
    pub(super) fn standard_output(inputs: &Inputs) -> Result<Destination, Vec<Mistake>> {
        let name = "standard output".to_owned();
        match inputs.same_as_standard_output() {
            Some(input) => Err(vec![is_input(name, input)]),
            None => Ok(Destination { place: Place::StandardOutput, name }),
        }
    }

    /// A file that an option names.
    ///
    /// # Errors
    /// It is one of the inputs, by whatever name, or the next run would take it for one.
    pub(super) fn file(option: &str, path: &Path, inputs: &Inputs) -> Result<Destination, Vec<Mistake>> {
        let name = path.display().to_string();
        let place = || format!("{option} {name}");
        if let Some(input) = inputs.same_as(path) {
            return Err(vec![is_input(place(), input)]);
        }
        if inputs::is_standard_output(path) {
            return Ok(Destination { place: Place::StandardOutput, name });
        }
        if !is_replaceable(path) {
            return Ok(Destination { place: Place::Stream(path.to_owned()), name });
        }
        let file = resolved(path);
        let own = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if inputs.searches_folder_of(&file) && (own == LINKS_FILE || is_measurement(&own)) {
            let problem =
                "its folder is read, and the next run would take it for measurements; write it to another folder";
            return Err(vec![Mistake::at(place(), problem)]);
        }
        Ok(Destination { place: Place::File(file), name })
    }

    /// The file, if it is one that can be gone on with.
    pub(super) fn regular_file(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            _ => None,
        }
    }

    /// Writes a result. A file holds what it held before until the new result is complete; at standard output a reader that has left
    /// early is no failure.
    ///
    /// # Errors
    /// The error of the operating system.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
        let written = match &self.place {
            Place::StandardOutput => match buffered(&mut io::stdout().lock(), write) {
                Err(left) if left.kind() == ErrorKind::BrokenPipe => Ok(()),
                written => written,
            },
            Place::Stream(path) => File::create(path).and_then(|mut stream| buffered(&mut stream, write)),
            Place::File(path) => Replacement::of(path).and_then(|mut new| {
                buffered(new.file(), write)?;
                new.finish()
            }),
        };
        written.map_err(|source| self.cannot_write(source))
    }

    /// Opens it for rows that come one by one: standard output, or a stream.
    ///
    /// # Errors
    /// The error of the operating system.
    pub(super) fn stream(&self) -> Result<Box<dyn Write>, Error> {
        match &self.place {
            Place::StandardOutput => Ok(Box::new(io::stdout().lock())),
            Place::Stream(path) | Place::File(path) => match File::create(path) {
                Ok(file) => Ok(Box::new(file)),
                Err(source) => Err(self.cannot_write(source)),
            },
        }
    }

    /// Whether somebody may read it meanwhile, and leave.
    pub(super) fn is_standard_output(&self) -> bool {
        matches!(self.place, Place::StandardOutput)
    }

    pub(super) fn cannot_write(&self, source: io::Error) -> Error {
        Error::Write { place: self.name.clone(), source }
    }
}

fn is_input(place: String, input: &str) -> Mistake {
    Mistake::at(place, format_args!("this is the same file as the input {input}; write to another one"))
}

/// Whether another file can take the place of this one: a regular file, or none yet. Names of open streams lead to files that
/// other programs keep writing.
fn is_replaceable(path: &Path) -> bool {
    let open = ["/dev/stdout", "/dev/stderr", "/dev/fd", "/proc"].iter().any(|stream| path.starts_with(stream));
    !open && fs::metadata(path).map_or(true, |about| about.is_file())
}

fn buffered(out: &mut dyn Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(out);
    write(&mut out)?;
    out.flush()
}
