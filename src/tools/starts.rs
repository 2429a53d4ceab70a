//! Under the headline: where the link starts from, which device is in it, and what is idealised.

use super::context::ToolContext;
use super::text;
use crate::kit::live;
use crate::kit::symbol::label;
use engine::scenario::{DEVICE_PRESETS, Preset, STARTING_POINTS, Scenario, Settings};
use engine::sweep::Outcome;
use leptos::prelude::*;
use numbers::units::Kilometres;
use view::address::Address;
use view::demand::idealised;
use view::presets::{changes, device_of, own_link, preset_rows, realistic};
use wire::curves::{CurveAnswer, CurveTask};
use wire::questions::{ToolAnswer, ToolTask};
use wire::supervisor::Lane;

/// Name in the address.
const DEVICE: &str = "device";

/// A preset that was taken over: what it changed, in words, and the way back.
#[derive(Clone, PartialEq)]
struct Taken {
    before: Address,
    after: Settings,
    words: String,
}

#[component]
pub(super) fn Starts(context: ToolContext) -> impl IntoView {
    let taken = RwSignal::new(None::<Taken>);
    let device = Memo::new(move |_| {
        let named = context.extra(DEVICE);
        context.settings.with(|link| device_of(named.as_deref(), link))
    });
    let known = move || device.get().ok().flatten();
    let starts = STARTING_POINTS.iter().map(|start| {
        let on = Memo::new(move |_| context.settings.with(|link| start.is_start_of(link)));
        view! {
            <button class="chip" class:on=live::flag(move || on.get()) aria-pressed=live::text(move || on.get().to_string()) title=start.title
                data-testid=format!("start-{}", start.name) on:click=move |_| start_from(context, taken, start)>
                {text::start_title(start.name)}
            </button>
        }
    });
    let none = live::flag(move || known().is_none());
    let devices = DEVICE_PRESETS.iter().map(|preset| {
        let chosen = live::flag(move || known().is_some_and(|device| device.name == preset.name));
        view! { <option value=preset.name selected=chosen prop:selected=chosen>{preset.title}</option> }
    });
    let choose = move |event| {
        if let Some(preset) = Preset::named(&event_target_value(&event), &DEVICE_PRESETS) {
            put_in(context, taken, preset);
        }
    };
    // As long as the link is what the preset made of it.
    let current = Memo::new(move |_| taken.get().filter(|taken| context.settings.with(|link| *link == taken.after)));
    let undo = move |_| {
        if let Some(Taken { before, .. }) = current.get_untracked() {
            context.change(|address| {
                address.settings = before.settings;
                address.figure = before.figure;
                address.extras.set(DEVICE, before.extras.get(DEVICE).map(str::to_owned));
            });
            super::browser::focus("start-device");
        }
    };
    let words = live::text(move || current.get().map(|taken| taken.words).unwrap_or_default());
    let back =
        move || view! { <button class="chip" data-testid="start-undo" on:click=undo>{text::UNDO}</button> }.into_any();
    view! {
        <section class="starts" aria-label=text::STARTS>
            <div class="starts-row">
                <div class="starts-row" role="group" aria-label=text::START>
                    <span class="chips-name" aria-hidden="true">{text::START}</span>
                    {starts.collect_view()}
                </div>
                <label for="start-device">{text::DEVICE}</label>
                <select id="start-device" data-testid="start-device" on:change=choose>
                    <option value="" disabled selected=none prop:selected=none>{text::OWN_DEVICE}</option>
                    {devices.collect_view()}
                </select>
            </div>
            <p class="idealised" data-testid="idealised">{live::text(worth(context))}</p>
            <div class="start-taken">
                <p role="status" data-testid="start-taken">{words}</p>
                {live::when(move || current.with(Option::is_some), back)}
            </div>
            <p class="note bad" role="status" data-testid="device-problem">{live::text(move || device.get().err().unwrap_or_default())}</p>
            <details data-testid="preset-numbers">
                <summary>{text::SOURCES}</summary>
                {live::part(move || context.settings.with(|link| numbers(realistic(), link)))}
                {live::part(move || known().map(|device| context.settings.with(|link| numbers(device, link))).into_any())}
            </details>
        </section>
    }
}

/// Starts the link anew, one step.
fn start_from(context: ToolContext, taken: RwSignal<Option<Taken>>, start: &'static Preset) {
    if context.settings.with_untracked(|link| !start.is_start_of(link)) {
        take(context, taken, start, |address| address.settings = start.start_of(&address.settings));
    }
}

/// Puts a device into the link, one step.
fn put_in(context: ToolContext, taken: RwSignal<Option<Taken>>, device: &'static Preset) {
    take(context, taken, device, |address| {
        address.settings = device.put_into(&address.settings);
        address.extras.set(DEVICE, Some(device.name.to_owned()));
    });
}

/// Takes a preset over. A figure of the paper is closed where its simplifications would be applied to what is not of the paper.
fn take(
    context: ToolContext,
    taken: RwSignal<Option<Taken>>,
    preset: &'static Preset,
    change: impl FnOnce(&mut Address),
) {
    context.change(|address| {
        let before = address.clone();
        let (own, simplified) = own_link(address);
        let closed = simplified && !preset.is_of_the_paper();
        if closed {
            address.settings = own;
            address.figure = None;
            address.zoom = None;
        }
        change(address);
        let mut words = text::preset_taken(preset, &changes(&before.settings, &address.settings));
        if closed {
            words = format!("{words} {}", text::FIGURE_CLOSED);
        }
        // As the page says it back.
        let after = address.settings.different_from_defaults();
        taken.set(Some(Taken { before, after, words }));
    });
}

/// What of the link is idealised, with the key rate that it would have with the realistic starting point.
fn worth(context: ToolContext) -> impl Fn() -> String + Send + Sync + 'static {
    let parts = Memo::new(move |_| context.settings.with(idealised));
    let wanted = Memo::new(move |_| {
        let any = parts.with(|parts| !parts.is_empty());
        any.then(|| {
            (context.address.with(|address| realistic().start_of(&own_link(address).0)), context.cursor_km.get())
        })
    });
    let found = RwSignal::new(None::<(Settings, Outcome)>);
    Effect::new(move |_| {
        let Some((link, km)) = wanted.get() else { return };
        let (Ok(scenario), Ok(length)) = (Scenario::try_from(&link), Kilometres::try_from(km)) else { return };
        let task = ToolTask::Curve(CurveTask::At { scenarios: vec![scenario], length });
        context.ask(Lane::Cursor, vec![task], move |answers| {
            if let Some(Ok(ToolAnswer::Curve(CurveAnswer::At(outcomes)))) = answers.into_iter().next()
                && let Some(outcome) = outcomes.into_iter().next()
            {
                found.try_set(Some((link, outcome)));
            }
        });
    });
    move || {
        let Some((link, km)) = wanted.get() else { return String::new() };
        let rate = found.get().filter(|(of, outcome)| *of == link && outcome.length_km == km);
        text::idealised_worth(&parts.get(), rate.map(|(_, outcome)| outcome.key_rate_bit_s().unwrap_or(0.0)), km)
    }
}

/// The numbers of a preset, each beside that of the link, with its source.
fn numbers(preset: &Preset, link: &Settings) -> AnyView {
    let rows = preset_rows(preset, link).into_iter().map(|row| {
        let changed = row.changed.is_some();
        let here = row.changed.map_or_else(|| text::AS_PRESET.to_owned(), |value| text::changed_from_preset(&value));
        view! {
            <tr class:changed=changed>
                <th scope="row">{label(row.label, row.symbol)}</th>
                <td>{row.value}</td>
                <td>{here}</td>
                <td>{row.source}</td>
            </tr>
        }
    });
    let heads = text::PRESET_COLUMNS.map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let note = (!preset.note.is_empty()).then(|| view! { <p class="quiet">{preset.note}</p> });
    view! {
        <h2>{preset.title}</h2>
        {note}
        <div class="scroll" tabindex="0" role="group" aria-label=preset.title>
            <table data-testid=format!("numbers-{}", preset.name)>
                <thead><tr>{heads}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
