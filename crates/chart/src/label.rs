//! Placement of labels at their curves, without crossing a curve or another label.

/// A rectangle, px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Rect {
    fn contains(&self, inner: &Rect) -> bool {
        inner.left >= self.left && inner.right <= self.right && inner.top >= self.top && inner.bottom <= self.bottom
    }

    fn grown(&self, by: f64) -> Rect {
        Rect { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// Middle of the rectangle.
    pub(super) fn middle(&self) -> (f64, f64) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    /// The part of the segment from `a` to `b` that is inside, as fractions of its length (Liang and Barsky, ACM Trans. Graph. 3, 1,
    /// 1984).
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

/// Width of a text, px: an estimate, since measuring would need a browser.
pub(super) fn text_width(text: &str, size: f64) -> f64 {
    0.58 * size * text.chars().count() as f64
}

/// A place for a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub(super) rect: Rect,
    /// Whether the text runs upwards.
    pub(super) upright: bool,
}

/// Distance of a label from its own curve, px.
const GAP: f64 = 5.0;
/// Smallest distance of a label from other curves, so that it is not taken for theirs, px.
const CLEAR: f64 = 9.0;

/// Finds a place for each label, in the order given; `None` if every place is taken. A label is the indices of its curves among the
/// polylines `curves`, px, the first one preferred, and the width and height of its text.
///
/// Tried are places beside the curve from its end backwards: curves that end at a reach are furthest apart there. Where no text fits
/// between two of them it may run upwards.
pub(super) fn place(labels: &[(Vec<usize>, (f64, f64))], curves: &[Vec<(f64, f64)>], area: Rect) -> Vec<Option<Place>> {
    let mut map = Map::new(area);
    for (i, curve) in curves.iter().enumerate() {
        for pair in curve.windows(2) {
            map.line(pair[0], pair[1], Map::bit(i));
        }
    }
    labels
        .iter()
        .map(|(own, size)| {
            let own_bits = own.iter().fold(0, |bits, &i| bits | Map::bit(i));
            let free = |place: &Place| {
                area.contains(&place.rect)
                    && map.within(&place.rect.grown(1.0)) == 0
                    && map.within(&place.rect.grown(CLEAR)) & !own_bits == 0
            };
            let places =
                |upright| own.iter().flat_map(|&i| beside(&curves[i], *size)).filter(move |p| p.upright == upright);
            let found = places(false).chain(places(true)).find(free)?;
            map.fill(&found.rect, Map::LABEL);
            Some(found)
        })
        .collect()
}

/// Places beside a curve, from its end backwards, every few pixels of its length.
fn beside(curve: &[(f64, f64)], (width, height): (f64, f64)) -> impl Iterator<Item = Place> {
    along(curve, 8.0).into_iter().flat_map(move |(x, y)| {
        let at = |left: f64, top: f64| Place {
            rect: Rect { left, top, right: left + width, bottom: top + height },
            upright: false,
        };
        let upright = |left: f64| Place {
            rect: Rect { left, top: y - width / 2.0, right: left + height, bottom: y + width / 2.0 },
            upright: true,
        };
        [
            at(x - GAP - width, y - height / 2.0),
            at(x + GAP, y - height / 2.0),
            at(x + GAP, y - GAP - height),
            at(x - GAP - width, y + GAP),
            at(x - GAP - width, y - GAP - height),
            at(x + GAP, y + GAP),
            upright(x + GAP),
            upright(x - GAP - height),
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

/// Occupancy of the picture, in cells of a few pixels with a bit for each curve. Hundreds of places are tried for each label in every
/// frame, and checking cells is a hundred times cheaper than checking all segments of all curves.
struct Map {
    origin: (f64, f64),
    columns: usize,
    rows: usize,
    cells: Vec<u64>,
}

impl Map {
    const CELL: f64 = 3.0;
    const LABEL: u64 = 1 << 63;

    fn new(area: Rect) -> Map {
        let cells = |length: f64| (length / Map::CELL).ceil().max(1.0) as usize;
        let (columns, rows) = (cells(area.right - area.left), cells(area.bottom - area.top));
        Map { origin: (area.left, area.top), columns, rows, cells: vec![0; columns * rows] }
    }

    /// The bit of a curve. Beyond 63 curves some share one; a chart of so many has no room for labels anyway.
    fn bit(curve: usize) -> u64 {
        1 << (curve % 63)
    }

    /// First and last cell between two coordinates; empty outside of the map.
    fn span(from: f64, to: f64, origin: f64, count: usize) -> std::ops::Range<usize> {
        let cell = |x: f64| ((x - origin) / Map::CELL).floor().clamp(-1.0, count as f64);
        (cell(from).max(0.0) as usize)..((cell(to) + 1.0).max(0.0) as usize).min(count)
    }

    fn line(&mut self, a: (f64, f64), b: (f64, f64), bit: u64) {
        let steps = ((b.0 - a.0).hypot(b.1 - a.1) / (0.5 * Map::CELL)).ceil().max(1.0);
        for i in 0..=steps as usize {
            let t = i as f64 / steps;
            let (x, y) = (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1));
            self.fill(&Rect { left: x, top: y, right: x, bottom: y }, bit);
        }
    }

    fn fill(&mut self, rect: &Rect, bit: u64) {
        for row in Map::span(rect.top, rect.bottom, self.origin.1, self.rows) {
            for column in Map::span(rect.left, rect.right, self.origin.0, self.columns) {
                self.cells[row * self.columns + column] |= bit;
            }
        }
    }

    fn within(&self, rect: &Rect) -> u64 {
        let columns = Map::span(rect.left, rect.right, self.origin.0, self.columns);
        let rows = Map::span(rect.top, rect.bottom, self.origin.1, self.rows);
        rows.flat_map(|row| &self.cells[row * self.columns..][columns.clone()]).fold(0, |all, cell| all | cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn apart(a: &Rect, b: &Rect) -> bool {
        a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom
    }

    proptest! {
        #[test]
        fn no_label_crosses_a_curve_or_another_label(ends in prop::collection::vec((20.0f64..780.0, 50.0f64..350.0), 1..9)) {
            let curves: Vec<Vec<(f64, f64)>> =
                ends.iter().map(|&(x, knee)| vec![(0.0, 30.0), (x - 15.0, knee), (x, knee + 40.0), (x, 400.0)]).collect();
            let area = Rect { left: 0.0, top: 0.0, right: 800.0, bottom: 400.0 };
            let labels: Vec<_> = (0..curves.len()).map(|i| (vec![i], (70.0, 14.0))).collect();
            let found = place(&labels, &curves, area);
            prop_assert!(found.iter().any(Option::is_some));
            for (i, place) in found.iter().enumerate() {
                let Some(Place { rect, .. }) = place else { continue };
                prop_assert!(area.contains(rect));
                prop_assert!(found[..i].iter().flatten().all(|other| apart(rect, &other.rect)));
                for (j, curve) in curves.iter().enumerate() {
                    // A cell of the map is all that may be missed.
                    let clear = if i == j { rect.grown(0.0) } else { rect.grown(CLEAR - Map::CELL) };
                    prop_assert!(curve.windows(2).all(|s| clear.clip(s[0], s[1]).is_none()));
                }
            }
        }
    }
}
