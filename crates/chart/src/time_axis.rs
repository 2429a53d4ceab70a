//! The axis of time: ticks at round minutes, hours, days and months, and from a pixel to its time and back.

use super::label::text_width;
use super::scale::Tick;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;

/// A day, s: UTC of computers has no leap seconds.
const DAY_S: i64 = 86_400;
/// Elapsed times farther from 0 than this get no ticks, s: 317 000 years, up to which f64 counts seconds exactly with room to spare.
const MAX_ELAPSED_S: f64 = 1e13;
/// Dates farther from 1970 than this get no ticks, s: the calendar ends with the year 9999.
const MAX_DATE_S: f64 = 2.5e11;
/// Months as labels name them.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Format of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Seconds since 1 January 1970, written as date and time of UTC.
    Utc,
    /// Seconds since the start of something, written as hours and minutes.
    Elapsed,
}

/// The time axis of a chart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TimeAxis {
    /// Time at the left end, s.
    pub from_s: f64,
    /// Time at the right end, s.
    pub to_s: f64,
    /// Left end, px.
    pub left: f64,
    /// Right end, px.
    pub right: f64,
}

impl TimeAxis {
    /// Place of a time, px; beyond the ends for a time that is not shown.
    ///
    /// ```
    /// use chart::TimeAxis;
    /// let axis = TimeAxis { from_s: 0.0, to_s: 3600.0, left: 50.0, right: 650.0 };
    /// assert_eq!((axis.px(1800.0), axis.time(350.0)), (350.0, 1800.0));
    /// ```
    pub fn px(&self, time_s: f64) -> f64 {
        self.left + (time_s - self.from_s) / (self.to_s - self.from_s) * (self.right - self.left)
    }

    /// Time at a place, s; the inverse of [`TimeAxis::px`].
    pub fn time(&self, px: f64) -> f64 {
        self.from_s + (px - self.left) / (self.right - self.left) * (self.to_s - self.from_s)
    }

    /// Ticks at round times, as many as there is room for with labels of a text of this size, px.
    ///
    /// No two labels are equal: what all ticks have in common, the year or the day, is in the [title](TimeAxis::title). Ticks are at
    /// whole seconds. An axis that reaches beyond 1e13 s of elapsed time, or beyond the year 9892, has none.
    ///
    /// ```
    /// use chart::{Clock, TimeAxis};
    /// let axis = TimeAxis { from_s: 1_701_284_400.0, to_s: 1_701_370_800.0, left: 50.0, right: 650.0 };
    /// let labels: Vec<_> = axis.ticks(Clock::Utc, 12.0).into_iter().map(|tick| tick.label).collect();
    /// assert_eq!(labels, ["30 Nov 00:00", "30 Nov 06:00", "30 Nov 12:00", "30 Nov 18:00"]);
    /// assert_eq!(axis.title(Clock::Utc, 12.0), "2023, UTC");
    /// ```
    pub fn ticks(&self, clock: Clock, text: f64) -> Vec<Tick> {
        let Some((step, style)) = self.step(clock, text) else { return Vec::new() };
        let (from, to) = (self.from_s.ceil() as i64, self.to_s.floor() as i64);
        let tick = |time: i64| Tick { value: time as f64, label: style.label(time, step) };
        match step {
            Step::Seconds(step) => {
                // Weeks begin on a Monday, 1970 on a Thursday.
                let offset = if clock == Clock::Utc && step % (7 * DAY_S) == 0 { 4 * DAY_S } else { 0 };
                let first = (from - offset).div_euclid(step) + i64::from((from - offset).rem_euclid(step) > 0);
                (first..).map(|i| i * step + offset).take_while(|time| *time <= to).map(tick).collect()
            }
            Step::Months(step) => {
                let number = |time: i64| Some(month_number(utc_date(time)?).div_euclid(step));
                let (Some(first), Some(last)) = (number(from), number(to)) else { return Vec::new() };
                let times = (first..=last).filter_map(|i| start_of_month(i * step));
                times.filter(|time| (from..=to).contains(time)).map(tick).collect()
            }
        }
    }

    /// Text below the axis: the part of the date that its labels leave out, and the unit.
    pub fn title(&self, clock: Clock, text: f64) -> String {
        let Some((step, style)) = self.step(clock, text) else { return "time".to_owned() };
        let date = |time: f64| utc_date(time.floor() as i64);
        match (style, step) {
            (Style::Elapsed, Step::Seconds(..60)) => "elapsed time, h:min:s".to_owned(),
            (Style::Elapsed, _) => "elapsed time, h:min".to_owned(),
            (Style::Time, _) => date(self.from_s).map_or_else(String::new, |day| format!("{}, UTC", full_date(day))),
            (Style::DayTime, _) => match [self.from_s, self.to_s].map(|time| date(time).map_or(0, Date::year)) {
                [first, last] if first == last => format!("{first}, UTC"),
                [first, last] => format!("{first}–{last}, UTC"),
            },
            (Style::Whole, _) => "UTC".to_owned(),
        }
    }

    /// The smallest step at which labels do not touch.
    fn step(&self, clock: Clock, text: f64) -> Option<(Step, Style)> {
        let farthest_s = if clock == Clock::Utc { MAX_DATE_S } else { MAX_ELAPSED_S };
        let known = |time: f64| time.abs() < farthest_s;
        if !(known(self.from_s) && known(self.to_s) && self.from_s < self.to_s && self.left < self.right) {
            return None;
        }
        let (from, to) = (self.from_s.floor() as i64, self.to_s.floor() as i64);
        let style = match clock {
            Clock::Elapsed => Style::Elapsed,
            Clock::Utc if from.div_euclid(DAY_S) == to.div_euclid(DAY_S) => Style::Time,
            Clock::Utc if to - from < 300 * DAY_S => Style::DayTime,
            Clock::Utc => Style::Whole,
        };
        let px_per_s = (self.right - self.left) / (self.to_s - self.from_s);
        let room = |step: &Step| {
            let widest =
                [from, to].map(|time| text_width(&style.label(time, *step), text)).into_iter().fold(0.0, f64::max);
            // The day may have a digit more between the ends than at them.
            step.seconds() * px_per_s >= widest + 1.6 * text
        };
        Some((steps(clock).find(room)?, style))
    }
}

/// From a tick to the next.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Step {
    Seconds(i64),
    Months(i64),
}

impl Step {
    /// At least.
    fn seconds(self) -> f64 {
        match self {
            Step::Seconds(step) => step as f64,
            Step::Months(months) => (if months < 12 { 28 * months } else { 365 * (months / 12) } * DAY_S) as f64,
        }
    }
}

fn steps(clock: Clock) -> impl Iterator<Item = Step> {
    const HOUR_S: i64 = 3600;
    let minutes = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800];
    let hours = [1, 2, 3, 6, 12, 24, 48].map(|hours| hours * HOUR_S);
    let weeks = [7 * DAY_S, 14 * DAY_S];
    let decades = || (0..6).flat_map(|exponent| [1, 2, 5].map(|m| m * 10i64.pow(exponent)));
    let utc = clock == Clock::Utc;
    let calendar = weeks.map(Step::Seconds).into_iter().chain([1, 2, 3, 6].map(Step::Months));
    let calendar = calendar.chain(decades().map(|years| Step::Months(12 * years)));
    let elapsed = decades().map(|times| Step::Seconds(5 * times * DAY_S));
    let common = minutes.into_iter().chain(hours).map(Step::Seconds);
    common.chain(calendar.filter(move |_| utc)).chain(elapsed.filter(move |_| !utc))
}

/// The parts of a time that a label has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// Hours and minutes since the start.
    Elapsed,
    /// All ticks are of one day.
    Time,
    /// All ticks are of less than a year.
    DayTime,
    /// Day, year and time.
    Whole,
}

impl Style {
    fn label(self, time: i64, step: Step) -> String {
        let second = time.rem_euclid(DAY_S);
        let seconds = match step {
            Step::Seconds(..60) => format!(":{:02}", second % 60),
            _ => String::new(),
        };
        if self == Style::Elapsed {
            let (sign, whole) = (if time < 0 { "−" } else { "" }, time.abs());
            let seconds = if seconds.is_empty() { seconds } else { format!(":{:02}", whole % 60) };
            return format!("{sign}{}:{:02}{seconds}", whole / 3600, whole / 60 % 60);
        }
        let Some(date) = utc_date(time) else { return String::new() };
        let clock = format!("{:02}:{:02}{seconds}", second / 3600, second / 60 % 60);
        match (self, step) {
            (_, Step::Months(12..)) => date.year().to_string(),
            (_, Step::Months(_)) => format!("{} {}", month_name(date), date.year()),
            (Style::DayTime, Step::Seconds(DAY_S..)) => day_and_month(date),
            (Style::DayTime, _) => format!("{} {clock}", day_and_month(date)),
            (Style::Whole, Step::Seconds(DAY_S..)) => full_date(date),
            (Style::Whole, _) => format!("{} {clock}", full_date(date)),
            (Style::Time | Style::Elapsed, _) => clock,
        }
    }
}

/// The day of a time, s since 1970; none beyond the years of the calendar.
fn utc_date(time_s: i64) -> Option<Date> {
    Some(Offset::UTC.to_datetime(Timestamp::from_second(time_s).ok()?).date())
}

/// Months from January of the year 0 to the month of a day.
fn month_number(date: Date) -> i64 {
    12 * i64::from(date.year()) + i64::from(date.month()) - 1
}

/// Start of the month of a [number](month_number), s since 1970; none beyond the years of the calendar.
fn start_of_month(number: i64) -> Option<i64> {
    let date = Date::new(number.div_euclid(12).try_into().ok()?, number.rem_euclid(12) as i8 + 1, 1).ok()?;
    Some(Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_second())
}

fn month_name(date: Date) -> &'static str {
    MONTHS[date.month() as usize - 1]
}

/// As in 23 Nov.
fn day_and_month(date: Date) -> String {
    format!("{} {}", date.day(), month_name(date))
}

/// As in 23 Nov 2023.
fn full_date(date: Date) -> String {
    format!("{} {}", day_and_month(date), date.year())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CLOCKS: [Clock; 2] = [Clock::Utc, Clock::Elapsed];

    #[test]
    fn axis_titles() {
        let start = 1_701_284_401.0; // 29 Nov 2023 19:00:01
        let spans = [20.0, 600.0, 7200.0, 4.9 * 3600.0, 86_400.0, 8.0 * 86_400.0, 40.0 * 86_400.0, 3e7, 2e8, 1e10];
        let lines = spans.into_iter().flat_map(|span| {
            [(200.0, Clock::Utc), (700.0, Clock::Utc), (700.0, Clock::Elapsed)].map(|(right, clock)| {
                let from_s = if clock == Clock::Utc { start } else { 0.0 };
                let axis = TimeAxis { from_s, to_s: from_s + span, left: 0.0, right };
                let labels: Vec<_> = axis.ticks(clock, 12.0).into_iter().map(|tick| tick.label).collect();
                format!("{span:>11} s, {right} px, {}: {}", axis.title(clock, 12.0), labels.join(" | "))
            })
        });
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn invalid_times_have_no_ticks() {
        for (from_s, to_s) in [(0.0, f64::NAN), (5.0, 5.0), (9.0, 3.0), (f64::NEG_INFINITY, 0.0), (-1e300, 1e300)] {
            let axis = TimeAxis { from_s, to_s, left: 0.0, right: 500.0 };
            assert!(CLOCKS.into_iter().all(|clock| axis.ticks(clock, 12.0).is_empty()), "{from_s} {to_s}");
        }
    }

    #[test]
    fn the_calendar_ends_with_the_year_9999() {
        let axis = |from_s, to_s| TimeAxis { from_s, to_s, left: 0.0, right: 500.0 };
        let labels = |axis: TimeAxis| axis.ticks(Clock::Utc, 12.0).into_iter().map(|t| t.label).collect::<Vec<_>>();
        assert_eq!(labels(axis(-2.49e11, 2.49e11)), ["-4000", "-2000", "0", "2000", "4000", "6000", "8000"]);
        assert_eq!(labels(axis(2.3e11, 2.49e11)).len(), 6);
        assert!(labels(axis(2.3e11, 2.6e11)).is_empty());
        assert!(!axis(0.0, 4e11).ticks(Clock::Elapsed, 12.0).is_empty());
    }

    #[test]
    fn months_begin_where_the_calendar_says() {
        // GNU date 9.1: date -ud 2000-03-01 +%s
        let golden =
            [((2000, 3), 951_868_800), ((1900, 3), -2_203_891_200), ((2100, 3), 4_107_542_400), ((1970, 1), 0)];
        for ((year, month), time) in golden {
            assert_eq!(start_of_month(12 * year + month - 1), Some(time), "{year}-{month}");
            assert_eq!(utc_date(time).map(month_number), Some(12 * year + month - 1));
            assert_eq!(utc_date(time - 1).map(month_number), Some(12 * year + month - 2));
        }
    }

    proptest! {
        #[test]
        fn ticks_increase_and_no_two_labels_are_equal_or_touch(
            from_s in -3e9f64..6e9, span in 0.3f64..10.5, right in 276.0f64..5000.0,
        ) {
            for clock in CLOCKS {
                let axis = TimeAxis { from_s, to_s: from_s + 10f64.powf(span), left: 0.0, right };
                let ticks = axis.ticks(clock, 12.0);
                prop_assert!(span < 0.8 || !ticks.is_empty());
                for pair in ticks.windows(2) {
                    prop_assert!(pair[0].value < pair[1].value);
                    let half = |tick: &Tick| text_width(&tick.label, 12.0) / 2.0;
                    prop_assert!(axis.px(pair[0].value) + half(&pair[0]) < axis.px(pair[1].value) - half(&pair[1]));
                }
                let mut labels: Vec<_> = ticks.iter().map(|tick| tick.label.clone()).collect();
                labels.sort_unstable();
                labels.dedup();
                prop_assert_eq!(labels.len(), ticks.len());
                prop_assert!(ticks.iter().all(|tick| (axis.from_s..=axis.to_s).contains(&tick.value)));
            }
        }

        #[test]
        fn a_time_comes_back_from_its_pixel(from_s in -1e9f64..3e9, span in 1.0f64..1e8, left in 0.0f64..90.0, at in -0.5f64..1.5) {
            let axis = TimeAxis { from_s, to_s: from_s + span, left, right: left + 800.0 };
            let time = from_s + at * span;
            prop_assert!((axis.time(axis.px(time)) - time).abs() < 1e-6 * span.max(1.0));
            prop_assert!(axis.px(time) < axis.px(time + 0.01 * span));
        }
    }
}
