//! The paper's conclusions from each of its figures. They are apart from the figures, so that a program that only draws them is small.

use super::claim::{Claim, Verdict, fractions, rate_at};
use crate::link::fibre::Band;
use crate::scenario::{BIT_RATES, Figure, Key, Scenario, Settings, Value};
use crate::sweep::reach;

impl Figure {
    /// Conclusions of the paper from the figure.
    pub fn claims(&self) -> &'static [Claim] {
        CLAIMS.iter().find(|(id, _)| *id == self.id).map_or(&[], |(_, claims)| claims)
    }
}

/// This isolation in both directions.
fn isolated(zeta: f64) -> [(Key, Value); 2] {
    [Key::IsoFor, Key::IsoBack].map(|key| (key, Value::Number(zeta)))
}

/// What the O band reaches where the classical light has the loss of its own band. The paper gives it that of the quantum channel.
fn own_loss(changes: &[(Key, Value)]) -> String {
    let settings = Settings::default().in_band(Band::O).with(changes);
    let km = Scenario::try_from(&settings).ok().and_then(|scenario| reach(&scenario).km());
    km.map_or_else(String::new, |km| {
        format!("; where classical light has the loss of the C band, {km:.1} km in the O band")
    })
}

static CLAIMS: [(&str, &[Claim]); 9] = [
    (
        "6",
        &[
            Claim {
                says: "With 10 Gbit/s the C band reaches up to 100 km, the O band about 60 km.",
                check: |r| {
                    let (c, o) = (r.reach(1, Band::C)?, r.reach(1, Band::O)?);
                    let holds = (95.0..=100.0).contains(&c) && (o - 60.0).abs() < 5.0;
                    Some(Verdict::new(holds, format!("{c:.1} km and {o:.1} km{}", own_loss(&[]))))
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
    ),
    (
        "7a",
        &[Claim {
            says: "The stronger the classical signals, the larger the optimal bandwidth.",
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
    ),
    (
        "7b",
        &[
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
    ),
    (
        "8",
        &[
            Claim {
                says: "In the C band the window of fixed fraction reaches about 30 km further than 300 ps and 40 km further than an always open one.",
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
    ),
    (
        "9",
        &[
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
    ),
    (
        "10a",
        &[
            Claim {
                says: "Even with ζ = 1e-13 the O band, held back by dark counts, stays below the C band.",
                check: |r| {
                    let (c, o) = (r.reach(3, Band::C)?, r.reach(3, Band::O)?);
                    let found = format!("{o:.1} km against {c:.1} km{}", own_loss(&isolated(1e-13)));
                    Some(Verdict::new(o < c, found))
                },
            },
            Claim {
                says: "In the C band crosstalk is the main noise above ζ = 1e-9, Raman scattering below.",
                check: |r| {
                    let (worse, better) = (fractions(r.last(0, Band::C)?), fractions(r.last(2, Band::C)?));
                    let found = format!(
                        "at the reach crosstalk makes {:.0} % of the noise with ζ = 1e-7, Raman scattering {:.0} % with ζ = 1e-11",
                        100.0 * worse.1,
                        100.0 * better.0
                    );
                    Some(Verdict::new(worse.1 > worse.0 && better.0 > better.1, found))
                },
            },
        ],
    ),
    (
        "10b",
        &[Claim {
            says: "With ζ below 1e-12 the O band reaches further than the C band.",
            check: |r| {
                let (c, o) = (r.reach(3, Band::C)?, r.reach(3, Band::O)?);
                let nanowires = [(Key::Detector, Value::Word("snspd"))];
                let changes = [&isolated(1e-13)[..], &nanowires].concat();
                let found = format!("{o:.1} km against {c:.1} km with ζ = 1e-13{}", own_loss(&changes));
                Some(Verdict::new(o > c, found))
            },
        }],
    ),
    (
        "11",
        &[
            Claim {
                says: "With an ideal source a key from more than 1e8 detections loses next to nothing.",
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
                        "the paper takes its decoy bounds from a simplified analysis (its reference 24) whose formulas it does not print; those of Ma et al. (2005) are used here",
                    ))
                },
            },
        ],
    ),
    (
        "12",
        &[
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
    ),
];
