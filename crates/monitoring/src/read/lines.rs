//! Lines from slices of bytes that may end anywhere.

/// Longest line, bytes: longer than any line of measurements. It is also the most that is kept of a file between two slices.
pub(crate) const LONGEST_LINE: usize = 64 * 1024;

/// Assembles lines.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    partial: Vec<u8>,
    /// Whether the rest of a line is skipped because it is too long.
    skipping: bool,
}

/// A line, with its line feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Only its start: it is too long.
    pub cut: bool,
}

impl Lines {
    /// Gives each line that ends in these bytes to `take`.
    pub(crate) fn feed(&mut self, mut bytes: &[u8], mut take: impl FnMut(Line<'_>)) {
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(end + 1);
            bytes = rest;
            if self.partial.is_empty() && !self.skipping && line.len() <= LONGEST_LINE {
                take(Line { bytes: line, cut: false });
            } else {
                self.keep(line);
                self.end(&mut take);
            }
        }
        self.keep(bytes);
    }

    /// Gives what is left, a line without a line feed, which then gets one.
    pub(crate) fn finish(&mut self, mut take: impl FnMut(Line<'_>)) {
        if !self.partial.is_empty() || self.skipping {
            if !self.skipping {
                self.partial.push(b'\n');
            }
            self.end(&mut take);
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LONGEST_LINE - self.partial.len().min(LONGEST_LINE);
        self.skipping |= bytes.len() > room;
        self.partial.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn end(&mut self, take: &mut impl FnMut(Line<'_>)) {
        take(Line { bytes: &self.partial, cut: self.skipping });
        self.partial.clear();
        self.skipping = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(slices: &[&[u8]]) -> Vec<(Vec<u8>, bool)> {
        let (mut lines, mut found) = (Lines::default(), Vec::new());
        let mut take = |line: Line<'_>| found.push((line.bytes.to_vec(), line.cut));
        slices.iter().for_each(|slice| lines.feed(slice, &mut take));
        lines.finish(&mut take);
        found
    }

    #[test]
    fn a_long_line_is_cut_and_the_next_is_whole() {
        for length in [LONGEST_LINE - 1, LONGEST_LINE, 3 * LONGEST_LINE] {
            let text = [vec![b'x'; length], b"\nnext".to_vec()].concat();
            let cut = length >= LONGEST_LINE;
            let expected = if cut { vec![b'x'; LONGEST_LINE] } else { text[..=length].to_vec() };
            for step in [1000, LONGEST_LINE, text.len()] {
                let slices: Vec<&[u8]> = text.chunks(step).collect();
                assert_eq!(
                    lines(&slices),
                    [(expected.clone(), cut), (b"next\n".to_vec(), false)],
                    "{length} by {step}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn slices_do_not_matter(text in "[ab\n]{0,60}", step in 1usize..9) {
            let text = text.as_bytes();
            let whole = lines(&[text]);
            prop_assert_eq!(lines(&text.chunks(step).collect::<Vec<_>>()), whole.clone());
            let mut joined: Vec<u8> = whole.into_iter().flat_map(|(line, _)| line).collect();
            if !text.ends_with(b"\n") && !text.is_empty() {
                joined.pop();
            }
            prop_assert_eq!(joined, text);
        }
    }
}
