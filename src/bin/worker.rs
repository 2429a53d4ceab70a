//! A worker of the page.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    keyspan::pool::serve()
}
