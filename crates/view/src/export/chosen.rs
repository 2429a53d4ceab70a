//! The names of the page's curves and settings in files and captions.

use crate::address::{Address, write_address};
use crate::pin::Pin;
use crate::plan::{Plan, Planned};
use engine::scenario::{Settings, View};

/// The link to this state of the page: a fragment after `base`, the address of the page, or alone where that is empty.
///
/// ```
/// use view::address::Address;
/// use view::export::shared_link;
/// assert_eq!(shared_link("https://example.org/", &Address::default()), "https://example.org/#v=1");
/// assert_eq!(shared_link("", &Address::default()), "v=1");
/// ```
pub fn shared_link(base: &str, address: &Address) -> String {
    let fragment = write_address(&address.clone().shared());
    if base.is_empty() { fragment } else { format!("{base}#{fragment}") }
}

/// Name of a curve in tables and legends.
pub fn curve_name(planned: &Planned) -> String {
    format!("{}, {}", planned.label, planned.band.title())
}

/// Fragment of the address of a single link.
///
/// ```
/// use view::address::read_address;
/// use view::export::curve_link;
/// let (address, _) = read_address("bitrate=50G&figure=8&view=qber");
/// assert_eq!(curve_link(&address.settings), "v=2&bitrate=5e10");
/// ```
pub fn curve_link(settings: &Settings) -> String {
    write_address(&Address::of(settings.clone()))
}

/// The settings of a curve of a plan with these pins.
pub(super) fn curve_settings(plan: &Plan, pins: &[Pin], planned: &Planned) -> Settings {
    let pin = planned.pin.and_then(|pin| pins.get(pin));
    match (pin, planned.member.zip(plan.figure)) {
        (Some(pin), _) => pin.settings.clone(),
        (None, Some((index, figure))) => figure.span(&plan.settings, index, planned.band),
        (None, None) => plan.settings.in_band(planned.band),
    }
}

/// Name of a file that holds this of a plan; a view where it holds that view alone.
///
/// ```
/// use engine::scenario::View;
/// use view::address::read_address;
/// use view::export::file_name;
/// use view::plan::Plan;
/// let name = |link: &str| {
///     let (address, _) = read_address(link);
///     let plan = Plan::new(&address.settings, address.figure, &[]).unwrap();
///     file_name(&plan, Some(View::Rate), "svg")
/// };
/// assert_eq!(name("v=1"), "keyspan-fig6-rate.svg");
/// assert_eq!(name("v=1&alpha=0.25"), "keyspan-fig6-changed-rate.svg");
/// assert_eq!(name("v=1&figure=none"), "keyspan-link-rate.svg");
/// ```
pub fn file_name(plan: &Plan, view: Option<View>, ending: &str) -> String {
    let changed = if plan.is_the_papers() { "" } else { "-changed" };
    let what = plan.figure.map_or_else(|| "link".to_owned(), |figure| format!("fig{}{changed}", figure.id));
    let view = view.map_or_else(String::new, |view| format!("-{}", view.name()));
    format!("keyspan-{what}{view}.{ending}")
}
