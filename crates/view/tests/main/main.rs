//! Charts, the lessons of the class, the inputs of the tools and the texts of the page.

mod chart;
mod inputs;
mod lessons;
mod sentences;
mod texts;
