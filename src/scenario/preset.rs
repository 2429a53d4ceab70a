//! The figures of the paper, each with all its curves and with what the paper concludes from it.

use super::checked::Scenario;
use super::draft::{Problems, Settings, Value};
use super::link_address::View;
use super::params::Key;
use crate::link::fibre::Band;
use crate::sweep::{self, Outcome, Reach};
use Value::{Number, Word};

/// A figure of the paper.
#[derive(Debug)]
pub struct Figure {
    /// Its number in the paper; its name in links and on the command line.
    pub id: &'static str,
    /// What it varies.
    pub title: &'static str,
    /// What it shows along the fibre.
    pub view: View,
    /// Parameters of the whole figure that differ from the defaults.
    pub base: &'static [(Key, Value)],
    /// Its curves.
    pub curves: &'static [Curve],
    /// Bands in which each curve is drawn.
    pub bands: &'static [Band],
    /// What the paper concludes.
    pub claims: &'static [Claim],
}

/// A curve of a figure.
#[derive(Debug)]
pub struct Curve {
    /// What distinguishes it.
    pub label: &'static str,
    /// Parameters in which it differs from the figure.
    pub changes: &'static [(Key, Value)],
}

/// A conclusion of the paper and how it is checked.
#[derive(Debug)]
pub struct Claim {
    /// The conclusion, in our words.
    pub says: &'static str,
    check: fn(&Results) -> Option<Verdict>,
}

/// Whether a conclusion is borne out by the computed curves.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Whether it is.
    pub holds: bool,
    /// What was computed.
    pub found: String,
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

    /// The settings of the whole figure.
    pub fn settings(&self) -> Settings {
        Settings::default().with(self.base)
    }

    /// Every curve in every band, on top of these settings: index of the curve, band, scenario.
    ///
    /// # Errors
    /// The problems of the settings, by parameter.
    pub fn scenarios(&self, on: &Settings) -> Result<Vec<(usize, Band, Scenario)>, Problems> {
        let mut scenarios = Vec::new();
        for (index, curve) in self.curves.iter().enumerate() {
            for &band in self.bands {
                let settings = on.in_band(band).with(curve.changes);
                scenarios.push((index, band, Scenario::try_from(&settings)?));
            }
        }
        Ok(scenarios)
    }
}

impl Claim {
    /// Checks the claim against the curves of its figure; none if they are not all there.
    pub fn check(&self, curves: &[((usize, Band), &sweep::Curve)]) -> Option<Verdict> {
        (self.check)(&Results(curves))
    }
}

/// The computed curves of a figure, by index and band.
struct Results<'a>(&'a [((usize, Band), &'a sweep::Curve)]);

impl Results<'_> {
    fn curve(&self, index: usize, band: Band) -> Option<&sweep::Curve> {
        self.0.iter().find(|(id, _)| *id == (index, band)).map(|(_, curve)| *curve)
    }

    /// Reach in km; infinite where it is unlimited.
    fn reach(&self, index: usize, band: Band) -> Option<f64> {
        Some(self.curve(index, band)?.reach.km().unwrap_or(f64::INFINITY))
    }

    fn first(&self, index: usize, band: Band) -> Option<&Outcome> {
        self.curve(index, band)?.points.first()
    }

    fn last(&self, index: usize, band: Band) -> Option<&Outcome> {
        self.curve(index, band)?.points.last()
    }
}

/// Key rate at a distance between the points of a curve, bit/s; zero beyond its reach.
fn rate_at(curve: &sweep::Curve, length_km: f64) -> f64 {
    if matches!(curve.reach, Reach::UpTo(km) if length_km >= km) {
        return 0.0;
    }
    let right = curve.points.partition_point(|p| p.length_km < length_km).clamp(1, curve.points.len().max(2) - 1);
    let (Some(a), Some(b)) = (curve.points.get(right - 1), curve.points.get(right)) else { return 0.0 };
    let t = (length_km - a.length_km) / (b.length_km - a.length_km);
    a.signed_rate_bit_s + t * (b.signed_rate_bit_s - a.signed_rate_bit_s)
}

/// Shares of Raman scattering and of crosstalk in all noise.
fn shares(at: &Outcome) -> (f64, f64) {
    let noise = at.noise().map(|share| share.p);
    let all: f64 = noise.iter().sum();
    ((noise[0] + noise[1]) / all, (noise[2] + noise[3]) / all)
}

const BOTH: &[Band] = &[Band::C, Band::O];

const fn curve(label: &'static str, changes: &'static [(Key, Value)]) -> Curve {
    Curve { label, changes }
}

const BIT_RATES: &[Curve] = &[
    curve("1 Gbit/s", &[(Key::Bitrate, Number(1e9))]),
    curve("10 Gbit/s", &[(Key::Bitrate, Number(10e9))]),
    curve("50 Gbit/s", &[(Key::Bitrate, Number(50e9))]),
    curve("200 Gbit/s", &[(Key::Bitrate, Number(200e9))]),
    curve("1 Tbit/s", &[(Key::Bitrate, Number(1e12))]),
];

const ISOLATIONS: &[Curve] = &[
    curve("ζ = 1e-7", &[(Key::IsoFor, Number(1e-7)), (Key::IsoBack, Number(1e-7))]),
    curve("ζ = 1e-9", &[(Key::IsoFor, Number(1e-9)), (Key::IsoBack, Number(1e-9))]),
    curve("ζ = 1e-11", &[(Key::IsoFor, Number(1e-11)), (Key::IsoBack, Number(1e-11))]),
    curve("ζ = 1e-13", &[(Key::IsoFor, Number(1e-13)), (Key::IsoBack, Number(1e-13))]),
];

/// The figures of the paper that show curves, in its order.
pub static FIGURES: [Figure; 7] = [
    Figure {
        id: "6",
        title: "Key rate for five bit rates of the classical signals",
        view: View::Rate,
        base: &[],
        curves: BIT_RATES,
        bands: BOTH,
        claims: &[
            Claim {
                says: "With 10 Gbit/s the C band reaches up to 100 km, the O band about 60 km.",
                check: |r| {
                    let (c, o) = (r.reach(1, Band::C)?, r.reach(1, Band::O)?);
                    let holds = (95.0..=100.0).contains(&c) && (o - 60.0).abs() < 5.0;
                    Some(Verdict { holds, found: format!("{c:.1} km and {o:.1} km") })
                },
            },
            Claim {
                says: "Below 50 km there is key even with 1 Tbit/s beside it.",
                check: |r| {
                    let c = r.reach(4, Band::C)?;
                    Some(Verdict { holds: (45.0..=50.0).contains(&c), found: format!("up to {c:.1} km") })
                },
            },
            Claim {
                says: "The C band gives more key than the O band at every length.",
                check: |r| {
                    let mut worst = (f64::INFINITY, 0.0);
                    for index in 0..BIT_RATES.len() {
                        let (c, o) = (r.curve(index, Band::C)?, r.curve(index, Band::O)?);
                        // Without a fibre the two are the same.
                        for p in o.points.iter().filter(|p| p.length_km > 1.0 && p.signed_rate_bit_s > 0.0) {
                            let ratio = rate_at(c, p.length_km) / p.signed_rate_bit_s;
                            if ratio < worst.0 {
                                worst = (ratio, p.length_km);
                            }
                        }
                    }
                    let found =
                        format!("at least {:.2} times as much beyond 1 km (least at {:.0} km)", worst.0, worst.1);
                    Some(Verdict { holds: worst.0 > 1.0, found })
                },
            },
        ],
    },
    Figure {
        id: "7a",
        title: "Best bandwidth of the photons for the curves of Fig. 6",
        view: View::Bandwidth,
        base: &[],
        curves: BIT_RATES,
        bands: BOTH,
        claims: &[Claim {
            says: "The stronger the classical signals, the wider the best bandwidth.",
            check: |r| {
                let start: Option<Vec<f64>> =
                    (0..BIT_RATES.len()).map(|i| Some(r.first(i, Band::C)?.bandwidth_rad_s)).collect();
                let start = start?;
                let holds = start.windows(2).all(|pair| pair[0] < pair[1]);
                let (low, high) = (start[0] * 1e-9, start[BIT_RATES.len() - 1] * 1e-9);
                let found = format!("{low:.1} Grad/s at 1 Gbit/s to {high:.0} Grad/s at 1 Tbit/s, both at 0 km");
                Some(Verdict { holds, found })
            },
        }],
    },
    Figure {
        id: "7b",
        title: "Best detection window for the curves of Fig. 6",
        view: View::Window,
        base: &[],
        curves: BIT_RATES,
        bands: BOTH,
        claims: &[
            Claim {
                says: "With 10 Gbit/s a short fibre wants a window of about 200 ps.",
                check: |r| {
                    let ps = r.first(1, Band::C)?.window_s * 1e12;
                    Some(Verdict { holds: (ps - 200.0).abs() < 30.0, found: format!("{ps:.0} ps at 0 km") })
                },
            },
            Claim {
                says: "A very long fibre wants a window of single picoseconds.",
                check: |r| {
                    let ps = r.last(1, Band::C)?.window_s * 1e12;
                    let found =
                        format!("{ps:.1} ps at the reach, the shortest useful window behind a channel of 2π × 50 GHz");
                    Some(Verdict { holds: ps < 10.0, found })
                },
            },
        ],
    },
    Figure {
        id: "8",
        title: "Adapted, fixed and always open detection windows",
        view: View::Rate,
        base: &[],
        curves: &[
            curve("adapted", &[(Key::Window, Word("adapted"))]),
            curve("300 ps", &[(Key::Window, Number(300e-12))]),
            curve("open (1 ns)", &[(Key::Window, Word("open"))]),
        ],
        bands: BOTH,
        claims: &[
            Claim {
                says: "In the C band the adapted window reaches about 30 km further than 300 ps and 40 km further than open.",
                check: |r| {
                    let adapted = r.reach(0, Band::C)?;
                    let (fixed, open) = (adapted - r.reach(1, Band::C)?, adapted - r.reach(2, Band::C)?);
                    let holds = (fixed - 30.0).abs() < 5.0 && (open - 40.0).abs() < 5.0;
                    Some(Verdict { holds, found: format!("{fixed:.1} km and {open:.1} km further") })
                },
            },
            Claim {
                says: "Even with detectors always open the C band reaches beyond 50 km.",
                check: |r| {
                    let open = r.reach(2, Band::C)?;
                    Some(Verdict { holds: open > 50.0, found: format!("{open:.1} km") })
                },
            },
        ],
    },
    Figure {
        id: "9",
        title: "Best and worst Raman cross-section, with and without other noise",
        view: View::Rate,
        base: &[],
        curves: &[
            curve("ρ = 1.5e-9", &[(Key::Raman, Number(1.5e-9))]),
            curve("ρ = 5e-9", &[(Key::Raman, Number(5e-9))]),
            curve(
                "1.5e-9 alone",
                &[
                    (Key::Raman, Number(1.5e-9)),
                    (Key::IsoFor, Number(0.0)),
                    (Key::IsoBack, Number(0.0)),
                    (Key::Dark, Number(0.0)),
                ],
            ),
            curve(
                "5e-9 alone",
                &[
                    (Key::Raman, Number(5e-9)),
                    (Key::IsoFor, Number(0.0)),
                    (Key::IsoBack, Number(0.0)),
                    (Key::Dark, Number(0.0)),
                ],
            ),
        ],
        bands: &[Band::C],
        claims: &[
            Claim {
                says: "The worst cross-section costs only about 2 km of reach.",
                check: |r| {
                    let loss = r.reach(0, Band::C)? - r.reach(1, Band::C)?;
                    Some(Verdict { holds: (loss - 2.0).abs() < 0.5, found: format!("{loss:.2} km") })
                },
            },
            Claim {
                says: "Without crosstalk and dark counts it costs much more.",
                check: |r| {
                    let with = r.reach(0, Band::C)? - r.reach(1, Band::C)?;
                    let alone = r.reach(2, Band::C)? - r.reach(3, Band::C)?;
                    Some(Verdict { holds: alone > 3.0 * with, found: format!("{alone:.1} km") })
                },
            },
        ],
    },
    Figure {
        id: "10a",
        title: "Better isolation, with avalanche photodiodes",
        view: View::Rate,
        base: &[],
        curves: ISOLATIONS,
        bands: BOTH,
        claims: &[
            Claim {
                says: "Even with ζ = 1e-13 the O band, held back by dark counts, stays below the C band.",
                check: |r| {
                    let (c, o) = (r.reach(3, Band::C)?, r.reach(3, Band::O)?);
                    Some(Verdict { holds: o < c, found: format!("{o:.1} km against {c:.1} km") })
                },
            },
            Claim {
                says: "In the C band crosstalk is the main noise above ζ = 1e-9, Raman scattering below.",
                check: |r| {
                    let (worse, better) = (shares(r.last(0, Band::C)?), shares(r.last(2, Band::C)?));
                    let found = format!(
                        "at the reach crosstalk makes {:.0} % of the noise with ζ = 1e-7, Raman scattering {:.0} % with ζ = 1e-11",
                        100.0 * worse.1,
                        100.0 * better.0
                    );
                    Some(Verdict { holds: worse.1 > worse.0 && better.0 > better.1, found })
                },
            },
        ],
    },
    Figure {
        id: "10b",
        title: "Better isolation, with superconducting nanowires",
        view: View::Rate,
        base: &[(Key::Detector, Word("snspd"))],
        curves: ISOLATIONS,
        bands: BOTH,
        claims: &[Claim {
            says: "With ζ below 1e-12 the O band reaches further than the C band.",
            check: |r| {
                let (c, o) = (r.reach(3, Band::C)?, r.reach(3, Band::O)?);
                Some(Verdict { holds: o > c, found: format!("{o:.1} km against {c:.1} km with ζ = 1e-13") })
            },
        }],
    },
];
