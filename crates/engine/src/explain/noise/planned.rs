//! Light of the channels of a plan: sums over the classical channels.

use super::{CROSSTALK, Light, RAMAN, Way, both, shares, width};
use crate::explain::Case;
use crate::explain::chain::Chain;
use crate::explain::number::Shown;
use crate::explain::signal::{LINE, give_line};
use crate::link::channel_plan::{
    ClassicalChannel, Contribution, Coupling, Direction, Effects, LineLoss, Placement, Power, Slot,
};
use crate::link::fibre::transmittance;
use crate::link::spectrum::RamanSpectrum;
use numbers::quantity::Unit;
use numbers::units::Kilometres;

/// Largest number of channels that are shown one by one.
const MOST: usize = 10;

const FLOOR: &str = r"n_{\mathrm{floor}}^{\mathrm{for}}";
const MIXING: &str = r"n_{\mathrm{FWM}}^{\mathrm{for}}";
const RETURNED: &str = r"n_{\mathrm{ret}}^{\mathrm{back}}";

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
        for (symbol, hz) in parts(one, placed) {
            chain.know(&indexed(symbol, &number(one)), hz);
        }
    }
    let products = mixing(chain, &coupling, length);
    let shares = shares(case);
    let sums = [
        (RAMAN[0], "Raman scattering, co-propagating", "Lasota 2025, (10), summed", o.raman_forward_hz, 0),
        (RAMAN[1], "Raman scattering, counter-propagating", "Lasota 2025, (11), summed", o.raman_backward_hz, 1),
        (CROSSTALK[0], "Crosstalk, co-propagating", "Lasota 2025, (13), summed", o.crosstalk_forward_hz, 2),
        (CROSSTALK[1], "Crosstalk, counter-propagating", "Lasota 2025, (14), summed", o.crosstalk_backward_hz, 3),
        (FLOOR, "Floor of the co-propagating transmitters", "definition", o.floor_hz, 6),
        (MIXING, "Four-wave mixing, co-propagating", "Shibata 1987, summed", o.four_wave_mixing_hz, 7),
        (RETURNED, "Backscattering and reflection, counter-propagating", "definition", o.returned_hz, 8),
    ];
    let all: Vec<&str> = contributions.iter().flat_map(|one| parts(one, placed)).map(|(symbol, _)| symbol).collect();
    let there = |symbol: &str| all.contains(&symbol) || (symbol == MIXING && products);
    for (symbol, says, source, hz, share) in sums.into_iter().filter(|(symbol, ..)| there(symbol)) {
        let equation = format!(r"{symbol} = \sum_{{i}} {}", indexed(symbol, "i"));
        chain.step(says, &equation, hz, Shown::RATE, source).share = shares[share];
    }
    other_spectrum(chain, case, placed, length);
    let of = |chain: &mut Chain, what, names: [&'static str; 2], symbol| match names.map(there) {
        [true, true] => Some(both(chain, what, names, symbol)),
        [true, false] => Some(names[0]),
        [false, true] => Some(names[1]),
        [false, false] => None,
    };
    Light {
        raman: of(chain, "Raman scattering", RAMAN, r"n_{\mathrm{Ram}}"),
        crosstalk: of(chain, "Crosstalk", CROSSTALK, r"n_{\mathrm{ct}}"),
        more: [FLOOR, MIXING, RETURNED].into_iter().filter(|symbol| there(symbol)).collect(),
    }
}

/// Says what the other Raman spectrum makes of the same channels: how much the choice of one leaves open.
fn other_spectrum(chain: &mut Chain, case: &Case, placed: &Placement, length: Kilometres) {
    let effects = *placed.plan().effects();
    let (raman, name) = match effects.raman {
        RamanSpectrum::Measured => (RamanSpectrum::Gain, "from the gain"),
        RamanSpectrum::Gain => (RamanSpectrum::Measured, "measured"),
        RamanSpectrum::Unknown => return,
    };
    let plan = placed.plan().clone().with_effects(Effects { raman, ..effects });
    let Ok(coupling) = plan.coupling(placed.quantum(), placed.attenuation(), case.scenario.noise_bandwidth()) else {
        return;
    };
    let other = coupling.noise(length);
    let (here, there) = (
        case.outcome.raman_forward_hz + case.outcome.raman_backward_hz,
        other.raman_forward_hz + other.raman_backward_hz,
    );
    if here > 0.0 && here != there {
        chain.note(format!(
            "With the other Raman spectrum ({name}) scattering is {:.2} times as strong: no published text known to us settles which is \
             right.",
            there / here
        ));
    }
}

/// The parts of the noise of a channel that are counted, with the symbols of their sums.
fn parts(one: &Contribution, placed: &Placement) -> Vec<(&'static str, f64)> {
    let (way, effects) = (place(one.direction), placed.plan().effects());
    let forward = one.direction == Direction::Forward;
    let returned = effects.rayleigh.get() > 0.0 || effects.reflectance.get() > 0.0;
    let raman = one.rho.map(|_| (RAMAN[way], one.raman_hz));
    let floor = (forward && effects.osnr.is_some()).then_some((FLOOR, one.floor_hz));
    let returned = (!forward && returned).then_some((RETURNED, one.returned_hz));
    raman.into_iter().chain([(CROSSTALK[way], one.crosstalk_hz)]).chain(floor).chain(returned).collect()
}

/// Makes the products of four-wave mixing known, the strongest first; whether there are any.
fn mixing(chain: &mut Chain, coupling: &Coupling, length: Kilometres) -> bool {
    let mut products: Vec<(f64, [usize; 3])> =
        coupling.mixing_hz(length).zip(coupling.mixing()).map(|(hz, one)| (hz, one.channels)).collect();
    products.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some((_, [i, j, k])) = products.first() else { return false };
    chain.note(format!(
        "Four-wave mixing is an upper bound: aligned polarisations, carriers without modulation, {} products anywhere in the slot. They \
         are not shown one by one; the strongest is of channels {}, {} and {}, and term {MOST}, if there is one, is all that follow \
         together.",
        products.len(),
        i + 1,
        j + 1,
        k + 1
    ));
    let rest: f64 = products.iter().skip(MOST - 1).map(|(hz, _)| hz).sum();
    let shown = products.iter().take(MOST - 1).map(|(hz, _)| *hz);
    for (index, hz) in shown.chain((products.len() >= MOST).then_some(rest)).enumerate() {
        chain.know(&indexed(MIXING, &(index + 1).to_string()), hz);
    }
    true
}

/// Whether each channel is among those that make most noise.
fn loudest(contributions: &[Contribution]) -> Vec<bool> {
    let noise = Contribution::total_hz;
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
    let (rho, alpha, zeta) = (format!(r"\rho_{{{i}}}"), format!(r"\alpha_{{{i}}}"), format!(r"\zeta_{{{i}}}"));
    let light = light(chain, &classical, &i);
    if let Ok(length) = Kilometres::try_from(case.outcome.length_km) {
        chain.note(format!(
            "Power of channel {i}: {}.",
            classical.powers(one.attenuation_db_km, length, placed.plan().effects().line)
        ));
    }
    let mut give = |what: &str, symbol: &str, x: f64, unit: Unit| {
        chain.give(&format!("{what} of channel {i}"), symbol, x, Shown::of(unit).brief(x, 4));
    };
    if let Some(x) = one.rho {
        give("Raman cross-section", &rho, x, Unit::PerKmNm);
    }
    give("Fibre loss", &alpha, one.attenuation_db_km, Unit::DecibelsPerKm);
    give("Isolation", &zeta, one.isolation, Unit::Isolation);
    let equal = one.attenuation_db_km == placed.coupling(case.scenario.noise_bandwidth()).attenuation_db_km;
    let launched = classical.light().launched;
    let way = place(one.direction);
    let line = placed.plan().effects().line != LineLoss::IDEAL;
    if line {
        give_line(chain, case.scenario);
    }
    let path = Way { alpha: &alpha, equal, launched, line };
    let (length, source) = path.length(one.direction);
    match one.rho {
        Some(_) => {
            chain.step(
                &format!("Raman scattering of {name}, photons at Bob"),
                &format!(r"{} = {light} {rho} \Delta\lambda {length}", indexed(RAMAN[way], &i)),
                one.raman_hz,
                Shown::RATE,
                source,
            );
        }
        None => chain.note(format!("Caution: Raman scattering of {name} is not known, and left out.")),
    }
    let at_bob = path.at_bob(one.direction);
    chain.step(
        &format!("Crosstalk of {name}"),
        &format!("{} = {zeta} {light}{at_bob}", indexed(CROSSTALK[way], &i)),
        one.crosstalk_hz,
        Shown::RATE,
        if way == 0 { "Lasota 2025, (13)" } else { "Lasota 2025, (14)" },
    );
    let growth = path.growth();
    let passed = if line { format!(r" \cdot 10^{{-{LINE}/10}}") } else { String::new() };
    let t = if chain.knows(r"T_{\mathrm{F}}") { r"T_{\mathrm{F}}" } else { "T" };
    for (symbol, hz) in parts(one, placed) {
        let symbol_of_one = indexed(symbol, &i);
        if symbol == FLOOR {
            floor(chain, placed);
            let wavelength = classical.wavelength.nm();
            let label = format!("Wavelength of channel {i}");
            chain.give(&label, &format!(r"\lambda_{{{i}}}"), wavelength, Shown::Plain("nm").brief(wavelength, 12));
            let equation = format!(
                r"{symbol_of_one} = {light}{growth} \frac{{\lambda}}{{\lambda_{{{i}}}}} \frac{{\Delta\lambda}}{{0.1}} \frac{{{t} r_{{\mathrm{{mux}}}}}}{{R_{{\mathrm{{OSNR}}}}}}{passed}"
            );
            let says = format!("Floor of the transmitter of {name}");
            chain.step(&says, &equation, hz, Shown::RATE, "definition");
        } else if symbol == RETURNED {
            let effects = placed.plan().effects();
            let (captured, reflectance) = (effects.rayleigh.get(), effects.reflectance.get());
            let shown = |x: f64, unit: Unit| Shown::of(unit).brief(x, 6);
            chain.give("Rayleigh backscattering", r"S_{\mathrm{R}}", captured, shown(captured, Unit::PerKm));
            chain.give("Reflection at Bob", r"R_{\mathrm{c}}", reflectance, shown(reflectance, Unit::Isolation));
            let label = format!("Isolation of channel {i}, sent back");
            let isolation = one.isolation_forward;
            let zeta = format!(r"\zeta_{{{i}}}^{{\mathrm{{for}}}}");
            chain.give(&label, &zeta, isolation, shown(isolation, Unit::Isolation));
            let equation = format!(
                r"{symbol_of_one} = {zeta} {light}{growth} \left(S_{{\mathrm{{R}}}} \frac{{1 - 10^{{-2 {alpha} L/10}}}}{{2 {alpha} \ln 10/10}}{passed} + R_{{\mathrm{{c}}}}\right)"
            );
            let says = format!("Light of {name} that fibre and connectors send back");
            chain.step(&says, &equation, hz, Shown::RATE, "beyond the paper");
        }
    }
}

/// What the floors of all transmitters have in common.
fn floor(chain: &mut Chain, placed: &Placement) {
    let effects = placed.plan().effects();
    let osnr = effects.osnr.map_or(f64::INFINITY, |osnr| 1.0 / transmittance(osnr.get(), 1.0));
    let rejection = effects.floor_rejection.get();
    chain.give("OSNR in 0.1 nm", r"R_{\mathrm{OSNR}}", osnr, Shown::NUMBER.brief(osnr, 6));
    chain.give(
        "Rejection of the floor",
        r"r_{\mathrm{mux}}",
        rejection,
        Shown::of(Unit::Isolation).brief(rejection, 6),
    );
}

/// Gives the light of a channel; its symbol.
fn light(chain: &mut Chain, classical: &ClassicalChannel, i: &str) -> String {
    let mut give = |what: &str, symbol: &str, x: f64, shown: Shown| {
        chain.give(&format!("{what} of channel {i}"), symbol, x, shown.brief(x, 4));
    };
    match classical.power {
        Power::PhotonsPerBit(photons) => {
            let (per_bit, rate) = (format!(r"n_{{\mathrm{{CC}},{i}}}"), format!("f_{{b,{i}}}"));
            give("Photons per bit", &per_bit, photons.get(), Shown::of(Unit::None));
            give("Bit rate", &rate, classical.bit_rate.get(), Shown::of(Unit::BitsPerSecond));
            format!("{per_bit} {rate}")
        }
        Power::Received(dbm) => {
            let symbol = format!("N_{{{i}}}");
            give(&format!("Received photons ({} dBm)", dbm.get()), &symbol, classical.light().hz, Shown::RATE);
            symbol
        }
        Power::Launched(dbm) => {
            let symbol = format!("N_{{{i}}}");
            give(&format!("Launched photons ({} dBm)", dbm.get()), &symbol, classical.light().hz, Shown::RATE);
            symbol
        }
    }
}
