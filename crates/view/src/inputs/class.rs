//! Which step of the class is open.

use crate::class::LESSONS;

/// Place in the class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The list of all steps.
    Overview,
    /// A step, counted from 0.
    Step(usize),
    /// A step that does not exist, as the address names it.
    Unknown(String),
}

impl Place {
    /// Reads the number of a step, counted from 1.
    ///
    /// ```
    /// use view::inputs::class::Place;
    /// assert_eq!(Place::read(Some("3")), Place::Step(2));
    /// assert_eq!(Place::read(None), Place::Overview);
    /// assert_eq!(Place::read(Some("0")), Place::Unknown("0".to_owned()));
    /// ```
    pub fn read(text: Option<&str>) -> Place {
        let Some(text) = text else { return Place::Overview };
        let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        number.filter(|step| *step < LESSONS.len()).map_or_else(|| Place::Unknown(text.to_owned()), Place::Step)
    }

    /// In an address.
    pub fn write(&self) -> Option<String> {
        match self {
            Place::Overview => None,
            Place::Step(step) => Some((step + 1).to_string()),
            Place::Unknown(text) => Some(text.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_a_place(text in proptest::option::of("\\PC{0,4}|[0-9]{1,3}")) {
            let place = Place::read(text.as_deref());
            prop_assert_eq!(Place::read(place.write().as_deref()), place);
        }
    }

    #[test]
    fn every_step_is_read_back() {
        for step in 0..LESSONS.len() {
            assert_eq!(Place::read(Place::Step(step).write().as_deref()), Place::Step(step));
        }
    }
}
