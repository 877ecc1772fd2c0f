//! CDA around a file: the body that is no XML (CDA R2 §4.3.1.1, `NonXMLBody`) taken out of its envelope, once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::narrative::split_tag;
use super::sniff::{LARGEST, is_markup, letters, plain};

/// A file inside a CDA document.
#[derive(Clone, PartialEq, Eq)]
pub struct Enclosed {
    /// The type that the envelope announces.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

crate::redacted!(Enclosed);

/// Opens the envelope; `None` for what is none, and for one whose content cannot be read.
pub fn open(announced: &str, bytes: &[u8]) -> Option<Enclosed> {
    if !is_markup(&plain(announced)) || bytes.len() > 2 * LARGEST {
        return None;
    }
    let text = letters(bytes);
    let (tag, content) = body(&text)?;
    if attribute(tag, "compression").is_some() {
        return None;
    }
    let mut content = own_text(content)?;
    content.retain(|letter| !letter.is_ascii_whitespace());
    let bytes = STANDARD.decode(content).ok()?;
    (!bytes.is_empty()).then(|| Enclosed {
        media_type: attribute(tag, "mediaType").unwrap_or_default().to_owned(),
        bytes,
    })
}

/// Whether a document is an envelope, readable or not: nobody reads its letters.
pub fn is_one(text: &str) -> bool {
    body(text).is_some()
}

/// The tag of the body's text and what follows it, where that is base64.
fn body(text: &str) -> Option<(&str, &str)> {
    let (head, body) = text.split_once("nonXMLBody")?;
    let (_, body) = body.split_once('>')?;
    let (_, mut body) = body.split_once('<')?;
    while let Some(comment) = body.strip_prefix("!--") {
        (_, body) = comment.split_once("-->")?.1.split_once('<')?;
    }
    let (tag, content) = body.split_once('>')?;
    let name = tag.split_ascii_whitespace().next()?.rsplit(':').next()?;
    let is_base64 = name == "text" && attribute(tag, "representation") == Some("B64");
    (is_base64 && head.contains("ClinicalDocument")).then_some((tag, content))
}

/// An element's own text: what is in CDATA too, and nothing of comments and of elements inside (of an `ED` its `reference` and
/// `thumbnail`). `None` for one that does not end.
fn own_text(content: &str) -> Option<String> {
    let (mut text, mut rest, mut depth) = (String::new(), content, 0_usize);
    loop {
        let (before, from) = rest.split_once('<')?;
        let is_own = depth == 0;
        if is_own {
            text.push_str(before);
        }
        if let Some(comment) = from.strip_prefix("!--") {
            (_, rest) = comment.split_once("-->")?;
        } else if let Some(data) = from.strip_prefix("![CDATA[") {
            let (data, after) = data.split_once("]]>")?;
            if is_own {
                text.push_str(data);
            }
            rest = after;
        } else {
            let (tag, after) = split_tag(from)?;
            rest = after;
            match tag.strip_prefix('/') {
                Some(_) if is_own => return Some(text),
                Some(_) => depth -= 1,
                None if tag.ends_with('/') => {}
                None => depth += 1,
            }
        }
    }
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once(name) {
        rest = after;
        let value = after.trim_start().strip_prefix('=').map(str::trim_start);
        let Some(value) = value.filter(|_| before.ends_with(|c: char| c.is_ascii_whitespace()))
        else {
            continue;
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        return value.split(quote).nth(1);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cda(body: &str) -> String {
        [
            "<ClinicalDocument><title>T</title><component>",
            body,
            "</component></ClinicalDocument>",
        ]
        .concat()
    }

    #[test]
    fn a_file_is_taken_out_once() {
        let check = |body: &str, expected: Option<(&str, &[u8])>| {
            let found = open("application/xml", cda(body).as_bytes());
            let found = found.as_ref();
            let found = found.map(|one| (one.media_type.as_str(), one.bytes.as_slice()));
            assert_eq!(found, expected, "{body}");
        };
        let pdf = Some(("application/pdf", b"%PDF-".as_slice()));
        check(
            "<nonXMLBody><text mediaType=\"application/pdf\" representation=\"B64\">\n JVBE\n Ri0=\n</text></nonXMLBody>",
            pdf,
        );
        check(
            "<x:nonXMLBody classCode='DOCBODY'> <x:text representation = 'B64' mediaType='application/pdf'>JVBERi0=</x:text></x:nonXMLBody>",
            pdf,
        );
        check(
            "<nonXMLBody><text representation='B64'>JVBERi0=</text></nonXMLBody>",
            Some(("", b"%PDF-")),
        );
        check(
            "<nonXMLBody><text mediaType='text/plain'>Bonjour</text></nonXMLBody>",
            None,
        );
        check(
            "<nonXMLBody><text representation='B64' compression='DF'>JVBERi0=</text></nonXMLBody>",
            None,
        );
        check(
            "<nonXMLBody><text representation='B64'>???</text></nonXMLBody>",
            None,
        );
        let enclosed = |content: &str| {
            [
                "<nonXMLBody><!-- < --><text representation='B64'>",
                content,
                "</text></nonXMLBody>",
            ]
            .concat()
        };
        for content in [
            "<![CDATA[JVBERi0=]]>",
            "<!-- > --> JVBE<!---->Ri0=",
            "<reference value='a>b'/>JVBERi0=",
            "<thumbnail><reference/>iVBORw0K</thumbnail>JVBERi0=",
        ] {
            check(&enclosed(content), Some(("", b"%PDF-")));
        }
        for content in ["", "<!-- JVBERi0= -->", "<reference value='a'/>"] {
            check(&enclosed(content), None);
        }
        check("<nonXMLBody><text representation='B64'>", None);
        check(
            "<structuredBody><text>JVBERi0=</text></structuredBody>",
            None,
        );
        assert!(
            open(
                "application/pdf",
                cda("<nonXMLBody><text representation='B64'>JVBERi0=</text></nonXMLBody>")
                    .as_bytes()
            )
            .is_none()
        );
    }

    #[test]
    fn an_envelope_is_opened_as_old_systems_write_it() {
        let envelope = cda("<nonXMLBody><text representation='B64'>JVBERi0=</text></nonXMLBody>");
        let latin: Vec<u8> = envelope
            .replace("<title>T", "<title>\u{e9}")
            .chars()
            .map(|letter| u8::try_from(letter).unwrap())
            .collect();
        for announced in ["application/xml", "TEXT/XML; charset=ISO-8859-1"] {
            let found = open(announced, &latin).map(|one| one.bytes);
            assert_eq!(found.as_deref(), Some(b"%PDF-".as_slice()), "{announced}");
        }
    }

    #[test]
    fn an_envelope_is_known_though_its_content_is_not() {
        assert!(is_one(&cda(
            "<nonXMLBody><text representation='B64'>???</text></nonXMLBody>"
        )));
        assert!(!is_one(&cda("<structuredBody/>")));
        assert!(!is_one("<p>nonXMLBody</p><text representation='B64'>"));
    }
}
