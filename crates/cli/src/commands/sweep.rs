//! `keyspan sweep`: the points of a curve.

use crate::describe::help_of_curves;
use crate::distances;
use crate::format::table_format;
use crate::mistake::{Error, both};
use crate::output::Output;
use crate::parameters::{self, LinkArguments};
use clap::Args;
use engine::scenario::Scenario;
use engine::sweep::{Outcome, sweep};
use numbers::units::Kilometres;
use rayon::prelude::*;
use view::address::write_address;
use view::export::records::Format;
use view::export::{CurveTable, Rows, curve_link};

/// Print the key rate and every term of it at each distance
#[derive(Args)]
#[command(after_long_help = help_of_curves())]
pub(crate) struct Arguments {
    /// Distances in km: START:END:STEP, END included, or single ones, or both, such as 0:90:10,95,98.2
    #[arg(long, value_name = "KM", visible_alias = "lengths", default_value = "0:140:1", allow_hyphen_values = true)]
    distances: String,
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the table
    #[arg(long, value_parser = table_format(), default_value = "csv")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Distances that one core computes in a row, each search starting from the optimum before. What is found does not depend on the
/// number of cores.
const IN_A_ROW: usize = 256;
/// Such rows that are computed before they are written: as few as keep all cores busy, for a reader who leaves ends the work.
const ROWS_AT_ONCE: usize = 64;

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let ((address, scenario), distances) =
        both(parameters::scenario(&arguments.link), distances::read(&arguments.distances))?;
    let curve = rows(curve_link(&address.settings), &scenario, &distances);
    let table = CurveTable { link: write_address(&address), notes: Vec::new(), curves: vec![curve] };
    arguments.output.write(|out| table.write(arguments.format, out))
}

/// A curve in a table, whose points are computed by all cores as they are written.
fn rows<'a>(link: String, scenario: &'a Scenario, distances: &'a [Kilometres]) -> Rows<'a> {
    let in_a_row = |distances| sweep(scenario, distances).expect("no distance is read that is too long");
    let at_once = move |distances: &'a [Kilometres]| {
        distances.par_chunks(IN_A_ROW).flat_map_iter(in_a_row).collect::<Vec<Outcome>>()
    };
    let outcomes = Box::new(distances.chunks(ROWS_AT_ONCE * IN_A_ROW).flat_map(at_once));
    Rows { name: None, link, outcomes }
}
