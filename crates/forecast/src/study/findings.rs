//! Findings of the thesis, and whether they hold on other data.

use super::{CaseKind, LinkParts, StudyResult};
use serde::{Deserialize, Serialize};

/// A finding of the thesis, or one about the recipe with mixed rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyFinding {
    /// The finding.
    pub claim: String,
    /// The thesis's number for it, if any.
    pub published: Option<f64>,
    /// The same number on these data.
    pub found: f64,
    /// Meaning of the number.
    pub what: String,
    /// Whether it holds on these data.
    pub holds: bool,
}

/// Relative difference of MAE above which a model counts as better or worse.
const NOTICEABLE: f64 = 0.05;
/// Factor of MAE above which extrapolation counts as much worse.
const COSTLY: f64 = 2.0;

/// The findings that these cases can decide.
pub fn findings(parts: &LinkParts, tried: &[StudyResult]) -> Vec<StudyFinding> {
    let case = |kind: CaseKind| tried.iter().find(|tried| tried.case.kind == kind);
    let scored = |kind: CaseKind, link: &str, other_loss: bool| case(kind)?.of_link(link, other_loss);
    let mae = |kind: CaseKind, link: &str, other_loss: bool| Some(scored(kind, link, other_loss)?.errors.mae);
    let ratio = |a: Option<f64>, b: Option<f64>| Some(a? / b?);
    let LinkParts { middle, third, low, fifth, .. } = parts;
    let mut all = Vec::new();
    let mut add = |claim: &str, what: &str, published: Option<f64>, found: Option<f64>, holds: fn(f64) -> bool| {
        all.extend(found.map(|found| StudyFinding {
            claim: claim.to_owned(),
            what: what.to_owned(),
            published,
            found,
            holds: holds(found),
        }));
    };
    add(
        "history lowers the MAE",
        "MAE with history / without",
        Some(43.733839 / 54.889449),
        ratio(mae(CaseKind::History, middle, false), mae(CaseKind::Plain, middle, false)),
        |x| x < 1.0 - NOTICEABLE,
    );
    add(
        "laser power adds nothing",
        "MAE with laser power / without",
        Some(43.713529 / 43.733839),
        ratio(mae(CaseKind::LaserPower, middle, false), mae(CaseKind::History, middle, false)),
        |x| x > 1.0 - NOTICEABLE,
    );
    add(
        "extrapolation is much worse than interpolation",
        "MAE of the link outside / of the link inside the trained losses",
        Some(331.537441 / 53.369622),
        ratio(
            mae(CaseKind::Extrapolation, low, true).or(mae(CaseKind::Extrapolation, low, false)),
            mae(CaseKind::Interpolation, middle, false),
        ),
        |x| x > COSTLY,
    );
    add(
        "a lower link loss improves the prediction of an interpolated link",
        "MAE with the loss of the middle link / with its own",
        Some(40.411869 / 48.440184),
        ratio(mae(CaseKind::Interpolation, fifth, true), mae(CaseKind::Interpolation, fifth, false)),
        |x| x < 1.0,
    );
    add(
        "the right link loss does not save an extrapolated link",
        "MAE with its own loss / with a wrong one",
        Some(244.48759 / 331.537441),
        ratio(mae(CaseKind::Extrapolation, low, false), mae(CaseKind::Extrapolation, low, true)),
        |x| x > 0.5,
    );
    add(
        "a third training link improves the unseen link",
        "MAE after three links / after two",
        Some(46.865394 / 48.440184),
        ratio(mae(CaseKind::Three, fifth, false), mae(CaseKind::Interpolation, fifth, false)),
        |x| x < 1.0,
    );
    let mean = |kind: CaseKind| {
        let scored = &case(kind)?.scored;
        Some(scored.iter().map(|one| one.errors.relative_mae()).sum::<f64>() / scored.len() as f64)
    };
    add(
        "the simplified network is worse",
        "relative MAE of the simplified network / of the optimised one, mean of the links",
        None,
        ratio(mean(CaseKind::ThreeSimplified), mean(CaseKind::Three)),
        |x| x > 1.0 + NOTICEABLE,
    );
    let relative = |kind: CaseKind, link: &str| Some(scored(kind, link, false)?.errors.relative_mae());
    for (link, published) in [(third, 0.061), (fifth, 0.039)] {
        add(
            &format!("link {link}, unseen, is predicted as well as in the thesis"),
            "MAE / mean key rate",
            Some(published),
            relative(CaseKind::Three, link),
            if published > 0.05 { |x| x < 0.061 } else { |x| x < 0.039 },
        );
        add(
            &format!("link {link}, unseen, is predicted as well as in the thesis if rows are mixed"),
            "MAE / mean key rate",
            Some(published),
            relative(CaseKind::ThreeMixed, link),
            if published > 0.05 { |x| x < 0.061 } else { |x| x < 0.039 },
        );
    }
    let worst = |kind: CaseKind| {
        let ratios = case(kind)?.scored.iter().filter_map(|one| Some(one.errors.mae / one.persistence_mae?));
        ratios.reduce(f64::max)
    };
    for (kind, name) in [(CaseKind::Three, "the thesis's recipe"), (CaseKind::ThreeMixed, "mixed rows")] {
        add(
            &format!("{name}: better than persistence, on every link"),
            "MAE / MAE of persistence, of the worst link",
            None,
            worst(kind),
            |x| x < 1.0,
        );
    }
    all
}
