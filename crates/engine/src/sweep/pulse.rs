//! A sign of life from long computations.
//!
//! Everything in this module is a search for working points, from a curve of two hundred to the thousands of an inverse question. Where
//! several quantities are optimised, one search takes tens of milliseconds, and the caller that waits for all of them cannot distinguish slow
//! work from none. The observer belongs to the thread, not to a request: a parameter would have to go through every function that searches.

use std::cell::RefCell;

type Observer = Box<dyn FnMut()>;

thread_local! {
    static OBSERVER: RefCell<Option<Observer>> = const { RefCell::new(None) };
}

/// Has `observer` called whenever a working point was found on this thread, in place of the observer before. It must not compute.
///
/// ```
/// use engine::scenario::Scenario;
/// use engine::sweep::{observe, reach};
/// use std::{cell::Cell, rc::Rc};
///
/// let found = Rc::new(Cell::new(0));
/// let count = found.clone();
/// observe(move || count.set(count.get() + 1));
/// reach(&Scenario::default());
/// assert!(found.get() > 5);
/// ```
pub fn observe(observer: impl FnMut() + 'static) {
    OBSERVER.set(Some(Box::new(observer)));
}

/// A working point was found.
pub(super) fn beat() {
    OBSERVER.with_borrow_mut(|observer| {
        if let Some(observer) = observer {
            observer();
        }
    });
}
