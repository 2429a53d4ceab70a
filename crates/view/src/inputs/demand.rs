//! A demand for key: keys for tenants, or a key rate.

use super::ask::read_rate;
use engine::scenario::Value;
use engine::sweep::{AES_256_BITS, Authentication, Demand};
use numbers::quantity::{Unit, format_quantity, parse_quantity};
use numbers::units::KeyRate;

/// Keys per second for each tenant where nothing is given.
const KEYS_PER_S: f64 = 2.0;
/// Tenants where nothing is given.
const TENANTS: u32 = 40;
/// Tenants at most.
const MAX_TENANTS: u32 = 1_000_000;
/// Between keys and tenants in an address.
const TIMES: char = 'x';

/// A demand as it was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DemandInputs {
    /// Keys per second for each tenant, and tenants; none where a key rate was given.
    keys: Option<(f64, u32)>,
    needed: KeyRate,
}

impl Default for DemandInputs {
    fn default() -> DemandInputs {
        DemandInputs::of_keys(KEYS_PER_S, TENANTS).expect("a few keys for a few tenants are a key rate")
    }
}

impl DemandInputs {
    /// A demand in AES-256 keys per second for each of `tenants`.
    ///
    /// # Errors
    /// Why that is no demand, in words.
    ///
    /// ```
    /// use view::inputs::demand::DemandInputs;
    /// assert_eq!(DemandInputs::of_keys(2.0, 40).unwrap().needed().get(), 20480.0);
    /// ```
    pub fn of_keys(keys_per_s: f64, tenants: u32) -> Result<DemandInputs, String> {
        let needed = KeyRate::try_from(Demand::of_keys(keys_per_s, tenants));
        let needed = needed.map_err(|_| "keys per second are a number above 0, such as 2".to_owned())?;
        Ok(DemandInputs { keys: Some((keys_per_s, tenants)), needed })
    }

    /// A key rate.
    pub const fn of_rate(needed: KeyRate) -> DemandInputs {
        DemandInputs { keys: None, needed }
    }

    /// Keys per second as typed, for each of `tenants`.
    ///
    /// # Errors
    /// Why they are none, in words.
    pub fn read_keys(typed: &str, tenants: u32) -> Result<DemandInputs, String> {
        let keys_per_s = parse_quantity(typed, Unit::None).map_err(|problem| problem.to_string())?;
        DemandInputs::of_keys(keys_per_s, tenants)
    }

    /// What is needed.
    pub const fn needed(&self) -> KeyRate {
        self.needed
    }

    /// Keys of AES-256 per second for each tenant; those of a key rate are for one.
    pub fn keys_per_s(&self) -> f64 {
        self.keys.map_or(self.needed.get() / AES_256_BITS, |(keys_per_s, _)| keys_per_s)
    }

    /// Tenants; one for a key rate.
    pub fn tenants(&self) -> u32 {
        self.keys.map_or(1, |(_, tenants)| tenants)
    }

    /// Reads what an address holds: keys per second and tenants, as in `2x40`, or a key rate, as in `20k`.
    ///
    /// # Errors
    /// The part that cannot be read, in words.
    pub fn read(text: Option<&str>) -> Result<DemandInputs, String> {
        let Some(text) = text else { return Ok(DemandInputs::default()) };
        match text.rsplit_once(TIMES) {
            Some((keys, tenants)) => DemandInputs::read_keys(keys, read_tenants(tenants)?),
            None => read_rate(text).map(DemandInputs::of_rate),
        }
    }

    /// The text for an address; none for the usual demand.
    ///
    /// ```
    /// use view::inputs::demand::DemandInputs;
    /// let written = |text| DemandInputs::read(Some(text)).unwrap().write();
    /// assert_eq!(written("0.1x8").as_deref(), Some("0.1x8"));
    /// assert_eq!(written("20k").as_deref(), Some("2e4"));
    /// assert_eq!(written("2x40"), None);
    /// ```
    pub fn write(&self) -> Option<String> {
        let number = |x| Value::Number(x).exact();
        let text = self.keys.map_or_else(
            || number(self.needed.get()),
            |(keys_per_s, tenants)| format!("{}{TIMES}{tenants}", number(keys_per_s)),
        );
        (*self != DemandInputs::default()).then_some(text)
    }
}

/// A number of tenants as typed.
///
/// # Errors
/// Why it is none, in words.
///
/// ```
/// use view::inputs::demand::read_tenants;
/// assert_eq!(read_tenants(" 2k"), Ok(2000));
/// assert!(read_tenants("2.5").is_err());
/// ```
pub fn read_tenants(typed: &str) -> Result<u32, String> {
    let number = parse_quantity(typed, Unit::None).map_err(|problem| problem.to_string())?;
    let possible = number.fract() == 0.0 && (1.0..=f64::from(MAX_TENANTS)).contains(&number);
    possible
        .then_some(number as u32)
        .ok_or_else(|| format!("“{}” is not a number of tenants from 1 to {MAX_TENANTS}", typed.trim()))
}

/// What counts no authentication.
const NOT_COUNTED: &str = "not counted";
/// Behind a number of tags.
const TAGS: &str = "tags";

/// What the authentication takes, as typed or in an address: a key rate, or tags for each key block as in `4 tags`; nothing, 0 or
/// `not counted` counts none.
///
/// # Errors
/// Why it cannot be read, in words.
///
/// ```
/// use engine::sweep::Authentication;
/// use view::inputs::demand::read_authentication;
/// assert_eq!(read_authentication("4 tags"), Ok(Authentication::TagsPerBlock(4)));
/// assert_eq!(read_authentication("100 bit/s"), Ok(Authentication::Rate(100.0)));
/// assert_eq!(read_authentication(""), Ok(Authentication::Rate(0.0)));
/// assert!(read_authentication("2.5 tags").is_err());
/// ```
pub fn read_authentication(typed: &str) -> Result<Authentication, String> {
    let typed = typed.trim();
    if typed.is_empty() || typed.eq_ignore_ascii_case(NOT_COUNTED) {
        return Ok(Authentication::Rate(0.0));
    }
    if let Some((tags, _)) = typed.split_once("tag") {
        let number = parse_quantity(tags, Unit::None).map_err(|problem| problem.to_string())?;
        let possible = number.fract() == 0.0 && (0.0..=f64::from(MAX_TENANTS)).contains(&number);
        let tags = possible.then_some(number as u32);
        return match tags {
            Some(0) => Ok(Authentication::Rate(0.0)),
            Some(tags) => Ok(Authentication::TagsPerBlock(tags)),
            None => Err(format!("“{typed}” is not a number of tags from 0 to {MAX_TENANTS}")),
        };
    }
    match parse_quantity(typed, Unit::BitsPerSecond) {
        Ok(0.0) => Ok(Authentication::Rate(0.0)),
        _ => read_rate(typed).map(|rate| Authentication::Rate(rate.get())),
    }
}

/// For an address; nothing where none is counted.
///
/// ```
/// use view::inputs::demand::{read_authentication, write_authentication};
/// let written = |typed| write_authentication(read_authentication(typed).unwrap());
/// assert_eq!([written("4 tags"), written("1k"), written("0")], [Some("4tags".to_owned()), Some("1e3".to_owned()), None]);
/// ```
pub fn write_authentication(authentication: Authentication) -> Option<String> {
    match authentication {
        Authentication::Rate(0.0) => None,
        Authentication::Rate(rate) => Some(Value::Number(rate).exact()),
        Authentication::TagsPerBlock(tags) => Some(format!("{tags}{TAGS}")),
    }
}

/// As a box shows it.
pub fn authentication_text(authentication: Authentication) -> String {
    match authentication {
        Authentication::Rate(0.0) => NOT_COUNTED.to_owned(),
        Authentication::Rate(rate) => format_quantity(rate, Unit::BitsPerSecond, 6),
        Authentication::TagsPerBlock(tags) => format!("{tags} {TAGS}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_demand_is_keys_for_tenants_or_a_rate() {
        let usual = DemandInputs::read(None).unwrap();
        assert_eq!((usual.keys_per_s(), usual.tenants(), usual.needed().get()), (2.0, 40, 20480.0));
        assert_eq!(usual, DemandInputs::read(Some("2x40")).unwrap());
        let rate = DemandInputs::read(Some("20 kbit/s")).unwrap();
        assert_eq!((rate.keys_per_s(), rate.tenants(), rate.needed().get()), (78.125, 1, 20e3));
        // The same key rate, given in another way.
        let rate = DemandInputs::read(Some("20480")).unwrap();
        assert_eq!((rate.needed(), rate.write().as_deref()), (usual.needed(), Some("20480")));
    }

    #[test]
    fn unreadable_text_gives_a_reason() {
        for (text, says) in [
            ("", "number"),
            ("plenty", "“plenty” is not a number"),
            ("-20k", "more than zero"),
            ("x40", "number"),
            ("2x", "number"),
            ("0x40", "keys per second are a number above 0"),
            ("1e308x40", "keys per second are a number above 0"),
            ("2x0", "“0” is not a number of tenants from 1 to 1000000"),
            ("2x2.5", "not a number of tenants"),
            ("2x1e9", "not a number of tenants"),
        ] {
            let problem = DemandInputs::read(Some(text)).unwrap_err();
            assert!(problem.contains(says), "{text}: {problem}");
        }
    }

    proptest! {
        #[test]
        fn every_demand_round_trips(keys_per_s in 1e-6f64..1e9, tenants in 1u32..=MAX_TENANTS, as_rate: bool) {
            let keys = DemandInputs::of_keys(keys_per_s, tenants).unwrap();
            let inputs = if as_rate { DemandInputs::of_rate(keys.needed()) } else { keys };
            prop_assert_eq!(DemandInputs::read(inputs.write().as_deref()), Ok(inputs));
        }

        #[test]
        fn every_authentication_round_trips(number in 0.0f64..1e6, tags: bool) {
            let authentication = match tags {
                true if number >= 1.0 => Authentication::TagsPerBlock(number as u32),
                _ => Authentication::Rate(number),
            };
            let written = write_authentication(authentication).unwrap_or_default();
            prop_assert_eq!(read_authentication(&written), Ok(authentication));
            prop_assert!(read_authentication(&authentication_text(authentication)).is_ok());
        }

        #[test]
        fn no_text_panics(text in "[a-z0-9.,-]{0,40}") {
            let _ = (DemandInputs::read(Some(&text)), read_authentication(&text));
        }
    }
}
