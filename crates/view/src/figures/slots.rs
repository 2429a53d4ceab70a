//! An axis of equally wide slots of the grid, in the order of wavelength.

use chart::Axis;
use engine::link::channel_plan::{Slot, Spacing};
use engine::link::fibre::Band;
use engine::link::raman::SPEED_OF_LIGHT_M_S;

/// The slots of a band side by side. Places on it run from 0, where the first slot begins, to 1, where the last one ends.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotAxis {
    slots: Vec<Slot>,
    band: Band,
    first_thz: f64,
    step_thz: f64,
}

impl SlotAxis {
    /// The slots of this band.
    ///
    /// ```
    /// use view::figures::SlotAxis;
    /// use engine::link::channel_plan::Spacing;
    /// use engine::link::fibre::Band;
    /// let axis = SlotAxis::new(Spacing::Ghz100, Band::C);
    /// assert_eq!(axis.at(0.0).unwrap().to_string(), "C59");
    /// assert_eq!(axis.at(axis.place(1550.1)).unwrap().to_string(), "C34");
    /// ```
    pub fn new(spacing: Spacing, band: Band) -> SlotAxis {
        let slots: Vec<Slot> = spacing.slots(band).collect();
        let first_thz = slots.first().map_or(0.0, |slot| slot.frequency_thz());
        SlotAxis { slots, band, first_thz, step_thz: f64::from(spacing.ghz()) / 1e3 }
    }

    /// The slots.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// Place of a wavelength \[nm\]: below 0 or above 1 for one outside of the slots.
    pub fn place(&self, wavelength_nm: f64) -> f64 {
        let behind_first = (self.first_thz - thz(wavelength_nm)) / self.step_thz;
        (behind_first + 0.5) / self.slots.len() as f64
    }

    /// The slot at a place; `None` outside.
    pub fn at(&self, place: f64) -> Option<Slot> {
        let index = (place * self.slots.len() as f64).floor();
        if index >= 0.0 { self.slots.get(index as usize).copied() } else { None }
    }

    /// The slot that is nearest to a place.
    pub fn nearest(&self, place: f64) -> Option<Slot> {
        self.at(place).or(if place < 0.0 { self.slots.first().copied() } else { self.slots.last().copied() })
    }

    /// Number of a slot from the left; `None` outside.
    pub fn index(&self, slot: Slot) -> Option<usize> {
        self.slots.iter().position(|one| *one == slot)
    }

    /// Names of some slots, or their frequencies in THz where they have no name, with their places; few enough to be legible even where a
    /// slot is only some pixels wide.
    pub fn names(&self) -> Vec<(f64, String)> {
        let every = if self.band == Band::O { 2.0 } else { 0.5 };
        let is_round = |slot: &&Slot| (slot.frequency_thz() / every).fract().abs() < 1e-9;
        let named = self.slots.iter().filter(is_round);
        named.map(|slot| (self.place(slot.wavelength_nm()), slot.to_string())).collect()
    }

    /// Round wavelengths, nm, with their places.
    pub fn wavelengths(&self) -> Vec<(f64, String)> {
        let step = if self.band == Band::O { 10 } else { 5 };
        let round = (1200..=1820).filter(|nm| nm % step == 0).map(|nm| (self.place(f64::from(nm)), nm.to_string()));
        round.filter(|(place, _)| (0.0..=1.0).contains(place)).collect()
    }
}

/// Frequency of light, THz.
fn thz(wavelength_nm: f64) -> f64 {
    SPEED_OF_LIGHT_M_S * 1e-3 / wavelength_nm
}

/// A logarithmic axis of whole decades that holds these values, at least three decades and at most five; the smallest values may
/// lie below it. Values that are not positive are ignored.
///
/// ```
/// use view::figures::decades;
/// assert_eq!(decades([3.5e5, 1.1e7, 0.0]), chart::Axis::log(1e5, 1e8));
/// ```
pub fn decades(values: impl IntoIterator<Item = f64>) -> Axis {
    let exponents = values.into_iter().filter(|x| *x > 0.0 && x.is_finite()).map(f64::log10);
    let (low, high) = exponents.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), x| (low.min(x), high.max(x)));
    if low > high {
        return Axis::log(1.0, 1e3);
    }
    // A value on a decade gets some room above it.
    let high = (high + 0.05).ceil() as i32;
    let low = (low.floor() as i32).clamp(high - 5, high - 3);
    Axis::log(10f64.powi(low), 10f64.powi(high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::link::channel_plan::extent_nm;
    use proptest::prelude::*;

    #[test]
    fn every_slot_is_found_where_it_is_placed() {
        for (spacing, band) in Spacing::ALL.into_iter().flat_map(|spacing| Band::ALL.map(|band| (spacing, band))) {
            let axis = SlotAxis::new(spacing, band);
            let count = axis.slots().len() as f64;
            for (i, slot) in axis.slots().iter().enumerate() {
                let place = axis.place(slot.wavelength_nm());
                assert!((place - (i as f64 + 0.5) / count).abs() < 1e-9, "{slot}");
                assert_eq!((axis.at(place), axis.index(*slot)), (Some(*slot), Some(i)));
            }
            assert_eq!((axis.at(-1e-9), axis.at(1.0), axis.at(f64::NAN)), (None, None, None));
            assert_eq!(axis.nearest(-1.0), axis.slots().first().copied());
            assert_eq!(axis.nearest(7.0), axis.slots().last().copied());
        }
    }

    #[test]
    fn axis_titles() {
        let text = |labels: Vec<(f64, String)>| {
            labels.into_iter().map(|(place, label)| format!("{label} {place:.3}")).collect::<Vec<_>>().join(", ")
        };
        let all = Band::ALL.into_iter().flat_map(|band| {
            Spacing::ALL.map(|spacing| {
                let axis = SlotAxis::new(spacing, band);
                format!("{}\n  {}", text(axis.names()), text(axis.wavelengths()))
            })
        });
        insta::assert_snapshot!(all.collect::<Vec<_>>().join("\n"));
    }

    proptest! {
        #[test]
        fn longer_wavelengths_lie_to_the_right(share in 0.0f64..1.0, more in 0.001f64..1.0) {
            for band in Band::ALL {
                let (low, high) = extent_nm(band);
                let axis = SlotAxis::new(Spacing::Ghz50, band);
                let nm = |share: f64| low + share * (high - low);
                prop_assert!(axis.place(nm(share)) < axis.place(nm(share + more)));
            }
        }

        #[test]
        fn decades_hold_the_largest_value(values in prop::collection::vec(prop_oneof![Just(0.0), 1e-20f64..1e20, Just(f64::INFINITY)], 0..6)) {
            let axis = decades(values.iter().copied());
            prop_assert!((1e3 - 1.0..1e5 * 1.001).contains(&(axis.high / axis.low)));
            for value in values.into_iter().filter(|x| x.is_finite()) {
                prop_assert!(value < axis.high);
            }
        }
    }
}
