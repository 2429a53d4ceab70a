//! The parameters of the COW device, to be edited.

use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use engine::protocol::cow::Parameters;
use engine::scenario::{ATTENUATION, DEVICE, DeviceParameter};
use leptos::prelude::*;

#[component]
pub(super) fn Device(console: Console) -> impl IntoView {
    let controls = DEVICE.iter().map(|parameter| control(console, parameter)).collect_view();
    let changed = move || console.address.with(|address| !address.device.is_empty());
    let reset = live::when(changed, move || {
        let reset = move |_| console.change(|address| address.device.clear());
        view! { <button data-testid="device-reset" on:click=reset>"Reset"</button> }.into_any()
    });
    view! {
        <fieldset class="device"><legend>"Device"</legend>
            <div class="device-parameters">{controls}</div>
            <p class="row"><span class="quiet">{text::DEVICE_HELP}</span>{reset}</p>
        </fieldset>
    }
}

fn control(console: Console, parameter: &'static DeviceParameter) -> AnyView {
    let problem = RwSignal::new(String::new());
    let shown = live::text(move || {
        let device = console.device().unwrap_or_default();
        let text = parameter.text(&device);
        if text.is_empty() { text } else { format!("{text} {}", parameter.bare_unit).trim_end().to_owned() }
    });
    let placeholder = live::text(move || {
        let device = console.device().unwrap_or_default();
        let attenuation = device.fitted().link_loss_db / device.length.get();
        // Where the loss of the whole link is known α follows from it.
        if parameter.name == ATTENUATION && attenuation.is_finite() {
            format!("{attenuation:.4} dB/km")
        } else {
            "none".to_owned()
        }
    });
    let type_in = move |event: web_sys::Event| {
        let typed = event_target_value(&event);
        let typed = typed.trim().strip_suffix(parameter.bare_unit).unwrap_or(&typed).trim().to_owned();
        problem.set(String::new());
        if typed.is_empty() {
            return console.change(|address| address.set_device(parameter.name, None));
        }
        match parameter.type_in(&mut Parameters::default(), &typed) {
            Ok(()) => console.change(|address| address.set_device(parameter.name, Some(typed))),
            Err(wrong) => problem.set(format!("{wrong}.")),
        }
    };
    let note = format!("note-{}", parameter.name);
    view! {
        <label class="device-parameter" class:wrong=live::flag(move || problem.with(|problem| !problem.is_empty()))>
            <span>{text::capital(parameter.label)}" "<i class="symbol">{parameter.symbol}</i></span>
            <input type="text" class="box" prop:value=shown placeholder=placeholder data-testid=format!("device-{}", parameter.name) aria-describedby=note.clone() on:change=type_in/>
            <span class="note" id=note>{live::text(move || problem.get())}</span>
        </label>
    }
    .into_any()
}
