//! How uncertain a span is, as text, table or object.

mod text;

use super::arguments::UncertaintyArguments;
use super::error::{Mistake, both};
use super::records::{Cell, Format, Records, describe};
use super::{distances, parameters};
use engine::sweep::{
    BandPoint, Block, Distances, Estimate, Rank, Reach, ReachAt, Spread, Uncertainty, UncertaintyPlan,
    UncertaintyProblem, UncertaintyRequest, sample_block, summarise,
};
use numbers::statistics::QUANTILES;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::io::{self, Write};
use view::address::write_address;

/// Samples that one thread computes before it asks for more. There are so many of them in all, or a multiple.
const BLOCK: u32 = 16;

/// Formats of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum UncertaintyFormat {
    /// For reading: the reach and the ranking of the parameters
    Text,
    /// The band of the key rate: one header line, then one line for each distance
    Csv,
    /// An object with everything
    Json,
}

/// A result with what was asked for.
pub(super) struct Study {
    request: UncertaintyRequest,
    /// Fragment of the address that shows the span on the page.
    link: String,
    found: Uncertainty,
}

struct Column {
    name: &'static str,
    means: &'static str,
    value: fn(&BandPoint) -> f64,
}

const fn column(name: &'static str, means: &'static str, value: fn(&BandPoint) -> f64) -> Column {
    Column { name, means, value }
}

/// Scripts count on these in this order; new ones come at the end.
static COLUMNS: [Column; 7] = [
    column("distance_km", "length L of the fibre", |p| p.length_km),
    column("key_rate_bit_s", "secret key rate with the present values, 0 where there is no key", |p| p.present_bit_s),
    column("q05_bit_s", "the key rate is smaller in 5 % of the cases", |p| p.quantiles_bit_s[0]),
    column("q25_bit_s", "… in 25 %", |p| p.quantiles_bit_s[1]),
    column("q50_bit_s", "… in 50 %", |p| p.quantiles_bit_s[2]),
    column("q75_bit_s", "… in 75 %", |p| p.quantiles_bit_s[3]),
    column("q95_bit_s", "… in 95 %", |p| p.quantiles_bit_s[4]),
];

fn unit(column: &Column) -> &'static str {
    if column.name == COLUMNS[0].name { "km" } else { "bit/s" }
}

/// A line for each column: name, unit, meaning. For the help.
pub(super) fn describe_columns() -> String {
    describe(COLUMNS.iter().map(|column| [column.name, unit(column), column.means]))
}

/// Reads what is to be varied and computes it, on all processors; their number changes nothing.
///
/// # Errors
/// Everything that cannot be read or sampled.
pub(super) fn study(arguments: &UncertaintyArguments) -> Result<Study, Vec<Mistake>> {
    let asked = arguments.distances.as_deref().map(distances::read).transpose();
    let (address, (spreads, asked)) =
        both(parameters::address(&arguments.span), both(spreads(&arguments.vary), asked))?;
    let link = write_address(&address);
    let standard = UncertaintyRequest::new(address.settings, spreads);
    let request = UncertaintyRequest {
        samples: arguments.samples,
        seed: arguments.seed,
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
    let (mut spreads, mut mistakes) = (Vec::new(), Vec::new());
    for typed in texts {
        match Spread::read(typed) {
            Ok(spread) => spreads.push(spread),
            Err(problem) => mistakes.push(Mistake::Vary { typed: typed.clone(), problem }),
        }
    }
    if mistakes.is_empty() { Ok(spreads) } else { Err(mistakes) }
}

fn mistakes(problem: UncertaintyProblem) -> Vec<Mistake> {
    match problem {
        UncertaintyProblem::Settings(problems) => Mistake::all(problems),
        UncertaintyProblem::Spreads(problems) => problems
            .into_iter()
            .map(|(key, problem)| Mistake::Vary { typed: key.param().name.to_owned(), problem })
            .collect(),
        other => vec![Mistake::Uncertainty(other)],
    }
}

impl Study {
    /// What CSV has no place for.
    pub(super) fn notes(&self) -> Vec<String> {
        self.found.notes().into_iter().map(|note| format!("note: {note}")).collect()
    }

    pub(super) fn write(&self, format: UncertaintyFormat, out: &mut dyn Write) -> io::Result<()> {
        let format = match format {
            UncertaintyFormat::Text => return text::write(&self.request, &self.found, out),
            UncertaintyFormat::Csv => Format::Csv,
            UncertaintyFormat::Json => Format::Json,
        };
        Records {
            head: self.head(),
            columns: COLUMNS.iter().map(|column| (column.name, Some(unit(column)))).collect(),
            rows: self.found.band.iter().map(|p| COLUMNS.iter().map(|c| Cell::Number((c.value)(p))).collect()),
        }
        .write(format, out)
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
