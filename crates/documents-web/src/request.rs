//! What crosses the boundary: the values of one form as JSON, with the names of `domain`.

#[cfg(feature = "preview")]
use documents::Layout;
use documents::{Fonts, ecit, memo};
#[cfg(feature = "pdf")]
use domain::display::Page;
use domain::display::Volet;
use domain::forms::ecit::Copies;
use domain::forms::memo::MemoCopy;
use serde::Deserialize;

use crate::Error;

/// How a memo's request begins.
const MEMO: &str = "{\"memo\"";

/// A form whose pages are wanted.
#[derive(Debug)]
pub(crate) enum Request {
    /// A certificate.
    Ecit(Box<Copies>),
    /// A memo.
    Memo(Box<MemoCopy>),
}

/// A memo's request has one member of its own.
#[derive(Deserialize)]
struct Memo {
    memo: Box<MemoCopy>,
}

impl Request {
    pub(crate) fn parse(json: &str) -> Result<Self, Error> {
        if json.starts_with(MEMO) {
            let Memo { memo } = serde_json::from_str(json)?;
            return Ok(Self::Memo(memo));
        }
        Ok(Self::Ecit(serde_json::from_str(json)?))
    }

    #[cfg(feature = "preview")]
    pub(crate) fn lay_out(&self, fonts: &Fonts) -> Result<Layout, Error> {
        match self {
            Self::Ecit(copies) => Ok(ecit::pages(copies, fonts)?),
            Self::Memo(copy) => Ok(memo::pages(copy, fonts)),
        }
    }

    /// The pages of one copy; none where the form has no such copy.
    #[cfg(feature = "pdf")]
    pub(crate) fn copy(&self, volet: Volet, fonts: &Fonts) -> Result<Vec<Page>, Error> {
        match self {
            Self::Ecit(copies) if Volet::CERTIFICATE.contains(&volet) => {
                Ok(ecit::page(copies, volet, fonts)?.pages)
            }
            Self::Memo(copy) if volet == Volet::Mh => Ok(memo::pages(copy, fonts).pages),
            Self::Ecit(_) | Self::Memo(_) => Ok(Vec::new()),
        }
    }

    /// What the symbol of a copy has to say.
    #[cfg(feature = "preview")]
    pub(crate) fn payload(&self, volet: Volet) -> &str {
        match self {
            Self::Ecit(copies) => ecit::payload(copies, volet),
            // No symbol on a memo is known of.
            Self::Memo(_) => "",
        }
    }
}

/// What only a file has.
#[cfg(feature = "pdf")]
impl Request {
    /// The title of a copy's file.
    pub(crate) fn title(&self, volet: Volet) -> String {
        match self {
            Self::Ecit(_) => ecit::title(volet),
            Self::Memo(copy) => memo::title(copy),
        }
    }

    /// Who signs. The employer's file takes even this from the employer's copy alone.
    pub(crate) fn author(&self, volet: Volet) -> &str {
        match (self, volet) {
            (Self::Ecit(copies), Volet::Employeur) => &copies.employer.writer_name,
            (Self::Ecit(copies), _) => &copies.full.writer.name,
            (Self::Memo(copy), _) => &copy.writer.name,
        }
    }
}
