//! Who works on what: a supervisor that decides, and the glue to the browser that carries it out.

mod supervisor;

pub use supervisor::{Action, Event, Lane, RequestId, Supervisor, Trouble};

#[cfg(feature = "app")]
mod browser;
#[cfg(feature = "app")]
pub use browser::{News, Pool, address_of, worker_count};

#[cfg(feature = "worker")]
mod serve;
#[cfg(feature = "worker")]
pub use serve::serve;

#[cfg(any(feature = "workspace", feature = "learning"))]
mod keeper;
#[cfg(any(feature = "workspace", feature = "learning"))]
pub use keeper::Keeper;
