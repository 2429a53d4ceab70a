//! The texts of the workspace that do not belong to a file, a parameter or an error.

use monitoring::{Parameter, Reason};
use numbers::quantity::{Unit, format_count, format_quantity};

pub(super) const TITLE: &str = "What a QKD network reports, understood";
pub(super) const LEAD: &str = "Drop the monitoring files of QKD devices here: one CSV a parameter and link, one with many columns, or an export \
     of InfluxDB; gzip is fine, and so is a whole folder. A file called links.csv gives each link's length and loss.";
pub(super) const PRIVACY: &str = "Files are read in this browser and go nowhere else.";
pub(super) const CHOOSE_FILES: &str = "Choose files";
pub(super) const CHOOSE_FOLDER: &str = "Choose a folder";
pub(super) const TRY_DEMO: &str = "Try the demo network";
pub(super) const DEMO_HELP: &str = "A made-up network of five links over eight days, with the flaws of real ones: outages, NaN, a breakdown of link 1.";
pub(super) const DEMO_SHOWN: &str = "This is the demo network, made up by Keyspan; no device measured any of it.";
pub(super) const MORE_FILES: &str = "Add files";
pub(super) const START_OVER: &str = "Close all";
pub(super) const NOTHING_USABLE: &str =
    "None of the files could be used. What each of them lacks stands beside its name.";
pub(super) const RULES: &str = "Not used are NaN and empty values, a visibility outside 0 to 1, a QBER outside 0 to 0.5, key rates below 0 and \
     anything above 1e15. Values with the same time count once, with their mean. Lines out of order are sorted in.";
pub(super) const WINDOWS_HELP: &str = "Means of windows aligned to the clock (UTC). A window without a sample is a gap and stays one; only \
     windows with key rate, QBER and visibility enter the model.";
pub(super) const SERIES_HELP: &str = "Drag over a chart to zoom into a time, double-click or Escape to see all. Arrow keys move the cursor \
     (Shift: ten windows), + and − zoom.";
pub(super) const BEFORE: &str = "Show what there was before: means of single minutes";
pub(super) const CORRELATIONS_HELP: &str = "Pearson's coefficient over the windows that have both.";
pub(super) const DEVICE_HELP: &str =
    "Length and loss of each link come from links.csv; what is typed here counts for all links.";
pub(super) const NO_MODEL: &str =
    "No window of this link has key rate, QBER and visibility, so that the COW model cannot be held against it.";
pub(super) const LEARNING: &str = "A network that is told QBER, visibility, link loss and the key rates before, and says what the key rate of a \
     window should be: the one of Haiden's thesis, sections 3.3 to 4.3.";
pub(super) const LOADING_MODEL: &str = "Loading the model …";
pub(super) const SHIPPED_MODEL: &str = "The page's own model, made from the demo network";
pub(super) const BOTH_FILES: &str = "A model needs two files: the network (.onnx) and its card (.json), which says what enters it and how it is scaled. Choose both at once.";
pub(super) const TOO_LARGE: &str = "These files are too large for such a model. Choose the ONNX file and its card.";
pub(super) const UNREADABLE_MODEL: &str =
    "The browser cannot read these files any more; were they moved or changed? Choose them again.";
pub(super) const SCORE_HELP: &str = "ME, MAE and MRE are means of predicted less measured, of its absolute value, and of its share of what was \
     measured; MSE is of scaled numbers (formulas 3.10 to 3.13 of the thesis). Another loss shows what the model expects of a longer or \
     shorter link.";
pub(super) const TRAIN_HELP: &str = "The same data and seed give the same network to the last bit, here and on the command line. By default means \
     of windows are learnt, which carries a network to links that it has not seen, and the last fifth of each link is held back.";
pub(super) const NOTHING_ABNORMAL: &str = "Every link was as usual all the time.";
pub(super) const ABNORMAL_HELP: &str = "Times at which a parameter was far from its median, measured by how far it usually is, for at least half an \
     hour. They are shaded in the charts above.";
pub(super) const COMING_HELP: &str = "From the last window of the link, in windows of 10 min.";
pub(super) const EVALUATING: &str = "Forecasting the past, to see how well that works …";
pub(super) const HORIZONS_HELP: &str = "Mean absolute errors on origins that were held out when the method was chosen; the smallest of each horizon \
     in bold, the method that is used shaded. Its intervals are as wide as its errors in the past were.";
pub(super) const NO_STORE: &str = "Without a forecast nothing can be said of the store.";
pub(super) const STORE_HELP: &str = "Courses of the key rate are the forecast with the errors of a day of the past, 2000 of them. What does not fit \
     into the store is lost; where it is empty, tunnels wait.";
pub(super) const FITTING: &str = "Fitting the model …";
pub(super) const SOLVE_HELP: &str = "The model solved for one parameter in each window, the others as above: how it would have to wander if it \
     alone were to explain the key rate.";

/// A number of things, thousands apart.
pub(super) fn count(n: u64) -> String {
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
pub(super) fn of(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A value of a parameter with its unit.
pub(super) fn value(parameter: Parameter, x: f64) -> String {
    match parameter {
        Parameter::KeyRate => format_quantity(x, Unit::BitsPerSecond, 4),
        Parameter::LaserPower => format_quantity(x, Unit::None, 5),
        _ => format_quantity(x, Unit::Share, 4),
    }
}

/// The head of a column with values of a parameter, in which shares are in per cent.
pub(super) fn head(parameter: Parameter) -> String {
    let title = capital(parameter.title());
    match parameter.unit() {
        Some("1") => format!("{title}, %"),
        Some(unit) => format!("{title}, {unit}"),
        None => title,
    }
}

/// What is said of lines that are not used.
pub(super) fn rejected(reason: Reason, count: u64) -> String {
    format!("{} {}", self::count(count), if count == 1 { "line" } else { "lines" })
        + " that "
        + &reason.text().replace("has ", if count == 1 { "has " } else { "have " })
}

/// A text at the beginning of a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A duration of windows.
pub(super) fn minutes(minutes: u32) -> String {
    if minutes.is_multiple_of(60) { format!("{} h", minutes / 60) } else { format!("{minutes} min") }
}

/// A number with four digits.
pub(super) fn number(x: f64) -> String {
    if x.abs() >= 1000.0 { format_count(x) } else { format_quantity(x, Unit::None, 4) }
}
