//! Callbacks for answers that have not arrived yet.

use crate::channel::RequestId;

/// Callbacks of requests under way, each under its number. A request ends in one way or another, answered or replaced by a newer one,
/// and its callback goes with it.
#[derive(Debug)]
pub struct Pending<C> {
    last: RequestId,
    waiting: Vec<(RequestId, C)>,
}

impl<C> Default for Pending<C> {
    fn default() -> Pending<C> {
        Pending { last: 0, waiting: Vec::new() }
    }
}

impl<C> Pending<C> {
    /// Keeps a callback; the number is that of its request.
    pub fn add(&mut self, callback: C) -> RequestId {
        self.last += 1;
        self.waiting.push((self.last, callback));
        self.last
    }

    /// Takes the callback of a request that has ended.
    pub fn take(&mut self, id: RequestId) -> Option<C> {
        // Few are under way at a time.
        let place = self.waiting.iter().position(|(known, _)| *known == id)?;
        Some(self.waiting.swap_remove(place).1)
    }

    /// Number of requests under way.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// Whether no request is under way.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}
