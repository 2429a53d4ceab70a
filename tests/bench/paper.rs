//! What the whole paper costs: answers each line, a number of rounds, with the mean time in milliseconds of Fig. 11 (ten curves of
//! 200 points, everything optimised), of all curves of all figures, and of one point with two decoys and a finite key.

use engine::paper::{PARTS, curves};
use engine::scenario::Scenario;
use engine::sweep::{CurveRequest, curve, outcome};
use std::hint::black_box;
use std::io::stdin;
use std::time::Instant;
use view::address::read_address;

fn main() {
    let fig_11 = curves("11");
    let all: Vec<CurveRequest> = PARTS.into_iter().filter(|part| *part != "Appendix").flat_map(curves).collect();
    let (address, _) = read_address("v=1&source=wcp&analysis=two_decoy&key=finite&events=1e10&bitrate=5e10");
    let scenario = Scenario::try_from(&address.settings).expect("a valid link");
    let length = 50.0.try_into().expect("a length");
    for line in stdin().lines() {
        let rounds: u32 = line.expect("a line of text").parse().expect("a number of rounds");
        let time = |work: &dyn Fn()| {
            let start = Instant::now();
            (0..rounds).for_each(|_| work());
            1e3 * start.elapsed().as_secs_f64() / f64::from(rounds)
        };
        let draw = |requests: &[CurveRequest]| requests.iter().for_each(|request| drop(black_box(curve(request))));
        let times =
            [time(&|| draw(&fig_11)), time(&|| draw(&all)), time(&|| drop(black_box(outcome(&scenario, length))))];
        println!("{} {} {} {}", times[0], times[1], times[2], all.len());
    }
}
