//! Key rates of a COW device by the model of [`engine::protocol::cow`].

use super::arguments::CowArguments;
use super::error::{Mistake, both};
use super::parameters::number;
use super::records::{Cell, Format, Records, describe};
use super::{distances, parameters};
use engine::protocol::cow::{LinkLoss, LossDb, Parameters, RECONSTRUCTION, SECURITY_WARNING, Terms};
use engine::scenario::{ATTENUATION, DEVICE, DeviceParameter, LENGTH};
use numbers::quantity::Unit;
use numbers::units::{Kilometres, Probability};
use serde_json::{Map, Value};
use std::io::{self, Write};

/// A link and what the model says of it.
struct Row {
    length_km: Option<f64>,
    loss_db: f64,
    qber: f64,
    visibility: f64,
    terms: Terms<f64>,
}

struct Column {
    name: &'static str,
    unit: &'static str,
    means: &'static str,
    value: fn(&Row) -> Option<f64>,
}

const fn column(name: &'static str, unit: &'static str, means: &'static str, value: fn(&Row) -> Option<f64>) -> Column {
    Column { name, unit, means, value }
}

/// Scripts count on these in this order; new ones come at the end.
static COLUMNS: [Column; 15] = [
    column("distance_km", "km", "length L of the fibre, empty with --loss", |r| r.length_km),
    column("loss_db", "dB", "loss of the link", |r| Some(r.loss_db)),
    column("key_rate_bit_s", "bit/s", "secret key rate of the model, 0 where there is none", |r| {
        Some(r.terms.key_rate_bit_s)
    }),
    column("qber", "1", "measured error rate Q", |r| Some(r.qber)),
    column("visibility", "1", "measured visibility V", |r| Some(r.visibility)),
    column("transmittance", "1", "transmittance t of the link", |r| Some(r.terms.transmittance)),
    column("bob_transmittance", "1", "… t_B of Bob's components", |r| Some(r.terms.bob_transmittance)),
    column("p_signal", "1", "probability of a click from a pulse with light", |r| Some(r.terms.p_signal)),
    column("p_click", "1", "… with the dark counts", |r| Some(r.terms.p_click)),
    column("duty", "1", "share of the time in which pulses are sent", |r| Some(r.terms.duty)),
    column("live", "1", "share of the time in which the detector is ready", |r| Some(r.terms.live)),
    column("sifted_rate_bit_s", "bit/s", "sifted key rate", |r| Some(r.terms.sifted_rate_bit_s)),
    column("information_bob", "bit", "information of Bob about a sifted bit, I_AB", |r| Some(r.terms.information_bob)),
    column("information_eve", "bit", "information of Eve about it, I_AE", |r| Some(r.terms.information_eve)),
    column("secret_fraction", "bit", "I_AB − I_AE, negative: no key", |r| Some(r.terms.secret_fraction)),
];

/// A line for each column: name, unit, meaning. For the help.
pub(super) fn describe_columns() -> String {
    describe(COLUMNS.iter().map(|c| [c.name, c.unit, c.means]))
}

/// A line for each parameter: name, unit, default, meaning. For the help.
pub(super) fn describe_parameters() -> String {
    describe_with(|means| means)
}

/// The same without what has to do with options of `keyspan cow` only.
pub(super) fn describe_parameters_alone() -> String {
    describe_with(|means| means.split(';').next().unwrap_or(means))
}

fn describe_with(shown: fn(&'static str) -> &'static str) -> String {
    let defaults = Parameters::default();
    let line = |s: &DeviceParameter| {
        let default =
            s.value(&defaults).map_or("none".to_owned(), |x| if x < 1e6 { x.to_string() } else { format!("{x:e}") });
        format!("  {:<16} {:<6} {default:>7}  {}\n", s.name, s.unit.symbol(), shown(s.means))
    };
    DEVICE.iter().map(line).collect()
}

/// What belongs beside every number of the model.
pub(super) fn notes() -> Vec<String> {
    vec![format!("warning: {SECURITY_WARNING}"), format!("note: {RECONSTRUCTION}")]
}

/// Links to be computed.
pub(super) struct Links {
    parameters: Parameters,
    qber: Probability,
    visibility: Probability,
    places: Places,
}

enum Places {
    Distances(Vec<Kilometres>),
    Losses(Vec<LossDb>),
}

/// Reads what is to be computed.
///
/// # Errors
/// Everything that cannot be read.
pub(super) fn read(arguments: &CowArguments) -> Result<Links, Vec<Mistake>> {
    let places = match &arguments.loss {
        Some(losses) => read_losses(losses).map(Places::Losses),
        None => distances::read(&arguments.distances).map(Places::Distances),
    };
    let measured = |option, typed: &str| number(option, typed, Unit::Share).map_err(|mistake| vec![mistake]);
    let ((qber, visibility), (parameters, places)) = both(
        both(measured("--qber", &arguments.qber), measured("--visibility", &arguments.visibility)),
        both(read_parameters(&arguments.set, no_part(arguments.loss.is_some())), places),
    )?;
    Ok(Links { parameters, qber, visibility, places })
}

impl Links {
    pub(super) fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let shown = |s: &&DeviceParameter| {
            s.name != LENGTH && (s.name != ATTENUATION || matches!(self.places, Places::Distances(_)))
        };
        let parameters: Map<String, Value> = DEVICE
            .iter()
            .filter(shown)
            .map(|s| (s.name.to_owned(), s.value(&self.parameters).map_or(Value::Null, Value::from)))
            .collect();
        Records {
            head: vec![
                ("security_warning", Value::from(SECURITY_WARNING)),
                ("reconstruction", Value::from(RECONSTRUCTION)),
                ("parameters", Value::Object(parameters)),
            ],
            columns: COLUMNS.iter().map(|c| (c.name, Some(c.unit))).collect(),
            rows: self.rows().map(|row| COLUMNS.iter().map(|c| Cell::from((c.value)(&row))).collect()),
        }
        .write(format, out)
    }

    fn rows(&self) -> Box<dyn Iterator<Item = Row> + '_> {
        let row = |length_km: Option<f64>, link: Parameters| Row {
            length_km,
            loss_db: link.fitted().link_loss_db,
            qber: self.qber.get(),
            visibility: self.visibility.get(),
            terms: link.terms(self.qber, self.visibility),
        };
        match &self.places {
            Places::Distances(lengths) => Box::new(
                lengths.iter().map(move |&length| row(Some(length.get()), Parameters { length, ..self.parameters })),
            ),
            Places::Losses(losses) => Box::new(
                losses
                    .iter()
                    .map(move |&loss| row(None, Parameters { link_loss: LinkLoss::Total(loss), ..self.parameters })),
            ),
        }
    }
}

fn read_losses(text: &str) -> Result<Vec<LossDb>, Vec<Mistake>> {
    let (mut losses, mut mistakes) = (Vec::new(), Vec::new());
    for item in text.split(',') {
        match number("--loss", item, Unit::Decibels) {
            Ok(loss) => losses.push(loss),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(losses) } else { Err(mistakes) }
}

/// Why a parameter cannot be set where something else says what it is.
type NoPart = fn(&str) -> Option<&'static str>;

fn no_part(by_loss: bool) -> NoPart {
    if by_loss {
        |name| (name == ATTENUATION).then_some("--loss is the loss of the whole link")
    } else {
        |name| (name == LENGTH).then_some("--distances gives the lengths")
    }
}

/// The parameters of a device from `--set`.
///
/// # Errors
/// Everything that cannot be read or has no part.
pub(super) fn read_parameters(assignments: &[String], no_part: NoPart) -> Result<Parameters, Vec<Mistake>> {
    let (mut parameters, mut mistakes, mut seen) = (Parameters::default(), Vec::new(), Vec::new());
    for assignment in assignments {
        if let Err(mistake) = assign(&mut parameters, &mut seen, assignment, no_part) {
            mistakes.push(mistake);
        }
    }
    if mistakes.is_empty() { Ok(parameters) } else { Err(mistakes) }
}

fn assign(
    parameters: &mut Parameters,
    seen: &mut Vec<&'static str>,
    assignment: &str,
    no_part: NoPart,
) -> Result<(), Mistake> {
    let (name, typed) = parameters::split(assignment, "mean_photons=0.1")?;
    let settable = DeviceParameter::named(name).ok_or_else(|| Mistake::NoSuchParameter {
        typed: assignment.to_owned(),
        names: DEVICE.each_ref().map(|s| s.name).join(", "),
    })?;
    let name = settable.name;
    if seen.contains(&name) {
        return Err(Mistake::SetTwice(name));
    }
    seen.push(name);
    if let Some(why) = no_part(name) {
        return Err(Mistake::NoPart { name, why });
    }
    settable.type_in(parameters, typed).map_err(|problem| Mistake::Parameter { name, problem })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_and_every_term_is_there() {
        let fields = |value: Value| match value {
            Value::Object(fields) => fields.into_iter().map(|(name, _)| name).collect::<Vec<_>>(),
            _ => panic!("a struct has fields"),
        };
        for field in fields(serde_json::to_value(Parameters::default()).unwrap()) {
            let name = if field == "link_loss" { ATTENUATION } else { &field };
            assert!(DEVICE.iter().any(|s| s.name == name), "{name} cannot be set");
        }
        let percent: Probability = 0.01.try_into().unwrap();
        for term in fields(serde_json::to_value(Parameters::default().terms(percent, percent)).unwrap()) {
            assert!(COLUMNS.iter().any(|c| c.name == term), "no column {term}");
        }
    }
}
