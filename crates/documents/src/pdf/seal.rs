//! What printpdf leaves open: language, dates, an identifier that follows from the content, and how all is packed.
//!
//! In wasm printpdf writes 1970 as every date, and it counts its identifiers up from one file to the next. It packs with
//! the greatest effort, which takes twice as long as the usual one and saves one byte in a hundred; and it leaves what is
//! no stream unpacked, which is a sixth of a page.

use std::io::Write as _;

use chrono::{DateTime, Datelike, Timelike};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, SaveOptions, Stream, StringFormat, text_string};
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
    let identifier = Object::String(pack(&mut file, meta)?, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);
    save(&mut file)
}

/// Packs every stream. Answers with an identifier: the hash of all of them and of what the file says about itself.
fn pack(file: &mut Document, meta: &Meta) -> Result<Vec<u8>, PdfError> {
    let mut hash = Sha256::new();
    for text in [&meta.title, &meta.author] {
        hash.update(text);
        hash.update([0]);
    }
    hash.update(meta.created.to_be_bytes());
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object {
            deflate(stream).map_err(|_| PdfError::Write)?;
            hash.update(&stream.content);
        }
    }
    Ok(hash.finalize().iter().copied().take(16).collect())
}

fn deflate(stream: &mut Stream) -> std::io::Result<()> {
    if stream.dict.has(b"Filter") {
        return Ok(());
    }
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&stream.content)?;
    stream.dict.set("Filter", "FlateDecode");
    stream.set_content(encoder.finish()?);
    Ok(())
}

/// What is no stream goes into one (ISO 32000-1, 7.5.7).
fn save(file: &mut Document) -> Result<Vec<u8>, PdfError> {
    let mut bytes = Vec::new();
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .compression_level(6)
        .max_objects_per_stream(200)
        .build();
    file.save_with_options(&mut bytes, options)
        .map_err(|_| PdfError::Write)?;
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
