//! The document behind a prescription or a vaccination: the one that says so, or that the resource names.

use super::Document;

/// Finds it among documents: `about` are the references of the resource and of its lines, `named` those of the documents that
/// it names itself. Of several the one that is about the fewest things: a note on one vaccination before the whole history.
pub fn behind<'a>(
    documents: impl Iterator<Item = &'a Document>,
    about: &[&str],
    named: &[String],
) -> Option<&'a Document> {
    let is_named = |document: &Document| {
        named
            .iter()
            .any(|reference| reference.strip_prefix("DocumentReference/") == Some(&document.id))
    };
    let says_so = |document: &Document| {
        let mut related = document.related.iter();
        related.any(|reference| about.contains(&reference.as_str()))
    };
    documents
        .filter(|document| is_named(document) || says_so(document))
        .min_by_key(|document| (!is_named(document), document.related.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::{DocumentKind, FhirDate, Origin};

    fn document(id: &str, related: &[&str]) -> Document {
        Document {
            id: id.into(),
            origin: Origin::Dsp,
            identifiers: Vec::new(),
            date: FhirDate::default(),
            from: String::new(),
            title: String::new(),
            kind: DocumentKind::Prescription,
            contents: Vec::new(),
            related: related.iter().map(|one| (*one).into()).collect(),
        }
    }

    #[test]
    fn the_nearest_document_is_behind() {
        let all = [
            document("history", &["Immunization/1", "Immunization/2"]),
            document("note", &["Immunization/2"]),
            document("plan", &[]),
        ];
        let find = |about: &[&str], named: &[&str]| {
            let named: Vec<String> = named.iter().map(|one| (*one).into()).collect();
            behind(all.iter(), about, &named).map(|one| one.id.as_str())
        };
        assert_eq!(find(&["Immunization/1"], &[]), Some("history"));
        assert_eq!(find(&["Immunization/2"], &[]), Some("note"));
        assert_eq!(
            find(&["Immunization/2"], &["DocumentReference/plan"]),
            Some("plan")
        );
        assert_eq!(find(&["CarePlan/9"], &["Observation/plan"]), None);
    }
}
