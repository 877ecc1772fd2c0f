//! The host's own documents, as lists show them.

use domain::dsp::type_map::TypeMap;
use domain::dsp::{Coding, Content, Document, DocumentKind, FhirDate, Origin};
use domain::json::Json;

/// Reads `localDocuments`; what no map knows lands under *other*.
pub(crate) fn local(given: &Json, map: Option<&TypeMap>) -> Vec<Document> {
    given.list("list", |one| read(&one, map))
}

fn read(one: &Json, map: Option<&TypeMap>) -> Document {
    let named = DocumentKind::named(&one.text("typeName"));
    let coding = Coding {
        system: one.member("type").text("system"),
        code: one.member("type").text("code"),
    };
    let by_map = |map: &TypeMap| map.classify(std::slice::from_ref(&coding), &[]);
    let kind = named
        .or_else(|| map.map(by_map))
        .unwrap_or(DocumentKind::Other);
    let content = Content {
        hash: hex(&one.text("sha256")),
        ..Content::default()
    };
    Document {
        id: one.text("id"),
        origin: Origin::Local,
        identifiers: one.filled("identifier").into_iter().collect(),
        date: FhirDate::read(&one.text("date")),
        from: one.text("from"),
        title: one.text("title"),
        kind,
        contents: vec![content],
        related: Vec::new(),
    }
}

/// Bytes of a hash in hexadecimal digits; none for anything else.
fn hex(text: &str) -> Vec<u8> {
    let digit = |byte: &u8| {
        char::from(*byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let pair = |pair: &[u8]| match pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(pair).collect();
    bytes.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_document_is_placed_by_its_name_or_by_the_map() {
        let map = TypeMap::built_in().unwrap();
        let check = |json: &str, kind: DocumentKind| {
            let given = Json::parse(format!(r#"{{"list":[{json}]}}"#).as_bytes()).unwrap();
            assert_eq!(local(&given, Some(&map))[0].kind, kind, "{json}");
        };
        check(r#"{"id":"1","typeName":"imaging"}"#, DocumentKind::Imaging);
        check(
            r#"{"id":"1","type":{"system":"http://loinc.org","code":"11502-2"}}"#,
            DocumentKind::Laboratory,
        );
        check(
            r#"{"id":"1","type":{"system":"x","code":"y"}}"#,
            DocumentKind::Other,
        );
        check("{}", DocumentKind::Other);
    }

    #[test]
    fn a_hash_is_read_from_hexadecimal() {
        assert_eq!(hex("0aFF"), [10, 255]);
        assert!(hex("0aF").is_empty() && hex("zz").is_empty());
    }
}
