//! The parameters of a link, from `--start` or `--link`, `--device` and `--set`.

use crate::mistake::{Mistake, both, print_notes};
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use engine::scenario::{
    Channels, DEVICE_PRESETS, Draft, ISOLATION, Key, Notice, Preset, Problem, STARTING_POINTS, Scenario, Settings,
    TABLE, Value,
};
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::OutOfDomain;
use view::address::{Address, read_link};

/// The parameters of one link: those of a starting point, then of a device, then single ones.
#[derive(Clone, Args)]
pub(crate) struct LinkArguments {
    /// Set a parameter, such as bitrate=50G; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// Start from the parameters in an address of the page, or in the part of it after #
    #[arg(long, value_name = "ADDRESS", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) link: Option<String>,
    /// Put a device into the link, such as gated-ingaas; `keyspan devices` lists them. --set overrides what it brings
    #[arg(long, value_name = "NAME")]
    device: Option<String>,
    /// Start from an ideal link, paper (the defaults), or from a realistic one; `keyspan devices` shows what that sets
    #[arg(long, value_name = "NAME", conflicts_with = "link")]
    start: Option<String>,
}

/// The settings of `--start` or `--link`, overridden by those of `--device`, and these by those of `--set`.
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

/// The same, with a note on what was mended of the link, where `--set` may set only what is `allowed`. Links and presets hold what they
/// hold.
///
/// # Errors
/// Every item that cannot be read or is not allowed.
pub(crate) fn address_with(
    link: &LinkArguments,
    allowed: impl Fn(Key) -> Result<(), Mistake>,
) -> Result<Address, Vec<Mistake>> {
    let (mut address, notices) = match link.link.as_deref() {
        Some(link) => read_link(link),
        None => (Address::of(Settings::default()), Vec::new()),
    };
    let (mended, ignored): (Vec<Notice>, Vec<Notice>) = notices.into_iter().partition(Notice::is_mended);
    print_notes(&mended.iter().map(|notice| format!("note: --link: {notice}")).collect::<Vec<_>>());
    let linked = if ignored.is_empty() { Ok(()) } else { Err(ignored.into_iter().map(mistake).collect()) };
    let presets = both(
        preset("--start", "starting point", link.start.as_deref(), &STARTING_POINTS),
        preset("--device", "device", link.device.as_deref(), &DEVICE_PRESETS),
    );
    let ((), ((start, device), changes)) = both(linked, both(presets, changes(&link.set, allowed)))?;
    for layer in [start, device, changes] {
        address.settings = on_top(&address.settings, &layer);
    }
    Ok(address)
}

/// The settings of the preset that an option names; none without one.
fn preset(option: &str, kind: &str, typed: Option<&str>, among: &[Preset]) -> Result<Settings, Vec<Mistake>> {
    let Some(typed) = typed else { return Ok(Settings::default()) };
    Preset::named(typed, among).map(Preset::settings).ok_or_else(|| {
        let names: Vec<&str> = among.iter().map(|preset| preset.name).collect();
        let problem = format!("there is no such {kind}; there are: {}", names.join(", "));
        vec![Mistake::of_option(option, typed, problem)]
    })
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
