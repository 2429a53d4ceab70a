//! Results as charts.

mod foreseen;
mod monitored;
mod slots;
mod uncertain;
mod views;

pub use foreseen::{coming_chart, dry_chart, marked, predicted_chart, predicted_scatter, store_chart, training_chart};
pub use monitored::{
    NamedModel, correlation_charts, distribution_chart, model_chart, model_scatter, models, parameter_chart,
    solved_chart, solved_distribution,
};
pub use slots::{SlotAxis, decades};
pub use uncertain::{reach_distribution, uncertainty_band};
pub(crate) use views::ALWAYS_NAMED;
pub use views::{Cursor, chart, colour};
