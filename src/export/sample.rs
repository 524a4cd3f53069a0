//! A page made by hand, for tests of the formats.

use crate::draw::Page;

/// A page of 200 by 100 points with these shapes on white.
pub(super) fn page(shapes: &str) -> Page {
    Page {
        width: 200.0,
        height: 100.0,
        title: "A page".to_owned(),
        svg: format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 200 100\" width=\"200pt\" height=\"100pt\">\
             <rect width=\"200\" height=\"100\" fill=\"#FFFFFF\"/>{shapes}</svg>"
        ),
    }
}
