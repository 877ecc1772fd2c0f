//! Pages of one copy as a PDF file: text with its letters embedded, the symbol as vectors.
//!
//! The same pages and the same [`Meta`] give the same bytes. What a file declares about itself follows
//! ISO 32000-1: language (14.9.2), title and dates (14.3.3), identifier (14.4), subset names (9.6.4).

mod blank;
mod content;
mod face;
mod seal;

use domain::display::Page;

use blank::Blanks;

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

/// Writes files with fonts that were read once.
#[derive(Debug)]
pub struct Printer {
    blanks: Blanks,
}

impl Printer {
    /// Takes the files of the page's font in its two weights, as packaged.
    pub fn new(regular: Vec<u8>, bold: Vec<u8>) -> Result<Self, PdfError> {
        let blanks = Blanks::new(regular, bold)?;
        Ok(Self { blanks })
    }

    /// Writes the pages of one copy.
    pub fn write(&mut self, pages: &[Page], meta: &Meta) -> Result<Vec<u8>, PdfError> {
        let volet = pages.first().ok_or(PdfError::NoPage)?.volet;
        if pages.iter().any(|page| page.volet != volet) {
            return Err(PdfError::SeveralCopies);
        }
        let blank = self.blanks.fitting(pages)?;
        let contents = pages.iter().map(|page| content::of(page, blank.codes()));
        seal::close(blank, contents, meta)
    }
}
