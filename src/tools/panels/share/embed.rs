//! The page embedded in another one.

use super::{Base, Status, button, copied_text};
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use leptos::prelude::*;
use view::export::{EmbedSize, embed_code, embedded};

#[component]
pub(super) fn Embed(context: ToolContext, base: Base, status: Status) -> impl IntoView {
    let chosen = RwSignal::new(0);
    let size = move || EmbedSize::ALL.get(chosen.get()).copied().unwrap_or(EmbedSize::ALL[0]);
    let code = move || context.address.with(|address| base.with_value(|base| embed_code(base, address, size())));
    let alone = move || context.address.with(|address| base.with_value(|base| embedded(base, address)));
    let sizes = EmbedSize::ALL
        .into_iter()
        .enumerate()
        .map(|(i, size)| view! { <option value=i.to_string()>{size.title()}</option> });
    view! {
        <section class="share-part" aria-label="Embed">
            <div>
                <h2>{text::EMBED_TITLE}</h2>
                {copied_text(text::EMBED, "embed-code", live::text(code))}
                <div class="row">
                    <label>
                        "Size "
                        <select data-testid="embed-size" on:change=move |event| chosen.set(event_target_value(&event).parse().unwrap_or(0))>
                            {sizes.collect_view()}
                        </select>
                    </label>
                    {button(text::COPY_EMBED, "embed-copy", live::flag(|| false), move || status.copy(untrack(code), text::EMBED_COPIED))}
                    <a target="_blank" rel="noopener" href=live::text(alone)>{text::PREVIEW_EMBED}</a>
                </div>
            </div>
        </section>
    }
}
