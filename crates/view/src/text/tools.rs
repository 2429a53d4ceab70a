//! Texts of the tools below the chart.

pub mod channels;
mod demand;
mod presets;
mod share;
mod uncertainty;

pub use super::page::*;
pub use demand::*;
pub use presets::*;
pub use share::*;
pub use uncertainty::*;

use engine::scenario::Notice;
use engine::sweep::Leader;

pub const TOOLS: &str = "Tools";
pub const COPIED: &str = "Copied";
pub const NOT_COPIED: &str = "This browser does not allow copying.";
pub const CLOSE: &str = "Close";
/// Beside work that takes longer than usual.
pub const SLOW: &str = "Still computing: this takes longer than usual.";
pub const CURVE: &str = "Curve ";

// Explain.
pub const COPY_TEXT: &str = "Copy as text";
pub const COPY_LATEX: &str = "Copy as LaTeX";

/// The fraction of the noise from one source.
pub fn of_the_noise(fraction: f64) -> String {
    format!("{:.0} % of the noise", 100.0 * fraction)
}

// Ask.
pub const ASK_BEFORE_RATE: &str = "What would give ";
pub const ASK_BEFORE_LENGTH: &str = " at ";
pub const ASK_RATE: &str = "Target key rate";
pub const ASK_LENGTH: &str = "Length, km";
pub const AT_CURSOR: &str = " (the cursor)";
pub const FOLLOW_CURSOR: &str = "Follow the cursor";
pub const FACTS: &str = "Band, reach and use";
pub const TUNNELS: &str = "Tunnels that share the key";
pub const NO_KEY_HERE: &str = "There is no key at this length.";
pub const ASK_AT_CURSOR: &str = "Move the cursor to this length to see what its key is good for.";
pub const ASK_ALSO: &str = "Check another parameter…";

/// The button that sets a parameter to a value that is enough.
pub fn set_to(parameter: &str, value: &str) -> String {
    format!("Set {parameter} to {value}")
}

// Map.
pub const MAP_HELP: &str = "Hover over the map or use the arrow keys for values; click or press Enter to load a point. The dotted line and \
     the dot mark the current link.";
pub const MAP_POINT: &str = "Hover over the map for values.";
pub const MAP_LABEL: &str = "Map: the arrow keys move over it, Enter loads the point";
pub const MAP_X: &str = "X axis";
pub const MAP_Y: &str = "Y axis";
pub const MAP_SWAP: &str = "Swap axes";
pub const MAP_EQUAL: &str = "C band = O band";
pub const MAP_TABLE: &str = "Show as table (sampled): C band / O band";
pub const MAP_REFUSED: &str = "invalid combination";
pub const MAP_MISSING: &str = "not computed yet";
pub const MAP_FINER: &str = "Refine";
pub const STOP: &str = "Stop";

/// Progress of a map: its nodes, the fraction that is known, and whether more is being computed.
pub fn map_progress(grid: Option<((u16, u16), f64)>, running: bool) -> String {
    match (grid, running) {
        (None, true) => COMPUTING.to_owned(),
        (None, false) => "Stopped".to_owned(),
        (Some(((columns, rows), fraction)), true) => format!("{columns} × {rows}: {:.0} %", 100.0 * fraction),
        (Some(((columns, rows), fraction)), false) if fraction >= 1.0 => {
            format!("{columns} × {rows} links, each computed in both bands")
        }
        (Some(((columns, rows), fraction)), false) => {
            format!("Stopped at {:.0} % of {columns} × {rows}", 100.0 * fraction)
        }
    }
}

// Compare.
pub const WHAT_PINS_ARE_FOR: &str = "Pin a link to keep its curve on the chart while you change the parameters, and see what each change \
     brings. The address carries up to six pins; name, colour and compare them here.";
pub const PIN_CURRENT: &str = "Pin current link";
pub const PINNED: &str = "Pinned links";
pub const CURRENT: &str = "current link";
pub const WHAT_PINS_DO: &str = "“Load” sets the page to a pin's parameters; “Update” sets the pin to the page's. The browser's Back button undoes each \
     step.";
pub const DIFFERENCES: &str = "Differences";
pub const SAME_LINKS: &str = "The pins and the current link have the same parameters.";
pub const LOAD: &str = "Load";
pub const UPDATE: &str = "Update";
/// The colours of the pins, in a light and in a dark page alike.
pub const PIN_COLOURS: [&str; crate::pin::MAX_PINS] = ["rose", "olive", "violet", "brown", "blue", "green"];

/// A pin was made.
pub fn pinned(name: &str) -> String {
    format!("“{name}” pinned.")
}

/// A pin was loaded.
pub fn loaded(name: &str) -> String {
    format!("“{name}” loaded: it is now the current link.")
}

/// A pin was updated.
pub fn updated(name: &str) -> String {
    format!("“{name}” updated to the current link.")
}

/// A pin was removed.
pub fn removed(name: &str) -> String {
    format!("“{name}” removed; the browser's Back button restores it.")
}

// The class.
pub const CLASS_TITLE: &str = "Six steps through a link";
pub const CLASS: &str = "Each step sets up the page, says what to look at, gives you something to try with the page's own controls, and asks a \
     question. The answers are computed as you go. Your pins stay, and the browser's Back button undoes each step.";
pub const ANSWERING: &str = "Computing the answer…";
pub const NO_ANSWER: &str = "The answer could not be computed. Go to another step and back to try again.";

/// The link asks for a step that does not exist.
pub fn no_such_step(wanted: &str, steps: usize) -> String {
    Notice::new(&format!("lesson={wanted}"), format!("there is no such step; choose one from 1 to {steps}")).to_string()
}

// The paper.
pub const CONFIRMED: &str = "Confirmed";
pub const DIFFERS: &str = "Differs";
pub const CHANGED: &str = "The curves follow your parameters; the paper's conclusions hold for its own parameters. ";
pub const BACK_TO_PAPER: &str = "Back to the paper's parameters";

/// Result of Keyspan for a statement of the paper, and the reason where it differs.
pub fn finding(found: &str, why: &str) -> String {
    let why = if why.is_empty() { String::new() } else { format!(" Reason: {why}.") };
    format!("Keyspan: {found}.{why}")
}

/// A probability or fraction in per cent, with two decimals or, where they would be zero, two significant digits.
pub fn percent(fraction: f64) -> String {
    if fraction == 0.0 || fraction >= 1e-4 {
        format!("{:.2} %", 100.0 * fraction)
    } else {
        format!("{:.1e} %", 100.0 * fraction)
    }
}

/// A probability.
pub fn probability(p: f64) -> String {
    format!("{p:.2e}")
}

/// Which noise is the largest, from where to where.
pub fn leaders(leaders: &[Leader]) -> String {
    let part = |leader: &Leader| match leader {
        Leader { from_km: 0.0, .. } => format!("up to {}: {}", km(leader.to_km), leader.source),
        _ => format!("from {} to {}: {}", km(leader.from_km), km(leader.to_km), leader.source),
    };
    match leaders {
        [] => "There is no noise.".to_owned(),
        [one] => format!("Main noise at every length: {}.", one.source),
        several => format!("Main noise {}.", several.iter().map(part).collect::<Vec<_>>().join("; ")),
    }
}
