//! The command line tool as a stranger or a script uses it.

use cli::describe::describe_table;
use engine::scenario::{FIGURES, Scenario};
use engine::sweep::outcome;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn keyspan(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keyspan")).args(arguments).output().expect("the tool starts")
}

/// What a run that succeeds prints.
fn printed(arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = keyspan(arguments);
    assert!(status.success() && stderr.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("the tool prints UTF-8")
}

fn rows(csv: &str) -> Vec<csv::StringRecord> {
    csv::Reader::from_reader(csv.as_bytes()).into_records().map(|row| row.expect("a row of CSV")).collect()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(&[arguments, &["--format", "json"]].concat())).expect("JSON")
}

/// A file that no other test writes and that is not there yet.
fn new_file(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    path
}

#[test]
fn help() {
    for (name, arguments) in [
        ("help", &["--help"][..]),
        ("help_short", &[]),
        ("help_sweep", &["sweep", "--help"]),
        ("help_reach", &["reach", "--help"]),
        ("help_figure", &["figure", "--help"]),
        ("help_export", &["export", "--help"]),
    ] {
        let Output { stdout, stderr, .. } = keyspan(arguments);
        let text = String::from_utf8([stdout, stderr].concat()).unwrap();
        assert_eq!(text.contains(&describe_table()), !arguments.is_empty());
        insta::assert_snapshot!(name, text.replace(&describe_table(), "  (the table of parameters)\n"));
    }
    assert_eq!(printed(&["--version"]), concat!("keyspan ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn mistakes_are_reported_in_full() {
    let report: Vec<String> = [
        "sweep --set eff=12 --set colour=red --set =5 --set eff --set dark=1,500 --set bitrate=1G --set bitrate=2G \
         --link v=1&alpha=9&foo=1&view=rate&view=qber --distances x,5,,-5,1:2,2000,nan,inf,1e999,5mi",
        "sweep --distances 0:1000:0.0001",
        "sweep --distances 0:1:0,0:1:-1,0:1:1e-9,5:1:1,0:2000:1,-1:5:1,1:2:3:4,::,0:1:nan",
        "sweep --distances -5:10:1",
        "sweep --link v=3&bitrate=50G",
        "sweep --link https://example.org/keyspan/",
        "sweep --link=",
        "sweep --format xml",
        "sweep --fomat csv",
        "sweep 50",
        "reach --set window=shut",
        "reach --distances 5",
        "figure",
        "figure 13",
        "figure 6 --set bitrate=5G --set band=O --set pd=2 --distances 5:",
        "figure 10b --set iso_for=1e-9 --set band=O --set pd=0.9",
        "export --link v=1&pin=x --format png",
        "export --link v=1&pin=x",
        "swep",
    ]
    .map(|line| {
        let Output { status, stdout, stderr } = keyspan(&line.split_whitespace().collect::<Vec<_>>());
        assert!(stdout.is_empty(), "{line}: a result beside an error");
        format!("$ keyspan {line}\n{}-> {}\n", String::from_utf8(stderr).unwrap(), status.code().unwrap())
    })
    .into();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn a_sweep_is_what_the_engine_computes() {
    let csv = printed(&["sweep"]);
    assert!(csv.starts_with("distance_km,key_rate_bit_s,qber,bandwidth_rad_s,window_s,p_signal,p_noise,p_accept,"));
    let rows = rows(&csv);
    assert_eq!(rows.len(), 141);
    for (km, row) in rows.iter().enumerate() {
        let expected = outcome(&Scenario::default(), (km as f64).try_into().unwrap()).unwrap();
        let key_rate = expected.key_rate_bit_s().unwrap_or(0.0);
        assert_eq!(&row[0], km.to_string());
        for (i, expected, tolerance) in [(1, key_rate, 1e-9), (2, expected.qber, 1e-9), (4, expected.window_s, 1e-7)] {
            let x: f64 = row[i].parse().unwrap();
            assert!((x - expected).abs() <= tolerance * expected, "{km} km, column {i}: {x}, not {expected}");
        }
    }
    // Beyond the reach of 98.2 km.
    assert_eq!(&rows[99][1], "0");
}

#[test]
fn json_agrees_with_csv_and_names_its_source() {
    let arguments = ["sweep", "--distances", "0:120:30", "--set", "bitrate=50G", "--set", "window=2ns"];
    let json = json(&arguments);
    assert_eq!(json["program"], "keyspan");
    assert_eq!(json["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(json["link"], "v=2&bitrate=5e10&window=2e-9");
    let csv = printed(&arguments);
    let header = csv.lines().next().unwrap().split(',');
    let from_csv = rows(&csv);
    assert_eq!(json["rows"].as_array().unwrap().len(), from_csv.len());
    for (in_json, in_csv) in json["rows"].as_array().unwrap().iter().zip(&from_csv) {
        for (name, text) in header.clone().zip(in_csv) {
            match &in_json[name] {
                Value::Array(cautions) => {
                    assert_eq!((cautions[0].as_str(), json["units"].get(name)), (text.split("; ").next(), None));
                }
                Value::String(words) => assert_eq!(words, text),
                // What JSON says once, above the rows.
                Value::Null if json[name].is_string() => assert_eq!(json[name], text),
                // A term that this span does not have.
                Value::Null => assert_eq!(text, ""),
                number => {
                    // serde_json reads fast rather than to the last bit.
                    let (a, b): (f64, f64) = (number.as_f64().unwrap(), text.parse().unwrap());
                    assert!((a - b).abs() <= 1e-15 * b.abs(), "{name}: {a}, not {b}");
                    assert!(json["units"][name].is_string(), "{name}");
                }
            }
        }
    }
}

#[test]
fn distances_may_come_in_any_order() {
    let qber = |distances| -> Vec<f64> {
        rows(&printed(&["sweep", "--distances", distances])).iter().map(|row| row[2].parse().unwrap()).collect()
    };
    let (up, down) = (qber("0,1,20,98.3,400,1000"), qber("1000,400,98.3,20,1,0"));
    for (a, b) in up.iter().zip(down.iter().rev()) {
        assert!((a - b).abs() <= 1e-9 * a, "{a} {b}");
    }
}

#[test]
fn set_goes_on_top_of_a_link_and_the_link_in_json_repeats_it_all() {
    let link = "https://example.org/keyspan/#v=1&bitrate=5e10&alpha=0.25&figure=9&at=20";
    let first = ["sweep", "--distances", "0,30", "--format", "json", "--link", link, "--set", "bitrate=1G"];
    let shown = json(&first[..3].iter().chain(&first[5..]).copied().collect::<Vec<_>>());
    assert_eq!(shown["link"], "v=1&alpha=0.25&bitrate=1e9&figure=9&at=20");
    let again =
        printed(&["sweep", "--distances", "0,30", "--format", "json", "--link", shown["link"].as_str().unwrap()]);
    assert_eq!(printed(&first), again);
}

#[test]
fn numbers_are_read_as_people_write_them() {
    let reach = |set: &str| printed(&["reach", "--set", set]);
    for (plain, written) in [
        ("bitrate=5e10", "bitrate=50 Gbps"),
        ("alpha=0.25", "alpha=0,25"),
        ("dark=500", "dark=500 cps"),
        ("raman=1e-9", "raman=1×10⁻⁹ /km/nm"),
        ("dispersion=17", "dispersion=17 ps/nm/km"),
        ("iso_for=1e-9", "iso_for=–90 dB"),
    ] {
        assert_eq!(reach(plain), reach(written), "{written}");
    }
    let both = printed(&["reach", "--set", "iso_for=1e-8", "--set", "iso_back=1e-8"]);
    assert_eq!(both, reach("isolation=80dB"));
}

#[test]
fn a_link_through_mail_and_chat_is_mended_and_told() {
    let reach = |fragment: &str| {
        let link = format!("https://keyspan.example.org/{fragment}");
        let Output { status, stdout, stderr } = keyspan(&["reach", "--link", &link]);
        (status.code(), [stdout, stderr].map(|text| String::from_utf8(text).expect("the tool prints UTF-8")))
    };
    let (_, [clean, nothing]) = reach("#v=1&bitrate=5e10&dark=500");
    assert_eq!((clean.as_str(), nothing.as_str()), ("80.61\n", ""));
    for damaged in [
        "#v=1&amp;bitrate=5e10&amp;dark=500",
        "#v=1%26bitrate=5e10%26dark=500",
        "%23v=1&bitrate=5e10&dark=500",
        "#v=1&bitrate=5e10&dark=500.",
        "#v=1&bitrate=5e10&dark=500)",
        "#v=1&bitrate=5e10&dark=500>",
        "#v=3D1&bitrate=3D5e10&dark=3D500",
        "#v=1&bitrate=5e10&dark=500&utm_source=teams",
        "#v=1&bitrate=5e1\n0&dark=500",
        "#v=1&bitrate=5e10&\ndark=500",
    ] {
        let (code, [printed, told]) = reach(damaged);
        assert_eq!((code, &printed), (Some(0), &clean), "{damaged}: {told}");
        assert!(told.starts_with("note: --link: ") && told.contains("mended"), "{damaged}: {told}");
    }
    assert_eq!(reach("#v=3D1&bitrate=3D5e10").1[0], "80.59\n");
    let (code, [printed, told]) = reach("#v=1&bitrate=5e10&dark=5\n00");
    assert_eq!((code, printed.as_str()), (Some(2), ""), "{told}");
}

#[test]
fn the_band_comes_first_whatever_the_order() {
    let reach = |arguments: &[&str]| printed(&[&["reach"], arguments].concat());
    let own = reach(&["--set", "band=O", "--set", "alpha=0.4"]);
    assert_eq!(own, reach(&["--set", "alpha=0.4", "--set", "band=O"]));
    assert_ne!(own, reach(&["--set", "band=O"]));
    assert_eq!(reach(&["--link", "v=2&alpha=0.25", "--set", "band=O"]), reach(&["--set", "band=O"]));
}

#[test]
fn a_reach_is_a_bare_number() {
    assert_eq!(printed(&["reach"]), "98.22\n");
    assert_eq!(printed(&["reach", "--link", "#v=1&bitrate=1e16"]), "0\n");
    assert_eq!(printed(&["reach", "--set", "bitrate=0", "--set", "dark=0"]), "inf\n");
}

#[test]
fn a_figure_has_all_its_curves_to_their_ends() {
    for figure in &FIGURES {
        let rows = rows(&printed(&["figure", figure.id]));
        let mut names: Vec<&str> = rows.iter().map(|row| &row[0]).collect();
        names.dedup();
        assert_eq!(names.len(), figure.curves.len() * figure.bands.len(), "{names:?}");
        for name in names {
            let last = rows.iter().rfind(|row| &row[0] == name).unwrap();
            assert_eq!(&last[2], "0", "figure {}, {name}: cut off at {} km", figure.id, &last[1]);
        }
    }
}

#[test]
fn a_curve_of_a_figure_is_the_same_sweep() {
    let figure = printed(&["figure", "10B", "--distances", "0:20:10", "--set", "fec=1.1"]);
    let isolation = ["--set", "iso_for=1e-9", "--set", "iso_back=1e-9"];
    let rest = ["--distances", "0:20:10", "--set", "fec=1.1", "--set", "detector=snspd", "--set", "band=O"];
    // A figure has the model of the paper.
    let sweep = printed(&[&["sweep", "--link", "v=1&figure=none"], &isolation[..], &rest].concat());
    let curve: Vec<Vec<String>> = rows(&figure)
        .iter()
        .filter(|row| &row[0] == "ζ = 1e-9, O band")
        .map(|row| row.iter().skip(1).map(str::to_owned).collect())
        .collect();
    let sweep: Vec<Vec<String>> = rows(&sweep).iter().map(|row| row.iter().map(str::to_owned).collect()).collect();
    assert_eq!(curve, sweep);
    assert_eq!(json(&["figure", "10b", "--distances", "0"])["link"], "v=1&detector=snspd&figure=10b");
}

#[test]
fn a_file_holds_what_would_be_printed() {
    let file = new_file("rates.csv");
    let path = file.to_str().unwrap();
    assert_eq!(printed(&["sweep", "--output", path]), "");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), printed(&["sweep", "--output", "-"]));
}

#[test]
fn wrong_input_leaves_files_alone_and_failed_writing_is_reported() {
    let file = new_file("never.csv");
    let path = file.to_str().unwrap();
    assert_eq!(keyspan(&["sweep", "--output", path, "--set", "eff=2"]).status.code(), Some(2));
    assert!(!file.exists());
    let Output { status, stderr, .. } = keyspan(&["sweep", "--output", &format!("{path}/x")]);
    assert_eq!(status.code(), Some(1));
    assert!(String::from_utf8(stderr).unwrap().starts_with(&format!("error: cannot write {path}/x: ")));
}

#[test]
fn a_reader_may_leave_early() {
    for format in ["csv", "json"] {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_keyspan"))
            .args(["sweep", "--distances", "0:999.999:0.001", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the tool starts");
        let mut line = String::new();
        BufReader::new(tool.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut messages = String::new();
        tool.stderr.take().unwrap().read_to_string(&mut messages).unwrap();
        assert_eq!((tool.wait().unwrap().code(), messages.as_str()), (Some(0), ""));
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_reported() {
    for arguments in [&["sweep"][..], &["reach"], &["--help"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let Output { status, stderr, .. } =
            Command::new(env!("CARGO_BIN_EXE_keyspan")).args(arguments).stdout(full).output().unwrap();
        assert_eq!(status.code(), Some(1));
        assert!(String::from_utf8(stderr).unwrap().starts_with("error: cannot write standard output: "));
    }
}

#[test]
fn the_report_on_the_paper_is_the_same_in_every_format() {
    let text = printed(&["paper"]);
    let json: Value = serde_json::from_str(&printed(&["paper", "--format", "json"])).unwrap();
    let csv = printed(&["paper", "--format", "csv"]);
    let findings = json.as_array().unwrap();
    assert!(findings.len() > 20);
    assert_eq!(csv.lines().count(), findings.len() + 1);
    for finding in findings {
        for field in ["place", "says", "found"] {
            assert!(text.contains(finding[field].as_str().unwrap()), "{finding}");
        }
    }
    let holding = findings.iter().filter(|finding| finding["holds"] == true).count();
    assert!(text.ends_with(&format!("{holding} of {} statements hold.\n", findings.len())));
}
