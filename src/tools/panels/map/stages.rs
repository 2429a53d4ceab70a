//! The map in stages: a coarse one at once, then finer ones, as long as they do not take too long.

use crate::tools::browser;
use crate::tools::desk::Desk;
use engine::sweep::{MapCell, MapRequest};
use leptos::prelude::*;
use std::sync::Arc;
use wire::questions::ToolAnswer;
use wire::questions::ToolTask;
use wire::supervisor::Lane;

/// Nodes along a side, stage by stage.
const NODES: [u16; 5] = [8, 32, 64, 128, 256];
/// Nodes along a side of the finest map.
pub(super) const FINEST: u16 = NODES[NODES.len() - 1];
/// A finer stage that would take longer than this waits until a person asks for it, ms.
const PATIENCE_MS: f64 = 60_000.0;
/// So long a worker may be busy with one task, ms: a newer map waits no longer than that.
const TASK_MS: f64 = 250.0;
/// More rows at once would show nothing new for too long.
const MOST_ROWS: f64 = 16.0;

/// The cells of a map, as far as they are known.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) request: MapRequest,
    /// Row by row.
    pub(super) cells: Vec<MapCell>,
    /// The coarser stage before, for rows that are not known yet.
    pub(super) before: Option<Arc<Grid>>,
}

impl Grid {
    /// Share of the rows that are known.
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
    desk: Desk,
    request: Memo<Result<MapRequest, String>>,
    /// What is shown.
    pub(super) grid: RwSignal<Option<Arc<Grid>>>,
    pub(super) running: RwSignal<bool>,
    /// Counts the maps: answers for an older one are not wanted any more.
    turn: StoredValue<u64>,
    /// What a cell takes, ms of one worker; 0 while it is not known.
    cell_ms: StoredValue<f64>,
}

impl Stages {
    /// Follows a request.
    pub(super) fn new(desk: Desk, request: Memo<Result<MapRequest, String>>) -> Stages {
        let stages = Stages {
            desk,
            request,
            grid: RwSignal::new(None),
            running: RwSignal::new(false),
            turn: StoredValue::new(0),
            cell_ms: StoredValue::new(0.0),
        };
        Effect::new(move |_| {
            stages.stop();
            stages.cell_ms.set_value(0.0);
            if request.with(Result::is_ok) {
                stages.begin(0, None);
            }
        });
        on_cleanup(move || {
            stages.turn.try_update_value(|turn| *turn += 1);
        });
        stages
    }

    /// Computes no further.
    pub(super) fn stop(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.running.set(false);
    }

    /// Whether there is more that can be asked for.
    pub(super) fn can_go_on(self) -> bool {
        let more = |grid: &Arc<Grid>| !grid.is_whole() || grid.request.size().0 < FINEST;
        !self.running.get() && self.request.with(Result::is_ok) && self.grid.with(|grid| grid.as_ref().is_none_or(more))
    }

    /// Computes the rest of a map that was stopped, or the next stage, however long it takes.
    pub(super) fn go_on(self) {
        let Some(grid) = self.grid.get_untracked() else { return self.begin(0, None) };
        let stage = NODES.iter().position(|nodes| *nodes == grid.request.size().0).unwrap_or(0);
        if grid.is_whole() {
            self.begin(stage + 1, Some(grid));
        } else {
            self.running.set(true);
            self.ask_for_rows(stage, (*grid).clone());
        }
    }

    fn begin(self, stage: usize, before: Option<Arc<Grid>>) {
        let request = self.request.with_untracked(|request| {
            let request = request.as_ref().ok()?;
            let nodes = *NODES.get(stage)?;
            let axes = (*request.axes().0, *request.axes().1);
            MapRequest::new(request.settings().clone(), axes, request.value(), (nodes, nodes)).ok()
        });
        self.running.set(request.is_some());
        if let Some(request) = request {
            self.ask_for_rows(stage, Grid { request, cells: Vec::new(), before });
        }
    }

    fn ask_for_rows(self, stage: usize, grid: Grid) {
        let turn = self.turn.get_value();
        let (columns, rows) = grid.request.size();
        let row_ms = self.cell_ms.get_value() * f64::from(columns);
        let at_once = if row_ms > 0.0 { (TASK_MS / row_ms).clamp(1.0, MOST_ROWS) as u16 } else { 1 };
        let done = (grid.cells.len() / usize::from(columns)) as u16;
        let cores = browser::cores();
        let first = |task: u16| (done + task * at_once).min(rows);
        let tasks: Vec<ToolTask> = (0..cores as u16)
            .map(|task| first(task)..first(task + 1))
            .filter(|rows| !rows.is_empty())
            .map(|rows| ToolTask::Map { request: grid.request.clone(), rows })
            .collect();
        let (began, busy) = (js_sys::Date::now(), tasks.len() as f64);
        self.desk.ask(Lane::Tool, tasks, move |answers| {
            // A newer map, or another tool.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let mut grid = grid;
            let before = grid.cells.len();
            for answer in answers {
                match answer {
                    Ok(ToolAnswer::Map(cells)) => grid.cells.extend(cells),
                    _ => return self.stop(),
                }
            }
            let found = (grid.cells.len() - before) as f64;
            self.cell_ms.set_value((js_sys::Date::now() - began) * busy / found);
            self.go_further(stage, grid);
        });
    }

    /// Shows what there is, and goes on.
    fn go_further(self, stage: usize, grid: Grid) {
        let whole = grid.is_whole();
        // The picture of the map before stays until the first stage of this one stands.
        if whole || grid.before.is_some() {
            self.grid.set(Some(Arc::new(grid.clone())));
        }
        if !whole {
            return self.ask_for_rows(stage, grid);
        }
        let next_ms = NODES.get(stage + 1).map(|nodes| f64::from(*nodes).powi(2) * self.cell_ms.get_value());
        match next_ms {
            Some(ms) if ms / browser::cores() <= PATIENCE_MS => self.begin(stage + 1, Some(Arc::new(grid))),
            _ => self.running.set(false),
        }
    }
}
