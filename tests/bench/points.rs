//! What a point of a curve costs, protocol by protocol, and what it could cost at the least.
//!
//! Answers each line, a number of rounds, with the names and the nanoseconds of a point as `name=nanoseconds` between tabs. The least is
//! a loop of nothing but the exponential, the square root, the division and the two logarithms without which no point of BB84 with an
//! ideal source can be had, once for each, over the numbers of Fig. 6: first so that a processor may compute several points side by
//! side, then each waiting for the one before, as a search along the fibre has to.

use engine::protocol::cow::Parameters;
use engine::scenario::{Figure, Scenario};
use engine::sweep::{CurveRequest, Outcome, curve};
use std::hint::black_box;
use std::io::stdin;
use std::time::Instant;
use view::address::read_address;

const POINTS: u16 = 200;
const LINKS: [(&str, &str); 8] = [
    ("BB84, ideal source", "v=1"),
    ("BB84, ideal source, finite", "v=1&key=finite&events=1e10"),
    ("BB84, endless decoys", "v=1&source=wcp&analysis=infinite"),
    ("BB84, vacuum and weak decoy", "v=1&source=wcp&analysis=vacuum_weak"),
    ("BB84, two decoys", "v=1&source=wcp&analysis=two_decoy"),
    ("BB84, one decoy", "v=1&source=wcp&analysis=one_decoy"),
    ("BB84, two decoys, finite", "v=1&source=wcp&analysis=two_decoy&key=finite&events=1e10"),
    ("BB84, one decoy, finite", "v=1&source=wcp&analysis=one_decoy&key=finite&events=1e10"),
];

fn request(link: &str) -> CurveRequest {
    let scenario = Scenario::try_from(&read_address(link).0.settings).expect("a valid link");
    CurveRequest { scenario, points: POINTS }
}

fn fig_6() -> Vec<(f64, Outcome)> {
    let figure = Figure::named("6").expect("the figure is in the table");
    let scenarios = figure.scenarios(&figure.settings()).expect("its parameters are valid");
    let curves = scenarios.into_iter().map(|(_, _, scenario)| {
        let alpha = scenario.attenuation.get() / 10.0 * std::f64::consts::LN_10;
        (alpha, curve(&CurveRequest { scenario, points: POINTS }))
    });
    curves.flat_map(|(alpha, curve)| curve.points.into_iter().map(move |point| (alpha, point))).collect()
}

fn least<const WAIT: bool>(points: &[(f64, Outcome)]) {
    // Nothing, of which the processor knows only when it has the number.
    let nothing = |of: f64| if WAIT { f64::from_bits(of.to_bits() & black_box(0)) } else { 0.0 };
    let mut before = 0.0;
    for (alpha, point) in points {
        let wait = nothing(before);
        let transmittance = (wait - alpha * black_box(point.length_km)).exp();
        let (sigma, qber) = black_box((point.bandwidth_rad_s, point.qber));
        let filtered = 1.0 / (1.0 + sigma * sigma + wait).sqrt();
        let qber = qber + nothing(filtered);
        let entropy = qber * qber.ln() + (1.0 - qber) * (-qber).ln_1p();
        before = black_box((transmittance, filtered, entropy)).2;
    }
}

fn main() {
    let points = fig_6();
    let cow = Parameters::default();
    let (qber, visibility) = (0.02.try_into().expect("a probability"), 0.98.try_into().expect("a probability"));
    for line in stdin().lines() {
        let rounds: u32 = line.expect("a line of text").parse().expect("a number of rounds");
        let time = |count: usize, work: &dyn Fn()| {
            let start = Instant::now();
            (0..rounds).for_each(|_| work());
            1e9 * start.elapsed().as_secs_f64() / f64::from(rounds) / count as f64
        };
        let mut cells = vec![
            format!("least={}", time(points.len(), &|| least::<false>(&points))),
            format!("least in a row={}", time(points.len(), &|| least::<true>(&points))),
        ];
        for (name, link) in LINKS {
            let request = request(link);
            cells.push(format!("{name}={}", time(POINTS.into(), &|| drop(black_box(curve(&request))))));
        }
        let one_cow = || (0..1000).for_each(|_| _ = black_box(black_box(&cow).terms(qber, visibility)));
        cells.push(format!("COW, no search={}", time(1000, &one_cow)));
        println!("{}", cells.join("\t"));
    }
}
