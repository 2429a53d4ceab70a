//! Scores a model on the links.

use forecast::{Card, Feature, LinkWindows, ScoreProblem, Scorer};
use wasm_bindgen::JsCast;
use web_sys::DedicatedWorkerGlobalScope;
use wire::learning::{LearningError, ModelFacts, ModelFiles, ScoreReport};

/// Prepares a model.
///
/// # Errors
/// Why file and card cannot be used.
pub(super) fn load(files: &ModelFiles) -> Result<Scorer, LearningError> {
    let card = Card::read(&files.card).map_err(LearningError::refused)?;
    Scorer::load(&files.onnx, card).map_err(LearningError::refused)
}

/// Predicts the links that the model can predict.
///
/// # Errors
/// Why it can predict none.
pub(super) fn score(
    scorer: &Scorer,
    links: &[LinkWindows],
    losses: &[(String, f64)],
) -> Result<ScoreReport, LearningError> {
    let (mut scored, mut notes, mut milliseconds) = (Vec::new(), Vec::new(), 0.0);
    let window_min = scorer.card().window_min;
    for link in links {
        if link.windows.width.minutes() != window_min {
            return Err(LearningError::OtherWindows(window_min));
        }
        let what_if = losses.iter().find(|(name, _)| *name == link.link).map(|(_, loss)| *loss);
        let link = link.with_loss(what_if);
        let before = clock();
        match scorer.score(&link) {
            Ok(one) => {
                notes.extend(one.note());
                scored.push(one);
            }
            Err(ScoreProblem::Rows(problem)) => notes.push(problem.to_string()),
            Err(ScoreProblem::Model(problem)) => return Err(LearningError::refused(problem)),
        }
        milliseconds += clock() - before;
    }
    Ok(ScoreReport { facts: facts(scorer.card()), scored, notes, milliseconds })
}

/// Milliseconds since the worker was started.
fn clock() -> f64 {
    let scope = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().ok();
    scope.and_then(|scope| scope.performance()).map_or(0.0, |performance| performance.now())
}

fn facts(card: &Card) -> ModelFacts {
    let training = card.training.as_ref();
    ModelFacts {
        made_by: card.made_by.clone(),
        features: card.features(),
        level: card.level().copied().filter(|_| card.features().contains(&Feature::Baseline)),
        window_min: card.window_min,
        learnt: training.map(|training| training.links.clone()).unwrap_or_default(),
        recipe: training.map(|training| training.recipe),
        rows: training.map_or(0, |training| training.rows_learnt),
        fingerprint: card.model_sha256.clone(),
    }
}
