//! The COW model for reading.

use crate::text_table::write_aligned;
use engine::protocol::cow::{RECONSTRUCTION, SECURITY_WARNING};
use monitoring::{CowFit, FitParameter, FittedValue, ModelReport, distribution_of};
use std::io::{self, Write};
use view::export::network::Network;

/// The model of each link, as set and as fitted.
pub(super) fn write(study: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut links = study.links.iter().filter_map(|link| Some((&link.link.name, link.model.as_ref()?))).peekable();
    if links.peek().is_none() {
        return Ok(());
    }
    writeln!(out, "\nThe COW model, of the windows that have all it needs. {SECURITY_WARNING} {RECONSTRUCTION}\n")?;
    let head = ["", "α, dB/km", "η", "loss_B, dB", "η · 10^(−loss_B/10)", "mean error, bit/s", "RMS error, bit/s"];
    for (name, model) in links {
        let mut rows = vec![head.map(str::to_owned).to_vec()];
        rows[0][0] = format!("link {name}");
        rows.push(preset(model));
        rows.extend(model.fits.iter().filter_map(|(freedom, fit)| Some(fitted(freedom.title(), fit.as_ref().ok()?))));
        write_aligned(&rows, out)?;
        cautions(model, out)?;
        solved(model, out)?;
    }
    Ok(())
}

fn preset(ModelReport { link, mean_error_bit_s, rms_bit_s, .. }: &ModelReport) -> Vec<String> {
    let fitted = link.fitted();
    let alpha = fitted.link_loss_db / link.length.get();
    let alpha = if alpha.is_finite() { format!("{alpha:.4}") } else { "–".to_owned() };
    let detected = fitted.efficiency * 10f64.powf(-fitted.bob_loss_db / 10.0);
    let given = [alpha, fitted.efficiency.to_string(), fitted.bob_loss_db.to_string(), format!("{detected:.3e}")];
    let errors = [format!("{mean_error_bit_s:.1}"), format!("{rms_bit_s:.1}")];
    ["before".to_owned()].into_iter().chain(given).chain(errors).collect()
}

fn fitted(name: String, fit: &CowFit) -> Vec<String> {
    let found = |parameter: FitParameter| fit.values.iter().find(|value| value.parameter == parameter);
    let value = |parameter: FitParameter| found(parameter).map_or_else(|| "as set".to_owned(), FittedValue::text);
    let [alpha, eta, bob] = FitParameter::ALL.map(value);
    let detected = fit.detected_text();
    vec![name, alpha, eta, bob, detected, format!("{:.1}", fit.mean_error_bit_s), format!("{:.1}", fit.rms_bit_s)]
}

/// A caution, and the fits that it applies to.
fn cautions(model: &ModelReport, out: &mut dyn Write) -> io::Result<()> {
    model.cautions().iter().try_for_each(|(text, fits)| {
        let free: Vec<String> = fits.iter().map(|freedom| freedom.parameters().len().to_string()).collect();
        writeln!(out, "    with {} free: {text}", free.join(", "))
    })
}

fn solved(model: &ModelReport, out: &mut dyn Write) -> io::Result<()> {
    let Some(solved) = &model.solved else { return Ok(()) };
    let values: Vec<f64> = solved.values.iter().map(|(_, value)| *value).collect();
    let quantiles: Vec<String> =
        distribution_of(values).0.iter().map(|(share, value)| format!("{:.0} %: {value:.5}", 100.0 * share)).collect();
    let unit = if solved.parameter.unit() == "1" { String::new() } else { format!(", {}", solved.parameter.unit()) };
    writeln!(
        out,
        "    solved for {}{unit}, in {} windows ({} without a solution); quantiles {}",
        solved.parameter.symbol(),
        solved.values.len(),
        solved.unsolved,
        quantiles.join(", ")
    )
}
