//! The preview: copies in, pages painted as SVG nodes.

use std::rc::Rc;

use documents::Fonts;
use documents::ecit::{self, Layout};
use serde_json::json;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::Error;
use crate::paint::Painter;

/// Lays out pages with fonts that were read once.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Preview {
    fonts: Rc<Fonts>,
}

#[wasm_bindgen]
impl Preview {
    /// Reads the two weights of the page's font.
    #[wasm_bindgen(constructor)]
    pub fn new(regular: &[u8], bold: &[u8]) -> Result<Preview, JsError> {
        Ok(Self::read(regular, bold)?)
    }

    /// Takes the empty `<svg>` elements of one form, one for each copy, named by `data-volet`.
    pub fn sheets(&self, frames: Vec<Element>) -> Sheets {
        let painters = frames.into_iter().filter_map(Painter::new).collect();
        Sheets {
            fonts: Rc::clone(&self.fonts),
            painters,
        }
    }
}

impl Preview {
    fn read(regular: &[u8], bold: &[u8]) -> Result<Self, Error> {
        let fonts = Rc::new(Fonts::parse(regular, bold)?);
        Ok(Self { fonts })
    }
}

/// The pages of one form.
#[wasm_bindgen]
pub struct Sheets {
    fonts: Rc<Fonts>,
    painters: Vec<Painter>,
}

impl std::fmt::Debug for Sheets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sheets([redacted])")
    }
}

#[wasm_bindgen]
impl Sheets {
    /// Lays out and paints what changed. Answers `{pages, overflow}` as JSON: the number of pages, and the paths of
    /// the fields whose value did not fit.
    pub fn paint(&mut self, copies_json: &str) -> Result<String, JsError> {
        let Layout {
            pages, overflow, ..
        } = lay_out(copies_json, &self.fonts)?;
        for painter in &mut self.painters {
            painter.paint(&pages);
        }
        Ok(json!({"pages": pages.len(), "overflow": overflow}).to_string())
    }
}

fn lay_out(copies_json: &str, fonts: &Fonts) -> Result<Layout, Error> {
    let copies = serde_json::from_str(copies_json)?;
    Ok(ecit::pages(&copies, fonts)?)
}

#[cfg(test)]
mod tests {
    use domain::display::Volet;
    use domain::forms::ecit::Copies;

    use super::*;
    use crate::tests::{font, sample};

    fn fonts() -> Rc<Fonts> {
        Preview::read(&font("regular"), &font("bold"))
            .unwrap()
            .fonts
    }

    #[test]
    fn the_layout_of_a_certificate_has_three_pages() {
        for copies in [sample(), Copies::default()] {
            let layout = lay_out(&serde_json::to_string(&copies).unwrap(), &fonts()).unwrap();
            let volets: Vec<_> = layout.pages.iter().map(|page| page.volet).collect();
            assert_eq!(volets, Volet::CERTIFICATE);
            assert!(layout.overflow.is_empty());
        }
    }

    #[test]
    fn bad_input_is_an_error_with_a_word() {
        let unreadable = Preview::read(b"x", b"y").unwrap_err();
        assert_eq!(unreadable.to_string(), "font_unreadable");
        assert_eq!(lay_out("{", &fonts()).unwrap_err(), Error::Copies);
        let mut copies = sample();
        copies.full.symbol = "é".to_owned();
        let copies = serde_json::to_string(&copies).unwrap();
        assert_eq!(lay_out(&copies, &fonts()).unwrap_err(), Error::Layout);
    }
}
