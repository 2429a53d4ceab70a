//! Maps against what `reach` and `outcome` say of every cell by itself.

use engine::link::fibre::Band;
use engine::scenario::{Domain, Key, Scale, Scenario, Settings, TABLE, Value};
use engine::sweep::{
    AxisScale, Level, MapAxis, MapCell, MapProblem, MapRequest, MapValue, Reach, Varied, outcome, reach, rows_of,
};
use proptest::prelude::*;

/// Any combination of the sliders: for each parameter a choice and where its slider stands. Most keep their defaults.
fn sliders() -> impl Strategy<Value = Settings> {
    prop::collection::vec((0u8..8, 0.0f64..=1.0), TABLE.len()).prop_map(|draws| {
        let mut settings = Settings::default();
        for (param, (choice, x)) in TABLE.iter().zip(draws) {
            let words = param.domain.words();
            let value = match (&param.domain, choice) {
                (_, 0..=4) => continue,
                (Domain::Words(_), _) | (Domain::WordsOrNumber { .. }, 5) => {
                    Value::Word(words[(x * 0.999 * words.len() as f64) as usize].word)
                }
                (Domain::Number(range) | Domain::WordsOrNumber { range, .. }, _) => {
                    let (low, high) = range.slider;
                    Value::Number(match range.scale {
                        Scale::Linear { .. } => low + x * (high - low),
                        Scale::LogOrZero if x < 0.1 => 0.0,
                        Scale::Log | Scale::LogOrZero => low * (high / low).powf(x),
                    })
                }
            };
            settings.set(param.key, value);
        }
        settings
    })
}

/// An axis over a part of the slider of a parameter.
fn axis() -> impl Strategy<Value = MapAxis> {
    let varied: Vec<Varied> = Varied::all().collect();
    (prop::sample::select(varied), 0.0f64..0.9, 0.05f64..1.0).prop_map(|(varied, start, length)| {
        let whole = MapAxis::of_slider(varied).unwrap();
        let at = |place: f64| whole.at((1000.0 * place) as u16, 1001);
        MapAxis::new(varied, at(start), at((start + length).min(1.0)), whole.scale()).unwrap()
    })
}

/// Random maps; what does not make one is left out.
fn maps(
    settings: impl Strategy<Value = Settings>,
    value: impl Strategy<Value = MapValue>,
    size: (u16, u16),
) -> impl Strategy<Value = MapRequest> {
    (settings, axis(), axis(), value)
        .prop_filter_map("a map", move |(settings, x, y, value)| MapRequest::new(settings, (x, y), value, size).ok())
}

/// The paper's main part, where only the bandwidth is searched, or nothing.
fn simple() -> impl Strategy<Value = Settings> {
    sliders().prop_map(|mut settings| {
        settings.set(Key::Source, Value::Word("single"));
        settings.set(Key::KeyLength, Value::Word("asymptotic"));
        if settings.value(Key::Window) == Value::Word("optimal") {
            settings.reset(Key::Window);
        }
        settings
    })
}

/// Asks `check` about each cell and band: the settings, what the map says, and where.
fn every_cell(request: &MapRequest, mut check: impl FnMut(&Scenario, Level, &str)) {
    let (columns, rows) = request.size();
    let cells = rows_of(request, 0..rows);
    assert_eq!(cells.len(), usize::from(columns) * usize::from(rows));
    for (i, cell) in cells.iter().enumerate() {
        let (column, row) = ((i % usize::from(columns)) as u16, (i / usize::from(columns)) as u16);
        let settings = request.settings_at(column, row);
        for band in Band::ALL {
            let settings = settings.in_band(band);
            match (Scenario::try_from(&settings), cell.level(band)) {
                (Ok(scenario), Some(level)) => {
                    let axes = [request.axes().0, request.axes().1].map(|axis| (axis.varied().name(), axis.ends()));
                    let place = format!("{band:?} at {column}, {row} of {axes:?}, {}", settings.to_query());
                    check(&scenario, level, &place);
                }
                (Err(_), None) => {}
                (expected, found) => panic!("{found:?} where {expected:?}: {}", settings.to_query()),
            }
        }
    }
}

fn reaches_agree(request: &MapRequest) {
    every_cell(request, |scenario, level, place| match (reach(scenario), level) {
        (Reach::UpTo(a), Level::Value(b)) if (a - b).abs() <= 1e-3 => {}
        (Reach::Nowhere, Level::NoKey) | (Reach::Unlimited, Level::Unlimited) => {}
        // Within the tolerance of the ends.
        (Reach::UpTo(km), Level::NoKey) | (Reach::Nowhere, Level::Value(km)) if km <= 1e-3 => {}
        (Reach::UpTo(km), Level::Unlimited) | (Reach::Unlimited, Level::Value(km)) if km >= 1000.0 - 1e-3 => {}
        (expected, found) => panic!("{found:?} where the reach is {expected:?}: {place}"),
    });
}

fn rates_agree(request: &MapRequest) {
    let MapValue::RateAt(length) = request.value() else { panic!("not a map of key rates") };
    every_cell(request, |scenario, level, place| {
        let expected = outcome(scenario, length).unwrap().key_rate_bit_s();
        match (expected, level) {
            (Some(a), Level::Value(b)) if (a / b - 1.0).abs() <= 1e-6 => {}
            (None, Level::NoKey) => {}
            // A key of nothing but rounding.
            (Some(x), Level::NoKey) | (None, Level::Value(x)) if x < 1e-3 => {}
            (expected, found) => panic!("{found:?} where the key rate is {expected:?}: {place}"),
        }
    });
}

fn at(km: f64) -> MapValue {
    MapValue::RateAt(km.try_into().unwrap())
}

const FEW: u32 = 40;

proptest! {
    #![proptest_config(ProptestConfig { cases: FEW, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn with_only_the_bandwidth_optimal_every_reach_agrees(request in maps(simple(), Just(MapValue::Reach), (12, 6))) {
        reaches_agree(&request);
    }

    #[test]
    fn every_key_rate_is_that_of_the_span(request in maps(simple(), (0.0f64..150.0).prop_map(at), (12, 6))) {
        rates_agree(&request);
    }

    #[test]
    fn a_block_of_rows_is_a_part_of_the_whole(request in maps(simple(), Just(MapValue::Reach), (5, 40)), cut in 1u16..39) {
        let whole = rows_of(&request, 0..40);
        let parts = [rows_of(&request, 0..cut), rows_of(&request, cut..40)].concat();
        prop_assert_eq!(whole, parts);
    }
}

#[test]
fn with_decoys_too_every_cell_is_that_of_the_span() {
    for link in ["source=wcp", "source=wcp&key=finite&analysis=two_decoy&bitrate=1e9"] {
        let settings = Settings::from_query(link).0;
        let axes = [(Varied::Parameter(Key::Bitrate), 1e9, 1e11), (Varied::Isolation, 1e-9, 1e-6)];
        let [x, y] = axes.map(|(varied, low, high)| MapAxis::new(varied, low, high, AxisScale::Log).unwrap());
        reaches_agree(&MapRequest::new(settings.clone(), (x, y), MapValue::Reach, (2, 2)).unwrap());
        rates_agree(&MapRequest::new(settings, (x, y), at(30.0), (2, 2)).unwrap());
    }
}

#[test]
fn a_channel_plan_takes_part_in_a_map() {
    let settings = Settings::from_query("channels=C32f10G,C31b10G&quantum=C34").0;
    let isolation = MapAxis::new(Varied::Isolation, 1e-9, 1e-6, AxisScale::Log).unwrap();
    let loss = MapAxis::new(Varied::Parameter(Key::Alpha), 0.16, 0.3, AxisScale::Linear).unwrap();
    reaches_agree(&MapRequest::new(settings.clone(), (isolation, loss), MapValue::Reach, (4, 3)).unwrap());
    // What the plan replaces has no part.
    let bit_rate = MapAxis::of_slider(Varied::Parameter(Key::Bitrate)).unwrap();
    let refused = MapRequest::new(settings, (bit_rate, loss), MapValue::Reach, (4, 3));
    assert_eq!(refused, Err(MapProblem::NoPart { name: "bitrate" }));
}

#[test]
fn incompatible_values_are_a_hole() {
    let settings = Settings::from_query("source=wcp&mu=0.5&nu1=0.1").0;
    let axes = [(Key::Mu, 0.01, 0.5), (Key::Nu1, 0.02, 0.6)];
    let [x, y] = axes.map(|(key, low, high)| MapAxis::new(Varied::Parameter(key), low, high, AxisScale::Log).unwrap());
    let request = MapRequest::new(settings, (x, y), MapValue::Reach, (3, 3)).unwrap();
    assert_eq!(rows_of(&request, 2..3)[0], MapCell::Refused);
    assert!(request.problem(0, 2).is_some());
}
