//! The steps of the class. A changed sentence needs its check in `tests/main/lessons.rs` changed.

use super::lesson::{Changes, Lesson, Stage, Try, shares};
use Value::{Number, Word};
use engine::scenario::{Key, Value, View};
use numbers::quantity::{Unit, format_count, format_quantity};

/// The steps, in their order.
pub static LESSONS: [Lesson; 6] = [DISTANCE, WINDOW, BANDS, NOISE, FINITE, DISPERSION];

const DISTANCE: Lesson = Lesson {
    title: "What distance does",
    says: &[
        "The fibre absorbs half of the light every 15 km: after 50 km one photon in ten is left.",
        "The light that leaks in from the classical signals does not fade, because their receivers need the same power at the end of any fibre.",
        "So noise makes up a growing fraction of Bob's clicks, and half of the noise clicks are wrong: the error rate, the QBER, rises.",
        "Where error correction and privacy amplification use up everything, there is no key left. That is the reach.",
    ],
    look: "the curve falls steadily with the loss of the fibre, then drops off a cliff.",
    stage: Stage::own(View::Rate, 50.0, &[]),
    tries: &[
        Try {
            label: "Go to 75 km",
            asks: "How much of the key rate is left?",
            stage: Stage::own(View::Rate, 75.0, &[]),
        },
        Try {
            label: "Show the QBER",
            asks: "Where does it begin to rise steeply?",
            stage: Stage::own(View::Qber, 75.0, &[]),
        },
        Try {
            label: "A tenth of the traffic",
            asks: "Which part of the curve moves, the slope or the cliff?",
            stage: Stage::own(View::Rate, 75.0, &[(Key::Bitrate, Number(1e9))]),
        },
    ],
    question: "How much of the key rate is lost from 50 km to 75 km, and is that only the loss of the fibre?",
    spans: &[&[]],
    places_km: &[50.0, 75.0],
    answer: |found| {
        let (near, far, end) = (found.at(0, 0)?, found.at(1, 0)?, found.end(0)?);
        Some(format!(
            "No. The key rate falls from {} to {}: {} of it is left. The loss of the fibre alone would leave {}; the rest is the \
             price of the errors, as the QBER rises from {} to {}. At {} km it is {}, and no key is left.",
            rate(near.key_rate_bit_s()?),
            rate(far.key_rate_bit_s()?),
            whole_percent(far.key_rate_bit_s()? / near.key_rate_bit_s()?),
            whole_percent(far.transmittance / near.transmittance),
            errors(near.qber),
            errors(far.qber),
            km(found.reach(0)?),
            errors(end.qber),
        ))
    },
};

const OPEN: (Key, Value) = (Key::Window, Word("open"));

const WINDOW: Lesson = Lesson {
    title: "Why the detection window shrinks",
    says: &[
        "Bob counts only what arrives within a short window around each photon. Stray light and dark counts come at any time: half the window lets in half of them.",
        "A short photon fits into a short window. But a short photon has a wide spectrum, and the filter of the quantum channel cuts off more of a wide spectrum.",
        "So each length has its best compromise. The less signal is left, the more it pays to keep the noise out.",
    ],
    look: "the window for the C band, the solid line, gets shorter all along the fibre.",
    stage: Stage::own(View::Window, 50.0, &[]),
    tries: &[
        Try {
            label: "Show the bandwidth",
            asks: "What does it do where the window shrinks?",
            stage: Stage::own(View::Bandwidth, 50.0, &[]),
        },
        Try {
            label: "1 Tbit/s of traffic",
            asks: "Is the window longer or shorter now?",
            stage: Stage::own(View::Window, 50.0, &[(Key::Bitrate, Number(1e12))]),
        },
        Try {
            label: "Keep the detectors open",
            asks: "What happens to the reach?",
            stage: Stage::own(View::Rate, 50.0, &[OPEN]),
        },
        Try {
            label: "Fig. 8 of the paper",
            asks: "Which of the three kinds of window costs how much?",
            stage: Stage::of_figure("8", 50.0),
        },
    ],
    question: "How much reach does the short window gain over detectors that are always open, and why?",
    spans: &[&[], &[OPEN]],
    places_km: &[50.0],
    answer: |found| {
        let (short, open) = (found.at(0, 0)?, found.at(0, 1)?);
        let background = |at: &engine::sweep::Outcome| at.noise().iter().take(5).map(|share| share.p).sum::<f64>();
        Some(format!(
            "It reaches {} km against {} km, {:.0} km more; the paper says about 40 km. At 50 km the short window is {} long and \
             catches {} of the photons that pass the filter. It lets in {} times less stray light and dark counts than the {} \
             between two pulses: the QBER is {} instead of {}.",
            km(found.reach(0)?),
            km(found.reach(1)?),
            found.reach(0)? - found.reach(1)?,
            format_quantity(short.window_s, Unit::Seconds, 2),
            whole_percent(short.p_window),
            format_quantity(background(open) / background(short), Unit::None, 2),
            format_quantity(open.window_s, Unit::Seconds, 2),
            errors(short.qber),
            errors(open.qber),
        ))
    },
};

const O: (Key, Value) = (Key::Band, Word("O"));
const NANOWIRES: (Key, Value) = (Key::Detector, Word("snspd"));
const FORWARD_13: (Key, Value) = (Key::IsoFor, Number(1e-13));
const BACKWARD_13: (Key, Value) = (Key::IsoBack, Number(1e-13));

const BANDS: Lesson = Lesson {
    title: "C band or O band",
    says: &[
        "The classical signals are in the C band, at about 1550 nm. The O band, at 1310 nm, is so far away that the paper neglects their Raman scattering there.",
        "But the fibre loses more: 0.35 dB per kilometre instead of 0.2.",
        "And the distance helps only against Raman scattering: crosstalk and dark counts remain.",
    ],
    look: "solid is the C band, dashed the O band, and the C band is ahead all along the fibre.",
    stage: Stage::own(View::Rate, 50.0, &[]),
    tries: &[
        Try {
            label: "Isolation of 1e-13",
            asks: "Almost no crosstalk: is the O band ahead now?",
            stage: Stage::own(View::Rate, 50.0, &[FORWARD_13, BACKWARD_13]),
        },
        Try {
            label: "Superconducting detectors",
            asks: "Few dark counts: and now?",
            stage: Stage::own(View::Rate, 50.0, &[NANOWIRES]),
        },
        Try {
            label: "Both",
            asks: "Neither crosstalk nor dark counts: and now?",
            stage: Stage::own(View::Rate, 50.0, &[NANOWIRES, FORWARD_13, BACKWARD_13]),
        },
        Try {
            label: "Fig. 10b of the paper",
            asks: "From which of its four isolations on is the O band ahead?",
            stage: Stage::of_figure("10b", 50.0),
        },
    ],
    question: "What does it take for the O band to reach farther than the C band?",
    spans: &[
        &[FORWARD_13, BACKWARD_13],
        &[O, FORWARD_13, BACKWARD_13],
        &[NANOWIRES],
        &[O, NANOWIRES],
        &[NANOWIRES, FORWARD_13, BACKWARD_13],
        &[O, NANOWIRES, FORWARD_13, BACKWARD_13],
    ],
    places_km: &[],
    answer: |found| {
        let reach = |span| found.reach(span).map(km);
        Some(format!(
            "Two things at once. With an isolation of 1e-13 alone the O band reaches {} km and the C band {} km: dark counts make {} \
             of the noise at the end of the O band. With superconducting detectors alone it is {} km against {} km. With both, the \
             O band reaches {} km, but the C band, where Raman scattering is then {:.1} % of the noise, {} km. The paper calls such an \
             isolation very demanding: multiplexers offer about 1e-6, with added filters somewhat less than 1e-9 was reported.",
            reach(1)?,
            reach(0)?,
            whole_percent(0.01 * shares(found.end(1)?)[2]),
            reach(3)?,
            reach(2)?,
            reach(5)?,
            shares(found.end(4)?)[0],
            reach(4)?,
        ))
    },
};

const WORST: (Key, Value) = (Key::Raman, Number(5e-9));
const FORWARD_9: (Key, Value) = (Key::IsoFor, Number(1e-9));
const BACKWARD_9: (Key, Value) = (Key::IsoBack, Number(1e-9));

const NOISE: Lesson = Lesson {
    title: "Isolation and the anti-Stokes dip",
    says: &[
        "Classical light enters the quantum channel in two ways. Crosstalk is what the demultiplexer lets through: ten times better isolation means ten times less of it.",
        "Raman scattering shifts light to the wavelength of the quantum channel, so better isolation does not help. What counts is the cross-section ρ.",
        "Just below the wavelength of a classical signal there is a dip, the anti-Stokes dip: the paper takes ρ = 1.5e-9 /(km nm) there, and 5e-9 where the C band is worst.",
    ],
    look: "the areas are the parts of the noise; towards the end most of it is crosstalk.",
    stage: Stage::own(View::Noise, 90.0, &[]),
    tries: &[
        Try {
            label: "Leave the dip",
            asks: "ρ = 5e-9: how much reach does it cost?",
            stage: Stage::own(View::Noise, 90.0, &[WORST]),
        },
        Try {
            label: "Isolation of 1e-9",
            asks: "What takes the place of the crosstalk?",
            stage: Stage::own(View::Noise, 90.0, &[FORWARD_9, BACKWARD_9]),
        },
        Try {
            label: "Leave the dip with that isolation",
            asks: "How much reach does it cost now?",
            stage: Stage::own(View::Noise, 90.0, &[WORST, FORWARD_9, BACKWARD_9]),
        },
        Try {
            label: "Fig. 9 of the paper",
            asks: "In and out of the dip, with and without other noise: which pair is farther apart?",
            stage: Stage::of_figure("9", 90.0),
        },
    ],
    question: "When does placing the quantum channel in the dip pay off?",
    spans: &[&[], &[WORST], &[FORWARD_9, BACKWARD_9], &[WORST, FORWARD_9, BACKWARD_9]],
    places_km: &[],
    answer: |found| {
        let lost = |span| Some(format!("{:.1}", found.reach(span)? - found.reach(span + 1)?));
        let raman = |span| Some(whole_percent(0.01 * shares(found.end(span)?)[0]));
        Some(format!(
            "When there is little crosstalk. With an isolation of 1e-7 Raman scattering is only {} of the noise at the end of the \
             fibre, and leaving the dip costs {} km of {} km; the paper says about 2 km. With 1e-9 it is {}, and leaving the dip \
             costs {} km of {} km.",
            raman(0)?,
            lost(0)?,
            km(found.reach(0)?),
            raman(2)?,
            lost(2)?,
            km(found.reach(2)?),
        ))
    },
};

const FINITE_KEY: (Key, Value) = (Key::KeyLength, Word("finite"));

const fn events(n: f64) -> (Key, Value) {
    (Key::Events, Number(n))
}

const FROM_1E6: Changes = &[FINITE_KEY, events(1e6)];
const FROM_1E8: Changes = &[FINITE_KEY, events(1e8)];
const FROM_1E10: Changes = &[FINITE_KEY, events(1e10)];

const FINITE: Lesson = Lesson {
    title: "Finite keys",
    says: &[
        "So far the key was asymptotic, made from infinitely many detections. A real key block has N detections, and some of them are spent on estimating the error rate.",
        "An estimate from few detections is uncertain. To be safe, Alice and Bob assume the worst case that is still likely and shorten the key accordingly.",
        "More detections make the estimate more precise, but take longer to collect.",
    ],
    look: "the table of values says how long it takes to collect the detections of one key block.",
    stage: Stage::own(View::Rate, 50.0, FROM_1E6),
    tries: &[
        Try {
            label: "1e8 detections",
            asks: "How long does collecting take now?",
            stage: Stage::own(View::Rate, 50.0, FROM_1E8),
        },
        Try {
            label: "1e10 detections",
            asks: "What is gained by that, in rate and in reach?",
            stage: Stage::own(View::Rate, 50.0, FROM_1E10),
        },
        Try {
            label: "1e10 from laser pulses",
            asks: "A laser with decoy states instead of single photons: what does it cost?",
            stage: Stage::own(View::Rate, 50.0, &[FINITE_KEY, events(1e10), (Key::Source, Word("wcp"))]),
        },
    ],
    question: "How many detections does a key block need to come close to the asymptotic key?",
    spans: &[&[], FROM_1E6, FROM_1E8, FROM_1E10],
    places_km: &[50.0],
    answer: |found| {
        let asymptotic = found.at(0, 0)?.key_rate_bit_s()?;
        let of = |span| {
            let at = found.at(0, span)?;
            let seconds = format_count(at.statistics?.collected_in_s);
            Some((whole_percent(at.key_rate_bit_s()? / asymptotic), format!("{seconds} s")))
        };
        let (few, many, most) = (of(1)?, of(2)?, of(3)?);
        let reach = |span| found.reach(span).map(km);
        Some(format!(
            "For the reach, few: it is {} km from 1e6 detections, {} km from 1e8 and {} km from 1e10, against {} km. For the rate, \
             more: at 50 km the asymptotic key has {}; a key from 1e6 detections has {} of that and takes {} to \
             collect; one from 1e8 has {} and takes {}, one from 1e10 {} and {}. The paper calls the difference negligible above 1e8.",
            reach(1)?,
            reach(2)?,
            reach(3)?,
            reach(0)?,
            rate(asymptotic),
            few.0,
            few.1,
            many.0,
            many.1,
            most.0,
            most.1,
        ))
    },
};

const DISPERSED: (Key, Value) = (Key::Dispersion, Number(17.0));
const COMPENSATED: (Key, Value) = (Key::DispersionResidual, Number(0.05));

const DISPERSION: Lesson = Lesson {
    title: "What dispersion does to the window",
    says: &[
        "In glass every wavelength has its own speed. A short photon has a wide spectrum, so it spreads on its way, the more the wider its spectrum is.",
        "In the C band standard fibre has a dispersion of 17 ps per nm and km, in the O band almost none. The paper neglects it.",
        "A longer photon needs a longer window, and a longer window lets in more noise: what temporal filtering gains is lost again.",
    ],
    look: "the window for the C band first shrinks with the length, then grows.",
    stage: Stage::own(View::Window, 60.0, &[DISPERSED]),
    tries: &[
        Try {
            label: "Without dispersion",
            asks: "Which way does the window go, and the reach?",
            stage: Stage::own(View::Window, 60.0, &[]),
        },
        Try {
            label: "Compensate 95 % of it",
            asks: "How much of the reach comes back?",
            stage: Stage::own(View::Window, 60.0, &[DISPERSED, COMPENSATED]),
        },
        Try {
            label: "Keep the detectors open",
            asks: "Switch the dispersion off: does it still matter?",
            stage: Stage::own(View::Rate, 50.0, &[DISPERSED, OPEN]),
        },
        Try {
            label: "50 ps of detector jitter",
            asks: "Detectors with uncertain timing: what do they cost?",
            stage: Stage::own(View::Window, 60.0, &[DISPERSED, (Key::Jitter, Number(50e-12))]),
        },
    ],
    question: "How much of the reach that temporal filtering gains is left with dispersion?",
    spans: &[&[OPEN], &[], &[OPEN, DISPERSED], &[DISPERSED], &[DISPERSED, COMPENSATED]],
    places_km: &[],
    answer: |found| {
        let (all, left) = (found.reach(1)? - found.reach(0)?, found.reach(3)? - found.reach(2)?);
        let compensated = found.reach(4)? - found.reach(2)?;
        Some(format!(
            "Less than half. Without dispersion the short window reaches {} km and open detectors {} km, so it gains {:.0} km. With \
             dispersion it reaches {} km and open detectors still {} km: it gains {:.0} km, {} of that. With 95 % of the dispersion \
             compensated it reaches {} km, and {} of the gain is left.",
            km(found.reach(1)?),
            km(found.reach(0)?),
            all,
            km(found.reach(3)?),
            km(found.reach(2)?),
            left,
            whole_percent(left / all),
            km(found.reach(4)?),
            whole_percent(compensated / all),
        ))
    },
};

fn rate(bit_s: f64) -> String {
    format_quantity(bit_s, Unit::BitsPerSecond, 3)
}

fn km(km: f64) -> String {
    format!("{km:.1}")
}

/// A fraction in whole per cent.
fn whole_percent(part: f64) -> String {
    format!("{:.0} %", 100.0 * part)
}

fn errors(qber: f64) -> String {
    format!("{:.2} %", 100.0 * qber)
}
