//! The parameters of a COW device, from `--set`.

use crate::mistake::{Mistake, all};
use crate::parameters::{has_no_effect, no_such_parameter, set_twice, split};
use engine::protocol::cow::Parameters;
use engine::scenario::{DEVICE, DeviceParameter};

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

/// Why a parameter cannot be set where something else determines it.
pub(crate) type NoEffect = fn(&str) -> Option<&'static str>;

/// The parameters of a device.
///
/// # Errors
/// Everything that cannot be read or has no effect.
pub(crate) fn read_parameters(assignments: &[String], no_effect: NoEffect) -> Result<Parameters, Vec<Mistake>> {
    let (mut parameters, mut seen) = (Parameters::default(), Vec::new());
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
