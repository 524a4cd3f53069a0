//! The shapes of a page as operators of a PDF content stream.
//!
//! Pictures are made of opaque paths and text in one colour; nothing else is drawn.

use pdf_writer::types::{LineCapStyle, LineJoinStyle, TextRenderingMode};
use pdf_writer::{Content, Name, Ref, Str};
use resvg::tiny_skia::{Path, PathSegment, Point, Transform};
use resvg::usvg::{
    Fill, FillRule, Group, LineCap, LineJoin, Node, Paint, PaintOrder, Stroke, Text, Tree,
};

use super::font::Fonts;

/// Draws a tree, whose y axis points down, on a page, whose y axis points up.
pub(super) fn content(tree: &Tree, fonts: &mut Fonts, next: &mut Ref) -> Vec<u8> {
    let mut content = Content::new();
    content.transform([1.0, 0.0, 0.0, -1.0, 0.0, tree.size().height()]);
    let mut drawing = Drawing {
        content,
        tree,
        fonts,
        next,
    };
    drawing.group(tree.root());
    drawing.content.finish()
}

struct Drawing<'d> {
    content: Content,
    tree: &'d Tree,
    fonts: &'d mut Fonts,
    next: &'d mut Ref,
}

impl Drawing<'_> {
    fn group(&mut self, group: &Group) {
        for node in group.children() {
            match node {
                Node::Group(group) => self.group(group),
                Node::Path(path) if path.is_visible() => {
                    self.content.save_state();
                    self.transform(path.abs_transform());
                    let fill = |drawing: &mut Self| {
                        if let Some(fill) = path.fill() {
                            drawing.fill_path(fill, path.data());
                        }
                    };
                    let stroke = |drawing: &mut Self| {
                        if let Some(stroke) = path.stroke() {
                            drawing.stroke_path(stroke, path.data());
                        }
                    };
                    match path.paint_order() {
                        PaintOrder::FillAndStroke => (fill(self), stroke(self)),
                        PaintOrder::StrokeAndFill => (stroke(self), fill(self)),
                    };
                    self.content.restore_state();
                }
                Node::Text(text) => self.text(text),
                Node::Path(_) | Node::Image(_) => {}
            }
        }
    }

    fn transform(&mut self, transform: Transform) {
        if !transform.is_identity() {
            self.content.transform(matrix(transform));
        }
    }

    fn fill_path(&mut self, fill: &Fill, path: &Path) {
        let [r, g, b] = colour(fill.paint());
        self.content.set_fill_rgb(r, g, b);
        self.path(path);
        match fill.rule() {
            FillRule::NonZero => self.content.fill_nonzero(),
            FillRule::EvenOdd => self.content.fill_even_odd(),
        };
    }

    fn stroke_path(&mut self, stroke: &Stroke, path: &Path) {
        self.set_stroke(stroke);
        self.path(path);
        self.content.stroke();
    }

    fn set_stroke(&mut self, stroke: &Stroke) {
        let [r, g, b] = colour(stroke.paint());
        self.content
            .set_stroke_rgb(r, g, b)
            .set_line_width(stroke.width().get());
        self.content.set_line_cap(match stroke.linecap() {
            LineCap::Butt => LineCapStyle::ButtCap,
            LineCap::Round => LineCapStyle::RoundCap,
            LineCap::Square => LineCapStyle::ProjectingSquareCap,
        });
        self.content.set_line_join(match stroke.linejoin() {
            LineJoin::Round => LineJoinStyle::RoundJoin,
            LineJoin::Bevel => LineJoinStyle::BevelJoin,
            LineJoin::Miter | LineJoin::MiterClip => LineJoinStyle::MiterJoin,
        });
        let dashes = stroke.dasharray().unwrap_or_default().iter().copied();
        self.content.set_dash_pattern(dashes, stroke.dashoffset());
    }

    fn path(&mut self, path: &Path) {
        let mut at = Point::zero();
        for segment in path.segments() {
            match segment {
                PathSegment::MoveTo(to) => {
                    self.content.move_to(to.x, to.y);
                    at = to;
                }
                PathSegment::LineTo(to) => {
                    self.content.line_to(to.x, to.y);
                    at = to;
                }
                PathSegment::QuadTo(control, to) => {
                    // A quadratic curve as the cubic one that it is.
                    let toward = |end: Point| {
                        (
                            end.x + (control.x - end.x) * 2.0 / 3.0,
                            end.y + (control.y - end.y) * 2.0 / 3.0,
                        )
                    };
                    let (first, second) = (toward(at), toward(to));
                    self.content
                        .cubic_to(first.0, first.1, second.0, second.1, to.x, to.y);
                    at = to;
                }
                PathSegment::CubicTo(first, second, to) => {
                    self.content
                        .cubic_to(first.x, first.y, second.x, second.y, to.x, to.y);
                    at = to;
                }
                PathSegment::Close => {
                    self.content.close_path();
                }
            }
        }
    }

    /// Writes text glyph by glyph, where the layout put it; its edge first, if it has one.
    fn text(&mut self, text: &Text) {
        self.content.save_state();
        self.transform(text.abs_transform());
        for span in text.layouted().iter().filter(|span| span.visible) {
            if let Some(stroke) = &span.stroke {
                self.set_stroke(stroke);
                self.content
                    .set_text_rendering_mode(TextRenderingMode::Stroke);
                self.glyphs(span.font_size.get(), &span.positioned_glyphs);
            }
            if let Some(fill) = &span.fill {
                let [r, g, b] = colour(fill.paint());
                self.content.set_fill_rgb(r, g, b);
                self.content
                    .set_text_rendering_mode(TextRenderingMode::Fill);
                self.glyphs(span.font_size.get(), &span.positioned_glyphs);
            }
        }
        self.content.restore_state();
    }

    fn glyphs(&mut self, size: f32, glyphs: &[resvg::usvg::layout::PositionedGlyph]) {
        self.content.begin_text();
        for glyph in glyphs {
            let Some(font) = self.fonts.use_glyph(self.tree.fontdb(), glyph, self.next) else {
                continue;
            };
            // The layout scales units of the font to the size, PDF scales its unit square.
            let scale = font.units_per_em() / size;
            let placed = glyph.outline_transform().pre_scale(scale, scale);
            self.content.set_font(Name(font.name().as_bytes()), size);
            self.content.set_text_matrix(matrix(placed));
            self.content.show(Str(&glyph.id.0.to_be_bytes()));
        }
        self.content.end_text();
    }
}

fn matrix(transform: Transform) -> [f32; 6] {
    [
        transform.sx,
        transform.ky,
        transform.kx,
        transform.sy,
        transform.tx,
        transform.ty,
    ]
}

/// The colour of a paint; pictures have no gradients or patterns.
fn colour(paint: &Paint) -> [f32; 3] {
    match paint {
        Paint::Color(colour) => {
            [colour.red, colour.green, colour.blue].map(|part| f32::from(part) / 255.0)
        }
        _ => [0.0; 3],
    }
}
