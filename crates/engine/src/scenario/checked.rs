//! A span in full, checked, with units attached.

use super::draft::{Draft, Problem, Problems, Settings};
use super::params::Key;
use crate::link::channel_plan::{ChannelPlan, CouplingProblem, Placement};
use crate::link::fibre::Band;
use crate::link::filtering::Window;
use crate::link::spectrum::{Attenuation, Wavelength};
use crate::protocol::decoy::Composable;
use crate::protocol::finite_key::Epsilons;
use numbers::units::{
    BitsPerSecond, Decibels, DecibelsPerKilometre, Delay, Dispersion, ErrorCorrectionEfficiency, Events, Hertz,
    Isolation, OutOfDomain, Photons, Probability, RadiansPerSecond, RamanCrossSection, Seconds,
};
use serde::{Deserialize, Serialize};
use std::f64::consts::TAU;

/// A quantity that is given, or to be found.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Chosen<T> {
    /// The one with the largest key rate at each distance.
    Best,
    /// This one.
    Fixed(T),
}

/// Alice's source.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Source {
    /// Ideal: one photon a pulse.
    SinglePhoton,
    /// Weak coherent pulses with decoy states.
    Laser(Laser),
}

/// An attenuated laser with its intensities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Laser {
    /// How the decoys are used.
    pub analysis: Analysis,
    /// Mean photon number μ of the signal.
    pub signal: Chosen<Photons>,
    /// Mean photon number ν₁ of the decoy, the stronger one of two.
    pub decoy: Chosen<Photons>,
    /// Mean photon number ν₂ of the weaker decoy.
    pub weaker_decoy: Photons,
    /// Share of the pulses that are signals.
    pub signal_share: Chosen<Probability>,
    /// Share of the pulses that are the stronger decoy.
    pub decoy_share: Chosen<Probability>,
}

/// Analyses of decoy states; see [`crate::protocol::decoy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Analysis {
    /// Endlessly many decoys.
    Infinite,
    /// Vacuum and weak decoy.
    VacuumWeak,
    /// Two decoys, composable.
    TwoDecoy,
    /// One decoy, composable.
    OneDecoy,
}

/// Length of a key.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum KeyLength {
    /// So long that statistics do not matter.
    Endless,
    /// From a finite number of detections.
    Finite {
        /// N, of all intensities and both bases.
        events: Events,
        /// Probability p_Z of the basis that makes the key.
        p_z: Chosen<Probability>,
        /// Failure probabilities for the single-photon source, and for vacuum and weak decoy.
        epsilons: Epsilons,
        /// Failure probabilities of the composable analyses.
        composable: Composable,
    },
}

/// A span in full, checked, with units attached: all that the engine needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Band of the quantum channel.
    pub band: Band,
    /// Attenuation α of the fibre.
    pub attenuation: DecibelsPerKilometre,
    /// Bit rate f_b of each classical signal.
    pub bit_rate: BitsPerSecond,
    /// Photons per bit n_CC at the classical receiver.
    pub photons_per_bit: Photons,
    /// Isolation ζ_for against the co-propagating signal.
    pub isolation_forward: Isolation,
    /// Isolation ζ_back against the counter-propagating signal.
    pub isolation_backward: Isolation,
    /// Raman cross-section ρ.
    pub raman: RamanCrossSection,
    /// Dark count rate d of one detector.
    pub dark_count_rate: Hertz,
    /// Detection efficiency η.
    pub efficiency: Probability,
    /// Afterpulsing probability p_aft.
    pub afterpulsing: Probability,
    /// Repetition rate f_q of the source.
    pub repetition_rate: Hertz,
    /// Efficiency f_EC of the error correction.
    pub error_correction: ErrorCorrectionEfficiency,
    /// Misalignment ζ.
    pub misalignment: Probability,
    /// Detection window τ.
    pub window: Window,
    /// Share p_d that an adapted window catches.
    pub caught: Probability,
    /// Bandwidth σ of the photons.
    pub bandwidth: Chosen<RadiansPerSecond>,
    /// Bandwidth σ_f of the WDM channel.
    pub channel_bandwidth: RadiansPerSecond,
    /// The source.
    pub source: Source,
    /// The length of the key.
    pub key_length: KeyLength,
    /// Chromatic dispersion D of the fibre.
    pub dispersion: Dispersion,
    /// Share of the dispersion that is left after compensation.
    pub dispersion_residual: Probability,
    /// Jitter δ of the detectors.
    pub jitter: Delay,
    /// Dead time of the detectors.
    pub dead_time: Delay,
    /// Insertion loss between fibre and detectors.
    pub insertion_loss: Decibels,
    /// Classical channels by wavelength, and the quantum channel among them. They replace the two equal ones that the bit rate, the
    /// photons per bit, the isolations and the Raman cross-section describe, and bring the wavelength of the quantum channel and the
    /// attenuation of the fibre.
    pub plan: Option<Placement>,
}

const ELSEWHERE: &str =
    "the quantum channel of the channel plan lies outside this band: choose the other one, or remove the plan";

type Checked<T> = Result<T, (Key, Problem)>;

impl Settings {
    /// A number as the quantity that it is, or the best one where a word stands.
    fn chosen<T: TryFrom<f64, Error = OutOfDomain>>(&self, key: Key) -> Checked<Chosen<T>> {
        match self.word(key) {
            Some(_) => Ok(Chosen::Best),
            None => self.quantity(key).map(Chosen::Fixed),
        }
    }

    fn window(&self) -> Checked<Window> {
        Ok(match self.word(Key::Window) {
            Some("open") => Window::Open,
            Some("optimal") => Window::Optimal,
            Some(_) => Window::Adapted,
            None => Window::Fixed(self.quantity::<Seconds>(Key::Window)?),
        })
    }

    fn source(&self) -> Checked<Source> {
        if self.word(Key::Source) != Some("wcp") {
            return Ok(Source::SinglePhoton);
        }
        let laser = Laser {
            analysis: match self.word(Key::Analysis) {
                Some("infinite") => Analysis::Infinite,
                Some("two_decoy") => Analysis::TwoDecoy,
                Some("one_decoy") => Analysis::OneDecoy,
                _ => Analysis::VacuumWeak,
            },
            signal: self.chosen(Key::Mu)?,
            decoy: self.chosen(Key::Nu1)?,
            weaker_decoy: self.quantity(Key::Nu2)?,
            signal_share: self.chosen(Key::PSignal)?,
            decoy_share: self.chosen(Key::PDecoy)?,
        };
        laser.check().map(|()| Source::Laser(laser))
    }

    fn key_length(&self) -> Checked<KeyLength> {
        if self.word(Key::KeyLength) != Some("finite") {
            return Ok(KeyLength::Endless);
        }
        if self.word(Key::Source) == Some("wcp") && self.word(Key::Analysis) == Some("infinite") {
            let problem = "endlessly many decoys have no finite key: choose another analysis, or the endless key";
            return Err((Key::Analysis, Problem::Conflict(problem)));
        }
        let epsilon = |key| self.quantity::<Probability>(key).map(Probability::get);
        Ok(KeyLength::Finite {
            events: self.quantity(Key::Events)?,
            p_z: self.chosen(Key::Pz)?,
            epsilons: Epsilons {
                parameter_estimation: epsilon(Key::EpsPe)?,
                error_correction: epsilon(Key::EpsEc)?,
                privacy_amplification: epsilon(Key::EpsPa)?,
                smoothing: epsilon(Key::EpsSmooth)?,
            },
            composable: Composable { secrecy: epsilon(Key::EpsSec)?, correctness: epsilon(Key::EpsCor)? },
        })
    }
}

impl Laser {
    /// The weaker decoy, as far as the analysis has one.
    pub fn weaker_decoy(&self) -> f64 {
        match self.analysis {
            Analysis::VacuumWeak | Analysis::TwoDecoy => self.weaker_decoy.get(),
            Analysis::Infinite | Analysis::OneDecoy => 0.0,
        }
    }

    /// Whether the intensities and shares that are fixed go together.
    pub(super) fn check(&self) -> Checked<()> {
        let fixed = |chosen: Chosen<Photons>| match chosen {
            Chosen::Best => None,
            Chosen::Fixed(photons) => Some(photons.get()),
        };
        let conflict = |key, problem| Err((key, Problem::Conflict(problem)));
        if self.analysis == Analysis::Infinite {
            return Ok(());
        }
        let weaker = self.weaker_decoy();
        let decoy = fixed(self.decoy);
        if decoy.is_some_and(|decoy| decoy <= weaker) {
            return conflict(Key::Nu1, "the decoy ν₁ must be brighter than the weaker one, ν₂");
        }
        if fixed(self.signal).is_some_and(|signal| signal <= decoy.unwrap_or(weaker) + weaker) {
            return conflict(Key::Mu, "the signal μ must be brighter than both decoys together, ν₁ + ν₂");
        }
        match (self.analysis, self.signal_share, self.decoy_share) {
            (Analysis::TwoDecoy, Chosen::Fixed(signal), Chosen::Fixed(decoy)) if signal.get() + decoy.get() >= 1.0 => {
                conflict(Key::PDecoy, "the shares of signal and decoy must leave some pulses for the weaker decoy")
            }
            _ => Ok(()),
        }
    }
}

impl Scenario {
    /// The same span with these classical channels, and its quantum channel at this wavelength among them. The attenuation is that of
    /// all channels, the quantum channel's too; `Attenuation::Flat(scenario.attenuation)` leaves it as it is.
    ///
    /// # Errors
    /// [`CouplingProblem`]: a classical channel is there already, or a table does not reach.
    ///
    /// ```
    /// use engine::link::channel_plan::{ChannelPlan, Demultiplexer, PAPERS_PLAN, Spacing, read_channels};
    /// use engine::link::spectrum::Attenuation;
    /// use engine::scenario::Scenario;
    /// use engine::sweep::reach;
    ///
    /// let channels = read_channels(PAPERS_PLAN).unwrap();
    /// let plan = ChannelPlan::new(Spacing::Ghz100, Demultiplexer::default(), channels).unwrap();
    /// let fibre = Attenuation::Measured { at_1550_nm: None };
    /// let scenario = Scenario::default().with_channel_plan(plan, 1550.12.try_into().unwrap(), fibre).unwrap();
    /// assert!(reach(&scenario).km().unwrap() > 98.22);
    /// ```
    pub fn with_channel_plan(
        self,
        plan: ChannelPlan,
        quantum: Wavelength,
        attenuation: Attenuation,
    ) -> Result<Scenario, CouplingProblem> {
        Ok(Scenario { plan: Some(Placement::new(plan, quantum, attenuation)?), ..self })
    }
}

impl TryFrom<&Settings> for Scenario {
    type Error = Problems;

    /// The one place where numbers get their units.
    fn try_from(s: &Settings) -> Result<Scenario, Self::Error> {
        let read = || -> Checked<Scenario> {
            let (forward, backward) = (s.quantity(Key::IsoFor)?, s.quantity(Key::IsoBack)?);
            let attenuation = s.quantity(Key::Alpha)?;
            if s.channels().is_some_and(|channels| !channels.is_in(s.band())) {
                return Err((Key::Band, Problem::Conflict(ELSEWHERE)));
            }
            Ok(Scenario {
                band: s.band(),
                attenuation,
                bit_rate: s.quantity(Key::Bitrate)?,
                photons_per_bit: s.quantity(Key::Ncc)?,
                isolation_forward: forward,
                isolation_backward: backward,
                raman: s.quantity(Key::Raman)?,
                dark_count_rate: s.quantity(Key::Dark)?,
                efficiency: s.quantity(Key::Eff)?,
                afterpulsing: s.quantity(Key::Afterpulse)?,
                repetition_rate: s.quantity(Key::Rate)?,
                error_correction: s.quantity(Key::Fec)?,
                misalignment: s.quantity(Key::Misalign)?,
                window: s.window()?,
                caught: s.quantity(Key::Pd)?,
                bandwidth: s.chosen(Key::Bandwidth)?,
                channel_bandwidth: RadiansPerSecond::try_from(TAU * s.quantity::<Hertz>(Key::Filter)?.get())
                    .map_err(|error| (Key::Filter, error.into()))?,
                source: s.source()?,
                key_length: s.key_length()?,
                dispersion: s.quantity(Key::Dispersion)?,
                dispersion_residual: s.quantity(Key::DispersionResidual)?,
                jitter: s.quantity(Key::Jitter)?,
                dead_time: s.quantity(Key::DeadTime)?,
                insertion_loss: s.quantity(Key::Loss)?,
                plan: s.channels().map(|channels| channels.placement(forward, backward, attenuation)),
            })
        };
        read().map_err(|(key, problem)| {
            let mut problems = Problems::new();
            problems.insert(key, problem);
            problems
        })
    }
}

impl TryFrom<&Draft> for Scenario {
    type Error = Problems;

    fn try_from(draft: &Draft) -> Result<Scenario, Self::Error> {
        let (settings, problems) = draft.read();
        if problems.is_empty() { Scenario::try_from(&settings) } else { Err(problems) }
    }
}

impl Default for Scenario {
    fn default() -> Scenario {
        Scenario::try_from(&Settings::default()).expect("the defaults are valid")
    }
}
