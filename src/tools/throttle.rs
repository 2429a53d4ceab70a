//! Follows the page no more often than leaves it time to draw.

use super::browser;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// Tools follow a drag four times a second: it is the chart that a person looks at meanwhile, and it needs the frames.
const LEAST_MS: u32 = 250;

/// Does something at once, or a little later if it was done just now.
#[derive(Clone)]
pub(super) struct Throttle(Rc<Inner>);

struct Inner {
    what: Box<dyn Fn()>,
    resting: Cell<bool>,
    wanted: Cell<bool>,
    rest: RefCell<Option<Timeout>>,
}

impl Throttle {
    /// `what` is done when somebody asks; whatever a person begins to do with pointer or keys finds it done.
    pub(super) fn new(what: impl Fn() + 'static) -> Throttle {
        let (resting, wanted, rest) = (Cell::new(false), Cell::new(false), RefCell::new(None));
        let throttle = Throttle(Rc::new(Inner { what: Box::new(what), resting, wanted, rest }));
        for begun in ["pointerdown", "keydown"] {
            let throttle = throttle.clone();
            browser::on_window(begun, move || {
                if throttle.0.wanted.get() {
                    throttle.at_once();
                }
            });
        }
        throttle
    }

    /// Now or soon.
    pub(super) fn soon(&self) {
        if self.0.resting.get() {
            self.0.wanted.set(true);
        } else {
            self.at_once();
        }
    }

    /// Now.
    pub(super) fn at_once(&self) {
        self.0.wanted.set(false);
        self.0.resting.set(true);
        let throttle = self.clone();
        // The one before ends with this.
        self.0.rest.replace(Some(Timeout::new(LEAST_MS, move || {
            throttle.0.resting.set(false);
            if throttle.0.wanted.get() {
                throttle.at_once();
            }
        })));
        (self.0.what)();
    }
}
