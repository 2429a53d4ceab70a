//! Sense of the values of a link whose parameters come from different files or rows: minute by minute, since their times differ.

use super::{Link, MeasuredParameter};
use crate::parameter::Parameter;
use crate::rejection::Reason;
use crate::samples::Minute;

/// The QBER above which there is no key.
const MOST_WITH_KEY: f64 = 0.11;

fn mean(minute: &Minute) -> f64 {
    minute.sum / f64::from(minute.count)
}

/// The key rate of each minute of another parameter that has one.
fn beside<'a>(rates: &'a [Minute], minute: &Minute) -> Option<&'a Minute> {
    Some(&rates[rates.binary_search_by_key(&minute.number, |rate| rate.number).ok()?])
}

fn key_rates(link: &Link) -> Vec<Minute> {
    let rates = link.measured.iter().find(|measured| measured.parameter == Parameter::KeyRate);
    rates.map(|rates| rates.minutes.clone()).unwrap_or_default()
}

/// Leaves out QBERs of 0 and 0.5 and visibilities of 0 in minutes without any key.
pub(super) fn leave_what_is_no_measurement(link: &mut Link) {
    let rates = key_rates(link);
    let mut left = 0;
    for MeasuredParameter { parameter, minutes, .. } in &mut link.measured {
        let nothing: &[f64] = match parameter {
            Parameter::Qber | Parameter::CheckQber => &[0.0, 0.5],
            Parameter::Visibility => &[0.0],
            _ => continue,
        };
        minutes.retain(|minute| {
            let none = beside(&rates, minute).is_some_and(|rate| rate.sum == 0.0) && nothing.contains(&mean(minute));
            left += if none { u64::from(minute.count) } else { 0 };
            !none
        });
    }
    link.rejected.add_many(Reason::NothingMeasured, left);
    link.measured.retain(|measured| !measured.minutes.is_empty());
}

/// Takes a QBER that is above 11 % in most minutes with key as per cent, if nothing says its unit, or else does not use it.
pub(super) fn doubt_what_makes_no_sense(link: &mut Link, stated: &[bool; Parameter::ALL.len()]) {
    let rates = key_rates(link);
    let Some(at) = link.measured.iter().position(|measured| measured.parameter == Parameter::Qber) else { return };
    let with_key = |minute: &&Minute| beside(&rates, minute).is_some_and(|rate| rate.sum > 0.0);
    let minutes = &mut link.measured[at].minutes;
    let (all, above) = minutes
        .iter()
        .filter(with_key)
        .fold((0, 0), |(all, above), minute| (all + 1, above + u32::from(mean(minute) > MOST_WITH_KEY)));
    if 2 * above <= all {
        return;
    }
    let in_per_cent = !stated[Parameter::Qber.index()];
    if in_per_cent {
        minutes.iter_mut().for_each(|minute| minute.sum /= 100.0);
        link.remarks.push(format!(
            "its QBER is taken as per cent, for it would be above 11 % in {above} of {all} minutes that have key"
        ));
    } else {
        link.measured.remove(at);
        link.doubts.push(format!(
            "its QBER is above 11 % in {above} of {all} minutes that have key, which no protocol gives, and is not used: per cent and \
             fraction may be mistaken; choose its unit (on the command line with --unit COLUMN=UNIT)"
        ));
    }
}
