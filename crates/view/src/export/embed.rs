//! The page embedded in another one.

use crate::address::{Address, Extras, write_address};

/// Size of the embedded page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmbedSize {
    /// Width, px; none for the full width.
    pub width: Option<u16>,
    /// Height, px.
    pub height: u16,
}

impl EmbedSize {
    /// Common sizes: for an article, a column, a page, and the full width.
    pub const ALL: [EmbedSize; 4] = [
        EmbedSize { width: Some(640), height: 420 },
        EmbedSize { width: Some(320), height: 360 },
        EmbedSize { width: Some(960), height: 600 },
        EmbedSize { width: None, height: 420 },
    ];

    /// In words.
    pub fn title(self) -> String {
        let height = self.height;
        self.width.map_or_else(|| format!("full width × {height} px"), |width| format!("{width} × {height} px"))
    }
}

/// Address of the page inside another page, based on its own address, without the inputs of the tools.
pub fn embedded(base: &str, address: &Address) -> String {
    let address = Address { embed: true, extras: Extras::default(), ..address.clone() };
    format!("{base}#{}", write_address(&address))
}

/// HTML that embeds the page in another one; `base` is the address of the page without its fragment.
///
/// ```
/// use view::address::Address;
/// use view::export::{EmbedSize, embed_code};
/// let code = embed_code("https://example.org/keyspan/", &Address::default(), EmbedSize { width: None, height: 420 });
/// assert_eq!(code, "<iframe src=\"https://example.org/keyspan/#v=1&amp;embed=1\" width=\"100%\" height=\"420\" \
///                   title=\"Keyspan: Key rate\" loading=\"lazy\" style=\"border:0\"></iframe>");
/// ```
pub fn embed_code(base: &str, address: &Address, size: EmbedSize) -> String {
    let link = embedded(base, address).replace('&', "&amp;").replace('"', "&quot;");
    let width = size.width.map_or_else(|| "100%".to_owned(), |width| width.to_string());
    let (height, view) = (size.height, address.view.title());
    format!(
        "<iframe src=\"{link}\" width=\"{width}\" height=\"{height}\" title=\"Keyspan: {view}\" loading=\"lazy\" style=\"border:0\"></iframe>"
    )
}
