//! The points of curves as a table.

use super::chosen::{curve_link, curve_name, curve_settings, shared_link};
use super::records::{Cell, Format, json_text, json_texts};
use super::table::{Column, Table};
use super::{SOURCE, VERSION};
use crate::address::Address;
use crate::plan::Plan;
use engine::sweep::{Curve, Outcome};
use std::io::{self, Write};
use std::ops::Deref;

/// A curve in a table.
pub struct Rows<'a> {
    /// Its name, if there is more than one.
    pub name: Option<String>,
    /// Fragment of the address of its link.
    pub link: String,
    /// Its points.
    pub outcomes: Box<dyn Iterator<Item = Outcome> + 'a>,
}

/// The format.
pub struct CurveTable<'a> {
    /// Fragment of the address that shows the same on the page.
    pub link: String,
    /// Remarks on the curves. CSV has no place for them.
    pub notes: Vec<String>,
    /// The curves, one after the other.
    pub curves: Vec<Rows<'a>>,
}

/// A row: a point of a curve, with its name and its link.
struct Point {
    /// Name of its curve.
    curve: String,
    outcome: Outcome,
    /// Fragment of the address of its link.
    link: String,
}

impl Deref for Point {
    type Target = Outcome;

    fn deref(&self) -> &Outcome {
        &self.outcome
    }
}

/// A column of numbers.
const fn column(
    name: &'static str,
    unit: &'static str,
    means: &'static str,
    value: fn(&Point) -> f64,
) -> Column<Point> {
    Column::number(name, unit, means, value)
}

/// Name of the column of addresses.
pub const LINK: &str = "link";
/// Number of columns at the end that say where a row comes from: its address, program and model.
const ORIGIN: usize = 3;

/// Scripts count on the first eight in this order; new ones come at the end.
static COLUMNS: [Column<Point>; 45] = [
    column("distance_km", "km", "length L of the fibre", |o| o.length_km),
    column("key_rate_bit_s", "bit/s", "secret key rate, 0 where there is no key", |o| {
        o.key_rate_bit_s().unwrap_or(0.0)
    }),
    column("qber", "1", "error rate Q of the raw key", |o| o.qber),
    column("bandwidth_rad_s", "rad/s", "bandwidth σ of the photons", |o| o.bandwidth_rad_s),
    column("window_s", "s", "width τ of the detection window", |o| o.window_s),
    column("p_signal", "1", "probability of a signal click", |o| o.p_signal),
    column("p_noise", "1", "probability of a noise click in one window", |o| o.p_noise),
    column("p_accept", "1", "probability that Bob accepts an event", |o| o.p_accept),
    column("transmittance", "1", "transmittance T of the fibre", |o| o.transmittance),
    column("p_channel", "1", "probability that a photon passes the WDM channel", |o| o.p_channel),
    column("p_window", "1", "probability that the window catches it", |o| o.p_window),
    column("raman_forward_hz", "1/s", "photons at Bob from co-propagating Raman scattering", |o| o.raman_forward_hz),
    column("raman_backward_hz", "1/s", "… counter-propagating Raman scattering", |o| o.raman_backward_hz),
    column("crosstalk_forward_hz", "1/s", "… co-propagating crosstalk", |o| o.crosstalk_forward_hz),
    column("crosstalk_backward_hz", "1/s", "… counter-propagating crosstalk", |o| o.crosstalk_backward_hz),
    column("dark_counts_hz", "1/s", "dark counts of both detectors", |o| o.dark_counts_hz),
    column("efficiency", "1", "detection efficiency η", |o| o.efficiency),
    column("afterpulsing", "1", "afterpulsing probability", |o| o.afterpulsing),
    column("entropy", "bit", "binary entropy h(Q)", |o| o.entropy),
    column("secret_fraction", "bit", "secret bits per accepted event, negative: no key", |o| o.secret_fraction),
    column("signed_rate_bit_s", "bit/s", "key rate, negative where there is no key", |o| o.signed_rate_bit_s),
    column("repetition_rate_hz", "1/s", "repetition rate of the source", |o| o.repetition_rate_hz),
    column("gain", "1", "probability of a detection, before sifting", |o| o.gain),
    column("awake", "1", "fraction of the clicks that the dead time leaves", |o| o.awake),
    column("p_z", "1", "probability p_Z of the key basis", |o| of(o.statistics, |s| Some(s.p_z))),
    column("collected_in_s", "s", "time to collect the detections of one key", |o| {
        of(o.statistics, |s| Some(s.collected_in_s))
    }),
    column("signal_intensity", "1", "mean photon number μ of the signal", |o| {
        of(o.decoys, |d| Some(d.signal_intensity))
    }),
    column("decoy_intensity", "1", "… ν₁ of the decoy", |o| of(o.decoys, |d| d.decoy_intensity)),
    column("weaker_decoy_intensity", "1", "… ν₂ of the second (weaker) decoy", |o| {
        of(o.decoys, |d| d.weaker_decoy_intensity)
    }),
    column("signal_share", "1", "fraction of signal pulses", |o| of(o.decoys, |d| d.signal_share)),
    column("decoy_share", "1", "fraction of decoy pulses", |o| of(o.decoys, |d| d.decoy_share)),
    column("vacuum", "1", "lower bound of the fraction y₀ of vacuum in the key", |o| {
        of(o.decoys, |d| Some(d.vacuum))
    }),
    column("single_photon", "1", "lower bound of the fraction y₁ of single photons in the key", |o| {
        of(o.decoys, |d| Some(d.single_photon))
    }),
    column("phase_error", "1", "upper bound of the phase error rate e₁", |o| of(o.decoys, |d| Some(d.phase_error))),
    column("events", "1", "detections N of one key block", |o| of(o.statistics, |s| Some(s.events))),
    column("failure", "1", "total failure probability ε of one key", |o| of(o.statistics, |s| Some(s.failure))),
    column("p_overlap", "1", "probability of a click from neighbouring pulses in one window", |o| o.p_overlap),
    column("p_after", "1", "probability of an afterpulse in one window", |o| o.p_after),
    Column::words("cautions", "cautions about the row, usually empty", |o| {
        Cell::Texts(o.cautions().map(|caution| caution.text()).collect())
    }),
    column("floor_hz", "1/s", "photons at Bob from the floor of the classical transmitters", |o| o.floor_hz),
    column("four_wave_mixing_hz", "1/s", "… four-wave mixing", |o| o.four_wave_mixing_hz),
    column("returned_hz", "1/s", "… backscattering and reflection of counter-propagating channels", |o| {
        o.returned_hz
    }),
    Column::words(LINK, "the link of this row, as the part of its address after #", |o| Cell::Text(o.link.clone())),
    Column::words("version", "version of the program (CSV; in JSON above the rows)", |_| {
        Cell::Text(VERSION.to_owned())
    })
    .only_in(Format::Csv),
    Column::words("source", "source of the model (CSV; in JSON above the rows)", |_| Cell::Text(SOURCE.to_owned()))
        .only_in(Format::Csv),
];

/// Before them, where there are several curves.
static CURVE: Column<Point> = Column::words("curve", "name of the curve", |o| Cell::Text(o.curve.clone()));

/// A term that not every outcome has; not a number, and an empty cell, where it has none.
fn of<T>(terms: Option<T>, term: fn(T) -> Option<f64>) -> f64 {
    terms.and_then(term).unwrap_or(f64::NAN)
}

/// The columns that every table of curves has: name, unit, meaning.
pub fn columns() -> impl Iterator<Item = [&'static str; 3]> + Clone {
    COLUMNS.iter().map(Column::described)
}

/// The cells of a row, in the order of [`columns`]; without an outcome only the address and the origin are not empty.
///
/// ```
/// use engine::scenario::Scenario;
/// use engine::sweep::outcome;
/// use view::export::{cells, columns};
/// use view::export::records::Cell;
/// let row = cells(Some(&outcome(&Scenario::default(), 50.0.try_into().unwrap()).unwrap()), "v=1");
/// assert_eq!((row.len(), &row[0]), (columns().count(), &Cell::Number(50.0)));
/// ```
pub fn cells(outcome: Option<&Outcome>, link: &str) -> Vec<Cell> {
    match outcome {
        Some(outcome) => {
            let point = Point { curve: String::new(), outcome: *outcome, link: link.to_owned() };
            COLUMNS.iter().map(|column| column.of(&point)).collect()
        }
        None => {
            let origin = [link, VERSION, SOURCE].map(|text| Cell::Text(text.to_owned()));
            std::iter::repeat_n(Cell::Nothing, COLUMNS.len() - ORIGIN).chain(origin).collect()
        }
    }
}

impl<'a> CurveTable<'a> {
    /// What a page with this state shows: every curve that is drawn, at the points of its line. `curves` are those of the plan of this
    /// address, in its order; the reason where one could not be computed.
    ///
    /// ```
    /// use engine::sweep::{CurveRequest, curve};
    /// use view::address::read_address;
    /// use view::export::CurveTable;
    /// use view::export::records::Format;
    /// use view::plan::Plan;
    /// let (address, _) = read_address("v=1&figure=9");
    /// let plan = Plan::new(&address.settings, address.figure, &address.pins).unwrap();
    /// let curves: Vec<_> =
    ///     plan.curves.iter().map(|p| Ok(curve(&CurveRequest { scenario: p.scenario.clone(), points: 5 }))).collect();
    /// let mut csv = Vec::new();
    /// CurveTable::of_page(&address, &plan, &curves).write(Format::Csv, &mut csv).unwrap();
    /// assert_eq!(csv.iter().filter(|byte| **byte == b'\n').count(), 1 + 4 * 5);
    /// ```
    pub fn of_page(address: &Address, plan: &Plan, curves: &'a [Result<Curve, String>]) -> CurveTable<'a> {
        let shown = || plan.curves.iter().zip(curves).filter(|(planned, _)| planned.shown);
        let note = |(planned, curve): (_, &Result<Curve, String>)| match curve {
            Ok(curve) if curve.points.is_empty() => {
                Some(format!("{}: no key at any length, so it has no rows", curve_name(planned)))
            }
            Ok(_) => None,
            Err(reason) => Some(format!("{}: missing, because {reason}", curve_name(planned))),
        };
        let rows = |(planned, curve): (_, &'a Result<Curve, String>)| {
            let link = curve_link(&curve_settings(plan, &address.pins, planned));
            let points = curve.as_ref().map_or(&[][..], |curve| &curve.points);
            Rows { name: Some(curve_name(planned)), link, outcomes: Box::new(points.iter().copied()) }
        };
        CurveTable {
            link: shared_link("", address),
            notes: shown().filter_map(note).collect(),
            curves: shown().map(rows).collect(),
        }
    }

    /// Writes the rows one by one as they are computed.
    ///
    /// # Errors
    /// The error of writing, from the operating system.
    pub fn write(self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let named = self.curves.iter().any(|curve| curve.name.is_some());
        let columns = named.then_some(&CURVE).into_iter().chain(&COLUMNS).copied().collect();
        let rows = self.curves.into_iter().flat_map(|Rows { name, link, outcomes }| {
            let curve = name.unwrap_or_default();
            outcomes.map(move |outcome| Point { curve: curve.clone(), outcome, link: link.clone() })
        });
        let mut head = vec![(LINK, json_text(&self.link)), ("source", json_text(SOURCE))];
        if !self.notes.is_empty() {
            head.push(("notes", json_texts(&self.notes)));
        }
        Table { head, columns, rows }.write(format, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::scenario::Scenario;
    use engine::sweep::outcome;
    use serde_json::Value;

    #[test]
    fn every_term_of_an_outcome_has_a_column() {
        let link = "v=1&source=wcp&analysis=two_decoy&key=finite";
        let scenario = Scenario::try_from(&crate::address::read_address(link).0.settings).unwrap();
        let outcome = outcome(&scenario, 50.0.try_into().unwrap()).unwrap();
        let Value::Object(terms) = serde_json::to_value(outcome).unwrap() else { panic!("an outcome has fields") };
        let inner = |value: Value| match value {
            Value::Object(terms) => terms.into_iter().collect(),
            _ => Vec::new(),
        };
        let (own, parts): (Vec<_>, Vec<_>) = terms.into_iter().partition(|(_, value)| !value.is_object());
        for (term, value) in own.into_iter().chain(parts.into_iter().flat_map(|(_, part)| inner(part))) {
            // What is true or false is a caution.
            if value.is_boolean() {
                continue;
            }
            let name = if term == "length_km" { "distance_km" } else { &term };
            let column = COLUMNS.iter().find(|c| c.name == name).unwrap_or_else(|| panic!("no column {name}"));
            let point = Point { curve: String::new(), outcome, link: String::new() };
            let Cell::Number(number) = column.of(&point) else { panic!("{name} is no number") };
            assert_eq!(Value::from(number), value, "{name}");
        }
    }
}
