//! Laws by their names, for a choice among them.

use super::spread::{Law, Width};
use super::text::{LOG_NORMAL, NORMAL, UNIFORM};
use super::usual::{number, round};
use crate::scenario::{Key, Settings};
use numbers::quantity::Unit;

/// A law by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LawName {
    /// [`Law::Normal`].
    Normal,
    /// [`Law::LogNormal`].
    LogNormal,
    /// [`Law::Uniform`].
    Uniform,
}

impl LawName {
    /// All, in the order in which they are offered.
    pub const ALL: [LawName; 3] = [LawName::Normal, LawName::LogNormal, LawName::Uniform];

    /// As in an address.
    pub const fn word(self) -> &'static str {
        match self {
            LawName::Normal => NORMAL,
            LawName::LogNormal => LOG_NORMAL,
            LawName::Uniform => UNIFORM,
        }
    }

    /// On the page.
    pub const fn label(self) -> &'static str {
        match self {
            LawName::Normal => "normal",
            LawName::LogNormal => "log-normal",
            LawName::Uniform => "uniform",
        }
    }
}

impl Law {
    /// Its name.
    pub const fn name(&self) -> LawName {
        match self {
            Law::Normal { .. } => LawName::Normal,
            Law::LogNormal { .. } => LawName::LogNormal,
            Law::Uniform { .. } => LawName::Uniform,
        }
    }

    /// The sign between the value and the [width](Law::width).
    pub fn sign(&self, key: Key) -> &'static str {
        match self.name() {
            LawName::LogNormal if !self.width(key).ends_with("dB") => "×÷",
            _ => "±",
        }
    }

    /// The law of this name that is about as wide around the present value, to two digits.
    pub fn renamed(&self, name: LawName, key: Key, settings: &Settings) -> Law {
        let centre = number(key, settings);
        match (*self, name) {
            (Law::Normal { plus_minus }, LawName::Uniform) => Law::Uniform { plus_minus },
            (Law::Uniform { plus_minus }, LawName::Normal) => Law::Normal { plus_minus },
            (Law::Normal { plus_minus } | Law::Uniform { plus_minus }, LawName::LogNormal) => {
                let part = match plus_minus {
                    Width::Relative(part) => part,
                    Width::Absolute(width) => width / centre,
                };
                // Around zero there is no factor, as its own problem will say.
                Law::LogNormal { factor: if part.is_finite() { 1.0 + round(part, 2) } else { 2.0 } }
            }
            (Law::LogNormal { factor }, LawName::Normal | LawName::Uniform) => {
                let part = round(factor - 1.0, 2);
                let plus_minus = match key.param().unit {
                    Unit::Share => Width::Absolute(round(part * centre, 2)),
                    _ => Width::Relative(part),
                };
                if name == LawName::Normal { Law::Normal { plus_minus } } else { Law::Uniform { plus_minus } }
            }
            _ => *self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::Spread;

    #[test]
    fn another_law_is_about_as_wide() {
        let settings = Settings::default();
        let renamed = |text: &str, name| {
            let Spread { key, law } = Spread::read(text).unwrap();
            Spread { key, law: law.renamed(name, key, &settings) }.write()
        };
        assert_eq!(renamed("dark:normal:3k", LawName::LogNormal), "dark:lognormal:1.15");
        assert_eq!(renamed("dark:uniform:10%", LawName::LogNormal), "dark:lognormal:1.1");
        assert_eq!(renamed("dark:lognormal:1.5", LawName::Normal), "dark:normal:50%");
        assert_eq!(renamed("eff:lognormal:1.2", LawName::Uniform), "eff:uniform:2%");
        assert_eq!(renamed("eff:uniform:2%", LawName::Normal), "eff:normal:2%");
        assert_eq!(renamed("misalign:normal:1%", LawName::LogNormal), "misalign:lognormal:2");
        for name in LawName::ALL {
            assert_eq!(Law::read(Key::Dark, &format!("{}:2", name.word())).unwrap().name(), name);
        }
    }
}
