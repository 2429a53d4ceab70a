//! The state shown on the page, complete, for sharing and export.

use super::context::ToolContext;
use chart::{Picture, Theme};
use leptos::prelude::*;
use std::sync::Arc;
use view::address::Address;
use view::drawn::{Drawn, UnderCursor};
use view::export::{CurveTable, picture};
use view::plan::Plan;

/// A state of the page with its curves and with the values under its cursor.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Shown {
    pub(super) address: Address,
    pub(super) drawn: Arc<Drawn>,
    pub(super) under_cursor: Arc<UnderCursor>,
}

impl Shown {
    /// The state shown now; none while curves or values belong to another state.
    pub(super) fn now(context: ToolContext) -> Option<Shown> {
        let (address, drawn, under_cursor) = (context.address.get(), context.drawn.get()?, context.under_cursor.get()?);
        let plan = Plan::new(&address.settings, address.figure, &address.pins).ok()?;
        let one = plan == *drawn.plan && plan == *under_cursor.plan && address.cursor_km == under_cursor.km;
        one.then_some(Shown { address, drawn, under_cursor })
    }

    /// As a picture; `base` is the address of the page without the part after #.
    pub(super) fn picture(&self, base: &str, theme: &Theme) -> Picture {
        picture(base, &self.address, &self.drawn.plan, &self.drawn.curves, &self.under_cursor.outcomes, theme)
    }

    /// As a table.
    pub(super) fn table(&self) -> CurveTable<'_> {
        CurveTable::of_page(&self.address, &self.drawn.plan, &self.drawn.curves)
    }
}
