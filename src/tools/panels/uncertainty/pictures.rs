//! The band along the fibre and the distribution of the reach, each with its table.

use super::runner::Shown;
use crate::kit::beside::picture::Picture;
use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::sweep::Uncertainty;
use leptos::prelude::*;
use numbers::statistics::QUANTILES;
use std::sync::Arc;
use view::figures::{reach_distribution, uncertainty_band};

#[component]
pub(super) fn Pictures(context: ToolContext, shown: RwSignal<Option<Arc<Shown>>>) -> impl IntoView {
    let band = Box::new(move |theme: &_| shown.with(|shown| Some(uncertainty_band(&shown.as_ref()?.found, theme))));
    let reaches = Box::new(move |theme: &_| shown.with(|shown| reach_distribution(&shown.as_ref()?.found, theme)));
    let words = move |words: fn(&Uncertainty) -> String| {
        live::text(move || shown.with(|shown| shown.as_ref().map(|shown| words(&shown.found)).unwrap_or_default()))
    };
    let table = move |table: fn(&Uncertainty) -> AnyView| {
        live::part(move || shown.get().map_or_else(|| ().into_any(), |shown| table(&shown.found)))
    };
    let varies = move || {
        shown.with(|shown| {
            shown.as_ref().is_some_and(|shown| reach_distribution(&shown.found, &chart::Theme::LIGHT).is_some())
        })
    };
    view! {
        <div class="study-pictures">
            <figure class="wide">
                <figcaption>"Key rate along the fibre, "{live::text(move || shown.get().map_or("", |shown| shown.request.settings.band().title()))}</figcaption>
                <Picture dark=context.dark chart=band words=words(text::band_in_words) name="uncertainty-band"/>
                <p class="key-to-chart" aria-hidden="true">
                    <span><i class="patch half"></i>"50 % of the samples"</span>
                    <span><i class="patch"></i>"90 %"</span>
                    <span><i class="line"></i>"median"</span>
                    <span><i class="line present"></i>"current values"</span>
                </p>
                <details><summary>"Show as table"</summary>{table(band_table)}</details>
            </figure>
            <figure>
                <figcaption>"Reach"</figcaption>
                {live::when(varies, move || view! {
                    <Picture dark=context.dark chart=reaches.clone() words=words(text::reach_in_words) name="uncertainty-reach"/>
                }.into_any())}
                <p class="key-to-chart">{words(text::mean_of_reach)}</p>
                <details><summary>"Show as table"</summary>{table(reach_table)}</details>
            </figure>
        </div>
    }
}

fn band_table(found: &Uncertainty) -> AnyView {
    let rate = |bit_s: f64| view! { <td>{text::rate(Some(bit_s).filter(|rate| *rate > 0.0))}</td> };
    let row = |point: &engine::sweep::BandPoint| {
        let quantiles = point.quantiles_bit_s.map(rate).collect_view();
        view! { <tr><th scope="row">{text::km(point.length_km)}</th>{rate(point.present_bit_s)}{quantiles}</tr> }
    };
    let heads = QUANTILES.map(|p| view! { <th scope="col">{100.0 * p}" %"</th> }).collect_view();
    view! {
        <div class="scroll tall" tabindex="0" role="group" aria-label="Quantiles of the key rate">
            <table data-testid="band-table">
                <thead><tr><th scope="col">"Length"</th><th scope="col">"Current"</th>{heads}</tr></thead>
                <tbody>{found.band.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn reach_table(found: &Uncertainty) -> AnyView {
    let quantile = |(p, quantile): (f64, _)| {
        let km = text::quantile_km(quantile, found.reach.decimals());
        view! { <tr><th scope="row">{100.0 * p}" % quantile"</th><td>{km}</td></tr> }
    };
    let quantiles = QUANTILES.into_iter().zip(found.reach.quantiles_km).map(quantile).collect_view();
    let bins = found.reach.histogram.as_ref().filter(|histogram| histogram.counts.len() > 1).map(|histogram| {
        let end = |i: usize| format!("{:.2}", histogram.start + i as f64 * histogram.width);
        let row = |(i, count): (usize, &u32)| {
            view! { <tr><th scope="row">{end(i)}" … "{end(i + 1)}" km"</th><td>{*count}</td></tr> }
        };
        view! {
            <table>
                <thead><tr><th scope="col">"Reach"</th><th scope="col">"Samples"</th></tr></thead>
                <tbody>{histogram.counts.iter().enumerate().map(row).collect_view()}</tbody>
            </table>
        }
    });
    view! {
        <div class="scroll tall" tabindex="0" role="group" aria-label="Distribution of the reach">
            <table data-testid="reach-table">
                <thead><tr><th scope="col">"Quantile"</th><th scope="col">"Reach"</th></tr></thead>
                <tbody>{quantiles}</tbody>
            </table>
            {bins}
        </div>
    }
    .into_any()
}
