//! Quasi-random points in the unit cube.

/// Longest sequence, the most that the generator can number.
pub(super) const MOST_POINTS: u32 = 1 << 16;

/// Half a step of the generator's 23 bits.
const HALF_STEP: f64 = 0.5 / (1 << 23) as f64;

/// A coordinate of a point of the scrambled Sobol' sequence, inside (0, 1).
///
/// The first 2^m points are a net: cut any coordinate into 2^m equal parts, and there is a point in each. The same holds for the next
/// 2^m points, and so on. Sobol', USSR Comput. Math. Math. Phys. 7 (1967) 86, with the direction numbers of Joe and Kuo, SIAM J. Sci.
/// Comput. 30 (2008) 2635, and the scrambling of Burley, J. Comput. Graph. Tech. 9 (2020) 1. Equal seeds give equal points on every
/// machine.
pub(super) fn coordinate(point: u32, dimension: usize, seed: u32) -> f64 {
    // In the middle of the step: a zero has no place under a bell.
    f64::from(sobol_burley::sample(point, dimension as u32, seed)) + HALF_STEP
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_parameter_can_be_uncertain_at_once() {
        assert!(2 * crate::scenario::TABLE.len() <= sobol_burley::NUM_DIMENSIONS as usize);
    }

    proptest! {
        #[test]
        fn every_aligned_part_of_the_sequence_fills_every_coordinate(
            seed: u32, dimension in 0usize..78, power in 0u32..11, part in 0u32..32,
        ) {
            let n = 1u32 << power;
            let mut filled = vec![0; n as usize];
            for i in 0..n {
                let x = coordinate(part * n + i, dimension, seed);
                prop_assert!(0.0 < x && x < 1.0);
                filled[(x * f64::from(n)) as usize] += 1;
            }
            prop_assert!(filled.iter().all(|count| *count == 1));
        }

        #[test]
        fn pairs_of_coordinates_are_even_too(seed: u32, pair in 0usize..7) {
            // Without evenness in two dimensions such a sum is off by about 1/sqrt(12 N) = 0.01.
            let sum: f64 = (0..1024)
                .map(|i| (coordinate(i, pair, seed) - 0.5) * (coordinate(i, pair + 1, seed) - 0.5))
                .sum();
            prop_assert!((sum / 1024.0).abs() < 1e-3, "{}", sum / 1024.0);
        }

        #[test]
        fn another_seed_is_another_sequence(seed: u32, dimension in 0usize..78) {
            let different = (0..64).filter(|&i| coordinate(i, dimension, seed) != coordinate(i, dimension, seed ^ 1));
            prop_assert!(different.count() > 60);
        }
    }
}
