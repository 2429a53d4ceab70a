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
mod settings;
mod slider;
mod value;
mod vary;

pub use channels::{Channels, ChannelsProblem, EIGHT_EACH_WAY, Which};
pub use checked::{Analysis, Chosen, FiniteKey, KeyLength, Laser, Scenario, Source};
pub(crate) use conflict::first_blamed;
pub use device::{ATTENUATION, DEVICE, DeviceParameter, LENGTH};
pub use difference::{Difference, differences};
pub use draft::Draft;
pub use notice::{GIVEN_TWICE, Notice};
pub use params::{Choice, DefaultValue, Domain, Group, ISOLATION, Key, Param, Range, Scale, TABLE};
pub(crate) use preset::BIT_RATES;
pub use preset::{FIGURES, Figure, FigureCurve, View};
pub use settings::Settings;
pub use slider::NOTCHES;
pub use value::{Problem, Problems, Value};
