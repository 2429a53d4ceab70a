//! What a link delivers of a demand, in sentences and as rows.

use crate::export::Column;
use crate::export::records::Cell;
use crate::presets::changes;
use engine::link::fibre::Band;
use engine::scenario::{Key, Settings, Value};
use engine::sweep::{Authentication, Caution, Delivered, Improved, MAX_LENGTH_KM, Margin, Reach, Supply, TAG_BITS};
use numbers::quantity::{Unit, format_quantity};

/// Digits of a computed rate.
const DIGITS: usize = 3;

/// The link as it is, or with one change.
pub struct DemandRow<'a> {
    supply: &'a Supply,
    improved: Option<&'a Improved>,
}

/// The link as it is, then each change, the one that helps most first.
pub fn demand_rows(supply: &Supply) -> impl Iterator<Item = DemandRow<'_>> {
    let changes = supply.improvements.iter().map(Some);
    std::iter::once(None).chain(changes).map(move |improved| DemandRow { supply, improved })
}

impl<'a> DemandRow<'a> {
    fn longest(&self) -> Option<Reach> {
        self.improved.map_or(Some(self.supply.longest), |improved| improved.longest)
    }

    /// The change; none for the link as it is.
    pub const fn improved(&self) -> Option<&'a Improved> {
        self.improved
    }

    /// What this link delivers.
    pub fn delivered(&self) -> &'a Delivered {
        self.improved.map_or(&self.supply.now, |improved| &improved.delivered)
    }

    /// Its settings.
    pub fn settings(&self) -> &'a Settings {
        self.improved.map_or(&self.supply.settings, |improved| &improved.settings)
    }

    /// Name of the change, for scripts; `none` for the link as it is.
    pub fn name(&self) -> &'static str {
        self.improved.map_or("none", |improved| improved.improvement.name)
    }

    /// Delivered by needed.
    fn factor(&self) -> f64 {
        self.supply.factor(self.delivered())
    }

    /// Whether the demand is met.
    pub fn is_met(&self) -> bool {
        self.supply.is_met(self.delivered())
    }

    /// Whether this is the link as it is, or a change that makes it better.
    pub fn is_shown(&self) -> bool {
        self.improved.is_none_or(|improved| self.supply.helps(improved))
    }

    /// What is done.
    pub fn means(&self) -> &'static str {
        self.improved.map_or("as it is", |improved| improved.improvement.means)
    }

    /// What changes, from and to.
    pub fn setting(&self) -> String {
        let Some(improved) = self.improved else { return String::new() };
        let [before, after] = [self.supply.length, improved.length].map(|length| length.get());
        if before != after {
            return format!("Length {before} km → {after} km");
        }
        changes(&self.supply.settings, &improved.settings)
    }

    /// The key that is left after authentication, in words.
    pub fn rate(&self) -> String {
        match self.delivered() {
            Delivered { net_bit_s, .. } if *net_bit_s > 0.0 => rate_text(*net_bit_s),
            Delivered { outcome, .. } if outcome.key_rate_bit_s().is_some() => "0, all for authentication".to_owned(),
            _ => "no key".to_owned(),
        }
    }

    /// Whether the demand is met, and how far.
    pub fn verdict(&self) -> String {
        let factor = self.factor();
        match (self.is_met(), factor > 0.0) {
            (true, _) if factor < 1.01 => "met, just what is needed".to_owned(),
            (true, _) => format!("met, {} times what is needed", format_quantity(factor, Unit::None, DIGITS)),
            // Rounded down: 99.96 % must not become 100 %.
            (false, true) => format!("not met, {} of what is needed", percent_below(factor)),
            (false, false) => match self.improved.and_then(|improved| improved.longest) {
                Some(Reach::UpTo(km)) => format!("not met; met up to {} km", tenths_below(km)),
                _ => "not met".to_owned(),
            },
        }
    }
}

fn percent_below(share: f64) -> String {
    let percent = 100.0 * share;
    if percent >= 1.0 { format!("{:.0} %", percent.floor()) } else { format_quantity(share, Unit::Share, 1) }
}

fn rate_text(bit_s: f64) -> String {
    format_quantity(bit_s, Unit::BitsPerSecond, DIGITS)
}

/// The changes of no help, in a sentence; none where each helps.
pub fn no_help(supply: &Supply) -> Option<String> {
    let means: Vec<&str> = supply
        .improvements
        .iter()
        .filter(|improved| !supply.helps(improved))
        .map(|improved| improved.improvement.means)
        .collect();
    (!means.is_empty()).then(|| format!("No help here: {}.", means.join("; ")))
}

/// Verdict, authentication, margins and cautions, a sentence each.
pub fn sentences(supply: &Supply) -> Vec<String> {
    [verdict(supply), authentication(supply)].into_iter().chain(margins(supply)).chain(reservations(supply)).collect()
}

/// What the link delivers, what is needed, and whether that is met.
pub fn verdict(supply: &Supply) -> String {
    let now = DemandRow { supply, improved: None };
    let needed = format_quantity(supply.demand.needed.get(), Unit::BitsPerSecond, 6);
    format!("{} km: {}, {needed} needed: {}.", supply.length.get(), now.rate(), now.verdict())
}

/// How much more loss the link could take, and how much longer it could be.
pub fn margins(supply: &Supply) -> [String; 2] {
    [loss(supply), length(supply)]
}

/// Heads of the table of losses.
pub const LOSS_COLUMNS: [&str; 3] = ["Part", "Made of", "Loss"];

/// Rows of the table of losses: part, what it is made of, dB. Parts that lose nothing are left out; the sum and the margins are last.
pub fn loss_rows(supply: &Supply) -> Vec<[String; 3]> {
    let row = |name: &str, made_of: &str, db: String| [name.to_owned(), made_of.to_owned(), db];
    let parts = supply.losses.parts.iter().filter(|part| part.db > 0.0);
    let parts = parts.map(|part| row(&part.name, &part.made_of, decibels(part.db)));
    let last = [
        row("sum", "from Alice's output to Bob's detectors", decibels(supply.losses.sum_db())),
        row("margin to the demand", "loss of the fibre on top", margin_text(supply.margin)),
        row("margin to no key", "loss of the fibre on top", margin_text(supply.margin_of_key)),
    ];
    parts.chain(last).collect()
}

fn decibels(db: f64) -> String {
    format!("{db:.2} dB")
}

fn margin_text(margin: Margin) -> String {
    match margin {
        Margin::Decibels(db) if db >= 0.0 => format!("{:.1} dB", tenths_below(db)),
        Margin::Decibels(db) => format!("−{:.1} dB", tenths_above(-db)),
        Margin::MoreThan(db) => format!("> {db} dB"),
        Margin::OutOfReach => "none".to_owned(),
        Margin::Undefined => "–".to_owned(),
    }
}

/// What is idealised, and reasons for caution.
pub fn reservations(supply: &Supply) -> Vec<String> {
    let cautions = supply.now.outcome.cautions().map(Caution::text).map(|caution| format!("Caution: {caution}."));
    let idealised = idealised(&supply.settings);
    let idealised = (!idealised.is_empty())
        .then(|| format!("Idealised: {}. With a device's own numbers there is less key.", idealised.join(", ")));
    idealised.into_iter().chain(cautions).collect()
}

/// What of a link is better than any device, as far as it has an effect.
///
/// ```
/// use engine::scenario::Settings;
/// use view::demand::idealised;
/// let of = |link| idealised(&Settings::from_query(link).0).join(", ");
/// assert_eq!(of("source=wcp&key=finite&jitter=50ps&dispersion=17&loss=3&misalign=1%"), "no dead time");
/// ```
pub fn idealised(settings: &Settings) -> Vec<&'static str> {
    let all = [
        (Key::Source, Value::Word("single"), "single photons"),
        (Key::Protocol, Value::Word("three_state"), "two ports of the interferometer that err alike"),
        (Key::Protocol, Value::Word("three_state"), "a choice of basis without noise"),
        (Key::Protocol, Value::Word("three_state"), "a polariser against half of the stray light"),
        (Key::KeyLength, Value::Word("asymptotic"), "an asymptotic key"),
        (Key::Misalign, Value::Number(0.0), "perfect alignment"),
        (Key::Jitter, Value::Number(0.0), "no jitter"),
        (Key::Dispersion, Value::Number(0.0), "no dispersion"),
        (Key::DeadTime, Value::Number(0.0), "no dead time"),
        (Key::Loss, Value::Number(0.0), "no insertion loss"),
    ];
    // In the O band dispersion is near 0 indeed.
    let counts = |key: Key| match key {
        Key::Dispersion => settings.band() != Band::O,
        Key::Loss => settings.value(Key::DemuxLoss) == Value::Number(0.0),
        _ => settings.applies(key),
    };
    all.into_iter()
        .filter(|&(key, value, _)| counts(key) && settings.value(key) == value)
        .map(|(.., words)| words)
        .collect()
}

/// What the authentication takes.
pub fn authentication(supply: &Supply) -> String {
    let taken = rate_text(supply.now.authentication_bit_s);
    match supply.demand.authentication {
        Authentication::Rate(0.0) => {
            "Authentication: not counted; give its key rate, or its tags for each key block.".to_owned()
        }
        Authentication::Rate(rate) => format!("Authentication: {}, already taken off.", rate_text(rate)),
        Authentication::TagsPerBlock(tags) if supply.now.authentication_bit_s > 0.0 => {
            format!("Authentication: {taken}, already taken off: {tags} tags of {TAG_BITS} bit for each key block.")
        }
        Authentication::TagsPerBlock(tags) => {
            format!("Authentication: {tags} tags of {TAG_BITS} bit for each key block.")
        }
    }
}

fn loss(supply: &Supply) -> String {
    match supply.margin {
        Margin::Decibels(db) if db >= 0.0 => format!("Margin: {} dB of loss of the fibre.", tenths_below(db)),
        Margin::Decibels(db) => format!("Margin: −{} dB: so much loss of the fibre has to go.", tenths_above(-db)),
        Margin::MoreThan(db) => format!("Margin: more than {db} dB of loss of the fibre."),
        Margin::OutOfReach => "Margin: none: not even a fibre without loss would be enough.".to_owned(),
        Margin::Undefined => {
            "Margin: not in dB, for there is no fibre with one attenuation; the length says it.".to_owned()
        }
    }
}

fn length(supply: &Supply) -> String {
    let km = supply.length.get();
    match supply.longest {
        Reach::Nowhere => "Length: met at no length.".to_owned(),
        Reach::UpTo(longest) if longest >= km => {
            format!("Length: met up to {} km, {} km more.", tenths_below(longest), tenths_below(longest - km))
        }
        Reach::UpTo(longest) => {
            format!("Length: met up to {} km, {} km less.", tenths_below(longest), tenths_above(km - longest))
        }
        Reach::Unlimited => format!("Length: met even at {MAX_LENGTH_KM} km, the longest fibre that is computed."),
    }
}

/// Rounded such that a margin is not made larger.
fn tenths_below(x: f64) -> f64 {
    (10.0 * x).floor() / 10.0
}

/// Rounded such that what is missing is not made smaller.
fn tenths_above(x: f64) -> f64 {
    (10.0 * x).ceil() / 10.0
}

/// The columns of these rows. Scripts count on them in this order; new ones come at the end.
pub fn demand_columns<'a>() -> [Column<DemandRow<'a>>; 14] {
    [
        Column::words("change", "name of the change, none for the link as it is", |row| {
            Cell::Text(row.name().to_owned())
        }),
        Column::words("means", "what is done", |row| Cell::Text(row.means().to_owned())),
        Column::words("setting", "the parameters that change, from and to", |row| Cell::Text(row.setting())),
        Column::cell("key_rate_bit_s", "bit/s", "secret key rate, 0 where there is no key", |row| {
            Cell::Number(row.delivered().outcome.key_rate_bit_s().unwrap_or(0.0))
        }),
        Column::cell("authentication_bit_s", "bit/s", "what the authentication takes of it", |row| {
            Cell::Number(row.delivered().authentication_bit_s)
        }),
        Column::cell("net_bit_s", "bit/s", "what is left, 0 where nothing is", |row| {
            Cell::Number(row.delivered().net_bit_s)
        }),
        Column::cell("needed_bit_s", "bit/s", "what is needed", |row| Cell::Number(row.supply.demand.needed.get())),
        Column::words("met", "whether that is enough", |row| Cell::Truth(row.is_met())),
        Column::cell("factor", "1", "what is left by what is needed", |row| Cell::Number(row.factor())),
        Column::cell("qber", "1", "error rate Q", |row| Cell::Number(row.delivered().outcome.qber)),
        Column::cell(
            "margin_db",
            "dB",
            "loss of the fibre that may come on top, negative where it has to go, inf where more than 200 dB, -inf where none would be enough; as it is only",
            |row| match (row.improved, row.supply.margin) {
                (None, Margin::Decibels(db)) => Cell::Number(db),
                (None, Margin::MoreThan(_)) => Cell::Number(f64::INFINITY),
                // As no loss that could go would be enough.
                (None, Margin::OutOfReach) => Cell::Number(f64::NEG_INFINITY),
                _ => Cell::Nothing,
            },
        ),
        Column::cell(
            "longest_km",
            "km",
            "longest fibre with which the demand is met; with a change only where there is no key as it is",
            |row| row.longest().map_or(Cell::Nothing, |longest| Cell::Number(longest.km().unwrap_or(f64::INFINITY))),
        ),
        Column::cell("margin_km", "km", "how much longer the fibre could be, negative where it is too long", |row| {
            let margin = row.longest().and_then(|longest| row.supply.margin_km(longest));
            margin.into()
        }),
        Column::words("basis", "why the step is realistic, and what it leaves out", |row| {
            row.improved.map_or(Cell::Nothing, |improved| Cell::Text(improved.improvement.basis.to_owned()))
        }),
    ]
}
