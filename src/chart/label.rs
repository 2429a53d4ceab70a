//! Where the labels of the curves go: at their own curve, across no other one and no other label.

/// A rectangle, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    fn overlaps(&self, other: &Rect) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }

    fn contains(&self, inner: &Rect) -> bool {
        inner.left >= self.left && inner.right <= self.right && inner.top >= self.top && inner.bottom <= self.bottom
    }

    fn grown(&self, by: f64) -> Rect {
        Rect { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Whether the segment from `a` to `b` enters it (Liang and Barsky, ACM Trans. Graph. 3, 1, 1984).
    pub(super) fn clip(&self, a: (f64, f64), b: (f64, f64)) -> Option<(f64, f64)> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (mut enter, mut leave) = (0.0f64, 1.0f64);
        let edges = [(-dx, a.0 - self.left), (dx, self.right - a.0), (-dy, a.1 - self.top), (dy, self.bottom - a.1)];
        for (p, q) in edges {
            if p == 0.0 && q < 0.0 {
                return None;
            }
            if p < 0.0 {
                enter = enter.max(q / p);
            } else if p > 0.0 {
                leave = leave.min(q / p);
            }
        }
        (enter <= leave).then_some((enter, leave))
    }
}

/// Width of a text, px: an estimate, for measuring would need a browser.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    0.56 * size * text.chars().count() as f64
}

/// Space between a label and everything else, px.
const AIR: f64 = 3.0;

/// Finds a place for each label, in the order given: its rectangle, or none if every place is taken.
///
/// `curves` are all polylines, px; a label names the index of its own. Tried are places left and right of the curve from its end
/// backwards, where curves that end at a reach are furthest apart.
pub(super) fn place(labels: &[(usize, (f64, f64))], curves: &[Vec<(f64, f64)>], area: Rect) -> Vec<Option<Rect>> {
    let mut placed: Vec<Rect> = Vec::new();
    labels
        .iter()
        .map(|&(own, size)| {
            let free = |rect: &Rect| {
                let roomy = rect.grown(AIR);
                area.contains(rect)
                    && placed.iter().all(|other| !other.overlaps(&roomy))
                    && curves.iter().all(|c| c.windows(2).all(|s| roomy.clip(s[0], s[1]).is_none()))
            };
            let found = candidates(&curves[own], size).find(free);
            placed.extend(found);
            found
        })
        .collect()
}

/// Places beside a curve, from its end backwards, every few pixels of its length.
fn candidates(curve: &[(f64, f64)], (width, height): (f64, f64)) -> impl Iterator<Item = Rect> {
    let gap = AIR + 3.0;
    along(curve, 7.0).into_iter().flat_map(move |(x, y)| {
        let at = |left: f64, top: f64| Rect { left, top, right: left + width, bottom: top + height };
        [
            at(x - gap - width, y - height / 2.0),
            at(x + gap, y - height / 2.0),
            at(x + gap, y - gap - height),
            at(x - gap - width, y + gap),
        ]
    })
}

/// Points every `step` px along a polyline, from its end backwards.
fn along(curve: &[(f64, f64)], step: f64) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut until_next = step;
    for pair in curve.windows(2).rev() {
        let (from, to) = (pair[1], pair[0]);
        let length = (to.0 - from.0).hypot(to.1 - from.1);
        while until_next <= length {
            let t = until_next / length;
            points.push((from.0 + t * (to.0 - from.0), from.1 + t * (to.1 - from.1)));
            until_next += step;
        }
        until_next -= length;
    }
    points
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_label_crosses_a_curve_or_another_label(ends in prop::collection::vec((20.0f64..780.0, 50.0f64..350.0), 1..9)) {
            let curves: Vec<Vec<(f64, f64)>> =
                ends.iter().map(|&(x, knee)| vec![(0.0, 30.0), (x - 15.0, knee), (x, knee + 40.0), (x, 400.0)]).collect();
            let area = Rect { left: 0.0, top: 0.0, right: 800.0, bottom: 400.0 };
            let labels: Vec<_> = (0..curves.len()).map(|i| (i, (70.0, 14.0))).collect();
            let places: Vec<Rect> = place(&labels, &curves, area).into_iter().flatten().collect();
            prop_assert!(!places.is_empty());
            for (i, rect) in places.iter().enumerate() {
                prop_assert!(area.contains(rect));
                prop_assert!(places[..i].iter().all(|other| !rect.overlaps(other)));
                prop_assert!(curves.iter().all(|c| c.windows(2).all(|s| rect.clip(s[0], s[1]).is_none())));
            }
        }
    }
}
