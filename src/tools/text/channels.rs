//! What the editor of the channel plan says.

use super::{km, rate, reach};
use engine::link::channel_plan::{Direction, Noise, Slot, extent_nm};
use engine::link::fibre::Band;
use engine::scenario::{Channels, Which};
use engine::sweep::{InSlot, MAX_LENGTH_KM, Surveyed, ranked};
use numbers::quantity::{Unit, format_quantity};

pub(in crate::tools) const WHAT: &str = "A channel plan puts channels of your own, each with its wavelength, direction and bit rate, in the place of the paper's two \
     equal signals. Their Raman scattering then follows from a measured spectrum, so that it matters where the quantum channel \
     stands among them.";
pub(in crate::tools) const ALONE: &str = "The figures of the paper vary what a plan replaces: beside a plan your link is drawn alone. Bit rate, photons per bit and ρ \
     at the side give way to it until it is removed.";
pub(in crate::tools) const TWO: &str = "Start with the paper's two channels";
pub(in crate::tools) const SIXTEEN: &str = "Start with 8 channels each way";
pub(in crate::tools) const REMOVE: &str = "Remove the plan";
pub(in crate::tools) const KEYS: &str = "Drag a channel from slot to slot. By keyboard: Tab to a channel, ← and → move it, R turns it around, Delete removes it.";
pub(in crate::tools) const BEST: &str = "Put the quantum channel in the best place";
pub(in crate::tools) const QUANTUM_STAYS: &str =
    "The quantum channel stays as long as there is a plan; “Remove the plan” removes both.";
pub(in crate::tools) const NO_SLOT_LEFT: &str =
    "No slot is left for another channel: remove one, or choose a finer grid.";
pub(in crate::tools) const CANCELLED: &str = "Stopped. The quantum channel stays where it was.";
pub(in crate::tools) const OUTDATED: &str = "Stopped, for the link has changed: begin again.";
pub(in crate::tools) const TEXT_HELP: &str = "As --channels of the command line takes it: channel number or wavelength in nm, f (forward, to Bob) or b (backward, to \
     Alice), bit rate; x and photons per bit where they are not 1000.";

pub(in crate::tools) const COPIED: &str = "Copied";
pub(in crate::tools) const COPY_BY_HAND: &str = "This browser does not let the page copy: copy it by hand.";

/// Which band the plan belongs to.
pub(in crate::tools) fn belongs_to(band: Band) -> String {
    let other = if band == Band::C { Band::O } else { Band::C };
    format!(
        "The plan belongs to the {}, where its quantum channel is; what the page says of the {} is without a plan. A figure, or that band \
         at the side, removes the plan; the band chosen here takes it along.",
        band.title(),
        other.title()
    )
}

/// That a figure is drawn beside a plan.
pub(in crate::tools) fn beside_figure(id: &str) -> String {
    format!("Fig. {id} is drawn too. Where it varies what the plan replaces, its curves lie on one another.")
}

/// That the quantum channel was put where it cannot be.
pub(in crate::tools) fn outside_bands(nm: f64) -> String {
    let [c, o] = [Band::C, Band::O].map(extent_nm);
    format!(
        "{nm} nm is in neither band: the quantum channel needs a wavelength from {} to {} nm (C band) or from {} to {} nm (O band)",
        c.0, c.1, o.0, o.1
    )
}

/// A slot with its wavelength.
pub(in crate::tools) fn slot(slot: Slot) -> String {
    format!("{slot}, {:.2} nm", slot.wavelength_nm())
}

/// The slot of a channel, and its own wavelength.
pub(in crate::tools) fn place(channels: &Channels, which: Which) -> String {
    let nm = channels.wavelength(which).map_or(f64::NAN, |wavelength| wavelength.nm());
    format!("{}, {nm:.2} nm", channels.slot(which))
}

/// A direction.
pub(in crate::tools) const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Forward => "forward, to Bob",
        Direction::Backward => "backward, to Alice",
    }
}

/// Photons per second, without their unit.
pub(in crate::tools) fn photons(hz: f64) -> String {
    format_quantity(hz, Unit::Hertz, 3).trim_end_matches("Hz").trim_end().to_owned()
}

/// A key rate.
pub(in crate::tools) fn key_rate(bit_s: Option<f64>) -> String {
    bit_s.map_or_else(|| rate(None), |_| format!("key rate {}", rate(bit_s)))
}

/// Noise by its origin.
pub(in crate::tools) fn noise(noise: &Noise) -> String {
    let raman = noise.raman_forward_hz + noise.raman_backward_hz;
    let crosstalk = noise.crosstalk_forward_hz + noise.crosstalk_backward_hz;
    format!(
        "{} photons/s at Bob (Raman {}, crosstalk {})",
        photons(noise.total_hz()),
        photons(raman),
        photons(crosstalk)
    )
}

/// That a step passed over occupied slots.
pub(in crate::tools) fn passed_over(slots: usize) -> String {
    match slots {
        0 => String::new(),
        1 => "One slot was passed over: it is occupied.".to_owned(),
        several => format!("{several} slots were passed over: they are occupied."),
    }
}

/// That there is no place further this way.
pub(in crate::tools) fn no_further(longer: bool) -> String {
    let side = if longer { "longer" } else { "shorter" };
    format!("There is no free slot at {side} wavelengths of this band.")
}

/// That a slot is the quantum channel's.
pub(in crate::tools) fn of_the_quantum_channel(slot: Slot) -> String {
    format!("Slot {slot} belongs to the quantum channel: move that one first.")
}

/// So many channels are named; of more than these, the first.
const NAMED: usize = 8;

/// Channels that the picture does not show.
pub(in crate::tools) fn outside_picture(slots: &[String], band: Band) -> String {
    let named = slots.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if slots.len() > NAMED { " …" } else { "." };
    match slots.len() {
        0 => String::new(),
        1 => format!("Outside of this picture of the {}: {named}.", band.title()),
        several => format!("Outside of this picture of the {}: {several} channels, {named}{more}", band.title()),
    }
}

/// What a survey found: where the quantum channel does best, and what it gains over `here`.
pub(in crate::tools) fn found(surveyed: &[Surveyed], here: Slot, length_km: f64) -> String {
    let text = match (better(surveyed, here), ranked(surveyed).first()) {
        (Some(best), _) => moved(best, in_slot(surveyed, here), here, length_km),
        (None, Some(best)) => format!(
            "None of the {} free slots is better than {here}: {} at {}, reach {}.",
            surveyed.len(),
            best.found.as_ref().map(|found| key(found, DIGITS)).unwrap_or_default(),
            km(length_km),
            best.found.as_ref().map(reach_km).unwrap_or_default(),
        ),
        (None, None) => "No slot has a key, even without a fibre.".to_owned(),
    };
    let mut unknown = surveyed.iter().filter_map(|one| one.found.as_ref().err());
    match unknown.next() {
        None => text,
        Some(first) => {
            format!(
                "{text} {} of {} free slots cannot be computed; the first: {first}.",
                1 + unknown.count(),
                surveyed.len()
            )
        }
    }
}

/// The best slot, if the quantum channel does better in it than `here`.
pub(in crate::tools) fn better(surveyed: &[Surveyed], here: Slot) -> Option<&Surveyed> {
    let best = ranked(surveyed).into_iter().next()?;
    let found = best.found.as_ref().ok()?;
    in_slot(surveyed, here).is_none_or(|now| found.beats(now)).then_some(best)
}

fn in_slot(surveyed: &[Surveyed], slot: Slot) -> Option<&InSlot> {
    surveyed.iter().find(|one| one.slot == slot)?.found.as_ref().ok()
}

fn moved(best: &Surveyed, before: Option<&InSlot>, here: Slot, length_km: f64) -> String {
    let (slot, at) = (best.slot, km(length_km));
    let Ok(found) = &best.found else { return String::new() };
    // So many digits that one sees the difference.
    let same = |digits: &usize| before.is_some_and(|before| key(before, *digits) == key(found, *digits));
    let digits = (DIGITS..=2 * DIGITS).find(|digits| !same(digits)).unwrap_or(DIGITS);
    let instead = |text: &dyn Fn(&InSlot) -> String| {
        before.map(|before| format!(" instead of {}", text(before))).unwrap_or_default()
    };
    match found.outcome.key_rate_bit_s() {
        None => format!(
            "No slot has a key at {at}. Moved from {here} to {slot}, which reaches farthest: {}{}.",
            reach_km(found),
            instead(&reach_km)
        ),
        Some(rate) => format!(
            "Moved from {here} to {slot}: {}{} at {at}{}; reach {}{}.",
            key(found, digits),
            instead(&|found| key(found, digits)),
            gain(rate, before.map_or(0.0, InSlot::key_rate_bit_s)),
            reach_km(found),
            instead(&reach_km)
        ),
    }
}

/// How much more in per cent.
fn gain(rate: f64, before: f64) -> String {
    if before > 0.0 {
        format!(" (+{}\u{a0}%)", format_quantity(100.0 * (rate / before - 1.0), Unit::None, 2))
    } else {
        String::new()
    }
}

/// Digits of a key rate: one more than elsewhere, for neighbours differ by little.
pub(in crate::tools) const DIGITS: usize = 4;

/// A key rate with so many digits.
pub(in crate::tools) fn key(found: &InSlot, digits: usize) -> String {
    let Some(bit_s) = found.outcome.key_rate_bit_s() else { return rate(None) };
    let text = format_quantity(bit_s, Unit::BitsPerSecond, digits);
    // With the zeros at its end, so that one below the other they compare.
    match text
        .split_once(' ')
        .map(|(number, unit)| (number.parse::<f64>(), number.find('.').unwrap_or(number.len()), unit))
    {
        Some((Ok(number), whole, unit)) => format!("{number:.*} {unit}", digits.saturating_sub(whole)),
        _ => text,
    }
}

/// A reach, to ten metres for the same reason.
pub(in crate::tools) fn reach_km(found: &InSlot) -> String {
    match found.reach.km() {
        Some(km) if km > 0.0 => format!("{km:.2} km"),
        Some(_) => reach(found.reach),
        None => format!("more than {MAX_LENGTH_KM} km"),
    }
}
