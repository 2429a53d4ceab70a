//! `keyspan uncertainty`.

use cli::describe::describe_table;
use engine::scenario::Settings;
use engine::sweep::{Distances, Spread, Study, UncertaintyInputs, UncertaintyRequest, uncertainty};
use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};
use view::address::read_address;

const VARY: &str = "--vary iso_back:lognormal:1.5 --vary alpha:normal:2% --vary dark:lognormal:2";

fn keyspan_with(threads: &str, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_keyspan"))
        .arg("uncertainty")
        .args(arguments.split_whitespace())
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .expect("the tool starts")
}

fn keyspan(arguments: &str) -> Output {
    keyspan_with("2", arguments)
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

#[test]
fn help() {
    let text = printed("--help");
    assert!(text.contains(&describe_table()));
    insta::assert_snapshot!("help", text.replace(&describe_table(), "  (the table of parameters)\n"));
}

#[test]
fn text_is_for_reading() {
    let shown: Vec<String> = [
        VARY.to_owned(),
        "--vary eff:normal:8% --vary alpha:normal:2% --samples 256 --set detector=spapd".to_owned(),
        "--vary misalign:normal:0.5% --set misalign=0.085 --samples 128".to_owned(),
        "--vary dark:lognormal:10 --link v=1&bitrate=0&afterpulse=0&dark=0.02&alpha=0.1 --samples 64".to_owned(),
        "--vary rate:normal:10% --samples 64".to_owned(),
        "--vary mu:uniform:0.12 --vary nu1:uniform:0.05 --samples 64 \
         --link v=1&source=wcp&mu=0.5&nu1=0.3&nu2=0.1&bandwidth=1e11&window=open"
            .to_owned(),
    ]
    .map(|arguments| format!("$ keyspan uncertainty {arguments}\n{}", printed(&arguments)))
    .into();
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for format in ["text", "csv", "json"] {
        let arguments = format!("{VARY} --vary eff:normal:6% --samples 128 --format {format}");
        let one = keyspan_with("1", &arguments);
        assert!(one.status.success() && !one.stdout.is_empty());
        for threads in ["2", "3", "7"] {
            assert_eq!(keyspan_with(threads, &arguments), one, "{format} with {threads} threads");
        }
    }
}

#[test]
fn csv_and_json_are_what_the_engine_computes() {
    let spreads = VARY.split("--vary").skip(1).map(|text| Spread::read(text.trim()).unwrap()).collect();
    let distances = [0.0, 50.0, 95.0, 120.0].map(|km| km.try_into().unwrap());
    let distances = Distances::At(distances.to_vec());
    let standard = UncertaintyRequest::new(Settings::default(), spreads);
    let expected = uncertainty(UncertaintyRequest { samples: 256, seed: 7, distances, ..standard }).unwrap();
    let arguments = format!("{VARY} --samples 256 --seed 7 --distances 0,50,95,120");
    let csv = printed(&format!("{arguments} --format csv"));
    assert!(csv.starts_with("distance_km,key_rate_bit_s,q05_bit_s,q25_bit_s,q50_bit_s,q75_bit_s,q95_bit_s\n"));
    let rows: Vec<Vec<f64>> =
        csv.lines().skip(1).map(|line| line.split(',').map(|cell| cell.parse().unwrap()).collect()).collect();
    assert_eq!(rows.len(), expected.band.len());
    for (row, point) in rows.iter().zip(&expected.band) {
        assert_eq!(row[..2], [point.length_km, point.present_bit_s]);
        assert_eq!(row[2..], point.quantiles_bit_s);
    }
    let json = json(&arguments);
    assert_eq!((&json["samples"], &json["used"], &json["seed"]), (&256.into(), &256.into(), &7.into()));
    assert_eq!((&json["link"], &json["sentence"]), (&"v=2".into(), &expected.sentence().into()));
    let close = |value: &Value, expected: f64| (value.as_f64().unwrap() - expected).abs() <= 1e-14 * expected.abs();
    for (i, quantile) in expected.reach.quantiles_km.iter().enumerate() {
        let written = &json["reach"]["quantiles"][i];
        assert!(close(&written["km"], quantile.value) && close(&written["error_km"], quantile.error));
    }
    let counts = &json["reach"]["histogram"]["counts"];
    assert_eq!(counts, &Value::from(expected.reach.histogram.clone().unwrap().counts));
    for (i, rank) in expected.ranking.iter().enumerate() {
        let written = &json["ranking"][i];
        assert_eq!(written["vary"], rank.spread.write());
        assert!(close(&written["first_order"]["value"], rank.first_order.unwrap().value));
        assert!(close(&written["total"]["error"], rank.total.unwrap().error));
        let low = rank.alone.low;
        assert!(close(&written["alone_at_5_percent"]["reach_km"], low.reach.unwrap().km().unwrap()));
        assert!(close(&written["alone_at_5_percent"]["value"], low.value));
    }
    assert_eq!(json["units"]["q95_bit_s"], "bit/s");
    assert!(close(&json["rows"][1]["q95_bit_s"], expected.band[1].quantiles_bit_s[4]));
}

#[test]
fn the_page_has_the_same_sentence() {
    let link = "v=1&band=O&dark=5e3&vary=dark:lognormal:1.5,alpha:normal:0.01,eff:normal:1%25;256;3";
    let address = read_address(link).0;
    let inputs = UncertaintyInputs::read(address.extras.get("vary").unwrap()).0;
    let mut study = Study::new(inputs.request(address.settings)).unwrap();
    while !study.is_done() {
        let found = study.next(2, 50).iter().flat_map(|portion| portion.run()).collect();
        study.add(found);
    }
    let vary: String = inputs.spreads.iter().map(|spread| format!("--vary {} ", spread.write())).collect();
    let json = json(&format!("--link v=1&band=O&dark=5e3 {vary} --samples 256 --seed 3"));
    assert_eq!(json["sentence"], study.result().unwrap().unwrap().sentence());
}

#[test]
fn infinite_values_are_null() {
    let json = json("--vary dark:lognormal:10 --link v=1&bitrate=0&afterpulse=0&dark=0.02&alpha=0.1 --samples 64");
    assert_eq!((&json["reach"]["present_km"], &json["reach"]["quantiles"][4]["km"]), (&Value::Null, &Value::Null));
    assert!(json["reach"]["quantiles"][0]["km"].is_f64());
    assert!(json["notes"][0].as_str().unwrap().contains("beyond 1000 km"));
}

#[test]
fn omissions_are_reported_beside_csv_and_in_files() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("uncertainty.csv");
    let arguments = format!("--vary eff:normal:8% --samples 64 --format csv --output {}", path.display());
    let Output { status, stdout, stderr } = keyspan(&arguments);
    assert!(status.success() && stdout.is_empty());
    let messages = String::from_utf8(stderr).unwrap();
    assert_eq!(messages, "note: 7 of 64 samples are left out: 7 where eff is outside 0.01 % … 100 %\n");
    assert!(std::fs::read_to_string(path).unwrap().lines().count() > 40);
}

#[test]
fn mistakes_are_reported_in_full() {
    let report: Vec<String> = [
        "",
        "--vary dark",
        "--vary dark:normal:2k --vary dark:normal:1k --samples 1000 --distances 5,2000,x",
        "--vary dark:normal:2k --vary dark:normal:1k --vary bandwidth:normal:1G --samples 1000",
        "--vary colour:normal:2 --vary dark:gauss:2 --vary dark:normal:2kg --vary eff:uniform:2 --vary band:normal:1 \
         --set eff=12 --set colour=red --link v=1&foo=1",
        "--vary iso_for:normal:1dB --vary iso_for:lognormal:0.9",
        "--vary misalign:normal:1% --vary fec:normal:1",
        "--vary mu:normal:0.1",
        "--vary mu:normal:0.1 --set source=wcp",
        "--vary dark:normal:2k --set source=wcp --set analysis=infinite --set key=finite",
        "--vary dark:normal:2k --samples 65536 --distances 0:1000:1",
        "--vary dark:normal:2k --samples many --seed -1",
        "--vary dark:normal:2k --seed -1",
        "--vary dark:normal:2k --format xml",
    ]
    .map(|line| {
        let Output { status, stdout, stderr } = keyspan(line);
        assert!(stdout.is_empty(), "{line}: a result beside an error");
        let messages = String::from_utf8(stderr).unwrap();
        format!("$ keyspan uncertainty {line}\n{messages}-> {}\n", status.code().unwrap())
    })
    .into();
    insta::assert_snapshot!(report.join("\n"));
}

#[test]
fn a_device_that_is_set_once() {
    let arguments = "--vary dark:lognormal:2 --samples 64 --distances 0,50 --set window=optimal --optimise once";
    let [once, anew] = [json(arguments), json(arguments.trim_end_matches(" --optimise once"))];
    assert_eq!((&once["optimise"], &anew["optimise"]), (&"once".into(), &"anew".into()));
    let keeps =
        "the device is set once at each length, for the present values, and keeps: detection window, photon bandwidth";
    assert!(once["notes"][0].as_str().unwrap().starts_with(keeps), "{}", once["notes"]);
    assert_eq!(anew["notes"], Value::Array(vec![]));
    let mean = |found: &Value| found["reach"]["mean_km"].as_f64().unwrap();
    assert!(mean(&once) < mean(&anew), "{} {}", mean(&once), mean(&anew));
    let refused = String::from_utf8(keyspan("--vary dark:normal:2k --optimise twice").stderr).unwrap();
    assert!(refused.contains("choose anew or once"), "{refused}");
}
