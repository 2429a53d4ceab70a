//! Anomalies of the links.

use super::section;
use crate::kit::live;
use crate::monitoring::console::Console;
use crate::monitoring::learner::Learner;
use crate::monitoring::text;
use forecast::Anomaly;
use leptos::prelude::*;
use monitoring::{Origin, time_text};

/// Width of the windows of the search, s.
const WIDTH_S: i64 = 600;

#[component]
pub(super) fn AbnormalTimes(console: Console, learner: Learner) -> impl IntoView {
    let rows = live::part(move || {
        let links = console.links.get();
        let found = learner.abnormal.get();
        let rows: Vec<AnyView> = links
            .iter()
            .flat_map(|link| {
                found.get(&link.name).into_iter().flatten().map(|one| row(console, &link.name, link.origin, one))
            })
            .collect();
        if rows.is_empty() {
            return view! { <p class="quiet" data-testid="no-abnormal">{text::NOTHING_ABNORMAL}</p> }.into_any();
        }
        view! {
            <div class="scroll" tabindex="0" role="group" aria-label="Anomalies" data-testid="abnormal"><table>
                <thead><tr><th>"Link"</th><th>"From"</th><th>"To"</th><th>"What changed, in this order"</th><td></td></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table></div>
        }
        .into_any()
    });
    section("abnormal-times", "Anomalies", view! { <p class="quiet">{text::ABNORMAL_HELP}</p>{rows} }.into_any())
}

fn row(console: Console, link: &str, origin: Origin, found: &Anomaly) -> AnyView {
    let (from, to) = (found.start * WIDTH_S, found.end * WIDTH_S);
    let moved: Vec<String> = found
        .moved
        .iter()
        .map(|moved| text::moved(moved, &time_text(origin, (moved.first * WIDTH_S) as f64)))
        .collect();
    let name = link.to_owned();
    let show = move |_| {
        console.change(|address| {
            address.link = Some(name.clone());
            // With as much time before and after it.
            address.shown_s = Some((2 * from - to, 2 * to - from));
        });
    };
    view! {
        <tr>
            <th>{link.to_owned()}</th>
            <td>{time_text(origin, from as f64)}</td>
            <td>{time_text(origin, to as f64)}</td>
            <td class="holds">{text::capital(&moved.join("; "))}</td>
            <td><button on:click=show>"Show"</button></td>
        </tr>
    }
    .into_any()
}
