//! The channel plan.

use super::{km, rate, reach};
use engine::link::channel_plan::{Direction, Noise, Slot, extent_nm};
use engine::link::fibre::Band;
use engine::scenario::{Channels, Which};
use engine::sweep::{InSlot, MAX_LENGTH_KM, Surveyed, ranked};
use numbers::quantity::{Unit, format_quantity};

pub const WHAT: &str = "A channel plan replaces the paper's two equal signals with channels of your own, each with its wavelength, direction and bit rate. \
     Their Raman scattering then follows a measured spectrum, so the position of the quantum channel among them \
     matters.";
pub const ALONE: &str = "The paper's figures vary what a plan replaces, so with a plan your link is drawn alone. The plan also overrides bit rate, \
     photons per bit and ρ in the side panel until it is removed.";
pub const TWO: &str = "Start with the paper's two channels";
pub const SIXTEEN: &str = "Start with 8 channels each way";
pub const REMOVE: &str = "Remove the plan";
pub const KEYS: &str = "Drag channels between slots. Keyboard: Tab selects a channel, ← and → move it, R reverses its direction, Delete removes it.";
pub const BEST: &str = "Find the best slot";
pub const QUANTUM_STAYS: &str = "A plan always has a quantum channel; “Remove the plan” removes both.";
pub const NO_SLOT_LEFT: &str = "No free slot for another channel: remove one, or choose a finer grid.";
pub const CANCELLED: &str = "Stopped. The quantum channel was not moved.";
pub const OUTDATED: &str = "Stopped because the link has changed. Start again.";
pub const TEXT_HELP: &str = "The format of --channels on the command line: channel number or wavelength in nm, f (forward, to Bob) or b (backward, to \
     Alice), bit rate; then @ and the launched power (@0dBm), the received power (@-28.9dBm:rx), or x and the photons per bit if not 1000.";

pub const COPIED: &str = "Copied";
pub const COPY_BY_HAND: &str = "This browser does not allow copying: select the text and copy it yourself.";

/// Where the quantum channel of the plan is in either band.
pub fn belongs_to(band: Band) -> String {
    let (other, there) = match band {
        Band::C => (Band::O, "1310 nm"),
        Band::O => (Band::C, "C34"),
    };
    format!(
        "The quantum channel is in the {}. {} results are those beside the same classical channels, at {there} or in the free slot \
         nearest to it; choosing that band moves it there. Choosing a figure removes the plan.",
        band.title(),
        other.title().replace(' ', "-")
    )
}

/// A figure is drawn together with a plan.
pub fn beside_figure(id: &str) -> String {
    format!("Fig. {id} is drawn too. Its curves coincide where they vary what the plan replaces.")
}

/// The quantum channel was put outside both bands.
pub fn outside_bands(nm: f64) -> String {
    let [c, o] = [Band::C, Band::O].map(extent_nm);
    format!(
        "{nm} nm is in neither band: the quantum channel needs a wavelength from {} to {} nm (C band) or {} to {} nm (O band)",
        c.0, c.1, o.0, o.1
    )
}

/// A slot with its wavelength.
pub fn slot(slot: Slot) -> String {
    format!("{slot}, {:.2} nm", slot.wavelength_nm())
}

/// The slot of a channel, and its own wavelength.
pub fn place(channels: &Channels, which: Which) -> String {
    let nm = channels.wavelength(which).map_or(f64::NAN, |wavelength| wavelength.nm());
    format!("{}, {nm:.2} nm", channels.slot(which))
}

/// A channel, with its direction and bit rate.
pub fn name(channels: &Channels, which: Which) -> String {
    let channel = match which {
        Which::Quantum => None,
        Which::Classical(index) => channels.channels().get(index).map(|channel| (index, channel)),
    };
    channel.map_or_else(
        || "Quantum channel".to_owned(),
        |(index, channel)| {
            let bit_rate = format_quantity(channel.bit_rate.get(), Unit::BitsPerSecond, 4);
            format!("Channel {}, {}, {bit_rate}", index + 1, direction(channel.direction))
        },
    )
}

/// A direction.
pub const fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Forward => "forward, to Bob",
        Direction::Backward => "backward, to Alice",
    }
}

/// Photons per second, without their unit.
pub fn photons(hz: f64) -> String {
    format_quantity(hz, Unit::Hertz, 3).trim_end_matches("Hz").trim_end().to_owned()
}

/// A key rate.
pub fn key_rate(bit_s: Option<f64>) -> String {
    bit_s.map_or_else(|| rate(None), |_| format!("key rate {}", rate(bit_s)))
}

/// Noise by its origin.
pub fn noise(noise: &Noise) -> String {
    let raman = noise.raman_forward_hz + noise.raman_backward_hz;
    let crosstalk = noise.crosstalk_forward_hz + noise.crosstalk_backward_hz;
    let more = noise.floor_hz + noise.four_wave_mixing_hz + noise.returned_hz;
    let more = if more > 0.0 { format!(", other {}", photons(more)) } else { String::new() };
    let unknown = if noise.raman_unknown { "; Raman scattering is not known here, and left out" } else { "" };
    format!(
        "{} photons/s at Bob (Raman {}, crosstalk {}{more}){unknown}",
        photons(noise.total_hz()),
        photons(raman),
        photons(crosstalk)
    )
}

/// A step skipped occupied slots.
pub fn skipped(slots: usize) -> String {
    match slots {
        0 => String::new(),
        1 => "One occupied slot was skipped.".to_owned(),
        several => format!("{several} occupied slots were skipped."),
    }
}

/// There is no free slot further this way.
pub fn no_further(longer: bool) -> String {
    let side = if longer { "longer" } else { "shorter" };
    format!("No free slot at {side} wavelengths in this band.")
}

/// A slot is taken by the quantum channel.
pub fn of_the_quantum_channel(slot: Slot) -> String {
    format!("Slot {slot} holds the quantum channel: move that first.")
}

/// Channels named in a list; the rest are counted.
const NAMED: usize = 8;

/// Channels outside the chart.
pub fn outside_picture(slots: &[String], band: Band) -> String {
    let named = slots.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if slots.len() > NAMED { " …" } else { "." };
    match slots.len() {
        0 => String::new(),
        1 => format!("Outside this chart of the {}: {named}.", band.title()),
        several => format!("Outside this chart of the {}: {several} channels, {named}{more}", band.title()),
    }
}

/// Result of a survey: the best slot for the quantum channel, and its gain over `here`.
pub fn found(surveyed: &[Surveyed], here: Slot, length_km: f64) -> String {
    let text = match (better(surveyed, here), ranked(surveyed).first()) {
        (Some(best), _) => moved(best, in_slot(surveyed, here), here, length_km),
        (None, Some(best)) => format!(
            "None of the {} free slots is better than {here}: {} at {}, reach {}.",
            surveyed.len(),
            best.found.as_ref().map(|found| key(found, DIGITS)).unwrap_or_default(),
            km(length_km),
            best.found.as_ref().map(reach_km).unwrap_or_default(),
        ),
        (None, None) => "No slot yields a key, even at zero length.".to_owned(),
    };
    let mut unknown = surveyed.iter().filter_map(|one| one.found.as_ref().err());
    match unknown.next() {
        None => text,
        Some(first) => {
            format!(
                "{text} {} of {} free slots could not be computed; the first: {first}.",
                1 + unknown.count(),
                surveyed.len()
            )
        }
    }
}

/// The best slot, if the quantum channel does better in it than `here`.
pub fn better(surveyed: &[Surveyed], here: Slot) -> Option<&Surveyed> {
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
    // As many digits as it takes to see the difference.
    let same = |digits: &usize| before.is_some_and(|before| key(before, *digits) == key(found, *digits));
    let digits = (DIGITS..=2 * DIGITS).find(|digits| !same(digits)).unwrap_or(DIGITS);
    let instead = |text: &dyn Fn(&InSlot) -> String| {
        before.map(|before| format!(" instead of {}", text(before))).unwrap_or_default()
    };
    match found.outcome.key_rate_bit_s() {
        None => format!(
            "No slot yields a key at {at}. Moved from {here} to {slot}, which has the longest reach: {}{}.",
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

/// Gain in per cent.
fn gain(rate: f64, before: f64) -> String {
    if before > 0.0 {
        format!(" (+{}\u{a0}%)", format_quantity(100.0 * (rate / before - 1.0), Unit::None, 2))
    } else {
        String::new()
    }
}

/// Digits of a key rate: one more than elsewhere, because neighbours differ little.
pub const DIGITS: usize = 4;

/// A key rate to this number of digits.
pub fn key(found: &InSlot, digits: usize) -> String {
    let Some(bit_s) = found.outcome.key_rate_bit_s() else { return rate(None) };
    let text = format_quantity(bit_s, Unit::BitsPerSecond, digits);
    // With trailing zeros, so that the numbers of a column align.
    match text
        .split_once(' ')
        .map(|(number, unit)| (number.parse::<f64>(), number.find('.').unwrap_or(number.len()), unit))
    {
        Some((Ok(number), whole, unit)) => format!("{number:.*} {unit}", digits.saturating_sub(whole)),
        _ => text,
    }
}

/// A reach to 10 m, for the same reason.
pub fn reach_km(found: &InSlot) -> String {
    match found.reach.km() {
        Some(km) if km > 0.0 => format!("{km:.2} km"),
        Some(_) => reach(found.reach),
        None => format!("more than {MAX_LENGTH_KM} km"),
    }
}
