//! JSON: an object a line (JSON Lines, NDJSON), or an array of objects.
//!
//! The first object decides: if its line ends with it, every line is a record, and a damaged one costs only itself. Otherwise objects
//! may span lines. Objects in objects give columns such as `values.qber`.

use super::Told;
use super::records::Pair;
use crate::read::lines::LONGEST_LINE;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 8;

/// Finds the objects of a text, wherever its slices end.
#[derive(Debug, Default)]
pub(super) struct Objects {
    partial: Vec<u8>,
    skipping: bool,
    /// Open brackets and braces, without those of the array around the objects.
    depth: usize,
    in_text: bool,
    escaped: bool,
    /// Line of the next byte, less 1.
    line: u64,
    /// Line on which the piece begins.
    begin: u64,
    array: Array,
    objects: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Array {
    #[default]
    None,
    Open,
    Closed,
}

/// Something between the objects, or an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Line on which it begins.
    pub(super) number: u64,
    pub(super) bytes: &'a [u8],
    /// Only its start: it is too long.
    pub(super) cut: bool,
    /// Whether it is in no array.
    pub(super) alone: bool,
}

impl Objects {
    /// Takes bytes up to the end of the first line with something in it, and says how many they were and whether every line is a record;
    /// nothing if that line goes on.
    pub(super) fn first_line(&mut self, bytes: &[u8], take: &mut impl FnMut(Piece<'_>)) -> Option<(usize, bool)> {
        let mut start = 0;
        while let Some(at) = memchr::memchr(b'\n', &bytes[start..]) {
            let end = start + at + 1;
            self.feed(&bytes[start..end], take);
            if self.objects > 0 || self.depth > 0 || self.array != Array::None {
                return Some((end, self.depth == 0 && self.array == Array::None));
            }
            start = end;
        }
        self.feed(&bytes[start..], take);
        None
    }

    /// Gives each object that ends in these bytes, and each piece of something else, to `take`.
    pub(super) fn feed(&mut self, bytes: &[u8], take: &mut impl FnMut(Piece<'_>)) {
        for byte in bytes {
            self.line += u64::from(*byte == b'\n');
            if self.depth == 0 {
                self.between(*byte, take);
                continue;
            }
            self.keep(*byte);
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_text => self.escaped = true,
                b'"' => self.in_text = !self.in_text,
                b'{' | b'[' if !self.in_text => self.depth += 1,
                b'}' | b']' if !self.in_text => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        self.objects += 1;
                        self.end(take);
                    }
                }
                _ => {}
            }
        }
    }

    /// Gives what is left.
    pub(super) fn finish(&mut self, take: &mut impl FnMut(Piece<'_>)) {
        self.end(take);
    }

    /// Lines that have ended.
    pub(super) fn lines(&self) -> u64 {
        self.line
    }

    /// A byte that is in no object.
    fn between(&mut self, byte: u8, take: &mut impl FnMut(Piece<'_>)) {
        match byte {
            b'{' => {
                self.end(take);
                self.depth = 1;
                self.keep(byte);
            }
            b'[' if self.array == Array::None && self.objects == 0 && self.partial.is_empty() => {
                self.array = Array::Open
            }
            b']' if self.array == Array::Open => {
                self.end(take);
                self.array = Array::Closed;
            }
            b'\n' => self.end(take),
            b',' if self.array == Array::Open => self.end(take),
            b' ' | b'\t' | b'\r' if self.partial.is_empty() => {}
            _ => self.keep(byte),
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.partial.is_empty() && !self.skipping {
            self.begin = self.line + 1;
        }
        match self.partial.len() < LONGEST_LINE {
            true => self.partial.push(byte),
            false => self.skipping = true,
        }
    }

    fn end(&mut self, take: &mut impl FnMut(Piece<'_>)) {
        if !self.partial.is_empty() {
            take(Piece {
                number: self.begin,
                bytes: &self.partial,
                cut: self.skipping,
                alone: self.array == Array::None,
            });
        }
        self.partial.clear();
        (self.skipping, self.depth, self.in_text, self.escaped) = (false, 0, false, false);
    }
}

/// The names and values of an object. What is in quotation marks is without them, all else as it stands; null is `null`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Object<'a> {
    values: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// Whether a value is an array: no measurement.
    pub(super) arrays: bool,
}

impl Object<'_> {
    pub(super) fn pairs(&self) -> impl Iterator<Item = Pair<'_>> {
        self.values.iter().map(|(name, value)| (name.as_ref(), Told::Nothing, value.as_ref()))
    }
}

/// Reads an object; nothing if the text is none.
pub(super) fn read(text: &str) -> Option<Object<'_>> {
    let mut object = Object::default();
    flatten(text, "", 0, &mut object)?;
    (!object.values.is_empty()).then_some(object)
}

fn flatten<'a>(text: &'a str, before: &str, depth: usize, object: &mut Object<'a>) -> Option<()> {
    let Members(members) = serde_json::from_str(text).ok().filter(|_| depth < MAX_DEPTH)?;
    for (name, value) in members {
        let name = if before.is_empty() { name } else { Cow::Owned(format!("{before}.{name}")) };
        let raw = value.get();
        match raw.as_bytes().first()? {
            b'{' => flatten(raw, &name, depth + 1, object)?,
            b'"' => object.values.push((name, text_of(raw)?)),
            first => {
                object.arrays |= *first == b'[';
                object.values.push((name, Cow::Borrowed(raw)));
            }
        }
    }
    Some(())
}

fn text_of(raw: &str) -> Option<Cow<'_, str>> {
    let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
    if inside.contains('\\') { serde_json::from_str(raw).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(inside)) }
}

/// The members of an object in their order, each value as it is written.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = Vec::new();
                while let Some((name, value)) = map.next_entry::<Name<'de>, &RawValue>()? {
                    members.push((name.0, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}

/// A name, borrowed where it has no backslash.
#[derive(serde::Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(slices: &[&[u8]]) -> Vec<(u64, String)> {
        let (mut objects, mut found) = (Objects::default(), Vec::new());
        let mut take = |piece: Piece<'_>| found.push((piece.number, String::from_utf8_lossy(piece.bytes).into_owned()));
        slices.iter().for_each(|slice| objects.feed(slice, &mut take));
        objects.finish(&mut take);
        found
    }

    fn texts(text: &str) -> Vec<String> {
        pieces(&[text.as_bytes()]).into_iter().map(|(number, text)| format!("{number}: {text}")).collect()
    }

    #[test]
    fn objects_of_all_layouts() {
        assert_eq!(texts("{\"a\":1}\n{\"a\":2}\n"), ["1: {\"a\":1}", "2: {\"a\":2}"]);
        assert_eq!(texts("[{\"a\":1},{\"a\":2}]"), ["1: {\"a\":1}", "1: {\"a\":2}"]);
        assert_eq!(
            texts("[\n {\n  \"a\": {\"b\": [1]}\n },\n {\"a\":2}\n]\n"),
            ["2: {\n  \"a\": {\"b\": [1]}\n }", "5: {\"a\":2}"]
        );
        // Braces and quotation marks in texts.
        assert_eq!(texts("{\"a\":\"}\\\"{\"}{\"b\":1}"), ["1: {\"a\":\"}\\\"{\"}", "1: {\"b\":1}"]);
        // What is no object is a piece of its own.
        assert_eq!(texts("{\"a\":1}\noops, what\n{\"a\":2}"), ["1: {\"a\":1}", "2: oops, what", "3: {\"a\":2}"]);
        assert_eq!(texts("[1, {\"a\":2}]"), ["1: 1", "1: {\"a\":2}"]);
        assert_eq!(texts("{\"a\":"), ["1: {\"a\":"]);
    }

    #[test]
    fn an_object_too_long_is_cut() {
        let text = format!("[{{\"a\":\"{}\"}},{{\"a\":2}}]", "x".repeat(LONGEST_LINE));
        let mut found = Vec::new();
        let mut objects = Objects::default();
        objects.feed(text.as_bytes(), &mut |piece| found.push((piece.bytes.len(), piece.cut)));
        assert_eq!(found, [(LONGEST_LINE, true), (7, false)]);
    }

    #[test]
    fn values_as_they_stand() {
        let pairs = |text| {
            let object = read(text)?;
            Some(object.pairs().map(|(name, _, value)| format!("{name}={value}")).collect::<Vec<_>>().join("|"))
        };
        assert_eq!(
            pairs(r#"{"ts":"2024-03-04T10:00:00Z","qber":0.020,"skr":1.8e3,"ok":true,"vis":null}"#).unwrap(),
            "ts=2024-03-04T10:00:00Z|qber=0.020|skr=1.8e3|ok=true|vis=null"
        );
        assert_eq!(pairs(r#"{"link":{"name":"a \"b\""},"\u00e4":1}"#).unwrap(), "link.name=a \"b\"|ä=1");
        assert!(read(r#"{"t":[1,2]}"#).unwrap().arrays);
        for text in ["{}", "{", "[]", "1", "{\"a\":}", "{\"a\":1} {", "{\"a\":01}", &"{\"a\":".repeat(200)] {
            assert_eq!(pairs(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn slices_do_not_matter(text in "[{}\\[\\],\"\\\\a\n ]{0,60}", step in 1usize..9) {
            let text = text.as_bytes();
            prop_assert_eq!(pieces(&text.chunks(step).collect::<Vec<_>>()), pieces(&[text]));
        }

        #[test]
        fn an_object_reads_back(names in prop::collection::btree_map("\\PC{1,6}", "\\PC{0,8}", 1..5)) {
            let text = serde_json::to_string(&names).unwrap();
            let object = read(&text).unwrap();
            let expected: Vec<Pair<'_>> = names.iter().map(|(name, value)| (name.as_str(), Told::Nothing, value.as_str())).collect();
            prop_assert_eq!(object.pairs().collect::<Vec<_>>(), expected);
            prop_assert_eq!(pieces(&[text.as_bytes()]), [(1, text.clone())]);
        }
    }
}
