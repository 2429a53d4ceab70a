//! How the rows of the table put their values into a scenario.

use crate::scenario::checked::{Chosen, FiniteKey, KeyLength, Laser, Scenario, Source};
use numbers::units::{OutOfDomain, Probability};

/// Gives a quantity this number.
pub(super) fn set<T: TryFrom<f64, Error = OutOfDomain>>(quantity: &mut T, x: f64) -> Result<(), OutOfDomain> {
    *quantity = x.try_into()?;
    Ok(())
}

/// Fixes at this number what could be optimal.
pub(super) fn fix<T: TryFrom<f64, Error = OutOfDomain>>(chosen: &mut Chosen<T>, x: f64) -> Result<(), OutOfDomain> {
    *chosen = Chosen::Fixed(x.try_into()?);
    Ok(())
}

/// Gives a failure probability this number.
pub(super) fn set_epsilon(epsilon: &mut f64, x: f64) -> Result<(), OutOfDomain> {
    *epsilon = Probability::try_from(x)?.get();
    Ok(())
}

/// Changes the laser; nothing where the source is none.
pub(super) fn in_laser(scenario: &mut Scenario, change: impl FnOnce(&mut Laser)) {
    if let Source::Laser(laser) = &mut scenario.source {
        change(laser);
    }
}

/// Like [`in_laser`], for a change that can fail.
pub(super) fn of_laser(
    scenario: &mut Scenario,
    change: impl FnOnce(&mut Laser) -> Result<(), OutOfDomain>,
) -> Result<(), OutOfDomain> {
    match &mut scenario.source {
        Source::Laser(laser) => change(laser),
        Source::SinglePhoton => Ok(()),
    }
}

/// Changes the finite key; nothing where the key is asymptotic.
pub(super) fn in_finite(scenario: &mut Scenario, change: impl FnOnce(&mut FiniteKey)) {
    if let KeyLength::Finite(key) = &mut scenario.key_length {
        change(key);
    }
}

/// Like [`in_finite`], for a change that can fail.
pub(super) fn of_finite(
    scenario: &mut Scenario,
    change: impl FnOnce(&mut FiniteKey) -> Result<(), OutOfDomain>,
) -> Result<(), OutOfDomain> {
    match &mut scenario.key_length {
        KeyLength::Finite(key) => change(key),
        KeyLength::Asymptotic => Ok(()),
    }
}
