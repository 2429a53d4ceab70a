//! Share and export.

use crate::export::TooLongForQr;

pub const SHARE: &str = "Share & export";
pub const ADDRESS: &str = "Everything on the page, as a link";
pub const ADDRESS_HELP: &str = "The part after # never reaches a server: browsers do not send it.";
pub const QR_CODE: &str = "QR code of the link";
pub const SAVE_QR: &str = "Save QR code";
pub const EMBED_TITLE: &str = "Embed in your page";
pub const EMBED: &str = "Interactive embed code";
pub const COPY_EMBED: &str = "Copy HTML";
pub const EMBED_COPIED: &str = "HTML copied";
pub const PREVIEW_EMBED: &str = "Preview";
pub const COPY_THIS_BY_HAND: &str = "This browser does not allow copying. Select the text and copy it yourself.";
pub const SAVE_PNG: &str = "Save PNG";
pub const SAVE_SVG: &str = "Save SVG";
pub const COPY_PICTURE: &str = "Copy picture";
pub const DARK_PAPER: &str = "Dark background";
pub const SAVE_CSV: &str = "Save CSV";
pub const SAVE_JSON: &str = "Save JSON";
pub const FILES_HELP: &str = "Every point of every visible curve, pins included, with every term of its key rate. Each file states parameters, version \
     and source.";
pub const SAME_FILES: &str = "Command line, identical except for rounding:";
pub const PRINT: &str = "Print this page";
pub const PREVIEW: &str = "Preview of the saved picture; the table has its numbers";
pub const NO_GUARANTEE: &str = "A lower bound within a model, not a guarantee for a device.";

/// Name and version of the program.
pub fn program() -> String {
    format!("Keyspan {}", crate::export::VERSION)
}

/// Why there is no QR code, and what to do.
pub fn no_qr(reason: &TooLongForQr) -> String {
    format!("No QR code: {reason}. Remove a pin, or copy the link.")
}
