//! Forms of files, from bytes to rows.

use monitoring::{Encoding, FileRows, Hints, Parameter, ReadProblem, Reason, Row, read};
use proptest::prelude::*;

/// The rows of a file in slices of this length, each as a text, and its encoding.
fn rows_by(bytes: &[u8], step: usize) -> Result<(Vec<String>, Encoding), ReadProblem> {
    let (mut rows, mut found) = (FileRows::default(), Vec::new());
    let mut take = |row: Row<'_>| {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches(['\r', '\n']).to_owned();
        found.push(match row {
            Row::Line(line) => format!("{}{}", text(line.bytes), if line.cut { " (cut)" } else { "" }),
            Row::Delimiter(sign) => format!("delimiter {}", char::from(sign)),
            Row::Header(columns) => {
                format!(
                    "= {}",
                    columns.iter().map(|c| format!("{} {:?}", c.name, c.told)).collect::<Vec<_>>().join("|")
                )
            }
            Row::Record { number, cells, .. } => format!("{number}: {}", cells.iter().collect::<Vec<_>>().join("|")),
            Row::Fault { reason, number, text: bytes } => format!("{number}: {reason:?}: {}", text(bytes)),
            Row::Blank => "(blank)".to_owned(),
            Row::Comment => "(comment)".to_owned(),
        });
    };
    for slice in bytes.chunks(step) {
        rows.feed(slice, &mut take)?;
    }
    rows.finish(&mut take)?;
    let encoding = rows.encoding();
    Ok((found, encoding))
}

fn rows(bytes: impl AsRef<[u8]>) -> Vec<String> {
    let bytes = bytes.as_ref();
    let whole = rows_by(bytes, bytes.len().max(1));
    for step in [1, 2, 3, 7] {
        assert_eq!(rows_by(bytes, step), whole, "in slices of {step}");
    }
    whole.unwrap().0
}

fn encoding(bytes: &[u8]) -> Encoding {
    rows_by(bytes, 5).unwrap().1
}

fn problem(text: &str) -> Option<ReadProblem> {
    rows_by(text.as_bytes(), 11).err()
}

#[test]
fn separated_values_come_line_by_line() {
    let lines = ["time,qber", "# a comment", "", "2024-03-04 10:00:00,0.020"];
    for end in ["\n", "\r\n", "\r"] {
        assert_eq!(rows(lines.join(end) + end), lines, "{end:?}");
        let utf16: Vec<u8> = (lines.join(end) + end).encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows(&utf16), lines, "{end:?}");
        assert_eq!(encoding(&utf16), Encoding::Utf16);
    }
    assert_eq!(rows(""), [""; 0]);
    assert_eq!(rows("\n \n"), ["", " "]);
}

#[test]
fn letters_of_one_byte() {
    // As Excel writes them: “CSV” on Windows, “CSV (Macintosh)” on a Mac.
    let windows = b"Zeit (M\xfcnchen);qber\r\n2024-03-04 10:00:00;0,020\r\n";
    assert_eq!(rows(windows)[0], "Zeit (München);qber");
    assert_eq!(encoding(windows), Encoding::Windows1252);
    let macintosh = b"Zeit (M\x9fnchen);qber\r2024-03-04 10:00:00;0,020\r";
    assert_eq!(rows(macintosh)[0], "Zeit (München);qber");
    assert_eq!(encoding(macintosh), Encoding::MacRoman);
    assert_eq!(encoding("Zeit (München);qber\n".as_bytes()), Encoding::Utf8);
}

#[test]
fn the_line_of_excel_is_obeyed() {
    assert_eq!(rows("sep=;\r\ntime;qber\r\n"), ["delimiter ;", "time;qber"]);
    assert_eq!(rows("\u{feff}\"sep=|\"\ntime|qber\n"), ["delimiter |", "time|qber"]);
    assert_eq!(rows("sep=\t\ntime\tqber\n"), ["delimiter \t", "time\tqber"]);
    assert_eq!(rows("time,qber\nsep=;\n"), ["time,qber", "sep=;"]);
}

#[test]
fn json_of_all_layouts() {
    let expected = ["= ts Nothing|qber Nothing|skr Nothing", "1: 2024-03-04T10:00:00Z|0.020|1800"];
    let first = "{\"ts\":\"2024-03-04T10:00:00Z\",\"qber\":0.020,\"skr\":1800}";
    assert_eq!(rows(first), expected);
    assert_eq!(rows(format!("[{first}]")), expected);
    // Records are held back until the names of all of them are known.
    assert_eq!(rows(format!("\u{feff}{first}\r\n\r\n")), ["(blank)", expected[0], expected[1]]);
    let pretty = "[\n  {\n    \"ts\": 1,\n    \"link\": {\"name\": \"a, b\"}\n  },\n  {\"ts\": 2, \"on\": null}\n]\n";
    assert_eq!(rows(pretty), ["= ts Nothing|link.name Nothing|on Nothing", "2: 1|a, b|", "6: 2||null"]);
}

/// An object is there before the first line has ended, and with it what the line ends are.
#[test]
fn letters_of_json_do_not_wait_for_the_line_ends() {
    let file = b"[{\"ort\":\"M\xfcnchen\",\"qber\":0.02},\r{\"ort\":\"M\xfcnchen\",\"qber\":0.03}]\r";
    assert_eq!(rows(file)[1..], ["1: München|0.02", "2: München|0.03"]);
    assert_eq!(encoding(file), Encoding::Windows1252);
}

#[test]
fn one_bad_record_costs_only_itself() {
    let file = "{\"ts\":1,\"qber\":0.02}\n{\"ts\":2,\"qber\":\noops\n\n{\"ts\":3,\"ts\":4}\n{\"ts\":5,\"skr\":1}\n";
    assert_eq!(
        rows(file),
        [
            "2: NotJson: {\"ts\":2,\"qber\":",
            "3: NotJson: oops",
            "(blank)",
            "5: NameTwice: {\"ts\":3,\"ts\":4}",
            "= ts Nothing|qber Nothing|skr Nothing",
            "1: 1|0.02|",
            "6: 5||1"
        ]
    );
    let points = "qkd qber=0.02 1\nqkd qber 2\n# a comment\n\nqkd qber=0.03 3\n";
    assert_eq!(
        rows(points),
        [
            "2: NotLineProtocol: qkd qber 2",
            "(comment)",
            "(blank)",
            "= _measurement Tag|_time Time|qber Nothing",
            "1: qkd|1|0.02",
            "5: qkd|3|0.03"
        ]
    );
}

#[test]
fn a_name_that_comes_late_lengthens_the_header() {
    let mut file = String::new();
    for i in 0..1500 {
        file += &format!("{{\"ts\":{i},\"qber\":0.02}}\n");
    }
    file += "{\"ts\":1500,\"skr\":7,\"qber\":0.03}\n";
    let rows = rows_by(file.as_bytes(), 100).unwrap().0;
    assert_eq!(rows.len(), 1503);
    assert_eq!((rows[0].as_str(), rows[1].as_str()), ("= ts Nothing|qber Nothing", "1: 0|0.02"));
    assert_eq!(rows[1501..], ["= ts Nothing|qber Nothing|skr Nothing", "1501: 1500|0.03|7"]);
}

#[test]
fn points_of_influxdb() {
    assert_eq!(
        rows("qkd,link=a qber=0.020,skr=1800i 1709546400000000000\nqkd,link=b,site=x qber=0.021 1709547000000000000\n"),
        [
            "= _measurement Tag|_time Time|link Tag|qber Nothing|skr Nothing|site Tag",
            "1: qkd|1709546400000000000|a|0.020|1800|",
            "2: qkd|1709547000000000000|b|0.021||x"
        ]
    );
    // What `influxd inspect export-lp` writes first.
    let exported = "# DDL\nCREATE DATABASE qkd WITH NAME autogen\n# DML\nqkd qber=0.02 1\n";
    assert_eq!(rows(exported)[3..], ["= _measurement Tag|_time Time|qber Nothing", "4: qkd|1|0.02"]);
}

/// `influx -format csv` with GROUP BY: influxdata/influxdb issues 6603 and 14541.
#[test]
fn tables_of_influxdb_1() {
    let file = "name,tags,time,qber,skr\nqkd,\"device=alice,link=bratislava\",1709546400123456789,0.021,1840\n\
        name,tags,time,skr\nqkd,\"device=alice,link=brno\",1709546400123456789,905\nqkd,link,1,2\nqkd,,3\n";
    assert_eq!(
        rows(file),
        [
            "5: NotLineProtocol: qkd,link,1,2",
            "6: FieldCount: qkd,,3",
            "= _measurement Tag|_time Time|device Tag|link Tag|qber Nothing|skr Nothing",
            "2: qkd|1709546400123456789|alice|bratislava|0.021|1840",
            "4: qkd|1709546400123456789|alice|brno||905"
        ]
    );
}

#[test]
fn what_is_not_read_is_named() {
    for text in [
        "{\"status\":\"success\",\"data\":{\"result\":[[1,\"2\"]]}}",
        "{\n \"ts\": [1, 2],\n \"qber\": [0.1, 0.2]\n}",
        "[[\"ts\",\"qber\"],[1,0.02]]",
        &format!("{{\"data\":\"{}\"}}", "x".repeat(100_000)),
    ] {
        assert_eq!(problem(text), Some(ReadProblem::JsonDocument), "{text:.60}");
    }
    // An array in a record is a column that is not used.
    assert_eq!(rows("[{\"ts\":1,\"raw\":[1,2]}]")[1], "1: 1|[1,2]");
    assert_eq!(problem("1709546400,qkd,link7,0.020,1800\n"), Some(ReadProblem::TelegrafWithoutHeader));
    assert_eq!(problem("1709546400,0.020\n"), None);
    assert_eq!(problem(" <!DOCTYPE html>"), Some(ReadProblem::OtherFormat("HTML or XML".to_owned())));
    // A header may begin with a bracket.
    assert_eq!(rows("[s],qber\n1,0.02\n"), ["[s],qber", "1,0.02"]);
}

/// The values of a file, as sums of a minute with one value each, and how many were rejected for two readings.
fn values(file: &str, parameter: Parameter) -> (Vec<f64>, u64) {
    let reading = read("link1.csv", file.as_bytes(), Hints::default()).unwrap();
    let series = reading.series.iter().find(|series| series.parameter == parameter);
    let minutes = series.map(|series| series.samples.clone().finish().0).unwrap_or_default();
    (minutes.iter().map(|minute| minute.sum).collect(), reading.rejected.count(Reason::DecimalSign))
}

#[test]
fn commas_and_points_mean_what_the_file_shows() {
    let rows = |skr: &str, qber: &str, sign: &str| {
        let quoted = |text: &str| if sign == "," { format!("\"{text}\"") } else { text.to_owned() };
        format!("time{sign}skr{sign}qber{sign}\n2024-03-04 10:00{sign}{}{sign}{}{sign}\n", quoted(skr), quoted(qber))
    };
    // A spreadsheet in a country of decimal commas: the point stands between thousands.
    assert_eq!(values(&rows("1.840", "0,021", ";"), Parameter::KeyRate), (vec![1840.0], 0));
    assert_eq!(values(&rows("1.840,5", "0,021", ","), Parameter::KeyRate), (vec![1840.5], 0));
    assert_eq!(values(&rows("1 840,5", "0,021", "\t"), Parameter::KeyRate), (vec![1840.5], 0));
    // One of decimal points.
    assert_eq!(values(&rows("1,840", "0.021", ","), Parameter::KeyRate), (vec![1840.0], 0));
    // Nothing shows it, or both.
    assert_eq!(values(&rows("1,840", "0", ","), Parameter::KeyRate), (vec![], 1));
    assert_eq!(
        values(&(rows("1,840", "0.021", ",") + "2024-03-04 10:01,3,\"0,021\"\n"), Parameter::KeyRate),
        (vec![3.0], 1)
    );
    // It shows it only later, among the first lines.
    let mut late = "time;skr\n2024-03-04 10:00;1.840\n".to_owned();
    late += "2024-03-04 10:01;905,5\n";
    assert_eq!(values(&late, Parameter::KeyRate), (vec![1840.0, 905.5], 0));
}

#[test]
fn excels_line_and_a_pipe() {
    let file = "sep=|\r\ntime|qber\r\n2024-03-04 10:00|0,021\r\n";
    assert_eq!(values(file, Parameter::Qber), (vec![0.021], 0));
}

proptest! {
    #[test]
    fn slices_do_not_matter(
        start in prop::sample::select(vec!["", "{", "[{", "a,t=b c=1 ", "name,tags,time,", "sep=;\n", "\u{feff}", "\u{fffe}"]),
        bytes in prop::collection::vec(prop::sample::select(b"{}[]\",=:\\ \n\r\t#;a1\xfc\x00\xc3".to_vec()), 0..80),
        step in 1usize..9
    ) {
        let file = [start.as_bytes(), &bytes].concat();
        let whole = rows_by(&file, file.len().max(1));
        prop_assert_eq!(rows_by(&file, step).map_err(|_| ()), whole.map_err(|_| ()));
    }
}
