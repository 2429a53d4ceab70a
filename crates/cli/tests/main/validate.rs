//! `keyspan validate`.

use engine::validation::RUNS;
use serde_json::Value;
use std::process::{Command, Output};

fn printed(arguments: &str) -> String {
    let arguments = arguments.split_whitespace();
    let run = Command::new(env!("CARGO_BIN_EXE_keyspan")).arg("validate").args(arguments).output();
    let Output { status, stdout, stderr } = run.expect("the tool starts");
    assert!(status.success() && stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("the tool prints UTF-8")
}

#[test]
fn help() {
    insta::assert_snapshot!(printed("--help"));
}

#[test]
fn text_is_for_reading() {
    insta::assert_snapshot!(printed(""));
}

#[test]
fn tables_have_every_run_with_its_link() {
    let csv = printed("--format csv");
    let mut csv = csv::Reader::from_reader(csv.as_bytes());
    let head = csv.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = csv.records().map(Result::unwrap).collect();
    let json: Vec<Value> = serde_json::from_str(&printed("--format json")).unwrap();
    assert_eq!((rows.len(), json.len()), (RUNS.len(), RUNS.len()));
    for ((run, row), object) in RUNS.iter().zip(&rows).zip(&json) {
        assert_eq!((&row[0], object["name"].as_str()), (run.name, Some(run.name)));
        let in_json: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(head.iter().all(|name| in_json.contains(&name)), "{in_json:?}");
        let ratio: f64 = row[7].parse().unwrap();
        assert!((ratio / object["ratio"].as_f64().unwrap() - 1.0).abs() < 1e-3, "{}", run.name);
        // The link computes what the row says.
        if let (Some(link), Some(km)) = (object["link"].as_str(), object["length_km"].as_f64()) {
            assert_eq!(&row[12], link);
            let sweep = ["sweep", "--link", link, "--distances", &km.to_string(), "--format", "json"];
            let swept = Command::new(env!("CARGO_BIN_EXE_keyspan")).args(sweep).output().unwrap().stdout;
            let swept: Value = serde_json::from_slice(&swept).unwrap();
            let rate = swept["rows"][0]["key_rate_bit_s"].as_f64();
            let computed = object["computed_bit_s"].as_f64().unwrap();
            assert!(rate.is_some_and(|rate| (rate / computed - 1.0).abs() < 1e-9), "{}: {swept}", run.name);
        }
    }
}
