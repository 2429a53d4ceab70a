//! The address, as text and as QR code.

use super::{Base, Status, button, copied_text};
use crate::kit::beside::save::save;
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use leptos::prelude::*;
use view::export::{QrCode, shared_link};

#[component]
pub(super) fn Link(context: ToolContext, base: Base, status: Status) -> impl IntoView {
    let link = Memo::new(move |_| context.address.with(|address| base.with_value(|base| shared_link(base, address))));
    let code = Memo::new(move |_| QrCode::new(&link.get()));
    let picture = move || {
        match code.get() {
        Ok(code) => view! {
            <div class="qr" role="img" aria-label=text::QR_CODE data-testid="qr" style:--side=code.side().to_string() inner_html=code.svg()></div>
        }
        .into_any(),
        Err(reason) => view! { <p class="qr none" data-testid="qr-none">{text::no_qr(&reason)}</p> }.into_any(),
    }
    };
    let keep = move || {
        if let Ok(code) = code.get_untracked() {
            status.show(save("keyspan-qr.svg", "image/svg+xml", code.svg().as_bytes()));
        }
    };
    view! {
        <section class="share-part" aria-label="Link">
            <div>
                <h2>"Link"</h2>
                {copied_text(text::ADDRESS, "link", live::text(move || link.get()))}
                <div class="row">
                    {button(text::COPY_LINK, "share-copy", live::flag(|| false), move || status.copy(link.get_untracked(), text::LINK_COPIED))}
                    {button(text::SAVE_QR, "qr-save", live::flag(move || code.with(Result::is_err)), keep)}
                </div>
                <p class="help">{text::ADDRESS_HELP}</p>
            </div>
            {live::part(picture)}
        </section>
    }
}
