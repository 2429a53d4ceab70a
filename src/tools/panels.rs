//! The tools, one at a time.

mod ask;
mod channels;
mod class;
mod compare;
mod explain;
mod map;
mod points;
mod report;
mod share;
mod uncertainty;

use super::context::ToolContext;
use super::text;
use crate::kit::live;
use leptos::prelude::*;
use view::address::SHARE;

/// A tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tool {
    Explain,
    Compare,
    Ask,
    Map,
    Uncertainty,
    Channels,
    Class,
    Points,
    Report,
    Share,
}

impl Tool {
    /// All, in the order in which they are shown; the first one is open where no other was chosen.
    const ALL: [Tool; 10] = [
        Tool::Explain,
        Tool::Compare,
        Tool::Ask,
        Tool::Map,
        Tool::Uncertainty,
        Tool::Channels,
        Tool::Class,
        Tool::Points,
        Tool::Report,
        Tool::Share,
    ];

    /// Name in an address.
    const fn name(self) -> &'static str {
        match self {
            Tool::Explain => "explain",
            Tool::Compare => "compare",
            Tool::Ask => "ask",
            Tool::Map => "map",
            Tool::Uncertainty => "uncertainty",
            Tool::Channels => "channels",
            Tool::Class => "class",
            Tool::Points => "table",
            Tool::Report => "paper",
            Tool::Share => SHARE,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Tool::Explain => "Explain",
            Tool::Compare => "Compare",
            Tool::Ask => "Ask",
            Tool::Map => "Map",
            Tool::Uncertainty => "Uncertainty",
            Tool::Channels => "Channel plan",
            Tool::Class => "Class",
            Tool::Points => "Table",
            Tool::Report => "The paper, checked",
            Tool::Share => text::SHARE,
        }
    }

    fn view(self, desk: ToolContext) -> AnyView {
        match self {
            Tool::Explain => view! { <explain::Explain desk/> }.into_any(),
            Tool::Compare => view! { <compare::Compare desk/> }.into_any(),
            Tool::Ask => view! { <ask::Ask desk/> }.into_any(),
            Tool::Map => view! { <map::Map desk/> }.into_any(),
            Tool::Uncertainty => view! { <uncertainty::Uncertain desk/> }.into_any(),
            Tool::Channels => view! { <channels::ChannelPlan desk/> }.into_any(),
            Tool::Class => view! { <class::Class desk/> }.into_any(),
            Tool::Points => view! { <points::Points desk/> }.into_any(),
            Tool::Report => view! { <report::Report desk/> }.into_any(),
            Tool::Share => view! { <share::Share desk/> }.into_any(),
        }
    }
}

/// The row of tools and the one that is open.
#[component]
pub(super) fn Tools(desk: ToolContext) -> impl IntoView {
    let open = Memo::new(move |_| {
        let name = desk.extra("tool");
        Tool::ALL.into_iter().find(|tool| Some(tool.name()) == name.as_deref()).unwrap_or(Tool::ALL[0])
    });
    let choose = move |tool: Tool| desk.remember("tool", (tool != Tool::ALL[0]).then(|| tool.name().to_owned()));
    let tabs = Tool::ALL.into_iter().enumerate().map(|(i, tool)| {
        let on = move || open.get() == tool;
        let key = move |event: web_sys::KeyboardEvent| {
            let count = Tool::ALL.len();
            let to = match event.key().as_str() {
                "ArrowRight" => (i + 1) % count,
                "ArrowLeft" => (i + count - 1) % count,
                "Home" => 0,
                "End" => count - 1,
                _ => return,
            };
            event.prevent_default();
            choose(Tool::ALL[to]);
            super::browser::focus(&tab_id(Tool::ALL[to]));
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
        <div class="notice bad" role="status" data-testid="tools-trouble" hidden=live::flag(move || desk.health.trouble.with(Option::is_none))>
            <p>{live::text(move || desk.health.trouble.get().map(|trouble| trouble.to_string()).unwrap_or_default())}</p>
            <button on:click=move |_| desk.health.trouble.set(None)>"Close"</button>
        </div>
        <div role="status">{desk.health.slow_notice("tools-slow")}</div>
        <div class="tool" id="tool" role="tabpanel" aria-labelledby=live::text(move || tab_id(open.get()))>
            {live::part(move || open.get().view(desk))}
        </div>
    }
}

fn tab_id(tool: Tool) -> String {
    format!("tool-{}", tool.name())
}
