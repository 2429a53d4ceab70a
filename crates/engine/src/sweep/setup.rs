//! A scenario prepared for many evaluations: what does not depend on the distance, what does not depend on the working point, and the
//! terms of the key rate at one working point.

use super::coordinates::{Coordinate, Coordinates, WorkingPoint};
use super::outcome::{Decoys, Outcome, Statistics};
use crate::link::channel_plan::{Coupling, Direction, Light, LineLoss, Noise};
use crate::link::detector::Mode;
use crate::link::filtering::{self, Overlap, Window};
use crate::link::{crosstalk, detector, effective_length, fibre, raman};
use crate::protocol::decoy::{
    Channel, KeyBounds, Observed, infinite, one_decoy, signal_click, three_state, two_decoy, vacuum_weak,
};
use crate::protocol::finite_key::LONGEST_BLOCK_S;
use crate::protocol::{bb84, finite_key};
use crate::scenario::{Analysis, FiniteKey, KeyLength, Laser, Protocol, Scenario, Source};
use numbers::dual::Real;
use numbers::units::{Events, Seconds};

/// Photons that leave their time bin, counted as noise, of which half is wrong: those in the other bin of their own pulse are all wrong,
/// those in bins of other pulses half of them. Of each kind there are as many, so that three quarters are wrong.
pub(crate) const OTHER_BIN: f64 = 1.5;

/// The numbers of a scenario that do not depend on the distance.
#[derive(Clone)]
pub(super) struct Setup {
    alpha_db_km: f64,
    traffic: Traffic,
    /// Transmittance of Alice's multiplexer, connectors and splices
    at_the_ends: f64,
    dark_counts_hz: f64,
    /// η, with the insertion loss
    efficiency: f64,
    afterpulsing: f64,
    detector_mode: Mode,
    repetition_rate_hz: f64,
    f_ec: f64,
    misalignment: f64,
    window: Opening,
    /// The window of the paper, the only time in which the detectors can click: without jitter, dispersion, neighbours and limits
    paper: Option<FixedFraction>,
    /// Time from a pulse to the next one, where neighbouring pulses count
    period: Option<f64>,
    /// No window is longer
    longest_window: f64,
    /// Width of the gate
    gate: f64,
    /// Whether it was to be wider
    gate_cut: bool,
    /// |β₂|, s²/km
    beta_per_km: f64,
    jitter: f64,
    dead_time: f64,
    protocol: Protocol,
    source: Source,
    key_length: KeyLength,
    pub(super) sigma_f: f64,
    pub(super) coordinates: Coordinates,
}

/// A window that catches a fixed fraction of the photons.
#[derive(Clone, Copy)]
struct FixedFraction {
    p_d: f64,
    sigma_t_tau: f64,
}

/// The classical signals.
#[derive(Clone)]
enum Traffic {
    /// One in each direction, both alike.
    Uniform {
        /// n_CC f_b, 1/s
        received_hz: f64,
        /// Where it is not that of the quantum channel
        other_alpha_db_km: Option<f64>,
        isolation: (f64, f64),
        rho: f64,
        width_nm: f64,
    },
    /// The same, with fixed launch power, or with connectors and splices in the line.
    Lit {
        light: Light,
        alpha_db_km: f64,
        isolation: (f64, f64),
        /// ρ Δλ
        scattered_per_km: f64,
        line: LineLoss,
        raman_unknown: bool,
    },
    /// Each with its wavelength.
    Planned(Coupling),
}

impl Traffic {
    /// Light of the signals at Bob.
    #[inline(always)]
    fn noise(&self, alpha_db_km: f64, transmittance: f64, length_km: f64) -> Noise {
        match *self {
            Traffic::Uniform { received_hz, other_alpha_db_km: None, isolation, rho, width_nm } => Noise {
                raman_forward_hz: raman::forward(received_hz, length_km, rho, width_nm),
                raman_backward_hz: raman::backward(received_hz, alpha_db_km, transmittance, rho, width_nm),
                crosstalk_forward_hz: crosstalk::forward(isolation.0, received_hz),
                crosstalk_backward_hz: crosstalk::backward(isolation.1, received_hz, transmittance),
                ..Noise::default()
            },
            _ => self.noise_beyond_the_paper(alpha_db_km, length_km),
        }
    }

    /// The same of signals unlike the paper's. Apart, so that the search of the paper's curves is small and fast.
    #[inline(never)]
    fn noise_beyond_the_paper(&self, alpha_db_km: f64, length_km: f64) -> Noise {
        match *self {
            Traffic::Uniform { received_hz, other_alpha_db_km, isolation, rho, width_nm } => {
                let classical = other_alpha_db_km.unwrap_or(alpha_db_km);
                let (a, b) = (fibre::per_km(classical), fibre::per_km(alpha_db_km));
                let scattered = |effective_km: f64| received_hz * effective_km * rho * width_nm;
                Noise {
                    raman_forward_hz: scattered(effective_length::received::forward(a, b, length_km)),
                    raman_backward_hz: scattered(effective_length::received::backward(a, b, length_km)),
                    crosstalk_forward_hz: crosstalk::forward(isolation.0, received_hz),
                    crosstalk_backward_hz: crosstalk::backward(
                        isolation.1,
                        received_hz,
                        fibre::transmittance(classical, length_km),
                    ),
                    ..Noise::default()
                }
            }
            Traffic::Lit { light, alpha_db_km: classical, isolation, scattered_per_km, line, raman_unknown } => {
                let (a, b) = (fibre::per_km(classical), fibre::per_km(alpha_db_km));
                // However long the fibre: nothing times the infinite is nothing.
                let raman = |direction| match light.hz * scattered_per_km {
                    0.0 => 0.0,
                    hz_km => hz_km * light.effective_km(direction, a, b, length_km, line),
                };
                let leaks = |zeta: f64, direction| match zeta * light.hz {
                    0.0 => 0.0,
                    hz => hz * light.to_bob(direction, a, length_km, line),
                };
                Noise {
                    raman_forward_hz: raman(Direction::Forward),
                    raman_backward_hz: raman(Direction::Backward),
                    crosstalk_forward_hz: leaks(isolation.0, Direction::Forward),
                    crosstalk_backward_hz: leaks(isolation.1, Direction::Backward),
                    raman_unknown,
                    ..Noise::default()
                }
            }
            Traffic::Planned(ref coupling) => coupling.noise_at(length_km),
        }
    }
}

/// The detection window, ready for the formula.
#[derive(Clone)]
enum Opening {
    FixedFraction(FixedFraction),
    Optimal,
    Fixed { tau: f64 },
}

/// The numbers of a setup at one distance that do not depend on the working point.
pub(super) struct Span<'a> {
    pub(super) setup: &'a Setup,
    length_km: f64,
    transmittance: f64,
    /// A photon's chance to be detected, but for filter and window
    chance: f64,
    /// β₂ L, s²
    beta_length: f64,
    noise: Noise,
    /// η Σ n + 2d, 1/s
    noise_rate_hz: f64,
}

/// Effect of filters and fibre on a photon.
struct Optics<R> {
    p_f: R,
    p_d: R,
    tau: R,
    /// Bandwidth that the pulse seems to have at the detector
    sigma_t: R,
    /// One photon's chance of a click inside the window
    eta: R,
}

/// Noise clicks in one window, and what blinds the detectors.
struct NoiseClicks<R> {
    /// Before it is limited to 1
    unlimited: R,
    /// Photons of neighbouring pulses, part of it
    overlap: R,
    /// Afterpulses, part of it
    after: R,
    /// Clicks that blind, 1/s; none where they are the detections
    blinding_hz: Option<R>,
}

/// The terms of the key rate at one working point; with derivatives where the numbers carry them.
pub(super) struct Terms<R> {
    p_f: R,
    p_d: R,
    pub(super) tau: R,
    /// Probability of a signal click, over all intensities
    pub(super) p_sign: R,
    /// (15) with the neighbouring pulses, before it is limited to 1
    pub(super) unlimited_noise: R,
    p_noise: R,
    /// Parts of it: neighbouring pulses, afterpulses
    p_overlap: f64,
    p_after: f64,
    /// Probability of a detection, before sifting
    gain: R,
    /// p_acc of (4), with sifting
    p_acc: R,
    pub(super) qber: R,
    entropy: R,
    /// Secret bits per event that makes the key
    fraction: R,
    estimate: Option<KeyBounds<R>>,
    awake: R,
}

impl<R: Real> Terms<R> {
    /// Whether there is a key.
    ///
    /// Above a QBER of 1/2 the entropy falls again, and what looks like a key is none.
    pub(super) fn has_key(&self) -> bool {
        self.fraction.value() > 0.0 && self.qber.value() < 0.5 && self.unlimited_noise.value() < 1.0
    }

    /// Secret bits per pulse; negative without a key.
    pub(super) fn bits_per_pulse(&self) -> R {
        self.events_per_pulse() * self.fraction
    }

    /// Events per pulse that make the key.
    pub(super) fn events_per_pulse(&self) -> R {
        self.p_acc * self.awake
    }

    /// Secret bits per event that makes the key; its sign says whether there is one.
    pub(super) fn fraction(&self) -> R {
        self.fraction
    }
}

impl Setup {
    pub(super) fn new(s: &Scenario) -> Setup {
        let sigma_f = s.filter_bandwidth().get();
        let (wavelength_nm, alpha_db_km, traffic) = match &s.plan {
            None => {
                let wavelength_nm = s.band.wavelength_nm();
                let classical = s.classical_attenuation_db_km();
                let isolation = (s.isolation_forward.get(), s.isolation_backward.get());
                let (light, line, rho) = (s.classical_light(), s.line_loss(), s.raman.get());
                let width_nm = raman::channel_width_nm(wavelength_nm, s.noise_bandwidth().get());
                let raman_unknown = s.raman_unknown();
                let traffic = if light.launched || line != LineLoss::IDEAL || raman_unknown {
                    let scattered_per_km = rho * width_nm;
                    Traffic::Lit { light, alpha_db_km: classical, isolation, scattered_per_km, line, raman_unknown }
                } else {
                    Traffic::Uniform {
                        received_hz: light.hz,
                        other_alpha_db_km: (classical != s.attenuation.get()).then_some(classical),
                        isolation,
                        rho,
                        width_nm,
                    }
                };
                (wavelength_nm, s.attenuation.get(), traffic)
            }
            Some(placed) => {
                let coupling = placed.coupling(s.noise_bandwidth());
                (placed.quantum().nm(), coupling.attenuation_db_km, Traffic::Planned(coupling))
            }
        };
        let one_period = s.pulse_spacing_s();
        let period = (s.overlap == Overlap::Counted).then_some(one_period);
        let gate = if let Mode::Gated(gate) = s.detector_mode() { gate.get() } else { f64::INFINITY };
        let window = match s.window {
            Window::FixedFraction => {
                let p_d = s.caught.get();
                Opening::FixedFraction(FixedFraction { p_d, sigma_t_tau: filtering::window_times_bandwidth(p_d) })
            }
            Window::Optimal => Opening::Optimal,
            Window::Open => Opening::Fixed { tau: one_period },
            Window::FixedWidth(tau) => Opening::Fixed { tau: tau.get() },
        };
        let beta_per_km = filtering::dispersed(s.dispersion.get() * s.dispersion_residual.get(), wavelength_nm, 1.0);
        let as_in_the_paper =
            period.is_none() && s.detector_mode() == Mode::GatedByWindow && beta_per_km == 0.0 && s.jitter.get() == 0.0;
        Setup {
            alpha_db_km,
            traffic,
            at_the_ends: fibre::transmittance(s.loss_at_alice_db(), 1.0) * s.line_loss().transmittance(),
            dark_counts_hz: 2.0 * s.open_dark_count_rate(),
            efficiency: s.efficiency.get() * fibre::transmittance(s.loss_at_bob_db(), 1.0),
            afterpulsing: s.afterpulsing.get(),
            detector_mode: s.detector_mode(),
            repetition_rate_hz: s.repetition_rate.get(),
            f_ec: s.error_correction.get(),
            misalignment: s.misalignment.get(),
            paper: match window {
                Opening::FixedFraction(fraction) if as_in_the_paper => Some(fraction),
                _ => None,
            },
            window,
            longest_window: period.unwrap_or(f64::INFINITY).min(if gate.is_finite() {
                gate.min(one_period)
            } else {
                gate
            }),
            // Gates that touch are one gate that is always open.
            gate: gate.min(one_period),
            gate_cut: gate > one_period * (1.0 + 1e-9) && gate.is_finite(),
            period,
            beta_per_km,
            jitter: s.jitter.get(),
            dead_time: s.dead_time.get(),
            protocol: s.protocol,
            source: s.source,
            key_length: s.key_length,
            sigma_f,
            coordinates: Coordinates::new(s),
        }
    }

    /// Whether the key rate has one maximum over the bandwidth: without statistics and decoys it depends on the QBER and on how
    /// much arrives alone.
    pub(super) fn has_one_maximum(&self) -> bool {
        self.depends_on_bandwidth_only() && !self.gate_may_cut() && !self.pulses_overlap()
    }

    /// Whether the bandwidth alone decides: there is neither a basis nor an intensity to choose.
    pub(super) fn depends_on_bandwidth_only(&self) -> bool {
        self.source == Source::SinglePhoton && self.key_length == KeyLength::Asymptotic
    }

    /// Whether even the shortest pulses reach into the windows of their neighbours.
    fn pulses_overlap(&self) -> bool {
        let shortest = filtering::as_seen(self.sigma_f, 0.0, self.jitter);
        self.period.is_some_and(|period| period * shortest < 2.0 * filtering::NEGLIGIBLE)
    }

    /// Whether a window of fixed fraction may reach its gate: on either side of that there may be an optimum.
    fn gate_may_cut(&self) -> bool {
        let gated = matches!(self.detector_mode, Mode::Gated(_));
        gated
            && matches!(self.window, Opening::FixedFraction(_))
            && self.coordinates.free.contains(&Coordinate::Bandwidth)
    }

    /// Longest time of a key block that counts, s, where a number of detections ends the block.
    pub(super) fn block_limit_s(&self) -> Option<f64> {
        match self.key_length {
            KeyLength::Finite(FiniteKey { block_time: None, block_limit, .. }) => block_limit.map(Seconds::get),
            _ => None,
        }
    }

    /// Whether a longer fibre may weaken the noise more than the signal.
    pub(super) fn noise_may_fade(&self) -> bool {
        match &self.traffic {
            Traffic::Planned(coupling) => coupling.may_fade(),
            // Light of a fixed launch power that leaks, and that the fibre attenuates more than the signal.
            Traffic::Lit { light, alpha_db_km, isolation, .. } => {
                light.launched && light.hz > 0.0 && isolation.0 > 0.0 && *alpha_db_km > self.alpha_db_km
            }
            Traffic::Uniform { .. } => false,
        }
    }

    /// Whether the key rate may have several tops, of which any can be the highest.
    pub(super) fn has_several_tops(&self) -> bool {
        let decoys = matches!(self.source, Source::Laser(laser) if laser.analysis == Analysis::OneDecoy)
            && self.coordinates.free.contains(&Coordinate::Decoy);
        decoys || self.gate_may_cut() || self.pulses_overlap()
    }

    /// Whether a window is so close to the longest one that another optimum may be far from it.
    pub(super) fn is_nearly_cut(&self, tau: f64) -> bool {
        tau > 0.5 * self.longest_window
    }

    /// By how much an optimal window is to be shortened for half of the longest one; none if it is not that close to the longest.
    pub(super) fn to_half_the_longest_window(&self, tau: f64) -> Option<f64> {
        // How long it was before it was bounded: see `Span::optics`. Rounding makes it no longer than six times the bound.
        let part = tau / self.longest_window;
        let bounded = (1.0 - part.powi(8)).max(1e-6).powf(0.125) / part;
        self.is_nearly_cut(tau).then_some(0.5 * bounded)
    }

    /// Whether the window would be longer than it can be.
    fn is_cut(&self, tau: f64) -> bool {
        match self.window {
            Opening::FixedFraction(_) => tau == self.longest_window,
            Opening::Optimal => false,
            Opening::Fixed { tau } => tau > self.longest_window,
        }
    }

    #[inline(always)]
    pub(super) fn span(&self, length_km: f64) -> Span<'_> {
        let transmittance = fibre::transmittance(self.alpha_db_km, length_km);
        let noise = self.traffic.noise(self.alpha_db_km, transmittance, length_km);
        let noise_rate_hz = self.efficiency * noise.total_hz() + self.dark_counts_hz;
        let beta_length = self.beta_per_km * length_km;
        let chance = transmittance * self.at_the_ends * self.efficiency;
        Span { setup: self, length_km, transmittance, chance, beta_length, noise, noise_rate_hz }
    }
}

impl Span<'_> {
    pub(super) fn terms<R: Real>(&self, point: &WorkingPoint<R>) -> Terms<R> {
        match self.setup.source {
            Source::SinglePhoton => self.single_photon_terms(point),
            Source::Laser(laser) => self.laser_terms(&laser, point),
        }
    }

    #[inline(always)]
    fn optics<R: Real>(&self, point: &WorkingPoint<R>) -> Optics<R> {
        let s = self.setup;
        let p_f = filtering::in_channel(point.sigma, s.sigma_f);
        let sigma_e = filtering::behind_channel(point.sigma, p_f);
        // Assigned, since the value of the `match` would go through memory, where the call leaves it.
        let (p_d, tau, sigma_t);
        match s.paper {
            Some(FixedFraction { p_d: caught, sigma_t_tau }) => {
                (p_d, tau, sigma_t) = (R::from(caught), R::from(sigma_t_tau) / sigma_e, sigma_e);
            }
            None => (p_d, tau, sigma_t) = self.window_beyond_the_paper(sigma_e, point.window),
        }
        Optics { p_f, p_d, tau, sigma_t, eta: p_f * p_d * self.chance }
    }

    /// p_d, τ and σ_t with jitter, dispersion, any window and its limits. Apart, so that the search of the paper's curves is small and fast.
    #[inline(never)]
    fn window_beyond_the_paper<R: Real>(&self, sigma_e: R, window: R) -> (R, R, R) {
        let s = self.setup;
        let sigma_t = filtering::as_seen(sigma_e, self.beta_length, s.jitter);
        let (p_d, tau) = match s.window {
            Opening::FixedFraction(FixedFraction { p_d, sigma_t_tau }) => {
                (R::from(p_d), R::from(sigma_t_tau) / sigma_t)
            }
            Opening::Optimal => {
                // Smoothly up to the longest window, so that a search feels which way is better.
                let tau = window / sigma_t;
                let square = |x: R| x * x;
                let eighth = square(square(square(tau / s.longest_window)));
                let tau = tau / (eighth + 1.0).sqrt().sqrt().sqrt();
                (filtering::caught(sigma_t, tau), tau)
            }
            Opening::Fixed { tau } => (filtering::caught(sigma_t, R::from(tau)), R::from(tau)),
        };
        if tau.value() > s.longest_window {
            let tau = R::from(s.longest_window);
            return (filtering::caught(sigma_t, tau), tau, sigma_t);
        }
        (p_d, tau, sigma_t)
    }

    /// Noise clicks in one window. `clicks` gives the probability of a click from that of a single photon, over all intensities.
    fn noise_clicks<R: Real>(&self, optics: &Optics<R>, p_sign: R, clicks: impl Fn(R) -> R) -> NoiseClicks<R> {
        let s = self.setup;
        if s.paper.is_none() {
            return self.noise_clicks_beyond_the_paper(optics, p_sign, clicks);
        }
        NoiseClicks {
            unlimited: detector::noise_click(optics.tau, self.noise_rate_hz, p_sign, s.afterpulsing),
            overlap: R::from(0.0),
            after: p_sign * s.afterpulsing,
            blinding_hz: None,
        }
    }

    /// The same with neighbouring pulses, or with clicks outside the window.
    #[inline(never)]
    fn noise_clicks_beyond_the_paper<R: Real>(
        &self,
        optics: &Optics<R>,
        p_sign: R,
        clicks: impl Fn(R) -> R,
    ) -> NoiseClicks<R> {
        let (s, tau) = (self.setup, optics.tau);
        // One photon's chance of a click, whenever it arrives.
        let arrives = optics.p_f * self.chance;
        let neighbours = |window: R| match (s.period, s.protocol) {
            (Some(period), Protocol::Bb84) => filtering::overlapping(optics.sigma_t, window, period),
            (Some(period), Protocol::ThreeState) => filtering::overlapping(optics.sigma_t, window, period) * OTHER_BIN,
            (None, _) => R::from(0.0),
        };
        let of_neighbours = |window: R| match neighbours(window) {
            none if none.value() <= 0.0 => R::from(0.0),
            part => clicks(arrives * part),
        };
        let overlap = of_neighbours(tau);
        let noise = tau * self.noise_rate_hz;
        let (after, blinding_hz) = match s.detector_mode {
            Mode::GatedByWindow => (p_sign * s.afterpulsing, None),
            Mode::Gated(_) => {
                let gate = R::from(s.gate);
                let signal = clicks(arrives * filtering::caught(optics.sigma_t, gate)) + of_neighbours(gate);
                let a_gate = detector::clicks(signal, gate * self.noise_rate_hz, s.afterpulsing);
                (a_gate * s.afterpulsing * tau / gate, Some(a_gate * s.repetition_rate_hz))
            }
            Mode::FreeRunning => {
                let signal = clicks(arrives) * s.repetition_rate_hz;
                let a_second = detector::clicks(signal, R::from(self.noise_rate_hz), s.afterpulsing);
                (tau * a_second * s.afterpulsing, Some(a_second))
            }
        };
        NoiseClicks { unlimited: noise + after + overlap, overlap, after, blinding_hz }
    }

    /// The terms for the ideal source. Apart from the others, so that the search of the bandwidth alone, which every curve of the
    /// paper's main part needs, is small and fast.
    #[inline(always)]
    pub(super) fn single_photon_terms<R: Real>(&self, point: &WorkingPoint<R>) -> Terms<R> {
        let s = self.setup;
        let optics = self.optics(point);
        let Optics { p_f, p_d, tau, eta: p_sign, .. } = optics;
        let noise = self.noise_clicks(&optics, p_sign, |chance| chance);
        let unlimited_noise = noise.unlimited;
        let p_noise = unlimited_noise.at_most(1.0);
        let gain = bb84::accepted(p_sign, p_noise);
        let qber = bb84::qber(p_sign, p_noise, s.misalignment, gain);
        let entropy = qber.binary_entropy();
        let awake = self.awake(gain, noise.blinding_hz);
        let (p_acc, fraction) = match s.key_length {
            KeyLength::Asymptotic => (gain, bb84::secret_fraction(entropy, s.f_ec)),
            KeyLength::Finite(FiniteKey { events, block_time, epsilons, .. }) => {
                let events = self.events(events, block_time, gain, awake);
                let fraction = finite_key::secret_fraction(qber, point.p_z, events, s.f_ec, &epsilons);
                (gain * point.p_z * point.p_z, fraction)
            }
        };
        Terms {
            p_f,
            p_d,
            tau,
            p_sign,
            unlimited_noise,
            p_noise,
            p_overlap: noise.overlap.value(),
            p_after: noise.after.value(),
            gain,
            p_acc,
            qber,
            entropy,
            fraction,
            estimate: None,
            awake,
        }
    }

    fn laser_terms<R: Real>(&self, laser: &Laser, point: &WorkingPoint<R>) -> Terms<R> {
        let analysis = laser.analysis;
        let s = self.setup;
        let optics = self.optics(point);
        let Optics { p_f, p_d, tau, eta, .. } = optics;
        let intensities = point.intensities(analysis);
        // Afterpulses follow the clicks of all intensities alike: decoys are distinguished only later.
        let clicks = |chance: R| {
            let each = intensities.iter().flatten().map(|&(k, p)| p * signal_click(k, chance));
            each.fold(R::from(0.0), |sum, p| sum + p)
        };
        let p_sign = clicks(eta);
        let noise = self.noise_clicks(&optics, p_sign, clicks);
        let unlimited_noise = noise.unlimited;
        let p_noise = unlimited_noise.at_most(1.0);
        let channel = Channel { transmittance: eta, p_noise, misalignment: s.misalignment };
        let observe = |i: usize| {
            let (k, p) = intensities[i].unwrap_or((R::from(0.0), R::from(0.0)));
            channel.observe(k, p)
        };
        let of: [Observed<R>; 3] = [observe(0), observe(1), observe(2)];
        let gain = of[0].probability * of[0].gain + of[1].probability * of[1].gain + of[2].probability * of[2].gain;
        let awake = self.awake(gain, noise.blinding_hz);
        let (events, p_z, epsilons, composable) = match s.key_length {
            KeyLength::Asymptotic => (R::from(f64::INFINITY), R::from(1.0), Default::default(), Default::default()),
            KeyLength::Finite(FiniteKey { events, block_time, epsilons, composable, .. }) => {
                (self.events(events, block_time, gain, awake), point.p_z, epsilons, composable)
            }
        };
        let estimate = match analysis {
            Analysis::InfiniteDecoys => infinite::estimate(&channel, point.signal, s.f_ec),
            Analysis::VacuumWeak => vacuum_weak::estimate(&of, p_z, events, s.f_ec, &epsilons),
            Analysis::TwoDecoy => two_decoy::estimate(&of, p_z, events, s.f_ec, &composable),
            Analysis::OneDecoy if s.protocol == Protocol::ThreeState => {
                let channel = Channel {
                    transmittance: three_state::test_transmittance(eta),
                    p_noise: three_state::test_noise(p_noise, tau * s.dark_counts_hz).at_most(1.0),
                    misalignment: s.misalignment,
                };
                let test = [0, 1].map(|i| channel.observe(of[i].intensity, of[i].probability));
                three_state::estimate(&[of[0], of[1]], &test, p_z, events, s.f_ec, &composable)
            }
            Analysis::OneDecoy => one_decoy::estimate(&[of[0], of[1]], p_z, events, s.f_ec, &composable),
        };
        let qber = estimate.qber;
        let entropy = qber.binary_entropy();
        let fraction = if laser.vacuum_term { estimate.key_fraction } else { estimate.key_fraction - estimate.vacuum };
        Terms {
            p_f,
            p_d,
            tau,
            p_sign,
            unlimited_noise,
            p_noise,
            p_overlap: noise.overlap.value(),
            p_after: noise.after.value(),
            gain,
            p_acc: gain * p_z * p_z,
            qber,
            entropy,
            fraction,
            estimate: Some(estimate),
            awake,
        }
    }

    /// Detections of one key block.
    fn events<R: Real>(&self, events: Events, block_time: Option<Seconds>, gain: R, awake: R) -> R {
        match block_time {
            None => R::from(events.get()),
            Some(time) => gain * awake * (self.setup.repetition_rate_hz * time.get()),
        }
    }

    fn awake<R: Real>(&self, gain: R, blinding_hz: Option<R>) -> R {
        match self.setup.dead_time {
            0.0 => R::from(1.0),
            dead_time => {
                detector::awake(dead_time, blinding_hz.unwrap_or_else(|| gain * self.setup.repetition_rate_hz))
            }
        }
    }

    pub(super) fn outcome(&self, point: &WorkingPoint<f64>) -> Outcome {
        self.outcome_of(point, self.terms(point))
    }

    /// The same for the ideal source.
    #[inline(always)]
    pub(super) fn single_photon_outcome(&self, point: &WorkingPoint<f64>) -> Outcome {
        self.outcome_of(point, self.single_photon_terms(point))
    }

    #[inline(always)]
    fn outcome_of(&self, point: &WorkingPoint<f64>, t: Terms<f64>) -> Outcome {
        let s = self.setup;
        Outcome {
            length_km: self.length_km,
            bandwidth_rad_s: point.sigma,
            window_s: t.tau,
            transmittance: self.transmittance,
            p_channel: t.p_f,
            p_window: t.p_d,
            p_signal: t.p_sign,
            raman_forward_hz: self.noise.raman_forward_hz,
            raman_backward_hz: self.noise.raman_backward_hz,
            crosstalk_forward_hz: self.noise.crosstalk_forward_hz,
            crosstalk_backward_hz: self.noise.crosstalk_backward_hz,
            floor_hz: self.noise.floor_hz,
            four_wave_mixing_hz: self.noise.four_wave_mixing_hz,
            returned_hz: self.noise.returned_hz,
            raman_unknown: self.noise.raman_unknown,
            dark_counts_hz: s.dark_counts_hz,
            efficiency: s.efficiency,
            afterpulsing: s.afterpulsing,
            p_noise: t.p_noise,
            p_overlap: t.p_overlap,
            p_after: t.p_after,
            window_cut: s.is_cut(t.tau),
            gate_cut: s.gate_cut,
            gain: t.gain,
            p_accept: t.p_acc,
            qber: t.qber,
            entropy: t.entropy,
            secret_fraction: t.fraction,
            awake: t.awake,
            signed_rate_bit_s: s.repetition_rate_hz * t.bits_per_pulse(),
            repetition_rate_hz: s.repetition_rate_hz,
            statistics: self.statistics(point, &t),
            decoys: self.decoys(point, &t),
        }
    }

    fn statistics(&self, point: &WorkingPoint<f64>, t: &Terms<f64>) -> Option<Statistics> {
        let KeyLength::Finite(FiniteKey { events, block_time, epsilons, composable, .. }) = self.setup.key_length
        else {
            return None;
        };
        let failure = match self.setup.source {
            Source::Laser(Laser { analysis: Analysis::TwoDecoy | Analysis::OneDecoy, .. }) => composable.sum(),
            _ => epsilons.sum(),
        };
        let events = self.events(events, block_time, t.gain, t.awake);
        let seconds = match block_time {
            None => events / (self.setup.repetition_rate_hz * t.gain * t.awake),
            Some(time) => time.get(),
        };
        // At the reach itself both are the same but for rounding.
        let takes_too_long = seconds > self.setup.block_limit_s().unwrap_or(LONGEST_BLOCK_S) * (1.0 + 1e-6);
        Some(Statistics { p_z: point.p_z, events, collected_in_s: seconds, takes_too_long, failure })
    }

    fn decoys(&self, point: &WorkingPoint<f64>, t: &Terms<f64>) -> Option<Decoys> {
        let (Source::Laser(laser), Some(estimate)) = (self.setup.source, t.estimate) else { return None };
        let [signal, decoy, weaker] = point.intensities(laser.analysis);
        let part = |one: Option<(f64, f64)>, of: fn((f64, f64)) -> f64| one.map(of);
        Some(Decoys {
            signal_intensity: point.signal,
            decoy_intensity: part(decoy, |(k, _)| k),
            weaker_decoy_intensity: part(weaker, |(k, _)| k),
            signal_share: part(signal, |(_, p)| p),
            decoy_share: part(decoy, |(_, p)| p),
            vacuum: estimate.vacuum,
            single_photon: estimate.single_photon,
            phase_error: estimate.phase_error,
        })
    }
}
