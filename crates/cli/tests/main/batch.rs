//! `keyspan batch`: results, messages about bad rows and wrong tables, resuming after an interruption.

use cli::describe::describe_table;
use engine::scenario::Scenario;
use engine::sweep::{outcome, reach};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use view::address::read_address;

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("batch_{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs in a folder, so that messages name files and no places of this machine.
fn batch_in(folder: &Path, arguments: &[&str], threads: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_keyspan"));
    command.arg("batch").args(arguments).current_dir(folder).env("RAYON_NUM_THREADS", threads);
    command.output().expect("the tool starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the tool prints UTF-8")
}

/// What the tool prints for this table on its standard input.
fn piped(table: &[u8], arguments: &[&str]) -> Output {
    let mut tool = Command::new(env!("CARGO_BIN_EXE_keyspan"))
        .args(["batch", "-"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the tool starts");
    // A tool that refuses the first line does not read the rest.
    let _ = tool.stdin.take().unwrap().write_all(table);
    tool.wait_with_output().unwrap()
}

const TABLE: &str = "site,bitrate,iso_back,detector,distance_km
A–B,,,,50
\"C, north\",50G,-90 dB,snspd,80
\"a \"\"dark\"\" one\",0,,custom,
far,1T,,,120
";

#[test]
fn every_row_is_what_the_engine_computes() {
    let found = piped(TABLE.as_bytes(), &["--set", "fec=1.1"]);
    assert!(found.status.success());
    assert_eq!(text(&found.stderr), "carried through, as they are no parameters: site\n");
    let links = [
        ("fec=1.1", Some(50.0)),
        ("fec=1.1&bitrate=50G&iso_back=1e-9&detector=snspd", Some(80.0)),
        ("fec=1.1&bitrate=0&detector=custom", None),
        ("fec=1.1&bitrate=1T", Some(120.0)),
    ];
    let mut reader = csv::Reader::from_reader(found.stdout.as_slice());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), links.len());
    for ((link, km), row) in links.into_iter().zip(&rows) {
        let cell = |name: &str| &row[header.iter().position(|column| column == name).unwrap()];
        let scenario = Scenario::try_from(&read_address(link).0.settings).unwrap();
        assert_eq!(cell("reach_km").parse(), Ok(reach(&scenario).km().unwrap()), "{link}");
        let outcome = km.map(|km: f64| outcome(&scenario, km.try_into().unwrap()).unwrap());
        match outcome {
            Some(outcome) => {
                assert_eq!(cell("key_rate_bit_s").parse(), Ok(outcome.key_rate_bit_s().unwrap_or(0.0)), "{link}");
                assert_eq!(cell("qber").parse(), Ok(outcome.qber), "{link}");
            }
            None => assert_eq!(["key_rate_bit_s", "qber", "cautions"].map(cell), ["", "", ""]),
        }
        assert_eq!(read_address(cell("link")).0.settings, read_address(link).0.settings);
        assert_eq!((cell("version"), cell("error")), (env!("CARGO_PKG_VERSION"), ""));
    }
    // Carried through.
    assert_eq!([&rows[0][0], &rows[1][0], &rows[2][0]], ["A–B", "C, north", "a \"dark\" one"]);
    assert_eq!(&rows[1][2], "-90 dB");
}

#[test]
fn every_form_of_a_table_gives_the_same_results() {
    let rows = |table: &[u8]| {
        let found = piped(table, &[]);
        assert!(found.status.success(), "{}", text(&found.stderr));
        let mut reader = csv::Reader::from_reader(found.stdout.as_slice());
        let results = reader.records().map(|row| row.unwrap().iter().skip(3).map(str::to_owned).collect::<Vec<_>>());
        results.collect::<Vec<_>>()
    };
    let expected = rows(b"site,distance_km,alpha\nWien-Graz,62.5,0.21\nBrno,40,0.2\n");
    assert_eq!(expected.len(), 2);
    // As spreadsheets write it, with decimal commas and a row without anything.
    let semicolons = "site;distance_km;alpha\r\nWien-Graz;62,5;0,21\r\nBrno;40 km;0,2\r\n;;\r\n";
    let utf16: Vec<u8> = format!("\u{feff}{semicolons}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let json = "{\"site\":\"Wien-Graz\",\"distance_km\":62.5,\"alpha\":0.21}\n{\"site\":\"Brno\",\"distance_km\":40,\"alpha\":0.2}\n";
    for table in [semicolons.as_bytes(), format!("sep=;\r\n{semicolons}").as_bytes(), &utf16, json.as_bytes()] {
        assert_eq!(rows(table), expected);
    }
}

#[test]
fn json_has_the_same_values() {
    let csv = piped(TABLE.as_bytes(), &[]).stdout;
    let jsonl = text(&piped(TABLE.as_bytes(), &["--format", "jsonl"]).stdout);
    let mut reader = csv::Reader::from_reader(csv.as_slice());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(jsonl.lines().count(), rows.len());
    for (line, row) in jsonl.lines().zip(&rows) {
        let serde_json::Value::Object(json) = serde_json::from_str(line).unwrap() else { panic!("{line}") };
        assert_eq!(json.len(), header.len());
        for (name, cell) in header.iter().zip(row) {
            match &json[name] {
                serde_json::Value::Null => assert_eq!(cell, "", "{name}"),
                serde_json::Value::String(text) => assert_eq!(text, cell, "{name}"),
                serde_json::Value::Array(none) => assert_eq!((none.len(), cell), (0, ""), "{name}"),
                number => {
                    let (a, b): (f64, f64) = (number.as_f64().unwrap(), cell.parse().unwrap());
                    assert!((a - b).abs() <= 1e-15 * b.abs(), "{name}: {a} {b}");
                }
            }
        }
    }
}

#[test]
fn a_table_of_a_spreadsheet_is_the_same_table() {
    let results = |table: &str| {
        let found = piped(table.as_bytes(), &[]);
        assert!(found.status.success(), "{table}: {}", text(&found.stderr));
        let mut reader = csv::Reader::from_reader(found.stdout.as_slice());
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|column| column == name).unwrap();
        let [reach, rate] = ["reach_km", "key_rate_bit_s"].map(column);
        reader
            .records()
            .map(|row| row.unwrap())
            .map(|row| (row[reach].to_owned(), row[rate].to_owned()))
            .collect::<Vec<_>>()
    };
    let plain = results("site,distance_km,alpha,dark,bitrate\nWest,51.5,0.22,400,1e10\n");
    for table in [
        "\u{feff}site;distance_km;alpha;dark;bitrate\r\nWest;51,5;0,22;400;1e10\r\n",
        "sep=;\nsite;distance_km;alpha;dark;bitrate\nWest;51,5;0,22;400;10G\n;;;;\n",
        "site\tdistance_km\talpha\tdark\tbitrate\nWest\t51.5\t0.22\t400\t1e10\n",
        "site,distance_km,alpha,dark,bitrate\n\"West, 2\",\"51,5\",\"0,22\",400,1e10\n,,,,\n",
        "site,Distance (km),alpha (dB/km),dark counts,bit rate [Gbit/s]\nWest,51.5,0.22,400,10\n",
        "site,distance_km,alpha,dark,bitrate\nWest,51.5 km,0.22 dB/km,400,10 Gbit/s\n",
    ] {
        assert_eq!(results(table), plain, "{table}");
    }
}

#[test]
fn reaches_without_a_distance() {
    let found = piped(b"\xef\xbb\xbfbitrate,dark,link\r\n0,0,none\r\n\r\n1e16,,much\r\n,,usual\r\n", &[]);
    assert_eq!(
        text(&found.stderr),
        "carried through, as they are no parameters: link\n\
         results renamed, as the table has columns of their names: result_link\n"
    );
    let lines = text(&found.stdout).replace(view::export::SOURCE, "SOURCE").replace(view::export::VERSION, "V");
    insta::assert_snapshot!(lines);
}

/// Some hundred rows, more than are computed at a time.
fn long_table(bad: &[usize]) -> String {
    let row = |i: usize| match bad.contains(&i) {
        true => format!("{i},{i} apples,40\n"),
        false => format!("{i},{}G,{}\n", 1 + i % 90, i % 130),
    };
    "id,bitrate,distance\n".to_owned() + &(0..500).map(row).collect::<String>()
}

#[test]
fn the_number_of_threads_changes_nothing_and_the_order_is_kept() {
    let folder = folder("threads");
    std::fs::write(folder.join("links.csv"), long_table(&[3, 444])).unwrap();
    let [one, three] = ["1", "3"].map(|threads| batch_in(&folder, &["links.csv"], threads));
    assert_eq!(one, three);
    for (i, line) in text(&one.stdout).lines().skip(1).enumerate() {
        assert!(line.starts_with(&format!("{i},")), "{i}: {line}");
    }
    assert_eq!(one.status.code(), Some(2));
}

#[test]
fn a_bad_row_gives_a_reason_and_the_rest_goes_on() {
    let long = "x".repeat(70_000);
    let table = [
        b"id,dark,eff,distance_km,note\n".as_slice(),
        b"1,500,,50,good\n",
        b"2,many,12,-5,\"three, at once\"\n",
        b"3,500\n",
        b"4,500,,50,x,y\n",
        b"5,500,,50,\"never closed\n",
        b"6,500,,50,\xff\n",
        long.as_bytes(),
        b"\n8,1,2 %,2000,too far\n",
        b"9,,,50 km,unit\n",
        b"10,500,,50,a\rb\n",
        b"11,500,,50,good again",
    ]
    .concat();
    let found = piped(&table, &[]);
    assert_eq!(found.status.code(), Some(2));
    let mut reader = csv::Reader::from_reader(found.stdout.as_slice());
    let rows: Vec<String> = reader
        .records()
        .map(|row| {
            let row = row.unwrap();
            let last = row.len() - 1;
            let reach = if row[5].is_empty() { "no reach" } else { "a reach" };
            format!("{} | {} | {reach} | {}", &row[0], &row[4], &row[last])
        })
        .collect();
    insta::assert_snapshot!(format!("{}\n\n{}", rows.join("\n"), text(&found.stderr)));
}

#[test]
fn strict_stops_at_the_first() {
    let found = piped(long_table(&[300, 7]).as_bytes(), &["--strict"]);
    assert_eq!(found.status.code(), Some(2));
    assert_eq!(text(&found.stdout).lines().count(), 1 + 7);
    insta::assert_snapshot!(text(&found.stderr));
}

#[test]
fn an_interrupted_file_is_continued() {
    for format in ["csv", "jsonl"] {
        let folder = folder(&format!("resume_{format}"));
        std::fs::write(folder.join("links.csv"), long_table(&[200])).unwrap();
        let whole = batch_in(&folder, &["links.csv", "--format", format], "2");
        let results = folder.join("results");
        let arguments = ["links.csv", "--format", format, "--output", "results", "--resume"];
        let length = whole.stdout.len();
        for cut in [0, 1, 30, length / 5, length / 2, length / 2 + 1, length - 2, length - 1, length] {
            std::fs::write(&results, &whole.stdout[..cut]).unwrap();
            let found = batch_in(&folder, &arguments, "2");
            assert_eq!(found.status.code(), Some(2), "{}", text(&found.stderr));
            assert!(text(&found.stderr).contains("1 of 500 rows has no result"), "{}", text(&found.stderr));
            assert!(std::fs::read(&results).unwrap() == whole.stdout, "cut at {cut} of {length}");
        }
        std::fs::remove_file(&results).unwrap();
        batch_in(&folder, &arguments, "2");
        assert!(std::fs::read(&results).unwrap() == whole.stdout, "from nothing");
    }
}

#[test]
fn mistakes_are_reported_in_full() {
    let folder = folder("wrong");
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("good.csv", "id,dark\n1,500\n2,600\n");
    write("empty.csv", "\n\n");
    write("names.csv", "Dark,dark,id,id,Dead-Time,distance,distance_km\n");
    write("no_header.csv", "1,500,80\n2,600,90\n");
    write("taken.csv", "dark,link,result_link\n");
    write("quote.csv", "\"dark\n");
    write("other_header.csv", "id,eff,reach_km\n");
    write("no_results.csv", &format!("{}\n", "x".repeat(600_000)));
    assert!(batch_in(&folder, &["good.csv", "--output", "done.csv"], "1").status.success());
    let done = std::fs::read_to_string(folder.join("done.csv")).unwrap();
    write("more.csv", &(done.clone() + done.lines().last().unwrap() + "\n"));
    let cases: &[&[&str]] = &[
        &["nowhere.csv"],
        &["empty.csv"],
        &["names.csv"],
        &["no_header.csv"],
        &["taken.csv"],
        &["quote.csv"],
        &["good.csv", "--set", "eff=2", "--link", "v=1&foo=2"],
        &["good.csv", "--output", "good.csv"],
        &["good.csv", "--resume"],
        &["good.csv", "--resume", "--output", "-"],
        &["good.csv", "--resume", "--output", "other_header.csv"],
        &["good.csv", "--resume", "--output", "no_results.csv"],
        &["good.csv", "--resume", "--output", "more.csv"],
        &["good.csv", "--resume", "--output", "done.csv", "--set", "fec=1.1"],
    ];
    let messages: Vec<String> = cases
        .iter()
        .map(|arguments| {
            let found = batch_in(&folder, arguments, "1");
            assert_eq!((found.status.code(), found.stdout.len()), (Some(2), 0), "{arguments:?}");
            format!("$ keyspan batch {}\n{}", arguments.join(" "), text(&found.stderr))
        })
        .collect();
    insta::assert_snapshot!(messages.join("\n"));
    assert_eq!(std::fs::read_to_string(folder.join("good.csv")).unwrap(), "id,dark\n1,500\n2,600\n");
    assert_eq!(std::fs::read_to_string(folder.join("done.csv")).unwrap(), done, "a refused file stays as it was");
}

#[test]
fn progress_is_reported_on_request() {
    let folder = folder("progress");
    std::fs::write(folder.join("links.csv"), "dark\n500\n600\n").unwrap();
    let quiet = batch_in(&folder, &["links.csv", "--output", "results.csv"], "1");
    assert_eq!(text(&quiet.stderr), "");
    let messages = text(&batch_in(&folder, &["links.csv", "--output", "results.csv", "--progress"], "1").stderr);
    assert!(messages.starts_with("2 rows in ") && messages.lines().count() == 1, "{messages}");
}

#[test]
fn help() {
    let help = text(&batch_in(Path::new("."), &["--help"], "1").stdout);
    insta::assert_snapshot!(help.replace(&describe_table(), "  (the table of parameters)\n"));
}
