//! What a map shows: its axes, its colours, and the values at a place, in words. Places run from (0, 0) at the low ends of both axes to
//! (1, 1) at the high ends.

use crate::text::tools as text;
use chart::{Axis, Heat};
use engine::link::fibre::Band;
use engine::scenario::{Settings, Value};
use engine::sweep::{AxisScale, Level, MAX_LENGTH_KM, MapAxis, MapCell, MapRequest, MapValue};
use numbers::quantity::{Unit, format_quantity};

/// An axis of the chart.
pub fn axis(axis: &MapAxis) -> Axis {
    let (low, high) = axis.ends();
    Axis { low, high, log: axis.scale() == AxisScale::Log }
}

/// Title of an axis, with its unit.
pub fn title(axis: &MapAxis) -> String {
    let label = axis.varied().label().to_lowercase();
    match axis.varied().param().unit {
        Unit::Isolation | Unit::Share | Unit::None => label,
        unit => format!("{label}, {}", unit.symbol()),
    }
}

/// Values of the current link on both axes, if it is on the map.
pub fn here(settings: &Settings, x: &MapAxis, y: &MapAxis) -> Option<(f64, f64)> {
    let on = |one: &MapAxis| {
        let mut numbers = one.varied().keys().map(|key| match settings.value(key) {
            Value::Number(number) => Some(number),
            Value::Word(_) => None,
        });
        let first = numbers.next()??;
        let inside = (0.0..=1.0).contains(&axis(one).place(first)) && numbers.all(|other| other == Some(first));
        inside.then_some(first)
    };
    Some((on(x)?, on(y)?))
}

/// The number at a place of an axis, to three digits where that stays on the axis.
pub fn number_at(one: &MapAxis, place: f64) -> f64 {
    let exact = axis(one).value(place);
    let (low, high) = one.ends();
    let rounded = format!("{exact:.2e}").parse().unwrap_or(exact);
    if rounded < low || rounded > high { exact } else { rounded }
}

/// The settings at a place of a map.
pub fn load(settings: &mut Settings, request: &MapRequest, place: (f64, f64)) {
    let (x, y) = request.axes();
    for (axis, place) in [(x, place.0), (y, place.1)] {
        let number = number_at(axis, place);
        axis.varied().keys().for_each(|key| settings.set(key, Value::Number(number)));
    }
}

/// All nodes of a map in colour, in one band; `at` gives the cell at a place, where it is known.
pub fn heat(request: &MapRequest, band: Band, at: impl Fn((f64, f64)) -> Option<MapCell>) -> Heat {
    let (columns, rows) = request.size();
    let place = |i: u16, nodes: u16| f64::from(i) / f64::from(nodes - 1);
    let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (place(column, columns), place(row, rows))));
    let cells: Vec<Option<MapCell>> = places.map(at).collect();
    let value = |cell: &Option<MapCell>| cell.and_then(|cell| cell.level(band)).map_or(f64::NAN, number);
    let values: Vec<f64> = cells.iter().map(value).collect();
    let lead = cells.iter().map(|cell| cell.and_then(|cell| cell.lead()).unwrap_or(f64::NAN)).collect();
    let (log, unit) = match request.value() {
        MapValue::Reach => (false, "km"),
        MapValue::RateAt(_) => (true, ""),
    };
    Heat { columns: usize::from(columns), scale: Heat::scale_of(&values, log), values, lead, unit }
}

fn number(level: Level) -> f64 {
    match level {
        Level::NoKey => 0.0,
        Level::Value(x) => x,
        Level::Unlimited => MAX_LENGTH_KM,
    }
}

/// A value of the map with its unit.
pub fn value(value: MapValue, x: f64) -> String {
    match value {
        MapValue::Reach => text::km(x),
        MapValue::RateAt(_) => text::rate(Some(x)),
    }
}

fn level(of: MapValue, level: Level) -> String {
    match level {
        Level::NoKey => text::NO_KEY.to_owned(),
        Level::Unlimited => format!("more than {MAX_LENGTH_KM} km"),
        Level::Value(x) => value(of, x),
    }
}

/// A cell of the table: C band / O band.
pub fn cell(of: MapValue, cell: Option<MapCell>) -> String {
    match cell {
        Some(MapCell::Bands { c, o }) => format!("{} / {}", level(of, c), level(of, o)),
        Some(MapCell::Refused) => text::MAP_REFUSED.to_owned(),
        None => "…".to_owned(),
    }
}

/// A place and the cell there, in a sentence.
pub fn describe(request: &MapRequest, place: (f64, f64), cell: Option<MapCell>) -> String {
    let (x, y) = request.axes();
    let at = |axis: &MapAxis, place: f64| {
        let unit = axis.varied().param().unit;
        format!("{} {}", axis.varied().label(), format_quantity(number_at(axis, place), unit, 3))
    };
    let level = |one| level(request.value(), one);
    let found = match cell {
        Some(MapCell::Bands { c, o }) => format!("C band {}, O band {}", level(c), level(o)),
        Some(MapCell::Refused) => text::MAP_REFUSED.to_owned(),
        None => text::MAP_MISSING.to_owned(),
    };
    format!("{}, {}: {found}", at(x, place.0), at(y, place.1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::map::MapInputs;
    use engine::scenario::Key;
    use engine::sweep::Varied;
    use proptest::prelude::*;

    fn request(text: Option<&str>) -> MapRequest {
        MapInputs::read(text).unwrap().request(&Settings::default(), (8, 8)).unwrap()
    }

    #[test]
    fn a_place_and_its_cell_in_words() {
        let reach = request(None);
        let rate = request(Some("dark*0*1000*eff*0.1*0.5*rate*60"));
        let both = |c, o| Some(MapCell::Bands { c, o });
        let cells = [
            both(Level::Value(98.07), Level::NoKey),
            both(Level::Unlimited, Level::Value(1.0)),
            Some(MapCell::Refused),
            None,
        ];
        let mut all = Vec::new();
        for request in [&reach, &rate] {
            let (x, y) = request.axes();
            all.push(format!("{} | {}", title(x), title(y)));
            for one in cells {
                all.push(describe(request, (0.5, 0.25), one));
                all.push(cell(request.value(), one));
            }
        }
        insta::assert_snapshot!(all.join("\n"));
    }

    #[test]
    fn colours_are_those_of_the_band_and_missing_cells_have_none() {
        let request = request(None);
        let heat = heat(&request, Band::O, |(x, y)| match (x, y) {
            (0.0, 0.0) => None,
            (1.0, _) => Some(MapCell::Refused),
            _ => Some(MapCell::Bands { c: Level::Value(50.0), o: Level::Value(20.0) }),
        });
        assert_eq!((heat.columns, heat.values.len(), heat.unit), (8, 64, "km"));
        assert!(heat.values[0].is_nan() && heat.values[7].is_nan() && heat.values[1] == 20.0);
    }

    #[test]
    fn the_current_link_is_on_the_map_where_both_isolations_agree() {
        let request = request(None);
        let (x, y) = request.axes();
        let settings = Settings::default();
        assert_eq!(here(&settings, x, y), Some((1e10, 1e-7)));
        let apart = settings.with(&[(Key::IsoFor, Value::Number(1e-9))]);
        assert_eq!(here(&apart, x, y), None);
        let off = settings.with(&[(Key::Bitrate, Value::Number(1e15))]);
        assert_eq!(here(&off, x, y), None);
    }

    proptest! {
        #[test]
        fn a_point_that_is_loaded_is_the_current_link(
            i in 0usize..40, j in 0usize..40, place in (0.0f64..=1.0, 0.0f64..=1.0),
        ) {
            let all: Vec<Varied> = Varied::all().collect();
            let [x, y] = [i, j].map(|i| MapAxis::of_slider(all[i % all.len()]).unwrap());
            let inputs = MapInputs { x, y, value: MapValue::Reach };
            let Ok(request) = inputs.request(&Settings::default(), (8, 8)) else { return Ok(()) };
            let mut settings = Settings::default();
            load(&mut settings, &request, place);
            let on = |axis: &MapAxis, place: f64| {
                let (low, high) = axis.ends();
                let number = number_at(axis, place);
                (low..=high).contains(&number).then_some(number)
            };
            prop_assert_eq!(here(&settings, &x, &y), on(&x, place.0).zip(on(&y, place.1)));
        }
    }
}
