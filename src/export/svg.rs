//! SVG: a page of a picture as it was drawn.

use std::io::{self, Write};

use crate::draw::Page;

/// Writes a page as an SVG document.
pub fn write(page: &Page, writer: &mut impl Write) -> io::Result<()> {
    writer.write_all(page.svg.as_bytes())
}
