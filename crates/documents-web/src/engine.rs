//! The PDF engine: a form's values in, the file of one copy out.

use documents::Fonts;
use documents::pdf::{Meta, PdfError, Printer};
use domain::display::Volet;
use wasm_bindgen::prelude::*;

use crate::Error;
use crate::request::Request;

/// Writes files with fonts that were read once.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PdfEngine {
    fonts: Fonts,
    printer: Printer,
}

#[wasm_bindgen]
impl PdfEngine {
    /// Takes the two weights of the page's font.
    #[wasm_bindgen(constructor)]
    pub fn new(regular: Vec<u8>, bold: Vec<u8>) -> Result<PdfEngine, JsError> {
        Ok(Self::read(regular, bold)?)
    }

    /// The file of one copy (`caisse`, `employeur`, `assure` or `mh`).
    pub fn write(
        &mut self,
        request_json: &str,
        volet: &str,
        created_unix_seconds: f64,
    ) -> Result<Vec<u8>, JsError> {
        Ok(self.file(request_json, volet, created_unix_seconds)?)
    }
}

impl PdfEngine {
    fn read(regular: Vec<u8>, bold: Vec<u8>) -> Result<Self, Error> {
        let fonts = Fonts::parse(&regular, &bold)?;
        let printer = Printer::new(regular, bold).map_err(refused)?;
        Ok(Self { fonts, printer })
    }

    fn file(&mut self, request_json: &str, volet: &str, created: f64) -> Result<Vec<u8>, Error> {
        let volet = Volet::parse(volet).ok_or(Error::Volet)?;
        let request = Request::parse(request_json)?;
        let pages = request.copy(volet, &self.fonts)?;
        let meta = Meta {
            title: request.title(volet),
            author: request.author(volet).to_owned(),
            created: whole_seconds(created),
        };
        self.printer.write(&pages, &meta).map_err(refused)
    }
}

fn refused(error: PdfError) -> Error {
    match error {
        PdfError::NoPage => Error::Volet,
        PdfError::GlyphMissing(_) => Error::GlyphMissing,
        PdfError::Font => Error::Font,
        PdfError::SeveralCopies | PdfError::Created | PdfError::Write => Error::Pdf,
    }
}

/// JavaScript's numbers are floating; what is no number becomes 0, what is too large a bound that `pdf` refuses.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast to an integer saturates, and that is what is wanted"
)]
fn whole_seconds(seconds: f64) -> i64 {
    seconds as i64
}

#[cfg(test)]
mod tests {
    use domain::forms::ecit::Copies;

    use super::*;
    use crate::tests::{font, sample};

    const CREATED: f64 = 1_795_310_645.9;

    fn write(copies: &Copies, volet: &str) -> Result<Vec<u8>, Error> {
        let mut engine = PdfEngine::read(font("regular"), font("bold")).unwrap();
        engine.file(&serde_json::to_string(copies).unwrap(), volet, CREATED)
    }

    #[test]
    fn each_copy_has_a_file_of_its_own() {
        let mut files: Vec<_> = Volet::CERTIFICATE
            .map(|volet| write(&sample(), volet.as_str()).unwrap())
            .into();
        assert!(files.iter().all(|file| file.starts_with(b"%PDF-")));
        files.dedup();
        assert_eq!(files.len(), 3);
    }

    #[test]
    fn what_cannot_be_written_is_an_error_with_a_word() {
        assert_eq!(write(&sample(), "tout"), Err(Error::Volet));
        assert_eq!(write(&sample(), "mh"), Err(Error::Volet));
        let mut copies = sample();
        copies.full.diagnosis = "Ж".to_owned();
        assert_eq!(
            write(&copies, "caisse").unwrap_err().to_string(),
            "glyph_missing"
        );
        assert!(write(&copies, "employeur").is_ok());
    }
}
