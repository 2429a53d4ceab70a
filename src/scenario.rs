//! A span in full: the one table of parameters, drafts and scenarios, the figures of the paper, the address of a page.

mod channels;
mod checked;
mod claim;
mod conclusions;
mod describe;
mod device;
mod difference;
mod draft;
mod link_address;
mod params;
mod pin;
mod plan;
mod preset;
mod quantity;
mod slider;
mod vary;

pub use channels::{Channels, ChannelsProblem, EIGHT_EACH_WAY, Which};
pub use checked::{Analysis, Chosen, KeyLength, Laser, Scenario, Source};
pub use claim::{Claim, Verdict};
pub use describe::describe_table;
pub use device::{ATTENUATION, DEVICE, DeviceParameter, LENGTH};
pub use difference::{Difference, differences};
pub use draft::{Draft, Problem, Problems, Settings, Value};
pub use link_address::{Address, EXTRAS, Extras, Notice, SHARE, View, Zoom, read_address, write_address};
pub use params::{Choice, DefaultValue, Domain, Group, Key, Param, Range, Scale, TABLE};
pub use pin::{MAX_NAME, MAX_PINS, MAX_PINS_LENGTH, Pin, PinProblem};
pub use plan::{Hue, Plan, Planned};
pub use preset::{Curve as FigureCurve, FIGURES, Figure};
pub use quantity::{
    NotAQuantity, Unit, format_count, format_decibels, format_duration, format_quantity, parse_quantity,
};
pub use slider::NOTCHES;
