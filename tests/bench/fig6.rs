//! Fig. 6 of the paper, ten curves of 200 points: as a program and as a wasm module.
//!
//! The program prints every point, as comma-separated values that end with an empty line. Then it answers each line, a number
//! of figures, with the mean time of one in milliseconds.

use engine::scenario::{Figure, Scenario};
use engine::sweep::{Curve, CurveRequest, curve};
use std::hint::black_box;
use std::io::stdin;
use std::time::Instant;

const POINTS: u16 = 200;

fn scenarios() -> impl Iterator<Item = Scenario> {
    let figure = Figure::named("6").expect("the figure is in the table");
    let scenarios = figure.scenarios(&figure.settings()).expect("its parameters are valid");
    scenarios.into_iter().map(|(_, _, scenario)| scenario)
}

fn curves() -> impl Iterator<Item = (Scenario, Curve)> {
    scenarios().map(|scenario| {
        let request = CurveRequest { scenario, points: POINTS };
        // In full, as the page gets it: the compiler must not leave out the terms that nobody reads here.
        let curve = black_box(curve(&request));
        (request.scenario, curve)
    })
}

fn main() {
    println!("band,bit_rate,length_km,key_rate");
    for (scenario, curve) in curves() {
        for point in curve.points {
            let (band, bit_rate) = (scenario.band, scenario.bit_rate.get());
            println!("{band:?},{bit_rate},{},{}", point.length_km, point.signed_rate_bit_s);
        }
    }
    println!();
    for line in stdin().lines() {
        let figures: u32 = line.expect("a line of text").parse().expect("a number of figures");
        let start = Instant::now();
        for _ in 0..figures {
            curves().for_each(drop);
        }
        println!("{}", 1e3 * start.elapsed().as_secs_f64() / f64::from(figures));
    }
}

#[cfg(target_family = "wasm")]
mod exports {
    use engine::sweep::outcome;

    // `no_mangle` counts as unsafe because two things could have one name; here is nothing else.
    #[unsafe(no_mangle)]
    extern "C" fn figure() {
        super::curves().for_each(drop);
    }

    /// Key rate of one curve at one distance, bit/s.
    #[unsafe(no_mangle)]
    extern "C" fn key_rate(curve: usize, length_km: f64) -> f64 {
        let scenario = super::scenarios().nth(curve).expect("a curve of the figure");
        let length = length_km.try_into().expect("a distance");
        outcome(&scenario, length).expect("a distance in range").signed_rate_bit_s
    }
}
