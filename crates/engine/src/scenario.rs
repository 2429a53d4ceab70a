//! A link in full: the table of parameters, drafts, settings and scenarios, and the figures of the paper.

mod channels;
mod checked;
mod conflict;
mod device;
mod difference;
mod draft;
mod notice;
mod params;
mod preset;
mod slider;
mod vary;

pub use channels::{Channels, ChannelsProblem, EIGHT_EACH_WAY, Which};
pub use checked::{Analysis, Chosen, FiniteKey, KeyLength, Laser, Scenario, Source};
pub(crate) use conflict::first_blamed;
pub use device::{ATTENUATION, DEVICE, DeviceParameter, LENGTH};
pub use difference::{Difference, differences};
pub use draft::{Draft, Problem, Problems, Settings, Value};
pub use notice::Notice;
pub use params::{Choice, DefaultValue, Domain, Group, Key, Param, Range, Scale, TABLE};
pub(crate) use preset::BIT_RATES;
pub use preset::{FIGURES, Figure, FigureCurve, View};
pub use slider::NOTCHES;
