//! `keyspan demand`.

use cli::describe::describe_table;
use engine::sweep::{Authentication, Demand, Margin, supply};
use serde_json::Value;
use std::process::{Command, Output};

fn keyspan(line: &str) -> Output {
    let arguments = line.split_whitespace();
    Command::new(env!("CARGO_BIN_EXE_keyspan")).arg("demand").args(arguments).output().expect("the tool starts")
}

/// What a run that succeeds prints, on both ways.
fn printed(line: &str) -> (String, String) {
    let Output { status, stdout, stderr } = keyspan(line);
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).expect("the tool prints UTF-8"));
    assert!(status.success(), "{line}: {stderr}");
    (stdout, stderr)
}

#[test]
fn help() {
    insta::assert_snapshot!(printed("--help").0.replace(&describe_table(), "  (the table of parameters)\n"));
}

#[test]
fn text_is_for_reading() {
    let all = [
        "--length 63 --keys 2 --tenants 40 --set alpha=0.22",
        "--length 98 --rate 20k --set alpha=0.22 --auth-rate 100",
        "--length 20 --keys 2 --tenants 40 --auth-tags 4 --set source=wcp --set key=finite --set events=1e8 --set deadtime=10us --set loss=3",
        "--length 0 --rate 1G",
        "--length 50 --rate 1n --set bitrate=0 --set dark=0 --set afterpulse=0",
    ]
    .map(|line| {
        let (stdout, stderr) = printed(line);
        assert_eq!(stderr, "");
        format!("$ keyspan demand {line}\n{stdout}")
    });
    insta::assert_snapshot!(all.join("\n"));
}

/// The case of a planner: four channels of 100 Gbit/s at 0 dBm behind filters of 120 dB, a decoy device, blocks of ten minutes, 2 keys/s
/// for each of 40 tenants.
const PLANNER: &str = "--length 63km --keys 2 --tenants 40 --auth-tags 4 --device gated-ingaas --set block_time=10min --set isolation=120dB \
     --link v=2&alpha=0.22&channels=C28f100G@0dBm,C29f100G@0dBm,C30b100G@0dBm,C31b100G@0dBm&quantum=C34";

#[test]
fn a_planner_sees_verdict_margin_and_what_helps() {
    let (text, stderr) = printed(PLANNER);
    assert_eq!(stderr, "");
    insta::assert_snapshot!(text);
}

#[test]
fn every_number_of_a_planner_is_explained() {
    let (text, _) = printed(&format!("{PLANNER} --set window=optimal --explain"));
    let demand = &text[text.find("Demand\n------").unwrap()..];
    insta::assert_snapshot!(demand.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn a_row_agrees_with_the_engine() {
    let line = "--length 63 --keys 2 --tenants 40 --set alpha=0.22 --auth-rate 1k --format";
    let json: Value = serde_json::from_str(&printed(&format!("{line} json")).0).expect("JSON");
    let demand = Demand { needed: 20480.0.try_into().unwrap(), authentication: Authentication::Rate(1e3) };
    let settings = engine::scenario::Settings::from_query("alpha=0.22").0;
    let expected = supply(&settings, 63.0.try_into().unwrap(), demand).unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 1 + expected.improvements.len());
    assert_eq!((&json["needed_bit_s"], &json["link"]), (&20480.0.into(), &"v=2&alpha=0.22".into()));
    assert_eq!(rows[0]["net_bit_s"], expected.now.net_bit_s);
    assert_eq!(rows[0]["authentication_bit_s"], 1e3);
    let Margin::Decibels(db) = expected.margin else { panic!("{:?}", expected.margin) };
    assert_eq!((&rows[0]["margin_db"], &rows[0]["met"]), (&db.into(), &true.into()));
    assert_eq!(rows[0]["longest_km"], expected.longest.km().unwrap());
    for (row, improved) in rows[1..].iter().zip(&expected.improvements) {
        assert_eq!(row["change"], improved.improvement.name);
        assert_eq!(row["net_bit_s"], improved.delivered.net_bit_s);
        assert_eq!(row["longest_km"], Value::Null);
    }
    let (csv, notes) = printed(&format!("{line} csv"));
    assert_eq!(csv.lines().count(), 1 + rows.len());
    assert!(notes.starts_with("63 km: ") && csv.starts_with("change,means,setting,key_rate_bit_s,"), "{notes}");
}

#[test]
fn mistakes_are_reported_in_full() {
    let report: Vec<String> = [
        "--length 50",
        "--keys 2",
        "--length 2000 --keys 0 --rate x --auth-rate -1 --set eff=12",
        "--length 50 --rate 1k --tenants 3",
        "--length 50 --keys 2 --tenants 0",
        "--length 50 --keys 1e308 --tenants 3",
        "--length 50 --rate 1k --auth-tags 4",
        "--length 50 --rate 1k --auth-tags 4 --auth-rate 5",
        "--length 50 --rate 1k --explain --format csv",
        "--length 50 --rate 1k --set source=wcp --set mu=0.1 --set nu1=0.2",
    ]
    .map(|line| {
        let Output { status, stdout, stderr } = keyspan(line);
        assert!(stdout.is_empty(), "{line}: a result beside an error");
        let messages = String::from_utf8(stderr).unwrap();
        format!("$ keyspan demand {line}\n{messages}-> {}\n", status.code().unwrap())
    })
    .into();
    insta::assert_snapshot!(report.join("\n"));
}
