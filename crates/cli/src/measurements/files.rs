//! Finding the files of a network, and reading them on all processors.

use super::take::Takes;
use crate::mistake::Mistake;
use crate::output::Inputs;
use monitoring::{LINKS_FILE, LinkRow, ReadProblem, Reader, Reading, endings, is_measurement, read_links, with_folder};
use rayon::prelude::*;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// Bytes of a file that are in memory at a time.
const SLICE: usize = 1 << 20;

/// The files of a network.
#[derive(Default)]
pub(crate) struct Files {
    /// Files of measurements, with the names that identify them and say what they hold.
    measurements: Vec<(String, PathBuf)>,
    tables: Vec<PathBuf>,
    /// Folders whose files are read.
    folders: Vec<PathBuf>,
    /// Folders whose folders are read.
    networks: Vec<PathBuf>,
    /// Files that were found and are not read.
    pub(crate) notes: Vec<String>,
}

/// The measurements, and the problems of files that could not be read.
pub(crate) struct Contents {
    pub(crate) readings: Vec<(String, Reading)>,
    pub(crate) rows: Vec<LinkRow>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// The contents of a file, or of a sheet of a workbook.
enum Content {
    Measurements(Box<(String, Reading)>),
    Links(Vec<LinkRow>),
}

impl Files {
    /// The files at these places. Of a folder those in it or, where there is none, those in each of its folders.
    ///
    /// # Errors
    /// Places where nothing can be read.
    pub(crate) fn at(paths: &[PathBuf]) -> Result<Files, Vec<Mistake>> {
        let (mut files, mut mistakes) = (Files::default(), Vec::new());
        for path in paths {
            let added = if path.is_dir() { files.add_folder(path) } else { files.add_file(path) };
            mistakes.extend(added.err());
        }
        if mistakes.is_empty() { Ok(files) } else { Err(mistakes) }
    }

    /// The files that are read, which no result may replace.
    pub(crate) fn inputs(&self) -> Inputs {
        let mut inputs = Inputs::default();
        let measurements = self.measurements.iter().map(|(_, path)| path);
        measurements.chain(&self.tables).for_each(|path| inputs.add_file(path));
        self.folders.iter().for_each(|folder| inputs.add_folder(folder));
        self.networks.iter().for_each(|folder| inputs.add_network(folder));
        inputs
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.measurements.iter().map(|(name, _)| name.clone()).collect()
    }

    fn add_file(&mut self, path: &Path) -> Result<(), Mistake> {
        fs::metadata(path).map_err(|error| Mistake::of_file(path, error))?;
        match name_of(path).as_str() {
            LINKS_FILE => self.tables.push(path.to_owned()),
            name => {
                let folder = path.canonicalize().ok().and_then(|path| path.parent().map(name_of)).unwrap_or_default();
                self.measurements.push((with_folder(&folder, name), path.to_owned()));
            }
        }
        Ok(())
    }

    fn add_folder(&mut self, folder: &Path) -> Result<(), Mistake> {
        let (files, folders) = entries(folder)?;
        let own = folder.canonicalize().map(|path| name_of(&path)).unwrap_or_default();
        self.tables.extend(files.iter().filter(|path| name_of(path) == LINKS_FILE).cloned());
        let before = self.measurements.len();
        for path in &files {
            let name = name_of(path);
            if is_measurement(&name) {
                self.measurements.push((with_folder(&own, &name), path.clone()));
            } else if name != LINKS_FILE && !name.to_lowercase().starts_with("readme") {
                self.notes.push(format!("{} is not read: its name does not end with {}", path.display(), endings()));
            }
        }
        if self.measurements.len() > before {
            self.folders.push(folder.to_owned());
            self.notes.extend(
                folders.iter().map(|path| format!("{} is not read: there are files beside it", path.display())),
            );
            return Ok(());
        }
        self.networks.push(folder.to_owned());
        for path in &folders {
            self.folders.push(path.clone());
            let (files, _) = entries(path)?;
            for file in files.into_iter().filter(|file| is_measurement(&name_of(file))) {
                self.measurements.push((format!("{}/{}", name_of(path), name_of(&file)), file));
            }
        }
        if self.measurements.len() > before { Ok(()) } else { Err(no_files(folder)) }
    }

    /// Reads them all; their order and the number of processors change nothing.
    pub(crate) fn read(&self, takes: &Takes) -> Contents {
        let read: Vec<Result<Content, Mistake>> =
            self.measurements.par_iter().flat_map_iter(|(name, path)| read_file(name, path, takes)).collect();
        let (mut readings, mut rows, mut mistakes) = (Vec::new(), Vec::new(), Vec::new());
        for one in read {
            match one {
                Ok(Content::Measurements(reading)) => readings.push(*reading),
                Ok(Content::Links(found)) => rows.extend(found),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        for path in &self.tables {
            let bytes = fs::read(path).map_err(|error| Mistake::of_file(path, error));
            let table = bytes.and_then(|bytes| read_links(&bytes).map_err(|problem| Mistake::of_file(path, problem)));
            match table {
                Ok(found) => rows.extend(found),
                Err(mistake) => mistakes.push(mistake),
            }
        }
        Contents { readings, rows, mistakes }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Files and folders, sorted by name, without hidden ones.
fn entries(folder: &Path) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Mistake> {
    let entries = fs::read_dir(folder).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
    let mut entries: Vec<PathBuf> = entries.map_err(|error| Mistake::of_file(folder, error))?;
    entries.sort();
    entries.retain(|path| !name_of(path).starts_with('.'));
    Ok(entries.into_iter().partition(|path| !path.is_dir()))
}

fn measurements(name: String, reading: Reading) -> Content {
    Content::Measurements(Box::new((name, reading)))
}

/// Reads a file; of a workbook every sheet, under a name of its own if there are several.
fn read_file(name: &str, path: &Path, takes: &Takes) -> Vec<Result<Content, Mistake>> {
    let one = |result: Result<Reading, Mistake>| vec![result.map(|reading| measurements(name.to_owned(), reading))];
    let mut source = match File::open(path) {
        Ok(file) => BufReader::with_capacity(SLICE, file),
        Err(error) => return one(Err(Mistake::of_file(path, error))),
    };
    match source.fill_buf() {
        Ok(head) if workbook::is_workbook(head) => read_workbook(name, path, takes),
        _ => one(read_slices(source, Reader::new(name, takes.hints(name)), path)),
    }
}

fn read_slices(mut source: impl Read, mut reader: Reader, path: &Path) -> Result<Reading, Mistake> {
    let mut slice = vec![0; SLICE];
    let wrong = |problem: ReadProblem| Mistake::of_file(path, problem);
    loop {
        let read = match source.read(&mut slice) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Mistake::of_file(path, error)),
        };
        if read == 0 {
            return reader.finish().map_err(wrong);
        }
        reader.feed(&slice[..read]).map_err(wrong)?;
    }
}

fn read_workbook(name: &str, path: &Path, takes: &Takes) -> Vec<Result<Content, Mistake>> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => return vec![Err(Mistake::of_file(path, error))],
    };
    let sheets = match workbook::sheets(&bytes) {
        Ok(sheets) => sheets,
        Err(problem) => return vec![Err(Mistake::of_file(path, problem))],
    };
    let several = sheets.len() > 1;
    let read = workbook::file_names(name, &sheets).into_iter().zip(sheets).map(|(own, sheet)| {
        let place =
            if several { PathBuf::from(format!("{}, sheet {}", path.display(), sheet.name)) } else { path.to_owned() };
        let csv = sheet.csv.as_bytes();
        if own.rsplit('/').next() == Some(LINKS_FILE) {
            return read_links(csv).map(Content::Links).map_err(|problem| Mistake::of_file(&place, problem));
        }
        let reading = monitoring::read(&own, csv, takes.hints(name));
        reading.map(|reading| measurements(own, reading)).map_err(|problem| Mistake::of_file(&place, problem))
    });
    read.collect()
}

fn no_files(folder: &Path) -> Mistake {
    Mistake::of_file(
        folder,
        format!("no file here whose name ends with {}, or with .gz after it, nor in its folders", endings()),
    )
}
