//! Models: an ONNX file and its card, of which nothing is believed. The first byte says where the one ends and the other begins.
#![no_main]

use forecast::{Card, Scorer, check_onnx};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((share, rest)) = bytes.split_first() else { return };
    let (onnx, card) = rest.split_at(rest.len() * usize::from(*share) / 255);
    let refused = check_onnx(onnx).is_err();
    if let Ok(card) = Card::read(card) {
        let again = Card::read(card.json().as_bytes()).expect("a card that was read can be written");
        assert_eq!(card, again);
        assert!(!refused || Scorer::load(onnx, card).is_err());
    }
});
