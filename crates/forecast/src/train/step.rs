//! An epoch over the rows, batch by batch.

use super::adam::Adam;
use super::mixing::Scaled;
use crate::network::{LANES, Lanes, Layer, NeuralNetwork, backward, forward, transpose};
use numbers::random::Random;

/// Buffers, kept from batch to batch.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scratch {
    layers: Vec<Layer>,
    units: Vec<Lanes>,
    targets: Lanes,
    rows: Vec<f32>,
    deltas: Vec<Lanes>,
    gradient: Vec<f32>,
}

impl Scratch {
    pub(super) fn new(network: &NeuralNetwork) -> Scratch {
        let layers = network.layers();
        let count = layers.last().map_or(0, |layer| layer.to.end);
        Scratch {
            layers,
            units: vec![[0.0; LANES]; count],
            targets: [0.0; LANES],
            rows: vec![0.0; count * LANES],
            deltas: vec![[0.0; LANES]; count],
            gradient: vec![0.0; network.weights.len()],
        }
    }

    /// Trains on all rows in this order and returns the mean loss.
    pub(super) fn epoch(
        &mut self,
        (network, adam): (&mut NeuralNetwork, &mut Adam),
        rows: &Scaled,
        order: &[usize],
        mut mix: Option<&mut Random>,
        rate: f64,
    ) -> f64 {
        let mut squares = 0.0;
        for batch in order.chunks(LANES) {
            for (lane, row) in batch.iter().enumerate() {
                let units = &mut self.units;
                self.targets[lane] = rows.take(*row, order, mix.as_deref_mut(), |i, x| units[i][lane] = x);
            }
            squares += self.batch(network, batch.len());
            adam.step(&mut network.weights, &self.gradient, rate);
        }
        squares / order.len() as f64
    }

    /// Sum of the squared errors of the rows in the first lanes; their gradient is kept.
    pub(super) fn batch(&mut self, network: &NeuralNetwork, rows: usize) -> f64 {
        forward(&self.layers, &network.weights, &mut self.units);
        transpose(&self.units, &mut self.rows);
        let last = self.units.len() - 1;
        let (mut squares, count) = (0.0, rows as f32);
        // Lanes without a row contribute nothing.
        self.deltas[last] = [0.0; LANES];
        for lane in 0..rows {
            let error = self.units[last][lane] - self.targets[lane];
            squares += f64::from(error) * f64::from(error);
            self.deltas[last][lane] = 2.0 * error / count;
        }
        backward(&self.layers, &network.weights, &self.units, &self.rows, &mut self.deltas, &mut self.gradient);
        squares
    }

    #[cfg(test)]
    pub(super) fn fill(&mut self, rows: &Scaled) {
        for row in 0..rows.rates.len() {
            let units = &mut self.units;
            self.targets[row] = rows.take(row, &[], None, |i, x| units[i][row] = x);
        }
    }

    #[cfg(test)]
    pub(super) fn gradient(&self) -> &[f32] {
        &self.gradient
    }
}

/// Mean squared error.
pub(super) fn loss(predicted: &[f32], measured: &[f32]) -> f64 {
    let squares = predicted.iter().zip(measured).map(|(p, m)| (f64::from(*p) - f64::from(*m)).powi(2));
    squares.sum::<f64>() / measured.len() as f64
}
