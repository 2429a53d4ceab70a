//! The asymptotic part of the paper, all curves of Figs 6 to 10 of 200 points: prints them as two messages to workers, in hexadecimal and
//! each on its line, and their number. Then answers each line, a number of rounds, with the mean time of all in milliseconds.

use engine::scenario::Figure;
use engine::sweep::{CurveRequest, curve};
use std::hint::black_box;
use std::io::stdin;
use std::time::Instant;
use wire::batch::Batch;
use wire::curves::CurveTask;
use wire::encode;

const FIGURES: [&str; 7] = ["6", "7a", "7b", "8", "9", "10a", "10b"];
const POINTS: u16 = 200;

fn main() {
    let requests: Vec<CurveRequest> = FIGURES
        .into_iter()
        .flat_map(|name| {
            let figure = Figure::named(name).expect("the figure is in the table");
            figure.scenarios(&figure.settings()).expect("its parameters are valid")
        })
        .map(|(_, _, scenario)| CurveRequest { scenario, points: POINTS })
        .collect();
    for half in 0..2 {
        let own = requests.iter().skip(half).step_by(2).cloned().map(CurveTask::Along);
        let message = encode(&Batch { id: 1, tasks: own.collect() }).expect("a message");
        println!("{}", message.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    }
    println!("{}", requests.len());
    for line in stdin().lines() {
        let rounds: u32 = line.expect("a line of text").parse().expect("a number of rounds");
        let start = Instant::now();
        for _ in 0..rounds {
            requests.iter().for_each(|request| drop(black_box(curve(request))));
        }
        println!("{}", 1e3 * start.elapsed().as_secs_f64() / f64::from(rounds));
    }
}
