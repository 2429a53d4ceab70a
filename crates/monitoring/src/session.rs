//! All data of a network, kept for any number of analyses.

use super::cow::{FitParameter, FreeParameters};
use super::links::{Link, LinkRow, links};
use super::parameter::Parameter;
use super::read::Reading;
use super::report::{LinkReport, ModelReport, model};
use super::samples::MINUTE_US;
use super::windows::{WindowWidth, Windows};
use engine::protocol::cow::Parameters;

/// The links of a set of files, with the table of their lengths and losses.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Session {
    links: Vec<Link>,
    rows: Vec<LinkRow>,
}

impl Session {
    /// Combines files.
    pub fn new(readings: Vec<Reading>, rows: Vec<LinkRow>) -> Session {
        Session { links: links(readings), rows }
    }

    /// The links.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The table of links.
    pub fn rows(&self) -> &[LinkRow] {
        &self.rows
    }

    /// A report on every link.
    pub fn reports(&self, width: WindowWidth) -> Vec<LinkReport> {
        self.links.iter().map(|link| LinkReport::of(link, &self.rows, width)).collect()
    }

    /// Links of the table without any measurement.
    pub fn silent(&self) -> Vec<&str> {
        let known = |row: &&LinkRow| self.links.iter().all(|link| link.name != row.link);
        self.rows.iter().filter(known).map(|row| row.link.as_str()).collect()
    }

    /// The 1-minute means of a parameter, each with its start in s.
    pub fn minutes(&self, link: &str, parameter: Parameter) -> Vec<(f64, f64)> {
        let measured = self.named(link).and_then(|link| link.measured.iter().find(|m| m.parameter == parameter));
        let mean =
            |minute: &super::Minute| ((minute.number * MINUTE_US) as f64 / 1e6, minute.sum / f64::from(minute.count));
        measured.map(|measured| measured.minutes.iter().map(mean).collect()).unwrap_or_default()
    }

    /// Compares the COW model with a link; `None` if no window has everything the model needs.
    pub fn model(
        &self,
        link: &str,
        width: WindowWidth,
        device: &Parameters,
        solve: Option<FitParameter>,
    ) -> Option<ModelReport> {
        model(device, &Windows::of(self.named(link)?, width), &FreeParameters::ALL, solve)
    }

    fn named(&self, name: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Hints, read};

    #[test]
    fn a_session_shows_the_same_as_its_files() {
        let file = |name: &str, text: &str| read(name, text.as_bytes(), Hints::default()).unwrap();
        let rates =
            file("link2_key_rate.csv", "2024-01-01 00:00:10,100\n2024-01-01 00:00:40,300\n2024-01-01 00:07:00,500\n");
        let rows = crate::read_links(b"link,length_km\n2,40\n9,50\n").unwrap();
        let session = Session::new(vec![rates], rows);
        assert_eq!(session.silent(), ["9"]);
        let start = 1_704_067_200.0;
        assert_eq!(session.minutes("2", Parameter::KeyRate), [(start, 200.0), (start + 420.0, 500.0)]);
        assert_eq!(session.minutes("2", Parameter::Qber), []);
        let [report] = &session.reports(WindowWidth::STANDARD)[..] else { panic!("one link") };
        assert_eq!(report.summary(Parameter::KeyRate).map(|s| s.mean), Some(300.0));
        assert_eq!(report.length_km(), Some(40.0));
        // Without QBER and visibility there is nothing to model.
        assert_eq!(session.model("2", WindowWidth::STANDARD, &Parameters::default(), None), None);
    }
}
