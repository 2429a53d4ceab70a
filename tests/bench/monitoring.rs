//! How long a file of measurements takes: one million lines of the commonest form (50 MB), read in slices of 1 MiB and averaged.
//!
//! usage: monitoring [MILLIONS OF LINES]; prints bytes, seconds and MB/s of each form, the best of five.

use monitoring::{Hints, Minute, Reader};
use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 5;

/// A form of file: its name, its header, and how it writes the line of this number.
type Form = (&'static str, &'static str, fn(u64, &mut String));

const FORMS: [Form; 4] = [
    ("link1_key_rate.csv", "", |i, out| {
        let (day, second, fraction) = day_and_time(i);
        let _ =
            writeln!(out, "2023-11-{day:02} {second}.{fraction:06}+00:00,{}.{:05}", 1000 + i % 700, i * 7 % 100_000);
    }),
    ("link1_wide.csv", "time,key_rate,qber,visibility\n", |i, out| {
        let (day, second, _) = day_and_time(i);
        let _ = writeln!(out, "2023-11-{day:02}T{second}Z,{},0.0{},0.9{}", 1000 + i % 700, 10 + i % 30, 10 + i % 80);
    }),
    ("link1_semicolon_qber.csv", "", |i, out| {
        let (day, second, fraction) = day_and_time(i);
        let _ = writeln!(out, "{day:02}.11.2023 {second},{fraction:06};0,0{}", 10_000 + i % 30_000);
    }),
    ("link1_epoch_qber.csv", "", |i, out| {
        let _ = writeln!(out, "{},0.0{}", 1_701_284_222_113 + i * 700, 10_000 + i % 30_000);
    }),
];

fn day_and_time(i: u64) -> (u64, String, u64) {
    let tenths = i * 7;
    let seconds = tenths / 10 % 86_400;
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    (1 + tenths / 864_000 % 30, time, i * 7919 % 1_000_000)
}

fn mean(name: &str, text: &str) -> f64 {
    let mut reader = Reader::new(name, Hints::default());
    for slice in text.as_bytes().chunks(1 << 20) {
        reader.feed(slice).expect("a good file");
    }
    let reading = reader.finish().expect("a good file");
    let minutes = reading.series.into_iter().flat_map(|series| series.samples.finish().0);
    minutes.map(|Minute { sum, count, .. }| sum / f64::from(count)).sum()
}

fn main() {
    let millions = std::env::args().nth(1).map_or(1.0, |text| text.parse().expect("a number of millions"));
    for (name, header, line) in FORMS {
        let mut text = header.to_owned();
        for i in 0..(millions * 1e6) as u64 {
            line(i, &mut text);
        }
        let times = (0..ROUNDS).map(|_| {
            let start = Instant::now();
            black_box(mean(name, black_box(&text)));
            start.elapsed().as_secs_f64()
        });
        let best = times.fold(f64::INFINITY, f64::min);
        println!("{name} {} bytes {best:.3} s {:.0} MB/s", text.len(), text.len() as f64 / best / 1e6);
    }
}
