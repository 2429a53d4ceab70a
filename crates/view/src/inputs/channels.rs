//! Editing a channel plan: what a key, a drag and a new channel make of it.

use crate::text::tools::channels as text;
use engine::link::channel_plan::{ClassicalChannel, Direction, Slot};
use engine::link::fibre::Band;
use engine::scenario::{Channels, ChannelsProblem, Settings, Which};

/// ChannelEffect of a key on a channel that has the focus.
#[derive(Debug, Clone, PartialEq)]
pub enum ChannelEffect {
    /// Other channels, to be put in the address.
    Put {
        /// The channels.
        channels: Channels,
        /// Message for the user; empty for none.
        message: String,
        /// The channel that gets the focus if the focused one was removed.
        focus: Option<Which>,
    },
    /// The channels stay as they are, for this reason.
    Refused(String),
    /// Nothing, silently.
    Nothing,
}

impl ChannelEffect {
    fn put(channels: Channels) -> ChannelEffect {
        ChannelEffect::Put { channels, message: String::new(), focus: None }
    }
}

/// ChannelEffect of a key on a channel; none for a key without a meaning here.
pub fn key(channels: &Channels, band: Band, which: Which, key: &str) -> Option<ChannelEffect> {
    Some(match (key, which) {
        ("ArrowRight" | "ArrowUp", _) => step(channels, band, which, true),
        ("ArrowLeft" | "ArrowDown", _) => step(channels, band, which, false),
        ("Home", _) => end(channels, band, which, false),
        ("End", _) => end(channels, band, which, true),
        ("r" | "R", Which::Classical(index)) => match channels.turned(index) {
            Ok(turned) => ChannelEffect::put(turned),
            Err(problem) => ChannelEffect::Refused(problem.to_string()),
        },
        ("Delete" | "Backspace", Which::Classical(index)) => {
            let fewer = channels.without(index);
            let last = fewer.channels().len().checked_sub(1);
            let next = last.map_or(Which::Quantum, |last| Which::Classical(index.min(last)));
            ChannelEffect::Put { channels: fewer, message: String::new(), focus: Some(next) }
        }
        ("Delete" | "Backspace", Which::Quantum) => ChannelEffect::Refused(text::QUANTUM_STAYS.to_owned()),
        _ => return None,
    })
}

fn step(channels: &Channels, band: Band, which: Which, longer: bool) -> ChannelEffect {
    match channels.next(which, band, longer) {
        Some((channels, skipped)) => ChannelEffect::Put { channels, message: text::skipped(skipped), focus: None },
        None => ChannelEffect::Refused(text::no_further(longer)),
    }
}

/// The free slot nearest to an end of the band.
fn end(channels: &Channels, band: Band, which: Which, longer: bool) -> ChannelEffect {
    let mut slots: Vec<Slot> = channels.spacing().slots(band).collect();
    if longer {
        slots.reverse();
    }
    slots
        .into_iter()
        .find_map(|slot| channels.in_slot(which, slot).ok())
        .map_or(ChannelEffect::Nothing, ChannelEffect::put)
}

/// A channel that is being dragged.
#[derive(Debug, Clone, PartialEq)]
pub struct Drag {
    which: Which,
    from: Channels,
    moved: bool,
}

/// The action at the end of a drag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Put what is shown in the address.
    Put,
    /// Show the plan of the address again.
    Forget,
    /// Nothing: it was a click.
    Nothing,
}

impl Drag {
    /// Takes hold of a channel.
    pub fn new(which: Which, from: Channels) -> Drag {
        Drag { which, from, moved: false }
    }

    /// The channels with the held one in a slot; nothing before it has left its own.
    ///
    /// # Errors
    /// Why it cannot be there, in words.
    pub fn to(&mut self, slot: Slot) -> Result<Option<Channels>, String> {
        let made = match self.from.slot(self.which) == slot {
            true => Ok(self.from.clone()),
            false => self.from.in_slot(self.which, slot),
        };
        let made = made.map_err(|problem| refusal(&self.from, self.which, slot, &problem))?;
        self.moved |= made != self.from;
        Ok(self.moved.then_some(made))
    }

    /// Lets go; `keep` where the pointer was lifted, not where the browser cancelled it.
    pub fn end(self, keep: bool) -> Ended {
        match (self.moved, keep) {
            (true, true) => Ended::Put,
            (true, false) => Ended::Forget,
            (false, _) => Ended::Nothing,
        }
    }
}

/// Why a channel cannot be in a slot.
fn refusal(from: &Channels, which: Which, slot: Slot, problem: &ChannelsProblem) -> String {
    match which {
        Which::Classical(_) if slot == from.slot(Which::Quantum) => text::of_the_quantum_channel(slot),
        _ => problem.to_string(),
    }
}

/// One more channel: in the direction that has fewer, otherwise like the last one, or like the controls where there is none.
///
/// # Errors
/// [`ChannelsProblem`]: a plan cannot start from these settings.
pub fn another(channels: &Channels, settings: &Settings) -> Result<ClassicalChannel, ChannelsProblem> {
    let all = channels.channels();
    let backward = all.iter().filter(|channel| channel.direction == Direction::Backward).count();
    let direction = if 2 * backward < all.len() { Direction::Backward } else { Direction::Forward };
    let like = match all.last() {
        Some(last) => *last,
        None => {
            let start = Channels::starting("C32f10G", settings)?;
            start.channels().first().copied().ok_or_else(|| ChannelsProblem::Text(Vec::new()))?
        }
    };
    Ok(ClassicalChannel { direction, wavelength: channels.quantum(), ..like })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::address::{Address, read_address, write_address};

    fn settings(text: &str) -> Settings {
        let (address, notices) = read_address(text);
        assert!(notices.is_empty(), "{notices:?}");
        address.settings
    }

    fn plan(text: &str) -> Channels {
        settings(text).channels().cloned().unwrap()
    }

    fn slot(plan: &Channels, which: Which) -> String {
        plan.slot(which).to_string()
    }

    const TWO: &str = "channels=C32f10G,C31b10G&quantum=C34";

    #[test]
    fn keys_move_turn_and_remove() {
        let two = plan(TWO);
        let key = |which, name: &str| key(&two, Band::C, which, name);
        let Some(ChannelEffect::Put { channels, message, focus: None }) = key(Which::Quantum, "ArrowLeft") else {
            panic!()
        };
        assert_eq!((slot(&channels, Which::Quantum).as_str(), message.as_str()), ("C35", ""));
        // Towards longer wavelengths both classical channels are in the way.
        let right = plan("channels=C32f10G,C31b10G&quantum=C33");
        let Some(ChannelEffect::Put { channels, message, .. }) =
            super::key(&right, Band::C, Which::Quantum, "ArrowRight")
        else {
            panic!()
        };
        assert_eq!((slot(&channels, Which::Quantum).as_str(), message), ("C30", text::skipped(2)));
        let Some(ChannelEffect::Put { channels: end, .. }) = key(Which::Quantum, "End") else { panic!() };
        assert_eq!(
            super::key(&end, Band::C, Which::Quantum, "ArrowRight"),
            Some(ChannelEffect::Refused(text::no_further(true)))
        );
        let Some(ChannelEffect::Put { channels, .. }) = key(Which::Classical(1), "r") else { panic!() };
        assert!(channels.channels().iter().all(|channel| channel.direction == Direction::Forward));
        let Some(ChannelEffect::Put { channels, focus, .. }) = key(Which::Classical(1), "Delete") else { panic!() };
        assert_eq!((channels.channels().len(), focus), (1, Some(Which::Classical(0))));
        let Some(ChannelEffect::Put { focus, .. }) = super::key(&channels, Band::C, Which::Classical(0), "Backspace")
        else {
            panic!()
        };
        assert_eq!(focus, Some(Which::Quantum));
        assert_eq!(key(Which::Quantum, "Delete"), Some(ChannelEffect::Refused(text::QUANTUM_STAYS.to_owned())));
        assert_eq!((key(Which::Quantum, "r"), key(Which::Classical(0), "x")), (None, None));
    }

    #[test]
    fn a_drag_ends_where_it_was_let_go() {
        let two = plan(TWO);
        let [home, away, quantum] = ["C32", "C40", "C34"]
            .map(|name| two.spacing().slots(Band::C).find(|slot| slot.to_string() == name).unwrap());
        let mut drag = Drag::new(Which::Classical(0), two.clone());
        assert_eq!(drag.to(home), Ok(None));
        assert_eq!(drag.clone().end(true), Ended::Nothing);
        assert_eq!(drag.to(quantum), Err(text::of_the_quantum_channel(quantum)));
        let moved = drag.to(away).unwrap().unwrap();
        assert_eq!(slot(&moved, Which::Classical(0)), "C40");
        // Back where it began it is still a drag: that the plan is shown as it was is its result.
        assert_eq!(drag.to(home), Ok(Some(two)));
        assert_eq!((drag.clone().end(true), drag.end(false)), (Ended::Put, Ended::Forget));
    }

    #[test]
    fn every_step_of_the_editor_comes_back_from_the_address() {
        let mut channels = plan(TWO);
        for name in ["ArrowLeft", "End", "Home", "r", "ArrowRight", "Delete"] {
            for which in [Which::Classical(0), Which::Quantum] {
                if let Some(ChannelEffect::Put { channels: put, .. }) = key(&channels, Band::C, which, name) {
                    channels = put;
                }
                let mut settings = Settings::default();
                settings.set_channels(Some(channels.clone()));
                let text = write_address(&Address { settings, figure: None, ..Address::default() });
                let (read, notices) = read_address(&text);
                assert_eq!((read.settings.channels(), notices), (Some(&channels), vec![]), "{text}");
            }
        }
    }

    #[test]
    fn another_channel_evens_out_the_directions() {
        let settings = settings(TWO);
        let direction = |text: &str| another(&plan(text), &settings).unwrap().direction;
        assert_eq!(direction(TWO), Direction::Forward);
        assert_eq!(direction("channels=C32f10G&quantum=C34"), Direction::Backward);
        let first = another(&plan("channels=&quantum=C34"), &settings).unwrap();
        assert_eq!((first.direction, first.bit_rate.get()), (Direction::Forward, 1e10));
    }
}
