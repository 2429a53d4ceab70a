//! The links of a network: what `links.csv` says of them, and what their files hold.

use super::parameter::Parameter;
use super::read::{Origin, Reading};
use super::rejection::{Example, Rejections};
use super::samples::{Minute, SampleCounts, Samples};
use engine::protocol::cow::LossDb;
use numbers::units::Kilometres;
use std::cmp::Ordering;

mod sense;
mod table;

pub use table::{LinkRow, read_links};

/// A link with everything measured on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// Origin of its times.
    pub origin: Origin,
    /// Lines of its files.
    pub lines: u64,
    /// Lines and values that are not used, by reason, without examples: those are with the files.
    pub rejected: Rejections,
    /// What was read in the likely way, or is not used, and is to be known.
    pub remarks: Vec<String>,
    /// Parameters of it that are not used until the user says more of them, with the reason.
    pub doubts: Vec<String>,
    /// Its parameters, in the order of [`Parameter::ALL`].
    pub measured: Vec<MeasuredParameter>,
}

/// The samples of one parameter of a link.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredParameter {
    /// The parameter.
    pub parameter: Parameter,
    /// Its samples, minute by minute.
    pub minutes: Vec<Minute>,
    /// Counts of its samples: how many were out of order, duplicates or late.
    pub order: SampleCounts,
}

/// A table of links that cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum LinksProblem {
    /// No header with a column for the link.
    #[error("its first line must name its columns: link, length_km and link_loss_db or link_loss")]
    NoHeader,
    /// A line that does not have as many fields as the header, or cannot be split.
    #[error("{0}: it does not have as many fields as the header")]
    Fields(Example),
    /// A link without a name.
    #[error("{0}: the name of the link is missing")]
    NoName(Example),
    /// A link that is listed twice.
    #[error("{0}: this link is listed twice")]
    Twice(Example),
    /// A value that is not a number, or is outside its domain.
    #[error("{line}: “{text}” is not {wanted}")]
    Number {
        /// The line.
        line: Example,
        /// The text found.
        text: String,
        /// The expected value.
        wanted: &'static str,
    },
}

/// The links of some files, sorted by name.
///
/// Where some files of a link have dates and others only times since a start, the dates are used: the others cannot be put beside them,
/// and are told among the [`doubts`](Link::doubts) of the link.
pub fn links(readings: Vec<Reading>) -> Vec<Link> {
    let mut links: Vec<Growing> = Vec::new();
    for reading in readings {
        let alone = reading.links.len() == 1;
        for (name, lines) in &reading.links {
            let link = grow(&mut links, name, reading.origin);
            // A line that names no link belongs to the only one of the file.
            link.lines += if alone { reading.lines } else { *lines };
            if alone {
                link.rejected.add_counts(&reading.rejected);
            }
        }
        for series in reading.series {
            let link = grow(&mut links, &series.link, reading.origin);
            if !alone {
                link.rejected.add_counts(&series.rejected);
            }
            let i = series.parameter.index();
            link.stated[i] |= series.stated;
            link.minus_one_us[i].extend(series.minus_one_us);
            link.samples[i].merge(series.samples);
        }
    }
    let (dated, adrift): (Vec<Growing>, Vec<Growing>) =
        links.into_iter().partition(|link| link.origin == Origin::Epoch);
    let mut found: Vec<Link> = dated.into_iter().map(Growing::finish).collect();
    for link in adrift {
        match found.iter_mut().find(|dated| dated.name == link.name) {
            Some(dated) => dated.doubts.push(format!(
                "the times of some of its files count from a start that is not known ({} lines); they are not used, since others have dates",
                link.lines
            )),
            None => found.push(link.finish()),
        }
    }
    found.sort_by(|a, b| compare(&a.name, &b.name));
    found
}

struct Growing {
    name: String,
    origin: Origin,
    lines: u64,
    rejected: Rejections,
    stated: [bool; Parameter::ALL.len()],
    minus_one_us: [Vec<i64>; Parameter::ALL.len()],
    samples: [Samples; Parameter::ALL.len()],
}

fn grow<'a>(links: &'a mut Vec<Growing>, name: &str, origin: Origin) -> &'a mut Growing {
    let known = links.iter().position(|link| link.name == name && link.origin == origin);
    let at = known.unwrap_or_else(|| {
        links.push(Growing {
            name: name.to_owned(),
            origin,
            lines: 0,
            rejected: Rejections::default(),
            stated: Default::default(),
            minus_one_us: Default::default(),
            samples: Default::default(),
        });
        links.len() - 1
    });
    &mut links[at]
}

impl Growing {
    fn finish(mut self) -> Link {
        let mut remarks = Vec::new();
        self.count_outages(&mut remarks);
        let measured = Parameter::ALL.into_iter().zip(self.samples).filter(|(_, samples)| !samples.is_empty());
        let measured = measured.map(|(parameter, samples)| {
            let (minutes, order) = samples.finish();
            MeasuredParameter { parameter, minutes, order }
        });
        let mut link = Link {
            name: self.name,
            origin: self.origin,
            lines: self.lines,
            rejected: self.rejected,
            remarks,
            doubts: Vec::new(),
            measured: measured.collect(),
        };
        sense::leave_what_is_no_measurement(&mut link);
        sense::doubt_what_makes_no_sense(&mut link, &self.stated);
        link
    }

    /// Key rates of −1 at times at which QBER or visibility are −1 too: there was no key.
    fn count_outages(&mut self, remarks: &mut Vec<String>) {
        let rate = Parameter::KeyRate.index();
        let mut others: Vec<i64> =
            self.minus_one_us.iter().enumerate().filter(|(i, _)| *i != rate).flat_map(|(_, t)| t.clone()).collect();
        others.sort_unstable();
        let times: Vec<i64> =
            self.minus_one_us[rate].iter().copied().filter(|time| others.binary_search(time).is_ok()).collect();
        times.iter().for_each(|time| self.samples[rate].push(*time, 0.0));
        if !times.is_empty() {
            remarks.push(format!(
                "{} times with −1 for the key rate and for QBER or visibility: read as a key rate of 0",
                times.len()
            ));
        }
    }
}

/// Natural order of names: 2 before 10.
fn compare(a: &str, b: &str) -> Ordering {
    let parts = |text: &str| -> Vec<(u64, String)> {
        let chunks = text.as_bytes().chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
        let part = |chunk: &[u8]| {
            let text = String::from_utf8_lossy(chunk).into_owned();
            (text.parse().unwrap_or(u64::MAX), text)
        };
        chunks.map(part).collect()
    };
    parts(a).cmp(&parts(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_comes_after_two() {
        let mut names = ["10", "2", "link", "1b", "1", "a10", "a9", ""];
        names.sort_by(|a, b| compare(a, b));
        assert_eq!(names, ["", "1", "1b", "2", "10", "a9", "a10", "link"]);
    }
}
