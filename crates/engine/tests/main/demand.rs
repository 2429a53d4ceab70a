//! Demands: margins by hand, margins that hold when they are tried, and changes that do what they say.

use engine::link::fibre::Band;
use engine::scenario::{Key, Scenario, Settings, Value};
use engine::sweep::{
    Authentication, Demand, IMPROVEMENTS, Improved, Margin, NoSupply, Reach, Supply, SurveyRequest, TAG_BITS, outcome,
    supply, survey,
};

fn demand(needed: f64) -> Demand {
    Demand { needed: needed.try_into().unwrap(), authentication: Authentication::Rate(0.0) }
}

fn settings(link: &str) -> Settings {
    let (settings, notices) = Settings::from_query(link);
    assert!(notices.is_empty(), "{link}: {notices:?}");
    settings
}

fn of(link: &str, km: f64, demand: Demand) -> Supply {
    supply_of(&settings(link), km, demand)
}

fn supply_of(settings: &Settings, km: f64, demand: Demand) -> Supply {
    supply(settings, km.try_into().unwrap(), demand).unwrap()
}

fn rate(settings: &Settings, km: f64) -> f64 {
    let scenario = Scenario::try_from(settings).unwrap();
    outcome(&scenario, km.try_into().unwrap()).unwrap().key_rate_bit_s().unwrap_or(0.0)
}

fn decibels(supply: &Supply) -> f64 {
    match supply.margin {
        Margin::Decibels(db) => db,
        other => panic!("{other:?}"),
    }
}

/// Without noise the key rate is proportional to the transmittance, so that the margin is the factor in dB, whether it is a margin or
/// missing, and in km that by 0.2 dB/km.
#[test]
fn without_noise_the_margin_is_the_factor() {
    let dark = "bitrate=0&dark=0&afterpulse=0";
    for needed in [1e4, 1e6, 2e7] {
        let supply = of(dark, 50.0, demand(needed));
        let factor = supply.factor(&supply.now);
        let expected = 10.0 * factor.log10();
        assert!((decibels(&supply) - expected).abs() < 1e-4, "{needed}: {} dB, not {expected}", decibels(&supply));
        let km = supply.margin_km(supply.longest).unwrap();
        assert!((km - expected / 0.2).abs() < 1e-3, "{needed}: {km} km");
        assert_eq!(supply.is_met(&supply.now), expected >= 0.0);
    }
    // f_q η p_d = 1e9 · 0.1 · 0.99 without a fibre: the channel lets nearly all pass.
    let all = of(dark, 50.0, demand(2e8));
    assert_eq!((all.margin, all.longest), (Margin::OutOfReach, Reach::Nowhere));
    assert_eq!(all.margin_km(all.longest), None);
    assert_eq!(of(dark, 50.0, demand(1e-15)).margin, Margin::MoreThan(200.0));
    assert_eq!(of(dark, 0.0, demand(1e6)).margin, Margin::Undefined);
    assert_eq!(of("channels=C32f10G,C31b10G&quantum=C34&fibre=measured", 20.0, demand(1e5)).margin, Margin::Undefined);
}

#[test]
fn margins_hold_when_they_are_tried() {
    for (link, km, needed) in [
        ("alpha=0.22", 63.0, 20480.0),
        ("alpha=0.22", 95.0, 20480.0),
        ("alpha=0.22&source=wcp&analysis=vacuum_weak&deadtime=10us&loss=3", 30.0, 20480.0),
        ("band=O&raman=1e-11&detector=snspd", 70.0, 1e6),
        ("alpha=0.22&alpha_classical=0.25", 63.0, 20480.0),
        ("alpha=0.22&channels=C32f10G,C31b10G@-20dBm&quantum=C34", 50.0, 20480.0),
        ("band=O&channels=C32f10G@-10dBm,C31b10G&quantum=1310&detector=snspd&raman_spectrum=gain", 40.0, 1e6),
        ("channels=C32f10G,C31b10G&quantum=C34&raman_spectrum=gain", 60.0, 20480.0),
        ("power=launched&connectors=4&mux_loss=1", 60.0, 20480.0),
    ] {
        let supply = of(link, km, demand(needed));
        let scenario = Scenario::try_from(&supply.settings).unwrap();
        let alpha = scenario.attenuation.get();
        let classical = scenario.classical_loss.db_km(scenario.band, scenario.attenuation);
        let extra = decibels(&supply) / km;
        let at = alpha + extra;
        // Classical light meets the loss too, whatever its own is; less for one is less of the same fibre for the other.
        let classical = if extra < 0.0 { classical * at / alpha } else { classical + extra };
        let lossy = [(Key::Alpha, Value::Number(at)), (Key::AlphaClassical, Value::Number(classical))];
        let tried = rate(&supply.settings.with(&lossy), km);
        assert!((tried / needed - 1.0).abs() < 1e-3, "{link}: {tried} with {at} dB/km");
        let longest = supply.longest.km().unwrap();
        let tried = rate(&supply.settings, longest);
        assert!((tried / needed - 1.0).abs() < 1e-3, "{link}: {tried} at {longest} km");
        assert_eq!(supply.is_met(&supply.now), longest >= km, "{link}");
        assert_eq!(supply.is_met(&supply.now), decibels(&supply) >= 0.0, "{link}");
    }
}

#[test]
fn authentication_comes_off_first() {
    let link = "source=wcp&analysis=one_decoy&key=finite&events=1e8";
    let tags = Demand { authentication: Authentication::TagsPerBlock(4), ..demand(1e4) };
    let supply = of(link, 20.0, tags);
    let outcome = supply.now.outcome;
    let taken = 4.0 * 128.0 / outcome.statistics.unwrap().collected_in_s;
    assert_eq!((TAG_BITS, supply.now.authentication_bit_s), (128.0, taken));
    assert_eq!(supply.now.net_bit_s, outcome.key_rate_bit_s().unwrap() - taken);
    let rate = Demand { authentication: Authentication::Rate(1e6), ..demand(1e6) };
    let with_rate = of("", 50.0, rate);
    assert_eq!(with_rate.now.net_bit_s, with_rate.now.outcome.key_rate_bit_s().unwrap() - 1e6);
    // 1 Mbit/s and as much for the authentication reach as far as 2 Mbit/s.
    let twice = of("", 50.0, demand(2e6));
    assert!((with_rate.longest.km().unwrap() - twice.longest.km().unwrap()).abs() < 1e-5);
    assert!((decibels(&with_rate) - decibels(&twice)).abs() < 1e-5);
    let no_blocks = supply_error("", Demand { authentication: Authentication::TagsPerBlock(4), ..demand(1e4) });
    assert_eq!(no_blocks, NoSupply::NoBlocks);
}

fn supply_error(link: &str, demand: Demand) -> NoSupply {
    supply(&settings(link), 50.0.try_into().unwrap(), demand).unwrap_err()
}

#[test]
fn changes_are_ranked_by_what_they_give() {
    let supply = of("alpha=0.22&deadtime=1us&jitter=50ps&dispersion=17&misalign=1%&loss=3", 30.0, demand(20480.0));
    let rates: Vec<f64> = supply.improvements.iter().map(|improved| improved.delivered.net_bit_s).collect();
    assert!(rates.is_sorted_by(|a, b| a >= b), "{rates:?}");
    for improved in &supply.improvements {
        let km = improved.length.get();
        assert_eq!(improved.delivered.net_bit_s, rate(&improved.settings, km), "{}", improved.improvement.name);
        assert_eq!(km == 27.0, improved.improvement.name == "length");
        assert_eq!(supply.helps(improved), improved.delivered.net_bit_s > supply.now.net_bit_s);
    }
    // Decoys and blocks have no part, nor have channels of a plan, and the gate is as narrow as it can be; all others have.
    assert_eq!(supply.improvements.len(), IMPROVEMENTS.len() - 5);
    // Without noise from the signals their power and the isolation do not matter, and nothing is listed that changes nothing.
    let ideal = of("bitrate=0&dark=0&afterpulse=0&detector=snspd&eff=1&window=optimal", 50.0, demand(1e6));
    let names: Vec<&str> = ideal.improvements.iter().map(|improved| improved.improvement.name).collect();
    assert!(
        ["dark_counts", "efficiency", "detector", "window", "loss", "jitter", "dispersion", "block"]
            .iter()
            .all(|name| !names.contains(name)),
        "{names:?}"
    );
}

#[test]
fn without_a_key_changes_are_ranked_by_length() {
    let supply = of("alpha=0.22", 110.0, demand(20480.0));
    assert_eq!(supply.now.net_bit_s, 0.0);
    let first = &supply.improvements[0];
    assert!(supply.helps(first));
    let without_key = supply.improvements.iter().filter(|improved| improved.delivered.net_bit_s == 0.0);
    let lengths: Vec<f64> = without_key.map(|improved| improved.longest.unwrap().km().unwrap()).collect();
    assert!(lengths.len() > 3 && lengths.is_sorted_by(|a, b| a >= b), "{lengths:?}");
}

fn named<'a>(supply: &'a Supply, name: &str) -> Option<&'a Improved> {
    supply.improvements.iter().find(|improved| improved.improvement.name == name)
}

#[test]
fn changes_of_a_channel_plan_do_what_they_say() {
    let plan =
        "alpha=0.22&detector_mode=gated&gate=500ps&filter_3db=100G&channels=C28f100G@-10dBm,C30b100Gx500&quantum=C38";
    let supply = of(plan, 40.0, demand(20480.0));
    let text = |name| named(&supply, name).unwrap().settings.channels().unwrap().text();
    assert_eq!(text("classical_power"), "C28f100G@-13dBm,C30b100Gx250");
    assert_eq!(text("direction"), "C28f100G@-10dBm,C30f100Gx500");
    let value = |name, key| named(&supply, name).unwrap().settings.value(key);
    assert_eq!(value("gate", Key::Gate), Value::Word("window"));
    assert_eq!(value("filter", Key::Filter3db), Value::Number(50e9));
    let band = named(&supply, "band").unwrap();
    assert!(band.settings.band() == Band::O && band.delivered.outcome.raman_forward_hz > 0.0);
    // No free slot gives more key than the best one.
    let best = named(&supply, "slot").unwrap();
    let scenario = Scenario::try_from(&supply.settings).unwrap();
    let channels = supply.settings.channels().unwrap();
    let request = SurveyRequest {
        plan: channels.plan(&scenario),
        attenuation: channels.attenuation(&scenario),
        length: supply.length,
        block: 0..usize::MAX,
        scenario,
    };
    let surveyed = survey(&request).unwrap();
    let rates = surveyed.iter().filter_map(|one| Some(one.found.as_ref().ok()?.key_rate_bit_s()));
    assert_eq!(rates.fold(0.0, f64::max), best.delivered.net_bit_s);
    assert!(best.delivered.net_bit_s > supply.now.net_bit_s);
    // In the best slot already.
    let there = supply_of(&best.settings, 40.0, demand(20480.0));
    assert!(named(&there, "slot").is_none());
    // Two in one slot cannot be turned the same way, and what runs towards Bob needs no turning.
    for channels in ["C28f10G,C28b10G", "C28f10G"] {
        let supply = of(&format!("channels={channels}&quantum=C34"), 40.0, demand(20480.0));
        assert!(named(&supply, "direction").is_none(), "{channels}");
    }
}

/// 1e-9 · 0.1 is 1.0000000000000001e-10 or so in binary fractions.
#[test]
fn changed_numbers_have_no_digits_of_arithmetic() {
    for isolation in 6..16 {
        let supply = of(&format!("iso_for=1e-{isolation}&iso_back=1e-{isolation}&loss=3.3"), 20.0, demand(1e4));
        let value = |name, key: Key| named(&supply, name).unwrap().settings.value(key).exact();
        assert_eq!(value("isolation", Key::IsoFor), format!("1e-{}", isolation + 1));
        assert_eq!(value("loss", Key::Loss), "2.3");
    }
}
