//! Places for the names of lines at the lines themselves.

use super::draw::Frame;
use super::label::{Place, place, text_width};

/// The polylines of each line, px.
pub(super) type Curves = Vec<Vec<Vec<(f64, f64)>>>;

/// Mean length of the lines, in widths of the frame, above which there is no room for names at them.
const MAX_LENGTH: f64 = 4.0;

/// Places for the names of lines, with the indices of the lines; `None` if there is no room for one of them. Empty names, and those of
/// lines without a point, need no place.
pub(super) fn at_lines(names: &[&str], curves: &Curves, frame: &Frame) -> Option<Vec<(usize, Place)>> {
    let length =
        |part: &Vec<(f64, f64)>| part.windows(2).map(|p| (p[1].0 - p[0].0).hypot(p[1].1 - p[0].1)).sum::<f64>();
    let all: f64 = curves.iter().flatten().map(length).sum();
    if all > MAX_LENGTH * curves.len() as f64 * (frame.right - frame.left) {
        return None;
    }
    let mut parts = Vec::new();
    let mut own = vec![Vec::new(); curves.len()];
    for (curve, own) in curves.iter().zip(&mut own) {
        for part in curve {
            own.push(parts.len());
            parts.push(part.clone());
        }
    }
    // Bold letters are wider.
    let size = |name: &str| (1.1 * text_width(name, frame.text), 1.2 * frame.text);
    let named: Vec<usize> = (0..curves.len()).filter(|&i| !names[i].is_empty() && !own[i].is_empty()).collect();
    let labels: Vec<_> = named.iter().map(|&i| (own[i].clone(), size(names[i]))).collect();
    let places: Option<Vec<Place>> = place(&labels, &parts, frame.rect()).into_iter().collect();
    Some(named.into_iter().zip(places?).collect())
}
