//! The largest noise from where to where: below the chart of the noise budget.

use super::context::ToolContext;
use super::text;
use crate::kit::live;
use engine::scenario::View;
use engine::sweep::leaders;
use leptos::prelude::*;

#[component]
pub(super) fn Budget(context: ToolContext) -> impl IntoView {
    let words = Memo::new(move |_| {
        if context.address.with(|address| address.view) != View::Noise {
            return String::new();
        }
        context
            .drawn
            .get()
            .and_then(|drawn| {
                let own = drawn.plan.own(drawn.plan.settings.band())?;
                let points = &drawn.curves[own].as_ref().ok()?.points;
                // Without a key there is no curve, and nothing to say of its noise.
                (!points.is_empty()).then(|| text::leaders(&leaders(points)))
            })
            .unwrap_or_default()
    });
    view! { <p class="budget" data-testid="budget">{live::text(move || words.get())}</p> }
}
