//! The curves of a figure of the paper.

use super::error::Mistake;
use super::parameters::{changes, on_top};
use engine::scenario::{Figure, Key, Scenario, Settings};
use view::address::Address;
use view::export::{curve_link, curve_name};
use view::plan::{Plan, Planned};

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

/// A curve of a figure.
pub(super) struct Named {
    /// What it is called.
    pub(super) name: String,
    /// Fragment of the address of its span.
    pub(super) link: String,
    /// Its span.
    pub(super) scenario: Scenario,
}

/// The curves.
///
/// # Errors
/// What is wrong with the settings.
pub(super) fn curves(figure: &'static Figure, on: &Settings) -> Result<Vec<Named>, Vec<Mistake>> {
    let plan = Plan::new(on, Some(figure), &[]).map_err(Mistake::all)?;
    let members = plan.curves.iter().filter_map(|planned| Some((planned.member?, planned)));
    let named = |(index, planned): (usize, &Planned)| Named {
        name: curve_name(planned),
        link: curve_link(&figure.span(on, index, planned.band)),
        scenario: planned.scenario.clone(),
    };
    Ok(members.map(named).collect())
}

fn is_set_by(figure: &Figure, key: Key) -> bool {
    key == Key::Band || figure.curves.iter().all(|curve| curve.changes.iter().any(|&(changed, _)| changed == key))
}
