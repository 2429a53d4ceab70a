//! `keyspan figure`: the curves of a figure of the paper.

use crate::describe::help_of_curves;
use crate::distances;
use crate::format::table_format;
use crate::mistake::{Error, Mistake, both};
use crate::output::Output;
use crate::parameters::{changes, on_top};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use engine::scenario::{FIGURES, Figure, Key, Scenario, Settings};
use engine::sweep::{MAX_LENGTH_KM, Outcome, reach, sweep};
use rayon::prelude::*;
use view::address::{Address, write_address};
use view::export::records::Format;
use view::export::{CurveTable, Rows, curve_link, curve_name};
use view::plan::{Plan, Planned};

/// Print every curve of a figure of the paper
#[derive(Args)]
#[command(after_long_help = help_of_curves())]
pub(crate) struct Arguments {
    /// Number of the figure
    #[arg(value_name = "NUMBER", ignore_case = true, value_parser = figures())]
    figure: &'static Figure,
    /// Distances in km, as for `sweep` [default: every km until all curves have ended]
    #[arg(long, value_name = "KM", visible_alias = "lengths", allow_hyphen_values = true)]
    distances: Option<String>,
    /// Set a parameter of all curves; may be repeated. `alpha` and `raman` are those of the C band
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Format of the table
    #[arg(long, value_parser = table_format(), default_value = "csv")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

fn figures() -> impl TypedValueParser<Value = &'static Figure> {
    PossibleValuesParser::new(FIGURES.iter().map(|figure| PossibleValue::new(figure.id).help(figure.title)))
        .map(|id| Figure::named(&id).expect("clap lets only the numbers of figures through"))
}

/// A curve of a figure.
struct Named {
    name: String,
    /// Fragment of the address of its link.
    link: String,
    scenario: Scenario,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let asked = arguments.distances.as_deref().map(distances::read).transpose();
    let (address, asked) = both(address(arguments.figure, &arguments.set), asked)?;
    let curves = curves(arguments.figure, &address.settings)?;
    let distances = asked.unwrap_or_else(|| {
        let reaches = curves.par_iter().map(|curve| reach(&curve.scenario).km().unwrap_or(MAX_LENGTH_KM));
        distances::covering(reaches.reduce(|| 0.0, f64::max))
    });
    let computed = |curve: &Named| {
        sweep(&curve.scenario, &distances).expect("no distance is read that is too long").collect::<Vec<Outcome>>()
    };
    let computed: Vec<Vec<Outcome>> = curves.par_iter().map(computed).collect();
    let curves = curves.into_iter().zip(computed).map(|(curve, outcomes)| Rows {
        name: Some(curve.name),
        link: curve.link,
        outcomes: Box::new(outcomes.into_iter()),
    });
    let table = CurveTable { link: write_address(&address), notes: Vec::new(), curves: curves.collect() };
    arguments.output.write(|out| table.write(arguments.format, out))
}

/// The figure as the page opens it, with what `--set` sets on top.
///
/// # Errors
/// Every `--set` that cannot be read, or that would change no curve because each curve sets the same parameter itself.
fn address(figure: &'static Figure, set: &[String]) -> Result<Address, Vec<Mistake>> {
    let changes = changes(set, |key| match is_set_by(figure, key) {
        true => {
            let problem = "sets it for each of its curves; to choose it yourself use `keyspan sweep`";
            Err(Mistake::at(key.param().name, format_args!("figure {} {problem}", figure.id)))
        }
        false => Ok(()),
    })?;
    let settings = on_top(&figure.settings(), &changes);
    Ok(Address { settings, figure: Some(figure), view: figure.view, ..Address::default() })
}

/// The curves.
///
/// # Errors
/// The problems with the settings.
fn curves(figure: &'static Figure, on: &Settings) -> Result<Vec<Named>, Vec<Mistake>> {
    let plan = Plan::new(on, Some(figure), &[]).map_err(Mistake::of_parameters)?;
    let members = plan.curves.iter().filter_map(|planned| Some((planned.member?, planned)));
    let named = |(index, planned): (usize, &Planned)| Named {
        name: curve_name(planned),
        link: curve_link(&figure.span(on, index, planned.band)),
        scenario: planned.scenario.clone(),
    };
    Ok(members.map(named).collect())
}

fn is_set_by(figure: &Figure, key: Key) -> bool {
    key == Key::Band || figure.curves.iter().all(|curve| curve.changes.iter().any(|&(changed, _)| changed == key))
}
