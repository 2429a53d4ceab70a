//! What the cells of a column look like.

use super::super::number::{DecimalSign, read_number};
use super::super::time::{DayOrder, Looks, looks, step_of};
use super::MOST_WORDS;
use std::collections::BTreeSet;

/// Numbers that are kept of a column.
const KEPT: usize = 1000;

/// What the first cells of a column look like.
#[derive(Debug, Default)]
pub(super) struct Profile {
    /// Cells with something in them.
    pub(super) filled: usize,
    /// Dates with a time of day.
    pub(super) dates: usize,
    /// … with a time of day that name no order of day and month, and the first of them.
    pub(super) either: usize,
    pub(super) first_either: String,
    /// … that show it.
    pub(super) day_first: usize,
    pub(super) month_first: usize,
    /// Days alone, and times of day alone.
    pub(super) days: usize,
    pub(super) clocks: usize,
    /// Numbers, as times.
    pub(super) numbers: Vec<f64>,
    /// Numbers of any form, with a unit or not.
    pub(super) numeric: usize,
    /// The largest step that numbers with powers of ten can tell apart, and such a number.
    pub(super) step: Option<(f64, String)>,
    /// The different texts that are neither.
    pub(super) texts: BTreeSet<String>,
    /// The decimal sign of its numbers.
    pub(super) sign: DecimalSign,
    /// Numbers that show a decimal comma, and those that show a decimal point.
    pub(super) signs: (usize, usize),
}

impl Profile {
    pub(super) fn of(rows: &[Vec<String>], column: usize, decimal_comma: bool) -> Profile {
        let mut profile = Profile::default();
        let (mut points, mut commas) = (0, 0);
        for row in rows {
            let text = row.get(column).map_or("", String::as_str).trim();
            if text.is_empty() {
                continue;
            }
            profile.filled += 1;
            match looks(text, decimal_comma) {
                Looks::Date => profile.dates += 1,
                Looks::Either => {
                    profile.either += 1;
                    if profile.first_either.is_empty() {
                        text.clone_into(&mut profile.first_either);
                    }
                }
                Looks::Ordered(DayOrder::DayFirst) => profile.day_first += 1,
                Looks::Ordered(DayOrder::MonthFirst) => profile.month_first += 1,
                Looks::Day => profile.days += 1,
                Looks::Clock => profile.clocks += 1,
                Looks::Number(number) => {
                    if profile.numbers.len() < KEPT {
                        profile.numbers.push(number);
                    }
                    if let Some(step) = step_of(text)
                        && profile.step.as_ref().is_none_or(|(known, _)| *known < step)
                    {
                        profile.step = Some((step, text.to_owned()));
                    }
                }
                Looks::Other => {}
            }
            match read_number(text, DecimalSign::Comma).or_else(|_| read_number(text, DecimalSign::Point)) {
                Ok(_) => {
                    profile.numeric += 1;
                    match DecimalSign::shown_by(text) {
                        Some(DecimalSign::Point) if text.contains('.') || text.contains(',') => points += 1,
                        Some(DecimalSign::Comma) => commas += 1,
                        _ => {}
                    }
                }
                Err(_) if profile.texts.len() <= MOST_WORDS => {
                    profile.texts.insert(text.to_owned());
                }
                Err(_) => {}
            }
        }
        profile.sign = match (commas, points) {
            // Between semicolons and tabs a comma is a decimal sign, unless the column shows another one.
            (0, 0) if decimal_comma => DecimalSign::Comma,
            (0, 0) => DecimalSign::Unknown,
            (commas, points) if commas > points => DecimalSign::Comma,
            _ => DecimalSign::Point,
        };
        profile.signs = (commas, points);
        if profile.sign == DecimalSign::Comma && commas == 0 {
            // `1.234` between semicolons has a point, and nothing says that it is no decimal sign.
            let point = rows.iter().filter_map(|row| row.get(column)).any(|text| text.contains('.'));
            profile.sign = if point { DecimalSign::Point } else { DecimalSign::Comma };
        }
        profile
    }

    /// Decides on the decimal sign of columns such as `1.840`, which do not show it: a program writes all numbers of a file in one way.
    pub(super) fn share_sign(profiles: &mut [Profile]) {
        let numeric = || profiles.iter().filter(|profile| profile.is_numeric());
        let commas: usize = numeric().map(|profile| profile.signs.0).sum();
        let points: usize = numeric().map(|profile| profile.signs.1).sum();
        let sign = match (commas > 0, points > 0) {
            (true, false) => DecimalSign::Comma,
            (false, true) => DecimalSign::Point,
            _ => return,
        };
        profiles.iter_mut().filter(|profile| profile.signs == (0, 0)).for_each(|profile| profile.sign = sign);
    }

    /// Cells that are a time with a day.
    pub(super) fn times(&self) -> usize {
        self.dates + self.either + self.day_first + self.month_first
    }

    pub(super) fn is_date(&self) -> bool {
        self.times() > 0 && 2 * self.times() >= self.filled
    }

    pub(super) fn is_numeric(&self) -> bool {
        self.numeric > 0 && 2 * self.numeric >= self.filled
    }

    /// Whether its cells are words: neither numbers nor times, and not as many as there are rows.
    pub(super) fn is_text(&self) -> bool {
        self.filled > 0 && !self.is_numeric() && !self.is_date() && 2 * (self.days + self.clocks) < self.filled
    }

    /// Whether its numbers rise from row to row.
    pub(super) fn rises(&self) -> bool {
        self.numbers.len() > 1
            && self.numbers.windows(2).all(|pair| pair[0] <= pair[1])
            && self.numbers.first() < self.numbers.last()
    }

    /// The median of its numbers.
    pub(super) fn median(&self) -> Option<f64> {
        let mut sorted = self.numbers.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied()
    }

    /// The median of the steps between its numbers.
    pub(super) fn usual_step(&self) -> Option<f64> {
        let mut steps: Vec<f64> = self.numbers.windows(2).map(|pair| (pair[1] - pair[0]).abs()).collect();
        steps.retain(|step| *step > 0.0);
        steps.sort_by(f64::total_cmp);
        steps.get(steps.len() / 2).copied()
    }
}
