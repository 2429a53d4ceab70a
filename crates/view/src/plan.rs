//! Which curves a page draws: those of the figure, the current link in both bands, and the pins.

use crate::pin::Pin;
use engine::link::fibre::Band;
use engine::scenario::{Figure, Problems, Scenario, Settings};

/// A curve to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Planned {
    /// The text that distinguishes it from the other curves, without the band.
    pub label: String,
    /// Band of its quantum channel.
    pub band: Band,
    /// Index of the curve in the figure; none for a link that is not in it.
    pub member: Option<usize>,
    /// Its colour.
    pub hue: Hue,
    /// Whether it is dashed.
    pub dashed: bool,
    /// Index of the pin; none for any other link.
    pub pin: Option<usize>,
    /// Whether it is the current link, in one of the two bands.
    pub own: bool,
    /// Whether it is drawn. The current link is computed in both bands even where the figure has only one.
    pub shown: bool,
    /// The link.
    pub scenario: Scenario,
}

/// Which colour a curve has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hue {
    /// The current link where it is not in the figure.
    Own,
    /// The curve of a figure with this index.
    Figure(usize),
    /// The pin with this index.
    Pin(usize),
}

/// The curves to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// The link of the controls.
    pub settings: Settings,
    /// The figure whose curves are drawn too.
    pub figure: Option<&'static Figure>,
    /// The curves: the current link where it is not in the figure, then the figure's, then the pins.
    pub curves: Vec<Planned>,
}

/// Label of a link that belongs to no figure.
const OWN: &str = "your link";

impl Plan {
    /// The curves for these settings, this figure and these pins.
    ///
    /// A curve of the figure follows the settings in everything that the figure does not vary itself; a pin follows nothing.
    ///
    /// # Errors
    /// The problems of the settings, by parameter.
    pub fn new(settings: &Settings, figure: Option<&'static Figure>, pins: &[Pin]) -> Result<Plan, Problems> {
        let mut own = Vec::new();
        for band in Band::ALL {
            match Scenario::try_from(&settings.in_band(band)) {
                Ok(scenario) => own.push((band, scenario)),
                // A channel plan may leave no slot free in the other band.
                Err(_) if band != settings.band() && settings.channels().is_some() => {}
                Err(problems) => return Err(problems),
            }
        }
        let members = figure.map_or_else(|| Ok(Vec::new()), |figure| figure.scenarios(settings))?;
        let mut curves = Vec::new();
        for (band, scenario) in own.iter().cloned() {
            if !members.iter().any(|(_, _, member)| *member == scenario) {
                let shown = figure.is_none_or(|figure| figure.bands.contains(&band));
                let dashed = band == Band::O;
                curves.push(Planned {
                    label: OWN.to_owned(),
                    band,
                    member: None,
                    hue: Hue::Own,
                    dashed,
                    pin: None,
                    own: true,
                    shown,
                    scenario,
                });
            }
        }
        for (index, band, scenario) in members {
            let Some(curve) = figure.and_then(|figure| figure.curves.get(index)) else { continue };
            curves.push(Planned {
                label: curve.label.to_owned(),
                band,
                member: Some(index),
                hue: Hue::Figure(curve.hue),
                dashed: curve.dashed || band == Band::O,
                pin: None,
                own: own.iter().any(|(_, own)| *own == scenario),
                shown: true,
                scenario,
            });
        }
        for (index, pin) in pins.iter().enumerate() {
            let band = pin.settings.band();
            curves.push(Planned {
                label: pin.name.clone(),
                band,
                member: None,
                hue: Hue::Pin(pin.hue),
                dashed: band == Band::O,
                pin: Some(index),
                own: false,
                shown: !pin.hidden,
                scenario: Scenario::try_from(&pin.settings)?,
            });
        }
        Ok(Plan { settings: settings.clone(), figure, curves })
    }

    /// Index of the current link in this band.
    pub fn own(&self, band: Band) -> Option<usize> {
        self.curves.iter().position(|curve| curve.own && curve.band == band)
    }

    /// Whether the controls stand where the figure wants them, so that the paper's conclusions apply.
    pub fn is_the_papers(&self) -> bool {
        self.figure.is_some_and(|f| f.settings().different_from_defaults() == self.settings.different_from_defaults())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::scenario::{Key, PAPERS_MODEL, Value};

    #[test]
    fn fig_6_holds_the_default_span_in_both_bands() {
        let plan = Plan::new(&Settings::default().with(&PAPERS_MODEL), Figure::named("6"), &[]).unwrap();
        assert_eq!(plan.curves.len(), 10);
        assert!(plan.is_the_papers());
        for band in Band::ALL {
            assert_eq!(plan.curves[plan.own(band).unwrap()].label, "10 Gbit/s");
        }
    }

    #[test]
    fn a_span_between_the_curves_of_a_figure_is_drawn_beside_them() {
        let settings = Settings::default().with(&[(Key::Bitrate, Value::Number(3e10))]);
        let plan = Plan::new(&settings, Figure::named("6"), &[]).unwrap();
        assert_eq!(plan.curves.len(), 12);
        assert!(!plan.is_the_papers());
        assert_eq!(plan.curves[plan.own(Band::C).unwrap()].member, None);
    }

    #[test]
    fn the_curves_of_a_figure_follow_what_it_does_not_vary() {
        let settings = Settings::default().with(&[(Key::Dark, Value::Number(500.0))]);
        let plan = Plan::new(&settings, Figure::named("6"), &[]).unwrap();
        assert!(plan.curves.iter().all(|curve| curve.scenario.dark_count_rate.get() == 500.0));
    }

    #[test]
    fn a_figure_of_one_band_shows_no_other() {
        let figure = Figure::named("9").unwrap();
        let plan = Plan::new(&figure.settings(), Some(figure), &[]).unwrap();
        assert!(plan.curves.iter().all(|curve| curve.shown == (curve.band == Band::C)));
        assert!(plan.own(Band::O).is_some());
    }

    #[test]
    fn without_a_figure_there_is_only_ones_own_span() {
        assert_eq!(Plan::new(&Settings::default(), None, &[]).unwrap().curves.len(), 2);
    }

    #[test]
    fn a_pin_follows_nothing() {
        let pinned = Settings::default().with(&[(Key::Eff, Value::Number(0.2))]);
        let pins = [Pin::new("good detectors", 2, pinned).unwrap()];
        let settings = Settings::default().with(&[(Key::Dark, Value::Number(500.0))]);
        let plan = Plan::new(&settings, Figure::named("6"), &pins).unwrap();
        let pin = plan.curves.last().unwrap();
        assert_eq!((pin.label.as_str(), pin.hue, pin.pin), ("good detectors", Hue::Pin(2), Some(0)));
        assert_eq!((pin.scenario.efficiency.get(), pin.scenario.dark_count_rate.get()), (0.2, 20e3));
    }
}
