//! A header behind a hash, as numpy's `savetxt` writes it, among comments before the first line of values.

use crate::names::recognise;
use crate::read::{Splitter, delimiter_of};

/// The header that a comment holds; nothing if it is only a comment.
///
/// It is one if the line after it has values, if it has as many fields and none of them is a value, and if one of them is a parameter but
/// not the one above a date.
pub(super) fn header<'a>(comment: &'a [u8], values: &[u8], delimiter: Option<u8>) -> Option<&'a [u8]> {
    let start = comment.iter().position(|b| *b != b'#' && !b.is_ascii_whitespace())?;
    let header = &comment[start..];
    let delimiter = delimiter.unwrap_or_else(|| delimiter_of(values));
    let (names, values) = (fields(header, delimiter)?, fields(values, delimiter)?);
    let same = names.len() == values.len() && names.len() > 1;
    let named = |(name, value): (&String, &String)| recognise(name).parameter.is_some() && !is_date(value);
    let fits = values.iter().any(|value| is_value(value)) && !names.iter().any(|name| is_value(name));
    (same && fits && names.iter().zip(&values).any(named)).then_some(header)
}

fn fields(line: &[u8], delimiter: u8) -> Option<Vec<String>> {
    let mut splitter = Splitter::new();
    splitter.set_delimiter(delimiter);
    splitter.split(line).ok()?;
    Some(splitter.iter().map(|field| field.trim().to_owned()).collect())
}

fn is_value(text: &str) -> bool {
    text.trim_start_matches(['-', '+', '.']).starts_with(|c: char| c.is_ascii_digit())
}

fn is_date(text: &str) -> bool {
    is_value(text) && (text.contains(':') || text.get(1..).is_some_and(|rest| rest.matches('-').count() == 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_and_comments() {
        let found = |comment: &str, values: &str| {
            header(format!("{comment}\n").as_bytes(), format!("{values}\n").as_bytes(), None)
                .map(|header| String::from_utf8_lossy(header).trim_end().to_owned())
        };
        let values = "2024-03-04 10:00:00,0.020";
        assert_eq!(found("# time,qber", values).as_deref(), Some("time,qber"));
        assert_eq!(found("#index;QBER", "1;0,020").as_deref(), Some("index;QBER"));
        for comment in [
            "# QBER of link Vienna, Graz",
            "# QBER measured in Vienna",
            "# Vienna, Graz",
            "# qber, 2024-03-04",
            "# time, qber, key rate",
            "#",
        ] {
            assert_eq!(found(comment, values), None, "{comment}");
        }
        // The next line is a header itself.
        assert_eq!(found("# key rate, QBER", "time,qber"), None);
    }
}
