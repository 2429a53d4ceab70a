//! Files as people have them: what other programs write, and what only the user can say.

use Parameter::{KeyRate, Qber, Visibility};
use monitoring::{
    ColumnRole, FileAnswer, FileUnit, Hints, LinkReport, Origin, Parameter, Reader, Reading, Reason, TimeChoice,
    TimeReading, Usage, WindowWidth, ZoneRules, links, read,
};

fn of(name: &str, text: &str) -> Reading {
    with(name, text, Hints::default())
}

fn with(name: &str, text: &str, hints: Hints) -> Reading {
    read(name, text.as_bytes(), hints).unwrap_or_else(|problem| panic!("{name}: {problem}\n{text}"))
}

/// Each link and parameter with the mean of its samples, to six digits.
fn means(reading: &Reading) -> Vec<(String, Parameter, f64)> {
    let mut means: Vec<(String, Parameter, f64)> = reading
        .series
        .iter()
        .map(|series| {
            let minutes = series.samples.clone().finish().0;
            let (sum, count) = minutes.iter().fold((0.0, 0.0), |(s, n), m| (s + m.sum, n + f64::from(m.count)));
            let mean: f64 = format!("{:.5e}", sum / count).parse().unwrap();
            (series.link.clone(), series.parameter, mean)
        })
        .collect();
    means.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
    means
}

fn expected(rows: &[(&str, Parameter, f64)]) -> Vec<(String, Parameter, f64)> {
    rows.iter().map(|(link, parameter, mean)| ((*link).to_owned(), *parameter, *mean)).collect()
}

fn asked(reading: &Reading) -> String {
    reading.description.questions.iter().map(|question| question.text.as_str()).collect::<Vec<_>>().join("\n")
}

/// First and last time, s since 1970.
fn period(reading: &Reading) -> (f64, f64) {
    let (first, last) = reading.description.period_us.expect("a period");
    (first as f64 / 1e6, last as f64 / 1e6)
}

/// 2024-06-27T13:00:00Z: Python 3.11, `datetime.timestamp()`.
const THEN: f64 = 1_719_493_200.0;

#[test]
fn stamps_of_many_programs() {
    for stamp in [
        "2024-06-27T13:00:00Z",
        "2024-06-27 13:00",
        "2024-06-27-13:00:00",
        "2024/06/27 13:00:00",
        "\"Jun 27, 2024 @ 13:00:00.000\"",
        "Thu Jun 27 13:00:00 2024",
        "Thu Jun 27 15:00:00 CEST 2024",
        "27-Jun-2024 13:00:00",
        "\"Thu, 27 Jun 2024 13:00:00 GMT\"",
        "20240627130000",
        "20240627_130000",
        "2024-06-27 15:00:00 +0200 CEST",
        "2024-06-27 13:00:00 +0000 UTC m=+0.003",
        "27/06/2024 13:00",
        "06/27/2024 1:00 PM",
        "27.6.2024 13:00",
        "27.06.24 13:00:00",
        "27. Juni 2024 13:00",
        "27/Jun/2024:13:00:00 +0000",
        "2024-06-27 8:00:00 EST",
        "1719493200",
        "1719493200000000000",
        "3802338000",
    ] {
        let reading = of("link1.csv", &format!("time,qber\n{stamp},0.02\n"));
        assert_eq!(period(&reading), (THEN, THEN), "{stamp}");
    }
    let days = of("a.csv", "Timestamp,QBER\n45470.5416666667,0.02\n45470.5833333333,0.03\n");
    assert_eq!(period(&days), (THEN, THEN + 3600.0));
    assert_eq!(days.description.columns[0].usage, Usage::Time(TimeReading::Excel));
    let matlab = of("a.csv", "time,QBER\n739430.541666667,0.02\n739430.583333333,0.03\n");
    assert_eq!(period(&matlab), (THEN, THEN + 3600.0));
    // CST is China's time and America's.
    assert!(read("link1_qber.csv", b"time,qber\nThu Jun 27 13:00:00 CST 2024,0.02\n", Hints::default()).is_err());
}

#[test]
fn dates_win_over_an_index_and_a_count_is_no_date() {
    for (head, first) in
        [(",Date/Time", "0"), ("id,created_at", "7"), ("Unnamed: 0,recorded_at", "1"), ("n,When", "45360")]
    {
        let reading = of("a.csv", &format!("{head},QBER\n{first},2024-06-27 13:00:00,0.02\n"));
        assert_eq!(period(&reading), (THEN, THEN), "{head}");
        assert!(reading.description.zone_assumed);
    }
    let counted = of("a.csv", "n,qber\n45360,0.02\n45361,0.03\n");
    assert!(counted.series.is_empty() && asked(&counted).contains("count the rows"), "{}", asked(&counted));
    let choices = &counted.description.questions[0].choices;
    assert_eq!(choices.last().map(|choice| choice.option.as_str()), Some("--time rows:10min"));
    let rows = Hints {
        time: Some(TimeChoice { reading: Some(TimeReading::Rows(600)), ..TimeChoice::default() }),
        ..Hints::default()
    };
    let rows = with("a.csv", "n,qber\n45360,0.02\n45361,0.03\n", rows);
    assert_eq!((rows.origin, rows.description.period_us), (Origin::Start, Some((0, 600_000_000))));
    let nameless = of("a.csv", "x,qber\n1719493200,0.02\n1719493260,0.03\n");
    assert_eq!(period(&nameless), (THEN, THEN + 60.0));
}

#[test]
fn what_has_two_readings_is_asked() {
    let either = "time,qber\n04/03/2024 10:00,0.02\n05/03/2024 10:00,0.03\n";
    let mut reading = of("a.csv", either);
    assert!(reading.series.is_empty());
    assert_eq!(asked(&reading), "in “time” day and month cannot be told apart: 04/03/2024 10:00 is 4 March or 3 April");
    let mut hints = Hints::default();
    hints.choose(reading.description.questions.remove(0).choices.remove(0).answer);
    assert_eq!(period(&with("a.csv", either, hints)).0, 1_709_546_400.0);
    // One row settles the column, however late it comes.
    let many: String = (0..3000).map(|i| format!("04/03/2024 {:02}:{:02},0.02\n", i / 60 % 24, i % 60)).collect();
    let settled = of("a.csv", &format!("time,qber\n{many}25/03/2024 10:00,0.02\n"));
    assert_eq!(settled.description.columns[0].usage, Usage::Time(TimeReading::DayFirst));

    let local = "Local time,qber\n2024-06-27 15:00:00,0.02\n";
    let reading = of("a.csv", local);
    assert!(reading.series.is_empty() && asked(&reading).contains("does not say in which zone"));
    let column = Some("Local time".to_owned());
    let choose = |zone: &str| {
        let mut hints = Hints::default();
        hints.choose(FileAnswer::Time(TimeChoice {
            column: column.clone(),
            reading: None,
            zone: Some(zone.to_owned()),
        }));
        with("a.csv", local, hints)
    };
    assert_eq!(period(&choose("Europe/Vienna")), (THEN, THEN));
    assert_eq!(choose("+02:00").description.zone.as_deref(), Some("+02:00"));

    let coarse = of("a.csv", "t,qber\n1.71949E+12,0.02\n1.71950E+12,0.03\n");
    assert!(coarse.series.is_empty() && asked(&coarse).contains("rounded to 2.78 h"), "{}", asked(&coarse));
}

/// A browser has the rules of zones where the system of this program has none.
#[test]
fn zones_are_looked_for_where_the_system_has_none() {
    let find = |name: &str| (name == "Mars/Olympus").then(|| ZoneRules { offsets: vec![(0, 7200)] });
    let read = |head: &str, hints: Hints| {
        let mut reader = Reader::with_zones("a.csv", hints, find);
        reader.feed(format!("{head},qber\n2024-06-27 15:00:00,0.02\n").as_bytes()).unwrap();
        reader.finish().unwrap()
    };
    let by_name = read("time (Mars/Olympus)", Hints::default());
    assert_eq!((period(&by_name), by_name.description.zone.as_deref()), ((THEN, THEN), Some("Mars/Olympus")));
    let mut hints = Hints::default();
    let reading = Some(TimeReading::Date);
    hints.choose(FileAnswer::Time(TimeChoice { reading, ..TimeChoice::default() }));
    hints.choose(FileAnswer::Time(TimeChoice { zone: Some("Mars/Olympus".to_owned()), ..TimeChoice::default() }));
    assert_eq!(hints.time.as_ref().and_then(|time| time.reading), reading);
    assert_eq!(period(&read("time", hints.clone())), (THEN, THEN));
    hints.choose(FileAnswer::Time(TimeChoice { zone: Some("Mars/Hellas".to_owned()), ..TimeChoice::default() }));
    assert!(asked(&read("time", hints)).contains("no time zone is called Mars/Hellas"));
}

#[test]
fn the_hour_that_comes_twice() {
    let line = |h: u32, m: u32| format!("2024-10-27 {h:02}:{m:02}:00,0.02\n");
    let hours = [0, 1, 2, 2, 3];
    let lines: String = hours.iter().flat_map(|h| (0..6).map(move |m| line(*h, 10 * m))).collect();
    let text = format!("time,qber\n{lines}");
    let reading = of("a.csv", &text);
    assert!(reading.series.is_empty() && asked(&reading).contains("2024-10-27 comes twice"), "{}", asked(&reading));
    let time = TimeChoice { column: None, reading: None, zone: Some("Europe/Vienna".to_owned()) };
    let reading = with("a.csv", &text, Hints { time: Some(time), ..Hints::default() });
    let (_, counts) = reading.series[0].samples.clone().finish();
    // 2024-10-26T22:00Z to 2024-10-27T02:50Z, five hours without a gap or a twin.
    assert_eq!((counts.duplicates, counts.unordered), (0, 0));
    assert_eq!(period(&reading), (1_729_980_000.0, 1_729_997_400.0));
}

#[test]
fn names_decide_on_columns() {
    let text = "time,qber_alarm,qber,qber_max,skr_target,skr_mean,skr_filtered,visibility_ok,visibility\n\
        2024-06-27 13:00:00,1,0.02,0.04,1000,1500,1400,1,0.98\n";
    let reading = of("link4.csv", text);
    assert_eq!(means(&reading), expected(&[("4", KeyRate, 1500.0), ("4", Qber, 0.02), ("4", Visibility, 0.98)]));
    assert_eq!(reading.description.column("skr_filtered").unwrap().why, "“skr_mean” is used");
    assert_eq!(reading.description.column("qber_alarm").unwrap().usage, Usage::Unused);
    let wide =
        "Time,West-East QBER,West-North QBER,West-East SKR,West-North SKR\n2024-06-27 13:00:00,0.01,0.03,2000,500\n";
    let four = expected(&[
        ("West-East", KeyRate, 2000.0),
        ("West-East", Qber, 0.01),
        ("West-North", KeyRate, 500.0),
        ("West-North", Qber, 0.03),
    ]);
    assert_eq!(means(&of("all.csv", wide)), four);
    let labels = "Time,\"QBER {place=\"\"West\"\", job=\"\"q\"\"}\",\"QBER {place=\"\"East\"\", job=\"\"q\"\"}\"\n2024-06-27 13:00:00,0.01,0.03\n";
    assert_eq!(means(&of("all.csv", labels)), expected(&[("East", Qber, 0.03), ("West", Qber, 0.01)]));
    let two = of("a.csv", "time,QBER,qber,skr\n2024-06-27 13:00:00,0.01,0.03,900\n");
    assert_eq!(means(&two), expected(&[("a", KeyRate, 900.0)]));
    assert_eq!(asked(&two), "“QBER” and “qber” may both be the QBER: choose one");
    let columns = vec![("QBER (2)".to_owned(), ColumnRole::Value(Qber, None))];
    let picked =
        with("a.csv", "time,QBER,QBER\n2024-06-27 13:00:00,0.01,0.03\n", Hints { columns, ..Hints::default() });
    assert_eq!(means(&picked), expected(&[("a", Qber, 0.03)]));
}

#[test]
fn units_of_key_rates() {
    let rate = |name: &str, value: &str| format!("time,{name}\n2024-06-27 13:00:00,{value}\n");
    for (name, value) in [
        ("skr_kbps", "1.5"),
        ("skr_bps", "1500"),
        ("SKR (bits/min)", "90000"),
        ("SKR [Gbit/s]", "0.0000015"),
        ("key_rate (keys/s)", "5.859375"),
        ("Secure bit rate in kbit/s", "1.5"),
        ("skr", "1.5 kb/s"),
        ("SKR / kbit/s", "1.5"),
        ("skr (bytes/s)", "187.5"),
    ] {
        assert_eq!(means(&of("x.csv", &rate(name, value))), expected(&[("x", KeyRate, 1500.0)]), "{name}");
    }
    let sized = "time,key rate (keys/s),key_size\n2024-06-27 13:00:00,3,512\n";
    assert_eq!(means(&of("x.csv", sized)), expected(&[("x", KeyRate, 1536.0)]));
    let below = "time,qber,skr\n,%,kbit/s\n2024-06-27 13:00:00,2.5,1.5\n";
    assert_eq!(means(&of("x.csv", below)), expected(&[("x", KeyRate, 1500.0), ("x", Qber, 0.025)]));
    for (name, text) in
        [("skr_bpp", "clock"), ("skr (cps)", "not known"), ("QBER (dB)", "not known"), ("skr (MB/s)", "not known")]
    {
        let reading = of("x.csv", &rate(name, "1e-6"));
        assert!(reading.series.is_empty() && asked(&reading).contains(text), "{name}: {}", asked(&reading));
    }
    let mut hints = Hints::default();
    hints.choose(FileAnswer::Unit("skr_bpp".to_owned(), FileUnit::PerPulse(1_000_000_000)));
    assert_eq!(means(&with("x.csv", &rate("skr_bpp", "1.5e-6"), hints)), expected(&[("x", KeyRate, 1500.0)]));
    let small = of("x.csv", &rate("skr", "0.0000015"));
    assert!(small.series.is_empty() && asked(&small).contains("below a bit a minute"), "{}", asked(&small));
}

#[test]
fn numbers_of_all_countries() {
    for (cells, mean) in [
        ("\"1.800,5\",\"1.900,5\"", 1850.5),
        ("\"1,800.5\",\"1,900.5\"", 1850.5),
        ("\"1800,5\",\"1900,5\"", 1850.5),
        ("1 800.5,1 900.5", 1850.5),
    ] {
        let (a, b) = cells.split_at(cells.len() / 2);
        let text = format!("time,skr\n2024-06-27 13:00:00,{a}\n2024-06-27 13:01:00{b}\n");
        assert_eq!(means(&of("x.csv", &text)), expected(&[("x", KeyRate, mean)]), "{cells}");
    }
    let doubt = "time,qber,skr\n2024-06-27 13:00:00,2 %,\"1,234\"\n2024-06-27 13:01:00,2 %,\"1,236\"\n";
    let reading = of("x.csv", doubt);
    assert_eq!(reading.rejected.count(Reason::DecimalSign), 2);
    assert_eq!(means(&reading).len(), 1 + usize::from(reading.series.iter().any(|series| series.samples.is_empty())));
    // The other numbers of the file show that it has decimal points.
    let shown = doubt.replace("2 %", "0.02");
    assert_eq!(means(&of("x.csv", &shown)), expected(&[("x", KeyRate, 1235.0), ("x", Qber, 0.02)]));
}

#[test]
fn series_below_each_other() {
    let four = expected(&[("1", KeyRate, 1000.0), ("1", Qber, 0.02), ("2", KeyRate, 500.0), ("2", Qber, 0.04)]);
    let at = "2024-06-27T13:00:00Z";
    let grafana = format!(
        "Series;Time;Value\nLink 1 QBER;{at};0.02\nLink 1 SKR;{at};1000\nLink 2 QBER;{at};0.04\nLink 2 SKR;{at};500\n"
    );
    assert_eq!(means(&of("panel.csv", &grafana)), four);
    let influx = "name,tags,time,qber,skr\nq,\"box=a,link=1\",1719493200000000000,0.02,1000\nname,tags,time,qber,skr\nq,\"box=a,link=2\",1719493200000000000,0.04,500\n";
    assert_eq!(means(&of("export.csv", influx)), four);
    let unknown = format!("time,route_name,qber,skr\n{at},one,0.02,1000\n{at},two,0.04,500\n");
    let named =
        expected(&[("one", KeyRate, 1000.0), ("one", Qber, 0.02), ("two", KeyRate, 500.0), ("two", Qber, 0.04)]);
    assert_eq!(means(&of("x.csv", &unknown)), named);
    // A state that changes tells nothing apart, nor does a word at other times.
    let mode = "time,phase of day,qber\n2024-06-27 13:00:00,day,0.02\n2024-06-27 23:00:00,night,0.04\n";
    assert_eq!(means(&of("x.csv", mode)), expected(&[("x", Qber, 0.03)]));
    // Results of one query are not averaged.
    let results =
        format!(",result,table,_time,_value,_field,link\n,mean,0,{at},0.02,qber,1\n,max,0,{at},0.09,qber,1\n");
    assert_eq!(means(&of("x.csv", &results)), expected(&[("1", Qber, 0.02)]));
    let same = results.replace("mean", "a").replace("max", "b");
    assert!(asked(&of("x.csv", &same)).contains("“a” and “b”"));
    // Numbers that tell series apart have to be named.
    let channel = "time,channel,qber\n2024-06-27 13:00:00,1,0.02\n2024-06-27 13:00:00,2,0.04\n";
    let reading = of("x.csv", channel);
    assert!(reading.series.is_empty() && asked(&reading).contains("several series"), "{}", asked(&reading));
    let columns = vec![("channel".to_owned(), ColumnRole::Link)];
    assert_eq!(
        means(&with("x.csv", channel, Hints { columns, ..Hints::default() })),
        expected(&[("1", Qber, 0.02), ("2", Qber, 0.04)])
    );
}

fn report(files: &[(&str, &str)]) -> LinkReport {
    let links = links(files.iter().map(|(name, text)| of(name, text)).collect());
    LinkReport::of(&links[0], &[], WindowWidth::STANDARD)
}

#[test]
fn an_outage_has_no_qber_and_counts_as_a_key_rate_of_zero() {
    for (rate, qber, visibility) in [("0", "0", "0"), ("-1", "-1", "-1"), ("0", "0.5", "0"), ("0", "-1", "-1")] {
        let text = format!(
            "time,skr,qber,vis\n2024-06-27 13:00:00,900,0.03,0.97\n2024-06-27 13:10:00,{rate},{qber},{visibility}\n2024-06-27 13:20:00,900,0.03,0.97\n"
        );
        let reading = of("x.csv", &text);
        assert_eq!(
            means(&reading),
            expected(&[("x", KeyRate, 600.0), ("x", Qber, 0.03), ("x", Visibility, 0.97)]),
            "{rate} {qber}"
        );
        assert_eq!(reading.rejected.count(Reason::NothingMeasured), 2);
        assert_eq!(reading.description.remarks.len(), usize::from(rate == "-1"));
        // The same from files of one parameter each.
        let column = |i: usize| {
            text.lines()
                .skip(1)
                .map(|line| format!("{},{}\n", line.split(',').next().unwrap(), line.split(',').nth(i).unwrap()))
                .collect::<String>()
        };
        let link =
            report(&[("link1_skr.csv", &column(1)), ("link1_qber.csv", &column(2)), ("link1_vis.csv", &column(3))]);
        let mean = |parameter| (link.summary(parameter).unwrap().mean * 1e6).round() / 1e6;
        assert_eq!((mean(KeyRate), mean(Qber), mean(Visibility)), (600.0, 0.03, 0.97), "{rate} {qber}");
    }
}

#[test]
fn a_qber_above_eleven_per_cent_with_key_makes_no_sense() {
    let text = |name: &str, a: f64, b: f64| {
        format!("time,skr,{name}\n2024-06-27 13:00:00,900,{a}\n2024-06-27 13:01:00,900,{b}\n")
    };
    let reading = of("x.csv", &text("qber", 0.3, 0.4));
    assert_eq!(means(&reading), expected(&[("x", KeyRate, 900.0), ("x", Qber, 0.0035)]));
    assert_eq!((reading.series[1].unit, reading.series[1].unit_by_values), (FileUnit::Percent, true));
    let reading = of("x.csv", &text("qber_percent", 15.0, 16.0));
    assert_eq!(means(&reading).len(), 1);
    assert!(asked(&reading).contains("above 11 %"), "{}", asked(&reading));
    let mut hints = Hints::default();
    hints.choose(FileAnswer::Unit("qber_percent".to_owned(), FileUnit::Percent));
    assert_eq!(means(&with("x.csv", &text("qber_percent", 15.0, 16.0), hints))[1].2, 0.155);
    let single = of(
        "x.csv",
        "time,skr,qber\n2024-06-27 13:00:00,900,0.02\n2024-06-27 13:01:00,900,0.2\n2024-06-27 13:02:00,900,0.02\n",
    );
    assert_eq!((means(&single)[1].2, single.rejected.count(Reason::QberWithKey)), (0.02, 1));
}

#[test]
fn forms_of_tables() {
    let expected = expected(&[("1", KeyRate, 950.0), ("1", Qber, 0.025)]);
    let rows = "2024-06-27 13:00:00,0.02,900\n2024-06-27 13:10:00,0.03,1000\n";
    for text in [
        format!("# time and qber, export\n# of June, skr\ntime,qber,skr\n{rows}"),
        format!("#time,qber,skr\n{rows}"),
        format!("time,qber,skr\n,,\n{rows},,\n"),
        format!("sep=;\ntime;qber;skr\n{}", rows.replace(',', ";").replace('.', ",")),
        format!("QBER of link 1, June\ntime,qber,skr\n{rows}"),
    ] {
        assert_eq!(means(&of("link1.csv", &text)), expected, "{text}");
    }
}

#[test]
fn files_that_are_alike_are_of_one_kind() {
    let rows = |values: &str| format!("time,qber,temperature\n2024-06-27 13:00:00,{values}\n");
    let kind = |name: &str, text: &str| of(name, text).description.kind();
    assert_eq!(kind("link1.csv", &rows("0.02,20")), kind("link2.csv", &rows("0.03,21")));
    assert_ne!(kind("link1.csv", &rows("0.02,20")), kind("link1.csv", &rows("2.5,20")));
}
