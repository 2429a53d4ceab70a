//! Samples of one parameter, sorted, merged and gathered into minutes while they come.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A minute, µs.
pub(super) const MINUTE_US: i64 = 60_000_000;

/// Samples kept one by one (16 MiB) before the minutes they fill are closed.
const MAX_OPEN: usize = 1 << 20;

/// The samples of a minute as their sum, from which the mean of any window of whole minutes follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Minute {
    /// Number of the minute, counted from the origin of the times.
    pub number: i64,
    /// Sum of the samples.
    pub sum: f64,
    /// Number of samples.
    pub count: u32,
}

/// Counts of the samples of a series, and what was unusual about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SampleCounts {
    /// Samples that were read.
    pub samples: u64,
    /// Samples that came after a later one; they are sorted in.
    pub unordered: u64,
    /// Samples with the same time as another; their mean is used.
    pub duplicates: u64,
    /// Samples that came after their minute was closed. They are used, but whether they are duplicates is not known.
    pub late: u64,
    /// Time of the first sample, µs, and of the last one.
    pub span_us: Option<(i64, i64)>,
}

/// Samples; only the newest are kept one by one.
///
/// Up to a million of them are sorted and merged exactly, whatever their order; longer series are exact as long as no sample comes a
/// million others too late.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Samples {
    open: Vec<(i64, f64)>,
    closed: BTreeMap<i64, (f64, u32)>,
    order: SampleCounts,
    newest_us: Option<i64>,
    /// Closed samples that have the time of another one with another value.
    different: u64,
}

/// What is unusual about the stamps of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamps {
    /// Samples that have the time of another one with another value.
    pub(super) different: u64,
    /// The largest step that all times of the newest samples are multiples of, µs.
    pub(super) step_us: Option<i64>,
}

/// Samples with the time of another one and another value, in the order of time.
fn different(samples: &[(i64, f64)]) -> u64 {
    let same = samples.chunk_by(|a, b| a.0 == b.0).filter(|same| same.iter().any(|(_, value)| *value != same[0].1));
    same.map(|same| same.len() as u64 - 1).sum()
}

impl Samples {
    /// Takes a sample: its time in µs and its finite value.
    pub fn push(&mut self, time_us: i64, value: f64) {
        self.order.unordered += u64::from(self.newest_us.is_some_and(|newest| time_us < newest));
        self.newest_us = Some(self.newest_us.map_or(time_us, |newest| newest.max(time_us)));
        self.order.samples += 1;
        let (first, last) = self.order.span_us.unwrap_or((time_us, time_us));
        self.order.span_us = Some((first.min(time_us), last.max(time_us)));
        self.open.push((time_us, value));
        if self.open.len() >= MAX_OPEN {
            // The next sample may have the time of this one.
            self.close(Some(time_us.div_euclid(MINUTE_US)));
        }
    }

    /// Takes the samples of another file. Which of the two comes first changes nothing.
    pub fn merge(&mut self, other: Samples) {
        let SampleCounts { samples, unordered, duplicates, late, span_us } = other.order;
        self.order.samples += samples;
        self.order.unordered += unordered;
        self.order.duplicates += duplicates;
        self.order.late += late;
        self.order.span_us = match (self.order.span_us, span_us) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        self.newest_us = self.newest_us.max(other.newest_us);
        self.different += other.different;
        self.open.extend(other.open);
        for (minute, (sum, count)) in other.closed {
            self.add(minute, sum, count);
        }
        if self.open.len() >= MAX_OPEN {
            self.close(None);
        }
    }

    /// The minutes with samples, in the order of time, and the counts.
    pub fn finish(mut self) -> (Vec<Minute>, SampleCounts) {
        self.close(None);
        let minute = |(number, (sum, count))| Minute { number, sum, count };
        (self.closed.into_iter().map(minute).collect(), self.order)
    }

    /// Time of the first sample and of the last one, µs.
    pub(super) fn span_us(&self) -> Option<(i64, i64)> {
        self.order.span_us
    }

    /// The times of the newest samples.
    pub(super) fn times(&self) -> impl Iterator<Item = i64> {
        self.open.iter().map(|(time, _)| *time)
    }

    /// What is unusual about the stamps.
    pub(super) fn stamps(&mut self) -> Stamps {
        self.sort();
        let different = self.different + different(&self.open);
        let step_us = if different == 0 {
            None
        } else {
            let greatest = self.open.iter().fold(0i64, |step, (time, _)| greatest_common(step, *time));
            (greatest > 0).then_some(greatest)
        };
        Stamps { different, step_us }
    }

    fn sort(&mut self) {
        if !self.open.is_sorted_by(|a, b| a.0 < b.0) {
            // Sorted by value too, so that the order of the lines cannot change the last digit of a sum.
            self.open.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        }
    }

    /// Number of samples.
    pub fn len(&self) -> u64 {
        self.order.samples
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn close(&mut self, but: Option<i64>) {
        self.sort();
        let mut open = std::mem::take(&mut self.open);
        for minute in open.chunk_by(|a, b| a.0.div_euclid(MINUTE_US) == b.0.div_euclid(MINUTE_US)) {
            let number = minute[0].0.div_euclid(MINUTE_US);
            if Some(number) == but {
                self.open.extend_from_slice(minute);
                continue;
            }
            self.different += different(minute);
            let (mut sum, mut count) = (0.0, 0);
            for same in minute.chunk_by(|a, b| a.0 == b.0) {
                sum += same.iter().map(|(_, value)| value).sum::<f64>() / same.len() as f64;
                count += 1;
                self.order.duplicates += same.len() as u64 - 1;
            }
            self.add(number, sum, count);
        }
        if self.open.is_empty() {
            open.clear();
            self.open = open;
        }
        // All in one minute, and still too many: not a clock that a device has.
        if self.open.len() >= MAX_OPEN {
            self.close(None);
        }
    }

    fn add(&mut self, minute: i64, sum: f64, count: u32) {
        match self.closed.get_mut(&minute) {
            Some(closed) => {
                self.order.late += u64::from(count);
                *closed = (closed.0 + sum, closed.1.saturating_add(count));
            }
            None => {
                self.closed.insert(minute, (sum, count));
            }
        }
    }
}

fn greatest_common(a: i64, b: i64) -> i64 {
    if b == 0 { a.abs() } else { greatest_common(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(samples: &[(i64, f64)]) -> (Vec<Minute>, SampleCounts) {
        let mut all = Samples::default();
        samples.iter().for_each(|(time, value)| all.push(*time, *value));
        all.finish()
    }

    #[test]
    fn duplicates_count_once() {
        let (minutes, order) = of(&[(0, 1.0), (1, 2.0), (1, 4.0), (MINUTE_US, 10.0), (-1, 7.0)]);
        let minute = |number, sum, count| Minute { number, sum, count };
        assert_eq!(minutes, [minute(-1, 7.0, 1), minute(0, 4.0, 2), minute(1, 10.0, 1)]);
        let span_us = Some((-1, MINUTE_US));
        assert_eq!(order, SampleCounts { samples: 5, unordered: 1, duplicates: 1, late: 0, span_us });
    }

    #[test]
    fn a_long_series_needs_no_more_memory_and_stays_exact_where_it_is_in_order() {
        let mut samples = Samples::default();
        let count = 3 * MAX_OPEN as i64 + 5;
        for i in 0..count {
            // Each time twice, one a tenth of a second after the other.
            samples.push(i / 2 * 100_000, (i % 2) as f64);
            assert!(samples.open.capacity() <= 2 * MAX_OPEN);
        }
        let late = samples.clone();
        let (minutes, order) = samples.finish();
        assert_eq!((order.duplicates, order.late, order.unordered), (count as u64 / 2, 0, 0));
        assert!(minutes[..minutes.len() - 1].iter().all(|minute| minute.count == 600 && minute.sum == 300.0));
        let mut late = late;
        late.push(0, 1.0);
        assert_eq!(late.finish().1.late, 1);
    }

    proptest! {
        #[test]
        fn neither_order_nor_files_matter(samples in prop::collection::vec((0i64..300, 0.0f64..1.0), 1..60), cut in 0usize..60) {
            let samples: Vec<(i64, f64)> = samples.into_iter().map(|(s, x)| (s * 1_000_000, x)).collect();
            let (minutes, order) = of(&samples);
            let mut sorted = samples.clone();
            sorted.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let (from_sorted, in_order) = of(&sorted);
            prop_assert_eq!(&from_sorted, &minutes);
            prop_assert_eq!(in_order, SampleCounts { unordered: 0, ..order });
            let (a, b) = samples.split_at(cut.min(samples.len()));
            let mut merged = Samples::default();
            a.iter().for_each(|(time, value)| merged.push(*time, *value));
            let mut other = Samples::default();
            b.iter().for_each(|(time, value)| other.push(*time, *value));
            merged.merge(other);
            prop_assert_eq!(merged.finish().0, minutes);
        }
    }
}
