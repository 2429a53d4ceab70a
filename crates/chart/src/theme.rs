//! Colours of the chart.

use plotters::style::RGBColor;

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// For style sheets.
    pub fn css(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

impl From<Rgb> for RGBColor {
    fn from(Rgb(r, g, b): Rgb) -> RGBColor {
        RGBColor(r, g, b)
    }
}

/// Number of colours for pinned curves. With the colours of a figure and the user's own that is as many curves as the eye keeps apart on one
/// chart, which is why no more can be pinned.
pub const PIN_COLOURS: usize = 6;

/// Colours of a light or a dark page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Behind everything.
    pub paper: Rgb,
    /// Text that matters, and the cursor.
    pub ink: Rgb,
    /// Other text.
    pub quiet: Rgb,
    /// Lines of the grid.
    pub grid: Rgb,
    /// A curve of the user's own link, which belongs to no figure.
    pub own: Rgb,
    /// The curves of a figure, from cold to warm in the order of what is varied. Their lightness varies with their hue, so that
    /// they stay apart for colour-blind eyes and in print; all have a contrast of at least 3 to the paper (WCAG 2.2, 1.4.11).
    pub hues: [Rgb; 5],
    /// Pinned curves; they differ from all of the above.
    pub pins: [Rgb; PIN_COLOURS],
    /// The sources of noise, in the order of the noise budget: as areas behind text.
    pub noise: [Rgb; 10],
}

impl Theme {
    /// For a light page.
    pub const LIGHT: Theme = Theme {
        paper: Rgb(0xfd, 0xfd, 0xfb),
        ink: Rgb(0x1c, 0x21, 0x28),
        quiet: Rgb(0x57, 0x60, 0x6a),
        grid: Rgb(0xe6, 0xe7, 0xe3),
        own: Rgb(0x6b, 0x2f, 0x9e),
        hues: [
            Rgb(0x1f, 0x4e, 0xa1),
            Rgb(0x0d, 0x80, 0x8a),
            Rgb(0x4f, 0x82, 0x12),
            Rgb(0xb8, 0x72, 0x00),
            Rgb(0xb3, 0x26, 0x1e),
        ],
        pins: [
            Rgb(0xa0, 0x35, 0x6b),
            Rgb(0x5b, 0x5f, 0x00),
            Rgb(0x5a, 0x4f, 0xcf),
            Rgb(0x7a, 0x4a, 0x1e),
            Rgb(0x2f, 0x6f, 0x9f),
            Rgb(0x3d, 0x7d, 0x4f),
        ],
        noise: [
            Rgb(0xf4, 0xc6, 0xb4),
            Rgb(0xe8, 0xa0, 0x88),
            Rgb(0xbd, 0xd6, 0xf3),
            Rgb(0x8f, 0xb8, 0xe6),
            Rgb(0xd3, 0xd3, 0xcd),
            Rgb(0xe2, 0xd0, 0xf2),
            Rgb(0xcf, 0xe8, 0xcb),
            Rgb(0xf6, 0xe3, 0xa6),
            Rgb(0xc0, 0xe6, 0xe6),
            Rgb(0xe6, 0xcd, 0xd6),
        ],
    };

    /// For a dark page.
    pub const DARK: Theme = Theme {
        paper: Rgb(0x14, 0x17, 0x1b),
        ink: Rgb(0xe9, 0xea, 0xe6),
        quiet: Rgb(0x9f, 0xa8, 0xb2),
        grid: Rgb(0x2a, 0x2f, 0x36),
        own: Rgb(0xc8, 0x9b, 0xf2),
        hues: [
            Rgb(0x7a, 0xa8, 0xf5),
            Rgb(0x3f, 0xc4, 0xcc),
            Rgb(0x9c, 0xcc, 0x52),
            Rgb(0xf0, 0xb4, 0x4a),
            Rgb(0xf2, 0x7e, 0x6c),
        ],
        pins: [
            Rgb(0xf0, 0x8c, 0xc0),
            Rgb(0xcf, 0xd0, 0x5a),
            Rgb(0xb0, 0xa8, 0xff),
            Rgb(0xd9, 0xa0, 0x6b),
            Rgb(0x7c, 0xc4, 0xf0),
            Rgb(0x7f, 0xd6, 0x9a),
        ],
        noise: [
            Rgb(0x7a, 0x40, 0x2e),
            Rgb(0x93, 0x50, 0x3a),
            Rgb(0x2b, 0x4c, 0x78),
            Rgb(0x3b, 0x63, 0x97),
            Rgb(0x48, 0x4d, 0x53),
            Rgb(0x5d, 0x41, 0x7b),
            Rgb(0x35, 0x5a, 0x3a),
            Rgb(0x5f, 0x52, 0x1f),
            Rgb(0x2b, 0x58, 0x5a),
            Rgb(0x6e, 0x3a, 0x50),
        ],
    };
}

/// Contrast of two colours, WCAG 2.2.
pub(super) fn contrast(a: Rgb, b: Rgb) -> f64 {
    let luminance = |Rgb(r, g, b): Rgb| {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
    a.max(b) / a.min(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_can_be_read() {
        for theme in [Theme::LIGHT, Theme::DARK] {
            for hue in theme.hues.into_iter().chain(theme.pins).chain([theme.own]) {
                assert!(contrast(hue, theme.paper) >= 3.0, "{hue:?}");
            }
            assert!(theme.noise.into_iter().all(|area| contrast(theme.ink, area) >= 4.5));
            assert!(contrast(theme.ink, theme.paper) >= 7.0);
            assert!(contrast(theme.quiet, theme.paper) >= 4.5);
        }
    }
}
