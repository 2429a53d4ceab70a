//! Demand: whether the link meets a demand for key, with which margin, and which single change would help most.

mod budget;

use super::explain::section;
use super::field::{Field, Put};
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::{browser, text};
use engine::explain::{explain_demand, heading};
use engine::scenario::{Scenario, Settings};
use engine::sweep::{self, Authentication, Improved, Supply};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use numbers::units::Kilometres;
use std::sync::Arc;
use view::demand::{DemandRow, authentication, demand_rows, margins, no_help, reservations, verdict};
use view::inputs::ask::{read_km, read_rate};
use view::inputs::demand::{
    DemandInputs, authentication_text, read_authentication, read_tenants, write_authentication,
};
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

/// Names in the address.
const DEMAND: &str = "demand";
const AUTHENTICATION: &str = "auth";
/// The verdict, which takes the focus when the button that was pressed goes.
const VERDICT: &str = "demand-verdict";
/// The heading of the formulas.
const EXPLAINED: &str = "demand-explained";
/// Digits of what is needed.
const DIGITS: usize = 6;

/// What the link delivers, or why that cannot be said.
type Found = Result<Arc<Supply>, String>;

#[component]
pub(super) fn Demand(context: ToolContext) -> impl IntoView {
    let remembered = Memo::new(move |_| DemandInputs::read(context.extra(DEMAND).as_deref()));
    let inputs = Memo::new(move |_| remembered.get().unwrap_or_default());
    let typed = Memo::new(move |_| read_authentication(&context.extra(AUTHENTICATION).unwrap_or_default()));
    let demand = Memo::new(move |_| {
        let authentication = typed.get().unwrap_or(Authentication::Rate(0.0));
        sweep::Demand { needed: inputs.get().needed(), authentication }
    });
    let problem =
        move || [remembered.get().err(), typed.get().err()].into_iter().flatten().collect::<Vec<_>>().join("; ");
    let found = RwSignal::new(None::<Found>);
    // Name of the row whose formulas are shown.
    let explained = RwSignal::new(None::<&'static str>);
    Effect::new(move |_| {
        let (settings, demand) = (context.settings.get(), demand.get());
        let Ok(length) = Kilometres::try_from(context.cursor_km.get()) else { return };
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
        let (demand, km) = (demand.get(), context.cursor_km.get());
        let now = |supply: &Supply| {
            supply.demand == demand
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
        Some(Ok(supply)) => details(context, &supply, explained),
        _ => ().into_any(),
    };
    view! {
        <div class="demand" data-testid="demand">
            <p class="lead">{text::DEMAND}</p>
            {fields(context, inputs, demand)}
            <p class="note bad" role="status" data-testid="demand-problem">{live::text(problem)}</p>
            <div class:stale=stale>
                <p class="answer words" aria-live="polite" id=VERDICT tabindex="-1" data-testid="demand-verdict">{live::text(sentence)}</p>
                {live::part(rest)}
                {live::part(move || formulas(found, explained))}
            </div>
        </div>
    }
}

/// Length, keys, tenants and key rate, each consistent with the others, and the authentication.
fn fields(context: ToolContext, inputs: Memo<DemandInputs>, demand: Memo<sweep::Demand>) -> impl IntoView {
    let put = move |read: fn(&str, DemandInputs) -> Result<DemandInputs, String>| -> Put {
        Arc::new(move |typed: &str| {
            read(typed, inputs.get_untracked()).map(|inputs| context.remember(DEMAND, inputs.write()))
        })
    };
    let keys = put(|typed, inputs| DemandInputs::read_keys(typed, inputs.tenants()));
    let tenants = put(|typed, inputs| DemandInputs::of_keys(inputs.keys_per_s(), read_tenants(typed)?));
    let rate = put(|typed, _| read_rate(typed).map(DemandInputs::of_rate));
    let length: Put = Arc::new(move |typed: &str| {
        read_km(typed).map(|length| context.change(|address| address.cursor_km = length.get()))
    });
    let authentication: Put = Arc::new(move |typed: &str| {
        read_authentication(typed)
            .map(|authentication| context.remember(AUTHENTICATION, write_authentication(authentication)))
    });
    let shown_length = live::text(move || format_quantity(context.cursor_km.get(), Unit::Kilometres, DIGITS));
    let shown_authentication = live::text(move || authentication_text(demand.get().authentication));
    let shown_keys = live::text(move || format_quantity(inputs.get().keys_per_s(), Unit::None, DIGITS));
    let shown_tenants = live::text(move || inputs.get().tenants().to_string());
    let shown_rate = live::text(move || format_quantity(inputs.get().needed().get(), Unit::BitsPerSecond, DIGITS));
    let field = |id: &'static str, name: &'static str, value: Signal<String>, put: Put| {
        view! { <div class="demand-field"><label for=id>{name}</label><Field id=id.to_owned() name=name.to_owned() value put/></div> }
    };
    view! {
        <div class="demand-fields">
            {field("demand-length", text::DEMAND_LENGTH, shown_length, length)}
            {field("demand-keys", text::DEMAND_KEYS, shown_keys, keys)}
            {field("demand-tenants", text::DEMAND_TENANTS, shown_tenants, tenants)}
            {field("demand-rate", text::DEMAND_RATE, shown_rate, rate)}
            {field("demand-auth", text::DEMAND_AUTHENTICATION, shown_authentication, authentication)}
        </div>
    }
}

/// Margins, what is idealised, cautions, and the single changes.
fn details(context: ToolContext, supply: &Supply, explained: RwSignal<Option<&'static str>>) -> AnyView {
    let sentences = margins(supply).into_iter().chain([authentication(supply)]).chain(reservations(supply));
    let sentences = sentences.map(|sentence| view! { <li>{sentence}</li> }).collect_view();
    let rows = demand_rows(supply)
        .filter(DemandRow::is_shown)
        .map(|row| row_of(context, supply, &row, explained))
        .collect_view();
    let heads = text::DEMAND_COLUMNS.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    view! {
        <ul class="facts" data-testid="demand-margins">{sentences}</ul>
        {budget::table(supply)}
        <h2>{text::DEMAND_CHANGES}</h2>
        <div class="scroll" tabindex="0" role="group" aria-label=text::DEMAND_CHANGES>
            <table data-testid="demand-changes">
                <thead><tr>{heads}<th scope="col"><span class="unseen">{text::APPLY}", "{text::EXPLAIN}</span></th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="quiet" data-testid="demand-no-help">{no_help(supply)}</p>
    }
    .into_any()
}

/// The link as it is, or with one change.
fn row_of(
    context: ToolContext,
    supply: &Supply,
    row: &DemandRow<'_>,
    explained: RwSignal<Option<&'static str>>,
) -> impl IntoView + use<> {
    let button = row.improved().map(|improved| {
        let (before, after) = (supply.settings.clone(), improved.clone());
        let id = format!("demand-apply-{}", row.name());
        view! {
            <button class="chip" aria-label=text::apply(row.means()) data-testid=id on:click=move |_| apply(context, &before, &after)>
                {text::APPLY}
            </button>
        }
    });
    let basis = row.improved().map(|improved| view! { <small>{improved.improvement.basis}</small> });
    let name = row.name();
    let explain = move |_| {
        explained.set(Some(name));
        // Once it is there.
        Timeout::new(0, || browser::show(EXPLAINED)).forget();
    };
    view! {
        <tr class:own=row.improved().is_none()>
            <th scope="row">{row.means()}{basis}</th>
            <td>{row.rate()}</td>
            <td class:met=row.is_met()>{row.verdict()}</td>
            <td>{row.setting()}</td>
            <td>
                {button}
                <button class="chip" aria-label=text::explain(row.means()) data-testid=format!("demand-explain-{name}") on:click=explain>
                    {text::EXPLAIN}
                </button>
            </td>
        </tr>
    }
}

/// The formulas behind a row, with every number filled in; nothing where none is asked for, or the row has gone.
fn formulas(found: RwSignal<Option<Found>>, explained: RwSignal<Option<&'static str>>) -> AnyView {
    let Some(name) = explained.get() else { return ().into_any() };
    let shown = found.with(|found| {
        let Some(Ok(supply)) = found else { return None };
        let row = demand_rows(supply).find(|row| row.name() == name)?;
        let scenario = Scenario::try_from(row.settings()).ok()?;
        let chain = explain_demand(&scenario, supply, row.delivered());
        let title = text::explained(row.means(), &heading(&scenario, &row.delivered().outcome));
        Some(view! { <h2 id=EXPLAINED tabindex="-1">{title}</h2>{chain.iter().map(section).collect_view()} })
    });
    view! { <div class="explain" data-testid="demand-explained">{shown}</div> }.into_any()
}

/// Makes a change of the link: one step. Of a link that is another by now the changes are on their way, and this is none of them.
fn apply(context: ToolContext, before: &Settings, after: &Improved) {
    if context.settings.with_untracked(|settings| settings == before) {
        // The button goes with its row.
        browser::focus(VERDICT);
        context.change(|address| {
            address.settings.clone_from(&after.settings);
            address.cursor_km = after.length.get();
        });
    }
}
