//! Which cells a workbook shows in per cent. `calamine` gives values without their formats, and 2.1 % is stored as 0.021.
//!
//! Source: ECMA-376, part 1, 18.8.30 (number formats), 18.8.45 (formats of cells), 18.3.1.4 (cells).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader, Read, Seek};
use zip::ZipArchive;

/// Formats in per cent that every workbook has: `0%` and `0.00%`.
const BUILT_IN: [&str; 2] = ["9", "10"];

/// What the workbook says of all sheets.
pub(super) struct Percent {
    /// Whether the cells of each style are in per cent.
    styles: Vec<bool>,
    /// The file of each sheet.
    files: HashMap<String, String>,
}

impl Percent {
    pub(super) fn of(archive: &mut ZipArchive<impl Read + Seek>) -> Result<Percent, String> {
        let mut own: HashSet<String> = BUILT_IN.map(str::to_owned).into();
        let (mut styles, mut in_cells) = (Vec::new(), false);
        each(archive, "xl/styles.xml", |name, element, end| match name {
            "numFmt" if is_percent(&attribute(element, "formatCode").unwrap_or_default()) => {
                own.extend(attribute(element, "numFmtId"));
            }
            "cellXfs" => in_cells = !end,
            "xf" if in_cells && !end => {
                styles.push(attribute(element, "numFmtId").is_some_and(|id| own.contains(&id)));
            }
            _ => {}
        })?;
        let (mut places, mut files) = (HashMap::new(), HashMap::new());
        each(archive, "xl/_rels/workbook.xml.rels", |name, element, _| {
            if name == "Relationship" {
                places.extend(attribute(element, "Id").zip(attribute(element, "Target")));
            }
        })?;
        each(archive, "xl/workbook.xml", |name, element, _| {
            if let ("sheet", Some(sheet), Some(id)) = (name, attribute(element, "name"), attribute(element, "r:id")) {
                let place = places.get(&id).map(|place| place.trim_start_matches('/'));
                let inside =
                    |place: &str| if place.starts_with("xl/") { place.to_owned() } else { format!("xl/{place}") };
                files.extend(place.map(|place| (sheet, inside(place))));
            }
        })?;
        Ok(Percent { styles, files })
    }

    /// Rows and columns, from 0, of the cells of a sheet that are in per cent.
    pub(super) fn cells(
        &self,
        archive: &mut ZipArchive<impl Read + Seek>,
        sheet: &str,
    ) -> Result<HashSet<(u32, u32)>, String> {
        let mut cells = HashSet::new();
        let Some(file) = self.files.get(sheet).filter(|_| self.styles.contains(&true)) else { return Ok(cells) };
        let (mut row, mut column) = (0, 0);
        each(archive, file, |name, element, end| match name {
            "row" if !end => {
                // Rows and cells without a place of their own follow those before.
                row = attribute(element, "r").and_then(|number| number.parse().ok()).unwrap_or(row + 1);
                column = 0;
            }
            "c" if !end => {
                let place = attribute(element, "r").and_then(|place| column_of(&place));
                column = place.unwrap_or(column + 1);
                let style: Option<usize> = attribute(element, "s").and_then(|style| style.parse().ok());
                if style.and_then(|style| self.styles.get(style)) == Some(&true) {
                    cells.insert((u32::saturating_sub(row, 1), u32::saturating_sub(column, 1)));
                }
            }
            _ => {}
        })?;
        Ok(cells)
    }
}

/// Whether a format shows a hundred times the value: it has a per cent sign outside quotation marks and not behind a backslash.
fn is_percent(format: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    format.chars().any(|c| {
        let sign = c == '%' && !quoted && !escaped;
        quoted ^= c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        sign
    })
}

/// The column of `AB12`, from 1.
fn column_of(place: &str) -> Option<u32> {
    let mut letters = place.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.try_fold(0u32, |column, letter| {
        column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A' + 1))
    });
    column.filter(|column| *column > 0)
}

/// Gives the local name of each element of a file, its start or its end, and whether that is its end. A file that is not there has none.
fn each(
    archive: &mut ZipArchive<impl Read + Seek>,
    file: &str,
    mut take: impl FnMut(&str, &BytesStart<'_>, bool),
) -> Result<(), String> {
    let Ok(file) = archive.by_name(file) else { return Ok(()) };
    let mut reader = Reader::from_reader(BufReader::new(file));
    let mut bytes = Vec::new();
    loop {
        match next(&mut reader, &mut bytes)? {
            Event::Eof => return Ok(()),
            Event::Start(element) | Event::Empty(element) => take(element.local_name().as_ref(), &element, false),
            Event::End(element) => take(element.local_name().as_ref(), &BytesStart::new(""), true),
            _ => {}
        }
        bytes.clear();
    }
}

fn next<'a>(reader: &mut Reader<impl BufRead>, bytes: &'a mut Vec<u8>) -> Result<Event<'a>, String> {
    reader.read_event_into(bytes).map_err(|problem| problem.to_string())
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    quick_xml::escape::unescape(&attribute.value).map(|text| text.into_owned()).ok()
}
