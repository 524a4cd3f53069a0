//! A small SVG writer: escapes everything, formats numbers alike on every machine, and knows text
//! with a halo. User units are points, the view box is the sheet.

use std::fmt::Write as _;

use super::font::{self, Face};
use super::style::{INK, PAPER};

/// A page that is being drawn. What is drawn later lies on top.
#[derive(Debug)]
pub(crate) struct Canvas {
    width: f64,
    height: f64,
    title: String,
    out: String,
}

/// How a shape is filled and outlined.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Paint<'p> {
    fill: &'p str,
    stroke: &'p str,
    width: f64,
    dash: &'p str,
}

impl<'p> Paint<'p> {
    /// Filled, without an outline.
    pub(crate) fn fill(colour: &'p str) -> Self {
        Self {
            fill: colour,
            stroke: "none",
            width: 0.0,
            dash: "",
        }
    }

    /// Outlined, not filled.
    pub(crate) fn stroke(colour: &'p str, width: f64) -> Self {
        Self::fill("none").outlined(colour, width)
    }

    /// With an outline.
    pub(crate) fn outlined(self, colour: &'p str, width: f64) -> Self {
        Self {
            stroke: colour,
            width,
            ..self
        }
    }

    /// With a dashed outline: lengths of dashes and gaps in points.
    pub(crate) fn dashed(self, dash: &'p str) -> Self {
        Self { dash, ..self }
    }
}

/// Where a text stands relative to its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// How a text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TextStyle<'t> {
    /// Face of the font.
    pub(crate) face: Face,
    /// Size in points.
    pub(crate) size: f64,
    /// Colour.
    pub(crate) fill: &'t str,
    /// Where it stands.
    pub(crate) anchor: Anchor,
    /// Whether a white edge sets it off from lines below.
    pub(crate) halo: bool,
}

impl<'t> TextStyle<'t> {
    /// Black text that begins at its point.
    pub(crate) fn new(face: Face, size: f64) -> Self {
        Self {
            face,
            size,
            fill: INK,
            anchor: Anchor::Start,
            halo: false,
        }
    }

    /// In a colour.
    pub(crate) fn fill(self, fill: &'t str) -> Self {
        Self { fill, ..self }
    }

    /// Standing otherwise.
    pub(crate) fn anchor(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }

    /// With a halo.
    pub(crate) fn halo(self) -> Self {
        Self { halo: true, ..self }
    }
}

impl Canvas {
    /// An empty sheet. `title` and `description` are for those who do not see it.
    pub(crate) fn new(width: f64, height: f64, lang: &str, title: &str, description: &str) -> Self {
        let mut canvas = Self {
            width,
            height,
            title: title.to_owned(),
            out: String::with_capacity(64 * 1024),
        };
        let (w, h) = (number(width), number(height));
        let _ = write!(
            canvas.out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}pt\" height=\"{h}pt\" \
             role=\"img\" xml:lang=\"{}\" font-family=\"{}\">\n<title>{}</title>\n<desc>{}</desc>\n",
            escape(lang),
            font::FAMILY,
            escape(title),
            escape(description),
        );
        canvas.rect(0.0, 0.0, width, height, 0.0, Paint::fill(PAPER));
        canvas
    }

    /// The width of the sheet.
    pub(crate) fn width(&self) -> f64 {
        self.width
    }

    /// The finished document.
    pub(crate) fn finish(mut self) -> super::Page {
        self.out.push_str("</svg>\n");
        super::Page {
            width: self.width,
            height: self.height,
            title: self.title,
            svg: self.out,
        }
    }

    /// Draws what `draw` draws under one tooltip.
    pub(crate) fn with_tip(&mut self, tip: &str, draw: impl FnOnce(&mut Self)) {
        let _ = writeln!(self.out, "<g><title>{}</title>", escape(tip));
        draw(self);
        self.out.push_str("</g>\n");
    }

    /// A straight line.
    pub(crate) fn line(&mut self, from: (f64, f64), to: (f64, f64), paint: Paint<'_>) {
        let _ = write!(
            self.out,
            "<line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"",
            number(from.0),
            number(from.1),
            number(to.0),
            number(to.1)
        );
        self.end(paint);
    }

    /// A rectangle with corners of a radius.
    pub(crate) fn rect(
        &mut self,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
        radius: f64,
        paint: Paint<'_>,
    ) {
        let _ = write!(
            self.out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"",
            number(x),
            number(y),
            number(width),
            number(height)
        );
        if radius > 0.0 {
            let _ = write!(self.out, " rx=\"{}\"", number(radius));
        }
        self.end(paint);
    }

    /// A circle.
    pub(crate) fn circle(&mut self, x: f64, y: f64, radius: f64, paint: Paint<'_>) {
        let _ = write!(
            self.out,
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"",
            number(x),
            number(y),
            number(radius)
        );
        self.end(paint);
    }

    /// A path.
    pub(crate) fn path(&mut self, path: &Path, paint: Paint<'_>) {
        let _ = write!(self.out, "<path d=\"{}\"", path.data);
        self.end(paint);
    }

    fn end(&mut self, paint: Paint<'_>) {
        let _ = write!(self.out, " fill=\"{}\"", paint.fill);
        if paint.stroke != "none" {
            let _ = write!(
                self.out,
                " stroke=\"{}\" stroke-width=\"{}\"",
                paint.stroke,
                number(paint.width)
            );
            if !paint.dash.is_empty() {
                let _ = write!(self.out, " stroke-dasharray=\"{}\"", paint.dash);
            }
        }
        self.out.push_str("/>\n");
    }

    /// A line of text on a base line; what the font lacks is replaced.
    pub(crate) fn text(&mut self, x: f64, y: f64, text: &str, style: TextStyle<'_>) {
        self.text_turned(x, y, 0.0, text, style);
    }

    /// A line of text turned by degrees, clockwise, around its point.
    pub(crate) fn text_turned(
        &mut self,
        x: f64,
        y: f64,
        degrees: f64,
        text: &str,
        style: TextStyle<'_>,
    ) {
        if text.is_empty() {
            return;
        }
        let _ = write!(self.out, "<text x=\"{}\" y=\"{}\"", number(x), number(y));
        if degrees != 0.0 {
            let _ = write!(
                self.out,
                " transform=\"rotate({} {} {})\"",
                number(degrees),
                number(x),
                number(y)
            );
        }
        match style.face {
            Face::Regular => {}
            Face::Bold => self.out.push_str(" font-weight=\"bold\""),
            Face::Italic => self.out.push_str(" font-style=\"italic\""),
        }
        match style.anchor {
            Anchor::Start => {}
            Anchor::Middle => self.out.push_str(" text-anchor=\"middle\""),
            Anchor::End => self.out.push_str(" text-anchor=\"end\""),
        }
        let _ = write!(
            self.out,
            " font-size=\"{}\" fill=\"{}\"",
            number(style.size),
            style.fill
        );
        if style.halo {
            let _ = write!(
                self.out,
                " paint-order=\"stroke\" stroke=\"{PAPER}\" stroke-width=\"2.4\" stroke-linejoin=\"round\""
            );
        }
        let _ = writeln!(self.out, ">{}</text>", escape(&font::displayable(text)));
    }
}

/// The course of a path.
#[derive(Debug, Clone, Default)]
pub(crate) struct Path {
    data: String,
}

impl Path {
    /// A path that begins at a point.
    pub(crate) fn at(x: f64, y: f64) -> Self {
        Self {
            data: format!("M{} {}", number(x), number(y)),
        }
    }

    /// On to a point, straight.
    pub(crate) fn to(mut self, x: f64, y: f64) -> Self {
        let _ = write!(self.data, "L{} {}", number(x), number(y));
        self
    }

    /// Lifts the pen and begins anew at a point.
    pub(crate) fn jump(mut self, x: f64, y: f64) -> Self {
        let _ = write!(self.data, "M{} {}", number(x), number(y));
        self
    }

    /// On to a point, as a cubic Bézier curve.
    pub(crate) fn curve(
        mut self,
        control1: (f64, f64),
        control2: (f64, f64),
        to: (f64, f64),
    ) -> Self {
        let _ = write!(
            self.data,
            "C{} {} {} {} {} {}",
            number(control1.0),
            number(control1.1),
            number(control2.0),
            number(control2.1),
            number(to.0),
            number(to.1)
        );
        self
    }

    /// On to a point, along a circle; `large` takes the longer way. Clockwise.
    pub(crate) fn arc(mut self, radius: f64, large: bool, to: (f64, f64)) -> Self {
        let r = number(radius);
        let _ = write!(
            self.data,
            "A{r} {r} 0 {} 1 {} {}",
            u8::from(large),
            number(to.0),
            number(to.1)
        );
        self
    }

    /// Back to the beginning.
    pub(crate) fn close(mut self) -> Self {
        self.data.push('Z');
        self
    }
}

/// A length with at most two decimals, never `-0`.
pub(crate) fn number(value: f64) -> String {
    let mut text = format!("{value:.2}");
    let kept = text.trim_end_matches('0').trim_end_matches('.').len();
    text.truncate(kept);
    if text == "-0" { "0".to_owned() } else { text }
}

/// Text as it stands in an element or a quoted attribute. Characters that XML forbids are left out.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_two_decimals_at_most_and_no_minus_zero() {
        assert_eq!(number(1.0), "1");
        assert_eq!(number(1.005_1), "1.01");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(100.0), "100");
    }

    #[test]
    fn markup_in_a_name_stays_text() {
        let mut canvas = Canvas::new(10.0, 10.0, "en", "a<b>&\"", "\u{1}d");
        canvas.text(1.0, 2.0, "<script>", TextStyle::new(Face::Regular, 7.0));
        let page = canvas.finish();
        assert!(
            page.svg
                .contains("<title>a&lt;b&gt;&amp;&quot;</title>\n<desc>d</desc>")
        );
        assert!(page.svg.contains(">&lt;script&gt;</text>"));
    }
}
