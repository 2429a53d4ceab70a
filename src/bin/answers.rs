//! The tools of the page, and the workers that compute for them: one program, so that it is fetched once.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    console_error_panic_hook::set_once();
    if web_sys::window().is_none() {
        return worker::serve::<wire::questions::ToolTask>();
    }
    keyspan::tools::start();
    Ok(())
}
