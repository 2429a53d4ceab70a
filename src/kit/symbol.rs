//! The symbol and name of a parameter on the page.

use leptos::prelude::*;

/// Label of a parameter with its symbol, the subscript set as one.
pub(crate) fn label(label: &'static str, symbol: &'static str) -> impl IntoView {
    let (base, subscript) = symbol.split_once('_').unwrap_or((symbol, ""));
    // σ_f/2π: the subscript ends at the slash.
    let (subscript, rest) = subscript.find('/').map_or((subscript, ""), |at| subscript.split_at(at));
    view! {
        {label}
        {(!symbol.is_empty()).then(|| view! { "\u{a0}"<i class="symbol">{base}<sub>{subscript}</sub>{rest}</i> })}
    }
}
