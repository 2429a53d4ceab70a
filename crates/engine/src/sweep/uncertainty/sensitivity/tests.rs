//! Functions whose indices are known, through the estimators and the points that the engine uses.

use super::super::points::coordinate;
use super::*;
use statrs::distribution::{ContinuousCDF, Normal};
use std::f64::consts::PI;

const GROUPS: u32 = 8;

/// A function of points in the unit cube.
type Function = fn(&[f64]) -> f64;

/// The function of Ishigami and Homma with a = 7 and b = 0.1.
fn ishigami(point: &[f64]) -> f64 {
    let x: Vec<f64> = point.iter().map(|u| PI * (2.0 * u - 1.0)).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

/// Their indices in closed form: first order, total.
fn indices_of_ishigami() -> [(f64, f64); 3] {
    let (a, b) = (7.0f64, 0.1);
    let first = 0.5 * (1.0 + b * PI.powi(4) / 5.0).powi(2);
    let second = a.powi(2) / 8.0;
    let together = b.powi(2) * PI.powi(8) * 8.0 / 225.0;
    let all = first + second + together;
    [(first / all, (first + together) / all), (second / all, second / all), (0.0, together / all)]
}

const WEIGHTS: [f64; 5] = [4.0, 2.0, 1.0, 0.5, 0.1];

/// A sum of normal values with these weights, far from zero: parameter j makes w_j² / Σ w² of the variance.
fn sum(point: &[f64]) -> f64 {
    let normal = Normal::standard();
    100.0 + point.iter().zip(WEIGHTS).map(|(&u, w)| w * normal.inverse_cdf(u)).sum::<f64>()
}

fn groups(f: Function, parameters: usize, samples: u32, seed: u32) -> Vec<Vec<Row>> {
    let row = |i: u32| {
        let point: Vec<f64> = (0..2 * parameters).map(|dimension| coordinate(i, dimension, seed)).collect();
        Row::of(&point[..parameters], &point[parameters..], f)
    };
    let size = samples / GROUPS;
    (0..GROUPS).map(|group| (group * size..(group + 1) * size).map(row).collect()).collect()
}

fn estimates(f: Function, parameters: usize, samples: u32, seed: u32) -> Vec<Indices> {
    indices(&groups(f, parameters, samples, seed), parameters).unwrap()
}

fn expected(f: Function) -> Vec<(f64, f64)> {
    if f(&[0.1, 0.2, 0.3, 0.4, 0.5]) == ishigami(&[0.1, 0.2, 0.3]) {
        return indices_of_ishigami().to_vec();
    }
    let all: f64 = WEIGHTS.iter().map(|w| w * w).sum();
    WEIGHTS.iter().map(|w| (w * w / all, w * w / all)).collect()
}

#[test]
fn the_closed_form_is_the_published_one() {
    for ((s, t), (first, total)) in
        indices_of_ishigami().into_iter().zip([(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)])
    {
        assert!((s - first).abs() < 5e-5 && (t - total).abs() < 5e-5, "{s} {t}");
    }
}

#[test]
fn known_indices_come_out() {
    for (f, parameters, tolerance) in [(ishigami as Function, 3, 0.03), (sum, 5, 0.01)] {
        for (found, (first_order, total)) in estimates(f, parameters, 1024, 1).iter().zip(expected(f)) {
            assert!((found.first_order.value - first_order).abs() < tolerance, "{found:?}, not {first_order}");
            assert!((found.total.value - total).abs() < tolerance, "{found:?}, not {total}");
        }
    }
}

/// Root of the mean square error over some seeds, and the mean of what was taken for it, for each index.
fn errors(f: Function, parameters: usize, samples: u32) -> Vec<[f64; 2]> {
    const SEEDS: u32 = 20;
    let expected = expected(f);
    let mut sums = vec![[0.0; 2]; 2 * parameters];
    for seed in 0..SEEDS {
        for (j, found) in estimates(f, parameters, samples, seed).iter().enumerate() {
            for (i, estimate, expected) in
                [(2 * j, found.first_order, expected[j].0), (2 * j + 1, found.total, expected[j].1)]
            {
                sums[i][0] += (estimate.value - expected).powi(2) / f64::from(SEEDS);
                sums[i][1] += estimate.error / f64::from(SEEDS);
            }
        }
    }
    sums.into_iter().map(|[square, error]| [square.sqrt(), error]).collect()
}

#[test]
fn error_estimates_err_on_the_large_side() {
    for (f, parameters) in [(ishigami as Function, 3), (sum, 5)] {
        for [is, stated] in errors(f, parameters, 1024) {
            assert!(is < stated && stated < 8.0 * is, "{is}, stated as {stated}");
        }
    }
}

#[test]
fn more_samples_help_more_than_they_would_by_chance() {
    for (f, parameters) in [(ishigami as Function, 3), (sum, 5)] {
        for ([few, _], [many, _]) in errors(f, parameters, 256).into_iter().zip(errors(f, parameters, 4096)) {
            // Independent samples: 0.25.
            assert!(many < 0.25 * few, "{few}, then {many}");
        }
    }
}

#[test]
fn one_parameter_makes_it_all() {
    let one = &estimates(|point| 5.0 - 3.0 * point[0], 1, 1024, 1)[0];
    assert!((one.first_order.value - 1.0).abs() < 0.01 && (one.total.value - 1.0).abs() < 0.01, "{one:?}");
}

#[test]
fn constant_parameters_have_no_indices() {
    assert_eq!(indices(&groups(|_| 7.0, 2, 64, 1), 2), None);
    assert_eq!(indices(&[Vec::new(), Vec::new()], 2), None);
    // A parameter without any part in it has none of the variance, exactly.
    let second = estimates(|point| point[0], 2, 64, 1)[1];
    let nothing = Estimate { value: 0.0, error: 0.0 };
    assert_eq!((second.first_order, second.total), (nothing, nothing));
}

/// SALib 1.6.0 with NumPy 2.4.6, `sobol.analyze(calc_second_order=False)`, for 64 rows: coordinate d of row i is the fraction of
/// (i + 1) √p_d, p_d the d-th prime.
#[test]
fn another_program_finds_the_same() {
    let row = |i: i32| {
        let point: Vec<f64> =
            [2.0f64, 3.0, 5.0, 7.0, 11.0, 13.0].map(|p| (f64::from(i + 1) * p.sqrt()).fract()).to_vec();
        Row::of(&point[..3], &point[3..], ishigami)
    };
    let found = indices(&[(0..64).map(row).collect()], 3).unwrap();
    let expected = [
        (0.23462130697560257, 0.2707918334559636),
        (0.4982466471423425, 0.4222865927187705),
        (-0.08345710182418441, 0.21675770617762535),
    ];
    for (found, (first_order, total)) in found.iter().zip(expected) {
        assert!((found.first_order.value - first_order).abs() < 1e-11, "{found:?}, not {first_order}");
        assert!((found.total.value - total).abs() < 1e-11, "{found:?}, not {total}");
    }
}
