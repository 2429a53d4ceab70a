//! Level × COW^β, and the network of the thesis for what it leaves over.
//!
//! The windows of each link are cut in time: the first are fitted to, the next choose and calibrate, the last are not touched. The
//! network learns r / r̂. It is kept only if it helps on links that it has not seen: each link in turn is left out, and both models
//! predict its choosing windows.

use super::lesson::{Learnt, Lesson};
use super::{MAX_EPOCHS, MAX_NETWORKS, MIN_ROWS, Model, Progress, Recipe, TrainProblem};
use crate::features::Feature;
use crate::interval::{Calibration, Intervals};
use crate::level::{CowLevel, FitLink, fit};
use crate::rows::{FeatureRows, LinkWindows, RowsProblem};
use crate::scaler::{Extent, Scaler};
use serde::{Deserialize, Serialize};

/// Of the windows that are not held out, the fraction to fit to.
const FITTED: f64 = 0.75;
/// Limits of the fraction that is held out.
const HELD_OUT: std::ops::RangeInclusive<f64> = 0.05..=0.8;
/// Fraction by which a network has to lower the error, in the mean of the links: two numbers that a person can read are preferred to a
/// tie.
const NOTICEABLE: f64 = 0.01;

/// Both models on a link that neither was fitted to, or on later windows of the only one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fold {
    /// Name of the link.
    pub link: String,
    /// MAE of level × COW^β relative to the mean key rate.
    pub baseline: f64,
    /// The same with the network; `None` if there are too few windows to train one.
    pub network: Option<f64>,
}

/// Whether the network came to level × COW^β, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NetworkChoice {
    /// Whether it did.
    pub kept: bool,
    /// The comparison, link by link.
    pub folds: Vec<Fold>,
}

impl NetworkChoice {
    /// The network is kept if it raises the error of no link and lowers it noticeably in the mean, where each link counts the same: one
    /// breakdown does not decide.
    fn of(folds: Vec<Fold>) -> NetworkChoice {
        let ratios: Option<Vec<f64>> = folds.iter().map(|fold| Some(fold.network? / fold.baseline)).collect();
        let kept = ratios.is_some_and(|ratios| {
            let mean = ratios.iter().sum::<f64>() / ratios.len() as f64;
            ratios.iter().all(|ratio| *ratio <= 1.0) && mean < 1.0 - NOTICEABLE
        });
        NetworkChoice { kept, folds }
    }

    /// Means over the links: MAE / mean key rate of level × COW^β, and with the network.
    pub fn means(&self) -> (f64, Option<f64>) {
        let n = self.folds.len() as f64;
        let network: Option<f64> = self.folds.iter().map(|fold| fold.network).sum();
        (self.folds.iter().map(|fold| fold.baseline).sum::<f64>() / n, network.map(|sum| sum / n))
    }
}

/// A training in progress.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leftover {
    recipe: Recipe,
    links: Vec<Cut>,
    baseline: CowLevel,
    /// The folds that are done; with all of them, whether the network is kept.
    folds: Vec<Fold>,
    choice: Option<NetworkChoice>,
    lesson: Option<Box<Lesson>>,
    network: Option<Learnt>,
    epochs: Vec<Progress>,
}

/// A link with its windows cut in time.
#[derive(Debug, Clone, PartialEq)]
struct Cut {
    link: LinkWindows,
    fit: FitLink,
    /// First window, and the first of those to choose by and of those held out.
    first: i64,
    choose_from: i64,
    held_out_from: i64,
}

impl Cut {
    fn new(link: &LinkWindows, held_out: f64) -> Result<Cut, TrainProblem> {
        // Which windows have a prediction does not depend on the two numbers.
        let any = CowLevel::new(1.0, 0.5);
        let rows = FeatureRows::with(link, &[Feature::Baseline], Some(&any))?;
        let count = rows.len() as f64;
        let (fitted, chosen) = ((FITTED * (1.0 - held_out) * count) as usize, ((1.0 - held_out) * count) as usize);
        if fitted < MIN_ROWS || chosen >= rows.len() || fitted >= chosen {
            return Err(TrainProblem::TooFew(rows.len()));
        }
        let [first, choose_from, held_out_from] = [0, fitted, chosen].map(|at| rows.numbers[at]);
        let fit = FitLink::new(any.points(&link.windows), &rows.between(first..choose_from))
            .ok_or_else(|| TrainProblem::NoKey(link.link.clone()))?;
        Ok(Cut { link: link.clone(), fit, first, choose_from, held_out_from })
    }

    /// The rows of the network, without and with the level.
    fn rows(&self, recipe: &Recipe, baseline: &CowLevel) -> Result<(FeatureRows, Vec<f64>), RowsProblem> {
        let features: Vec<Feature> = recipe.features().into_iter().chain([Feature::Baseline]).collect();
        Ok(FeatureRows::with(&self.link, &features, Some(baseline))?.split_off(Feature::Baseline))
    }

    /// The rows to fit to, each with r / r̂ in place of the key rate.
    fn factors(&self, recipe: &Recipe, baseline: &CowLevel) -> Result<FeatureRows, RowsProblem> {
        let (mut rows, level) = self.rows(recipe, baseline)?;
        rows.rates.iter_mut().zip(level).for_each(|(rate, level)| *rate /= level);
        let fitted = rows.between(self.first..self.choose_from);
        // Where the model allows no key, nothing is left over to learn.
        let keep: Vec<bool> = fitted.rates.iter().map(|factor| factor.is_finite()).collect();
        Ok(fitted.only(&keep))
    }
}

impl Leftover {
    /// Fits level × COW^β to all links, and prepares the first fold.
    pub(super) fn new(links: &[&LinkWindows], recipe: Recipe) -> Result<Leftover, TrainProblem> {
        if !(1..=MAX_EPOCHS).contains(&recipe.epochs) {
            return Err(TrainProblem::Epochs(recipe.epochs));
        }
        if !(1..=MAX_NETWORKS).contains(&recipe.networks) {
            return Err(TrainProblem::Networks(recipe.networks));
        }
        if !HELD_OUT.contains(&recipe.held_out) {
            return Err(TrainProblem::HeldOut(recipe.held_out.to_string()));
        }
        let links: Vec<Cut> = links.iter().map(|link| Cut::new(link, recipe.held_out)).collect::<Result<_, _>>()?;
        if links.is_empty() {
            return Err(TrainProblem::TooFew(0));
        }
        let baseline = fit(&links.iter().map(|cut| &cut.fit).collect::<Vec<_>>());
        let (folds, epochs) = (Vec::new(), Vec::new());
        let mut all = Leftover { recipe, links, baseline, folds, choice: None, lesson: None, network: None, epochs };
        all.lesson = all.next_lesson()?;
        Ok(all)
    }

    /// The links to learn from while this one is left out; the only one is not.
    fn others(&self, left_out: usize) -> Vec<&Cut> {
        let alone = self.links.len() == 1;
        self.links.iter().enumerate().filter(|(i, _)| alone || *i != left_out).map(|(_, cut)| cut).collect()
    }

    fn fold_baseline(&self, left_out: usize) -> CowLevel {
        fit(&self.others(left_out).iter().map(|cut| &cut.fit).collect::<Vec<_>>())
    }

    /// The training of the next fold or, when all are done, of the network that is kept. `None` if there are too few rows for it.
    fn next_lesson(&self) -> Result<Option<Box<Lesson>>, RowsProblem> {
        let (links, baseline) = match &self.choice {
            Some(_) => (self.links.iter().collect(), self.baseline),
            None => (self.others(self.folds.len()), self.fold_baseline(self.folds.len())),
        };
        let rows: Vec<FeatureRows> =
            links.iter().map(|cut| cut.factors(&self.recipe, &baseline)).collect::<Result<_, _>>()?;
        Ok(Lesson::with(&rows, self.recipe).ok().map(Box::new))
    }

    /// Trains for another epoch; `None` when all is done.
    pub(super) fn epoch(&mut self) -> Option<Progress> {
        loop {
            if self.is_over() {
                return None;
            }
            if let Some(progress) = self.lesson.as_mut().and_then(|lesson| lesson.epoch()) {
                let before = self.stages_done() * self.recipe.networks;
                let progress = Progress { network: before + progress.network, ..progress };
                self.epochs.push(progress);
                return Some(progress);
            }
            self.advance();
        }
    }

    const fn is_over(&self) -> bool {
        match &self.choice {
            Some(choice) => !choice.kept || self.network.is_some(),
            None => false,
        }
    }

    fn stages_done(&self) -> u32 {
        self.folds.len() as u32
    }

    /// Ends a fold, or the training of the network that is kept.
    fn advance(&mut self) {
        let learnt = self.lesson.take().map(|lesson| lesson.finish());
        if self.choice.is_some() {
            self.network = learnt;
            // Without rows for it there is no network after all; the folds had some, so this does not happen.
            if self.network.is_none() {
                self.choice = self.choice.take().map(|choice| NetworkChoice { kept: false, ..choice });
            }
            return;
        }
        let at = self.folds.len();
        let fold = self.compare(at, learnt.as_ref());
        self.folds.push(fold);
        if self.folds.len() == self.links.len() {
            let choice = NetworkChoice::of(self.folds.clone());
            let kept = choice.kept;
            self.choice = Some(choice);
            if !kept {
                return;
            }
        }
        // The rows are there: the first fold was made of the same links.
        self.lesson = self.next_lesson().ok().flatten();
    }

    /// Both models on the link that was left out.
    fn compare(&self, left_out: usize, network: Option<&Learnt>) -> Fold {
        let cut = &self.links[left_out];
        let baseline = self.fold_baseline(left_out);
        let error = |network: Option<&Learnt>| {
            let (rows, level) = cut.rows(&self.recipe, &baseline).ok()?;
            let factors = network.map_or_else(|| vec![1.0; rows.len()], |network| network.predict(&rows));
            let (mut sum, mut measured) = (0.0, 0.0);
            for (i, number) in rows.numbers.iter().enumerate() {
                if (cut.choose_from..cut.held_out_from).contains(number) {
                    sum += (level[i] * factors[i].max(0.0) - rows.rates[i]).abs();
                    measured += rows.rates[i];
                }
            }
            Some(sum / measured)
        };
        Fold {
            link: cut.link.link.clone(),
            baseline: error(None).unwrap_or(f64::NAN),
            network: network.and_then(|network| error(Some(network))),
        }
    }

    pub(super) fn share(&self) -> f64 {
        // The network that is kept is one more than there are links.
        let stages = self.links.len() as f64 + 1.0;
        let now = self.lesson.as_ref().map_or(0.0, |lesson| lesson.share());
        if self.is_over() { 1.0 } else { (f64::from(self.stages_done()) + now) / stages }
    }

    pub(super) fn finish(mut self) -> Model {
        while self.epoch().is_some() {}
        let (network, baseline) = (self.network.take(), self.baseline);
        let rate = {
            let fitted = self.links.iter().filter_map(|cut| {
                let rows = cut.rows(&self.recipe, &baseline).ok()?.0.between(cut.first..cut.choose_from);
                Extent::of(rows.rates.into_iter()).map(|extent| extent.most)
            });
            // From 0: the network's factor multiplies scaled key rates as it would key rates.
            Extent { least: 0.0, most: fitted.fold(0.0, f64::max) }
        };
        let mut model = Model {
            recipe: self.recipe,
            scaler: Scaler { features: vec![rate], rate },
            networks: Vec::new(),
            baseline: Some(baseline),
            factor: None,
            intervals: None,
            choice: self.choice,
            learnt: 0,
            held_back: 0,
            epochs: self.epochs,
            trained_windows: Vec::new(),
        };
        if let Some(Learnt { scaler, networks, .. }) = network {
            model.scaler.features = scaler.features.into_iter().chain([rate]).collect();
            model.factor = Some(scaler.rate);
            model.networks = networks;
        }
        let mut predicted = Vec::new();
        for cut in &self.links {
            let Ok(rows) = model.rows(&cut.link) else { continue };
            let rows = rows.between(cut.first..cut.held_out_from);
            let fitted = rows.numbers.partition_point(|number| *number < cut.choose_from);
            model.learnt += fitted as u64;
            model.held_back += (rows.len() - fitted) as u64;
            if let Some(last) = rows.numbers.last() {
                model.trained_windows.push((cut.link.link.clone(), cut.first, *last));
            }
            predicted.push((model.predict(&rows), rows, cut.choose_from));
        }
        let calibration: Vec<Calibration<'_>> = predicted
            .iter()
            .map(|(predicted, rows, from)| Calibration {
                numbers: &rows.numbers,
                predicted,
                measured: &rows.rates,
                from: *from,
            })
            .collect();
        model.intervals = Intervals::calibrated(&calibration);
        model
    }
}
