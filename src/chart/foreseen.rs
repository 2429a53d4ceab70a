//! The charts of what networks predict.

use super::{Clock, Cloud, LossChart, Role, ScatterChart, SeriesChart, TimeLine};
use crate::forecast::{Progress, Scored};
use crate::monitoring::{Origin, WindowWidth};

type Span = (f64, f64);

const fn clock(origin: Origin) -> Clock {
    match origin {
        Origin::Epoch => Clock::Utc,
        Origin::Start => Clock::Elapsed,
    }
}

/// Measured and predicted key rate over time: figures 4.4 to 4.9 of Haiden's thesis, left.
pub fn predicted_chart(
    scored: &Scored,
    origin: Origin,
    width: WindowWidth,
    shown_s: Span,
    cursor_s: Option<f64>,
    marked: Vec<super::Interval>,
) -> SeriesChart {
    let width_s = 60.0 * f64::from(width.minutes());
    let points = |values: &[f64]| {
        scored.numbers.iter().zip(values).map(|(number, value)| ((*number as f64 + 0.5) * width_s, *value)).collect()
    };
    let line = |name: &str, role: Role, values: &[f64]| TimeLine {
        name: name.to_owned(),
        role,
        dashed: false,
        bold: false,
        points: points(values),
        gap_s: 1.01 * width_s,
        bands: Vec::new(),
    };
    SeriesChart {
        lines: vec![
            line("measured", Role::Measured, &scored.measured),
            line("predicted", Role::Own, &scored.predicted),
        ],
        y_title: "key rate, bit/s".into(),
        shown_s,
        clock: clock(origin),
        marked,
        cursor_s,
    }
}

/// Predicted over measured key rate with the best fit: figures 4.4 to 4.9 of Haiden's thesis, right.
pub fn predicted_scatter(scored: &Scored) -> ScatterChart {
    let points = scored.measured.iter().zip(&scored.predicted).map(|(measured, predicted)| (*measured, *predicted));
    let fit = scored.best_fit.map(|(slope, intercept)| super::Fit { slope, intercept });
    ScatterChart {
        clouds: vec![Cloud { name: "windows".to_owned(), role: Role::Own, points: points.collect(), fit }],
        x_title: "measured key rate, bit/s".into(),
        y_title: "predicted key rate, bit/s".into(),
    }
}

/// The losses of a training, of the network that is trained now.
pub fn training_chart(epochs: &[Progress], most: u32) -> LossChart {
    let now = epochs.last().map_or(0, |progress| progress.network);
    let shown = || epochs.iter().filter(|progress| progress.network == now);
    LossChart {
        training: shown().map(|progress| progress.loss).collect(),
        validation: shown().map(|progress| progress.validation_loss).collect(),
        epochs: most as usize,
        best: shown().filter(|progress| progress.best).map(|progress| progress.epoch as usize).next_back(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_network_that_is_trained_now_is_shown() {
        let epoch =
            |network, epoch, validation_loss, best| Progress { network, epoch, loss: 0.5, validation_loss, best };
        let epochs = [epoch(1, 1, 0.4, true), epoch(2, 1, 0.3, true), epoch(2, 2, 0.35, false)];
        let chart = training_chart(&epochs, 50);
        assert_eq!((chart.validation, chart.best, chart.epochs), (vec![0.3, 0.35], Some(1), 50));
    }
}
