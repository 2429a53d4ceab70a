//! Applications of a key rate.

use super::text::rate_text;
use numbers::quantity::{format_count, format_duration};

/// Bits of a key of AES-256.
pub const AES_256_BITS: f64 = 256.0;

/// Applications of a key rate.
///
/// ```
/// let uses = engine::sweep::Uses { key_rate_bit_s: 1.024e6 };
/// assert_eq!(uses.aes_256_keys_per_s(), 4000.0);
/// assert_eq!(uses.rekey_interval_s(100), 0.025);
/// assert_eq!(uses.one_time_pad_bit_s(), 1.024e6);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Uses {
    /// Secret key rate, bit/s.
    pub key_rate_bit_s: f64,
}

impl Uses {
    /// New keys of AES-256 per second, 256 bits each, 1/s.
    pub fn aes_256_keys_per_s(self) -> f64 {
        self.key_rate_bit_s / AES_256_BITS
    }

    /// Time between two new keys of AES-256 for each of `tunnels` tunnels that share the key rate, s. A tunnel with separate keys for its two
    /// directions counts twice.
    pub fn rekey_interval_s(self, tunnels: u32) -> f64 {
        f64::from(tunnels) * AES_256_BITS / self.key_rate_bit_s
    }

    /// Messages that a one-time pad encrypts, both directions together, bit/s: one bit of key for each bit of message, so the key
    /// rate itself. Authentication needs a little more.
    pub fn one_time_pad_bit_s(self) -> f64 {
        self.key_rate_bit_s
    }

    /// All of that in words.
    ///
    /// ```
    /// assert_eq!(
    ///     engine::sweep::Uses { key_rate_bit_s: 1.024e6 }.text(100),
    ///     "4,000 AES-256 keys a second, a new one for each of 100 tunnels every 25 ms; \
    ///      or a one-time pad for 1.02 Mbit/s, one bit of key for each bit of message."
    /// );
    /// ```
    pub fn text(self, tunnels: u32) -> String {
        let keys = format_count(self.aes_256_keys_per_s());
        let interval = format_duration(self.rekey_interval_s(tunnels));
        let each = if tunnels == 1 { String::new() } else { format!(" for each of {tunnels} tunnels") };
        let pad = rate_text(self.one_time_pad_bit_s(), 3);
        format!(
            "{keys} AES-256 keys a second, a new one{each} every {interval}; \
             or a one-time pad for {pad}, one bit of key for each bit of message."
        )
    }
}
