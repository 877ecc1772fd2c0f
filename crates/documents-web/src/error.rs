//! What can go wrong in a module: JavaScript gets an `Error` whose message is one of these words.

use documents::{FontError, LayoutError};

/// Its text is a word for programs. It holds nothing of what was typed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Error {
    /// A font file cannot be used.
    #[error("font_unreadable")]
    Font,
    /// The copies are not the expected JSON.
    #[error("copies_unreadable")]
    Copies,
    /// The pages could not be laid out.
    #[error("layout_failed")]
    Layout,
    /// A letter is not in the font and would be lost in the file.
    #[error("glyph_missing")]
    GlyphMissing,
    /// There is no such copy.
    #[error("copy_unknown")]
    Volet,
    /// The file could not be written.
    #[error("pdf_failed")]
    Pdf,
}

impl From<FontError> for Error {
    fn from(_: FontError) -> Self {
        Self::Font
    }
}

impl From<LayoutError> for Error {
    fn from(_: LayoutError) -> Self {
        Self::Layout
    }
}

impl From<serde_json::Error> for Error {
    fn from(_: serde_json::Error) -> Self {
        Self::Copies
    }
}
