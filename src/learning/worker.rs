//! The worker: keeps the links and a model, and answers what the page asks.

use super::messages::{Ask, ModelFiles, Say};
use super::{score, train};
use crate::forecast::{LinkWindows, Recipe, Scorer, Training};
use crate::pool::Keeper;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

#[derive(Clone)]
struct Worker {
    page: Keeper,
    links: Rc<RefCell<Vec<LinkWindows>>>,
    model: Rc<RefCell<Option<Scorer>>>,
    /// The newest training; an older one stops.
    training: Rc<Cell<u32>>,
}

/// Answers the page as long as the worker lives.
pub fn serve() {
    let Some(page) = Keeper::new() else { return };
    let worker = Worker { page: page.clone(), links: Rc::default(), model: Rc::default(), training: Rc::default() };
    page.listen(move |id, ask, _| worker.hear(id, ask));
}

impl Worker {
    fn hear(&self, id: u32, ask: Ask) {
        match ask {
            Ask::Links(links) => *self.links.borrow_mut() = links,
            Ask::Score { model, losses } => self.page.say(id, Say::Scored(self.score(model, &losses))),
            Ask::Train { links, recipe } => {
                self.training.set(id);
                let worker = self.clone();
                spawn_local(async move { worker.train(id, links, recipe).await });
            }
            Ask::Cancel => self.training.set(id),
        }
    }

    fn score(
        &self,
        files: Option<ModelFiles>,
        losses: &[(String, f64)],
    ) -> Result<super::messages::ScoreReport, String> {
        if let Some(files) = files {
            *self.model.borrow_mut() = Some(score::load(&files)?);
        }
        match &*self.model.borrow() {
            Some(scorer) => score::score(scorer, &self.links.borrow(), losses),
            None => Err("there is no model yet".to_owned()),
        }
    }

    async fn train(&self, id: u32, names: Vec<String>, recipe: Recipe) {
        let all = self.links.borrow().clone();
        let learnt: Vec<&LinkWindows> = all.iter().filter(|link| names.contains(&link.link)).collect();
        let mut training = match Training::new(&learnt, recipe) {
            Ok(training) => training,
            Err(problem) => return self.page.say(id, Say::Trained(Err(problem.to_string()))),
        };
        while let Some(progress) = training.epoch() {
            self.page.say(id, Say::Epoch(progress, training.share()));
            self.page.pause().await;
            if self.training.get() != id {
                return self.page.say(id, Say::Cancelled);
            }
        }
        self.page.say(id, Say::Trained(Ok(train::files(&training.finish(), &learnt, &all))));
    }
}
