//! A synthetic network like that of the thesis, whose data are not public.
//!
//! Each link has a mean QBER and visibility, a daily wave and a drift, and the key rate that the COW model gives for them. A device has
//! a new value once a minute, with noise; it is polled about every 30 s, so that values repeat. Some lines are invalid (NaN, empty,
//! a visibility above 1), some hours are missing, and link 1 breaks down on day 5, by more than QBER and visibility explain.
//!
//! Its key rate is that of the COW model, so a predictor that is made of the same formula cannot fail on it. [`Physics::Empirical`] is
//! another network, whose key rate depends on QBER and visibility by another law and on what is not measured, see [`Physics`].
//!
//! A seed gives the same bytes on every machine: random numbers are those of SplitMix64, exponentials, logarithms and cosines those of
//! `libm`, and everything else is defined by IEEE 754.

mod cow_model;
mod files;
mod history;
mod physics;

use engine::protocol::cow::{LinkLoss, LossDb, Parameters};
use engine::scenario::{ATTENUATION, DEVICE, LENGTH};
use files::{Fault, files, stamp};
use history::breakdown;
use numbers::units::{DecibelsPerKilometre, Kilometres, Photons, Probability};
pub use physics::Physics;
use std::fmt::Write;

/// The first poll is just after 2023-11-29T18:50:00Z, as in the thesis's A.2.
const START_US: i64 = 1_701_283_800_000_000;
/// Longest duration of a network, days.
pub const MAX_DAYS: u32 = 366;
/// Largest number of links.
pub const MAX_LINKS: usize = 100;
/// Loss of Bob's components, dB: large, to account for all that keeps a real device below the Mbit/s of the model.
const BOB_LOSS_DB: f64 = 28.0;
/// Probability of a dark count per pulse.
const DARK_COUNT: f64 = 1e-8;

/// A link of the network.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoLink {
    /// Its name.
    pub name: String,
    /// Length of its fibre.
    pub length: Kilometres,
    /// Attenuation of its fibre.
    pub attenuation: DecibelsPerKilometre,
    /// Mean error rate.
    qber: f64,
    /// Mean visibility.
    visibility: f64,
}

/// A synthetic network.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoNetwork {
    /// Equal seeds give equal files.
    pub seed: u64,
    /// Its duration, days.
    days: u32,
    /// Its links.
    pub links: Vec<DemoLink>,
    /// How its key rate comes about.
    pub physics: Physics,
}

/// A file of the network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoFile {
    /// Its path relative to the folder of the network, with `/` between folders.
    pub path: String,
    /// Its content.
    pub text: String,
}

/// Why a network is not made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DemoProblem {
    /// A duration outside the limits.
    #[error("a network runs for 1 to {MAX_DAYS} days, not {0}")]
    Days(u32),
    /// A number of links outside the limits.
    #[error("a network has 1 to {MAX_LINKS} links, not {0}")]
    Links(usize),
}

/// Lengths of the thesis's links, km; attenuations, dB/km, that give rates like those of the thesis's figures; QBER; visibility.
const LINKS: [(f64, f64, f64, f64); 5] = [
    (46.0, 0.241, 0.0205, 0.965),
    (57.0, 0.201, 0.0232, 0.974),
    (42.0, 0.245, 0.0214, 0.969),
    (43.0, 0.171, 0.0132, 0.981),
    (50.0, 0.202, 0.0192, 0.971),
];

const VALID: &str = "the constants of this file are valid";

impl Default for DemoNetwork {
    /// Five links, eight days, seed 1.
    fn default() -> DemoNetwork {
        let links = (1..).zip(LINKS).map(|(number, row)| DemoLink::like(number, row, None)).collect();
        DemoNetwork { seed: 1, days: 8, links, physics: Physics::Cow }
    }
}

impl DemoNetwork {
    /// A network with links of these lengths or, without any, those of the thesis.
    ///
    /// # Errors
    /// [`DemoProblem`].
    pub fn new(seed: u64, days: u32, lengths: &[Kilometres]) -> Result<DemoNetwork, DemoProblem> {
        if !(1..=MAX_DAYS).contains(&days) {
            return Err(DemoProblem::Days(days));
        }
        if lengths.len() > MAX_LINKS {
            return Err(DemoProblem::Links(lengths.len()));
        }
        let network = DemoNetwork { seed, days, ..DemoNetwork::default() };
        if lengths.is_empty() {
            return Ok(network);
        }
        let rows = LINKS.iter().cycle().copied();
        let links = (1..)
            .zip(lengths.iter().zip(rows))
            .map(|(number, (length, row))| DemoLink::like(number, row, Some(*length)));
        Ok(DemoNetwork { links: links.collect(), ..network })
    }

    /// The same network with another physics.
    pub fn with_physics(self, physics: Physics) -> DemoNetwork {
        DemoNetwork { physics, ..self }
    }

    /// Parameters of its devices that differ from the defaults, as text: the settings with which the COW model is right.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let Some(device) = self.links.first().map(DemoLink::device) else { return Vec::new() };
        let default = Parameters::default();
        let own = DEVICE.iter().filter(|p| p.name != LENGTH && p.name != ATTENUATION);
        own.filter(|p| p.value(&device) != p.value(&default)).map(|p| (p.name, p.text(&device))).collect()
    }

    /// Its files, link by link: measurements, `links.csv`, `README.md` and, below `truth/`, the values they were made from.
    pub fn files(&self) -> impl Iterator<Item = DemoFile> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut links = (0..).zip(&self.links);
        let mut ready: Vec<DemoFile> = Vec::new();
        let mut over = false;
        // Only one link is in memory at a time.
        std::iter::from_fn(move || {
            if ready.is_empty() {
                match links.next() {
                    Some((index, link)) => {
                        let (files, found) = files(link, index, self);
                        faults.extend(found);
                        ready = files;
                    }
                    None if over => {}
                    None => {
                        ready = vec![self.table(), self.parameters(), self.faults(&faults), self.readme()];
                        over = true;
                    }
                }
            }
            ready.pop()
        })
    }

    fn minutes(&self) -> i64 {
        i64::from(self.days) * history::DAY_MIN
    }

    fn table(&self) -> DemoFile {
        let mut text = "link,length_km,link_loss_db\n".to_owned();
        for link in &self.links {
            let _ = writeln!(text, "{},{},{:.3}", link.name, link.length.get(), link.loss_db());
        }
        DemoFile { path: "links.csv".to_owned(), text }
    }

    fn parameters(&self) -> DemoFile {
        let mut text =
            "link,length_km,attenuation_db_km,link_loss_db,efficiency,bob_loss_db,error_correction,repetition_rate_hz,\
                        mean_photons,dark_count,dead_time_s,mean_qber,mean_visibility\n"
                .to_owned();
        for link in &self.links {
            let p = link.device();
            let _ = writeln!(
                text,
                "{},{},{},{:.3},{},{},{},{:e},{},{:e},{},{},{}",
                link.name,
                link.length.get(),
                link.attenuation.get(),
                link.loss_db(),
                p.efficiency.get(),
                p.bob_loss.get(),
                p.error_correction.get(),
                p.repetition_rate.get(),
                p.mean_photons.get(),
                p.dark_count.get(),
                p.dead_time.map_or(0.0, |time| time.get()),
                link.qber,
                link.visibility
            );
        }
        DemoFile { path: "truth/parameters.csv".to_owned(), text }
    }

    fn faults(&self, faults: &[Fault]) -> DemoFile {
        let mut text = "link,parameter,kind,from,to\n".to_owned();
        let mut row = |link: &str, parameter: &str, kind: &str, start_us: i64, end_us: i64| {
            let _ = write!(text, "{link},{parameter},{kind},");
            stamp(&mut text, start_us);
            text.push(',');
            stamp(&mut text, end_us);
            text.push('\n');
        };
        if let (Some(link), Some(range)) = (self.links.first(), breakdown(self.minutes())) {
            let at = |minute: i64| START_US + minute * 60_000_000;
            row(&link.name, "all", "breakdown", at(range.start), at(range.end));
        }
        for fault in faults {
            let parameter = fault.parameter.map_or("all", |parameter| parameter.name());
            row(&fault.link, parameter, fault.kind, fault.start_us, fault.end_us);
        }
        DemoFile { path: "truth/faults.csv".to_owned(), text }
    }

    fn readme(&self) -> DemoFile {
        let (option, law) = match self.physics {
            Physics::Cow => ("", "The key rate is that of the model for QBER and visibility but for"),
            Physics::Empirical => (
                " --physics empirical",
                "The key rate is not that of the model: it follows another law of QBER and visibility, jumps every few days, and drifts with \
                 the seasons; the noise differs from link to link, and QBER or visibility are missing for hours. Beyond this,",
            ),
        };
        let name = self.links.first().map_or("1", |link| link.name.as_str());
        let broken = match self.physics {
            Physics::Cow => format!("{law} link {name}, which breaks down on day 5 if it runs that long."),
            Physics::Empirical => format!("{law} link {name} breaks down on day 5 if it runs that long."),
        };
        let text = format!(
            "# A synthetic network\n\n\
             Made by `keyspan demo-data --seed {} --days {}{option}`; no device measured any of it.\n\n\
             `linkN_PARAMETER.csv` holds a line a poll: time, value. Key rate in bit/s, QBER and visibility as shares, laser power in \
             photons per pulse. A device shows a new value once a minute and is asked about every 30 s. `links.csv` has length and loss.\n\n\
             `truth/` holds what they were made from: the parameters of the COW model, each link minute by minute without noise, and every \
             fault. {broken}\n\n\
             Look at it: `keyspan monitor . --set bob_loss={BOB_LOSS_DB}dB --set dark_count={DARK_COUNT:e}`.\n",
            self.seed, self.days,
        );
        DemoFile { path: "README.md".to_owned(), text }
    }
}

impl DemoLink {
    fn like(number: u32, (km, alpha, qber, visibility): (f64, f64, f64, f64), length: Option<Kilometres>) -> DemoLink {
        DemoLink {
            name: number.to_string(),
            length: length.unwrap_or_else(|| km.try_into().expect(VALID)),
            attenuation: alpha.try_into().expect(VALID),
            qber,
            visibility,
        }
    }

    /// Loss of its fibre, dB.
    pub fn loss_db(&self) -> f64 {
        self.attenuation.get() * self.length.get()
    }

    /// Its device in the COW model.
    pub fn device(&self) -> Parameters {
        let (bob_loss, dark_count): (LossDb, Probability) =
            (BOB_LOSS_DB.try_into().expect(VALID), DARK_COUNT.try_into().expect(VALID));
        let mean_photons: Photons = 0.5.try_into().expect(VALID);
        let link_loss = LinkLoss::Fibre(self.attenuation);
        Parameters { length: self.length, link_loss, bob_loss, dark_count, mean_photons, ..Parameters::default() }
    }
}
