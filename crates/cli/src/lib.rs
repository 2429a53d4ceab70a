//! The command line tool: the curves and reaches of the page as tables and numbers for scripts.
//!
//! A command is a module in `commands`: its options, what it does, and the columns of its table. It is run by its `run`, and comes to
//! one of these ends:
//!
//! | exit code | means |
//! |---|---|
//! | 0 | done; also where the reader of a pipe has left, and where the answer is that there is no key |
//! | 1 | a result could not be written |
//! | 2 | wrong use, or input that cannot be read or computed; where only a part of it is wrong, the rest is computed |
//! | 3 | limits were set with `--alert`, and alerts were raised; the result is written |
//!
//! What commands have in common:
//!
//! | module | holds |
//! |---|---|
//! | `parameters` | `--set`, `--device`, `--start` and `--link`: the parameters of a link |
//! | `device` | `--set` of a COW device |
//! | `distances` | `--distances` and `--length` |
//! | `measurements` | the files of a network of QKD devices, and `--take` |
//! | `format` | `--format` |
//! | `output` | `--output`: a result replaces an old one only when it is complete, and never an input |
//! | `text_table` | tables for reading |
//! | `mistake` | what is wrong with the input, and how it is reported |
//! | [`describe`] | parameters and columns in the help |

mod commands;
pub mod describe;
mod device;
mod distances;
mod format;
mod measurements;
mod mistake;
mod output;
mod parameters;
mod text_table;

use clap::{Parser, Subcommand};
use commands::{
    anomalies, ask, batch, channels, cow, demand, demo_data, devices, explain, export, figure, forecast, map, monitor,
    paper, reach, score, study, sweep, train, uncertainty, validate,
};
use mistake::{Error, report};
use output::{Destination, Inputs};
use std::ffi::OsString;
use std::process::ExitCode;

/// Secret key rates of quantum key distribution over fibre that also carries classical traffic.
#[derive(Parser)]
#[command(name = "keyspan", version, arg_required_else_help = true, after_long_help = help())]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// The commands, in the order of the help.
#[derive(Subcommand)]
enum Command {
    Sweep(sweep::Arguments),
    Reach(reach::Arguments),
    Explain(explain::Arguments),
    Ask(ask::Arguments),
    Demand(demand::Arguments),
    Map(map::Arguments),
    Batch(batch::Arguments),
    Figure(figure::Arguments),
    Export(export::Arguments),
    Channels(channels::Arguments),
    Cow(cow::Arguments),
    Uncertainty(uncertainty::Arguments),
    Monitor(monitor::Arguments),
    Train(train::Arguments),
    Score(score::Arguments),
    Study(study::Arguments),
    Forecast(forecast::Arguments),
    Anomalies(anomalies::Arguments),
    DemoData(demo_data::Arguments),
    Paper(paper::Arguments),
    Validate(validate::Arguments),
    Devices(devices::Arguments),
}

impl Command {
    fn run(&self) -> Result<(), Error> {
        match self {
            Command::Sweep(arguments) => sweep::run(arguments),
            Command::Reach(arguments) => reach::run(arguments),
            Command::Explain(arguments) => explain::run(arguments),
            Command::Ask(arguments) => ask::run(arguments),
            Command::Demand(arguments) => demand::run(arguments),
            Command::Map(arguments) => map::run(arguments),
            Command::Batch(arguments) => batch::run(arguments),
            Command::Figure(arguments) => figure::run(arguments),
            Command::Export(arguments) => export::run(arguments),
            Command::Channels(arguments) => channels::run(arguments),
            Command::Cow(arguments) => cow::run(arguments),
            Command::Uncertainty(arguments) => uncertainty::run(arguments),
            Command::Monitor(arguments) => monitor::run(arguments),
            Command::Train(arguments) => train::run(arguments),
            Command::Score(arguments) => score::run(arguments),
            Command::Study(arguments) => study::run(arguments),
            Command::Forecast(arguments) => forecast::run(arguments),
            Command::Anomalies(arguments) => anomalies::run(arguments),
            Command::DemoData(arguments) => demo_data::run(arguments),
            Command::Paper(arguments) => paper::run(arguments),
            Command::Validate(arguments) => validate::run(arguments),
            Command::Devices(arguments) => devices::run(arguments),
        }
    }
}

/// Runs the tool with these arguments, of which the first is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let done = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments.command.run(),
        Err(wrong_use) if wrong_use.use_stderr() => {
            // An error here is ignored: nobody is left to read a message.
            let _ = wrong_use.print();
            return ExitCode::from(2);
        }
        Err(help_or_version) => print(&help_or_version.to_string()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => report(&error),
    }
}

fn print(text: &str) -> Result<(), Error> {
    Destination::standard_output(&Inputs::default())?.write(|out| out.write_all(text.as_bytes()))
}

fn help() -> String {
    format!(
        "Examples:\n  \
           keyspan sweep --set bitrate=50G --distances 0:100:0.5 > rates.csv\n  \
           keyspan reach --set detector=snspd --set dark=100\n  \
           keyspan explain --length 50 --set detector=snspd\n  \
           keyspan map --x bitrate=1G:1T --y isolation=-120dB:-50dB --size 128x128 > map.csv\n  \
           keyspan batch links.csv --output results.csv\n  \
           keyspan ask --rate 1M --length 80 --for isolation,eff\n  \
           keyspan demand --length 63 --keys 2 --tenants 40 --set alpha=0.22\n  \
           keyspan figure 6 --format json --output figure6.json\n  \
           keyspan export --link 'v=1&figure=9&view=qber' --format svg --output figure9.svg\n  \
           keyspan channels --channels C32f10G,C31b10G --length 50 --quantum best\n  \
           keyspan sweep --start realistic --device gated-ingaas --distances 0:80:10\n  \
           keyspan cow --qber 2% --visibility 98% --loss 12\n  \
           keyspan uncertainty --vary dark:normal:2k --vary raman:lognormal:1.5\n  \
           keyspan demo-data measurements\n  \
           keyspan monitor measurements --window 10min\n  \
           keyspan train measurements --links 1,2,4 --seed 1 --out model.onnx\n  \
           keyspan score measurements --model model.onnx\n  \
           keyspan forecast measurements --link 3 --horizon 24h --alert 'key_rate<800'\n\n{}",
        describe::help_of_parameters()
    )
}
