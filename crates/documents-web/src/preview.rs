//! The preview: a form's values in, pages painted as SVG nodes.

use std::rc::Rc;

use documents::official::Ours;
use documents::proof::{self, Part};
use documents::{Fonts, Layout};
use domain::display::Page;
use serde_json::json;
use wasm_bindgen::prelude::*;
use web_sys::Element;

use crate::Error;
use crate::overlay::Overlay;
use crate::paint::Painter;
use crate::pixels::Pixels;
use crate::request::Request;

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

    /// Takes the empty `<svg>` elements of one form, one a page, named by `data-volet`. Where a copy has several pages,
    /// its elements are in their order.
    pub fn sheets(&self, frames: Vec<Element>) -> Sheets {
        Sheets {
            fonts: Rc::clone(&self.fonts),
            frames: frames.into_iter().filter_map(Sheet::new).collect(),
            parts: Vec::new(),
            pages: Vec::new(),
        }
    }
}

impl Preview {
    fn read(regular: &[u8], bold: &[u8]) -> Result<Self, Error> {
        let fonts = Rc::new(Fonts::parse(regular, bold)?);
        Ok(Self { fonts })
    }
}

/// One page's element.
struct Sheet {
    painter: Painter,
    overlay: Overlay,
}

impl Sheet {
    fn new(svg: Element) -> Option<Self> {
        let painter = Painter::new(svg)?;
        let overlay = Overlay::new(painter.svg())?;
        Some(Self { painter, overlay })
    }
}

/// The pages of one form.
#[wasm_bindgen]
pub struct Sheets {
    fonts: Rc<Fonts>,
    frames: Vec<Sheet>,
    parts: Vec<Part>,
    pages: Vec<Page>,
}

impl std::fmt::Debug for Sheets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sheets([redacted])")
    }
}

#[wasm_bindgen]
impl Sheets {
    /// Lays out and paints what changed. Answers `{pages, overflow, missing}` as JSON: the number of pages, the paths
    /// of the fields whose value does not fit, and `{field, letter}` for those with a letter that the font lacks.
    pub fn paint(&mut self, request_json: &str) -> Result<String, JsError> {
        let (request, layout) = lay_out(request_json, &self.fonts)?;
        for (at, page) in layout.pages.iter().enumerate() {
            let before = layout.pages.iter().take(at);
            let number = before.filter(|other| other.volet == page.volet).count();
            let mut frames = self.frames.iter_mut();
            let mut own = frames
                .by_ref()
                .filter(|frame| frame.painter.volet == page.volet);
            if let Some(frame) = own.nth(number) {
                frame.painter.paint(page);
                frame.overlay.follow(&page.places);
            }
        }
        self.parts = proof::parts(&layout.pages, &self.fonts, |volet| request.payload(volet));
        let missing = layout.missing.into_iter();
        let missing: Vec<_> = missing
            .map(|(field, letter)| json!({"field": field, "letter": letter}))
            .collect();
        let (pages, overflow) = (layout.pages.len(), layout.overflow);
        self.pages = layout.pages;
        Ok(json!({"pages": pages, "overflow": overflow, "missing": missing}).to_string())
    }

    /// What the self-check looks at: the part of each page round its symbol, as JSON.
    pub fn parts(&self) -> String {
        serde_json::to_string(&self.parts).unwrap_or_default()
    }

    /// A copy as it is laid out, as JSON: what the eConnector's page is compared with.
    pub fn ours(&self, volet: &str) -> String {
        let pages = self
            .pages
            .iter()
            .filter(|page| page.volet.as_str() == volet);
        let pages: Vec<_> = pages.cloned().collect();
        let mut parts = self
            .parts
            .iter()
            .filter(|part| part.volet.as_str() == volet);
        let payload = parts.next().map(|part| part.payload.clone());
        let ours = Ours {
            pages,
            payload: payload.unwrap_or_default(),
        };
        serde_json::to_string(&ours).unwrap_or_default()
    }

    /// Outlines a field on every page, or none.
    pub fn outline(&mut self, field: Option<String>) {
        for frame in &mut self.frames {
            frame.overlay.outline(field.as_deref());
        }
    }

    /// Marks these fields on every page, and no others.
    pub fn mark(&mut self, fields: Vec<String>) {
        for frame in &mut self.frames {
            frame.overlay.mark(&fields);
        }
    }

    /// The field at a point of a page, in millimetres.
    #[wasm_bindgen(js_name = fieldAt)]
    pub fn field_at(&self, frame: usize, x: f32, y: f32) -> Option<String> {
        let frame = self.frames.get(frame)?;
        frame.overlay.field_at(x, y).map(str::to_owned)
    }

    /// How a page lies on the device: pixels a millimetre, and where its corner lies between two pixels.
    #[wasm_bindgen(js_name = fitTo)]
    pub fn fit_to(&mut self, frame: usize, scale: f32, left: f32, top: f32) {
        if let Some(frame) = self.frames.get_mut(frame) {
            frame.painter.fit_to(Pixels { scale, left, top });
        }
    }
}

fn lay_out(request_json: &str, fonts: &Fonts) -> Result<(Request, Layout), Error> {
    let request = Request::parse(request_json)?;
    let layout = request.lay_out(fonts)?;
    Ok((request, layout))
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
            let layout = lay_out(&serde_json::to_string(&copies).unwrap(), &fonts())
                .unwrap()
                .1;
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
