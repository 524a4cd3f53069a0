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

#[cfg(test)]
#[cfg(feature = "png")]
mod tests {
    use super::super::sample::page;
    use super::*;

    fn pixels(svg: &str, dpi: f64) -> (u32, u32, Vec<u8>) {
        let png = render(&page(svg), dpi).unwrap();
        let pixmap = resvg::tiny_skia::Pixmap::decode_png(&png).unwrap();
        (pixmap.width(), pixmap.height(), pixmap.data().to_vec())
    }

    #[test]
    fn text_does_not_vanish_where_no_font_is_installed() {
        let dark = |svg: &str| {
            let (.., data) = pixels(svg, 160.0);
            data.chunks(4)
                .filter(|pixel| pixel[0] < 100 && pixel[3] > 200)
                .count()
        };
        let style = "font-family=\"'Noto Sans',Arial,sans-serif\" font-size=\"20\"";
        for text in ["Лукашенко", "Loekasjenko", "≠ →"] {
            assert!(
                dark(&format!("<text x=\"5\" y=\"30\" {style}>{text}</text>")) > 100,
                "{text}"
            );
        }
        let bold = dark(&format!(
            "<text x=\"5\" y=\"30\" {style} font-weight=\"bold\">Sochi</text>"
        ));
        let regular = dark(&format!("<text x=\"5\" y=\"30\" {style}>Sochi</text>"));
        assert!(bold > regular);
    }

    #[test]
    fn the_resolution_sets_the_pixels() {
        assert_eq!(pixels("", 72.0).0, 200);
        assert_eq!(pixels("", 144.0).1, 200);
        assert!(matches!(
            render(&page(""), 1e9),
            Err(PictureError::Size { .. })
        ));
        assert!(matches!(
            render(&page(""), 0.0),
            Err(PictureError::Size { .. })
        ));
        assert!(matches!(
            render(&page(""), f64::NAN),
            Err(PictureError::Size { .. })
        ));
    }
}
