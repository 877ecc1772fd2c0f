//! The preview: copies in, display list out.

use documents::{Fonts, ecit};
use wasm_bindgen::prelude::*;

use crate::Error;

/// Lays out pages with fonts that were read once.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Preview {
    fonts: Fonts,
}

#[wasm_bindgen]
impl Preview {
    /// Reads the two weights of the page's font.
    #[wasm_bindgen(constructor)]
    pub fn new(regular: &[u8], bold: &[u8]) -> Result<Preview, JsError> {
        Ok(Self::read(regular, bold)?)
    }

    /// The pages of a certificate: `{pages, overflow, missing}` as JSON.
    pub fn layout(&self, copies_json: &str) -> Result<String, JsError> {
        Ok(self.lay_out(copies_json)?)
    }
}

impl Preview {
    fn read(regular: &[u8], bold: &[u8]) -> Result<Self, Error> {
        let fonts = Fonts::parse(regular, bold)?;
        Ok(Self { fonts })
    }

    fn lay_out(&self, copies_json: &str) -> Result<String, Error> {
        let copies = serde_json::from_str(copies_json)?;
        let layout = ecit::pages(&copies, &self.fonts)?;
        Ok(serde_json::to_string(&layout)?)
    }
}

#[cfg(test)]
mod tests {
    use domain::forms::ecit::Copies;

    use super::*;
    use crate::tests::{font, sample};

    #[test]
    fn the_layout_of_a_certificate_has_three_pages() {
        let preview = Preview::read(&font("regular"), &font("bold")).unwrap();
        for copies in [sample(), Copies::default()] {
            let copies = serde_json::to_string(&copies).unwrap();
            let layout = preview.lay_out(&copies).unwrap();
            let layout: serde_json::Value = serde_json::from_str(&layout).unwrap();
            let volets: Vec<_> = layout["pages"]
                .as_array()
                .unwrap()
                .iter()
                .map(|page| &page["volet"])
                .collect();
            assert_eq!(volets, ["caisse", "employeur", "assure"]);
            assert_eq!(layout["overflow"], serde_json::json!([]));
        }
    }

    #[test]
    fn a_letter_that_the_font_lacks_is_named_with_its_field() {
        let preview = Preview::read(&font("regular"), &font("bold")).unwrap();
        let mut copies = sample();
        copies.full.diagnosis = "Ж".to_owned();
        let layout = preview
            .lay_out(&serde_json::to_string(&copies).unwrap())
            .unwrap();
        assert!(layout.contains(r#""missing":[["certificate.diagnosis","Ж"]]"#));
    }

    #[test]
    fn bad_input_is_an_error_with_a_word() {
        assert_eq!(
            Preview::read(b"x", b"y").unwrap_err().to_string(),
            "font_unreadable"
        );
        let preview = Preview::read(&font("regular"), &font("bold")).unwrap();
        assert_eq!(preview.lay_out("{").unwrap_err(), Error::Copies);
        let mut copies = sample();
        copies.full.symbol = "é".to_owned();
        let copies = serde_json::to_string(&copies).unwrap();
        assert_eq!(preview.lay_out(&copies).unwrap_err(), Error::Layout);
    }
}
