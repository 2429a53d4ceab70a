//! A question as an address remembers it: wanted rate, distance or nothing for the cursor's, tunnels, one more parameter, such as
//! `1e6*60*8*jitter`.

use engine::scenario::Value;
use engine::sweep::{MAX_LENGTH_KM, Varied};
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::{KeyRate, Kilometres, OutOfDomain};

/// Between the parts: a character that addresses leave as it is.
const BETWEEN: char = '*';

/// A question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Memory {
    pub(super) wanted: KeyRate,
    /// None for wherever the cursor stands.
    pub(super) km: Option<Kilometres>,
    pub(super) tunnels: u32,
    pub(super) also: Option<Varied>,
}

impl Memory {
    /// Reads what an address remembers.
    ///
    /// # Errors
    /// What cannot be read, in words.
    pub(super) fn read(text: Option<&str>) -> Result<Memory, String> {
        let Some(text) = text else { return Ok(Memory::default()) };
        let parts: Vec<&str> = text.split(BETWEEN).collect();
        let &[wanted, km, tunnels, also] = parts.as_slice() else {
            return Err(format!("The question “{text}” of the link cannot be read: ask it anew."));
        };
        Ok(Memory {
            wanted: read_rate(wanted)?,
            km: if km.is_empty() { None } else { Some(read_km(km)?) },
            tunnels: read_tunnels(tunnels)?,
            also: match also {
                "" => None,
                name => Some(Varied::named(name).ok_or_else(|| format!("There is no parameter “{name}”."))?),
            },
        })
    }

    /// In an address; nothing for what is asked anyway.
    pub(super) fn write(&self) -> Option<String> {
        let number = |x| Value::Number(x).exact();
        let km = self.km.map(|km| number(km.get())).unwrap_or_default();
        let also = self.also.map(Varied::name).unwrap_or_default();
        let text = format!("{}{BETWEEN}{km}{BETWEEN}{}{BETWEEN}{also}", number(self.wanted.get()), self.tunnels);
        (*self != Memory::default()).then_some(text)
    }
}

/// A key rate as typed.
///
/// # Errors
/// In words.
pub(super) fn read_rate(typed: &str) -> Result<KeyRate, String> {
    let rate = parse_quantity(typed, Unit::BitsPerSecond).map_err(|problem| problem.to_string())?;
    KeyRate::try_from(rate).map_err(|problem: OutOfDomain| problem.to_string())
}

/// A distance as typed.
///
/// # Errors
/// In words.
pub(super) fn read_km(typed: &str) -> Result<Kilometres, String> {
    let number = typed.trim().trim_end_matches("km");
    let km = parse_quantity(number, Unit::None).map_err(|problem| problem.to_string())?;
    if km > MAX_LENGTH_KM {
        return Err(format!("{km} km is more than the {MAX_LENGTH_KM} km up to which a span is computed"));
    }
    Kilometres::try_from(km).map_err(|problem: OutOfDomain| problem.to_string())
}

/// A number of tunnels as typed.
///
/// # Errors
/// In words.
pub(super) fn read_tunnels(typed: &str) -> Result<u32, String> {
    let tunnels = typed.trim().parse().ok().filter(|tunnels| (1..=1_000_000).contains(tunnels));
    tunnels.ok_or_else(|| format!("“{typed}” is not a number of tunnels from 1 to 1000000"))
}
