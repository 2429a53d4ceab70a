//! Messages between page and workers: what is understood is written as it was understood.
//!
//! Messages to start from are written to the folder that the variable KEYSPAN_SEEDS names.
#![no_main]

mod seeds;

use engine::scenario::Settings;
use engine::sweep::{MapRequest, Portion, Question, SurveyRequest};
use serde::{Serialize, de::DeserializeOwned};
use wire::batch::{Batch, Report};
use wire::curves::CurveTask;
use wire::questions::{ToolAnswer, ToolTask};
use wire::{VERSION, decode, encode};

libfuzzer_sys::fuzz_target!(init: seed(), |bytes: &[u8]| {
    // Any other version is refused at once.
    let _ = decode::<Batch<CurveTask>>(bytes);
    let message = [&VERSION.to_le_bytes(), bytes].concat();
    check::<Batch<CurveTask>>(&message);
    check::<Batch<ToolTask>>(&message);
    check::<Report<ToolAnswer>>(&message);
    // What the tools put into a batch.
    check::<Settings>(&message);
    check::<Question>(&message);
    check::<MapRequest>(&message);
    check::<SurveyRequest>(&message);
    check::<Portion>(&message);
});

fn seed() {
    if let Some(folder) = std::env::var_os("KEYSPAN_SEEDS") {
        seeds::write_to(folder.as_ref()).expect("the folder for the seeds can be written");
    }
}

/// Compares bytes, for a NaN is not equal to itself.
fn check<T: Serialize + DeserializeOwned>(message: &[u8]) {
    let Ok(understood) = decode::<T>(message) else { return };
    let written = encode(&understood).expect("what was decoded can be encoded");
    let again: T = decode(&written).expect("what was encoded can be decoded");
    assert_eq!(encode(&again), Ok(written));
}
