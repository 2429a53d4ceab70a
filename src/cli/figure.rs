//! The curves of a figure of the paper.

use super::error::Mistake;
use super::parameters::{changes, on_top};
use crate::link::fibre::Band;
use crate::scenario::{Address, Figure, Key, Scenario, Settings};

/// The figure as the page opens it, with what `--set` sets on top.
///
/// # Errors
/// Every `--set` that cannot be read, or that would change no curve because each curve sets the same parameter itself.
pub(super) fn address(figure: &'static Figure, set: &[String]) -> Result<Address, Vec<Mistake>> {
    let changes = changes(set, |key| match is_set_by(figure, key) {
        true => Err(Mistake::SetByFigure { name: key.param().name, figure: figure.id }),
        false => Ok(()),
    })?;
    let settings = on_top(&figure.settings(), &changes);
    Ok(Address { settings, figure: Some(figure), view: figure.view, ..Address::default() })
}

/// The curves with their names.
///
/// # Errors
/// What is wrong with the settings.
pub(super) fn curves(figure: &Figure, on: &Settings) -> Result<Vec<(Option<String>, Scenario)>, Vec<Mistake>> {
    let scenarios = figure.scenarios(on).map_err(Mistake::all)?;
    let named = |(index, band, scenario): (usize, Band, Scenario)| {
        (Some(format!("{}, {}", figure.curves[index].label, band.title())), scenario)
    };
    Ok(scenarios.into_iter().map(named).collect())
}

fn is_set_by(figure: &Figure, key: Key) -> bool {
    key == Key::Band || figure.curves.iter().all(|curve| curve.changes.iter().any(|&(changed, _)| changed == key))
}
