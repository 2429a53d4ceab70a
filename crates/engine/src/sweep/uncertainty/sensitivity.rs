//! Contributions of the parameters to the variance: Sobol' indices.
//!
//! The design is that of Saltelli: rows of two independent samples A and B of all k parameters, and for each parameter j the sample
//! A_B^(j), which is A with the value of j from B. So f is computed N (k + 2) times. With f less the mean of all of these, and its
//! variance V over A and B,
//!
//! $$ S_j = \frac{1}{N V} \sum_i f(B)_i \left( f(A_B^{(j)})_i - f(A)_i \right), \qquad
//!    S_{Tj} = \frac{1}{2 N V} \sum_i \left( f(A)_i - f(A_B^{(j)})_i \right)^2 $$
//!
//! S_j is the fraction of the variance that would vanish if j were known, S_Tj the fraction that would remain if all others were. Source: Saltelli et
//! al., Comput. Phys. Commun. 181 (2010) 259, table 2 (b) and (f); the latter by Jansen, Comput. Phys. Commun. 117 (1999) 35, where f
//! need not be centred. Estimates are not clamped: a small one may come out below zero by less than its error.

use numbers::statistics::mean_and_deviation;

/// A number with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The number.
    pub value: f64,
    /// Its standard error, usually overestimated rather than underestimated; infinite where it is unknown.
    pub error: f64,
}

/// f at A, at B and at each A_B^(j).
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Row {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) mixed: Vec<f64>,
}

impl Row {
    /// f at all points of a row of the design.
    #[cfg(test)]
    pub(super) fn of(a: &[f64], b: &[f64], f: impl Fn(&[f64]) -> f64) -> Row {
        let mixed = |j: usize| {
            let mut point = a.to_vec();
            point[j] = b[j];
            f(&point)
        };
        Row { a: f(a), b: f(b), mixed: (0..a.len()).map(mixed).collect() }
    }
}

/// First-order and total index of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Indices {
    pub(super) first_order: Estimate,
    pub(super) total: Estimate,
}

/// The indices of each parameter, from rows in groups; none where f does not vary.
pub(super) fn indices(groups: &[Vec<Row>], parameters: usize) -> Option<Vec<Indices>> {
    let rows: Vec<&Row> = groups.iter().flatten().collect();
    if rows.is_empty() || variance(&rows) == 0.0 {
        return None;
    }
    let of = |index: fn(&[&Row], usize) -> f64, j: usize| jackknife(groups, |rows| index(rows, j));
    Some((0..parameters).map(|j| Indices { first_order: of(first_order, j), total: of(total, j) }).collect())
}

fn variance(rows: &[&Row]) -> f64 {
    let values: Vec<f64> = rows.iter().flat_map(|row| [row.a, row.b]).collect();
    mean_and_deviation(&values).1.powi(2)
}

fn first_order(rows: &[&Row], j: usize) -> f64 {
    // Far from zero, as a reach is, the products would be mostly noise.
    let values: Vec<f64> = rows.iter().flat_map(|row| row.mixed.iter().copied().chain([row.a, row.b])).collect();
    let mean = mean_and_deviation(&values).0;
    let products = rows.iter().map(|row| (row.b - mean) * (row.mixed[j] - row.a));
    products.sum::<f64>() / rows.len() as f64 / variance(rows)
}

fn total(rows: &[&Row], j: usize) -> f64 {
    let squares = rows.iter().map(|row| (row.a - row.mixed[j]).powi(2));
    squares.sum::<f64>() / (2 * rows.len()) as f64 / variance(rows)
}

/// An estimate from all items with its standard error by leaving out one group after the other (jackknife; Efron and Tibshirani, *An
/// Introduction to the Bootstrap*, 1993, ch. 11).
///
/// The groups are equal parts of a scrambled Sobol' sequence, each as even as a scrambled sequence of its own. Together they are more
/// even than independent ones would be, so that the error comes out two to four times too large for smooth functions. The bootstrap,
/// which takes the points for independent, would make it ten times too large.
pub(super) fn jackknife<T>(groups: &[Vec<T>], estimate: impl Fn(&[&T]) -> f64) -> Estimate {
    let without = |left_out: usize| -> Vec<&T> {
        let kept = groups.iter().enumerate().filter(|(group, _)| *group != left_out);
        kept.flat_map(|(_, items)| items).collect()
    };
    let value = estimate(&without(groups.len()));
    let others: Vec<f64> =
        (0..groups.len()).filter(|&group| !groups[group].is_empty()).map(|group| estimate(&without(group))).collect();
    let count = others.len() as f64;
    let mean = others.iter().sum::<f64>() / count;
    let squares: f64 = others.iter().map(|other| (other - mean).powi(2)).sum();
    let error = ((count - 1.0) / count * squares).sqrt();
    Estimate { value, error: if others.len() > 1 && error.is_finite() { error } else { f64::INFINITY } }
}

#[cfg(test)]
mod tests;
