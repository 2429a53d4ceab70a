//! Key rates of a COW device by the model of [`crate::protocol::cow`].

use super::arguments::CowArguments;
use super::error::{Mistake, both};
use super::parameters::number;
use super::records::{Cell, Format, Records, describe};
use super::{distances, parameters};
use crate::protocol::cow::{LinkLoss, LossDb, Parameters, RECONSTRUCTION, SECURITY_WARNING, Terms};
use crate::scenario::{Problem, Unit, parse_quantity};
use crate::units::{Kilometres, OutOfDomain, Probability};
use serde_json::{Map, Value};
use std::io::{self, Write};

/// A parameter of the device that can be set, by the name of its field.
struct Settable {
    name: &'static str,
    unit: Unit,
    means: &'static str,
    set: fn(&mut Parameters, f64) -> Result<(), OutOfDomain>,
    get: fn(&Parameters) -> Option<f64>,
}

/// α is half of the field `link_loss`; the other half is `--loss`.
const ATTENUATION: &str = "attenuation";
/// Counts beside `--loss` only, and there for the storage line alone.
const LENGTH: &str = "length";

static SETTABLE: [Settable; 10] = [
    Settable {
        name: ATTENUATION,
        unit: Unit::DecibelsPerKm,
        means: "attenuation α of the fibre; not with --loss",
        set: |p, x| x.try_into().map(|alpha| p.link_loss = LinkLoss::Fibre(alpha)),
        get: |p| match p.link_loss {
            LinkLoss::Fibre(alpha) => Some(alpha.get()),
            LinkLoss::Total(_) => None,
        },
    },
    Settable {
        name: LENGTH,
        unit: Unit::None,
        means: "length L of the fibre, km; only with --loss, for the storage line",
        set: |p, x| x.try_into().map(|length| p.length = length),
        get: |p| Some(p.length.get()),
    },
    Settable {
        name: "efficiency",
        unit: Unit::Share,
        means: "detection efficiency η",
        set: |p, x| x.try_into().map(|efficiency| p.efficiency = efficiency),
        get: |p| Some(p.efficiency.get()),
    },
    Settable {
        name: "bob_loss",
        unit: Unit::Decibels,
        means: "loss of Bob's components",
        set: |p, x| x.try_into().map(|loss| p.bob_loss = loss),
        get: |p| Some(p.bob_loss.get()),
    },
    Settable {
        name: "error_correction",
        unit: Unit::None,
        means: "efficiency η_EC of the error correction, 1 or more",
        set: |p, x| x.try_into().map(|efficiency| p.error_correction = efficiency),
        get: |p| Some(p.error_correction.get()),
    },
    Settable {
        name: "repetition_rate",
        unit: Unit::Hertz,
        means: "repetition rate of the pulses",
        set: |p, x| x.try_into().map(|rate| p.repetition_rate = rate),
        get: |p| Some(p.repetition_rate.get()),
    },
    Settable {
        name: "mean_photons",
        unit: Unit::None,
        means: "mean number μ of photons in a pulse",
        set: |p, x| x.try_into().map(|photons| p.mean_photons = photons),
        get: |p| Some(p.mean_photons.get()),
    },
    Settable {
        name: "dark_count",
        unit: Unit::Share,
        means: "probability of a dark count for each pulse",
        set: |p, x| x.try_into().map(|share| p.dark_count = share),
        get: |p| Some(p.dark_count.get()),
    },
    Settable {
        name: "dead_time",
        unit: Unit::Seconds,
        means: "dead time of the detector",
        set: |p, x| {
            p.dead_time = if x == 0.0 { None } else { Some(x.try_into()?) };
            Ok(())
        },
        get: |p| p.dead_time.map(|time| time.get()),
    },
    Settable {
        name: "storage_line",
        unit: Unit::None,
        means: "storage line of a plug-and-play device, km",
        set: |p, x| x.try_into().map(|length| p.storage_line = Some(length)),
        get: |p| p.storage_line.map(|line| line.get()),
    },
];

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
    let line = |s: &Settable| {
        let default =
            (s.get)(&defaults).map_or("none".to_owned(), |x| if x < 1e6 { x.to_string() } else { format!("{x:e}") });
        format!("  {:<16} {:<6} {default:>7}  {}\n", s.name, s.unit.symbol(), shown(s.means))
    };
    SETTABLE.iter().map(line).collect()
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
        let shown =
            |s: &&Settable| s.name != LENGTH && (s.name != ATTENUATION || matches!(self.places, Places::Distances(_)));
        let parameters: Map<String, Value> = SETTABLE
            .iter()
            .filter(shown)
            .map(|s| (s.name.to_owned(), (s.get)(&self.parameters).map_or(Value::Null, Value::from)))
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

/// Every parameter with its value, for JSON.
pub(super) fn describe_values(parameters: &Parameters) -> Map<String, Value> {
    let value = |s: &Settable| (s.get)(parameters).map_or(Value::Null, Value::from);
    SETTABLE.iter().map(|s| (s.name.to_owned(), value(s))).collect()
}

fn assign(
    parameters: &mut Parameters,
    seen: &mut Vec<&'static str>,
    assignment: &str,
    no_part: NoPart,
) -> Result<(), Mistake> {
    let (name, typed) = parameters::split(assignment, "mean_photons=0.1")?;
    let settable = SETTABLE.iter().find(|s| s.name == name).ok_or_else(|| Mistake::NoSuchParameter {
        typed: assignment.to_owned(),
        names: SETTABLE.each_ref().map(|s| s.name).join(", "),
    })?;
    let name = settable.name;
    if seen.contains(&name) {
        return Err(Mistake::SetTwice(name));
    }
    seen.push(name);
    if let Some(why) = no_part(name) {
        return Err(Mistake::NoPart { name, why });
    }
    let mut set = || -> Result<(), Problem> { Ok((settable.set)(parameters, parse_quantity(typed, settable.unit)?)?) };
    set().map_err(|problem| Mistake::Parameter { name, problem })
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
            assert!(SETTABLE.iter().any(|s| s.name == name), "{name} cannot be set");
        }
        let percent: Probability = 0.01.try_into().unwrap();
        for term in fields(serde_json::to_value(Parameters::default().terms(percent, percent)).unwrap()) {
            assert!(COLUMNS.iter().any(|c| c.name == term), "no column {term}");
        }
    }

    #[test]
    fn each_parameter_sets_itself_and_no_other() {
        for (i, settable) in SETTABLE.iter().enumerate() {
            let mut parameters = Parameters::default();
            // 1 is in every domain and no default but one.
            let x = if settable.name == "error_correction" { 1.5 } else { 1.0 };
            (settable.set)(&mut parameters, x).unwrap();
            for (j, other) in SETTABLE.iter().enumerate() {
                let expected = if i == j { Some(x) } else { (other.get)(&Parameters::default()) };
                assert_eq!((other.get)(&parameters), expected, "{} after {}", other.name, settable.name);
            }
        }
    }
}
