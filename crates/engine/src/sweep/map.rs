//! A map: reach or key rate over two parameters, in both bands.
//!
//! The numbers of an axis are nodes, the two ends among them: a map of 2 × 2 is its corners. [`rows_of`] computes any rows of a map by
//! themselves, from nothing but the request: divided among workers, or shown bit by bit, a map has the same bits in every cell
//! in whatever block it is computed.
//!
//! Along a row each cell starts from what was found in those before it, which is why a row is the least that is worth asking for.

mod axis;

pub use axis::{AxisProblem, AxisScale, MapAxis};

use super::near::Neighbours;
use super::reach::{MAX_LENGTH_KM, Reach};
use crate::link::fibre::Band;
use crate::scenario::{Key, Problem, Problems, Scenario, Settings, Value};
use numbers::units::Kilometres;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Most nodes along a side.
pub const MOST_NODES: u16 = 1024;

/// Interval in rows at which the first cell is computed without a start; those between follow from it. To ask for one row then costs a few cells
/// more, and what is found does not depend on where a block of rows begins.
const ANCHORED: u16 = 16;

/// Quantity that a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum MapValue {
    /// The distance where the key ends, km.
    Reach,
    /// The key rate at this distance, bit/s.
    RateAt(Kilometres),
}

/// A map that can be computed: checked when it is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked", into = "Unchecked")]
pub struct MapRequest {
    settings: Settings,
    x: MapAxis,
    y: MapAxis,
    value: MapValue,
    columns: u16,
    rows: u16,
}

/// Why there is no map.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum MapProblem {
    /// Both axes move one parameter.
    #[error("both axes vary {name}: take another parameter for one of them")]
    SameParameter {
        /// Its name.
        name: &'static str,
    },
    /// A parameter that does not count.
    #[error(
        "{name} has no effect on this link: change the parameter that makes it apply, or choose another one for the axis"
    )]
    NoPart {
        /// Its name.
        name: &'static str,
    },
    /// Too few or too many nodes.
    #[error("{columns} × {rows} nodes make no map: each side takes 2 to {MOST_NODES}")]
    Size {
        /// Nodes along x.
        columns: u16,
        /// Nodes along y.
        rows: u16,
    },
    /// A distance beyond what is computed.
    #[error(transparent)]
    TooLong(#[from] super::TooLong),
    /// The other parameters are wrong, whatever the axes say.
    #[error("{}", .0.iter().map(|(key, problem)| format!("{}: {problem}", key.param().name)).collect::<Vec<_>>().join("; "))]
    Settings(Problems),
}

/// Value of one band in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Level {
    /// No key.
    NoKey,
    /// The reach in km or the key rate in bit/s, above 0.
    Value(f64),
    /// Still a key at [`MAX_LENGTH_KM`]; reaches only.
    Unlimited,
}

/// A cell of a map: both bands, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum MapCell {
    /// The values of both bands.
    Bands {
        /// In the C band.
        c: Level,
        /// In the O band.
        o: Level,
    },
    /// The numbers of the two axes do not go together with each other or with the rest; [`MapRequest::problem`] says why.
    Refused,
}

impl MapRequest {
    /// A map of `columns` × `rows` nodes over the two axes, around these settings.
    ///
    /// The axes hold in the band of the settings. In the other band they hold too, except for those parameters that each band has for
    /// itself (attenuation, Raman cross-section, dispersion): there the other band keeps its defaults, as everywhere.
    ///
    /// # Errors
    /// [`MapProblem`].
    pub fn new(
        settings: Settings,
        (x, y): (MapAxis, MapAxis),
        value: MapValue,
        (columns, rows): (u16, u16),
    ) -> Result<MapRequest, MapProblem> {
        if let Some(key) = x.varied().keys().find(|key| y.varied().keys().any(|other| other == *key)) {
            return Err(MapProblem::SameParameter { name: key.param().name });
        }
        if [columns, rows].iter().any(|nodes| !(2..=MOST_NODES).contains(nodes)) {
            return Err(MapProblem::Size { columns, rows });
        }
        if let MapValue::RateAt(length) = value
            && length.get() > MAX_LENGTH_KM
        {
            return Err(super::TooLong { length_km: length.get() }.into());
        }
        let request = MapRequest { settings, x, y, value, columns, rows };
        let somewhere = request.settings_at(0, 0);
        for axis in [x, y] {
            if !axis.varied().keys().all(|key| somewhere.applies(key)) {
                return Err(MapProblem::NoPart { name: axis.varied().name() });
            }
        }
        request.base().map_err(MapProblem::Settings)?;
        Ok(request)
    }

    /// The settings that both axes leave unchanged.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The axes, x and y.
    pub const fn axes(&self) -> (&MapAxis, &MapAxis) {
        (&self.x, &self.y)
    }

    /// The quantity that it shows.
    pub const fn value(&self) -> MapValue {
        self.value
    }

    /// Nodes along x and y.
    pub const fn size(&self) -> (u16, u16) {
        (self.columns, self.rows)
    }

    /// The numbers of a cell, of x and of y.
    pub fn at(&self, column: u16, row: u16) -> (f64, f64) {
        (self.x.at(column, self.columns), self.y.at(row, self.rows))
    }

    /// The settings of a cell, in the band of the map's.
    pub fn settings_at(&self, column: u16, row: u16) -> Settings {
        self.settings_with(self.at(column, row))
    }

    fn settings_with(&self, at: (f64, f64)) -> Settings {
        let mut settings = self.settings.clone();
        self.numbers(at).for_each(|(key, number)| settings.set(key, Value::Number(number)));
        settings
    }

    /// The meaning of the numbers of both axes.
    fn numbers(&self, (x, y): (f64, f64)) -> impl Iterator<Item = (Key, f64)> {
        let of = |axis: &MapAxis, number| axis.varied().keys().map(move |key| (key, number));
        of(&self.x, x).chain(of(&self.y, y))
    }

    /// Why a cell is refused; nothing if it is not.
    pub fn problem(&self, column: u16, row: u16) -> Option<(Key, Problem)> {
        Scenario::try_from(&self.settings_at(column, row)).err()?.into_iter().next()
    }

    /// The scenarios of both bands, before the axes vary them.
    fn base(&self) -> Result<[Scenario; 2], Problems> {
        let mut settings = self.settings.clone();
        [self.x, self.y].iter().flat_map(|axis| axis.varied().keys()).for_each(|key| settings.reset(key));
        let [c, o] = Band::ALL.map(|band| Scenario::try_from(&settings.in_band(band)));
        Ok([c?, o?])
    }
}

/// A map as it comes in a message, before it is checked.
#[derive(Serialize, Deserialize)]
struct Unchecked {
    settings: Settings,
    axes: (MapAxis, MapAxis),
    value: MapValue,
    size: (u16, u16),
}

impl TryFrom<Unchecked> for MapRequest {
    type Error = MapProblem;
    fn try_from(Unchecked { settings, axes, value, size }: Unchecked) -> Result<MapRequest, MapProblem> {
        MapRequest::new(settings, axes, value, size)
    }
}

impl From<MapRequest> for Unchecked {
    fn from(MapRequest { settings, x, y, value, columns, rows }: MapRequest) -> Unchecked {
        Unchecked { settings, axes: (x, y), value, size: (columns, rows) }
    }
}

impl MapCell {
    /// The value of one band; none if the cell is refused.
    pub const fn level(&self, band: Band) -> Option<Level> {
        match (*self, band) {
            (MapCell::Bands { c, .. }, Band::C) => Some(c),
            (MapCell::Bands { o, .. }, Band::O) => Some(o),
            (MapCell::Refused, _) => None,
        }
    }

    /// Lead of the C band over the O band, dimensionless: (C − O)/(C + O).
    ///
    /// 1 where only the C band has a key, −1 where only the O band has one: its zeros are the frontier between the bands. Nothing
    /// where there is no key in either band, where both reaches are unlimited, and where the cell is refused.
    ///
    /// ```
    /// use engine::sweep::{MapCell, Level};
    /// let cell = MapCell::Bands { c: Level::Value(60.0), o: Level::Value(40.0) };
    /// assert_eq!(cell.lead(), Some(0.2));
    /// assert_eq!(MapCell::Bands { c: Level::NoKey, o: Level::Unlimited }.lead(), Some(-1.0));
    /// assert_eq!(MapCell::Bands { c: Level::NoKey, o: Level::NoKey }.lead(), None);
    /// ```
    pub fn lead(&self) -> Option<f64> {
        let number = |level| match level {
            Level::NoKey => 0.0,
            Level::Value(x) => x,
            Level::Unlimited => MAX_LENGTH_KM,
        };
        match *self {
            MapCell::Refused
            | MapCell::Bands { c: Level::NoKey, o: Level::NoKey }
            | MapCell::Bands { c: Level::Unlimited, o: Level::Unlimited } => None,
            MapCell::Bands { c, o } => Some((number(c) - number(o)) / (number(c) + number(o))),
        }
    }
}

impl From<Reach> for Level {
    fn from(reach: Reach) -> Level {
        match reach {
            Reach::Nowhere => Level::NoKey,
            Reach::UpTo(km) => Level::Value(km),
            Reach::Unlimited => Level::Unlimited,
        }
    }
}

/// The cells of these rows, row by row, each from x low to x high. A row that the map does not have has no cells.
///
/// A reach is that of [`reach`](super::reach) to 1 m, a key rate that of [`outcome`](super::outcome) to a part in a million.
///
/// ```
/// use engine::scenario::{Key, Settings};
/// use engine::sweep::*;
/// let axis = |varied, low, high| MapAxis::new(varied, low, high, AxisScale::Log).unwrap();
/// let axes = (axis(Varied::Parameter(Key::Bitrate), 1e9, 1e12), axis(Varied::Isolation, 1e-12, 1e-7));
/// let request = MapRequest::new(Settings::default(), axes, MapValue::Reach, (4, 2)).unwrap();
/// // The defaults, 10 Gbit/s and 1e-7, are the second cell of the upper row.
/// let MapCell::Bands { c: Level::Value(km), .. } = rows_of(&request, 1..2)[1] else { panic!() };
/// assert!((km - 98.22).abs() < 0.005);
/// ```
pub fn rows_of(request: &MapRequest, rows: Range<u16>) -> Vec<MapCell> {
    let Ok(base) = request.base() else { return Vec::new() };
    let mut bands = base.map(|scenario| InBand { scenario, neighbours: Neighbours::default() });
    let columns: Vec<f64> = (0..request.columns).map(|column| request.x.at(column, request.columns)).collect();
    let mut cells = Vec::new();
    for row in rows.start - rows.start % ANCHORED..rows.end.min(request.rows) {
        if row % ANCHORED == 0 {
            bands.iter_mut().for_each(|band| band.neighbours = Neighbours::default());
        }
        let y = request.y.at(row, request.rows);
        let first = cell(&mut bands, request, (columns[0], y), request.y.varied().only_harms());
        if rows.contains(&row) {
            let mut bands = bands.clone();
            bands.iter_mut().for_each(|band| band.neighbours.turn());
            cells.push(first);
            let worse = request.x.varied().only_harms();
            cells.extend(columns[1..].iter().map(|&x| cell(&mut bands, request, (x, y), worse)));
        }
    }
    cells
}

/// The next cell of a row, or of the first column; `worse` says that what has grown since the last one only harms.
fn cell(bands: &mut [InBand; 2], request: &MapRequest, at: (f64, f64), worse: bool) -> MapCell {
    let own = request.settings.band();
    for band in bands.iter_mut() {
        let holds = band.scenario.band == own;
        if request.settings.channels().is_some() {
            // Its numbers are in the channel plan too, and that is made anew with them.
            match Scenario::try_from(&request.settings_with(at).in_band(band.scenario.band)) {
                Ok(scenario) => band.scenario = scenario,
                Err(_) => return MapCell::Refused,
            }
        } else if band.scenario.vary(request.numbers(at).filter(|(key, _)| holds || !key.belongs_to_band())).is_err() {
            return MapCell::Refused;
        }
    }
    let [c, o] = bands.each_mut().map(|band| band.level(request.value, worse));
    MapCell::Bands { c, o }
}

/// One cell after the other in one band.
#[derive(Clone)]
struct InBand {
    scenario: Scenario,
    neighbours: Neighbours,
}

impl InBand {
    fn level(&mut self, value: MapValue, worse: bool) -> Level {
        match value {
            MapValue::Reach => self.neighbours.reach(&self.scenario, worse).into(),
            MapValue::RateAt(length) => {
                self.neighbours.rate(&self.scenario, length.get()).map_or(Level::NoKey, Level::Value)
            }
        }
    }
}
