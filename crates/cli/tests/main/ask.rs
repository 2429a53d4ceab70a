//! `keyspan ask`.

use cli::describe::describe_table;
use engine::scenario::Scenario;
use engine::sweep::{Question, Varied, ask, distance_for_rate};
use serde_json::Value;
use std::process::{Command, Output};
use view::address::read_address;

fn keyspan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keyspan")).arg("ask").args(arguments).output().expect("the tool starts")
}

fn split(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

/// What a run that succeeds prints, on both ways.
fn printed(line: &str) -> (String, String) {
    let Output { status, stdout, stderr } = keyspan(&split(line));
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).expect("the tool prints UTF-8"));
    assert!(status.success(), "{line}: {stderr}");
    (stdout, stderr)
}

fn json(line: &str) -> Value {
    serde_json::from_str(&printed(&format!("{line} --format json")).0).expect("JSON")
}

#[test]
fn help() {
    insta::assert_snapshot!(printed("--help").0.replace(&describe_table(), "  (the table of parameters)\n"));
}

#[test]
fn sentences() {
    let both = [
        "--rate 2M --distance 80 --tunnels 100",
        "--rate 1k --distance 130 --set detector=snspd --set iso_for=1e-13 --set iso_back=1e-13 --for isolation,eff",
    ]
    .map(|line| {
        let (stdout, stderr) = printed(line);
        assert_eq!(stderr, "");
        format!("$ keyspan ask {line}\n{stdout}")
    });
    insta::assert_snapshot!(both.join("\n"));
}

#[test]
fn mistakes_are_reported_in_full() {
    let report: Vec<String> = [
        &["--rate", "1M"][..],
        &["--rate", "0", "--distance", "2000", "--set", "eff=12", "--set", "colour=red"],
        &["--rate", "fast", "--distance", "x", "--link", "v=1&foo=1"],
        &["--rate", "-5 kbit/s", "--distance", "-5"],
        &["--rate", "1M", "--distance", "50", "--for", "isolation,colour,eff,eff,,F_b"],
        &["--rate", "1M", "--distance", "50", "--for", "band,pd,mu,bitrate", "--set", "window=open"],
        &[
            "--rate",
            "1M",
            "--distance",
            "50",
            "--for",
            "colour",
            "--set",
            "source=wcp",
            "--set",
            "mu=0.1",
            "--set",
            "nu1=0.2",
        ],
        &["--rate", "1M", "--distance", "50", "--tunnels", "0"],
        &["--rate", "1M", "--distance", "50", "--format", "xml"],
    ]
    .map(|arguments| {
        let Output { status, stdout, stderr } = keyspan(arguments);
        assert!(stdout.is_empty(), "{arguments:?}: a result beside an error");
        let messages = String::from_utf8(stderr).unwrap();
        format!("$ keyspan ask {}\n{messages}-> {}\n", arguments.join(" "), status.code().unwrap())
    })
    .into();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn every_format_agrees_with_the_engine() {
    let line = "--rate 1.3M --distance 80 --for isolation,window,bitrate,dark --set iso_for=1e-8";
    let json = json(line);
    let settings = read_address(json["link"].as_str().unwrap()).0.settings;
    let scenario = Scenario::try_from(&settings).unwrap();
    let wanted = 1.3e6.try_into().unwrap();
    assert_eq!(json["longest_distance_km"].as_f64(), distance_for_rate(&scenario, wanted).km());
    let (text, _) = printed(line);
    let (csv, notes) = printed(&format!("{line} --format csv"));
    let records: Vec<_> = csv::Reader::from_reader(csv.as_bytes()).into_records().map(|row| row.unwrap()).collect();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!((rows.len(), records.len(), text.lines().count()), (4, 4, 7));
    for ((row, record), sentence) in rows.iter().zip(&records).zip(text.lines()) {
        let asked = Varied::named(row["parameter"].as_str().unwrap()).unwrap();
        let answer =
            ask(&Question { settings: settings.clone(), length: 80.0.try_into().unwrap(), wanted, asked }).unwrap();
        let interval = answer.intervals().first();
        let close = |a: Option<f64>, b: Option<f64>| match (a, b) {
            // serde_json reads fast rather than to the last bit.
            (Some(a), Some(b)) => (a - b).abs() <= 1e-15 * b.abs(),
            (a, b) => a == b,
        };
        assert!(close(row["low"].as_f64(), interval.map(|i| i.low)), "{row}");
        assert!(close(row["high"].as_f64(), interval.map(|i| i.high)), "{row}");
        assert!(close(row["best"].as_f64(), Some(answer.best.value)), "{row}");
        assert!(close(row["rate_now_bit_s"].as_f64(), answer.rate_now_bit_s), "{row}");
        assert_eq!((row["answer"].as_str(), sentence), (Some(answer.text().as_str()), answer.text().as_str()));
        assert_eq!((Some(&record[0]), Some(&record[1])), (row["parameter"].as_str(), row["verdict"].as_str()));
        assert_eq!((record[3].parse().ok(), &record[12]), (interval.map(|i| i.high), sentence));
    }
    let verdicts: Vec<&str> = records.iter().map(|record| &record[1]).collect();
    assert_eq!(verdicts, ["needed", "needed", "needed", "impossible"]);
    // What CSV has no place for.
    assert_eq!(notes.lines().collect::<Vec<_>>(), text.lines().skip(4).collect::<Vec<_>>());
    assert_eq!(json["notes"].as_array().unwrap().len(), 3);
    let aes = json["key_rate_bit_s"].as_f64().unwrap() / 256.0;
    assert!((json["aes_256_keys_per_s"].as_f64().unwrap() / aes - 1.0).abs() < 1e-14);
}

#[test]
fn all_asks_for_everything_that_counts() {
    let names = |line: &str| -> Vec<String> {
        let rows = json(line);
        rows["rows"].as_array().unwrap().iter().map(|row| row["parameter"].as_str().unwrap().to_owned()).collect()
    };
    let all = names("--rate 1M --distance 50 --for all");
    assert!(
        all.len() > 20 && all[0] == "isolation" && all.contains(&"pd".to_owned()) && !all.contains(&"mu".to_owned())
    );
    assert_eq!(names("--rate 1M --distance 50"), ["isolation", "bitrate", "dark", "eff", "raman", "filter"]);
}

#[test]
fn an_overtaking_is_in_the_json() {
    let json = json("--rate 1M --distance 50 --for eff --link v=1&detector=snspd&iso_for=1e-13&iso_back=1e-13");
    let overtakes = json["overtakes"].as_array().unwrap();
    assert_eq!((overtakes.len(), json["band_ahead"].as_str()), (1, Some("C")));
    assert!((overtakes[0]["distance_km"].as_f64().unwrap() - 129.216683).abs() < 1e-6);
    assert_eq!((overtakes[0]["from"].as_str(), overtakes[0]["to"].as_str()), (Some("C"), Some("O")));
}
