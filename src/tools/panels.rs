//! The tools, one at a time.

mod ask;
mod channels;
mod class;
mod compare;
mod demand;
mod explain;
mod field;
mod map;
mod points;
mod report;
mod share;
mod uncertainty;

use super::context::ToolContext;
use super::text;
use crate::kit::live;
use leptos::prelude::*;
use view::inputs::tool::Tool;

/// A tool, drawn.
fn drawn(tool: Tool, context: ToolContext) -> AnyView {
    match tool {
        Tool::Explain => view! { <explain::Explain context/> }.into_any(),
        Tool::Compare => view! { <compare::Compare context/> }.into_any(),
        Tool::Ask => view! { <ask::Ask context/> }.into_any(),
        Tool::Demand => view! { <demand::Demand context/> }.into_any(),
        Tool::Map => view! { <map::Map context/> }.into_any(),
        Tool::Uncertainty => view! { <uncertainty::Uncertain context/> }.into_any(),
        Tool::Channels => view! { <channels::ChannelPlan context/> }.into_any(),
        Tool::Class => view! { <class::Class context/> }.into_any(),
        Tool::Points => view! { <points::Points context/> }.into_any(),
        Tool::Report => view! { <report::Report context/> }.into_any(),
        Tool::Share => view! { <share::Share context/> }.into_any(),
    }
}

/// The row of tools, and the open tool.
#[component]
pub(super) fn Tools(context: ToolContext) -> impl IntoView {
    let open = Memo::new(move |_| Tool::read(context.extra("tool").as_deref()));
    let choose = move |tool: Tool| context.remember("tool", tool.write());
    let tabs = Tool::ALL.into_iter().map(|tool| {
        let on = move || open.get() == tool;
        let key = move |event: web_sys::KeyboardEvent| {
            if let Some(to) = tool.after_key(&event.key()) {
                event.prevent_default();
                choose(to);
                super::browser::focus(&tab_id(to));
            }
        };
        view! {
            <button role="tab" id=tab_id(tool) class="tab" class:on=live::flag(on) aria-controls="tool"
                aria-selected=live::text(move || on().to_string()) tabindex=live::text(move || if on() { "0" } else { "-1" })
                on:click=move |_| choose(tool) on:keydown=key>
                {tool.title()}
            </button>
        }
    });
    view! {
        <div class="tabs" role="tablist" aria-label=text::TOOLS>{tabs.collect_view()}</div>
        <div class="notice bad" role="status" data-testid="tools-trouble"
            hidden=live::flag(move || context.health.trouble.with(Option::is_none) || context.health.is_slow())>
            <p>{live::text(move || context.health.trouble.get().map(|trouble| trouble.to_string()).unwrap_or_default())}</p>
            <button on:click=move |_| context.health.trouble.set(None)>{text::CLOSE}</button>
        </div>
        <div class="notice" role="status" data-testid="tools-slow" hidden=live::flag(move || !context.health.is_slow())>
            <p>{text::SLOW}</p>
            <button on:click=move |_| context.stop()>{text::STOP}</button>
        </div>
        <div class="tool" id="tool" role="tabpanel" aria-labelledby=live::text(move || tab_id(open.get()))>
            {live::part(move || drawn(open.get(), context))}
        </div>
    }
}

fn tab_id(tool: Tool) -> String {
    format!("tool-{}", tool.name())
}
