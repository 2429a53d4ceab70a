//! The fields of a line.

use crate::rejection::Reason;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};

/// Largest number of columns: no file of measurements has more.
const MAX_FIELDS: usize = 1024;

/// Splits lines into fields, by the rules of RFC 4180 with one exception: a quoted field ends with its line. An unclosed quotation
/// mark then costs only its line, and no measurement spans two lines.
pub(crate) struct Splitter {
    reader: Reader,
    /// The fields, one behind the other: checked once for the line, so that fields need not be.
    text: String,
    ends: Vec<usize>,
    fields: usize,
    delimiter: u8,
}

impl Default for Splitter {
    fn default() -> Splitter {
        Splitter { reader: reader(b','), text: String::new(), ends: vec![0; 8], fields: 0, delimiter: b',' }
    }
}

impl Splitter {
    pub(crate) fn new() -> Splitter {
        Splitter::default()
    }

    pub(crate) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    pub(crate) fn set_delimiter(&mut self, delimiter: u8) {
        if self.delimiter != delimiter {
            (self.reader, self.delimiter) = (reader(delimiter), delimiter);
        }
    }

    /// Splits a line, which ends with a line feed.
    ///
    /// # Errors
    /// [`Reason::OpenQuote`], [`Reason::FieldCount`] or [`Reason::Encoding`].
    pub(crate) fn split(&mut self, line: &[u8]) -> Result<(), Reason> {
        self.reader.reset();
        let mut text = std::mem::take(&mut self.text).into_bytes();
        text.resize(line.len(), 0);
        let (mut read, mut written) = (0, 0);
        self.fields = 0;
        loop {
            let (result, n_in, n_out, n_ends) =
                self.reader.read_record(&line[read..], &mut text[written..], &mut self.ends[self.fields..]);
            (read, written, self.fields) = (read + n_in, written + n_out, self.fields + n_ends);
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::OutputEndsFull if self.ends.len() < MAX_FIELDS => {
                    self.ends.resize((4 * self.ends.len()).min(MAX_FIELDS), 0)
                }
                ReadRecordResult::OutputEndsFull => return Err(Reason::FieldCount),
                // The line ends inside a field.
                ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::End => {
                    return Err(Reason::OpenQuote);
                }
            }
        }
        text.truncate(written);
        self.text = String::from_utf8(text).map_err(|_| Reason::Encoding)?;
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.fields
    }

    /// The field of this index; empty where there is none.
    pub(crate) fn field(&self, index: usize) -> &str {
        if index >= self.fields {
            return "";
        }
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        let field = self.text.get(start..self.ends[index]).unwrap_or("");
        if index + 1 == self.fields { field.strip_suffix('\r').unwrap_or(field) } else { field }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.fields).map(|i| self.field(i))
    }
}

fn reader(delimiter: u8) -> Reader {
    // A carriage return alone would end a record in the middle of a line.
    ReaderBuilder::new().delimiter(delimiter).terminator(Terminator::Any(b'\n')).build()
}

/// The delimiter of a line: a semicolon or a tab, which occur in no number, before a comma, which may.
pub fn delimiter_of(line: &[u8]) -> u8 {
    let mut quoted = false;
    let outside = |b: &&u8| {
        quoted ^= **b == b'"';
        !quoted
    };
    let bare: Vec<u8> = line.iter().filter(outside).copied().collect();
    [b';', b'\t'].into_iter().find(|sign| bare.contains(sign)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(line: &str, delimiter: u8) -> Result<Vec<String>, Reason> {
        let mut splitter = Splitter::new();
        splitter.set_delimiter(delimiter);
        splitter.split(format!("{line}\n").as_bytes())?;
        Ok(splitter.iter().map(str::to_owned).collect())
    }

    #[test]
    fn lines_of_all_kinds() {
        let fields = |line| split(line, b',').unwrap().join("|");
        assert_eq!(fields("a,b,c"), "a|b|c");
        assert_eq!(fields("a,,"), "a||");
        assert_eq!(fields("\"a,b\",\"c\"\"d\"\r"), "a,b|c\"d");
        assert_eq!(fields("a\rb,c\r"), "a\rb|c");
        assert_eq!(split("a,\"b", b','), Err(Reason::OpenQuote));
        assert_eq!(split(&",".repeat(2000), b',').map(|fields| fields.len()), Err(Reason::FieldCount));
        assert_eq!(split(&",".repeat(100), b',').unwrap().len(), 101);
        let mut splitter = Splitter::new();
        assert_eq!(splitter.split(b"a,\xff\n"), Err(Reason::Encoding));
        assert_eq!(splitter.split(b"next\n"), Ok(()));
        assert_eq!(splitter.iter().collect::<Vec<_>>(), ["next"]);
    }

    #[test]
    fn the_delimiter_is_the_rarer_sign() {
        assert_eq!(delimiter_of(b"2023-11-29 18:57:02,113;1197,5"), b';');
        assert_eq!(delimiter_of(b"time\tqber, %"), b'\t');
        assert_eq!(delimiter_of(b"time,qber"), b',');
        assert_eq!(delimiter_of(b"\"a;b\",c"), b',');
    }

    proptest! {
        #[test]
        fn no_line_panics(lines in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 1..5)) {
            let mut splitter = Splitter::new();
            for mut line in lines {
                line.retain(|b| *b != b'\n');
                line.push(b'\n');
                if splitter.split(&line).is_ok() {
                    prop_assert!(splitter.iter().all(|field| field.len() <= line.len()));
                }
            }
        }
    }
}
