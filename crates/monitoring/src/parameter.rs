//! Parameters that QKD devices report, and the units in which files give them.

use super::units::{WrittenUnit, read_unit};
use numbers::quantity::{Unit, parse_quantity};
use serde::{Deserialize, Serialize};

/// A parameter that is monitored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parameter {
    /// Secret key rate, bit/s.
    KeyRate,
    /// Error rate of the key, dimensionless.
    Qber,
    /// Error rate of the other basis, where a device measures in two, dimensionless.
    CheckQber,
    /// Visibility of the interference, dimensionless.
    Visibility,
    /// Power of the laser, in the unit of the device; the thesis takes it as photons per pulse.
    LaserPower,
}

impl Parameter {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Parameter; 5] =
        [Parameter::KeyRate, Parameter::Qber, Parameter::CheckQber, Parameter::Visibility, Parameter::LaserPower];

    /// Parameters that the COW model needs. Only windows with all of them enter it.
    pub const OF_THE_MODEL: [Parameter; 3] = [Parameter::KeyRate, Parameter::Qber, Parameter::Visibility];

    /// Its place in [`ALL`](Parameter::ALL).
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Its name in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Parameter::KeyRate => "key_rate",
            Parameter::Qber => "qber",
            Parameter::CheckQber => "check_qber",
            Parameter::Visibility => "visibility",
            Parameter::LaserPower => "laser_power",
        }
    }

    /// Its name in running text.
    pub const fn title(self) -> &'static str {
        match self {
            Parameter::KeyRate => "key rate",
            Parameter::Qber => "QBER",
            Parameter::CheckQber => "QBER of the check basis",
            Parameter::Visibility => "visibility",
            Parameter::LaserPower => "laser power",
        }
    }

    /// Its unit; 1 is dimensionless. `None` where it depends on the device.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Parameter::KeyRate => Some("bit/s"),
            Parameter::Qber | Parameter::CheckQber | Parameter::Visibility => Some("1"),
            Parameter::LaserPower => None,
        }
    }

    /// The parameter of this [`name`](Parameter::name).
    pub fn named(name: &str) -> Option<Parameter> {
        Parameter::ALL.into_iter().find(|parameter| parameter.name() == name)
    }

    /// Whether it is a fraction, which may be given in per cent.
    pub const fn is_fraction(self) -> bool {
        matches!(self, Parameter::Qber | Parameter::CheckQber | Parameter::Visibility)
    }
}

/// The unit in which a file gives a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileUnit {
    /// The unit of [`Parameter::unit`].
    Plain,
    /// Per cent.
    Percent,
    /// kbit/s.
    Kilobit,
    /// Mbit/s.
    Megabit,
    /// Gbit/s.
    Gigabit,
    /// bit/min.
    BitPerMinute,
    /// kbit/min.
    KilobitPerMinute,
    /// Bytes a second.
    Byte,
    /// Kilobytes a second.
    Kilobyte,
    /// Keys of 256 bit a second, as key managers count them (ETSI GS QKD 014).
    Key,
    /// Keys of 256 bit a minute.
    KeyPerMinute,
    /// Bit a pulse, at this clock rate in Hz.
    PerPulse(u64),
}

/// Bits of a key, where nothing says how long it is: the default of ETSI GS QKD 014.
pub(super) const KEY_BITS: f64 = 256.0;

impl FileUnit {
    /// All that need no further number.
    pub const ALL: [FileUnit; 11] = [
        FileUnit::Plain,
        FileUnit::Percent,
        FileUnit::Kilobit,
        FileUnit::Megabit,
        FileUnit::Gigabit,
        FileUnit::BitPerMinute,
        FileUnit::KilobitPerMinute,
        FileUnit::Byte,
        FileUnit::Kilobyte,
        FileUnit::Key,
        FileUnit::KeyPerMinute,
    ];

    /// Converts a value to the unit of the parameter.
    pub fn plain(self, written: f64) -> f64 {
        match self {
            FileUnit::Plain => written,
            // Divided, since 0.01 has no exact binary form: 2.1 × 0.01 is not 0.021.
            FileUnit::Percent => written / 100.0,
            FileUnit::Kilobit => written * 1e3,
            FileUnit::Megabit => written * 1e6,
            FileUnit::Gigabit => written * 1e9,
            FileUnit::BitPerMinute => written / 60.0,
            FileUnit::KilobitPerMinute => written * 1e3 / 60.0,
            FileUnit::Byte => written * 8.0,
            FileUnit::Kilobyte => written * 8e3,
            FileUnit::Key => written * KEY_BITS,
            FileUnit::KeyPerMinute => written * KEY_BITS / 60.0,
            FileUnit::PerPulse(clock_hz) => written * clock_hz as f64,
        }
    }

    /// Whether this parameter can have this unit.
    pub const fn suits(self, parameter: Parameter) -> bool {
        match self {
            FileUnit::Plain => true,
            FileUnit::Percent => parameter.is_fraction(),
            _ => matches!(parameter, Parameter::KeyRate),
        }
    }

    /// Whether it counts keys, whose length a column may give.
    pub(super) const fn counts_keys(self) -> bool {
        matches!(self, FileUnit::Key | FileUnit::KeyPerMinute)
    }

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            FileUnit::Plain => "plain",
            FileUnit::Percent => "percent",
            FileUnit::Kilobit => "kbit/s",
            FileUnit::Megabit => "Mbit/s",
            FileUnit::Gigabit => "Gbit/s",
            FileUnit::BitPerMinute => "bit/min",
            FileUnit::KilobitPerMinute => "kbit/min",
            FileUnit::Byte => "byte/s",
            FileUnit::Kilobyte => "kbyte/s",
            FileUnit::Key => "keys/s",
            FileUnit::KeyPerMinute => "keys/min",
            FileUnit::PerPulse(_) => "bit/pulse",
        }
    }

    /// Its name beside values of this parameter: `bit/s` or `1` where it is the plain one.
    pub fn title(self, parameter: Parameter) -> String {
        match self {
            FileUnit::Plain => parameter.unit().unwrap_or("unit of the device").to_owned(),
            FileUnit::Percent => "%".to_owned(),
            FileUnit::PerPulse(clock_hz) => format!("bit/pulse at {clock_hz} Hz"),
            unit => unit.name().to_owned(),
        }
    }

    /// The unit of this [`name`](FileUnit::name), or of another usual spelling: `%`, `kb/s`, `bits per second`. Bit a pulse needs its
    /// clock, `bit/pulse:1.25GHz`.
    ///
    /// ```
    /// use monitoring::FileUnit;
    /// assert_eq!(FileUnit::named("kbps"), Some(FileUnit::Kilobit));
    /// assert_eq!(FileUnit::named("bit/pulse:1.25GHz"), Some(FileUnit::PerPulse(1_250_000_000)));
    /// assert_eq!(FileUnit::named("bit/pulse"), None);
    /// ```
    pub fn named(name: &str) -> Option<FileUnit> {
        let name = name.trim();
        if let Some((unit, clock)) = name.split_once(':') {
            let per_pulse = read_unit(unit) == Some(WrittenUnit::PerPulse);
            let clock_hz = parse_quantity(clock, Unit::Hertz).ok().filter(|hz| (1.0..1e15).contains(hz))?;
            return per_pulse.then_some(FileUnit::PerPulse(clock_hz.round() as u64));
        }
        let ours = FileUnit::ALL.into_iter().find(|unit| unit.name().eq_ignore_ascii_case(name));
        ours.or_else(|| match read_unit(name) {
            Some(WrittenUnit::Known(unit)) => Some(unit),
            _ => None,
        })
    }
}

/// Unit of a fraction, from the median of its first values: no QBER is above one half, and no visibility is 1.5.
pub(super) fn unit_by_values(parameter: Parameter, median: f64) -> FileUnit {
    let most = match parameter {
        Parameter::Qber | Parameter::CheckQber => 0.5,
        Parameter::Visibility => 1.5,
        Parameter::KeyRate | Parameter::LaserPower => return FileUnit::Plain,
    };
    if median > most { FileUnit::Percent } else { FileUnit::Plain }
}

/// The parameter with this median, where only one is possible: QBERs are small, visibilities near 1, and key rates, which are hundreds of
/// bit/s, are above any percentage. A laser power may be anything.
pub(super) fn parameter_by_values(median: f64) -> Option<Parameter> {
    match median {
        m if (1e-3..0.09).contains(&m) => Some(Parameter::Qber),
        m if (0.8..=1.02).contains(&m) => Some(Parameter::Visibility),
        m if m >= 150.0 => Some(Parameter::KeyRate),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for (i, parameter) in Parameter::ALL.into_iter().enumerate() {
            assert_eq!(parameter.index(), i);
            assert_eq!(Parameter::named(parameter.name()), Some(parameter));
        }
        for unit in FileUnit::ALL {
            assert_eq!(FileUnit::named(unit.name()), Some(unit));
        }
        assert_eq!(FileUnit::named("%"), Some(FileUnit::Percent));
    }

    #[test]
    fn per_cent_keeps_its_digits() {
        assert_eq!(FileUnit::Percent.plain(2.086), 0.02086);
        assert_eq!(FileUnit::Kilobit.plain(1.4), 1400.0);
    }
}
