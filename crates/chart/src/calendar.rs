//! Days and months of the Gregorian calendar, without leap seconds: what labels of a time axis need, and no more.

/// Seconds of a day.
pub(super) const DAY_S: i64 = 86_400;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: i64,
    /// From 0 for January.
    pub(super) month: usize,
    /// From 1.
    pub(super) day: i64,
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

fn days_of_month(year: i64, month: usize) -> i64 {
    match month {
        1 if is_leap(year) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    }
}

/// Days from 1 January 1970 to 1 January of a year.
fn new_year(year: i64) -> i64 {
    let before = year - 1;
    let leap_days = |years: i64| years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    365 * (year - 1970) + leap_days(before) - leap_days(1969)
}

/// Days from 1 January 1970 to the first of a month, where month 12 is January of the next year and so on.
pub(super) fn first_of_month(year: i64, month: i64) -> i64 {
    let (year, month) = (year + month.div_euclid(12), month.rem_euclid(12) as usize);
    new_year(year) + (0..month).map(|m| days_of_month(year, m)).sum::<i64>()
}

impl Date {
    /// The day so many days after 1 January 1970.
    pub(super) fn of_day(day: i64) -> Date {
        // 400 years have 146,097 days, and so the estimate is a year off at most.
        let mut year = 1970 + (day * 400).div_euclid(146_097);
        while new_year(year) > day {
            year -= 1;
        }
        while new_year(year + 1) <= day {
            year += 1;
        }
        let (mut month, mut left) = (0, day - new_year(year));
        while left >= days_of_month(year, month) {
            left -= days_of_month(year, month);
            month += 1;
        }
        Date { year, month, day: left + 1 }
    }

    /// As in 23 Nov.
    pub(super) fn day_month(&self) -> String {
        format!("{} {}", self.day, self.name())
    }

    pub(super) fn name(&self) -> &'static str {
        MONTHS[self.month]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_of_history() {
        // GNU date 9.1: date -ud @$((86400 * day)) +%F
        let golden = [
            (0, (1970, 0, 1)),
            (19_690, (2023, 10, 29)),
            (11_016, (2000, 1, 29)),
            (-25_509, (1900, 1, 28)),
            (-25_508, (1900, 2, 1)),
            (47_541, (2100, 2, 1)),
            (-1, (1969, 11, 31)),
        ];
        for (day, (year, month, of_month)) in golden {
            assert_eq!(Date::of_day(day), Date { year, month, day: of_month }, "day {day}");
        }
    }

    proptest! {
        #[test]
        fn a_day_is_found_again(day in -800_000i64..800_000) {
            let date = Date::of_day(day);
            prop_assert_eq!(first_of_month(date.year, date.month as i64) + date.day - 1, day);
            prop_assert_eq!(first_of_month(date.year - 3, date.month as i64 + 36), day - date.day + 1);
        }
    }
}
