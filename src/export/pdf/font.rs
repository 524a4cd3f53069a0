//! The faces that a document uses, embedded whole, with the text of each glyph for search.

use std::collections::BTreeMap;

use pdf_writer::types::{CidFontType, FontFlags, SystemInfo, UnicodeCmap};
use pdf_writer::{Filter, Finish as _, Name, Pdf, Rect, Ref, Str};
use resvg::usvg::fontdb::Database;
use resvg::usvg::layout::PositionedGlyph;
use ttf_parser::GlyphId;

use super::super::PictureError;
use super::deflated;

const ADOBE_IDENTITY: SystemInfo<'_> = SystemInfo {
    registry: Str(b"Adobe"),
    ordering: Str(b"Identity"),
    supplement: 0,
};

/// The faces of a document by their PostScript names.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    faces: BTreeMap<String, Face>,
}

/// A face and the glyphs of it that are used.
#[derive(Debug)]
pub(super) struct Face {
    name: String,
    reference: Ref,
    data: Vec<u8>,
    units_per_em: f32,
    /// The text that each glyph stands for.
    glyphs: BTreeMap<u16, String>,
}

impl Face {
    /// Its name in content streams.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Units of its design to the em.
    pub(super) fn units_per_em(&self) -> f32 {
        self.units_per_em
    }
}

impl Fonts {
    /// Notes that a glyph is used; `None` if its face cannot be read.
    pub(super) fn use_glyph(
        &mut self,
        database: &Database,
        glyph: &PositionedGlyph,
        next: &mut Ref,
    ) -> Option<&Face> {
        let name = &database.face(glyph.font)?.post_script_name;
        if !self.faces.contains_key(name) {
            let data = database.with_face_data(glyph.font, |data, _| data.to_vec())?;
            let units_per_em = ttf_parser::Face::parse(&data, 0).ok()?.units_per_em();
            let face = Face {
                name: name.clone(),
                reference: next.bump(),
                data,
                units_per_em: f32::from(units_per_em),
                glyphs: BTreeMap::new(),
            };
            self.faces.insert(name.clone(), face);
        }
        let face = self.faces.get_mut(name)?;
        face.glyphs
            .entry(glyph.id.0)
            .or_insert_with(|| glyph.text.clone());
        Some(face)
    }

    /// The names of the faces in content streams, with their objects.
    pub(super) fn names(&self) -> impl Iterator<Item = (&str, Ref)> {
        self.faces
            .iter()
            .map(|(name, face)| (name.as_str(), face.reference))
    }

    /// Writes all faces into a document.
    pub(super) fn write(&self, pdf: &mut Pdf, next: &mut Ref) -> Result<(), PictureError> {
        self.faces
            .values()
            .try_for_each(|face| face.write(pdf, next))
    }
}

impl Face {
    fn write(&self, pdf: &mut Pdf, next: &mut Ref) -> Result<(), PictureError> {
        let parsed = ttf_parser::Face::parse(&self.data, 0)
            .map_err(|error| PictureError::Conversion(error.to_string()))?;
        // A PDF measures glyphs in thousandths of the size.
        let scaled = |units: i16| f32::from(units) * 1000.0 / self.units_per_em;
        let [descendant, descriptor, to_unicode, file] = std::array::from_fn(|_| next.bump());
        let name = Name(self.name.as_bytes());
        pdf.type0_font(self.reference)
            .base_font(name)
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(to_unicode);

        let mut cid = pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2)
            .base_font(name)
            .system_info(ADOBE_IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_predefined(Name(b"Identity"));
        let mut widths = cid.widths();
        for &glyph in self.glyphs.keys() {
            let advance = parsed.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0);
            widths.consecutive(glyph, [f32::from(advance) * 1000.0 / self.units_per_em]);
        }
        widths.finish();
        cid.finish();

        let mut flags = FontFlags::NON_SYMBOLIC;
        flags.set(FontFlags::ITALIC, parsed.is_italic());
        let bounds = parsed.global_bounding_box();
        pdf.font_descriptor(descriptor)
            .name(name)
            .flags(flags)
            .bbox(Rect::new(
                scaled(bounds.x_min),
                scaled(bounds.y_min),
                scaled(bounds.x_max),
                scaled(bounds.y_max),
            ))
            .italic_angle(parsed.italic_angle())
            .ascent(scaled(parsed.ascender()))
            .descent(scaled(parsed.descender()))
            .cap_height(scaled(parsed.capital_height().unwrap_or(parsed.ascender())))
            .stem_v(if parsed.is_bold() { 150.0 } else { 90.0 })
            .font_file2(file);

        let mut map = UnicodeCmap::new(Name(b"Text"), ADOBE_IDENTITY);
        for (&glyph, text) in self.glyphs.iter().filter(|(_, text)| !text.is_empty()) {
            map.pair_with_multiple(glyph, text.chars());
        }
        pdf.cmap(to_unicode, &map.finish());

        let compressed = deflated(&self.data);
        let length = i32::try_from(self.data.len()).unwrap_or(i32::MAX);
        let mut stream = pdf.stream(file, &compressed);
        stream.filter(Filter::FlateDecode);
        stream.pair(Name(b"Length1"), length);
        Ok(())
    }
}
