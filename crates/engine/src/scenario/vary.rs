//! One number of a span replaced, for what looks at thousands of spans that differ in a number or two.

use super::checked::{Chosen, KeyLength, Laser, Scenario, Source};
use super::draft::Problem;
use super::params::Key;
use crate::link::filtering::Window;
use numbers::units::{Hertz, OutOfDomain, Probability, RadiansPerSecond};
use std::f64::consts::TAU;

impl Scenario {
    /// Gives parameters these numbers: the span is then the one that settings with these numbers describe, without reading all the others
    /// again. A parameter that does not count for the span changes nothing.
    ///
    /// # Errors
    /// The parameter that is blamed and its [`Problem`]: a number is outside the domain of its quantity, does not go together with the
    /// others, or the parameter takes words only. The span is then of no use until it is given better ones.
    ///
    /// ```
    /// use engine::scenario::{Key, Scenario};
    /// let mut scenario = Scenario::default();
    /// scenario.vary([(Key::Bitrate, 50e9), (Key::Dark, 100.0)]).unwrap();
    /// assert_eq!(scenario.bit_rate.get(), 50e9);
    /// assert!(scenario.vary([(Key::Eff, 1.5)]).is_err());
    /// ```
    pub fn vary(&mut self, numbers: impl IntoIterator<Item = (Key, f64)>) -> Result<(), (Key, Problem)> {
        for (key, number) in numbers {
            self.put(key, number).map_err(|problem| (key, problem))?;
        }
        match &self.source {
            Source::Laser(laser) => laser.check(),
            Source::SinglePhoton => Ok(()),
        }
    }

    fn put(&mut self, key: Key, x: f64) -> Result<(), Problem> {
        match key {
            Key::Band | Key::Detector | Key::Source | Key::Analysis | Key::KeyLength => {
                return Err(Problem::Conflict("takes words only"));
            }
            Key::Alpha => set(&mut self.attenuation, x)?,
            Key::Bitrate => set(&mut self.bit_rate, x)?,
            Key::Ncc => set(&mut self.photons_per_bit, x)?,
            Key::IsoFor => set(&mut self.isolation_forward, x)?,
            Key::IsoBack => set(&mut self.isolation_backward, x)?,
            Key::Raman => set(&mut self.raman, x)?,
            Key::Dark => set(&mut self.dark_count_rate, x)?,
            Key::Eff => set(&mut self.efficiency, x)?,
            Key::Afterpulse => set(&mut self.afterpulsing, x)?,
            Key::Rate => set(&mut self.repetition_rate, x)?,
            Key::Fec => set(&mut self.error_correction, x)?,
            Key::Misalign => set(&mut self.misalignment, x)?,
            Key::Window => self.window = Window::Fixed(x.try_into()?),
            Key::Pd => set(&mut self.caught, x)?,
            Key::Bandwidth => choose(&mut self.bandwidth, x)?,
            Key::Filter => self.channel_bandwidth = RadiansPerSecond::try_from(TAU * Hertz::try_from(x)?.get())?,
            Key::Dispersion => set(&mut self.dispersion, x)?,
            Key::DispersionResidual => set(&mut self.dispersion_residual, x)?,
            Key::Jitter => set(&mut self.jitter, x)?,
            Key::DeadTime => set(&mut self.dead_time, x)?,
            Key::Loss => set(&mut self.insertion_loss, x)?,
            Key::Mu | Key::Nu1 | Key::Nu2 | Key::PSignal | Key::PDecoy => {
                if let Source::Laser(laser) = &mut self.source {
                    laser.put(key, x)?;
                }
            }
            Key::Events
            | Key::Pz
            | Key::EpsPe
            | Key::EpsEc
            | Key::EpsPa
            | Key::EpsSmooth
            | Key::EpsSec
            | Key::EpsCor => {
                self.key_length.put(key, x)?;
            }
        }
        Ok(())
    }
}

impl Laser {
    fn put(&mut self, key: Key, x: f64) -> Result<(), OutOfDomain> {
        match key {
            Key::Mu => choose(&mut self.signal, x),
            Key::Nu1 => choose(&mut self.decoy, x),
            Key::Nu2 => set(&mut self.weaker_decoy, x),
            Key::PSignal => choose(&mut self.signal_share, x),
            Key::PDecoy => choose(&mut self.decoy_share, x),
            _ => Ok(()),
        }
    }
}

impl KeyLength {
    fn put(&mut self, key: Key, x: f64) -> Result<(), OutOfDomain> {
        let KeyLength::Finite { events, p_z, epsilons, composable } = self else { return Ok(()) };
        let epsilon = match key {
            Key::Events => return set(events, x),
            Key::Pz => return choose(p_z, x),
            Key::EpsPe => &mut epsilons.parameter_estimation,
            Key::EpsEc => &mut epsilons.error_correction,
            Key::EpsPa => &mut epsilons.privacy_amplification,
            Key::EpsSmooth => &mut epsilons.smoothing,
            Key::EpsSec => &mut composable.secrecy,
            Key::EpsCor => &mut composable.correctness,
            _ => return Ok(()),
        };
        *epsilon = Probability::try_from(x)?.get();
        Ok(())
    }
}

fn set<T: TryFrom<f64, Error = OutOfDomain>>(quantity: &mut T, x: f64) -> Result<(), OutOfDomain> {
    *quantity = x.try_into()?;
    Ok(())
}

fn choose<T: TryFrom<f64, Error = OutOfDomain>>(chosen: &mut Chosen<T>, x: f64) -> Result<(), OutOfDomain> {
    *chosen = Chosen::Fixed(x.try_into()?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Settings, TABLE, Value};
    use proptest::prelude::*;

    /// Settings in which every parameter counts in one draw or another.
    fn settings() -> impl Strategy<Value = Settings> {
        let word =
            |key, words: &'static [&'static str]| prop::sample::select(words).prop_map(move |w| (key, Value::Word(w)));
        (
            word(Key::Band, &["C", "O"]),
            word(Key::Source, &["single", "wcp", "wcp"]),
            word(Key::Analysis, &["infinite", "vacuum_weak", "two_decoy", "one_decoy"]),
            word(Key::KeyLength, &["asymptotic", "finite"]),
            word(Key::Window, &["adapted", "optimal", "open"]),
        )
            .prop_map(|(a, b, c, d, e)| Settings::default().with(&[a, b, c, d, e]))
            .prop_filter("values that go together", |settings| Scenario::try_from(settings).is_ok())
    }

    proptest! {
        #[test]
        fn it_is_the_span_that_the_settings_describe(
            mut settings in settings(),
            numbers in prop::collection::vec((0..TABLE.len(), 0.0f64..=1.0), 1..6),
        ) {
            let mut scenario = Scenario::try_from(&settings).unwrap();
            for (row, x) in numbers {
                let param = &TABLE[row];
                let Some(range) = param.domain.range() else {
                    prop_assert!(scenario.clone().vary([(param.key, x)]).is_err());
                    continue;
                };
                // A tenth is outside the domain of most quantities; so is then everything that follows.
                let outside = x < 0.1;
                let number = if outside { -1.0 - x } else { range.min + (range.max - range.min) * (x - 0.1) / 0.9 };
                settings.set(param.key, Value::Number(number));
                match (Scenario::try_from(&settings), scenario.vary([(param.key, number)])) {
                    (Ok(expected), found) => {
                        prop_assert_eq!(found, Ok(()));
                        prop_assert_eq!(&scenario, &expected);
                    }
                    (Err(problems), found) => {
                        let (key, problem) = found.unwrap_err();
                        prop_assert_eq!(problems.into_iter().collect::<Vec<_>>(), vec![(key, problem)]);
                        if outside {
                            break;
                        }
                    }
                }
            }
        }
    }
}
