//! A dense layer, forwards and backwards, for eight rows at a time.
//!
//! The rows lie side by side in [`Lanes`], so that the compiler can vectorise over them. Every sum over units or rows has a fixed order:
//! the result is the same to the last bit with any vector width.

use std::ops::Range;

/// Rows that are computed together: the batch of the thesis.
pub(crate) const LANES: usize = 8;

/// A value for each of the rows.
pub(crate) type Lanes = [f32; LANES];

/// A dense layer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    /// Its input units.
    pub(crate) from: Range<usize>,
    /// Its own units, which come after its inputs.
    pub(crate) to: Range<usize>,
    /// Index of its first weight: those of each unit in turn, then the biases.
    pub(crate) weights: usize,
    /// Whether it has a ReLU.
    pub(crate) relu: bool,
}

impl Layer {
    pub(crate) fn inputs(&self) -> usize {
        self.from.len()
    }

    pub(crate) fn outputs(&self) -> usize {
        self.to.len()
    }

    /// Number of weights and biases.
    pub(crate) fn size(&self) -> usize {
        (self.inputs() + 1) * self.outputs()
    }

    /// Its weights and its biases.
    pub(crate) fn split<'a>(&self, weights: &'a [f32]) -> (&'a [f32], &'a [f32]) {
        weights[self.weights..self.weights + self.size()].split_at(self.inputs() * self.outputs())
    }
}

/// Forward pass: computes all units from the inputs of the network.
pub(crate) fn forward(layers: &[Layer], weights: &[f32], units: &mut [Lanes]) {
    for layer in layers {
        let (weights, biases) = layer.split(weights);
        let (before, own) = units.split_at_mut(layer.to.start);
        let from = &before[layer.from.clone()];
        let own = &mut own[..layer.outputs()];
        // Four units at a time: a single sum would be limited by latency.
        let blocks = own.chunks_exact_mut(4).zip(weights.chunks_exact(4 * from.len())).zip(biases.chunks_exact(4));
        for ((to, weights), biases) in blocks {
            let (ab, cd) = weights.split_at(2 * from.len());
            let ((a, b), (c, d)) = (ab.split_at(from.len()), cd.split_at(from.len()));
            let mut sums = [[biases[0]; LANES], [biases[1]; LANES], [biases[2]; LANES], [biases[3]; LANES]];
            for ((((x, a), b), c), d) in from.iter().zip(a).zip(b).zip(c).zip(d) {
                for (sum, weight) in sums.iter_mut().zip([a, b, c, d]) {
                    add_scaled(sum, *weight, x);
                }
            }
            to.copy_from_slice(&sums);
        }
        let done = layer.outputs() / 4 * 4;
        let rest = own[done..].iter_mut().zip(weights[done * from.len()..].chunks_exact(from.len()));
        for ((to, weights), bias) in rest.zip(&biases[done..]) {
            *to = [*bias; LANES];
            for (x, weight) in from.iter().zip(weights) {
                add_scaled(to, *weight, x);
            }
        }
        if layer.relu {
            // Not `max`, which may give either of two zeros.
            own.iter_mut().flatten().for_each(|x| *x = if *x > 0.0 { *x } else { 0.0 });
        }
    }
}

/// Backward pass: from the derivatives of the loss by the last units, in `deltas`, to those by every weight, in `gradient`.
///
/// `rows` are the units transposed, row by row.
pub(crate) fn backward(
    layers: &[Layer],
    weights: &[f32],
    units: &[Lanes],
    rows: &[f32],
    deltas: &mut [Lanes],
    gradient: &mut [f32],
) {
    let row = |lane: usize, range: &Range<usize>| &rows[lane * units.len()..][range.clone()];
    for layer in layers.iter().rev() {
        let (before, own) = deltas.split_at_mut(layer.to.start);
        let own = &mut own[..layer.outputs()];
        if layer.relu {
            let outputs = units[layer.to.clone()].iter().flatten();
            own.iter_mut().flatten().zip(outputs).for_each(|(delta, x)| *delta = if *x > 0.0 { *delta } else { 0.0 });
        }
        let end = layer.weights + layer.size();
        let (of_weights, of_biases) = gradient[layer.weights..end].split_at_mut(layer.inputs() * layer.outputs());
        let x: [&[f32]; LANES] = std::array::from_fn(|lane| row(lane, &layer.from));
        for (of_weights, delta) in of_weights.chunks_exact_mut(layer.inputs()).zip(&*own) {
            weight_gradient(of_weights, delta, x);
        }
        for (of_bias, delta) in of_biases.iter_mut().zip(&*own) {
            *of_bias = delta.iter().fold(0.0, |sum, d| sum + d);
        }
        let (weights, _) = layer.split(weights);
        let before = &mut before[layer.from.clone()];
        before.fill([0.0; LANES]);
        for (delta, weights) in own.iter().zip(weights.chunks_exact(layer.inputs())) {
            for (before, weight) in before.iter_mut().zip(weights) {
                add_scaled(before, *weight, delta);
            }
        }
    }
}

/// Transposes the units from unit by unit to row by row.
pub(crate) fn transpose(units: &[Lanes], rows: &mut [f32]) {
    for (lane, row) in rows.chunks_exact_mut(units.len()).enumerate() {
        row.iter_mut().zip(units).for_each(|(x, unit)| *x = unit[lane]);
    }
}

fn add_scaled(sum: &mut Lanes, factor: f32, x: &Lanes) {
    for lane in 0..LANES {
        sum[lane] += factor * x[lane];
    }
}

/// The sum over the rows of the gradient of each weight of a unit.
fn weight_gradient(gradient: &mut [f32], delta: &Lanes, x: [&[f32]; LANES]) {
    let count = gradient.len();
    let [a, b, c, d, e, f, g, h] = x.map(|row| &row[..count]);
    for i in 0..count {
        let first = delta[0] * a[i] + delta[1] * b[i] + delta[2] * c[i] + delta[3] * d[i];
        gradient[i] = first + delta[4] * e[i] + delta[5] * f[i] + delta[6] * g[i] + delta[7] * h[i];
    }
}
