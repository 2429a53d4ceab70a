//! What leaves the page: tables, pictures and QR codes.

use chart::{Axis, Chart, Entry, Mark, Picture, Theme, Trace, svg};
use engine::sweep::{Curve, CurveRequest, Outcome, Reach, curve, outcome, sweep};
use numbers::units::Kilometres;
use proptest::prelude::*;
use std::process::Command;
use view::address::{Address, read_address};
use view::export::records::Format;
use view::export::{CurveTable, MAX_QR_BYTES, QrCode, SOURCE, VERSION, picture};
use view::plan::Plan;

/// The curves of the page at an address, with this number of points.
struct Page {
    address: Address,
    plan: Plan,
    curves: Vec<Result<Curve, String>>,
    at_cursor: Vec<Outcome>,
}

fn page(link: &str, points: u16) -> Page {
    let (address, notices) = read_address(link);
    assert_eq!(notices, []);
    let plan = Plan::new(&address.settings, address.figure, &address.pins).unwrap();
    let request = |scenario| CurveRequest { scenario, points };
    let curves = plan.curves.iter().map(|planned| Ok(curve(&request(planned.scenario.clone())))).collect();
    let km = Kilometres::try_from(address.cursor_km).unwrap();
    let at_cursor = plan.curves.iter().map(|planned| outcome(&planned.scenario, km).unwrap()).collect();
    Page { address, plan, curves, at_cursor }
}

impl Page {
    /// The same curves at these distances.
    fn along(mut self, distances: &[f64]) -> Page {
        let distances: Vec<Kilometres> = distances.iter().map(|&km| km.try_into().unwrap()).collect();
        let points = |planned: &view::plan::Planned| sweep(&planned.scenario, &distances).unwrap().collect();
        self.curves =
            self.plan.curves.iter().map(|p| Ok(Curve { reach: Reach::Unlimited, points: points(p) })).collect();
        self
    }

    fn table(&self, format: Format) -> String {
        let mut bytes = Vec::new();
        CurveTable::of_page(&self.address, &self.plan, &self.curves).write(format, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    fn svg(&self, theme: &Theme) -> String {
        svg(
            &picture("https://example.org/keyspan/", &self.address, &self.plan, &self.curves, &self.at_cursor, theme),
            theme,
        )
    }
}

fn printed(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_keyspan")).args(arguments).output().expect("the tool starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_page_writes_the_bytes_of_the_command_line() {
    for (link, figure) in [("v=1", "6"), ("v=1&figure=9", "9"), ("v=1&detector=snspd&figure=10b", "10b")] {
        let page = page(link, 2).along(&[0.0, 25.0, 50.0, 110.0]);
        for (format, name) in [(Format::Csv, "csv"), (Format::Json, "json")] {
            let command = printed(&["figure", figure, "--distances", "0,25,50,110", "--format", name]);
            assert!(page.table(format) == command, "Fig. {figure} as {name}");
        }
    }
}

#[test]
fn the_command_line_exports_what_the_page_exports() {
    let link = "v=1&bitrate=3e10&figure=9&view=noise&at=30&pin=good+detectors*2*eff*0.2&pin=hidden*3h*eff*0.3";
    let page = page(link, 200);
    for (format, name) in [(Format::Csv, "csv"), (Format::Json, "json")] {
        assert!(page.table(format) == printed(&["export", "--link", link, "--format", name]), "{name}");
    }
    let whole = format!("https://example.org/keyspan/#{link}");
    assert!(page.svg(&Theme::LIGHT) == printed(&["export", "--link", &whole, "--format", "svg"]));
    assert!(page.svg(&Theme::DARK) == printed(&["export", "--link", &whole, "--format", "svg", "--dark"]));
}

#[test]
fn each_row_of_a_table_names_its_source() {
    let page = page("v=1&figure=8&dark=500&view=qber&tool=share&pin=a,+%22b%22*1*bitrate*5e10", 3);
    // The numbers are the engine's, and tested there.
    let csv = page.table(Format::Csv);
    let mut rows = csv::Reader::from_reader(csv.as_bytes());
    let header = rows.headers().unwrap().clone();
    let word = |name: &str| ["curve", "cautions", "link", "version", "source"].contains(&name);
    let words = rows.records().map(|row| {
        let row = row.unwrap();
        let cells: Vec<&str> = header.iter().zip(&row).filter(|(name, _)| word(name)).map(|(_, cell)| cell).collect();
        cells.join(" | ")
    });
    let shown = format!("{}\n\n{}", header.iter().collect::<Vec<_>>().join("\n"), words.collect::<Vec<_>>().join("\n"));
    insta::assert_snapshot!("a_table_of_the_page", shown);
    let json: serde_json::Value = serde_json::from_str(&page.table(Format::Json)).unwrap();
    assert_eq!((&json["version"], &json["source"]), (&VERSION.into(), &SOURCE.into()));
    assert_eq!(json["link"], "v=1&dark=500&figure=8&view=qber&pin=a,+%22b%22*1*bitrate*5e10");
    assert_eq!(json["units"]["window_s"], "s");
    // The link of a row shows its curve and no other.
    let row = &json["rows"][3 * 3];
    assert_eq!(
        (&row["curve"], &row["link"]),
        (&"300 ps, O band".into(), &"v=1&band=O&dark=500&window=3e-10&figure=none".into())
    );
    let settings = read_address(row["link"].as_str().unwrap()).0.settings;
    let scenario = engine::scenario::Scenario::try_from(&settings).unwrap();
    let again = outcome(&scenario, 0.0.try_into().unwrap()).unwrap();
    assert_eq!(row["qber"].as_f64(), Some(again.qber));
}

#[test]
fn a_curve_without_rows_is_reported() {
    let mut page = page("v=1&figure=none&bitrate=1e16&pin=ok*0", 3);
    page.curves[1] = Err("the fibre is too long".to_owned());
    let json: serde_json::Value = serde_json::from_str(&page.table(Format::Json)).unwrap();
    let notes = [
        "your link, C band: no key at any length, so it has no rows",
        "your link, O band: missing, because the fibre is too long",
    ];
    assert_eq!(json["notes"], serde_json::json!(notes));
    assert_eq!(json["rows"].as_array().unwrap().len(), 3);
}

#[test]
fn a_picture_names_its_content_and_source() {
    let texts = |link: &str| {
        let svg = page(link, 60).svg(&Theme::LIGHT);
        let lines: Vec<&str> = svg.lines().filter(|line| !line.starts_with('<')).collect();
        format!("{link}\n  {}", lines.join("\n  "))
    };
    insta::assert_snapshot!(
        "texts_of_pictures",
        [
            "v=1",
            "v=1&figure=9&view=qber&at=90.5&alpha=0.21&pin=a+%3Cb%3E*1*eff*0.2",
            "v=1&figure=none&band=O&view=noise&at=7&zoom=10:20:0:50"
        ]
        .map(texts)
        .join("\n\n")
    );
}

#[test]
fn the_lines_of_a_picture() {
    let (steep, flat) = (Theme::LIGHT.own, Theme::LIGHT.pins[2]);
    let trace =
        |colour, points, bold: bool| Trace { label: String::new(), colour, dashed: !bold, bold, points, reach: None };
    let chart = Chart {
        x: Axis::linear(0.0, 100.0),
        y: Axis::linear(0.0, 10.0),
        x_title: "fibre length, km".into(),
        y_title: "QBER, %".into(),
        over_picture: false,
        regions: Vec::new(),
        traces: vec![
            trace(steep, vec![(0.0, 1.0), (80.0, 9.0)], true),
            trace(flat, vec![(0.0, 2.0), (5.0, 3.0)], false),
        ],
        cursor: None,
        dots: vec![],
        selection: None,
    };
    let entry = |mark, colour, text: &str| Entry { mark, colour, text: text.to_owned() };
    let picture = Picture {
        title: "QBER of your link, C band".to_owned(),
        chart,
        chart_size: (480.0, 260.0),
        legend_title: "At 50.0 km:".to_owned(),
        legend: vec![
            entry(Mark::Line { dashed: false, bold: true }, steep, "your link, C band: 6.00 %"),
            entry(Mark::Line { dashed: true, bold: false }, flat, "good <detectors>, C band: no key"),
            entry(Mark::Area, Theme::LIGHT.noise[1], "Raman scattering, backward: 1.0 %"),
        ],
        caption: vec!["Scenario: https://example.org/keyspan/#v=1&pin=".to_owned() + &"x".repeat(120)],
    };
    insta::assert_snapshot!("the_lines_of_a_picture", svg(&picture, &Theme::LIGHT));
}

/// Reads a QR code with another program's eyes: rqrr finds its corners in a picture of it, as a camera does.
fn decoded(code: &QrCode) -> String {
    const PIXELS: usize = 4;
    let side = code.side() as usize * PIXELS;
    let dark = |x: usize, y: usize| code.is_dark((x / PIXELS) as i32, (y / PIXELS) as i32);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if dark(x, y) { 20 } else { 235 });
    let grids = picture.detect_grids();
    assert_eq!(grids.len(), 1, "there is one code");
    grids[0].decode().expect("it can be read").1
}

#[test]
fn a_qr_code_is_what_another_program_reads() {
    let pins = "&pin=good+detectors*2*eff*0.2*channels*C32f10G,C31b10G*quantum*C36".repeat(6);
    for link in
        ["https://example.org/keyspan/#v=1", &format!("https://example.org/#v=1&bitrate=5e10{pins}"), "σ in bytes"]
    {
        assert_eq!(decoded(&QrCode::new(link).unwrap()), link);
    }
    let longest = "https://example.org/".repeat(150)[..MAX_QR_BYTES].to_owned();
    assert_eq!(decoded(&QrCode::new(&longest).unwrap()), longest);
    let error = QrCode::new(&(longest + "x")).err().unwrap();
    assert_eq!(error.to_string(), "2954 characters are more than the 2953 that a QR code holds");
}

#[test]
fn the_quiet_zone_is_empty_and_the_lines_are_the_modules() {
    let code = QrCode::new("https://example.org/keyspan/#v=1").unwrap();
    let svg = code.svg();
    let path = svg.split("<path d=\"").nth(1).unwrap().split('"').next().unwrap();
    let mut dark = vec![vec![false; code.side() as usize]; code.side() as usize];
    for run in path.split('M').skip(1) {
        let (from, rest) = run.split_once('h').unwrap();
        let (x, y) = from.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let length: usize = rest.split('v').next().unwrap().parse().unwrap();
        dark[y][x..x + length].fill(true);
    }
    for (y, row) in dark.iter().enumerate() {
        for (x, &dark) in row.iter().enumerate() {
            assert_eq!(dark, code.is_dark(x as i32, y as i32));
            let inside = |x: usize| (4..code.side() as usize - 4).contains(&x);
            assert!(!dark || (inside(x) && inside(y)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn any_text_comes_back_from_its_qr_code(text in "[ -~]{1,200}") {
        prop_assert_eq!(decoded(&QrCode::new(&text).unwrap()), text);
    }
}
