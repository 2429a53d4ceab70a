//! `keyspan uncertainty`: how uncertain key rate and reach are, as text, table or object.

mod text;

use crate::describe::help_of_parameters;
use crate::distances;
use crate::format::ReportFormat;
use crate::mistake::{Error, Mistake, all, both, print_notes};
use crate::output::Output;
use crate::parameters::{self, LinkArguments};
use clap::Args;
use engine::sweep::{
    BandPoint, Block, Distances, Estimate, Optimise, Rank, Reach, ReachAt, Spread, Uncertainty, UncertaintyPlan,
    UncertaintyProblem, UncertaintyRequest, sample_block, summarise,
};
use numbers::statistics::QUANTILES;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::{self, Write};
use view::address::write_address;
use view::export::{Column, Table, describe};

/// Print the uncertainty of key rate and reach that follows from uncertain parameters
///
/// Each --vary gives a parameter a distribution around its value, independently of the others. Quasi-random samples give the band of
/// the key rate along the fibre, the distribution of the reach, and the part of its variance that each parameter causes (Sobol'
/// indices: first order, alone; total, with others too).
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    /// An uncertain parameter, such as dark:normal:2k, raman:lognormal:1.5 or eff:uniform:2%; may be repeated
    #[arg(long, value_name = "NAME:LAW:WIDTH", required = true)]
    vary: Vec<String>,
    /// Number of samples, a power of two
    #[arg(long, value_name = "NUMBER", default_value_t = 1024)]
    samples: u32,
    /// Equal seeds give equal samples
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u32,
    /// What becomes of the optimised parameters, such as bandwidth, mu and pz: optimised anew for each sample, or once at each length, for
    /// the present values, and kept
    #[arg(long, value_name = "SETTING", value_parser = setting, default_value = Optimise::Anew.word())]
    optimise: Optimise,
    /// Distances of the band in km, as for `sweep` [default: some 60 until nearly all curves have ended]
    #[arg(long, value_name = "KM", visible_alias = "lengths", allow_hyphen_values = true)]
    distances: Option<String>,
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the result: text has the reach and the ranking of the parameters, csv the band of the key rate, json both
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// The distributions, for the help.
const LAWS: &str = "  normal     a bell: 68 % of the values lie within ± WIDTH, its standard deviation
  uniform    all values within ± WIDTH are equally likely
  lognormal  a bell of the logarithm: half of the values lie above the value, and 68 % between value / WIDTH and value × WIDTH
WIDTH is a number in the unit of the parameter, such as 2k or \"20 ps\"; with % it is relative to the value, but for a parameter that is
a fraction itself it is percentage points: eff:uniform:2% around 10 % is from 8 to 12 %. For lognormal it is a factor above 1, for iso_for
and iso_back also in dB. Samples with a value that the parameter does not take are left out and counted.
";

fn help() -> String {
    format!(
        "Laws (NAME:LAW:WIDTH), around the value of the parameter:\n{LAWS}\n\
         The columns of csv and the rows of json, with their units:\n{}\n{}",
        describe(COLUMNS.iter().map(Column::described)),
        help_of_parameters()
    )
}

/// Samples that one thread computes before it asks for more. Their number is a power of two, as that of all samples.
const BLOCK: u32 = 16;

/// A result with what was asked for.
struct Study {
    request: UncertaintyRequest,
    /// Fragment of the address that shows the link on the page.
    link: String,
    found: Uncertainty,
}

/// Scripts count on these in this order; new ones come at the end.
static COLUMNS: [Column<BandPoint>; 7] = [
    Column::number("distance_km", "km", "length L of the fibre", |p| p.length_km),
    Column::number(
        "key_rate_bit_s",
        "bit/s",
        "secret key rate with the present values, 0 where there is no key",
        |p| p.present_bit_s,
    ),
    Column::number("q05_bit_s", "bit/s", "the key rate is smaller in 5 % of the cases", |p| p.quantiles_bit_s[0]),
    Column::number("q25_bit_s", "bit/s", "… in 25 %", |p| p.quantiles_bit_s[1]),
    Column::number("q50_bit_s", "bit/s", "… in 50 %", |p| p.quantiles_bit_s[2]),
    Column::number("q75_bit_s", "bit/s", "… in 75 %", |p| p.quantiles_bit_s[3]),
    Column::number("q95_bit_s", "bit/s", "… in 95 %", |p| p.quantiles_bit_s[4]),
];

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let study = study(arguments)?;
    if arguments.format == ReportFormat::Csv {
        print_notes(&study.notes());
    }
    arguments.output.write(|out| study.write(arguments.format, out))
}

/// Reads what is to be varied and computes it, on all processors; their number changes nothing.
///
/// # Errors
/// Everything that cannot be read or sampled.
fn study(arguments: &Arguments) -> Result<Study, Vec<Mistake>> {
    let asked = arguments.distances.as_deref().map(distances::read).transpose();
    let (address, (spreads, asked)) =
        both(parameters::address(&arguments.link), both(spreads(&arguments.vary), asked))?;
    let link = write_address(&address);
    let standard = UncertaintyRequest::new(address.settings, spreads);
    let request = UncertaintyRequest {
        samples: arguments.samples,
        seed: arguments.seed,
        optimise: arguments.optimise,
        distances: asked.map_or(standard.distances, Distances::At),
        ..standard
    };
    let problems = request.problems();
    if !problems.is_empty() {
        return Err(problems.into_iter().flat_map(mistakes).collect());
    }
    let plan = UncertaintyPlan::new(request).map_err(mistakes)?;
    let starts: Vec<u32> = (0..plan.request.samples).step_by(BLOCK as usize).collect();
    let blocks: Vec<Block> = starts.into_par_iter().map(|start| sample_block(&plan, start..start + BLOCK)).collect();
    let found = summarise(&plan, &blocks).map_err(mistakes)?;
    Ok(Study { request: plan.request, link, found })
}

fn spreads(texts: &[String]) -> Result<Vec<Spread>, Vec<Mistake>> {
    all(texts
        .iter()
        .map(|typed| Spread::read(typed).map_err(|problem| Mistake::at(format_args!("--vary {typed}"), problem))))
}

fn setting(typed: &str) -> Result<Optimise, String> {
    let words = Optimise::ALL.map(Optimise::word).join(" or ");
    Optimise::read(typed).ok_or_else(|| format!("choose {words}"))
}

fn mistakes(problem: UncertaintyProblem) -> Vec<Mistake> {
    match problem {
        UncertaintyProblem::Settings(problems) => Mistake::of_parameters(problems),
        UncertaintyProblem::Spreads(problems) => {
            problems.into_iter().map(|(key, problem)| Mistake::of_option("--vary", key.param().name, problem)).collect()
        }
        other => vec![Mistake::new(other)],
    }
}

impl Study {
    /// Notes, which CSV has no place for.
    fn notes(&self) -> Vec<String> {
        self.found.notes().into_iter().map(|note| format!("note: {note}")).collect()
    }

    fn write(&self, format: ReportFormat, out: &mut dyn Write) -> io::Result<()> {
        let Some(format) = format.table() else { return text::write(&self.request, &self.found, out) };
        Table { head: self.head(), columns: COLUMNS.to_vec(), rows: self.found.band.iter() }.write(format, out)
    }

    /// All but the band.
    fn head(&self) -> Vec<(&'static str, Value)> {
        let Uncertainty { samples, used, present, reach, ranking, ranked, dependent, .. } = &self.found;
        let quantile = |(p, km): (f64, Estimate)| json!({ "share": p, "km": km.value, "error_km": km.error });
        let quantiles: Vec<Value> = QUANTILES.into_iter().zip(reach.quantiles_km).map(quantile).collect();
        let histogram = reach
            .histogram
            .as_ref()
            .map(|h| json!({ "start_km": h.start, "bin_width_km": h.width, "counts": h.counts }));
        vec![
            ("link", json!(self.link)),
            ("samples", json!(samples)),
            ("seed", json!(self.request.seed)),
            ("optimise", json!(self.request.optimise.word())),
            ("used", json!(used)),
            ("sentence", json!(self.found.sentence())),
            ("notes", json!(self.found.notes())),
            (
                "reach",
                json!({
                    "present_km": km(*present), "quantiles": quantiles, "mean_km": reach.mean_km,
                    "deviation_km": reach.deviation_km, "with_key": reach.with_key, "unlimited": reach.unlimited,
                    "histogram": histogram,
                }),
            ),
            ("ranked", json!(ranked)),
            ("dependent", json!(dependent)),
            ("ranking", ranking.iter().map(rank).collect()),
        ]
    }
}

/// JSON has no infinite numbers: an unlimited reach is `null`.
fn km(reach: Reach) -> Value {
    json!(reach.km())
}

fn rank(rank: &Rank) -> Value {
    let part = |index: Option<Estimate>| index.map(|index| json!({ "value": index.value, "error": index.error }));
    let at = |at: ReachAt| json!({ "value": at.value, "reach_km": at.reach.map(km) });
    json!({
        "parameter": rank.spread.key.param().name,
        "vary": rank.spread.write(),
        "first_order": part(rank.first_order),
        "total": part(rank.total),
        "alone_at_5_percent": at(rank.alone.low),
        "alone_at_95_percent": at(rank.alone.high),
    })
}
