//! The Monitoring workspace, and the worker that reads and computes for it: one program, so that it is fetched once.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    if web_sys::window().is_none() {
        return keyspan::monitoring::serve();
    }
    keyspan::monitoring::start();
    Ok(())
}
