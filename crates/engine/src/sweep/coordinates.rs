//! The quantities to optimise, as unbounded numbers: the maximiser moves freely, and every point that it can reach is valid.

use crate::link::filtering::Window;
use crate::scenario::{Analysis, Chosen, FiniteKey, KeyLength, Laser, Scenario, Source};
use numbers::dual::{Dual, Real};

/// Intensity of the weak decoy relative to the signal where the analysis puts no price on its weakness (vacuum and weak): the optimum
/// would be
/// infinitely weak, which no device could realise.
const WEAK: f64 = 0.1;

/// No best decoy is weaker than this part of the signal.
const WEAKEST: f64 = 1e-4;
/// No best signal is brighter than this, in photons above the decoys.
const BRIGHTEST: f64 = 3.0;
/// No best signal is dimmer than this, the least that can be set. Where there is no key nothing else would keep a search from signals
/// so dim that their square is zero.
const DIMMEST: f64 = 1e-6;
/// Bounds of ln(σ_t τ): a window that catches a thousandth of the pulse, and one that misses 1e-40 of it.
const WINDOWS: (f64, f64) = (-6.3, 3.0);

/// Largest number of coordinates.
pub(super) const MOST: usize = 7;

/// All coordinates, free or not, by [`Coordinate`].
pub(super) type Place = [f64; MOST];

/// The coordinates, by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coordinate {
    /// ln σ
    Bandwidth,
    /// Logit of the place of ln(σ_t τ) between its bounds
    Window,
    /// Logit of p_Z
    Basis,
    /// Logit of how far μ is above its bound
    Signal,
    /// Logit of the place of ν₁ between its bounds
    Decoy,
    /// Logit of the signals' fraction of the pulses that are not fixed
    SignalShare,
    /// Logit of the decoy's fraction of the rest
    DecoyShare,
}

const ALL: [Coordinate; MOST] = [
    Coordinate::Bandwidth,
    Coordinate::Window,
    Coordinate::Basis,
    Coordinate::Signal,
    Coordinate::Decoy,
    Coordinate::SignalShare,
    Coordinate::DecoyShare,
];

/// Working point: the quantities that are optimised, or fixed by the user.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct WorkingPoint<R> {
    /// σ, rad/s
    pub(super) sigma: R,
    /// σ_t τ of an optimal window, rad
    pub(super) window: R,
    /// p_Z
    pub(super) p_z: R,
    /// μ
    pub(super) signal: R,
    /// ν₁
    pub(super) decoy: R,
    /// ν₂
    pub(super) weaker: f64,
    /// Fractions of signal and decoy
    pub(super) shares: (R, R),
}

impl<R: Real> WorkingPoint<R> {
    /// The working point where only the bandwidth is optimised: single photons and an asymptotic key.
    pub(super) fn of_bandwidth(sigma: R) -> WorkingPoint<R> {
        let (none, all) = (R::from(0.0), R::from(1.0));
        WorkingPoint { sigma, window: none, p_z: all, signal: all, decoy: none, weaker: 0.0, shares: (all, none) }
    }

    /// Intensities that count, with their fractions: signal, decoy, weaker decoy.
    pub(super) fn intensities(&self, analysis: Analysis) -> [Option<(R, R)>; 3] {
        let (zero, one) = (R::from(0.0), R::from(1.0));
        match analysis {
            Analysis::InfiniteDecoys => [Some((self.signal, one)), None, None],
            Analysis::VacuumWeak => {
                [Some((self.signal, one)), Some((self.decoy, zero)), Some((R::from(self.weaker), zero))]
            }
            Analysis::TwoDecoy => {
                let (p_1, p_2) = self.shares;
                [Some((self.signal, p_1)), Some((self.decoy, p_2)), Some((R::from(self.weaker), one - p_1 - p_2))]
            }
            Analysis::OneDecoy => [Some((self.signal, self.shares.0)), Some((self.decoy, one - self.shares.0)), None],
        }
    }
}

fn fixed<T: Into<f64>>(chosen: Chosen<T>) -> Option<f64> {
    match chosen {
        Chosen::Optimal => None,
        Chosen::Fixed(x) => Some(x.into()),
    }
}

/// The number, or the nearer bound.
fn within<R: Real>(x: R, bounds: (f64, f64)) -> R {
    x.at_least(bounds.0).at_most(bounds.1)
}

fn logistic<R: Real>(x: R) -> R {
    R::from(1.0) / ((-x).exp() + 1.0)
}

fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// Which coordinates of a scenario are free, and the values of the others.
#[derive(Debug, Clone)]
pub(super) struct Coordinates {
    pub(super) free: Vec<Coordinate>,
    sigma: Option<f64>,
    best_window: bool,
    p_z: Option<f64>,
    signal: Option<f64>,
    decoy: Option<f64>,
    /// Whether ν₁ is a part of μ
    decoy_follows: bool,
    weaker: f64,
    signal_share: Option<f64>,
    decoy_share: Option<f64>,
    ln_sigma_f: f64,
    /// Bounds of ln σ
    pub(super) bandwidths: (f64, f64),
}

impl Coordinates {
    pub(super) fn new(s: &Scenario) -> Coordinates {
        let p_z = match s.key_length {
            KeyLength::Asymptotic => Some(1.0),
            KeyLength::Finite(FiniteKey { p_z, .. }) => fixed(p_z),
        };
        let ln_sigma_f = s.filter_bandwidth().get().ln();
        let mut coordinates = Coordinates {
            free: Vec::new(),
            sigma: fixed(s.bandwidth),
            best_window: s.window == Window::Optimal,
            p_z,
            signal: Some(1.0),
            decoy: Some(0.0),
            decoy_follows: false,
            weaker: 0.0,
            signal_share: Some(1.0),
            decoy_share: Some(0.0),
            ln_sigma_f,
            // Without noise the optimal pulse is infinitely long; a millionth of the channel loses 1e-12 of the photons.
            bandwidths: (ln_sigma_f + 1e-6f64.ln(), ln_sigma_f + 1e3f64.ln()),
        };
        if let Source::Laser(laser) = s.source {
            coordinates.add(&laser, s.key_length == KeyLength::Asymptotic);
        }
        let is_free = |coordinate: &Coordinate| match coordinate {
            Coordinate::Bandwidth => coordinates.sigma.is_none(),
            Coordinate::Window => coordinates.best_window,
            Coordinate::Basis => coordinates.p_z.is_none(),
            Coordinate::Signal => coordinates.signal.is_none(),
            Coordinate::Decoy => coordinates.decoy.is_none() && !coordinates.decoy_follows,
            Coordinate::SignalShare => coordinates.signal_share.is_none(),
            Coordinate::DecoyShare => coordinates.decoy_share.is_none(),
        };
        coordinates.free = ALL.into_iter().filter(is_free).collect();
        coordinates
    }

    fn add(&mut self, laser: &Laser, asymptotic: bool) {
        self.signal = fixed(laser.signal);
        self.weaker = laser.weaker_decoy();
        if laser.analysis != Analysis::InfiniteDecoys {
            self.decoy = fixed(laser.decoy);
        }
        let free_of_charge =
            laser.analysis == Analysis::VacuumWeak || (laser.analysis == Analysis::TwoDecoy && asymptotic);
        self.decoy_follows = free_of_charge && self.decoy.is_none();
        // Without statistical fluctuations the optimal decoys are infinitely rare: all pulses that are not fixed as decoys are signals.
        if laser.analysis == Analysis::TwoDecoy {
            self.decoy_share = fixed(laser.decoy_fraction).or(asymptotic.then_some(0.0));
        }
        if matches!(laser.analysis, Analysis::TwoDecoy | Analysis::OneDecoy) {
            let rest = 1.0 - self.decoy_share.unwrap_or(0.0);
            self.signal_share = fixed(laser.signal_fraction).or(asymptotic.then_some(rest));
        }
    }

    /// The working point at a place, from a number for each coordinate.
    pub(super) fn point<R: Real>(&self, at: impl Fn(Coordinate) -> R) -> WorkingPoint<R> {
        // μ > ν₁ + ν₂ and ν₁ > ν₂, whichever of them are fixed.
        let least = (self.decoy.unwrap_or(self.weaker) + self.weaker).max(DIMMEST);
        let signal = match self.signal {
            Some(fixed) => R::from(fixed),
            None => logistic(at(Coordinate::Signal)) * BRIGHTEST + least,
        };
        let decoy = match self.decoy {
            Some(fixed) => R::from(fixed),
            None if self.decoy_follows => (signal - 2.0 * self.weaker) * WEAK + self.weaker,
            None => {
                let place = logistic(at(Coordinate::Decoy)) * (1.0 - WEAKEST) + WEAKEST;
                (signal - 2.0 * self.weaker) * place + self.weaker
            }
        };
        let signal_share = match self.signal_share {
            Some(fixed) => R::from(fixed),
            None => logistic(at(Coordinate::SignalShare)) * (1.0 - self.decoy_share.unwrap_or(0.0)),
        };
        let decoy_share = match self.decoy_share {
            Some(fixed) => R::from(fixed),
            None => logistic(at(Coordinate::DecoyShare)) * (R::from(1.0) - signal_share),
        };
        WorkingPoint {
            sigma: match self.sigma {
                Some(fixed) => R::from(fixed),
                None => within(at(Coordinate::Bandwidth), self.bandwidths).exp(),
            },
            window: if self.best_window {
                (logistic(at(Coordinate::Window)) * (WINDOWS.1 - WINDOWS.0) + WINDOWS.0).exp()
            } else {
                R::from(0.0)
            },
            p_z: match self.p_z {
                Some(fixed) => R::from(fixed),
                None => logistic(at(Coordinate::Basis)),
            },
            signal,
            decoy,
            weaker: self.weaker,
            shares: (signal_share, decoy_share),
        }
    }

    /// Moves a place to where all its coordinates have an effect: the bandwidth within its bounds, no logit beyond this. Further out there
    /// is no slope that would lead a search back.
    pub(super) fn limit(&self, place: &mut Place, logit: f64) {
        for coordinate in &self.free {
            let bounds = if *coordinate == Coordinate::Bandwidth { self.bandwidths } else { (-logit, logit) };
            let x = &mut place[*coordinate as usize];
            *x = within(*x, bounds);
        }
    }

    /// The place with the window longer by a factor, where the window is free.
    pub(super) fn with_window(&self, place: &Place, factor: f64) -> Option<Place> {
        const WINDOW: usize = Coordinate::Window as usize;
        if !self.free.contains(&Coordinate::Window) {
            return None;
        }
        let part = logistic(place[WINDOW]) + factor.ln() / (WINDOWS.1 - WINDOWS.0);
        let mut changed = *place;
        changed[WINDOW] = logit(within(part, (0.01, 0.99)));
        Some(changed)
    }

    /// The working point at a place, without derivatives.
    pub(super) fn at(&self, place: &Place) -> WorkingPoint<f64> {
        self.point(|coordinate| place[coordinate as usize])
    }

    /// The working point at a place, with derivatives with respect to the free coordinates, of which there are at most `N`.
    pub(super) fn with_derivatives<const N: usize>(&self, place: &Place) -> WorkingPoint<Dual<N>> {
        let variable = |coordinate: Coordinate| {
            let index = self.free.iter().position(|free| *free == coordinate).unwrap_or(N);
            if index < N {
                Dual::variable(index, place[coordinate as usize], 1.0)
            } else {
                Dual::from(place[coordinate as usize])
            }
        };
        self.point(variable)
    }

    /// Places where a search may start when nothing is known: a coarse grid over all that is free.
    pub(super) fn seeds(&self) -> Vec<Place> {
        let few = |coordinate: &Coordinate| -> Vec<f64> {
            match coordinate {
                Coordinate::Bandwidth => [0.03, 0.15, 0.8].map(|part: f64| self.ln_sigma_f + part.ln()).to_vec(),
                Coordinate::Window => vec![logit((2f64.ln() - WINDOWS.0) / (WINDOWS.1 - WINDOWS.0))],
                Coordinate::Basis => [0.7, 0.9, 0.98].map(logit).to_vec(),
                Coordinate::Signal => [0.05, 0.4].map(|photons| logit(photons / BRIGHTEST)).to_vec(),
                // The vacuum bound of one decoy is 0 or more: a maximum for each, far apart for very many events.
                Coordinate::Decoy => [0.012, 0.08, 0.35].map(logit).to_vec(),
                Coordinate::SignalShare => [0.3, 0.75].map(logit).to_vec(),
                Coordinate::DecoyShare => vec![logit(0.6)],
            }
        };
        let mut seeds = vec![[0.0; MOST]];
        for coordinate in &self.free {
            let values = few(coordinate);
            let with = |seed: &Place, value: f64| {
                let mut seed = *seed;
                seed[*coordinate as usize] = value;
                seed
            };
            seeds = seeds
                .iter()
                .flat_map(|seed| values.iter().map(|value| with(seed, *value)).collect::<Vec<_>>())
                .collect();
        }
        seeds
    }
}

#[cfg(test)]
mod tests {
    use crate::scenario::Scenario;
    use crate::scenario::Settings;
    use crate::sweep::outcome;

    #[test]
    fn the_best_signals_are_what_fixed_decoys_leave() {
        for (link, signal, decoy) in [
            ("v=1&source=wcp&analysis=two_decoy", 1.0, Some(0.0)),
            ("v=1&source=wcp&analysis=two_decoy&p_decoy=0.3", 0.7, Some(0.3)),
            ("v=1&source=wcp&analysis=two_decoy&p_signal=0.6", 0.6, Some(0.0)),
            ("v=1&source=wcp&analysis=one_decoy&p_decoy=0.3", 1.0, Some(0.0)),
        ] {
            let scenario = Scenario::try_from(&Settings::from_query(link).0).unwrap();
            let decoys = outcome(&scenario, 20.0.try_into().unwrap()).unwrap().decoys.unwrap();
            assert_eq!(decoys.signal_share, Some(signal), "{link}");
            assert_eq!(decoys.decoy_share, decoy, "{link}");
        }
    }
}
