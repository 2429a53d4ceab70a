//! Exports of the workspace: cleaned data, tables and figures.

use super::section;
use crate::kit::beside::save::{copy_picture, paint, save, save_png};
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::text;
use chart::{Picture, Plot, Theme, svg};
use leptos::prelude::*;
use monitoring::{LinkReport, Parameter};
use std::sync::Arc;
use view::export::network::{caption, correlations_csv, file_name, fits_csv, write_windows};
use view::export::records::Format;
use view::figures::{correlation_charts, distribution_chart, model_chart, model_scatter, models, parameter_chart};

/// Width and height of a figure that is saved, px.
const FIGURE: (f64, f64) = (900.0, 320.0);
const SQUARE: (f64, f64) = (520.0, 520.0);

#[component]
pub(super) fn Export(console: Console) -> impl IntoView {
    let status = RwSignal::new(String::new());
    let with = move |act: fn(Console, &Arc<LinkReport>) -> String| {
        move |_| {
            if let Some(link) = console.link.get_untracked() {
                status.set(act(console, &link));
            }
        }
    };
    let figures = live::part(move || {
        let Some(link) = console.link.get() else { return ().into_any() };
        let one = |parameter: Parameter| view! { <Figure console status name=parameter.name() title=text::capital(parameter.title())/> };
        let parameters = link.summaries.iter().map(|(parameter, _)| one(*parameter)).collect_view();
        view! { {parameters}<Figure console status name="correlations" title="Correlations".to_owned()/><Figure console status name="cow" title="COW model".to_owned()/> }.into_any()
    });
    let ask = move |format: Format| move |_| console.save_network(format, status);
    section("export", "Export", view! {
        <h3>"Numbers"</h3>
        <p class="row">
            <button data-testid="save-cleaned" on:click=with(windows)>"Cleaned data of this link (CSV)"</button>
            <button data-testid="save-correlations" on:click=with(|_, link| save(&file_name(&link.name, "correlations.csv"), CSV, correlations_csv(link).as_bytes()))>"Correlations of this link (CSV)"</button>
            <button data-testid="save-fits" on:click=with(fits)>"Fits of this link (CSV)"</button>
            <button data-testid="save-links" on:click=ask(Format::Csv)>"Table of all links (CSV)"</button>
            <button data-testid="save-json" on:click=ask(Format::Json)>"All results of all links (JSON)"</button>
        </p>
        <h3>"Figures"</h3>
        <div class="figures">{figures}</div>
        <p class="said" role="status" data-testid="exported">{live::text(move || status.get())}</p>
    }.into_any())
}

const CSV: &str = "text/csv;charset=utf-8";

fn windows(_: Console, link: &Arc<LinkReport>) -> String {
    let mut bytes = Vec::new();
    // Memory takes everything.
    let _ = write_windows(link, &mut bytes);
    save(&file_name(&link.name, &format!("{}min.csv", link.windows.width.minutes())), CSV, &bytes)
}

fn fits(console: Console, link: &Arc<LinkReport>) -> String {
    match console.model.get_untracked() {
        Some(model) => save(&file_name(&link.name, "cow_fits.csv"), CSV, fits_csv(&model).as_bytes()),
        None => text::NO_MODEL.to_owned(),
    }
}

/// The form in which a figure is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Svg,
    Png,
    Copy,
}

/// A figure, to be saved or copied; its distribution is saved with it, but cannot be copied at the same time.
#[component]
fn Figure(console: Console, status: RwSignal<String>, name: &'static str, title: String) -> impl IntoView {
    let act = move |form: Form| {
        move |_| {
            let Some(link) = console.link.get_untracked() else { return };
            let theme = if console.dark.get_untracked() { Theme::DARK } else { Theme::LIGHT };
            match Parameter::named(name) {
                Some(parameter) => {
                    let all = whole(&link);
                    let chart = parameter_chart(
                        &link,
                        parameter,
                        None,
                        console.address.with_untracked(|a| a.shown_s).map_or(all, |(a, b)| (a as f64, b as f64)),
                        None,
                        None,
                    );
                    give(status, form, &link, name, FIGURE, chart, &theme);
                    if let Some(chart) = distribution_chart(&link, parameter).filter(|_| form != Form::Copy) {
                        give(status, form, &link, &format!("{name}_distribution"), SQUARE, chart, &theme);
                    }
                }
                None if name == "correlations" => {
                    let [parameters, past] = correlation_charts(&link);
                    give(status, form, &link, name, SQUARE, parameters, &theme);
                    if form != Form::Copy {
                        give(status, form, &link, "correlations_past", SQUARE, past, &theme);
                    }
                }
                None => {
                    let Some(model) = console.model.get_untracked() else {
                        return status.set(text::NO_MODEL.to_owned());
                    };
                    let models = models(&model);
                    let named: Vec<_> = models.iter().map(|(name, device)| (name.as_str(), device)).collect();
                    give(
                        status,
                        form,
                        &link,
                        "cow",
                        FIGURE,
                        model_chart(&link, &named, whole(&link), None, None),
                        &theme,
                    );
                    if form == Form::Copy {
                        return;
                    }
                    give(status, form, &link, "cow_scatter", SQUARE, model_scatter(&link, &named), &theme);
                }
            }
        }
    };
    view! {
        <p class="row"><span>{title}</span>
            <button data-testid=format!("svg-{name}") on:click=act(Form::Svg)>"SVG"</button>
            <button data-testid=format!("png-{name}") on:click=act(Form::Png)>"PNG"</button>
            <button data-testid=format!("copy-{name}") on:click=act(Form::Copy)>"Copy"</button>
        </p>
    }
}

fn whole(link: &LinkReport) -> (f64, f64) {
    let width_s = f64::from(link.windows.width.minutes()) * 60.0;
    let ends = link.windows.rows.first().zip(link.windows.rows.last());
    ends.map_or((0.0, 1.0), |(first, last)| (first.number as f64 * width_s, (last.number + 1) as f64 * width_s))
}

fn give<P: Plot>(
    status: RwSignal<String>,
    form: Form,
    link: &LinkReport,
    name: &str,
    size: (f64, f64),
    chart: P,
    theme: &Theme,
) {
    let caption = caption(link, name.starts_with("cow"));
    let picture = Picture {
        title: format!("Link {}", link.name),
        chart,
        chart_size: size,
        legend_title: String::new(),
        legend: Vec::new(),
        caption,
    };
    let file = |ending| file_name(&link.name, &format!("{name}.{ending}"));
    match form {
        Form::Svg => status.set(save(&file("svg"), "image/svg+xml", svg(&picture, theme).as_bytes())),
        Form::Png => save_png(paint(&picture, theme), file("png"), move |words| status.set(words)),
        Form::Copy => copy_picture(paint(&picture, theme), move |words| status.set(words)),
    }
}
