//! Charts, and the lessons of the class.

mod chart;
mod lessons;
