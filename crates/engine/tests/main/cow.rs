//! The COW model: golden numbers, properties and derivatives.
//!
//! `tests/golden/cow.csv` holds a row a number: what differs from the defaults, the quantity, the number, the relative tolerance and
//! the source. QBER and visibility are 0.02 and 0.98 where a row does not name them.

use engine::protocol::cow::{Fitted, LinkLoss, LossDb, Parameters, RECONSTRUCTION, SECURITY_WARNING, Terms};
use numbers::dual::Dual;
use numbers::units::Probability;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
struct Row {
    case: String,
    quantity: String,
    expected: f64,
    tolerance: f64,
    source: String,
}

fn terms(case: &str) -> Terms<f64> {
    let mut p = Parameters::default();
    let (mut qber, mut visibility) = (0.02, 0.98);
    for (name, value) in case.split(';').filter_map(|pair| pair.split_once('=')) {
        let x: f64 = value.parse().unwrap();
        match name {
            "alpha" => p.link_loss = LinkLoss::Fibre(x.try_into().unwrap()),
            "loss" => p.link_loss = LinkLoss::Total(x.try_into().unwrap()),
            "L" => p.length = x.try_into().unwrap(),
            "eta" => p.efficiency = x.try_into().unwrap(),
            "bob" => p.bob_loss = x.try_into().unwrap(),
            "fec" => p.error_correction = x.try_into().unwrap(),
            "f" => p.repetition_rate = x.try_into().unwrap(),
            "mu" => p.mean_photons = x.try_into().unwrap(),
            "pdc" => p.dark_count = x.try_into().unwrap(),
            "fit" => p.fitted_loss = x.try_into().unwrap(),
            "dead" => p.dead_time = Some(x.try_into().unwrap()),
            "line" => p.storage_line = Some(x.try_into().unwrap()),
            "Q" => qber = x,
            "V" => visibility = x,
            other => panic!("no parameter {other}"),
        }
    }
    p.terms(qber.try_into().unwrap(), visibility.try_into().unwrap())
}

fn quantity(name: &str, t: &Terms<f64>) -> f64 {
    match name {
        "transmittance" => t.transmittance,
        "bob_transmittance" => t.bob_transmittance,
        "p_signal" => t.p_signal,
        "p_click" => t.p_click,
        "duty" => t.duty,
        "click_rate_hz" => t.click_rate_hz,
        "live" => t.live,
        "sifted_rate_bit_s" => t.sifted_rate_bit_s,
        "information_bob" => t.information_bob,
        "information_eve" => t.information_eve,
        "secret_fraction" => t.secret_fraction,
        "key_rate_bit_s" => t.key_rate_bit_s,
        other => panic!("no quantity {other}"),
    }
}

#[test]
fn every_golden_number() {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in csv::Reader::from_path("tests/golden/cow.csv").expect("the file is there").deserialize() {
        let Row { case, quantity: name, expected, tolerance, source } = row.expect("a row of the golden table");
        let found = quantity(&name, &terms(&case));
        let off = (found / expected - 1.0).abs();
        if off.is_nan() || off > tolerance {
            wrong.push(format!("“{case}”, {name}: {found:e}, not {expected:e} ({source})"));
        }
        // A tolerance that lets twice the number through checks nothing.
        assert!(tolerance < 0.5);
        rows += 1;
    }
    assert!(wrong.is_empty(), "{} of {rows} numbers are wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert!(rows > 50);
}

#[test]
fn limits_of_the_model_are_stated() {
    insta::assert_snapshot!(format!("{RECONSTRUCTION}\n{SECURITY_WARNING}"));
}

#[test]
fn losses_are_losses() {
    assert_eq!(LossDb::try_from(3.0).unwrap().get(), 3.0);
    assert_eq!(LossDb::try_from(-1.0).unwrap_err().to_string(), "a loss in dB must be zero or more, not -1");
    assert!(LossDb::try_from(f64::INFINITY).is_err());
}

/// Any link in the ranges of table 3.2 and a good way beyond.
fn parameters() -> impl Strategy<Value = Parameters> {
    let numbers = (0.0f64..150.0, 0.0f64..60.0, 0.0f64..=1.0, 0.0f64..30.0, 1.0f64..1.5, 1e6f64..1e10, 0.0f64..2.0);
    let others = (0.0f64..1e-3, prop::option::of(1e-9f64..1e-3), prop::option::of(0.0f64..50.0), any::<bool>());
    (numbers, others).prop_map(|((km, db, eta, bob, fec, f, mu), (pdc, dead, line, total))| Parameters {
        length: km.try_into().unwrap(),
        link_loss: match total {
            true => LinkLoss::Total(db.try_into().unwrap()),
            false => LinkLoss::Fibre((0.1 + db / 200.0).try_into().unwrap()),
        },
        efficiency: eta.try_into().unwrap(),
        bob_loss: bob.try_into().unwrap(),
        error_correction: fec.try_into().unwrap(),
        repetition_rate: f.try_into().unwrap(),
        mean_photons: mu.try_into().unwrap(),
        dark_count: pdc.try_into().unwrap(),
        fitted_loss: LossDb::default(),
        dead_time: dead.map(|s| s.try_into().unwrap()),
        storage_line: line.map(|km| km.try_into().unwrap()),
    })
}

fn share(x: f64) -> Probability {
    x.try_into().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_term_stays_in_its_bounds(p in parameters(), q in 0.0f64..=1.0, v in 0.0f64..=1.0) {
        let t = p.terms(share(q), share(v));
        for part in [t.transmittance, t.bob_transmittance, t.p_signal, t.duty, t.live] {
            prop_assert!((0.0..=1.0).contains(&part), "{t:?}");
        }
        prop_assert!(t.information_bob <= 1.0 && t.information_eve >= 0.0);
        prop_assert!(t.key_rate_bit_s >= 0.0 && t.key_rate_bit_s <= t.sifted_rate_bit_s);
        prop_assert!(t.sifted_rate_bit_s <= 0.5 * p.repetition_rate.get() * t.p_click);
        // A detector does not click more often than it comes back.
        prop_assert!(p.dead_time.is_none_or(|dead| t.sifted_rate_bit_s * dead.get() <= 1.0));
        prop_assert_eq!(t.key_rate_bit_s == 0.0, t.secret_fraction <= 0.0 || t.sifted_rate_bit_s == 0.0);
    }

    #[test]
    fn no_impairment_increases_the_key(
        p in parameters(), q in 0.0f64..0.2, v in 0.7f64..=1.0, worse in 0.0f64..0.1, loss in 0.0f64..20.0, more in 0.0f64..10.0,
    ) {
        let p = Parameters { link_loss: LinkLoss::Total(loss.try_into().unwrap()), ..p };
        let rate = p.terms(share(q), share(v)).key_rate_bit_s;
        let lossier = Parameters { link_loss: LinkLoss::Total((loss + more).try_into().unwrap()), ..p };
        let blinder = Parameters { bob_loss: (p.bob_loss.get() + more).try_into().unwrap(), ..p };
        for (what, worse) in [
            ("loss", lossier.terms(share(q), share(v))),
            ("Bob's loss", blinder.terms(share(q), share(v))),
            ("QBER", p.terms(share((q + worse).min(1.0)), share(v))),
            ("visibility", p.terms(share(q), share((v - worse).max(0.0)))),
        ] {
            prop_assert!(worse.key_rate_bit_s <= rate * (1.0 + 1e-12), "{what}: {rate} -> {}", worse.key_rate_bit_s);
        }
    }

    #[test]
    fn a_qber_of_one_half_or_more_is_no_key(p in parameters(), q in 0.5f64..=1.0, v in 0.0f64..=1.0) {
        prop_assert_eq!(p.terms(share(q), share(v)).key_rate_bit_s, 0.0);
    }

    #[test]
    fn the_slopes_are_the_difference_quotients(
        p in parameters(), q in 0.0f64..0.1, v in 0.9f64..=1.0, alpha in 0.15f64..0.25, eta in 0.02f64..0.1, bob in 0.1f64..10.0,
    ) {
        let km = p.length.get().max(1.0);
        let fitted = |[alpha, eta, bob]: [f64; 3]| Fitted { link_loss_db: alpha * km, efficiency: eta, bob_loss_db: bob };
        let rate = |at| p.terms_with(fitted(at), share(q), share(v)).key_rate_bit_s;
        let at = [alpha, eta, bob];
        let dual = Fitted {
            link_loss_db: Dual::<3>::variable(0, alpha, 1.0) * km,
            efficiency: Dual::variable(1, eta, 1.0),
            bob_loss_db: Dual::variable(2, bob, 1.0),
        };
        let terms = p.terms_with(dual, share(q), share(v));
        prop_assert_eq!(terms.key_rate_bit_s.value, rate(at));
        // At the edge of the key the rate has a kink, and a difference quotient across it means nothing.
        prop_assume!(terms.secret_fraction.value.abs() > 1e-3);
        for (i, slope) in terms.key_rate_bit_s.slope.into_iter().enumerate() {
            let h = 1e-5 * at[i];
            let (mut below, mut above) = (at, at);
            below[i] -= h;
            above[i] += h;
            let quotient = (rate(above) - rate(below)) / (2.0 * h);
            prop_assert!((slope - quotient).abs() <= 1e-6 * quotient.abs() + 1e-6 * rate(at), "{i}: {slope} {quotient}");
        }
    }

    #[test]
    fn no_link_is_not_a_number(
        km in 0.0f64..f64::MAX, alpha in 1e-300f64..f64::MAX, mu in 0.0f64..f64::MAX, f in 0.0f64..f64::MAX, line in 0.0f64..f64::MAX,
        q in 0.0f64..=1.0, v in 0.0f64..=1.0, dead in 1e-300f64..1e300,
    ) {
        for mu in [0.0, 1.0, mu] {
            let p = Parameters {
                length: km.try_into().unwrap(),
                link_loss: LinkLoss::Fibre(alpha.try_into().unwrap()),
                mean_photons: mu.try_into().unwrap(),
                repetition_rate: f.try_into().unwrap(),
                storage_line: Some(line.try_into().unwrap()),
                dead_time: Some(dead.try_into().unwrap()),
                ..Parameters::default()
            };
            prop_assert!(p.terms(share(q), share(v)).key_rate_bit_s >= 0.0);
        }
    }
}
