//! The whole chain as one document.

use super::chain::{Given, Section, Step};
use super::prose::latex_words;
use crate::scenario::{Analysis, FiniteKey, KeyLength, Protocol, Scenario, Source};
use crate::sweep::Outcome;
use numbers::program::{NAME, VERSION};
use numbers::quantity::Unit;
use numbers::quantity::{format_duration, format_quantity};

/// The sources by their short names.
const REFERENCES: [(&str, &str); 10] = [
    ("Lasota 2025", "M. Lasota et al., Opto-Electronics Review 33 (2025), doi 10.24425/opelre.2025.155875"),
    ("Lo 2005", "H.-K. Lo, X. Ma, K. Chen, Physical Review Letters 94, 230504 (2005)"),
    ("Ma 2005", "X. Ma, B. Qi, Y. Zhao, H.-K. Lo, Physical Review A 72, 012326 (2005)"),
    ("Lim 2014", "C. C. W. Lim, M. Curty, N. Walenta, F. Xu, H. Zbinden, Physical Review A 89, 022307 (2014)"),
    (
        "Rusca 2018",
        "D. Rusca, A. Boaron, F. Grünenfelder, A. Martin, H. Zbinden, Applied Physics Letters 112, 171104 (2018)",
    ),
    (
        "Boaron 2018",
        "A. Boaron et al., Physical Review Letters 121, 190502 (2018); on the security of three states and fewer outcomes: D. Rusca, A. Boaron, \
         M. Curty, A. Martin, H. Zbinden, Physical Review A 98, 052336 (2018)",
    ),
    ("Agrawal", "G. P. Agrawal, Nonlinear Fiber Optics"),
    ("Wegman and Carter 1981", "M. N. Wegman, J. L. Carter, Journal of Computer and System Sciences 22, 265 (1981)"),
    ("Portmann 2014", "C. Portmann, IEEE Transactions on Information Theory 60, 4383 (2014)"),
    ("Shibata 1987", "N. Shibata, R. P. Braun, R. G. Waarts, IEEE Journal of Quantum Electronics 23, 1205 (1987)"),
];

const DIGITS: &str =
    "Results have three digits. Numbers are filled in with four, or with more where the result needs them.";

/// A heading that says what is explained: distance, band, source, length of the key.
///
/// ```
/// use engine::explain::heading;
/// use engine::scenario::Scenario;
/// use engine::sweep::outcome;
/// let scenario = Scenario::default();
/// let at_50_km = outcome(&scenario, 50.0.try_into().unwrap()).unwrap();
/// assert_eq!(heading(&scenario, &at_50_km), "The key rate at 50 km: C band, single photons, asymptotic key");
/// ```
pub fn heading(scenario: &Scenario, outcome: &Outcome) -> String {
    let band = match &scenario.plan {
        None => scenario.band.title().to_owned(),
        Some(placed) => format!("quantum channel at {} nm in a channel plan", placed.quantum().nm()),
    };
    let source = match scenario.source {
        Source::SinglePhoton => "single photons",
        Source::Laser(laser) => match laser.analysis {
            Analysis::InfiniteDecoys => "laser with infinitely many decoys",
            Analysis::VacuumWeak => "laser with vacuum and weak decoy",
            Analysis::TwoDecoy => "laser with two decoys",
            Analysis::OneDecoy => match scenario.protocol {
                Protocol::Bb84 => "laser with one decoy",
                Protocol::ThreeState => "three states, laser with one decoy",
            },
        },
    };
    let key = match scenario.key_length {
        KeyLength::Asymptotic => "asymptotic key".to_owned(),
        KeyLength::Finite(FiniteKey { block_time: Some(time), .. }) => {
            format!("key from {} of detections", format_duration(time.get()))
        }
        KeyLength::Finite(FiniteKey { events, .. }) => {
            format!("key from {} detections", format_quantity(events.get(), Unit::None, 6))
        }
    };
    let km = format_quantity(outcome.length_km, Unit::None, 6);
    format!("The key rate at {km} km: {band}, {source}, {key}")
}

/// The sources of these sections, in the order of the list.
fn references(sections: &[Section]) -> impl Iterator<Item = (&'static str, &'static str)> {
    let cited =
        |short: &str| sections.iter().flat_map(|section| &section.steps).any(|step| step.source.contains(short));
    REFERENCES.into_iter().filter(move |(short, _)| cited(short))
}

/// The whole chain as plain text, with its sources and the name of the program, for a mail or a note. The heading may have several
/// lines.
pub fn as_text(sections: &[Section], heading: &str) -> String {
    let mut text = format!("{heading}\n");
    for section in sections {
        text += &format!("\n{}\n{}\n", section.title, "-".repeat(section.title.chars().count()));
        if !section.given.is_empty() {
            text += "Given:\n";
            for Given { label, symbol, quantity, .. } in &section.given {
                text += &format!("  {} = {}  ({label})\n", symbol.text(), quantity.text());
            }
        }
        for step in &section.steps {
            text += &step_as_text(step);
        }
        for note in &section.notes {
            text += &format!("Note: {}\n", note.text());
        }
    }
    text += &format!("\n{DIGITS}\n");
    for (short, full) in references(sections) {
        text += &format!("{short}: {full}.\n");
    }
    text + &format!("Computed by {NAME} {VERSION}.\n")
}

fn step_as_text(step: &Step) -> String {
    let symbol = step.symbol.text();
    let indent = " ".repeat(symbol.chars().count());
    let mut text = format!("{} [{}]\n", step.says, step.source);
    for (i, side) in step.sides().iter().enumerate() {
        text += &format!("  {} = {}\n", if i == 0 { &symbol } else { &indent }, side.text());
    }
    if let Some(share) = step.share {
        text += &format!("  {} of the noise\n", super::Shown::Share.result(share).text());
    }
    if let Some(note) = &step.note {
        text += &format!("  ({})\n", note.text().trim_end_matches('.'));
    }
    text
}

/// The whole chain as a LaTeX document.
pub fn as_latex(sections: &[Section], heading: &str) -> String {
    let mut text = String::from(
        "\\documentclass{article}\n\\usepackage{amsmath}\n\\setlength{\\parindent}{0pt}\n\\begin{document}\n",
    );
    let heading: Vec<String> = heading.lines().map(latex_words).collect();
    text += &format!("\\section*{{{}}}\n", heading.join(r"\\ "));
    for section in sections {
        text += &format!("\n\\subsection*{{{}}}\n", latex_words(section.title));
        for Given { label, symbol, quantity, .. } in &section.given {
            let label = latex_words(label);
            text += &format!("${} = {}$ ({label})\\\\\n", symbol.latex(), quantity.latex());
        }
        for step in &section.steps {
            text += &step_as_latex(step);
        }
        for note in &section.notes {
            text += &format!("\n{}\n", note.latex());
        }
    }
    text += &format!("\n\\bigskip\n{DIGITS}\n");
    for (short, full) in references(sections) {
        text += &format!("\n{}: {}.\n", latex_words(short), latex_words(full));
    }
    text + &format!("\nComputed by {NAME} {VERSION}.\n\\end{{document}}\n")
}

fn step_as_latex(step: &Step) -> String {
    let sides: Vec<String> = step.sides().iter().map(|side| format!("&= {}", side.latex())).collect();
    let mut text = format!("\n{} [{}]", latex_words(&step.says), latex_words(step.source));
    text += &format!("\n\\begin{{align*}}\n{} {}\n\\end{{align*}}\n", step.symbol.latex(), sides.join(" \\\\\n"));
    if let Some(share) = step.share {
        text += &format!("${}$ of the noise.\n", super::Shown::Share.result(share).latex());
    }
    if let Some(note) = &step.note {
        text += &format!("{}\n", note.latex());
    }
    text
}
