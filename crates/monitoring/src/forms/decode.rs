//! From the bytes of a file to UTF-8 with line feeds.
//!
//! | in the file | recognised by |
//! |---|---|
//! | UTF-8 | a byte order mark, or nothing else being found |
//! | UTF-16, little or big endian | a byte order mark, or every other one of the first four bytes being 0 |
//! | line ends of a classic Macintosh (CR) | the first line ends with a CR that no LF follows |
//!
//! `encoding_rs` would do this too, but whoever names one of its encodings links the tables of all of them, 200 kB of Asian letters;
//! `char::decode_utf16` and the two tables in [`letters`](super::letters) are all that these files need.

use super::letters::Encoding;
use memchr::{memchr, memchr2};

/// A byte that no UTF-8 has: it makes a line unreadable that has half a character.
const BROKEN: u8 = 0xff;

/// Decodes a file from slices that may end anywhere.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// The first bytes, until there are enough to recognise the encoding.
    head: Vec<u8>,
    units: Option<Units>,
    ends: Ends,
    /// A CR at the end of the last slice, whose meaning the next byte decides.
    held: bool,
    text: Vec<u8>,
}

/// How the text is written in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Units {
    Bytes,
    Pairs { big_endian: bool, half: Option<u8>, first: Option<u16> },
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Ends {
    /// No line has ended yet.
    #[default]
    Open,
    /// LF, with or without a CR before it.
    LineFeed,
    /// CR.
    Return,
}

impl Decoder {
    /// Decodes the next bytes and gives them to `take`, with the encoding of a line in them that is not UTF-8 after all.
    pub(super) fn feed(&mut self, bytes: &[u8], take: &mut impl FnMut(&[u8], Encoding)) {
        if self.units.is_some() {
            return self.decode(bytes, take);
        }
        self.head.extend_from_slice(bytes);
        if self.head.len() >= 4 {
            self.begin(take);
        }
    }

    /// Gives what is left.
    pub(super) fn finish(&mut self, take: &mut impl FnMut(&[u8], Encoding)) {
        if self.units.is_none() {
            self.begin(take);
        }
        if let Some(Units::Pairs { half: Some(_), .. } | Units::Pairs { first: Some(_), .. }) = self.units {
            take(&[BROKEN], self.otherwise());
        }
        if std::mem::take(&mut self.held) {
            take(if self.ends == Ends::Return { b"\n" } else { b"\r" }, self.otherwise());
        }
    }

    /// Whether the file is in UTF-16.
    pub(super) fn is_utf16(&self) -> bool {
        matches!(self.units, Some(Units::Pairs { .. }))
    }

    fn otherwise(&self) -> Encoding {
        match (self.units, self.ends) {
            (Some(Units::Pairs { .. }), _) => Encoding::Utf16,
            (_, Ends::Return) => Encoding::MacRoman,
            _ => Encoding::Windows1252,
        }
    }

    fn begin(&mut self, take: &mut impl FnMut(&[u8], Encoding)) {
        let head = std::mem::take(&mut self.head);
        let pairs = |big_endian| Units::Pairs { big_endian, half: None, first: None };
        let (units, mark) = match head.as_slice() {
            [0xef, 0xbb, 0xbf, ..] => (Units::Bytes, 3),
            [0xff, 0xfe, ..] => (pairs(false), 2),
            [0xfe, 0xff, ..] => (pairs(true), 2),
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (pairs(false), 0),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => (pairs(true), 0),
            _ => (Units::Bytes, 0),
        };
        self.units = Some(units);
        self.decode(&head[mark..], take);
    }

    fn decode(&mut self, bytes: &[u8], take: &mut impl FnMut(&[u8], Encoding)) {
        match self.units {
            Some(Units::Pairs { big_endian, half, first }) => {
                let mut text = std::mem::take(&mut self.text);
                text.clear();
                let mut half = half;
                let mut first = first;
                for byte in bytes {
                    let Some(before) = half.take() else {
                        half = Some(*byte);
                        continue;
                    };
                    let unit = if big_endian { [before, *byte] } else { [*byte, before] };
                    push_unit(u16::from_be_bytes(unit), &mut first, &mut text);
                }
                self.units = Some(Units::Pairs { big_endian, half, first });
                self.lines(&text, take);
                self.text = text;
            }
            _ => self.lines(bytes, take),
        }
    }

    /// Makes a line feed the end of each line.
    fn lines(&mut self, mut bytes: &[u8], take: &mut impl FnMut(&[u8], Encoding)) {
        if bytes.is_empty() {
            return;
        }
        if std::mem::take(&mut self.held) {
            if self.ends == Ends::Open {
                self.ends = if bytes[0] == b'\n' { Ends::LineFeed } else { Ends::Return };
            }
            match self.ends {
                Ends::Return if bytes[0] == b'\n' => {}
                Ends::Return => take(b"\n", self.otherwise()),
                _ => take(b"\r", self.otherwise()),
            }
        }
        if self.ends == Ends::Open {
            match memchr2(b'\r', b'\n', bytes) {
                None => {}
                Some(at) if bytes[at] == b'\n' => self.ends = Ends::LineFeed,
                Some(at) => match bytes.get(at + 1) {
                    Some(b'\n') => self.ends = Ends::LineFeed,
                    Some(_) => self.ends = Ends::Return,
                    None => {
                        self.held = true;
                        bytes = &bytes[..at];
                    }
                },
            }
        }
        if self.ends != Ends::Return {
            return take(bytes, self.otherwise());
        }
        while let Some(at) = memchr(b'\r', bytes) {
            take(&bytes[..at], self.otherwise());
            bytes = &bytes[at + 1..];
            match bytes.first() {
                None => self.held = true,
                // A CR before a LF is part of the same end.
                Some(b'\n') => {}
                Some(_) => take(b"\n", self.otherwise()),
            }
        }
        take(bytes, self.otherwise());
    }
}

/// Adds a unit of UTF-16 to a text; `first` is the first half of a pair.
fn push_unit(unit: u16, first: &mut Option<u16>, text: &mut Vec<u8>) {
    let mut push = |units: &[u16]| match char::decode_utf16(units.iter().copied()).next() {
        Some(Ok(letter)) => text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        _ => text.push(BROKEN),
    };
    match first.take() {
        Some(before) if (0xdc00..0xe000).contains(&unit) => return push(&[before, unit]),
        Some(_) => push(&[]),
        None => {}
    }
    if (0xd800..0xdc00).contains(&unit) {
        *first = Some(unit);
    } else {
        push(&[unit]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decoded(slices: &[&[u8]]) -> Vec<u8> {
        let (mut decoder, mut text) = (Decoder::default(), Vec::new());
        let mut take = |bytes: &[u8], _: Encoding| text.extend_from_slice(bytes);
        slices.iter().for_each(|slice| decoder.feed(slice, &mut take));
        decoder.finish(&mut take);
        text
    }

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big_endian { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn every_encoding_is_the_same_text() {
        let text = "Zeit;Größe 😀\n1;2\n";
        for bytes in [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            utf16(text, false),
            utf16(text, true),
            utf16(&format!("\u{feff}{text}"), false),
            utf16(&format!("\u{feff}{text}"), true),
        ] {
            assert_eq!(decoded(&[&bytes]), text.as_bytes());
        }
    }

    #[test]
    fn line_ends_of_all_kinds() {
        let lines = |text: &str| String::from_utf8(decoded(&[text.as_bytes()])).unwrap();
        assert_eq!(lines("a,b\r1,2\r3,4\r"), "a,b\n1,2\n3,4\n");
        assert_eq!(lines("a,b\r\r1,2"), "a,b\n\n1,2");
        assert_eq!(lines("a,b\r1,2\r\n3,4\n"), "a,b\n1,2\n3,4\n");
        // Where lines end with a line feed, a CR alone is part of a field.
        assert_eq!(lines("a,b\r\n1\r2,3\r\n"), "a,b\r\n1\r2,3\r\n");
        assert_eq!(lines("a\nb\rc\n"), "a\nb\rc\n");
        assert_eq!(lines("a,b\r"), "a,b\r");
        assert_eq!(lines("\r"), "\r");
    }

    #[test]
    fn half_a_character_breaks_its_line_only() {
        let mut bytes = utf16("\u{feff}ab\n", false);
        bytes.extend([0x00, 0xd8]);
        bytes.extend(utf16("c\nd", false));
        bytes.push(b'e');
        assert_eq!(decoded(&[&bytes]), b"ab\n\xffc\nd\xff");
    }

    proptest! {
        #[test]
        fn slices_do_not_matter(bytes in prop::collection::vec(prop_oneof![Just(b'a'), Just(b'\r'), Just(b'\n'), any::<u8>()], 0..60), mark in 0usize..4, step in 1usize..9) {
            let bytes = [[&b""[..], b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"][mark], &bytes].concat();
            let slices: Vec<&[u8]> = bytes.chunks(step).collect();
            prop_assert_eq!(decoded(&slices), decoded(&[&bytes]));
        }

        #[test]
        fn utf16_reads_back(text in "\\PC{2,40}", big_endian: bool) {
            prop_assert_eq!(decoded(&[&utf16(&format!("\u{feff}{text}"), big_endian)]), text.as_bytes());
        }
    }
}
