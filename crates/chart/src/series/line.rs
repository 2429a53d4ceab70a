//! A line over time: its gaps, its nearest point, and its reduction to what pixels can show.

use crate::role::SeriesRole;

/// Values over time.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeLine {
    /// Its name.
    pub name: String,
    /// Its colour.
    pub role: SeriesRole,
    /// Whether it is dashed.
    pub dashed: bool,
    /// Whether it is emphasised.
    pub bold: bool,
    /// Times, s, and values in the order of time. A value that is not a finite number breaks the line.
    pub points: Vec<(f64, f64)>,
    /// Distance of two points above which the line is broken, s.
    pub gap_s: f64,
    /// Areas around it in its colour, the widest first.
    pub bands: Vec<TimeBand>,
}

/// An area over time, such as a prediction interval.
#[derive(Debug, Clone, PartialEq)]
pub struct TimeBand {
    /// Its name, for the legend; empty for none.
    pub name: String,
    /// Times, s, and lower and upper values, in the order of time; broken like the line.
    pub points: Vec<(f64, f64, f64)>,
}

impl TimeLine {
    /// The point with a finite value that is nearest to a time, the earlier one of two.
    ///
    /// ```
    /// use chart::{SeriesRole, TimeLine};
    /// let points = vec![(0.0, 950.0), (600.0, f64::NAN), (1200.0, 970.0)];
    /// let line = TimeLine {
    ///     name: "key rate".into(), role: SeriesRole::Measured, dashed: false, bold: false, points, gap_s: 600.0, bands: vec![],
    /// };
    /// assert_eq!(line.nearest(599.0), Some((0.0, 950.0)));
    /// assert_eq!(line.nearest(601.0), Some((1200.0, 970.0)));
    /// ```
    pub fn nearest(&self, time_s: f64) -> Option<(f64, f64)> {
        let after = self.points.partition_point(|(time, _)| *time < time_s);
        let known = |point: &&(f64, f64)| point.1.is_finite();
        let before = self.points[..after].iter().rev().find(known);
        let next = self.points[after..].iter().find(known);
        match (before, next) {
            (Some(a), Some(b)) => Some(if time_s - a.0 <= b.0 - time_s { *a } else { *b }),
            (a, b) => a.or(b).copied(),
        }
    }

    /// The parts of the line between its gaps, from a time to a time and with a point beyond either.
    pub(super) fn parts(&self, shown: (f64, f64)) -> Vec<&[(f64, f64)]> {
        parts(&self.points, shown, self.gap_s, |point| point.0, |point| point.1.is_finite())
    }
}

impl TimeBand {
    pub(super) fn parts(&self, shown: (f64, f64), gap_s: f64) -> Vec<&[(f64, f64, f64)]> {
        parts(&self.points, shown, gap_s, |point| point.0, |point| point.1.is_finite() && point.2.is_finite())
    }
}

/// The parts of points between gaps, from a time to a time and with a point beyond either.
fn parts<P>(
    points: &[P],
    (from, to): (f64, f64),
    gap_s: f64,
    time: impl Fn(&P) -> f64,
    is_known: impl Fn(&P) -> bool,
) -> Vec<&[P]> {
    let first = points.partition_point(|point| time(point) < from).saturating_sub(1);
    let last = (points.partition_point(|point| time(point) <= to) + 1).min(points.len());
    let seen = points.get(first..last).unwrap_or_default();
    seen.split(|point| !is_known(point))
        .flat_map(|part| part.chunk_by(|a, b| time(b) - time(a) <= gap_s))
        .filter(|part| !part.is_empty())
        .collect()
}

/// The points of a part, px, at most four per column of pixels: the first, the lowest, the highest and the last one, which loses nothing
/// that a screen can show.
pub(super) fn thinned(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let columns = points.chunk_by(|a, b| a.0.floor() == b.0.floor());
    let mut kept = Vec::new();
    for column in columns {
        if column.len() <= 4 {
            kept.extend_from_slice(column);
            continue;
        }
        let by_height = |a: &(usize, &(f64, f64)), b: &(usize, &(f64, f64))| a.1.1.total_cmp(&b.1.1);
        let numbered = || column.iter().enumerate();
        let ends = [numbered().min_by(by_height), numbered().max_by(by_height)].map(|end| end.map_or(0, |(i, _)| i));
        let mut indices = [0, ends[0].min(ends[1]), ends[0].max(ends[1]), column.len() - 1].to_vec();
        indices.dedup();
        kept.extend(indices.into_iter().map(|i| column[i]));
    }
    kept
}

/// The points of a band, px, one a column of pixels: the extent of all of them.
pub(super) fn thinned_band(points: &[(f64, f64, f64)]) -> Vec<(f64, f64, f64)> {
    let columns = points.chunk_by(|a, b| a.0.floor() == b.0.floor());
    let extent = |column: &[(f64, f64, f64)]| {
        let low = column.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
        let high = column.iter().map(|p| p.2).fold(f64::INFINITY, f64::min);
        // The ends of a part stay where they are.
        [column.first(), column.last().filter(|_| column.len() > 1)]
            .into_iter()
            .flatten()
            .map(|p| (p.0, low, high))
            .collect()
    };
    columns.flat_map(|column| -> Vec<_> { extent(column) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn line(points: Vec<(f64, f64)>, gap_s: f64) -> TimeLine {
        TimeLine {
            name: String::new(),
            role: SeriesRole::Measured,
            dashed: false,
            bold: false,
            points,
            gap_s,
            bands: Vec::new(),
        }
    }

    #[test]
    fn gaps_are_gaps() {
        let nan = f64::NAN;
        let points = vec![(0.0, 1.0), (10.0, 1.0), (21.0, 1.0), (31.0, nan), (35.0, 1.0), (45.0, 1.0), (55.0, 1.0)];
        let parts = |from, to| line(points.clone(), 10.0).parts((from, to)).iter().map(|p| p.len()).collect::<Vec<_>>();
        assert_eq!(parts(0.0, 100.0), [2, 1, 3]);
        assert_eq!(parts(40.0, 41.0), [2]);
        assert_eq!(parts(5.0, 8.0), [2]);
        assert_eq!(parts(60.0, 70.0), [1]);
        assert_eq!(parts(-9.0, -5.0), [1]);
        assert!(line(Vec::new(), 1.0).parts((0.0, 1.0)).is_empty());
    }

    #[test]
    fn no_nearest_of_no_points() {
        assert_eq!(line(vec![(0.0, f64::NAN)], 1.0).nearest(0.0), None);
        assert_eq!(line(vec![(0.0, 1.0), (2.0, 3.0)], 1.0).nearest(1.0), Some((0.0, 1.0)));
        assert_eq!(line(vec![(0.0, 1.0), (2.0, 3.0)], 1.0).nearest(9.0), Some((2.0, 3.0)));
    }

    proptest! {
        #[test]
        fn the_nearest_point_is_the_nearest(times in prop::collection::vec(0i32..500, 1..40), at in -50.0f64..550.0) {
            let mut times: Vec<f64> = times.into_iter().map(f64::from).collect();
            times.sort_by(f64::total_cmp);
            let found = line(times.iter().map(|&t| (t, 1.0)).collect(), 1.0).nearest(at);
            let least = times.iter().map(|t| (t - at).abs()).fold(f64::INFINITY, f64::min);
            prop_assert_eq!(found.map(|(t, _)| (t - at).abs()), Some(least));
        }

        #[test]
        fn thinning_hides_nothing(steps in prop::collection::vec((0.0f64..0.4, 0.0f64..300.0), 1..300)) {
            let points: Vec<(f64, f64)> = steps.iter().scan(0.0, |x, &(step, y)| { *x += step; Some((*x, y)) }).collect();
            let kept = thinned(&points);
            prop_assert!(kept.iter().all(|point| points.contains(point)));
            prop_assert!(kept.windows(2).all(|pair| pair[0].0 <= pair[1].0));
            for column in points.chunk_by(|a, b| a.0.floor() == b.0.floor()) {
                let of: Vec<_> = kept.iter().filter(|p| p.0.floor() == column[0].0.floor()).collect();
                prop_assert!(of.len() <= 4);
                let ends = |ys: &mut dyn Iterator<Item = f64>| {
                    ys.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), y| (a.min(y), b.max(y)))
                };
                prop_assert_eq!(ends(&mut of.iter().map(|p| p.1)), ends(&mut column.iter().map(|p| p.1)));
            }
            // A band reaches as far as all its points.
            let band: Vec<_> = points.iter().map(|&(x, y)| (x, y + 5.0, y)).collect();
            let lowest = |band: &[(f64, f64, f64)]| band.iter().map(|p| p.1).fold(f64::NEG_INFINITY, f64::max);
            prop_assert_eq!(lowest(&thinned_band(&band)), lowest(&band));
        }
    }
}
