//! The parts of a step of the class.

use crate::address::Address;
use engine::scenario::{Figure, Key, Settings, Value, View};
use engine::sweep::{Curve, Outcome};

/// Parameters that differ from the defaults.
pub type Changes = &'static [(Key, Value)];

/// A step of the class.
pub struct Lesson {
    /// Its heading.
    pub title: &'static str,
    /// What there is to know, in a few short sentences. Each is checked against the engine, in `tests/main/lessons.rs`.
    pub says: &'static [&'static str],
    /// What to look at on the chart: the end of a sentence that begins with "Look:". Checked, too.
    pub look: &'static str,
    /// State of the page at the start of the step.
    pub stage: Stage,
    /// Things to try.
    pub tries: &'static [Try],
    /// The question at the end.
    pub question: &'static str,
    /// The links from which the question is answered
    pub spans: &'static [Changes],
    /// and the lengths at which they are needed, km.
    pub places_km: &'static [f64],
    /// The answer, with the numbers that were found; none if they are not all there.
    pub answer: fn(&Found) -> Option<String>,
}

/// A state of the page.
pub struct Stage {
    /// Differences from the defaults.
    pub changes: Changes,
    /// The figure of the paper that is drawn.
    pub figure: Option<&'static str>,
    /// The quantity in the chart.
    pub view: View,
    /// Position of the cursor, km.
    pub at_km: f64,
}

/// Something to try: a state of the page, and what to ask oneself there.
pub struct Try {
    /// Label of the button.
    pub label: &'static str,
    /// The question to think about there.
    pub asks: &'static str,
    /// State of the page then.
    pub stage: Stage,
}

impl Stage {
    /// The current link alone.
    pub const fn own(view: View, at_km: f64, changes: Changes) -> Stage {
        Stage { changes, figure: None, view, at_km }
    }

    /// A figure of the paper as it is.
    pub const fn of_figure(id: &'static str, at_km: f64) -> Stage {
        Stage { changes: &[], figure: Some(id), view: View::Rate, at_km }
    }

    fn settings(&self) -> Settings {
        let figure = self.figure.and_then(Figure::named);
        figure.map_or_else(Settings::default, Figure::settings).with(self.changes).different_from_defaults()
    }

    /// Makes the page show it. Pins, and what the tools remember, stay.
    pub fn set(&self, address: &mut Address) {
        address.settings = self.settings();
        address.figure = self.figure.and_then(Figure::named);
        address.view = self.view;
        address.cursor_km = self.at_km;
        address.zoom = None;
    }

    /// Whether the page shows it; where the cursor stands does not matter.
    pub fn stands(&self, address: &Address) -> bool {
        let figure = self.figure.and_then(Figure::named);
        address.settings.different_from_defaults() == self.settings()
            && (address.figure, address.view) == (figure, self.view)
    }
}

/// Results for the answer of a step.
#[derive(Default)]
pub struct Found {
    /// A curve for every link, at least its first and its last point.
    pub curves: Vec<Curve>,
    /// For every length the outcomes of all links.
    pub places: Vec<Vec<Outcome>>,
}

impl Found {
    /// Reach of a link, km.
    pub fn reach(&self, span: usize) -> Option<f64> {
        self.curves.get(span)?.reach.km()
    }

    /// A link where its key ends.
    pub fn end(&self, span: usize) -> Option<&Outcome> {
        self.curves.get(span)?.points.last()
    }

    /// A link at one of the lengths.
    pub fn at(&self, place: usize, span: usize) -> Option<&Outcome> {
        self.places.get(place)?.get(span)
    }
}

/// Raman scattering, crosstalk and dark counts as parts of the noise, in per cent.
pub fn shares(at: &Outcome) -> [f64; 3] {
    let noise = at.noise().map(|share| share.p);
    let part = |p: f64| 100.0 * p / noise.iter().sum::<f64>();
    [part(noise[0] + noise[1]), part(noise[2] + noise[3]), part(noise[4])]
}
