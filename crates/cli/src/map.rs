//! Reach or key rate over two parameters as a table, a line a node.

use super::arguments::MapArguments;
use super::error::{Mistake, both};
use super::parameters;
use super::records::{Cell, Format, Records, describe};
use engine::link::fibre::Band;
use engine::sweep::{self, AxisScale, Level, MAX_LENGTH_KM, MapAxis, MapRequest, MapValue, Varied, rows_of};
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::Kilometres;
use rayon::prelude::*;
use serde_json::Value;
use std::io::{self, Write};
use view::address::write_address;

/// A map that was read from the arguments.
pub(super) struct Map {
    link: String,
    request: MapRequest,
}

/// Rows of a map that are computed at a time by one core.
const AT_ONCE: u16 = 4;

/// Columns behind the two that are varied, with their meaning.
fn columns(value: MapValue) -> [(&'static str, Option<&'static str>); 3] {
    match value {
        MapValue::Reach => [("reach_c_km", Some("km")), ("reach_o_km", Some("km")), ("better_band", None)],
        MapValue::RateAt(_) => {
            [("key_rate_c_bit_s", Some("bit/s")), ("key_rate_o_bit_s", Some("bit/s")), ("better_band", None)]
        }
    }
}

/// A line for each column: name, unit, meaning. For the help.
pub(super) fn describe_columns() -> String {
    let columns = [
        ["NAME of --x", "", "its value, in its unit"],
        ["NAME of --y", "", "its value, in its unit"],
        ["reach_c_km", "km", "reach in the C band: 0 without any key, inf (null in JSON) beyond 1000 km"],
        ["reach_o_km", "km", "reach in the O band"],
        [
            "key_rate_c_bit_s",
            "bit/s",
            "with --at, instead of the reaches: secret key rate in the C band, 0 without a key",
        ],
        ["key_rate_o_bit_s", "bit/s", "… in the O band"],
        ["better_band", "", "C or O; empty where neither is ahead; all empty where the values do not go together"],
    ];
    describe(columns.into_iter())
}

/// Reads the arguments.
///
/// # Errors
/// Everything in them that cannot be read.
pub(super) fn read(arguments: &MapArguments) -> Result<Map, Vec<Mistake>> {
    let axis = |option: &'static str, typed: &str| {
        axis(typed).map_err(|problem| vec![Mistake::Map { option, typed: typed.to_owned(), problem }])
    };
    let value = match &arguments.at {
        None => Ok(MapValue::Reach),
        Some(typed) => distance(typed)
            .map(MapValue::RateAt)
            .map_err(|problem| vec![Mistake::Map { option: "--at", typed: typed.clone(), problem }]),
    };
    let (address, ((x, y), (value, size))) = both(
        parameters::address(&arguments.span),
        both(both(axis("--x", &arguments.x), axis("--y", &arguments.y)), both(value, size(&arguments.size))),
    )?;
    let link = write_address(&address);
    let request = MapRequest::new(address.settings, (x, y), value, size)
        .map_err(|problem| vec![Mistake::Map { option: "map", typed: String::new(), problem: problem.to_string() }])?;
    Ok(Map { link, request })
}

/// An axis as in `bitrate=1e9:1e12`, spaced as the slider of its parameter, or as `:log` or `:linear` behind it says.
fn axis(typed: &str) -> Result<MapAxis, String> {
    const FORM: &str = "write NAME=FROM:TO, such as bitrate=1G:1T or isolation=-120dB:-50dB";
    let (name, range) = typed.split_once('=').ok_or(FORM)?;
    let varied = Varied::named(name.trim()).ok_or_else(|| {
        let names: Vec<&str> = Varied::all().map(Varied::name).collect();
        format!("there is no such parameter; there are: {}", names.join(", "))
    })?;
    let parts: Vec<&str> = range.split(':').collect();
    let whole = MapAxis::of_slider(varied).map_err(|problem| problem.to_string())?;
    let (low, high, scale) = match parts.as_slice() {
        [low, high] => (low, high, whole.scale()),
        [low, high, "log"] => (low, high, AxisScale::Log),
        [low, high, "linear"] => (low, high, AxisScale::Linear),
        _ => return Err(FORM.to_owned()),
    };
    let unit: Unit = varied.param().unit;
    let end = |text: &str| parse_quantity(text, unit).map_err(|problem| problem.to_string());
    MapAxis::new(varied, end(low)?, end(high)?, scale).map_err(|problem| problem.to_string())
}

fn distance(typed: &str) -> Result<Kilometres, String> {
    let km = parse_quantity(typed, Unit::None).map_err(|problem| problem.to_string())?;
    Kilometres::try_from(km).map_err(|problem| problem.to_string())
}

fn size(typed: &str) -> Result<(u16, u16), Vec<Mistake>> {
    let read = typed
        .split_once(['x', '×'])
        .and_then(|(columns, rows)| Some((columns.trim().parse().ok()?, rows.trim().parse().ok()?)));
    let problem = "write COLUMNSxROWS, such as 64x64".to_owned();
    read.ok_or_else(|| vec![Mistake::Map { option: "--size", typed: typed.to_owned(), problem }])
}

impl Map {
    /// Writes the map. All cores compute it, each some rows at a time; what a cell holds does not depend on how many there are.
    pub(super) fn write(self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let request = &self.request;
        let (width, rows) = request.size();
        let blocks: Vec<u16> = (0..rows).step_by(usize::from(AT_ONCE)).collect();
        let cells: Vec<sweep::MapCell> =
            blocks.par_iter().flat_map_iter(|&first| rows_of(request, first..(first + AT_ONCE).min(rows))).collect();
        let row = |(i, cell): (usize, sweep::MapCell)| {
            let (x, y) = request.at((i % usize::from(width)) as u16, (i / usize::from(width)) as u16);
            let level = |band| cell.level(band).map_or(Cell::Nothing, |level| Cell::Number(number(level)));
            let better = match cell.lead() {
                Some(lead) if lead > 0.0 => Cell::Text("C".to_owned()),
                Some(lead) if lead < 0.0 => Cell::Text("O".to_owned()),
                _ => Cell::Nothing,
            };
            vec![Cell::Number(x), Cell::Number(y), level(Band::C), level(Band::O), better]
        };
        let (x, y) = request.axes();
        let axis = |axis: &MapAxis| (axis.varied().name(), Some(axis.varied().param().unit.symbol()));
        let value = match request.value() {
            MapValue::Reach => Value::from("reach"),
            MapValue::RateAt(_) => Value::from("key rate"),
        };
        let distance = match request.value() {
            MapValue::Reach => Value::Null,
            MapValue::RateAt(length) => Value::from(length.get()),
        };
        Records {
            head: vec![("link", Value::from(self.link.as_str())), ("value", value), ("distance_km", distance)],
            columns: [axis(x), axis(y)].into_iter().chain(columns(request.value())).collect(),
            rows: cells.into_iter().enumerate().map(row),
        }
        .write(format, out)
    }
}

/// A reach beyond what is computed is infinite, as everywhere on the command line.
fn number(level: Level) -> f64 {
    match level {
        Level::NoKey => 0.0,
        Level::Value(x) => x,
        Level::Unlimited => f64::INFINITY,
    }
}

/// What stands in the help about the reach.
pub(super) fn help() -> String {
    format!(
        "A reach is known to 1 m, up to {MAX_LENGTH_KM} km; a key rate to a part in a million. Columns:\n{}",
        describe_columns()
    )
}
