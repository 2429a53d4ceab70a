//! The key store that a link fills: when it runs dry, and which consumption is safe.

use super::section;
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::Learner;
use crate::monitoring::text;
use chart::{SeriesChart, Theme};
use forecast::{Consumption, KeyStore};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity, parse_quantity};
use view::figures::{dry_chart, store_chart};

#[component]
pub(super) fn Store(console: Console, learner: Learner) -> impl IntoView {
    let store = Memo::new(move |_| console.address.with(|address| address.store));
    let pad = move || matches!(store.get().consumption, Consumption::OneTimePad { .. });
    let choose = move |event: web_sys::Event| {
        let consumption = match event_target_value(&event).as_str() {
            "pad" => Consumption::OneTimePad { bit_s: store.get_untracked().consumption.bit_s() },
            _ => Consumption::Aes256 { every_s: 1.0, tunnels: 4 },
        };
        console.change(|address| address.store.consumption = consumption);
    };
    let of_use = live::part(move || {
        match store.get().consumption {
        Consumption::Aes256 { .. } => view! {
            {quantity(console, "new key every", "rekey", Unit::Seconds, |store| aes(store).0, |store, x| set_aes(store, Some(x), None))}
            {quantity(console, "tunnels", "tunnels", Unit::None, |store| f64::from(aes(store).1), |store, x| set_aes(store, None, Some(x)))}
        }
        .into_any(),
        Consumption::OneTimePad { .. } => quantity(console, "encrypting", "pad", Unit::BitsPerSecond, |store| store.consumption.bit_s(), |store, x| {
            let good = x > 0.0;
            if good { store.consumption = Consumption::OneTimePad { bit_s: x } }
            good
        }),
    }
    });
    let start_s = move || {
        learner
            .forecast
            .with(|forecast| forecast.as_ref().and_then(|forecast| Some(forecast.ahead.first()?.number as f64 * 600.0)))
    };
    let outlook = move || learner.outlook.get().and_then(Result::ok);
    let fan = Box::new(move |_: &Theme| -> Option<SeriesChart> {
        Some(store_chart(&outlook()?, console.link.get()?.origin, start_s()?, store.get().fill_bits, None))
    });
    let dry = Box::new(move |_: &Theme| -> Option<SeriesChart> {
        Some(dry_chart(&outlook()?, console.link.get()?.origin, start_s()?, None))
    });
    let words = live::text(move || match learner.outlook.get() {
        None => learner.no_forecast.get().map_or_else(String::new, |_| text::NO_STORE.to_owned()),
        Some(Err(problem)) => format!("No outlook for the store: {problem}."),
        Some(Ok(outlook)) => text::store(&outlook),
    });
    let there = move || learner.outlook.with(|outlook| matches!(outlook, Some(Ok(_))));
    section(
        "store",
        "Key store",
        view! {
            <p class="row">
                {quantity(console, "A store of", "store-size", Unit::Bits, |store| store.size_bits, |store, x| {
                    let good = x > 0.0;
                    if good { *store = KeyStore { size_bits: x, fill_bits: store.fill_bits.min(x), ..*store } }
                    good
                })}"bit,"
                {quantity(console, "filled with", "store-fill", Unit::Bits, |store| store.fill_bits, |store, x| {
                    let good = (0.0..=store.size_bits).contains(&x);
                    if good { store.fill_bits = x }
                    good
                })}"bit."
                <label>"Consumed by "<select data-testid="consumption" on:change=choose>
                    <option value="aes" selected=move || !pad()>"AES-256, re-keyed"</option>
                    <option value="pad" selected=pad>"a one-time pad"</option>
                </select></label>
                {of_use}
            </p>
            <p data-testid="store-words" aria-live="polite"><b>{words}</b></p>
            <div class="parameter even" class:gone=live::flag(move || !there())>
                <Picture dark=console.dark.into() chart=fan words name="store-fan"/>
                <Picture dark=console.dark.into() chart=dry words name="store-dry"/>
            </div>
            <p class="quiet">{text::STORE_HELP}</p>
        }
        .into_any(),
    )
}

fn aes(store: &KeyStore) -> (f64, u32) {
    match store.consumption {
        Consumption::Aes256 { every_s, tunnels } => (every_s, tunnels),
        Consumption::OneTimePad { .. } => (1.0, 1),
    }
}

fn set_aes(store: &mut KeyStore, every_s: Option<f64>, tunnels: Option<f64>) -> bool {
    let now = aes(store);
    let (every_s, tunnels) = (every_s.unwrap_or(now.0), tunnels.unwrap_or(f64::from(now.1)));
    let good = every_s > 0.0 && (1.0..=1e6).contains(&tunnels) && tunnels.fract() == 0.0;
    if good {
        store.consumption = Consumption::Aes256 { every_s, tunnels: tunnels as u32 };
    }
    good
}

/// A number of the store; what cannot be taken is marked, and the last good one stays.
fn quantity(
    console: Console,
    label: &'static str,
    id: &'static str,
    unit: Unit,
    get: fn(&KeyStore) -> f64,
    set: fn(&mut KeyStore, f64) -> bool,
) -> AnyView {
    let wrong = RwSignal::new(false);
    let shown = live::text(move || {
        let x = console.address.with(|address| get(&address.store));
        match unit {
            // The unit stands behind the box.
            Unit::Bits => format_quantity(x, unit, 6).trim_end_matches("bit").trim_end().to_owned(),
            unit => format_quantity(x, unit, 6),
        }
    });
    let typed = move |event: web_sys::Event| {
        let mut store = console.address.with_untracked(|address| address.store);
        let good = parse_quantity(&event_target_value(&event), unit).is_ok_and(|x| set(&mut store, x));
        wrong.set(!good);
        if good {
            console.change(|address| address.store = store);
        }
    };
    view! {
        <label class:wrong=wrong>{label}" "<input type="text" class="box what-if" prop:value=shown data-testid=id aria-invalid=live::text(move || wrong.get().to_string()) on:change=typed/></label>
    }
    .into_any()
}
