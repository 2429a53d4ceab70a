//! The paper check: every statement of the paper, and published runs of devices, beside what is computed.

use crate::kit::live;
use crate::tools::context::ToolContext;
use engine::paper::{self, Finding};
use engine::validation::{RUNS, Validated, validated};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use wire::curves::CurveAnswer;
use wire::curves::CurveTask;
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

#[component]
pub(super) fn Report(context: ToolContext) -> impl IntoView {
    let found = RwSignal::new(None::<Vec<Finding>>);
    let tasks = paper::PARTS
        .into_iter()
        .flat_map(paper::curves)
        .map(|request| ToolTask::Curve(CurveTask::Along(request)))
        .collect();
    // Asked for once: it does not depend on anything that a person sets.
    context.ask(Lane::Tool, tasks, move |answers| {
        let mut curves = answers.into_iter().filter_map(|answer| match answer {
            Ok(ToolAnswer::Curve(CurveAnswer::Along(curve))) => Some(curve),
            _ => None,
        });
        let findings = paper::PARTS.into_iter().flat_map(|part| {
            let curves: Vec<_> = curves.by_ref().take(paper::curves(part).len()).collect();
            paper::findings(part, &curves)
        });
        found.set(Some(findings.collect()));
    });
    let table = move || match found.get() {
        None => view! { <p>"Computing all figures…"</p> }.into_any(),
        Some(findings) => {
            let holding = findings.iter().filter(|finding| finding.holds).count();
            let all = findings.len();
            view! {
                <p>{format!("{holding} of {all} statements hold.")}</p>
                <div class="scroll" tabindex="0" role="group" aria-label="Statements of the paper">
                    <table class="prose">
                        <thead>
                            <tr><th scope="col">"Place"</th><th scope="col">"The paper"</th><th scope="col">"Keyspan"</th></tr>
                        </thead>
                        <tbody>{findings.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
                {runs()}
            }
            .into_any()
        }
    };
    view! { <div data-testid="paper">{live::part(table)}</div> }
}

fn row(finding: Finding) -> impl IntoView {
    let why = (!finding.why.is_empty()).then(|| format!(" Reason: {}.", finding.why));
    view! {
        <tr class:differs=!finding.holds>
            <th scope="row">{finding.place}</th>
            <td>{finding.says}</td>
            <td><b>{if finding.holds { "Confirmed" } else { "Differs" }}</b>": "{finding.found}"."{why}</td>
        </tr>
    }
}

/// Published runs beside what the model gives for them. Nothing is fitted to them.
fn runs() -> impl IntoView {
    view! {
        <h3>"Published runs"</h3>
        <p class="prose-text quiet">
            "Key rates that were measured, promised or computed elsewhere, with the parameters that the source gives; what it does not give was chosen. Nothing is fitted."
        </p>
        <div class="scroll" tabindex="0" role="group" aria-label="Published runs">
            <table class="prose" data-testid="validation">
                <thead>
                    <tr>
                        <th scope="col">"Run"</th>
                        <th scope="col">"Published"</th>
                        <th scope="col">"Keyspan"</th>
                        <th scope="col">"Ratio"</th>
                        <th scope="col">"Source, and what was chosen"</th>
                    </tr>
                </thead>
                <tbody>{RUNS.iter().map(|run| run_row(validated(run))).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn run_row(run: Validated) -> impl IntoView {
    let rate = |bit_s| format_quantity(bit_s, Unit::BitsPerSecond, 3);
    let written = |pairs: &str| if pairs.is_empty() { "nothing".to_owned() } else { pairs.replace('&', " ") };
    let at = run.length_km.map(|km| format!("{km} km")).or(run.loss_db.map(|db| format!("{db} dB")));
    view! {
        <tr>
            <th scope="row">{run.name}{at.map(|at| format!(" ({}, {at})", run.kind))}</th>
            <td>{rate(run.published_bit_s)}</td>
            <td>{rate(run.computed_bit_s)}</td>
            <td>{format_quantity(run.ratio, Unit::None, 2)}</td>
            <td>
                {run.source}". Given: "{written(run.given)}". Chosen: "{written(run.chosen)}". "{run.remark}
            </td>
        </tr>
    }
}
