//! Time zones, of which the browser knows all: data of its own would weigh more than half of the Monitoring program's reader.

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use monitoring::ZoneRules;
use wasm_bindgen::{JsCast, JsValue};

/// 2000-01-01 and 2050-01-01, UTC, s since 1970: the times that measurements have.
const YEARS_S: (i64, i64) = (946_684_800, 2_524_608_000);
/// Between two changes of an offset there are at least some weeks.
const STEP_S: i64 = 7 * 86_400;

/// The rules of a zone of this name, if the browser knows it.
pub(super) fn find_zone(name: &str) -> Option<ZoneRules> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &name.into()).ok()?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into()).ok()?;
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    // The constructor throws where there is no such zone.
    let maker: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&maker, &Array::of2(&"en-US".into(), &options)).ok()?;
    let format: Intl::DateTimeFormat = format.dyn_into().ok()?;
    let offset = |s: i64| offset_of(&format, s);
    let mut offsets = vec![(YEARS_S.0, offset(YEARS_S.0)?)];
    let (mut from, mut before) = offsets[0];
    while from < YEARS_S.1 {
        let to = from + STEP_S;
        let after = offset(to)?;
        if after != before {
            let (mut low, mut high) = (from, to);
            while high - low > 1 {
                let middle = low + (high - low) / 2;
                if offset(middle)? == before { low = middle } else { high = middle }
            }
            offsets.push((high, after));
        }
        (from, before) = (to, after);
    }
    Some(ZoneRules { offsets })
}

/// Offset at a time, s: the browser writes it as `GMT`, `GMT+01:00` or `GMT-03:30`.
fn offset_of(format: &Intl::DateTimeFormat, s: i64) -> Option<i32> {
    let parts = format.format_to_parts(&Date::new(&JsValue::from_f64(s as f64 * 1e3)));
    let of = |part: &JsValue, name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
    let name = parts.iter().find(|part| of(part, "type").as_deref() == Some("timeZoneName"))?;
    let text = of(&name, "value")?;
    let text = text.strip_prefix("GMT")?;
    let Some(sign) = text.chars().next() else { return Some(0) };
    let mut parts = text[1..].split(':').map(|part| part.parse::<i32>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next().unwrap_or(Some(0))?);
    let size = 3600 * hours + 60 * minutes + seconds;
    Some(if sign == '-' { -size } else { size })
}

/// The zone of the browser, and all that it knows.
pub(super) fn known_zones() -> (Option<String>, Vec<String>) {
    let resolved = || {
        let options = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
        Reflect::get(&options, &"timeZone".into()).ok()?.as_string()
    };
    let all = || {
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let list: Function = Reflect::get(&intl, &"supportedValuesOf".into()).ok()?.dyn_into().ok()?;
        let names: Array = list.call1(&intl, &"timeZone".into()).ok()?.dyn_into().ok()?;
        Some(names.iter().filter_map(|name| name.as_string()).collect())
    };
    (resolved(), all().unwrap_or_default())
}
