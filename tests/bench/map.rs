//! A map of 256 × 256 reaches in both bands on one core, over what the map of the page shows first: times in ms, a line a turn, of the
//! whole map and of a coarse one of 32 × 32. How many turns stands on standard input.

use engine::scenario::{Key, Settings};
use engine::sweep::{MapAxis, MapRequest, MapValue, Varied, rows_of};
use std::hint::black_box;
use std::io::read_to_string;
use std::time::Instant;

fn main() {
    let turns: u32 = read_to_string(std::io::stdin()).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(1);
    let axis = |varied| MapAxis::of_slider(varied).expect("it takes numbers");
    let axes = (axis(Varied::Parameter(Key::Bitrate)), axis(Varied::Isolation));
    for _ in 0..turns {
        let times = [256, 32].map(|nodes| {
            let request = MapRequest::new(Settings::default(), axes, MapValue::Reach, (nodes, nodes)).expect("a map");
            let start = Instant::now();
            black_box(rows_of(&request, 0..nodes));
            1e3 * start.elapsed().as_secs_f64()
        });
        println!("{} {}", times[0], times[1]);
    }
}
