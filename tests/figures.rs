//! Every conclusion of the paper that a figure states, checked against our curves.

use keyspan::scenario::FIGURES;
use keyspan::sweep::{CurveRequest, curve};

#[test]
fn what_the_paper_concludes() {
    let mut report = String::new();
    for figure in &FIGURES {
        let curves: Vec<_> = figure
            .scenarios(&figure.settings())
            .expect("a figure of valid parameters")
            .into_iter()
            .map(|(index, band, scenario)| ((index, band), curve(&CurveRequest { scenario, points: 200 })))
            .collect();
        let curves: Vec<_> = curves.iter().map(|(id, curve)| (*id, curve)).collect();
        for claim in figure.claims {
            let verdict = claim.check(&curves).expect("all curves are there");
            let word = if verdict.holds { "holds" } else { "differs" };
            report += &format!("Fig. {} {word}: {} Found: {}.\n", figure.id, claim.says, verdict.found);
            // A claim is never called true for want of curves.
            assert_eq!(claim.check(&[]), None);
        }
    }
    insta::assert_snapshot!(report);
}
