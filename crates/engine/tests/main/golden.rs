//! Numbers that the engine must give: what the paper prints, and what an independent program computes from its formulas.
//!
//! `tests/golden/bb84.csv` holds a row a number: the span as a link, the distance, the quantity, the number, the relative
//! tolerance and the source. The tolerance of a printed number is half its last digit.

use engine::scenario::Scenario;
use engine::scenario::Settings;
use engine::sweep::{Outcome, outcome, reach};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Row {
    link: String,
    distance_km: Option<f64>,
    quantity: String,
    expected: f64,
    tolerance: f64,
    source: String,
}

fn quantity(name: &str, o: &Outcome) -> f64 {
    match name {
        "transmittance" => o.transmittance,
        "p_channel" => o.p_channel,
        "p_window" => o.p_window,
        "window_s" => o.window_s,
        "bandwidth_rad_s" => o.bandwidth_rad_s,
        "p_signal" => o.p_signal,
        "raman_forward_hz" => o.raman_forward_hz,
        "raman_backward_hz" => o.raman_backward_hz,
        "crosstalk_forward_hz" => o.crosstalk_forward_hz,
        "crosstalk_backward_hz" => o.crosstalk_backward_hz,
        "p_noise" => o.p_noise,
        "p_accept" => o.p_accept,
        "qber" => o.qber,
        "signed_rate_bit_s" => o.signed_rate_bit_s,
        other => panic!("no quantity {other}"),
    }
}

#[test]
fn every_golden_number() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    let mut reader = csv::Reader::from_path("tests/golden/bb84.csv").expect("the file is there");
    for row in reader.deserialize() {
        let row: Row = row.expect("a row of the golden table");
        let (settings, notices) = Settings::from_query(&row.link);
        assert!(notices.is_empty(), "{}: {notices:?}", row.link);
        let scenario = Scenario::try_from(&settings).expect("a valid link");
        let found = match row.distance_km {
            None => reach(&scenario).km().expect("a reach"),
            Some(km) => {
                let length = km.try_into().expect("a distance");
                quantity(&row.quantity, &outcome(&scenario, length).expect("a distance in range"))
            }
        };
        let off = (found / row.expected - 1.0).abs();
        if off.is_nan() || off > row.tolerance {
            let Row { link, distance_km, quantity, expected, source, .. } = &row;
            wrong.push(format!("{link} at {distance_km:?} km, {quantity}: {found:e}, not {expected:e} ({source})"));
        }
        // A tolerance that lets twice the number through checks nothing.
        assert!(row.tolerance < 0.5);
        rows += 1;
    }
    assert!(wrong.is_empty(), "{} of {rows} numbers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows > 50);
}
