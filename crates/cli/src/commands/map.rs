//! `keyspan map`: reach or key rate over two parameters, a row a node.

use crate::describe::help_of_parameters;
use crate::format::table_format;
use crate::mistake::{Error, Mistake, both};
use crate::output::Output;
use crate::parameters::{self, LinkArguments};
use clap::Args;
use engine::link::fibre::Band;
use engine::sweep::{self, Level, MAX_LENGTH_KM, MapAxis, MapRequest, MapValue, rows_of};
use rayon::prelude::*;
use serde_json::Value;
use std::io::{self, Write};
use view::address::write_address;
use view::export::records::{Cell, Format};
use view::export::{Column, Table, describe};
use view::inputs::map::{MapInputs, read_assignment, read_size};
use view::inputs::read_length;

/// Print the reach or the key rate over two parameters, in both bands
///
/// All cores compute it. A parameter that each band has for itself (alpha, raman) is varied in the band of the link only.
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    /// X axis: a parameter, or isolation for both directions, and its ends; `:log` or `:linear` behind them if the slider's own
    /// spacing is not wanted
    #[arg(long, value_name = "NAME=FROM:TO", allow_hyphen_values = true)]
    x: String,
    /// Y axis
    #[arg(long, value_name = "NAME=FROM:TO", allow_hyphen_values = true)]
    y: String,
    /// Number of nodes along x and y, both ends included
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "64x64")]
    size: String,
    /// Print the key rate at this length in km instead of the reach
    #[arg(long = "length", visible_alias = "at", value_name = "KM", allow_hyphen_values = true)]
    length: Option<String>,
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the table
    #[arg(long, value_parser = table_format(), default_value = "csv")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Rows of a map that one core computes at a time.
const AT_ONCE: u16 = 4;

/// A node.
struct Node {
    x: f64,
    y: f64,
    cell: sweep::MapCell,
}

impl Node {
    fn level(&self, band: Band) -> Cell {
        self.cell.level(band).map_or(Cell::Nothing, |level| Cell::Number(number(level)))
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

static REACH: [Column<Node>; 2] = [
    Column::cell(
        "reach_c_km",
        "km",
        "reach in the C band: 0 without any key, inf (null in JSON) beyond 1000 km",
        |node| node.level(Band::C),
    ),
    Column::cell("reach_o_km", "km", "reach in the O band", |node| node.level(Band::O)),
];

static RATE: [Column<Node>; 2] = [
    Column::cell(
        "key_rate_c_bit_s",
        "bit/s",
        "with --length, instead of the reaches: secret key rate in the C band, 0 without a key",
        |node| node.level(Band::C),
    ),
    Column::cell("key_rate_o_bit_s", "bit/s", "… in the O band", |node| node.level(Band::O)),
];

static BETTER: Column<Node> = Column::words(
    "better_band",
    "C or O; empty where neither is ahead; all empty where the values do not go together",
    |node| match node.cell.lead() {
        Some(lead) if lead > 0.0 => Cell::Text("C".to_owned()),
        Some(lead) if lead < 0.0 => Cell::Text("O".to_owned()),
        _ => Cell::Nothing,
    },
);

fn help() -> String {
    let axes = [["NAME of --x", "", "its value, in its unit"], ["NAME of --y", "", "its value, in its unit"]];
    let columns = REACH.iter().chain(&RATE).chain([&BETTER]).map(Column::described);
    format!(
        "A reach is known to 1 m, up to {MAX_LENGTH_KM} km; a key rate to a part in a million. Columns:\n{}\n{}",
        describe(axes.into_iter().chain(columns)),
        help_of_parameters()
    )
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let axis = |option: &str, typed: &str| {
        read_assignment(typed).map_err(|problem| vec![Mistake::of_option(option, typed, problem)])
    };
    let value = match &arguments.length {
        None => Ok(MapValue::Reach),
        Some(typed) => read_length(typed)
            .map(MapValue::RateAt)
            .map_err(|problem| vec![Mistake::of_option("--length", typed, problem)]),
    };
    let size = &arguments.size;
    let size = read_size(size).map_err(|problem| vec![Mistake::of_option("--size", size, problem)]);
    let (address, ((x, y), (value, size))) = both(
        parameters::address(&arguments.link),
        both(both(axis("--x", &arguments.x), axis("--y", &arguments.y)), both(value, size)),
    )?;
    let link = write_address(&address);
    let request = MapInputs { x, y, value }.request(&address.settings, size);
    let request = request.map_err(|problem| Mistake::at("map", problem))?;
    arguments.output.write(|out| write(&link, &request, arguments.format, out))
}

/// Writes the map. All cores compute it, each some rows at a time; what a cell holds does not depend on how many there are.
fn write(link: &str, request: &MapRequest, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let (width, rows) = request.size();
    let blocks: Vec<u16> = (0..rows).step_by(usize::from(AT_ONCE)).collect();
    let cells: Vec<sweep::MapCell> =
        blocks.par_iter().flat_map_iter(|&first| rows_of(request, first..(first + AT_ONCE).min(rows))).collect();
    let node = |(i, cell): (usize, sweep::MapCell)| {
        let (x, y) = request.at((i % usize::from(width)) as u16, (i / usize::from(width)) as u16);
        Node { x, y, cell }
    };
    let axis = |axis: &MapAxis, value: fn(&Node) -> f64| {
        Column::number(axis.varied().name(), axis.varied().param().unit.symbol(), "", value)
    };
    let (x, y) = request.axes();
    let (value, distance, levels) = match request.value() {
        MapValue::Reach => ("reach", Value::Null, &REACH),
        MapValue::RateAt(length) => ("key rate", Value::from(length.get()), &RATE),
    };
    let mut columns = vec![axis(x, |node| node.x), axis(y, |node| node.y)];
    columns.extend(levels.iter().chain([&BETTER]).copied());
    Table {
        head: vec![("link", Value::from(link)), ("value", Value::from(value)), ("distance_km", distance)],
        columns,
        rows: cells.into_iter().enumerate().map(node),
    }
    .write(format, out)
}
