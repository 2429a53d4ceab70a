//! `keyspan demand`: whether a link meets a demand for key, with its margins and what would help.

use crate::describe::help_of_parameters;
use crate::distances;
use crate::format::ReportFormat;
use crate::mistake::{Error, Mistake, both, print_notes};
use crate::output::Output;
use crate::parameters::{self, LinkArguments};
use crate::text_table::{TextColumn, write_text};
use clap::{ArgGroup, Args};
use engine::explain::{as_text, explain_demand, heading};
use engine::scenario::Scenario;
use engine::sweep::{Authentication, Demand, NoSupply, Supply, TAG_BITS, supply};
use numbers::units::KeyRate;
use serde_json::Value;
use std::io::{self, Write};
use view::address::write_address;
use view::demand::{DemandRow, LOSS_COLUMNS, demand_columns, demand_rows, loss_rows, no_help, sentences};
use view::export::records::Format;
use view::export::{Column, Table, describe};
use view::inputs::ask::read_rate;
use view::inputs::demand::DemandInputs;

/// Print whether a link meets a demand for key, with its margins and what would help most
///
/// The demand is a number of AES-256 keys per second for each tenant, 256 bits each, or a key rate, or both together. What the
/// authentication of Alice's and Bob's messages takes comes off first; unless it is given, it is not counted, and that is said.
///
/// The margin in dB is loss of the fibre that may come on top, such as bad splices, and the margin in km is length. What would help is
/// one change at a time, each by a realistic step (`basis` says why); everything else stays as it is. `keyspan explain` shows the formulas
/// of a link with a change.
#[derive(Args)]
#[command(after_long_help = help(), group = ArgGroup::new("demand").required(true).multiple(true))]
pub(crate) struct Arguments {
    /// Length of the fibre in km
    #[arg(long = "length", visible_alias = "distance", value_name = "KM", allow_hyphen_values = true)]
    length: String,
    /// New AES-256 keys per second for each tenant, such as 2, or 0.1 for one every 10 s
    #[arg(long, value_name = "NUMBER", group = "demand", allow_hyphen_values = true)]
    keys: Option<String>,
    /// Tenants, or tunnels, that get as many keys each
    #[arg(long, visible_alias = "tunnels", value_name = "NUMBER", default_value_t = 1, requires = "keys",
        value_parser = clap::value_parser!(u32).range(1..))]
    tenants: u32,
    /// Key rate that is needed, such as "10 kbit/s"; with --keys on top of them
    #[arg(long, value_name = "RATE", group = "demand", allow_hyphen_values = true)]
    rate: Option<String>,
    /// Key rate that the authentication takes [default: not counted]
    #[arg(long, value_name = "RATE", conflicts_with = "auth_tags", allow_hyphen_values = true)]
    auth_rate: Option<String>,
    /// Authentication tags for each key block, 128 bits of key each; only for a finite key
    #[arg(long, value_name = "NUMBER")]
    auth_tags: Option<u32>,
    #[command(flatten)]
    link: LinkArguments,
    /// Print the formulas behind the link as it is, with every number filled in, up to what is left of the key and the margins
    #[arg(long, conflicts_with = "format")]
    explain: bool,
    /// Format of the result; a row is the link as it is, or with one change
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

fn help() -> String {
    let columns = describe(demand_columns().iter().map(Column::described));
    format!(
        "A tag is a Wegman–Carter tag of {TAG_BITS} bits, encrypted with as many bits of key.\n\n\
         Columns, with their units; 1 is dimensionless:\n{columns}\n{}",
        help_of_parameters()
    )
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let answer = answer(arguments)?;
    if arguments.format == ReportFormat::Csv {
        print_notes(&sentences(&answer.supply));
    }
    arguments.output.write(|out| match arguments.format.table() {
        Some(format) => answer.write_table(format, out),
        None if arguments.explain => answer.write_formulas(out),
        None => answer.write_text(out),
    })
}

struct Answer {
    link: String,
    scenario: Scenario,
    supply: Supply,
}

/// Computes what the link delivers.
///
/// # Errors
/// Everything that cannot be read or computed.
fn answer(arguments: &Arguments) -> Result<Answer, Vec<Mistake>> {
    let (link, (length, demand)) =
        both(parameters::scenario(&arguments.link), both(distances::read_one(&arguments.length), demand(arguments)))?;
    let (address, scenario) = link;
    let supply = supply(&address.settings, length, demand).map_err(|problem| match problem {
        NoSupply::Settings(problems) => Mistake::of_parameters(problems),
        NoSupply::NoBlocks => vec![Mistake::at("--auth-tags", problem)],
        NoSupply::TooLong(problem) => vec![Mistake::at("--length", problem)],
    })?;
    Ok(Answer { link: write_address(&address), scenario, supply })
}

fn demand(arguments: &Arguments) -> Result<Demand, Vec<Mistake>> {
    let keys = optional("--keys", arguments.keys.as_deref(), |typed| {
        DemandInputs::read_keys(typed, arguments.tenants).map(|inputs| inputs.needed().get())
    });
    let of_rate = |typed: &str| read_rate(typed).map(KeyRate::get);
    let rate = optional("--rate", arguments.rate.as_deref(), of_rate);
    let authentication = optional("--auth-rate", arguments.auth_rate.as_deref(), of_rate);
    let ((keys, rate), authentication) = both(both(keys, rate), authentication)?;
    let needed =
        KeyRate::try_from(keys + rate).map_err(|problem| vec![Mistake::at("--keys and --rate together", problem)])?;
    let authentication = arguments.auth_tags.map_or(Authentication::Rate(authentication), Authentication::TagsPerBlock);
    Ok(Demand { needed, authentication })
}

/// A rate that may be missing, which is 0 then.
fn optional(
    option: &'static str,
    typed: Option<&str>,
    read: impl Fn(&str) -> Result<f64, String>,
) -> Result<f64, Vec<Mistake>> {
    typed.map_or(Ok(0.0), |typed| read(typed).map_err(|problem| vec![Mistake::of_option(option, typed, problem)]))
}

impl Answer {
    fn write_formulas(&self, out: &mut dyn Write) -> io::Result<()> {
        let Supply { now, .. } = &self.supply;
        let heading = format!("{}\n{}", heading(&self.scenario, &now.outcome), self.link);
        let sections = explain_demand(&self.scenario, &self.supply, now);
        out.write_all(as_text(&sections, &heading).as_bytes())
    }

    fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        sentences(&self.supply).iter().try_for_each(|sentence| writeln!(out, "{sentence}"))?;
        writeln!(out, "\nLoss by part:\n")?;
        let [part, made_of, loss] = LOSS_COLUMNS;
        let parts: [TextColumn<[String; 3]>; 3] = [
            TextColumn { head: part, text: |row| row[0].clone() },
            TextColumn { head: made_of, text: |row| row[1].clone() },
            TextColumn { head: loss, text: |row| row[2].clone() },
        ];
        write_text(&parts, &loss_rows(&self.supply), out)?;
        writeln!(out, "\nOne change at a time, the one that helps most first:\n")?;
        let columns: [TextColumn<DemandRow<'_>>; 4] = [
            TextColumn { head: "change", text: |row| row.means().to_owned() },
            TextColumn { head: "key", text: DemandRow::rate },
            TextColumn { head: "demand", text: DemandRow::verdict },
            TextColumn { head: "setting", text: DemandRow::setting },
        ];
        let rows: Vec<DemandRow<'_>> = demand_rows(&self.supply).filter(DemandRow::is_shown).collect();
        write_text(&columns, &rows, out)?;
        no_help(&self.supply).map_or(Ok(()), |sentence| writeln!(out, "\n{sentence}"))
    }

    fn write_table(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let Supply { length, demand, .. } = &self.supply;
        let head = vec![
            ("link", Value::from(self.link.as_str())),
            ("distance_km", Value::from(length.get())),
            ("needed_bit_s", Value::from(demand.needed.get())),
            ("notes", Value::from(sentences(&self.supply))),
            (
                "losses_db",
                self.supply.losses.parts.iter().map(|part| (part.name.clone(), Value::from(part.db))).collect(),
            ),
            ("loss_db", Value::from(self.supply.losses.sum_db())),
        ];
        Table { head, columns: demand_columns().into(), rows: demand_rows(&self.supply) }.write(format, out)
    }
}
