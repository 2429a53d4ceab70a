//! Printed pages only: the chart as vector graphics, and its origin.

use super::browser;
use super::context::ToolContext;
use super::shown::Shown;
use super::text;
use crate::kit::live;
use chart::{Rgb, Theme, svg};
use engine::scenario::View;
use leptos::prelude::*;
use view::export::{QrCode, SOURCE, shared_link};

/// Size of the chart on paper, px: at this size its letters are as large as those of the text.
const SIZE: (f64, f64) = (720.0, 340.0);

/// On white.
const THEME: Theme = Theme { paper: Rgb(0xff, 0xff, 0xff), ..Theme::LIGHT };

/// The chart. Without it, because curves are still being computed, the canvas is printed.
#[component]
pub(super) fn PrintedChart(context: ToolContext) -> impl IntoView {
    let drawing = move || {
        let shown = context.printing.get().then(|| Shown::now(context)).flatten();
        shown.map_or_else(String::new, |shown| {
            let mut picture = shown.picture("", &THEME);
            picture.chart_size = SIZE;
            picture.title.clear();
            picture.caption.clear();
            // The values of the curves stand in the table.
            if shown.address.view != View::Noise {
                picture.legend.clear();
            }
            svg(&picture, &THEME)
        })
    };
    view! { <div class="on-paper" data-testid="printed-chart" inner_html=live::text(drawing)></div> }
}

/// The address as text and as QR code, the version and the source.
#[component]
pub(super) fn Origin(context: ToolContext) -> impl IntoView {
    let link = move || match context.printing.get() {
        true => shared_link(&browser::address_without_fragment(), &context.address.get()),
        false => String::new(),
    };
    let code = move || {
        let code = context.printing.get().then(|| QrCode::new(&link()).ok()).flatten();
        code.map(|code| view! { <div class="qr" style:--side=code.side().to_string() inner_html=code.svg()></div> })
            .into_any()
    };
    view! {
        <section class="on-paper origin" aria-label="Origin" data-testid="printed-origin">
            {live::part(code)}
            <div>
                <p class="address">{live::text(link)}</p>
                <p>{text::program()}", "{SOURCE}"."</p>
                <p>{text::NO_GUARANTEE}</p>
            </div>
        </section>
    }
}
