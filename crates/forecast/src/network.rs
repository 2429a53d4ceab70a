//! The networks of the thesis, section 4.2.

mod layer;

use super::features::Branch;
pub(super) use layer::{LANES, Lanes, Layer, backward, forward, transpose};
use numbers::random::Random;
use serde::{Deserialize, Serialize};

/// Sizes of the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Architecture {
    /// The optimised network, section 4.2.2: 64 and 16 units in each branch, then 64, 128, 32 and 8.
    Optimised,
    /// The simplified network, section 4.2.1: as many units in each branch as it has inputs, then 8. The thesis gives only the former, and
    /// that it is much less complex.
    Simplified,
}

impl Architecture {
    fn branch(self, inputs: usize) -> Vec<usize> {
        match self {
            Architecture::Optimised => vec![64, 16],
            Architecture::Simplified => vec![inputs],
        }
    }

    const fn trunk(self) -> &'static [usize] {
        match self {
            Architecture::Optimised => &[64, 128, 32, 8],
            Architecture::Simplified => &[8],
        }
    }
}

/// A neural network: branches of dense layers with ReLU, which are concatenated before the layers of the trunk; the last layer, of a
/// single unit, is linear.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NeuralNetwork {
    /// Sizes of its layers.
    pub architecture: Architecture,
    /// Its branches.
    pub branches: Vec<Branch>,
    /// Weights and biases of each layer, in the order of computation.
    pub(super) weights: Vec<f32>,
}

impl NeuralNetwork {
    /// A network whose weights are drawn from He's uniform distribution (ICCV 2015, doi 10.1109/ICCV.2015.123): from −√(6/n) to √(6/n) for
    /// n inputs of a layer; biases are 0. With smaller ones the layer of 8 units dies.
    pub(super) fn new(architecture: Architecture, branches: Vec<Branch>, random: &mut Random) -> NeuralNetwork {
        let mut network = NeuralNetwork { architecture, branches, weights: Vec::new() };
        for layer in network.layers() {
            let limit = (6.0 / layer.inputs() as f64).sqrt();
            let weight = |_| ((2.0 * random.uniform() - 1.0) * limit) as f32;
            network.weights.extend((0..layer.inputs() * layer.outputs()).map(weight));
            network.weights.extend((0..layer.outputs()).map(|_| 0.0));
        }
        network
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.branches.iter().map(|branch| branch.features().len()).sum()
    }

    /// Its weights and biases.
    pub fn weights(&self) -> &[f32] {
        &self.weights
    }

    /// The layers, in the order of computation. Their units lie one after the other in a single array, arranged so that the inputs of every
    /// layer are contiguous: the ends of the branches need not be copied to be concatenated.
    pub(super) fn layers(&self) -> Vec<Layer> {
        let (mut layers, mut weights) = (Vec::new(), 0);
        let mut add = |from: std::ops::Range<usize>, to: std::ops::Range<usize>, relu: bool| {
            let layer = Layer { from, to, weights, relu };
            weights += layer.size();
            layers.push(layer);
        };
        let mut place = self.inputs();
        let mut entry = 0;
        let mut ends = Vec::new();
        for branch in &self.branches {
            let inputs = branch.features().len();
            let mut from = entry..entry + inputs;
            entry += inputs;
            let widths = self.architecture.branch(inputs);
            let (last, hidden) = widths.split_last().expect("an architecture has a layer in each branch");
            for width in hidden {
                let to = place..place + width;
                place += width;
                add(from, to.clone(), true);
                from = to;
            }
            ends.push((from, *last));
        }
        let start = place;
        for (from, width) in ends {
            add(from, place..place + width, true);
            place += width;
        }
        let mut from = start..place;
        let widths = self.architecture.trunk().iter().map(|width| (*width, true)).chain([(1, false)]);
        for (width, relu) in widths {
            let to = place..place + width;
            place += width;
            add(from, to.clone(), relu);
            from = to;
        }
        layers
    }

    /// Predicts scaled key rates from scaled rows.
    pub fn predict(&self, rows: &[f32]) -> Vec<f32> {
        let layers = self.layers();
        let inputs = self.inputs();
        let mut units = vec![[0.0; LANES]; layers.last().map_or(0, |layer| layer.to.end)];
        let mut predicted = Vec::with_capacity(rows.len() / inputs);
        for batch in rows.chunks(LANES * inputs) {
            for (lane, row) in batch.chunks_exact(inputs).enumerate() {
                units.iter_mut().zip(row).for_each(|(unit, x)| unit[lane] = *x);
            }
            forward(&layers, &self.weights, &mut units);
            predicted.extend(&units[units.len() - 1][..batch.len() / inputs]);
        }
        predicted
    }
}

#[cfg(test)]
mod tests {
    use super::super::features::Inputs;
    use super::*;

    #[test]
    fn size_is_that_of_the_thesis() {
        let mut random = Random::new(1, 0);
        let network = NeuralNetwork::new(Architecture::Optimised, Inputs::default().branches(), &mut random);
        // Four branches of 64 and 16 units, of one input three of them, then 64 → 64 → 128 → 32 → 8 → 1.
        let branches = 3 * (64 + 64) + (3 * 64 + 64) + 4 * (64 * 16 + 16);
        let trunk = 64 * 64 + 64 + 64 * 128 + 128 + 128 * 32 + 32 + 32 * 8 + 8 + 8 + 1;
        assert_eq!((network.weights.len(), branches + trunk), (21_681, 21_681));
        let simple = NeuralNetwork::new(Architecture::Simplified, Inputs::default().branches(), &mut random);
        assert_eq!(simple.weights.len(), 3 * 2 + 12 + 6 * 8 + 8 + 9);
    }
}
