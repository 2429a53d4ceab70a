//! The files of a trained model.

use forecast::{Card, CardErrors, LinkWindows, Model, write_onnx};
use monitoring::WindowWidth;
use wire::learning::ModelFiles;

/// The model and its card, with how far it is off on every link that it can predict.
pub(super) fn files(model: &Model, learnt: &[&LinkWindows], links: &[LinkWindows]) -> ModelFiles {
    let errors = links.iter().filter_map(|link| {
        let scored = model.score(link, learnt.iter().any(|known| known.link == link.link)).ok()?;
        Some(CardErrors::of(&scored))
    });
    let onnx = write_onnx(model);
    let card = Card::of(model, &onnx, learnt, WindowWidth::STANDARD, errors.collect());
    ModelFiles { onnx, card: card.json().into_bytes() }
}
