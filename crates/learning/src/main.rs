//! The worker that learns and forecasts for the Monitoring workspace.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    learning::serve()
}
