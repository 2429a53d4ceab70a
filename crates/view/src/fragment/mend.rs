//! Links that mail and chat programs damaged on their way.
//!
//! Only damage with one reading is mended, and each mend gets a notice; anything else is left to be refused where it is read. What the
//! page writes is never changed: it has a raw `=` in each part and nowhere else, no raw sign but `&`, `*`, `-`, `.`, `_`, `+`, `%` and
//! those of [`READABLE`](crate::address), and it does not [end](unclosed) in a sign that belongs to a sentence.

use engine::scenario::Notice;

/// Signs that close a sentence, a quotation or a tag around a link, as they are and as a browser or HTML encodes them.
const CLOSING: [&str; 23] = [
    "&gt;",
    "&quot;",
    "%3E",
    "%22",
    "%60",
    "%E2%80%9D",
    "%C2%BB",
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    ">",
    "]",
    "}",
    "\"",
    "'",
    "`",
    "’",
    "”",
    "»",
    "#",
];
/// Signs that open them.
const OPENING: [char; 9] = ['#', '<', '(', '[', '"', '\'', '“', '‘', '«'];
/// Parameters that other programs add to follow who opens a link.
const TRACKING: [&str; 9] =
    ["utm_", "fbclid=", "gclid=", "dclid=", "msclkid=", "mc_cid=", "mc_eid=", "igshid=", "_gl="];

/// Mends of one link at most: more than any way has stations. A hostile link must not keep the page from opening.
const ROUNDS: usize = 64;

/// One kind of damage: what is damaged, what became of it, and the mended text.
type Mend = (String, &'static str, String);

/// The fragment as it was written, with a notice on each mend.
pub(crate) fn mend(fragment: &str) -> (String, Vec<Notice>) {
    let (mut text, mut notices) = (fragment.trim().to_owned(), Vec::new());
    let kinds = [line_breaks, opened, closed, entities, quoted_printable, encoded, separators, tracking];
    for _ in 0..ROUNDS {
        let Some((item, reason, mended)) = kinds.iter().find_map(|kind| kind(&text)) else { break };
        let notice = Notice::mended(&item, reason);
        if !notices.contains(&notice) {
            notices.push(notice);
        }
        text = mended;
    }
    (text, notices)
}

/// The text without what closes a sentence around it. A parenthesis may close one of a unit: `1e-9 /(km nm)`.
pub(crate) fn unclosed(text: &str) -> &str {
    let mut rest = text;
    let more = |rest: &str| rest.matches(')').count() > rest.matches('(').count();
    while let Some(shorter) = CLOSING
        .iter()
        .find_map(|sign| rest.strip_suffix(sign))
        .or_else(|| rest.strip_suffix(')').filter(|_| more(rest)))
    {
        rest = shorter;
    }
    rest
}

fn closed(text: &str) -> Option<Mend> {
    let rest = unclosed(text);
    let signs = &text[rest.len()..];
    (!signs.is_empty()).then(|| (quoted(signs), "taken off the end", rest.to_owned()))
}

fn opened(text: &str) -> Option<Mend> {
    let rest = text.trim_start_matches(OPENING);
    let rest = rest.strip_prefix("%23").unwrap_or(rest);
    let signs = &text[..text.len() - rest.len()];
    (!signs.is_empty()).then(|| (quoted(signs), "taken off the beginning", rest.to_owned()))
}

fn quoted(signs: &str) -> String {
    format!("“{signs}”")
}

/// Line breaks with the marks of a quotation, and spaces around `&`. A break is taken out where the link clearly goes on behind it.
fn line_breaks(text: &str) -> Option<Mend> {
    let mut lines = text.split(['\n', '\r']);
    let mut joined = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let more = line.trim_start_matches([' ', '\t', '>', '|']);
        let goes_on = more.contains(['=', '&']) || joined.trim_end().ends_with(['=', '&', '%']);
        if !goes_on && !more.trim().is_empty() {
            joined = format!("{joined}\n{line}");
            continue;
        }
        joined.truncate(joined.trim_end().len());
        // The soft line break of quoted-printable mail.
        if joined.ends_with('=') && text.contains("=3D") {
            joined.pop();
        }
        joined += more;
    }
    let trimmed = joined.split('&').map(str::trim).collect::<Vec<_>>().join("&");
    (trimmed.len() < text.len()).then(|| ("line breaks and spaces".to_owned(), "taken out", trimmed))
}

fn entities(text: &str) -> Option<Mend> {
    let entity = ["&amp;", "&#38;", "&#x26;"].into_iter().find(|entity| text.contains(entity))?;
    Some((quoted(entity), "read as “&”", text.replace(entity, "&")))
}

/// `=3D` for every `=`.
fn quoted_printable(text: &str) -> Option<Mend> {
    let signs = text.matches('=').count();
    let mended = || (quoted("=3D"), "read as “=”", text.replace("=3D", "="));
    (signs > 0 && text.matches("=3D").count() == signs).then(mended)
}

/// Everything encoded once more, or the `=` of a part.
fn encoded(text: &str) -> Option<Mend> {
    let codes = ["%3D", "%3d", "%253D", "%253d"];
    let code = |part: &str| codes.into_iter().find(|code| !part.contains('=') && part.contains(code));
    if !text.contains('&') {
        let code = code(text)?;
        // Without = and & it is a single name.
        let (decoded, _) = form_urlencoded::parse(text.as_bytes()).next()?;
        return Some((quoted(code), "decoded throughout the link", decoded.into_owned()));
    }
    let first = text.split('&').find_map(code)?;
    let read = |part: &str| code(part).map_or_else(|| part.to_owned(), |code| part.replacen(code, "=", 1));
    Some((quoted(first), "read as “=”", text.split('&').map(read).collect::<Vec<_>>().join("&")))
}

/// `%26` before a name and its `=`.
fn separators(text: &str) -> Option<Mend> {
    let mut mended = String::new();
    for (i, piece) in text.split("%26").enumerate() {
        let name = piece.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let separates = name > 0 && piece[name..].starts_with('=');
        mended += if i == 0 {
            ""
        } else if separates {
            "&"
        } else {
            "%26"
        };
        mended += piece;
    }
    (mended.len() < text.len()).then(|| (quoted("%26"), "read as “&”", mended))
}

fn tracking(text: &str) -> Option<Mend> {
    let apart =
        TRACKING.iter().fold(text.to_owned(), |text, name| text.replace(&format!("?{name}"), &format!("&{name}")));
    let (added, own): (Vec<&str>, Vec<&str>) =
        apart.split('&').partition(|part| TRACKING.iter().any(|name| part.starts_with(name)));
    (!added.is_empty()).then(|| (added.join("&"), "added by another program, taken out", own.join("&")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn mended(text: &str) -> (String, Vec<String>) {
        let (mended, notices) = mend(text);
        (mended, notices.iter().map(Notice::to_string).collect())
    }

    #[test]
    fn each_kind_of_damage() {
        let link = "v=1&bitrate=5e10&dark=500";
        for damaged in [
            "v=1&amp;bitrate=5e10&amp;dark=500",
            "v=1&amp;amp;bitrate=5e10&#38;dark=500",
            "v=1%26bitrate=5e10%26dark=500",
            "v=1%26bitrate=5e10&dark%3d500",
            "v%3D1%26bitrate%3D5e10%26dark%3D500",
            "v%253D1%2526bitrate%253D5e10%2526dark%253D500",
            "v=3D1&bitrate=3D5e10&dark=3D500",
            "v=3D1&bitrate=3D5e=\n10&dark=3D500",
            "v=1&bitrate=5e1\n0&dark=500",
            "v=1&bitrate=5e10&\ndark=500",
            "v=1&bitrate=5e10&dark=\r\n500",
            "v=1&bitrate=5e10& \r\n> > dark=500",
            "v=1& bitrate=5e10 &dark=500",
            "#v=1&bitrate=5e10&dark=500#",
            "%23v=1&bitrate=5e10&dark=500",
            "“v=1&bitrate=5e10&dark=500”.",
            "<v=1&bitrate=5e10&dark=500>",
            "v=1&bitrate=5e10&dark=500).",
            "v=1&bitrate=5e10&dark=500%22%3E",
            "v=1&bitrate=5e10&dark=500&gt;,",
            "v=1&bitrate=5e10&dark=500&utm_source=teams&utm_medium=chat&fbclid=x",
            "v=1&utm_source=teams&bitrate=5e10&dark=500?gclid=x",
            "utm_source=teams&v=1&bitrate=5e10&dark=500",
        ] {
            let (text, told) = mended(damaged);
            assert_eq!(text, link, "{damaged}: {told:?}");
            assert!(!told.is_empty(), "{damaged}");
        }
    }

    #[test]
    fn what_has_two_readings_stays() {
        for text in [
            // The text behind the link, or the rest of its number.
            "v=1&dark=5\n00",
            "v=1&dark=500\nBest regards",
            // Part of a value that the page encoded.
            "v=1&ask=a%26dark%3D500&at=3",
            "v=1&pin=A%26B*0",
            "v=1&ask=dark%3D5",
            "v=1&raman=1e-9 /(km nm)",
            "v=1&dark=3D",
            "monitoring&v=1&link=A%26B",
            "v=1&bitrate=5e10&dark=50…",
        ] {
            assert_eq!(mended(text), (text.to_owned(), vec![]));
        }
    }

    #[test]
    fn mends_are_told() {
        insta::assert_snapshot!(
            [
                "v=1&amp;dark=500).",
                "v=1%26dark=5\n00&at=3",
                "v=3D1&dark=3D500",
                "v%3D1%26dark%3D500",
                "v=1&dark%3D500",
                "<v=1&dark=500&utm_source=teams&fbclid=x",
            ]
            .map(|text| format!("{text:?}\n  {}", mended(text).1.join("\n  ")))
            .join("\n")
        );
    }

    fn damage() -> impl Strategy<Value = String> {
        prop::collection::vec(
            prop::sample::select(vec![
                "v=1",
                "&",
                "dark=",
                "500",
                "%26",
                "%3D",
                "%3d",
                "%25",
                "%23",
                "=3D",
                "=",
                "\n",
                "\r\n",
                "> ",
                "amp;",
                "#38;",
                ")",
                "(",
                ".",
                ">",
                "\"",
                "%22",
                "utm_source=",
                "?",
                "gclid=",
                " ",
                "é",
                "monitoring",
                "#",
            ]),
            0..20,
        )
        .prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn mending_once_is_enough(text in prop_oneof![damage(), "\\PC{0,60}".boxed()]) {
            let (text, _) = mend(&text);
            prop_assert_eq!(mend(&text), (text, vec![]));
        }
    }
}
