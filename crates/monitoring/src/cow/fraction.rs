//! The secret fraction of the COW model over a long fibre, with the same bits on every machine.

use engine::protocol::cow::{information_bob, information_eve};
use numbers::dual::Real;
use numbers::reproducible::Reproducible;

/// Secret fraction g = I_AB − I_AE of the COW model in the limit t → 0, dimensionless: bits of key per sifted bit. 0 or less where there
/// is no key.
///
/// $$ g = 1 - \eta_{EC}\,h(Q) - \mu - (1 - V) $$
/// Q the QBER, V the visibility, μ the mean number of photons in a pulse, η_EC the efficiency of the error correction. Source:
/// [`information_bob`] and [`information_eve`] with t = 0, so that no link loss is needed. Validity: as there; for t = 0.1 the exact
/// value is larger by 0.05 at μ = 0.5, almost the same for every Q and V.
///
/// ```
/// let g = monitoring::secret_fraction(0.02, 0.98, 0.5, 1.0);
/// assert!((g - 0.338_559_5).abs() < 1e-6);
/// ```
pub fn secret_fraction(qber: f64, visibility: f64, mean_photons: f64, error_correction: f64) -> f64 {
    let bob = information_bob(error_correction, Reproducible::from(qber));
    let eve = information_eve(mean_photons, Reproducible::from(0.0), visibility);
    (bob - eve).value()
}
