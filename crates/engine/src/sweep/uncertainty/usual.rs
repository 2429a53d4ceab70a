//! Typical uncertainties of parameters, as a starting point.

use super::spread::{Law, Spread, Width};
use super::text::LOG_NORMAL;
use crate::scenario::{Key, Scale, Settings, Value};
use numbers::quantity::Unit;

/// Typical uncertainty of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Typical {
    /// The parameter with its law.
    pub spread: Spread,
    /// Why so, in a sentence.
    pub reason: &'static str,
}

/// Width of a typical law.
#[derive(Debug, Clone, Copy)]
enum Wide {
    /// Normal with this standard deviation, in the unit of the parameter.
    By(f64),
    /// Normal with this part of the value, of which one digit counts.
    Part(f64),
    /// Log-normal, as it is written.
    Factor(&'static str),
}

/// Typical uncertainties of parameters, and their reasons: rules of thumb for where there is no measurement.
const TYPICAL: [(Key, Wide, &str); 9] = [
    (
        Key::Alpha,
        Wide::By(0.01),
        "splices, connectors, repairs and the measurement itself leave an uncertainty of about 0.01 dB/km; ITU-T G.652 only sets limits",
    ),
    (
        Key::Ncc,
        Wide::Factor("1.25"),
        "launch powers and sensitivities of classical receivers are set and known to about 1 dB",
    ),
    (Key::PowerDbm, Wide::By(0.5), "launch powers are set, and known after the multiplexer, to about 1 dB"),
    (
        Key::IsoFor,
        Wide::Factor("3dB"),
        "data sheets guarantee a minimum isolation; the actual one varies by a few dB with device, polarisation and temperature",
    ),
    (Key::IsoBack, Wide::Factor("3dB"), "as forward, plus reflections at connectors"),
    (
        Key::Raman,
        Wide::Factor("1.3"),
        "measured cross-sections agree to about 1 dB, and vary by as much along the grid",
    ),
    (
        Key::Dark,
        Wide::Factor("1.5"),
        "dark count rates differ between detectors of one type and change with temperature and bias",
    ),
    (
        Key::Eff,
        Wide::Part(0.1),
        "calibration with a power meter and attenuators is accurate to 5 to 10 % of the value (Lunghi et al., Opt. Express 22 (2014) \
         18078)",
    ),
    (
        Key::Afterpulse,
        Wide::Factor("1.3"),
        "afterpulsing depends on temperature, bias and dead time, and is seldom measured under the conditions of the link",
    ),
];

/// Factors by which a law is made narrower where it would leave the accepted range.
const NARROWER: [f64; 3] = [1.0, 0.5, 0.1];

/// The typical uncertainties of a link: of those parameters that apply and are numbers, with laws inside their accepted ranges.
///
/// ```
/// use engine::scenario::Settings;
/// use engine::sweep::typical;
/// let first = typical(&Settings::default())[0];
/// assert_eq!(first.spread.write(), "alpha:normal:0.01");
/// ```
pub fn typical(settings: &Settings) -> Vec<Typical> {
    let typical = |&(key, wide, reason): &(Key, Wide, &'static str)| {
        let laws = NARROWER.into_iter().filter_map(|part| wide.law(part, key, settings));
        let mut spreads = laws.map(|law| Spread { key, law });
        Some(Typical { spread: spreads.find(|spread| spread.has_room(settings))?, reason })
    };
    TYPICAL.iter().filter_map(typical).collect()
}

impl Wide {
    fn law(self, part: f64, key: Key, settings: &Settings) -> Option<Law> {
        let normal = |width: f64| Law::Normal { plus_minus: Width::Absolute(width) };
        match self {
            Wide::By(width) => Some(normal(round(width * part, 1))),
            Wide::Part(of_value) => Some(normal(round(of_value * part * number(key, settings), 1))),
            Wide::Factor(factor) => Law::read(key, &format!("{LOG_NORMAL}:{factor}")).ok(),
        }
    }
}

/// The number of a parameter without its sign; 0 for a word.
pub(super) fn number(key: Key, settings: &Settings) -> f64 {
    match settings.value(key) {
        Value::Number(x) => x.abs(),
        Value::Word(_) => 0.0,
    }
}

impl Spread {
    /// Parameters that can be uncertain in these settings: they apply, and are numbers.
    pub fn possible(settings: &Settings) -> impl Iterator<Item = Key> {
        Key::all().filter(|key| {
            let is_number = matches!(settings.value(*key), Value::Number(_));
            is_number && settings.applies(*key) && key.param().domain.range().is_some()
        })
    }

    /// A law to start from: the [typical] one, or one of about a tenth of the value, or of the range of the slider around zero.
    pub fn usual(key: Key, settings: &Settings) -> Spread {
        let typical = typical(settings).into_iter().find(|typical| typical.spread.key == key);
        typical.map_or_else(|| Spread { key, law: usual_law(key, settings) }, |typical| typical.spread)
    }

    /// Whether the parameter takes the values of the law, all but some per cent of them.
    fn has_room(&self, settings: &Settings) -> bool {
        let quantiles = self.distribution(settings).map(|law| [0.02, 0.98].map(|p| law.quantile(p)));
        let range = self.key.param().domain.range();
        quantiles.is_ok_and(|quantiles| quantiles.iter().all(|x| range.is_some_and(|range| range.contains(*x))))
    }
}

fn usual_law(key: Key, settings: &Settings) -> Law {
    let param = key.param();
    let centre = number(key, settings);
    let (slider, scale) = param.domain.range().map_or((1.0, Scale::Log), |range| (range.slider.1, range.scale));
    let logarithmic = !matches!(scale, Scale::Linear { .. });
    if logarithmic && centre > 0.0 {
        return Law::LogNormal { factor: 1.2 };
    }
    let plus_minus = match param.unit {
        _ if centre == 0.0 => Width::Absolute(round(slider / 20.0, 1)),
        Unit::Share => Width::Absolute(round(centre / 10.0, 1)),
        _ => Width::Relative(0.1),
    };
    let normal = Law::Normal { plus_minus };
    if (Spread { key, law: normal }).has_room(settings) { normal } else { Law::Uniform { plus_minus } }
}

pub(super) fn round(x: f64, digits: usize) -> f64 {
    format!("{x:.*e}", digits - 1).parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::{UncertaintyPlan, UncertaintyRequest};

    const SPANS: [&str; 8] = [
        "v=1",
        "v=1&band=O",
        "v=1&detector=snspd",
        "v=1&eff=0.015&alpha=0.105&afterpulse=0&iso_for=0",
        "v=1&bitrate=0&raman=0&dark=0&eff=1",
        "v=1&source=wcp&key=finite&analysis=one_decoy&mu=0.5&bandwidth=1e11&window=1e-10&misalign=0.02&dispersion=17&loss=2",
        "v=1&channels=C32f10G,C31b10G&quantum=C34",
        "v=1&channels=C32f10G,C31b10G&quantum=C34&fibre=measured",
    ];

    fn settings(link: &str) -> Settings {
        let (settings, notices) = Settings::from_query(link);
        assert!(notices.is_empty(), "{notices:?}");
        settings
    }

    #[test]
    fn typical_uncertainties_of_any_span_can_be_sampled() {
        let mut lines = Vec::new();
        for link in SPANS {
            let settings = settings(link);
            let spreads: Vec<Spread> = typical(&settings).into_iter().map(|typical| typical.spread).collect();
            lines.push(format!("{link}\n  {}", spreads.iter().map(Spread::write).collect::<Vec<_>>().join(",")));
            let request = UncertaintyRequest::new(settings, spreads);
            assert!(request.problems().is_empty(), "{link}: {:?}", request.problems());
        }
        insta::assert_snapshot!(lines.join("\n"));
    }

    #[test]
    fn every_parameter_starts_with_a_valid_law() {
        for link in SPANS {
            let settings = settings(link);
            for key in Spread::possible(&settings) {
                let spread = Spread::usual(key, &settings);
                let request =
                    UncertaintyRequest { samples: 64, ..UncertaintyRequest::new(settings.clone(), vec![spread]) };
                assert!(request.problems().is_empty(), "{link}: {}", spread.write());
                assert_eq!(Spread::read(&spread.write()), Ok(spread));
                // A few samples may be outside, where the value is at the end of what is accepted half of them.
                assert!(super::super::study::Study::new(request).is_ok(), "{link}: {}", spread.write());
            }
        }
        let request = UncertaintyRequest::new(settings("v=1"), vec![Spread::usual(Key::Dark, &settings("v=1"))]);
        assert!(UncertaintyPlan::new(request).is_ok());
    }
}
