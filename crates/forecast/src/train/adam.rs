//! Adam: D. P. Kingma, J. Ba, ICLR 2015, arXiv 1412.6980, in the form of Keras.

const BETA_1: f32 = 0.9;
const BETA_2: f32 = 0.999;
/// Keras adds it to the root before correcting the bias of the moments.
const EPSILON: f32 = 1e-7;
/// Smallest moments: smaller ones change nothing and would become denormal, which is slow.
const MIN_FIRST: f32 = 1e-20;
const MIN_SECOND: f32 = 1e-30;

/// State of the optimiser: the moments of all gradients.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Adam {
    first: Vec<f32>,
    second: Vec<f32>,
    /// β₁ and β₂ to the power of the number of steps.
    powers: (f64, f64),
}

impl Adam {
    pub(super) fn new(weights: usize) -> Adam {
        Adam { first: vec![0.0; weights], second: vec![0.0; weights], powers: (1.0, 1.0) }
    }

    /// Updates the weights.
    pub(super) fn step(&mut self, weights: &mut [f32], gradient: &[f32], rate: f64) {
        self.powers = (self.powers.0 * f64::from(BETA_1), self.powers.1 * f64::from(BETA_2));
        let rate = (rate * (1.0 - self.powers.1).sqrt() / (1.0 - self.powers.0)) as f32;
        let moments = self.first.iter_mut().zip(&mut self.second);
        for ((weight, g), (first, second)) in weights.iter_mut().zip(gradient).zip(moments) {
            let m = BETA_1 * *first + (1.0 - BETA_1) * g;
            let v = BETA_2 * *second + (1.0 - BETA_2) * (g * g);
            *first = if m.abs() < MIN_FIRST { 0.0 } else { m };
            *second = if v < MIN_SECOND { 0.0 } else { v };
            *weight -= rate * *first / (second.sqrt() + EPSILON);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three steps of keras 3.15.1, `Adam(0.001)`, from 1 and −2 with these gradients.
    #[test]
    fn agrees_with_keras() {
        let mut adam = Adam::new(2);
        let mut weights = [1.0, -2.0];
        for gradient in [[0.5, -0.01], [0.25, 0.02], [-1.0, 0.0]] {
            adam.step(&mut weights, &gradient, 0.001);
        }
        for (weight, expected) in weights.iter().zip([0.998_274_2, -1.999_649_4]) {
            assert!((weight - expected).abs() < 2e-7, "{weight} is not {expected}");
        }
    }
}
