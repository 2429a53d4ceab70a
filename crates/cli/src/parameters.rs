//! The parameters of a link, from `--link` and `--set`.

use crate::mistake::{Mistake, both, print_notes};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use engine::scenario::{Channels, Draft, ISOLATION, Key, Notice, Problem, Scenario, Settings, TABLE, Value};
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::OutOfDomain;
use view::address::{Address, read_link};

/// The parameters of one link.
#[derive(Args)]
pub(crate) struct LinkArguments {
    /// Set a parameter, such as bitrate=50G; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// Start from the parameters in an address of the page, or in the part of it after #
    #[arg(long, value_name = "ADDRESS", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) link: Option<String>,
}

/// The settings of `--link`, overridden by those of `--set`.
///
/// # Errors
/// Every item that cannot be read. The page opens with the rest; a script should not continue with numbers that nobody asked for.
pub(crate) fn address(link: &LinkArguments) -> Result<Address, Vec<Mistake>> {
    address_with(link, |_| Ok(()))
}

/// The address and the link that it describes.
///
/// # Errors
/// Every item that cannot be read, and values that do not go together.
pub(crate) fn scenario(link: &LinkArguments) -> Result<(Address, Scenario), Vec<Mistake>> {
    let address = address(link)?;
    let scenario = Scenario::try_from(&address.settings).map_err(Mistake::of_parameters)?;
    Ok((address, scenario))
}

/// What `--link` holds, with a note on what was mended of it, where `--set` may set only what is `allowed`. A link comes from the page
/// and holds what it holds.
///
/// # Errors
/// Every item that cannot be read or is not allowed.
pub(crate) fn address_with(
    link: &LinkArguments,
    allowed: impl Fn(Key) -> Result<(), Mistake>,
) -> Result<Address, Vec<Mistake>> {
    let (mut address, notices) = link.link.as_deref().map(read_link).unwrap_or_default();
    let (mended, ignored): (Vec<Notice>, Vec<Notice>) = notices.into_iter().partition(Notice::is_mended);
    print_notes(&mended.iter().map(|notice| format!("note: --link: {notice}")).collect::<Vec<_>>());
    let linked = if ignored.is_empty() { Ok(()) } else { Err(ignored.into_iter().map(mistake).collect()) };
    let ((), changes) = both(linked, changes(&link.set, allowed))?;
    address.settings = on_top(&address.settings, &changes);
    Ok(address)
}

/// The channel plan of `--link`. It stays the same whatever `--set` sets: another band is one of the quantum channel alone.
pub(crate) fn linked_channels(link: &LinkArguments) -> Option<Channels> {
    link.link.as_deref().and_then(|link| read_link(link).0.settings.channels().cloned())
}

/// The settings of `--set`.
///
/// # Errors
/// Every `--set` that cannot be read, or whose parameter is not `allowed`.
pub(crate) fn changes(
    assignments: &[String],
    allowed: impl Fn(Key) -> Result<(), Mistake>,
) -> Result<Settings, Vec<Mistake>> {
    let (mut draft, mut mistakes) = (Draft::default(), Vec::new());
    for assignment in assignments {
        match assign(assignment, &draft) {
            Ok((keys, typed)) => {
                for key in keys {
                    mistakes.extend(allowed(key).err());
                    draft.set(key, typed);
                }
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    let (settings, problems) = draft.read();
    mistakes.extend(Mistake::of_parameters(problems));
    if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
}

/// Settings with these changes. The table's order brings the band first, whatever the order on the command line: setting it
/// drops what was set for the other band.
pub(crate) fn on_top(settings: &Settings, changes: &Settings) -> Settings {
    settings.with(&changes.iter().collect::<Vec<(Key, Value)>>())
}

/// The number that is the value of an option.
///
/// # Errors
/// The problem with it.
pub(crate) fn number<T: TryFrom<f64, Error = OutOfDomain>>(
    option: &'static str,
    typed: &str,
    unit: Unit,
) -> Result<T, Mistake> {
    let read = || -> Result<T, Problem> { Ok(T::try_from(parse_quantity(typed, unit)?)?) };
    read().map_err(|problem| Mistake::of_option(option, typed, problem))
}

/// Name and value of an assignment.
pub(crate) fn split<'a>(assignment: &'a str, example: &'static str) -> Result<(&'a str, &'a str), Mistake> {
    let split = assignment.split_once('=').map(|(name, typed)| (name.trim(), typed));
    split.ok_or_else(|| {
        Mistake::at(format_args!("--set {assignment}"), format_args!("write NAME=VALUE, such as {example}"))
    })
}

/// A `--set` of something that is no parameter; these are.
pub(crate) fn no_such_parameter<'a>(assignment: &str, names: impl IntoIterator<Item = &'a str>) -> Mistake {
    let names: Vec<&str> = names.into_iter().collect();
    let problem = format!("there is no such parameter; there are: {}", names.join(", "));
    Mistake::at(format_args!("--set {assignment}"), problem)
}

/// Two `--set` of one parameter.
pub(crate) fn set_twice(name: &str) -> Mistake {
    Mistake::at(name, "set twice")
}

/// A parameter that would change nothing, because something else takes its place.
pub(crate) fn has_no_effect(name: &str, why: &str) -> Mistake {
    Mistake::at(name, format_args!("has no effect here: {why}"))
}

/// An item of an address that the page would leave out with a notice.
fn mistake(notice: Notice) -> Mistake {
    Mistake::at("--link", format_args!("the page would ignore {notice}"))
}

fn assign<'a>(assignment: &'a str, draft: &Draft) -> Result<(Vec<Key>, &'a str), Mistake> {
    let (name, typed) = split(assignment, "bitrate=50G")?;
    let keys: Vec<Key> = Key::all_named(name).collect();
    if keys.is_empty() {
        return Err(no_such_parameter(assignment, TABLE.iter().map(|param| param.name).chain([ISOLATION])));
    }
    match keys.iter().find(|key| draft.typed(**key).is_some()) {
        Some(key) => Err(set_twice(key.param().name)),
        None => Ok((keys, typed)),
    }
}
