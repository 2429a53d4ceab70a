//! What the tools remember, through the address of the page and back.

use engine::scenario::{Key, Settings, Value};
use engine::sweep::{MapAxis, MapValue, Optimise, SAMPLES, Spread, UncertaintyInputs, Varied};
use proptest::prelude::*;
use view::address::{Address, EXTRAS, Extras, read_address, write_address};
use view::class::LESSONS;
use view::export::{embedded, shared_link};
use view::inputs::ask::AskInputs;
use view::inputs::class::Place;
use view::inputs::demand::DemandInputs;
use view::inputs::map::MapInputs;
use view::inputs::tool::Tool;
use view::pin::{MAX_PINS, Pin};

/// All that the tools below the chart remember.
#[derive(Debug, Clone, PartialEq)]
struct Remembered {
    tool: Tool,
    ask: AskInputs,
    demand: DemandInputs,
    map: MapInputs,
    vary: UncertaintyInputs,
    lesson: Place,
}

impl Remembered {
    fn write(&self) -> Extras {
        let mut extras = Extras::default();
        let vary = self.vary.write();
        extras.set("tool", self.tool.write());
        extras.set("ask", self.ask.write());
        extras.set("demand", self.demand.write());
        extras.set("map", Some(self.map.write()));
        extras.set("vary", (!vary.is_empty()).then_some(vary));
        extras.set("lesson", self.lesson.write());
        extras
    }

    fn read(extras: &Extras) -> Remembered {
        let (vary, notices) = UncertaintyInputs::read(extras.get("vary").unwrap_or_default());
        assert!(notices.is_empty(), "{notices:?}");
        Remembered {
            tool: Tool::read(extras.get("tool")),
            ask: AskInputs::read(extras.get("ask")).unwrap(),
            demand: DemandInputs::read(extras.get("demand")).unwrap(),
            map: MapInputs::read(extras.get("map")).unwrap(),
            vary,
            lesson: Place::read(extras.get("lesson")),
        }
    }
}

fn varied() -> impl Strategy<Value = Varied> {
    proptest::sample::select(Varied::all().collect::<Vec<_>>())
}

fn axis() -> impl Strategy<Value = MapAxis> {
    varied().prop_map(|varied| MapAxis::of_slider(varied).unwrap())
}

fn ask() -> impl Strategy<Value = AskInputs> {
    let length = proptest::option::of(0.0f64..1000.0);
    (1.0f64..1e12, length, 1u32..1_000_000, proptest::option::of(varied())).prop_map(|(rate, km, tunnels, also)| {
        AskInputs { wanted: rate.try_into().unwrap(), km: km.map(|km| km.try_into().unwrap()), tunnels, also }
    })
}

fn demand() -> impl Strategy<Value = DemandInputs> {
    (1e-3f64..1e9, proptest::option::of(1u32..1_000_000)).prop_map(|(number, tenants)| match tenants {
        Some(tenants) => DemandInputs::of_keys(number, tenants).unwrap(),
        None => DemandInputs::of_rate(number.try_into().unwrap()),
    })
}

fn map() -> impl Strategy<Value = MapInputs> {
    (axis(), axis(), proptest::option::of(0.0f64..1000.0)).prop_map(|(x, y, km)| MapInputs {
        x,
        y,
        value: km.map_or(MapValue::Reach, |km| MapValue::RateAt(km.try_into().unwrap())),
    })
}

fn vary() -> impl Strategy<Value = UncertaintyInputs> {
    let settings = Settings::default();
    let spreads: Vec<Spread> = Spread::possible(&settings).map(|key| Spread::usual(key, &settings)).collect();
    let spreads = proptest::sample::subsequence(spreads, 0..6);
    // Without a parameter there is nothing to remember.
    let optimise = proptest::sample::select(&Optimise::ALL[..]);
    (spreads, proptest::sample::select(&SAMPLES[..]), any::<u32>(), optimise).prop_map(
        |(spreads, samples, seed, optimise)| {
            if spreads.is_empty() {
                UncertaintyInputs::default()
            } else {
                UncertaintyInputs { spreads, samples, seed, optimise }
            }
        },
    )
}

fn lesson() -> impl Strategy<Value = Place> {
    (0..=LESSONS.len()).prop_map(|n| n.checked_sub(1).map_or(Place::Overview, Place::Step))
}

proptest! {
    #[test]
    fn tool_inputs_round_trip_through_the_address(
        tool in proptest::sample::select(&Tool::ALL[..]), ask in ask(), demand in demand(), map in map(), vary in vary(),
        lesson in lesson(),
    ) {
        let remembered = Remembered { tool, ask, demand, map, vary, lesson };
        let text = write_address(&Address { extras: remembered.write(), ..Address::default() });
        let (address, notices) = read_address(&text);
        prop_assert!(notices.is_empty(), "{text}: {notices:?}");
        prop_assert_eq!(Remembered::read(&address.extras), remembered);
        prop_assert_eq!(write_address(&address), text);
    }

    #[test]
    fn a_link_that_is_shared_or_embedded_shows_the_same(
        tool in proptest::sample::select(&Tool::ALL[..]), ask in ask(), bit_rate in 1e8f64..1e13, km in 0.0f64..1000.0,
    ) {
        let mut extras = Extras::default();
        extras.set("tool", tool.write());
        extras.set("ask", ask.write());
        let settings = Settings::default().with(&[(Key::Bitrate, Value::Number(bit_rate))]).different_from_defaults();
        let address = Address { settings, cursor_km: km, extras, ..Address::default() };
        let base = "https://example.org/keyspan/";
        let shared = read_address(&shared_link(base, &address)).0;
        prop_assert_eq!(&shared, &address.clone().shared());
        prop_assert_eq!(Tool::read(shared.extras.get("tool")), if tool == Tool::Share { Tool::ALL[0] } else { tool });
        let guest = read_address(&embedded(base, &address)).0;
        prop_assert!(guest.embed);
        prop_assert_eq!((guest.settings, guest.cursor_km), (address.settings, address.cursor_km));
    }

    #[test]
    fn pins_that_are_changed_come_back_from_the_address(
        names in proptest::collection::vec("[^\\p{C}\\s]{1,40}", 1..MAX_PINS), bit_rate in 1e8f64..1e13, hidden: bool,
    ) {
        let current = Settings::default().with(&[(Key::Bitrate, Value::Number(bit_rate))]);
        let mut pins: Vec<Pin> = Vec::new();
        for name in &names {
            let pin = Pin::of(&current, &pins).unwrap();
            pins.push(pin.renamed(name).unwrap());
        }
        pins[0].hidden = hidden;
        pins.reverse();
        let text = write_address(&Address { pins: pins.clone(), ..Address::default() });
        prop_assert_eq!(read_address(&text).0.pins, pins);
    }

    #[test]
    fn no_text_of_a_stranger_is_too_much_for_a_tool(text in "\\PC{0,60}") {
        for name in EXTRAS {
            let mut extras = Extras::default();
            extras.set(name, Some(text.clone()));
            let address = read_address(&write_address(&Address { extras, ..Address::default() })).0;
            prop_assert_eq!(address.extras.get(name), Some(text.as_str()));
            let _ = (AskInputs::read(address.extras.get("ask")), MapInputs::read(address.extras.get("map")));
            let _ = (Tool::read(address.extras.get("tool")), Place::read(address.extras.get("lesson")));
            let _ = UncertaintyInputs::read(address.extras.get("vary").unwrap_or_default());
            let _ = DemandInputs::read(address.extras.get("demand"));
        }
    }
}
