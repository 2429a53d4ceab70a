//! The parameters of a span from `--link` and `--set`.

use super::arguments::Span;
use super::error::{Mistake, both};
use engine::scenario::{Channels, Draft, Key, Problem, Settings, TABLE, Value};
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::OutOfDomain;
use view::address::{Address, read_address};

/// What `--link` holds, with what `--set` sets on top.
///
/// # Errors
/// Every item that cannot be read. The page opens with what is left; a script should not go on with numbers nobody asked for.
pub(super) fn address(span: &Span) -> Result<Address, Vec<Mistake>> {
    address_with(span, |_| Ok(()))
}

/// The same where `--set` may set only what is `allowed`. A link comes from the page and holds what it holds.
///
/// # Errors
/// Every item that cannot be read or is not allowed.
pub(super) fn address_with(span: &Span, allowed: impl Fn(Key) -> Result<(), Mistake>) -> Result<Address, Vec<Mistake>> {
    let (mut address, notices) = span.link.as_deref().map(read_address).unwrap_or_default();
    let linked = if notices.is_empty() { Ok(()) } else { Err(notices.into_iter().map(Mistake::Link).collect()) };
    let ((), changes) = both(linked, changes(&span.set, allowed))?;
    address.settings = on_top(&address.settings, &changes);
    Ok(address)
}

/// The channel plan of `--link`. It stays the same whatever `--set` sets: another band is one of the quantum channel alone.
pub(super) fn linked_channels(span: &Span) -> Option<Channels> {
    span.link.as_deref().and_then(|link| read_address(link).0.settings.channels().cloned())
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

/// The number of an option of its own.
///
/// # Errors
/// What is wrong with it.
pub(super) fn number<T: TryFrom<f64, Error = OutOfDomain>>(
    option: &'static str,
    typed: &str,
    unit: Unit,
) -> Result<T, Mistake> {
    let read = || -> Result<T, Problem> { Ok(T::try_from(parse_quantity(typed, unit)?)?) };
    read().map_err(|problem| Mistake::Number { place: format!("{option} {}", typed.trim()), problem })
}

/// Name and value of an assignment.
pub(super) fn split<'a>(assignment: &'a str, example: &'static str) -> Result<(&'a str, &'a str), Mistake> {
    let split = assignment.split_once('=').map(|(name, typed)| (name.trim(), typed));
    split.ok_or_else(|| Mistake::NotAnAssignment { typed: assignment.to_owned(), example })
}

fn assign<'a>(assignment: &'a str, draft: &Draft) -> Result<(Key, &'a str), Mistake> {
    let (name, typed) = split(assignment, "bitrate=50G")?;
    let key = Key::named(name).ok_or_else(|| Mistake::NoSuchParameter {
        typed: assignment.to_owned(),
        names: TABLE.map(|param| param.name).join(", "),
    })?;
    if draft.typed(key).is_some() {
        return Err(Mistake::SetTwice(key.param().name));
    }
    Ok((key, typed))
}
