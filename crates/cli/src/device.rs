//! The parameters of a COW device, from `--set`.

use crate::mistake::{Mistake, all};
use crate::parameters::{has_no_effect, no_such_parameter, set_twice, split};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use engine::protocol::cow::Parameters;
use engine::scenario::{COW_PRESETS, CowPreset, DEVICE, DeviceParameter};

/// A line for each parameter: name, unit, default, meaning. For the help of `keyspan cow`.
pub(crate) fn describe_parameters() -> String {
    describe(|means| means)
}

/// These lines without remarks on options of `keyspan cow`.
pub(crate) fn describe_parameters_alone() -> String {
    describe(|means| means.split(';').next().unwrap_or(means))
}

fn describe(shown: fn(&'static str) -> &'static str) -> String {
    let defaults = Parameters::default();
    let line = |s: &DeviceParameter| {
        let default =
            s.value(&defaults).map_or("none".to_owned(), |x| if x < 1e6 { x.to_string() } else { format!("{x:e}") });
        format!("  {:<16} {:<6} {default:>7}  {}\n", s.name, s.unit.symbol(), shown(s.means))
    };
    DEVICE.iter().map(line).collect()
}

/// A line for each device: name and source of its numbers. For the help of `keyspan cow`.
pub(crate) fn describe_devices() -> String {
    COW_PRESETS.iter().map(|preset| format!("  {:<10} {}\n", preset.name, preset.source)).collect()
}

/// A device by its name.
pub(crate) fn device_preset() -> impl TypedValueParser<Value = &'static CowPreset> {
    PossibleValuesParser::new(COW_PRESETS.each_ref().map(|preset| preset.name))
        .map(|name| CowPreset::named(&name).expect("clap lets only these through"))
}

/// Why a parameter cannot be set where something else determines it.
pub(crate) type NoEffect = fn(&str) -> Option<&'static str>;

/// The parameters of this device with these changes.
///
/// # Errors
/// Everything that cannot be read or has no effect.
pub(crate) fn read_parameters(
    device: Parameters,
    assignments: &[String],
    no_effect: NoEffect,
) -> Result<Parameters, Vec<Mistake>> {
    let (mut parameters, mut seen) = (device, Vec::new());
    let assigned = assignments.iter().map(|assignment| assign(&mut parameters, &mut seen, assignment, no_effect));
    all(assigned)?;
    Ok(parameters)
}

fn assign(
    parameters: &mut Parameters,
    seen: &mut Vec<&'static str>,
    assignment: &str,
    no_effect: NoEffect,
) -> Result<(), Mistake> {
    let (name, typed) = split(assignment, "mean_photons=0.1")?;
    let names = || DEVICE.iter().map(|parameter| parameter.name);
    let settable = DeviceParameter::named(name).ok_or_else(|| no_such_parameter(assignment, names()))?;
    let name = settable.name;
    if seen.contains(&name) {
        return Err(set_twice(name));
    }
    seen.push(name);
    if let Some(why) = no_effect(name) {
        return Err(has_no_effect(name, why));
    }
    settable.type_in(parameters, typed).map_err(|problem| Mistake::at(name, problem))
}
