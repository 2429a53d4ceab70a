//! The rules that the addresses of both workspaces share: how long a fragment may be, which names may repeat.

mod mend;

use engine::scenario::{GIVEN_TWICE, Notice};
pub(crate) use mend::mend;
use std::borrow::Cow;

/// Most characters of a fragment that is read: no link of the page is longer.
pub(crate) const MAX_LENGTH: usize = 8192;

/// A name and its value.
pub(crate) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// A fragment as the page writes it. It ends in no sign that a mail or chat program would leave out of the link.
pub(crate) fn written(text: String) -> String {
    if mend::unclosed(&text).len() < text.len() { text + "&" } else { text }
}

/// The names and values of a fragment, each name but `repeatable` once, with a notice on each that is left out.
///
/// # Errors
/// The fragment is too long to be read.
pub(crate) fn pairs<'a>(
    fragment: &'a str,
    repeatable: &[&str],
    notices: &mut Vec<Notice>,
) -> Result<Vec<Pair<'a>>, Notice> {
    if fragment.len() > MAX_LENGTH {
        let reason = format!("longer than {MAX_LENGTH} characters; everything has its default");
        return Err(Notice::new("the whole link", reason));
    }
    let mut seen = Vec::new();
    let mut pairs = Vec::new();
    for (name, value) in form_urlencoded::parse(fragment.as_bytes()) {
        if seen.contains(&name) && !repeatable.contains(&name.as_ref()) {
            notices.push(Notice::new(&format!("{name}={value}"), GIVEN_TWICE));
        } else {
            seen.push(name.clone());
            pairs.push((name, value));
        }
    }
    Ok(pairs)
}
