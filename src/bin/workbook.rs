//! The worker that makes CSV of workbooks for the Monitoring workspace.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    keyspan::monitoring::serve_workbooks()
}
