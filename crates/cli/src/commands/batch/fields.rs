//! The fields of a line of CSV (RFC 4180), but that a row is a line: a quote that is never closed must not swallow the file.

use super::problem::RowProblem;
use csv_core::{ReadRecordResult, Reader};

/// Splits a line.
///
/// # Errors
/// Why it has no fields.
pub(super) fn split(line: &[u8]) -> Result<Vec<String>, RowProblem> {
    let line = [line, b"\n"].concat();
    let mut text = vec![0; line.len()];
    let mut ends = vec![0; line.iter().filter(|byte| **byte == b',').count() + 1];
    let (found, fields) = match Reader::new().read_record(&line, &mut text, &mut ends) {
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
        split(line.as_bytes())
    }

    #[test]
    fn quotes_hold_commas_and_quotes() {
        assert_eq!(read("a,\"b,c\",\"d\"\"e\",, f \"g\" ").unwrap(), ["a", "b,c", "d\"e", "", " f \"g\" "]);
        assert_eq!(read("dark").unwrap(), ["dark"]);
        assert_eq!(read("1,").unwrap(), ["1", ""]);
    }

    #[test]
    fn a_row_is_a_line() {
        assert_eq!(read("1,\"two"), Err(RowProblem::OpenQuote));
        assert_eq!(read("1,\"two\"\"\r"), Err(RowProblem::OpenQuote));
        assert_eq!(read("1,2\r3,4"), Err(RowProblem::CarriageReturn));
        assert_eq!(split(b"1,\xff"), Err(RowProblem::NotUtf8));
    }

    proptest! {
        #[test]
        fn any_fields_are_read_back(fields in prop::collection::vec("[^\r\n\u{feff}]{0,9}|[,\"µ ]{0,5}", 1..9)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&fields).unwrap();
            let line = writer.into_inner().unwrap();
            prop_assert_eq!(split(&line[..line.len() - 1]).unwrap(), fields);
        }

        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(prop_oneof![Just(b','), Just(b'"'), Just(b'\r'), any::<u8>()], 0..60)) {
            let _ = split(&bytes);
        }
    }
}
