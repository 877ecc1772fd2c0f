//! A font file made smaller: only the letters of the pages, under a name of its own.
//!
//! printpdf embeds what it is given, whole; a subset made here keeps a file small.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use sha2::{Digest, Sha256};
use ttf_parser::{Face, name_id};

use super::PdfError;

/// A font for one file.
pub(super) struct Subset {
    /// Its name, with the six letters that mark a subset.
    pub(super) name: String,
    /// The font file.
    pub(super) bytes: Vec<u8>,
}

/// Makes the subset for some letters; `None` when there are none.
pub(super) fn make(file: &[u8], letters: &str) -> Result<Option<Subset>, PdfError> {
    if letters.is_empty() {
        return Ok(None);
    }
    let face = Face::parse(file, 0).map_err(|_| PdfError::Font)?;
    // Glyph 0 stands for what is missing and comes first in every font.
    let mut glyphs = BTreeSet::from([0]);
    for letter in letters.chars() {
        let glyph = face
            .glyph_index(letter)
            .ok_or(PdfError::GlyphMissing(letter))?;
        glyphs.insert(glyph.0);
    }
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let bytes = cut(file, &glyphs)?;
    let name = format!("{}+{}", tag(&bytes), family(&face));
    Ok(Some(Subset { name, bytes }))
}

fn cut(file: &[u8], glyphs: &[u16]) -> Result<Vec<u8>, PdfError> {
    let font = ReadScope::new(file)
        .read::<FontData<'_>>()
        .map_err(|_| PdfError::Font)?;
    let tables = font.table_provider(0).map_err(|_| PdfError::Font)?;
    subset(&tables, glyphs, &SubsetProfile::Pdf, CmapTarget::Unicode).map_err(|_| PdfError::Font)
}

/// Six capital letters that follow from the subset itself (ISO 32000-1, 9.6.4).
fn tag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    hash.iter()
        .take(6)
        .map(|byte| char::from(b'A' + byte % 26))
        .collect()
}

fn family(face: &Face<'_>) -> String {
    let names = face.names().into_iter();
    names
        .filter(|name| name.name_id == name_id::POST_SCRIPT_NAME)
        .find_map(|name| name.to_string())
        .unwrap_or_else(|| "Sans".to_owned())
}
