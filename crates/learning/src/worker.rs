//! The worker: keeps the links and a model, and answers the page's requests.

use super::{score, train};
use forecast::{
    Evaluation, Forecast, Grid, KeyStore, LinkWindows, Outlook, Recipe, Scorer, Training, find_anomalies, outlook,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wire::channel::RequestId;
use wire::learning::{LearningError, ModelFiles, Request, Response, ScoreReport};
use worker::Page;

/// Seed of the simulated runs of the key rate: equal stores have equal outlooks.
const SEED: u64 = 1;

#[derive(Clone)]
struct Worker {
    page: Page,
    links: Rc<RefCell<Vec<LinkWindows>>>,
    model: Rc<RefCell<Option<Scorer>>>,
    /// The newest training; an older one stops.
    training: Rc<Cell<RequestId>>,
    /// The newest forecast; an older one stops.
    forecasting: Rc<Cell<RequestId>>,
    /// Evaluations of past forecasts by link, cached because they take longest.
    evaluated: Rc<RefCell<BTreeMap<String, Evaluation>>>,
    /// The last forecast, with its errors in the past.
    forecast: Rc<RefCell<Option<Forecast>>>,
}

/// Answers the page as long as the worker lives.
///
/// # Errors
/// The browser's error if this does not run in a worker.
pub fn serve() -> Result<(), JsValue> {
    let page = Page::new()?;
    let worker = Worker {
        page: page.clone(),
        links: Rc::default(),
        model: Rc::default(),
        training: Rc::default(),
        forecasting: Rc::default(),
        evaluated: Rc::default(),
        forecast: Rc::default(),
    };
    page.listen(move |(id, request), _| {
        worker.answer(id, request);
        Ok(())
    })
}

impl Worker {
    fn answer(&self, id: RequestId, request: Request) {
        match request {
            Request::Links(links) => {
                *self.links.borrow_mut() = links;
                self.evaluated.borrow_mut().clear();
                *self.forecast.borrow_mut() = None;
            }
            Request::Score { model, losses } => self.page.respond(id, Response::Scored(self.score(model, &losses))),
            Request::Train { links, recipe } => {
                self.training.set(id);
                let worker = self.clone();
                spawn_local(async move { worker.train(id, links, recipe).await });
            }
            Request::Cancel => self.training.set(id),
            Request::Forecast { link, horizon_min } => {
                self.forecasting.set(id);
                let worker = self.clone();
                spawn_local(async move { worker.forecast(id, &link, horizon_min).await });
            }
            Request::Store(store) => self.page.respond(id, Response::Outlook(self.outlook(&store))),
            Request::Abnormal => {
                let links = self.links.borrow();
                let found = links.iter().map(|link| (link.link.clone(), find_anomalies(link))).collect();
                self.page.respond(id, Response::Abnormal(found));
            }
        }
    }

    fn score(&self, files: Option<ModelFiles>, losses: &[(String, f64)]) -> Result<ScoreReport, LearningError> {
        if let Some(files) = files {
            *self.model.borrow_mut() = Some(score::load(&files)?);
        }
        match &*self.model.borrow() {
            Some(scorer) => score::score(scorer, &self.links.borrow(), losses),
            None => Err(LearningError::NoModel),
        }
    }

    async fn forecast(&self, id: RequestId, link: &str, horizon_min: u32) {
        let known = self.evaluated.borrow().get(link).cloned();
        let evaluation = match known {
            Some(evaluation) => evaluation,
            None => {
                let grid = self.links.borrow().iter().find(|known| known.link == link).map(Grid::of);
                let mut evaluation = match grid {
                    Some(Ok(grid)) => Evaluation::new(grid),
                    Some(Err(problem)) => {
                        return self.page.respond(id, Response::Forecast(Err(LearningError::refused(problem))));
                    }
                    None => {
                        return self.page.respond(id, Response::Forecast(Err(LearningError::NoLink(link.to_owned()))));
                    }
                };
                while let Some(share) = evaluation.step() {
                    self.page.respond(id, Response::Evaluating(share));
                    self.page.pause().await;
                    if self.forecasting.get() != id {
                        return;
                    }
                }
                self.evaluated.borrow_mut().insert(link.to_owned(), evaluation.clone());
                evaluation
            }
        };
        let found = forecast::forecast(&evaluation, horizon_min, SEED).map_err(LearningError::refused);
        *self.forecast.borrow_mut() = found.clone().ok();
        let shown = |forecast: Forecast| Box::new(Forecast { courses: Vec::new(), past: Vec::new(), ..forecast });
        self.page.respond(id, Response::Forecast(found.map(shown)));
    }

    fn outlook(&self, store: &KeyStore) -> Result<Outlook, LearningError> {
        match &*self.forecast.borrow() {
            Some(forecast) => outlook(store, forecast, SEED).map_err(LearningError::refused),
            None => Err(LearningError::NoForecast),
        }
    }

    async fn train(&self, id: RequestId, names: Vec<String>, recipe: Recipe) {
        let all = self.links.borrow().clone();
        let learnt: Vec<&LinkWindows> = all.iter().filter(|link| names.contains(&link.link)).collect();
        let mut training = match Training::new(&learnt, recipe) {
            Ok(training) => training,
            Err(problem) => return self.page.respond(id, Response::Trained(Err(LearningError::refused(problem)))),
        };
        while let Some(progress) = training.epoch() {
            self.page.respond(id, Response::Epoch(progress, training.share()));
            self.page.pause().await;
            if self.training.get() != id {
                return self.page.respond(id, Response::Cancelled);
            }
        }
        self.page.respond(id, Response::Trained(Ok(train::files(&training.finish(), &learnt, &all))));
    }
}
