//! Channels changed in one place: what an editor needs.

use super::{Channels, ChannelsProblem, default_quantum};
use crate::link::channel_plan::Power;
use crate::link::channel_plan::{ClassicalChannel, Direction, Slot, Spacing, extent_nm, read_channels, read_place};
use crate::link::fibre::Band;
use crate::link::spectrum::Wavelength;
use crate::scenario::{Key, Settings, Value};

/// Eight classical channels in each direction, on the longer wavelengths of the C band.
pub const EIGHT_EACH_WAY: &str = "C24f10G,C23f10G,C22f10G,C21f10G,C20f10G,C19f10G,C18f10G,C17f10G,\
     C32b10G,C31b10G,C30b10G,C29b10G,C28b10G,C27b10G,C26b10G,C25b10G";

/// One of the channels on a fibre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The quantum channel.
    Quantum,
    /// This one of the classical channels.
    Classical(usize),
}

impl Channels {
    /// Channels in the places of `text`, with the bit rate and the photons per bit that the settings have for both signals, and the
    /// quantum channel where the paper has it, or in the nearest free slot.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: the text cannot be read, or its channels do not go together.
    ///
    /// ```
    /// use engine::link::channel_plan::PAPERS_PLAN;
    /// use engine::scenario::Channels;
    /// use engine::scenario::Settings;
    /// let settings = Settings::from_query("v=1&bitrate=50G").0;
    /// let channels = Channels::starting(PAPERS_PLAN, &settings).unwrap();
    /// let launched = Settings::from_query("power=launched&power_dbm=-3").0;
    /// assert_eq!(Channels::starting("C32f10G", &launched).unwrap().text(), "C32f10G@-3dBm");
    /// assert_eq!(channels.text(), "C32f50G,C31b50G");
    /// assert_eq!(channels.quantum().nm(), channels.slot(engine::scenario::Which::Quantum).wavelength_nm());
    /// ```
    pub fn starting(text: &str, settings: &Settings) -> Result<Channels, ChannelsProblem> {
        let mut classical = read_channels(text).map_err(ChannelsProblem::Text)?;
        for channel in &mut classical {
            channel.bit_rate = settings.quantity(Key::Bitrate).unwrap_or(channel.bit_rate);
            channel.power = match settings.value(Key::Power) {
                Value::Word("launched") => settings.quantity(Key::PowerDbm).map_or(channel.power, Power::Launched),
                Value::Word("received") => settings.quantity(Key::PowerDbm).map_or(channel.power, Power::Received),
                _ => settings.quantity(Key::Ncc).map_or(channel.power, Power::PhotonsPerBit),
            };
        }
        let measured = settings.channels().is_some_and(Channels::is_measured);
        place_quantum(classical, Spacing::Ghz100, measured, settings.band())
    }

    /// The same classical channels with the quantum channel in another band, where the paper has it or in the nearest free slot.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: no slot of the band is free, or a table does not reach it.
    pub fn in_band(&self, band: Band) -> Result<Channels, ChannelsProblem> {
        place_quantum(self.channels.clone(), self.spacing, self.measured, band)
    }

    /// The classical channels as a text.
    pub fn text(&self) -> String {
        crate::link::channel_plan::write_channels(&self.channels)
    }

    /// Wavelength of a channel; none if there is no such channel.
    pub fn wavelength(&self, which: Which) -> Option<Wavelength> {
        match which {
            Which::Quantum => Some(self.quantum),
            Which::Classical(index) => self.channels.get(index).map(|channel| channel.wavelength),
        }
    }

    /// The slot that a channel lies in; that of the quantum channel if there is no such channel.
    pub fn slot(&self, which: Which) -> Slot {
        Slot::nearest(self.spacing, self.wavelength(which).unwrap_or(self.quantum))
    }

    /// With a channel in another place.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: the place is occupied, or a table does not reach it.
    pub fn placed(&self, which: Which, place: Wavelength) -> Result<Channels, ChannelsProblem> {
        match which {
            Which::Quantum => Channels::new(self.channels.clone(), self.spacing, place, self.measured),
            Which::Classical(index) => self.changed(index, |channel| channel.wavelength = place),
        }
    }

    /// With a classical channel that runs the other way.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: another one runs that way in its slot.
    pub fn turned(&self, index: usize) -> Result<Channels, ChannelsProblem> {
        self.changed(index, |channel| {
            channel.direction = match channel.direction {
                Direction::Forward => Direction::Backward,
                Direction::Backward => Direction::Forward,
            };
        })
    }

    /// With a classical channel changed; the same if there is no such channel.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: they do not go together then.
    pub fn changed(
        &self,
        index: usize,
        change: impl FnOnce(&mut ClassicalChannel),
    ) -> Result<Channels, ChannelsProblem> {
        let mut channels = self.channels.clone();
        if let Some(channel) = channels.get_mut(index) {
            change(channel);
        }
        self.with(channels)
    }

    /// With these classical channels instead.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: they do not go together, or with the quantum channel.
    pub fn with(&self, channels: Vec<ClassicalChannel>) -> Result<Channels, ChannelsProblem> {
        Channels::new(channels, self.spacing, self.quantum, self.measured)
    }

    /// Without a classical channel.
    pub fn without(&self, index: usize) -> Channels {
        let mut fewer = self.clone();
        if index < fewer.channels.len() {
            fewer.channels.remove(index);
        }
        fewer
    }

    /// On another grid; the wavelengths stay.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: two of them would share a slot of it.
    pub fn on_grid(&self, spacing: Spacing) -> Result<Channels, ChannelsProblem> {
        Channels::new(self.channels.clone(), spacing, self.quantum, self.measured)
    }

    /// On a fibre with the measured attenuation, or without.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: the measured curve does not reach all of them.
    pub fn on_fibre(&self, measured: bool) -> Result<Channels, ChannelsProblem> {
        Channels::new(self.channels.clone(), self.spacing, self.quantum, measured)
    }

    /// With a channel in the next place of a band that it can take, towards longer wavelengths or shorter ones, and how many slots
    /// it passed over; none if there is no such place.
    ///
    /// ```
    /// use engine::scenario::Which;
    /// use engine::scenario::Settings;
    /// let settings = Settings::from_query("v=1&channels=C32f10G,C31b10G&quantum=C33").0;
    /// let (moved, passed) = settings.channels().unwrap().next(Which::Quantum, settings.band(), true).unwrap();
    /// assert_eq!((moved.slot(Which::Quantum).to_string().as_str(), passed), ("C30", 2));
    /// ```
    pub fn next(&self, which: Which, band: Band, longer: bool) -> Option<(Channels, usize)> {
        let here = self.slot(which).wavelength_nm();
        let beyond = |slot: &Slot| if longer { slot.wavelength_nm() > here } else { slot.wavelength_nm() < here };
        let mut slots: Vec<Slot> = self.spacing.slots(band).filter(beyond).collect();
        if !longer {
            slots.reverse();
        }
        slots.into_iter().enumerate().find_map(|(passed, slot)| Some((self.in_slot(which, slot).ok()?, passed)))
    }

    /// With a channel in the middle of a slot.
    ///
    /// # Errors
    /// [`ChannelsProblem`]: the slot is occupied, or a table does not reach it.
    pub fn in_slot(&self, which: Which, slot: Slot) -> Result<Channels, ChannelsProblem> {
        // Both bands lie where a wavelength may lie; a slot from elsewhere leaves the channel where it is.
        match Wavelength::try_from(slot.wavelength_nm()) {
            Ok(place) => self.placed(which, place),
            Err(_) => Ok(self.clone()),
        }
    }

    /// With one more classical channel, like this one but in the place of the band where the noise is least; a slot of its own if
    /// there is one. None if no slot is left.
    pub fn with_another(
        &self,
        like: ClassicalChannel,
        band: Band,
        noise_hz: impl Fn(&Channels) -> f64,
    ) -> Option<Channels> {
        let mut best: Option<((bool, f64), Channels)> = None;
        for slot in self.spacing.slots(band) {
            let Ok(wavelength) = Wavelength::try_from(slot.wavelength_nm()) else { continue };
            let shared = self.channels.iter().any(|other| Slot::nearest(self.spacing, other.wavelength) == slot);
            let channels = self.channels.iter().copied().chain([ClassicalChannel { wavelength, ..like }]).collect();
            let Ok(more) = self.with(channels) else { continue };
            let score = (shared, noise_hz(&more));
            if best.as_ref().is_none_or(|(least, _)| score < *least) {
                best = Some((score, more));
            }
        }
        best.map(|(_, channels)| channels)
    }

    /// The band that most of the classical channels lie in, the C band where there are none.
    pub fn classical_band(&self) -> Band {
        let inside = |band: Band| {
            let (low, high) = extent_nm(band);
            self.channels.iter().filter(|channel| (low..=high).contains(&channel.wavelength.nm())).count()
        };
        if inside(Band::O) > inside(Band::C) { Band::O } else { Band::C }
    }
}

/// The quantum channel where the paper has it, or in the free slot of the band that is nearest to there.
fn place_quantum(
    channels: Vec<ClassicalChannel>,
    spacing: Spacing,
    measured: bool,
    band: Band,
) -> Result<Channels, ChannelsProblem> {
    let text = default_quantum(band);
    let quantum = |reason| ChannelsProblem::Quantum { text: text.to_owned(), reason };
    let wanted = read_place(text).map_err(quantum)?.nm();
    let mut slots: Vec<Slot> = spacing.slots(band).collect();
    slots.sort_by(|a, b| {
        let away = |slot: &Slot| (slot.wavelength_nm() - wanted).abs();
        away(a).total_cmp(&away(b))
    });
    let mut first_problem = None;
    for slot in slots {
        let Ok(place) = Wavelength::try_from(slot.wavelength_nm()) else { continue };
        match Channels::new(channels.clone(), spacing, place, measured) {
            Ok(placed) => return Ok(placed),
            Err(problem) => first_problem = first_problem.or(Some(problem)),
        }
    }
    Err(first_problem.unwrap_or(ChannelsProblem::NoChannels))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::channel_plan::PAPERS_PLAN;
    use crate::scenario::Settings;
    use proptest::prelude::*;

    fn channels(link: &str) -> Channels {
        Settings::from_query(link).0.channels().expect("a plan").clone()
    }

    fn slots(channels: &Channels) -> Vec<String> {
        let all = (0..channels.channels().len()).map(Which::Classical).chain([Which::Quantum]);
        all.map(|which| channels.slot(which).to_string()).collect()
    }

    #[test]
    fn starts_are_the_papers_two_and_eight_each_way_in_either_band() {
        let settings = |link| Settings::from_query(link).0;
        let start = |text, link| Channels::starting(text, &settings(link)).unwrap();
        let papers = start(PAPERS_PLAN, "v=1");
        assert_eq!(
            (papers.text().as_str(), slots(&papers)),
            (PAPERS_PLAN, ["C32", "C31", "C34"].map(String::from).into())
        );
        let eight = start(EIGHT_EACH_WAY, "v=1&bitrate=2.5G&ncc=300");
        assert!(eight.channels().iter().all(|channel| channel.light().hz == 7.5e11));
        let forward = eight.channels().iter().filter(|channel| channel.direction == Direction::Forward).count();
        assert_eq!((forward, eight.channels().len(), eight.slot(Which::Quantum).to_string().as_str()), (8, 16, "C34"));
        let o = start(PAPERS_PLAN, "v=1&band=O");
        assert!(o.is_in(Band::O) && (o.quantum().nm() - 1310.0).abs() < 0.3);
        assert_eq!(o.in_band(Band::C), Ok(papers.clone()));
        assert_eq!(papers.in_band(Band::O), Ok(o));
        // A plan that stands where the quantum channel should: it takes the nearest free slot.
        let taken = start("C34f10G,C35f10G", "v=1");
        assert_eq!(slots(&taken), ["C34", "C35", "C33"]);
    }

    #[test]
    fn a_step_passes_over_what_is_occupied_and_ends_with_the_band() {
        let channels = channels("v=1&channels=C32f10G,C31b10G,C30f10G&quantum=C34");
        let step = |which, longer| channels.next(which, Band::C, longer).map(|(moved, passed)| (slots(&moved), passed));
        let is = |slots: [&str; 4], passed| Some((slots.map(String::from).to_vec(), passed));
        assert_eq!(step(Which::Quantum, true), is(["C32", "C31", "C30", "C33"], 0));
        // Two channels may share a slot if they run against each other.
        assert_eq!(step(Which::Classical(0), true), is(["C31", "C31", "C30", "C34"], 0));
        assert_eq!(step(Which::Classical(0), false), is(["C33", "C31", "C30", "C34"], 0));
        let beside = channels.in_slot(Which::Classical(0), Slot::named("C33").unwrap()).unwrap();
        let (over, passed) = beside.next(Which::Classical(0), Band::C, false).unwrap();
        assert_eq!((over.slot(Which::Classical(0)).to_string().as_str(), passed), ("C35", 1));
        let last = channels.in_slot(Which::Quantum, Slot::named("C16").unwrap()).unwrap();
        assert_eq!(last.next(Which::Quantum, Band::C, true), None);
    }

    #[test]
    fn incompatible_values_are_refused() {
        let channels = channels("v=1&channels=C32f10G,C32b10G,C40f10G&quantum=C34");
        let messages = [
            channels.turned(0),
            channels.in_slot(Which::Quantum, Slot::named("C40").unwrap()),
            channels.in_slot(Which::Classical(2), Slot::named("C34").unwrap()),
            channels.changed(2, |channel| channel.wavelength = 1551.8.try_into().unwrap()),
            channels.placed(Which::Classical(2), 1700.0.try_into().unwrap()).and_then(|far| far.on_fibre(true)),
            self::channels("v=1&channels=C32f10G,C33f10G&quantum=C50").on_grid(Spacing::Ghz200),
        ]
        .map(|refused| refused.unwrap_err().to_string());
        insta::assert_snapshot!(messages.join("\n"));
    }

    #[test]
    fn only_the_edited_channel_changes() {
        let channels = channels("v=1&channels=C32f10G,C31b10G&quantum=C34&spacing=50&fibre=measured");
        assert_eq!(channels.turned(1).unwrap().text(), "C32f10G,C31f10G");
        assert_eq!(channels.turned(1).unwrap().turned(1).unwrap(), channels);
        assert_eq!(channels.without(0).text(), "C31b10G");
        assert_eq!(channels.without(7), channels);
        assert_eq!(channels.turned(7), Ok(channels.clone()));
        let coarse = channels.on_grid(Spacing::Ghz100).unwrap();
        assert_eq!((coarse.spacing(), coarse.on_grid(Spacing::Ghz50).unwrap()), (Spacing::Ghz100, channels.clone()));
        assert!(!channels.on_fibre(false).unwrap().is_measured());
        assert_eq!(
            (
                channels.classical_band(),
                Channels::new(vec![], Spacing::Ghz50, channels.quantum(), false).unwrap().classical_band()
            ),
            (Band::C, Band::C)
        );
        let o = self::channels("v=1&channels=1310f1G,1312b1G,C30f1G&quantum=1330&band=O");
        assert_eq!(o.classical_band(), Band::O);
    }

    #[test]
    fn another_channel_takes_the_quietest_slot_of_its_own() {
        let channels = channels("v=1&channels=C32f10G&quantum=C34");
        let like = channels.channels()[0];
        let loudness = |more: &Channels| (more.slot(Which::Classical(more.channels().len() - 1)).n() - 1).abs().into();
        // C32 is slot 1, which is taken: so it is the neighbouring slot.
        let more = channels.with_another(like, Band::C, loudness).unwrap();
        assert_eq!(slots(&more), ["C32", "C33", "C34"]);
        // Where every slot is taken, one is shared with a channel that runs the other way.
        let full = Spacing::Ghz100.slots(Band::C).filter(|slot| slot.to_string() != "C34");
        let full = full.map(|slot| format!("{slot}f1G")).collect::<Vec<_>>().join(",");
        let full = self::channels(&format!("v=1&channels={full}&quantum=C34"));
        assert_eq!(full.with_another(like, Band::C, loudness), None);
        let back = ClassicalChannel { direction: Direction::Backward, ..like };
        let shared = full.with_another(back, Band::C, loudness).unwrap();
        assert_eq!(shared.slot(Which::Classical(43)).to_string(), "C32");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn steps_lead_to_the_end_of_the_band_past_whatever_is_in_the_way(
            places in prop::collection::btree_set(16u8..=59, 1..40), quantum in 16u8..=59, which in 0usize..40, longer in any::<bool>(),
        ) {
            let text: Vec<String> = places.iter().filter(|n| **n != quantum).map(|n| format!("C{n}f10G")).collect();
            let start = Settings::from_query(&format!("v=1&channels={}&quantum=C{quantum}", text.join(","))).0;
            let mut channels = start.channels().unwrap().clone();
            let which = if which < text.len() { Which::Classical(which) } else { Which::Quantum };
            let mut slots = 0;
            while let Some((moved, passed)) = channels.next(which, Band::C, longer) {
                let (before, now) = (channels.slot(which).wavelength_nm(), moved.slot(which).wavelength_nm());
                prop_assert_eq!(now > before, longer);
                // As good as any other plan: nothing else moved, and an address brings it back.
                prop_assert_eq!(moved.in_slot(which, channels.slot(which)).unwrap(), channels);
                let link = format!("v=1&channels={}&quantum={}", moved.text(), moved.slot(Which::Quantum));
                let back = Settings::from_query(&link).0;
                prop_assert_eq!(back.channels(), Some(&moved));
                slots += 1 + passed;
                channels = moved;
            }
            prop_assert!(slots < 44);
            // Behind the last place there are only occupied ones.
            let here = channels.slot(which).wavelength_nm();
            let beyond = |slot: &Slot| if longer { slot.wavelength_nm() > here } else { slot.wavelength_nm() < here };
            for slot in Spacing::Ghz100.slots(Band::C).filter(beyond) {
                prop_assert!(channels.in_slot(which, slot).is_err());
            }
        }
    }
}
