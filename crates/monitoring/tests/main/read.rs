//! Every layout that files come in.

use flate2::Compression;
use flate2::write::GzEncoder;
use monitoring::{ColumnRole, FileUnit, Hints, Minute, Origin, Parameter, ReadProblem, Reader, Reading, Reason, read};
use proptest::prelude::*;
use std::io::Write;

/// Haiden's thesis, A.2.1: the first ten and the last two of its samples.
const THESIS: &str = "2023-11-29 18:55:49.323195+00:00,1326\n2023-11-29 18:55:56.370954+00:00,1326\n\
    2023-11-29 18:56:04.629459+00:00,1326\n2023-11-29 18:56:11.694552+00:00,1197\n2023-11-29 18:56:19.014720+00:00,1197\n\
    2023-11-29 18:56:26.085442+00:00,1197\n2023-11-29 18:56:33.855276+00:00,1197\n2023-11-29 18:56:40.690756+00:00,1197\n\
    2023-11-29 18:56:48.233272+00:00,1197\n2023-11-29 18:56:55.299210+00:00,1197\n2023-11-29 18:57:54.853191+00:00,1234\n\
    2023-11-29 18:58:03.074196+00:00,1234\n";

/// 2023-11-29T18:55:00Z, minutes since 1970: Python 3.11, `datetime.timestamp() / 60`.
const MINUTE: i64 = 28_354_735;

fn of(name: &str, text: &str) -> Reading {
    read(name, text.as_bytes(), Hints::default()).unwrap_or_else(|problem| panic!("{name}: {problem}\n{text}"))
}

/// Link, parameter, and the mean of each minute.
type Means = (String, Parameter, Vec<(i64, f64)>);

fn means(reading: &Reading) -> Vec<Means> {
    let series = reading.series.iter().map(|series| {
        let minutes = series.samples.clone().finish().0.into_iter();
        let mean = |minute: Minute| (minute.number - MINUTE, minute.sum / f64::from(minute.count));
        (series.link.clone(), series.parameter, minutes.map(mean).collect())
    });
    series.collect()
}

#[test]
fn the_raw_data_of_the_thesis() {
    let reading = of("link1_key_rate.csv", THESIS);
    assert_eq!((reading.lines, reading.rejected.total(), reading.origin), (12, 0, Origin::Epoch));
    let minutes = vec![(0, 1326.0), (1, (1326.0 + 7.0 * 1197.0) / 8.0), (2, 1234.0), (3, 1234.0)];
    assert_eq!(means(&reading), [("1".to_owned(), Parameter::KeyRate, minutes)]);
    // With the header that the thesis prints above it, with its own separator turned into ours.
    assert_eq!(means(&of("link1.csv", &format!("Timestamp,SKR\n{THESIS}"))), means(&reading));
}

#[test]
fn all_layouts_agree() {
    let wide =
        "time,key_rate,qber,visibility\n2023-11-29T18:55:01Z,1200,0.021,0.98\n2023-11-29T18:56:01Z,1300,0.023,0.97\n";
    let expected = means(&of("link7.csv", wide));
    let value = |parameter, a, b| ("7".to_owned(), parameter, vec![(0, a), (1, b)]);
    assert_eq!(
        expected,
        [
            value(Parameter::KeyRate, 1200.0, 1300.0),
            value(Parameter::Qber, 0.021, 0.023),
            value(Parameter::Visibility, 0.98, 0.97)
        ]
    );
    let influx = "#datatype,string,long,dateTime:RFC3339,dateTime:RFC3339,dateTime:RFC3339,double,string,string,string\n\
        #group,false,false,true,true,false,false,true,true,true\n#default,_result,,,,,,,,\n\
        ,result,table,_start,_stop,_time,_value,_field,_measurement,link\n\
        ,,0,2023-11-29T00:00:00Z,2023-11-30T00:00:00Z,2023-11-29T18:55:01Z,1200,key_rate,qkd,link7\n\
        ,,0,2023-11-29T00:00:00Z,2023-11-30T00:00:00Z,2023-11-29T18:56:01Z,1300,key_rate,qkd,link7\n\
        ,,1,2023-11-29T00:00:00Z,2023-11-30T00:00:00Z,2023-11-29T18:55:01Z,0.021,qber,qkd,link7\n\
        ,,1,2023-11-29T00:00:00Z,2023-11-30T00:00:00Z,2023-11-29T18:56:01Z,0.023,qber,qkd,link7\n\r\n\
        #datatype,string,long,dateTime:RFC3339,double,string,string\n#group,false,false,false,false,true,true\n\
        #default,_result,,,,visibility,link7\n,result,table,_time,_value,_field,link\n\
        ,,0,2023-11-29T18:55:01Z,0.98,visibility,\n,,0,2023-11-29T18:56:01Z,0.97,,link7\n";
    let texts = [
        ("link7.csv", wide.replace(',', ";").replace('.', ",")),
        ("link7.csv", wide.replace(',', "\t")),
        ("link7.csv", format!("\u{feff}{}", wide.replace('\n', "\r\n"))),
        ("link7.csv", format!("# {wide}")),
        ("link7.csv", format!("# exported\n\n{wide}\n\n")),
        ("link7.csv", wide.replace('\n', ",\n")),
        ("link7.csv", wide.trim_end().to_owned()),
        ("link7.csv", format!("{wide}time,key_rate,qber,visibility\n")),
        ("link7/all.csv", wide.replace("time", "")),
        ("any.csv", wide.replace("key_rate,qber,visibility", "skr_link7,QBER link 7,link7_Visibility")),
        (
            "any.csv",
            wide.replace("time", "\"time\"")
                .replace("key_rate,qber,visibility", "SKR (bit/s),\"QBER\",vis,link")
                .replace("0.98", "0.98,link7")
                .replace("0.97", "0.97,7"),
        ),
        (
            "link7.csv",
            "date,time,skr,qber,vis\n2023-11-29,18:55:01,1200,0.021,0.98\n29.11.2023,18:56:01,1300,0.023,0.97\n"
                .to_owned(),
        ),
        (
            "link7.csv",
            "timestamp,QBER [%],vis [%],SKR [kbit/s]\n1701284101,2.1,98,1.2\n1701284161,2.3,97,1.3\n".to_owned(),
        ),
        ("link7.csv", "timestamp,qber,vis,skr\n1701284101000,2.1 %,98%,1200\n1701284161000,2.3%,97%,1300\n".to_owned()),
        ("link7.csv", "timestamp,qber,vis,skr\n1701284101,2.1,98,1200\n1701284161,2.3,97,1300\n".to_owned()),
        (
            "long.csv",
            "time,link,parameter,value\n2023-11-29T18:55:01Z,link7,qber,0.021\n2023-11-29T18:56:01Z,link7,qber,0.023\n\
             2023-11-29T18:55:01Z,7,visibility,0.98\n2023-11-29T18:56:01Z,link7,visibility,0.97\n\
             2023-11-29T18:55:01Z,link7,key_rate,1200\n2023-11-29T18:56:01Z,link7,key_rate,1300\n"
                .to_owned(),
        ),
        ("influx.csv", influx.to_owned()),
        ("influx.csv", influx.replace('\n', "\r\n")),
        (
            "influx.csv",
            influx
                .lines()
                .filter(|line| !line.starts_with('#'))
                .map(|l| {
                    format!(
                        "{}\n",
                        l.replace("0.98,visibility,", "0.98,visibility,7").replace("0.97,,", "0.97,visibility,")
                    )
                })
                .collect(),
        ),
    ];
    for (name, text) in texts {
        let mut found = means(&of(name, &text));
        found.sort_by_key(|(_, parameter, _)| *parameter);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn tags_separate_series_without_a_link_name() {
    let text = ",result,table,_time,_value,_field,_measurement,site,box\n,,0,2023-11-29T18:55:01Z,1,qber,q,a,x\n\
                ,,1,2023-11-29T18:55:01Z,3,qber,q,a,y\n,,2,2023-11-29T18:55:01Z,21.5,temperature,q,a,y\n";
    let reading = of("export.csv", text);
    let links: Vec<&str> = reading.series.iter().map(|series| series.link.as_str()).collect();
    assert_eq!(links, ["x", "y"]);
    assert_eq!(reading.unused, [("q temperature".to_owned(), 1)]);
    assert_eq!(reading.links, [("x".to_owned(), 1), ("y".to_owned(), 1)]);
}

/// The header and the first blocks of a series measured in Padova, with two bases and times since a start.
#[test]
fn two_bases_and_seconds_since_a_start() {
    let text = "block,t_end_s,block_duration_s,qber_key_basis,qber_key_err,qber_check_basis,qber_check_err,skr_per_pulse_as_plotted\n\
                0,32.83,32.827,0.015690,0.000127,0.010613,0.000317,0.13206\n1,67.10,34.271,0.016001,0.000128,0.011925,0.000336,0.12734\n";
    let reading = of("padova_qber_blocks.csv", text);
    assert_eq!(reading.origin, Origin::Start);
    let parameters: Vec<(Parameter, u64)> = reading.series.iter().map(|s| (s.parameter, s.samples.len())).collect();
    assert_eq!(parameters, [(Parameter::Qber, 2), (Parameter::CheckQber, 2)]);
    assert_eq!(reading.series[0].samples.clone().finish().1.span_us, Some((32_830_000, 67_100_000)));
    let unused: Vec<&str> = reading.unused.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(unused, ["block", "block_duration_s", "qber_key_err", "qber_check_err", "skr_per_pulse_as_plotted"]);
}

#[test]
fn the_caller_knows_better() {
    let text = "when,a,b\n2023-11-29 18:55:01,0.3,12\n";
    let asked = of("x.csv", text);
    assert!(asked.series.is_empty());
    assert_eq!(
        asked.description.questions[0].text,
        "none of its columns (“a”, “b”) is a known parameter: say which one is"
    );
    let columns = vec![
        ("WHEN".to_owned(), ColumnRole::Time),
        ("a".to_owned(), ColumnRole::Value(Parameter::Qber, Some(FileUnit::Percent))),
        ("b".to_owned(), ColumnRole::Value(Parameter::LaserPower, None)),
    ];
    let hints = Hints { link: Some("west".to_owned()), columns, ..Hints::default() };
    let reading = read("x.csv", text.as_bytes(), hints).unwrap();
    let expected =
        [(Parameter::Qber, 0.003), (Parameter::LaserPower, 12.0)].map(|(p, x)| ("west".to_owned(), p, vec![(0, x)]));
    assert_eq!(means(&reading), expected);
    let hints = Hints { parameter: Some(Parameter::KeyRate), unit: Some(FileUnit::Kilobit), ..Hints::default() };
    let reading = read("link1_qber.csv", b"2023-11-29 18:55:01,1.4\n", hints).unwrap();
    assert_eq!(means(&reading), [("1".to_owned(), Parameter::KeyRate, vec![(0, 1400.0)])]);
}

#[test]
fn values_identify_what_names_do_not() {
    let of_values = |values: [f64; 3]| {
        let text: String = values.iter().enumerate().map(|(i, x)| format!("2023-11-29 18:55:0{i},{x}\n")).collect();
        let reading = of("export.csv", &text);
        assert_eq!(reading.series.is_empty(), reading.description.questions.len() == 1);
        reading.series.first().map(|series| series.parameter)
    };
    assert_eq!(of_values([0.02, 0.021, 0.4]), Some(Parameter::Qber));
    assert_eq!(of_values([0.97, 0.98, 1.01]), Some(Parameter::Visibility));
    assert_eq!(of_values([0.0, 1200.0, 1300.0]), Some(Parameter::KeyRate));
    assert_eq!(of_values([0.1, 0.1, 0.1]), None);
    assert_eq!(of_values([2.1, 2.2, 2.3]), None);
    let text = "2023-11-29 18:55:00,2.1\n";
    let mut hints = Hints::default();
    hints.choose(of("export.csv", text).description.questions[0].choices[1].answer.clone());
    let chosen = read("export.csv", text.as_bytes(), hints).unwrap();
    assert_eq!((chosen.series[0].parameter, chosen.series[0].unit), (Parameter::Qber, FileUnit::Percent));
}

#[test]
fn everything_that_is_not_used_is_counted() {
    let text = "time,qber,visibility\n2023-11-29 18:55:01,0.02,0.98\nnonsense,0.02,0.98\n2023-11-29 18:55:02,,NaN\n\
        2023-11-29 18:55:03,0.6,1.2\n1970-01-01 00:00:00,0.02,0.98\n2023-11-29 18:55:04,0.02\n2023-11-29 18:55:05,x,0.98\n\
        2023-11-29 18:55:06,0.02,inf\n\"2023-11-29 18:55:07,0.02,0.98\n2023-11-29 18:55:08,-0.1,0.98\n12.5,0.02,0.98\n";
    let reading = of("link1.csv", text);
    let counts: Vec<(Reason, u64)> =
        reading.rejected.iter().map(|(reason, rejected)| (reason, rejected.count)).collect();
    let expected = [
        (Reason::FieldCount, 1),
        (Reason::OpenQuote, 1),
        (Reason::NoTime, 1),
        (Reason::TimeOutOfRange, 2),
        (Reason::Missing, 2),
        (Reason::NotANumber, 1),
        (Reason::TooLarge, 1),
        (Reason::QberOutOfRange, 2),
        (Reason::VisibilityOutOfRange, 1),
    ];
    assert_eq!(counts, expected);
    assert_eq!(reading.lines, 11);
    let example = reading.rejected.iter().find(|(reason, _)| *reason == Reason::NoTime).unwrap().1.examples[0].clone();
    assert_eq!(example.to_string(), "line 3: nonsense,0.02,0.98");
    assert_eq!(reading.series.iter().map(|s| s.samples.len()).collect::<Vec<_>>(), [2, 3]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_files_are_the_same() {
    let packed = gzip(THESIS.as_bytes());
    let plain = of("link1_key_rate.csv", THESIS);
    for step in [1, 2, 7, 1000] {
        let mut reader = Reader::new("link1_key_rate.csv.gz", Hints::default());
        packed.chunks(step).for_each(|slice| reader.feed(slice).unwrap());
        assert_eq!(reader.finish().unwrap(), plain, "slices of {step}");
    }
    // Two members, one behind the other, are one file.
    let (a, b) = THESIS.split_at(200);
    let two = [gzip(a.as_bytes()), gzip(b.as_bytes())].concat();
    assert_eq!(read("link1_key_rate.csv", &two, Hints::default()).unwrap(), plain);
    for damaged in [&packed[..packed.len() - 20], &packed[..packed.len() - 4], &[&packed[..40], &packed[60..]].concat()]
    {
        assert_eq!(read("link1_key_rate.csv", damaged, Hints::default()), Err(ReadProblem::Gzip));
    }
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(&vec![b'x'; 1 << 25]).unwrap();
    let bomb = bomb.finish().unwrap();
    assert_eq!(read("link1_key_rate.csv", &bomb, Hints::default()), Err(ReadProblem::Bomb { times: 400 }));
}

/// A file with a mistake here and there.
fn mixed_lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        6 => (0u32..60, 0.0f64..1.2).prop_map(|(s, x)| format!("2023-11-29 18:55:{s:02}.5+00:00,{x:.4}")),
        1 => Just("2023-11-29 18:55:07,\"0.5".to_owned()),
        1 => Just(String::new()),
        1 => Just("# note".to_owned()),
        1 => Just("time,visibility".to_owned()),
        1 => Just(",result,table,_time,_value,_field".to_owned()),
        1 => Just("#default,_result,,,,visibility".to_owned()),
        1 => "[\\x00-\\x7f]{0,30}",
    ];
    (prop::collection::vec(line, 0..40), any::<bool>())
        .prop_map(|(lines, crlf)| lines.join(if crlf { "\r\n" } else { "\n" }))
}

proptest! {
    #[test]
    fn slices_do_not_matter(text in mixed_lines(), step in 1usize..50, packed in any::<bool>()) {
        let bytes = if packed { gzip(text.as_bytes()) } else { text.into_bytes() };
        let whole = read("link1_visibility.csv", &bytes, Hints::default());
        let mut reader = Reader::new("link1_visibility.csv", Hints::default());
        let fed = bytes.chunks(step).try_for_each(|slice| reader.feed(slice));
        prop_assert_eq!(fed.and_then(|()| reader.finish()), whole);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), packed in any::<bool>()) {
        let bytes = if packed { gzip(&bytes) } else { bytes };
        if let Err(problem) = read("file.csv", &bytes, Hints::default()) {
            prop_assert!(!problem.to_string().is_empty());
        }
    }

    #[test]
    fn no_change_of_a_good_file_panics(at in 0usize..700, bytes in prop::collection::vec(any::<u8>(), 0..9), removed in 0usize..20) {
        let mut file = THESIS.as_bytes().to_vec();
        let at = at.min(file.len());
        let end = (at + removed).min(file.len());
        file.splice(at..end, bytes);
        if let Ok(reading) = read("link1_key_rate.csv", &file, Hints::default()) {
            let used: u64 = reading.series.iter().map(|series| series.samples.len()).sum();
            prop_assert_eq!(used + reading.rejected.total(), reading.lines);
        }
    }
}
