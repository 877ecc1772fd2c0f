//! The three pages of a certificate of incapacity for work.
//!
//! Assumption: the CNS template of the electronic certificate is not public; this is a page of our own, in French, and
//! so each of them says *APERÇU*: only what the eConnector answers is a document.

mod employer;
mod full;
mod parts;

use std::fmt;

use domain::display::{Page, Volet};
use domain::forms::ecit::Copies;
use serde::Serialize;

use crate::Fonts;
use crate::sheet::{Notes, Sheet};
use crate::symbol::SymbolError;

/// The pages, and what a person should know about them.
#[derive(Clone, PartialEq, Serialize)]
pub struct Layout {
    /// One page for each copy, in the order of [`Volet::CERTIFICATE`].
    pub pages: Vec<Page>,
    /// Paths of the fields whose value did not fit and is clipped.
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

/// The title of a copy's file.
pub fn title(volet: Volet) -> String {
    format!(
        "Certificat d'incapacité de travail, {}",
        parts::title(volet)
    )
}

/// Lays out the three copies. It gives a page at every stage of typing, an empty form included.
pub fn pages(copies: &Copies, fonts: &Fonts) -> Result<Layout, LayoutError> {
    let mut notes = Notes::default();
    let mut pages = Vec::with_capacity(Volet::CERTIFICATE.len());
    for volet in [Volet::Caisse, Volet::Employeur, Volet::Assure] {
        let mut sheet = Sheet::new(volet, fonts, &mut notes);
        match volet {
            Volet::Employeur => employer::draw(&mut sheet, &copies.employer)?,
            _ => full::draw(&mut sheet, volet, &copies.full)?,
        }
        pages.push(sheet.into_page());
    }
    let Notes { overflow, missing } = notes;
    Ok(Layout {
        pages,
        overflow,
        missing,
    })
}
