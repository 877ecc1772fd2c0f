//! Arimo (OFL, metrics of Arial), cut down to the letters of one page before it is embedded.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};
use printpdf::ParsedFont;

const ARIMO: &[u8] = include_bytes!("../../../data/fonts/Arimo-Regular.ttf");

/// The font with only these letters. `None` when it cannot be cut, which only a broken file causes.
pub(super) fn with_letters<'a>(texts: impl Iterator<Item = &'a str>) -> Option<ParsedFont> {
    let whole = ParsedFont::from_bytes(ARIMO, 0, &mut Vec::new())?;
    let mut glyphs: BTreeSet<u16> = texts
        .flat_map(str::chars)
        .filter_map(|letter| whole.lookup_glyph_index(u32::from(letter)))
        .collect();
    glyphs.insert(0);
    let glyphs: Vec<u16> = glyphs.into_iter().collect();
    let file = ReadScope::new(ARIMO).read::<FontData<'_>>().ok()?;
    let provider = file.table_provider(0).ok()?;
    let cut = subset(&provider, &glyphs, &SubsetProfile::Pdf, CmapTarget::Unicode).ok()?;
    ParsedFont::from_bytes(&cut, 0, &mut Vec::new())
}
