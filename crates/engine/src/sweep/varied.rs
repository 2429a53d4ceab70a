//! The varied quantity: along an axis of a map, or until a key rate is reached.

use crate::scenario::{ISOLATION, Key, Param, Range, Settings, Value};
use numbers::quantity::Unit;
use serde::{Deserialize, Serialize};

/// A varied quantity: a parameter, or several that vary together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Varied {
    /// One parameter that takes numbers.
    Parameter(Key),
    /// The isolation in both directions, the same in both.
    Isolation,
}

impl Varied {
    /// Quantities that a planner can usually change.
    pub const USUAL: [Varied; 6] = [
        Varied::Isolation,
        Varied::Parameter(Key::Bitrate),
        Varied::Parameter(Key::Dark),
        Varied::Parameter(Key::Eff),
        Varied::Parameter(Key::Raman),
        Varied::Parameter(Key::Filter),
    ];

    /// Every quantity that takes numbers: the isolation, then the parameters in the order of the table.
    pub fn all() -> impl Iterator<Item = Varied> {
        let numeric = Key::all().filter(|key| key.param().domain.range().is_some()).map(Varied::Parameter);
        [Varied::Isolation].into_iter().chain(numeric)
    }

    /// Whether it has an effect with these settings.
    pub fn counts(self, settings: &Settings) -> bool {
        self.keys().all(|key| settings.applies(key))
    }

    /// The quantity of this name: `isolation`, or a parameter.
    ///
    /// ```
    /// use engine::scenario::Key;
    /// use engine::sweep::Varied;
    /// assert_eq!(Varied::named("isolation"), Some(Varied::Isolation));
    /// assert_eq!(Varied::named("eff"), Some(Varied::Parameter(Key::Eff)));
    /// ```
    pub fn named(name: &str) -> Option<Varied> {
        if name == ISOLATION { Some(Varied::Isolation) } else { Key::named(name).map(Varied::Parameter) }
    }

    /// Its name in links and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Varied::Parameter(key) => key.param().name,
            Varied::Isolation => ISOLATION,
        }
    }

    /// Its name for people, with its symbol.
    pub fn title(self) -> String {
        match self {
            Varied::Isolation => "Isolation (ζ_for = ζ_back)".to_owned(),
            Varied::Parameter(key) => {
                let param = key.param();
                if param.symbol.is_empty() {
                    param.label.to_owned()
                } else {
                    format!("{} ({})", param.label, param.symbol)
                }
            }
        }
    }

    /// Its name on the page, without the symbol.
    pub fn label(self) -> &'static str {
        match self {
            Varied::Parameter(key) => key.param().label,
            Varied::Isolation => "Isolation",
        }
    }

    /// The parameters that get the number.
    pub fn keys(self) -> impl Iterator<Item = Key> {
        let (first, second) = match self {
            Varied::Parameter(key) => (key, None),
            Varied::Isolation => (Key::IsoFor, Some(Key::IsoBack)),
        };
        [first].into_iter().chain(second)
    }

    /// The row of the table that says which numbers it takes.
    pub fn param(self) -> &'static Param {
        match self {
            Varied::Parameter(key) => key.param(),
            Varied::Isolation => Key::IsoFor.param(),
        }
    }

    /// Unit of its number.
    pub fn unit(self) -> Unit {
        self.param().unit
    }

    /// The numbers that it takes; none for a choice between words.
    pub fn range(self) -> Option<&'static Range> {
        self.param().domain.range()
    }

    /// Whether more of it only harms: where there is no key, there is none with more of it either.
    pub fn only_harms(self) -> bool {
        use Key::{
            Afterpulse, Alpha, Bitrate, Dark, DemuxLoss, Fec, Gamma, IsoBack, IsoFor, Jitter, Loss, Misalign, MuxLoss,
            Ncc, NeighbourBack, NeighbourFor, OsnrRejection, PowerDbm, Raman, Rayleigh, Reflection, SecondBack,
            SecondFor,
        };
        self.keys().all(|key| {
            let noise = matches!(key, Bitrate | Ncc | PowerDbm | IsoFor | IsoBack | Raman | Dark | Afterpulse);
            let planned = matches!(key, Gamma | NeighbourFor | NeighbourBack | SecondFor | SecondBack)
                || matches!(key, OsnrRejection | Rayleigh | Reflection);
            // Not connectors and splices: they weaken four-wave mixing more than the signal.
            noise || planned || matches!(key, Alpha | Loss | MuxLoss | DemuxLoss | Misalign | Fec | Jitter)
        })
    }

    /// Its value: two where the isolations differ.
    pub(super) fn values(self, settings: &Settings) -> Vec<Value> {
        let mut values: Vec<Value> = self.keys().map(|key| settings.value(key)).collect();
        values.dedup();
        values
    }

    /// The settings with this number for it.
    pub(super) fn set(self, settings: &Settings, number: f64) -> Settings {
        let mut changed = settings.clone();
        for key in self.keys() {
            changed.set(key, Value::Number(number));
        }
        changed
    }
}
