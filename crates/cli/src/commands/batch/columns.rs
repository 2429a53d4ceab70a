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
    pub(super) fn read(fields: Vec<String>) -> Result<Columns, Vec<BatchProblem>> {
        let names: Vec<String> = fields.iter().map(|name| name.trim().to_owned()).collect();
        let (mut problems, mut seen) = (Vec::new(), BTreeSet::new());
        for name in &names {
            if !seen.insert(name.as_str()) {
                problems.push(BatchProblem::Twice(name.clone()));
            }
            problems.extend(nearly(name).map(|ours| BatchProblem::Spelt { typed: name.clone(), name: ours }));
        }
        let distances = DISTANCES.map(|name| names.iter().position(|other| other == name));
        if let [Some(_), Some(_)] = distances {
            problems.push(BatchProblem::TwoDistances);
        }
        let parameters: Vec<(usize, Key)> =
            names.iter().enumerate().flat_map(|(i, name)| Key::all_named(name).map(move |key| (i, key))).collect();
        let one_of_both = |key: &Key| Key::all_named(ISOLATION).any(|one| one == *key);
        if seen.contains(ISOLATION) && parameters.iter().any(|(i, key)| names[*i] != ISOLATION && one_of_both(key)) {
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
        if problems.is_empty() { Ok(Columns { names, parameters, distance, results }) } else { Err(problems) }
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

/// The known name that differs from this one only in capitals, hyphens and spaces.
fn nearly(name: &str) -> Option<&'static str> {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let all = TABLE.iter().map(|param| param.name).chain(DISTANCES);
    all.into_iter().find(|ours| *ours != name && plain(ours) == plain(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(header: &str) -> Result<Columns, Vec<BatchProblem>> {
        Columns::read(header.split(',').map(str::to_owned).collect())
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
    fn a_result_gives_way_to_a_column_of_its_name() {
        let columns = read("link,p_signal,distance_km").unwrap();
        let renamed: Vec<&String> = columns.results.iter().filter(|name| name.starts_with(RENAMED)).collect();
        assert_eq!(renamed, ["result_p_signal", "result_link"]);
        assert_eq!(read("dark,link,result_link"), Err(vec![BatchProblem::Taken { name: "link".to_owned() }]));
        assert_eq!(read("dark,error").unwrap().error(), "result_error");
    }
}
