//! A weight of the page's font, read once, and made smaller for a file: only the letters of its pages, under a name of
//! its own.
//!
//! printpdf embeds what it is given, whole, and reads what it is given to find letters and widths; both are known here.

use std::collections::{BTreeMap, BTreeSet};

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use allsorts::tag;
use printpdf::{FontMetrics, ParsedFont, PdfFontMetricsStub};
use sha2::{Digest, Sha256};
use ttf_parser::name_id;

use super::PdfError;

/// The number that a letter has in a file.
pub(super) type Codes = BTreeMap<char, u16>;

/// A weight of the page's font.
pub(super) struct Face {
    file: Vec<u8>,
    name: String,
    /// Of each letter its glyph and how far that advances.
    glyphs: BTreeMap<char, (u16, u16)>,
    /// What a file says about it, none of its letters yet.
    font: ParsedFont,
}

impl Face {
    pub(super) fn read(file: Vec<u8>) -> Result<Self, PdfError> {
        let face = ttf_parser::Face::parse(&file, 0).map_err(|_| PdfError::Font)?;
        let (name, glyphs, font) = (family(&face), glyphs(&face), described(&face));
        Ok(Self {
            file,
            name,
            glyphs,
            font,
        })
    }

    /// The font with these letters alone, and their numbers in it.
    pub(super) fn cut(&self, letters: &BTreeSet<char>) -> Result<(ParsedFont, Codes), PdfError> {
        let mut wanted = BTreeMap::new();
        for letter in letters {
            let known = self.glyphs.get(letter);
            wanted.insert(*letter, *known.ok_or(PdfError::GlyphMissing(*letter))?);
        }
        // Glyph 0 stands for what is missing and comes first in every font.
        let mut kept = BTreeSet::from([0]);
        kept.extend(wanted.values().map(|(glyph, _)| *glyph));
        let kept: Vec<u16> = kept.into_iter().collect();
        let mut font = self.font.clone();
        font.original_bytes = cut(&self.file, &kept)?;
        font.font_name = Some(format!("{}+{}", tag_of(letters), self.name));
        let mut codes = Codes::new();
        for (letter, (glyph, advance)) in wanted {
            let code = kept.binary_search(&glyph).map_err(|_| PdfError::Font)?;
            let code = u16::try_from(code).map_err(|_| PdfError::Font)?;
            font.set_codepoint_mapping(letter.into(), code);
            font.set_glyph_width(code, advance);
            codes.insert(letter, code);
        }
        Ok((font, codes))
    }
}

/// The tables that a font needs inside a file (ISO 32000-1, 9.9): its letters and its name stand elsewhere there.
fn cut(file: &[u8], glyphs: &[u16]) -> Result<Vec<u8>, PdfError> {
    let tables = SubsetProfile::Custom(vec![
        tag::CVT,
        tag::FPGM,
        tag::HEAD,
        tag::HHEA,
        tag::HMTX,
        tag::MAXP,
        tag::PREP,
    ]);
    let font = ReadScope::new(file).read::<FontData<'_>>();
    let font = font.map_err(|_| PdfError::Font)?;
    let font = font.table_provider(0).map_err(|_| PdfError::Font)?;
    subset(&font, glyphs, &tables, CmapTarget::Unicode).map_err(|_| PdfError::Font)
}

/// Six capital letters that follow from those of the subset (ISO 32000-1, 9.6.4).
fn tag_of(letters: &BTreeSet<char>) -> String {
    let hash = Sha256::digest(letters.iter().collect::<String>());
    let capitals = hash.iter().take(6);
    capitals.map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn glyphs(face: &ttf_parser::Face<'_>) -> BTreeMap<char, (u16, u16)> {
    let mut glyphs = BTreeMap::new();
    for subtable in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
        subtable.codepoints(|code| {
            let letter = char::from_u32(code).filter(|_| subtable.is_unicode());
            let glyph = letter.and_then(|letter| face.glyph_index(letter));
            let advance = glyph.and_then(|glyph| face.glyph_hor_advance(glyph));
            if let (Some(letter), Some(glyph), Some(advance)) = (letter, glyph, advance) {
                glyphs.insert(letter, (glyph.0, advance));
            }
        });
    }
    glyphs
}

fn described(face: &ttf_parser::Face<'_>) -> ParsedFont {
    let metrics = FontMetrics {
        ascent: face.ascender(),
        descent: face.descender(),
    };
    let (none, em, all) = (Vec::new(), face.units_per_em(), face.global_bounding_box());
    let mut font =
        ParsedFont::with_glyph_data(none, 0, None, BTreeMap::new(), BTreeMap::new(), em, metrics);
    font.pdf_font_metrics = PdfFontMetricsStub {
        units_per_em: em,
        x_min: all.x_min,
        y_min: all.y_min,
        x_max: all.x_max,
        y_max: all.y_max,
        us_weight_class: face.weight().to_number(),
        ..PdfFontMetricsStub::default()
    };
    font
}

fn family(face: &ttf_parser::Face<'_>) -> String {
    let names = face.names().into_iter();
    names
        .filter(|name| name.name_id == name_id::POST_SCRIPT_NAME)
        .find_map(|name| name.to_string())
        .unwrap_or_else(|| "Sans".to_owned())
}
