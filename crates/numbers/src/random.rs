//! Random numbers that are the same on every machine.

use std::f64::consts::TAU;

/// SplitMix64: Steele, Lea and Flood, OOPSLA 2014, doi 10.1145/2660193.2660195. A counter and a mixer: few lines, and no state that
/// could be set up wrongly.
#[derive(Debug, Clone, PartialEq)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The stream of this number for a seed. Streams of one seed have nothing to do with each other.
    pub fn new(seed: u64, stream: u64) -> Random {
        let mut mixed = Random { state: seed };
        let start = mixed.next() ^ stream.wrapping_mul(0xd134_2543_de82_ef95);
        Random { state: Random { state: start }.next() }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number in [0, 1) with 53 bits.
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number from 0 to one less than `bound`.
    pub fn below(&mut self, bound: i64) -> i64 {
        (self.uniform() * bound as f64) as i64
    }

    /// A normal number of mean 0 and variance 1: Box and Muller, Ann. Math. Stat. 29 (1958) 610.
    pub fn normal(&mut self) -> f64 {
        let (radius, angle) = (1.0 - self.uniform(), TAU * self.uniform());
        (-2.0 * libm::log(radius)).sqrt() * libm::cos(angle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of Vigna's splitmix64.c for the seed 1234567.
    #[test]
    fn it_is_splitmix64() {
        let mut random = Random { state: 1_234_567 };
        assert_eq!([(); 3].map(|()| random.next()), [6457827717110365317, 3203168211198807973, 9817491932198370423]);
    }

    #[test]
    fn normal_numbers_are_normal() {
        let mut random = Random::new(1, 2);
        let numbers: Vec<f64> = (0..20_000).map(|_| random.normal()).collect();
        let moment = |power: i32| numbers.iter().map(|x| x.powi(power)).sum::<f64>() / 20_000.0;
        // Within four standard errors: √(Var x^k / n).
        assert!(moment(1).abs() < 0.029 && (moment(2) - 1.0).abs() < 0.04 && (moment(4) - 3.0).abs() < 0.28);
        assert!((0..1000).all(|_| (0..7).contains(&random.below(7))));
    }
}
