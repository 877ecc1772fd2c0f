//! What printpdf leaves open: language, dates, an identifier that follows from the content, and how all is packed.
//!
//! In wasm printpdf writes 1970 as every date, and it counts its identifiers up from one file to the next. It packs with
//! the greatest effort. Outlines of letters hardly shrink by more than the smallest, which saves a quarter of the work of a
//! file and makes it a sixteenth larger.

use std::io::Write as _;

use chrono::{DateTime, Datelike, Timelike};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, text_string};
use sha2::{Digest, Sha256};

use super::blank::Blank;
use super::{Meta, PdfError};

/// The language of the page (ISO 32000-1, 14.9.2).
const LANGUAGE: &str = "fr";
/// The version of the standard that is followed.
const VERSION: &str = "1.7";

/// Completes what is the same in each file, and packs it. Answers with the contents of the pages, which are empty.
pub(super) fn prepare(file: &mut Document) -> Result<Vec<ObjectId>, PdfError> {
    VERSION.clone_into(&mut file.version);
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    let catalog = file.catalog_mut().map_err(|_| PdfError::Write)?;
    catalog.set("Lang", Object::string_literal(LANGUAGE));
    catalog.set("ViewerPreferences", preferences);
    let contents: Result<Vec<ObjectId>, _> = file
        .page_iter()
        .map(|page| content_of(file, page))
        .collect();
    let contents = contents.map_err(|_| PdfError::Write)?;
    for content in &contents {
        file.objects.remove(content);
    }
    for object in file.objects.values_mut() {
        if let Object::Stream(stream) = object {
            pack(stream)?;
        }
    }
    Ok(contents)
}

fn content_of(file: &Document, page: ObjectId) -> lopdf::Result<ObjectId> {
    file.get_dictionary(page)?.get(b"Contents")?.as_reference()
}

/// Fills a blank in and writes it.
pub(super) fn close(
    blank: &Blank,
    contents: impl Iterator<Item = Result<Vec<u8>, PdfError>>,
    meta: &Meta,
) -> Result<Vec<u8>, PdfError> {
    let mut file = blank.file.clone();
    let mut hash = identity(blank, meta);
    for (id, content) in blank.contents.iter().zip(contents) {
        let content = content?;
        hash.update(&content);
        let mut stream = Stream::new(Dictionary::new(), content);
        pack(&mut stream)?;
        file.set_object(*id, stream);
    }
    let information = file.trailer.get(b"Info").and_then(Object::as_reference);
    let information = information.map_err(|_| PdfError::Write)?;
    file.set_object(information, described(meta)?);
    let identifier = hash.finalize().iter().copied().take(16).collect();
    let identifier = Object::String(identifier, StringFormat::Hexadecimal);
    file.trailer.set("ID", vec![identifier.clone(), identifier]);
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(|_| PdfError::Write)?;
    Ok(bytes)
}

/// What makes a file another one, but for its contents: what it says about itself, and its letters.
fn identity(blank: &Blank, meta: &Meta) -> Sha256 {
    let mut hash = Sha256::new();
    let [regular, bold] = blank.kind.letters.each_ref();
    let [regular, bold] = [regular, bold].map(|letters| letters.iter().collect::<String>());
    for text in [&meta.title, &meta.author, &regular, &bold] {
        hash.update(text);
        hash.update([0]);
    }
    hash.update(meta.created.to_be_bytes());
    hash
}

fn pack(stream: &mut Stream) -> Result<(), PdfError> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    let packed = encoder
        .write_all(&stream.content)
        .and_then(|()| encoder.finish());
    stream.dict.set("Filter", "FlateDecode");
    stream.set_content(packed.map_err(|_| PdfError::Write)?);
    Ok(())
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
