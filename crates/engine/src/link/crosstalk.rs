//! Light of the classical channels that the demultiplexer lets into the quantum channel.

/// Photons per second from the co-propagating classical signal, 1/s.
///
/// $$ n = \zeta_{for} n_{CC} f_b $$
/// ζ isolation factor (linear), received classical photons n_CC f_b \[1/s\]. Source: the paper, (13).
///
/// ```
/// assert_eq!(engine::link::crosstalk::forward(1e-7, 1e13), 1e6);
/// ```
pub fn forward(isolation: f64, received_hz: f64) -> f64 {
    isolation * received_hz
}

/// Photons per second from the counter-propagating classical signal, 1/s.
///
/// $$ n = \zeta_{back} n_{CC} f_b \, 10^{\alpha L/10} $$
/// It enters Bob's demultiplexer as launched, before the fibre attenuates it: hence the inverse of the transmittance T.
/// Source: the paper, (14).
///
/// ```
/// assert!((engine::link::crosstalk::backward(1e-7, 1e13, 0.1) - 1e7).abs() < 1e-6);
/// ```
pub fn backward(isolation: f64, received_hz: f64, transmittance: f64) -> f64 {
    isolation * received_hz / transmittance
}
