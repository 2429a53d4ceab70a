//! The tables of parameters and columns in words, for the help.

use engine::scenario::{DefaultValue, Scale, TABLE, Value};
use numbers::quantity::Unit;
use view::export::{columns, describe};

/// A line for each parameter: name, unit, what it takes, default. For the help of the command line.
pub fn describe_table() -> String {
    let mut text = String::new();
    for param in &TABLE {
        let words = param.domain.words().iter().map(|c| c.word.to_owned());
        let range = param.domain.range().map(|r| {
            let number = |x| Value::Number(x).exact();
            match param.unit {
                Unit::Share => format!("{} … {}, or in %", number(r.min), number(r.max)),
                Unit::Isolation => format!("{} … {}, or in dB", number(r.min), number(r.max)),
                unit => format!("{} … {} {}", number(r.min), number(r.max), unit.symbol()),
            }
        });
        let zero = param.domain.range().filter(|r| r.scale == Scale::LogOrZero).map(|_| "0".to_owned());
        let takes: Vec<String> = words.chain(zero).chain(range.map(|r| r.trim().to_owned())).collect();
        let default = describe_default(param.default);
        text += &format!("  {:<11} {}: {}. Default: {default}\n", param.name, param.label, takes.join(" | "));
    }
    text
}

fn describe_default(default: DefaultValue) -> String {
    match default {
        DefaultValue::Word(word) => word.to_owned(),
        DefaultValue::ByKeySize { asymptotic, finite } => format!("{asymptotic} (asymptotic), {finite} (finite)"),
        DefaultValue::ByProtocol { three_state, others } => {
            format!("{}, {three_state} (three_state)", describe_default(*others))
        }
        DefaultValue::Number(x) => Value::Number(x).exact(),
        DefaultValue::ByBand { c, o } => {
            format!("{} (C), {} (O)", Value::Number(c).exact(), Value::Number(o).exact())
        }
        DefaultValue::ByDetector { spad, snspd } => {
            format!("{} (spad), {} (snspd)", Value::Number(spad).exact(), Value::Number(snspd).exact())
        }
    }
}

/// The parameters of a link.
pub(crate) fn help_of_parameters() -> String {
    format!(
        "Parameters (--set NAME=VALUE), with the units of bare numbers; 10G, \"300 ps\", \"-70 dB\" and 99% are read too:\n{}",
        describe_table()
    )
}

/// The columns of curves, and the parameters.
pub(crate) fn help_of_curves() -> String {
    format!(
        "Columns (a figure has `curve` before them), with their units; 1 is dimensionless:\n{}\n{}",
        describe(columns()),
        help_of_parameters()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_in_words() {
        insta::assert_snapshot!(describe_table());
    }
}
