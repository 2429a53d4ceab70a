//! The fields of a line of CSV (RFC 4180), but that a row is a line: a quote that is never closed must not swallow the file. They are
//! separated by commas, semicolons or tabs, as the first line is.

use super::problem::RowProblem;
use csv_core::{ReadRecordResult, ReaderBuilder};

/// A number with a decimal comma as one with a point: in a cell a comma between digits can be nothing else, for cells have no thousands
/// separators. Everything else stays as it is, and so does a comma that may stand between thousands, where commas separate the cells.
pub(super) fn with_point(cell: &str, separator: u8) -> String {
    let text = cell.trim();
    let Some((before, behind)) = text.split_once(',') else { return cell.to_owned() };
    let whole = before.trim_start_matches(['+', '-', '−']);
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let number =
        !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()) && digits > 0 && !behind.contains([',', '.']);
    let thousands = separator == b',' && digits == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    if number && !thousands { format!("{before}.{behind}") } else { cell.to_owned() }
}

/// Splits a line.
///
/// # Errors
/// Why it has no fields.
pub(super) fn split(line: &[u8], separator: u8) -> Result<Vec<String>, RowProblem> {
    let line = [line, b"\n"].concat();
    let mut text = vec![0; line.len()];
    let mut ends = vec![0; line.iter().filter(|byte| **byte == separator).count() + 1];
    let (found, fields) =
        match ReaderBuilder::new().delimiter(separator).build().read_record(&line, &mut text, &mut ends) {
            (ReadRecordResult::Record, read, _, fields) if read == line.len() => (&text, &ends[..fields]),
            (ReadRecordResult::Record, ..) => return Err(RowProblem::CarriageReturn),
            _ => return Err(RowProblem::OpenQuote),
        };
    let text = str::from_utf8(found).map_err(|_| RowProblem::NotUtf8)?;
    let starts = std::iter::once(0).chain(fields.iter().copied());
    Ok(starts.zip(fields).map(|(start, end)| text.get(start..*end).unwrap_or_default().to_owned()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(line: &str) -> Result<Vec<String>, RowProblem> {
        split(line.as_bytes(), b',')
    }

    #[test]
    fn quotes_hold_commas_and_quotes() {
        assert_eq!(read("a,\"b,c\",\"d\"\"e\",, f \"g\" ").unwrap(), ["a", "b,c", "d\"e", "", " f \"g\" "]);
        assert_eq!(read("dark").unwrap(), ["dark"]);
        assert_eq!(read("1,").unwrap(), ["1", ""]);
    }

    #[test]
    fn spreadsheets_of_any_country() {
        assert_eq!(split(b"\"a;b\";62,5", b';').unwrap(), ["a;b", "62,5"]);
        let of = |cell| with_point(cell, b',');
        assert_eq!(
            ["62,5", "-0,021 dB", "0,125", "1,234", "Wien, Graz", "1,2,3", "1e10"].map(of),
            ["62.5", "-0.021 dB", "0.125", "1,234", "Wien, Graz", "1,2,3", "1e10"]
        );
        assert_eq!(with_point("1,234", b';'), "1.234");
    }

    #[test]
    fn a_row_is_a_line() {
        assert_eq!(read("1,\"two"), Err(RowProblem::OpenQuote));
        assert_eq!(read("1,\"two\"\"\r"), Err(RowProblem::OpenQuote));
        assert_eq!(read("1,2\r3,4"), Err(RowProblem::CarriageReturn));
        assert_eq!(split(b"1,\xff", b','), Err(RowProblem::NotUtf8));
    }

    proptest! {
        #[test]
        fn any_fields_are_read_back(fields in prop::collection::vec("[^\r\n\u{feff}]{0,9}|[,\"µ ]{0,5}", 1..9)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let line = writer.into_inner().unwrap();
            prop_assert_eq!(split(&line[..line.len() - 1], b',').unwrap(), fields);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(prop_oneof![Just(b','), Just(b'"'), Just(b'\r'), any::<u8>()], 0..60)) {
            let _ = (split(&bytes, b','), split(&bytes, b';'));
        }
    }
}
