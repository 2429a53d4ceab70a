//! The paper check: every statement of the paper beside what is computed.

use crate::kit::live;
use crate::tools::context::ToolContext;
use engine::paper::{self, Finding};
use leptos::prelude::*;
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
