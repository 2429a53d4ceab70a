//! `keyspan export`: what the page exports, without the page.

use crate::describe::help_of_curves;
use crate::mistake::{Error, Mistake, print_notes};
use crate::output::Output;
use crate::parameters::{self, LinkArguments};
use chart::{Theme, svg};
use clap::{Args, ValueEnum};
use engine::sweep::{Curve, CurveRequest, DRAWN_POINTS, curve, outcome};
use numbers::units::Kilometres;
use view::address::Address;
use view::export::records::Format;
use view::export::{CurveTable, picture};
use view::plan::Plan;

/// Print what the page exports: each curve that it draws at an address, or the picture
///
/// The curves with all their points, or the picture of the chart, are those of the page, pins included; hidden ones are left out.
#[derive(Args)]
#[command(after_long_help = help_of_curves())]
pub(crate) struct Arguments {
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the file
    #[arg(long, value_enum, default_value_t = FileFormat::Csv)]
    format: FileFormat,
    /// Light lines on a dark background in the picture
    #[arg(long)]
    dark: bool,
    #[command(flatten)]
    output: Output,
}

/// Formats of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    /// One header line, then one line for each point
    Csv,
    /// An object with program, version, source, address, units and rows
    Json,
    /// The chart with legend and caption
    Svg,
}

/// Writes the file that the page at this address would give.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let address = parameters::address(&arguments.link)?;
    let plan = Plan::new(&address.settings, address.figure, &address.pins).map_err(Mistake::of_parameters)?;
    let request = |scenario| CurveRequest { scenario, points: DRAWN_POINTS };
    let curves: Vec<Result<Curve, String>> =
        plan.curves.iter().map(|planned| Ok(curve(&request(planned.scenario.clone())))).collect();
    let format = match arguments.format {
        FileFormat::Svg => {
            let text = drawing(arguments, &address, &plan, &curves);
            return arguments.output.write(|out| out.write_all(text.as_bytes()));
        }
        FileFormat::Csv => Format::Csv,
        FileFormat::Json => Format::Json,
    };
    let table = CurveTable::of_page(&address, &plan, &curves);
    if format == Format::Csv {
        print_notes(&table.notes);
    }
    arguments.output.write(|out| table.write(format, out))
}

fn drawing(arguments: &Arguments, address: &Address, plan: &Plan, curves: &[Result<Curve, String>]) -> String {
    let theme = if arguments.dark { Theme::DARK } else { Theme::LIGHT };
    // The address of the page itself is the part before the #, if it was given.
    let base = arguments.link.link.as_deref().and_then(|link| link.split_once('#')).map_or("", |(base, _)| base);
    let km = Kilometres::try_from(address.cursor_km).expect("an address holds no other distance");
    let here = plan.curves.iter().map(|planned| outcome(&planned.scenario, km).expect("nor one that is too long"));
    svg(&picture(base, address, plan, curves, &here.collect::<Vec<_>>(), &theme), &theme)
}
