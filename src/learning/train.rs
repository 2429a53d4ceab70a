//! What was learnt, as files.

use super::messages::ModelFiles;
use crate::forecast::{Card, CardErrors, LinkWindows, Model, Rows, Scored, write_onnx};
use crate::monitoring::WindowWidth;

/// The model and its card, with how far it is off on every link that it can predict.
pub(super) fn files(model: &Model, learnt: &[&LinkWindows], links: &[LinkWindows]) -> ModelFiles {
    let features = model.recipe.inputs.features();
    let errors = links.iter().filter_map(|link| {
        let rows = Rows::of(link, &features).ok()?;
        let predicted = model.predict(&rows);
        let is_learnt = learnt.iter().any(|known| known.link == link.link);
        let scored = Scored::of(link, is_learnt, rows, predicted, model.scaler.rate)?;
        Some(CardErrors { link: scored.link, learnt: is_learnt, errors: scored.errors })
    });
    let onnx = write_onnx(model);
    let card = Card::of(model, &onnx, learnt, WindowWidth::STANDARD, errors.collect());
    ModelFiles { onnx, card: card.json().into_bytes() }
}
