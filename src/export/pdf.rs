//! PDF: all pages of a picture in one document.

use super::PictureError;
use crate::draw::Picture;

/// Converts a picture, a page of PDF for each of its pages, at their size. Text becomes outlines.
///
/// An error if the crate was built without the feature `pdf`.
#[cfg(feature = "pdf")]
pub fn render(picture: &Picture) -> Result<Vec<u8>, PictureError> {
    use std::collections::HashMap;

    use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, TextStr};

    let mut next = Ref::new(1);
    let [catalog, page_tree, info] = std::array::from_fn(|_| next.bump());
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(page_tree);
    pdf.document_info(info).creator(TextStr("kroniek"));
    let mut kids = Vec::new();
    for page in &picture.pages {
        let tree = super::vector::outlined(page)?;
        let (chunk, drawing) = svg2pdf::to_chunk(&tree, svg2pdf::ConversionOptions::default())
            .map_err(|error| PictureError::Conversion(error.to_string()))?;
        let mut renumbered = HashMap::new();
        let chunk = chunk.renumber(|old| *renumbered.entry(old).or_insert_with(|| next.bump()));
        let Some(&drawing) = renumbered.get(&drawing) else {
            continue;
        };
        let [kid, contents] = std::array::from_fn(|_| next.bump());
        kids.push(kid);
        #[expect(clippy::cast_possible_truncation, reason = "the size of a sheet")]
        let (width, height) = (page.width as f32, page.height as f32);
        let name = Name(b"Page");
        let mut entry = pdf.page(kid);
        entry
            .parent(page_tree)
            .media_box(Rect::new(0.0, 0.0, width, height))
            .contents(contents);
        entry.resources().x_objects().pair(name, drawing);
        entry.finish();
        let mut content = Content::new();
        content
            .transform([width, 0.0, 0.0, height, 0.0, 0.0])
            .x_object(name);
        pdf.stream(contents, &content.finish());
        pdf.extend(&chunk);
    }
    let count = i32::try_from(kids.len()).unwrap_or(i32::MAX);
    pdf.pages(page_tree).kids(kids).count(count);
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
