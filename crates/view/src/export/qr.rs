//! QR codes (ISO/IEC 18004) as lines.

use qrcodegen::{DataTooLong, QrCodeEcc};
use std::fmt::Write;

/// Longest text of any bytes in the largest code, version 40 with the least error correction.
pub const MAX_QR_BYTES: usize = 2953;
/// Modules that have to be empty on each side.
pub const QUIET_ZONE: i32 = 4;

/// A text too long for a QR code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{bytes} characters are more than the {MAX_QR_BYTES} that a QR code holds")]
pub struct TooLongForQr {
    /// Length of the text in bytes.
    pub bytes: usize,
}

/// A QR code.
#[derive(Clone, PartialEq, Eq)]
pub struct QrCode(qrcodegen::QrCode);

impl QrCode {
    /// The smallest code that holds the text, with as much error correction as that leaves room for.
    ///
    /// # Errors
    /// [`TooLongForQr`] above [`MAX_QR_BYTES`].
    ///
    /// ```
    /// use view::export::QrCode;
    /// assert_eq!(QrCode::new("https://example.org/keyspan/#v=1").unwrap().side(), 25 + 2 * 4);
    /// assert!(QrCode::new(&"x".repeat(2953)).is_ok() && QrCode::new(&"x".repeat(2954)).is_err());
    /// ```
    pub fn new(text: &str) -> Result<QrCode, TooLongForQr> {
        let code = qrcodegen::QrCode::encode_text(text, QrCodeEcc::Low);
        code.map(QrCode).map_err(|_: DataTooLong| TooLongForQr { bytes: text.len() })
    }

    /// Modules along a side, with the quiet zone.
    pub fn side(&self) -> i32 {
        self.0.size() + 2 * QUIET_ZONE
    }

    /// Whether a module is dark, counted from the corner of the quiet zone.
    pub fn is_dark(&self, x: i32, y: i32) -> bool {
        self.0.get_module(x - QUIET_ZONE, y - QUIET_ZONE)
    }

    /// As a picture: black on white on any background, as many cameras read no other.
    pub fn svg(&self) -> String {
        let side = self.side();
        let mut path = String::new();
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let run = (x..side).take_while(|&x| self.is_dark(x, y)).count() as i32;
                if run > 0 {
                    // Writing to a text cannot fail.
                    let _ = write!(path, "M{x} {y}h{run}v1h-{run}z");
                }
                x += run + 1;
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
             <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>\n"
        )
    }
}
