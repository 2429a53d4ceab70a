//! Channels as people and links write them: `C32f10G,C31b10G` or `1551.72f10G,1552.52b2.5Gx300`.
//!
//! Channels are separated by commas. Each is its place, its direction and its bit rate: the place a wavelength in nm or a channel
//! number of a multiplexer (see [`Slot::named`]), the direction `f` (forward, from Alice to Bob) or `b` (backward), the bit rate
//! in bit/s. The power follows where it is not the 1000 photons per bit of the paper: `x300` are photons per bit at the receiver,
//! `@0dBm` is launched into the fibre, `@-28.9dBm:rx` arrives at the receiver.

use super::{ClassicalChannel, Direction, MAX_CHANNELS, Power, Slot, Spacing};
use crate::link::spectrum::Wavelength;
use numbers::quantity::{NotAQuantity, Unit, parse_quantity};
use numbers::units::OutOfDomain;

/// The classical channels of the paper (text to Fig. 6), for a quantum channel in C34: two and three channels away on the 100 GHz
/// grid, towards longer wavelengths, one in each direction.
pub const PAPERS_PLAN: &str = "C32f10G,C31b10G";

/// Photons per bit of a channel that names none (the paper, Table 1).
const PHOTONS_PER_BIT: f64 = 1e3;
/// Longer items are cut in messages.
const SHOWN: usize = 30;

/// A channel that could not be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("channel {}, “{text}”: {reason}", .index + 1)]
pub struct TextProblem {
    /// Which one, from 0.
    pub index: usize,
    /// The text as given.
    pub text: String,
    /// The reason.
    pub reason: TextReason,
}

/// Why the text of a channel cannot be read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum TextReason {
    /// Nothing between two commas.
    #[error("write a channel such as C32f10G, or leave out the comma")]
    Empty,
    /// No direction.
    #[error("write f (forward, Alice to Bob) or b (backward) between wavelength and bit rate, as in 1551.72f10G")]
    NoDirection,
    /// A channel number that does not exist.
    #[error("channel numbers run from C1 to C72, and from H1 to H72 between them")]
    NoSuchChannel,
    /// Not a wavelength.
    #[error("wavelength: {0}")]
    Wavelength(NotAQuantity),
    /// Not a bit rate.
    #[error("bit rate: {0}")]
    BitRate(NotAQuantity),
    /// Not a number of photons.
    #[error("photons per bit: {0}")]
    Photons(NotAQuantity),
    /// Not a power.
    #[error("power: {0}; write @0dBm (launched into the fibre) or @-28.9dBm:rx (at the receiver)")]
    Power(NotAQuantity),
    /// Both ways of giving a power.
    #[error("give the power either in dBm (@) or in photons per bit (x)")]
    TwoPowers,
    /// A number outside its domain.
    #[error(transparent)]
    OutOfDomain(#[from] OutOfDomain),
    /// Too many channels; those beyond the limit were not read.
    #[error("this and what follows is more than the {MAX_CHANNELS} channels that are computed")]
    TooMany,
}

/// Reads channels; an empty text has none.
///
/// Whether they fit together on a fibre, [`ChannelPlan::new`](super::ChannelPlan::new) says.
///
/// # Errors
/// Every [`TextProblem`], in the order of the text.
///
/// ```
/// use engine::link::channel_plan::read_channels;
/// let channels = read_channels("1551.72f10G, C31 b 2.5 Gbit/s x 300").unwrap();
/// assert_eq!(channels[0].wavelength.nm(), 1551.72);
/// assert_eq!(channels[1].light().hz, 7.5e11);
/// assert!(read_channels("C32f100G@0dBm,C31b100G@-28.9dBm:rx").unwrap()[0].light().launched);
/// assert_eq!(read_channels("1551.72,10f10G").unwrap_err().len(), 2);
/// ```
pub fn read_channels(text: &str) -> Result<Vec<ClassicalChannel>, Vec<TextProblem>> {
    if text.trim().is_empty() {
        return Ok(Vec::new());
    }
    let (mut channels, mut problems) = (Vec::new(), Vec::new());
    for (index, item) in text.split(',').enumerate() {
        let read = if index < MAX_CHANNELS { read_channel(item.trim()) } else { Err(TextReason::TooMany) };
        match read {
            Ok(channel) => channels.push(channel),
            Err(reason) => problems.push(TextProblem { index, text: shown(item), reason }),
        }
        if index == MAX_CHANNELS {
            break;
        }
    }
    if problems.is_empty() { Ok(channels) } else { Err(problems) }
}

fn shown(item: &str) -> String {
    let mut text: String = item.trim().chars().filter(|c| !c.is_control()).take(SHOWN + 1).collect();
    if text.chars().count() > SHOWN {
        text = text.chars().take(SHOWN - 1).chain(['…']).collect();
    }
    text
}

fn read_channel(item: &str) -> Result<ClassicalChannel, TextReason> {
    if item.is_empty() {
        return Err(TextReason::Empty);
    }
    let letter = |c: char| matches!(c, 'f' | 'F' | 'b' | 'B');
    let (place, behind) = item.split_once(letter).ok_or(TextReason::NoDirection)?;
    let direction = match item[place.len()..].starts_with(['f', 'F']) {
        true => Direction::Forward,
        false => Direction::Backward,
    };
    let (rate, power) = behind.split_at(behind.find(['x', 'X', '@']).unwrap_or(behind.len()));
    let rate = parse_quantity(rate, Unit::BitsPerSecond).map_err(TextReason::BitRate)?;
    Ok(ClassicalChannel {
        wavelength: read_place(place.trim())?,
        direction,
        bit_rate: rate.try_into()?,
        power: if power.is_empty() { Power::PhotonsPerBit(PHOTONS_PER_BIT.try_into()?) } else { read_power(power)? },
    })
}

/// Reads a power: `x300` or `300` (photons per bit), `@0dBm` or `0 dBm` (launched), `@-28.9dBm:rx` or `-28.9 dBm rx` (at the receiver).
///
/// # Errors
/// [`TextReason`] says what is wrong with it.
///
/// ```
/// use engine::link::channel_plan::{Power, read_power, write_power};
/// assert_eq!(read_power("0 dBm"), Ok(Power::Launched(0.0.try_into().unwrap())));
/// assert_eq!(write_power(read_power("-28.9 dBm rx").unwrap()), "@-28.9dBm:rx");
/// assert_eq!(write_power(read_power("300").unwrap()), "x300");
/// ```
pub fn read_power(text: &str) -> Result<Power, TextReason> {
    let text = text.trim();
    let (in_dbm, number) = match text.strip_prefix('@') {
        Some(number) => (true, number),
        None => (text.to_ascii_lowercase().contains("dbm"), text),
    };
    if !in_dbm {
        let photons = number.strip_prefix(['x', 'X']).unwrap_or(number);
        return Ok(Power::PhotonsPerBit(parse_quantity(photons, Unit::None).map_err(TextReason::Photons)?.try_into()?));
    }
    let (number, received) = match without_end(number, "rx") {
        Some(number) => (number.trim_end_matches([':', ' ']), true),
        None => (number, false),
    };
    if number.contains(['x', 'X']) {
        return Err(TextReason::TwoPowers);
    }
    let number = without_end(number, "dBm").unwrap_or(number);
    let dbm = parse_quantity(number, Unit::DecibelMilliwatts).map_err(TextReason::Power)?.try_into()?;
    Ok(if received { Power::Received(dbm) } else { Power::Launched(dbm) })
}

/// A text before its end, in whatever case that is.
fn without_end<'a>(text: &'a str, end: &str) -> Option<&'a str> {
    let at = text.len().checked_sub(end.len())?;
    text.get(at..)?.eq_ignore_ascii_case(end).then(|| &text[..at])
}

/// Writes a power so that [`read_power`] gives exactly this one again.
pub fn write_power(power: Power) -> String {
    match power {
        Power::PhotonsPerBit(photons) => format!("x{}", exact(photons.get(), Unit::None)),
        Power::Received(dbm) => format!("@{}dBm:rx", dbm.get()),
        Power::Launched(dbm) => format!("@{}dBm", dbm.get()),
    }
}

/// Reads the place of a channel: a channel number of a multiplexer or a wavelength in nm.
///
/// # Errors
/// [`TextReason`] says what is wrong with it.
pub fn read_place(place: &str) -> Result<Wavelength, TextReason> {
    if place.starts_with(['C', 'c', 'H', 'h']) {
        return Ok(Slot::named(place).ok_or(TextReason::NoSuchChannel)?.wavelength_nm().try_into()?);
    }
    Ok(parse_quantity(place, Unit::Nanometres).map_err(TextReason::Wavelength)?.try_into()?)
}

/// Writes channels so that [`read_channels`] gives exactly these again.
///
/// ```
/// use engine::link::channel_plan::{read_channels, write_channels};
/// let channels = read_channels("1551.72f10e9,h40b1e11x1e3,c31F1.25Gx20").unwrap();
/// assert_eq!(write_channels(&channels), "1551.72f10G,H40b100G,C31f1.25Gx20");
/// ```
pub fn write_channels(channels: &[ClassicalChannel]) -> String {
    let mut text = String::new();
    for channel in channels {
        if !text.is_empty() {
            text.push(',');
        }
        text += &write_place(channel.wavelength.nm());
        text.push(if channel.direction == Direction::Forward { 'f' } else { 'b' });
        text += &exact(channel.bit_rate.get(), Unit::BitsPerSecond);
        if !matches!(channel.power, Power::PhotonsPerBit(photons) if photons.get() == PHOTONS_PER_BIT) {
            text += &write_power(channel.power);
        }
    }
    text
}

/// Writes the place of a channel so that [`read_place`] gives exactly this wavelength \[nm\] again.
pub fn write_place(nm: f64) -> String {
    let name = Slot::around(Spacing::Ghz50, nm).to_string();
    Slot::named(&name).filter(|slot| slot.wavelength_nm() == nm).map_or(format!("{nm}"), |_| name)
}

/// The shortest text that reads back as exactly this number.
fn exact(x: f64, unit: Unit) -> String {
    let prefixes = [("T", 1e12), ("G", 1e9), ("M", 1e6), ("k", 1e3)].into_iter().filter(|(_, factor)| x >= *factor);
    prefixes
        .map(|(prefix, factor)| format!("{}{prefix}", x / factor))
        .chain([format!("{x:e}")])
        .filter(|text| parse_quantity(text, unit) == Ok(x))
        .fold(format!("{x}"), |best, text| if text.len() < best.len() { text } else { best })
}
