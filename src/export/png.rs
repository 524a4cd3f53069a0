//! PNG: a page of a picture as pixels.

use super::PictureError;
use crate::draw::Page;

/// Pixels to the inch where nobody asks for another number: two pixels and a bit to the point.
pub const DEFAULT_DPI: f64 = 160.0;

/// Draws a page with so many pixels to the inch.
///
/// An error if the crate was built without the feature `png`, or if the picture would have no or
/// too many pixels (above 400 million).
#[cfg(feature = "png")]
pub fn render(page: &Page, dpi: f64) -> Result<Vec<u8>, PictureError> {
    use resvg::tiny_skia::{Pixmap, Transform};

    let scale = dpi / 72.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "floats saturate, and the size is checked"
    )]
    let pixels = |points: f64| (points * scale).ceil().max(0.0) as u64;
    let (width, height) = (pixels(page.width), pixels(page.height));
    let size = PictureError::Size { width, height };
    let (Ok(w), Ok(h)) = (u32::try_from(width), u32::try_from(height)) else {
        return Err(size);
    };
    if width * height > 400_000_000 {
        return Err(size);
    }
    let Some(mut pixmap) = Pixmap::new(w, h) else {
        return Err(size);
    };
    let tree = super::vector::tree(page)?;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a resolution has few digits"
    )]
    let scale = scale as f32;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap
        .encode_png()
        .map_err(|error| PictureError::Conversion(error.to_string()))
}

/// Says that the feature `png` is missing.
#[cfg(not(feature = "png"))]
pub fn render(_page: &Page, _dpi: f64) -> Result<Vec<u8>, PictureError> {
    Err(PictureError::MissingFeature {
        format: "PNG",
        feature: "png",
    })
}
