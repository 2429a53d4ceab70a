//! Which source of noise leads where along the fibre.

use super::outcome::Outcome;

/// A part of the fibre where one source makes more noise than any other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Leader {
    /// Length at which it becomes the main noise, km.
    pub from_km: f64,
    /// Length at which it ceases to be, km.
    pub to_km: f64,
    /// The source, as [`Share::source`](super::Share::source) has it.
    pub source: &'static str,
}

/// The leading sources of noise along a curve, in the order of its points; where there is no noise, nobody leads. One takes over
/// between two points: the middle is given.
///
/// ```
/// use engine::scenario::Scenario;
/// use engine::sweep::{CurveRequest, curve, leaders};
/// let curve = curve(&CurveRequest { scenario: Scenario::default(), points: 200 });
/// let sources: Vec<&str> = leaders(&curve.points).iter().map(|leader| leader.source).collect();
/// assert_eq!(sources, ["afterpulses", "crosstalk, backward"]);
/// ```
pub fn leaders(points: &[Outcome]) -> Vec<Leader> {
    let mut leaders: Vec<Leader> = Vec::new();
    let mut before_km = None;
    for point in points {
        let km = point.length_km;
        let source = leader(point);
        match (leaders.last_mut(), before_km) {
            (Some(last), _) if Some(last.source) == source => last.to_km = km,
            (last, before_km) => {
                let turn_km = before_km.map_or(km, |before_km: f64| (before_km + km) / 2.0);
                if let Some(last) = last.filter(|last| Some(last.to_km) == before_km) {
                    last.to_km = turn_km;
                }
                leaders.extend(source.map(|source| Leader { from_km: turn_km, to_km: km, source }));
            }
        }
        before_km = Some(km);
    }
    leaders
}

fn leader(point: &Outcome) -> Option<&'static str> {
    let most = point.noise().into_iter().reduce(|most, share| if share.p > most.p { share } else { most })?;
    (most.p > 0.0).then_some(most.source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Key, PAPERS_MODEL, Scenario, Settings, Value};
    use crate::sweep::{CurveRequest, curve};

    fn of(changes: &[(Key, Value)]) -> Vec<Leader> {
        let scenario = Scenario::try_from(&Settings::default().with(&PAPERS_MODEL).with(changes)).unwrap();
        leaders(&curve(&CurveRequest { scenario, points: 200 }).points)
    }

    #[test]
    fn parts_follow_one_another_without_a_gap() {
        let leaders = of(&[(Key::Raman, Value::Number(1e-8))]);
        assert!(leaders.len() >= 2);
        assert_eq!(leaders[0].from_km, 0.0);
        assert!(leaders.windows(2).all(|pair| pair[0].to_km == pair[1].from_km && pair[0].source != pair[1].source));
    }

    #[test]
    fn without_noise_nobody_leads() {
        let none = [Key::Bitrate, Key::Dark, Key::Afterpulse].map(|key| (key, Value::Number(0.0)));
        assert_eq!(of(&none), []);
    }
}
