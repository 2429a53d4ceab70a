//! A quantum channel in each slot of the grid, between classical channels of one's own.

use super::arguments::{ChannelsArguments, Fibre, Span};
use super::error::{Mistake, QuantumProblem, both};
use super::records::{Cell, Format, Records, describe};
use super::{distances, parameters};
use crate::link::channel_plan::{
    ChannelPlan, CouplingProblem, Demultiplexer, Direction, Isolations, Slot, Spacing, read_channels, write_channels,
};
use crate::link::fibre::Band;
use crate::link::raman::SPEED_OF_LIGHT_M_S;
use crate::link::spectrum::{Attenuation, Wavelength};
use crate::scenario::{Key, Scenario, Unit, parse_quantity, write_address};
use crate::sweep::{Outcome, Reach, outcome, reach};
use crate::units::{Kilometres, OutOfDomain};
use serde_json::Value;
use std::io::{self, Write};

/// Which slots are asked for.
enum Wanted {
    All,
    Best,
    One(Slot),
}

/// A quantum channel in one slot.
struct Row {
    slot: Slot,
    best: bool,
    found: Result<Found, CouplingProblem>,
}

/// What it meets and makes.
struct Found {
    attenuation_db_km: f64,
    rho_forward: Option<f64>,
    rho_backward: Option<f64>,
    outcome: Outcome,
    reach: Reach,
}

impl Found {
    fn noise_hz(&self) -> f64 {
        let o = &self.outcome;
        o.raman_forward_hz + o.raman_backward_hz + o.crosstalk_forward_hz + o.crosstalk_backward_hz
    }

    fn key_rate_bit_s(&self) -> f64 {
        self.outcome.key_rate_bit_s().unwrap_or(0.0)
    }

    fn reach_km(&self) -> f64 {
        self.reach.km().unwrap_or(f64::INFINITY)
    }

    /// More is better: the key rate, and where there is none the reach.
    fn score(&self) -> (f64, f64) {
        (self.key_rate_bit_s(), self.reach_km())
    }
}

struct Column {
    name: &'static str,
    unit: Option<&'static str>,
    means: &'static str,
    cell: fn(&Row) -> Cell,
}

const fn column(name: &'static str, unit: &'static str, means: &'static str, cell: fn(&Row) -> Cell) -> Column {
    Column { name, unit: Some(unit), means, cell }
}

const fn words(name: &'static str, means: &'static str, cell: fn(&Row) -> Cell) -> Column {
    Column { name, unit: None, means, cell }
}

/// A number of what was found; nothing where nothing was.
fn of(row: &Row, number: impl Fn(&Found) -> f64) -> Cell {
    row.found.as_ref().ok().map(number).into()
}

/// Scripts count on these in this order; new ones come at the end.
static COLUMNS: [Column; 18] = [
    words("slot", "channel number of the slot, or its frequency", |row| Cell::Text(row.slot.to_string())),
    column("frequency_thz", "THz", "its centre", |row| Cell::Number(row.slot.frequency_thz())),
    column("wavelength_nm", "nm", "its centre", |row| Cell::Number(row.slot.wavelength_nm())),
    words("best", "whether it is the best of all free slots", |row| Cell::Truth(row.best)),
    column("key_rate_bit_s", "bit/s", "secret key rate, 0 where there is no key", |row| of(row, Found::key_rate_bit_s)),
    column("reach_km", "km", "where the key ends, inf (null in JSON) beyond 1000 km", |row| of(row, Found::reach_km)),
    column("noise_hz", "1/s", "photons at Bob from the classical channels", |row| of(row, Found::noise_hz)),
    column("raman_forward_hz", "1/s", "… from co-propagating Raman scattering", |row| {
        of(row, |found| found.outcome.raman_forward_hz)
    }),
    column("raman_backward_hz", "1/s", "… counter-propagating Raman scattering", |row| {
        of(row, |found| found.outcome.raman_backward_hz)
    }),
    column("crosstalk_forward_hz", "1/s", "… co-propagating crosstalk", |row| {
        of(row, |found| found.outcome.crosstalk_forward_hz)
    }),
    column("crosstalk_backward_hz", "1/s", "… counter-propagating crosstalk", |row| {
        of(row, |found| found.outcome.crosstalk_backward_hz)
    }),
    column("raman_cross_section_forward", "1/(km nm)", "ρ, mean over the co-propagating light", |row| {
        of(row, |found| found.rho_forward.unwrap_or(f64::NAN))
    }),
    column("raman_cross_section_backward", "1/(km nm)", "ρ, mean over the counter-propagating light", |row| {
        of(row, |found| found.rho_backward.unwrap_or(f64::NAN))
    }),
    column("attenuation_db_km", "dB/km", "attenuation in the slot", |row| of(row, |found| found.attenuation_db_km)),
    column("transmittance", "1", "transmittance T of the fibre", |row| of(row, |found| found.outcome.transmittance)),
    column("qber", "1", "error rate Q of the raw key", |row| of(row, |found| found.outcome.qber)),
    words("cautions", "reasons to take the row with care, none as a rule", |row| match &row.found {
        Ok(found) => Cell::Texts(found.outcome.cautions().map(|caution| caution.text()).collect()),
        Err(_) => Cell::Texts(Vec::new()),
    }),
    words("problem", "why nothing is known of the slot", |row| {
        row.found.as_ref().err().map_or(Cell::Nothing, |problem| Cell::Text(problem.to_string()))
    }),
];

/// A line for each column: name, unit, meaning. For the help.
pub(super) fn describe_columns() -> String {
    describe(COLUMNS.iter().map(|c| [c.name, c.unit.unwrap_or(""), c.means]))
}

/// The rows with what stands above them.
pub(super) struct Survey {
    /// What is to be said beside the rows.
    pub(super) notes: Vec<String>,
    head: Vec<(&'static str, Value)>,
    rows: Vec<Row>,
}

impl Survey {
    pub(super) fn write(self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let notes = ("notes", Value::from(self.notes));
        Records {
            head: self.head.into_iter().chain([notes]).collect(),
            columns: COLUMNS.iter().map(|c| (c.name, c.unit)).collect(),
            rows: self.rows.iter().map(|row| COLUMNS.iter().map(|c| (c.cell)(row)).collect()),
        }
        .write(format, out)
    }
}

/// Computes what a quantum channel in each free slot would meet and make, or in the one that is wanted.
///
/// # Errors
/// Everything in the arguments that cannot be read, and a survey in which nothing can be computed.
pub(super) fn survey(arguments: &ChannelsArguments) -> Result<Survey, Vec<Mistake>> {
    let read = read_channels(&arguments.channels);
    let channels = read.map_err(|problems| problems.into_iter().map(Mistake::Channel).collect());
    let (address, (channels, length)) = both(
        parameters::address_with(&span(arguments), |key| allowed(key, arguments.attenuation)),
        both(channels, distances::read_one(&arguments.distance)),
    )?;
    let (spacing, band) = (arguments.spacing, address.settings.band());
    let scenario = Scenario::try_from(&address.settings).map_err(Mistake::all);
    let (scenario, wanted) = both(scenario, wanted(arguments.quantum.as_deref(), spacing, band))?;
    let every = Isolations { forward: scenario.isolation_forward, backward: scenario.isolation_backward };
    let demultiplexer = Demultiplexer { every, neighbour: None };
    let plan = ChannelPlan::new(spacing, demultiplexer, channels)
        .map_err(|problems| problems.0.into_iter().map(Mistake::Channels).collect::<Vec<_>>())?;
    let attenuation = match arguments.attenuation {
        Fibre::Flat => Attenuation::Flat(scenario.attenuation),
        Fibre::Measured => Attenuation::Measured { at_1550_nm: None },
    };
    let mut head = vec![
        ("link", Value::from(write_address(&address))),
        ("channels", Value::from(write_channels(plan.channels()))),
        ("distance_km", Value::from(length.get())),
        ("spacing_ghz", Value::from(spacing.ghz())),
        ("attenuation", Value::from(if arguments.attenuation == Fibre::Flat { "flat" } else { "measured" })),
    ];
    let free = spacing.slots(band).filter(|slot| occupant(&plan, *slot).is_none());
    let look = |slot: Slot| Row { slot, best: false, found: in_slot(&scenario, &plan, slot, attenuation, length) };
    let mut rows: Vec<Row> = free.map(look).collect();
    if let Wanted::One(slot) = wanted {
        let occupied = || occupant(&plan, slot).map(|channel| CouplingProblem::Occupied { slot, channel });
        let row = rows.iter().find(|row| row.slot == slot);
        let problem = row.and_then(|row| row.found.as_ref().err().cloned()).or_else(occupied);
        if let (Some(problem), Some(typed)) = (problem, &arguments.quantum) {
            return Err(vec![Mistake::Quantum { typed: typed.clone(), problem: problem.into() }]);
        }
    }
    let unknown = rows.iter().filter(|row| row.found.is_err()).count();
    match rows.first().map(|row| &row.found) {
        None => return Err(vec![Mistake::NoSlot(band)]),
        Some(Err(problem)) if unknown == rows.len() => return Err(vec![Mistake::Coupling(problem.clone())]),
        _ => {}
    }
    let mut notes = Vec::new();
    if unknown > 0 {
        let of_all = rows.len();
        notes.push(format!("note: {unknown} of {of_all} free slots cannot be computed: see the column `problem`"));
    }
    let best = best(&rows);
    if best.is_none() {
        notes.push("note: no slot has a key, even without a fibre".to_owned());
    }
    let mut name = Value::Null;
    for row in rows.iter_mut().filter(|row| Some(row.slot) == best) {
        row.best = true;
        name = Value::from(row.slot.to_string());
        if row.found.as_ref().is_ok_and(|found| found.outcome.key_rate_bit_s().is_none()) {
            notes.push(format!("note: no slot has a key at {} km; {} reaches farthest", length.get(), row.slot));
        }
    }
    head.push(("best", name));
    match wanted {
        Wanted::All => {}
        Wanted::Best => rows.retain(|row| row.best),
        Wanted::One(slot) => rows.retain(|row| row.slot == slot),
    }
    Ok(Survey { notes, head, rows })
}

/// `--band` is a `--set` of the band.
fn span(arguments: &ChannelsArguments) -> Span {
    let band = arguments.band.map(|band| format!("band={}", if band == Band::O { "O" } else { "C" }));
    Span { set: arguments.span.set.iter().cloned().chain(band).collect(), link: arguments.span.link.clone() }
}

/// A parameter whose place the channels or the measured curve take would change nothing.
fn allowed(key: Key, fibre: Fibre) -> Result<(), Mistake> {
    let why = match key {
        Key::Bitrate => "--channels gives each channel a bit rate",
        Key::Ncc => "--channels gives each channel its photons per bit: 1000, or others as in C32f10Gx300",
        Key::Raman => "it follows from the wavelengths of --channels",
        Key::Alpha if fibre == Fibre::Measured => "--attenuation measured takes its place",
        _ => return Ok(()),
    };
    Err(Mistake::NoPart { name: key.param().name, why })
}

fn wanted(typed: Option<&str>, spacing: Spacing, band: Band) -> Result<Wanted, Vec<Mistake>> {
    let Some(typed) = typed.map(str::trim) else { return Ok(Wanted::All) };
    if typed.eq_ignore_ascii_case("best") {
        return Ok(Wanted::Best);
    }
    let slot = read_slot(typed, spacing).and_then(|slot| match spacing.slots(band).any(|one| one == slot) {
        true => Ok(Wanted::One(slot)),
        false => Err(QuantumProblem::NotInBand { slot, band }),
    });
    slot.map_err(|problem| vec![Mistake::Quantum { typed: typed.to_owned(), problem }])
}

/// Reads a channel number, a frequency or a wavelength. Data sheets round wavelengths; names and frequencies are exact.
fn read_slot(typed: &str, spacing: Spacing) -> Result<Slot, QuantumProblem> {
    let number = |text: &str| parse_quantity(text, Unit::None).map_err(|_| QuantumProblem::NotAPlace);
    let nearest = |nm: f64| Ok::<Slot, OutOfDomain>(Slot::nearest(spacing, nm.try_into()?));
    let on_grid = |thz: f64, slot: Slot| match (slot.frequency_thz() - thz).abs() < 1e-6 {
        true => Ok(slot),
        false => Err(QuantumProblem::NotOnGrid(spacing)),
    };
    if let Some(slot) = Slot::named(typed) {
        on_grid(slot.frequency_thz(), nearest(slot.wavelength_nm())?)
    } else if let Some(thz) = typed.strip_suffix("THz") {
        let thz = number(thz)?;
        on_grid(thz, nearest(1e-3 * SPEED_OF_LIGHT_M_S / thz)?)
    } else {
        Ok(nearest(number(typed.strip_suffix("nm").unwrap_or(typed))?)?)
    }
}

/// Index of a classical channel in a slot. A slot of a band lies where a wavelength may lie.
fn occupant(plan: &ChannelPlan, slot: Slot) -> Option<usize> {
    plan.occupant(wavelength(slot))
}

fn wavelength(slot: Slot) -> Wavelength {
    slot.wavelength_nm().try_into().expect("both bands lie inside 1200 to 1820 nm")
}

fn in_slot(
    scenario: &Scenario,
    plan: &ChannelPlan,
    slot: Slot,
    attenuation: Attenuation,
    length: Kilometres,
) -> Result<Found, CouplingProblem> {
    let quantum = wavelength(slot);
    let coupling = plan.coupling(quantum, attenuation, scenario.channel_bandwidth)?;
    let scenario = scenario.clone().with_channel_plan(plan.clone(), quantum, attenuation)?;
    Ok(Found {
        attenuation_db_km: coupling.attenuation_db_km,
        rho_forward: coupling.mean_rho(Direction::Forward),
        rho_backward: coupling.mean_rho(Direction::Backward),
        outcome: outcome(&scenario, length).expect("no distance is read that is too long"),
        reach: reach(&scenario),
    })
}

/// The slot with the largest key rate, where there is none with the longest reach, the first of several; none without any key.
fn best(rows: &[Row]) -> Option<Slot> {
    let mut best = (None, (0.0, 0.0));
    for row in rows {
        let score = row.found.as_ref().map_or((0.0, 0.0), Found::score);
        if score > best.1 {
            best = (Some(row.slot), score);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_read_in_each_of_its_names() {
        for typed in ["C34", "c34", "1550.12", "1550.12 nm", "193.4THz", "193.4 THz"] {
            assert_eq!(read_slot(typed, Spacing::Ghz100).unwrap().to_string(), "C34", "{typed}");
        }
        for spacing in Spacing::ALL {
            for slot in Band::ALL.into_iter().flat_map(|band| spacing.slots(band)) {
                assert_eq!(read_slot(&slot.to_string(), spacing), Ok(slot));
                assert_eq!(read_slot(&format!("{:.2}", slot.wavelength_nm()), spacing), Ok(slot));
            }
        }
    }
}
