//! `keyspan devices`, `--start` and `--device`.

use engine::scenario::{DEVICE_PRESETS, STARTING_POINTS};
use serde_json::Value;
use std::process::{Command, Output};

fn keyspan(arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keyspan")).args(arguments.split_whitespace()).output().expect("the tool starts")
}

/// What a run that succeeds prints.
fn printed(arguments: &str) -> String {
    let Output { status, stdout, stderr } = keyspan(arguments);
    assert!(status.success() && stderr.is_empty(), "{arguments}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("the tool prints UTF-8")
}

#[test]
fn help() {
    insta::assert_snapshot!(printed("devices --help"));
}

#[test]
fn the_list() {
    insta::assert_snapshot!(printed("devices"));
}

#[test]
fn tables_have_a_row_for_each_number() {
    let presets = STARTING_POINTS.iter().chain(&DEVICE_PRESETS);
    let expected: usize = presets.map(|preset| preset.parameters.len().max(1)).sum();
    let csv = printed("devices --format csv");
    assert_eq!(csv.lines().next(), Some("option,name,title,parameter,value,unit,source"));
    assert_eq!(csv::Reader::from_reader(csv.as_bytes()).records().count(), expected);
    let json: Vec<Value> = serde_json::from_str(&printed("devices --format json")).unwrap();
    assert_eq!(json.len(), expected);
    assert!(json.iter().all(|row| row["source"].as_str().is_some_and(|source| !source.is_empty())));
}

#[test]
fn set_wins_over_the_device_and_the_device_over_the_start() {
    let link = |arguments: &str| {
        let json: Value =
            serde_json::from_str(&printed(&format!("sweep --distances 20 --format json {arguments}"))).unwrap();
        json["link"].as_str().unwrap().to_owned()
    };
    assert_eq!(link("--start paper"), link(""));
    let realistic =
        "v=2&misalign=0.01&source=wcp&analysis=one_decoy&key=finite&dispersion=17&jitter=5e-11&deadtime=1e-5&loss=3";
    assert_eq!(link("--start Realistic"), realistic);
    let device = link("--start realistic --device snspd-nbtin");
    assert!(device.contains("&deadtime=6.7e-9&") && device.contains("&dispersion=17&"), "{device}");
    let set = link("--start realistic --device snspd-nbtin --set deadtime=1n --set dispersion=0");
    assert!(set.contains("&deadtime=1e-9&") && !set.contains("dispersion"), "{set}");
    // A device on top of a link of the page, and a band in which the dispersion of the start has no place.
    assert_eq!(link("--link v=1&dark=5 --device paper-spad"), "v=1");
    assert!(!link("--start realistic --set band=O").contains("dispersion"));
}

#[test]
fn what_links_and_presets_bring_is_the_same() {
    assert_eq!(printed("reach --start paper"), printed("reach"));
    assert_eq!(printed("reach --device paper-snspd"), printed("reach --set detector=snspd"));
    assert_eq!(printed("reach --start realistic").trim(), "52.51");
}

#[test]
fn mistakes_are_reported_in_full() {
    let report: Vec<String> = [
        "reach --start ideal --device toaster --set eff=12",
        "reach --device",
        "reach --link v=1 --start realistic",
        "sweep --start paper --start realistic",
        "channels --device paper-spapd",
    ]
    .into_iter()
    .map(|arguments| {
        let Output { status, stdout, stderr } = keyspan(arguments);
        assert_eq!((status.code(), stdout.as_slice()), (Some(2), &b""[..]), "{arguments}");
        format!("$ keyspan {arguments}\n{}", String::from_utf8_lossy(&stderr))
    })
    .collect();
    insta::assert_snapshot!(report.join("\n"));
}
