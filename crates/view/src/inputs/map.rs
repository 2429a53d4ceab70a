//! The axes and the value of a map.

use super::{BETWEEN, read_length};
use engine::scenario::{Key, Settings, Value};
use engine::sweep::{AxisScale, MapAxis, MapProblem, MapRequest, MapValue, Varied};
use numbers::quantity::parse_quantity;

/// Syntax of an axis on the command line.
const FORM: &str = "write NAME=FROM:TO, such as bitrate=1G:1T or isolation=-120dB:-50dB";
/// The values of a map, in an address.
const REACH: &str = "reach";
const RATE: &str = "rate";

/// Axes and value of a map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapInputs {
    /// The horizontal axis.
    pub x: MapAxis,
    /// The vertical axis.
    pub y: MapAxis,
    /// The value at each node.
    pub value: MapValue,
}

impl MapInputs {
    /// Reads what an address holds: `bitrate*1e8*1e13*isolation*1e-14*1e-4*reach`, or `…*rate*60` for the key rate at 60 km. Without
    /// anything, reach over bit rate and isolation.
    ///
    /// # Errors
    /// The parts that cannot be read, in words.
    pub fn read(text: Option<&str>) -> Result<MapInputs, String> {
        let axis = |varied| MapAxis::of_slider(varied).map_err(|problem| problem.to_string());
        let Some(text) = text else {
            let (x, y) = (axis(Varied::Parameter(Key::Bitrate))?, axis(Varied::Isolation)?);
            return Ok(MapInputs { x, y, value: MapValue::Reach });
        };
        let unreadable = || format!("The map “{text}” of the link cannot be read: choose its axes again.");
        let parts: Vec<&str> = text.split(BETWEEN).collect();
        let (axes, value) = match parts.as_slice() {
            [axes @ .., REACH] => (axes, MapValue::Reach),
            [axes @ .., RATE, km] => (axes, MapValue::RateAt(read_length(km)?)),
            _ => return Err(unreadable()),
        };
        let &[x, x_low, x_high, y, y_low, y_high] = axes else { return Err(unreadable()) };
        Ok(MapInputs { x: read_axis(x, x_low, x_high)?, y: read_axis(y, y_low, y_high)?, value })
    }

    /// The text for an address.
    ///
    /// ```
    /// use view::inputs::map::MapInputs;
    /// let text = "bitrate*1e8*1e13*isolation*1e-14*1e-4*rate*60";
    /// assert_eq!(MapInputs::read(Some(text)).unwrap().write(), text);
    /// ```
    pub fn write(&self) -> String {
        let number = |x| Value::Number(x).exact();
        let axis = |axis: &MapAxis| {
            let (low, high) = axis.ends();
            format!("{}{BETWEEN}{}{BETWEEN}{}", axis.varied().name(), number(low), number(high))
        };
        let value = match self.value {
            MapValue::Reach => REACH.to_owned(),
            MapValue::RateAt(km) => format!("{RATE}{BETWEEN}{}", number(km.get())),
        };
        format!("{}{BETWEEN}{}{BETWEEN}{value}", axis(&self.x), axis(&self.y))
    }

    /// The map around these settings, with this number of columns and rows.
    ///
    /// # Errors
    /// [`MapProblem`].
    pub fn request(&self, settings: &Settings, size: (u16, u16)) -> Result<MapRequest, MapProblem> {
        MapRequest::new(settings.clone(), (self.x, self.y), self.value, size)
    }
}

/// An axis between two numbers as typed, spaced as the slider of its parameter; a linear one where it starts at zero.
///
/// # Errors
/// Why it is none, in words.
pub fn read_axis(name: &str, low: &str, high: &str) -> Result<MapAxis, String> {
    let varied = Varied::named(name).ok_or_else(|| format!("There is no parameter “{name}”."))?;
    between(varied, low, high, |slider, low| if low > 0.0 { slider } else { AxisScale::Linear })
}

/// An axis as in `bitrate=1e9:1e12`, spaced as the slider of its parameter, or as `:log` or `:linear` behind it says.
///
/// # Errors
/// Why it is none, in words.
///
/// ```
/// use engine::sweep::AxisScale;
/// use view::inputs::map::read_assignment;
/// let axis = read_assignment("isolation=-120dB:-50dB:linear").unwrap();
/// assert_eq!((axis.ends(), axis.scale()), ((1e-12, 1e-5), AxisScale::Linear));
/// ```
pub fn read_assignment(typed: &str) -> Result<MapAxis, String> {
    let (name, range) = typed.split_once('=').ok_or(FORM)?;
    let varied = Varied::named(name.trim()).ok_or_else(|| {
        let names: Vec<&str> = Varied::all().map(Varied::name).collect();
        format!("there is no such parameter; there are: {}", names.join(", "))
    })?;
    let parts: Vec<&str> = range.split(':').collect();
    match parts.as_slice() {
        [low, high] => between(varied, low, high, |slider, _| slider),
        [low, high, "log"] => between(varied, low, high, |_, _| AxisScale::Log),
        [low, high, "linear"] => between(varied, low, high, |_, _| AxisScale::Linear),
        // Words come first: no range mends an axis that cannot be.
        _ => MapAxis::of_slider(varied).map_err(|problem| problem.to_string()).and(Err(FORM.to_owned())),
    }
}

/// An axis between two numbers in the unit of its parameter. `scale` gets the spacing of the slider, and the lower end.
fn between(varied: Varied, low: &str, high: &str, scale: fn(AxisScale, f64) -> AxisScale) -> Result<MapAxis, String> {
    let slider = MapAxis::of_slider(varied).map_err(|problem| problem.to_string())?.scale();
    let end = |typed: &str| parse_quantity(typed, varied.param().unit).map_err(|problem| problem.to_string());
    let (low, high) = (end(low)?, end(high)?);
    MapAxis::new(varied, low, high, scale(slider, low)).map_err(|problem| problem.to_string())
}

/// The number of columns and rows as typed: `64x64`.
///
/// # Errors
/// The accepted texts.
pub fn read_size(typed: &str) -> Result<(u16, u16), String> {
    let read = typed
        .split_once(['x', '×'])
        .and_then(|(columns, rows)| Some((columns.trim().parse().ok()?, rows.trim().parse().ok()?)));
    read.ok_or_else(|| "write COLUMNSxROWS, such as 64x64".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn old_addresses_keep_their_meaning() {
        let usual = MapInputs::read(None).unwrap();
        assert_eq!(usual.write(), "bitrate*1e8*1e13*isolation*1e-14*1e-4*reach");
        assert_eq!(MapInputs::read(Some(&usual.write())), Ok(usual));
        let map = MapInputs::read(Some("dark*0*1000*eff*0.1*0.5*rate*60")).unwrap();
        assert_eq!((map.x.ends(), map.x.scale()), ((0.0, 1000.0), AxisScale::Linear));
        assert_eq!(map.value, MapValue::RateAt(60.0.try_into().unwrap()));
        assert_eq!(map.write(), "dark*0*1e3*eff*0.1*0.5*rate*60");
    }

    #[test]
    fn unreadable_text_gives_a_reason() {
        for (text, says) in [
            ("", "cannot be read"),
            ("bitrate*1*2*reach", "cannot be read"),
            ("bitrate*1e9*1e12*eff*0.1*0.5*qber", "cannot be read"),
            ("speed*1*2*eff*0.1*0.5*reach", "no parameter “speed”"),
            ("bitrate*1e12*1e9*eff*0.1*0.5*reach", "from a smaller number to a larger one"),
            ("detector*1*2*eff*0.1*0.5*reach", "words only"),
            ("bitrate*1e9*1e12*eff*0.1*0.5*rate*far", "far"),
        ] {
            let problem = MapInputs::read(Some(text)).unwrap_err();
            assert!(problem.contains(says), "{text}: {problem}");
        }
    }

    proptest! {
        #[test]
        fn every_map_round_trips(x in 0usize..40, y in 0usize..40, part in 0.01f64..0.99, km in prop::option::of(0.0f64..1000.0)) {
            let all: Vec<Varied> = Varied::all().collect();
            let axis = |i: usize| {
                let varied = all[i % all.len()];
                let (low, high) = MapAxis::of_slider(varied).unwrap().ends();
                let number = |x| Value::Number(x).exact();
                read_axis(varied.name(), &number(low), &number(low + part * (high - low))).unwrap()
            };
            let value = km.map_or(MapValue::Reach, |km| MapValue::RateAt(km.try_into().unwrap()));
            let inputs = MapInputs { x: axis(x), y: axis(y), value };
            prop_assert_eq!(MapInputs::read(Some(&inputs.write())), Ok(inputs));
        }

        #[test]
        fn the_command_line_reads_the_same_numbers(i in 0usize..40, part in 0.01f64..0.99) {
            let all: Vec<Varied> = Varied::all().collect();
            let varied = all[i % all.len()];
            let (low, high) = MapAxis::of_slider(varied).unwrap().ends();
            let (low, high) = (Value::Number(low).exact(), Value::Number(low + part * (high - low)).exact());
            prop_assert_eq!(
                read_assignment(&format!("{}={low}:{high}", varied.name())),
                read_axis(varied.name(), &low, &high)
            );
        }

        #[test]
        fn no_text_panics(text in "[a-z0-9*.:=-]{0,40}") {
            let _ = (MapInputs::read(Some(&text)), read_assignment(&text), read_size(&text));
        }
    }
}
