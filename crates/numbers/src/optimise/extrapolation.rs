//! Extrapolation of a smooth sequence, for a search that starts close to its result.

/// Extrapolates a smooth sequence by one number: the polynomial through the last five, by Newton's backward differences.
///
/// ```
/// let mut cubes = numbers::optimise::Extrapolation::new(0.0, 1e3);
/// for x in [1.0, 8.0, 27.0, 64.0] {
///     cubes.record(x);
/// }
/// assert_eq!(cubes.next, 125.0);
/// ```
#[derive(Debug, Clone)]
pub struct Extrapolation {
    /// The predicted next number.
    pub next: f64,
    /// Its estimated error, twice that of the last prediction; at most the number given to [`Extrapolation::new`].
    pub error: f64,
    largest_error: f64,
    differences: [f64; 5],
    known: usize,
}

impl Extrapolation {
    /// A sequence that is to start with about `next`.
    pub fn new(next: f64, largest_error: f64) -> Extrapolation {
        Extrapolation { next, error: largest_error, largest_error, differences: [0.0; 5], known: 0 }
    }

    /// Takes the next number of the sequence.
    pub fn record(&mut self, value: f64) {
        self.error = 2.0 * (value - self.next).abs();
        if self.error > self.largest_error {
            // Not smooth here: only the last number before this one is kept.
            (self.error, self.known) = (self.largest_error, self.known.min(1));
        }
        let mut difference = value;
        for slot in &mut self.differences[..self.known] {
            (*slot, difference) = (difference, difference - *slot);
        }
        if let Some(slot) = self.differences.get_mut(self.known) {
            *slot = difference;
            self.known += 1;
        }
        self.next = self.differences[..self.known].iter().sum();
    }
}
