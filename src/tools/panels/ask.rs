//! Ask: which value of a parameter gives a target key rate, how far that rate reaches, which band is better, and what a key is good for.

use crate::kit::live;
use crate::tools::context::ToolContext;
use crate::tools::text;
use engine::scenario::Value;
use engine::sweep::{Question, Reply, Uses, Varied};
use leptos::prelude::*;
use numbers::quantity::{Unit, format_quantity};
use numbers::units::Kilometres;
use view::inputs::ask::{AskInputs, read_km, read_rate, read_tunnels};
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

#[component]
pub(super) fn Ask(context: ToolContext) -> impl IntoView {
    let remembered = Memo::new(move |_| AskInputs::read(context.extra("ask").as_deref()));
    let memory = Memo::new(move |_| remembered.get().unwrap_or_default());
    let km = Memo::new(move |_| memory.get().km.map_or_else(|| context.cursor_km.get(), Kilometres::get));
    let remember = move |change: &dyn Fn(&mut AskInputs)| {
        let mut memory = memory.get_untracked();
        change(&mut memory);
        context.remember("ask", memory.write());
    };
    let problem = RwSignal::new(None::<String>);
    let report = move |result: Result<(), String>| problem.set(result.err());
    let set_rate = move |typed: String| {
        report(read_rate(&typed).map(|rate| remember(&|memory| memory.wanted = rate)));
    };
    let set_km = move |typed: String| {
        report(read_km(&typed).map(|km| remember(&|memory| memory.km = Some(km))));
    };
    let set_tunnels = move |typed: String| {
        report(read_tunnels(&typed).map(|tunnels| remember(&|memory| memory.tunnels = tunnels)));
    };
    let facts = RwSignal::new(Vec::<String>::new());
    let list = move || facts.get().into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view().into_any();
    let follows = move || memory.get().km.is_none();
    view! {
        <div class="ask" data-testid="ask">
            <p class="question">
                {text::ASK_BEFORE_RATE}
                <input type="text" class="short" aria-label=text::ASK_RATE data-testid="ask-rate"
                    prop:value=live::text(move || format_quantity(memory.get().wanted.get(), Unit::BitsPerSecond, 6))
                    on:change=move |event| set_rate(event_target_value(&event))/>
                {text::ASK_BEFORE_LENGTH}
                <input type="text" class="short" aria-label=text::ASK_LENGTH data-testid="ask-km"
                    prop:value=live::text(move || format!("{} km", km.get()))
                    on:change=move |event| set_km(event_target_value(&event))/>
                {live::when(follows, || view! { <small>{text::AT_CURSOR}</small> }.into_any())}
                {live::when(move || !follows(), move || view! { <button class="chip" on:click=move |_| remember(&|memory| memory.km = None)>{text::FOLLOW_CURSOR}</button> }.into_any())}
                "?"
            </p>
            <p class="note bad" role="status" data-testid="ask-problem">{live::text(move || problem.get().or_else(|| remembered.get().err()).unwrap_or_default())}</p>
            <Replies context memory km facts/>
            <h2>{text::FACTS}</h2>
            <ul class="facts" data-testid="ask-facts">{live::part(list)}</ul>
            <p class="question">
                "Key for "
                <input type="text" class="short" inputmode="numeric" aria-label=text::TUNNELS data-testid="ask-tunnels"
                    prop:value=live::text(move || memory.get().tunnels.to_string())
                    on:change=move |event| set_tunnels(event_target_value(&event))/>
                " tunnels"
            </p>
            <p data-testid="ask-uses">{live::text(move || uses(context, memory, km))}</p>
        </div>
    }
}

/// Uses of the key rate, at the cursor or at the length of the question.
fn uses(context: ToolContext, memory: Memo<AskInputs>, km: Memo<f64>) -> String {
    let rate = context.under_cursor.get().filter(|at| at.km == km.get()).and_then(|at| {
        let own = at.plan.own(at.plan.settings.band())?;
        at.outcomes.get(own).map(|outcome| outcome.key_rate_bit_s())
    });
    match rate {
        // The length is not the cursor's: the answers above give the rate there.
        None => text::ASK_AT_CURSOR.to_owned(),
        Some(None) => text::NO_KEY_HERE.to_owned(),
        Some(Some(key_rate_bit_s)) => Uses { key_rate_bit_s }.text(memory.get().tunnels),
    }
}

/// An answer for each of the usual parameters and for one more of the user's choice. The facts about the link come with them.
#[component]
fn Replies(
    context: ToolContext,
    memory: Memo<AskInputs>,
    km: Memo<f64>,
    facts: RwSignal<Vec<String>>,
) -> impl IntoView {
    let replies = RwSignal::new(Vec::<(Varied, Reply)>::new());
    let asked = Memo::new(move |_| {
        let settings = context.settings.get();
        let counts = |asked: &Varied| asked.counts(&settings);
        let mut all: Vec<Varied> = Varied::USUAL.into_iter().filter(counts).collect();
        all.extend(memory.get().also.filter(|also| counts(also) && !all.contains(also)));
        all
    });
    Effect::new(move |_| {
        let (settings, memory, asked) = (context.settings.get(), memory.get(), asked.get());
        let Ok(length) = Kilometres::try_from(km.get()) else { return };
        let question = |asked: &Varied| {
            ToolTask::Ask(Question { settings: settings.clone(), length, wanted: memory.wanted, asked: *asked })
        };
        let all = ToolTask::Facts { settings: settings.clone(), wanted: memory.wanted };
        let tasks = asked.iter().map(question).chain([all]).collect();
        context.ask(Lane::Tool, tasks, move |answers| {
            let mut replied = Vec::new();
            for (answer, asked) in answers.into_iter().zip(asked.into_iter().map(Some).chain([None])) {
                match (answer, asked) {
                    (Ok(ToolAnswer::Ask(reply)), Some(asked)) => replied.push((asked, reply)),
                    (Ok(ToolAnswer::Facts(sentences)), None) => drop(facts.try_set(sentences)),
                    (Err(sentence), Some(asked)) => {
                        replied.push((asked, Reply { sentence: sentence.to_string(), enough: None, take: None }))
                    }
                    _ => {}
                }
            }
            replies.try_set(replied);
        });
    });
    let take = move |asked: Varied, number: f64| {
        context.change(|address| {
            asked.keys().for_each(|key| address.settings.set(key, Value::Number(number)));
        });
    };
    let list = move || {
        let replies = replies.get();
        if replies.is_empty() {
            return view! { <p>{text::COMPUTING}</p> }.into_any();
        }
        let row = |(asked, replied): (Varied, Reply)| {
            let (mark, class) = match replied.enough {
                Some(true) => ("enough", "reply enough"),
                Some(false) => ("change", "reply change"),
                None => ("impossible", "reply impossible"),
            };
            let button = replied.take.map(|number| {
                let value = format_quantity(number, asked.unit(), 3);
                let name = text::set_to(&asked.title(), &value);
                view! { <button class="chip" aria-label=name on:click=move |_| take(asked, number)>"Set to "{value}</button> }
            });
            view! {
                <li class=class data-testid=format!("ask-{}", asked.name())>
                    <b>{asked.title()}</b><span class="mark">{mark}</span>
                    <p>{without_title(asked, &replied.sentence)}</p>
                    {button}
                </li>
            }
        };
        view! { <ul class="replies">{replies.into_iter().map(row).collect_view()}</ul> }.into_any()
    };
    let options = move || {
        let settings = context.settings.get();
        let others = Varied::all().filter(|asked| asked.counts(&settings) && !Varied::USUAL.contains(asked));
        let option = |asked: Varied| {
            view! { <option value=asked.name() selected=live::flag(move || memory.get().also == Some(asked))>{asked.title()}</option> }
        };
        others.map(option).collect::<Vec<_>>().collect_view()
    };
    let choose = move |name: String| {
        let mut memory = memory.get_untracked();
        memory.also = Varied::named(&name);
        context.remember("ask", memory.write());
    };
    view! {
        <div aria-live="polite">{live::part(list)}</div>
        <label>
            <select data-testid="ask-also" aria-label=text::ASK_ALSO on:change=move |event| choose(event_target_value(&event))>
                <option value="">{text::ASK_ALSO}</option>
                {live::part(move || options().into_any())}
            </select>
        </label>
    }
}

/// The sentence without the name of the parameter, which stands above it.
fn without_title(asked: Varied, sentence: &str) -> String {
    sentence.strip_prefix(&asked.title()).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(sentence).to_owned()
}
