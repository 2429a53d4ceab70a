//! Sentences that the page makes from results.

use engine::link::fibre::Band;
use engine::scenario::{Scenario, Settings};
use engine::sweep::{Curve, CurveRequest, Outcome, Reach, curve, leaders, outcome};
use forecast::{Alert, Evidence, KeySupply, Limit, Outlook, StoreForecast};
use view::address::read_address;
use view::text::{monitoring, page, tools};

fn scenario(text: &str) -> Scenario {
    let (address, notices) = read_address(text);
    assert!(notices.is_empty(), "{text}: {notices:?}");
    Scenario::try_from(&address.settings).unwrap()
}

fn at(text: &str, km: f64) -> Outcome {
    outcome(&scenario(text), km.try_into().unwrap()).unwrap()
}

fn along(text: &str) -> Curve {
    curve(&CurveRequest { scenario: scenario(text), points: 50 })
}

/// The main noise as the answer above the chart says it.
fn main_noise(text: &str, cursor_km: f64) -> String {
    let end = along(text).points.last().and_then(Outcome::main_noise);
    let (source, rest) = page::main_noise(end, at(text, cursor_km).main_noise(), cursor_km);
    format!("{}: {source}{rest}", page::MAIN_NOISE)
}

#[test]
fn the_answer_above_the_chart() {
    let links =
        ["v=1", "bitrate=1T", "band=O", "eff=0.05&dark=1M", "bitrate=0&iso_for=0&iso_back=0&dark=0&afterpulse=0"];
    let mut all = Vec::new();
    for link in links {
        let (number, unit) = page::answer(at(link, 50.0).key_rate_bit_s());
        all.push(format!(
            "{link}\n  {number}{unit}\n  {}\n  {}",
            page::reach(along(link).reach),
            main_noise(link, 10.0)
        ));
    }
    all.push(page::main_noise(None, Some(("crosstalk", 0.85)), 50.0).1);
    all.push(page::main_noise(None, None, 50.0).0.to_owned());
    all.push([Reach::Nowhere, Reach::UpTo(98.07), Reach::Unlimited].map(page::reach).join(", "));
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn which_noise_is_the_largest_where() {
    let links = ["v=1", "band=O", "bitrate=0&iso_for=0&iso_back=0&dark=0&afterpulse=0"];
    let mut all: Vec<String> = links.iter().map(|link| tools::leaders(&leaders(&along(link).points))).collect();
    all.push(tools::leaders(&[]));
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn progress_and_results_of_the_tools() {
    let all = [
        tools::map_progress(None, true),
        tools::map_progress(None, false),
        tools::map_progress(Some(((32, 32), 0.25)), true),
        tools::map_progress(Some(((32, 32), 0.25)), false),
        tools::map_progress(Some(((256, 256), 1.0)), false),
        tools::progress(0.13, Some(12.0), None),
        tools::progress(0.13, Some(1000.0), Some(256)),
        tools::progress(0.13, Some(10_000.0), None),
        tools::stopped(false, None),
        tools::stopped(true, Some(256)),
        tools::stopped(false, Some(256)),
        tools::failed("the worker stopped"),
        tools::pinned("metro"),
        tools::loaded("metro"),
        tools::updated("metro"),
        tools::removed("metro"),
        tools::no_such_step("<b>nowhere</b>\u{7}", 6),
        tools::finding("98.1 km", ""),
        tools::finding("98.1 km", "the paper rounds"),
        tools::set_to("Isolation", "1e-9"),
        tools::of_the_noise(0.853),
        [0.0, 0.0123, 1.2e-5].map(tools::percent).join(", "),
        tools::program().replace(view::export::VERSION, "VERSION"),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn the_channel_plan() {
    use tools::channels as text;
    let channels = read_address("channels=C32f10G,C31b2.5G&quantum=C34").0.settings.channels().cloned().unwrap();
    let all = [
        Band::ALL.map(text::belongs_to).join("\n"),
        text::beside_figure("6"),
        text::outside_bands(1400.0),
        [0, 1, 3].map(text::skipped).join(" | "),
        [true, false].map(text::no_further).join(" | "),
        text::of_the_quantum_channel(channels.slot(engine::scenario::Which::Quantum)),
        text::outside_picture(&["C20".to_owned()], Band::O),
        text::outside_picture(&vec!["C20".to_owned(); 12], Band::O),
        [engine::scenario::Which::Quantum, engine::scenario::Which::Classical(1)]
            .map(|which| format!("{} at {}", text::name(&channels, which), text::place(&channels, which)))
            .join(" | "),
        [None, Some(7.73e6)].map(text::key_rate).join(" | "),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

/// A store that lasts two hours at 2345 bit/s, filled by a link of 1234 bit/s.
fn outlook(ahead: Vec<StoreForecast>, sustainable_bit_s: Option<f64>, missing: f64) -> Outlook {
    Outlook {
        consumption_bit_s: 1024.0,
        ahead,
        horizon_min: 120,
        confidence: 0.99,
        safe_bit_s: 2345.0,
        sustainable_bit_s,
        supply: KeySupply { mean_bit_s: 1234.0, missing, days: 28.04 },
    }
}

#[test]
fn consumption_and_alerts() {
    let alert =
        |limit, worst, evidence| monitoring::reason(&Alert { link: "1".to_owned(), limit, start: 0, worst, evidence });
    let measured = Evidence::Measured { end: 3, lasts: false };
    let forecast = |likely| Evidence::Forecast { likely, probability: None };
    let all = [
        monitoring::consumption(&outlook(vec![], Some(1187.0), 0.031)),
        monitoring::consumption(&Outlook { confidence: 0.995, safe_bit_s: 800.0, ..outlook(vec![], None, 0.0) }),
        alert(Limit::KeyRateBelow(800.0), 512.3, measured),
        alert(Limit::QberAbove(0.04), 0.0712, measured),
        alert(Limit::KeyRateBelow(800.0), 512.3, forecast(None)),
        alert(Limit::StoreBelow(2e7), 1.5e7, forecast(Some(7))),
        alert(Limit::DryWithin(720.0), 90.0, Evidence::Forecast { likely: Some(9), probability: Some(0.71) }),
        alert(Limit::DryWithin(720.0), 90.0, Evidence::Forecast { likely: None, probability: Some(0.07) }),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn the_store_and_the_training() {
    let store = |dry: &[f64]| {
        let ahead =
            |(i, dry): (usize, &f64)| StoreForecast { ahead_min: 60 * (i as u32 + 1), fan_bits: [0.0; 5], dry: *dry };
        let ahead = dry.iter().enumerate().map(ahead).collect();
        monitoring::store(&outlook(ahead, None, 0.0))
    };
    let all = [
        store(&[0.0, 0.0]),
        store(&[0.0, 0.004]),
        store(&[0.0, 0.3]),
        store(&[0.6, 0.9]),
        monitoring::training(None, Some(0.0)),
        monitoring::training(Some((12, 3.21e-4)), Some(0.24)),
        monitoring::training(Some((37, 1.57e-4)), None),
        monitoring::model(monitoring::SHIPPED_MODEL, &["1", "2"], None, &["QBER", "visibility"], 10),
        monitoring::model(monitoring::CHOSEN_MODEL, &[], None, &["QBER"], 10),
        forecast::Method::ALL.map(monitoring::method).join(", "),
        [(1, true), (3, false)].map(|(n, all)| monitoring::refused(n, all)).join(" | "),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn cautions_come_with_one_word() {
    let strict = at("source=wcp&key=finite&events=1e6", 50.0);
    let text = page::cautions(&strict);
    assert!(text.is_empty() || text.starts_with("Caution: "), "{text}");
    assert!(Scenario::try_from(&Settings::default()).is_ok());
}
