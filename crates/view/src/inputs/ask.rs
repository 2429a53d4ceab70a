//! A question: what a parameter has to be for a wanted key rate.

use super::{BETWEEN, read_length};
use engine::scenario::{Settings, Value};
use engine::sweep::{MAX_LENGTH_KM, TooLong, Varied};
use numbers::quantity::{Unit, parse_quantity};
use numbers::units::{KeyRate, Kilometres, OutOfDomain};

/// The wanted key rate where none is given.
const WANTED_BIT_S: f64 = 1e6;
/// Tunnels at most.
const MAX_TUNNELS: u32 = 1_000_000;
/// In place of names: every parameter that has an effect.
pub const ALL: &str = "all";

/// A question.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AskInputs {
    /// The wanted key rate.
    pub wanted: KeyRate,
    /// Length of the link; none for that of the cursor.
    pub km: Option<Kilometres>,
    /// Tunnels that share the key.
    pub tunnels: u32,
    /// A parameter that is asked about beside the usual ones.
    pub also: Option<Varied>,
}

impl Default for AskInputs {
    fn default() -> AskInputs {
        let wanted = KeyRate::try_from(WANTED_BIT_S).expect("a megabit per second is a key rate");
        AskInputs { wanted, km: None, tunnels: 1, also: None }
    }
}

impl AskInputs {
    /// Reads what an address holds: wanted rate, length or nothing, tunnels, one more parameter or nothing, as in `1e6*60*8*jitter`.
    ///
    /// # Errors
    /// The parts that cannot be read, in words.
    pub fn read(text: Option<&str>) -> Result<AskInputs, String> {
        let Some(text) = text else { return Ok(AskInputs::default()) };
        let parts: Vec<&str> = text.split(BETWEEN).collect();
        let &[wanted, km, tunnels, also] = parts.as_slice() else {
            return Err(format!("The question “{text}” of the link cannot be read: ask it again."));
        };
        Ok(AskInputs {
            wanted: read_rate(wanted)?,
            km: if km.is_empty() { None } else { Some(read_km(km)?) },
            tunnels: read_tunnels(tunnels)?,
            also: match also {
                "" => None,
                name => Some(Varied::named(name).ok_or_else(|| format!("There is no parameter “{name}”."))?),
            },
        })
    }

    /// The text for an address; none for the usual question.
    ///
    /// ```
    /// use view::inputs::ask::AskInputs;
    /// let text = "1e6*60*8*jitter";
    /// assert_eq!(AskInputs::read(Some(text)).unwrap().write().as_deref(), Some(text));
    /// assert_eq!(AskInputs::default().write(), None);
    /// ```
    pub fn write(&self) -> Option<String> {
        let number = |x| Value::Number(x).exact();
        let km = self.km.map(|km| number(km.get())).unwrap_or_default();
        let also = self.also.map(Varied::name).unwrap_or_default();
        let text = format!("{}{BETWEEN}{km}{BETWEEN}{}{BETWEEN}{also}", number(self.wanted.get()), self.tunnels);
        (*self != AskInputs::default()).then_some(text)
    }
}

/// A key rate as typed.
///
/// # Errors
/// Why it is none, in words.
pub fn read_rate(typed: &str) -> Result<KeyRate, String> {
    let rate = parse_quantity(typed, Unit::BitsPerSecond).map_err(|problem| problem.to_string())?;
    KeyRate::try_from(rate).map_err(|problem: OutOfDomain| problem.to_string())
}

/// A length as typed, no longer than what is computed.
///
/// # Errors
/// Why it is none, in words.
pub fn read_km(typed: &str) -> Result<Kilometres, String> {
    let length = read_length(typed)?;
    match length.get() {
        length_km if length_km > MAX_LENGTH_KM => Err(TooLong { length_km }.to_string()),
        _ => Ok(length),
    }
}

/// A number of tunnels as typed.
///
/// # Errors
/// Why it is none, in words.
pub fn read_tunnels(typed: &str) -> Result<u32, String> {
    let tunnels = typed.trim().parse().ok().filter(|tunnels| (1..=MAX_TUNNELS).contains(tunnels));
    tunnels.ok_or_else(|| format!("“{typed}” is not a number of tunnels from 1 to {MAX_TUNNELS}"))
}

/// The parameters in question: names separated by commas, or [`ALL`] for every one with an effect on these settings.
///
/// # Errors
/// Each name that cannot stand there, and why.
pub fn read_names(names: &str, settings: &Settings) -> Result<Vec<Varied>, Vec<(String, String)>> {
    let counting = || Varied::all().filter(|varied| varied.counts(settings));
    if names.trim() == ALL {
        return Ok(counting().collect());
    }
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for name in names.split(',').map(str::trim) {
        match Varied::named(name) {
            Some(asked) if all.contains(&asked) => problems.push((name.to_owned(), "asked for twice".to_owned())),
            Some(asked) => all.push(asked),
            None => {
                let names: Vec<&str> = counting().map(Varied::name).chain([ALL]).collect();
                problems
                    .push((name.to_owned(), format!("there is no such parameter; there are: {}", names.join(", "))));
            }
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn old_addresses_keep_their_meaning() {
        assert_eq!(AskInputs::read(None), Ok(AskInputs::default()));
        let asked = AskInputs::read(Some("1e4**1*")).unwrap();
        assert_eq!((asked.wanted.get(), asked.km, asked.tunnels, asked.also), (1e4, None, 1, None));
        let asked = AskInputs::read(Some("1M*63 km*8*isolation")).unwrap();
        assert_eq!(asked.write().as_deref(), Some("1e6*63*8*isolation"));
    }

    #[test]
    fn unreadable_text_gives_a_reason() {
        for (text, says) in [
            ("", "cannot be read"),
            ("1e6*60*8", "cannot be read"),
            ("fast*60*8*", "fast"),
            ("1e6*2000*8*", "2000 km is too long"),
            ("1e6*60*0*", "not a number of tunnels"),
            ("1e6*60*8*speed", "no parameter “speed”"),
        ] {
            let problem = AskInputs::read(Some(text)).unwrap_err();
            assert!(problem.contains(says), "{text}: {problem}");
        }
    }

    #[test]
    fn names_are_read_once_each() {
        let settings = Settings::default();
        assert_eq!(read_names(" eff, isolation", &settings).unwrap().len(), 2);
        assert!(read_names(ALL, &settings).unwrap().len() > 10);
        let problems = read_names("eff,eff,speed", &settings).unwrap_err();
        assert_eq!(problems[0], ("eff".to_owned(), "asked for twice".to_owned()));
        assert_eq!((problems[1].0.as_str(), problems[1].1.ends_with(", all")), ("speed", true));
    }

    proptest! {
        #[test]
        fn every_question_round_trips(
            rate in 1e-3f64..1e12, km in prop::option::of(0.0f64..1000.0), tunnels in 1u32..1_000_000, also in prop::option::of(0usize..40),
        ) {
            let all: Vec<Varied> = Varied::all().collect();
            let asked = AskInputs {
                wanted: rate.try_into().unwrap(),
                km: km.map(|km| km.try_into().unwrap()),
                tunnels,
                also: also.map(|i| all[i % all.len()]),
            };
            prop_assert_eq!(AskInputs::read(asked.write().as_deref()), Ok(asked));
        }

        #[test]
        fn no_text_panics(text in "[a-z0-9*.,-]{0,40}") {
            let _ = (AskInputs::read(Some(&text)), read_names(&text, &Settings::default()));
        }
    }
}
