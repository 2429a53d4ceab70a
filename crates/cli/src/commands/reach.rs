//! `keyspan reach`: where the key ends.

use crate::describe::help_of_parameters;
use crate::mistake::{Error, print_notes};
use crate::output::{Destination, Inputs};
use crate::parameters::{self, LinkArguments};
use clap::Args;
use engine::scenario::KeyLength;
use engine::sweep::{Reach, reach, reach_without_block_limit};
use numbers::quantity::format_duration;

/// Print the distance in km where the key ends
///
/// A bare number, rounded to 10 m: `0` if there is no key even without fibre, `inf` if there still is one at 1000 km. The reach of a finite
/// key ends where its block takes longer than `block_limit`; a note says so.
#[derive(Args)]
#[command(after_long_help = help_of_parameters())]
pub(crate) struct Arguments {
    #[command(flatten)]
    link: LinkArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let (_, scenario) = parameters::scenario(&arguments.link)?;
    let limit = match scenario.key_length {
        KeyLength::Finite(key) => key.block_limit,
        KeyLength::Asymptotic => None,
    };
    if let (Some(limit), Some(further)) = (limit, reach_without_block_limit(&scenario)) {
        let km = further.km().map_or_else(|| "inf".to_owned(), |km| format!("{km:.2}"));
        let time = format_duration(limit.get());
        print_notes(&[format!(
            "beyond, one key block takes longer than {time} to collect (block_limit); without that limit: {km} km"
        )]);
    }
    Destination::standard_output(&Inputs::default())?.write(|out| match reach(&scenario) {
        Reach::Nowhere => writeln!(out, "0"),
        Reach::UpTo(km) => writeln!(out, "{km:.2}"),
        Reach::Unlimited => writeln!(out, "inf"),
    })
}
