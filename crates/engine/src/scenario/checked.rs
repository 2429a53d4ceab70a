//! A link in full: every parameter checked, with its unit.

use super::channels::Channels;
use super::conflict::{CONFLICTS, ELSEWHERE, MEASURED_IN_SILICA};
use super::draft::Draft;
use super::params::Key;
use super::settings::Settings;
use super::value::{Problem, Problems};
use crate::link::channel_plan::{
    ChannelPlan, CouplingProblem, Demultiplexer, Effects, Isolations, Light, LineLoss, Placement, Power, Powers,
    photons_hz,
};
use crate::link::detector::Mode;
use crate::link::fibre::{Band, ClassicalLoss, Fibre};
use crate::link::filtering::{self, Overlap, Window};
use crate::link::loss_budget::Losses;
use crate::link::spectrum::{Attenuation, Wavelength};
use crate::protocol::decoy::Composable;
use crate::protocol::finite_key::{Epsilons, LONGEST_BLOCK_S};
use numbers::units::{
    BitsPerSecond, DecibelMilliwatts, Decibels, DecibelsPerKilometre, Delay, Dispersion, ErrorCorrectionEfficiency,
    Events, Hertz, Isolation, Kilometres, OutOfDomain, Photons, Probability, RadiansPerSecond, RamanCrossSection,
    Seconds,
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
    /// Longest time of a block that counts for the reach, where a number of detections ends it; none without a limit.
    pub block_limit: Option<Seconds>,
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
    /// Kind of fibre.
    pub fibre: Fibre,
    /// Attenuation α of the fibre.
    pub attenuation: DecibelsPerKilometre,
    /// Attenuation for the two equal classical signals.
    pub classical_loss: ClassicalLoss,
    /// Bit rate f_b of each classical signal.
    pub bit_rate: BitsPerSecond,
    /// Photons per bit n_CC at the classical receiver.
    pub photons_per_bit: Photons,
    /// How the power of the classical signals is given.
    pub power: GivenPower,
    /// Power of each classical signal, where it is given in dBm.
    pub power_dbm: DecibelMilliwatts,
    /// Isolation ζ_for against the co-propagating signal.
    pub isolation_forward: Isolation,
    /// Isolation ζ_back against the counter-propagating signal.
    pub isolation_backward: Isolation,
    /// Raman cross-section ρ.
    pub raman: RamanCrossSection,
    /// Dark count rate of one detector, per second as [`Scenario::dark_clocked`] says.
    pub dark_count_rate: Hertz,
    /// Whether the dark counts are per second of the clock, of which the gates are open for a part only.
    pub dark_clocked: bool,
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
    /// Insertion loss of Bob.
    pub insertion_loss: Decibels,
    /// Losses of single parts of the link.
    pub line: Losses,
    /// Isolation against a co-propagating channel of a plan beside the quantum channel; none where it is that of the others.
    pub neighbour_forward: Option<Isolation>,
    /// The same against a counter-propagating one.
    pub neighbour_backward: Option<Isolation>,
    /// Isolation against a co-propagating channel two slots from the quantum channel; none where it is that of the others.
    pub second_forward: Option<Isolation>,
    /// The same against a counter-propagating one.
    pub second_backward: Option<Isolation>,
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
            block_limit: Some(one_month()),
            p_z: Chosen::Optimal,
            epsilons: Epsilons::default(),
            composable: Composable::default(),
        }
    }
}

/// 30 days: what a key block may take at most where nothing else is said.
pub(super) fn one_month() -> Seconds {
    known(LONGEST_BLOCK_S)
}

/// How the power of the two equal classical signals is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum GivenPower {
    /// Photons per bit at the receiver, as in the paper.
    #[default]
    PhotonsPerBit,
    /// Power at the receiver in dBm.
    Received,
    /// Power launched into the fibre in dBm.
    Launched,
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

    /// The power of each of the two equal classical signals.
    pub fn classical_power(&self) -> Power {
        match self.power {
            GivenPower::PhotonsPerBit => Power::PhotonsPerBit(self.photons_per_bit),
            GivenPower::Received => Power::Received(self.power_dbm),
            GivenPower::Launched => Power::Launched(self.power_dbm),
        }
    }

    /// Its photons per second, at the end at which they are fixed. The classical signals are at 1550 nm.
    pub fn classical_light(&self) -> Light {
        let of_dbm = || photons_hz(self.power_dbm.get(), Band::C.wavelength_nm());
        match self.power {
            GivenPower::PhotonsPerBit => {
                Light { hz: self.photons_per_bit.get() * self.bit_rate.get(), launched: false }
            }
            GivenPower::Received => Light { hz: of_dbm(), launched: false },
            GivenPower::Launched => Light { hz: of_dbm(), launched: true },
        }
    }

    /// The power of each of the two equal classical signals in every way, on a fibre of this length.
    ///
    /// ```
    /// use engine::scenario::{Scenario, Settings};
    /// let of = |link| Scenario::try_from(&Settings::from_query(link).0).unwrap().powers(50.0.try_into().unwrap());
    /// assert_eq!(of("").to_string(), "-18.9 dBm launched, -28.9 dBm received, 1,000 photons per bit");
    /// assert!((of("power=launched").received_dbm + 10.0).abs() < 1e-9);
    /// // Connectors and splices count.
    /// assert!((of("power=launched&connectors=4&connector_loss=0.5").received_dbm + 12.0).abs() < 1e-9);
    /// ```
    pub fn powers(&self, length: Kilometres) -> Powers {
        let (nm, alpha) = (Band::C.wavelength_nm(), self.classical_attenuation_db_km());
        self.classical_light().powers(nm, self.bit_rate.get(), alpha, length, self.line_loss())
    }

    /// Whether the two equal classical signals scatter in a way that is not known: in hollow-core fibre without ρ.
    pub fn raman_unknown(&self) -> bool {
        self.fibre == Fibre::HollowCore && self.raman.get() == 0.0 && self.classical_light().hz > 0.0
    }

    /// Attenuation of the fibre for the two equal classical signals, dB/km.
    pub fn classical_attenuation_db_km(&self) -> f64 {
        self.classical_loss.db_km(self.band, self.attenuation)
    }

    /// Dark count rate d of one detector while it can click, 1/s: where it is given per second of the clock, the gates of width τ_gate
    /// are open for the fraction τ_gate f_q of it.
    ///
    /// $$ d = \frac{d_{clock}}{\min(1, \tau_{gate} f_q)} $$
    ///
    /// ```
    /// use engine::scenario::{Scenario, Settings};
    /// let link = "dark=1kHz&dark_per=clocked&gate=200ps&rate=1GHz";
    /// let scenario = Scenario::try_from(&Settings::from_query(link).0).unwrap();
    /// assert!((scenario.open_dark_count_rate() - 5e3).abs() < 1e-9);
    /// ```
    pub fn open_dark_count_rate(&self) -> f64 {
        match self.detector_mode() {
            Mode::Gated(gate) if self.dark_clocked => {
                self.dark_count_rate.get() / (gate.get() * self.repetition_rate.get()).min(1.0)
            }
            _ => self.dark_count_rate.get(),
        }
    }

    /// The same link with this much more attenuation of the fibre for light of every wavelength, dB/km; negative for less. None where
    /// nothing would be left, or where the attenuation is the measured one, which is no number.
    pub(crate) fn with_more_attenuation(&self, db_km: f64) -> Option<Scenario> {
        let (alpha, classical) = (self.attenuation.get(), self.classical_attenuation_db_km());
        // Less for one is less of the same fibre for the other.
        let classical = if db_km < 0.0 { classical * (1.0 + db_km / alpha) } else { classical + db_km };
        let (attenuation, classical) = ((alpha + db_km).try_into().ok()?, classical.try_into().ok()?);
        let classical_loss = match (self.classical_loss, self.band) {
            // It follows by itself.
            (ClassicalLoss::Quantum, _) | (ClassicalLoss::Standard(_), Band::C) => self.classical_loss,
            _ => ClassicalLoss::Own(classical),
        };
        let mut more = Scenario { attenuation, classical_loss, ..self.clone() };
        if let Some(placed) = &self.plan {
            if matches!(placed.attenuation(), Attenuation::Measured { .. }) {
                return None;
            }
            more.plan = Some(Placement::new(placed.plan().clone(), placed.quantum(), more.flat_attenuation()).ok()?);
        }
        Some(more)
    }

    /// Connectors and splices, half of them on either side of the fibre.
    pub fn line_loss(&self) -> LineLoss {
        LineLoss::of_db(self.line.line_db())
    }

    /// What the channels of a plan do on this link, with its connectors and splices.
    pub fn plan_effects(&self) -> Effects {
        Effects { line: self.line_loss(), ..self.effects }
    }

    /// Loss that damps the quantum signal and no noise of the fibre, dB.
    pub const fn loss_at_alice_db(&self) -> f64 {
        self.line.multiplexer.get()
    }

    /// Loss behind the fibre, which damps signal and noise alike, dB: demultiplexer, filters and Bob.
    pub fn loss_at_bob_db(&self) -> f64 {
        self.insertion_loss.get() + self.line.demultiplexer.get()
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
        let effects = Effects { line: self.line_loss(), ..*plan.effects() };
        Ok(Scenario { plan: Some(Placement::new(plan.with_effects(effects), quantum, attenuation)?), ..self })
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
        let other = |forward: Option<Isolation>, backward: Option<Isolation>| match (forward, backward) {
            (None, None) => None,
            (forward, backward) => Some(Isolations {
                forward: forward.unwrap_or(every.forward),
                backward: backward.unwrap_or(every.backward),
            }),
        };
        Demultiplexer {
            every,
            neighbour: other(self.neighbour_forward, self.neighbour_backward),
            second: other(self.second_forward, self.second_backward),
        }
    }
}

impl Scenario {
    /// A scenario whose parameters are still to be put in: every quantity is 1, which lies in all their domains.
    fn unset() -> Scenario {
        Scenario {
            band: Band::C,
            fibre: Fibre::Standard,
            attenuation: known(1.0),
            classical_loss: ClassicalLoss::Quantum,
            bit_rate: known(1.0),
            photons_per_bit: known(1.0),
            power: GivenPower::PhotonsPerBit,
            power_dbm: known(1.0),
            isolation_forward: known(1.0),
            isolation_backward: known(1.0),
            raman: known(1.0),
            dark_count_rate: known(1.0),
            dark_clocked: false,
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
            line: Losses::default(),
            neighbour_forward: None,
            neighbour_backward: None,
            second_forward: None,
            second_backward: None,
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
        if scenario.fibre == Fibre::HollowCore && channels.is_some_and(Channels::is_measured) {
            problems.entry(Key::FibreType).or_insert(Problem::Conflict(MEASURED_IN_SILICA));
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
