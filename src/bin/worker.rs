//! A worker of the page.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    keyspan::pool::serve()
}
