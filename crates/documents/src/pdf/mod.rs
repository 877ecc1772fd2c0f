//! Pages of one copy as a PDF file: text with its letters embedded, the symbol as vectors.
//!
//! The same pages and the same [`Meta`] give the same bytes. What a file declares about itself follows
//! ISO 32000-1: language (14.9.2), title and dates (14.3.3), identifier (14.4), subset names (9.6.4).

mod paint;
mod seal;
mod subset;

use std::fmt;

use domain::display::{Item, Page};
use printpdf::{FontId, Mm, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions};

use subset::Subset;

/// The files of the page's font, as packaged.
#[derive(Clone)]
pub struct FontFiles {
    /// The regular weight.
    pub regular: Vec<u8>,
    /// The bold weight.
    pub bold: Vec<u8>,
}

impl fmt::Debug for FontFiles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "FontFiles({} + {} bytes)",
            self.regular.len(),
            self.bold.len()
        )
    }
}

/// What the file says about itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Meta {
    /// The title that a viewer shows.
    pub title: String,
    /// Who made it.
    pub author: String,
    /// When, in seconds since 1970 in UTC. No clock is read here.
    pub created: i64,
}

domain::redacted!(Meta);

/// Why there is no file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum PdfError {
    /// There is nothing to write.
    #[error("there is no page")]
    NoPage,
    /// The pages belong to more than one copy: no file holds the fund's copy together with the employer's.
    #[error("the pages belong to different copies")]
    SeveralCopies,
    /// The font lacks a letter, which would be lost in the file.
    #[error("the font lacks a letter")]
    GlyphMissing(char),
    /// The font cannot be read or made smaller.
    #[error("the font cannot be embedded")]
    Font,
    /// The day of creation is no day.
    #[error("the time of creation cannot be written")]
    Created,
    /// The file could not be put together.
    #[error("the file cannot be written")]
    Write,
}

/// Writes the pages of one copy.
pub fn write(pages: &[Page], fonts: &FontFiles, meta: &Meta) -> Result<Vec<u8>, PdfError> {
    let volet = pages.first().ok_or(PdfError::NoPage)?.volet;
    if pages.iter().any(|page| page.volet != volet) {
        return Err(PdfError::SeveralCopies);
    }
    let mut document = PdfDocument::new(&meta.title);
    for (bold, file) in [(false, &fonts.regular), (true, &fonts.bold)] {
        if let Some(subset) = subset::make(file, &letters(pages, bold))? {
            add(&mut document, bold, &subset)?;
        }
    }
    for page in pages {
        let size = (Mm(page.width), Mm(page.height));
        document
            .pages
            .push(PdfPage::new(size.0, size.1, paint::operations(page)));
    }
    // What is packed, and how, is `seal`'s affair.
    let options = PdfSaveOptions {
        optimize: false,
        ..PdfSaveOptions::default()
    };
    let file = document.to_lopdf_document(&options, &mut Vec::new());
    seal::close(file, meta)
}

/// The name of a weight inside the file.
fn font_id(bold: bool) -> FontId {
    FontId(if bold { "Bold" } else { "Regular" }.to_owned())
}

fn add(document: &mut PdfDocument, bold: bool, subset: &Subset) -> Result<(), PdfError> {
    let mut font =
        ParsedFont::from_bytes(&subset.bytes, 0, &mut Vec::new()).ok_or(PdfError::Font)?;
    font.font_name = Some(subset.name.clone());
    document
        .resources
        .fonts
        .map
        .insert(font_id(bold), PdfFont::new(font));
    Ok(())
}

/// All texts of a weight, one after the other.
fn letters(pages: &[Page], bold: bool) -> String {
    let items = pages.iter().flat_map(|page| &page.items);
    items
        .filter_map(|item| match item {
            Item::Text(text) if text.bold == bold => Some(text.text.as_str()),
            _ => None,
        })
        .collect()
}
