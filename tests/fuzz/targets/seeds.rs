//! Messages to start from, made anew for each run because their form changes with the types in them.

use engine::scenario::{Scenario, Settings};
use engine::sweep::{CurveRequest, MapAxis, MapRequest, MapValue, Question, Varied};
use serde::Serialize;
use std::error::Error;
use std::path::Path;
use wire::batch::Batch;
use wire::curves::CurveTask;
use wire::encode;

const LINKS: [&str; 3] = [
    "v=1&bitrate=50G&detector=snspd",
    "v=1&source=wcp&analysis=two_decoy&key=finite&mu=0.4&events=1e9",
    "v=1&channels=C32f10G,C31b10G&quantum=C34&fibre=measured",
];

/// Writes them to a folder.
pub fn write_to(folder: &Path) -> Result<(), Box<dyn Error>> {
    for (i, link) in LINKS.iter().enumerate() {
        let settings: Settings = Settings::from_query(link).0;
        let scenario = Scenario::try_from(&settings).map_err(|problems| format!("{problems:?}"))?;
        let length = 50.0.try_into()?;
        let tasks = vec![
            CurveTask::Along(CurveRequest { scenario: scenario.clone(), points: 5 }),
            CurveTask::At { scenarios: vec![scenario; 2], length },
        ];
        let batch = Batch { id: 7, tasks };
        let axis = |varied| MapAxis::of_slider(varied).map_err(|problem| problem.to_string());
        let axes = (axis(Varied::Isolation)?, axis(Varied::named("bitrate").ok_or("no bit rate")?)?);
        let map = MapRequest::new(settings.clone(), axes, MapValue::Reach, (8, 8)).ok();
        let question =
            Question { settings: settings.clone(), length, wanted: 1e6.try_into()?, asked: Varied::Isolation };
        write(folder, &format!("batch{i}"), &batch)?;
        write(folder, &format!("report{i}"), &batch.run())?;
        write(folder, &format!("settings{i}"), &settings)?;
        write(folder, &format!("question{i}"), &question)?;
        if let Some(map) = map {
            write(folder, &format!("map{i}"), &map)?;
        }
    }
    Ok(())
}

/// Without its version, which the program that is fed puts before it.
fn write(folder: &Path, name: &str, message: &impl Serialize) -> Result<(), Box<dyn Error>> {
    Ok(std::fs::write(folder.join(name), &encode(message)?[2..])?)
}
