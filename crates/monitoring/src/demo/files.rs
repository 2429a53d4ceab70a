//! The files of a link: polled, noisy and partly invalid measurements, and the true values.

use super::history::{State, history};
use super::physics::{GAP_DAYS, GAP_MIN, Physics};
use super::{DemoFile, DemoLink, DemoNetwork, START_US};
use crate::parameter::Parameter;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use numbers::random::Random;
use std::fmt::Write;

const MINUTE_US: i64 = 60_000_000;
/// Shortest interval between two polls, µs, and the range of its random extension.
const POLL_US: i64 = 30_000_000;
const POLL_JITTER_US: i64 = 5_000_000;

/// Noise of one measurement: standard deviations, that of the key rate relative to it.
pub(super) const RATE_NOISE: f64 = 0.06;
const QBER_NOISE: f64 = 0.0003;
const VISIBILITY_NOISE: f64 = 0.0008;
const POWER_NOISE: f64 = 0.0005;

/// Fractions of the lines that are invalid.
const NAN: f64 = 4e-4;
const EMPTY: f64 = 2e-4;
const TOO_HIGH: f64 = 4e-4;
/// Days per outage of the whole link, and per outage of a single file.
const OUTAGE_DAYS: i64 = 4;
/// Range of the duration of an outage, min.
const OUTAGE_MIN: std::ops::Range<i64> = 20..120;

/// The parameters that a device reports.
const REPORTED: [Parameter; 4] = [Parameter::KeyRate, Parameter::Qber, Parameter::Visibility, Parameter::LaserPower];

/// A fault, for the file of true values.
pub(super) struct Fault {
    pub(super) link: String,
    /// The parameter; `None` for all of them.
    pub(super) parameter: Option<Parameter>,
    pub(super) kind: &'static str,
    pub(super) start_us: i64,
    pub(super) end_us: i64,
}

/// The files of a link, and the faults in them.
pub(super) fn files(link: &DemoLink, index: u64, network: &DemoNetwork) -> (Vec<DemoFile>, Vec<Fault>) {
    let (days, physics) = (i64::from(network.days), network.physics);
    let stream = |purpose: u64| Random::new(network.seed, 64 * index + purpose);
    let minutes = days * 24 * 60;
    let states = history(link, index == 0, minutes, [stream(0), stream(1), stream(2)], (physics, stream(16)));
    let measured = measure(&states, physics.rate_noise(index), &mut stream(3));
    let polls = polls(minutes, &mut stream(4));
    let mut faults = outages(link, None, days, &mut stream(5));
    let whole = faults.len();
    let mut files = vec![truth(link, &states)];
    for (i, parameter) in REPORTED.into_iter().enumerate() {
        let mut random = stream(8 + i as u64);
        faults.extend(outages(link, Some(parameter), days, &mut random));
        if physics == Physics::Empirical && matches!(parameter, Parameter::Qber | Parameter::Visibility) {
            let gaps = (days / GAP_DAYS, GAP_MIN);
            faults.extend(silences(link, Some(parameter), (days, gaps), &mut stream(17 + i as u64)));
        }
        let silent: Vec<&Fault> = faults
            .iter()
            .enumerate()
            .filter(|(k, f)| *k < whole || f.parameter == Some(parameter))
            .map(|(_, f)| f)
            .collect();
        let mut text = String::new();
        let mut invalid = Vec::new();
        for time_us in &polls {
            if silent.iter().any(|fault| (fault.start_us..fault.end_us).contains(time_us)) {
                continue;
            }
            let minute = ((time_us - START_US) / MINUTE_US).min(minutes - 1) as usize;
            let kind = line(&mut text, *time_us, measured[minute][i], parameter, &mut random);
            invalid.extend(kind.map(|kind| (kind, *time_us)));
        }
        faults.extend(invalid.into_iter().map(|(kind, time_us)| Fault {
            link: link.name.clone(),
            parameter: Some(parameter),
            kind,
            start_us: time_us,
            end_us: time_us,
        }));
        files.push(DemoFile { path: format!("link{}_{}.csv", link.name, parameter.name()), text });
    }
    (files, faults)
}

/// The values of the device in each minute, in the order of [`REPORTED`].
fn measure(states: &[State], rate_noise: f64, random: &mut Random) -> Vec<[f64; 4]> {
    let noisy = |state: &State| {
        let rate = state.key_rate_bit_s * (1.0 + rate_noise * random.normal());
        [
            rate.max(0.0),
            (state.qber + QBER_NOISE * random.normal()).max(0.0),
            (state.visibility + VISIBILITY_NOISE * random.normal()).min(1.0),
            state.laser_power + POWER_NOISE * random.normal(),
        ]
    };
    states.iter().map(noisy).collect()
}

/// Times at which the device is polled, µs.
fn polls(minutes: i64, random: &mut Random) -> Vec<i64> {
    let (mut time_us, end_us) = (START_US + random.below(POLL_JITTER_US), START_US + minutes * MINUTE_US);
    let mut polls = Vec::new();
    while time_us < end_us {
        polls.push(time_us);
        time_us += POLL_US + random.below(POLL_JITTER_US);
    }
    polls
}

fn outages(link: &DemoLink, parameter: Option<Parameter>, days: i64, random: &mut Random) -> Vec<Fault> {
    silences(link, parameter, (days, (days / OUTAGE_DAYS, OUTAGE_MIN)), random)
}

/// Times without data, at random in these days: their number, and the range of their durations, min.
fn silences(
    link: &DemoLink,
    parameter: Option<Parameter>,
    (days, (count, range)): (i64, (i64, std::ops::Range<i64>)),
    random: &mut Random,
) -> Vec<Fault> {
    let outage = |_| {
        let start_us = START_US + random.below(days * 24 * 60) * MINUTE_US;
        let duration = range.start + random.below(range.end - range.start);
        let end_us = start_us + duration * MINUTE_US;
        Fault { link: link.name.clone(), parameter, kind: "outage", start_us, end_us }
    };
    (0..count).map(outage).collect()
}

/// Writes a line, and returns the kind of fault if it is invalid.
fn line(
    text: &mut String,
    time_us: i64,
    value: f64,
    parameter: Parameter,
    random: &mut Random,
) -> Option<&'static str> {
    let fault = random.uniform();
    stamp(text, time_us);
    text.push(',');
    // Writing to a string cannot fail.
    let _ = match parameter {
        _ if fault < NAN => write!(text, "nan"),
        _ if fault < NAN + EMPTY => Ok(()),
        Parameter::Visibility if fault < NAN + EMPTY + TOO_HIGH => {
            write!(text, "{:.5}", value * (2.5 + 1.5 * random.uniform()))
        }
        Parameter::KeyRate => write!(text, "{value:.0}"),
        _ => write!(text, "{value:.5}"),
    };
    text.push('\n');
    match fault {
        s if s < NAN => Some("nan"),
        s if s < NAN + EMPTY => Some("empty"),
        s if s < NAN + EMPTY + TOO_HIGH && parameter == Parameter::Visibility => Some("too_high"),
        _ => None,
    }
}

/// A time as InfluxDB's client for Python prints it: `2023-11-29 18:50:02.863279+00:00`.
pub(super) fn stamp(text: &mut String, time_us: i64) {
    let Ok(time) = Timestamp::from_microsecond(time_us) else { return };
    let time = time.to_zoned(TimeZone::UTC);
    let (date, clock) = (time.date(), time.time());
    let fraction = clock.subsec_nanosecond() / 1000;
    let _ = write!(
        text,
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{fraction:06}+00:00",
        date.year(),
        date.month(),
        date.day(),
        clock.hour(),
        clock.minute(),
        clock.second()
    );
}

fn truth(link: &DemoLink, states: &[State]) -> DemoFile {
    let mut text = "time,key_rate,qber,visibility,laser_power\n".to_owned();
    for (minute, state) in (0..).zip(states) {
        stamp(&mut text, START_US + minute * MINUTE_US);
        let State { key_rate_bit_s, qber, visibility, laser_power } = state;
        let _ = writeln!(text, ",{key_rate_bit_s:.4},{qber:.7},{visibility:.7},{laser_power:.7}");
    }
    DemoFile { path: format!("truth/link{}.csv", link.name), text }
}
