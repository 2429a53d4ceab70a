//! The data behind picture and lists of a plan: the noise in every slot and of every channel.

use super::editor::Editor;
use chart::Axis;
use engine::link::channel_plan::{Noise, Slot};
use engine::link::fibre::Band;
use engine::scenario::{Channels, Scenario, Which};
use engine::sweep::{Caution, SurveyRequest};
use leptos::prelude::*;
use numbers::units::Kilometres;
use std::sync::Arc;
use view::figures::{SlotAxis, decades};

/// A plan and its noise.
#[derive(PartialEq)]
pub(super) struct Scene {
    pub(super) channels: Channels,
    pub(super) band: Band,
    pub(super) slots: SlotAxis,
    /// The noise that a quantum channel in each slot would have.
    pub(super) noise: Vec<InSlot>,
    /// The axis of the noise, photons/s.
    pub(super) levels: Axis,
    /// The noise of the quantum channel.
    pub(super) own: Noise,
    /// The contribution of each classical channel, photons/s.
    pub(super) added_hz: Vec<f64>,
    /// The request of a survey of the free slots.
    pub(super) request: SurveyRequest,
    /// The link.
    pub(super) scenario: Scenario,
}

/// A slot as a place of the quantum channel.
#[derive(PartialEq)]
pub(super) enum InSlot {
    /// A classical channel is there.
    Occupied,
    /// A table does not reach; why.
    Unknown(String),
    /// Noise that would reach Bob.
    Free(Noise),
}

/// The scene of what an editor shows; none where it is no valid link.
pub(super) type Scenes = Memo<Option<Arc<Scene>>>;

pub(super) fn follow(editor: Editor) -> Scenes {
    Memo::new(move |_| {
        // Whatever else is set counts too.
        editor.context.settings.track();
        let channels = editor.shown.get()?;
        let length = Kilometres::try_from(editor.context.cursor_km.get()).ok()?;
        let scenario = Scenario::try_from(&editor.settings_with(&channels)).ok()?;
        Scene::new(channels, scenario, length).map(Arc::new)
    })
}

impl Scene {
    fn new(channels: Channels, scenario: Scenario, length: Kilometres) -> Option<Scene> {
        let placement = scenario.plan.as_ref()?;
        let (plan, attenuation, bandwidth) = (placement.plan(), placement.attenuation(), scenario.noise_bandwidth());
        let slots = SlotAxis::new(plan.spacing(), scenario.band);
        let occupied = |slot: Slot| {
            channels.channels().iter().any(|channel| Slot::nearest(plan.spacing(), channel.wavelength) == slot)
        };
        let noise: Vec<InSlot> = slots
            .slots()
            .iter()
            .map(|slot| match plan.noise_in(*slot, attenuation, bandwidth, length) {
                Ok(found) if found.noise.raman_unknown => InSlot::Unknown(Caution::RamanUnknown.text().to_owned()),
                Ok(found) => InSlot::Free(found.noise),
                Err(_) if occupied(*slot) => InSlot::Occupied,
                Err(problem) => InSlot::Unknown(problem.to_string()),
            })
            .collect();
        let coupling = placement.coupling(bandwidth);
        let free = noise.iter().filter_map(|slot| match slot {
            InSlot::Free(noise) => Some([raman(noise), crosstalk(noise)]),
            _ => None,
        });
        Some(Scene {
            levels: decades(free.flatten()),
            own: coupling.noise(length),
            added_hz: coupling.contributions(length).map(|part| part.total_hz()).collect(),
            request: SurveyRequest {
                scenario: Scenario { plan: None, ..scenario.clone() },
                plan: plan.clone(),
                attenuation,
                length,
                block: 0..slots.slots().len(),
            },
            band: scenario.band,
            slots,
            noise,
            channels,
            scenario,
        })
    }

    /// Position of a channel; 0 and 1 are the ends of the picture.
    pub(super) fn place(&self, which: Which) -> f64 {
        self.channels.wavelength(which).map_or(f64::NAN, |wavelength| self.slots.place(wavelength.nm()))
    }

    /// Whether a channel is in the picture.
    pub(super) fn shows(&self, which: Which) -> bool {
        (0.0..=1.0).contains(&self.place(which))
    }

    /// All channels, the quantum channel last.
    pub(super) fn all(&self) -> impl Iterator<Item = Which> {
        (0..self.channels.channels().len()).map(Which::Classical).chain([Which::Quantum])
    }
}

/// Raman scattering of both directions, photons/s.
pub(super) fn raman(noise: &Noise) -> f64 {
    noise.raman_forward_hz + noise.raman_backward_hz
}

/// Crosstalk of both directions, photons/s.
pub(super) fn crosstalk(noise: &Noise) -> f64 {
    noise.crosstalk_forward_hz + noise.crosstalk_backward_hz
}
