//! A span in full: the one table of parameters, drafts and scenarios, the figures of the paper, the address of a page.

mod checked;
mod claim;
mod describe;
mod draft;
mod link_address;
mod params;
mod plan;
mod preset;
mod quantity;
mod slider;

pub use checked::{Analysis, Chosen, KeyLength, Laser, Scenario, Source};
pub use claim::{Claim, Verdict};
pub use describe::describe_table;
pub use draft::{Draft, Problem, Problems, Settings, Value};
pub use link_address::{Address, Notice, View, Zoom, read_address, write_address};
pub use params::{Choice, DefaultValue, Domain, Group, Key, Param, Range, Scale, TABLE};
pub use plan::{Plan, Planned};
pub use preset::{Curve as FigureCurve, FIGURES, Figure};
pub use quantity::{NotAQuantity, Unit, format_count, format_quantity, parse_quantity};
pub use slider::NOTCHES;
