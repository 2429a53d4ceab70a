//! The columns of a survey of slots.

use engine::link::channel_plan::{CouplingProblem, Slot};
use engine::sweep::InSlot;
use view::export::Column;
use view::export::records::Cell;

/// A quantum channel in one slot.
pub(super) struct Row {
    pub(super) slot: Slot,
    pub(super) best: bool,
    pub(super) found: Result<InSlot, CouplingProblem>,
}

/// A number of what was found; nothing where nothing was.
fn of(row: &Row, number: impl Fn(&InSlot) -> f64) -> Cell {
    row.found.as_ref().ok().map(number).into()
}

/// Scripts count on these in this order; new ones come at the end.
pub(super) static COLUMNS: [Column<Row>; 21] = [
    Column::words("slot", "channel number of the slot, or its frequency", |row| Cell::Text(row.slot.to_string())),
    Column::cell("frequency_thz", "THz", "its centre", |row| Cell::Number(row.slot.frequency_thz())),
    Column::cell("wavelength_nm", "nm", "its centre", |row| Cell::Number(row.slot.wavelength_nm())),
    Column::words("best", "whether it is the best of all free slots", |row| Cell::Truth(row.best)),
    Column::cell("key_rate_bit_s", "bit/s", "secret key rate, 0 where there is no key", |row| {
        of(row, InSlot::key_rate_bit_s)
    }),
    Column::cell("reach_km", "km", "where the key ends, inf (null in JSON) beyond 1000 km", |row| {
        of(row, InSlot::reach_km)
    }),
    Column::cell("noise_hz", "1/s", "photons at Bob from the classical channels", |row| of(row, InSlot::noise_hz)),
    Column::cell("raman_forward_hz", "1/s", "… from co-propagating Raman scattering", |row| {
        of(row, |found| found.outcome.raman_forward_hz)
    }),
    Column::cell("raman_backward_hz", "1/s", "… counter-propagating Raman scattering", |row| {
        of(row, |found| found.outcome.raman_backward_hz)
    }),
    Column::cell("crosstalk_forward_hz", "1/s", "… co-propagating crosstalk", |row| {
        of(row, |found| found.outcome.crosstalk_forward_hz)
    }),
    Column::cell("crosstalk_backward_hz", "1/s", "… counter-propagating crosstalk", |row| {
        of(row, |found| found.outcome.crosstalk_backward_hz)
    }),
    Column::cell("raman_cross_section_forward", "1/(km nm)", "ρ, mean over the co-propagating light", |row| {
        of(row, |found| found.rho_forward.unwrap_or(f64::NAN))
    }),
    Column::cell("raman_cross_section_backward", "1/(km nm)", "ρ, mean over the counter-propagating light", |row| {
        of(row, |found| found.rho_backward.unwrap_or(f64::NAN))
    }),
    Column::cell("attenuation_db_km", "dB/km", "attenuation in the slot", |row| {
        of(row, |found| found.attenuation_db_km)
    }),
    Column::cell("transmittance", "1", "transmittance T of the fibre", |row| {
        of(row, |found| found.outcome.transmittance)
    }),
    Column::cell("qber", "1", "error rate Q of the raw key", |row| of(row, |found| found.outcome.qber)),
    Column::words("cautions", "cautions about the row, usually empty", |row| match &row.found {
        Ok(found) => Cell::Texts(found.outcome.cautions().map(|caution| caution.text()).collect()),
        Err(_) => Cell::Texts(Vec::new()),
    }),
    Column::words("problem", "why the slot cannot be computed", |row| {
        row.found.as_ref().err().map_or(Cell::Nothing, |problem| Cell::Text(problem.to_string()))
    }),
    Column::cell("floor_hz", "1/s", "part of noise_hz from the floor of the transmitters", |row| {
        of(row, |found| found.outcome.floor_hz)
    }),
    Column::cell("four_wave_mixing_hz", "1/s", "… four-wave mixing", |row| {
        of(row, |found| found.outcome.four_wave_mixing_hz)
    }),
    Column::cell("returned_hz", "1/s", "… backscattering and reflection of counter-propagating channels", |row| {
        of(row, |found| found.outcome.returned_hz)
    }),
];
