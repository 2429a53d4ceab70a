//! The figures of the paper, each with all its curves and with what the paper concludes from it.

use super::checked::Scenario;
use super::claim::{Claim, Verdict, rate_at, shares};
use super::draft::{Problems, Settings, Value};
use super::link_address::View;
use super::params::Key;
use crate::link::fibre::Band;
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

const BOTH: &[Band] = &[Band::C, Band::O];

const fn curve(label: &'static str, hue: usize, changes: &'static [(Key, Value)]) -> Curve {
    Curve { label, changes, hue, dashed: false }
}

const fn dashed(label: &'static str, hue: usize, changes: &'static [(Key, Value)]) -> Curve {
    Curve { label, changes, hue, dashed: true }
}

const BIT_RATES: &[Curve] = &[
    curve("1 Gbit/s", 0, &[(Key::Bitrate, Number(1e9))]),
    curve("10 Gbit/s", 1, &[(Key::Bitrate, Number(10e9))]),
    curve("50 Gbit/s", 2, &[(Key::Bitrate, Number(50e9))]),
    curve("200 Gbit/s", 3, &[(Key::Bitrate, Number(200e9))]),
    curve("1 Tbit/s", 4, &[(Key::Bitrate, Number(1e12))]),
];

const ISOLATIONS: &[Curve] = &[
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
        claims: &[
            Claim {
                says: "With 10 Gbit/s the C band reaches up to 100 km, the O band about 60 km.",
                check: |r| {
                    let (c, o) = (r.reach(1, Band::C)?, r.reach(1, Band::O)?);
                    let holds = (95.0..=100.0).contains(&c) && (o - 60.0).abs() < 5.0;
                    Some(Verdict::new(holds, format!("{c:.1} km and {o:.1} km")))
                },
            },
            Claim {
                says: "Below 50 km there is key even with 1 Tbit/s beside it.",
                check: |r| {
                    let c = r.reach(4, Band::C)?;
                    Some(Verdict::new((45.0..=50.0).contains(&c), format!("up to {c:.1} km")))
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
                    Some(Verdict::new(worst.0 > 1.0, found))
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
                Some(Verdict::new(holds, found))
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
                    Some(Verdict::new((ps - 200.0).abs() < 30.0, format!("{ps:.0} ps at 0 km")))
                },
            },
            Claim {
                says: "A very long fibre wants a window of single picoseconds.",
                check: |r| {
                    let ps = r.last(1, Band::C)?.window_s * 1e12;
                    let found = format!("{ps:.1} ps at the reach");
                    Some(Verdict::new(ps < 10.0, found).because(
                        "behind a channel of 2π × 50 GHz a pulse is never so short: the QBER is least where σ is near σ_f, and there 99 % need 16.4 ps",
                    ))
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
            curve("adapted", 0, &[(Key::Window, Word("adapted"))]),
            curve("300 ps", 2, &[(Key::Window, Number(300e-12))]),
            curve("open (1 ns)", 4, &[(Key::Window, Word("open"))]),
        ],
        bands: BOTH,
        claims: &[
            Claim {
                says: "In the C band the adapted window reaches about 30 km further than 300 ps and 40 km further than open.",
                check: |r| {
                    let adapted = r.reach(0, Band::C)?;
                    let (fixed, open) = (adapted - r.reach(1, Band::C)?, adapted - r.reach(2, Band::C)?);
                    let holds = (fixed - 30.0).abs() < 5.0 && (open - 40.0).abs() < 5.0;
                    Some(Verdict::new(holds, format!("{fixed:.1} km and {open:.1} km further")))
                },
            },
            Claim {
                says: "Even with detectors always open the C band reaches beyond 50 km.",
                check: |r| {
                    let open = r.reach(2, Band::C)?;
                    Some(Verdict::new(open > 50.0, format!("{open:.1} km")))
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
        claims: &[
            Claim {
                says: "The worst cross-section costs only about 2 km of reach.",
                check: |r| {
                    let loss = r.reach(0, Band::C)? - r.reach(1, Band::C)?;
                    Some(Verdict::new((loss - 2.0).abs() < 0.5, format!("{loss:.2} km")))
                },
            },
            Claim {
                says: "Without crosstalk and dark counts it costs much more.",
                check: |r| {
                    let with = r.reach(0, Band::C)? - r.reach(1, Band::C)?;
                    let alone = r.reach(2, Band::C)? - r.reach(3, Band::C)?;
                    Some(Verdict::new(alone > 3.0 * with, format!("{alone:.1} km")))
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
                    Some(Verdict::new(o < c, format!("{o:.1} km against {c:.1} km")))
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
                    Some(Verdict::new(worse.1 > worse.0 && better.0 > better.1, found))
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
                Some(Verdict::new(o > c, format!("{o:.1} km against {c:.1} km with ζ = 1e-13")))
            },
        }],
    },
    Figure {
        id: "11",
        title: "Finite keys, from an ideal source and from laser pulses with decoys",
        view: View::Rate,
        base: &[(Key::Bitrate, Number(50e9)), (Key::KeyLength, Word("finite"))],
        curves: &[
            curve("N = 1e7", 0, &[SINGLE, (Key::Events, Number(1e7))]),
            curve("N = 1e8", 1, &[SINGLE, (Key::Events, Number(1e8))]),
            curve("N = 1e9", 2, &[SINGLE, (Key::Events, Number(1e9))]),
            curve("N = 1e10", 3, &[SINGLE, (Key::Events, Number(1e10))]),
            curve("N = 1e11", 4, &[SINGLE, (Key::Events, Number(1e11))]),
            dashed("laser, N = 1e7", 0, &[LASER, (Key::Events, Number(1e7))]),
            dashed("laser, N = 1e8", 1, &[LASER, (Key::Events, Number(1e8))]),
            dashed("laser, N = 1e9", 2, &[LASER, (Key::Events, Number(1e9))]),
            dashed("laser, N = 1e10", 3, &[LASER, (Key::Events, Number(1e10))]),
            dashed("laser, N = 1e11", 4, &[LASER, (Key::Events, Number(1e11))]),
        ],
        bands: &[Band::C],
        claims: &[
            Claim {
                says: "With an ideal source a key from more than 1e8 detections loses nothing that matters.",
                check: |r| {
                    let (short, long) = (r.reach(1, Band::C)?, r.reach(4, Band::C)?);
                    let found = format!("reach {short:.2} km with 1e8 and {long:.2} km with 1e11");
                    Some(Verdict::new((long - short).abs() < 0.5, found))
                },
            },
            Claim {
                says: "With laser pulses the same holds from 1e10 on.",
                check: |r| {
                    let (short, long) = (r.reach(8, Band::C)?, r.reach(9, Band::C)?);
                    let found = format!("reach {short:.2} km with 1e10 and {long:.2} km with 1e11");
                    Some(Verdict::new((long - short).abs() < 0.5, found))
                },
            },
            Claim {
                says: "From 1e10 detections on laser pulses reach at most 20 km less than an ideal source.",
                check: |r| {
                    let loss = r.reach(3, Band::C)? - r.reach(8, Band::C)?;
                    Some(Verdict::new((0.0..=20.0).contains(&loss), format!("{loss:.1} km less with 1e10")))
                },
            },
            Claim {
                says: "At short and medium distances an ideal source gives about ten times the key of laser pulses.",
                check: |r| {
                    let at = |km| Some(rate_at(r.curve(3, Band::C)?, km) / rate_at(r.curve(8, Band::C)?, km));
                    let (near, far): (f64, f64) = (at(10.0)?, at(50.0)?);
                    let found = format!("{near:.1} times at 10 km, {far:.1} times at 50 km, with 1e10");
                    let holds = near > 5.0 && far > 5.0;
                    Some(Verdict::new(holds, found).because(
                        "the paper takes its decoy bounds from a simplified analysis (its reference 24) whose formulas it does not print; here stand those of Ma et al. (2005)",
                    ))
                },
            },
        ],
    },
    Figure {
        id: "12",
        title: "Misalignment, with a finite key (the paper prints no N: 1e10 here)",
        view: View::Rate,
        base: &[(Key::KeyLength, Word("finite"))],
        curves: &[
            curve("ζ = 0", 0, &[(Key::Misalign, Number(0.0))]),
            curve("ζ = 0.02", 1, &[(Key::Misalign, Number(0.02))]),
            curve("ζ = 0.04", 2, &[(Key::Misalign, Number(0.04))]),
            curve("ζ = 0.06", 3, &[(Key::Misalign, Number(0.06))]),
            curve("ζ = 0.08", 4, &[(Key::Misalign, Number(0.08))]),
        ],
        bands: BOTH,
        claims: &[
            Claim {
                says: "A misalignment below 0.05 costs only a few kilometres.",
                check: |r| {
                    let loss = |index| Some(r.reach(0, Band::C)? - r.reach(index, Band::C)?);
                    let (two, four): (f64, f64) = (loss(1)?, loss(2)?);
                    let found = format!("{two:.1} km at 0.02 and {four:.1} km at 0.04");
                    Some(Verdict::new(four < 10.0, found))
                },
            },
            Claim {
                says: "Above that it gets much worse.",
                check: |r| {
                    let loss = |index| Some(r.reach(0, Band::C)? - r.reach(index, Band::C)?);
                    let (four, eight): (f64, f64) = (loss(2)?, loss(4)?);
                    Some(Verdict::new(eight > 2.0 * four, format!("{eight:.1} km at 0.08")))
                },
            },
        ],
    },
];

const SINGLE: (Key, Value) = (Key::Source, Word("single"));
const LASER: (Key, Value) = (Key::Source, Word("wcp"));
