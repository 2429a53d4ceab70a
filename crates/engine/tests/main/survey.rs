//! The survey of free slots: its numbers, its blocks and its ranking.
//!
//! `tests/golden/survey.csv` holds a row a slot: the classical channels, the band, the grid, the fibre, the distance, what else is
//! set, the slot and what `keyspan channels` printed for it before the survey was a part of the engine.

use engine::link::channel_plan::{ChannelPlan, Demultiplexer, Isolations, PAPERS_PLAN, Spacing, read_channels};
use engine::link::fibre::Band;
use engine::link::spectrum::Attenuation;
use engine::scenario::Scenario;
use engine::scenario::Settings;
use engine::sweep::{SurveyRequest, Surveyed, outcome, ranked, reach, survey};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
struct Row {
    channels: String,
    band: String,
    spacing_ghz: i32,
    fibre: String,
    distance_km: f64,
    set: String,
    slot: String,
    key_rate_bit_s: f64,
    reach_km: f64,
    noise_hz: f64,
    rho_forward: Option<f64>,
    rho_backward: Option<f64>,
    attenuation_db_km: f64,
    best: bool,
    source: String,
}

fn request(channels: &str, link: &str, ghz: i32, measured: bool, km: f64) -> SurveyRequest {
    let (settings, notices) = Settings::from_query(link);
    assert!(notices.is_empty(), "{link}: {notices:?}");
    let scenario = Scenario::try_from(&settings).unwrap();
    let every = Isolations { forward: scenario.isolation_forward, backward: scenario.isolation_backward };
    let spacing = Spacing::ALL.into_iter().find(|spacing| spacing.ghz() == ghz).unwrap();
    let channels = read_channels(channels).unwrap();
    SurveyRequest {
        plan: ChannelPlan::new(spacing, Demultiplexer { every, neighbour: None, second: None }, channels).unwrap(),
        attenuation: match measured {
            true => Attenuation::Measured { at_1550_nm: None },
            false => Attenuation::Flat(scenario.attenuation),
        },
        scenario,
        length: km.try_into().unwrap(),
        block: 0..usize::MAX,
    }
}

fn names(surveyed: &[&Surveyed]) -> Vec<String> {
    surveyed.iter().map(|one| one.slot.to_string()).collect()
}

#[test]
fn the_numbers_are_those_of_the_command_line() {
    let mut cases: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let mut reader = csv::Reader::from_path("tests/golden/survey.csv").expect("the file is there");
    for row in reader.deserialize() {
        let row: Row = row.expect("a row of the golden table");
        let case =
            format!("{} {} {} {} {} {}", row.channels, row.band, row.spacing_ghz, row.fibre, row.distance_km, row.set);
        cases.entry(case).or_default().push(row);
    }
    assert_eq!(cases.len(), 6);
    for (case, rows) in cases {
        let row = &rows[0];
        let link = format!("v=1&band={}{}{}", row.band, if row.set.is_empty() { "" } else { "&" }, row.set);
        let surveyed =
            survey(&request(&row.channels, &link, row.spacing_ghz, row.fibre == "measured", row.distance_km));
        let surveyed = surveyed.unwrap();
        let best = ranked(&surveyed)[0].slot.to_string();
        for row in rows {
            let one = surveyed.iter().find(|one| one.slot.to_string() == row.slot);
            let found = one.unwrap_or_else(|| panic!("{case}: no {}", row.slot)).found.as_ref().unwrap();
            for (what, found, expected) in [
                ("key rate", found.key_rate_bit_s(), row.key_rate_bit_s),
                ("reach", found.reach_km(), row.reach_km),
                ("noise", found.noise_hz(), row.noise_hz),
                ("ρ forward", found.rho_forward.unwrap(), row.rho_forward.unwrap()),
                ("ρ backward", found.rho_backward.unwrap(), row.rho_backward.unwrap()),
                ("attenuation", found.attenuation_db_km, row.attenuation_db_km),
            ] {
                let off = (found - expected).abs();
                assert!(
                    off <= 1e-9 * expected,
                    "{case}, {} {what}: {found}, not {expected} ({})",
                    row.slot,
                    row.source
                );
            }
            assert_eq!(row.best, row.slot == best, "{case}, {}", row.slot);
        }
    }
}

#[test]
fn a_slot_agrees_with_a_link_in_that_slot() {
    let request = request("C32f10G,C31b100G", "v=1&dark=500", 200, true, 40.0);
    let surveyed = survey(&request).unwrap();
    let noise = request.plan.noise_spectrum(
        request.plan.spacing().slots(Band::C),
        request.attenuation,
        request.scenario.channel_bandwidth,
        request.length,
    );
    let noise = noise.unwrap();
    assert_eq!(surveyed.len(), noise.len());
    for (one, noise) in surveyed.iter().zip(noise) {
        let found = one.found.as_ref().unwrap();
        let quantum = one.slot.wavelength_nm().try_into().unwrap();
        let planned = request.scenario.clone().with_channel_plan(request.plan.clone(), quantum, request.attenuation);
        let planned = planned.unwrap();
        assert_eq!(found.outcome, outcome(&planned, request.length).unwrap());
        assert_eq!(found.reach, reach(&planned));
        assert_eq!((one.slot, found.attenuation_db_km), (noise.slot, noise.attenuation_db_km));
        assert!((found.noise_hz() / noise.noise.total_hz() - 1.0).abs() < 1e-12);
    }
}

#[test]
fn the_best_is_first_and_without_a_key_the_farthest() {
    let ranked_at = |km| {
        let surveyed = survey(&request(PAPERS_PLAN, "v=1", 100, false, km)).unwrap();
        let ranked = ranked(&surveyed);
        let scores: Vec<_> = ranked.iter().map(|one| one.found.as_ref().unwrap().score()).collect();
        assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{km} km: {scores:?}");
        (names(&ranked), scores)
    };
    let (here, _) = ranked_at(50.0);
    assert_eq!((here.len(), &here[..3]), (42, ["C36", "C35", "C34"].map(str::to_owned).as_slice()));
    let (beyond, scores) = ranked_at(150.0);
    assert_eq!(beyond[0], "C36");
    assert!(scores.iter().all(|(rate, reach)| *rate == 0.0 && *reach > 0.0));
    // Alike in everything: the first stays first, and none beats another.
    let alike = survey(&request("", "v=1&band=O", 200, false, 20.0)).unwrap();
    assert_eq!(names(&ranked(&alike)), names(&alike.iter().collect::<Vec<_>>()));
    let found = |one: &Surveyed| one.found.clone().unwrap();
    assert!(!found(&alike[0]).beats(&found(&alike[9])) && !found(&alike[9]).beats(&found(&alike[0])));
    for km in [50.0, 150.0] {
        let surveyed = survey(&request(PAPERS_PLAN, "v=1", 100, false, km)).unwrap();
        let (first, last) = (found(ranked(&surveyed)[0]), found(ranked(&surveyed)[41]));
        assert!(first.beats(&last) && !last.beats(&first) && !first.beats(&first), "{km} km");
    }
    // No key anywhere: nothing is best.
    assert!(ranked(&survey(&request("C32f10000000G", "v=1", 200, false, 0.0)).unwrap()).is_empty());
}

#[test]
fn an_unknown_slot_is_reported_and_the_others_stay() {
    let surveyed = survey(&request("1270f10G", "v=1", 200, false, 20.0)).unwrap();
    let unknown = surveyed.iter().filter(|one| one.found.is_err()).count();
    assert!((1..surveyed.len()).contains(&unknown), "{unknown} of {}", surveyed.len());
    assert_eq!(ranked(&surveyed).len(), surveyed.len() - unknown);
    let problem = surveyed.iter().find_map(|one| one.found.as_ref().err()).unwrap().to_string();
    assert!(problem.starts_with("classical channel 1: Raman scattering from 1270.00 nm"), "{problem}");
    assert_eq!(survey(&request("", "v=1", 200, false, 1000.5)).unwrap_err().length_km, 1000.5);
}

#[test]
fn a_full_band_has_no_slot() {
    let full: Vec<String> = Spacing::Ghz200.slots(Band::C).map(|slot| format!("{slot}f1G")).collect();
    assert_eq!(survey(&request(&full.join(","), "v=1", 200, false, 20.0)), Ok(Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blocks_together_are_the_whole(slots in 0usize..60, from in 0usize..30, to in 0usize..60, km in 0.0f64..120.0) {
        let whole = SurveyRequest { block: from..to, ..request("C32f10G,C40b10G", "v=1", 200, false, km) };
        let blocks: Vec<SurveyRequest> = whole.blocks(slots).collect();
        prop_assert!(blocks.iter().all(|block| (1..=slots.max(1)).contains(&block.block.len())));
        let parts: Vec<Surveyed> = blocks.iter().flat_map(|block| survey(block).unwrap()).collect();
        prop_assert_eq!(&parts, &survey(&whole).unwrap());
        // 22 slots of the C band without two.
        prop_assert_eq!(parts.len(), to.min(20).saturating_sub(from));
    }
}
