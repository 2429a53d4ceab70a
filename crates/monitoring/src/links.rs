//! The links of a network: what `links.csv` says of them, and what their files hold.

use super::parameter::Parameter;
use super::read::{Origin, Reading};
use super::rejection::{Example, Rejections};
use super::samples::{Minute, SampleCounts, Samples};
use engine::protocol::cow::LossDb;
use numbers::units::Kilometres;
use std::cmp::Ordering;

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

/// Files of one link that cannot be combined.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "link {0}: some of its files have dates, others seconds since a start; they cannot be combined, so read them separately"
)]
pub struct MixedOrigins(pub String);

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
/// # Errors
/// [`MixedOrigins`].
pub fn links(readings: Vec<Reading>) -> Result<Vec<Link>, MixedOrigins> {
    let mut links: Vec<Growing> = Vec::new();
    for reading in readings {
        let alone = reading.links.len() == 1;
        for (name, lines) in &reading.links {
            let link = grow(&mut links, name, reading.origin)?;
            // A line that names no link belongs to the only one of the file.
            link.lines += if alone { reading.lines } else { *lines };
            if alone {
                link.rejected.add_counts(&reading.rejected);
            }
        }
        for series in reading.series {
            let link = grow(&mut links, &series.link, reading.origin)?;
            if !alone {
                link.rejected.add_counts(&series.rejected);
            }
            link.samples[series.parameter.index()].merge(series.samples);
        }
    }
    links.sort_by(|a, b| compare(&a.name, &b.name));
    Ok(links.into_iter().map(Growing::finish).collect())
}

struct Growing {
    name: String,
    origin: Origin,
    lines: u64,
    rejected: Rejections,
    samples: [Samples; Parameter::ALL.len()],
}

fn grow<'a>(links: &'a mut Vec<Growing>, name: &str, origin: Origin) -> Result<&'a mut Growing, MixedOrigins> {
    let at = links.iter().position(|link| link.name == name).unwrap_or_else(|| {
        let (name, samples) = (name.to_owned(), Default::default());
        links.push(Growing { name, origin, lines: 0, rejected: Rejections::default(), samples });
        links.len() - 1
    });
    if links[at].origin == origin { Ok(&mut links[at]) } else { Err(MixedOrigins(name.to_owned())) }
}

impl Growing {
    fn finish(self) -> Link {
        let measured = Parameter::ALL.into_iter().zip(self.samples).filter(|(_, samples)| !samples.is_empty());
        let measured = measured.map(|(parameter, samples)| {
            let (minutes, order) = samples.finish();
            MeasuredParameter { parameter, minutes, order }
        });
        let measured = measured.collect();
        Link { name: self.name, origin: self.origin, lines: self.lines, rejected: self.rejected, measured }
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
