//! Fits of the COW model: the numbers of an independent program, and the parameters that made the data.

use engine::protocol::cow::Parameters;
use monitoring::{
    CowFit, FitCaution, FitParameter, FitProblem, FreeParameters, Observation, calculated, fit, solve_each,
};
use proptest::prelude::*;

/// 46 km at 0.2 dB/km, η 0.07, loss_B 24 dB, dark counts and a dead time.
fn truth() -> Parameters {
    Parameters {
        length: 46.0.try_into().unwrap(),
        link_loss: engine::protocol::cow::LinkLoss::Fibre(0.2.try_into().unwrap()),
        bob_loss: 24.0.try_into().unwrap(),
        dark_count: 2e-7.try_into().unwrap(),
        dead_time: Some(1e-5.try_into().unwrap()),
        ..Parameters::default()
    }
}

/// Windows in which QBER and visibility vary, with the rates that this link has in them and what `noise` adds, bit/s.
fn windows(link: &Parameters, count: i64, noise: impl Fn(i64) -> f64) -> Vec<Observation> {
    let observation = |i: i64| {
        let qber = (0.015 + (i * 29 % 37) as f64 / 2000.0).try_into().unwrap();
        let visibility = (0.94 + (i * i * 7 % 53) as f64 / 1000.0).try_into().unwrap();
        let rate = link.terms(qber, visibility).key_rate_bit_s + noise(i);
        Observation { window: i, qber, visibility, key_rate_bit_s: (rate * 1000.0).round() / 1000.0 }
    };
    (0..count).map(observation).collect()
}

fn observations() -> Vec<Observation> {
    windows(&truth(), 300, |i| ((i * i * 37 + 11 * i) % 101 - 50) as f64 / 10.0)
}

fn close(found: f64, expected: f64, tolerance: f64) {
    assert!((found / expected - 1.0).abs() <= tolerance, "{found}, not {expected}");
}

fn value(fit: &CowFit, parameter: FitParameter) -> (f64, f64) {
    let found = fit.values.iter().find(|v| v.parameter == parameter).unwrap();
    (found.value, found.error.unwrap_or(f64::NAN))
}

/// Gauss–Newton in 30 digits (mpmath 1.3.0) with a COW model written anew, of α alone with loss_B at 22 dB. With another dead time the
/// same program gave the numbers of SciPy's `curve_fit`.
#[test]
fn one_parameter_is_that_of_another_program() {
    let start = Parameters { bob_loss: 22.0.try_into().unwrap(), ..truth() };
    let fit = fit(&start, &observations(), FreeParameters::One).unwrap();
    let (alpha, error) = value(&fit, FitParameter::Attenuation);
    close(alpha, 0.2376948903, 1e-7);
    close(error, 2.77733778e-5, 1e-4);
    close(fit.rms_bit_s, 17.79229003278079, 1e-7);
    assert!((fit.autocorrelation + 0.04979923806378426).abs() < 2e-4, "{}", fit.autocorrelation);
    assert_eq!(fit.condition, 1.0);
    assert_eq!(fit.cautions(), []);
    let rates = calculated(&fit.link, &observations());
    let mean = rates.iter().zip(observations()).map(|(rate, o)| rate - o.key_rate_bit_s).sum::<f64>() / 300.0;
    assert!((mean - fit.mean_error_bit_s).abs() < 1e-9);
}

/// The same of α and η, from the true loss_B.
#[test]
fn two_parameters_are_those_of_another_program() {
    let fit = fit(&truth(), &observations(), FreeParameters::Two).unwrap();
    let ((alpha, alpha_error), (eta, eta_error)) =
        (value(&fit, FitParameter::Attenuation), value(&fit, FitParameter::Efficiency));
    close(alpha, 0.1996075829, 1e-6);
    close(alpha_error, 0.000294358527, 1e-4);
    close(eta, 0.06965457528, 1e-6);
    close(eta_error, 0.000256552181, 1e-4);
    close(fit.rms_bit_s, 2.696186340657472, 1e-8);
    assert!((fit.correlations[0][1] - 0.9999073614493484).abs() < 1e-8);
    assert!(fit.agreeing > 1 && fit.agreeing <= fit.starts);
    let cautions = fit.cautions();
    assert!(
        matches!(cautions[..], [FitCaution::Correlated(FitParameter::Attenuation, FitParameter::Efficiency, _)]),
        "{cautions:?}"
    );
}

#[test]
fn a_third_free_parameter_is_reported_as_degenerate() {
    let two = fit(&truth(), &observations(), FreeParameters::Two).unwrap();
    let three = fit(&truth(), &observations(), FreeParameters::Three).unwrap();
    close(three.rms_bit_s, two.rms_bit_s, 1e-6);
    close(three.values[0].value, two.values[0].value, 1e-4);
    // But for the one degree of freedom less.
    close(three.values[0].error.unwrap(), two.values[0].error.unwrap(), 3e-3);
    close(three.detected, two.detected, 1e-4);
    close(three.detected_error.unwrap(), two.detected_error.unwrap(), 3e-3);
    assert_eq!((three.values[1].error, three.values[2].error), (None, None));
    assert!(three.condition > 1e7);
    let both = vec![FitParameter::Efficiency, FitParameter::BobLoss];
    assert_eq!(three.cautions()[0], FitCaution::Degenerate(both));
}

#[test]
fn every_caution_and_problem_gives_advice() {
    use FitParameter::{Attenuation, BobLoss, Efficiency};
    let cautions = [
        FitCaution::Degenerate(vec![Efficiency, BobLoss]),
        FitCaution::Correlated(Attenuation, Efficiency, 0.99989),
        FitCaution::Undetermined(Attenuation),
        FitCaution::AtLimit(Efficiency),
        FitCaution::Unusual(Attenuation),
        FitCaution::Autocorrelated(2.13),
    ];
    let problems = [
        FitProblem::NoLength,
        FitProblem::TooFewWindows { have: 2, parameters: 3, need: 5 },
        FitProblem::NoKey,
        FitProblem::NotConverged,
    ];
    let texts = cautions.iter().map(ToString::to_string).chain(problems.iter().map(ToString::to_string));
    insta::assert_snapshot!(texts.collect::<Vec<_>>().join("\n"));
}

#[test]
fn impossible_fits_give_a_reason() {
    let few = &observations()[..2];
    let need = FitProblem::TooFewWindows { have: 2, parameters: 1, need: 3 };
    assert_eq!(fit(&truth(), few, FreeParameters::One), Err(need));
    let no_fibre = Parameters { length: 0.0.try_into().unwrap(), ..truth() };
    assert_eq!(fit(&no_fibre, &observations(), FreeParameters::One), Err(FitProblem::NoLength));
    let silent: Vec<Observation> = observations().iter().map(|o| Observation { key_rate_bit_s: 0.0, ..*o }).collect();
    assert_eq!(fit(&truth(), &silent, FreeParameters::One), Err(FitProblem::NoKey));
}

#[test]
fn a_model_that_misses_something_lasting_has_wider_errors() {
    let drifting = |i: i64| if i / 100 % 2 == 0 { 40.0 } else { -40.0 };
    let fit = fit(&truth(), &windows(&truth(), 300, drifting), FreeParameters::One).unwrap();
    assert!(fit.autocorrelation > 0.9, "{}", fit.autocorrelation);
    assert!(
        fit.cautions().iter().any(|caution| matches!(caution, FitCaution::Autocorrelated(factor) if *factor > 4.0))
    );
}

#[test]
fn each_window_is_solved_for_each_parameter() {
    let observations = windows(&truth(), 50, |_| 0.0);
    for (parameter, expected) in
        [(FitParameter::Attenuation, 0.2), (FitParameter::Efficiency, 0.07), (FitParameter::BobLoss, 24.0)]
    {
        let solved = solve_each(&truth(), &observations, parameter);
        assert_eq!((solved.values.len(), solved.unsolved), (50, 0));
        // The rates are rounded to 0.001 bit/s.
        solved.values.iter().for_each(|(_, value)| close(*value, expected, 1e-5));
    }
    let mut odd = observations[..3].to_vec();
    odd[0].key_rate_bit_s = 0.0;
    odd[1].key_rate_bit_s = 1e12;
    let solved = solve_each(&truth(), &odd, FitParameter::BobLoss);
    assert_eq!((solved.values[0].0, solved.unsolved), (2, 2));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// Four of its errors: in 8 × 5 draws a truth outside them is a mistake and no bad luck.
    #[test]
    fn a_fit_finds_what_made_the_data(
        alpha in 0.16f64..0.3, eta in 0.03f64..0.2, bob in 12.0f64..26.0, seed in any::<u64>(), spread in 0.5f64..20.0,
    ) {
        let link = Parameters {
            link_loss: engine::protocol::cow::LinkLoss::Fibre(alpha.try_into().unwrap()),
            efficiency: eta.try_into().unwrap(),
            bob_loss: bob.try_into().unwrap(),
            ..truth()
        };
        // Twelve uniform numbers: nearly normal, of variance 1.
        let uniform = |i: u64| {
            let mut z = seed.wrapping_add(i.wrapping_mul(0x9e37_79b9_7f4a_7c15));
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
        };
        let noise = |i: i64| spread * ((0..12).map(|k| uniform(12 * i as u64 + k)).sum::<f64>() - 6.0);
        let observations = windows(&link, 200, noise);
        let start = Parameters { bob_loss: link.bob_loss, dark_count: link.dark_count, dead_time: link.dead_time, length: link.length, ..Parameters::default() };
        let one = fit(&Parameters { efficiency: link.efficiency, ..start }, &observations, FreeParameters::One).unwrap();
        let (found, error) = value(&one, FitParameter::Attenuation);
        prop_assert!((found - alpha).abs() < 4.0 * error, "α {found} ± {error}, not {alpha}");
        let two = fit(&start, &observations, FreeParameters::Two).unwrap();
        for (parameter, truth) in [(FitParameter::Attenuation, alpha), (FitParameter::Efficiency, eta)] {
            let (found, error) = value(&two, parameter);
            prop_assert!((found - truth).abs() < 4.0 * error, "{parameter:?} {found} ± {error}, not {truth}");
        }
        let three = fit(&start, &observations, FreeParameters::Three).unwrap();
        let (found, error) = value(&three, FitParameter::Attenuation);
        prop_assert!((found - alpha).abs() < 4.0 * error, "three: α {found} ± {error}, not {alpha}");
        let product = eta * 10f64.powf(-bob / 10.0);
        // Few and noisy counts do not determine the product to within half of itself; then it has to be called so.
        match three.detected() {
            Some(detected) => {
                prop_assert!((detected.value - product).abs() < 4.0 * detected.error, "{detected:?}, not {product}");
            }
            None => prop_assert_eq!(three.detected_text(), "undetermined"),
        }
    }
}

/// A link that is faster than the model can be at any attenuation: α lies at its end, and nothing is left to be uncertain of.
#[test]
fn a_fit_whose_parameters_all_lie_at_an_end_says_so() {
    let link = truth();
    let fast: Vec<Observation> =
        windows(&link, 6, |_| 0.0).into_iter().map(|o| Observation { key_rate_bit_s: 1e7, ..o }).collect();
    let fit = fit(&link, &fast, FreeParameters::One).unwrap();
    assert!(fit.values[0].at_limit && fit.values[0].error.is_none());
    assert!(fit.cautions().iter().any(|caution| caution.to_string().contains("at the search limit")));
}
