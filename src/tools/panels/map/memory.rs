//! What a map is over, as an address remembers it: `bitrate*1e8*1e13*isolation*1e-14*1e-4*reach`, or `…*rate*60` for the key rate at
//! 60 km.

use engine::scenario::Key;
use engine::scenario::{Scale, Settings, Value};
use engine::sweep::{AxisProblem, AxisScale, MapAxis, MapProblem, MapRequest, MapValue, Varied};
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::{Kilometres, OutOfDomain};

/// Between the parts: a character that addresses leave as it is.
const BETWEEN: &str = "*";

/// Axes and value of a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Memory {
    pub(super) x: MapAxis,
    pub(super) y: MapAxis,
    pub(super) value: MapValue,
}

impl Memory {
    /// Reads what an address remembers; without anything, bit rate and isolation.
    ///
    /// # Errors
    /// What cannot be read, in words.
    pub(super) fn read(text: Option<&str>) -> Result<Memory, String> {
        let axis = |varied| MapAxis::of_slider(varied).map_err(|problem| problem.to_string());
        let Some(text) = text else {
            return Ok(Memory {
                x: axis(Varied::Parameter(Key::Bitrate))?,
                y: axis(Varied::Isolation)?,
                value: MapValue::Reach,
            });
        };
        let parts: Vec<&str> = text.split(BETWEEN).collect();
        let (axes, value) = match parts.as_slice() {
            [axes @ .., "reach"] => (axes, MapValue::Reach),
            [axes @ .., "rate", km] => (axes, MapValue::RateAt(read_km(km)?)),
            _ => return Err(format!("The map “{text}” of the link cannot be read: choose its axes anew.")),
        };
        let &[x, x_low, x_high, y, y_low, y_high] = axes else {
            return Err(format!("The map “{text}” of the link cannot be read: choose its axes anew."));
        };
        Ok(Memory { x: read_axis(x, x_low, x_high)?, y: read_axis(y, y_low, y_high)?, value })
    }

    /// In an address.
    pub(super) fn write(&self) -> String {
        let number = |x| Value::Number(x).exact();
        let axis = |axis: &MapAxis| {
            let (low, high) = axis.ends();
            [axis.varied().name().to_owned(), number(low), number(high)].join(BETWEEN)
        };
        let value = match self.value {
            MapValue::Reach => "reach".to_owned(),
            MapValue::RateAt(km) => format!("rate{BETWEEN}{}", number(km.get())),
        };
        [axis(&self.x), axis(&self.y), value].join(BETWEEN)
    }

    /// The map around these settings, with so many nodes on each side.
    ///
    /// # Errors
    /// [`MapProblem`].
    pub(super) fn request(&self, settings: &Settings, nodes: u16) -> Result<MapRequest, MapProblem> {
        MapRequest::new(settings.clone(), (self.x, self.y), self.value, (nodes, nodes))
    }
}

/// A distance as typed.
///
/// # Errors
/// In words.
pub(super) fn read_km(text: &str) -> Result<Kilometres, String> {
    let number = text.trim().trim_end_matches("km");
    let km = parse_quantity(number, Unit::None).map_err(|problem| problem.to_string())?;
    Kilometres::try_from(km).map_err(|problem: OutOfDomain| problem.to_string())
}

/// An axis as typed, spaced as the slider of its parameter; a linear one where it starts at zero.
///
/// # Errors
/// In words.
pub(super) fn read_axis(name: &str, low: &str, high: &str) -> Result<MapAxis, String> {
    let varied = Varied::named(name).ok_or_else(|| format!("There is no parameter “{name}”."))?;
    let param = varied.param();
    let end = |typed: &str| parse_quantity(typed, param.unit).map_err(|problem| problem.to_string());
    let (low, high) = (end(low)?, end(high)?);
    let log = param.domain.range().is_some_and(|range| !matches!(range.scale, Scale::Linear { .. })) && low > 0.0;
    let scale = if log { AxisScale::Log } else { AxisScale::Linear };
    MapAxis::new(varied, low, high, scale).map_err(|problem: AxisProblem| problem.to_string())
}
