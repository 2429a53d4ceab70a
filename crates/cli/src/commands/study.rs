//! `keyspan study`: the thesis's comparison on other data.

use crate::format::ReportFormat;
use crate::measurements::NetworkArguments;
use crate::mistake::{Error, Mistake, print_notes};
use crate::output::Output;
use crate::text_table::{or_dash, write_aligned};
use clap::Args;
use forecast::{
    LinkParts, LinkScore, LinkWindows, PublishedErrors, StudyCase, StudyFinding, StudyProblem, StudyResult,
    case_training, findings, plan, published,
};
use monitoring::WindowWidth;
use rayon::prelude::*;
use serde_json::json;
use std::io::{self, Write};
use view::export::records::Cell;
use view::export::{Column, Table, describe};

/// Train every network that the thesis compares, and say which of its findings hold
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// Equal seeds give equal networks
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Largest number of epochs of each network; few give a first impression
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    epochs: u32,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Text)]
    format: ReportFormat,
    #[command(flatten)]
    output: Output,
}

/// A network on a link.
struct Row<'a> {
    tried: &'a StudyResult,
    scored: &'a LinkScore,
    other_loss: bool,
    published: Option<PublishedErrors>,
}

fn columns<'a>() -> [Column<Row<'a>>; 17] {
    [
        Column::words("network", "which network", |r| Cell::Text(r.tried.case.kind.name().to_owned())),
        Column::words("learnt_links", "links that it was trained on", |r| Cell::Text(r.tried.case.learnt.join(" "))),
        Column::words("link", "link on which it is tried", |r| Cell::Text(r.scored.link.clone())),
        Column::words("learnt", "whether it was trained on this link", |r| Cell::Truth(r.scored.learnt)),
        Column::words("link_loss", "loss with which it is tried", |r| Cell::from(r.scored.loss)),
        Column::cell("windows", "1", "windows that were predicted", |r| Cell::Json(r.scored.errors.rows.to_string())),
        Column::number("mean_key_rate", "bit/s", "mean of the measured key rates in them", |r| {
            r.scored.errors.mean_key_rate
        }),
        Column::number("me", "bit/s", "mean of predicted − measured", |r| r.scored.errors.me),
        Column::number("mae", "bit/s", "mean of |predicted − measured|", |r| r.scored.errors.mae),
        Column::optional("mre", "1", "mean of (predicted − measured)/measured", |r| r.scored.errors.mre),
        Column::number("mse", "1", "mean of the square of predicted − measured, scaled", |r| r.scored.errors.mse),
        Column::number("relative_mae", "1", "mae / mean_key_rate", |r| r.scored.errors.relative_mae()),
        Column::optional("persistence_mae", "bit/s", "MAE of persistence, the key rate of the window before", |r| {
            r.scored.persistence_mae
        }),
        Column::optional("thesis_me", "bit/s", "in the thesis, of its own network: ME", |r| r.published.map(|p| p.me)),
        Column::optional("thesis_mae", "bit/s", "… MAE", |r| r.published.map(|p| p.mae)),
        Column::optional("thesis_mre", "1", "… MRE", |r| r.published.map(|p| p.mre)),
        Column::optional("thesis_mse", "1", "… MSE", |r| r.published.map(|p| p.mse)),
    ]
}

fn help() -> String {
    let columns = describe(columns().iter().map(Column::described));
    format!("Columns of csv and of the rows of json, with their units; 1 is dimensionless:\n{columns}")
}

/// Trains every network, and writes the tables and the findings.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let found = arguments.network.find()?;
    let output = arguments.output.open(&found.inputs())?;
    // Nothing is to be learnt from half a network.
    let network = found.read(WindowWidth::STANDARD)?.whole()?;
    let links = &network.links;
    let wrong = |problem: StudyProblem| Mistake::new(problem);
    let parts = LinkParts::of(links).map_err(wrong)?;
    let mut cases = plan(links, arguments.seed).map_err(wrong)?;
    cases.iter_mut().for_each(|case| case.recipe.epochs = arguments.epochs);
    // Each is trained on one core, whatever their number: its weights are the same.
    let tried: Vec<StudyResult> =
        cases.into_par_iter().map(|case| train(case, links)).collect::<Result<_, _>>().map_err(wrong)?;
    let findings = findings(&parts, &tried);
    if arguments.format == ReportFormat::Csv {
        print_notes(&network.notes);
    }
    output.write(|out| {
        let Some(format) = arguments.format.table() else { return text(&tried, &findings, out) };
        let head = vec![
            ("seed", json!(arguments.seed)),
            ("parts", json!(parts)),
            ("findings", json!(findings)),
            ("notes", json!(network.notes)),
        ];
        Table { head, columns: columns().into(), rows: tried.iter().flat_map(rows) }.write(format, out)
    })
}

fn train(case: StudyCase, links: &[LinkWindows]) -> Result<StudyResult, StudyProblem> {
    let mut training = case_training(&case, links)?;
    while training.epoch().is_some() {}
    StudyResult::of(case, training, links)
}

fn rows(tried: &StudyResult) -> impl Iterator<Item = Row<'_>> {
    tried.case.tried.iter().zip(&tried.scored).map(|((link, loss), scored)| {
        let other_loss = loss.is_some();
        Row { tried, scored, other_loss, published: published(tried.case.kind, link, other_loss) }
    })
}

fn text(tried: &[StudyResult], findings: &[StudyFinding], out: &mut dyn Write) -> io::Result<()> {
    for one in tried {
        writeln!(out, "{}, trained on: {}", one.case.kind.title(), one.case.learnt.join(", "))?;
        let heads = ["link", "", "ME", "MAE bit/s", "MAE %", "MRE", "MSE", "thesis: ME", "MAE bit/s", "MRE", "MSE"];
        let mut table_rows = vec![heads.map(str::to_owned).to_vec()];
        for Row { scored, other_loss, published, .. } in rows(one) {
            let errors = &scored.errors;
            let mut cells = vec![
                match scored.loss {
                    Some(loss) if other_loss => format!("{} with loss {loss}", scored.link),
                    _ => scored.link.clone(),
                },
                scored.scope().to_owned(),
                format!("{:+.1}", errors.me),
                format!("{:.1}", errors.mae),
                format!("{:.2}", 100.0 * errors.relative_mae()),
                or_dash(errors.mre, |mre| format!("{mre:+.4}")),
                format!("{:.6}", errors.mse),
            ];
            cells.extend(match published {
                Some(p) => [
                    format!("{:+.1}", p.me),
                    format!("{:.1}", p.mae),
                    format!("{:+.4}", p.mre),
                    format!("{:.6}", p.mse),
                ],
                None => ["–"; 4].map(str::to_owned),
            });
            table_rows.push(cells);
        }
        write_aligned(&table_rows, out)?;
        writeln!(out)?;
    }
    writeln!(out, "Findings:")?;
    for StudyFinding { claim, published, found, what, holds } in findings {
        let thesis = published.map_or(String::new(), |x| format!("; in the thesis {x:.3}"));
        writeln!(
            out,
            "  {}  {claim}: {what} {found:.3}{thesis}",
            if *holds { "holds        " } else { "does not hold" }
        )?;
    }
    Ok(())
}
