//! Options common to all channels: the band of the quantum channel, the grid, the fibre.

use super::editor::Editor;
use crate::kit::live;
use crate::tools::text::channels as text;
use engine::link::channel_plan::Spacing;
use engine::link::fibre::Band;
use engine::scenario::{Channels, ChannelsProblem};
use leptos::prelude::*;
use web_sys::HtmlInputElement;

/// A choice with its options; each has a name, says whether it is chosen, and makes other channels.
struct Choice {
    id: &'static str,
    label: &'static str,
    options: Vec<ChoiceOption>,
}

struct ChoiceOption {
    name: String,
    is: Is,
    make: Make,
}

type Is = Box<dyn Fn(&Channels) -> bool + Send + Sync>;
type Make = Box<dyn Fn(&Channels) -> Result<Channels, ChannelsProblem> + Send + Sync>;

fn option(
    name: impl Into<String>,
    is: impl Fn(&Channels) -> bool + Send + Sync + 'static,
    make: impl Fn(&Channels) -> Result<Channels, ChannelsProblem> + Send + Sync + 'static,
) -> ChoiceOption {
    ChoiceOption { name: name.into(), is: Box::new(is), make: Box::new(make) }
}

#[component]
pub(super) fn Options(editor: Editor) -> impl IntoView {
    let bands =
        Band::ALL.into_iter().map(|band| option(band.title(), move |c| c.is_in(band), move |c| c.in_band(band)));
    let spacings = Spacing::ALL.into_iter().map(|spacing| {
        let name = format!("{} GHz", spacing.ghz());
        option(name, move |c| c.spacing() == spacing, move |c| c.on_grid(spacing))
    });
    let fibres = [(false, "Same α at all wavelengths"), (true, "Measured spectrum")]
        .map(|(measured, name)| option(name, move |c| c.is_measured() == measured, move |c| c.on_fibre(measured)));
    let choices = [
        Choice { id: "channels-band", label: "Quantum channel", options: bands.collect() },
        Choice { id: "channels-spacing", label: "Grid", options: spacings.collect() },
        Choice { id: "channels-fibre", label: "Fibre loss", options: fibres.into() },
    ];
    let band = move || editor.context.settings.with(|settings| settings.band());
    let figure = move || editor.context.address.with(|address| address.figure.map(|figure| figure.id));
    let draw_alone = move |_| {
        editor.context.change(|address| {
            address.figure = None;
            address.zoom = None;
        });
    };
    let beside_figure = move || {
        view! {
            <p class="beside-figure" data-testid="channels-figure">
                {live::text(move || figure().map(text::beside_figure).unwrap_or_default())}" "
                <button on:click=draw_alone>"Draw only your link"</button>
            </p>
        }
        .into_any()
    };
    view! {
        <div class="plan-options">
            {choices.into_iter().map(|choice| select(editor, choice)).collect_view()}
            <button data-testid="channels-remove" on:click=move |_| editor.remove()>{text::REMOVE}</button>
        </div>
        <p class="prose-text quiet" data-testid="channels-belongs">{live::text(move || text::belongs_to(band()))}</p>
        {live::when(move || figure().is_some(), beside_figure)}
    }
}

fn select(editor: Editor, Choice { id, label, options }: Choice) -> AnyView {
    let options = StoredValue::new(options);
    let problem = RwSignal::new(String::new());
    // Shown until the next step.
    Effect::new(move |_| {
        editor.shown.track();
        problem.set(String::new());
    });
    let chosen = move || {
        editor.shown.with(|shown| {
            let shown = shown.as_ref()?;
            options.with_value(|options| options.iter().position(|option| (option.is)(shown)))
        })
    };
    let change = move |event: web_sys::Event| {
        let wanted: Option<usize> = event_target_value(&event).parse().ok();
        let shown = editor.shown.get_untracked();
        let made = shown.and_then(|shown| options.with_value(|options| Some((options.get(wanted?)?.make)(&shown))));
        let put = made.map(|made| made.map_err(|refused| refused.to_string()).and_then(|made| editor.put(made)));
        if let Some(Err(refused)) = put {
            problem.set(refused);
            let now = untrack(chosen).map(|now| now.to_string()).unwrap_or_default();
            // The setter is that of any element with a value.
            event_target::<HtmlInputElement>(&event).set_value(&now);
        }
    };
    let names = options.with_value(|options| options.iter().map(|option| option.name.clone()).collect::<Vec<_>>());
    let names = names.into_iter().enumerate().map(|(i, name)| {
        view! { <option value=i.to_string() prop:selected=live::flag(move || chosen() == Some(i))>{name}</option> }
    });
    view! {
        <label class="plan-option">
            {label}" "
            <select id=id data-testid=id on:change=change aria-describedby=format!("{id}-note")>{names.collect_view()}</select>
            <span class="refusal" id=format!("{id}-note") role="alert">{live::text(move || problem.get())}</span>
        </label>
    }
    .into_any()
}
