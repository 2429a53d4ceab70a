//! `keyspan channels`, and a channel plan in the engine.

use cli::describe::describe_table;
use engine::link::channel_plan::{
    ChannelPlan, CouplingProblem, Demultiplexer, Isolations, PAPERS_PLAN, Slot, Spacing, read_channels,
};
use engine::link::spectrum::{Attenuation, Wavelength, raman_cross_section};
use engine::scenario::Scenario;
use engine::sweep::{Outcome, Reach, outcome, reach, sweep};
use numbers::units::Kilometres;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output, Stdio};
use view::address::read_address;

fn keyspan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keyspan")).args(arguments).output().expect("the tool starts")
}

/// What `keyspan channels` prints and says beside it.
fn channels(arguments: &str) -> (String, String) {
    let arguments: Vec<&str> = ["channels"].into_iter().chain(arguments.split_whitespace()).collect();
    let Output { status, stdout, stderr } = keyspan(&arguments);
    let messages = String::from_utf8(stderr).unwrap();
    assert!(status.success(), "{arguments:?}: {messages}");
    (String::from_utf8(stdout).unwrap(), messages)
}

fn json(arguments: &str) -> Value {
    let (text, messages) = channels(&format!("{arguments} --format json"));
    assert_eq!(messages, "", "JSON has its own place for notes");
    serde_json::from_str(&text).expect("JSON")
}

fn rows(arguments: &str) -> Vec<Value> {
    json(arguments)["rows"].as_array().unwrap().clone()
}

fn number(row: &Value, name: &str) -> f64 {
    row[name].as_f64().unwrap_or_else(|| panic!("{name} in {row}"))
}

fn km(km: f64) -> Kilometres {
    km.try_into().unwrap()
}

fn nm(nm: f64) -> Wavelength {
    nm.try_into().unwrap()
}

fn plan(text: &str) -> ChannelPlan {
    ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), read_channels(text).unwrap()).unwrap()
}

fn scenario(link: &str) -> Scenario {
    let (address, notices) = read_address(link);
    assert!(notices.is_empty(), "{link}: {notices:?}");
    Scenario::try_from(&address.settings).unwrap()
}

fn flat(scenario: &Scenario) -> Attenuation {
    Attenuation::Flat(scenario.attenuation)
}

/// Both directions in one slot have one cross-section, and with it the span is the paper's.
#[test]
fn a_plan_of_two_like_channels_is_the_papers_traffic() {
    let rho = raman_cross_section(nm(1552.0).nm(), 1550.0).unwrap();
    let lengths = [0.0, 1.0, 20.0, 50.0, 80.0, 97.0, 150.0].map(km);
    for link in
        ["v=1", "v=1&dispersion=17&alpha=0.25", "v=1&source=wcp&analysis=one_decoy&key=finite", "v=1&bitrate=1e12"]
    {
        let uniform = scenario(&format!("{link}&raman={rho:e}&iso_for=1e-8&iso_back=1e-9"));
        let every = Isolations { forward: uniform.isolation_forward, backward: uniform.isolation_backward };
        let rate = uniform.bit_rate.get();
        let channels = read_channels(&format!("1552f{rate},1552b{rate}")).unwrap();
        let plan = ChannelPlan::new(Spacing::Ghz100, Demultiplexer { every, neighbour: None, second: None }, channels)
            .unwrap();
        let planned = uniform.clone().with_channel_plan(plan, nm(1550.0), flat(&uniform)).unwrap();
        let pairs = sweep(&uniform, &lengths).unwrap().zip(sweep(&planned, &lengths).unwrap());
        for (a, b) in pairs {
            let near = |what: &str, a: f64, b: f64, tolerance: f64| {
                assert!((a - b).abs() <= tolerance * a.abs(), "{link}, {what}: {a:e}, not {b:e}");
            };
            assert_eq!(a.transmittance, b.transmittance);
            near("forward", a.raman_forward_hz, b.raman_forward_hz, 1e-12);
            near("backward", a.raman_backward_hz, b.raman_backward_hz, 1e-12);
            near("crosstalk", a.crosstalk_forward_hz, b.crosstalk_forward_hz, 1e-12);
            near("crosstalk", a.crosstalk_backward_hz, b.crosstalk_backward_hz, 1e-12);
            near("qber", a.qber, b.qber, 1e-6);
            if a.key_rate_bit_s().is_some() {
                near("rate", a.signed_rate_bit_s, b.signed_rate_bit_s, 1e-8);
            }
        }
        let (Reach::UpTo(a), Reach::UpTo(b)) = (reach(&uniform), reach(&planned)) else { panic!("{link}: no reach") };
        assert!((a - b).abs() < 1e-5, "{link}: {a} {b}");
    }
}

#[test]
fn a_dark_fibre_is_one_without_traffic() {
    let dark = scenario("v=1&bitrate=0");
    let planned = Scenario::default().with_channel_plan(plan(""), nm(1550.0), flat(&dark)).unwrap();
    assert_eq!(reach(&dark), reach(&planned));
    assert_eq!(outcome(&dark, km(50.0)), outcome(&planned, km(50.0)));
}

#[test]
fn a_plan_overrides_the_parameters_that_it_replaces() {
    let at_50_km = |scenario: &Scenario| outcome(scenario, km(50.0)).unwrap();
    let with_plan =
        |scenario: Scenario, fibre| scenario.with_channel_plan(plan(PAPERS_PLAN), nm(1550.12), fibre).unwrap();
    let fibre = flat(&Scenario::default());
    let planned = with_plan(Scenario::default(), fibre);
    for link in ["v=1&bitrate=5e12", "v=1&ncc=1", "v=1&raman=1e-8", "v=1&iso_for=1e-3&iso_back=1e-3", "v=1&alpha=0.4"] {
        assert_eq!(at_50_km(&with_plan(scenario(link), fibre)), at_50_km(&planned), "{link}");
    }
    let measured = at_50_km(&with_plan(Scenario::default(), Attenuation::Measured { at_1550_nm: None }));
    let alpha = -10.0 * measured.transmittance.log10() / 50.0;
    assert!((alpha - 0.184).abs() < 1e-3, "α of the quantum wavelength: {alpha}");
    // Dispersion follows the wavelength: |β₂| ∝ λ².
    let dispersed = scenario("v=1&dispersion=17&bandwidth=1e11");
    let window = |wavelength| {
        let placed = dispersed.clone().with_channel_plan(plan(""), nm(wavelength), fibre).unwrap();
        at_50_km(&placed).window_s
    };
    assert!(window(1310.0) < window(1550.0) && window(1550.0) < window(1600.0));
    // So does the channel's width, whatever is set after the plan.
    let narrow = Scenario { channel_bandwidth: 1e11.try_into().unwrap(), ..planned.clone() };
    let ratio = at_50_km(&planned).raman_forward_hz / at_50_km(&narrow).raman_forward_hz;
    assert!((ratio / (planned.channel_bandwidth.get() / 1e11) - 1.0).abs() < 1e-12);
}

#[test]
fn a_scenario_takes_its_plan_along_and_no_wrong_one() {
    let planned =
        Scenario::default().with_channel_plan(plan(PAPERS_PLAN), nm(1550.12), flat(&Scenario::default())).unwrap();
    let text = serde_json::to_string(&planned).unwrap();
    assert_eq!(serde_json::from_str::<Scenario>(&text).unwrap(), planned);
    {
        let message = wire::encode(&planned).unwrap();
        assert_eq!(wire::decode::<Scenario>(&message).unwrap(), planned);
    }
    let occupied = text.replace("\"quantum\":1550.12", "\"quantum\":1551.72");
    assert_ne!(occupied, text);
    let refused = serde_json::from_str::<Scenario>(&occupied).unwrap_err().to_string();
    assert!(refused.contains("slot C32 of the 100 GHz grid belongs to classical channel 1"), "{refused}");
    let measured = Attenuation::Measured { at_1550_nm: None };
    let outside = Scenario::default().with_channel_plan(plan("1700f10G"), nm(1550.0), measured);
    assert!(matches!(outside, Err(CouplingProblem::Classical { channel: 0, .. })));
}

#[test]
fn a_row_is_what_the_engine_computes() {
    let c32 = Slot::named("C32").unwrap();
    for (arguments, link, fibre, length) in [
        ("", "v=1", flat(&Scenario::default()), 50.0),
        (
            "--attenuation measured --distance 80 --set dark=500",
            "v=1&dark=500",
            Attenuation::Measured { at_1550_nm: None },
            80.0,
        ),
    ] {
        let rows = rows(arguments);
        assert_eq!(rows.len(), 42, "44 slots of the C band without two");
        for row in rows {
            let quantum = nm(number(&row, "wavelength_nm"));
            let planned = scenario(link).with_channel_plan(plan(PAPERS_PLAN), quantum, fibre).unwrap();
            let o: Outcome = outcome(&planned, km(length)).unwrap();
            for (name, expected) in [
                ("key_rate_bit_s", o.key_rate_bit_s().unwrap_or(0.0)),
                ("reach_km", reach(&planned).km().unwrap()),
                ("raman_forward_hz", o.raman_forward_hz),
                ("raman_backward_hz", o.raman_backward_hz),
                ("crosstalk_forward_hz", o.crosstalk_forward_hz),
                ("crosstalk_backward_hz", o.crosstalk_backward_hz),
                ("transmittance", o.transmittance),
                ("qber", o.qber),
                ("attenuation_db_km", fibre.at(quantum.nm()).unwrap()),
                ("raman_cross_section_forward", raman_cross_section(c32.wavelength_nm(), quantum.nm()).unwrap()),
            ] {
                let x = number(&row, name);
                assert!((x - expected).abs() <= 1e-6 * expected, "{} {name}: {x}, not {expected}", row["slot"]);
            }
        }
    }
}

/// Table 1 takes 1.5e-9 for both directions; the spectrum says a fifth more in C34, and hardly less anywhere.
#[test]
fn the_papers_own_case() {
    let rows = rows("--quantum C34");
    assert_eq!(rows.len(), 1);
    for direction in ["raman_cross_section_forward", "raman_cross_section_backward"] {
        let rho = number(&rows[0], direction);
        assert!((1.0..1.3).contains(&(rho / 1.5e-9)), "{direction}: {rho:e}");
    }
    // The reach of the paper's own traffic is 98.22 km.
    assert!((number(&rows[0], "reach_km") - 98.22).abs() < 0.2);
    insta::assert_snapshot!(channels("").0.lines().map(shortened).collect::<Vec<_>>().join("\n"));
}

/// The numbers of a line to four digits: the last ones may change with the search for the optimum.
fn shortened(line: &str) -> String {
    let short = |cell: &str| cell.parse().map_or(cell.to_owned(), |x: f64| format!("{x:.3e}"));
    line.split(',').map(short).collect::<Vec<_>>().join(",")
}

#[test]
fn the_best_slot_is_the_one_with_the_largest_rate() {
    for arguments in [
        "",
        "--distance 90 --spacing 50",
        "--distance 20 --spacing 200 --band o --attenuation measured",
        "--channels C20f1T",
    ] {
        let mut rows = rows(arguments);
        // Of the O band, not all of it is known.
        rows.retain(|row| row["problem"].is_null());
        let best: Vec<&Value> = rows.iter().filter(|row| row["best"] == true).collect();
        assert_eq!(best.len(), 1, "{arguments}");
        assert!(rows.iter().all(|row| number(row, "key_rate_bit_s") <= number(best[0], "key_rate_bit_s")));
        let alone = json(&format!("{arguments} --quantum BEST"));
        assert_eq!((&alone["rows"][0], &alone["rows"].as_array().unwrap().len()), (best[0], &1));
        assert_eq!(alone["best"], best[0]["slot"]);
        // Slots as they are printed are read again.
        for row in [&rows[0], best[0]] {
            let slot = row["slot"].as_str().unwrap();
            let arguments: Vec<&str> = ["channels", "--format", "json", "--quantum", slot]
                .into_iter()
                .chain(arguments.split_whitespace())
                .collect();
            let one: Value = serde_json::from_slice(&keyspan(&arguments).stdout).unwrap();
            assert_eq!(&one["rows"][0], row);
        }
    }
}

#[test]
fn more_traffic_and_less_isolation_do_harm() {
    let of = |arguments: &str| {
        let row = rows(&format!("--quantum C34 {arguments}")).remove(0);
        (number(&row, "key_rate_bit_s"), number(&row, "reach_km"), number(&row, "noise_hz"))
    };
    let mut before = of("--channels C32f1G,C31b1G");
    for worse in [
        "--channels C32f10G,C31b10G",
        "--channels C32f10G,C31b100G",
        "--channels C32f10G,C31b100G,C30b100Gx2000",
        "--channels C32f10G,C31b100G,C30b100Gx2000 --set iso_back=1e-6",
    ] {
        let now = of(worse);
        assert!(now.0 < before.0 && now.1 < before.1 && now.2 > before.2, "{worse}: {now:?} after {before:?}");
        before = now;
    }
    // Nothing at all is a dark fibre: no cross-section, no noise.
    let arguments = ["channels", "--quantum", "C34", "--format", "json", "--channels", ""];
    let dark: Value = serde_json::from_slice(&keyspan(&arguments).stdout).unwrap();
    assert_eq!(
        (dark["rows"][0]["noise_hz"].as_f64(), &dark["rows"][0]["raman_cross_section_forward"]),
        (Some(0.0), &Value::Null)
    );
}

#[test]
fn csv_agrees_with_json() {
    let arguments = "--channels 1270f10G --distance 60";
    let (csv, messages) = channels(arguments);
    let json = json(arguments);
    let notes: Vec<&str> = json["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert_eq!(messages, notes.iter().map(|note| format!("{note}\n")).collect::<String>());
    assert!(messages.contains("free slots cannot be computed"), "{messages}");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names = reader.headers().unwrap().clone();
    let mut unknown = 0;
    for (in_csv, in_json) in reader.records().map(Result::unwrap).zip(json["rows"].as_array().unwrap()) {
        for (name, text) in names.iter().zip(&in_csv) {
            match &in_json[name] {
                Value::Null => assert_eq!(text, ""),
                Value::Array(cautions) => assert!(cautions.is_empty() && text.is_empty()),
                Value::Bool(truth) => assert_eq!(text, truth.to_string()),
                Value::String(same) => assert_eq!(text, same),
                number => {
                    let (a, b): (f64, f64) = (number.as_f64().unwrap(), text.parse().unwrap());
                    assert!((a - b).abs() <= 1e-15 * b.abs());
                    assert!(json["units"][name].is_string(), "{name}");
                }
            }
        }
        unknown += usize::from(in_json["key_rate_bit_s"].is_null());
        assert_eq!(in_json["key_rate_bit_s"].is_null(), in_json["problem"].is_string());
    }
    assert!((1..44).contains(&unknown), "some slots, not all: {unknown}");
}

#[test]
fn missing_values_are_reported() {
    let (csv, messages) = channels("--distance 150 --quantum best");
    assert_eq!(
        (csv.lines().count(), messages.as_str()),
        (2, "note: no slot has a key at 150 km; C36 reaches farthest\n")
    );
    let (csv, messages) = channels("--channels C32f10000000G,C31b10000000G --quantum best");
    assert_eq!((csv.lines().count(), messages.as_str()), (1, "note: no slot has a key, even without a fibre\n"));
    let unlimited = "--set dark=0 --channels C32f0 --quantum C34";
    assert!(channels(unlimited).0.contains(",inf,"));
    assert_eq!(rows(unlimited)[0]["reach_km"], Value::Null);
}

#[test]
fn the_band_is_a_parameter_and_a_link_may_hold_it() {
    assert_eq!(rows("--band O --distance 20"), rows("--set band=O --distance 20"));
    assert_eq!(rows("--band O --distance 20"), rows("--link v=2&band=O --distance 20"));
    assert_eq!(rows("--link v=2&band=O --band C"), rows(""));
    // Parameters that have no part may stand in a link: it is a whole.
    assert_eq!(rows("--link v=1&bitrate=5e10&ncc=20"), rows(""));
}

#[test]
fn a_link_brings_its_channels_their_grid_and_its_fibre() {
    let link = "v=1&channels=C20f1T,H33b2.5Gx300&quantum=C40&spacing=50&fibre=measured&dark=500";
    let written = "--channels C20f1T,H33b2.5Gx300 --spacing 50 --attenuation measured --set dark=500";
    assert_eq!(rows(&format!("--link {link}")), rows(written));
    let described = json(&format!("--link {link} --quantum best"));
    assert_eq!(described["link"], "v=1&dark=500&channels=C20f1T,H33b2.5Gx300&quantum=C40&spacing=50&fibre=measured");
    assert_eq!(
        (&described["channels"], &described["spacing_ghz"], &described["attenuation"]),
        (&Value::from("C20f1T,H33b2.5Gx300"), &Value::from(50), &Value::from("measured"))
    );
    // Each option overrides the link, and the output describes the link as overridden.
    for (option, written) in [
        ("--channels C32f10G", "--channels C32f10G --spacing 50 --attenuation measured"),
        ("--spacing 100", "--channels C20f1T,H33b2.5Gx300 --attenuation measured"),
        ("--attenuation flat", "--channels C20f1T,H33b2.5Gx300 --spacing 50"),
    ] {
        let mixed = json(&format!("--link {link} {option}"));
        assert_eq!(mixed["rows"], json(&format!("{written} --set dark=500"))["rows"], "{option}");
        assert_eq!(mixed["link"], "v=1&dark=500", "{option}");
    }
    // Another band is one of the quantum channel: the classical ones stay where they are.
    assert_eq!(rows(&format!("--link {link} --band O")), rows(&format!("{written} --band O")));
    // A dark fibre is a plan too.
    assert_eq!(rows("--link v=1&channels=&quantum=C34 --quantum C34")[0]["noise_hz"], 0.0);
}

#[test]
fn help_and_what_is_wrong() {
    let help = String::from_utf8(keyspan(&["channels", "--help"]).stdout).unwrap();
    assert!(help.contains(&describe_table()));
    insta::assert_snapshot!("help", help.replace(&describe_table(), "  (the table of parameters)\n"));
    let report: Vec<String> = [
        "--channels C99f10G,,C32,C31b10parsec,C30fx --distance 5mi --set bitrate=1G --set ncc=5 --set raman=0 --set eff=2",
        "--channels C32f10G,1551.73f1G",
        "--channels C32f10G,1551.73b1G --quantum C32",
        "--quantum C99",
        "--quantum H34",
        "--quantum C70",
        "--quantum 1310",
        "--quantum 900",
        "--quantum nan",
        "--quantum 193.42THz",
        "--quantum 0THz",
        "--quantum -1THz",
        "--quantum=",
        "--quantum C34 --channels 1230f10G",
        "--channels 1230f10G",
        "--channels C32f10G@0dB,C31f10G@0dBmx300",
        "--set osnr=-3",
        "--channels 1700f10G --attenuation measured --set alpha=0.3",
        "--link v=1&channels=C32f10G&fibre=measured --set alpha=0.3",
        "--link v=1&channels=C32f10G,C32f10G",
        "--channels 1700f10G --attenuation measured",
        "--distance 2000",
        "--distance 0:10:1",
        "--spacing 75",
        "--band L",
        "--band O --set band=C",
        "--attenuation steep",
        "50",
    ]
    .map(|line| {
        let arguments: Vec<&str> = ["channels"].into_iter().chain(line.split_whitespace()).collect();
        let Output { status, stdout, stderr } = keyspan(&arguments);
        assert!(stdout.is_empty(), "{line}: a result beside an error");
        format!("$ keyspan channels {line}\n{}-> {}\n", String::from_utf8(stderr).unwrap(), status.code().unwrap())
    })
    .into();
    insta::assert_snapshot!("wrong", report.join("\n"));
}

#[test]
fn no_slot_is_left_where_all_are_taken() {
    let all: Vec<String> = Spacing::Ghz200
        .slots(engine::link::fibre::Band::C)
        .map(|slot| format!("{}f1G", slot.wavelength_nm()))
        .collect();
    let Output { status, stderr, .. } = keyspan(&["channels", "--spacing", "200", "--channels", &all.join(",")]);
    assert_eq!(status.code(), Some(2));
    assert!(String::from_utf8(stderr).unwrap().starts_with("error: --channels: no slot of the C band is free\n"));
}

#[test]
fn a_reader_may_leave_early() {
    for format in ["csv", "json"] {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_keyspan"))
            .args(["channels", "--channels", "1500f10G", "--spacing", "50", "--band", "O", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the tool starts");
        let mut line = String::new();
        BufReader::with_capacity(16, tool.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut messages = String::new();
        tool.stderr.take().unwrap().read_to_string(&mut messages).unwrap();
        assert_eq!((tool.wait().unwrap().code(), messages.as_str()), (Some(0), ""));
    }
}
