//! Pictures and tables of what the page shows.

use super::{Base, Status, button};
use crate::kit::beside::save::{copy_picture, paint, save, save_png};
use crate::kit::live;
use crate::tools::browser;
use crate::tools::context::ToolContext;
use crate::tools::shown::Shown;
use crate::tools::text;
use chart::{Theme, svg};
use gloo::timers::callback::Timeout;
use leptos::prelude::*;
use view::export::records::Format;
use view::export::{file_name, shared_link};

/// Debounce before the preview is drawn again, ms.
const REST_MS: u32 = 200;

#[component]
pub(super) fn Files(context: ToolContext, base: Base, status: Status) -> impl IntoView {
    let now = Memo::new(move |_| Shown::now(context));
    let wait = live::flag(move || now.with(Option::is_none));
    let dark = RwSignal::new(false);
    let theme = move || if dark.get() { Theme::DARK } else { Theme::LIGHT };
    // While the curves are not there yet the last picture stays.
    let preview = RwSignal::new(String::new());
    let waiting = StoredValue::new_local(None::<Timeout>);
    Effect::new(move |_| {
        let (Some(shown), theme) = (now.get(), theme()) else { return };
        let draw = move || preview.set(base.with_value(|base| svg(&shown.picture(base, &theme), &theme)));
        waiting.set_value(Some(Timeout::new(REST_MS, draw)));
    });
    // The action of a button on the state shown.
    let with = move |act: fn(Base, Status, &Shown, Theme)| {
        move || {
            if let Some(shown) = now.get_untracked() {
                act(base, status, &shown, untrack(theme));
            }
        }
    };
    let command = move || {
        let link = context.address.with(|address| shared_link("", address));
        format!("keyspan export --link '{link}' --format csv")
    };
    let notes = move || {
        let notes = now.get().map(|shown| shown.table().notes).unwrap_or_default();
        notes.into_iter().map(|note| view! { <p class="note">{note}"."</p> }).collect_view().into_any()
    };
    view! {
        <section class="share-part files" aria-label="Files">
            <div>
                <h2>"Picture"</h2>
                <div class="row">
                    {button(text::SAVE_PNG, "save-png", wait, with(png))}
                    {button(text::SAVE_SVG, "save-svg", wait, with(drawing))}
                    {button(text::COPY_PICTURE, "copy-picture", wait, with(copy))}
                    <label class="check">
                        <input type="checkbox" data-testid="dark-paper" on:change=move |event| dark.set(event_target_checked(&event))/>
                        {text::DARK_PAPER}
                    </label>
                </div>
                <h2>"Numbers"</h2>
                <div class="row">
                    {button(text::SAVE_CSV, "save-csv", wait, with(|base, status, shown, _| table(base, status, shown, Format::Csv)))}
                    {button(text::SAVE_JSON, "save-json", wait, with(|base, status, shown, _| table(base, status, shown, Format::Json)))}
                </div>
                <p class="help">{text::FILES_HELP}</p>
                {live::part(notes)}
                <p class="help">{text::SAME_FILES}" "<code>{live::text(command)}</code></p>
                <h2>"Paper"</h2>
                <div class="row">{button(text::PRINT, "print", live::flag(|| false), browser::print)}</div>
            </div>
            <div class="preview" role="img" aria-label=text::PREVIEW data-testid="preview" inner_html=preview></div>
        </section>
    }
}

fn table(_: Base, status: Status, shown: &Shown, format: Format) {
    let (ending, mime) = match format {
        Format::Csv => ("csv", "text/csv;charset=utf-8"),
        Format::Json => ("json", "application/json"),
    };
    let mut bytes = Vec::new();
    // Nothing is written but bytes to memory, which takes everything.
    if shown.table().write(format, &mut bytes).is_ok() {
        status.show(save(&file_name(&shown.drawn.plan, None, ending), mime, &bytes));
    }
}

fn name_of(shown: &Shown, ending: &str) -> String {
    file_name(&shown.drawn.plan, Some(shown.address.view), ending)
}

fn drawing(base: Base, status: Status, shown: &Shown, theme: Theme) {
    let text = base.with_value(|base| svg(&shown.picture(base, &theme), &theme));
    status.show(save(&name_of(shown, "svg"), "image/svg+xml", text.as_bytes()));
}

fn png(base: Base, status: Status, shown: &Shown, theme: Theme) {
    let canvas = base.with_value(|base| paint(&shown.picture(base, &theme), &theme));
    save_png(canvas, name_of(shown, "png"), move |words| status.show(words));
}

fn copy(base: Base, status: Status, shown: &Shown, theme: Theme) {
    let canvas = base.with_value(|base| paint(&shown.picture(base, &theme), &theme));
    copy_picture(canvas, move |words| status.show(words));
}
