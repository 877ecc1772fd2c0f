//! The official pages: of an eCIT three files, one copy a file; of a mémoire one file with as many pages as its lines need.

mod font;
mod layout;
mod memo;
mod paint;
mod symbol;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::Document as Xml;
use serde_json::{Value, json};

pub(crate) use layout::Text;
pub(super) use memo::memo;
pub(crate) use paint::page;

use super::ecit::Certificate;
use super::problem::Problem;

/// A copy of the certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Volet {
    Caisse,
    Employeur,
    Assure,
}

impl Volet {
    const ALL: [Self; 3] = [Self::Caisse, Self::Employeur, Self::Assure];

    fn name(self) -> &'static str {
        match self {
            Self::Caisse => "caisse",
            Self::Employeur => "employeur",
            Self::Assure => "assure",
        }
    }
}

/// The three copies, as they stand in an answer.
pub(super) fn pages(xml: &str, other_template: bool) -> Result<Value, Problem> {
    let xml = Xml::parse(xml).map_err(|_| Problem::Internal)?;
    let certificate = Certificate::read(xml.root_element()).ok_or(Problem::Internal)?;
    let page = |volet: Volet| {
        let layout = layout::lay_out(volet, &certificate, other_template);
        let bytes = paint::paint(&layout).ok_or(Problem::Internal)?;
        Ok(entry(volet.name(), &bytes))
    };
    Volet::ALL.into_iter().map(page).collect()
}

/// A file as it stands in an answer.
fn entry(volet: &str, bytes: &[u8]) -> Value {
    json!({"volet": volet, "contentType": "application/pdf", "data": STANDARD.encode(bytes)})
}
