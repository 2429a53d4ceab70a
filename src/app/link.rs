//! The Link workspace: controls at the side, the answer, the curves and the reasons in the middle.

use super::controls::Controls;
use super::panels::{ChartPanel, Claims, Figures, Header, Notices, PaperReport, Points, Readout, Verdict, Views};
use super::state::Page;
use super::{address, computing, text, theme};
use leptos::prelude::*;

#[component]
pub(super) fn Link() -> impl IntoView {
    let page = Page::new();
    computing::follow(page);
    address::follow(page);
    theme::follow(page);
    let drawer = RwSignal::new(false);
    view! {
        <a class="skip" href="#chart" on:click=move |event| { event.prevent_default(); super::browser::focus("chart"); }>
            "Skip to the chart"
        </a>
        <Header page drawer/>
        <div class="page" class:drawer-open=drawer>
            <Controls page drawer/>
            <main>
                <Notices page/>
                <Verdict page/>
                <Figures page/>
                <Views page/>
                <ChartPanel page/>
                <Claims page/>
                <Readout page/>
                <Points page/>
                <PaperReport page/>
                <footer>
                    <p>{text::PRIVACY}</p>
                    <p>{text::MODEL}</p>
                </footer>
            </main>
        </div>
    }
}
