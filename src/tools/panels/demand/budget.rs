//! The loss of the link by part, with its margins.

use crate::tools::text;
use engine::sweep::Supply;
use leptos::prelude::*;
use view::demand::{LOSS_COLUMNS, loss_rows};

/// The table of losses.
pub(super) fn table(supply: &Supply) -> impl IntoView + use<> {
    let heads = LOSS_COLUMNS.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let rows = loss_rows(supply).into_iter().map(|[part, made_of, loss]| {
        view! { <tr><th scope="row">{part}</th><td>{made_of}</td><td>{loss}</td></tr> }
    });
    view! {
        <h2>{text::DEMAND_LOSSES}</h2>
        <div class="scroll" tabindex="0" role="group" aria-label=text::DEMAND_LOSSES>
            <table data-testid="demand-losses">
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
