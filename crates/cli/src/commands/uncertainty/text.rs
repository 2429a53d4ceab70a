//! The result for reading.

use crate::text_table::{or_dash, write_aligned};
use engine::sweep::{Estimate, MAX_LENGTH_KM, Rank, Uncertainty, UncertaintyRequest};
use numbers::statistics::QUANTILES;
use std::io::{self, Write};

/// The sentence, the reach, the ranking, and what to know about them.
pub(super) fn write(request: &UncertaintyRequest, found: &Uncertainty, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}\n", found.sentence())?;
    let decimals = found.reach.decimals();
    writeln!(out, "Reach, of {} samples, with the standard errors of the quantiles:", found.used)?;
    for (p, km) in QUANTILES.into_iter().zip(found.reach.quantiles_km) {
        writeln!(out, "  {:>3} %  {}", p * 100.0, quantile(km, decimals))?;
    }
    if let (Some(mean), Some(deviation)) = (found.reach.mean_km, found.reach.deviation_km) {
        writeln!(out, "   mean  {mean:>6.decimals$} km, standard deviation {deviation:.decimals$} km")?;
    }
    writeln!(out, "\nParts of its variance, of {} samples, with standard errors:", found.ranked)?;
    let head = ["", "first order", "total", "reach with it alone at 5 … 95 %", ""].map(str::to_owned);
    let rows = found.ranking.iter().map(|rank| {
        let alone = format!("{} … {}", rank.alone.low.text(decimals), rank.alone.high.text(decimals));
        vec![rank.label().to_owned(), part(rank.first_order), part(rank.total), alone, law(rank, request)]
    });
    write_aligned(&[head.to_vec()].into_iter().chain(rows).collect::<Vec<_>>(), out)?;
    let notes = found.notes();
    if !notes.is_empty() {
        writeln!(out)?;
    }
    notes.iter().try_for_each(|note| writeln!(out, "note: {note}"))
}

fn quantile(km: Estimate, decimals: usize) -> String {
    if !km.value.is_finite() {
        return format!("> {MAX_LENGTH_KM} km");
    }
    let error = if km.error.is_finite() { format!(" ± {:.1$}", km.error, decimals + 1) } else { String::new() };
    format!("{:>6.decimals$}{error} km", km.value)
}

fn part(index: Option<Estimate>) -> String {
    or_dash(index, Estimate::part)
}

fn law(rank: &Rank, request: &UncertaintyRequest) -> String {
    rank.spread.text(&request.settings)
}
