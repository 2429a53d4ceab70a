//! The report on the paper: every statement with what was computed.

use super::super::live;
use super::super::state::{Page, Report};
use crate::paper::Finding;
use leptos::prelude::*;

#[component]
pub(in super::super) fn PaperReport(page: Page) -> impl IntoView {
    let ask = move |_| {
        page.report.update(|report| {
            if *report == Report::Unwanted {
                *report = Report::Wanted;
            }
        })
    };
    let table = move || match page.report.get() {
        Report::Unwanted | Report::Wanted => view! { <p>"Computing all figures…"</p> }.into_any(),
        Report::Done(findings) => {
            let holding = findings.iter().filter(|finding| finding.holds).count();
            let all = findings.len();
            view! {
                <p>{format!("{holding} of {all} statements hold.")}</p>
                <div class="scroll" tabindex="0" role="group" aria-label="Statements of the paper">
                    <table class="prose">
                        <thead>
                            <tr><th scope="col">"Place"</th><th scope="col">"The paper"</th><th scope="col">"Found here"</th></tr>
                        </thead>
                        <tbody>{findings.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    };
    view! {
        <details class="points" data-testid="paper" on:toggle=ask>
            <summary>"Every statement of the paper, checked"</summary>
            {live::part(table)}
        </details>
    }
}

fn row(finding: Finding) -> impl IntoView {
    let why = (!finding.why.is_empty()).then(|| format!(" Because {}.", finding.why));
    view! {
        <tr class:differs=!finding.holds>
            <th scope="row">{finding.place}</th>
            <td>{finding.says}</td>
            <td><b>{if finding.holds { "Holds" } else { "Differs" }}</b>": "{finding.found}"."{why}</td>
        </tr>
    }
}
