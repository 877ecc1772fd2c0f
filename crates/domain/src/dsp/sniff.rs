//! What a document's bytes are, whatever its metadata say: only what is known is shown, and nothing of it runs.

use std::borrow::Cow;

use super::{envelope, narrative};

/// The longest text that is shown; a longer one can be saved.
pub const LONGEST_TEXT: usize = 2 * 1024 * 1024;
/// The largest image or PDF that is shown.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// What can be shown.
#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    /// A PDF.
    Pdf,
    /// An image of this media type.
    Image(&'static str),
    /// Text, or the words of CDA, XML or HTML.
    Text(String),
    /// It is not what its metadata say, and nothing that can be shown.
    Lies,
    /// A type that is not shown.
    Unknown,
    /// Too large to be shown.
    TooLarge,
}

crate::redacted!(Content);

/// Whether what is announced is of a kind that can be shown: of two forms of a document that one is fetched.
pub fn is_showable(announced: &str) -> bool {
    let announced = plain(announced);
    let image = ["image/png", "image/jpeg", "image/gif", "image/webp"];
    announced == "application/pdf" || image.contains(&announced.as_str()) || is_text(&announced)
}

/// Looks at the bytes. PDF and images are known by their first bytes; a text is what is announced as one.
pub fn sniff(announced: &str, bytes: &[u8]) -> Content {
    let announced = plain(announced);
    let known = magic(bytes);
    match known {
        Some(_) if bytes.len() > LARGEST => Content::TooLarge,
        Some(content) => content,
        None => text(&announced, bytes),
    }
}

/// A media type without its parameters.
pub(super) fn plain(announced: &str) -> String {
    let plain = announced.split(';').next().unwrap_or_default();
    plain.trim().to_ascii_lowercase()
}

pub(super) fn is_markup(announced: &str) -> bool {
    announced.ends_with("xml") || announced == "text/html"
}

fn is_text(announced: &str) -> bool {
    is_markup(announced)
        || announced.starts_with("text/")
        || announced.ends_with("json")
        || announced.is_empty()
}

fn magic(bytes: &[u8]) -> Option<Content> {
    // PDF 1.7, appendix H: viewers take the header within the first 1,024 bytes; here only white space may precede it.
    if bytes.trim_ascii_start().starts_with(b"%PDF-") {
        return Some(Content::Pdf);
    }
    let image = match bytes {
        [0x89, b'P', b'N', b'G', ..] => "image/png",
        [0xff, 0xd8, 0xff, ..] => "image/jpeg",
        [b'G', b'I', b'F', b'8', ..] => "image/gif",
        [
            b'R',
            b'I',
            b'F',
            b'F',
            _,
            _,
            _,
            _,
            b'W',
            b'E',
            b'B',
            b'P',
            ..,
        ] => "image/webp",
        _ => return None,
    };
    Some(Content::Image(image))
}

fn text(announced: &str, bytes: &[u8]) -> Content {
    let markup = is_markup(announced);
    if announced == "application/pdf" || announced.starts_with("image/") && !markup {
        return Content::Lies;
    }
    if !is_text(announced) {
        return Content::Unknown;
    }
    if bytes.len() > LONGEST_TEXT {
        return Content::TooLarge;
    }
    let text = letters(bytes);
    if text.contains('\0') {
        Content::Lies
    } else if markup && envelope::is_one(&text) {
        // What could be taken out of its envelope has been.
        Content::Unknown
    } else if markup {
        Content::Text(narrative::words(&text))
    } else {
        Content::Text(text.trim_start_matches('\u{feff}').to_owned())
    }
}

/// What is not UTF-8 is Latin-1, as old systems write it: each byte is its letter.
pub(super) fn letters(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_decide_over_what_is_announced() {
        let check = |announced: &str, bytes: &[u8], expect: Content| {
            assert!(sniff(announced, bytes) == expect, "{announced}");
        };
        check("application/pdf", b"%PDF-1.7 ...", Content::Pdf);
        check("image/jpeg", b"\n%PDF-1.7 ...", Content::Pdf);
        check("application/pdf", b"<html><script>", Content::Lies);
        check("image/png", b"<svg onload=x>", Content::Lies);
        check(
            "image/jpeg",
            &[0x89, b'P', b'N', b'G', 13],
            Content::Image("image/png"),
        );
        check("text/plain", b"Gl\xfccose", Content::Text("Glücose".into()));
        check("text/plain", b"a\0b", Content::Lies);
        check(
            "text/xml",
            b"<a>Gl\xfccose<br/>5</a>",
            Content::Text("Gl\u{fc}cose\n5".into()),
        );
        check("application/dicom", b"....DICM", Content::Unknown);
        check(
            "application/xml",
            b"<a><b>x</b></a>",
            Content::Text("x".into()),
        );
        check(
            "application/xml",
            b"<ClinicalDocument><nonXMLBody><text representation='B64'>???</text></nonXMLBody>",
            Content::Unknown,
        );
        check(
            "text/plain",
            &vec![b'a'; LONGEST_TEXT + 1],
            Content::TooLarge,
        );
    }

    #[test]
    fn a_form_that_can_be_shown_is_told() {
        for (announced, expected) in [
            ("application/pdf", true),
            ("text/plain; charset=utf-8", true),
            ("application/fhir+json", true),
            ("text/xml", true),
            ("image/JPEG", true),
            ("image/tiff", false),
            ("application/rtf", false),
            ("application/dicom", false),
        ] {
            assert_eq!(is_showable(announced), expected, "{announced}");
        }
    }
}
