//! What the page exports, without the page.

use super::arguments::ExportArguments;
use super::error::{Error, Mistake};
use super::{parameters, tell, write_to};
use chart::{Theme, svg};
use engine::sweep::{Curve, CurveRequest, DRAWN_POINTS, curve, outcome};
use numbers::units::Kilometres;
use view::address::Address;
use view::export::records::Format;
use view::export::{Table, picture};
use view::plan::Plan;

/// Formats of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FileFormat {
    /// One header line, then one line for each point
    Csv,
    /// An object with program, version, source, address, units and rows
    Json,
    /// The chart with legend and caption
    Svg,
}

/// Writes the file that the page at this address would give.
///
/// # Errors
/// What is wrong with the address or cannot be written.
pub(super) fn export(arguments: &ExportArguments) -> Result<(), Error> {
    let address = parameters::address(&arguments.span)?;
    let plan = Plan::new(&address.settings, address.figure, &address.pins).map_err(Mistake::all)?;
    let request = |scenario| CurveRequest { scenario, points: DRAWN_POINTS };
    let curves: Vec<Result<Curve, String>> =
        plan.curves.iter().map(|planned| Ok(curve(&request(planned.scenario.clone())))).collect();
    let format = match arguments.format {
        FileFormat::Svg => {
            let text = drawing(arguments, &address, &plan, &curves);
            return write_to(arguments.file(), |out| out.write_all(text.as_bytes()));
        }
        FileFormat::Csv => Format::Csv,
        FileFormat::Json => Format::Json,
    };
    let table = Table::of_page(&address, &plan, &curves);
    if format == Format::Csv {
        tell(&table.notes);
    }
    write_to(arguments.file(), |out| table.write(format, out))
}

fn drawing(arguments: &ExportArguments, address: &Address, plan: &Plan, curves: &[Result<Curve, String>]) -> String {
    let theme = if arguments.dark { Theme::DARK } else { Theme::LIGHT };
    // The address of the page itself stands before the #, if it was given.
    let base = arguments.span.link.as_deref().and_then(|link| link.split_once('#')).map_or("", |(base, _)| base);
    let km = Kilometres::try_from(address.cursor_km).expect("an address holds no other distance");
    let here = plan.curves.iter().map(|planned| outcome(&planned.scenario, km).expect("nor one that is too long"));
    svg(&picture(base, address, plan, curves, &here.collect::<Vec<_>>(), &theme), &theme)
}
