//! A document that was fetched: what it really is, and whether it is what the metadata speak of (IHE MHD ITI-68).

use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::merge;

/// Largest content that is shown.
pub const LARGEST: usize = 50 * 1024 * 1024;

/// What bytes are, by themselves. What a server or its metadata call them decides nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A PDF.
    Pdf,
    /// PNG, JPEG, GIF or WebP.
    Image(&'static str),
    /// A CDA document, shown as text without its script and links.
    Cda,
    /// Plain text. XML that is no CDA and HTML are shown as their source.
    Text,
    /// Nothing that is shown; it can be saved.
    Unknown,
}

impl Shape {
    /// The media type under which it is shown.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Image(media_type) => media_type,
            Self::Cda => "application/xml",
            Self::Text => "text/plain",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// Whether the promised media type is another thing.
    pub fn belies(self, promised: &str) -> bool {
        let promised = promised.split(';').next().unwrap_or_default().trim();
        match self {
            Self::Pdf => promised != "application/pdf",
            Self::Image(media_type) => promised != media_type,
            Self::Cda => !promised.ends_with("xml"),
            Self::Text => {
                !(promised.starts_with("text/")
                    || promised.ends_with("json")
                    || promised.ends_with("xml"))
                    || promised == "text/html"
            }
            Self::Unknown => {
                matches!(promised, "application/pdf")
                    || promised.starts_with("image/")
                    || promised.starts_with("text/")
            }
        }
    }
}

/// Tells what bytes are, by how they begin.
pub fn shape(bytes: &[u8]) -> Shape {
    let begins = |with: &[u8]| bytes.starts_with(with);
    if begins(b"%PDF-") {
        return Shape::Pdf;
    }
    if begins(b"\x89PNG\r\n\x1a\n") {
        return Shape::Image("image/png");
    }
    if begins(b"\xff\xd8\xff") {
        return Shape::Image("image/jpeg");
    }
    if begins(b"GIF87a") || begins(b"GIF89a") {
        return Shape::Image("image/gif");
    }
    if begins(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Shape::Image("image/webp");
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Shape::Unknown;
    };
    if text
        .chars()
        .any(|letter| letter.is_control() && !letter.is_whitespace())
    {
        return Shape::Unknown;
    }
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = text.chars().take(2_000).collect();
    if text.starts_with('<') && head.contains("ClinicalDocument") && head.contains("urn:hl7-org:v3")
    {
        return Shape::Cda;
    }
    Shape::Text
}

/// How bytes stand to the hash of the metadata.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hash {
    /// They agree.
    Same,
    /// They do not: a warning, not a refusal (an official example pairs a document with the hash of nothing).
    Differs,
    /// None was given: an on-demand document, or one that was put together later.
    NotGiven,
}

/// Compares with SHA-1 (R4) or SHA-256, by length.
pub fn hash(bytes: &[u8], given: &[u8]) -> Hash {
    let same = match given.len() {
        _ if !merge::tells(given) => return Hash::NotGiven,
        20 => Sha1::digest(bytes).as_slice() == given,
        _ => Sha256::digest(bytes).as_slice() == given,
    };
    if same { Hash::Same } else { Hash::Differs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_what_they_are() {
        for (bytes, expected) in [
            (&b"%PDF-1.7\n"[..], Shape::Pdf),
            (b"\x89PNG\r\n\x1a\n....", Shape::Image("image/png")),
            (b"\xff\xd8\xff\xe0", Shape::Image("image/jpeg")),
            (b"RIFF....WEBPVP8 ", Shape::Image("image/webp")),
            (b"Consultation du 06.10.2020\n", Shape::Text),
            (b"<!doctype html><script>", Shape::Text),
            (b"<?xml version='1.0'?><svg onload='x()'/>", Shape::Text),
            (
                b"\xef\xbb\xbf<?xml version='1.0'?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">",
                Shape::Cda,
            ),
            (b"\x00\x01", Shape::Unknown),
            (b"\xff\xfe", Shape::Unknown),
            (b"", Shape::Text),
        ] {
            assert_eq!(
                shape(bytes),
                expected,
                "{:?}",
                String::from_utf8_lossy(bytes)
            );
        }
    }

    #[test]
    fn a_lie_is_seen() {
        assert!(!Shape::Pdf.belies("application/pdf"));
        assert!(!Shape::Text.belies("text/plain; charset=utf-8") && !Shape::Cda.belies("text/xml"));
        assert!(
            Shape::Text.belies("application/pdf")
                && Shape::Pdf.belies("image/jpeg")
                && Shape::Text.belies("text/html")
        );
    }

    #[test]
    fn hashes_are_compared_by_their_length() {
        let sha1 = Sha1::digest(b"x").to_vec();
        let sha256 = Sha256::digest(b"x").to_vec();
        assert_eq!(
            (hash(b"x", &sha1), hash(b"x", &sha256)),
            (Hash::Same, Hash::Same)
        );
        assert_eq!(hash(b"y", &sha1), Hash::Differs);
        let nothing = Sha1::digest(b"").to_vec();
        assert_eq!(
            (hash(b"y", &nothing), hash(b"y", b"")),
            (Hash::NotGiven, Hash::NotGiven)
        );
    }
}
