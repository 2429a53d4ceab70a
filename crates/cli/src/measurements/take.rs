//! `--take`: what a file or a column holds.

use crate::mistake::{Mistake, all};
use monitoring::{ColumnRole, FileUnit, Hints, Parameter};

/// The caller's description of files and columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Takes(Vec<Take>);

#[derive(Debug, Clone, PartialEq)]
struct Take {
    name: String,
    role: ColumnRole,
    link: Option<String>,
}

/// The uses.
fn uses() -> Vec<&'static str> {
    Parameter::ALL.into_iter().map(Parameter::name).chain(["time", "link", "unused"]).collect()
}

/// A line of the help about each use.
pub(crate) fn describe_uses() -> String {
    let names = Parameter::ALL.map(Parameter::name).join(", ");
    let units = FileUnit::ALL.map(FileUnit::name).join(", ");
    format!(
        "  {names}\n    \
           optionally followed by :UNIT ({units}) and @LINK, for a file\n  \
           time, link, unused\n    for a column\n"
    )
}

impl Takes {
    /// Reads every `--take`.
    ///
    /// # Errors
    /// Those that cannot be read.
    pub(crate) fn read(texts: &[String]) -> Result<Takes, Vec<Mistake>> {
        let read = |typed: &String| take(typed).ok_or_else(|| unreadable(typed));
        all(texts.iter().map(read)).map(Takes)
    }

    /// The description of the file of this name.
    pub(super) fn hints(&self, file: &str) -> Hints {
        let mut hints = Hints::default();
        for Take { name, role, link } in &self.0 {
            match role {
                ColumnRole::Value(parameter, unit) if is_file(name, file) => {
                    (hints.parameter, hints.unit, hints.link) = (Some(*parameter), *unit, link.clone());
                }
                _ => hints.columns.push((name.clone(), role.clone())),
            }
        }
        hints
    }

    /// The names that neither a file nor a column has.
    pub(crate) fn missing(&self, files: &[String], columns: &[String]) -> Vec<Mistake> {
        let there = |name: &str| {
            files.iter().any(|file| is_file(name, file))
                || columns.iter().any(|column| column.eq_ignore_ascii_case(name))
        };
        let missing = |take: &Take| Mistake::of_option("--take", &take.name, "no file and no column has this name");
        self.0.iter().filter(|take| !there(&take.name)).map(missing).collect()
    }
}

fn unreadable(typed: &str) -> Mistake {
    let form = "write COLUMN=USE or FILE=USE, such as rate=key_rate:kbit/s or export.csv=qber:percent@link3";
    Mistake::of_option("--take", typed, format_args!("{form}; a use is {}", uses().join(", ")))
}

fn is_file(name: &str, file: &str) -> bool {
    file == name || file.rsplit('/').next() == Some(name)
}

fn take(typed: &str) -> Option<Take> {
    let (name, how) = typed.rsplit_once('=')?;
    let (how, link) = match how.split_once('@') {
        Some((how, link)) => (how, Some(link.trim().to_owned())),
        None => (how, None),
    };
    let (what, unit) = match how.split_once(':') {
        Some((what, unit)) => (what, Some(FileUnit::named(unit.trim())?)),
        None => (how, None),
    };
    let role = match what.trim() {
        "time" => ColumnRole::Time,
        "link" => ColumnRole::Link,
        "unused" => ColumnRole::Unused,
        parameter => ColumnRole::Value(Parameter::named(parameter)?, unit),
    };
    let suits = match &role {
        ColumnRole::Value(parameter, unit) => unit.is_none_or(|unit| unit.suits(*parameter)),
        _ => unit.is_none() && link.is_none(),
    };
    let named = !name.trim().is_empty() && link.as_deref() != Some("");
    (suits && named).then(|| Take { name: name.trim().to_owned(), role, link })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted_descriptions() {
        let of = |text: &str| Takes::read(&[text.to_owned()]).map(|takes| takes.0[0].clone());
        let qber = ColumnRole::Value(Parameter::Qber, Some(FileUnit::Percent));
        let expected = Take { name: "a=b.csv".to_owned(), role: qber, link: Some("west".to_owned()) };
        assert_eq!(of("a=b.csv=qber:%@west"), Ok(expected));
        assert_eq!(of("when=time").map(|take| take.role), Ok(ColumnRole::Time));
        for text in
            ["", "a", "a=", "=qber", "a=qber:kbit/s", "a=key_rate:percent", "a=time:percent", "a=qber@", "a=colour"]
        {
            assert!(of(text).is_err(), "{text}");
        }
        let takes = Takes::read(&["x.csv=qber".to_owned(), "rate=key_rate".to_owned()]).unwrap();
        assert_eq!(takes.hints("sub/x.csv").parameter, Some(Parameter::Qber));
        assert_eq!(takes.hints("y.csv").columns.len(), 2);
        assert_eq!(takes.missing(&["x.csv".to_owned()], &["RATE".to_owned()]), []);
        assert_eq!(takes.missing(&[], &[]).len(), 2);
    }
}
