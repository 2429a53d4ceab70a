//! Lines of equal value on a grid (marching squares: W. E. Lorensen and H. E. Cline, Computer Graphics 21, 163, 1987, in two
//! dimensions).

use std::collections::BTreeMap;

/// A point on a grid: column and row, with fractions.
type Point = (f64, f64);
/// An edge between two neighbouring nodes: the lower node, and whether it runs along the row.
type Edge = (usize, bool);

/// The lines on which a function on a grid has this value, each a chain of points in grid coordinates; a closed one ends where it
/// begins. `values` are those of the nodes, row by row; NaN is a hole, and no line passes through a square with one.
///
/// ```
/// use chart::contours;
/// // A slope from 0 to 2 along the columns has the value 1/2 halfway between the first two.
/// let lines = contours(&[0.0, 1.0, 2.0, 0.0, 1.0, 2.0], 3, 0.5);
/// assert_eq!(lines, [[(0.5, 0.0), (0.5, 1.0)]]);
/// ```
pub fn contours(values: &[f64], columns: usize, level: f64) -> Vec<Vec<Point>> {
    let mut segments = Segments::default();
    if columns < 2 {
        return Vec::new();
    }
    for row in 0..(values.len() / columns).saturating_sub(1) {
        for column in 0..columns - 1 {
            segments.square(values, columns, row * columns + column, level);
        }
    }
    let point = |(node, along): Edge| {
        let other = if along { node + 1 } else { node + columns };
        let t = (level - values[node]) / (values[other] - values[node]);
        let (column, row) = ((node % columns) as f64, (node / columns) as f64);
        if along { (column + t, row) } else { (column, row + t) }
    };
    segments.chains().into_iter().map(|chain| chain.into_iter().map(point).collect()).collect()
}

/// Segments of lines from edge to edge; an edge has one or two of them.
#[derive(Default)]
struct Segments(BTreeMap<Edge, Vec<Edge>>);

impl Segments {
    /// The segments through the square whose lowest node this is.
    fn square(&mut self, values: &[f64], columns: usize, node: usize, level: f64) {
        let corners = [node, node + 1, node + columns + 1, node + columns];
        if corners.iter().any(|corner| values[*corner].is_nan()) {
            return;
        }
        // Below, right, above, left: each between a corner and the next one.
        let edges = [(node, true), (node + 1, false), (node + columns, true), (node, false)];
        let above = corners.map(|corner| values[corner] >= level);
        let crossed: Vec<Edge> = (0..4).filter(|i| above[*i] != above[(i + 1) % 4]).map(|i| edges[i]).collect();
        match crossed[..] {
            [a, b] => self.join(a, b),
            [a, b, c, d] => {
                // A saddle: its middle says which corners belong together.
                let middle = 0.25 * corners.iter().map(|corner| values[*corner]).sum::<f64>() >= level;
                if middle == above[0] {
                    self.join(a, b);
                    self.join(c, d);
                } else {
                    self.join(a, d);
                    self.join(b, c);
                }
            }
            _ => {}
        }
    }

    fn join(&mut self, a: Edge, b: Edge) {
        self.0.entry(a).or_default().push(b);
        self.0.entry(b).or_default().push(a);
    }

    /// Takes the segments out as chains, the open ones first.
    fn chains(mut self) -> Vec<Vec<Edge>> {
        let mut chains = Vec::new();
        while let Some(start) = self.end().or_else(|| self.0.keys().next().copied()) {
            let mut chain = vec![start];
            let mut here = start;
            while let Some(next) = self.leave(here) {
                chain.push(next);
                here = next;
            }
            chains.push(chain);
        }
        chains
    }

    /// An edge where an open line ends.
    fn end(&self) -> Option<Edge> {
        self.0.iter().find(|(_, others)| others.len() == 1).map(|(edge, _)| *edge)
    }

    /// Follows one segment away from an edge and forgets it.
    fn leave(&mut self, here: Edge) -> Option<Edge> {
        let next = self.take(here, None)?;
        self.take(next, Some(here));
        Some(next)
    }

    fn take(&mut self, at: Edge, to: Option<Edge>) -> Option<Edge> {
        let others = self.0.get_mut(&at)?;
        let place = to.map_or(Some(0), |to| others.iter().position(|other| *other == to))?;
        let taken = others.remove(place);
        if others.is_empty() {
            self.0.remove(&at);
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Values of a function on a grid of 41 × 41 nodes.
    fn grid(f: impl Fn(f64, f64) -> f64) -> Vec<f64> {
        (0..41 * 41).map(|i| f(f64::from(i % 41) - 20.0, f64::from(i / 41) - 20.0)).collect()
    }

    #[test]
    fn a_circle_is_one_closed_line() {
        let lines = contours(&grid(|x, y| x * x + y * y), 41, 100.0);
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].first(), lines[0].last());
        assert!(lines[0].len() > 40);
        assert!(lines[0].iter().all(|(x, y)| ((x - 20.0).hypot(y - 20.0) - 10.0).abs() < 0.02));
    }

    #[test]
    fn no_line_goes_through_a_hole() {
        let holed = grid(|x, y| if x.abs() < 3.0 { f64::NAN } else { y });
        let lines = contours(&holed, 41, 0.5);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().flatten().all(|(x, _)| (x - 20.0).abs() >= 3.0));
    }

    #[test]
    fn a_flat_grid_and_a_single_row_have_no_lines() {
        assert!(contours(&grid(|_, _| 1.0), 41, 0.5).is_empty());
        assert!(contours(&[0.0, 1.0, 2.0], 3, 0.5).is_empty());
        assert!(contours(&[], 0, 0.5).is_empty());
    }

    proptest! {
        #[test]
        fn every_crossed_edge_is_on_a_line(values in prop::collection::vec(-1.0f64..1.0, 36)) {
            let lines = contours(&values, 6, 0.0);
            let crossed = |a: usize, b: usize| (values[a] >= 0.0) != (values[b] >= 0.0);
            let along = (0..36).filter(|i| i % 6 < 5 && crossed(*i, i + 1)).count();
            let up = (0..30).filter(|i| crossed(*i, i + 6)).count();
            let closed = lines.iter().filter(|line| line.len() > 1 && line.first() == line.last()).count();
            let points: usize = lines.iter().map(Vec::len).sum();
            prop_assert_eq!(points - closed, along + up);
        }
    }
}
