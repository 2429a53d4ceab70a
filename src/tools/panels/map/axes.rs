//! Controls of a map: two axes and the value.

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::scenario::Value;
use engine::sweep::{MapAxis, MapValue, Varied};
use leptos::prelude::*;
use numbers::quantity::format_quantity;
use view::inputs::map::{MapInputs, read_axis};
use view::inputs::read_length;

/// The controls of the map.
#[component]
pub(super) fn Axes(context: ToolContext, remembered: Memo<Result<MapInputs, String>>) -> impl IntoView {
    let remember = move |change: &dyn Fn(&mut MapInputs)| {
        let mut memory = remembered.get_untracked().or_else(|_| MapInputs::read(None));
        if let Ok(memory) = &mut memory {
            change(memory);
            context.remember("map", Some(memory.write()));
        }
    };
    let problem = RwSignal::new(None::<String>);
    let side = move |name: &'static str, id: &'static str, of: fn(&mut MapInputs) -> &mut MapAxis| {
        let axis = Memo::new(move |_| remembered.get().ok().map(|mut memory| *of(&mut memory)));
        let set = move |varied: &str, low: &str, high: &str| match read_axis(varied, low, high) {
            Ok(new) => {
                problem.set(None);
                remember(&|memory| *of(memory) = new);
            }
            Err(reason) => problem.set(Some(reason)),
        };
        let shown =
            move |x: f64| axis.get().map(|axis| format_quantity(x, axis.varied().param().unit, 6)).unwrap_or_default();
        let ends = move || axis.get().map_or((f64::NAN, f64::NAN), |axis| axis.ends());
        let chosen = move || axis.get().map(|axis| axis.varied().name()).unwrap_or_default();
        let options = move || {
            let settings = context.settings.get();
            let counts = |varied: &Varied| varied.counts(&settings) || varied.name() == chosen();
            Varied::all()
                .filter(counts)
                .map(|varied| {
                    view! { <option value=varied.name() selected=live::flag(move || varied.name() == chosen())>{varied.label()}</option> }
                })
                .collect_view()
        };
        let choose = move |name: String| {
            if let Some(new) = Varied::named(&name).and_then(|varied| MapAxis::of_slider(varied).ok()) {
                problem.set(None);
                remember(&|memory| *of(memory) = new);
            }
        };
        view! {
            <fieldset class="axis">
                <legend>{name}</legend>
                <select aria-label=format!("{name}: parameter") data-testid=format!("map-{id}")
                    on:change=move |event| choose(event_target_value(&event))>{live::part(move || options().into_any())}</select>
                <input type="text" aria-label=format!("{name}: from") data-testid=format!("map-{id}-low")
                    prop:value=live::text(move || shown(ends().0))
                    on:change=move |event| set(chosen(), &event_target_value(&event), &Value::Number(ends().1).exact())/>
                <span aria-hidden="true">"…"</span>
                <input type="text" aria-label=format!("{name}: to") data-testid=format!("map-{id}-high")
                    prop:value=live::text(move || shown(ends().1))
                    on:change=move |event| set(chosen(), &Value::Number(ends().0).exact(), &event_target_value(&event))/>
            </fieldset>
        }
        .into_any()
    };
    let km = move || match remembered.get() {
        Ok(MapInputs { value: MapValue::RateAt(km), .. }) => Some(km.get()),
        _ => None,
    };
    let set_km = move |typed: &str| match read_length(typed) {
        Ok(km) => {
            problem.set(None);
            remember(&|memory| memory.value = MapValue::RateAt(km));
        }
        Err(reason) => problem.set(Some(reason)),
    };
    let swap = move |_| remember(&|memory| std::mem::swap(&mut memory.x, &mut memory.y));
    view! {
        <div class="axes">
            {side(text::MAP_X, "across", |memory| &mut memory.x)}
            {side(text::MAP_Y, "up", |memory| &mut memory.y)}
            <button on:click=swap>{text::MAP_SWAP}</button>
            <fieldset class="axis">
                <legend>"Colour"</legend>
                <label><input type="radio" name="map-value" data-testid="map-reach" prop:checked=live::flag(move || km().is_none())
                    on:change=move |_| remember(&|memory| memory.value = MapValue::Reach)/>"Reach"</label>
                <label><input type="radio" name="map-value" data-testid="map-rate" prop:checked=live::flag(move || km().is_some())
                    on:change=move |_| set_km(&context.cursor_km.get_untracked().to_string())/>"Key rate at"</label>
                <input type="text" class="short" aria-label="Length for the key rate, km" data-testid="map-km"
                    prop:value=live::text(move || km().unwrap_or_else(|| context.cursor_km.get()).to_string())
                    on:change=move |event| set_km(&event_target_value(&event))/>
                <span>"km"</span>
            </fieldset>
        </div>
        <p class="note bad" role="status" data-testid="map-axes-problem">{live::text(move || problem.get().or_else(|| remembered.get().err()).unwrap_or_default())}</p>
    }
}
