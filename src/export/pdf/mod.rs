//! PDF: all pages of a picture in one document, in which text is text: it can be searched, selected
//! and read aloud.
//!
//! [`content`] turns the shapes of a page into drawing operators, [`font`] embeds the faces that
//! were used. Format: ISO 32000-1, PDF 1.7. The same picture gives the same bytes.

#[cfg(feature = "pdf")]
mod content;
#[cfg(feature = "pdf")]
mod font;

use super::PictureError;
use crate::draw::Picture;

/// Converts a picture, a page of PDF for each of its pages, at their size.
///
/// An error if the crate was built without the feature `pdf`.
#[cfg(feature = "pdf")]
pub fn render(picture: &Picture) -> Result<Vec<u8>, PictureError> {
    use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, TextStr};

    let mut next = Ref::new(1);
    let [catalog, page_tree, info] = std::array::from_fn(|_| next.bump());
    let mut pdf = Pdf::new();
    let mut root = pdf.catalog(catalog);
    root.pages(page_tree);
    root.viewer_preferences().display_doc_title(true);
    root.finish();
    let title = picture
        .pages
        .first()
        .map(|page| page.title.as_str())
        .unwrap_or_default();
    pdf.document_info(info)
        .title(TextStr(title))
        .creator(TextStr("kroniek"));

    let mut fonts = font::Fonts::default();
    let mut kids = Vec::new();
    for page in &picture.pages {
        let tree = super::vector::tree(page)?;
        let operators = content::content(&tree, &mut fonts, &mut next);
        let [kid, stream] = std::array::from_fn(|_| next.bump());
        kids.push(kid);
        #[expect(clippy::cast_possible_truncation, reason = "the size of a sheet")]
        let sheet = Rect::new(0.0, 0.0, page.width as f32, page.height as f32);
        let mut entry = pdf.page(kid);
        entry.parent(page_tree).media_box(sheet).contents(stream);
        let mut resources = entry.resources();
        let mut named = resources.fonts();
        for (name, reference) in fonts.names() {
            named.pair(Name(name.as_bytes()), reference);
        }
        named.finish();
        resources.finish();
        entry.finish();
        pdf.stream(stream, &deflated(&operators))
            .filter(Filter::FlateDecode);
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(page_tree).kids(kids).count(count);
    fonts.write(&mut pdf, &mut next)?;
    Ok(pdf.finish())
}

/// Says that the feature `pdf` is missing.
#[cfg(not(feature = "pdf"))]
pub fn render(_picture: &Picture) -> Result<Vec<u8>, PictureError> {
    Err(PictureError::MissingFeature {
        format: "PDF",
        feature: "pdf",
    })
}

/// Data as `FlateDecode` reads it.
#[cfg(feature = "pdf")]
fn deflated(data: &[u8]) -> Vec<u8> {
    const LEVEL: u8 = 6;
    miniz_oxide::deflate::compress_to_vec_zlib(data, LEVEL)
}

#[cfg(test)]
#[cfg(feature = "pdf")]
mod tests {
    use super::super::sample::page;
    use super::*;

    const TEXT: &str = "<g font-family=\"'Noto Sans'\" font-size=\"12\"><text x=\"5\" y=\"30\">Лукашенко</text>\
         <text x=\"5\" y=\"60\" font-weight=\"bold\" transform=\"rotate(-52 5 60)\">Putin</text>\
         <text x=\"5\" y=\"90\" font-style=\"italic\" stroke=\"#FFFFFF\" paint-order=\"stroke\">said</text>\
         <circle cx=\"50\" cy=\"50\" r=\"9\" stroke=\"#C8102E\" stroke-dasharray=\"1 2\"/></g>";

    fn picture(pages: usize) -> Picture {
        Picture {
            pages: (0..pages).map(|_| page(TEXT)).collect(),
        }
    }

    fn count(pdf: &[u8], what: &str) -> usize {
        pdf.windows(what.len())
            .filter(|window| *window == what.as_bytes())
            .count()
    }

    #[test]
    fn all_pages_are_in_one_document_and_share_its_faces() {
        let pdf = render(&picture(3)).unwrap();
        assert!(pdf.starts_with(b"%PDF-1.7"));
        assert_eq!(count(&pdf, "/Type /Page\n"), 3);
        assert_eq!(count(&pdf, "/FontFile2"), 3);
        assert_eq!(count(&pdf, "/MediaBox [0 0 200 100]"), 3);
    }

    #[test]
    fn text_can_be_searched() {
        let pdf = render(&picture(1)).unwrap();
        // The maps from glyphs to text are not compressed: U+041B is Л, U+0050 is P.
        for letter in ["<041B>", "<0050>"] {
            assert!(count(&pdf, letter) > 0, "{letter}");
        }
    }

    #[test]
    fn the_same_picture_gives_the_same_bytes() {
        assert_eq!(render(&picture(2)).unwrap(), render(&picture(2)).unwrap());
    }

    #[test]
    fn what_is_no_svg_is_an_error() {
        let mut broken = picture(1);
        broken.pages[0].svg.truncate(20);
        assert!(matches!(render(&broken), Err(PictureError::Conversion(_))));
    }
}
