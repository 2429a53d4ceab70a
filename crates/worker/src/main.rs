//! A worker of the page.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    worker::serve::<wire::curves::CurveTask>()
}
