//! The class: six steps, each with what there is to know, to try and to answer.

mod lesson;
mod lessons;

pub use lesson::{Changes, Found, Lesson, Stage, Try, shares};
pub use lessons::LESSONS;
