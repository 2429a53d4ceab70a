//! What the columns of a table are, and what those of the results are called.

use super::problem::BatchProblem;
use engine::scenario::{ISOLATION, Key, TABLE};
use std::collections::BTreeSet;
use view::export::{LINK, columns as exported};

/// Names of a column of distances.
const DISTANCES: [&str; 2] = ["distance_km", "distance"];
const REACH: [&str; 3] =
    ["reach_km", "km", "distance where the key ends: 0 without any key, inf (null in JSON) beyond 1000 km"];
const ERROR: [&str; 3] = ["error", "", "why the row has no result, with the number of its line; usually empty"];
/// In front of the name of a result that the table has a column for.
const RENAMED: &str = "result_";

/// The columns of a table of links.
#[derive(Debug, PartialEq)]
pub(super) struct Columns {
    /// All names, in their order.
    pub(super) names: Vec<String>,
    /// The sign between them.
    pub(super) separator: u8,
    /// Units that names have in brackets, for numbers without one.
    pub(super) units: Vec<Option<String>>,
    /// Names that are not spelt as ours, with what they are taken for.
    taken_for: Vec<(String, &'static str)>,
    /// The columns of parameters.
    pub(super) parameters: Vec<(usize, Key)>,
    /// The column of distances.
    pub(super) distance: Option<usize>,
    /// Names of the results.
    pub(super) results: Vec<String>,
}

impl Columns {
    /// The meaning of these names.
    ///
    /// # Errors
    /// Every name that is not accepted.
    pub(super) fn read(fields: Vec<String>, separator: u8) -> Result<Columns, Vec<BatchProblem>> {
        let names: Vec<String> = fields.iter().map(|name| name.trim().to_owned()).collect();
        let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
        let (mut units, mut taken_for, mut meant) = (Vec::new(), Vec::new(), Vec::new());
        for name in &names {
            let fresh = seen.insert(name.as_str());
            if !fresh {
                problems.push(BatchProblem::Twice(name.clone()));
            }
            let (bare, unit) = with_unit(name);
            let ours = if Key::all_named(name).next().is_some() { None } else { nearly(bare) };
            units.push(ours.and(unit).map(str::to_owned));
            taken_for.extend(ours.filter(|ours| *ours != name).map(|ours| (name.clone(), ours)));
            let ours = ours.unwrap_or(name);
            if fresh && meant.contains(&ours) {
                problems.push(BatchProblem::TwiceMeant { typed: name.clone(), name: ours.to_owned() });
            }
            meant.push(ours);
        }
        let distances = DISTANCES.map(|name| meant.iter().position(|other| *other == name));
        if let [Some(_), Some(_)] = distances {
            problems.push(BatchProblem::TwoDistances);
        }
        let parameters: Vec<(usize, Key)> =
            meant.iter().enumerate().flat_map(|(i, name)| Key::all_named(name).map(move |key| (i, key))).collect();
        let one_of_both = |key: &Key| Key::all_named(ISOLATION).any(|one| one == *key);
        if meant.contains(&ISOLATION) && parameters.iter().any(|(i, key)| meant[*i] != ISOLATION && one_of_both(key)) {
            problems.push(BatchProblem::TwoIsolations);
        }
        let distance = distances.into_iter().flatten().next();
        if problems.is_empty() && parameters.is_empty() && distance.is_none() {
            problems.push(BatchProblem::NothingVaries {
                columns: names.join(", "),
                names: TABLE.map(|param| param.name).join(", "),
            });
        }
        let mut results = Vec::new();
        for [name, ..] in of_results(distance.is_some()) {
            match (seen.contains(name), seen.contains(format!("{RENAMED}{name}").as_str())) {
                (false, _) => results.push(name.to_owned()),
                (true, false) => results.push(format!("{RENAMED}{name}")),
                (true, true) => problems.push(BatchProblem::Taken { name: name.to_owned() }),
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Columns { separator, units, taken_for, parameters, distance, results, names })
    }

    /// Name of the column with the reasons.
    pub(super) fn error(&self) -> &str {
        self.results.last().map_or(ERROR[0], String::as_str)
    }

    /// Notes on the columns, to be printed before any row.
    pub(super) fn notes(&self) -> Vec<String> {
        let carried: Vec<&str> = (0..self.names.len())
            .filter(|i| Some(*i) != self.distance && self.parameters.iter().all(|(j, _)| j != i))
            .map(|i| self.names[i].as_str())
            .collect();
        let renamed: Vec<&str> =
            self.results.iter().map(String::as_str).filter(|name| name.starts_with(RENAMED)).collect();
        let mut notes = Vec::new();
        if !self.taken_for.is_empty() {
            let taken: Vec<String> = self.taken_for.iter().map(|(typed, ours)| format!("{typed} as {ours}")).collect();
            notes.push(format!("columns read under another name: {}", taken.join(", ")));
        }
        if !carried.is_empty() {
            notes.push(format!("carried through, as they are no parameters: {}", carried.join(", ")));
        }
        if !renamed.is_empty() {
            notes.push(format!("results renamed, as the table has columns of their names: {}", renamed.join(", ")));
        }
        notes
    }
}

/// The columns of the results: name, unit, meaning. The terms of the key rate belong to a distance.
pub(super) fn of_results(distance: bool) -> impl Iterator<Item = [&'static str; 3]> + Clone {
    // Other formats say them once, above the rows.
    let everywhere = |[name, unit, means]: [&'static str; 3]| [name, unit, means.split(" (").next().unwrap_or(means)];
    let words = exported().skip_while(|[name, ..]| *name != LINK).map(everywhere);
    let terms = exported().skip(1).take_while(|[name, ..]| *name != LINK).filter(move |_| distance);
    std::iter::once(REACH).chain(terms).chain(words).chain([ERROR])
}

/// The name that a spreadsheet would call a parameter: one that differs from ours only in capitals, hyphens and spaces, the label that
/// the page shows, or another usual one.
fn nearly(name: &str) -> Option<&'static str> {
    const OTHERS: [(&str, &str); 6] = [
        ("dark_counts", "dark"),
        ("dark_count", "dark"),
        ("bit_rate", "bitrate"),
        ("attenuation", "alpha"),
        ("fiber_loss", "alpha"),
        ("detector_efficiency", "eff"),
    ];
    let plain = |text: &str| text.trim().to_lowercase().replace(['-', ' '], "_");
    let wanted = plain(name);
    let ours = TABLE.iter().map(|param| param.name).chain(DISTANCES).find(|ours| plain(ours) == wanted);
    let label = || TABLE.iter().find(|param| plain(param.label) == wanted).map(|param| param.name);
    ours.or_else(label).or_else(|| OTHERS.iter().find(|(other, _)| *other == wanted).map(|(_, ours)| *ours))
}

/// A name without the unit in brackets behind it, and this.
fn with_unit(name: &str) -> (&str, Option<&str>) {
    let inside = name.trim_end().strip_suffix([')', ']']).and_then(|rest| rest.split_once(['(', '[']));
    inside.map_or((name, None), |(bare, unit)| (bare.trim(), Some(unit.trim()).filter(|unit| !unit.is_empty())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Result<Columns, Vec<BatchProblem>> {
        Columns::read(header.split(',').map(str::to_owned).collect(), b',')
    }

    #[test]
    fn parameters_distance_and_the_rest() {
        let columns = read("id, dark ,distance,site").unwrap();
        assert_eq!((columns.parameters.as_slice(), columns.distance), (&[(1, Key::Dark)][..], Some(2)));
        assert_eq!(columns.notes(), ["carried through, as they are no parameters: id, site"]);
        assert_eq!(columns.results[..3], ["reach_km", "key_rate_bit_s", "qber"]);
        assert_eq!(read("isolation,distance").unwrap().parameters, [(0, Key::IsoFor), (0, Key::IsoBack)]);
        assert_eq!(read("isolation,iso_for").unwrap_err(), [BatchProblem::TwoIsolations]);
        assert_eq!(read("dark").unwrap().results, ["reach_km", "link", "version", "source", "error"]);
    }

    #[test]
    fn names_of_spreadsheets() {
        let columns = read("site,Distance (km),alpha (dB/km),dark counts,bit rate [Gbit/s]").unwrap();
        assert_eq!(columns.parameters, [(2, Key::Alpha), (3, Key::Dark), (4, Key::Bitrate)]);
        let units: Vec<&str> = columns.units.iter().map(|unit| unit.as_deref().unwrap_or("")).collect();
        assert_eq!((columns.distance, units), (Some(1), vec!["", "km", "dB/km", "", "Gbit/s"]));
        assert_eq!(
            columns.notes()[0],
            "columns read under another name: Distance (km) as distance, alpha (dB/km) as alpha, dark counts as dark, bit rate \
             [Gbit/s] as bitrate"
        );
        let twice = BatchProblem::TwiceMeant { typed: "Dark".to_owned(), name: "dark".to_owned() };
        assert_eq!(read("dark,Dark"), Err(vec![twice]));
    }

    #[test]
    fn a_result_gives_way_to_a_column_of_its_name() {
        let columns = read("link,p_signal,distance_km").unwrap();
        let renamed: Vec<&String> = columns.results.iter().filter(|name| name.starts_with(RENAMED)).collect();
        assert_eq!(renamed, ["result_p_signal", "result_link"]);
        assert_eq!(read("dark,link,result_link"), Err(vec![BatchProblem::Taken { name: "link".to_owned() }]));
        assert_eq!(read("dark,error").unwrap().error(), "result_error");
    }
}
