//! The thesis's comparison on other data.

use super::error::{Error, Mistake};
use super::monitor::{MonitorFormat, table};
use super::network::NetworkArguments;
use super::records::{Cell, Format, Records, describe};
use super::{arguments, tell, write_to};
use clap::Args;
use forecast::{
    CaseResult, LinkParts, LinkScore, LinkWindows, PublishedErrors, StudyCase, StudyFinding, StudyProblem,
    case_training, findings, plan, published,
};
use monitoring::WindowWidth;
use rayon::prelude::*;
use serde_json::json;
use std::io::{self, Write};
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct StudyArguments {
    #[command(flatten)]
    network: NetworkArguments,
    /// Equal seeds give equal networks
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Epochs of each network at most; fewer are a first look
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    epochs: u32,
    /// Format of the result
    #[arg(long, value_enum, default_value_t = MonitorFormat::Text)]
    format: MonitorFormat,
    /// File to write instead of standard output, replacing what is there
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// A line of the tables.
struct Row<'a> {
    tried: &'a CaseResult,
    scored: &'a LinkScore,
    other_loss: bool,
    published: Option<PublishedErrors>,
}

struct Column {
    name: &'static str,
    unit: &'static str,
    means: &'static str,
    value: fn(&Row) -> Cell,
}

static COLUMNS: [Column; 17] = [
    Column {
        name: "network",
        unit: "",
        means: "which network",
        value: |r| Cell::Text(r.tried.case.kind.name().to_owned()),
    },
    Column {
        name: "learnt_links",
        unit: "",
        means: "links that it has learnt from",
        value: |r| Cell::Text(r.tried.case.learnt.join(" ")),
    },
    Column { name: "link", unit: "", means: "link on which it is tried", value: |r| Cell::Text(r.scored.link.clone()) },
    Column {
        name: "learnt",
        unit: "",
        means: "whether it has learnt from it",
        value: |r| Cell::Truth(r.scored.learnt),
    },
    Column { name: "link_loss", unit: "", means: "loss with which it is tried", value: |r| Cell::from(r.scored.loss) },
    Column {
        name: "windows",
        unit: "1",
        means: "windows that were predicted",
        value: |r| Cell::Json(r.scored.errors.rows.to_string()),
    },
    Column {
        name: "mean_key_rate",
        unit: "bit/s",
        means: "mean of what was measured in them",
        value: |r| Cell::Number(r.scored.errors.mean_key_rate),
    },
    Column {
        name: "me",
        unit: "bit/s",
        means: "mean of predicted − measured",
        value: |r| Cell::Number(r.scored.errors.me),
    },
    Column {
        name: "mae",
        unit: "bit/s",
        means: "mean of |predicted − measured|",
        value: |r| Cell::Number(r.scored.errors.mae),
    },
    Column {
        name: "mre",
        unit: "1",
        means: "mean of (predicted − measured)/measured",
        value: |r| Cell::from(r.scored.errors.mre),
    },
    Column {
        name: "mse",
        unit: "1",
        means: "mean of the square of predicted − measured, scaled",
        value: |r| Cell::Number(r.scored.errors.mse),
    },
    Column {
        name: "relative_mae",
        unit: "1",
        means: "mae / mean_key_rate",
        value: |r| Cell::Number(r.scored.errors.relative_mae()),
    },
    Column {
        name: "persistence_mae",
        unit: "bit/s",
        means: "MAE of taking the key rate of the window before",
        value: |r| Cell::from(r.scored.persistence_mae),
    },
    Column {
        name: "thesis_me",
        unit: "bit/s",
        means: "the thesis's, of its own network: ME",
        value: |r| Cell::from(r.published.map(|p| p.me)),
    },
    Column { name: "thesis_mae", unit: "bit/s", means: "… MAE", value: |r| Cell::from(r.published.map(|p| p.mae)) },
    Column { name: "thesis_mre", unit: "1", means: "… MRE", value: |r| Cell::from(r.published.map(|p| p.mre)) },
    Column { name: "thesis_mse", unit: "1", means: "… MSE", value: |r| Cell::from(r.published.map(|p| p.mse)) },
];

/// What the columns are, for the help.
pub(super) fn help() -> String {
    let unit = |column: &Column| if column.unit.is_empty() { "–" } else { column.unit };
    let columns = COLUMNS.iter().map(move |column| [column.name, unit(column), column.means]);
    format!("Columns of csv and of the rows of json, with their units; 1 is dimensionless:\n{}", describe(columns))
}

/// Trains every network, and writes the tables and the findings.
///
/// # Errors
/// Something cannot be read, or there are too few links.
pub(super) fn study(arguments: &StudyArguments) -> Result<(), Error> {
    let network = arguments.network.read(WindowWidth::STANDARD)?;
    let links = &network.links;
    let wrong = |problem: StudyProblem| vec![Mistake::from(problem)];
    let parts = LinkParts::of(links).map_err(wrong)?;
    let mut cases = plan(links, arguments.seed).map_err(wrong)?;
    cases.iter_mut().for_each(|case| case.recipe.epochs = arguments.epochs);
    // Each is trained on one core, whatever their number: its weights are the same.
    let tried: Vec<CaseResult> =
        cases.into_par_iter().map(|case| run(case, links)).collect::<Result<_, _>>().map_err(wrong)?;
    let findings = findings(&parts, &tried);
    let rows = || tried.iter().flat_map(rows);
    if arguments.format == MonitorFormat::Csv {
        tell(&network.notes);
    }
    let records = |format| {
        let records = Records {
            head: vec![
                ("seed", json!(arguments.seed)),
                ("parts", json!(parts)),
                ("findings", json!(findings)),
                ("notes", json!(network.notes)),
            ],
            columns: COLUMNS.iter().map(|c| (c.name, Some(c.unit).filter(|unit| !unit.is_empty()))).collect(),
            rows: rows().map(|row| COLUMNS.iter().map(|column| (column.value)(&row)).collect()),
        };
        move |out: &mut dyn Write| records.write(format, out)
    };
    write_to(arguments::file(arguments.output.as_deref()), |out| match arguments.format {
        MonitorFormat::Text => text(&tried, &findings, out),
        MonitorFormat::Csv => records(Format::Csv)(out),
        MonitorFormat::Json => records(Format::Json)(out),
    })
}

fn run(case: StudyCase, links: &[LinkWindows]) -> Result<CaseResult, StudyProblem> {
    let mut training = case_training(&case, links)?;
    while training.epoch().is_some() {}
    CaseResult::of(case, training, links)
}

fn rows(tried: &CaseResult) -> impl Iterator<Item = Row<'_>> {
    tried.case.tried.iter().zip(&tried.scored).map(|((link, loss), scored)| {
        let other_loss = loss.is_some();
        Row { tried, scored, other_loss, published: published(tried.case.kind, link, other_loss) }
    })
}

fn text(tried: &[CaseResult], findings: &[StudyFinding], out: &mut dyn Write) -> io::Result<()> {
    for one in tried {
        writeln!(out, "{}, learnt: {}", one.case.kind.title(), one.case.learnt.join(", "))?;
        let heads = ["link", "", "ME", "MAE bit/s", "MAE %", "MRE", "MSE", "thesis: ME", "MAE bit/s", "MRE", "MSE"];
        let mut table_rows = vec![heads.map(str::to_owned).to_vec()];
        for Row { scored, other_loss, published, .. } in rows(one) {
            let errors = &scored.errors;
            let mut cells = vec![
                match scored.loss {
                    Some(loss) if other_loss => format!("{} with loss {loss}", scored.link),
                    _ => scored.link.clone(),
                },
                if scored.learnt { "learnt".to_owned() } else { "unseen".to_owned() },
                format!("{:+.1}", errors.me),
                format!("{:.1}", errors.mae),
                format!("{:.2}", 100.0 * errors.relative_mae()),
                errors.mre.map_or("–".to_owned(), |mre| format!("{mre:+.4}")),
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
        table(&table_rows, out)?;
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
