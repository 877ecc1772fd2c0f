//! What laying out gives: pages, and what a person should know about them.

use std::fmt;

use domain::display::Page;
use serde::Serialize;

use crate::sheet::Notes;
use crate::symbol::SymbolError;

/// The pages, and what a person should know about them.
#[derive(Clone, PartialEq, Serialize)]
pub struct Layout {
    /// The pages in the order in which they are shown; those of one copy follow each other.
    pub pages: Vec<Page>,
    /// Paths of the fields whose value does not fit even in the smallest size.
    pub overflow: Vec<String>,
    /// Letters that the font lacks, with the path of their field. They stay in the text.
    pub missing: Vec<(String, char)>,
}

/// Prints counts only: letters and pages are a person's.
impl fmt::Debug for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layout")
            .field("pages", &self.pages.len())
            .field("overflow", &self.overflow)
            .field("missing", &self.missing.len())
            .finish()
    }
}

/// Why there are no pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LayoutError {
    /// The payload has no symbol.
    #[error("the symbol cannot be made: {0}")]
    Symbol(#[from] SymbolError),
}

impl Layout {
    pub(crate) fn new(pages: Vec<Page>, notes: Notes) -> Self {
        let Notes { overflow, missing } = notes;
        Self {
            pages,
            overflow,
            missing,
        }
    }
}
