//! `keyspan monitor`.

use engine::protocol::cow::{RECONSTRUCTION, SECURITY_WARNING};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn keyspan(arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyspan"));
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).arg("monitor").args(arguments.split_whitespace());
    command.output().expect("the tool starts")
}

/// What a run that succeeds prints.
fn printed(arguments: &str) -> String {
    let Output { status, stdout, stderr } = keyspan(arguments);
    assert!(status.success() && stderr.is_empty(), "{arguments}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("the tool prints UTF-8")
}

fn json(arguments: &str) -> Value {
    serde_json::from_str(&printed(&format!("{arguments} --format json"))).expect("JSON")
}

/// A folder of this name with these files.
fn folder(name: &str, files: &[(&str, String)]) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    for (file, text) in files {
        let file = path.join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a new folder");
        fs::write(file, text).expect("a new file");
    }
    name.to_owned()
}

/// Three hours of a link, a sample a minute; `what` is 0 for the key rate, 1 for the QBER and 2 for the visibility.
fn series(what: u64, shift: u64) -> String {
    let line = |i: u64| {
        let (q, v) = (20 + (i * 29 + shift) % 7, 950 + (i * i * 7) % 31);
        let value = match what {
            0 => format!("{}", 1200 + 4 * v - 3800 - 9 * q),
            1 => format!("0.0{q}"),
            _ => format!("0.{v}"),
        };
        format!("2023-11-29 {:02}:{:02}:07.5+00:00,{value}\n", 18 + i / 60, i % 60)
    };
    (0..180).map(line).collect()
}

fn network(name: &str) -> String {
    let mut spoilt = series(2, 0);
    spoilt.push_str(
        "2023-11-29 21:00:07+00:00,1.5\n2023-11-29 21:01:07+00:00,NaN\n2023-11-29 18:00:07.5+00:00,0.96\nlost,0.9\n",
    );
    folder(
        name,
        &[
            ("link1_key_rate.csv", series(0, 0)),
            ("link1_qber.csv", series(1, 0)),
            ("link1_visibility.csv", spoilt),
            ("link2.csv", format!("time,SKR,QBER [%]\n{}", series(0, 3).replace('\n', ",2.1\n"))),
            ("links.csv", "link,length_km,link_loss\n1,46,46\n2,57,57\n7,1,1\n".to_owned()),
            ("readme.md", "not for reading".to_owned()),
            ("truth/link1.csv", series(0, 0)),
        ],
    )
}

#[test]
fn help() {
    insta::assert_snapshot!("help", printed("--help"));
}

#[test]
fn text_is_for_reading() {
    let dir = network("monitor_text");
    let shown = [
        dir.clone(),
        format!("{dir} --window 1h --fit 1 --solve bob_loss --set bob_loss=20"),
        format!("{dir}/link2.csv"),
    ]
    .map(|arguments| format!("$ keyspan monitor {arguments}\n{}", printed(&arguments)));
    for text in &shown[..2] {
        assert!(text.contains(SECURITY_WARNING) && text.contains(RECONSTRUCTION));
    }
    assert!(!shown[2].contains(SECURITY_WARNING));
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn csv_has_a_line_for_each_link() {
    let Output { status, stdout, stderr } = keyspan(&format!("{} --format csv", network("monitor_csv")));
    assert!(status.success());
    let messages = String::from_utf8(stderr).unwrap();
    assert!(
        messages.lines().all(|line| line.starts_with("note: ")) && messages.contains("truth is not read"),
        "{messages}"
    );
    let mut csv = csv::Reader::from_reader(stdout.as_slice());
    let column =
        |name: &str, csv: &mut csv::Reader<&[u8]>| csv.headers().unwrap().iter().position(|n| n == name).unwrap();
    let (link, lines, windows) = (column("link", &mut csv), column("lines", &mut csv), column("windows", &mut csv));
    let rows: Vec<csv::StringRecord> = csv.into_records().map(Result::unwrap).collect();
    assert_eq!(
        rows.iter().map(|row| [&row[link], &row[lines], &row[windows]]).collect::<Vec<_>>(),
        [["1", "544", "18"], ["2", "180", "0"]]
    );
}

#[test]
fn json_has_everything() {
    let json = json(&format!("{} --solve attenuation --set bob_loss=20dB", network("monitor_json")));
    assert_eq!(json["security_warning"], SECURITY_WARNING);
    assert_eq!((&json["window_min"], &json["cow"]["bob_loss"]), (&Value::from(10), &Value::from(20.0)));
    let [one, two] = json["rows"].as_array().unwrap().as_slice() else { panic!("two links") };
    assert_eq!((&one["link"], &one["lines"], &one["windows"]), (&"1".into(), &544.into(), &18.into()));
    let rejected = serde_json::json!({ "missing": 1, "no_time": 1, "visibility_out_of_range": 1 });
    assert_eq!(one["rejected"], rejected);
    assert_eq!(one["values_rejected"], 3);
    assert_eq!(one["measured"]["visibility"]["duplicates"], 1);
    let rate = one["mean_key_rate"].as_f64().unwrap();
    assert!((900.0..1200.0).contains(&rate), "{rate}");
    let r =
        |row: usize, column: usize| one["correlations"]["parameters"]["coefficients"][row][column].as_f64().unwrap();
    assert!(r(0, 0) == 1.0 && r(0, 1) == r(1, 0) && r(0, 1).abs() < 1.0);
    assert_eq!(one["correlations"]["key_rate_with_past"]["minutes_ago"], serde_json::json!([0, 10, 20, 30, 40, 50]));
    let fits = one["fits"].as_array().unwrap();
    assert_eq!(fits.iter().map(|fit| fit["parameters"].as_u64().unwrap()).collect::<Vec<_>>(), [1, 2, 3]);
    let attenuation = &fits[0]["values"]["attenuation"];
    assert_eq!(attenuation["unit"], "dB/km");
    // Solved window by window it lies around the value that fits them all.
    let middle = one["solved"]["quantiles"][2]["value"].as_f64().unwrap();
    assert!((middle / attenuation["value"].as_f64().unwrap() - 1.0).abs() < 0.05, "{middle}");
    assert_eq!(one["solved"]["start_s_and_value"][0][0], 1_701_280_800);
    assert_eq!((two["fits"].as_array().unwrap().len(), &two["model"]), (0, &Value::Null));
    let file = json["files"].as_array().unwrap().iter().find(|file| file["file"] == "link1_visibility.csv").unwrap();
    assert_eq!(file["rejected"]["no_time"]["examples"][0], serde_json::json!({ "line": 184, "text": "lost,0.9" }));
    for unit in ["mean_key_rate", "length_km", "windows"] {
        assert!(json["units"][unit].is_string(), "{unit}");
    }
}

#[test]
fn one_fit_may_be_asked_for() {
    let dir = network("monitor_fit");
    for (freedom, names) in [("1", &["attenuation"][..]), ("3", &["attenuation", "bob_loss", "efficiency"])] {
        let json = json(&format!("{dir} --fit {freedom}"));
        let fits = json["rows"][0]["fits"].as_array().unwrap();
        assert_eq!(fits.len(), 1);
        assert_eq!(fits[0]["values"].as_object().unwrap().keys().collect::<Vec<_>>(), names);
    }
}

#[test]
fn a_folder_may_be_a_link() {
    let files =
        [("north/skr.csv", series(0, 0)), ("north/qber.csv", series(1, 0)), ("link9/all_vis.csv", series(2, 0))];
    let json = json(&folder("monitor_folders", &files));
    let links: Vec<&str> = json["rows"].as_array().unwrap().iter().map(|row| row["link"].as_str().unwrap()).collect();
    assert_eq!(links, ["9", "north"]);
    // The folder itself is the link of files that name none.
    let one = self::json("monitor_folders/north");
    assert_eq!(one["rows"][0]["link"], "north");
}

#[test]
fn the_caller_names_files_and_columns() {
    let text = series(1, 0).replace("0.0", "");
    let dir = folder("monitor_take", &[("a.csv", format!("when,x\n{text}")), ("b.csv", series(0, 0))]);
    let json = json(&format!("{dir} --take when=time --take x=qber:percent --take b.csv=key_rate:kbit/s@west"));
    let rows = json["rows"].as_array().unwrap();
    assert_eq!((&rows[0]["link"], &rows[1]["link"]), (&"a".into(), &"west".into()));
    let qber = rows[0]["mean_qber"].as_f64().unwrap();
    assert!((0.2..0.27).contains(&qber), "{qber}");
    assert!(rows[1]["mean_key_rate"].as_f64().unwrap() > 1e5);
}

#[test]
fn readable_files_are_printed_and_the_rest_is_an_error() {
    let dir = network("monitor_half");
    fs::write(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(&dir).join("link3_qber.csv"), "").unwrap();
    let Output { status, stdout, stderr } = keyspan(&dir);
    assert_eq!(status.code(), Some(2));
    assert!(String::from_utf8(stdout).unwrap().contains("link 1"));
    assert!(String::from_utf8(stderr).unwrap().starts_with("error: monitor_half/link3_qber.csv: the file is empty"));
}

#[test]
fn mistakes_are_reported_in_full() {
    let dir = network("monitor_wrong");
    let empty = folder("monitor_empty", &[("notes.doc", String::new())]);
    let mixed =
        folder("monitor_mixed", &[("link1_qber.csv", series(1, 0)), ("link1_skr.csv", "0.5,1200\n".to_owned())]);
    let table = folder(
        "monitor_table",
        &[("link1_qber.csv", series(1, 0)), ("links.csv", "link,length_km\n1,far\n".to_owned())],
    );
    let report = [
        format!("{dir} --window 0 --take x --take y=qber:kbit/s --set colour=1 --set length=x no_such_place"),
        format!("{dir} --window soon"),
        format!("{dir} --window 2000h"),
        format!("{dir} --take nowhere=qber"),
        format!("{dir} --fit 4"),
        empty,
        mixed,
        table,
        String::new(),
    ]
    .map(|arguments| {
        let Output { status, stderr, .. } = keyspan(&arguments);
        assert_eq!(status.code(), Some(2), "{arguments}");
        format!("$ keyspan monitor {arguments}\n{}", String::from_utf8(stderr).unwrap())
    });
    insta::assert_snapshot!(report.join("\n"));
}

/// What a run prints that leaves something out, with its messages.
fn half(arguments: &str) -> (Value, String) {
    let Output { status, stdout, stderr } = keyspan(&format!("{arguments} --format json"));
    assert_eq!(status.code(), Some(2), "{arguments}");
    (serde_json::from_slice(&stdout).expect("JSON"), String::from_utf8(stderr).expect("the tool prints UTF-8"))
}

#[test]
fn one_bad_thing_never_takes_down_the_rest() {
    let dir = folder(
        "monitor_stray",
        &[
            ("link1_qber.csv", series(1, 0)),
            ("link1_skr.csv", "t_s,skr\n0,1200\n10,1300\n".to_owned()),
            ("link2.csv", "time,QBER,qber,skr\n2023-11-29 18:00:00,0.02,0.03,900\n".to_owned()),
            ("photo.csv", "\u{0}\u{1}".to_owned()),
        ],
    );
    let (json, messages) = half(&dir);
    let rows = json["rows"].as_array().unwrap();
    assert_eq!((&rows[0]["link"], &rows[1]["link"]), (&"1".into(), &"2".into()));
    assert_eq!((&rows[0]["mean_key_rate"], &rows[1]["mean_qber"]), (&Value::Null, &Value::Null));
    assert_eq!((&rows[1]["mean_key_rate"], &rows[1]["first"]), (&900.into(), &"2023-11-29T18:00:00Z".into()));
    for part in ["photo.csv", "link 1: the times of some of its files count from a start", "may both be the QBER"] {
        assert!(messages.contains(part), "{part}: {messages}");
    }
    // A network with such a link is too little to learn from, but enough for its anomalies.
    let run = |command: &str, rest: &str| {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_keyspan"));
        tool.current_dir(env!("CARGO_TARGET_TMPDIR")).arg(command).arg(&dir).args(rest.split_whitespace());
        tool.output().expect("the tool starts")
    };
    let anomalies = run("anomalies", "");
    assert_eq!((anomalies.status.code(), anomalies.stdout.is_empty()), (Some(2), false));
    assert_eq!(run("train", "--out monitor_stray.onnx").status.code(), Some(2));
}

#[test]
fn a_question_is_answered_by_the_option_that_it_names() {
    let rows = "2024-06-27 15:00:00,1.5e-6\n";
    let dir = folder("monitor_asked", &[("a.csv", format!("Local time,skr_bpp\n{rows}"))]);
    let Output { status, stderr, .. } = keyspan(&dir);
    let messages = String::from_utf8(stderr).unwrap();
    assert_eq!(status.code(), Some(2));
    assert!(
        messages.contains("--time 'Local time@Europe/Vienna'") && messages.contains("bit/pulse:1GHz"),
        "{messages}"
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyspan"));
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).args(["monitor", &dir, "--format", "json"]);
    command.args(["--time", "Local time@Europe/Vienna", "--unit", "skr_bpp=bit/pulse:1GHz"]);
    let Output { status, stdout, .. } = command.output().unwrap();
    let json: Value = serde_json::from_slice(&stdout).unwrap();
    assert!(status.success());
    assert_eq!(
        (&json["rows"][0]["mean_key_rate"], &json["rows"][0]["first"]),
        (&1500.into(), &"2024-06-27T13:00:00Z".into())
    );
    let file = &json["files"][0];
    assert_eq!(file["zone"], "Europe/Vienna");
    let column = serde_json::json!({ "name": "skr_bpp", "use": "key_rate", "link": null, "unit": "bit/pulse at 1000000000 Hz", "why": "by its name" });
    assert_eq!(file["columns"][1], column);
}

#[test]
fn sheets_of_a_workbook_are_read_like_the_files_of_a_folder() {
    let workbook = |name: &str| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../workbook/tests/files").join(name);
        fs::copy(path, PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)).unwrap();
        name.to_owned()
    };
    let network = json(&workbook("network.xlsx"));
    let row = &network["rows"][0];
    assert_eq!((&row["link"], &row["length_km"], &row["mean_key_rate"]), (&"1".into(), &46.into(), &1841.into()));
    assert_eq!(network["files"][0]["file"], "network/Link 1.csv");
    let (measurements, messages) = half(&workbook("measurements.xlsx"));
    assert_eq!(measurements["rows"][0]["mean_key_rate"], 1841);
    assert!(messages.contains("measurements.xlsx, sheet Notes: its only line"), "{messages}");
}
