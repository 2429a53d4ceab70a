//! `--quantum`: which slots are asked for.

use crate::mistake::Mistake;
use engine::link::channel_plan::{Slot, Spacing, extent_nm};
use engine::link::fibre::Band;
use engine::link::raman::SPEED_OF_LIGHT_M_S;
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::OutOfDomain;

/// Which slots are asked for.
pub(super) enum Wanted {
    All,
    Best,
    One(Slot),
}

/// Why a slot cannot be taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
enum QuantumProblem {
    #[error("write a channel number such as C34, a wavelength such as 1550.12, a frequency such as 193.4THz, or best")]
    NotAPlace,
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
    #[error("the {} GHz grid has no such slot", .0.ghz())]
    NotOnGrid(Spacing),
    #[error("slot {slot} is not in the {}, {} to {} nm", band.title(), extent_nm(*band).0, extent_nm(*band).1)]
    NotInBand { slot: Slot, band: Band },
}

/// Reads the slots that are asked for; all without a text.
///
/// # Errors
/// Why a slot cannot be taken.
pub(super) fn wanted(typed: Option<&str>, spacing: Spacing, band: Band) -> Result<Wanted, Vec<Mistake>> {
    let Some(typed) = typed.map(str::trim) else { return Ok(Wanted::All) };
    if typed.eq_ignore_ascii_case("best") {
        return Ok(Wanted::Best);
    }
    let slot = read_slot(typed, spacing).and_then(|slot| match spacing.slots(band).any(|one| one == slot) {
        true => Ok(Wanted::One(slot)),
        false => Err(QuantumProblem::NotInBand { slot, band }),
    });
    slot.map_err(|problem| vec![Mistake::of_option("--quantum", typed, problem)])
}

/// Reads a channel number, a frequency or a wavelength. Data sheets round wavelengths; names and frequencies are exact.
fn read_slot(typed: &str, spacing: Spacing) -> Result<Slot, QuantumProblem> {
    let nearest = |nm: f64| Ok::<Slot, OutOfDomain>(Slot::nearest(spacing, nm.try_into()?));
    let on_grid = |thz: f64, slot: Slot| match (slot.frequency_thz() - thz).abs() < 1e-6 {
        true => Ok(slot),
        false => Err(QuantumProblem::NotOnGrid(spacing)),
    };
    if let Some(slot) = Slot::named(typed) {
        on_grid(slot.frequency_thz(), nearest(slot.wavelength_nm())?)
    } else if let Ok(nm) = parse_quantity(typed, Unit::Nanometres) {
        Ok(nearest(nm)?)
    } else {
        let thz = 1e-12 * parse_quantity(typed, Unit::Hertz).map_err(|_| QuantumProblem::NotAPlace)?;
        on_grid(thz, nearest(1e-3 * SPEED_OF_LIGHT_M_S / thz)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_read_in_each_of_its_names() {
        for typed in
            ["C34", "c34", "1550.12", "1550.12 nm", "193.4THz", "193.4 THz", "193,4 THz", "1550,12", "1.55012 µm"]
        {
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
