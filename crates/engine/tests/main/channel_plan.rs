//! Classical channels on the grid and their noise: golden numbers, properties, and messages to users.
//!
//! `tests/golden/spectrum.csv` holds a row a number: the plan, the quantum channel (name or nm), the fibre, the bandwidth of the
//! filter, the length, the quantity, the number, the relative tolerance and the source. The isolation is 1e-7 forward and 3e-7
//! backward, in the slot beside the quantum channel 2e-6 and 5e-6.

use engine::link::channel_plan::{
    ChannelPlan, ClassicalChannel, Coupling, CouplingProblem, Demultiplexer, Direction, Effects, Isolations,
    MAX_CHANNELS, PAPERS_PLAN, Power, Slot, SlotNoise, Spacing, best_slot, photons_hz, quietest, read_channels,
    write_channels,
};
use engine::link::effective_length::{launched, received};
use engine::link::fibre::Band;
use engine::link::spectrum::{Attenuation, RamanSpectrum, Wavelength, raman_cross_section};
use engine::link::{crosstalk, fibre, raman};
use engine::scenario::{Scenario, Settings, Which};
use engine::sweep::{Caution, outcome};
use numbers::units::{Isolation, RadiansPerSecond};
use proptest::prelude::*;
use serde::Deserialize;
use std::f64::consts::{LN_10, TAU};

const MEASURED: Attenuation = Attenuation::Measured { at_1550_nm: None };

#[derive(Debug, Deserialize)]
struct Row {
    plan: String,
    quantum: String,
    fibre: String,
    filter_ghz: f64,
    length_km: f64,
    quantity: String,
    expected: f64,
    tolerance: f64,
    source: String,
}

fn demultiplexer() -> Demultiplexer {
    let isolations =
        |forward: f64, backward: f64| Isolations { forward: isolation(forward), backward: isolation(backward) };
    Demultiplexer { every: isolations(1e-7, 3e-7), neighbour: Some(isolations(2e-6, 5e-6)), second: None }
}

fn isolation(x: f64) -> Isolation {
    x.try_into().unwrap()
}

fn filter(ghz: f64) -> RadiansPerSecond {
    (TAU * ghz * 1e9).try_into().unwrap()
}

fn wavelength(text: &str) -> Wavelength {
    Slot::named(text).map_or_else(|| text.parse().unwrap(), Slot::wavelength_nm).try_into().unwrap()
}

fn plan(text: &str) -> ChannelPlan {
    ChannelPlan::new(Spacing::Ghz100, demultiplexer(), read_channels(text).unwrap()).unwrap()
}

fn attenuation(text: &str) -> Attenuation {
    let number = |x: &str| x.parse::<f64>().unwrap().try_into().unwrap();
    match text.split_once(' ') {
        None if text == "measured" => MEASURED,
        Some(("measured", x)) => Attenuation::Measured { at_1550_nm: Some(number(x)) },
        Some(("flat", x)) => Attenuation::Flat(number(x)),
        _ => panic!("no fibre {text}"),
    }
}

fn quantity(name: &str, coupling: &Coupling, length_km: f64) -> f64 {
    let length = length_km.try_into().unwrap();
    let noise = coupling.noise(length);
    match name {
        "raman_forward_hz" => noise.raman_forward_hz,
        "raman_backward_hz" => noise.raman_backward_hz,
        "crosstalk_forward_hz" => noise.crosstalk_forward_hz,
        "crosstalk_backward_hz" => noise.crosstalk_backward_hz,
        "width_nm" => coupling.width_nm,
        "attenuation_db_km" => coupling.attenuation_db_km,
        other => {
            let number: usize = other.strip_prefix("rho_").expect("a quantity").parse().expect("a number");
            coupling.contributions(length).nth(number - 1).expect("a channel").rho.expect("a known one")
        }
    }
}

#[test]
fn every_golden_number() {
    let mut wrong = Vec::new();
    let mut seen = Vec::new();
    for row in csv::Reader::from_path("tests/golden/spectrum.csv").expect("the file is there").deserialize() {
        let row: Row = row.expect("a row of the golden table");
        let quantum = wavelength(&row.quantum);
        let coupling = plan(&row.plan).coupling(quantum, attenuation(&row.fibre), filter(row.filter_ghz)).unwrap();
        let found = quantity(&row.quantity, &coupling, row.length_km);
        let off = (found / row.expected - 1.0).abs();
        if off.is_nan() || off > row.tolerance {
            let Row { plan, quantum, quantity, expected, source, .. } = &row;
            wrong.push(format!("{plan} on {quantum}, {quantity}: {found:e}, not {expected:e} ({source})"));
        }
        // A tolerance that lets twice the number through checks nothing.
        assert!(row.tolerance < 0.5);
        seen.push(row.quantity);
    }
    assert!(wrong.is_empty(), "{} of {} numbers are wrong:\n{}", wrong.len(), seen.len(), wrong.join("\n"));
    assert!(seen.len() > 50);
}

/// Two and three channels away towards longer wavelengths, one signal in each direction (text to Fig. 6): the paper takes 1.5e-9
/// for both.
#[test]
fn the_papers_own_case() {
    let quantum = wavelength("C34");
    let coupling = plan(PAPERS_PLAN).coupling(quantum, MEASURED, filter(50.0)).unwrap();
    let rho: Vec<String> = coupling
        .contributions(50.0.try_into().unwrap())
        .map(|c| format!("{} {:.4e}", c.direction, c.rho.unwrap()))
        .collect();
    assert_eq!(rho, ["forward 1.8678e-9", "backward 1.8111e-9"]);
    // The mirror image, classical signals at shorter wavelengths, is worse: the dip is on the anti-Stokes side.
    for (longer, shorter) in [("C32", "C36"), ("C31", "C37")] {
        let to_quantum = |from| raman_cross_section(wavelength(from).nm(), quantum.nm()).unwrap();
        assert!(to_quantum(longer) < 0.9 * to_quantum(shorter));
    }
}

#[test]
fn channel_numbers_are_those_of_multiplexers() {
    // ITU-T G.694.1, table 1; channel numbers as on common multiplexers.
    for (name, thz, nm) in
        [("C21", 192.1, 1560.61), ("C31", 193.1, 1552.52), ("C60", 196.0, 1529.55), ("H34", 193.45, 1549.72)]
    {
        let slot = Slot::named(name).unwrap();
        assert_eq!(slot.frequency_thz(), thz);
        assert!((slot.wavelength_nm() - nm).abs() < 0.005, "{name}: {}", slot.wavelength_nm());
        assert_eq!(slot.to_string(), name);
    }
    let slots = |spacing: Spacing, band| spacing.slots(band).count();
    assert_eq!(Spacing::ALL.map(|spacing| slots(spacing, Band::C)), [87, 44, 22]);
    assert_eq!(Spacing::ALL.map(|spacing| slots(spacing, Band::O)), [350, 175, 88]);
    assert_eq!(
        Slot::new(Spacing::Ghz50, 12_000).unwrap_err().to_string(),
        "the 50 GHz grid has no slot 12000 between 1100 and 2000 nm"
    );
    for bad in ["", "C", "C0", "C73", "C+3", "C3.5", "D30", "C99999999999", "Ç30", "32"] {
        assert_eq!(Slot::named(bad), None, "{bad}");
    }
}

#[test]
fn in_the_o_band_raman_noise_follows_from_the_gain_and_crosstalk_knows_the_classical_loss() {
    let coupling = plan("C32f10G,C31b10G").coupling(wavelength("1310"), MEASURED, filter(50.0)).unwrap();
    let noise = coupling.noise(50.0.try_into().unwrap());
    // By hand in Python, as in raman_gain.rs.
    let rho = coupling.contributions(50.0.try_into().unwrap()).nth(1).unwrap().rho.unwrap();
    assert!((rho / 1.843062e-12 - 1.0).abs() < 1e-3, "{rho:e}");
    assert!(noise.raman_forward_hz > 0.0 && !noise.raman_unknown);
    let classical = fibre::transmittance(MEASURED.at(wavelength("C31").nm()).unwrap(), 50.0);
    assert!((noise.crosstalk_backward_hz / crosstalk::backward(3e-7, 1e13, classical) - 1.0).abs() < 1e-12);
    assert!(coupling.attenuation_db_km > 0.31);
}

#[test]
fn a_neighbour_is_isolated_as_a_neighbour() {
    let crosstalk = |classical: &str, demultiplexer| {
        let plan = ChannelPlan::new(Spacing::Ghz100, demultiplexer, read_channels(classical).unwrap()).unwrap();
        let coupling = plan.coupling(wavelength("C34"), MEASURED, filter(50.0)).unwrap();
        coupling.contributions(0.0.try_into().unwrap()).next().unwrap()
    };
    assert_eq!(crosstalk("C35f10G", demultiplexer()).isolation, 2e-6);
    assert_eq!(crosstalk("C33b10G", demultiplexer()).isolation, 5e-6);
    assert_eq!(crosstalk("C36f10G", demultiplexer()).isolation, 1e-7);
    assert_eq!(crosstalk("C32b10G", demultiplexer()).isolation, 3e-7);
    assert_eq!(crosstalk("C35f10G", Demultiplexer::default()).isolation, 1e-7);
    let beside = crosstalk("C33b10G", demultiplexer());
    assert!((beside.crosstalk_hz / 5e7 - 1.0).abs() < 1e-12 && beside.raman_hz == 0.0);
}

/// At 0 dBm launched on both sides, 50 km of 0.2 and 0.2 dB/km: 10 dB less arrives, and the rest is (10), (11), (13) and (14) anew.
/// By hand in Python: 7.81154e15 photons/s in C32.
#[test]
fn launched_power_stays_what_it_is() {
    let flat = Attenuation::Flat(0.2.try_into().unwrap());
    let at = |text: &str, km: f64| {
        plan(text).coupling(wavelength("C34"), flat, filter(50.0)).unwrap().noise(km.try_into().unwrap())
    };
    let noise = at("C32f100G@0dBm,C31b100G@0dBm", 50.0);
    let near = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found:e} {expected:e}");
    near(noise.crosstalk_forward_hz, 1e-7 * 7.8115393604e15 * 0.1);
    near(noise.crosstalk_backward_hz, 3e-7 * photons_hz(0.0, wavelength("C31").nm()));
    // ρ and Δλ as in the golden table.
    let (width, a) = (0.400753909521, 0.02 * LN_10);
    near(noise.raman_forward_hz, 7.8115393604e15 * 1.86781902383e-9 * width * 50.0 * 0.1);
    let effective = (1.0 - 0.01) / (2.0 * a);
    near(noise.raman_backward_hz, photons_hz(0.0, wavelength("C31").nm()) * 1.81110176977e-9 * width * effective);
    // Power given at the receiver is the paper's case at its photons per bit.
    let (power, photons) = (at("C32f10G@-28.9dBm:rx,C31b10G@-28.9dBm:rx", 50.0), at("C32f10G,C31b10G", 50.0));
    assert!((power.total_hz() / photons.total_hz() - 1.0).abs() < 0.01);
    // However long the fibre, scattered back is not more than from its start; received light would need ever more.
    let far = at("C31b100G@0dBm", 400.0).raman_backward_hz / at("C31b100G@0dBm", 100.0).raman_backward_hz;
    assert!(far < 1.001, "{far}");
}

/// Each effect counts where it has a number, and nowhere else.
#[test]
fn effects_are_off_until_they_have_numbers() {
    let off = Effects::default();
    let flat = Attenuation::Flat(0.2.try_into().unwrap());
    let coupling =
        |text: &str, effects| plan(text).with_effects(effects).coupling(wavelength("C34"), flat, filter(50.0)).unwrap();
    let noise = |text: &str, effects| coupling(text, effects).noise(50.0.try_into().unwrap());
    let plain = noise("C32f100G@0dBm,C31b100G@0dBm", off);
    assert_eq!((plain.floor_hz, plain.four_wave_mixing_hz, plain.returned_hz), (0.0, 0.0, 0.0));
    let near = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found:e} {expected:e}");

    // By hand in Python: 1 mW over 50 dB in 0.1 nm, 0.4007539 nm, 10 dB of fibre, a multiplexer of 30 dB, photons of C34.
    let floor = Effects { osnr: Some(50.0.try_into().unwrap()), floor_rejection: isolation(1e-3), ..off };
    let with = noise("C32f100G@0dBm,C31b100G@0dBm", floor);
    near(with.floor_hz, 31272692.07353462);
    near(with.total_hz(), plain.total_hz() + with.floor_hz);

    // −31.90 dB come back, and a connector of 40 dB adds to them.
    let back = Effects { rayleigh: 6e-5.try_into().unwrap(), reflectance: isolation(1e-4), ..off };
    let launched_hz = photons_hz(0.0, wavelength("C31").nm());
    near(noise("C32f100G@0dBm,C31b100G@0dBm", back).returned_hz, 1e-7 * launched_hz * (6.449273056e-4 + 1e-4));
    assert_eq!(noise("C32f100G@0dBm", back).returned_hz, 0.0);

    // C34 = 2 C33 − C32 and C33 + C30 − C29, but not of light that runs to Alice.
    let mixing = Effects { gamma: 1.3.try_into().unwrap(), ..off };
    let products = |text: &str| coupling(text, mixing).mixing().iter().map(|one| one.channels).collect::<Vec<_>>();
    assert_eq!(products("C32f100G@0dBm,C33f100G@0dBm"), [[1, 1, 0]]);
    assert_eq!(products("C32f100G@0dBm,C33b100G@0dBm"), [[0; 3]; 0]);
    assert_eq!(products("C29f100G@0dBm,C30f100G@0dBm,C33f100G@0dBm"), [[1, 2, 0]]);
    assert_eq!(coupling("C32f100G@0dBm,C33f100G@0dBm", off).mixing(), []);
    // By hand in Python, with complex numbers: 2.750271e-12 W.
    near(noise("C32f100G@0dBm,C33f100G@0dBm", mixing).four_wave_mixing_hz, 2.1461644145e7);

    // The other spectrum, at 295 K: by hand in Python.
    let gain = Effects { raman: RamanSpectrum::Gain, ..off };
    let ratio = noise("1551.72f10G", gain).raman_forward_hz / noise("1551.72f10G", off).raman_forward_hz;
    near(ratio, 4.075789019e-09 / raman_cross_section(1551.72, wavelength("C34").nm()).unwrap());
}

#[test]
fn the_best_slot_is_that_of_the_score() {
    let plan = plan(PAPERS_PLAN);
    let slots = || Spacing::Ghz100.slots(Band::C);
    let spectrum = plan.noise_spectrum(slots(), MEASURED, filter(50.0), 50.0.try_into().unwrap()).unwrap();
    assert_eq!(spectrum.len(), 42, "44 slots, two of them taken");
    let quiet = quietest(&spectrum).unwrap();
    assert_eq!(quiet.slot.to_string(), "C36");
    assert!(spectrum.iter().all(|slot| slot.noise.total_hz() >= quiet.noise.total_hz()));
    let bluest = best_slot(&spectrum, |slot| slot.slot.frequency_thz()).unwrap();
    assert_eq!(bluest.slot.to_string(), "C59");
    let only = best_slot(&spectrum, |slot| if slot.slot.n() == 5 { f64::NEG_INFINITY } else { f64::NAN }).unwrap();
    assert_eq!(only.slot.n(), 5);
    assert_eq!(best_slot(&spectrum, |_| f64::NAN), None);
    assert_eq!(quietest(&[]), None);
}

#[test]
fn a_wide_spectrum_is_the_grid_of_the_band() {
    let spectrum = |band| {
        plan("C32f10G").noise_spectrum(Spacing::Ghz200.slots(band), MEASURED, filter(50.0), 10.0.try_into().unwrap())
    };
    let total = |slots: Vec<SlotNoise>| slots.iter().map(|slot| slot.noise.raman_forward_hz).sum::<f64>();
    assert!(total(spectrum(Band::C).unwrap()) > 0.0);
    // A thousandth of it: more than nothing, up to where the gain is known.
    let o = spectrum(Band::O).unwrap();
    assert!(o.iter().any(|slot| slot.noise.raman_unknown) && o.iter().any(|slot| !slot.noise.raman_unknown));
    let known = |slot: &SlotNoise| slot.noise.raman_unknown == (slot.noise.raman_forward_hz == 0.0);
    assert!(o.iter().all(known) && total(o) > 0.0);
}

#[test]
fn refusals_give_a_reason() {
    let mut messages = Vec::new();
    let many = vec!["C32f10G"; MAX_CHANNELS + 2].join(",");
    let long = "C32 ".to_owned() + &"very ".repeat(20) + "long";
    for text in [
        "C32",
        "C32f10G,,C31b10G",
        "C99f10G",
        "Cf10G",
        "f10G",
        "32f10G",
        "1551,72f10G",
        "1551.72f",
        "C32f10Gb",
        "C32fast",
        "C32f-1",
        "C32f10Gx",
        "C32f10Gxy",
        "C32f10Gx-3",
        "nanf10G",
        "C32f10G@",
        "C32f10G@fast",
        "C32f10G@3dB",
        "C32f10G@300dBm",
        "C32f10Gx300@0dBm",
        "C32f10G@0dBmx300",
        &long,
        "x,y",
        &many,
    ] {
        let shown = if text.len() < 60 { text } else { "(long)" };
        let problems = read_channels(text).unwrap_err();
        messages.extend(problems.iter().map(|problem| format!("{shown}: {problem}")));
    }
    for channels in
        ["C32f10G,C31b10G,1551.75f1G,C32b10G", "C32f1G,C32f2G,C32f3G", &vec!["1300f1G"; MAX_CHANNELS].join(",")]
    {
        let mut channels = read_channels(channels).unwrap();
        if channels.len() == MAX_CHANNELS {
            channels.push(channels[0]);
        }
        messages.push(ChannelPlan::new(Spacing::Ghz100, demultiplexer(), channels).unwrap_err().to_string());
    }
    let coupled = |channels, quantum: &str| plan(channels).coupling(wavelength(quantum), MEASURED, filter(50.0));
    for problem in
        [coupled("C32f10G,C31b10G", "1552.5"), coupled("C32f10G", "1700"), coupled("C32f10G,1700b10G", "1550")]
    {
        messages.push(problem.unwrap_err().to_string());
    }
    insta::assert_snapshot!(messages.join("\n"));
}

/// The classical channels stay where they are: what changes is the place of the quantum channel, and α there.
#[test]
fn a_plan_acts_in_both_bands() {
    let (settings, notices) = Settings::from_query("channels=C32f10G@0dBm,C31b10G@0dBm&quantum=C36&iso_back=1e-9");
    assert_eq!(notices, []);
    let o = settings.in_band(Band::O);
    let channels = o.channels().expect("the plan comes along");
    assert_eq!(channels.text(), "C32f10G@0dBm,C31b10G@0dBm");
    assert!((channels.quantum().nm() - 1310.0).abs() < 0.3);
    let at = |settings: &Settings| outcome(&Scenario::try_from(settings).unwrap(), 50.0.try_into().unwrap()).unwrap();
    let (in_c, in_o) = (at(&settings), at(&o));
    let near = |found: f64, expected: f64| assert!((found / expected - 1.0).abs() < 1e-6, "{found:e} {expected:e}");
    // Of 0 dBm, 10 dB are lost on the way to Bob at the classical wavelength, and nothing beside him.
    near(in_o.crosstalk_forward_hz, 1e-7 * 0.1 * photons_hz(0.0, wavelength("C32").nm()));
    near(in_o.crosstalk_backward_hz, 1e-9 * photons_hz(0.0, wavelength("C31").nm()));
    assert_eq!(in_o.crosstalk_backward_hz, in_c.crosstalk_backward_hz);
    // ρ from the gain, by hand in Python; a and b of 0.2 and 0.35 dB/km; Δλ of 50 GHz at the quantum wavelength.
    let (a, b, nm) = (0.02 * LN_10, 0.035 * LN_10, channels.quantum().nm());
    let width = nm * nm * 50e9 / 299_792_458e9;
    let effective = (1.0 - (-(a + b) * 50.0).exp()) / (a + b);
    let rho = RamanSpectrum::Gain.cross_section(wavelength("C31").nm(), nm).unwrap();
    assert!((rho / 1.843062e-12 - 1.0).abs() < 0.02, "{rho:e}");
    near(in_o.raman_backward_hz, photons_hz(0.0, wavelength("C31").nm()) * rho * width * effective);
    assert!(in_o.cautions().next().is_none() && in_o.raman_backward_hz < 2e-3 * in_c.raman_backward_hz);
    // Back again it is where the paper has it.
    assert_eq!(o.in_band(Band::C).channels().unwrap().slot(Which::Quantum).to_string(), "C34");
    // No address needs to name the place; one that nothing is known of is marked.
    let (read, notices) = Settings::from_query("band=O&channels=C32f10G");
    assert!(notices.is_empty() && read.channels().unwrap().is_in(Band::O));
    let far = at(&Settings::from_query("band=O&channels=C32f10G&quantum=1262").0);
    assert_eq!(far.cautions().collect::<Vec<_>>(), [Caution::RamanUnknown]);
    // Where the other band is full the quantum channel has no place in it, and the link says so.
    let full: Vec<String> = Spacing::Ghz100.slots(Band::C).map(|slot| format!("{slot}f10G")).collect();
    let (settings, _) = Settings::from_query(&format!("band=O&channels={}", full.join(",")));
    assert!(Scenario::try_from(&settings).is_ok() && Scenario::try_from(&settings.in_band(Band::C)).is_err());
}

#[test]
fn an_occupied_slot_is_occupied_in_both_directions() {
    for channel in ["C34f10G", "C34b10G", "1550.1f1G"] {
        let problem = plan(channel).coupling(wavelength("1550.3"), MEASURED, filter(50.0)).unwrap_err();
        assert!(matches!(problem, CouplingProblem::Occupied { channel: 0, .. }), "{problem}");
    }
    let both = plan("C34f10G,C34b10G");
    assert_eq!(both.occupant(wavelength("C34")), Some(0));
    assert_eq!(both.occupant(wavelength("C35")), None);
}

#[test]
fn no_message_gets_round_the_checks() {
    let plan = plan("C32f10G,C31b1G");
    let text = serde_json::to_string(&plan).unwrap();
    assert_eq!(serde_json::from_str::<ChannelPlan>(&text).unwrap(), plan);
    let twice = text.replace("Backward", "Forward").replace("1552.5", "1551.7");
    let refused = serde_json::from_str::<ChannelPlan>(&twice).unwrap_err().to_string();
    assert!(refused.contains("channels 1 and 2 both run forward"), "{refused}");
    assert!(serde_json::from_str::<Slot>("[\"Ghz50\",2000000000]").is_err());
    assert_eq!(serde_json::from_str::<Slot>("[\"Ghz50\",3]").unwrap().to_string(), "H32");
    assert!(serde_json::from_str::<Wavelength>("900").is_err());
}

/// The integral that a closed form stands for, by Simpson's rule, km.
fn integral(length_km: f64, light: impl Fn(f64) -> f64) -> f64 {
    let steps = 400;
    let step = length_km / f64::from(steps);
    let weight = |i| if i == 0 || i == steps { 1.0 } else { f64::from(2 + 2 * (i % 2)) };
    (0..=steps).map(|i| weight(i) * light(step * f64::from(i))).sum::<f64>() * step / 3.0
}

fn direction() -> impl Strategy<Value = Direction> {
    prop_oneof![Just(Direction::Forward), Just(Direction::Backward)]
}

fn channel() -> impl Strategy<Value = ClassicalChannel> {
    let nm = prop_oneof![
        (1u8..=72).prop_map(|number| Slot::named(&format!("C{number}")).unwrap().wavelength_nm()),
        (1u8..=72).prop_map(|number| Slot::named(&format!("H{number}")).unwrap().wavelength_nm()),
        1200.0f64..=1820.0,
        (12_000u32..=18_200).prop_map(|tenths| f64::from(tenths) / 10.0),
    ];
    let number = || {
        prop_oneof![
            Just(0.0),
            Just(1e3),
            0.0f64..1e15,
            (0u32..2000).prop_map(|x| f64::from(x) * 1.25e9),
            any_positive()
        ]
    };
    (nm, direction(), number(), number()).prop_map(|(nm, direction, rate, photons)| ClassicalChannel {
        wavelength: nm.try_into().unwrap(),
        direction,
        bit_rate: rate.try_into().unwrap(),
        power: Power::PhotonsPerBit(photons.try_into().unwrap()),
    })
}

/// A channel with a power of any kind.
fn any_power() -> impl Strategy<Value = ClassicalChannel> {
    let kinds = [Power::Received as fn(_) -> _, Power::Launched as fn(_) -> _];
    (channel(), -60.0f64..30.0, 0usize..3).prop_map(move |(channel, dbm, kind)| match kinds.get(kind) {
        Some(power) => ClassicalChannel { power: power(dbm.try_into().unwrap()), ..channel },
        None => channel,
    })
}

fn any_positive() -> impl Strategy<Value = f64> {
    (prop::num::f64::POSITIVE | prop::num::f64::SUBNORMAL).prop_map(f64::abs)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_closed_forms_are_their_integrals(a_c in 0.15f64..0.4, a_q in 0.15f64..0.4, km in 0.0f64..150.0) {
        let (c, q) = (a_c * LN_10 / 10.0, a_q * LN_10 / 10.0);
        let at_start = (c * km).exp();
        let forward = integral(km, |z| (-c * z - q * (km - z)).exp());
        let backward = integral(km, |z| (-(c + q) * z).exp());
        prop_assert!((launched::forward(c, q, km) - forward).abs() <= 1e-8 * forward);
        prop_assert!((launched::backward(c, q, km) - backward).abs() <= 1e-5 * backward);
        prop_assert!((received::forward(c, q, km) - at_start * forward).abs() <= 1e-8 * at_start * forward);
        prop_assert!((received::backward(c, q, km) - at_start * backward).abs() <= 1e-5 * at_start * backward);
    }

    #[test]
    fn nearly_equal_attenuation_keeps_its_digits(alpha in 0.1f64..0.5, apart in -1e-6f64..1e-6, km in 0.1f64..200.0) {
        let b = alpha * LN_10 / 10.0;
        let forward = received::forward(b * (1.0 + apart), b, km);
        let series = {
            let x = b * apart * km;
            km * (1.0 + x / 2.0 + x * x / 6.0)
        };
        // The difference of the two attenuations itself has lost digits, but its part of the result is small.
        prop_assert!((forward / series - 1.0).abs() < 1e-14);
    }

    #[test]
    fn equal_attenuation_is_the_paper(alpha in 0.1f64..0.5, km in 0.1f64..300.0, gbit in 0.1f64..1e3) {
        let classical = read_channels("C32f10G,C31b10G").unwrap().into_iter();
        let rate = |c: ClassicalChannel| ClassicalChannel { bit_rate: (gbit * 1e9).try_into().unwrap(), ..c };
        let plan = ChannelPlan::new(Spacing::Ghz100, demultiplexer(), classical.map(rate).collect()).unwrap();
        let flat = Attenuation::Flat(alpha.try_into().unwrap());
        let coupling = plan.coupling(wavelength("C34"), flat, filter(50.0)).unwrap();
        let length = km.try_into().unwrap();
        let (noise, rho) = (coupling.noise(length), coupling.contributions(length).map(|c| c.rho.unwrap()).collect::<Vec<_>>());
        let received = gbit * 1e12;
        let paper = [
            raman::forward(received, km, rho[0], coupling.width_nm),
            raman::backward(received, alpha, fibre::transmittance(alpha, km), rho[1], coupling.width_nm),
            crosstalk::forward(1e-7, received),
            crosstalk::backward(3e-7, received, fibre::transmittance(alpha, km)),
        ];
        let here = [noise.raman_forward_hz, noise.raman_backward_hz, noise.crosstalk_forward_hz, noise.crosstalk_backward_hz];
        for (paper, here) in paper.into_iter().zip(here) {
            prop_assert!((here - paper).abs() <= 1e-10 * paper, "{here} {paper}");
        }
    }

    #[test]
    fn the_sums_are_those_of_the_contributions_and_grow(
        channels in prop::collection::vec(channel(), 0..12), quantum in 1200.0f64..1820.0, km in 0.0f64..300.0, more in 0.0f64..100.0,
    ) {
        let Ok(plan) = ChannelPlan::new(Spacing::Ghz50, demultiplexer(), channels.clone()) else { return Ok(()) };
        let Ok(coupling) = plan.coupling(quantum.try_into().unwrap(), MEASURED, filter(50.0)) else { return Ok(()) };
        let (near, far) = (coupling.noise(km.try_into().unwrap()), coupling.noise((km + more).try_into().unwrap()));
        let parts: f64 = coupling.contributions(km.try_into().unwrap()).map(|c| c.raman_hz + c.crosstalk_hz).sum();
        prop_assert!(parts == near.total_hz() || (parts - near.total_hz()).abs() <= 1e-12 * parts);
        prop_assert!(far.raman_forward_hz >= near.raman_forward_hz * (1.0 - 1e-12));
        prop_assert!(far.raman_backward_hz >= near.raman_backward_hz * (1.0 - 1e-12));
        prop_assert!(far.crosstalk_forward_hz == near.crosstalk_forward_hz);
        prop_assert!(far.crosstalk_backward_hz >= near.crosstalk_backward_hz);
        if let Some((_, fewer)) = channels.split_last() {
            let fewer = ChannelPlan::new(Spacing::Ghz50, demultiplexer(), fewer.to_vec()).unwrap();
            let without = fewer.coupling(quantum.try_into().unwrap(), MEASURED, filter(50.0)).unwrap();
            prop_assert!(without.noise(km.try_into().unwrap()).total_hz() <= near.total_hz());
        }
    }

    #[test]
    fn no_light_is_no_number(
        channels in prop::collection::vec(channel(), 0..6), quantum in 1200.0f64..=1820.0, km in any_positive(),
        alpha in any_positive(), sigma in any_positive(), flat in any::<bool>(),
    ) {
        let alpha = alpha.max(f64::MIN_POSITIVE).try_into().unwrap();
        let fibre = if flat { Attenuation::Flat(alpha) } else { Attenuation::Measured { at_1550_nm: Some(alpha) } };
        let sigma = sigma.max(f64::MIN_POSITIVE).try_into().unwrap();
        let plan = ChannelPlan::new(Spacing::Ghz200, demultiplexer(), channels);
        if let Some(coupling) = plan.ok().and_then(|plan| plan.coupling(quantum.try_into().unwrap(), fibre, sigma).ok()) {
            let noise = coupling.noise(km.try_into().unwrap());
            let all = [noise.raman_forward_hz, noise.raman_backward_hz, noise.crosstalk_forward_hz, noise.crosstalk_backward_hz];
            prop_assert!(all.into_iter().all(|hz| hz >= 0.0), "{noise:?}");
        }
    }

    #[test]
    fn scattering_to_longer_wavelengths_is_stronger(pump in 1530.0f64..1565.0, shift_thz in 0.05f64..12.0) {
        let at = |thz: f64| 299_792.458 / (299_792.458 / pump + thz);
        let to = |thz| raman_cross_section(pump, at(thz)).unwrap() * at(thz).powi(4);
        prop_assert!(to(-shift_thz) > to(shift_thz), "{} {}", to(-shift_thz), to(shift_thz));
    }

    #[test]
    fn only_the_shift_in_frequency_matters(pump in 1530.0f64..1565.0, shift_thz in -15.0f64..15.0) {
        let at = |pump: f64| 299_792.458 / (299_792.458 / pump + shift_thz);
        let scaled = |pump| raman_cross_section(pump, at(pump)).unwrap() * at(pump).powi(4);
        prop_assert!((scaled(pump) - scaled(1550.0)).abs() <= 1e-9 * scaled(1550.0));
    }

    #[test]
    fn any_two_wavelengths_have_a_cross_section_or_an_error(pump in any::<f64>(), quantum in any::<f64>()) {
        if let Ok(rho) = raman_cross_section(pump, quantum) {
            prop_assert!(rho >= 0.0);
        }
        if let Ok(alpha) = MEASURED.at(pump) {
            prop_assert!((0.184..=0.372).contains(&alpha));
        }
    }

    #[test]
    fn a_slot_is_nearest_to_its_own_wavelength(n in -400i32..800) {
        for spacing in Spacing::ALL {
            let Ok(slot) = Slot::new(spacing, n) else { continue };
            if let Ok(wavelength) = slot.wavelength_nm().try_into() {
                prop_assert_eq!(Slot::nearest(spacing, wavelength), slot);
            }
        }
    }

    #[test]
    fn written_text_reads_back(channels in prop::collection::vec(any_power(), 0..8)) {
        prop_assert_eq!(read_channels(&write_channels(&channels)), Ok(channels));
    }

    #[test]
    fn no_text_panics(text in "([CHch]?[0-9.]{0,7}[fbFB]?[0-9.eGkMT -]{0,6}[x@]?\\PC{0,3}[dBm]{0,3}:?r?x?,?){0,4}", noise in "\\PC{0,40}") {
        for text in [&text, &noise] {
            if let Err(problems) = read_channels(text) {
                prop_assert!(!problems.is_empty() && problems.len() <= MAX_CHANNELS + 1);
                prop_assert!(problems.iter().all(|problem| problem.text.chars().count() <= 30));
            }
        }
    }
}
