//! A pin in the list: its name, its colour and what can be done with it.

use super::{PIN_BUTTON, change_pins, put};
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::{browser, text};
use chart::Theme;
use leptos::prelude::*;
use view::pin::{MAX_PINS, Pin, PinProblem};
use web_sys::{Event, HtmlInputElement, KeyboardEvent};

/// The pin at this place.
#[component]
pub(super) fn Row(context: ToolContext, pins: Memo<Vec<Pin>>, i: usize, status: RwSignal<String>) -> impl IntoView {
    let pin = Memo::new(move |_| pins.with(|pins| pins.get(i).cloned()));
    let name = Memo::new(move |_| pin.with(|pin| pin.as_ref().map(|pin| pin.name.clone()).unwrap_or_default()));
    let hidden = Memo::new(move |_| pin.with(|pin| pin.as_ref().is_some_and(|pin| pin.hidden)));
    let last = Memo::new(move |_| pins.with(|pins| i + 1 >= pins.len()));
    let report = move |words: fn(&str) -> String| status.set(words(&name.get_untracked()));
    let hide =
        move |_| change_pins(context, |pins| pins.get_mut(i).into_iter().for_each(|pin| pin.hidden = !pin.hidden));
    let load = move |_| {
        if let Some(pin) = pin.get_untracked() {
            context.change(|address| address.settings = pin.settings);
            report(text::loaded);
        }
    };
    let update = move |_| {
        let Some(pin) = pin.get_untracked() else { return };
        let settings = context.settings.get_untracked().different_from_defaults();
        // A name made from the settings is made from the new ones.
        let name = if pin.name == pin.settings.summary() { settings.summary() } else { pin.name.clone() };
        match put(context, i, Pin { name, settings, ..pin }) {
            Ok(()) => report(text::updated),
            Err(problem) => status.set(problem.to_string()),
        }
    };
    let remove = move |_| {
        report(text::removed);
        match (last.get_untracked(), i) {
            (false, _) => {}
            (true, 0) => browser::focus(PIN_BUTTON),
            (true, _) => browser::focus(&id(i - 1, "remove")),
        }
        change_pins(context, |pins| {
            if i < pins.len() {
                pins.remove(i);
            }
        });
    };
    let named = move |does: &'static str| live::text(move || format!("{does} {}", name.get()));
    let hide_word = move || if hidden.get() { "Show" } else { "Hide" };
    view! {
        <li class="pin" class:hidden-pin=hidden data-testid=format!("pin-{i}")>
            <Name context i pin name/>
            <Colours context i pin name/>
            <div class="pin-acts">
                <button id=id(i, "up") aria-label=named("Move up") title="Move up" disabled=i == 0 on:click=move |_| swap(context, i, i - 1)>"↑"</button>
                <button id=id(i, "down") aria-label=named("Move down") title="Move down" disabled=live::flag(move || last.get())
                    on:click=move |_| swap(context, i, i + 1)>"↓"</button>
                <button aria-label=live::text(move || format!("{} {}", hide_word(), name.get())) on:click=hide>{live::text(hide_word)}</button>
                <button aria-label=named(text::LOAD) on:click=load>{text::LOAD}</button>
                <button aria-label=named(text::UPDATE) on:click=update>{text::UPDATE}</button>
                <button id=id(i, "remove") aria-label=named("Remove") on:click=remove>"Remove"</button>
            </div>
        </li>
    }
}

fn id(i: usize, part: &str) -> String {
    format!("pin-{i}-{part}")
}

/// Exchanges a pin with its neighbour. The focus goes along, to a button that is not at its end.
fn swap(context: ToolContext, i: usize, to: usize) {
    change_pins(context, |pins| {
        if i.max(to) < pins.len() {
            pins.swap(i, to);
        }
    });
    let end = context.address.with_untracked(|address| to + 1 == address.pins.len());
    browser::focus(&id(to, if to == 0 || (to > i && !end) { "down" } else { "up" }));
}

/// The name of a pin, which the chart writes at its line.
#[component]
fn Name(context: ToolContext, i: usize, pin: Memo<Option<Pin>>, name: Memo<String>) -> impl IntoView {
    let refused = RwSignal::new(None::<PinProblem>);
    Effect::new(move |_| {
        name.track();
        refused.set(None);
    });
    let commit = move |event: Event| {
        let (Some(input), Some(pin)) = (browser::target::<HtmlInputElement>(&event), pin.get_untracked()) else {
            return;
        };
        let done = pin.renamed(&input.value()).and_then(|renamed| {
            input.set_value(&renamed.name);
            if renamed == pin { Ok(()) } else { put(context, i, renamed) }
        });
        refused.set(done.err());
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape"
            && let Some(input) = browser::target::<HtmlInputElement>(&event)
        {
            input.set_value(&name.get_untracked());
            refused.set(None);
        }
    };
    let about = move || {
        let pin = pin.get();
        let about = pin.map(|pin| (pin.settings.band().title(), pin.settings.summary()));
        about.map(|(band, summary)| if summary.contains(band) { summary } else { format!("{band}, {summary}") })
    };
    let note = move || refused.get().map(|problem| format!("{problem} The old name is kept.")).unwrap_or_default();
    view! {
        <div class="pin-name" class:wrong=live::flag(move || refused.get().is_some())>
            <input id=id(i, "name") class="box" type="text" spellcheck="false" autocomplete="off"
                aria-label=format!("Name of pin {}", i + 1) aria-describedby=id(i, "note")
                aria-invalid=live::text(move || refused.get().is_some().to_string())
                prop:value=live::text(move || name.get()) on:change=commit on:keydown=escape/>
            <span class="pin-about">{live::text(move || about().unwrap_or_default())}</span>
            <p class="note" id=id(i, "note") role="status">{live::text(note)}</p>
        </div>
    }
}

/// The colours, of which a pin has one. Another pin that has it already takes the old one: no two are to look alike.
#[component]
fn Colours(context: ToolContext, i: usize, pin: Memo<Option<Pin>>, name: Memo<String>) -> impl IntoView {
    let theme = move || if context.dark.get() { Theme::DARK } else { Theme::LIGHT };
    let choose = move |hue: usize| {
        change_pins(context, |pins| {
            let Some(old) = pins.get(i).map(|pin| pin.hue) else { return };
            pins.iter_mut().filter(|pin| pin.hue == hue).for_each(|pin| pin.hue = old);
            pins.get_mut(i).into_iter().for_each(|pin| pin.hue = hue);
        });
    };
    let swatches = (0..MAX_PINS).map(|hue| {
        let chosen = move || pin.with(|pin| pin.as_ref().is_some_and(|pin| pin.hue == hue));
        view! {
            <input type="radio" class="hue" name=id(i, "hue") aria-label=text::PIN_COLOURS[hue] title=text::PIN_COLOURS[hue]
                style:--hue=live::text(move || theme().pins[hue].css())
                prop:checked=live::flag(chosen) on:change=move |_| choose(hue)/>
        }
    });
    view! {
        <div class="hues" role="radiogroup" aria-label=live::text(move || format!("Colour of {}", name.get()))>{swatches.collect_view()}</div>
    }
}
