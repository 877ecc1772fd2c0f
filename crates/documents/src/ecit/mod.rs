//! The three pages of a certificate of incapacity for work.
//!
//! Assumption: the CNS template of the electronic certificate is not public; this is a page of our own, in French, and
//! so each of them says *APERÇU*: only what the eConnector answers is a document.

mod employer;
mod full;
mod parts;

use crate::Fonts;
use crate::layout::{Layout, LayoutError};
use crate::sheet::{Notes, Sheet};
use crate::standing::Standing;
use crate::symbol::{self, SymbolError};
use domain::display::Volet;
use domain::forms::ecit::Copies;

/// The title of a copy's file.
pub fn title(volet: Volet) -> String {
    format!(
        "Certificat d'incapacité de travail, {}",
        parts::title(volet)
    )
}

/// Lays out the three copies. It gives a page at every stage of typing, an empty form included.
pub fn pages(copies: &Copies, fonts: &Fonts) -> Result<Layout, LayoutError> {
    lay_out(copies, &Volet::CERTIFICATE, fonts)
}

/// Lays out one copy alone.
pub fn page(copies: &Copies, volet: Volet, fonts: &Fonts) -> Result<Layout, LayoutError> {
    lay_out(copies, &[volet], fonts)
}

fn lay_out(copies: &Copies, volets: &[Volet], fonts: &Fonts) -> Result<Layout, LayoutError> {
    let mut notes = Notes::default();
    let standing = Standing::of_certificate(copies.substitute_before.as_deref());
    let mut pages = Vec::with_capacity(volets.len());
    let mut symbol = Encoded::default();
    for volet in volets {
        let rows = symbol.of(payload(copies, *volet))?;
        let mut sheet = Sheet::new(*volet, fonts, &mut notes);
        match volet {
            Volet::Employeur => employer::draw(&mut sheet, &copies.employer, rows, &standing),
            _ => full::draw(&mut sheet, *volet, &copies.full, rows, &standing),
        }
        pages.push(sheet.into_page());
    }
    Ok(Layout::new(pages, notes))
}

/// The last symbol: on all copies it says the same, and encoding is most of the work of a page.
#[derive(Default)]
struct Encoded {
    payload: String,
    rows: Vec<String>,
}

impl Encoded {
    /// The modules of a payload; none for an empty one.
    fn of(&mut self, payload: &str) -> Result<&[String], SymbolError> {
        if self.payload != payload {
            self.rows = match payload {
                "" => Vec::new(),
                text => symbol::datamatrix(text)?,
            };
            payload.clone_into(&mut self.payload);
        }
        Ok(&self.rows)
    }
}

/// What the symbol of a copy says.
pub fn payload(copies: &Copies, volet: Volet) -> &str {
    match volet {
        Volet::Employeur => &copies.employer.symbol,
        Volet::Caisse | Volet::Assure | Volet::Mh => &copies.full.symbol,
    }
}
