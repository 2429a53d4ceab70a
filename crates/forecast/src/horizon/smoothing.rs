//! Exponential smoothing with an additive daily season and without trend, ETS(A,N,A): R. J. Hyndman, G. Athanasopoulos, Forecasting: Principles and
//! Practice, 3rd edition (2021), section 8.3.

use super::DAY;

/// Smoothing weights that are tried for the level and for the season.
const LEVELS: [f64; 5] = [0.05, 0.15, 0.3, 0.5, 0.8];
const SEASONS: [f64; 4] = [0.0, 0.05, 0.15, 0.4];
/// Fractions of the mean of the first two days that are tried as the initial season.
const STARTS: [f64; 3] = [0.0, 0.5, 1.0];

/// The weights with the smallest error one window ahead.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Smoothing {
    level: f64,
    season: f64,
    start: f64,
}

struct State {
    level: f64,
    season: Vec<f64>,
    /// Sum of the squares of the errors one window ahead, from the third day on.
    squares: f64,
}

impl Smoothing {
    /// Learns the weights from the past.
    pub(super) fn learn(rates: &[Option<f64>]) -> Smoothing {
        let weights = LEVELS.into_iter().flat_map(|level| SEASONS.map(|season| (level, season)));
        let all = weights.flat_map(|(level, season)| STARTS.map(|start| Smoothing { level, season, start }));
        let mut best = (f64::INFINITY, Smoothing { level: LEVELS[0], season: SEASONS[0], start: STARTS[0] });
        for candidate in all {
            let squares = candidate.run(rates).squares;
            if squares < best.0 {
                best = (squares, candidate);
            }
        }
        best.1
    }

    /// Forecasts the following day.
    pub(super) fn ahead(&self, rates: &[Option<f64>]) -> Vec<f64> {
        let State { level, season, .. } = self.run(rates);
        (0..DAY).map(|step| level + season[(rates.len() + step) % DAY]).collect()
    }

    /// Runs through the past; gaps change nothing.
    fn run(&self, rates: &[Option<f64>]) -> State {
        let mean = |rates: &mut dyn Iterator<Item = Option<f64>>| {
            let (sum, count) = rates.flatten().fold((0.0, 0.0), |(sum, count), rate| (sum + rate, count + 1.0));
            (count > 0.0).then(|| sum / count)
        };
        let level = mean(&mut rates.iter().take(2 * DAY).copied()).unwrap_or(0.0);
        let start = |at: usize| {
            let both = mean(&mut [at, at + DAY].iter().filter_map(|at| rates.get(*at).copied()));
            both.map_or(0.0, |rate| self.start * (rate - level))
        };
        let mut state = State { level, season: (0..DAY).map(start).collect(), squares: 0.0 };
        for (at, rate) in rates.iter().enumerate() {
            let Some(rate) = rate else { continue };
            let season = &mut state.season[at % DAY];
            let error = rate - state.level - *season;
            state.squares += if at >= 2 * DAY { error * error } else { 0.0 };
            state.level += self.level * error;
            *season += self.season * (1.0 - self.level) * error;
        }
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::TAU;

    #[test]
    fn a_day_that_repeats_is_found() {
        let rate = |at: usize| Some(1000.0 + 100.0 * (TAU * at as f64 / DAY as f64).cos());
        let rates: Vec<Option<f64>> = (0..20 * DAY).map(|at| if at % 7 == 3 { None } else { rate(at) }).collect();
        let ahead = Smoothing::learn(&rates).ahead(&rates);
        let worst = ahead.iter().enumerate().map(|(i, y)| (y - rate(20 * DAY + i).unwrap()).abs()).fold(0.0, f64::max);
        assert!(worst < 15.0, "{worst}");
    }
}
