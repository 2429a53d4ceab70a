//! Phase errors that a small sample may have missed: the tail of the hypergeometric distribution.
//!
//! Lim's γ, [`sampling`](super::sampling), is an approximation for many errors. It vanishes without errors, where the exact tail says that
//! ln(21/ε) errors may have been missed; against exact tails it is too small for fewer than about 25 errors, or 50 where the sample is
//! far larger than the rest. From there on it is the larger of both.

use numbers::dual::Real;
use numbers::elementary::{ln, ln_1p};
use numbers::factorial::{digamma_rise, stirling_rest};
use numbers::optimise::{root, within};

/// Errors in the sample from which Lim's γ is the larger one, unless they are so many that its logarithm shrinks.
const MANY: f64 = 1000.0;

/// Deviation of an error rate in a sample from that in the rest: the larger one of Lim's γ and of the exact tail.
///
/// With k = b c errors in the sample and M in sample and rest together, n = c + d events:
/// $$ \gamma_{hyp} = \frac{M - k}{d} - b, \quad \ln\frac{\binom{M}{k} \binom{n - M}{c - k}}{\binom{n}{c}} - \ln(1 - r) =
///    \ln\frac{\varepsilon_{sec}}{C}, \quad r = \frac{k\,(n - M - c + k)}{(M - k + 1)(c - k + 1)} $$
/// The left side bounds the probability of at most k errors in the sample: from one number of errors to the next lower one the probability
/// falls at least by the factor r, so that a geometric series is above the sum. Arguments as in [`sampling`](super::sampling); numbers of
/// events need not be whole. Source: the hypergeometric distribution; within 1 % of its exact quantiles.
///
/// Where the rest may consist of errors alone it is 1 − b and more: the more likely that is, the more.
///
/// ```
/// use engine::protocol::decoy::few_errors::deviation;
/// // Without errors, and with many more events in the rest: ln(21/ε)/c.
/// let gamma: f64 = deviation(1e-9, 0.0, 1e5, 1e10, 21.0);
/// assert!((gamma * 1e5 / 21e9f64.ln() - 1.0).abs() < 2e-4);
/// ```
pub fn deviation<R: Real>(epsilon: f64, b: R, c: R, d: R, terms: f64) -> R {
    let approximate = super::sampling(epsilon, b, c, d, terms);
    let (b, c, d) = (b.at_least(0.0).at_most(0.5), c.at_least(1.0), d.at_least(1.0));
    let k = b * c;
    let tail = Tail { k: k.value(), c: c.value(), d: d.value() };
    let limit = ln(epsilon) - ln(terms);
    if tail.k >= MANY && ln(tail.k) < -0.8 * limit {
        return approximate;
    }
    // Errors in the rest by the approximation.
    let least = (b.value() + approximate.value()).min(1.0) * tail.d;
    if tail.ln(least) <= limit {
        return approximate;
    }
    // A number with these slopes with respect to k, c and d.
    let with_slopes = |value: f64, [by_k, by_c, by_d]: [f64; 3]| {
        (k - tail.k) * by_k + (c - tail.c) * by_c + (d - tail.d) * by_d + value
    };
    let exact = match tail.errors(least, limit) {
        Ok(x) => {
            let [by_k, by_c, by_d, by_x] = tail.slopes(x);
            with_slopes(x, [by_k, by_c, by_d].map(|slope| -slope / by_x)) / d - b
        }
        Err(excess) => {
            with_slopes(excess / -limit, tail.slopes_of_errors_alone().map(|slope| slope / -limit)) - b + 1.0
        }
    };
    if exact.value() > approximate.value() { exact } else { approximate }
}

/// At most k errors in a sample of c events, as a function of the number x of errors in the other d.
struct Tail {
    k: f64,
    c: f64,
    d: f64,
}

impl Tail {
    /// Logarithm of the bound on their probability; far above 0 where x is so small that k errors are no surprise.
    ///
    /// The probability is that of k and x errors in both parts, given that there are k + x: a quotient of three binomial distributions, with
    /// the rate of errors of all. Source: C. Loader, *Fast and accurate computation of binomial probabilities* (2000).
    fn ln(&self, x: f64) -> f64 {
        let Tail { k, c, d } = *self;
        let ratio = self.ratio(x);
        if ratio >= 1.0 {
            return 1e3;
        }
        let n = c + d;
        // Errors that the sample would have in addition if its rate were that of all.
        let missed = (c * x - d * k) / n;
        // count ln(expected/count), whether both are nearly equal or not at all.
        let drawn = |count: f64, more: f64, of: f64, all: f64| {
            let part = more / count;
            match part.abs() {
                part_size if part_size < 0.5 => count * ln_1p(part),
                _ if count > 0.0 => count * ln(of / n * (all / count)),
                _ => 0.0,
            }
        };
        let sum = |counts: &[f64]| counts.iter().map(|&count| stirling_rest(count)).sum::<f64>();
        let right = (c - k) + (d - x);
        sum(&[c, d, k + x, right]) - sum(&[n, k, x, c - k, d - x])
            + (drawn(k, missed, c, k + x) + drawn(d - x, missed, d, right))
            + (drawn(c - k, -missed, c, right) + drawn(x, -missed, d, k + x))
            - ln_1p(-ratio)
    }

    /// r.
    fn ratio(&self, x: f64) -> f64 {
        self.k * (self.d - x) / ((x + 1.0) * (self.c - self.k + 1.0))
    }

    /// Derivatives of [`Tail::ln`] with respect to k, c, d and x.
    fn slopes(&self, x: f64) -> [f64; 4] {
        let Tail { k, c, d } = *self;
        let all_right = (c - k) + (d - x);
        let all = digamma_rise(all_right, k + x);
        let (right, ratio) = (c - k + 1.0, self.ratio(x));
        let by_one_more = k / ((x + 1.0) * right);
        let of_ratio = [
            (d - x) / ((x + 1.0) * right) + ratio / right,
            -ratio / right,
            by_one_more,
            -by_one_more - ratio / (x + 1.0),
        ];
        let of_tail = [
            digamma_rise(k, x) - digamma_rise(c - k, d - x),
            digamma_rise(c - k, k) - all,
            // Two ways to write the same, of which the one with the smaller numbers loses fewer digits.
            if x < c { digamma_rise(d - x, x) - all } else { digamma_rise(d - x, c - k) - digamma_rise(d, c) },
            digamma_rise(x, k) - digamma_rise(d - x, c - k),
        ];
        std::array::from_fn(|i| of_tail[i] + of_ratio[i] / (1.0 - ratio))
    }

    /// Derivatives with respect to k, c and d where the rest consists of errors alone: there the bound is the quotient of
    /// $\binom{k + d}{d}$ and $\binom{c + d}{d}$, and the sums of [`Tail::slopes`] would lose their digits.
    fn slopes_of_errors_alone(&self) -> [f64; 3] {
        let Tail { k, c, d } = *self;
        [digamma_rise(k, d), -digamma_rise(c, d), digamma_rise(d, k) - digamma_rise(d, c)]
    }

    /// The x, above `least`, at which the logarithm is `limit`; or by how much it is above where all d are errors.
    fn errors(&self, least: f64, limit: f64) -> Result<f64, f64> {
        // Chernoff's bound on the expected number of errors in the sample is above the root but for the geometric series.
        let expected = self.k - limit + (limit * (limit - 2.0 * self.k)).sqrt();
        let mut most = (1.0 + self.d / self.c) * expected;
        let at_most = loop {
            most = if most < self.d { most } else { self.d };
            let above = self.ln(most) - limit;
            if above <= 0.0 {
                break above;
            }
            if most >= self.d {
                return Err(above);
            }
            most *= 2.0;
        };
        let near =
            root(|x| self.ln(x) - limit, (least, self.ln(least) - limit), (most, at_most), 1e-6 * (most - least));
        // A step of Newton's method makes the root exact.
        let [.., by_x] = self.slopes(near);
        Ok(within(near - (self.ln(near) - limit) / by_x, (least, most)))
    }
}
