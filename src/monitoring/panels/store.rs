//! The key store that a link fills: when it runs dry, which consumption lasts, and the alerts on limits that an operator sets.

use super::section;
use crate::kit::beside::picture::Picture;
use crate::kit::beside::save::save;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::Learner;
use crate::monitoring::text;
use chart::{SeriesChart, Theme};
use forecast::{Alert, CONFIDENCES, Consumption, Evidence, KeyStore, forecast_alerts, measured_alerts};
use leptos::prelude::*;
use monitoring::{Origin, time_text};
use numbers::quantity::{Unit, format_quantity, parse_quantity};
use view::export::forecast::{Forecasts, write_alerts};
use view::export::network::file_name;
use view::export::records::Format;
use view::figures::{dry_chart, store_chart};
use view::monitoring_address::{LIMITS, LimitKind};

/// Width of a window, s.
const WINDOW_S: i64 = 600;

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
            let good = x >= 0.0;
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
                {quantity(console, "To last with a probability of", "confidence", Unit::Share, |store| store.confidence, |store, x| {
                    let good = CONFIDENCES.contains(&x);
                    if good { store.confidence = x }
                    good
                })}
            </p>
            <p data-testid="store-words" aria-live="polite"><b>{words}</b></p>
            <div class="parameter even" class:gone=live::flag(move || !there())>
                <Picture dark=console.dark.into() chart=fan words name="store-fan"/>
                <Picture dark=console.dark.into() chart=dry words name="store-dry"/>
            </div>
            <p class="quiet">{text::STORE_HELP}</p>
            <Alerts console learner/>
        }
        .into_any(),
    )
}

/// The alerts of the link that is looked at: those of its measurements, and those of its forecast.
fn alerts(console: Console, learner: Learner) -> Vec<Alert> {
    let limits = console.address.with(|address| address.limits.clone());
    let Some(name) = console.link.with(|link| link.as_ref().map(|link| link.name.clone())) else { return Vec::new() };
    let measured = learner.links.with(|links| {
        links.iter().find(|link| link.link == name).map(|link| measured_alerts(link, &limits)).unwrap_or_default()
    });
    let outlook = learner.outlook.get().and_then(Result::ok);
    let ahead = learner.forecast.get().map(|forecast| forecast_alerts(&forecast, outlook.as_ref(), &limits));
    measured.into_iter().chain(ahead.unwrap_or_default()).collect()
}

/// Limits, the alerts that they raise, and files of forecast and alerts.
#[component]
fn Alerts(console: Console, learner: Learner) -> impl IntoView {
    let status = RwSignal::new(String::new());
    let rows = live::part(move || {
        let origin = console.link.with(|link| link.as_ref().map_or(Origin::Epoch, |link| link.origin));
        let none = console.address.with(|address| address.limits.is_empty());
        let found = alerts(console, learner);
        if found.is_empty() {
            let text = if none { text::NO_LIMITS } else { text::NO_ALERTS };
            return view! { <p class="quiet" data-testid="no-alerts">{text}</p> }.into_any();
        }
        let rows = found.iter().map(|alert| row(origin, alert)).collect_view();
        view! {
            <div class="scroll" tabindex="0" role="group" aria-label="Alerts" data-testid="alerts"><table>
                <thead><tr><th>"From"</th><th>"To"</th><th>"Alert"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table></div>
        }
        .into_any()
    });
    let export = move |what: Export, format: Format| move |_| status.set(saved(console, learner, what, format));
    view! {
        <h3>"Alerts"</h3>
        <p class="row">{LIMITS.iter().map(|kind| limit(console, kind)).collect_view()}</p>
        <p class="quiet">{text::ALERTS_HELP}</p>
        {rows}
        <p class="row">
            <button data-testid="save-forecast-csv" on:click=export(Export::Forecast, Format::Csv)>"Forecast (CSV)"</button>
            <button data-testid="save-forecast-json" on:click=export(Export::Forecast, Format::Json)>"Forecast and alerts (JSON)"</button>
            <button data-testid="save-alerts-csv" on:click=export(Export::Alerts, Format::Csv)>"Alerts (CSV)"</button>
            <button data-testid="save-alerts-json" on:click=export(Export::Alerts, Format::Json)>"Alerts (JSON)"</button>
        </p>
        <p class="said" role="status" data-testid="forecast-exported">{live::text(move || status.get())}</p>
    }
}

fn row(origin: Origin, alert: &Alert) -> AnyView {
    let time = |number: i64| time_text(origin, (number * WINDOW_S) as f64);
    let to = match alert.evidence {
        Evidence::Measured { lasts: true, .. } => "now (measured)".to_owned(),
        Evidence::Measured { end, .. } => time(end),
        Evidence::Forecast { .. } => "forecast".to_owned(),
    };
    view! { <tr><td>{time(alert.start)}</td><td>{to}</td><td class="holds">{text::capital(&text::reason(alert))}</td></tr> }
        .into_any()
}

/// The box of a limit; an empty one sets none. What cannot be read is marked, and the last good limit stays.
fn limit(console: Console, kind: &'static LimitKind) -> AnyView {
    let wrong = RwSignal::new(None::<String>);
    let shown = live::text(move || console.address.with(|address| address.limit(kind)).unwrap_or_default());
    let typed = move |event: web_sys::Event| {
        let text = event_target_value(&event);
        let read = if text.trim().is_empty() { Ok(None) } else { (kind.read)(text.trim()).map(Some) };
        match read {
            Ok(limit) => {
                wrong.set(None);
                console.change(|address| address.set_limit(kind, limit));
            }
            Err(problem) => wrong.set(Some(problem.to_string())),
        }
    };
    view! {
        <label class:wrong=live::flag(move || wrong.with(Option::is_some))>{kind.label}" "
            <input type="text" class="box what-if" prop:value=shown data-testid=kind.name aria-invalid=live::text(move || wrong.with(Option::is_some).to_string()) on:change=typed/>
            <span role="status">{live::text(move || wrong.get().unwrap_or_default())}</span>
        </label>
    }
    .into_any()
}

/// A file of this panel.
#[derive(Debug, Clone, Copy)]
enum Export {
    Forecast,
    Alerts,
}

/// Saves a file, and says so.
fn saved(console: Console, learner: Learner, what: Export, format: Format) -> String {
    let Some(link) = console.link.get_untracked() else { return String::new() };
    let limits = console.address.with_untracked(|address| address.limits.clone());
    let found = untrack(move || alerts(console, learner));
    let (end, kind) = match format {
        Format::Csv => ("csv", "text/csv;charset=utf-8"),
        Format::Json => ("json", "application/json"),
    };
    let mut bytes = Vec::new();
    // Memory takes everything.
    let _ = match what {
        Export::Alerts => write_alerts(&found, &limits, &[], link.origin, format, &mut bytes),
        Export::Forecast => {
            let Some(forecast) = learner.forecast.get_untracked() else { return text::NO_STORE.to_owned() };
            let outlook = learner.outlook.get_untracked().and_then(Result::ok);
            let (outlook, origin) = (outlook.as_ref(), link.origin);
            let table = Forecasts { forecast: &forecast, outlook, limits: &limits, alerts: &found, notes: &[], origin };
            table.write(format, &mut bytes)
        }
    };
    let name = match what {
        Export::Forecast => "forecast",
        Export::Alerts => "alerts",
    };
    save(&file_name(&link.name, &format!("{name}.{end}")), kind, &bytes)
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
