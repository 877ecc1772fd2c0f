//! What printpdf leaves open: language, dates and an identifier that follows from the content.
//!
//! In wasm printpdf writes 1970 as every date, and it counts its identifiers up from one file to the next.

use chrono::{DateTime, Datelike, Timelike};
use lopdf::{Dictionary, Document, Object, StringFormat, text_string};
use sha2::{Digest, Sha256};

use super::{Meta, PdfError};

/// The language of the page (ISO 32000-1, 14.9.2).
const LANGUAGE: &str = "fr";
/// The version of the standard that is followed.
const VERSION: &str = "1.7";

/// Completes a document and writes it.
pub(super) fn close(mut file: Document, meta: &Meta) -> Result<Vec<u8>, PdfError> {
    VERSION.clone_into(&mut file.version);
    let information = file.trailer.get(b"Info").and_then(Object::as_reference);
    let information = information.map_err(|_| PdfError::Write)?;
    file.set_object(information, described(meta)?);
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    let catalog = file.catalog_mut().map_err(|_| PdfError::Write)?;
    catalog.set("Lang", Object::string_literal(LANGUAGE));
    catalog.set("ViewerPreferences", preferences);
    file.compress();
    file.trailer.remove(b"ID");
    let hash = Sha256::digest(save(&mut file)?);
    let identifier: Vec<u8> = hash.iter().copied().take(16).collect();
    let identifier = Object::String(identifier, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);
    save(&mut file)
}

fn save(file: &mut Document) -> Result<Vec<u8>, PdfError> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|_| PdfError::Write)?;
    Ok(bytes)
}

/// The information dictionary (ISO 32000-1, 14.3.3).
fn described(meta: &Meta) -> Result<Dictionary, PdfError> {
    let created = date(meta.created)?;
    let mut information = Dictionary::new();
    information.set("Title", text_string(&meta.title));
    information.set("Author", text_string(&meta.author));
    information.set("Creator", text_string("Volet"));
    information.set("Producer", text_string("printpdf"));
    information.set("CreationDate", Object::string_literal(created.clone()));
    information.set("ModDate", Object::string_literal(created));
    Ok(information)
}

/// A date as PDF writes it (ISO 32000-1, 7.9.4), in UTC.
fn date(seconds: i64) -> Result<String, PdfError> {
    let at = DateTime::from_timestamp(seconds, 0).ok_or(PdfError::Created)?;
    if !(0..=9999).contains(&at.year()) {
        return Err(PdfError::Created);
    }
    let (year, month, day) = (at.year(), at.month(), at.day());
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    Ok(format!(
        "D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_written_in_utc() {
        assert_eq!(date(0).unwrap(), "D:19700101000000Z");
        assert_eq!(date(1_795_310_645).unwrap(), "D:20261122012405Z");
        assert_eq!(date(i64::MAX), Err(PdfError::Created));
        assert_eq!(date(-99_999_999_999), Err(PdfError::Created));
    }
}
