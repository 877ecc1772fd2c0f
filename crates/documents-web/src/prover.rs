//! The self-check: the parts of pages round their symbols in, what a scanner reads out.

use documents::FontError;
use documents::official::{self, Template};
use documents::proof::{self, Outlines, Part, Picture, Verdict};
use wasm_bindgen::prelude::*;

use crate::Error;

/// Reads symbols back, with the page's font for what is written near them.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Prover {
    regular: Vec<u8>,
    bold: Vec<u8>,
}

#[wasm_bindgen]
impl Prover {
    /// Takes the two weights of the page's font.
    #[wasm_bindgen(constructor)]
    pub fn new(regular: Vec<u8>, bold: Vec<u8>) -> Result<Prover, JsError> {
        Ok(Self::read(regular, bold)?)
    }

    /// The worst verdict on these parts: `read`, `different` or `unreadable`; `none` where no page has a symbol.
    pub fn prove(&self, parts_json: &str) -> Result<String, JsError> {
        Ok(self.worst(parts_json)?.to_owned())
    }

    /// The text of the DataMatrix somewhere on a grey picture of a page with so many pixels a millimetre.
    pub fn find(&self, luma: Vec<u8>, width: u32, height: u32, scale: f32) -> Option<String> {
        let page = Picture {
            width,
            height,
            luma,
        };
        proof::find(&page, scale)
    }

    /// What differs between a copy of ours and the eConnector's, as JSON; `template` may be `null`.
    pub fn compare(&self, ours: &str, theirs: &str, template: &str) -> Result<String, JsError> {
        Ok(differences(ours, theirs, template)?)
    }
}

impl Prover {
    fn read(regular: Vec<u8>, bold: Vec<u8>) -> Result<Self, FontError> {
        Outlines::parse(&regular, &bold)?;
        Ok(Self { regular, bold })
    }

    fn worst(&self, parts_json: &str) -> Result<&'static str, Error> {
        let parts: Vec<Part> = serde_json::from_str(parts_json)?;
        let outlines = Outlines::parse(&self.regular, &self.bold)?;
        let verdicts = parts.iter().map(|part| proof::prove(part, &outlines));
        Ok(match verdicts.max() {
            None => "none",
            Some(Verdict::Read) => "read",
            Some(Verdict::Different) => "different",
            Some(Verdict::Unreadable) => "unreadable",
        })
    }
}

fn differences(ours: &str, theirs: &str, template: &str) -> Result<String, Error> {
    let (ours, theirs) = (serde_json::from_str(ours)?, serde_json::from_str(theirs)?);
    let template: Option<Template> = serde_json::from_str(template)?;
    let found = official::compare(&ours, &theirs, template.as_ref());
    Ok(serde_json::to_string(&found)?)
}

#[cfg(test)]
mod tests {
    use documents::{Fonts, ecit};

    use super::*;
    use crate::tests::{font, sample};

    fn parts() -> Vec<Part> {
        let (regular, bold) = (font("regular"), font("bold"));
        let fonts = Fonts::parse(&regular, &bold).unwrap();
        let copies = sample();
        let pages = ecit::pages(&copies, &fonts).unwrap().pages;
        proof::parts(&pages, &fonts, |volet| ecit::payload(&copies, volet))
    }

    fn worst(parts: &[Part]) -> Result<&'static str, Error> {
        let prover = Prover::read(font("regular"), font("bold")).unwrap();
        prover.worst(&serde_json::to_string(parts).unwrap())
    }

    #[test]
    fn the_worst_page_counts() {
        let mut parts = parts();
        assert_eq!(worst(&parts), Ok("read"));
        parts[2].payload.push('x');
        assert_eq!(worst(&parts), Ok("different"));
        parts[1].items.clear();
        assert_eq!(worst(&parts), Ok("unreadable"));
        assert_eq!(worst(&[]), Ok("none"));
    }

    #[test]
    fn what_is_no_part_and_what_is_no_font_are_errors() {
        let prover = Prover::read(font("regular"), font("bold")).unwrap();
        assert_eq!(prover.worst("{}"), Err(Error::Copies));
        assert!(Prover::read(vec![1, 2, 3], font("bold")).is_err());
        assert_eq!(prover.find(vec![255; 100], 10, 10, 1.0), None);
        assert_eq!(prover.find(vec![255; 7], 10, 10, 1.0), None);
    }
}
