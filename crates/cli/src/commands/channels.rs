//! `keyspan channels`: a quantum channel in each slot of the grid, between classical channels.

mod columns;
mod quantum;

use crate::describe::help_of_parameters;
use crate::distances;
use crate::format::table_format;
use crate::mistake::{Error, Mistake, both, print_notes};
use crate::output::Output;
use crate::parameters::{self, LinkArguments, has_no_effect};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use columns::{COLUMNS, Row};
use engine::link::channel_plan::{
    ChannelPlan, ClassicalChannel, CouplingProblem, PAPERS_PLAN, Slot, Spacing, read_channels, write_channels,
};
use engine::link::fibre::Band;
use engine::link::spectrum::Attenuation;
use engine::scenario::{Channels, Key, Scenario};
use engine::sweep::{self, SurveyRequest, Surveyed, ranked};
use numbers::units::Kilometres;
use quantum::{Wanted, wanted};
use rayon::prelude::*;
use serde_json::Value;
use std::fmt::Display;
use std::io::{self, Write};
use view::address::write_address;
use view::export::records::Format;
use view::export::{Column, Table, describe};

/// Print noise, key rate and reach of a quantum channel in each slot of the grid
///
/// The classical channels bring their wavelengths; Raman scattering follows from a spectrum (raman_spectrum). iso_for and iso_back hold
/// for every one of them, neighbour_for and neighbour_back beside the quantum channel. A floor of the transmitters, four-wave mixing and
/// backscattering count where osnr, gamma, rayleigh or reflection are set. Where a slot cannot be computed for want of data its cells are
/// empty, and `problem` says why.
///
/// A link that holds a channel plan brings its channels, their spacing and its fibre, unless options say otherwise.
#[derive(Args)]
#[command(after_long_help = help())]
pub(crate) struct Arguments {
    /// Classical channels: place, direction and bit rate each, such as C32f10G,1552.52b2.5Gx300
    ///
    /// The place is a channel number of a multiplexer or a wavelength in nm, the direction f (forward, from Alice to Bob) or b
    /// (backward). The power follows where it is not 1000 photons per bit at the receiver: @0dBm is launched into the fibre, @-28.9dBm:rx
    /// arrives at the receiver, x300 are photons per bit. An empty list is a dark fibre.
    /// [default: those of --link; without any, C32f10G,C31b10G]
    #[arg(long, value_name = "CHANNELS", allow_hyphen_values = true)]
    channels: Option<String>,
    /// Length of the fibre in km
    #[arg(
        long = "length",
        visible_alias = "distance",
        value_name = "KM",
        default_value = "50",
        allow_hyphen_values = true
    )]
    length: String,
    /// Spacing of the slots in GHz [default: that of --link, else 100]
    #[arg(long, value_name = "GHZ", value_parser = spacings())]
    spacing: Option<Spacing>,
    /// Band whose slots are tried; the same as --set band=… [default: C]
    #[arg(long, ignore_case = true, value_parser = bands())]
    band: Option<Band>,
    /// Only this slot, such as C34, 1550.12 or 193.4THz; `best` is the one with the largest key rate or, where there is no key, with
    /// the longest reach
    #[arg(long, value_name = "SLOT", allow_hyphen_values = true)]
    quantum: Option<String>,
    /// Attenuation of the fibre by wavelength [default: that of --link, else flat]
    #[arg(long, value_enum)]
    attenuation: Option<Fibre>,
    #[command(flatten)]
    link: LinkArguments,
    /// Format of the table
    #[arg(long, value_parser = table_format(), default_value = "csv")]
    format: Format,
    #[command(flatten)]
    output: Output,
}

/// Attenuation of a fibre by wavelength.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Fibre {
    /// The parameter alpha at every wavelength, as in the paper
    Flat,
    /// A measured curve, without alpha
    Measured,
}

fn spacings() -> impl TypedValueParser<Value = Spacing> {
    PossibleValuesParser::new(["50", "100", "200"])
        .map(|ghz| *Spacing::ALL.iter().find(|one| one.ghz().to_string() == ghz).expect("clap lets only these through"))
}

fn bands() -> impl TypedValueParser<Value = Band> {
    PossibleValuesParser::new(["C", "O"]).map(|band| if band.eq_ignore_ascii_case("O") { Band::O } else { Band::C })
}

fn help() -> String {
    format!(
        "Columns, with their units; 1 is dimensionless:\n{}\n{}Of these, bitrate, ncc and raman have no effect here: --channels takes their place.",
        describe(COLUMNS.iter().map(Column::described)),
        help_of_parameters()
    )
}

/// The rows, with what was asked for.
struct Survey {
    notes: Vec<String>,
    head: Vec<(&'static str, Value)>,
    rows: Vec<Row>,
}

impl Survey {
    fn write(self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        let notes = ("notes", Value::from(self.notes));
        let head = self.head.into_iter().chain([notes]).collect();
        Table { head, columns: COLUMNS.to_vec(), rows: self.rows.iter() }.write(format, out)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Error> {
    let survey = survey(arguments)?;
    if arguments.format == Format::Csv {
        print_notes(&survey.notes);
    }
    arguments.output.write(|out| survey.write(arguments.format, out))
}

/// Computes what a quantum channel in each free slot would meet and make, or in the one that is wanted.
///
/// # Errors
/// Everything in the arguments that cannot be read, and a survey in which nothing can be computed.
fn survey(arguments: &Arguments) -> Result<Survey, Vec<Mistake>> {
    let linked = parameters::linked_channels(&arguments.link);
    let spacing = arguments.spacing.or(linked.as_ref().map(Channels::spacing)).unwrap_or_default();
    let measured = linked.as_ref().is_some_and(Channels::is_measured);
    let fibre = arguments.attenuation.unwrap_or(if measured { Fibre::Measured } else { Fibre::Flat });
    let instead_of_alpha = (fibre == Fibre::Measured).then_some(match arguments.attenuation {
        Some(_) => "--attenuation measured takes its place",
        None => "the measured fibre of --link takes its place",
    });
    let (mut address, (channels, length)) = both(
        parameters::address_with(&with_band(arguments), |key| allowed(key, instead_of_alpha)),
        both(classical(arguments, linked.as_ref()), distances::read_one(&arguments.length)),
    )?;
    let band = address.settings.band();
    let scenario = Scenario::try_from(&address.settings).map_err(Mistake::of_parameters);
    let (scenario, wanted) = both(scenario, wanted(arguments.quantum.as_deref(), spacing, band))?;
    let plan = ChannelPlan::new(spacing, scenario.demultiplexer(), channels)
        .map_err(|problems| problems.0.into_iter().map(of_channels).collect::<Vec<_>>())?
        .with_effects(scenario.plan_effects());
    let is_linked = |linked: &Channels| {
        let placed = (linked.spacing(), linked.is_measured()) == (spacing, fibre == Fibre::Measured);
        placed && linked.channels() == plan.channels()
    };
    if !linked.as_ref().is_some_and(is_linked) {
        // The link in the result must not contradict its channels.
        address.settings.set_channels(None);
    }
    let attenuation = match fibre {
        Fibre::Flat => scenario.flat_attenuation(),
        Fibre::Measured => Attenuation::Measured { at_1550_nm: None },
    };
    let mut head = vec![
        ("link", Value::from(write_address(&address))),
        ("channels", Value::from(write_channels(plan.channels()))),
        ("powers", Value::from(powers(&plan, attenuation, length))),
        ("distance_km", Value::from(length.get())),
        ("spacing_ghz", Value::from(spacing.ghz())),
        ("attenuation", Value::from(if fibre == Fibre::Flat { "flat" } else { "measured" })),
    ];
    let request = SurveyRequest { scenario, plan, attenuation, length, block: 0..usize::MAX };
    // One slot at a time: what is found in it does not depend on the others, nor on the number of cores.
    let slots: Vec<SurveyRequest> = request.blocks(1).collect();
    let in_slot = |slot: &SurveyRequest| sweep::survey(slot).expect("no distance is read that is too long");
    let surveyed: Vec<Surveyed> = slots.par_iter().flat_map_iter(in_slot).collect();
    let best = ranked(&surveyed).first().map(|best| best.slot);
    let mut rows: Vec<Row> =
        surveyed.into_iter().map(|Surveyed { slot, found }| Row { slot, best: best == Some(slot), found }).collect();
    if let Wanted::One(slot) = wanted {
        let occupied = || occupant(&request.plan, slot).map(|channel| CouplingProblem::Occupied { slot, channel });
        let row = rows.iter().find(|row| row.slot == slot);
        let problem = row.and_then(|row| row.found.as_ref().err().cloned()).or_else(occupied);
        if let (Some(problem), Some(typed)) = (problem, &arguments.quantum) {
            return Err(vec![Mistake::of_option("--quantum", typed, problem)]);
        }
    }
    let unknown = rows.iter().filter(|row| row.found.is_err()).count();
    match rows.first().map(|row| &row.found) {
        None => return Err(vec![of_channels(format!("no slot of the {} is free", band.title()))]),
        Some(Err(problem)) if unknown == rows.len() => {
            return Err(vec![of_channels(format!("no slot can be computed; the first one: {problem}"))]);
        }
        _ => {}
    }
    let mut notes = Vec::new();
    if unknown > 0 {
        let of_all = rows.len();
        notes.push(format!("note: {unknown} of {of_all} free slots cannot be computed: see the column `problem`"));
    }
    if best.is_none() {
        notes.push("note: no slot has a key, even without a fibre".to_owned());
    }
    let mut name = Value::Null;
    for row in rows.iter().filter(|row| row.best) {
        name = Value::from(row.slot.to_string());
        if row.found.as_ref().is_ok_and(|found| found.outcome.key_rate_bit_s().is_none()) {
            notes.push(format!("note: no slot has a key at {} km; {} reaches farthest", length.get(), row.slot));
        }
    }
    head.push(("best", name));
    match wanted {
        Wanted::All => {}
        Wanted::Best => rows.retain(|row| row.best),
        Wanted::One(slot) => rows.retain(|row| row.slot == slot),
    }
    Ok(Survey { notes, head, rows })
}

fn of_channels(problem: impl Display) -> Mistake {
    Mistake::at("--channels", problem)
}

/// The classical channels: those that are written, those of the link, or the paper's.
fn classical(arguments: &Arguments, linked: Option<&Channels>) -> Result<Vec<ClassicalChannel>, Vec<Mistake>> {
    match (&arguments.channels, linked) {
        (None, Some(linked)) => Ok(linked.channels().to_vec()),
        (written, _) => read_channels(written.as_deref().unwrap_or(PAPERS_PLAN))
            .map_err(|problems| problems.into_iter().map(of_channels).collect()),
    }
}

/// The power of each classical channel, in every way.
fn powers(plan: &ChannelPlan, attenuation: Attenuation, length: Kilometres) -> Vec<String> {
    let line = plan.effects().line;
    let of = |channel: &ClassicalChannel| {
        // Without the attenuation there is no survey either, which says why.
        let alpha = attenuation.at(channel.wavelength.nm()).ok();
        alpha.map(|alpha| channel.powers(alpha, length, line).to_string()).unwrap_or_default()
    };
    plan.channels().iter().map(of).collect()
}

/// `--band` is a `--set` of the band.
fn with_band(arguments: &Arguments) -> LinkArguments {
    let band = arguments.band.map(|band| format!("band={}", if band == Band::O { "O" } else { "C" }));
    let mut link = arguments.link.clone();
    link.set.extend(band);
    link
}

/// A parameter whose place the channels or the measured curve take would change nothing.
fn allowed(key: Key, instead_of_alpha: Option<&'static str>) -> Result<(), Mistake> {
    let why = match (key, instead_of_alpha) {
        (Key::Bitrate, _) => "--channels gives each channel a bit rate",
        (Key::Power | Key::PowerDbm, _) => "--channels gives each channel its power, as in C32f10G@0dBm",
        (Key::Ncc, _) => {
            "--channels gives each channel its power: 1000 photons per bit, or as in C32f10Gx300 or C32f10G@0dBm"
        }
        (Key::Raman, _) => "it follows from the wavelengths of --channels",
        (Key::Alpha, Some(why)) => why,
        _ => return Ok(()),
    };
    Err(has_no_effect(key.param().name, why))
}

/// Index of a classical channel in a slot of a band.
fn occupant(plan: &ChannelPlan, slot: Slot) -> Option<usize> {
    plan.occupant(slot.wavelength_nm().try_into().expect("both bands lie inside 1200 to 1820 nm"))
}
