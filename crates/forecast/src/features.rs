//! Input features of a network, and the branches they enter by.

use serde::{Deserialize, Serialize};

/// An input feature of a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Feature {
    /// QBER of the window, dimensionless.
    #[serde(rename = "qber")]
    Qber,
    /// Visibility of the window, dimensionless.
    #[serde(rename = "visibility")]
    Visibility,
    /// Laser power of the window, in the unit of the device.
    #[serde(rename = "laser_power")]
    LaserPower,
    /// Loss of the link, in the measure of `links.csv`.
    #[serde(rename = "link_loss")]
    LinkLoss,
    /// Key rate 10 min ago, bit/s.
    #[serde(rename = "key_rate_10min_ago")]
    Rate10,
    /// Key rate 20 min ago, bit/s.
    #[serde(rename = "key_rate_20min_ago")]
    Rate20,
    /// Key rate 30 min ago, bit/s.
    #[serde(rename = "key_rate_30min_ago")]
    Rate30,
    /// ln r − β ln g of the window 10 min ago, relative to the level: see [`CowLevel`](super::CowLevel). 0 where it is unknown.
    #[serde(rename = "residual_10min_ago")]
    Residual10,
    /// The same 20 min ago.
    #[serde(rename = "residual_20min_ago")]
    Residual20,
    /// The same 30 min ago.
    #[serde(rename = "residual_30min_ago")]
    Residual30,
    /// Key rate predicted by level × COW^β, bit/s: see [`CowLevel`](super::CowLevel).
    #[serde(rename = "baseline")]
    Baseline,
}

impl Feature {
    /// All of them, in the order of the inputs.
    pub const ALL: [Feature; 11] = [
        Feature::Qber,
        Feature::Visibility,
        Feature::LaserPower,
        Feature::LinkLoss,
        Feature::Rate10,
        Feature::Rate20,
        Feature::Rate30,
        Feature::Residual10,
        Feature::Residual20,
        Feature::Residual30,
        Feature::Baseline,
    ];

    /// Its name on a card.
    pub const fn name(self) -> &'static str {
        match self {
            Feature::Qber => "qber",
            Feature::Visibility => "visibility",
            Feature::LaserPower => "laser_power",
            Feature::LinkLoss => "link_loss",
            Feature::Rate10 => "key_rate_10min_ago",
            Feature::Rate20 => "key_rate_20min_ago",
            Feature::Rate30 => "key_rate_30min_ago",
            Feature::Residual10 => "residual_10min_ago",
            Feature::Residual20 => "residual_20min_ago",
            Feature::Residual30 => "residual_30min_ago",
            Feature::Baseline => "baseline",
        }
    }

    /// Its name in running text.
    pub const fn title(self) -> &'static str {
        match self {
            Feature::Qber => "QBER",
            Feature::Visibility => "visibility",
            Feature::LaserPower => "laser power",
            Feature::LinkLoss => "link loss",
            Feature::Rate10 => "key rate 10 min ago",
            Feature::Rate20 => "20 min ago",
            Feature::Rate30 => "30 min ago",
            Feature::Residual10 => "residual 10 min ago",
            Feature::Residual20 => "residual 20 min ago",
            Feature::Residual30 => "residual 30 min ago",
            Feature::Baseline => "level × COW^β (QBER, visibility and all earlier key rates)",
        }
    }

    /// The feature of this [`name`](Feature::name).
    pub fn named(name: &str) -> Option<Feature> {
        Feature::ALL.into_iter().find(|feature| feature.name() == name)
    }

    /// Lag of a value of the past, min; `None` for a feature of the window itself.
    pub const fn minutes_ago(self) -> Option<u32> {
        match self {
            Feature::Rate10 | Feature::Residual10 => Some(10),
            Feature::Rate20 | Feature::Residual20 => Some(20),
            Feature::Rate30 | Feature::Residual30 => Some(30),
            _ => None,
        }
    }

    /// Whether it is computed with level × COW^β.
    pub const fn needs_baseline(self) -> bool {
        matches!(self, Feature::Baseline | Feature::Residual10 | Feature::Residual20 | Feature::Residual30)
    }
}

/// A branch: features that enter a network together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// QBER.
    Qber,
    /// Visibility.
    Visibility,
    /// Laser power.
    LaserPower,
    /// Loss of the link.
    LinkLoss,
    /// The three key rates before.
    History,
    /// The three residuals of level × COW^β before.
    Residuals,
    /// The key rate predicted by level × COW^β.
    Baseline,
}

impl Branch {
    /// All of them, in the order in which they are concatenated.
    pub const ALL: [Branch; 7] = [
        Branch::Qber,
        Branch::Visibility,
        Branch::LaserPower,
        Branch::LinkLoss,
        Branch::History,
        Branch::Residuals,
        Branch::Baseline,
    ];

    /// Its name, also as an input of an ONNX file.
    pub const fn name(self) -> &'static str {
        match self {
            Branch::Qber => "qber",
            Branch::Visibility => "visibility",
            Branch::LaserPower => "laser_power",
            Branch::LinkLoss => "link_loss",
            Branch::History => "history",
            Branch::Residuals => "residuals",
            Branch::Baseline => "baseline",
        }
    }

    /// The features that enter by it.
    pub const fn features(self) -> &'static [Feature] {
        match self {
            Branch::Qber => &[Feature::Qber],
            Branch::Visibility => &[Feature::Visibility],
            Branch::LaserPower => &[Feature::LaserPower],
            Branch::LinkLoss => &[Feature::LinkLoss],
            Branch::History => &[Feature::Rate10, Feature::Rate20, Feature::Rate30],
            Branch::Residuals => &[Feature::Residual10, Feature::Residual20, Feature::Residual30],
            Branch::Baseline => &[Feature::Baseline],
        }
    }
}

/// Optional inputs of a network, besides QBER and visibility.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Inputs {
    /// The laser power.
    pub laser_power: bool,
    /// The loss of the link.
    pub link_loss: bool,
    /// The key rates 10, 20 and 30 min ago.
    pub history: bool,
}

impl Default for Inputs {
    /// Those of the thesis's final network, section 3.3.2: link loss and history.
    fn default() -> Inputs {
        Inputs { laser_power: false, link_loss: true, history: true }
    }
}

impl Inputs {
    /// The branches of the network.
    pub fn branches(self) -> Vec<Branch> {
        let wanted = |branch: &Branch| match branch {
            Branch::Qber | Branch::Visibility => true,
            Branch::LaserPower => self.laser_power,
            Branch::LinkLoss => self.link_loss,
            Branch::History => self.history,
            Branch::Residuals | Branch::Baseline => false,
        };
        Branch::ALL.into_iter().filter(wanted).collect()
    }

    /// The branches of a network that learns what level × COW^β leaves over: no link loss and no key rate in bit/s, so that links of
    /// every rate look alike to it.
    pub fn residual_branches(self) -> Vec<Branch> {
        let power = self.laser_power.then_some(Branch::LaserPower);
        [Branch::Qber, Branch::Visibility].into_iter().chain(power).chain([Branch::Residuals]).collect()
    }

    /// All features, in order.
    ///
    /// ```
    /// assert_eq!(forecast::Inputs::default().features().len(), 6);
    /// ```
    pub fn features(self) -> Vec<Feature> {
        self.branches().iter().flat_map(|branch| branch.features()).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_and_are_those_of_cards() {
        for feature in Feature::ALL {
            assert_eq!(Feature::named(feature.name()), Some(feature));
            assert_eq!(serde_json::to_value(feature).unwrap(), feature.name());
        }
        for branch in Branch::ALL {
            assert_eq!(serde_json::to_value(branch).unwrap(), branch.name());
        }
        let all = Inputs { laser_power: true, link_loss: true, history: true };
        assert_eq!(all.features(), Feature::ALL[..7]);
    }
}
