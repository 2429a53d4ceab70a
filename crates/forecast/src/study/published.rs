//! Published numbers of the thesis, on data that are not public.

use super::CaseKind;
use serde::{Deserialize, Serialize};

/// A row of the tables 4.1 to 4.4.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PublishedErrors {
    /// ME, bit/s.
    pub me: f64,
    /// MAE, bit/s.
    pub mae: f64,
    /// MRE, dimensionless.
    pub mre: f64,
    /// MSE, scaled.
    pub mse: f64,
}

const fn line(me: f64, mae: f64, mre: f64, mse: f64) -> Option<PublishedErrors> {
    Some(PublishedErrors { me, mae, mre, mse })
}

/// The published errors of a link, by its name in the thesis; with a loss other than its own, those of table 4.3.
///
/// ```
/// use forecast::{CaseKind, published};
/// assert_eq!(published(CaseKind::Three, "5", false).unwrap().mae, 46.865394);
/// ```
pub fn published(kind: CaseKind, link: &str, other_loss: bool) -> Option<PublishedErrors> {
    match (kind, link, other_loss) {
        (CaseKind::Plain, "1", false) => line(9.104899, 54.889449, 0.012483, 0.002613),
        (CaseKind::History, "1", false) => line(-9.603267, 43.733839, -0.005283, 0.001658),
        (CaseKind::LaserPower, "1", false) => line(-5.450856, 43.713529, -0.001959, 0.001660),
        (CaseKind::Interpolation, "4", false) => line(7.858533, 23.630816, 0.003321, 0.000341),
        (CaseKind::Extrapolation, "1", false) => line(-5.356389, 44.679121, -0.000257, 0.000466),
        (CaseKind::Interpolation, "1", false) => line(-10.9515, 53.369622, 0.007223, 0.000813),
        (CaseKind::Interpolation, "5", false) => line(-30.908906, 48.440184, -0.025329, 0.000511),
        (CaseKind::Interpolation, "5", true) => line(0.884127, 40.411869, 0.002729, 0.000376),
        // The first loss of link 4 in the thesis is its length, 43, near that of link 3; its own is 20.
        (CaseKind::Extrapolation, "4", true) => line(-330.587135, 331.537441, -0.120235, 0.016024),
        (CaseKind::Extrapolation, "4", false) => line(-243.361182, 244.48759, -0.0884, 0.008834),
        (CaseKind::Three, "1", false) => line(7.25297, 43.68999, 0.007575, 0.000442),
        (CaseKind::Three, "2", false) => line(22.2962, 49.789192, 0.027011, 0.000573),
        (CaseKind::Three, "3", false) => line(26.135826, 68.076316, 0.02335, 0.001037),
        (CaseKind::Three, "4", false) => line(43.163981, 46.294002, 0.01615, 0.000532),
        (CaseKind::Three, "5", false) => line(-27.927293, 46.865394, -0.023011, 0.000482),
        _ => None,
    }
}
