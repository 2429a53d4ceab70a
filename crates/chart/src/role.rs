//! Roles of lines and points, and their colours.

use super::theme::{Rgb, Theme};

/// Role of a line or a cloud of points, which decides on its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeriesRole {
    /// Measured values, in the colour of the text.
    Measured,
    /// The most important of the series compared with them.
    Main,
    /// One of several, by number; consecutive numbers differ much in hue, and after eleven the colours repeat.
    Other(usize),
}

/// The figures' hues, in an order in which neighbours differ much.
const ORDER: [usize; 5] = [0, 4, 2, 3, 1];

impl SeriesRole {
    /// Its colour.
    ///
    /// ```
    /// use chart::{SeriesRole, Theme};
    /// assert_eq!(SeriesRole::Measured.colour(&Theme::DARK), Theme::DARK.ink);
    /// assert_eq!(SeriesRole::Other(0).colour(&Theme::LIGHT).css(), "#1f4ea1");
    /// ```
    pub fn colour(self, theme: &Theme) -> Rgb {
        match self {
            SeriesRole::Measured => theme.ink,
            SeriesRole::Main => theme.own,
            SeriesRole::Other(number) => {
                let number = number % (ORDER.len() + theme.pins.len());
                ORDER.get(number).map_or_else(|| theme.pins[number - ORDER.len()], |&hue| theme.hues[hue])
            }
        }
    }
}

/// A colour of this opacity on paper.
pub(super) fn thin(colour: Rgb, opacity: f64, paper: Rgb) -> Rgb {
    let mix = |a: u8, b: u8| (f64::from(b) + opacity * (f64::from(a) - f64::from(b))).round() as u8;
    Rgb(mix(colour.0, paper.0), mix(colour.1, paper.1), mix(colour.2, paper.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eleven_are_distinct() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            let all: Vec<_> = (0..11)
                .map(SeriesRole::Other)
                .chain([SeriesRole::Measured, SeriesRole::Main])
                .map(|r| r.colour(&theme))
                .collect();
            assert!(all.iter().enumerate().all(|(i, colour)| !all[..i].contains(colour)));
            assert_eq!(SeriesRole::Other(11).colour(&theme), all[0]);
        }
    }

    #[test]
    fn thin_colours_lie_between() {
        let (ink, paper) = (Rgb(0, 100, 200), Rgb(100, 200, 0));
        assert_eq!([0.0, 0.5, 1.0].map(|part| thin(ink, part, paper)), [paper, Rgb(50, 150, 100), ink]);
    }
}
