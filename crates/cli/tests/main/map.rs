//! `keyspan map`: the table, and messages about wrong arguments.

use std::process::{Command, Output};

fn keyspan(arguments: &[&str], threads: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyspan"));
    command.args(arguments).env("RAYON_NUM_THREADS", threads).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const MAP: [&str; 7] = ["map", "--x", "bitrate=1G:1T", "--y", "isolation=-120dB:-70dB", "--size", "4x3"];

/// With the reaches, which stand before the last comma, to the millimetre to which they are known: further digits are those of the
/// C library.
fn to_a_millimetre(table: &str) -> String {
    let rows = table.lines().map(|row| {
        let cells: Vec<_> = row.split(',').collect();
        let rounded = |(i, cell): (usize, &&str)| match cell.parse::<f64>() {
            Ok(km) if i == 2 || i == 3 => format!("{km:.6}"),
            _ => (*cell).to_owned(),
        };
        cells.iter().enumerate().map(rounded).collect::<Vec<_>>().join(",") + "\n"
    });
    rows.collect()
}

#[test]
fn the_table() {
    let found = keyspan(&MAP, "2");
    assert!(found.status.success(), "{}", text(&found.stderr));
    insta::assert_snapshot!(to_a_millimetre(&text(&found.stdout)));
    // The defaults, 10 Gbit/s and 1e-7, and 1 Tbit/s: the reaches of Fig. 6.
    let rows = text(&found.stdout);
    let reaches = |x: &str| rows.lines().find(|row| row.starts_with(&format!("{x},1e-7,"))).unwrap().to_owned();
    assert!(reaches("1000000000000").contains(",47.0"), "{rows}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let one = keyspan(&[&MAP[..], &["--format", "json", "--at", "40"]].concat(), "1");
    let three = keyspan(&[&MAP[..], &["--format", "json", "--at", "40"]].concat(), "3");
    assert!(one.status.success());
    assert_eq!(text(&one.stdout), text(&three.stdout));
    let parsed: serde_json::Value = serde_json::from_slice(&one.stdout).unwrap();
    assert_eq!((parsed["value"].as_str(), parsed["distance_km"].as_f64()), (Some("key rate"), Some(40.0)));
    assert_eq!(parsed["rows"].as_array().unwrap().len(), 12);
}

#[test]
fn mistakes_are_reported_in_full() {
    let cases: [&[&str]; 9] = [
        &["--x", "bitrate", "--y", "speed=1:2", "--size", "big"],
        &["--x", "bitrate=1G:fast", "--y", "eff=0.2:0.1"],
        &["--x", "bitrate=1G:1T", "--y", "bitrate=1G:2T"],
        &["--x", "bitrate=1G:1T", "--y", "isolation=0:1e-5"],
        &["--x", "bitrate=1G:1T", "--y", "detector=1:2"],
        &["--x", "bitrate=1G:1T", "--y", "isolation=1e-9:1e-5:cubic"],
        &["--x", "bitrate=1G:1T", "--y", "mu=0.1:0.5"],
        &["--x", "bitrate=1G:1T", "--y", "dark=1:1k", "--size", "1x5"],
        &["--x", "bitrate=1G:1T", "--y", "dark=1:1k", "--at", "2000"],
    ];
    let messages = cases.map(|case| {
        let found = keyspan(&[&["map"], case].concat(), "1");
        assert!(!found.status.success(), "{case:?}");
        format!("{}\n{}", case.join(" "), text(&found.stderr))
    });
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn help() {
    insta::assert_snapshot!(text(&keyspan(&["map", "--help"], "1").stdout));
}
