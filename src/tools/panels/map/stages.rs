//! The map in stages: a coarse one at once, then finer ones, as long as they do not take too long.

use crate::kit::pool::worker_count;
use crate::tools::context::ToolContext;
use crate::tools::portions::Runner;
use engine::sweep::{MapCell, MapRequest};
use leptos::prelude::*;
use std::sync::Arc;
use wire::portions::{MapRows, Taken};

/// Nodes along a side, stage by stage.
const NODES: [u16; 5] = [8, 32, 64, 128, 256];
/// Nodes along a side of the finest map.
pub(super) const FINEST: u16 = NODES[NODES.len() - 1];
/// A finer stage that would take longer than this waits until a person asks for it, ms.
const PATIENCE_MS: f64 = 60_000.0;

/// The cells of a map computed so far.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) request: MapRequest,
    /// Row by row.
    pub(super) cells: Vec<MapCell>,
    /// The coarser stage before, for rows that are not known yet.
    pub(super) before: Option<Arc<Grid>>,
}

impl Grid {
    /// Fraction of the cells that are known.
    pub(super) fn share(&self) -> f64 {
        let (columns, rows) = self.request.size();
        self.cells.len() as f64 / (f64::from(columns) * f64::from(rows))
    }

    pub(super) fn is_whole(&self) -> bool {
        self.share() >= 1.0
    }

    /// The cell nearest to a place, from (0, 0) at both low ends to (1, 1); from the stage before where this one has none yet.
    pub(super) fn at(&self, (x, y): (f64, f64)) -> Option<MapCell> {
        let (columns, rows) = self.request.size();
        let node = |place: f64, nodes: u16| (place.clamp(0.0, 1.0) * f64::from(nodes - 1)).round() as usize;
        let index = node(y, rows) * usize::from(columns) + node(x, columns);
        self.cells.get(index).copied().or_else(|| self.before.as_ref()?.at((x, y)))
    }
}

/// The map that is being computed.
#[derive(Clone, Copy)]
pub(super) struct Stages {
    request: Memo<Result<MapRequest, String>>,
    /// What is shown.
    pub(super) grid: RwSignal<Option<Arc<Grid>>>,
    pub(super) running: RwSignal<bool>,
    rows: Runner<MapRows>,
    /// The last complete stage.
    before: StoredValue<Option<Arc<Grid>>>,
}

impl Stages {
    /// Follows a request.
    pub(super) fn new(context: ToolContext, request: Memo<Result<MapRequest, String>>) -> Stages {
        let rows = Runner::new(context);
        let stages =
            Stages { request, grid: RwSignal::new(None), running: rows.running, rows, before: StoredValue::new(None) };
        rows.on_taken(move |taken| stages.take(&taken));
        Effect::new(move |_| {
            rows.clear();
            if request.with(Result::is_ok) {
                stages.begin();
            }
        });
        stages
    }

    /// Computes no further.
    pub(super) fn stop(self) {
        self.rows.stop();
    }

    /// Whether there is more that can be asked for.
    pub(super) fn can_go_on(self) -> bool {
        let more = |grid: &Arc<Grid>| !grid.is_whole() || grid.request.size().0 < FINEST;
        !self.running.get() && self.request.with(Result::is_ok) && self.grid.with(|grid| grid.as_ref().is_none_or(more))
    }

    /// Computes the rest of a map that was stopped, or the next stage, however long it takes.
    pub(super) fn go_on(self) {
        if !self.rows.go_on() {
            match self.grid.get_untracked() {
                Some(grid) => self.begin_finer(grid),
                None => self.begin(),
            }
        }
    }

    fn begin(self) {
        self.before.set_value(None);
        if let Some(rows) = self.stage(0) {
            self.rows.begin(rows);
        }
    }

    fn begin_finer(self, grid: Arc<Grid>) {
        let next = NODES.iter().position(|nodes| *nodes == grid.request.size().0).map_or(0, |stage| stage + 1);
        if let Some(rows) = self.stage(next) {
            self.before.set_value(Some(grid));
            self.rows.follow_up(rows);
        }
    }

    fn stage(self, stage: usize) -> Option<MapRows> {
        let nodes = *NODES.get(stage)?;
        self.request.with_untracked(|request| {
            let request = request.as_ref().ok()?;
            let axes = (*request.axes().0, *request.axes().1);
            MapRequest::new(request.settings().clone(), axes, request.value(), (nodes, nodes)).ok().map(MapRows::new)
        })
    }

    /// Shows the cells computed so far, and continues with a finer stage.
    fn take(self, taken: &Taken) {
        let (done, before) = (*taken == Taken::Done, self.before.get_value());
        let Some(MapRows { request, cells }) = self.rows.with(MapRows::clone) else { return };
        // The picture of the map before stays until the first stage of this one stands.
        if !done && before.is_none() {
            return;
        }
        let grid = Arc::new(Grid { request, cells, before });
        self.grid.set(Some(grid.clone()));
        let finer = NODES.into_iter().find(|nodes| *nodes > grid.request.size().0);
        if let (true, Some(nodes), Some(cell_ms)) = (done, finer, self.rows.item_ms())
            && f64::from(nodes).powi(2) * cell_ms / worker_count() as f64 <= PATIENCE_MS
        {
            self.begin_finer(grid);
        }
    }
}
