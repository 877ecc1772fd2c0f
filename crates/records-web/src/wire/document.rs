//! DocumentReference (MHD: XDS DocumentEntry) into a row of a list.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::dsp::type_map::TypeMap;
use domain::dsp::{Content, Document, FhirDate, Origin};

use super::{clean, codings, identifier, named, references, words};
use crate::tree::Node;

/// Reads a document; `place` stands in for an id that is missing, so that the document is not lost.
pub(crate) fn read(resource: &Node<'_>, map: &TypeMap, place: usize) -> Document {
    let id = match resource.text_of("id") {
        "" => ["?", &place.to_string()].concat(),
        id => id.to_owned(),
    };
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
    Document {
        id,
        origin: Origin::Dsp,
        identifiers: identifiers
            .map(identifier)
            .filter(|text| !text.is_empty())
            .collect(),
        date: date(resource, first),
        from: from(resource),
        title: title(resource, first, kinds),
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
