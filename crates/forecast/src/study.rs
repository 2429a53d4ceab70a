//! The comparison of networks in the thesis, on other data: tables 4.1 to 4.4 and section 4.2.1.

mod findings;
mod published;

use super::features::Inputs;
use super::network::Architecture;
use super::rows::{LinkWindows, RowsProblem};
use super::score::LinkScore;
use super::train::{Recipe, TrainProblem, Training};
pub use findings::{StudyFinding, findings};
pub use published::{PublishedErrors, published};
use serde::{Deserialize, Serialize};

/// Why there is no comparison.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StudyProblem {
    /// Too few links.
    #[error("the comparison needs at least four links with a loss in links.csv; there are {0}")]
    Links(usize),
    /// A network cannot be trained.
    #[error(transparent)]
    Training(#[from] TrainProblem),
    /// A link cannot be predicted.
    #[error(transparent)]
    Rows(#[from] RowsProblem),
}

/// Roles of the links in the comparison. They are the links 1 to 5 of the thesis where a network has these names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkParts {
    /// A loss in the middle: link 1.
    pub middle: String,
    /// The highest loss: link 2.
    pub high: String,
    /// Never in training: link 3.
    pub third: String,
    /// The lowest loss: link 4.
    pub low: String,
    /// Never in training: link 5, or again the third if there are only four links.
    pub fifth: String,
}

impl LinkParts {
    /// Assigns the roles.
    ///
    /// # Errors
    /// Fewer than four links have a loss.
    pub fn of(links: &[LinkWindows]) -> Result<LinkParts, StudyProblem> {
        let mut by_loss: Vec<(f64, &str)> =
            links.iter().filter_map(|link| Some((link.loss?, link.link.as_str()))).collect();
        if by_loss.len() < 4 {
            return Err(StudyProblem::Links(by_loss.len()));
        }
        let has = |name: &str| by_loss.iter().any(|(_, link)| *link == name);
        let parts = |[middle, high, third, low, fifth]: [&str; 5]| {
            let [middle, high, third, low, fifth] = [middle, high, third, low, fifth].map(str::to_owned);
            LinkParts { middle, high, third, low, fifth }
        };
        if ["1", "2", "3", "4", "5"].into_iter().all(has) {
            return Ok(parts(["1", "2", "3", "4", "5"]));
        }
        by_loss.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(b.1)));
        let name = |at: usize| by_loss[at].1;
        let last = by_loss.len() - 1;
        Ok(parts([name(last / 2), name(last), name(1), name(0), name(last - 1)]))
    }
}

/// A network to train, and the links to test it on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyCase {
    /// The network.
    pub kind: CaseKind,
    /// The links it is trained on.
    pub learnt: Vec<String>,
    /// The recipe.
    pub recipe: Recipe,
    /// The links it is tested on, each with its loss if that is not its own.
    pub tried: Vec<(String, Option<f64>)>,
}

/// The networks of the comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseKind {
    /// One link; QBER and visibility alone.
    Plain,
    /// One link; with history.
    History,
    /// One link; with history and laser power.
    LaserPower,
    /// The links with the lowest and the highest loss.
    Interpolation,
    /// The links with the highest loss and one in the middle.
    Extrapolation,
    /// Three links.
    Three,
    /// Three links, without history.
    ThreeWithoutHistory,
    /// Three links, without link loss.
    ThreeWithoutLoss,
    /// Three links, with laser power.
    ThreeWithLaserPower,
    /// Three links, the simplified network.
    ThreeSimplified,
    /// Three links, rows mixed.
    ThreeMixed,
    /// Three links, level × COW^β.
    ThreeLevel,
}

impl CaseKind {
    /// All of them, in the order in which they are shown.
    pub const ALL: [CaseKind; 12] = [
        CaseKind::Plain,
        CaseKind::History,
        CaseKind::LaserPower,
        CaseKind::Interpolation,
        CaseKind::Extrapolation,
        CaseKind::Three,
        CaseKind::ThreeWithoutHistory,
        CaseKind::ThreeWithoutLoss,
        CaseKind::ThreeWithLaserPower,
        CaseKind::ThreeSimplified,
        CaseKind::ThreeMixed,
        CaseKind::ThreeLevel,
    ];

    /// Its name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            CaseKind::Plain => "plain",
            CaseKind::History => "history",
            CaseKind::LaserPower => "laser_power",
            CaseKind::Interpolation => "interpolation",
            CaseKind::Extrapolation => "extrapolation",
            CaseKind::Three => "three",
            CaseKind::ThreeWithoutHistory => "three_without_history",
            CaseKind::ThreeWithoutLoss => "three_without_link_loss",
            CaseKind::ThreeWithLaserPower => "three_with_laser_power",
            CaseKind::ThreeSimplified => "three_simplified",
            CaseKind::ThreeMixed => "three_mixed",
            CaseKind::ThreeLevel => "three_level",
        }
    }

    /// A description.
    pub const fn title(self) -> &'static str {
        match self {
            CaseKind::Plain => "one link: QBER, visibility (table 4.1)",
            CaseKind::History => "one link: QBER, visibility, history (table 4.1)",
            CaseKind::LaserPower => "one link: QBER, visibility, history, laser power (table 4.1)",
            CaseKind::Interpolation => "trained on the lowest and the highest loss: interpolation (tables 4.2, 4.3)",
            CaseKind::Extrapolation => "trained on the middle and the highest loss: extrapolation (tables 4.2, 4.3)",
            CaseKind::Three => "trained on three links (table 4.4)",
            CaseKind::ThreeWithoutHistory => "three links, without history",
            CaseKind::ThreeWithoutLoss => "three links, without link loss",
            CaseKind::ThreeWithLaserPower => "three links, with laser power",
            CaseKind::ThreeSimplified => "three links, the simplified network (section 4.2.1)",
            CaseKind::ThreeMixed => "three links, rows mixed, two networks (not in the thesis)",
            CaseKind::ThreeLevel => "three links, level × COW^β (not in the thesis)",
        }
    }
}

/// The networks to train and test.
///
/// # Errors
/// [`StudyProblem::Links`].
pub fn plan(links: &[LinkWindows], seed: u64) -> Result<Vec<StudyCase>, StudyProblem> {
    let parts = LinkParts::of(links)?;
    let LinkParts { middle, high, third, low, fifth } = &parts;
    let loss = |name: &str| links.iter().find(|link| link.link == name).and_then(|link| link.loss);
    let own = |names: &[&String]| names.iter().map(|name| ((*name).clone(), None)).collect::<Vec<_>>();
    let mut all: Vec<String> = vec![middle.clone(), high.clone(), third.clone(), low.clone()];
    if fifth != third {
        all.push(fifth.clone());
    }
    let three = Inputs::default();
    let case = |kind: CaseKind| {
        let one = Inputs { laser_power: false, link_loss: false, history: false };
        let (learnt, inputs, tried) = match kind {
            CaseKind::Plain => (vec![middle], one, own(&[middle])),
            CaseKind::History => (vec![middle], Inputs { history: true, ..one }, own(&[middle])),
            CaseKind::LaserPower => (vec![middle], Inputs { history: true, laser_power: true, ..one }, own(&[middle])),
            CaseKind::Interpolation => {
                let mut tried = own(&[low, middle, fifth]);
                tried.push((fifth.clone(), loss(middle)));
                (vec![high, low], three, tried)
            }
            CaseKind::Extrapolation => {
                let mut tried = own(&[middle, low]);
                tried.push((low.clone(), loss(third)));
                (vec![middle, high], three, tried)
            }
            _ => (vec![middle, high, low], three, all.iter().map(|name| (name.clone(), None)).collect()),
        };
        let thesis = Recipe { inputs, ..Recipe::thesis(seed) };
        let recipe = match kind {
            CaseKind::ThreeWithoutHistory => Recipe { inputs: Inputs { history: false, ..inputs }, ..thesis },
            CaseKind::ThreeWithoutLoss => Recipe { inputs: Inputs { link_loss: false, ..inputs }, ..thesis },
            CaseKind::ThreeWithLaserPower => Recipe { inputs: Inputs { laser_power: true, ..inputs }, ..thesis },
            CaseKind::ThreeSimplified => Recipe { architecture: Architecture::Simplified, ..thesis },
            CaseKind::ThreeMixed => Recipe { inputs, ..Recipe::mixed(seed) },
            CaseKind::ThreeLevel => Recipe::level(seed),
            _ => thesis,
        };
        StudyCase { kind, learnt: learnt.into_iter().cloned().collect(), recipe, tried }
    };
    let has_power =
        links.iter().all(|link| link.windows.of_parameter(monitoring::Parameter::LaserPower).next().is_some());
    let possible = |kind: &CaseKind| has_power || !matches!(kind, CaseKind::LaserPower | CaseKind::ThreeWithLaserPower);
    Ok(CaseKind::ALL.into_iter().filter(possible).map(case).collect())
}

/// A network that was trained and tested.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StudyResult {
    /// The case.
    pub case: StudyCase,
    /// Scores of the links it was tested on.
    pub scored: Vec<LinkScore>,
}

impl StudyResult {
    /// Tests a trained network.
    ///
    /// # Errors
    /// [`StudyProblem::Rows`].
    pub fn of(case: StudyCase, training: Training, links: &[LinkWindows]) -> Result<StudyResult, StudyProblem> {
        let model = training.finish();
        let mut scored = Vec::new();
        for (name, loss) in &case.tried {
            let Some(link) = links.iter().find(|link| link.link == *name) else { continue };
            scored.push(model.score(&link.with_loss(*loss), case.learnt.contains(name))?);
        }
        Ok(StudyResult { case, scored })
    }

    /// The score of a link, with its own loss or another.
    fn of_link(&self, name: &str, other_loss: bool) -> Option<&LinkScore> {
        let at = self.case.tried.iter().position(|(link, loss)| link == name && loss.is_some() == other_loss)?;
        self.scored.get(at)
    }
}

/// Prepares the training of a case.
///
/// # Errors
/// [`StudyProblem::Training`].
pub fn training(case: &StudyCase, links: &[LinkWindows]) -> Result<Training, StudyProblem> {
    let learnt: Vec<&LinkWindows> = links.iter().filter(|link| case.learnt.contains(&link.link)).collect();
    Ok(Training::new(&learnt, case.recipe)?)
}
