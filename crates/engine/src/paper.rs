//! Every statement of the paper that can be computed, checked.
//!
//! The conclusions that its figures show stand with the figures ([`crate::scenario::FIGURES`]); here are those that need more than
//! the curves of a figure, and the whole as a report.

mod claim;
mod conclusions;

pub use claim::{Claim, Verdict};

use crate::link::fibre::Band;
use crate::scenario::{DefaultValue, Figure, Key, PAPERS_MODEL, Scenario, Settings, Value};
use crate::sweep::{Curve, CurveRequest, Outcome, Reach, curve};
use serde::Serialize;

/// Points of a curve: as many as the page draws.
const POINTS: u16 = 200;

/// A statement of the paper, and the computed result.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Its place in the paper.
    pub place: String,
    /// The statement, in our words.
    pub says: String,
    /// The computed result.
    pub found: String,
    /// Whether that confirms it.
    pub holds: bool,
    /// Why not, where it does not.
    pub why: String,
}

/// A statement that needs more than the curves of its figure.
struct Statement {
    place: &'static str,
    says: &'static str,
    /// The scenarios whose curves it needs.
    spans: fn() -> Vec<Scenario>,
    /// Checks it against these curves; none if one is missing.
    check: fn(&[Curve]) -> Option<Verdict>,
}

/// The figures and tables of the paper in their order: the parts of the report.
pub const PARTS: [&str; 11] = ["Tables 1 and 2", "6", "7a", "7b", "8", "9", "10a", "10b", "11", "12", "Appendix"];

/// The curves that a part of the report needs. The caller computes them, in parallel or not, and passes them to [`findings`].
pub fn curves(part: &str) -> Vec<CurveRequest> {
    let of_figure = Figure::named(part).into_iter().flat_map(members).map(|(_, scenario)| scenario);
    let scenarios = of_figure.chain(statements(part).flat_map(|statement| (statement.spans)()));
    scenarios.map(|scenario| CurveRequest { scenario, points: POINTS }).collect()
}

/// The findings of a part of the report, from the computed [`curves`], in their order.
pub fn findings(part: &str, curves: &[Curve]) -> Vec<Finding> {
    let mut rest = curves;
    let mut findings = Vec::new();
    if let Some(figure) = Figure::named(part) {
        let members = members(figure);
        let Some((own, others)) = rest.split_at_checked(members.len()) else { return findings };
        rest = others;
        let own: Vec<_> = members.into_iter().map(|(id, _)| id).zip(own).collect();
        let checked = figure.claims().iter().filter_map(|claim| Some((claim.says, claim.check(&own)?)));
        findings.extend(checked.map(|(says, verdict)| finding(part, says, verdict)));
    }
    for statement in statements(part) {
        let Some((own, others)) = rest.split_at_checked((statement.spans)().len()) else { return findings };
        rest = others;
        findings.extend((statement.check)(own).map(|verdict| finding(part, statement.says, verdict)));
    }
    findings
}

/// The whole report, computed here.
pub fn report() -> Vec<Finding> {
    let part = |part| findings(part, &curves(part).iter().map(curve).collect::<Vec<_>>());
    PARTS.into_iter().flat_map(part).collect()
}

fn statements(part: &str) -> impl Iterator<Item = &'static Statement> {
    STATEMENTS.iter().filter(move |statement| statement.place == part)
}

fn members(figure: &Figure) -> Vec<((usize, Band), Scenario)> {
    let members = figure.scenarios(&figure.settings()).expect("the figures have valid parameters");
    members.into_iter().map(|(index, band, scenario)| ((index, band), scenario)).collect()
}

fn finding(place: &str, says: &str, verdict: Verdict) -> Finding {
    let place = if Figure::named(place).is_some() { format!("Fig. {place}") } else { place.to_owned() };
    Finding { place, says: says.to_owned(), found: verdict.found, holds: verdict.holds, why: verdict.why.to_owned() }
}

const STATEMENTS: &[Statement] = &[
    Statement {
        place: "Tables 1 and 2",
        says: "The parameters of source, fibre, security and detectors.",
        spans: Vec::new,
        check: |_| Some(tables()),
    },
    Statement {
        place: "9",
        says: "At 110 km with Raman noise of 1.5e-9 alone: σ = 165 × 10⁹ rad/s, τ = 24.9 ps, QBER 3.25 %.",
        spans: || vec![raman_alone(1.5e-9)],
        check: |curves| at_110_km(curves.first()?, [165.0, 24.9, 3.25]),
    },
    Statement {
        place: "9",
        says: "The same with 5e-9: σ = 255 × 10⁹ rad/s, τ = 18.4 ps, QBER 6.86 %.",
        spans: || vec![raman_alone(5e-9)],
        check: |curves| at_110_km(curves.first()?, [255.0, 18.4, 6.86]),
    },
    Statement {
        place: "Appendix",
        says: "No key at all where the misalignment is above 0.11.",
        spans: || MISALIGNMENTS.map(|zeta| scenario(&[(Key::Misalign, Value::Number(zeta))])).to_vec(),
        check: no_key_above,
    },
];

/// Misalignments around the largest one with a key.
const MISALIGNMENTS: [f64; 7] = [0.08, 0.085, 0.09, 0.095, 0.1, 0.105, 0.11];

fn scenario(changes: &[(Key, Value)]) -> Scenario {
    Scenario::try_from(&Settings::default().with(&PAPERS_MODEL).with(changes)).expect("values inside their ranges")
}

fn tables() -> Verdict {
    use DefaultValue::{ByBand, ByDetector, Number};
    let printed = [
        (Key::Rate, Number(1e9)),
        (Key::Alpha, ByBand { c: 0.2, o: 0.35 }),
        (Key::Filter, Number(50e9)),
        (Key::Ncc, Number(1e3)),
        (Key::Fec, Number(1.2)),
        (Key::EpsPe, Number(1e-5)),
        (Key::EpsEc, Number(1e-5)),
        (Key::EpsPa, Number(1e-5)),
        (Key::EpsSmooth, Number(1e-5)),
        (Key::Dark, ByDetector { spad: 20e3, snspd: 1e3 }),
        (Key::Eff, ByDetector { spad: 0.1, snspd: 0.9 }),
        (Key::Afterpulse, ByDetector { spad: 0.02, snspd: 0.0 }),
    ];
    let other: Vec<&str> =
        printed.iter().filter(|(key, value)| key.param().default != *value).map(|(key, _)| key.param().name).collect();
    let found =
        if other.is_empty() { "all are the defaults".to_owned() } else { format!("not so: {}", other.join(", ")) };
    Verdict::new(other.is_empty(), found)
}

fn raman_alone(rho: f64) -> Scenario {
    let alone = [(Key::Raman, rho), (Key::IsoFor, 0.0), (Key::IsoBack, 0.0), (Key::Dark, 0.0)];
    scenario(&alone.map(|(key, x)| (key, Value::Number(x))))
}

fn at_110_km(curve: &Curve, printed: [f64; 3]) -> Option<Verdict> {
    let right = curve.points.partition_point(|point| point.length_km < 110.0);
    let (a, b) = (curve.points.get(right.checked_sub(1)?)?, curve.points.get(right)?);
    // Between two points half a kilometre apart a straight line is good to five digits.
    let t = (110.0 - a.length_km) / (b.length_km - a.length_km);
    let between = |of: fn(&Outcome) -> f64| of(a) + t * (of(b) - of(a));
    let computed = [between(|o| 1e-9 * o.bandwidth_rad_s), between(|o| 1e12 * o.window_s), between(|o| 100.0 * o.qber)];
    // Half of the last digit that is printed.
    let holds = computed.iter().zip(printed).all(|(ours, theirs)| (ours / theirs - 1.0).abs() < 0.004);
    let [sigma, tau, qber] = computed;
    Some(Verdict::new(holds, format!("{sigma:.1} × 10⁹ rad/s, {tau:.2} ps, {qber:.2} %")))
}

fn no_key_above(curves: &[Curve]) -> Option<Verdict> {
    if curves.len() != MISALIGNMENTS.len() {
        return None;
    }
    let without = curves.iter().position(|curve| curve.reach == Reach::Nowhere)?;
    let (last, first) = (MISALIGNMENTS[without.checked_sub(1)?], MISALIGNMENTS[without]);
    let found =
        format!("a key at {last}, none from {first} on: error correction with f_EC = 1.2 needs a QBER below 9.5 %");
    Some(Verdict::new(first <= 0.11, found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::FIGURES;

    #[test]
    fn the_whole_paper() {
        let lines: Vec<String> = report()
            .into_iter()
            .map(|f| {
                let word = if f.holds { "holds" } else { "differs" };
                let why = if f.why.is_empty() { String::new() } else { format!(" Because: {}.", f.why) };
                format!("{} {word}: {} Found: {}.{why}", f.place, f.says, f.found)
            })
            .collect();
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn no_findings_without_curves() {
        assert_eq!(
            PARTS.into_iter().filter(|part| !findings(part, &[]).is_empty()).collect::<Vec<_>>(),
            ["Tables 1 and 2"]
        );
    }

    #[test]
    fn no_statement_and_no_figure_is_left_out() {
        for place in STATEMENTS.iter().map(|s| s.place).chain(FIGURES.iter().map(|f| f.id)) {
            assert!(PARTS.contains(&place), "{place}");
        }
    }
}
