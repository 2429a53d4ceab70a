//! `keyspan reach`: where the key ends.

use crate::describe::help_of_parameters;
use crate::mistake::Error;
use crate::output::{Destination, Inputs};
use crate::parameters::{self, LinkArguments};
use clap::Args;
use engine::sweep::{Reach, reach};

/// Print the distance in km where the key ends
///
/// A bare number, rounded to 10 m: `0` if there is no key even without fibre, `inf` if there still is one at 1000 km.
#[derive(Args)]
#[command(after_long_help = help_of_parameters())]
pub(crate) struct Arguments {
    #[command(flatten)]
    link: LinkArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let (_, scenario) = parameters::scenario(&arguments.link)?;
    Destination::standard_output(&Inputs::default())?.write(|out| match reach(&scenario) {
        Reach::Nowhere => writeln!(out, "0"),
        Reach::UpTo(km) => writeln!(out, "{km:.2}"),
        Reach::Unlimited => writeln!(out, "inf"),
    })
}
