//! From the key rate to what is left of it for those who need it, and the margins.

use super::chain::Chain;
use super::number::Shown;
use super::{Case, Section, chain_of};
use crate::scenario::Scenario;
use crate::sweep::{Authentication, Delivered, Margin, Reach, Supply, TAG_BITS};
use numbers::quantity::Unit;

const RATE: Shown = Shown::Prefixed(Unit::BitsPerSecond);
const KM: Shown = Shown::Plain("km");
const DEFINITION: &str = "definition";
/// Of what a search found.
const FOUND: &str = "found by search: with it the demand is met exactly";

/// The chain of formulas that leads to what a link delivers of a demand: that of [`explain`](super::explain()), then the authentication, what
/// is left, and, of the link as it is, the margins. `scenario` is the link of `delivered`.
///
/// ```
/// use engine::explain::explain_demand;
/// use engine::scenario::{Scenario, Settings};
/// use engine::sweep::{Authentication, Demand, supply};
/// let demand = Demand { needed: 1e6.try_into().unwrap(), authentication: Authentication::Rate(1e3) };
/// let supply = supply(&Settings::default(), 50.0.try_into().unwrap(), demand).unwrap();
/// let sections = explain_demand(&Scenario::default(), &supply, &supply.now);
/// let steps = &sections.last().unwrap().steps;
/// assert_eq!(steps[0].equation().text(), "R_net = K - R_auth = 7.736e6 - 1000 = 7.74 Mbit/s");
/// ```
pub fn explain_demand(scenario: &Scenario, supply: &Supply, delivered: &Delivered) -> Vec<Section> {
    let case = Case { scenario, outcome: &delivered.outcome };
    let mut chain = chain_of(&case);
    chain.section("Demand");
    if delivered.outcome.key_rate_bit_s().is_some() {
        left(&mut chain, supply, delivered);
    } else {
        chain.note("There is no key, and nothing to deliver.");
    }
    if *delivered == supply.now {
        margins(&mut chain, supply);
    }
    chain.sections
}

fn left(chain: &mut Chain, supply: &Supply, delivered: &Delivered) {
    let taken = delivered.authentication_bit_s;
    let authentication = match supply.demand.authentication {
        Authentication::Rate(0.0) => "",
        Authentication::Rate(_) => {
            chain.give("Key that the authentication takes", r"R_{\mathrm{auth}}", taken, RATE.brief(taken, 12));
            r" - R_{\mathrm{auth}}"
        }
        Authentication::TagsPerBlock(tags) => {
            let tags = f64::from(tags);
            chain.give(
                "Authentication tags for each key block",
                r"n_{\mathrm{tag}}",
                tags,
                Shown::NUMBER.brief(tags, 12),
            );
            chain.step(
                "Key that the authentication takes",
                &format!(r"R_{{\mathrm{{auth}}}} = \frac{{{TAG_BITS} n_{{\mathrm{{tag}}}}}}{{t_N}}"),
                taken,
                RATE,
                "Wegman and Carter 1981; Portmann 2014",
            );
            r" - R_{\mathrm{auth}}"
        }
    };
    let net = delivered.outcome.signed_rate_bit_s - taken;
    let step =
        chain.step("Key that is left", &format!(r"R_{{\mathrm{{net}}}} = K{authentication}"), net, RATE, DEFINITION);
    if net <= 0.0 {
        step.note = Some("Not positive: all of it goes to the authentication.".into());
        return;
    }
    let needed = supply.demand.needed.get();
    chain.give("Key that is needed", r"R_{\mathrm{need}}", needed, RATE.brief(needed, 12));
    chain.step(
        "What is left by what is needed",
        r"m = \frac{R_{\mathrm{net}}}{R_{\mathrm{need}}}",
        supply.factor(delivered),
        Shown::NUMBER,
        DEFINITION,
    );
}

fn margins(chain: &mut Chain, supply: &Supply) {
    let length_km = supply.length.get();
    if let Margin::Decibels(extra_db) = supply.margin {
        let margin = Shown::Plain("dB").brief(extra_db, 6);
        chain.give(&format!("Margin of loss, {FOUND}"), r"x", extra_db, margin);
        chain.find(
            "Loss per length with which the demand is met exactly, for the quantum channel and as much more for classical light",
            r"\alpha_{\mathrm{max}} = \alpha + \frac{x}{L}",
            Shown::Plain("dB/km"),
            DEFINITION,
        );
    }
    if let Reach::UpTo(longest) = supply.longest {
        chain.give(&format!("Longest fibre, {FOUND}"), r"L_{\mathrm{max}}", longest, KM.brief(longest, 6));
        chain.step("Margin of length", r"\Delta_L = L_{\mathrm{max}} - L", longest - length_km, KM, DEFINITION);
    }
}
