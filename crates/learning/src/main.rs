//! The worker that learns and foresees for the Monitoring workspace.

fn main() {
    console_error_panic_hook::set_once();
    learning::serve();
}
