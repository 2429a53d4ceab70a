//! A link in full: every parameter checked, with its unit.

use super::conflict::{CONFLICTS, ELSEWHERE};
use super::draft::Draft;
use super::params::Key;
use super::settings::Settings;
use super::value::{Problem, Problems};
use crate::link::channel_plan::{ChannelPlan, CouplingProblem, Demultiplexer, Effects, Isolations, Placement};
use crate::link::detector::Mode;
use crate::link::fibre::{Band, ClassicalLoss};
use crate::link::filtering::{self, Overlap, Window};
use crate::link::spectrum::{Attenuation, Wavelength};
use crate::protocol::decoy::Composable;
use crate::protocol::finite_key::Epsilons;
use numbers::units::{
    BitsPerSecond, Decibels, DecibelsPerKilometre, Delay, Dispersion, ErrorCorrectionEfficiency, Events, Hertz,
    Isolation, OutOfDomain, Photons, Probability, RadiansPerSecond, RamanCrossSection, Seconds,
};
use serde::{Deserialize, Serialize};

/// A quantity that is fixed, or optimised.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Chosen<T> {
    /// The value with the largest key rate at each distance.
    Optimal,
    /// This value at every distance.
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

/// States that Alice sends and measurements that Bob makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Protocol {
    /// BB84: four states, two in each basis, and a detector for each outcome.
    Bb84,
    /// Three states of two time bins, one of them in the test basis, of whose outcomes one is monitored; see
    /// [`crate::protocol::decoy::three_state`].
    ThreeState,
}

/// An attenuated laser with its intensities.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Laser {
    /// Analysis of the decoy states.
    pub analysis: Analysis,
    /// Mean photon number μ of the signal.
    pub signal: Chosen<Photons>,
    /// Mean photon number ν₁ of the decoy, or of the stronger of two.
    pub decoy: Chosen<Photons>,
    /// Mean photon number ν₂ of the weaker decoy.
    pub weaker_decoy: Photons,
    /// Fraction of the pulses that are signals.
    pub signal_fraction: Chosen<Probability>,
    /// Fraction of the pulses that are the stronger decoy.
    pub decoy_fraction: Chosen<Probability>,
    /// Whether the key counts events without photons, y₀ in (22).
    pub vacuum_term: bool,
}

/// Analysis of decoy states; see [`crate::protocol::decoy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Analysis {
    /// Infinitely many decoys.
    InfiniteDecoys,
    /// Vacuum and weak decoy.
    VacuumWeak,
    /// Two decoys, composable.
    TwoDecoy,
    /// One decoy, composable.
    OneDecoy,
}

/// Size of the key block.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum KeyLength {
    /// The limit of an infinitely long key, without statistical fluctuations.
    Asymptotic,
    /// A key block from a finite number of detections.
    Finite(FiniteKey),
}

/// A key block from a finite number of detections.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct FiniteKey {
    /// Detections N of all intensities and both bases, where no time ends the block.
    pub events: Events,
    /// Time that ends the block, as devices run: N is what they detect in it, and falls with the distance.
    pub block_time: Option<Seconds>,
    /// Probability p_Z of the key basis.
    pub p_z: Chosen<Probability>,
    /// Failure probabilities for the single-photon source, and for vacuum and weak decoy.
    pub epsilons: Epsilons,
    /// Failure probabilities of the composable analyses.
    pub composable: Composable,
}

/// A link in full, every parameter checked and with its unit: all that the engine needs to know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scenario {
    /// Band of the quantum channel.
    pub band: Band,
    /// Attenuation α of the fibre.
    pub attenuation: DecibelsPerKilometre,
    /// Attenuation for the two equal classical signals.
    pub classical_loss: ClassicalLoss,
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
    /// Whether the detectors are free-running; otherwise they are gated.
    pub free_running: bool,
    /// Width of the gate of gated detectors; none where it is the detection window.
    pub gate: Option<Seconds>,
    /// Repetition rate f_q of the source.
    pub repetition_rate: Hertz,
    /// Efficiency f_EC of the error correction.
    pub error_correction: ErrorCorrectionEfficiency,
    /// Misalignment e_d.
    pub misalignment: Probability,
    /// Detection window τ.
    pub window: Window,
    /// Fraction p_d of the signal inside a window of fixed fraction.
    pub caught: Probability,
    /// Bandwidth σ of the photons.
    pub bandwidth: Chosen<RadiansPerSecond>,
    /// Bandwidth σ_f of the WDM channel, where its 3-dB width is not known.
    pub channel_bandwidth: RadiansPerSecond,
    /// 3-dB width of the WDM channel, from which its bandwidth σ_f follows.
    pub filter_width: Option<Hertz>,
    /// Whether neighbouring pulses count as noise.
    pub overlap: Overlap,
    /// The protocol.
    pub protocol: Protocol,
    /// The source.
    pub source: Source,
    /// The size of the key block.
    pub key_length: KeyLength,
    /// Chromatic dispersion D of the fibre.
    pub dispersion: Dispersion,
    /// Fraction of the dispersion that remains after compensation.
    pub dispersion_residual: Probability,
    /// Jitter δ of the detectors.
    pub jitter: Delay,
    /// Dead time of the detectors.
    pub dead_time: Delay,
    /// Insertion loss between fibre and detectors.
    pub insertion_loss: Decibels,
    /// Isolation against a co-propagating channel of a plan beside the quantum channel; none where it is that of the others.
    pub neighbour_forward: Option<Isolation>,
    /// The same against a counter-propagating one.
    pub neighbour_backward: Option<Isolation>,
    /// What the channels of a plan do beside Raman scattering and crosstalk.
    pub effects: Effects,
    /// Classical channels by wavelength, and the quantum channel among them. They replace the two equal ones that the bit rate, the
    /// photons per bit, the isolations and the Raman cross-section describe, and bring the wavelength of the quantum channel and the
    /// attenuation of the fibre.
    pub plan: Option<Placement>,
}

impl Default for Laser {
    /// The laser of the table's defaults.
    fn default() -> Laser {
        Laser {
            analysis: Analysis::VacuumWeak,
            signal: Chosen::Optimal,
            decoy: Chosen::Optimal,
            weaker_decoy: known(0.0),
            signal_fraction: Chosen::Optimal,
            decoy_fraction: Chosen::Optimal,
            vacuum_term: true,
        }
    }
}

impl Default for FiniteKey {
    /// The finite key of the table's defaults.
    fn default() -> FiniteKey {
        FiniteKey {
            events: known(1e10),
            block_time: None,
            p_z: Chosen::Optimal,
            epsilons: Epsilons::default(),
            composable: Composable::default(),
        }
    }
}

/// A quantity of a number that is known to lie in its domain.
fn known<T: TryFrom<f64, Error = OutOfDomain>>(x: f64) -> T {
    // Without the error, whose text would make the page heavier.
    T::try_from(x).unwrap_or_else(|_| panic!("the number lies in the domain of its quantity"))
}

impl Laser {
    /// Mean photon number of the weaker decoy; 0 where the analysis has none.
    pub fn weaker_decoy(&self) -> f64 {
        match self.analysis {
            Analysis::VacuumWeak | Analysis::TwoDecoy => self.weaker_decoy.get(),
            Analysis::InfiniteDecoys | Analysis::OneDecoy => 0.0,
        }
    }
}

impl Scenario {
    /// When the detectors can click.
    pub fn detector_mode(&self) -> Mode {
        match (self.free_running, self.gate) {
            (true, _) => Mode::FreeRunning,
            (false, None) => Mode::GatedByWindow,
            (false, Some(gate)) => Mode::Gated(gate),
        }
    }

    /// Time between a pulse and the next one, s: the period of the source, and half of it where each pulse has two time bins. No window
    /// is longer.
    pub fn pulse_spacing_s(&self) -> f64 {
        let bins = match self.protocol {
            Protocol::Bb84 => 1.0,
            Protocol::ThreeState => 2.0,
        };
        1.0 / (bins * self.repetition_rate.get())
    }

    /// Bandwidth σ_f of the WDM channel: as given, or from its 3-dB width.
    pub fn filter_bandwidth(&self) -> RadiansPerSecond {
        match self.filter_width {
            None => self.channel_bandwidth,
            Some(width) => known(filtering::bandwidth_of_width(width.get())),
        }
    }

    /// Bandwidth over which light of a broad spectrum passes the WDM channel, rad/s: that of (12), or the noise width of a filter of
    /// known 3-dB width.
    pub fn noise_bandwidth(&self) -> RadiansPerSecond {
        match self.filter_width {
            None => self.channel_bandwidth,
            Some(width) => known(filtering::noise_bandwidth_of_width(width.get())),
        }
    }

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

    /// Attenuation of a fibre without a measured curve, for all channels of a plan: α in the band of the quantum channel; where that is the
    /// O band, classical channels in the C band have [`Scenario::classical_loss`].
    pub fn flat_attenuation(&self) -> Attenuation {
        match self.band {
            Band::C => Attenuation::Flat(self.attenuation),
            Band::O => {
                let c = known(self.classical_loss.db_km(Band::O, self.attenuation));
                Attenuation::ByBand { c, o: self.attenuation }
            }
        }
    }

    /// The isolation of the quantum channel from the channels of a plan.
    pub fn demultiplexer(&self) -> Demultiplexer {
        let every = Isolations { forward: self.isolation_forward, backward: self.isolation_backward };
        let neighbour = match (self.neighbour_forward, self.neighbour_backward) {
            (None, None) => None,
            (forward, backward) => Some(Isolations {
                forward: forward.unwrap_or(every.forward),
                backward: backward.unwrap_or(every.backward),
            }),
        };
        Demultiplexer { every, neighbour }
    }
}

impl Scenario {
    /// A scenario whose parameters are still to be put in: every quantity is 1, which lies in all their domains.
    fn unset() -> Scenario {
        Scenario {
            band: Band::C,
            attenuation: known(1.0),
            classical_loss: ClassicalLoss::Standard,
            bit_rate: known(1.0),
            photons_per_bit: known(1.0),
            isolation_forward: known(1.0),
            isolation_backward: known(1.0),
            raman: known(1.0),
            dark_count_rate: known(1.0),
            efficiency: known(1.0),
            afterpulsing: known(1.0),
            free_running: false,
            gate: None,
            repetition_rate: known(1.0),
            error_correction: known(1.0),
            misalignment: known(1.0),
            window: Window::FixedFraction,
            caught: known(1.0),
            bandwidth: Chosen::Optimal,
            channel_bandwidth: known(1.0),
            filter_width: None,
            overlap: Overlap::Counted,
            protocol: Protocol::Bb84,
            source: Source::SinglePhoton,
            key_length: KeyLength::Asymptotic,
            dispersion: known(1.0),
            dispersion_residual: known(1.0),
            jitter: known(1.0),
            dead_time: known(1.0),
            insertion_loss: known(1.0),
            neighbour_forward: None,
            neighbour_backward: None,
            effects: Effects::default(),
            plan: None,
        }
    }
}

impl TryFrom<&Settings> for Scenario {
    type Error = Problems;

    /// Every parameter is put in by its row of the table; then those that are right by themselves are held against each other. All
    /// problems come back, not only the first.
    fn try_from(settings: &Settings) -> Result<Scenario, Problems> {
        let mut scenario = Scenario::unset();
        let mut problems = Problems::new();
        for key in Key::all() {
            if let Err(problem) = scenario.put(key, settings.value(key)) {
                problems.insert(key, problem);
            }
        }
        let channels = settings.channels();
        if channels.is_some_and(|channels| !channels.is_in(settings.band())) {
            problems.entry(Key::Band).or_insert(Problem::Conflict(ELSEWHERE));
        }
        for conflict in &CONFLICTS {
            if (conflict.arises)(&scenario) {
                problems.entry(conflict.blamed).or_insert(Problem::Conflict(conflict.message));
                // The parameters that follow may go together with its default.
                if let Err(problem) = scenario.put(conflict.blamed, settings.default_of(conflict.blamed)) {
                    problems.insert(conflict.blamed, problem);
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        scenario.plan = channels.map(|channels| channels.placement(&scenario));
        Ok(scenario)
    }
}

impl TryFrom<&Draft> for Scenario {
    type Error = Problems;

    /// All problems of the draft: with what was typed, and with values that do not go together.
    fn try_from(draft: &Draft) -> Result<Scenario, Problems> {
        let (settings, mut problems) = draft.read();
        match Scenario::try_from(&settings) {
            Ok(scenario) if problems.is_empty() => Ok(scenario),
            Ok(_) => Err(problems),
            Err(conflicts) => {
                for (key, problem) in conflicts {
                    problems.entry(key).or_insert(problem);
                }
                Err(problems)
            }
        }
    }
}

impl Default for Scenario {
    fn default() -> Scenario {
        Scenario::try_from(&Settings::default()).unwrap_or_else(|_| panic!("the defaults are valid"))
    }
}
