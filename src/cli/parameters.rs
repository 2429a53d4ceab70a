//! The parameters of a span from `--link` and `--set`.

use super::arguments::Span;
use super::error::{Mistake, both};
use crate::scenario::{Address, Draft, Key, Settings, Value, read_address};

/// What `--link` holds, with what `--set` sets on top.
///
/// # Errors
/// Every item that cannot be read. The page opens with what is left; a script should not go on with numbers nobody asked for.
pub(super) fn address(span: &Span) -> Result<Address, Vec<Mistake>> {
    let (mut address, notices) = span.link.as_deref().map(read_address).unwrap_or_default();
    let linked = if notices.is_empty() { Ok(()) } else { Err(notices.into_iter().map(Mistake::Link).collect()) };
    let ((), changes) = both(linked, changes(&span.set, |_| Ok(())))?;
    address.settings = on_top(&address.settings, &changes);
    Ok(address)
}

/// What `--set` sets.
///
/// # Errors
/// Every `--set` that cannot be read, or whose parameter is not `allowed`.
pub(super) fn changes(
    assignments: &[String],
    allowed: impl Fn(Key) -> Result<(), Mistake>,
) -> Result<Settings, Vec<Mistake>> {
    let (mut draft, mut mistakes) = (Draft::default(), Vec::new());
    for assignment in assignments {
        match assign(assignment, &draft) {
            Ok((key, typed)) => {
                mistakes.extend(allowed(key).err());
                draft.set(key, typed);
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    let (settings, problems) = draft.read();
    mistakes.extend(Mistake::all(problems));
    if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
}

/// Settings with these changes. The table's order brings the band first, whatever the order on the command line: setting it
/// drops what was set for the other band.
pub(super) fn on_top(settings: &Settings, changes: &Settings) -> Settings {
    settings.with(&changes.iter().collect::<Vec<(Key, Value)>>())
}

fn assign<'a>(assignment: &'a str, draft: &Draft) -> Result<(Key, &'a str), Mistake> {
    let (name, typed) = assignment.split_once('=').ok_or_else(|| Mistake::NotAnAssignment(assignment.to_owned()))?;
    let key = Key::named(name.trim()).ok_or_else(|| Mistake::NoSuchParameter(assignment.to_owned()))?;
    if draft.typed(key).is_some() {
        return Err(Mistake::SetTwice(key.param().name));
    }
    Ok((key, typed))
}
