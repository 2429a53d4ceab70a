//! Forecasting: files of models from here and elsewhere, what is refused, what is learnt of a synthetic network.

mod ahead;
mod level;
mod models;
mod refused;

use forecast::{LinkWindows, Model, Recipe, Training};
use monitoring::{DemoNetwork, Hints, Physics, WindowWidth, links, read, read_links};
use numbers::units::Kilometres;

/// The links of a synthetic network.
fn network(seed: u64, days: u32, lengths: &[f64]) -> Vec<LinkWindows> {
    network_of(Physics::Cow, seed, days, lengths)
}

/// The links of a synthetic network of this physics.
fn network_of(physics: Physics, seed: u64, days: u32, lengths: &[f64]) -> Vec<LinkWindows> {
    let lengths: Vec<Kilometres> = lengths.iter().map(|km| (*km).try_into().expect("a length")).collect();
    let (mut readings, mut table) = (Vec::new(), Vec::new());
    for file in DemoNetwork::new(seed, days, &lengths).expect("a network").with_physics(physics).files() {
        match file.path.as_str() {
            "links.csv" => table = read_links(file.text.as_bytes()).expect("a table"),
            path if path.starts_with("link") => {
                readings.push(read(path, file.text.as_bytes(), Hints::default()).expect("measurements"));
            }
            _ => {}
        }
    }
    let links = links(readings);
    let row = |name: &str| table.iter().find(|row| row.link == name);
    links.iter().map(|link| LinkWindows::of(link, row(&link.name), WindowWidth::STANDARD)).collect()
}

fn trained(links: &[&LinkWindows], recipe: Recipe) -> Model {
    let mut training = Training::new(links, recipe).expect("enough rows");
    while training.epoch().is_some() {}
    training.finish()
}
