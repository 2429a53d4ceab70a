//! State of the learning program, as the workspace sees it. The program is fetched when there is data to learn from.

use super::console::Console;
use crate::kit::worker_handle::{WorkerEvent, WorkerHandle};
use forecast::{Anomaly, Forecast, LinkScore, LinkWindows, Outlook, Progress, Recipe};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;
use wire::channel::{RequestId, WorkerError};
use wire::learning::{LEARNING, LearningError, ModelFiles, Request, Response, ScoreReport};
use wire::newest::Newest;

/// The source of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// It comes with the page.
    Shipped,
    /// A person chose it.
    Chosen,
    /// It was trained here.
    Trained,
}

/// A training and its progress.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TrainingRun {
    pub(super) epochs: Vec<Progress>,
    pub(super) share: f64,
    pub(super) recipe: Recipe,
    pub(super) running: bool,
}

/// Handles to what was learnt. Copied into whatever needs it.
#[derive(Clone, Copy)]
pub(super) struct Learner {
    /// The score of the model on the links.
    pub(super) report: RwSignal<Option<Arc<ScoreReport>>>,
    /// The source of the model.
    pub(super) source: RwSignal<Source>,
    /// Why there is no report.
    pub(super) problem: RwSignal<Option<String>>,
    /// Losses that links are supposed to have in place of their own, dB.
    pub(super) losses: RwSignal<BTreeMap<String, f64>>,
    /// The training.
    pub(super) lesson: RwSignal<Option<TrainingRun>>,
    /// The trained model.
    pub(super) trained: RwSignal<Option<Arc<ModelFiles>>>,
    /// The forecast of the link that is looked at.
    pub(super) forecast: RwSignal<Option<Arc<Forecast>>>,
    /// The fraction that is done, while the past is being forecast.
    pub(super) evaluating: RwSignal<Option<f64>>,
    /// Why there is no forecast.
    pub(super) no_forecast: RwSignal<Option<String>>,
    /// The forecast of the key store.
    pub(super) outlook: RwSignal<Option<Result<Outlook, LearningError>>>,
    /// The anomalies of each link.
    pub(super) abnormal: RwSignal<BTreeMap<String, Vec<Anomaly>>>,
    /// The links, as the program has them.
    pub(super) links: RwSignal<Arc<Vec<LinkWindows>>>,
    console: Console,
    inner: StoredValue<Inner, LocalStorage>,
}

struct Inner {
    worker: WorkerHandle<Response>,
    model: Option<ModelFiles>,
    /// The source of the model that is being scored.
    source: Source,
    score: Newest,
    training: Newest,
    forecast: Newest,
    store: Newest,
}

impl Learner {
    pub(super) fn new(console: Console) -> Learner {
        let receiver = StoredValue::new_local(None::<Learner>);
        let worker = WorkerHandle::new(LEARNING, move |event| {
            if let Some(learner) = receiver.try_get_value().flatten() {
                learner.take_in(event);
            }
        });
        let learner = Learner {
            report: RwSignal::new(None),
            source: RwSignal::new(Source::Shipped),
            problem: RwSignal::new(None),
            losses: RwSignal::default(),
            lesson: RwSignal::new(None),
            trained: RwSignal::new(None),
            forecast: RwSignal::new(None),
            evaluating: RwSignal::new(None),
            no_forecast: RwSignal::new(None),
            outlook: RwSignal::new(None),
            abnormal: RwSignal::default(),
            links: RwSignal::default(),
            console,
            inner: StoredValue::new_local(Inner {
                worker,
                model: None,
                source: Source::Shipped,
                score: Newest::default(),
                training: Newest::default(),
                forecast: Newest::default(),
                store: Newest::default(),
            }),
        };
        receiver.set_value(Some(learner));
        learner.follow();
        learner.follow_forecast();
        learner
    }

    /// Scores the model whenever other links were read.
    fn follow(self) {
        Effect::new(move |_| {
            let links = self.console.windows.get();
            if links.is_empty() {
                return;
            }
            self.losses.set(BTreeMap::new());
            self.links.set(links.clone());
            self.send(&Request::Links(links.to_vec()));
            self.send(&Request::Abnormal);
            match self.inner.with_value(|inner| inner.model.clone()) {
                Some(model) => self.score(Some(model)),
                None => self.take_shipped(),
            }
        });
    }

    /// Forecasts the key rate of another link that is looked at, and the key store when it changes.
    fn follow_forecast(self) {
        let wanted = Memo::new(move |_| {
            let name = self.console.link.with(|link| link.as_ref().map(|link| link.name.clone()))?;
            let there = self.links.with(|links| links.iter().any(|link| link.link == name));
            let of = self.links.with(|links| Arc::as_ptr(links) as usize);
            there.then(|| (name, self.console.address.with(|address| address.horizon_min), of))
        });
        Effect::new(move |_| {
            let Some((link, horizon_min, _)) = wanted.get() else { return };
            self.forecast.set(None);
            self.no_forecast.set(None);
            self.outlook.set(None);
            self.evaluating.set(Some(0.0));
            let id = self.send(&Request::Forecast { link, horizon_min });
            self.inner.update_value(|inner| inner.forecast.sent(id));
        });
        let store = Memo::new(move |_| self.console.address.with(|address| address.store));
        Effect::new(move |_| {
            let store = store.get();
            if self.forecast.with(Option::is_some) {
                let id = self.send(&Request::Store(store));
                self.inner.update_value(|inner| inner.store.sent(id));
            }
        });
    }

    fn send(self, request: &Request) -> RequestId {
        let worker = self.inner.with_value(|inner| inner.worker.clone());
        worker.request(request, &[])
    }

    /// Uses the model that comes with the page.
    pub(super) fn take_shipped(self) {
        spawn_local(async move {
            let file = |name: &'static str| super::browser::fetched(name);
            match (file("model/keyspan.onnx").await, file("model/keyspan.json").await) {
                (Some(onnx), Some(card)) => self.take(ModelFiles { onnx, card }, Source::Shipped),
                _ => self.problem.set(Some(
                    "The model that comes with the page could not be loaded. Reload the page, or choose a model."
                        .to_owned(),
                )),
            }
        });
    }

    /// Uses this model.
    pub(super) fn take(self, model: ModelFiles, source: Source) {
        self.problem.set(None);
        self.inner.update_value(|inner| {
            inner.model = Some(model.clone());
            inner.source = source;
        });
        self.score(Some(model));
    }

    fn score(self, model: Option<ModelFiles>) {
        let losses =
            self.losses.with_untracked(|losses| losses.iter().map(|(link, loss)| (link.clone(), *loss)).collect());
        let id = self.send(&Request::Score { model, losses });
        self.inner.update_value(|inner| inner.score.sent(id));
    }

    /// Supposes another loss of a link; none for its own.
    pub(super) fn suppose(self, link: &str, loss: Option<f64>) {
        self.losses.update(|losses| {
            match loss {
                Some(loss) => losses.insert(link.to_owned(), loss),
                None => losses.remove(link),
            };
        });
        self.score(None);
    }

    /// Trains a model on these links.
    pub(super) fn train(self, links: Vec<String>, recipe: Recipe) {
        self.lesson.set(Some(TrainingRun { epochs: Vec::new(), share: 0.0, recipe, running: true }));
        let id = self.send(&Request::Train { links, recipe });
        self.inner.update_value(|inner| inner.training.sent(id));
    }

    /// Stops the training.
    pub(super) fn cancel(self) {
        self.send(&Request::Cancel);
    }

    /// A link as it was scored.
    pub(super) fn scored(self, link: &str) -> Option<LinkScore> {
        self.report.with(|report| report.as_ref()?.scored.iter().find(|scored| scored.link == link).cloned())
    }

    fn take_in(self, event: WorkerEvent<Response>) {
        let (id, response) = match event {
            WorkerEvent::Response(id, response) => (id, response),
            WorkerEvent::Failed(error) => return self.lost(&error),
        };
        let (score, training, forecast, store) =
            self.inner.with_value(|inner| (inner.score, inner.training, inner.forecast, inner.store));
        match response {
            Response::Scored(result) if score.is(id) => match result {
                Ok(report) => {
                    self.source.set(self.inner.with_value(|inner| inner.source));
                    self.report.set(Some(Arc::new(report)));
                }
                Err(problem) => self.problem.set(Some(format!("This model cannot be used: {problem}."))),
            },
            Response::Epoch(progress, share) if training.is(id) => self.lesson.update(|lesson| {
                if let Some(lesson) = lesson {
                    lesson.epochs.push(progress);
                    lesson.share = share;
                }
            }),
            Response::Trained(result) if training.is(id) => {
                self.stopped();
                match result {
                    Ok(model) => {
                        self.trained.set(Some(Arc::new(model.clone())));
                        self.take(model, Source::Trained);
                    }
                    Err(problem) => self.problem.set(Some(format!("Nothing was trained: {problem}."))),
                }
            }
            Response::Cancelled if training.is(id) => self.stopped(),
            Response::Evaluating(share) if forecast.is(id) => self.evaluating.set(Some(share)),
            Response::Forecast(found) if forecast.is(id) => {
                self.evaluating.set(None);
                match found {
                    Ok(forecast) => self.forecast.set(Some(Arc::new(*forecast))),
                    Err(problem) => self.no_forecast.set(Some(problem.to_string())),
                }
            }
            Response::Outlook(outlook) if store.is(id) => self.outlook.set(Some(outlook)),
            Response::Abnormal(found) => self.abnormal.set(found.into_iter().collect()),
            _ => {}
        }
    }

    fn stopped(self) {
        self.lesson.update(|lesson| {
            if let Some(lesson) = lesson {
                lesson.running = false;
            }
        });
    }

    fn lost(self, error: &WorkerError) {
        self.stopped();
        self.evaluating.set(None);
        self.problem.set(Some(format!("The program that learns stopped: {error}. Reload the page to start it again.")));
    }
}
