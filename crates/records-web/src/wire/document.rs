//! DocumentReference (MHD: XDS DocumentEntry) into a row of a list.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::dsp::type_map::TypeMap;
use domain::dsp::{Content, Document, FhirDate, Origin};

use super::{clean, codings, identifier, named, references, words};
use crate::tree::Node;

/// Reads a document. For an id that is missing the attachment's address stands in, else its `own` name on the page with day
/// and title, so that the document is not lost.
pub(crate) fn read(resource: &Node<'_>, map: &TypeMap, own: &str) -> Document {
    let contents: Vec<Content> = resource
        .list_of("content")
        .iter()
        .map(|content| attachment(content.get("attachment")))
        .collect();
    let first = resource
        .list_of("content")
        .first()
        .unwrap_or(&Node::Null)
        .get("attachment");
    let identifiers = ["masterIdentifier", "identifier"];
    let identifiers = identifiers.iter().flat_map(|name| resource.list_of(name));
    let kinds = resource.get("type");
    let (date, title) = (date(resource, first), title(resource, first, kinds));
    let id = match (resource.text_of("id"), first.text_of("url")) {
        ("", "") => ["?", own, date.text(), &title].concat(),
        ("", url) => ["?", url].concat(),
        (id, _) => id.to_owned(),
    };
    Document {
        id,
        origin: Origin::Dsp,
        identifiers: identifiers
            .map(identifier)
            .filter(|text| !text.is_empty())
            .collect(),
        date,
        from: from(resource),
        title,
        kind: map.classify(&codings(kinds), &codings(resource.get("category"))),
        contents,
        related: references(resource.at(&["context", "related"])),
    }
}

/// The day of the content, else of the service, else of its registration: the first that is a date.
fn date(resource: &Node<'_>, attachment: &Node<'_>) -> FhirDate {
    let period = resource.at(&["context", "period"]);
    let texts = [
        attachment.text_of("creation"),
        period.text_of("start"),
        resource.text_of("date"),
    ];
    let dates = texts.map(FhirDate::read);
    let known = dates.iter().find(|date| date.is_known());
    known
        .or_else(|| dates.iter().find(|date| !date.text().is_empty()))
        .cloned()
        .unwrap_or_default()
}

fn from(resource: &Node<'_>) -> String {
    let names = ["author", "custodian", "authenticator"];
    let mut names = names
        .into_iter()
        .map(|name| named(resource, resource.get(name)));
    names.find(|name| !name.is_empty()).unwrap_or_default()
}

fn title(resource: &Node<'_>, attachment: &Node<'_>, kinds: &Node<'_>) -> String {
    let texts = [
        clean(resource.text_of("description")),
        clean(attachment.text_of("title")),
        words(kinds),
        words(resource.get("category")),
    ];
    texts
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default()
}

/// R4 `Attachment`: a hash that is no base64 and a size that is no number are none.
pub(crate) fn attachment(node: &Node<'_>) -> Content {
    Content {
        media_type: node.text_of("contentType").trim().to_ascii_lowercase(),
        url: node.text_of("url").to_owned(),
        hash: STANDARD.decode(node.text_of("hash")).unwrap_or_default(),
        size: node
            .get("size")
            .number()
            .and_then(|digits| digits.parse().ok()),
        data: node.text_of("data").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle;

    fn id(text: &str, own: &str) -> String {
        let tree = bundle::parse(text.as_bytes()).unwrap();
        read(&tree.root, &TypeMap::built_in().unwrap(), own).id
    }

    #[test]
    fn documents_without_an_id_are_told_apart_on_every_page() {
        let at = |url: &str, own| {
            let content = [r#"{"content":[{"attachment":{"url":""#, url, r#""}}]}"#].concat();
            id(&content, own)
        };
        assert_eq!(at("Binary/1", "?0"), at("Binary/1", "?7"));
        assert_ne!(at("Binary/1", "?0"), at("Binary/2", "?0"));
        assert_ne!(
            id(r#"{"date":"2026-01-02"}"#, "?0"),
            id(r#"{"date":"2026-01-03"}"#, "?0")
        );
        assert_ne!(id("{}", "?0"), id("{}", "?1"));
        assert_eq!(id(r#"{"id":"d","date":"2026-01-02"}"#, "?0"), "d");
    }
}
