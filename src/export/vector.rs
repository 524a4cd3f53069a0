//! A page of SVG as a tree of shapes, its text laid out with the font that is compiled in.

use std::sync::{Arc, OnceLock};

use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use super::PictureError;
use crate::draw::Page;

/// Parses a page; one user unit of the tree is a point.
pub(super) fn tree(page: &Page) -> Result<Tree, PictureError> {
    let options = Options {
        // A point is a pixel, so that the tree has the size of the page.
        dpi: 72.0,
        font_family: FAMILY.to_owned(),
        fontdb: fonts(),
        ..Options::default()
    };
    Tree::from_str(&page.svg, &options).map_err(|error| PictureError::Conversion(error.to_string()))
}

const FAMILY: &str = "Noto Sans";

/// The fonts that the converter may use. Without them it drops all text and says nothing.
fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = Database::new();
        for face in [
            notosans::REGULAR_TTF,
            notosans::BOLD_TTF,
            notosans::ITALIC_TTF,
        ] {
            fonts.load_font_source(Source::Binary(Arc::new(face)));
        }
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    });
    Arc::clone(fonts)
}
