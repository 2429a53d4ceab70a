//! The engine from Rust: one span, its reach, a curve, and what changes if something changes.
//!
//! Run with `cargo run --example span`.

use engine::scenario::{Draft, Key, Scenario, Value};
use engine::sweep::{CurveRequest, Question, Reach, Varied, ask, curve, outcome, reach};
use numbers::quantity::{format_count, format_decibels};
use numbers::units::{KeyRate, Kilometres};
use std::error::Error;
use std::fmt::Write;

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", report()?);
    Ok(())
}

fn report() -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    // What is not set has its default: the span of the paper's Fig. 6, beside 10 Gbit/s each way.
    let mut draft = Draft::default();
    draft.set(Key::Bitrate, "50G");
    draft.set(Key::Detector, "snspd");
    // Values as people write them are checked here, all of them at once.
    let settings = draft.check().map_err(|problems| format!("{problems:?}"))?;
    let scenario = Scenario::try_from(&settings).map_err(|problems| format!("{problems:?}"))?;

    let distance = Kilometres::try_from(60.0)?;
    let there = outcome(&scenario, distance)?;
    writeln!(text, "At {} km:", distance.get())?;
    writeln!(text, "  key rate   {} bit/s", format_count(there.key_rate_bit_s().unwrap_or(0.0)))?;
    writeln!(text, "  QBER       {:.2} %", 100.0 * there.qber)?;
    writeln!(text, "  bandwidth  {:.1} Grad/s, the best one", there.bandwidth_rad_s / 1e9)?;
    if let Some((source, share)) = there.main_noise() {
        writeln!(text, "  most noise {source}, {:.0} %", 100.0 * share)?;
    }

    writeln!(text, "Reach: {}", in_words(reach(&scenario)))?;

    writeln!(text, "Curve:")?;
    for point in curve(&CurveRequest { scenario: scenario.clone(), points: 6 }).points {
        let rate = point.key_rate_bit_s().map_or("no key".to_owned(), |rate| format_count(rate) + " bit/s");
        writeln!(text, "  {:6.2} km  {rate}", point.length_km)?;
    }

    // What if the classical channels leaked a hundred times less?
    let zeta = 1e-9;
    let isolation = [Key::IsoFor, Key::IsoBack].map(|key| Value::number(key, zeta).map(|value| (key, value)));
    let isolated = settings.with(&isolation.into_iter().collect::<Result<Vec<_>, _>>()?);
    let isolated = Scenario::try_from(&isolated).map_err(|problems| format!("{problems:?}"))?;
    writeln!(text, "With an isolation of {}: {}", format_decibels(zeta), in_words(reach(&isolated)))?;

    // And the other way round: what must the isolation be?
    let wanted = KeyRate::try_from(1e6)?;
    let question = Question { settings, length: Kilometres::try_from(90.0)?, wanted, asked: Varied::Isolation };
    writeln!(text, "{}", ask(&question)?.text())?;
    Ok(text)
}

fn in_words(reach: Reach) -> String {
    match reach {
        Reach::Nowhere => "no key at any length".to_owned(),
        Reach::UpTo(km) => format!("{km:.2} km"),
        Reach::Unlimited => "beyond what is computed".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_report() {
        insta::assert_snapshot!(super::report().unwrap());
    }
}
