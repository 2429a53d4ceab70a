//! Names for the series of a file, once all of them are known: which labels tell links apart, and which of several series is meant.

use super::super::description::{
    ColumnDescription, FileAnswer, FreeAnswer, OfferedChoice, OpenQuestion, Usage, quoted,
};
use super::super::layout::{ColumnRole, Label};
use super::super::look::{Candidate, Outcome, choose, label_names};
use super::super::{Series, link_named};
use super::{Gathered, Growing};
use crate::parameter::{FileUnit, Parameter};
use crate::rejection::Rejections;
use std::collections::BTreeMap;

/// Share of equal stamps above which they are no accident.
const ACCIDENTS: f64 = 0.01;

/// Series and the lines of each link.
pub(in crate::read) struct Finished {
    pub(in crate::read) series: Vec<Series>,
    pub(in crate::read) links: Vec<(String, u64)>,
    pub(in crate::read) questions: Vec<OpenQuestion>,
    pub(in crate::read) unused: Vec<(String, u64)>,
    /// Names that are left out, with the reason.
    pub(in crate::read) left: Vec<(String, String)>,
    /// Lines and values that are not used.
    pub(in crate::read) rejected: Rejections,
}

impl Gathered {
    /// The series with the names of their links. `others` are columns that may tell series apart, if the user says so.
    pub(in crate::read) fn finish(mut self, others: &[String], columns: &mut [ColumnDescription]) -> Finished {
        self.judge();
        let (undecided, decided): (Vec<Growing>, Vec<Growing>) =
            std::mem::take(&mut self.series).into_iter().partition(|growing| growing.undecided);
        for growing in undecided.iter().filter(|growing| growing.parameter.is_none()) {
            let choices = Parameter::ALL.map(|parameter| OfferedChoice {
                title: parameter.title().to_owned(),
                option: format!("--take {}", quoted(&format!("{}={}", growing.name, parameter.name()))),
                answer: FileAnswer::Role(growing.name.clone(), ColumnRole::Value(parameter, None)),
            });
            let text = format!("neither its name nor its values show which parameter “{}” is: choose it", growing.name);
            self.questions.push(OpenQuestion {
                columns: vec![growing.name.clone()],
                text,
                choices: choices.into(),
                free: None,
            });
        }
        for growing in decided.iter().filter(|growing| self.rows[growing.row].name.is_empty()) {
            if let Some(column) = columns.iter_mut().find(|column| column.name == growing.name) {
                column.unit = growing.unit.or(column.unit);
                column.usage = growing.parameter.map_or(column.usage, Usage::Value);
                if growing.unit_by_values && growing.unit == Some(FileUnit::Percent) {
                    column.why += ", in per cent by its values";
                }
            }
        }
        let mut left = Vec::new();
        let named = self.name(decided, &mut left);
        let mut by_link: BTreeMap<(String, Parameter), Vec<(Growing, String)>> = BTreeMap::new();
        let mut order: Vec<(String, Parameter)> = Vec::new();
        let mut lines: Vec<(String, u64, Vec<usize>)> = Vec::new();
        for (growing, link, result) in named {
            let Some(parameter) = growing.parameter else { continue };
            match lines.iter_mut().find(|(known, ..)| *known == link) {
                Some((_, count, seen)) => {
                    if !seen.contains(&growing.lines) {
                        seen.push(growing.lines);
                        *count += self.links[growing.lines].lines;
                    }
                }
                None => lines.push((link.clone(), self.links[growing.lines].lines, vec![growing.lines])),
            }
            let place = (link, parameter);
            if !order.contains(&place) {
                order.push(place.clone());
            }
            by_link.entry(place).or_default().push((growing, result));
        }
        let mut series = Vec::new();
        for place in order {
            let Some(all) = by_link.remove(&place) else { continue };
            let Some(mut merged) = self.one_result(all, &mut left) else { continue };
            if let Some(question) = doubled(&mut merged, &place, others) {
                if !self.questions.iter().any(|known| known.text == question.text) {
                    self.questions.push(question);
                }
                continue;
            }
            series.push(Series {
                link: place.0,
                parameter: place.1,
                unit: merged.unit.unwrap_or(FileUnit::Plain),
                parameter_by_values: merged.parameter_by_values,
                unit_by_values: merged.unit_by_values,
                stated: merged.confirmed || !merged.unit_by_values && merged.named.unit.is_some(),
                minus_one_us: merged.minus_one_us,
                rejected: merged.rejected,
                samples: merged.samples,
            });
        }
        let used = |link: &String| series.iter().any(|series| series.link == *link);
        let links = lines.into_iter().filter(|(link, ..)| used(link)).map(|(link, count, _)| (link, count)).collect();
        let (questions, unused, rejected) = (self.questions, self.unused, self.rejected);
        Finished { series, links, questions, unused, left, rejected }
    }

    /// Each series with its link and the result of a query that it belongs to; those that others stand for are left out.
    fn name(&mut self, mut series: Vec<Growing>, left: &mut Vec<(String, String)>) -> Vec<(Growing, String, String)> {
        self.leave_likely_labels(&series);
        let labels = |row: usize| -> Vec<(String, String)> {
            let used = self.rows[row].labels.iter().filter(|(.., kind)| *kind != Label::Results);
            used.map(|(name, value, _)| (name.clone(), value.clone())).collect()
        };
        let sets: Vec<Vec<(String, String)>> = (0..self.rows.len()).map(labels).collect();
        let of_labels = label_names(&sets);
        let result = |row: usize| {
            let results = self.rows[row].labels.iter().filter(|(.., kind)| *kind == Label::Results);
            results.map(|(_, value, _)| value.clone()).collect::<Vec<_>>().join(" ")
        };
        // Names of rows are candidates as names of columns are, among those of the same labels.
        let mut links: Vec<Option<Option<String>>> = vec![None; series.len()];
        let by_rows: Vec<usize> = (0..series.len()).filter(|i| !self.rows[series[*i].row].name.is_empty()).collect();
        let mut groups: BTreeMap<(Option<String>, String), Vec<usize>> = BTreeMap::new();
        for i in by_rows {
            groups.entry((of_labels[series[i].row].clone(), result(series[i].row))).or_default().push(i);
        }
        for group in groups.values() {
            let candidate = |i: &usize| {
                let Growing { named, parameter, .. } = &series[*i];
                let is_link = named.is_link || self.fields_name_links && named.rest.is_some();
                Some(Candidate {
                    index: *i,
                    parameter: (*parameter)?,
                    picked: false,
                    rest: named.rest.clone(),
                    is_link,
                    mean: named.mean,
                    qualified: named.qualified,
                })
            };
            let candidates: Vec<Candidate> = group.iter().filter_map(candidate).collect();
            for (candidate, outcome) in candidates.iter().zip(choose(&candidates)) {
                match outcome {
                    Outcome::Used(link) => links[candidate.index] = Some(link),
                    Outcome::Left(used) => {
                        left.push((series[candidate.index].name.clone(), format!("“{}” is used", series[used].name)))
                    }
                    // Equal names under other cells are parts of one series.
                    Outcome::Asked(all) if all.iter().all(|j| series[*j].name == series[candidate.index].name) => {
                        links[candidate.index] = Some(None);
                    }
                    Outcome::Asked(all) => {
                        let names =
                            all.iter().map(|j| format!("“{}”", series[*j].name)).collect::<Vec<_>>().join(" and ");
                        let text = format!(
                            "{names} may both be the {}: leave all but one out of the export",
                            candidate.parameter.title()
                        );
                        if !self.questions.iter().any(|question| question.text == text) {
                            let columns = all.iter().map(|j| series[*j].name.clone()).collect();
                            self.questions.push(OpenQuestion { columns, text, choices: Vec::new(), free: None });
                        }
                    }
                }
            }
        }
        let file = self.file.link.clone();
        let hinted = self.hints.link.is_some();
        let mut named = Vec::new();
        for (i, growing) in series.drain(..).enumerate() {
            let row = growing.row;
            let own = match (&self.rows[row].name, &links[i]) {
                (name, None) if !name.is_empty() => continue,
                (_, Some(link)) => link.clone(),
                _ => growing.link.clone(),
            };
            let own = own.map(|link| link_named(&link));
            let label = of_labels[row].as_deref().map(link_named);
            let link = match (label, own) {
                _ if hinted => file.clone(),
                (Some(label), Some(own)) if label != own => Some(format!("{label} {own}")),
                (Some(one), _) | (None, Some(one)) => Some(one),
                (None, None) => self.constant_link(row).or(file.clone()),
            };
            named.push((growing, link.unwrap_or_else(|| "1".to_owned()), result(row)));
        }
        named
    }

    /// The link that a column of links names in every row, though it never varies.
    fn constant_link(&self, row: usize) -> Option<String> {
        let is_link = |name: &str| {
            matches!(name.to_lowercase().as_str(), "link" | "link_id" | "linkid" | "link id" | "link_name")
        };
        let chosen = |name: &str| {
            let of =
                |(known, role): &(String, ColumnRole)| known.eq_ignore_ascii_case(name) && *role == ColumnRole::Link;
            self.hints.columns.iter().any(of)
        };
        let found =
            self.rows[row].labels.iter().find(|(name, value, _)| !value.is_empty() && (is_link(name) || chosen(name)));
        found.map(|(_, value, _)| link_named(value))
    }

    /// Takes away the labels that tell nothing apart: times are not repeated between their values.
    fn leave_likely_labels(&mut self, series: &[Growing]) {
        let mut names: Vec<String> = Vec::new();
        for (name, _, kind) in self.rows.iter().flat_map(|row| &row.labels) {
            if *kind == Label::Likely && !names.contains(name) {
                names.push(name.clone());
            }
        }
        for name in names {
            let without = |row: usize| -> Vec<(String, String)> {
                let others = self.rows[row].labels.iter().filter(|(known, ..)| *known != name);
                others.map(|(name, value, _)| (name.clone(), value.clone())).collect()
            };
            let mut groups: BTreeMap<_, Vec<&Growing>> = BTreeMap::new();
            for growing in series {
                let key = (without(growing.row), growing.name.clone(), growing.parameter);
                groups.entry(key).or_default().push(growing);
            }
            let apart = groups.values().any(|group| {
                let mut times: Vec<i64> = group.iter().flat_map(|growing| growing.samples.times()).collect();
                let all = times.len();
                times.sort_unstable();
                times.dedup();
                group.len() > 1 && (all - times.len()) as f64 > ACCIDENTS * all as f64
            });
            if !apart {
                self.rows.iter_mut().for_each(|row| row.labels.retain(|(known, ..)| *known != name));
            }
        }
    }

    /// The series of one result of a query: means rather than maxima, and never several averaged.
    fn one_result(&mut self, all: Vec<(Growing, String)>, left: &mut Vec<(String, String)>) -> Option<Growing> {
        let rank = |result: &str| match result.to_lowercase().as_str() {
            "mean" | "avg" | "average" => 0,
            "" | "_result" | "value" | "values" | "raw" => 1,
            "min" | "max" | "minimum" | "maximum" | "count" | "sum" | "stddev" | "spread" => 9,
            _ => 2,
        };
        let mut results: Vec<String> = all.iter().map(|(_, result)| result.clone()).collect();
        results.sort_by_key(|result| rank(result));
        results.dedup();
        results.sort();
        results.dedup();
        results.sort_by_key(|result| rank(result));
        if let [a, b, ..] = results.as_slice()
            && rank(a) == rank(b)
        {
            let names = results.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(" and ");
            let text = format!("the results {names} of one query hold the same series: export one of them");
            if !self.questions.iter().any(|question| question.text == text) {
                self.questions.push(OpenQuestion {
                    columns: vec!["result".to_owned()],
                    text,
                    choices: Vec::new(),
                    free: None,
                });
            }
            return None;
        }
        let first = results.first().cloned().unwrap_or_default();
        for other in results.iter().skip(1) {
            let entry = (format!("result {other}"), format!("the result “{first}” is used"));
            if !left.contains(&entry) {
                left.push(entry);
            }
        }
        let mut parts = all.into_iter().filter(|(_, result)| *result == first).map(|(growing, _)| growing);
        let mut merged = parts.next()?;
        for part in parts {
            merged.samples.merge(part.samples);
            merged.rejected.add_counts(&part.rejected);
            merged.minus_one_us.extend(part.minus_one_us);
        }
        Some(merged)
    }
}

/// The question for a series whose times are repeated with other values.
fn doubled(merged: &mut Growing, (link, parameter): &(String, Parameter), others: &[String]) -> Option<OpenQuestion> {
    let stamps = merged.samples.stamps();
    if (stamps.different as f64) <= ACCIDENTS * merged.samples.len() as f64 {
        return None;
    }
    let what = format!("{} of link {link}", parameter.title());
    let share = 100.0 * stamps.different as f64 / merged.samples.len() as f64;
    // Powers of ten in whole units are what rounding leaves.
    let rounded = stamps.step_us.filter(|step| {
        let mut step = *step;
        while step % 10 == 0 && step > 0 {
            step /= 10;
        }
        step == 1 && stamps.step_us > Some(600_000_000)
    });
    if let Some(step) = rounded {
        let text = format!(
            "{what}: its times are rounded to {} and of no use: export them with all their digits",
            numbers::quantity::format_duration(step as f64 / 1e6)
        );
        return Some(OpenQuestion { columns: Vec::new(), text, choices: Vec::new(), free: None });
    }
    let choices = others.iter().map(|name| OfferedChoice {
        title: format!("{name} tells them apart"),
        option: format!("--take {}", quoted(&format!("{name}=link"))),
        answer: FileAnswer::Role(name.clone(), ColumnRole::Link),
    });
    let text = format!(
        "{what}: {share:.0} % of its values have the time of another one, so that there are several series: name the column that tells \
         them apart"
    );
    let free = others.is_empty().then_some(FreeAnswer::LinkColumn);
    Some(OpenQuestion { columns: Vec::new(), text, choices: choices.collect(), free })
}
