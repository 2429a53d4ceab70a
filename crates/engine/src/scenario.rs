//! A link in full: the table of parameters, drafts, settings and scenarios, the figures of the paper, and presets.

mod channels;
mod checked;
mod conflict;
mod device;
mod difference;
mod draft;
mod notice;
mod params;
mod preset;
mod presets;
mod settings;
mod slider;
mod value;
mod vary;

pub use channels::{Channels, ChannelsProblem, EIGHT_EACH_WAY, Which};
pub use checked::{Analysis, Chosen, FiniteKey, GivenPower, KeyLength, Laser, Protocol, Scenario, Source};
pub(crate) use conflict::{first_blamed, go_together};
pub use device::{ATTENUATION, COW_PRESETS, CowPreset, DEVICE, DeviceParameter, LENGTH};
pub use difference::{Difference, differences};
pub use draft::Draft;
pub use notice::{GIVEN_TWICE, Notice};
pub use params::{Choice, DefaultValue, Domain, Group, ISOLATION, Key, Param, Range, Scale, TABLE};
pub(crate) use preset::BIT_RATES;
pub use preset::{FIGURES, Figure, FigureCurve, PAPERS_MODEL, View};
pub use presets::{DEVICE_PRESETS, Preset, STARTING_POINTS, Sourced, TYPICAL};
pub use settings::{Settings, Version};
pub use slider::NOTCHES;
pub use value::{Problem, Problems, Value};
