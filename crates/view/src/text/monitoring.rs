//! Texts of the Monitoring workspace.

mod files;
mod learnt;
mod link;

pub use files::*;
pub use learnt::*;
pub use link::*;

use monitoring::{Parameter, Reason};
use numbers::quantity::{Unit, format_count, format_quantity};

/// Titles of the document in the Link and in the Monitoring workspace; the first is that of `index.html`.
pub const DOCUMENT_TITLES: [&str; 2] =
    ["Keyspan – How much secret key can a shared fibre carry?", "Keyspan – QKD monitoring"];
pub const TITLE: &str = "Analyse QKD monitoring data";
pub const LEAD: &str = "Drop the monitoring files of QKD devices here: one CSV per parameter and link, one with many columns, a workbook \
     (XLSX), or an InfluxDB export, gzipped or not; a whole folder works too. A file links.csv, or a sheet links, gives the length and loss \
     of each link.";
pub const PRIVACY: &str = "Files are read in your browser and go nowhere else.";
pub const CHOOSE_FILES: &str = "Choose files";
pub const CHOOSE_FOLDER: &str = "Choose a folder";
pub const TRY_DEMO: &str = "Try the demo network";
pub const DEMO_HELP: &str = "A simulated network of five links over eight days, with the flaws of real ones: outages, NaN, a failure of link 1.";
pub const DEMO_SHOWN: &str = "This is the demo network, simulated by Keyspan; none of it was measured.";
pub const MORE_FILES: &str = "Add files";
pub const START_OVER: &str = "Close all";
pub const NOTHING_USABLE: &str = "None of the files could be used. The reason is next to each name.";
pub const RULES: &str = "Not used: NaN and empty values, a visibility outside 0 to 1, a QBER outside 0 to 0.5, key rates below 0 and anything \
     above 1e15. Values with the same time count once, as their mean. Lines out of order are sorted.";
pub const WINDOWS_HELP: &str = "Means over windows aligned to the clock (UTC). A window without samples stays a gap; only windows with key rate, QBER \
     and visibility enter the model.";
pub const SERIES_HELP: &str = "Drag over a chart to zoom in, double-click or press Escape to show all. Arrow keys move the cursor (Shift: ten windows), \
     + and − zoom.";
pub const MINUTES: &str = "Show 1-minute means";
pub const CORRELATIONS_HELP: &str = "Pearson's coefficient over the windows that have both.";
pub const DEVICE_HELP: &str =
    "Length and loss of each link come from links.csv; a value typed here applies to all links.";
pub const NO_MODEL: &str =
    "No window of this link has key rate, QBER and visibility, so the COW model cannot be compared with it.";
pub const LEARNING: &str = "Predicts the key rate of a window from QBER, visibility and earlier key rates: level × COW^β, two fitted numbers, and the \
     neural network of Haiden's thesis (sections 3.3 to 4.3) where it does better.";
pub const LOADING_MODEL: &str = "Loading the model …";
pub const SHIPPED_MODEL: &str = "The built-in model for the demo network";
pub const CHOSEN_MODEL: &str = "The model you chose";
pub const TRAINED_MODEL: &str = "The model trained here";
pub const USE_SHIPPED: &str = "Use the built-in model";
pub const CHOOSE_MODEL: &str = "Choose a model (ONNX and card)";
pub const BOTH_FILES: &str = "A model needs two files: the model (.onnx) and its card (.json), which describes its inputs and their scaling. Choose both at once.";
pub const TOO_LARGE: &str = "These files are too large for such a model. Choose the ONNX file and its card.";
pub const UNREADABLE_MODEL: &str =
    "The browser can no longer read these files; were they moved or changed? Choose them again.";
pub const SCORE_HELP: &str = "ME, MAE and MRE are the means of predicted minus measured, of its absolute value, and of it relative to the measured \
     value; MSE is of scaled numbers (formulas 3.10 to 3.13 of the thesis). Links that the model was trained on are scored on \
     held-out windows only, if its card says which they are. Where a loss is shown, change it to see what the model expects of a longer \
     or shorter link.";
pub const TRAIN_HELP: &str = "The same data and seed give the same model to the last bit, here and on the command line. By default β and the memory of \
     the level are fitted to the first 60 % of each link, a network for what they leave over is kept only if it lowers the error on links \
     left out in turn, the next 20 % calibrate the 90 % intervals, and the last 20 % are held out.";
pub const TRAIN_INPUTS: &str = "Inputs and recipe";
pub const NOTHING_ABNORMAL: &str = "No anomalies: every link behaved as usual.";
pub const ABNORMAL_HELP: &str = "Times at which a parameter was far from its median, relative to its usual deviation, for at least half an hour. They are \
     shaded in the charts above.";
pub const COMING_HELP: &str = "From the link's last window on, in windows of 10 min.";
pub const EVALUATING: &str = "Testing the forecasts on past data …";
pub const HORIZONS_HELP: &str = "Mean absolute errors on starting points held out from the choice of the method; the smallest of each horizon in bold, \
     the chosen method shaded. Coverage and width are of the intervals; the number in brackets says how many of their forecasts do not overlap. Without enough of these \
     there is no interval.";
pub const NO_STORE: &str = "Without a forecast there is no outlook for the store.";
pub const STORE_HELP: &str = "2000 simulated runs: the forecast key rate with past errors, drawn in blocks and carried on as the link does. Key that does not \
     fit into the store is lost; while the store is empty, tunnels wait. What is sustainable follows from all measured days, drawn in blocks of \
     a day and repeated for ever.";
pub const ALERTS_HELP: &str = "Limits for this link; an empty box sets none. Forecasts raise an alert from a probability of 5 %, and call it likely from 50 %. \
     Of the QBER there is no forecast, so that its alerts are measured ones.";
pub const NO_ALERTS: &str = "No alerts.";
pub const NO_LIMITS: &str = "No limits are set.";
pub const FITTING: &str = "Fitting the model …";
pub const SOLVE_HELP: &str = "The model solved for one parameter in each window, the others as above: how that parameter would have to vary to explain \
     the key rate by itself.";
pub const NOTHING_TO_SOLVE: &str = "nothing";
pub const CHECK: &str = "Check how your files are understood";
pub const CHECK_HELP: &str =
    "Nothing is computed before you confirm. What is said of one file is said of all that are like it.";
pub const CHECK_AGAIN: &str = "Check how the files are read";
pub const UNDO_CHOICES: &str = "Undo my choices";
pub const UNIT_OPEN: &str = "as the values show";
pub const LINK_OF_EACH: &str = "of each file";
pub const NO_PERIOD: &str = "not known: no value is used yet";
pub const ZONE_ASSUMED: &str = "The times name no zone and are taken as UTC. If they are local, name the zone.";
pub const READING: &str = "Reading …";
pub const SCATTER: &str =
    "Calculated against measured key rate, with the diagonal, where both are equal, and the line of best fit.";

/// A workbook of more than these bytes.
pub fn large_workbook(bytes: f64) -> String {
    format!(
        "it is a workbook of more than {} MB, which is too large to be opened here; save its sheets as CSV",
        bytes / 1e6
    )
}

/// A workbook at which the program that opens it failed.
pub fn workbook_failed(error: &impl std::fmt::Display) -> String {
    format!(
        "the program that opens workbooks stopped ({error}); reload the page and choose it again, or save its sheets as CSV"
    )
}

/// A count with thousands separated.
pub fn count(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// “1 line”, “2 lines”.
pub fn of(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A value of a parameter with its unit.
pub fn value(parameter: Parameter, x: f64) -> String {
    match parameter {
        Parameter::KeyRate => format_quantity(x, Unit::BitsPerSecond, 4),
        Parameter::LaserPower => format_quantity(x, Unit::None, 5),
        _ => format_quantity(x, Unit::Share, 4),
    }
}

/// Heading of a column with values of a parameter; fractions are in per cent.
pub fn head(parameter: Parameter) -> String {
    let title = capital(parameter.title());
    match parameter.unit() {
        Some("1") => format!("{title}, %"),
        Some(unit) => format!("{title}, {unit}"),
        None => title,
    }
}

/// Lines that are not used, and why.
pub fn rejected(reason: Reason, count: u64) -> String {
    format!("{} {}", self::count(count), if count == 1 { "line" } else { "lines" })
        + " that "
        + &reason.text().replace("has ", if count == 1 { "has " } else { "have " })
}

/// A text with its first letter in upper case.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A duration in hours and minutes.
pub fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

/// A number to four digits.
pub fn number(x: f64) -> String {
    if x.abs() >= 1000.0 { format_count(x) } else { format_quantity(x, Unit::None, 4) }
}
