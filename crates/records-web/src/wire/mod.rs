//! FHIR R4 resources into the types of `domain::dsp`; the only place where FHIR is met. What is missing or odd reads as
//! empty: one bad element does not cost the resource.

pub(crate) mod antecedents;
pub(crate) mod document;
pub(crate) mod observation;
pub(crate) mod patient;
pub(crate) mod prescription;
pub(crate) mod vaccination;

use domain::dsp::{Coding, FhirDate};
use domain::forms::letters::is_forbidden;

use crate::tree::Node;

/// Longest text that a row shows.
const LONGEST: usize = 300;

/// A text as it may be shown: on one line, without control or direction-changing characters, not endless.
pub(crate) fn clean(text: &str) -> String {
    let visible = text
        .chars()
        .map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    let visible: String = visible
        .filter(|letter| !is_forbidden(*letter))
        .take(LONGEST + 1)
        .collect();
    let mut words = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() > LONGEST {
        words = words.chars().take(LONGEST).chain(['…']).collect();
    }
    words
}

/// The codes of a CodeableConcept, or of each in a list.
pub(crate) fn codings(concept: &Node<'_>) -> Vec<Coding> {
    let concepts = concept.list().iter();
    concepts
        .flat_map(|one| one.list_of("coding"))
        .map(|coding| Coding {
            system: coding.text_of("system").to_owned(),
            code: coding.text_of("code").to_owned(),
        })
        .filter(|coding| !coding.code.is_empty())
        .collect()
}

/// The first code; empty where there is none.
pub(crate) fn first_code(concept: &Node<'_>) -> String {
    codings(concept).into_iter().next().unwrap_or_default().code
}

/// A CodeableConcept in words: its text, else a display, else a code.
pub(crate) fn words(concept: &Node<'_>) -> String {
    let concept = concept.list().first().unwrap_or(&Node::Null);
    let of_coding = |name: &str| {
        let mut found = concept
            .list_of("coding")
            .iter()
            .map(|coding| coding.text_of(name));
        found.find(|text| !text.is_empty()).unwrap_or_default()
    };
    let candidates = [
        concept.text_of("text"),
        of_coding("display"),
        of_coding("code"),
    ];
    clean(
        candidates
            .into_iter()
            .find(|text| !text.trim().is_empty())
            .unwrap_or_default(),
    )
}

/// The text of the first element of a list: of a dosage, an annotation.
pub(crate) fn first_text(resource: &Node<'_>, name: &str) -> String {
    let first = resource.list_of(name).first();
    clean(first.map_or("", |one| one.text_of("text")))
}

/// The first date among members, in order of preference; a Period's start or end.
pub(crate) fn date(resource: &Node<'_>, names: &[&str]) -> FhirDate {
    let mut texts = names.iter().flat_map(|name| {
        let node = resource.get(name);
        [node.text(), node.text_of("start"), node.text_of("end")]
    });
    FhirDate::read(texts.find(|text| !text.is_empty()).unwrap_or_default())
}

/// Whom a reference names: its display, else a contained resource's name.
pub(crate) fn named(resource: &Node<'_>, reference: &Node<'_>) -> String {
    let reference = reference.list().first().unwrap_or(&Node::Null);
    let display = reference.text_of("display");
    if !display.is_empty() {
        return clean(display);
    }
    let Some(id) = reference.text_of("reference").strip_prefix('#') else {
        return String::new();
    };
    let mut contained = resource.list_of("contained").iter();
    let found = contained
        .find(|one| one.text_of("id") == id)
        .unwrap_or(&Node::Null);
    let name = found.get("name");
    let human = name.list().first().map(|name| {
        let text = name.text_of("text");
        if text.is_empty() {
            name.text_of("family")
        } else {
            text
        }
    });
    clean(human.unwrap_or(name.text()))
}

/// The first business identifier as `system|value`.
pub(crate) fn identifier(node: &Node<'_>) -> String {
    let identifiers = node.list().iter();
    let texts = identifiers
        .filter(|one| !one.text_of("value").is_empty())
        .map(|one| {
            let mut text = one.text_of("system").to_owned();
            text.push('|');
            text.push_str(one.text_of("value").trim());
            text
        });
    texts.into_iter().next().unwrap_or_default()
}

/// `ResourceType/id`.
pub(crate) fn reference_to(resource: &Node<'_>) -> String {
    let mut text = resource.text_of("resourceType").to_owned();
    text.push('/');
    text.push_str(resource.text_of("id"));
    text
}

/// A reference without a server before it: what is compared with [`reference_to`].
pub(crate) fn target(reference: &Node<'_>) -> String {
    without_server(reference.text_of("reference"))
}

/// Type and id of an address; a `urn:` as it is.
pub(crate) fn without_server(text: &str) -> String {
    let mut parts = text.rsplit('/');
    match (parts.next(), parts.next()) {
        (Some(id), Some(kind)) => [kind, id].join("/"),
        _ => text.to_owned(),
    }
}

/// The targets of a list of references.
pub(crate) fn references(list: &Node<'_>) -> Vec<String> {
    let targets = list.list().iter().map(target);
    targets.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tree;

    #[test]
    fn texts_are_cleaned_and_cut() {
        assert_eq!(clean("  a\u{202e}b\u{0}\n c "), "ab c");
        assert_eq!(clean("<b>x</b>"), "<b>x</b>");
        assert_eq!(clean(&"é".repeat(1_000)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn names_are_found_in_displays_and_contained_resources() {
        let tree = tree::read(
            r##"{"contained":[{"resourceType":"Practitioner","id":"p","name":[{"family":"Exemple"}]},
            {"resourceType":"Organization","id":"o","name":"Hôpital"}],"a":[{"reference":"#p"}],"b":{"reference":"#o"},
            "c":{"display":"Dr X"},"d":{"reference":"#q"},"e":"text"}"##
                .as_bytes(),
        );
        let of = |name: &str| named(&tree.root, tree.root.get(name));
        assert_eq!(
            ["a", "b", "c", "d", "e"].map(of),
            ["Exemple", "Hôpital", "Dr X", "", ""]
        );
    }
}
