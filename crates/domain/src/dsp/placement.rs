//! Where a document is listed: under its kind where the host has a place for it, else under *other*; never nowhere.

use super::DocumentKind;

/// The kinds for which the host named a place (option `documentTypes`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Places(Vec<DocumentKind>);

/// The host named no place for `other`: documents could be lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("documentTypes has to contain other")]
pub struct DocumentTypesIncomplete;

impl Places {
    /// The host's places.
    ///
    /// # Errors
    /// Without `other`.
    pub fn new(
        kinds: impl IntoIterator<Item = DocumentKind>,
    ) -> Result<Self, DocumentTypesIncomplete> {
        let kinds: Vec<DocumentKind> = kinds.into_iter().collect();
        if kinds.contains(&DocumentKind::Other) {
            Ok(Self(kinds))
        } else {
            Err(DocumentTypesIncomplete)
        }
    }

    /// The list of a kind.
    pub fn list_of(&self, kind: DocumentKind) -> DocumentKind {
        if self.0.contains(&kind) {
            kind
        } else {
            DocumentKind::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::merge::merge;
    use crate::dsp::{Document, FhirDate, Origin};
    use proptest::prelude::*;

    fn document(number: usize, identifier: u8, kind: DocumentKind) -> Document {
        Document {
            id: number.to_string(),
            origin: if number.is_multiple_of(3) {
                Origin::Local
            } else {
                Origin::Dsp
            },
            identifiers: vec![format!("urn:x|{identifier}")],
            date: FhirDate::read("2026"),
            from: String::new(),
            title: String::new(),
            kind,
            contents: Vec::new(),
            related: Vec::new(),
        }
    }

    #[test]
    fn other_is_required() {
        assert_eq!(
            Places::new([DocumentKind::Summary]),
            Err(DocumentTypesIncomplete)
        );
    }

    proptest! {
        /// UX-04: for every subset of types the sum over the lists is the number of distinct documents.
        #[test]
        fn nothing_is_lost(subset in 0_u8..32, made in proptest::collection::vec((any::<u8>(), 0_usize..6), 0..60)) {
            let named = DocumentKind::ALL.into_iter().enumerate();
            let named = named.filter(|(at, kind)| *kind == DocumentKind::Other || subset >> at & 1 == 1);
            let places = Places::new(named.map(|(_, kind)| kind)).unwrap();
            let documents = made.iter().enumerate().map(|(at, (identifier, kind))| document(at, *identifier, DocumentKind::ALL[*kind]));
            let (local, dsp): (Vec<_>, Vec<_>) = documents.partition(|one| one.origin == Origin::Local);
            let merged = merge(local, dsp);
            let distinct: std::collections::BTreeSet<u8> = made.iter().map(|(identifier, _)| *identifier).collect();
            prop_assert_eq!(merged.len(), distinct.len());
            for document in merged {
                let list = places.list_of(document.kind);
                prop_assert!(places.0.contains(&list) && (list == document.kind || list == DocumentKind::Other));
            }
        }
    }
}
