//! The header of the page, with notices.

use super::super::state::Page;
use super::super::{address, theme};
use crate::kit::live;
use crate::kit::{browser, text};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view::address::SHARE;

/// Time for which the button reads "Link copied", ms.
const COPIED_MS: u32 = 2000;

#[component]
pub(in super::super) fn Header(page: Page, drawer: RwSignal<bool>) -> impl IntoView {
    let status = RwSignal::new(None::<&'static str>);
    let copy = move |_| {
        let link = untrack(|| address::shared(page));
        spawn_local(async move {
            status.set(Some(if browser::copy(&link).await { text::LINK_COPIED } else { text::COPY_BY_HAND }));
            Timeout::new(COPIED_MS, move || status.set(None)).forget();
        });
    };
    let share = move |_| {
        page.extras.update(|extras| extras.set("tool", Some(SHARE.to_owned())));
        // Once the tool is there: before, the page may be too short to scroll so far.
        Timeout::new(0, || browser::show("tool-share")).forget();
    };
    let dark = page.dark;
    let other = live::text(move || if dark.get() { text::TO_LIGHT } else { text::TO_DARK });
    view! {
        <header>
            <h1>"Key"<span>"span"</span></h1>
            <nav aria-label=text::WORKSPACES>
                <a id="to-link" href="#" aria-current="true">{text::LINK}</a>
                <a id="to-monitoring" href="#monitoring">{text::MONITORING}</a>
            </nav>
            <p class="tagline">{text::TAGLINE}</p>
            <button class="open-drawer" aria-controls="controls" aria-expanded=live::text(move || drawer.get().to_string())
                on:click=move |_| drawer.update(|open| *open = !*open)>"Parameters"</button>
            <button class="theme" on:click=move |_| theme::choose(page, !dark.get_untracked()) aria-label=other
                title=other>
                {live::text(move || if dark.get() { "☀" } else { "☾" })}
            </button>
            <button class="share" data-testid="share-button" on:click=share>"Share"<span>" & export"</span></button>
            <button class="primary copy" data-testid="copy-link" on:click=copy>{live::text(move || status.get().unwrap_or(text::COPY_LINK))}</button>
            <span class="unseen" role="status">{live::text(move || status.get().unwrap_or_default())}</span>
        </header>
    }
}

/// Notices about ignored parts of the link, and failures of the workers.
#[component]
pub(in super::super) fn Notices(page: Page) -> impl IntoView {
    let ignored = live::part(move || {
        let notices = page.notices.get();
        if notices.is_empty() {
            return ().into_any();
        }
        let items = notices.iter().map(|notice| view! { <li>{notice.to_string()}</li> }).collect_view();
        view! {
            <div class="notice" data-testid="link-notices">
                <p>{text::IGNORED}</p>
                <ul>{items}</ul>
                <button on:click=move |_| page.notices.set(Vec::new())>"Close"</button>
            </div>
        }
        .into_any()
    });
    let trouble = live::part(move || match page.health.trouble.get() {
        None => ().into_any(),
        Some(trouble) => {
            let slow = page.health.is_slow();
            let (class, test_id, label) =
                if slow { ("notice", "slow", "Stop") } else { ("notice bad", "trouble", "Close") };
            let act = move |_| if slow { page.stop() } else { page.health.trouble.set(None) };
            view! {
                <div class=class data-testid=test_id>
                    <p>{trouble.to_string()}</p>
                    <button on:click=act>{label}</button>
                </div>
            }
            .into_any()
        }
    });
    view! { <div role="status">{ignored}{trouble}</div> }
}
