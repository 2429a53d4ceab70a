//! Inverse questions: numbers that an independent program gives, and answers that hold when they are tried.
//!
//! `tests/golden/ask.csv` holds a row a number: the span as a link, the distance, the wanted rate, what is asked for, which end of the
//! answer (or the best rate), the number, the relative tolerance and the source.

use engine::link::fibre::Band;
use engine::scenario::{Key, Range, Scale, Scenario, Settings, Value};
use engine::sweep::{
    Answer, Interval, NoAnswer, Question, Reach, Solution, Varied, ask, distance_for_rate, longest_distance_text,
    outcome, overtakes,
};
use numbers::quantity::parse_quantity;
use proptest::prelude::*;
use serde::Deserialize;

fn settings(link: &str) -> Settings {
    let (settings, notices) = Settings::from_query(link);
    assert!(notices.is_empty(), "{link}: {notices:?}");
    settings
}

fn scenario(settings: &Settings) -> Scenario {
    Scenario::try_from(settings).expect("values that go together")
}

fn question(settings: &Settings, km: f64, wanted: f64, asked: Varied) -> Question {
    Question { settings: settings.clone(), length: km.try_into().unwrap(), wanted: wanted.try_into().unwrap(), asked }
}

fn answer(link: &str, km: f64, wanted: f64, asked: &str) -> Answer {
    ask(&question(&settings(link), km, wanted, Varied::named(asked).unwrap())).unwrap()
}

/// Key rate with a number for what is asked, bit/s; none without a key or where it does not go together.
fn rate(question: &Question, number: f64) -> f64 {
    let mut settings = question.settings.clone();
    for key in question.asked.keys() {
        settings.set(key, Value::Number(number));
    }
    let rate = |scenario: Scenario| outcome(&scenario, question.length).unwrap().key_rate_bit_s();
    Scenario::try_from(&settings).ok().and_then(rate).unwrap_or(0.0)
}

fn contains(intervals: &[Interval], number: f64) -> bool {
    intervals.iter().any(|interval| (interval.low..=interval.high).contains(&number))
}

/// Ends that are not those of the accepted range, and on which side of each it is enough.
fn found_ends(answer: &Answer) -> Vec<(f64, f64)> {
    let range = answer.asked.range().unwrap();
    let low = answer.intervals().iter().filter(|i| i.low > range.min).map(|i| (i.low, 1.0));
    let high = answer.intervals().iter().filter(|i| i.high < range.max).map(|i| (i.high, -1.0));
    low.chain(high).filter(|(end, _)| *end != 0.0).collect()
}

#[derive(Debug, Deserialize)]
struct Row {
    link: String,
    distance_km: Option<f64>,
    wanted_bit_s: Option<f64>,
    asked: String,
    end: String,
    expected: f64,
    tolerance: f64,
    source: String,
}

impl Row {
    fn found(&self) -> f64 {
        let settings = settings(&self.link);
        match (self.asked.as_str(), self.end.as_str()) {
            ("distance", _) => {
                let wanted = self.wanted_bit_s.unwrap().try_into().unwrap();
                distance_for_rate(&scenario(&settings), wanted).km().unwrap()
            }
            ("band", "overtakes") => overtakes(&settings).unwrap().overtakes.len() as f64,
            ("band", to) => {
                let to = if to == "to O" { Band::O } else { Band::C };
                overtakes(&settings).unwrap().overtakes.iter().find(|overtake| overtake.to == to).unwrap().km
            }
            (asked, end) => {
                let answer = answer(&self.link, self.distance_km.unwrap(), self.wanted_bit_s.unwrap(), asked);
                match end {
                    "low" => answer.intervals()[0].low,
                    "high" => answer.intervals()[0].high,
                    "best" => answer.best.outcome.signed_rate_bit_s,
                    other => panic!("no end {other}"),
                }
            }
        }
    }
}

#[test]
fn every_golden_number() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in csv::Reader::from_path("tests/golden/ask.csv").expect("the file is there").deserialize() {
        let row: Row = row.expect("a row of the golden table");
        let found = row.found();
        if (found - row.expected).abs() > row.tolerance * row.expected {
            let Row { link, asked, end, expected, source, .. } = &row;
            wrong.push(format!("{link}, {asked} {end}: {found:e}, not {expected:e} ({source})"));
        }
        assert!(row.tolerance < 0.5);
        rows += 1;
    }
    assert!(wrong.is_empty(), "{} of {rows} numbers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows > 35);
}

#[test]
fn the_bands_of_the_paper() {
    // The paper: an SNSPD and nearly perfect isolation make the O band reach farther, an SPAD does not.
    let bands = |link: &str| overtakes(&settings(link)).unwrap();
    let isolated = "&iso_for=1e-13&iso_back=1e-13";
    assert_eq!(bands(&format!("v=1&detector=snspd{isolated}")).overtakes.len(), 1);
    assert_eq!(bands(&format!("v=1{isolated}")).text(), "The C band gives more key at every distance.");
    // Whichever band is set, both are compared.
    assert_eq!(bands("v=1&band=O"), bands("v=1"));
    let texts = [
        format!("v=1&detector=snspd&raman=2e-8{isolated}&bitrate=1T&window=300ps"),
        "v=1&raman=2e-8&bitrate=1T&window=open".to_owned(),
        "v=1&bitrate=1e16".to_owned(),
    ]
    .map(|link| bands(&link).text());
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn the_longest_distance_in_words() {
    let found = |link: &str, wanted: f64| {
        let wanted = wanted.try_into().unwrap();
        longest_distance_text(wanted, distance_for_rate(&scenario(&settings(link)), wanted))
    };
    let quiet = "v=1&bitrate=0&dark=0";
    insta::assert_snapshot!([found("v=1", 1e4), found("v=1", 1e12), found(quiet, 1.0), found(quiet, 1e-15)].join("\n"));
    assert_eq!(distance_for_rate(&scenario(&settings("v=1&misalign=0.2")), 1.0.try_into().unwrap()), Reach::Nowhere);
}

/// One for each kind of answer.
const SENTENCES: [(&str, f64, f64, &str); 18] = [
    ("v=1", 80.0, 1e6, "isolation"),
    ("v=1", 80.0, 2e6, "bitrate"),
    ("v=1", 80.0, 1e7, "eff"),
    ("v=1", 80.0, 1.3e6, "window"),
    ("v=1&iso_for=1e-6", 80.0, 1.25e6, "isolation"),
    ("v=1", 80.0, 1e6, "deadtime"),
    ("v=1", 80.0, 1e6, "dispersion_residual"),
    // Noise in the way
    ("v=1", 80.0, 2e6, "isolation"),
    ("v=1", 150.0, 1e3, "filter"),
    // Only just not
    ("v=1", 80.0, 1.2777289e6, "dark"),
    // Loss in the way, with and without noise
    ("v=1", 80.0, 1e9, "isolation"),
    ("v=1&bitrate=0&dark=0&afterpulse=0", 80.0, 1e9, "fec"),
    // Misalignment
    ("v=1&misalign=0.2", 50.0, 1e3, "isolation"),
    // A finite key
    ("v=1&key=finite&events=1e4", 50.0, 7e6, "raman"),
    // Dead time
    ("v=1&deadtime=1us", 10.0, 1e7, "dark"),
    // A laser
    ("v=1&source=wcp&analysis=infinite", 20.0, 2e7, "dark"),
    // Next to the best one
    ("v=1&window=optimal", 80.0, 1.329025e6, "bandwidth"),
    ("v=1&bitrate=1T", 100.0, 1e3, "rate"),
];

#[test]
fn answers_in_words() {
    let sentences = SENTENCES.map(|(link, km, wanted, asked)| answer(link, km, wanted, asked).text());
    insta::assert_snapshot!(sentences.join("\n"));
    let mut several = answer("v=1", 80.0, 2e6, "bitrate");
    let intervals = vec![Interval { low: 0.0, high: 0.0 }, Interval { low: 1001.4, high: 1003.6 }];
    several.solution = Solution::Needed { intervals };
    assert!(
        several.text().contains(" must be exactly 0 bit/s, or 1.002 kbit/s to 1.003 kbit/s; "),
        "{}",
        several.text()
    );
}

#[test]
fn unanswerable_questions_give_a_reason() {
    let refused = |link: &str, km: f64, asked: &str| {
        ask(&question(&settings(link), km, 1.0, Varied::named(asked).unwrap())).unwrap_err().to_string()
    };
    let mut wrong = Settings::default();
    wrong.set(Key::Window, Value::Number(-1.0));
    let texts = [
        refused("v=1", 50.0, "band"),
        refused("v=1&window=open", 50.0, "pd"),
        refused("v=1", 1001.0, "eff"),
        ask(&question(&wrong, 50.0, 1.0, Varied::Isolation)).unwrap_err().to_string(),
        NoAnswer::NeverTogether("nu1").to_string(),
    ];
    insta::assert_snapshot!(texts.join("\n"));
}

#[test]
fn a_key_that_only_one_bandwidth_gives_is_found() {
    // A metre before the end only the bandwidths around the best one give a key, far fewer than lie between two samples.
    let settings = settings("v=1");
    let question = question(&settings, 98.22134, 1e-3, Varied::Parameter(Key::Bandwidth));
    let answer = ask(&question).unwrap();
    let [interval] = answer.intervals() else { panic!("{answer:?}") };
    assert!(interval.high / interval.low < 1.05 && interval.high > interval.low, "{interval:?}");
    assert!(rate(&question, answer.best.value) > 1e-3);
    for (end, inwards) in found_ends(&answer) {
        assert!(rate(&question, end * (1.0 + 1e-6 * inwards)) > 1e-3);
        assert_eq!(rate(&question, end * (1.0 - 1e-6 * inwards)), 0.0);
    }
}

#[test]
fn every_protocol_is_answered() {
    for (link, km, wanted, asked) in [
        ("v=1&key=finite", 60.0, 4.5e6, "bitrate"),
        ("v=1&source=wcp&analysis=infinite", 60.0, 2e6, "eff"),
        ("v=1&source=wcp", 60.0, 2e6, "eff"),
        ("v=1&source=wcp&key=finite", 60.0, 1.3e6, "afterpulse"),
        ("v=1&source=wcp&analysis=two_decoy&key=finite", 60.0, 1e6, "rate"),
        ("v=1&source=wcp&analysis=one_decoy&key=finite&nu1=0.07", 60.0, 1e6, "rate"),
    ] {
        let question = question(&settings(link), km, wanted, Varied::named(asked).unwrap());
        let answer = ask(&question).unwrap();
        let ends = found_ends(&answer);
        assert!(
            matches!(&answer.solution, Solution::Needed { intervals } if intervals.len() == 1),
            "{link}: {answer:?}"
        );
        assert_eq!(ends.len(), 1, "{link}: {answer:?}");
        for (end, inwards) in ends {
            assert!((rate(&question, end) / wanted - 1.0).abs() < 1e-6, "{link}: {end} gives {}", rate(&question, end));
            assert!(rate(&question, end * (1.0 - 1e-4 * inwards)) < wanted, "{link}");
            assert!(rate(&question, end * (1.0 + 1e-4 * inwards)) > wanted, "{link}");
        }
        assert!(answer.evaluations < 800, "{link}: {}", answer.evaluations);
    }
}

/// Spans of the paper's main part with numbers of all sizes, a distance as a part of the reach, and a question.
fn questions() -> impl Strategy<Value = Question> {
    let log = |low: f64, high: f64| (0.0f64..1.0).prop_map(move |x| low * (high / low).powf(x));
    let span = (
        (log(1e8, 1e13), log(1e-13, 1e-5), log(1e-13, 1e-5), log(1e-11, 1e-7), log(1.0, 1e6)),
        (0.02f64..1.0, 0.0f64..0.15, 0.0f64..0.06, log(2e9, 1e12), 0u8..4, any::<bool>()),
    );
    let asked =
        prop::sample::select(Varied::all().filter(|varied| varied.counts(&Settings::default())).collect::<Vec<_>>());
    (span, asked, 0.05f64..1.1, log(0.03, 3.0)).prop_map(|((traffic, device), asked, part, more)| {
        let (bitrate, iso_for, iso_back, raman, dark) = traffic;
        let (eff, afterpulse, misalign, filter, window, o) = device;
        let mut settings = Settings::default();
        if o {
            settings.set(Key::Band, Value::Word("O"));
        }
        for (key, number) in [
            (Key::Bitrate, bitrate),
            (Key::IsoFor, iso_for),
            (Key::IsoBack, if window == 0 { iso_for } else { iso_back }),
            (Key::Raman, raman),
            (Key::Dark, dark),
            (Key::Eff, eff),
            (Key::Afterpulse, afterpulse),
            (Key::Misalign, misalign),
            (Key::Filter, filter),
        ] {
            settings.set(key, Value::Number(number));
        }
        match window {
            1 => settings.set(Key::Window, Value::Number(200e-12)),
            2 => settings.set(Key::Dispersion, Value::Number(17.0)),
            3 => settings.set(Key::DeadTime, Value::Number(1e-7)),
            _ => {}
        }
        let reach = engine::sweep::reach(&scenario(&settings)).km().unwrap_or(300.0);
        let km = part * reach.max(5.0);
        let now = outcome(&scenario(&settings), km.try_into().unwrap()).unwrap();
        let unit = now.key_rate_bit_s().unwrap_or(0.1 * now.repetition_rate_hz * now.p_signal);
        question(&settings, km, more * unit, asked)
    })
}

/// A number of a range, by its place between 0 and 1.
fn number(range: &Range, place: f64) -> f64 {
    match range.scale {
        Scale::Linear { .. } => range.min + place * (range.max - range.min),
        Scale::LogOrZero if place < 0.02 => 0.0,
        Scale::Log | Scale::LogOrZero => range.min * (range.max / range.min).powf(place),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_answer_holds_when_it_is_tried(question in questions(), places in prop::collection::vec(0.0f64..=1.0, 40)) {
        prop_assume!(question.asked != Varied::Parameter(Key::Pd) || question.settings.applies(Key::Pd));
        let answer = ask(&question).unwrap();
        let wanted = question.wanted.get();
        for (end, inwards) in found_ends(&answer) {
            let there = rate(&question, end);
            prop_assert!((there / wanted - 1.0).abs() < 1e-6, "{there} at {end}: {answer:?}");
            prop_assert!(rate(&question, end + inwards * 1e-4 * end.abs()) > wanted, "inside {end}: {answer:?}");
            prop_assert!(rate(&question, end - inwards * 1e-4 * end.abs()) < wanted, "beyond {end}: {answer:?}");
        }
        // No number that the search may have jumped over says otherwise, and none is better than the best one.
        for place in places {
            let number = number(question.asked.range().unwrap(), place);
            let there = rate(&question, number);
            if (there / wanted - 1.0).abs() > 1e-6 {
                let inside = contains(answer.intervals(), number);
                prop_assert_eq!(there > wanted, inside, "{} at {}: {:?}", there, number, answer);
            }
            let best = answer.best.outcome.key_rate_bit_s().unwrap_or(0.0);
            prop_assert!(there <= best * (1.0 + 1e-6), "{there} at {number}: {answer:?}");
        }
        match &answer.solution {
            Solution::Enough { .. } => prop_assert!(answer.rate_now_bit_s >= Some(wanted * (1.0 - 1e-8))),
            Solution::Needed { intervals } => {
                prop_assert!(!intervals.is_empty() && answer.rate_now_bit_s < Some(wanted));
            }
            Solution::Impossible { .. } => prop_assert!(answer.best.outcome.signed_rate_bit_s < wanted),
        }
        prop_assert!(answer.evaluations < 600, "{}", answer.evaluations);
    }

    #[test]
    fn to_want_more_never_leaves_more(question in questions(), more in 1.0001f64..20.0) {
        prop_assume!(question.asked != Varied::Parameter(Key::Pd) || question.settings.applies(Key::Pd));
        let greedy = Question { wanted: (more * question.wanted.get()).try_into().unwrap(), ..question.clone() };
        let (modest, greedy) = (ask(&question).unwrap(), ask(&greedy).unwrap());
        for inner in greedy.intervals() {
            let outer = modest.intervals().iter().find(|outer| outer.low <= inner.low && inner.high <= outer.high);
            prop_assert!(outer.is_some(), "{inner:?} in none of {:?}", modest.intervals());
        }
    }

    #[test]
    fn the_stated_value_is_enough(question in questions()) {
        prop_assume!(question.asked != Varied::Parameter(Key::Pd) || question.settings.applies(Key::Pd));
        let answer = ask(&question).unwrap();
        let text = answer.text();
        let said = match &answer.solution {
            Solution::Enough { .. } => text.split_once("; ").unwrap().1.trim_end_matches(" is enough."),
            Solution::Needed { .. } => text.split_once("must be ").unwrap().1.split_once("; now").unwrap().0,
            Solution::Impossible { .. } => return Ok(()),
        };
        let numbers = said.replace("exactly ", "").replace(" or less", "").replace(" or more", "");
        for number in numbers.split(" to ").flat_map(|part| part.split(", or ")).filter(|part| !part.contains("value")) {
            let number = parse_quantity(number, question.asked.unit()).unwrap();
            prop_assert!(rate(&question, number) >= question.wanted.get(), "{number}: {text}");
        }
    }

    #[test]
    fn at_the_longest_distance_is_the_wanted_rate(question in questions()) {
        let scenario = scenario(&question.settings);
        let rate = |km: f64| outcome(&scenario, km.try_into().unwrap()).unwrap().key_rate_bit_s().unwrap_or(0.0);
        let wanted = question.wanted.get();
        match distance_for_rate(&scenario, question.wanted) {
            Reach::Nowhere => prop_assert!(rate(0.0) < wanted),
            Reach::Unlimited => prop_assert!(rate(1000.0) > wanted),
            Reach::UpTo(km) => {
                prop_assert!(rate(km + 1e-4) < wanted, "{km}");
                prop_assert!(km < 1e-4 || rate(km - 1e-4) > wanted, "{km}");
            }
        }
    }
}
