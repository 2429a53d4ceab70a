//! `keyspan cow`.

use engine::protocol::cow::{LinkLoss, Parameters, RECONSTRUCTION, SECURITY_WARNING};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, Output, Stdio};

const MEASURED: &str = "--qber 2% --visibility 98%";

fn keyspan(arguments: &str) -> Output {
    let arguments = arguments.split_whitespace();
    Command::new(env!("CARGO_BIN_EXE_keyspan")).arg("cow").args(arguments).output().expect("the tool starts")
}

fn json(arguments: &str) -> Value {
    let Output { status, stdout, stderr } = keyspan(&format!("{MEASURED} {arguments} --format json"));
    assert!(status.success() && stderr.is_empty(), "{arguments}: {}", String::from_utf8_lossy(&stderr));
    serde_json::from_slice(&stdout).expect("JSON")
}

#[test]
fn a_row_agrees_with_the_model() {
    let json =
        json("--distances 0:100:10 --set dead_time=10us --set dark_count=1e-6 --set bob_loss=3dB --set efficiency=10%");
    let rows = json["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 11);
    for (i, row) in rows.iter().enumerate() {
        let length = 10.0 * i as f64;
        let link = Parameters {
            length: length.try_into().unwrap(),
            dead_time: Some(1e-5.try_into().unwrap()),
            dark_count: 1e-6.try_into().unwrap(),
            bob_loss: 3.0.try_into().unwrap(),
            efficiency: 0.1.try_into().unwrap(),
            ..Parameters::default()
        };
        let terms = link.terms(0.02.try_into().unwrap(), 0.98.try_into().unwrap());
        let Value::Object(terms) = serde_json::to_value(terms).unwrap() else { panic!("terms have names") };
        for (name, expected) in &terms {
            let (x, expected) = (row[name].as_f64().unwrap(), expected.as_f64().unwrap());
            assert!((x - expected).abs() <= 1e-14 * expected.abs(), "{length} km, {name}: {x}, not {expected}");
        }
        assert_eq!((row["distance_km"].as_f64(), row["qber"].as_f64()), (Some(length), Some(0.02)));
    }
    assert_eq!(json["parameters"]["dead_time"], 1e-5);
    assert!(rows.windows(2).all(|pair| pair[0]["key_rate_bit_s"].as_f64() > pair[1]["key_rate_bit_s"].as_f64()));
}

#[test]
fn the_data_sheet_is_met() {
    let json = json("--device cerberis3 --loss 12");
    let rate = json["rows"][0]["key_rate_bit_s"].as_f64().unwrap();
    assert!((rate / 1400.0 - 1.0).abs() < 1e-3, "{rate}");
    assert_eq!((&json["parameters"]["fitted_loss"], &json["parameters"]["bob_loss"]), (&25.45.into(), &0.0.into()));
    assert!(json["device"].as_str().unwrap().starts_with("cerberis3: 1.4 kbit/s at 12 dB"));
    let messages = String::from_utf8(keyspan(&format!("{MEASURED} --device cerberis3")).stderr).unwrap();
    assert!(messages.contains("a constant of 25.45 dB fitted to that rate"), "{messages}");
    let Output { stdout, .. } = keyspan(&format!("{MEASURED} --loss 12"));
    assert_eq!(String::from_utf8(stdout).unwrap().lines().nth(1).unwrap().split(',').nth(2), Some("509800"));
}

#[test]
fn a_loss_stands_for_the_fibre() {
    let by_loss = json("--loss 8.4,12dB");
    let at_40_km = &json("--distances 40")["rows"][0];
    assert_eq!(by_loss["rows"].as_array().unwrap().len(), 2);
    assert_eq!(by_loss["rows"][0]["key_rate_bit_s"], at_40_km["key_rate_bit_s"]);
    assert_eq!(by_loss["rows"][0]["distance_km"], Value::Null);
    assert_eq!(by_loss["parameters"].get("attenuation"), None);
    // A storage line needs the length that the loss does not tell.
    let line = json("--loss 12 --set storage_line=10 --set length=30");
    assert_eq!(line["rows"][0]["duty"], 0.25);
    let link = Parameters { link_loss: LinkLoss::Total(12.0.try_into().unwrap()), ..Parameters::default() };
    let rate = link.terms(0.02.try_into().unwrap(), 0.98.try_into().unwrap()).key_rate_bit_s;
    assert!((by_loss["rows"][1]["key_rate_bit_s"].as_f64().unwrap() / rate - 1.0).abs() < 1e-14);
}

#[test]
fn the_warning_stands_beside_every_number() {
    let Output { status, stdout, stderr } = keyspan(MEASURED);
    let messages = String::from_utf8(stderr).unwrap();
    assert_eq!((status.code(), messages), (Some(0), format!("warning: {SECURITY_WARNING}\nnote: {RECONSTRUCTION}\n")));
    let csv = String::from_utf8(stdout).unwrap();
    assert_eq!(csv.lines().count(), 12);
    assert!(csv.starts_with("distance_km,loss_db,key_rate_bit_s,"));
    let json = json("");
    assert_eq!(
        (&json["security_warning"], &json["reconstruction"]),
        (&SECURITY_WARNING.into(), &RECONSTRUCTION.into())
    );
    // Also where the result goes into a file, and above the help.
    let file = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cow.csv");
    let into_file = keyspan(&format!("{MEASURED} --output {}", file.display()));
    assert!(String::from_utf8(into_file.stderr).unwrap().contains(SECURITY_WARNING));
    assert_eq!(std::fs::read_to_string(file).unwrap(), csv);
    let help = String::from_utf8(keyspan("--help").stdout).unwrap();
    assert!(help.contains("not a security proof") && help.contains("Reconstruction: "));
    insta::assert_snapshot!("help", help);
}

#[test]
fn no_key_is_a_result() {
    let Output { status, stdout, .. } = keyspan("--qber 40% --visibility 0.5 --distances 50");
    let csv = String::from_utf8(stdout).unwrap();
    let row: Vec<&str> = csv.lines().nth(1).unwrap().split(',').collect();
    assert_eq!((status.code(), row[2]), (Some(0), "0"));
    assert!(row[14].starts_with('-'));
}

#[test]
fn mistakes_are_reported_in_full() {
    let report: Vec<String> = [
        "",
        "--qber 2%",
        "--qber 3 --visibility -1 --distances x,2000 --set colour=red --set mu --set efficiency=7 --set dead_time=-1s \
         --set bob_loss=1 --set bob_loss=2 --set length=5",
        "--qber 2% --visibility 1 --loss 5kg,-1,,inf,1e999 --set attenuation=0.2 --set error_correction=0.5",
        "--qber 2% --visibility 1 --loss 5 --distances 5",
        "--qber 2% --visibility 1 --set bitrate=10G",
        "--qber x --visibility 1,000",
        "--qber= --visibility=",
        "--qber 2% --visibility 1 --link v=1",
        "--qber 2% --visibility 1 --device clavis",
    ]
    .map(|line| {
        let Output { status, stdout, stderr } = keyspan(line);
        assert!(stdout.is_empty(), "{line}: a result beside an error");
        format!("$ keyspan cow {line}\n{}-> {}\n", String::from_utf8(stderr).unwrap(), status.code().unwrap())
    })
    .into();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn a_reader_may_leave_early() {
    for format in ["csv", "json"] {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_keyspan"))
            .args("cow --qber 0.02 --visibility 0.98 --distances 0:999.999:0.001 --format".split(' ').chain([format]))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the tool starts");
        let mut line = String::new();
        BufReader::new(tool.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let mut messages = String::new();
        tool.stderr.take().unwrap().read_to_string(&mut messages).unwrap();
        assert_eq!(tool.wait().unwrap().code(), Some(0));
        assert_eq!(messages.is_empty(), format == "json", "{messages}");
        assert!(!messages.contains("error"));
    }
}
