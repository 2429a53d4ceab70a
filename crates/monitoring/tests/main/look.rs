//! Windows, summaries and correlations, held against pandas 3.1.1 with NumPy 2.4.6.

use monitoring::{
    Hints, Link, Origin, Parameter, Reason, WindowWidth, Windows, between_parameters, distribution, links, pearson,
    read, read_links, summary, with_past,
};
use proptest::prelude::*;

const KEY_RATE: Parameter = Parameter::KeyRate;

/// The one link of these files.
fn link(files: &[(&str, String)]) -> Link {
    let readings = files.iter().map(|(name, text)| read(name, text.as_bytes(), Hints::default()).unwrap()).collect();
    let mut links = links(readings);
    assert_eq!(links.len(), 1);
    links.remove(0)
}

/// Seconds after 2023-11-29T18:52:07Z, as a time.
fn time(seconds: u64) -> u64 {
    1_701_283_927 + seconds
}

/// Five hours with gaps. In pandas: a frame with the columns k, q, v and the times below, of which `None` is left empty.
fn five_hours() -> Link {
    let [mut k, mut q, mut v] = [(); 3].map(|()| String::new());
    for i in (0..60).filter(|i| ![17, 18, 19, 20, 41].contains(i)) {
        let t = time(i * 317);
        k += &format!("{t},{}\n", 1000 + i * i * 37 % 211);
        let qber = if i % 13 == 5 { String::new() } else { (0.02 + (i * 29 % 17) as f64 / 1000.0).to_string() };
        q += &format!("{t},{qber}\n");
        if i >= 4 {
            v += &format!("{t},{}\n", 0.95 + (i * i * 7 % 23) as f64 / 1000.0);
        }
    }
    link(&[("link1_key_rate.csv", k), ("link1_qber.csv", q), ("link1_visibility.csv", v)])
}

fn windows(minutes: u32) -> Windows {
    Windows::of(&five_hours(), minutes.try_into().unwrap())
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.expect("a number");
    assert!((found - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{found}, not {expected}");
}

/// `df.resample("10min").mean()`, its `mean()`, `std()`, `corr()`, and `dropna()`.
#[test]
fn windows_are_those_of_pandas() {
    let windows = windows(10);
    // 2023-11-29T18:50:00Z
    assert_eq!(windows.start_us(&windows.rows[0]), 1_701_283_800_000_000);
    assert_eq!((windows.span(), windows.complete().count()), (32, 28));
    close(windows.rows[0].mean(KEY_RATE), 1018.5);
    assert_eq!(windows.rows[0].mean(Parameter::Visibility), None);
    close(windows.rows.last().unwrap().mean(Parameter::Qber), 0.031);
    let expected = [
        (KEY_RATE, 1096.35, 48.09494023140136),
        (Parameter::Qber, 0.028133333333333333, 0.003629223659106186),
        (Parameter::Visibility, 0.9639285714285714, 0.005702037137131567),
    ];
    for (parameter, mean, deviation) in expected {
        let summary = summary(&windows, parameter).unwrap();
        close(Some(summary.mean), mean);
        close(Some(summary.deviation), deviation);
        assert_eq!(
            distribution(&windows, parameter).counts.iter().map(|n| u64::from(*n)).sum::<u64>(),
            summary.windows
        );
    }
    assert_eq!(summary(&windows, KEY_RATE).map(|s| (s.windows, s.availability)), Some((30, 30.0 / 32.0)));
    assert_eq!(summary(&windows, Parameter::LaserPower), None);
    let seven = self::windows(7);
    let summary = summary(&seven, KEY_RATE).unwrap();
    close(Some(summary.mean), 1099.0581395348838);
    close(Some(summary.deviation), 54.05389828926107);
    assert_eq!((seven.span(), summary.windows, seven.of_parameter(Parameter::Visibility).count()), (45, 43, 40));
}

#[test]
fn correlations_are_those_of_pandas() {
    let found = between_parameters(&windows(10));
    assert_eq!(found.of, Parameter::OF_THE_MODEL);
    let expected =
        [(0, 0, 1.0), (0, 1, -0.02694655495314729), (0, 2, 0.3371757988319439), (1, 2, -0.16043900468070324)];
    for (i, j, r) in expected {
        close(found.coefficients[i][j], r);
        close(found.coefficients[j][i], r);
    }
}

/// `pd.DataFrame({n: w.k.shift(n) for n in range(6)}).corr()`
#[test]
fn the_past_is_that_of_pandas() {
    let found = with_past(&windows(10), KEY_RATE);
    assert_eq!(found.of, [0, 10, 20, 30, 40, 50]);
    let expected = [
        [1.0, 0.30023124519234445, 0.11108729863212014, 0.18137757560714904, 0.08057404926780795, -0.22316009002742906],
        [0.30023124519234445, 1.0, 0.33040091715999714, 0.12379874702434684, 0.181998227831406, 0.07672450631930144],
        [0.11108729863212014, 0.33040091715999714, 1.0, 0.2841556131017043, 0.12126876749185982, 0.298486676844284],
        [0.18137757560714904, 0.12379874702434684, 0.2841556131017043, 1.0, 0.2854454429120429, 0.19169440169287963],
        [0.08057404926780795, 0.181998227831406, 0.12126876749185982, 0.2854454429120429, 1.0, 0.29932168984296664],
        [-0.22316009002742906, 0.07672450631930144, 0.298486676844284, 0.19169440169287963, 0.29932168984296664, 1.0],
    ];
    for (row, expected) in found.coefficients.iter().zip(expected) {
        for (r, expected) in row.iter().zip(expected) {
            close(*r, expected);
        }
    }
    assert_eq!(with_past(&windows(5), KEY_RATE).of, [0, 10, 20, 30, 40, 50]);
    assert_eq!(with_past(&windows(3), KEY_RATE).of, [0, 3, 6, 9, 12, 15]);
}

#[test]
fn lines_are_counted_for_the_link_that_they_are_of() {
    let wide = "time,qber_link1,qber_link2\n1701284101,0.02,0.6\nx,0.02,0.02\n1701284102,,0.03\n1701284103,0.02,0.03\n"
        .to_owned();
    let one = "1701284101,1200\nx,1200\n1701284102,NaN\n".to_owned();
    let of = |files: [(&str, &String); 2]| {
        let files = files.map(|(name, text)| read(name, text.as_bytes(), Hints::default()).unwrap());
        links(files.into())
    };
    let found = of([("wide.csv", &wide), ("link1_key_rate.csv", &one)]);
    let counts: Vec<_> = found.iter().map(|l| (l.name.as_str(), l.lines, l.rejected.total())).collect();
    // A line without a time names no link of several.
    assert_eq!(counts, [("1", 6, 3), ("2", 3, 1)]);
    assert_eq!(found[0].rejected.count(Reason::Missing), 2);
    let since_start = "t_s,qber\n0.5,0.02\n".to_owned();
    let readings = [("link1_key_rate.csv", &one), ("link1_qber.csv", &since_start)];
    let readings = readings.map(|(name, text)| read(name, text.as_bytes(), Hints::default()).unwrap());
    // Dates are used; seconds since a start cannot be put beside them, and take nothing down.
    let found = links(readings.into());
    assert_eq!((found.len(), found[0].measured.len(), found[0].origin), (1, 1, Origin::Epoch));
    assert!(found[0].doubts[0].contains("count from a start that is not known (1 lines)"), "{:?}", found[0].doubts);
}

#[test]
fn the_table_of_links() {
    let rows = read_links("\u{feff}link;length_km;link_loss\r\nlink1;46,5;46\r\n\r\n2;;20\r\n".as_bytes()).unwrap();
    let rows: Vec<_> =
        rows.iter().map(|r| (r.link.as_str(), r.length.map(|l| l.get()), r.loss, r.relative_loss)).collect();
    assert_eq!(rows, [("1", Some(46.5), None, Some(46.0)), ("2", None, None, Some(20.0))]);
    let problems = [
        "",
        "a,b\n1,2\n",
        "link,length_km\n1\n",
        "link,length_km\n,5\n",
        "link\n1\nlink1\n",
        "link,length_km\n1,far\n",
        "link,link_loss_db\n1,-3\n",
    ];
    let messages = problems.map(|text| format!("{text:?}\n  {}", read_links(text.as_bytes()).unwrap_err()));
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn a_window_is_whole_minutes() {
    assert_eq!(WindowWidth::try_from(10), Ok(WindowWidth::STANDARD));
    assert_eq!(
        WindowWidth::try_from(0).unwrap_err().to_string(),
        "a window is 1 to 1440 whole minutes wide, for example 10min, not 0 min"
    );
}

proptest! {
    #[test]
    fn a_mean_lies_between_its_samples_and_wider_windows_are_made_of_narrower(
        samples in prop::collection::btree_map(0u64..20_000, 500.0f64..2000.0, 1..80), minutes in 1u32..11, factor in 1u32..5,
    ) {
        let text: String = samples.iter().map(|(s, x)| format!("{},{x}\n", time(*s))).collect();
        let link = link(&[("link1_key_rate.csv", text)]);
        let narrow = Windows::of(&link, minutes.try_into().unwrap());
        let wide = Windows::of(&link, (minutes * factor).try_into().unwrap());
        let (least, most) = samples.iter().fold((f64::MAX, f64::MIN), |(a, b), (_, x)| (a.min(*x), b.max(*x)));
        for (number, mean) in wide.of_parameter(KEY_RATE) {
            prop_assert!(least - 1e-9 <= mean && mean <= most + 1e-9);
            let parts: Vec<f64> = narrow.of_parameter(KEY_RATE)
                .filter(|(part, _)| part.div_euclid(i64::from(factor)) == number).map(|(_, mean)| mean).collect();
            let (a, b) = parts.iter().fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(*x), b.max(*x)));
            prop_assert!(a - 1e-9 <= mean && mean <= b + 1e-9);
        }
        prop_assert!(wide.rows.is_sorted_by_key(|window| window.number));
    }

    #[test]
    fn a_correlation_has_no_unit(pairs in prop::collection::vec((-1.0f64..1.0, -1.0f64..1.0), 3..30), scale in 0.1f64..1e3, shift in -10.0f64..10.0) {
        let turned: Vec<(f64, f64)> = pairs.iter().map(|(x, y)| (*y, -scale * x + shift)).collect();
        if let (Some(r), Some(turned)) = (pearson(&pairs), pearson(&turned)) {
            prop_assert!((r + turned).abs() < 1e-6, "{} {}", r, turned);
            prop_assert!((-1.0..=1.0).contains(&r));
        }
    }
}
