//! The parameters of a COW device that can be set: one table for the command line, the page and its address.

use super::value::Problem;
use crate::protocol::cow::{LinkLoss, Parameters};
use numbers::quantity::{Unit, format_quantity, parse_quantity};
use numbers::units::OutOfDomain;

/// A parameter of a COW device that can be set.
#[derive(Debug, Clone, Copy)]
pub struct DeviceParameter {
    /// Its name on the command line and in an address: that of the struct field.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// Its symbol in formulas.
    pub symbol: &'static str,
    /// Unit in which its values are written.
    pub unit: Unit,
    /// Unit of a bare number, where `unit` has no name for it.
    pub bare_unit: &'static str,
    /// Its description, for the command line.
    pub means: &'static str,
    set: fn(&mut Parameters, f64) -> Result<(), OutOfDomain>,
    get: fn(&Parameters) -> Option<f64>,
}

impl DeviceParameter {
    /// The parameter of this name.
    pub fn named(name: &str) -> Option<&'static DeviceParameter> {
        DEVICE.iter().find(|parameter| parameter.name == name)
    }

    /// Its value, in its unit; nothing where the device has none.
    pub fn value(&self, device: &Parameters) -> Option<f64> {
        (self.get)(device)
    }

    /// Sets it.
    ///
    /// # Errors
    /// [`OutOfDomain`].
    pub fn set(&self, device: &mut Parameters, value: f64) -> Result<(), OutOfDomain> {
        (self.set)(device, value)
    }

    /// Sets it to what a person typed.
    ///
    /// # Errors
    /// [`Problem`] says what is wrong with the text or the number.
    pub fn type_in(&self, device: &mut Parameters, typed: &str) -> Result<(), Problem> {
        Ok(self.set(device, parse_quantity(typed, self.unit)?)?)
    }

    /// Its value as a person would type it.
    pub fn text(&self, device: &Parameters) -> String {
        let Some(x) = self.value(device) else { return String::new() };
        // A probability of 1e-8 is not written in per cent.
        let unit = if self.unit == Unit::Share && x < 1e-3 { Unit::None } else { self.unit };
        format_quantity(x, unit, 6)
    }
}

/// α is half of the field `link_loss`; the other half is the loss of the whole link.
pub const ATTENUATION: &str = "attenuation";
/// The length of the fibre.
pub const LENGTH: &str = "length";

/// The parameters, in the order of the formulas.
pub static DEVICE: [DeviceParameter; 11] = [
    DeviceParameter {
        name: ATTENUATION,
        label: "attenuation of the fibre",
        symbol: "α",
        bare_unit: "",
        unit: Unit::DecibelsPerKm,
        means: "attenuation α of the fibre; not with --loss",
        set: |p, x| x.try_into().map(|alpha| p.link_loss = LinkLoss::Fibre(alpha)),
        get: |p| match p.link_loss {
            LinkLoss::Fibre(alpha) => Some(alpha.get()),
            LinkLoss::Total(_) => None,
        },
    },
    DeviceParameter {
        name: LENGTH,
        label: "length of the fibre",
        symbol: "L",
        bare_unit: "km",
        unit: Unit::None,
        means: "length L of the fibre, km; only with --loss, for the storage line",
        set: |p, x| x.try_into().map(|length| p.length = length),
        get: |p| Some(p.length.get()),
    },
    DeviceParameter {
        name: "efficiency",
        label: "detection efficiency",
        symbol: "η",
        bare_unit: "",
        unit: Unit::Share,
        means: "detection efficiency η",
        set: |p, x| x.try_into().map(|efficiency| p.efficiency = efficiency),
        get: |p| Some(p.efficiency.get()),
    },
    DeviceParameter {
        name: "bob_loss",
        label: "loss of Bob's components",
        symbol: "loss_B",
        bare_unit: "",
        unit: Unit::Decibels,
        means: "loss of Bob's components",
        set: |p, x| x.try_into().map(|loss| p.bob_loss = loss),
        get: |p| Some(p.bob_loss.get()),
    },
    DeviceParameter {
        name: "error_correction",
        label: "efficiency of the error correction",
        symbol: "η_EC",
        bare_unit: "",
        unit: Unit::None,
        means: "efficiency η_EC of the error correction, 1 or more",
        set: |p, x| x.try_into().map(|efficiency| p.error_correction = efficiency),
        get: |p| Some(p.error_correction.get()),
    },
    DeviceParameter {
        name: "repetition_rate",
        label: "repetition rate",
        symbol: "f_rep",
        bare_unit: "",
        unit: Unit::Hertz,
        means: "repetition rate of the pulses",
        set: |p, x| x.try_into().map(|rate| p.repetition_rate = rate),
        get: |p| Some(p.repetition_rate.get()),
    },
    DeviceParameter {
        name: "mean_photons",
        label: "photons in a pulse",
        symbol: "μ",
        bare_unit: "",
        unit: Unit::None,
        means: "mean number μ of photons in a pulse",
        set: |p, x| x.try_into().map(|photons| p.mean_photons = photons),
        get: |p| Some(p.mean_photons.get()),
    },
    DeviceParameter {
        name: "dark_count",
        label: "dark counts for each pulse",
        symbol: "p_dc",
        bare_unit: "",
        unit: Unit::Share,
        means: "probability of a dark count for each pulse",
        set: |p, x| x.try_into().map(|share| p.dark_count = share),
        get: |p| Some(p.dark_count.get()),
    },
    DeviceParameter {
        name: "fitted_loss",
        label: "fitted constant",
        symbol: "C",
        bare_unit: "",
        unit: Unit::Decibels,
        means: "constant C that was fitted to a known rate, as a loss in front of the detector",
        set: |p, x| x.try_into().map(|loss| p.fitted_loss = loss),
        get: |p| Some(p.fitted_loss.get()),
    },
    DeviceParameter {
        name: "dead_time",
        label: "dead time of the detector",
        symbol: "τ_dead",
        bare_unit: "",
        unit: Unit::Seconds,
        means: "dead time of the detector",
        set: |p, x| {
            p.dead_time = if x == 0.0 { None } else { Some(x.try_into()?) };
            Ok(())
        },
        get: |p| p.dead_time.map(|time| time.get()),
    },
    DeviceParameter {
        name: "storage_line",
        label: "storage line of a plug-and-play device",
        symbol: "l_SL",
        bare_unit: "km",
        unit: Unit::None,
        means: "storage line of a plug-and-play device, km",
        set: |p, x| x.try_into().map(|length| p.storage_line = Some(length)),
        get: |p| p.storage_line.map(|line| line.get()),
    },
];

/// A COW device with known numbers.
#[derive(Debug, Clone, Copy)]
pub struct CowPreset {
    /// Its name on the command line.
    pub name: &'static str,
    /// Where its numbers come from.
    pub source: &'static str,
    /// What differs from the defaults, in the units of the parameters.
    pub changes: &'static [(&'static str, f64)],
}

/// The devices.
///
/// The data sheet of the second, as the thesis quotes it (section 3.1), says 1.4 kbit/s at 12 dB and nothing of dead time, QBER and
/// visibility. 10 µs is usual for a free-running InGaAs diode; with it, Q = 2 % and V = 98 % the constant that gives the rate is
/// 25.45 dB. It stands for all that the model leaves out, and is the loss of no component.
pub static COW_PRESETS: [CowPreset; 2] = [
    CowPreset { name: "thesis", source: "table 3.2 of the thesis, an ideal receiver", changes: &[] },
    CowPreset {
        name: "cerberis3",
        source: "1.4 kbit/s at 12 dB as the data sheet of the Cerberis3 says: dead time of 10 µs, a usual value, and a constant of \
                 25.45 dB fitted to that rate with Q 2 % and V 98 %",
        changes: &[("dead_time", 10e-6), ("fitted_loss", 25.45)],
    },
];

impl CowPreset {
    /// The device of this name.
    pub fn named(name: &str) -> Option<&'static CowPreset> {
        COW_PRESETS.iter().find(|preset| preset.name == name)
    }

    /// Its parameters.
    ///
    /// ```
    /// use engine::protocol::cow::{LinkLoss, Parameters};
    /// use engine::scenario::CowPreset;
    /// let device = CowPreset::named("cerberis3").unwrap().device();
    /// let at_12_db = Parameters { link_loss: LinkLoss::Total(12.0.try_into().unwrap()), ..device };
    /// let rate = at_12_db.terms(0.02.try_into().unwrap(), 0.98.try_into().unwrap()).key_rate_bit_s;
    /// assert!((rate / 1400.0 - 1.0).abs() < 1e-3);
    /// ```
    pub fn device(&self) -> Parameters {
        const VALID: &str = "a test makes every device";
        let mut device = Parameters::default();
        for &(name, value) in self.changes {
            DeviceParameter::named(name).expect(VALID).set(&mut device, value).expect(VALID);
        }
        device
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_device_can_be_made() {
        for preset in &COW_PRESETS {
            let device = preset.device();
            for (name, value) in preset.changes {
                assert_eq!(DeviceParameter::named(name).unwrap().value(&device), Some(*value));
            }
        }
    }

    #[test]
    fn each_parameter_sets_itself_and_no_other() {
        for (i, parameter) in DEVICE.iter().enumerate() {
            let mut device = Parameters::default();
            // 1 is in every domain and no default but one.
            let x = if parameter.name == "error_correction" { 1.5 } else { 1.0 };
            parameter.set(&mut device, x).unwrap();
            for (j, other) in DEVICE.iter().enumerate() {
                let expected = if i == j { Some(x) } else { other.value(&Parameters::default()) };
                assert_eq!(other.value(&device), expected, "{} after {}", other.name, parameter.name);
            }
        }
    }

    #[test]
    fn displayed_values_can_be_typed() {
        let device = Parameters { dead_time: Some(20e-6.try_into().unwrap()), ..Parameters::default() };
        for parameter in &DEVICE {
            let text = parameter.text(&device);
            let mut again = Parameters::default();
            if text.is_empty() {
                continue;
            }
            parameter.type_in(&mut again, &text).unwrap();
            assert_eq!(parameter.value(&again), parameter.value(&device), "{text}");
        }
        assert_eq!(DEVICE[2].text(&device), "7 %");
        assert!(DEVICE[2].type_in(&mut Parameters::default(), "1.2").is_err());
    }
}
