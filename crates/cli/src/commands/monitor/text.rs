//! The result for reading.

use crate::text_table::write_aligned;
use monitoring::{
    ColumnDescription, Correlations, Description, FileReport, LinkReport, Parameter, Usage, time_text, with_spread,
};
use std::io::{self, Write};
use view::export::network::Network;

/// The links, what was not used, the correlations, and what to know about them.
pub(super) fn write(study: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "Means of windows of {} min, ± standard deviation, and the share of windows that have one:\n",
        study.width.minutes()
    )?;
    links(study, out)?;
    periods(study, out)?;
    columns(study, out)?;
    rejected(study, out)?;
    order(study, out)?;
    writeln!(out, "\nCorrelations between the means of the windows:")?;
    for link in study.links.iter().map(|studied| &studied.link) {
        let names: Vec<String> = link.correlations.of.iter().map(|p| p.title().to_owned()).collect();
        matrix(&link.name, names, &link.correlations, out)?;
    }
    let mut with_key = study
        .links
        .iter()
        .map(|studied| &studied.link)
        .filter(|link| link.summary(Parameter::KeyRate).is_some())
        .peekable();
    if with_key.peek().is_some() {
        writeln!(out, "\nCorrelations of the key rate with itself before:")?;
    }
    for link in with_key {
        let names = link.past.of.iter().map(|min| if *min == 0 { "now".to_owned() } else { format!("{min} min ago") });
        matrix(&link.name, names.collect(), &link.past, out)?;
    }
    super::fits::write(study, out)?;
    let notes = study.note_lines();
    if !notes.is_empty() {
        writeln!(out)?;
    }
    notes.iter().try_for_each(|note| writeln!(out, "{note}"))
}

fn links(study: &Network, out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<Parameter> = Parameter::ALL
        .into_iter()
        .filter(|p| study.links.iter().any(|studied| studied.link.summary(*p).is_some()))
        .collect();
    let mut head: Vec<String> = ["link", "length", "lines", "rejected", "windows"].map(str::to_owned).into();
    head.extend(shown.iter().map(|p| match p.unit() {
        Some(unit) if unit != "1" => format!("{}, {unit}", p.title()),
        _ if p.is_fraction() => format!("{}, %", p.title()),
        _ => p.title().to_owned(),
    }));
    let mut rows = vec![head];
    for link in study.links.iter().map(|studied| &studied.link) {
        let mut row = vec![link.name.clone(), length(link), link.lines.to_string()];
        row.extend([link.rejected.total().to_string(), link.complete().to_string()]);
        row.extend(shown.iter().map(|parameter| mean(link, *parameter)));
        rows.push(row);
    }
    write_aligned(&rows, out)
}

fn length(link: &LinkReport) -> String {
    link.length_km().map_or("–".to_owned(), |km| format!("{km} km"))
}

fn mean(link: &LinkReport, parameter: Parameter) -> String {
    let Some(summary) = link.summary(parameter) else { return "–".to_owned() };
    let scale = if parameter.is_fraction() { 100.0 } else { 1.0 };
    let of_means = with_spread(summary.mean * scale, summary.deviation * scale);
    format!("{of_means} ({:.1} %)", 100.0 * summary.availability)
}

fn rejected(study: &Network, out: &mut dyn Write) -> io::Result<()> {
    let total: u64 = study.files.iter().map(|file| file.rejected.total()).sum();
    if total == 0 {
        return writeln!(out, "\nEvery line is used.");
    }
    writeln!(out, "\nNot used:")?;
    for FileReport { name, rejected, .. } in &study.files {
        for (reason, of) in rejected.iter() {
            let numbers: Vec<String> = of.examples.iter().map(|example| example.line.to_string()).collect();
            let more = if of.count as usize > numbers.len() { ", …" } else { "" };
            let first = of.examples.first().map_or("", |example| example.text.as_str());
            writeln!(
                out,
                "  {name}: {} × {} (line{} {}{more}; the first is “{first}”)",
                of.count,
                reason.text(),
                if of.count == 1 { "" } else { "s" },
                numbers.join(", ")
            )?;
        }
    }
    Ok(())
}

/// Lines that were not where they belong.
fn order(study: &Network, out: &mut dyn Write) -> io::Result<()> {
    for link in study.links.iter().map(|studied| &studied.link) {
        for (parameter, order) in &link.order {
            let lines = [
                (order.unordered, "behind a later one, sorted in"),
                (order.duplicates, "with the time of another one, of which the mean is taken"),
                (order.late, "so late that whether they are duplicates is not known"),
            ];
            for (count, what) in lines.into_iter().filter(|(count, _)| *count > 0) {
                writeln!(out, "  link {}, {}: {count} × {what}", link.name, parameter.title())?;
            }
        }
    }
    Ok(())
}

fn matrix<T>(link: &str, names: Vec<String>, matrix: &Correlations<T>, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![[vec![format!("link {link}")], names.clone()].concat()];
    for (name, row) in names.into_iter().zip(&matrix.coefficients) {
        let cells = row.iter().map(|r| r.map_or("–".to_owned(), |r| format!("{r:.4}")));
        rows.push([name].into_iter().chain(cells).collect());
    }
    write_aligned(&rows, out)
}

/// The period of each link.
fn periods(study: &Network, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for link in study.links.iter().map(|studied| &studied.link) {
        let Some((first, last)) = link.period_us else { continue };
        let [first, last] = [first, last].map(|us| time_text(link.origin, us.div_euclid(1_000_000) as f64));
        writeln!(out, "Link {}: {} to {last}", link.name, first.trim_end_matches(" UTC"))?;
    }
    Ok(())
}

/// How the columns of each file were taken, once for files that are alike.
fn columns(study: &Network, out: &mut dyn Write) -> io::Result<()> {
    let mut alike: Vec<(&FileReport, usize)> = Vec::new();
    for file in study.files.iter().filter(|file| !file.description.columns.is_empty()) {
        match alike.iter_mut().find(|(first, _)| first.description.kind() == file.description.kind()) {
            Some((_, count)) => *count += 1,
            None => alike.push((file, 1)),
        }
    }
    if alike.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nColumns of the files:")?;
    for (file, count) in alike {
        let more = if count > 1 { format!(" and {} more", count - 1) } else { String::new() };
        writeln!(out, "  {}{more}: {}", file.name, described(&file.description))?;
    }
    Ok(())
}

/// Zone and columns of a file in one line: those that are used, then those that are not.
fn described(description: &Description) -> String {
    let used = |column: &ColumnDescription| -> Option<String> {
        let unit = |parameter: Parameter| column.unit.map(|unit| unit.title(parameter)).filter(|unit| unit != "1");
        let what = match column.usage {
            Usage::Unused => return None,
            Usage::Asked => "needs an answer".to_owned(),
            Usage::Time(reading) => match (&description.zone, description.zone_assumed) {
                (Some(zone), true) => format!("time ({}; no zone, taken as {zone})", reading.title()),
                (Some(zone), false) => format!("time ({}; {zone})", reading.title()),
                (None, _) => format!("time ({})", reading.title()),
            },
            Usage::Value(parameter) => {
                let of = column.link.as_ref().map_or_else(String::new, |link| format!(" of link {link}"));
                let unit = unit(parameter).map_or_else(String::new, |unit| format!(" in {unit}"));
                format!("{}{of}{unit}", parameter.title())
            }
            usage => usage.name().replace('_', " "),
        };
        let name = if column.name.is_empty() { "(no name)" } else { &column.name };
        Some(format!("{name} → {what}"))
    };
    let taken = description.columns.iter().filter_map(used).collect::<Vec<_>>().join(", ");
    let unused = description.columns.iter().filter(|column| column.usage == Usage::Unused && !column.name.is_empty());
    let left: Vec<String> = unused.map(|column| format!("{} ({})", column.name, column.why)).collect();
    if left.is_empty() { taken } else { format!("{taken}; left out: {}", left.join(", ")) }
}
