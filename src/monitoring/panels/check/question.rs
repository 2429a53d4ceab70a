//! What only the person can say of files.

use super::Kind;
use super::controls::{Typed, button, typed};
use crate::monitoring::text;
use leptos::prelude::*;
use monitoring::{FileAnswer, FileUnit, FreeAnswer, OfferedChoice, OpenQuestion};

pub(super) fn question(kind: &Kind, open: &OpenQuestion) -> AnyView {
    let choice = |(i, choice): (usize, &OfferedChoice)| {
        let (id, title) = (kind.id(&format!("choice-{i}")), text::capital(&choice.title));
        let (kind, answer) = (kind.clone(), choice.answer.clone());
        button(id, title, Box::new(move || kind.say(&|hints| hints.choose(answer.clone()))))
    };
    let mut controls: Vec<AnyView> = open.choices.iter().enumerate().map(choice).collect();
    // The zone, and what a column holds, are chosen where they are shown.
    if let Some(FreeAnswer::ClockRate(column)) = &open.free {
        controls.push(clock_rate(kind, column));
    }
    let asked = format!("{}.", text::capital(&open.text));
    view! { <div class="notice" data-testid="question"><p>{asked}</p><div class="row">{controls}</div></div> }
        .into_any()
}

/// The clock rate, with which bit a pulse is a rate.
fn clock_rate(kind: &Kind, column: &str) -> AnyView {
    let (id, label) = (kind.id("clock"), format!("Clock rate for {column}"));
    let (kind, column) = (kind.clone(), column.to_owned());
    let take = move |typed: String| match FileUnit::named(&format!("bit/pulse:{typed}")) {
        Some(unit) => kind.say(&|hints| hints.choose(FileAnswer::Unit(column.clone(), unit))),
        None => kind.console.trouble.set(Some(text::no_clock_rate(&typed))),
    };
    typed(Typed { id, label, value: String::new(), hint: "1 GHz".to_owned(), list: None }, Box::new(take))
}
