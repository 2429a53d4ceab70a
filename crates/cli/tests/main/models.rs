//! `keyspan train`, `score`, `study`, `forecast` and `anomalies`.

use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

fn keyspan(arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyspan"));
    command.current_dir(env!("CARGO_TARGET_TMPDIR")).args(arguments.split_whitespace());
    command.output().expect("the tool starts")
}

fn printed(arguments: &str) -> String {
    let Output { status, stdout, stderr } = keyspan(arguments);
    assert!(status.success(), "{arguments}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("the tool prints UTF-8")
}

fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// A synthetic network of two days, in a folder of this name.
fn network(name: &str) -> String {
    let _ = fs::remove_dir_all(place(name));
    printed(&format!("demo-data {name} --days 2 --seed 3"));
    name.to_owned()
}

#[test]
fn help() {
    let all = ["train", "score", "study", "forecast", "anomalies"].map(|command| printed(&format!("{command} --help")));
    insta::assert_snapshot!(all.join("\n=====\n"));
}

#[test]
fn a_network_is_trained_and_scored() {
    let dir = network("models_network");
    let train =
        |out: &str| printed(&format!("train {dir} --links 1,2,4 --seed 4 --epochs 2 --recipe mixed --out {out}"));
    let report = train("models_a.onnx");
    assert!(
        report.contains("  trained on; held-out windows only  ") && report.contains("  not trained on  "),
        "{report}"
    );
    insta::assert_snapshot!(report);
    train("models_b.onnx");
    assert_eq!(fs::read(place("models_a.onnx")).unwrap(), fs::read(place("models_b.onnx")).unwrap());
    assert_eq!(fs::read(place("models_a.json")).unwrap(), fs::read(place("models_b.json")).unwrap());
    let json: Value =
        serde_json::from_str(&printed(&format!("score {dir} --model models_a.onnx --format json"))).unwrap();
    let card: Value = serde_json::from_slice(&fs::read(place("models_a.json")).unwrap()).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let links: Vec<&str> = rows.iter().map(|row| row["link"].as_str().unwrap()).collect();
    assert_eq!(links, ["1", "2", "3", "4", "5"]);
    for (row, of_card) in rows.iter().zip(card["metrics"].as_array().unwrap()) {
        for name in ["mean_key_rate", "me", "mae", "mre", "mse"] {
            let (x, y) = (row[name].as_f64().unwrap(), of_card[name].as_f64().unwrap());
            assert!((x - y).abs() < 1e-3 * y.abs() + 1e-4, "{name}: {x} is not {y}");
        }
        assert_eq!(row["windows"].as_u64(), row["number_measured_predicted"].as_array().map(|all| all.len() as u64));
    }
    let mean = |csv: &str, link: &str| -> f64 {
        let line = csv.lines().find(|line| line.starts_with(link)).unwrap();
        line.split(',').nth(5).unwrap().parse().unwrap()
    };
    let (own, other) = ("--format csv", "--format csv --loss 3=25");
    let [own, other] = [own, other].map(|more| printed(&format!("score {dir} --model models_a.onnx {more}")));
    assert_eq!(mean(&own, "2,"), mean(&other, "2,"));
    assert_ne!(mean(&own, "3,"), mean(&other, "3,"));
    assert!(printed(&format!("score {dir} --model models_a.onnx")).contains("10 min ago: MAE %"));
}

/// Level × COW^β: of links that it was trained on, only what training did not use; the same errors by `score`.
#[test]
fn level_and_cow_are_the_default() {
    let dir = network("models_level");
    let report = printed(&format!("train {dir} --links 1,2,4 --epochs 1 --out models_level.onnx"));
    insta::assert_snapshot!(report);
    let card: Value = serde_json::from_slice(&fs::read(place("models_level.json")).unwrap()).unwrap();
    assert_eq!((&card["version"], &card["inputs"][0]["features"][0]), (&2.into(), &"baseline".into()));
    let json: Value =
        serde_json::from_str(&printed(&format!("score {dir} --model models_level.onnx --format json"))).unwrap();
    for (row, of_card) in json["rows"].as_array().unwrap().iter().zip(card["metrics"].as_array().unwrap()) {
        assert_eq!((&row["held_out"], row["windows"].as_u64()), (&true.into(), of_card["rows"].as_u64()));
        let [mae, on_card] = [&row["mae"], &of_card["mae"]].map(|mae| mae.as_f64().unwrap());
        assert!((mae - on_card).abs() < 1e-3 && row["mae"].as_f64() < row["lags_mae"].as_f64());
        assert_eq!(row["number_low_high"].as_array().map(|all| all.len() as u64), row["windows"].as_u64());
    }
    // The link loss is no input: what is asked in vain is said.
    let Output { stderr, .. } = keyspan(&format!("score {dir} --model models_level.onnx --loss 3=25"));
    assert!(String::from_utf8(stderr).unwrap().contains("--loss changes nothing"));
    // Without history there is no level, and a network alone is trained, as before.
    let report = printed(&format!("train {dir} --links 1 --epochs 1 --no-history --out models_plain.onnx"));
    assert!(report.contains("were held back"), "{report}");
}

#[test]
fn the_coming_day_and_the_store() {
    let _ = fs::remove_dir_all(place("models_days"));
    printed("demo-data models_days --days 5 --links 46,50");
    let store = "--store 100M --fill 50M --rekey 1 --tunnels 4";
    let text = printed(&format!("forecast models_days --link 2 {store}"));
    insta::assert_snapshot!(text);
    let json: Value =
        serde_json::from_str(&printed(&format!("forecast models_days --link 2 --horizon 3h {store} --format json")))
            .unwrap();
    let rows = json["rows"].as_array().unwrap();
    assert_eq!((rows.len(), &rows[17]["ahead_min"], &json["consumption_bit_s"]), (18, &180.into(), &1024.0.into()));
    assert!(rows[17]["low"].as_f64() < rows[17]["high"].as_f64() && rows[0]["store_dry"] == 0.0);
    assert_eq!(json["evaluation"]["best"], json["method"]);
    let csv = printed("forecast models_days --link 1 --horizon 20min --format csv");
    assert_eq!((csv.lines().count(), csv.lines().next()), (3, Some("time,ahead_min,key_rate,low,high")));
    let check = printed("forecast models_days --link 2 --check --format csv");
    assert_eq!(check.lines().next(), Some("ahead_min,forecasts,separate,coverage,width,beats_persistence"));
    // No link makes 1 Mbit/s, and a limit that is exceeded is another exit code.
    let raised = keyspan("forecast models_days --link 2 --alert key_rate<1M --list-alerts --format csv");
    let (code, listed) = (raised.status.code(), String::from_utf8(raised.stdout).unwrap());
    assert_eq!((code, listed.lines().count()), (Some(3), 3), "{listed}");
    assert!(listed.contains(",measured,") && listed.contains(",forecast,"), "{listed}");
    assert_eq!(printed("anomalies models_days --alert key_rate<0.001"), "No alerts.\n");
    insta::assert_snapshot!("abnormal", printed("anomalies models_days"));
    assert_eq!(
        printed("anomalies models_days --format csv").lines().next(),
        Some("link,start,end,hours,first_mover,moved")
    );
}

#[test]
fn the_comparison_of_the_thesis() {
    let _ = fs::remove_dir_all(place("models_study"));
    printed("demo-data models_study --days 1");
    let json: Value = serde_json::from_str(&printed("study models_study --epochs 2 --format json")).unwrap();
    let rows = json["rows"].as_array().unwrap();
    let networks: std::collections::BTreeSet<&str> = rows.iter().map(|row| row["network"].as_str().unwrap()).collect();
    assert_eq!(networks.len(), 12);
    let three = rows.iter().find(|row| row["network"] == "three" && row["link"] == "5").unwrap();
    assert_eq!((&three["thesis_mae"], &three["learnt"]), (&46.865394.into(), &false.into()));
    assert_eq!(json["findings"].as_array().unwrap().len(), 13);
}

#[test]
fn mistakes_are_reported_in_full() {
    let dir = network("models_wrong");
    printed(&format!("train {dir} --links 1 --epochs 1 --networks 1 --recipe mixed --out models_one.onnx"));
    let card = fs::read_to_string(place("models_one.json")).unwrap();
    fs::write(place("models_other.json"), card.replace("\"name\": \"history\"", "\"name\": \"past\"")).unwrap();
    fs::write(place("models_text.onnx"), "not a model").unwrap();
    fs::copy(place("models_one.json"), place("models_text.json")).unwrap();
    let report = [
        format!("train {dir} --links 1,9,1 --out x.onnx"),
        format!("train {dir} --epochs 0 --out x.onnx"),
        format!("train {dir} --networks 99 --out x.onnx"),
        format!("train {dir} --hold-out 0.9 --out x.onnx"),
        format!("train {dir} --recipe level --no-history --out x.onnx"),
        format!("train {dir} --out x.json"),
        format!("train {dir}"),
        "train no_such_place --out x.onnx".to_owned(),
        format!("train {dir}/link1_qber.csv --out x.onnx"),
        format!("score {dir} --model no_such_model.onnx"),
        format!("score {dir} --model models_one.onnx --card models_other.json"),
        format!("score {dir} --model models_text.onnx"),
        format!("score {dir} --model models_one.onnx --loss 3"),
        format!("score {dir} --model models_one.onnx --loss 8=20"),
        format!("study {dir}/link1_qber.csv"),
        format!("forecast {dir} --link 1"),
        format!("forecast {dir} --link 8"),
        format!("forecast {dir} --link 1 --horizon soon --store 1M"),
        format!("forecast {dir} --link 1 --store many --rekey 60"),
    ]
    .map(|arguments| {
        let Output { status, stderr, .. } = keyspan(&arguments);
        assert_eq!(status.code(), Some(2), "{arguments}");
        format!("$ keyspan {arguments}\n{}", String::from_utf8(stderr).unwrap())
    });
    insta::assert_snapshot!(report.join("\n"));
}
