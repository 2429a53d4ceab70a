//! The table behind the picture: the noise in every slot.

use super::scene::{InSlot, Scenes, crosstalk, raman};
use crate::kit::live;
use crate::tools::text::channels as text;
use leptos::prelude::*;

#[component]
pub(super) fn Numbers(scene: Scenes) -> impl IntoView {
    let open = RwSignal::new(false);
    let rows = move || {
        let scene = scene.get()?;
        let rows = scene.slots.slots().iter().zip(&scene.noise).map(|(slot, noise)| {
            let cells = match noise {
                InSlot::Free(noise) => [raman(noise), crosstalk(noise), noise.total_hz()].map(text::photons),
                InSlot::Occupied => ["occupied".to_owned(), String::new(), String::new()],
                InSlot::Unknown(problem) => [problem.clone(), String::new(), String::new()],
            };
            view! { <tr><th scope="row">{text::slot(*slot)}</th>{cells.map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> }
                .into_any()
        });
        Some(rows.collect_view())
    };
    let table = move || {
        view! {
            <div class="scroll tall" tabindex="0" role="group" aria-label="Noise in every slot">
                <table data-testid="plan-noise">
                    <thead>
                        <tr>
                            <th scope="col">"Slot"</th>
                            <th scope="col">"Raman scattering, photons/s"</th>
                            <th scope="col">"Crosstalk"</th>
                            <th scope="col">"Total"</th>
                        </tr>
                    </thead>
                    <tbody>{live::part(move || rows().into_any())}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <details on:toggle=move |event| open.set(event_target::<web_sys::Element>(&event).has_attribute("open"))>
            <summary>"Show as table: noise in every slot"</summary>
            {live::when(move || open.get(), table)}
        </details>
    }
}
