//! The figures of the paper, each with all its curves.

use super::checked::Scenario;
use super::params::Key;
use super::settings::Settings;
use super::value::{Problems, Value};
use crate::link::fibre::Band;
use Value::{Number, Word};

/// Quantity that the chart shows along the fibre.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    /// Secret key rate.
    Rate,
    /// QBER.
    Qber,
    /// Optimal bandwidth σ.
    Bandwidth,
    /// Detection window τ.
    Window,
    /// Fractions of the sources of noise, for the current link.
    Noise,
}

impl View {
    /// All, in the order in which they are shown.
    pub const ALL: [View; 5] = [View::Rate, View::Qber, View::Bandwidth, View::Window, View::Noise];

    /// Name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            View::Rate => "rate",
            View::Qber => "qber",
            View::Bandwidth => "bandwidth",
            View::Window => "window",
            View::Noise => "noise",
        }
    }

    /// Name on the page.
    pub const fn title(self) -> &'static str {
        match self {
            View::Rate => "Key rate",
            View::Qber => "QBER",
            View::Bandwidth => "Bandwidth σ",
            View::Window => "Window τ",
            View::Noise => "Noise budget",
        }
    }
}

/// A figure of the paper.
#[derive(Debug)]
pub struct Figure {
    /// Its number in the paper; its name in links and on the command line.
    pub id: &'static str,
    /// Title: the parameter that it varies.
    pub title: &'static str,
    /// Quantity along the fibre.
    pub view: View,
    /// Parameters of the whole figure that differ from the defaults.
    pub base: &'static [(Key, Value)],
    /// Its curves.
    pub curves: &'static [FigureCurve],
    /// Bands in which each curve is drawn.
    pub bands: &'static [Band],
}

/// A curve of a figure.
#[derive(Debug)]
pub struct FigureCurve {
    /// Label: the value that distinguishes it.
    pub label: &'static str,
    /// Parameters in which it differs from the figure.
    pub changes: &'static [(Key, Value)],
    /// Number of its colour.
    pub hue: usize,
    /// Whether it is dashed in every band; elsewhere the O band is.
    pub dashed: bool,
}

impl PartialEq for Figure {
    fn eq(&self, other: &Figure) -> bool {
        self.id == other.id
    }
}

impl Figure {
    /// The figure of this number.
    pub fn named(id: &str) -> Option<&'static Figure> {
        FIGURES.iter().find(|figure| figure.id.eq_ignore_ascii_case(id))
    }

    /// The settings of the whole figure: the model of the paper, and what the figure has besides.
    pub fn settings(&self) -> Settings {
        Settings::default().with(&PAPERS_MODEL).with(self.base)
    }

    /// Every curve in every band, on top of these settings: index of the curve, band, scenario.
    ///
    /// # Errors
    /// The problems of the settings, by parameter.
    pub fn scenarios(&self, on: &Settings) -> Result<Vec<(usize, Band, Scenario)>, Problems> {
        let mut scenarios = Vec::new();
        for index in 0..self.curves.len() {
            for &band in self.bands {
                scenarios.push((index, band, Scenario::try_from(&self.span(on, index, band))?));
            }
        }
        Ok(scenarios)
    }

    /// The settings of one of its curves in this band, on top of these settings.
    pub fn span(&self, on: &Settings, index: usize, band: Band) -> Settings {
        on.in_band(band).with(self.curves.get(index).map_or(&[][..], |curve| curve.changes))
    }
}

/// The simplifications of the paper, where a link as it is needs more: with these, and the defaults of the rest, everything is as the
/// paper has it.
pub const PAPERS_MODEL: [(Key, Value); 2] = [(Key::AlphaClassical, Word("paper")), (Key::Overlap, Word("ignored"))];

/// The paper lets a key block take any time.
pub(super) const NO_BLOCK_LIMIT: (Key, Value) = (Key::BlockLimit, Word("none"));

const BOTH: &[Band] = &[Band::C, Band::O];

const fn curve(label: &'static str, hue: usize, changes: &'static [(Key, Value)]) -> FigureCurve {
    FigureCurve { label, changes, hue, dashed: false }
}

const fn dashed(label: &'static str, hue: usize, changes: &'static [(Key, Value)]) -> FigureCurve {
    FigureCurve { label, changes, hue, dashed: true }
}

pub(crate) const BIT_RATES: &[FigureCurve] = &[
    curve("1 Gbit/s", 0, &[(Key::Bitrate, Number(1e9))]),
    curve("10 Gbit/s", 1, &[(Key::Bitrate, Number(10e9))]),
    curve("50 Gbit/s", 2, &[(Key::Bitrate, Number(50e9))]),
    curve("200 Gbit/s", 3, &[(Key::Bitrate, Number(200e9))]),
    curve("1 Tbit/s", 4, &[(Key::Bitrate, Number(1e12))]),
];

const ISOLATIONS: &[FigureCurve] = &[
    curve("ζ = 1e-7", 0, &[(Key::IsoFor, Number(1e-7)), (Key::IsoBack, Number(1e-7))]),
    curve("ζ = 1e-9", 1, &[(Key::IsoFor, Number(1e-9)), (Key::IsoBack, Number(1e-9))]),
    curve("ζ = 1e-11", 2, &[(Key::IsoFor, Number(1e-11)), (Key::IsoBack, Number(1e-11))]),
    curve("ζ = 1e-13", 4, &[(Key::IsoFor, Number(1e-13)), (Key::IsoBack, Number(1e-13))]),
];

/// The figures of the paper that show curves, in its order.
pub static FIGURES: [Figure; 9] = [
    Figure {
        id: "6",
        title: "Key rate for five bit rates of the classical signals",
        view: View::Rate,
        base: &[],
        curves: BIT_RATES,
        bands: BOTH,
    },
    Figure {
        id: "7a",
        title: "Optimal bandwidth of the photons for the curves of Fig. 6",
        view: View::Bandwidth,
        base: &[],
        curves: BIT_RATES,
        bands: BOTH,
    },
    Figure {
        id: "7b",
        title: "Optimal detection window for the curves of Fig. 6",
        view: View::Window,
        base: &[],
        curves: BIT_RATES,
        bands: BOTH,
    },
    Figure {
        id: "8",
        title: "Detection windows of fixed fraction, fixed width, and always open",
        view: View::Rate,
        base: &[],
        curves: &[
            curve("fixed fraction", 0, &[(Key::Window, Word("fixed"))]),
            curve("300 ps", 2, &[(Key::Window, Number(300e-12))]),
            curve("open (1 ns)", 4, &[(Key::Window, Word("open"))]),
        ],
        bands: BOTH,
    },
    Figure {
        id: "9",
        title: "Best and worst Raman cross-section, with and without other noise",
        view: View::Rate,
        base: &[],
        curves: &[
            curve("ρ = 1.5e-9", 1, &[(Key::Raman, Number(1.5e-9))]),
            dashed("ρ = 5e-9", 1, &[(Key::Raman, Number(5e-9))]),
            curve(
                "1.5e-9 alone",
                0,
                &[
                    (Key::Raman, Number(1.5e-9)),
                    (Key::IsoFor, Number(0.0)),
                    (Key::IsoBack, Number(0.0)),
                    (Key::Dark, Number(0.0)),
                ],
            ),
            dashed(
                "5e-9 alone",
                0,
                &[
                    (Key::Raman, Number(5e-9)),
                    (Key::IsoFor, Number(0.0)),
                    (Key::IsoBack, Number(0.0)),
                    (Key::Dark, Number(0.0)),
                ],
            ),
        ],
        bands: &[Band::C],
    },
    Figure {
        id: "10a",
        title: "Better isolation, with avalanche photodiodes",
        view: View::Rate,
        base: &[],
        curves: ISOLATIONS,
        bands: BOTH,
    },
    Figure {
        id: "10b",
        title: "Better isolation, with superconducting nanowires",
        view: View::Rate,
        base: &[(Key::Detector, Word("snspd"))],
        curves: ISOLATIONS,
        bands: BOTH,
    },
    Figure {
        id: "11",
        title: "Finite keys, from an ideal source and from laser pulses with decoys",
        view: View::Rate,
        base: &[(Key::Bitrate, Number(50e9)), (Key::KeyLength, Word("finite")), NO_BLOCK_LIMIT],
        curves: &[
            curve("N = 1e7", 0, &[SINGLE, (Key::Events, Number(1e7))]),
            curve("N = 1e8", 1, &[SINGLE, (Key::Events, Number(1e8))]),
            curve("N = 1e9", 2, &[SINGLE, (Key::Events, Number(1e9))]),
            curve("N = 1e10", 3, &[SINGLE, (Key::Events, Number(1e10))]),
            curve("N = 1e11", 4, &[SINGLE, (Key::Events, Number(1e11))]),
            dashed("laser, N = 1e7", 0, &[LASER, PAPERS_DECOYS, (Key::Events, Number(1e7))]),
            dashed("laser, N = 1e8", 1, &[LASER, PAPERS_DECOYS, (Key::Events, Number(1e8))]),
            dashed("laser, N = 1e9", 2, &[LASER, PAPERS_DECOYS, (Key::Events, Number(1e9))]),
            dashed("laser, N = 1e10", 3, &[LASER, PAPERS_DECOYS, (Key::Events, Number(1e10))]),
            dashed("laser, N = 1e11", 4, &[LASER, PAPERS_DECOYS, (Key::Events, Number(1e11))]),
        ],
        bands: &[Band::C],
    },
    Figure {
        id: "12",
        title: "Misalignment, with a finite key (the paper prints no N: 1e10 here)",
        view: View::Rate,
        base: &[(Key::KeyLength, Word("finite")), NO_BLOCK_LIMIT],
        curves: &[
            curve("ζ = 0", 0, &[(Key::Misalign, Number(0.0))]),
            curve("ζ = 0.02", 1, &[(Key::Misalign, Number(0.02))]),
            curve("ζ = 0.04", 2, &[(Key::Misalign, Number(0.04))]),
            curve("ζ = 0.06", 3, &[(Key::Misalign, Number(0.06))]),
            curve("ζ = 0.08", 4, &[(Key::Misalign, Number(0.08))]),
        ],
        bands: BOTH,
    },
];

const SINGLE: (Key, Value) = (Key::Source, Word("single"));
const LASER: (Key, Value) = (Key::Source, Word("wcp"));
const PAPERS_DECOYS: (Key, Value) = (Key::Analysis, Word("vacuum_weak"));
