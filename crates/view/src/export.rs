//! What leaves Keyspan: tables, pictures, QR codes, and the code that embeds the page in another one. Page and command line share
//! it, so that their files are the same.
//!
//! Every file says the scenario (the fragment of an address that shows it again), the [`VERSION`] of the program and the [`SOURCE`] of
//! the model: pictures in their caption, JSON above its rows, and CSV, which has no place for remarks, in columns of every row. So a row
//! says where it comes from even after files were put together.

mod chosen;
mod curves;
mod embed;
pub mod forecast;
pub mod network;
mod picture;
mod qr;
pub mod records;
mod table;

pub use chosen::{curve_link, curve_name, file_name, shared_link};
pub use curves::{CurveTable, LINK, Rows, cells, columns};
pub use embed::{EmbedSize, embed_code, embedded};
pub use picture::picture;
pub use qr::{MAX_QR_BYTES, QUIET_ZONE, QrCode, TooLongForQr};
pub use table::{Column, Table, describe};

pub use numbers::program::VERSION;
/// Source of the model behind the numbers.
pub const SOURCE: &str = "BB84 after M. Lasota et al., Opto-Electron. Rev. 33 (2025), doi:10.24425/opelre.2025.155875";
