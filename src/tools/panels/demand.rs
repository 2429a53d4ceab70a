//! Demand: whether the link meets a demand for key, with which margin, and which single change would help most.

mod budget;

use super::field::{Field, Put};
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::scenario::Settings;
use engine::sweep::{self, Authentication, Supply};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use numbers::units::Kilometres;
use std::sync::Arc;
use view::demand::{DemandRow, demand_rows, margins, no_help, reservations, verdict};
use view::inputs::ask::read_rate;
use view::inputs::demand::{DemandInputs, read_tenants};
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

/// Name in the address.
const DEMAND: &str = "demand";
/// Digits of what is needed.
const DIGITS: usize = 6;

/// What the link delivers, or why that cannot be said.
type Found = Result<Arc<Supply>, String>;

#[component]
pub(super) fn Demand(context: ToolContext) -> impl IntoView {
    let remembered = Memo::new(move |_| DemandInputs::read(context.extra(DEMAND).as_deref()));
    let inputs = Memo::new(move |_| remembered.get().unwrap_or_default());
    let found = RwSignal::new(None::<Found>);
    Effect::new(move |_| {
        let (settings, needed) = (context.settings.get(), inputs.get().needed());
        let Ok(length) = Kilometres::try_from(context.cursor_km.get()) else { return };
        let demand = sweep::Demand { needed, authentication: Authentication::Rate(0.0) };
        let task = ToolTask::Demand { settings, length, demand };
        context.ask(Lane::Tool, vec![task], move |answers| {
            let answer = match answers.into_iter().next() {
                Some(Ok(ToolAnswer::Demand(answer))) => answer.map(Arc::from),
                Some(Err(failure)) => Err(failure.to_string()),
                _ => return,
            };
            found.try_set(Some(answer));
        });
    });
    // The result shown is for another link, length or demand than those that are set.
    let stale = Memo::new(move |_| {
        let (needed, km) = (inputs.get().needed(), context.cursor_km.get());
        let now = |supply: &Supply| {
            supply.demand.needed == needed
                && supply.length.get() == km
                && context.settings.with(|settings| *settings == supply.settings)
        };
        found.with(|found| matches!(found, Some(Ok(supply)) if !now(supply)))
    });
    let sentence = move || match found.get() {
        None => text::COMPUTING.to_owned(),
        Some(Ok(supply)) => verdict(&supply),
        Some(Err(problem)) => text::failed(&problem),
    };
    let rest = move || match found.get() {
        Some(Ok(supply)) => details(context, &supply),
        _ => ().into_any(),
    };
    view! {
        <div class="demand" data-testid="demand">
            <p class="lead">{text::DEMAND}</p>
            {fields(context, inputs)}
            <p class="note bad" role="status" data-testid="demand-problem">{live::text(move || remembered.get().err().unwrap_or_default())}</p>
            <div class:stale=stale>
                <p class="answer words" aria-live="polite" data-testid="demand-verdict">{live::text(sentence)}</p>
                {live::part(rest)}
            </div>
        </div>
    }
}

/// Keys, tenants and key rate, each consistent with the others.
fn fields(context: ToolContext, inputs: Memo<DemandInputs>) -> impl IntoView {
    let put = move |read: fn(&str, DemandInputs) -> Result<DemandInputs, String>| -> Put {
        Arc::new(move |typed: &str| {
            read(typed, inputs.get_untracked()).map(|inputs| context.remember(DEMAND, inputs.write()))
        })
    };
    let keys = put(|typed, inputs| DemandInputs::read_keys(typed, inputs.tenants()));
    let tenants = put(|typed, inputs| DemandInputs::of_keys(inputs.keys_per_s(), read_tenants(typed)?));
    let rate = put(|typed, _| read_rate(typed).map(DemandInputs::of_rate));
    let shown_keys = live::text(move || format_quantity(inputs.get().keys_per_s(), Unit::None, DIGITS));
    let shown_tenants = live::text(move || inputs.get().tenants().to_string());
    let shown_rate = live::text(move || format_quantity(inputs.get().needed().get(), Unit::BitsPerSecond, DIGITS));
    let field = |id: &'static str, name: &'static str, value: Signal<String>, put: Put| {
        view! { <div class="demand-field"><label for=id>{name}</label><Field id=id.to_owned() name=name.to_owned() value put/></div> }
    };
    view! {
        <div class="demand-fields">
            {field("demand-keys", text::DEMAND_KEYS, shown_keys, keys)}
            {field("demand-tenants", text::DEMAND_TENANTS, shown_tenants, tenants)}
            {field("demand-rate", text::DEMAND_RATE, shown_rate, rate)}
        </div>
    }
}

/// Margins, what is idealised, cautions, and the single changes.
fn details(context: ToolContext, supply: &Supply) -> AnyView {
    let sentences =
        margins(supply).into_iter().chain([text::DEMAND_AUTHENTICATION.to_owned()]).chain(reservations(supply));
    let sentences = sentences.map(|sentence| view! { <li>{sentence}</li> }).collect_view();
    let rows = demand_rows(supply).filter(DemandRow::is_shown).map(|row| row_of(context, supply, &row)).collect_view();
    let heads = text::DEMAND_COLUMNS.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    view! {
        <ul class="facts" data-testid="demand-margins">{sentences}</ul>
        {budget::table(supply)}
        <h2>{text::DEMAND_CHANGES}</h2>
        <div class="scroll" tabindex="0" role="group" aria-label=text::DEMAND_CHANGES>
            <table data-testid="demand-changes">
                <thead><tr>{heads}<th scope="col"><span class="unseen">{text::APPLY}</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="quiet" data-testid="demand-no-help">{no_help(supply)}</p>
    }
    .into_any()
}

/// The link as it is, or with one change.
fn row_of(context: ToolContext, supply: &Supply, row: &DemandRow<'_>) -> impl IntoView + use<> {
    let button = row.improved().map(|improved| {
        let (before, after) = (supply.settings.clone(), improved.settings.clone());
        let id = format!("demand-apply-{}", improved.improvement.name);
        view! {
            <button class="chip" aria-label=text::apply(row.means()) data-testid=id on:click=move |_| apply(context, &before, &after)>
                {text::APPLY}
            </button>
        }
    });
    let basis = row.improved().map(|improved| view! { <small>{improved.improvement.basis}</small> });
    view! {
        <tr class:own=row.improved().is_none()>
            <th scope="row">{row.means()}{basis}</th>
            <td>{row.rate()}</td>
            <td class:met=row.is_met()>{row.verdict()}</td>
            <td>{row.setting()}</td>
            <td>{button}</td>
        </tr>
    }
}

/// Makes a change of the link: one step. Of a link that is another by now the changes are on their way, and this is none of them.
fn apply(context: ToolContext, before: &Settings, after: &Settings) {
    if context.settings.with_untracked(|settings| settings == before) {
        context.change(|address| address.settings.clone_from(after));
    }
}
