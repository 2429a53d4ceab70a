//! The Link workspace: controls at the side, the answer, the curves and the reasons in the middle.

use super::controls::Controls;
use super::panels::{ChartPanel, Figures, Header, Notices, Verdict, Views};
use super::state::Page;
use super::{address, computing, theme, tools, workspace};
use crate::kit::text;
use leptos::prelude::*;

#[component]
pub(super) fn Link() -> impl IntoView {
    let page = Page::new();
    computing::follow(page);
    address::follow(page);
    theme::follow(page);
    tools::follow(page);
    workspace::show(page);
    let drawer = RwSignal::new(false);
    view! {
        <a class="skip" href="#chart" on:click=move |event| { event.prevent_default(); crate::kit::browser::focus("chart"); }>
            "Skip to the chart"
        </a>
        <Header page drawer/>
        <div class="page" class:drawer-open=drawer class:embed=page.embed>
            <Controls page drawer/>
            <main>
                <Notices page/>
                <Verdict page/>
                <div id="starts"></div>
                <Figures page/>
                <Views page/>
                <ChartPanel page/>
                <div id="answers"></div>
                <p class="out-of-embed"><a target="_blank" rel="noopener" href=crate::kit::live::text(move || address::shared(page))>{text::OPEN_WHOLE}</a></p>
                <footer>
                    <p>{text::PRIVACY}</p>
                    <p>{text::MODEL}</p>
                </footer>
            </main>
        </div>
    }
}
