//! Outcomes as a table: CSV or JSON.

use super::chosen::{curve_link, curve_name, curve_settings, shared_link};
use super::records::{Cell, Format, Records, json_text, json_texts};
use super::{SOURCE, VERSION};
use crate::address::Address;
use crate::plan::Plan;
use engine::sweep::{Curve, Outcome};
use std::io::{self, Write};

/// A curve in a table.
pub struct Rows<'a> {
    /// What it is called, where there is more than one.
    pub name: Option<String>,
    /// Fragment of the address of its span.
    pub link: String,
    /// Its points.
    pub outcomes: Box<dyn Iterator<Item = Outcome> + 'a>,
}

/// What to write.
pub struct Table<'a> {
    /// Fragment of the address that shows the same on the page.
    pub link: String,
    /// What is to be said beside the rows. CSV has no place for it.
    pub notes: Vec<String>,
    /// The curves, one after the other.
    pub curves: Vec<Rows<'a>>,
}

/// A column of numbers.
struct Column {
    name: &'static str,
    unit: &'static str,
    means: &'static str,
    value: fn(&Outcome) -> f64,
}

const fn column(name: &'static str, unit: &'static str, means: &'static str, value: fn(&Outcome) -> f64) -> Column {
    Column { name, unit, means, value }
}

/// Before the numbers: which curve of a figure.
const CURVE: &str = "curve";
/// Behind the numbers: reasons to take them with care.
const CAUTIONS: &str = "cautions";
/// Name of the column behind these: the address of the span.
pub const LINK: &str = "link";

/// Scripts count on the first eight in this order; new ones come at the end.
static COLUMNS: [Column; 34] = [
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
    column("awake", "1", "share of the clicks that the dead time leaves", |o| o.awake),
    column("p_z", "1", "probability p_Z of the key basis", |o| of(o.statistics, |s| Some(s.p_z))),
    column("collected_in_s", "s", "time to collect the detections of one key", |o| {
        of(o.statistics, |s| Some(s.collected_in_s))
    }),
    column("signal_intensity", "1", "mean photon number μ of the signal", |o| {
        of(o.decoys, |d| Some(d.signal_intensity))
    }),
    column("decoy_intensity", "1", "… ν₁ of the decoy", |o| of(o.decoys, |d| d.decoy_intensity)),
    column("weaker_decoy_intensity", "1", "… ν₂ of the weaker decoy", |o| {
        of(o.decoys, |d| d.weaker_decoy_intensity)
    }),
    column("signal_share", "1", "share of the pulses that are signals", |o| of(o.decoys, |d| d.signal_share)),
    column("decoy_share", "1", "share of the pulses that are the decoy", |o| of(o.decoys, |d| d.decoy_share)),
    column("vacuum", "1", "share y₀ of vacuum in the key, at least", |o| of(o.decoys, |d| Some(d.vacuum))),
    column("single_photon", "1", "share y₁ of single photons in the key, at least", |o| {
        of(o.decoys, |d| Some(d.single_photon))
    }),
    column("phase_error", "1", "phase error rate e₁, at most", |o| of(o.decoys, |d| Some(d.phase_error))),
];

/// A term that not every outcome has; not a number, and an empty cell, where it has none.
fn of<T>(terms: Option<T>, term: fn(T) -> Option<f64>) -> f64 {
    terms.and_then(term).unwrap_or(f64::NAN)
}

/// The columns that every table has: name, unit, meaning.
pub fn columns() -> impl Iterator<Item = [&'static str; 3]> + Clone {
    let words = [
        [CAUTIONS, "", "reasons to take the row with care, none as a rule"],
        [LINK, "", "address of the span of this row, from behind its #"],
        ["version", "", "version of the program (CSV; in JSON above the rows)"],
        ["source", "", "what is computed after (CSV; in JSON above the rows)"],
    ];
    COLUMNS.iter().map(|c| [c.name, c.unit, c.means]).chain(words)
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
    let number = |column: &Column| outcome.map_or(Cell::Nothing, |outcome| Cell::Number((column.value)(outcome)));
    let cautions = outcome.map_or(Cell::Nothing, |outcome| Cell::Texts(outcome.cautions().map(|c| c.text()).collect()));
    let words = [link, VERSION, SOURCE].map(|text| Cell::Text(text.to_owned()));
    COLUMNS.iter().map(number).chain([cautions]).chain(words).collect()
}

impl<'a> Table<'a> {
    /// What a page with this state shows: every curve that is drawn, at the points of its line. `curves` are those of the plan of this
    /// address, in its order; the reason where one could not be computed.
    ///
    /// ```
    /// use engine::sweep::{CurveRequest, curve};
    /// use view::address::read_address;
    /// use view::export::Table;
    /// use view::export::records::Format;
    /// use view::plan::Plan;
    /// let (address, _) = read_address("v=1&figure=9");
    /// let plan = Plan::new(&address.settings, address.figure, &address.pins).unwrap();
    /// let curves: Vec<_> =
    ///     plan.curves.iter().map(|p| Ok(curve(&CurveRequest { scenario: p.scenario.clone(), points: 5 }))).collect();
    /// let mut csv = Vec::new();
    /// Table::of_page(&address, &plan, &curves).write(Format::Csv, &mut csv).unwrap();
    /// assert_eq!(csv.iter().filter(|byte| **byte == b'\n').count(), 1 + 4 * 5);
    /// ```
    pub fn of_page(address: &Address, plan: &Plan, curves: &'a [Result<Curve, String>]) -> Table<'a> {
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
        Table {
            link: shared_link("", address),
            notes: shown().filter_map(note).collect(),
            curves: shown().map(rows).collect(),
        }
    }

    /// Writes the rows one by one as they are computed.
    ///
    /// # Errors
    /// What the system says of the writing.
    pub fn write(self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let named = self.curves.iter().any(|curve| curve.name.is_some());
        let mut columns: Vec<(&str, Option<&str>)> = Vec::new();
        columns.extend(named.then_some((CURVE, None)));
        columns.extend(COLUMNS.iter().map(|c| (c.name, Some(c.unit))));
        columns.extend([(CAUTIONS, None), (LINK, None)]);
        if format == Format::Csv {
            columns.extend([("version", None), ("source", None)]);
        }
        let width = columns.len();
        let rows = self.curves.into_iter().flat_map(|Rows { name, link, outcomes }| {
            outcomes.map(move |outcome| {
                let mut row: Vec<Cell> = name.clone().map(Cell::Text).into_iter().collect();
                row.extend(cells(Some(&outcome), &link));
                row.truncate(width);
                row
            })
        });
        let mut head = vec![(LINK, json_text(&self.link)), ("source", json_text(SOURCE))];
        if !self.notes.is_empty() {
            head.push(("notes", json_texts(&self.notes)));
        }
        Records { head, columns, rows }.write(format, out)
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
            let name = if term == "length_km" { "distance_km" } else { &term };
            let column = COLUMNS.iter().find(|c| c.name == name).unwrap_or_else(|| panic!("no column {name}"));
            assert_eq!(Value::from((column.value)(&outcome)), value, "{name}");
        }
    }
}
