//! The widths of letters in the two weights of the page's font.
//!
//! A font file is read once; what layout asks afterwards is a look into a table.

use std::collections::BTreeMap;

use ttf_parser::Face;

/// Why a file is no font for a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FontError {
    /// It is not a TrueType or OpenType font.
    #[error("the font cannot be read")]
    Unreadable,
    /// It maps no letters, so that nothing can be written with it.
    #[error("the font maps no letters")]
    NoLetters,
}

/// The font of a page in its two weights.
#[derive(Clone, Debug)]
pub struct Fonts {
    regular: Weight,
    bold: Weight,
}

impl Fonts {
    /// Reads the two files.
    pub fn parse(regular: &[u8], bold: &[u8]) -> Result<Self, FontError> {
        Ok(Self {
            regular: Weight::parse(regular)?,
            bold: Weight::parse(bold)?,
        })
    }

    /// The width of a text in the unit of `size`. A letter that the font lacks counts as one em.
    pub fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        let weight = self.weight(bold);
        let ems: f32 = text.chars().map(|letter| weight.advance(letter)).sum();
        ems * size
    }

    /// Whether the font has the letter.
    pub fn has(&self, letter: char, bold: bool) -> bool {
        self.weight(bold).advances.contains_key(&letter)
    }

    /// How far letters rise above the baseline, as a part of their size.
    pub fn ascent(&self) -> f32 {
        self.regular.ascent.max(self.bold.ascent)
    }

    /// How far letters hang below the baseline, as a part of their size.
    pub fn descent(&self) -> f32 {
        self.regular.descent.max(self.bold.descent)
    }

    fn weight(&self, bold: bool) -> &Weight {
        if bold { &self.bold } else { &self.regular }
    }
}

/// One weight: lengths are parts of an em.
#[derive(Clone, Debug)]
struct Weight {
    advances: BTreeMap<char, f32>,
    ascent: f32,
    descent: f32,
}

impl Weight {
    fn parse(bytes: &[u8]) -> Result<Self, FontError> {
        let face = Face::parse(bytes, 0).map_err(|_| FontError::Unreadable)?;
        let em = f32::from(face.units_per_em());
        let mut advances = BTreeMap::new();
        for letter in letters(&face) {
            let glyph = face.glyph_index(letter);
            if let Some(advance) = glyph.and_then(|glyph| face.glyph_hor_advance(glyph)) {
                advances.insert(letter, f32::from(advance) / em);
            }
        }
        if advances.is_empty() {
            return Err(FontError::NoLetters);
        }
        Ok(Self {
            advances,
            ascent: f32::from(face.ascender()) / em,
            descent: -f32::from(face.descender()) / em,
        })
    }

    fn advance(&self, letter: char) -> f32 {
        self.advances.get(&letter).copied().unwrap_or(1.0)
    }
}

fn letters(face: &Face<'_>) -> Vec<char> {
    let mut letters = Vec::new();
    for subtable in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
        if subtable.is_unicode() {
            subtable.codepoints(|code| letters.extend(char::from_u32(code)));
        }
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_fonts;

    #[test]
    fn the_subset_has_every_letter_that_a_form_accepts() {
        let fonts = test_fonts();
        for letter in domain::forms::letters::all().chars() {
            assert!(fonts.has(letter, false), "{letter:?}");
            assert!(fonts.has(letter, true), "{letter:?}");
        }
        assert!(!fonts.has('Ж', false));
    }

    #[test]
    fn widths_are_those_of_arial() {
        // Arial: 556 of 1000 for a figure, 667 for A, 722 for a bold A.
        let fonts = test_fonts();
        for (text, bold, width) in [("0", false, 5.56), ("A", false, 6.67), ("A", true, 7.22)] {
            assert!(
                (fonts.width(text, 10.0, bold) - width).abs() < 0.01,
                "{text}"
            );
        }
        let (whole, part) = (
            fonts.width("Şahin", 4.0, false),
            fonts.width("Şah", 4.0, false),
        );
        assert!((whole - part - fonts.width("in", 4.0, false)).abs() < 0.001);
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert_eq!(Fonts::parse(b"", b"").unwrap_err(), FontError::Unreadable);
        assert_eq!(
            Fonts::parse(b"<html>", b"").unwrap_err(),
            FontError::Unreadable
        );
    }
}
