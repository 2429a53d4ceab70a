//! `keyspan demo-data`.

use monitoring::DemoNetwork;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn keyspan(arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyspan"));
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).args(arguments.split_whitespace());
    command.output().expect("the tool starts")
}

/// A folder that is not there.
fn new_folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    path
}

fn new_path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
fn the_files_are_those_of_the_library_and_monitor_reads_them() {
    let folder = new_folder("demo");
    let Output { status, stdout, stderr } = keyspan("demo-data demo --seed 5 --days 1 --links 46,30.5");
    assert!(status.success() && stdout.is_empty() && stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
    let network = DemoNetwork::new(5, 1, &[46.0, 30.5].map(|km| km.try_into().unwrap())).unwrap();
    let files: Vec<_> = network.files().collect();
    assert_eq!(files.len(), 2 * 5 + 4);
    for file in files {
        assert_eq!(fs::read_to_string(folder.join(&file.path)).unwrap(), file.text, "{}", file.path);
    }
    let Output { status, stdout, stderr } =
        keyspan("monitor demo --set bob_loss=28dB --set dark_count=1e-8 --format json");
    assert!(status.success() && stderr.is_empty(), "{}", String::from_utf8_lossy(&stderr));
    let json: serde_json::Value = serde_json::from_slice(&stdout).unwrap();
    let rows = json["rows"].as_array().unwrap();
    for (row, (length, alpha)) in rows.iter().zip([(46.0, 0.241), (30.5, 0.201)]) {
        assert_eq!(row["length_km"], length);
        let found = &row["fits"][0]["values"]["attenuation"];
        let (value, error) = (found["value"].as_f64().unwrap(), found["error"].as_f64().unwrap());
        assert!((value - alpha).abs() < 4.0 * error && error < 0.002, "{value} ± {error}, not {alpha}");
    }
}

/// The second physics is another network with the same links; the default is what it was.
#[test]
fn another_physics_is_an_option() {
    for (folder, option) in
        [("demo_cow", "--physics cow"), ("demo_empirical", "--physics empirical"), ("demo_plain", "")]
    {
        let _ = new_folder(folder);
        assert!(keyspan(&format!("demo-data {folder} --seed 5 --days 6 --links 46 {option}")).status.success());
    }
    let file = |folder: &str, name: &str| fs::read_to_string(new_path(folder).join(name)).unwrap();
    for name in ["link1_key_rate.csv", "link1_qber.csv", "README.md"] {
        assert_eq!(file("demo_cow", name), file("demo_plain", name));
        assert_ne!(file("demo_empirical", name), file("demo_plain", name));
    }
    assert_eq!(file("demo_empirical", "links.csv"), file("demo_plain", "links.csv"));
    // QBER is missing for hours.
    let lines = |folder: &str| file(folder, "link1_qber.csv").lines().count();
    assert!(lines("demo_plain") - lines("demo_empirical") > 200);
    assert!(file("demo_empirical", "README.md").contains("--physics empirical"));
}

#[test]
fn mistakes_are_reported_in_full() {
    let full = new_folder("demo_full");
    fs::create_dir_all(&full).unwrap();
    fs::write(full.join("mine.txt"), "mine").unwrap();
    let _ = new_folder("demo_new");
    let report = [
        "demo-data demo_full --links 46,x,-3",
        "demo-data demo_new --days 0",
        "demo-data demo_full/mine.txt",
        "demo-data",
        "demo-data demo_new --seed -1",
    ]
    .map(|arguments| {
        let Output { status, stderr, .. } = keyspan(arguments);
        assert_eq!(status.code(), Some(2), "{arguments}");
        format!("$ keyspan {arguments}\n{}", String::from_utf8(stderr).unwrap())
    });
    insta::assert_snapshot!(report.join("\n"));
    assert_eq!(fs::read_dir(full).unwrap().count(), 1);
}
