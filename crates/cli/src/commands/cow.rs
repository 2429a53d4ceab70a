//! `keyspan cow`: key rates of a COW device by the model of [`engine::protocol::cow`].

use crate::device::{NoEffect, describe_devices, describe_parameters, device_preset, read_parameters};
use crate::distances;
use crate::format::table_format;
use crate::mistake::{Error, Mistake, all, both, print_notes};
use crate::output::Output;
use crate::parameters::number;
use clap::Args;
use engine::protocol::cow::{LinkLoss, LossDb, Parameters, RECONSTRUCTION, SECURITY_WARNING, Terms};
use engine::scenario::{ATTENUATION, CowPreset, DEVICE, DeviceParameter, LENGTH};
use numbers::quantity::{Unit, significant};
use numbers::units::{Kilometres, Probability};
use serde_json::{Map, Value};
use std::io::{self, Write};
use view::export::records::Format;
use view::export::{Column, Table, describe};

/// Print the key rate of a COW device by a model that is not a security proof
#[derive(Args)]
#[command(long_about = about(), after_long_help = help())]
pub(crate) struct Arguments {
    /// Measured error rate Q
    #[arg(long, value_name = "FRACTION", allow_hyphen_values = true)]
    qber: String,
    /// Measured visibility V of the monitoring line
    #[arg(long, value_name = "FRACTION", allow_hyphen_values = true)]
    visibility: String,
    /// Distances in km, as for `sweep`
    #[arg(long, value_name = "KM", visible_alias = "lengths", default_value = "0:100:10", allow_hyphen_values = true)]
    distances: String,
    /// Losses of the link in dB instead of distances, separated by commas
    #[arg(long, value_name = "DB", conflicts_with = "distances", allow_hyphen_values = true)]
    loss: Option<String>,
    /// Device to start from; `--set` changes its parameters
    #[arg(long, value_parser = device_preset(), default_value = "thesis")]
    device: &'static CowPreset,
    /// Set a parameter of the device, such as dead_time=10us; may be repeated
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Format of the table
    #[arg(long, value_parser = table_format(), default_value = "csv")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

fn about() -> String {
    format!(
        "Print the key rate of a COW device by a model that is not a security proof\n\n{SECURITY_WARNING}\n\n{RECONSTRUCTION}"
    )
}

fn help() -> String {
    format!(
        "Columns, with their units; 1 is dimensionless:\n{}\n\
         In csv they have {DIGITS} digits, which is more than is known of such a device; json has all of them.\n\n\
         Devices (--device), with the source of their numbers:\n{}\n\
         Parameters (--set NAME=VALUE), with the units of bare numbers and the defaults, which follow table 3.2 of the thesis where it has them:\n{}",
        describe(COLUMNS.iter().map(Column::described)),
        describe_devices(),
        describe_parameters()
    )
}

/// Significant digits of numbers in CSV.
const DIGITS: usize = 4;

/// A link with the terms of the model.
struct Row {
    /// Whether numbers have all their digits.
    exact: bool,
    length_km: Option<f64>,
    loss_db: f64,
    qber: f64,
    visibility: f64,
    terms: Terms<f64>,
}

impl Row {
    fn number(&self, x: f64) -> Option<f64> {
        Some(if self.exact { x } else { significant(x, DIGITS) })
    }
}

/// Scripts count on these in this order; new ones come at the end.
static COLUMNS: [Column<Row>; 16] = [
    Column::optional("distance_km", "km", "length L of the fibre, empty with --loss", |r| r.length_km),
    Column::optional("loss_db", "dB", "loss of the link", |r| r.number(r.loss_db)),
    Column::optional("key_rate_bit_s", "bit/s", "secret key rate of the model, 0 where there is none", |r| {
        r.number(r.terms.key_rate_bit_s)
    }),
    Column::optional("qber", "1", "measured error rate Q", |r| Some(r.qber)),
    Column::optional("visibility", "1", "measured visibility V", |r| Some(r.visibility)),
    Column::optional("transmittance", "1", "transmittance t of the link", |r| r.number(r.terms.transmittance)),
    Column::optional("bob_transmittance", "1", "… t_B of Bob's components", |r| r.number(r.terms.bob_transmittance)),
    Column::optional("p_signal", "1", "probability of a click from a pulse with light", |r| r.number(r.terms.p_signal)),
    Column::optional("p_click", "1", "… with the dark counts", |r| r.number(r.terms.p_click)),
    Column::optional("duty", "1", "fraction of the time in which pulses are sent", |r| r.number(r.terms.duty)),
    Column::optional("live", "1", "fraction of the time in which the detector is ready", |r| r.number(r.terms.live)),
    Column::optional("sifted_rate_bit_s", "bit/s", "sifted key rate", |r| r.number(r.terms.sifted_rate_bit_s)),
    Column::optional("information_bob", "bit", "information of Bob about a sifted bit, I_AB", |r| {
        r.number(r.terms.information_bob)
    }),
    Column::optional("information_eve", "bit", "information of Eve about it, I_AE", |r| {
        r.number(r.terms.information_eve)
    }),
    Column::optional("secret_fraction", "bit", "I_AB − I_AE, negative: no key", |r| {
        r.number(r.terms.secret_fraction)
    }),
    Column::optional("click_rate_hz", "1/s", "clicks that the detector would have without its dead time", |r| {
        r.number(r.terms.click_rate_hz)
    }),
];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let links = read(arguments)?;
    if arguments.format == Format::Csv {
        let notes = [format!("warning: {SECURITY_WARNING}"), format!("note: {RECONSTRUCTION}")];
        let fitted = (!links.device.changes.is_empty()).then(|| format!("note: {}", device_text(links.device)));
        print_notes(&notes.into_iter().chain(fitted).collect::<Vec<_>>());
    }
    arguments.output.write(|out| links.write(arguments.format, out))
}

/// A device with the source of its numbers.
fn device_text(device: &CowPreset) -> String {
    format!("{}: {}", device.name, device.source)
}

/// Links to be computed.
struct Links {
    device: &'static CowPreset,
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
fn read(arguments: &Arguments) -> Result<Links, Vec<Mistake>> {
    let places = match &arguments.loss {
        Some(losses) => read_losses(losses).map(Places::Losses),
        None => distances::read(&arguments.distances).map(Places::Distances),
    };
    let measured = |option, typed: &str| number(option, typed, Unit::Share).map_err(|mistake| vec![mistake]);
    let ((qber, visibility), (parameters, places)) = both(
        both(measured("--qber", &arguments.qber), measured("--visibility", &arguments.visibility)),
        both(read_parameters(arguments.device.device(), &arguments.set, no_effect(arguments.loss.is_some())), places),
    )?;
    Ok(Links { device: arguments.device, parameters, qber, visibility, places })
}

impl Links {
    fn write(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let shown = |s: &&DeviceParameter| {
            s.name != LENGTH && (s.name != ATTENUATION || matches!(self.places, Places::Distances(_)))
        };
        let parameters: Map<String, Value> = DEVICE
            .iter()
            .filter(shown)
            .map(|s| (s.name.to_owned(), s.value(&self.parameters).map_or(Value::Null, Value::from)))
            .collect();
        Table {
            head: vec![
                ("security_warning", Value::from(SECURITY_WARNING)),
                ("reconstruction", Value::from(RECONSTRUCTION)),
                ("device", Value::from(device_text(self.device))),
                ("parameters", Value::Object(parameters)),
            ],
            columns: COLUMNS.to_vec(),
            rows: self.rows(format == Format::Json),
        }
        .write(format, out)
    }

    fn rows(&self, exact: bool) -> Box<dyn Iterator<Item = Row> + '_> {
        let row = move |length_km: Option<f64>, link: Parameters| Row {
            exact,
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
    all(text.split(',').map(|item| number("--loss", item, Unit::Decibels)))
}

fn no_effect(by_loss: bool) -> NoEffect {
    if by_loss {
        |name| (name == ATTENUATION).then_some("--loss is the loss of the whole link")
    } else {
        |name| (name == LENGTH).then_some("--distances gives the lengths")
    }
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
