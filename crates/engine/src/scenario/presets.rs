//! Starting points and devices: parameters that belong together, each number with its source.
//!
//! A number without a public source is called [`TYPICAL`], or left out.

use super::params::Key;
use super::settings::Settings;
use super::value::Value;
use crate::link::fibre::Band;
use Value::{Number, Word};

/// Parameters that belong together.
#[derive(Debug, PartialEq)]
pub struct Preset {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its name for people.
    pub title: &'static str,
    /// What it sets.
    pub parameters: &'static [Sourced],
    /// What else is to be known of it.
    pub note: &'static str,
}

/// The value of a parameter and where it is from.
#[derive(Debug, PartialEq)]
pub struct Sourced {
    /// The parameter.
    pub key: Key,
    /// Its value.
    pub value: Value,
    /// The publication, or [`TYPICAL`].
    pub source: &'static str,
}

impl Preset {
    /// Its settings. What it does not set stays as it was.
    pub fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        self.parameters.iter().for_each(|one| settings.set(one.key, one.value));
        settings
    }

    /// A link with what this starting point says of it, and nothing else changed: fibre, length and traffic stay. What the other starting
    /// points decide and this one does not has its default again. A value for the C band is none for the O band.
    ///
    /// ```
    /// use engine::scenario::{Key, Preset, STARTING_POINTS, Settings, Value};
    /// let start = |name| Preset::named(name, &STARTING_POINTS).unwrap();
    /// let link = Settings::from_query("alpha=0.22&bitrate=50G&jitter=10ps").0;
    /// let realistic = start("realistic").start_of(&link);
    /// assert_eq!((realistic.value(Key::Alpha), realistic.value(Key::Jitter)), (Value::Number(0.22), Value::Number(50e-12)));
    /// assert_eq!(start("paper").start_of(&realistic), Settings::from_query("alpha=0.22&bitrate=50G").0);
    /// ```
    pub fn start_of(&self, link: &Settings) -> Settings {
        let mut started = link.clone();
        decided_by_starting_points().for_each(|key| started.reset(key));
        let elsewhere = |key: Key| key.belongs_to_band() && started.band() != Band::C;
        let decided: Vec<_> = self.settings().iter().filter(|(key, _)| !elsewhere(*key)).collect();
        started.with(&decided)
    }

    /// Whether a link has everything that this starting point says of it.
    pub fn is_start_of(&self, link: &Settings) -> bool {
        let started = self.start_of(link);
        let same = |key: Key| {
            let counts = started.applies(key) || link.applies(key);
            !counts || started.value(key) == link.value(key)
        };
        decided_by_starting_points().all(same)
    }

    /// Whether the paper has it, so that its simplifications may go with it.
    pub fn is_of_the_paper(&self) -> bool {
        self.name.starts_with(PAPERS_NAMES)
    }

    /// A link with this device in it, and nothing else changed.
    pub fn put_into(&self, link: &Settings) -> Settings {
        link.with(&self.settings().iter().collect::<Vec<_>>())
    }

    /// The preset of this name among these.
    ///
    /// ```
    /// use engine::scenario::{Preset, STARTING_POINTS};
    /// assert_eq!(Preset::named("Realistic", &STARTING_POINTS).unwrap().name, "realistic");
    /// assert!(Preset::named("ideal", &STARTING_POINTS).is_none());
    /// ```
    pub fn named<'a>(name: &str, among: &'a [Preset]) -> Option<&'a Preset> {
        among.iter().find(|preset| preset.name.eq_ignore_ascii_case(name.trim()))
    }
}

/// The parameters that a starting point says something of.
fn decided_by_starting_points() -> impl Iterator<Item = Key> {
    STARTING_POINTS.iter().flat_map(|start| start.parameters).map(|one| one.key)
}

/// What the names of the presets begin with that the paper has.
const PAPERS_NAMES: &str = "paper";

/// The source of a number that was chosen here.
pub const TYPICAL: &str = "typical (chosen here)";
const PAPER: &str = "Lasota 2025, Table 2";
const NEGLECTED: &str = "Lasota 2025: neglected";
const NO_DEAD_TIME: &str = "Lasota 2025: not in its formulas";
const LUCAMARINI: &str = "Lucamarini et al., Opt. Express 21, 24550 (2013), as quoted by a public reproduction of it";
const SELF_DIFFERENCING: &str = "Toshiba Research Europe on self-differencing detectors: 500 million counts a second";
const LUNGHI: &str = "Lunghi et al., J. Mod. Opt. 59, 1481 (2012), arXiv:1204.4594, abstract";
const KORZH: &str = "Korzh et al., Appl. Phys. Lett. 104, 081108 (2014), abstract";
const AS_KORZH: &str = "typical (chosen here): as Korzh et al. 2014";
const ZADEH: &str = "Esmaeil Zadeh et al., APL Photonics 2, 111301 (2017), arXiv:1611.02726, abstract";
const ZADEH_FWHM: &str = "Esmaeil Zadeh et al. 2017, abstract: 14.80 ps FWHM, divided by 2.355";
const ZADEH_RATE: &str = "Esmaeil Zadeh et al. 2017, abstract: more than 150 million counts a second";
const CALOZ: &str = "Caloz et al., Appl. Phys. Lett. 112, 061103 (2018), arXiv:1710.06740, abstract";
const CALOZ_FWHM: &str = "Caloz et al. 2018, abstract: 26 ps FWHM, divided by 2.355";
const BOARON: &str = "Boaron et al., Phys. Rev. Lett. 121, 190502 (2018), abstract and introduction";
const FIBRE: &str = "typical of standard fibre at 1550 nm (chosen here)";

const fn row(key: Key, value: Value, source: &'static str) -> Sourced {
    Sourced { key, value, source }
}

/// Where a link can start from.
pub static STARTING_POINTS: [Preset; 2] = [
    Preset {
        name: "paper",
        title: "An ideal link, as in the paper",
        parameters: &[],
        note: "Every parameter has its default: those of Lasota 2025, Tables 1 and 2. Single photons, perfect alignment, no jitter, dispersion, dead time or loss at Bob, and an infinitely long key.",
    },
    Preset {
        name: "realistic",
        title: "A link with typical imperfections",
        parameters: &[
            row(Key::Misalign, Number(0.01), TYPICAL),
            row(Key::Source, Word("wcp"), TYPICAL),
            row(Key::Analysis, Word("one_decoy"), TYPICAL),
            row(Key::KeyLength, Word("finite"), TYPICAL),
            row(Key::Events, Number(1e10), TYPICAL),
            row(Key::Dispersion, Number(17.0), FIBRE),
            row(Key::Jitter, Number(50e-12), TYPICAL),
            row(Key::DeadTime, Number(10e-6), TYPICAL),
            row(Key::Loss, Number(3.0), TYPICAL),
        ],
        note: "The rest is as in the paper; the dispersion is that of the C band.",
    },
];

/// Of the detectors of the paper.
const PAPERS_NOISE: &str = "Lasota 2025, (15): only clicks in the window count";

/// Of nanowires, which have no gate.
const NANOWIRES: &str = "nanowires detect all the time; clicks outside the window are discarded afterwards";

/// Devices to put into a link. What a device does not set is as the link has it.
pub static DEVICE_PRESETS: [Preset; 8] = [
    Preset {
        name: "paper-spad",
        title: "Avalanche photodiode of the paper",
        parameters: &[
            row(Key::Detector, Word("spad"), PAPER),
            row(Key::DetectorMode, Word("gated"), PAPERS_NOISE),
            row(Key::Dark, Number(20e3), PAPER),
            row(Key::Eff, Number(0.1), PAPER),
            row(Key::Afterpulse, Number(0.02), PAPER),
            row(Key::DeadTime, Number(0.0), NEGLECTED),
        ],
        note: "",
    },
    Preset {
        name: "paper-snspd",
        title: "Superconducting nanowires of the paper",
        parameters: &[
            row(Key::Detector, Word("snspd"), PAPER),
            row(Key::DetectorMode, Word("gated"), PAPERS_NOISE),
            row(Key::Dark, Number(1e3), PAPER),
            row(Key::Eff, Number(0.9), PAPER),
            row(Key::Afterpulse, Number(0.0), PAPER),
            row(Key::DeadTime, Number(0.0), NO_DEAD_TIME),
        ],
        note: "",
    },
    Preset {
        name: "gated-ingaas",
        title: "Decoy states at 1 GHz with gated InGaAs photodiodes",
        parameters: &[
            row(Key::Detector, Word("custom"), LUCAMARINI),
            row(Key::DetectorMode, Word("gated"), LUCAMARINI),
            row(
                Key::Dark,
                Number(21e3),
                "Lucamarini et al. 2013: 2.1e-5 per gate, taken for each detector, 1e9 gates a second",
            ),
            row(Key::Eff, Number(0.205), LUCAMARINI),
            row(Key::Afterpulse, Number(0.0525), LUCAMARINI),
            row(Key::Rate, Number(1e9), LUCAMARINI),
            row(Key::Window, Word("open"), "every click in a gate counts: its dark counts are given per gate"),
            row(Key::Source, Word("wcp"), LUCAMARINI),
            row(Key::Analysis, Word("two_decoy"), LUCAMARINI),
            row(Key::Nu2, Number(0.001), LUCAMARINI),
            row(Key::KeyLength, Word("finite"), LUCAMARINI),
            row(Key::EpsSec, Number(1e-10), LUCAMARINI),
            row(Key::DeadTime, Number(2e-9), SELF_DIFFERENCING),
        ],
        note: "The dark count rate is one per clocked second, not per second of open gate. The other intensities, their fractions and p_Z are left to the optimum: those of the authors (0.425 and 0.044; 1/128 and 1/256; 15/16) belong to another analysis and give no key with the one used here.",
    },
    Preset {
        name: "free-running-ingaas",
        title: "Free-running InGaAs photodiodes",
        parameters: &[
            row(Key::Detector, Word("custom"), LUNGHI),
            row(Key::DetectorMode, Word("free_running"), LUNGHI),
            row(Key::Dark, Number(600.0), LUNGHI),
            row(Key::Eff, Number(0.1), LUNGHI),
            row(Key::Afterpulse, Number(0.022), AS_KORZH),
            row(Key::DeadTime, Number(20e-6), AS_KORZH),
        ],
        note: "",
    },
    Preset {
        name: "free-running-ingaas-cooled",
        title: "Free-running InGaAs photodiodes at -110 °C",
        parameters: &[
            row(Key::Detector, Word("custom"), KORZH),
            row(Key::DetectorMode, Word("free_running"), KORZH),
            row(Key::Dark, Number(1.0), KORZH),
            row(Key::Eff, Number(0.1), KORZH),
            row(Key::Afterpulse, Number(0.022), KORZH),
            row(Key::Rate, Number(625e6), KORZH),
            row(Key::DeadTime, Number(20e-6), KORZH),
        ],
        note: "",
    },
    Preset {
        name: "snspd-nbtin",
        title: "NbTiN nanowires in a closed-cycle cryostat",
        parameters: &[
            row(Key::Detector, Word("snspd"), ZADEH),
            row(Key::DetectorMode, Word("free_running"), NANOWIRES),
            row(Key::Dark, Number(130.0), ZADEH),
            row(Key::Eff, Number(0.92), ZADEH),
            row(Key::Afterpulse, Number(0.0), PAPER),
            row(Key::Jitter, Number(6.28e-12), ZADEH_FWHM),
            row(Key::DeadTime, Number(6.7e-9), ZADEH_RATE),
        ],
        note: "The dark counts are at most so many, the efficiency is at least so high.",
    },
    Preset {
        name: "snspd-mosi",
        title: "MoSi nanowires",
        parameters: &[
            row(Key::Detector, Word("snspd"), CALOZ),
            row(Key::DetectorMode, Word("free_running"), NANOWIRES),
            row(Key::Dark, Number(100.0), TYPICAL),
            row(Key::Eff, Number(0.8), CALOZ),
            row(Key::Afterpulse, Number(0.0), PAPER),
            row(Key::Jitter, Number(11.04e-12), CALOZ_FWHM),
            row(Key::DeadTime, Number(50e-9), TYPICAL),
        ],
        note: "",
    },
    Preset {
        name: "time-bin-2.5ghz",
        title: "Three states in time bins at 2.5 GHz with one decoy and MoSi nanowires",
        parameters: &[
            row(Key::Detector, Word("snspd"), BOARON),
            row(Key::DetectorMode, Word("free_running"), NANOWIRES),
            row(Key::Dark, Number(100.0), TYPICAL),
            row(Key::Eff, Number(0.8), CALOZ),
            row(Key::Afterpulse, Number(0.0), PAPER),
            row(Key::Rate, Number(2.5e9), BOARON),
            row(Key::Protocol, Word("three_state"), BOARON),
            row(Key::Source, Word("wcp"), BOARON),
            row(Key::Analysis, Word("one_decoy"), BOARON),
            row(Key::KeyLength, Word("finite"), BOARON),
            row(Key::Jitter, Number(11.04e-12), CALOZ_FWHM),
            row(Key::DeadTime, Number(50e-9), TYPICAL),
        ],
        note: "One of the two ports of the interferometer is monitored. The basis is chosen actively here, by a splitter in the device.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;
    use crate::sweep::{outcome, reach};

    fn all() -> impl Iterator<Item = &'static Preset> {
        STARTING_POINTS.iter().chain(&DEVICE_PRESETS)
    }

    #[test]
    fn every_preset_is_a_link_and_every_value_one_that_can_be_typed() {
        for preset in all() {
            Scenario::try_from(&preset.settings()).unwrap_or_else(|problems| panic!("{}: {problems:?}", preset.name));
            for Sourced { key, value, source } in preset.parameters {
                assert_eq!(Value::read(*key, &value.exact()), Ok(*value), "{}: {key:?}", preset.name);
                assert!(!source.is_empty());
            }
            assert_eq!(preset.settings().iter().count(), preset.parameters.len(), "{}: set twice", preset.name);
        }
    }

    #[test]
    fn every_parameter_of_a_preset_counts_there() {
        for preset in all() {
            let settings = preset.settings();
            let idle: Vec<_> = preset.parameters.iter().filter(|one| !settings.applies(one.key)).collect();
            assert!(idle.is_empty(), "{}: {idle:?}", preset.name);
        }
    }

    #[test]
    fn every_device_makes_key_in_a_realistic_link() {
        let start = Preset::named("realistic", &STARTING_POINTS).unwrap().settings();
        for device in &DEVICE_PRESETS {
            let link = start.with(&device.settings().iter().collect::<Vec<_>>());
            let at_20_km = outcome(&Scenario::try_from(&link).unwrap(), 20.0.try_into().unwrap()).unwrap();
            assert!(at_20_km.key_rate_bit_s().is_some(), "{}: {at_20_km:?}", device.name);
        }
    }

    #[test]
    fn a_starting_point_changes_what_it_says_and_nothing_else() {
        let [paper, realistic] = &STARTING_POINTS;
        let of = |link| Settings::from_query(link).0;
        for link in
            ["", "alpha=0.22&channels=C32f100G@0dBm&quantum=C34&events=1e9", "band=O&deadtime=1us", "source=wcp"]
        {
            let link = of(link);
            for (start, other) in [(paper, realistic), (realistic, paper)] {
                let started = start.start_of(&link);
                assert!(start.is_start_of(&started) && !other.is_start_of(&started));
                assert_eq!(start.start_of(&other.start_of(&started)), started);
                assert_eq!(started.channels(), link.channels());
                // A default may follow what was started, as the limit of a block follows the size of the key.
                let kept = |settings: &Settings| -> Vec<_> {
                    let of_start = |key| realistic.parameters.iter().any(|one| one.key == key);
                    settings.iter().filter(|(key, _)| !of_start(*key)).collect()
                };
                assert_eq!(kept(&started), kept(&link));
            }
        }
        // Dispersion is that of the C band.
        let o = realistic.start_of(&of("band=O"));
        assert_eq!((o.value(Key::Dispersion), o.value(Key::Jitter)), (Number(0.0), Number(50e-12)));
        assert!(paper.is_start_of(&of("alpha=0.3&analysis=one_decoy")) && !paper.is_start_of(&of("jitter=1ps")));
    }

    #[test]
    fn no_two_share_a_name() {
        for among in [&STARTING_POINTS[..], &DEVICE_PRESETS[..]] {
            for preset in among {
                assert!(std::ptr::eq(Preset::named(preset.name, among).unwrap(), preset), "{}", preset.name);
            }
        }
    }

    #[test]
    fn the_devices_of_the_paper_are_those_of_the_table() {
        let papers = all().filter(|preset| preset.is_of_the_paper()).map(|preset| preset.name);
        assert_eq!(papers.collect::<Vec<_>>(), ["paper", "paper-spad", "paper-snspd"]);
        for (name, link) in [("paper-spad", ""), ("paper-snspd", "detector=snspd")] {
            let device = Preset::named(name, &DEVICE_PRESETS).unwrap();
            let (table, _) = Settings::from_query(link);
            assert_eq!(Scenario::try_from(&device.settings()), Scenario::try_from(&table), "{name}");
        }
    }

    /// What each step from the paper to a real device costs.
    #[test]
    fn the_realistic_start_step_by_step() {
        let realistic = Preset::named("realistic", &STARTING_POINTS).unwrap().settings();
        let only = |keys: &[Key]| {
            let values: Vec<_> = realistic.iter().filter(|(key, _)| keys.contains(key)).collect();
            Scenario::try_from(&Settings::default().with(&values)).unwrap()
        };
        let at_50_km = |scenario: &Scenario| outcome(scenario, 50.0.try_into().unwrap()).unwrap().signed_rate_bit_s;
        let optics = [Key::Jitter, Key::Dispersion, Key::Misalign];
        let source = [Key::Source, Key::Analysis, Key::KeyLength, Key::Events];
        let close = |computed: f64, expected: f64| {
            assert!((computed / expected - 1.0).abs() < 0.01, "{computed} instead of {expected}");
        };
        close(at_50_km(&only(&[])), 7.74e6);
        close(at_50_km(&only(&optics)), 5.2e6);
        close(at_50_km(&only(&[&optics[..], &source].concat())), 157e3);
        let all = Scenario::try_from(&realistic).unwrap();
        close(at_50_km(&all), 3.9e3);
        close(reach(&all).km().unwrap(), 52.5);
    }
}
