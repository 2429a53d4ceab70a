//! What the programs of the page share: the browser, canvases, workers, live parts and symbols.

// Leptos makes the properties of every component public.
#![allow(unreachable_pub)]

pub(crate) mod beside;
pub(crate) mod browser;
pub(crate) mod canvas;
pub(crate) mod channel;
pub(crate) mod fine_canvas;
pub(crate) mod health;
pub(crate) mod live;
pub(crate) mod pool;
pub(crate) mod symbol;
pub(crate) mod worker_handle;

pub(crate) use view::text::page as text;
