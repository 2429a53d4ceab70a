//! Light of the channels of a plan: sums over the classical channels.

use super::{CROSSTALK, Light, RAMAN, both, shares, width};
use crate::explain::Case;
use crate::explain::chain::Chain;
use crate::explain::number::Shown;
use crate::link::channel_plan::{Contribution, Direction, Placement, Slot};
use numbers::quantity::Unit;
use numbers::units::Kilometres;

/// Largest number of channels that are shown one by one.
const MOST: usize = 10;

/// One of the four sums: index and name of its symbol, what it is a sum of, and where it stands.
struct Sum {
    direction: Direction,
    symbol: &'static str,
    says: &'static str,
    source: &'static str,
    hz: f64,
    share: Option<f64>,
}

pub(super) fn explain(chain: &mut Chain, case: &Case, placed: &Placement) -> Light {
    let (s, o) = (case.scenario, case.outcome);
    // The length comes from an outcome, and so from a length.
    let Ok(length) = Kilometres::try_from(o.length_km) else { return Light::default() };
    let coupling = placed.coupling(s.noise_bandwidth());
    let contributions: Vec<Contribution> = coupling.contributions(length).collect();
    if contributions.is_empty() {
        chain.note("No classical channels.");
        return Light::default();
    }
    if contributions.len() > MOST {
        chain.note(format!(
            "Of {} classical channels, the {MOST} with the most noise are shown one by one.",
            contributions.len()
        ));
    }
    width(chain, case.scenario);
    let shown = loudest(&contributions);
    for (one, _) in contributions.iter().zip(&shown).filter(|(_, shown)| **shown) {
        channel(chain, case, placed, one);
    }
    for (one, _) in contributions.iter().zip(&shown).filter(|(_, shown)| !**shown) {
        for (names, hz) in [(RAMAN, one.raman_hz), (CROSSTALK, one.crosstalk_hz)] {
            chain.know(&indexed(names[place(one.direction)], &number(one)), hz);
        }
    }
    let shares = shares(case);
    let sums = [
        (
            Direction::Forward,
            RAMAN[0],
            "Raman scattering, co-propagating",
            "Lasota 2025, (10), summed",
            o.raman_forward_hz,
        ),
        (
            Direction::Backward,
            RAMAN[1],
            "Raman scattering, counter-propagating",
            "Lasota 2025, (11), summed",
            o.raman_backward_hz,
        ),
        (
            Direction::Forward,
            CROSSTALK[0],
            "Crosstalk, co-propagating",
            "Lasota 2025, (13), summed",
            o.crosstalk_forward_hz,
        ),
        (
            Direction::Backward,
            CROSSTALK[1],
            "Crosstalk, counter-propagating",
            "Lasota 2025, (14), summed",
            o.crosstalk_backward_hz,
        ),
    ];
    let mut there = [false; 4];
    for (i, (direction, symbol, says, source, hz)) in sums.into_iter().enumerate() {
        let sum = Sum { direction, symbol, says, source, hz, share: shares[i] };
        there[i] = contributions.iter().any(|one| one.direction == sum.direction);
        if there[i] {
            add(chain, &sum);
        }
    }
    let of = |chain: &mut Chain, what, names: [&'static str; 2], [forward, backward]: [bool; 2], symbol| match (
        forward, backward,
    ) {
        (true, true) => Some(both(chain, what, names, symbol)),
        (true, false) => Some(names[0]),
        (false, true) => Some(names[1]),
        (false, false) => None,
    };
    Light {
        raman: of(chain, "Raman scattering", RAMAN, [there[0], there[1]], r"n_{\mathrm{Ram}}"),
        crosstalk: of(chain, "Crosstalk", CROSSTALK, [there[2], there[3]], r"n_{\mathrm{ct}}"),
    }
}

/// Whether each channel is among those that make most noise.
fn loudest(contributions: &[Contribution]) -> Vec<bool> {
    let noise = |one: &Contribution| one.raman_hz + one.crosstalk_hz;
    let mut shown = vec![false; contributions.len()];
    for _ in 0..MOST {
        let mut next: Option<usize> = None;
        for (i, one) in contributions.iter().enumerate() {
            let louder = next.is_none_or(|next| noise(one) > noise(&contributions[next]));
            if !shown[i] && louder {
                next = Some(i);
            }
        }
        if let Some(next) = next {
            shown[next] = true;
        }
    }
    shown
}

fn add(chain: &mut Chain, sum: &Sum) {
    let equation = format!(r"{} = \sum_{{i}} {}", sum.symbol, indexed(sum.symbol, "i"));
    chain.step(sum.says, &equation, sum.hz, Shown::RATE, sum.source).share = sum.share;
}

fn place(direction: Direction) -> usize {
    match direction {
        Direction::Forward => 0,
        Direction::Backward => 1,
    }
}

/// Channels are counted from one.
fn number(one: &Contribution) -> String {
    (one.channel + 1).to_string()
}

/// A symbol with one more index below: n_Ram^for becomes n_Ram,1^for.
fn indexed(symbol: &str, index: &str) -> String {
    symbol.replacen(r"}^", &format!(r",{index}}}^"), 1)
}

fn channel(chain: &mut Chain, case: &Case, placed: &Placement, one: &Contribution) {
    let i = number(one);
    let classical = placed.plan().channels()[one.channel];
    let slot = Slot::nearest(placed.plan().spacing(), classical.wavelength);
    let name = format!("channel {i} ({slot}, {:.2} nm, {})", classical.wavelength.nm(), one.direction);
    let photons = format!(r"n_{{\mathrm{{CC}},{i}}}");
    let (rate, rho) = (format!("f_{{b,{i}}}"), format!(r"\rho_{{{i}}}"));
    let (alpha, zeta) = (format!(r"\alpha_{{{i}}}"), format!(r"\zeta_{{{i}}}"));
    let mut give = |what: &str, symbol: &str, x: f64, unit: Unit| {
        chain.give(&format!("{what} of channel {i}"), symbol, x, Shown::of(unit).brief(x, 4));
    };
    give("Photons per bit", &photons, classical.photons_per_bit.get(), Unit::None);
    give("Bit rate", &rate, classical.bit_rate.get(), Unit::BitsPerSecond);
    give("Raman cross-section", &rho, one.rho, Unit::PerKmNm);
    give("Fibre loss", &alpha, one.attenuation_db_km, Unit::DecibelsPerKm);
    give("Isolation", &zeta, one.isolation, Unit::Isolation);
    let equal = one.attenuation_db_km == placed.coupling(case.scenario.noise_bandwidth()).attenuation_db_km;
    let way = place(one.direction);
    let (length, launched, source) = match (one.direction, equal) {
        (Direction::Forward, true) => ("L".to_owned(), String::new(), "Lasota 2025, (10)"),
        (Direction::Forward, false) => (
            format!(
                r"\frac{{10^{{\left({alpha} - \alpha\right) L/10}} - 1}}{{\left({alpha} - \alpha\right) \ln 10/10}}"
            ),
            String::new(),
            "Lasota 2025, (10), for unequal losses",
        ),
        (Direction::Backward, _) => (
            format!(r"\frac{{10^{{{alpha} L/10}} - 10^{{-\alpha L/10}}}}{{\left({alpha} + \alpha\right) \ln 10/10}}"),
            format!(r" \cdot 10^{{{alpha} L/10}}"),
            if equal { "Lasota 2025, (11)" } else { "Lasota 2025, (11), for unequal losses" },
        ),
    };
    let light = format!("{photons} {rate}");
    chain.step(
        &format!("Raman scattering of {name}, photons at Bob"),
        &format!(r"{} = {light} {rho} \Delta\lambda {length}", indexed(RAMAN[way], &i)),
        one.raman_hz,
        Shown::RATE,
        source,
    );
    chain.step(
        &format!("Crosstalk of {name}"),
        &format!("{} = {zeta} {light}{launched}", indexed(CROSSTALK[way], &i)),
        one.crosstalk_hz,
        Shown::RATE,
        if way == 0 { "Lasota 2025, (13)" } else { "Lasota 2025, (14)" },
    );
}
