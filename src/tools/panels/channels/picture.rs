//! The picture of a plan: the channels in their slots, and below them the noise in every slot.

use super::drag::Pointers;
use super::editor::Editor;
use super::handle::{Handle, LANE, MIDDLE};
use super::readout::Readout;
use super::scene::{InSlot, Scene, Scenes, crosstalk, raman};
use crate::kit::live;
use crate::tools::text::{self as common, channels as text};
use chart::Theme;
use engine::link::channel_plan::Noise;
use engine::scenario::Which;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent, PointerEvent, TouchEvent};

const NOISE_TOP: f64 = MIDDLE + LANE + 26.0;
const NOISE_HEIGHT: f64 = 168.0;
const NOISE_END: f64 = NOISE_TOP + NOISE_HEIGHT;
const HEIGHT: f64 = NOISE_END + 42.0;
/// Labels closer to the ends than this would be cut.
const MARGIN: f64 = 0.03;

#[component]
pub(super) fn Picture(editor: Editor, scene: Scenes) -> impl IntoView {
    let context = editor.context;
    let pointers = Pointers::new(editor);
    let theme = move || if context.dark.get() { Theme::DARK } else { Theme::LIGHT };
    let hue = move |colour: fn(&Theme) -> chart::Rgb| live::text(move || colour(&theme()).css());
    view! {
        <figure class="plan-picture" style:--own=hue(|theme| theme.own) style:--to-bob=hue(|theme| theme.hues[1])
            style:--to-alice=hue(|theme| theme.hues[3]) style:--raman=hue(|theme| theme.noise[1]) style:--crosstalk=hue(|theme| theme.noise[2])
            style:--raman-edge=hue(|theme| theme.hues[4]) style:--crosstalk-edge=hue(|theme| theme.hues[0])>
            <Legend editor/>
            <div class="plan-frame">
                <Levels scene/>
                <Plot editor scene pointers/>
            </div>
            <Readout editor scene pointers/>
            <p class="quiet small" id="plan-keys">{text::KEYS}</p>
        </figure>
    }
}

#[component]
fn Legend(editor: Editor) -> impl IntoView {
    let marks = [
        ("forward", "M6 1 L11 7 H8 V13 H4 V7 H1Z", "forward, to Bob"),
        ("backward", "M6 13 L11 7 H8 V1 H4 V7 H1Z", "backward, to Alice"),
        ("quantum", "M6 1 L12 7 L6 13 L0 7Z", "quantum channel"),
        ("raman", "M3 2 H9 V13 H3Z", "Raman scattering"),
        ("crosstalk", "M0 2 H12 V13 H0Z", "crosstalk"),
    ];
    let marks = marks.map(|(class, d, name)| {
        view! { <li><svg class=class width="14" height="14" aria-hidden="true"><path d=d/></svg>{name}</li> }.into_any()
    });
    view! {
        <figcaption>
            <b>{live::text(move || format!("Channels, and the noise in every free slot at {}", common::km(editor.context.cursor_km.get())))}</b>
            <ul class="legend">{marks.collect_view()}</ul>
        </figcaption>
    }
}

/// The labels at the left of the picture, which stay in place when it is scrolled.
#[component]
fn Levels(scene: Scenes) -> impl IntoView {
    let levels = move || {
        let levels = scene.get()?.levels;
        let label = |tick: chart::Tick| {
            let y = level(&levels, tick.value);
            view! { <text x="46" y=format!("{:.1}", y + 4.0)>{tick.label}</text> }.into_any()
        };
        Some(levels.ticks(5).into_iter().map(label).collect_view())
    };
    view! {
        <svg class="plan-levels" width="54" height=HEIGHT.to_string() aria-hidden="true">
            <text x="46" y=(MIDDLE - 26.0).to_string()>"Bob ↑"</text>
            <text x="46" y=(MIDDLE + 34.0).to_string()>"Alice ↓"</text>
            <text x="46" y=(NOISE_TOP - 13.0).to_string()>"1/s"</text>
            {live::part(move || levels().into_any())}
            <text x="46" y=(NOISE_END + 17.0).to_string()>"slot"</text>
            <text x="46" y=(NOISE_END + 35.0).to_string()>"nm"</text>
        </svg>
    }
}

#[component]
fn Plot(editor: Editor, scene: Scenes, pointers: Pointers) -> impl IntoView {
    let pointer = move |event: PointerEvent| {
        if let Some(scene) = scene.get_untracked() {
            pointers.handle(&event, &scene);
        }
    };
    // The browser would give the focus to what lies under the pointer, not to what is held.
    let mouse = move |event: MouseEvent| {
        if pointers.held.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    let key = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            pointers.give_up();
        }
    };
    // Nor shall it scroll. `touch-action` cannot say so: Chromium heeds it on a whole picture only.
    let touch = move |event: TouchEvent| {
        if pointers.held.with_untracked(Option::is_some) {
            event.prevent_default();
        }
    };
    let count =
        Memo::new(move |_| scene.with(|scene| scene.as_ref().map_or(0, |scene| scene.channels.channels().len())));
    let slots = Memo::new(move |_| scene.with(|scene| scene.as_ref().map_or(1, |scene| scene.slots.slots().len())));
    let column = move |class: &'static str, place: Signal<Option<f64>>| {
        let x = live::text(move || {
            place.get().map_or("-100%".to_owned(), |x| format!("{:.3}%", 100.0 * x - 50.0 / slots.get() as f64))
        });
        let width = live::text(move || format!("{:.3}%", 100.0 / slots.get() as f64));
        view! { <rect class=class x=x y="0" width=width height=NOISE_END.to_string()/> }.into_any()
    };
    let hovered = Signal::derive(move || pointers.hovered.get().map(|index| (index as f64 + 0.5) / slots.get() as f64));
    let quantum = Signal::derive(move || scene.with(|scene| scene.as_ref().map(|scene| scene.place(Which::Quantum))));
    let bars = move |class: &'static str, value: fn(&Noise) -> f64, half: f64| {
        let paths = Memo::new(move |_| {
            scene.with(|scene| scene.as_ref().map(|scene| bars(scene, value, half)).unwrap_or_default())
        });
        let [areas, tops] = [0, 1].map(|i| live::text(move || paths.with(|paths| paths[i].clone())));
        view! { <path class=class d=areas/><path class=format!("top {class}") d=tops/> }.into_any()
    };
    // If not all slots fit, the picture opens at the quantum channel.
    let scroller = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |shown: Option<usize>| {
        let count = slots.get();
        if let (Some(scroller), Some(place)) = (scroller.get(), quantum.get_untracked())
            && shown != Some(count)
        {
            let (all, part) = (f64::from(scroller.scroll_width()), f64::from(scroller.client_width()));
            scroller.set_scroll_left((place * all - part / 2.0) as i32);
        }
        count
    });
    let view_box = live::text(move || format!("0 0 {} {NOISE_HEIGHT}", slots.get()));
    view! {
        <div class="plan-scroll" node_ref=scroller>
            <svg class="plan-plot" height=HEIGHT.to_string() style:--slots=live::text(move || slots.get().to_string()) role="group"
                data-testid="plan-plot" aria-label="Channels by wavelength" class:held=live::flag(move || pointers.held.with(Option::is_some))
                on:pointerdown=pointer on:pointermove=pointer on:pointerup=pointer on:pointercancel=pointer on:pointerleave=pointer
                on:mousedown=mouse on:touchstart=touch on:keydown=key>
                {column("slot-hovered", hovered)}
                {column("slot-quantum", quantum)}
                {live::part(move || scene.get().map(|scene| grid(&scene)).into_any())}
                <svg x="0" y=NOISE_TOP.to_string() width="100%" height=NOISE_HEIGHT.to_string() viewBox=view_box preserveAspectRatio="none">
                    {bars("crosstalk", crosstalk, 0.44)}
                    {bars("raman", raman, 0.27)}
                </svg>
                <line class="middle" x1="0" x2="100%" y1=MIDDLE.to_string() y2=MIDDLE.to_string()/>
                <line class="base" x1="0" x2="100%" y1=NOISE_END.to_string() y2=NOISE_END.to_string()/>
                <For each=move || 0..count.get() key=|index| *index
                    children=move |index| view! { <Handle editor scene which=Which::Classical(index)/> }/>
                <Handle editor scene which=Which::Quantum/>
            </svg>
        </div>
    }
}

/// Height of a level in the picture, px from the top.
fn level(levels: &chart::Axis, value: f64) -> f64 {
    NOISE_END - NOISE_HEIGHT * levels.place(value).clamp(0.0, 1.0)
}

/// Bars over the slots, where one is 1 wide, and their tops: two paths, for that is faster than an element each.
fn bars(scene: &Scene, value: fn(&Noise) -> f64, half: f64) -> [String; 2] {
    let [mut areas, mut tops] = [String::new(), String::new()];
    for (i, slot) in scene.noise.iter().enumerate() {
        let InSlot::Free(noise) = slot else { continue };
        let y = level(&scene.levels, value(noise)) - NOISE_TOP;
        if y < NOISE_HEIGHT {
            let middle = i as f64 + 0.5;
            let (left, right) = (middle - half, middle + half);
            areas += &format!("M{left:.2} {NOISE_HEIGHT}V{y:.1}H{right:.2}V{NOISE_HEIGHT}Z");
            tops += &format!("M{left:.2} {y:.1}H{right:.2}");
        }
    }
    [areas, tops]
}

/// Lines and labels behind the bars.
fn grid(scene: &Scene) -> impl IntoView + use<> {
    let lines = scene.levels.ticks(5).into_iter().map(|tick| {
        let y = format!("{:.1}", level(&scene.levels, tick.value));
        view! { <line class="grid" x1="0" x2="100%" y1=y.clone() y2=y/> }.into_any()
    });
    let inside = |(place, _): &(f64, String)| (MARGIN..=1.0 - MARGIN).contains(place);
    let labels = |y: f64, labels: Vec<(f64, String)>| {
        let label = move |(place, label): (f64, String)| {
            view! { <text x=format!("{:.3}%", 100.0 * place) y=y.to_string()>{label}</text> }.into_any()
        };
        labels.into_iter().filter(inside).map(label).collect_view()
    };
    view! {
        <g class="plan-grid" aria-hidden="true">
            {lines.collect_view()}
            {labels(NOISE_END + 17.0, scene.slots.names())}
            {labels(NOISE_END + 35.0, scene.slots.wavelengths())}
        </g>
    }
}
