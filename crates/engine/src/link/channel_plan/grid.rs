//! The frequency grid of dense wavelength division multiplexing, ITU-T G.694.1.

use crate::link::fibre::Band;
use crate::link::raman::SPEED_OF_LIGHT_M_S;
use crate::link::spectrum::Wavelength;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Frequency of slot 0, GHz. Source: ITU-T G.694.1.
const ANCHOR_GHZ: i32 = 193_100;

/// Distance of two slots of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Spacing {
    /// 50 GHz.
    Ghz50,
    /// 100 GHz, the paper's.
    #[default]
    Ghz100,
    /// 200 GHz.
    Ghz200,
}

impl Spacing {
    /// All, the finest first.
    pub const ALL: [Spacing; 3] = [Spacing::Ghz50, Spacing::Ghz100, Spacing::Ghz200];

    /// The distance, GHz.
    pub const fn ghz(self) -> i32 {
        match self {
            Spacing::Ghz50 => 50,
            Spacing::Ghz100 => 100,
            Spacing::Ghz200 => 200,
        }
    }

    /// The slots whose centre lies in a band, by rising wavelength.
    ///
    /// ```
    /// use engine::link::channel_plan::Spacing;
    /// use engine::link::fibre::Band;
    /// let slots: Vec<String> = Spacing::Ghz100.slots(Band::C).map(|slot| slot.to_string()).collect();
    /// assert_eq!((slots.len(), slots[0].as_str(), slots[43].as_str()), (44, "C59", "C16"));
    /// ```
    pub fn slots(self, band: Band) -> impl Iterator<Item = Slot> {
        let (from_nm, to_nm) = extent_nm(band);
        let last = Slot::around(self, to_nm).n - 1;
        let first = Slot::around(self, from_nm).n + 1;
        let inside = move |slot: &Slot| (from_nm..=to_nm).contains(&slot.wavelength_nm());
        (last..=first).rev().map(move |n| Slot { spacing: self, n }).filter(inside)
    }
}

/// First and last wavelength of a band, nm. Source: ITU-T G-series Supplement 39.
///
/// ```
/// use engine::link::channel_plan::extent_nm;
/// use engine::link::fibre::Band;
/// assert_eq!(extent_nm(Band::C), (1530.0, 1565.0));
/// ```
pub const fn extent_nm(band: Band) -> (f64, f64) {
    match band {
        Band::C => (1530.0, 1565.0),
        Band::O => (1260.0, 1360.0),
    }
}

/// A slot of the grid: a channel that a multiplexer can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Spacing, i32)", into = "(Spacing, i32)")]
pub struct Slot {
    spacing: Spacing,
    n: i32,
}

/// A number that belongs to no slot between 1100 and 2000 nm.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {} GHz grid has no slot {n} between 1100 and 2000 nm", spacing.ghz())]
pub struct NoSuchSlot {
    /// Distance of the slots.
    pub spacing: Spacing,
    /// The number.
    pub n: i32,
}

impl Slot {
    /// Slot `n` of a grid.
    ///
    /// # Errors
    /// [`NoSuchSlot`] outside 1100 to 2000 nm, where no fibre link works.
    pub fn new(spacing: Spacing, n: i32) -> Result<Slot, NoSuchSlot> {
        let slot = Slot { spacing, n };
        // In this order: a frequency of a number beyond ±10 000 could overflow.
        let exists = (-10_000..=10_000).contains(&n) && (1100.0..=2000.0).contains(&slot.wavelength_nm());
        if exists { Ok(slot) } else { Err(NoSuchSlot { spacing, n }) }
    }

    /// The slot whose centre is nearest to a wavelength.
    ///
    /// ```
    /// use engine::link::channel_plan::{Slot, Spacing};
    /// // Data sheets round wavelengths to 0.01 nm.
    /// let slot = Slot::nearest(Spacing::Ghz100, 1551.72.try_into().unwrap());
    /// assert_eq!((slot.n(), slot.frequency_thz(), slot.to_string().as_str()), (1, 193.2, "C32"));
    /// assert!((slot.wavelength_nm() - 1551.7208).abs() < 1e-4);
    /// ```
    pub fn nearest(spacing: Spacing, wavelength: Wavelength) -> Slot {
        Slot::around(spacing, wavelength.nm())
    }

    /// As [`Slot::nearest`], for a number that is known to be a wavelength of a fibre link.
    pub(super) fn around(spacing: Spacing, wavelength_nm: f64) -> Slot {
        let ghz = SPEED_OF_LIGHT_M_S / wavelength_nm - f64::from(ANCHOR_GHZ);
        Slot { spacing, n: (ghz / f64::from(spacing.ghz())).round() as i32 }
    }

    /// The slot with a channel number as multiplexers carry it: `C32` at 190 THz + 32 × 100 GHz, `H32` 50 GHz above it.
    /// None if it is not a number from 1 to 72.
    ///
    /// ```
    /// use engine::link::channel_plan::Slot;
    /// assert_eq!(Slot::named("H32").unwrap().frequency_thz(), 193.25);
    /// assert_eq!(Slot::named("C99"), None);
    /// ```
    pub fn named(name: &str) -> Option<Slot> {
        let (half, digits) = match name.split_at_checked(1)? {
            ("C" | "c", digits) => (0, digits),
            ("H" | "h", digits) => (1, digits),
            _ => return None,
        };
        let number: i32 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
        let hundreds = (1..=72).contains(&number).then_some(number - 31)?;
        Some(if half == 0 {
            Slot { spacing: Spacing::Ghz100, n: hundreds }
        } else {
            Slot { spacing: Spacing::Ghz50, n: 2 * hundreds + 1 }
        })
    }

    /// Number n of the slot.
    pub const fn n(self) -> i32 {
        self.n
    }

    /// The grid it belongs to.
    pub const fn spacing(self) -> Spacing {
        self.spacing
    }

    /// Centre frequency, GHz.
    const fn ghz(self) -> i32 {
        ANCHOR_GHZ + self.n * self.spacing.ghz()
    }

    /// Centre frequency, THz.
    ///
    /// $$ f = 193.1\ \mathrm{THz} + n\,\Delta f $$
    /// Δf the spacing. Source: ITU-T G.694.1, section 6.
    pub fn frequency_thz(self) -> f64 {
        f64::from(self.ghz()) / 1e3
    }

    /// Centre wavelength in vacuum, c/f, nm.
    pub fn wavelength_nm(self) -> f64 {
        SPEED_OF_LIGHT_M_S / f64::from(self.ghz())
    }
}

impl fmt::Display for Slot {
    /// The channel number of multiplexers, or the frequency where there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let above = self.ghz() - 190_000;
        match (above.div_euclid(100), above.rem_euclid(100)) {
            (number @ 1..=72, 0) => write!(f, "C{number}"),
            (number @ 1..=72, 50) => write!(f, "H{number}"),
            _ => write!(f, "{} THz", self.frequency_thz()),
        }
    }
}

impl TryFrom<(Spacing, i32)> for Slot {
    type Error = NoSuchSlot;
    fn try_from((spacing, n): (Spacing, i32)) -> Result<Slot, NoSuchSlot> {
        Slot::new(spacing, n)
    }
}

impl From<Slot> for (Spacing, i32) {
    fn from(slot: Slot) -> (Spacing, i32) {
        (slot.spacing, slot.n)
    }
}
