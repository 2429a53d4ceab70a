//! Letters of lines that are not UTF-8.

use serde::{Deserialize, Serialize};

/// The encoding of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// UTF-8, or ASCII, which is the same.
    #[default]
    Utf8,
    /// UTF-16, which older spreadsheets call Unicode text.
    Utf16,
    /// What Windows writes in western countries; ISO 8859-1 (Latin-1) is the same in all printable characters.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// What Excel for Mac writes as “CSV (Macintosh)”.
    #[serde(rename = "mac-roman")]
    MacRoman,
}

impl Encoding {
    /// Its usual name.
    pub const fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "UTF-8",
            Encoding::Utf16 => "UTF-16",
            Encoding::Windows1252 => "Windows-1252",
            Encoding::MacRoman => "Mac OS Roman",
        }
    }
}

/// Bytes 0x80 to 0x9f of Windows-1252; the others are those of Unicode. A space is a byte without a meaning.
/// Source: <https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT>.
const WINDOWS_1252: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";

/// Bytes 0x80 to 0xff of Mac OS Roman, but for 0xf0, the apple.
/// Source: <https://www.unicode.org/Public/MAPPINGS/VENDORS/APPLE/ROMAN.TXT>.
const MAC_ROMAN: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
     ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// Reads each line as UTF-8 or, as long as no line has shown that the file is UTF-8, in the one-byte encoding of its program.
#[derive(Debug, Default)]
pub(super) struct Letters {
    /// Whether a line has had a letter of UTF-8 that is not ASCII: a line that is no UTF-8 is then damaged.
    utf8: bool,
    /// The encoding that was met.
    pub(super) met: Encoding,
    text: String,
}

impl Letters {
    /// The text of a line, which if it is not UTF-8 is `otherwise`; nothing if it is damaged, or not text.
    pub(super) fn read<'a>(&'a mut self, line: &'a [u8], otherwise: Encoding) -> Option<&'a str> {
        match std::str::from_utf8(line) {
            Ok(text) => {
                self.utf8 |= !text.is_ascii();
                Some(text)
            }
            Err(_) if self.utf8 || otherwise == Encoding::Utf16 => None,
            Err(_) => {
                self.text.clear();
                for byte in line {
                    self.text.push(letter(*byte, otherwise)?);
                }
                self.met = otherwise;
                Some(&self.text)
            }
        }
    }
}

fn letter(byte: u8, encoding: Encoding) -> Option<char> {
    let of = |table: &str, first: u8| table.chars().nth(usize::from(byte - first)).filter(|letter| *letter != ' ');
    match byte {
        b'\t' | b'\n' | b'\r' | b' '..=b'~' => Some(char::from(byte)),
        // Control characters: not text.
        0..0x80 => None,
        _ if encoding == Encoding::MacRoman => of(MAC_ROMAN, 0x80),
        0x80..0xa0 => of(WINDOWS_1252, 0x80),
        _ => Some(char::from(byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_both_encodings() {
        assert_eq!((WINDOWS_1252.chars().count(), MAC_ROMAN.chars().count()), (32, 128));
        let mut letters = Letters::default();
        assert_eq!(letters.read(b"M\xfcnchen \x80 \x96", Encoding::Windows1252), Some("München € –"));
        assert_eq!(letters.read(b"M\x9fnchen \xdb \xd0", Encoding::MacRoman), Some("München € –"));
        assert_eq!(letters.met, Encoding::MacRoman);
        // 0x81 is nothing, 0x01 is no text, and the apple is not in Unicode.
        assert_eq!(letters.read(b"a\x81", Encoding::Windows1252), None);
        assert_eq!(letters.read(b"\xfc\x01", Encoding::Windows1252), None);
        assert_eq!(letters.read(b"a\xf0", Encoding::MacRoman), None);
    }

    #[test]
    fn among_utf8_another_line_is_damaged() {
        let mut letters = Letters::default();
        assert_eq!(letters.read("München".as_bytes(), Encoding::Windows1252), Some("München"));
        assert_eq!(letters.read(b"M\xfcnchen", Encoding::Windows1252), None);
        assert_eq!(letters.met, Encoding::Utf8);
        assert_eq!(Letters::default().read(b"a\xff", Encoding::Utf16), None);
    }
}
