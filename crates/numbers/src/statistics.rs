//! A distribution in a few numbers.

use std::cmp::Ordering;

/// Probabilities at which quantiles are given.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// More bars than this no chart shows.
const MOST_BINS: usize = 100;

/// A histogram of equal bins.
#[derive(Debug, Clone, PartialEq)]
pub struct Histogram {
    /// Start of the first bin.
    pub start: f64,
    /// Width of each bin.
    pub width: f64,
    /// Numbers in each bin; a number between two bins is in the upper one, the largest in the last.
    pub counts: Vec<u32>,
}

/// Sorted by size. No number of a sample is not a number.
pub fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_unstable_by(|a, b| a.partial_cmp(b).unwrap_or(Ordering::Equal));
    numbers
}

/// The quantile `p` of sorted numbers; NaN if there are none.
///
/// Linear between the numbers, the smallest being the quantile 0 and the largest the quantile 1: definition 7 of Hyndman and Fan, Am.
/// Stat. 50 (1996) 361.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p * last as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    match sorted.get(below + 1) {
        // Between two infinite numbers there is no difference.
        Some(above) if part > 0.0 && *above != sorted[below] => sorted[below] + part * (above - sorted[below]),
        _ => sorted[below],
    }
}

/// Mean and standard deviation of numbers; not a number if there are none.
pub fn mean_and_deviation(numbers: &[f64]) -> (f64, f64) {
    let count = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / count;
    let squares: f64 = numbers.iter().map(|x| (x - mean).powi(2)).sum();
    (mean, (squares / count).sqrt())
}

/// The histogram of sorted, finite numbers, of which there is at least one.
///
/// As many equal bins as are needed to make them no wider than 2 IQR n^(-1/3), with IQR between the quantiles 25 and 75 %: Freedman and
/// Diaconis, Z. Wahrscheinlichkeitstheorie 57 (1981) 453. Where half of the numbers are one and the same, log₂ n + 1 bins: Sturges, J.
/// Am. Stat. Assoc. 21 (1926) 65. Not more than 100.
pub fn histogram(sorted: &[f64]) -> Histogram {
    let (Some(&start), Some(&end)) = (sorted.first(), sorted.last()) else {
        return Histogram { start: 0.0, width: 0.0, counts: Vec::new() };
    };
    let (range, count) = (end - start, sorted.len() as f64);
    let widest = 2.0 * (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / count.cbrt();
    let bins = match () {
        () if range == 0.0 => 1.0,
        () if widest > 0.0 => (range / widest).ceil(),
        () => count.log2().ceil() + 1.0,
    };
    let bins = (bins as usize).min(MOST_BINS);
    let width = range / bins as f64;
    let mut counts = vec![0; bins];
    for x in sorted {
        let bin = if range == 0.0 { 0 } else { ((x - start) / range * bins as f64) as usize };
        counts[bin.min(bins - 1)] += 1;
    }
    Histogram { start, width, counts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Squares of 1 … 50: skew, and without ties.
    fn squares() -> Vec<f64> {
        (1..=50).map(|i| f64::from(i * i)).collect()
    }

    /// NumPy 2.4.6: `quantile`, `mean`, `std`, `histogram(bins="fd")`.
    #[test]
    fn another_program_finds_the_same() {
        let quantiles = QUANTILES.map(|p| quantile(&squares(), p));
        assert_eq!(quantiles, [12.150000000000002, 175.75, 650.5, 1425.25, 2261.2499999999995]);
        assert_eq!(mean_and_deviation(&squares()), (858.5, 759.151532962952));
        assert_eq!(histogram(&squares()), Histogram { start: 1.0, width: 624.75, counts: vec![25, 10, 8, 7] });
    }

    #[test]
    fn zero_widths() {
        assert_eq!(histogram(&[3.0; 10]), Histogram { start: 3.0, width: 0.0, counts: vec![10] });
        assert_eq!(histogram(&[]).counts, Vec::<u32>::new());
        // Sturges: 1 + log₂ 16.
        let mostly_nothing = sorted([vec![0.0; 13], vec![1.0, 5.0, 10.0]].concat());
        assert_eq!(histogram(&mostly_nothing), Histogram { start: 0.0, width: 2.0, counts: vec![14, 0, 1, 0, 1] });
    }

    #[test]
    fn beyond_all_bounds() {
        let reaches = [1.0, 2.0, f64::INFINITY, f64::INFINITY];
        assert_eq!([0.0, 0.25, 0.5, 1.0].map(|p| quantile(&reaches, p)), [1.0, 1.75, f64::INFINITY, f64::INFINITY]);
        assert!(quantile(&[], 0.5).is_nan());
    }

    proptest! {
        #[test]
        fn every_number_is_in_one_bin(numbers in prop::collection::vec(-1e3f64..1e3, 1..300)) {
            let numbers = sorted(numbers);
            let histogram = histogram(&numbers);
            prop_assert_eq!(histogram.counts.iter().sum::<u32>() as usize, numbers.len());
            prop_assert!(histogram.counts.len() <= MOST_BINS);
            prop_assert!(histogram.counts[0] > 0 && *histogram.counts.last().unwrap() > 0);
        }

        #[test]
        fn quantiles_rise(numbers in prop::collection::vec(-1e3f64..1e3, 1..50), p in 0.0f64..1.0, q in 0.0f64..1.0) {
            let numbers = sorted(numbers);
            let (low, high) = (quantile(&numbers, p.min(q)), quantile(&numbers, p.max(q)));
            prop_assert!(numbers[0] <= low && low <= high && high <= numbers[numbers.len() - 1]);
        }
    }
}
