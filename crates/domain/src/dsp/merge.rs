//! Local documents and those of the DSP as one list: the same document once, the newest first.

use std::collections::{BTreeMap, BTreeSet};

use super::{Document, Origin};

/// SHA-1 of nothing: a server gives it with documents that it has not put together (MHD, delayed assembly), and an
/// official example gives it with a document that is not empty.
const SHA1_OF_NOTHING: [u8; 20] = [
    0xda, 0x39, 0xa3, 0xee, 0x5e, 0x6b, 0x4b, 0x0d, 0x32, 0x55, 0xbf, 0xef, 0x95, 0x60, 0x18, 0x90,
    0xaf, 0xd8, 0x07, 0x09,
];

/// Puts lists together. Of two that are the same document the local one stays, else the first; two are the same when
/// they share a business identifier or a hash. Inside one origin the hash counts only with a day that is known: the same form
/// letter on two days is two documents.
pub fn merge(local: Vec<Document>, dsp: Vec<Document>) -> Vec<Document> {
    let mut seen = Seen::default();
    let mut merged: Vec<Document> = local
        .into_iter()
        .chain(dsp)
        .filter(|document| seen.is_new(document))
        .collect();
    merged.sort_by(|a, b| (&b.date, &a.title, &a.id).cmp(&(&a.date, &b.title, &b.id)));
    merged
}

#[derive(Default)]
struct Seen {
    ids: BTreeSet<(Origin, String)>,
    identifiers: BTreeSet<String>,
    /// Hash to the origins and days with which it came; an empty day is that of a document without date.
    hashes: BTreeMap<Vec<u8>, BTreeSet<(Origin, String)>>,
}

impl Seen {
    fn is_new(&mut self, document: &Document) -> bool {
        let identifiers = || {
            document
                .identifiers
                .iter()
                .filter(|text| says_something(text))
        };
        let hashes = || {
            let contents = document.contents.iter();
            contents
                .map(|content| &content.hash)
                .filter(|hash| tells(hash))
        };
        let day = document.date.said().to_owned();
        let id = (document.origin, document.id.clone());
        let known = self.ids.contains(&id)
            || identifiers().any(|text| self.identifiers.contains(text))
            || hashes().any(|hash| {
                let mut seen = self.hashes.get(hash).into_iter().flatten();
                seen.any(|(origin, on)| *origin != document.origin || *on == day && !day.is_empty())
            });
        if known {
            return false;
        }
        self.ids.insert(id);
        self.identifiers.extend(identifiers().cloned());
        for hash in hashes() {
            self.hashes
                .entry(hash.clone())
                .or_default()
                .insert((document.origin, day.clone()));
        }
        true
    }
}

fn says_something(identifier: &str) -> bool {
    identifier
        .split('|')
        .next_back()
        .is_some_and(|value| !value.trim().is_empty())
}

/// SHA-1 or SHA-256 of something: a hash by which documents are told apart, and bytes checked.
pub fn tells(hash: &[u8]) -> bool {
    matches!(hash.len(), 20 | 32) && hash != SHA1_OF_NOTHING
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::{Content, DocumentKind, FhirDate};

    fn document(origin: Origin, id: &str, date: &str, identifier: &str, hash: &[u8]) -> Document {
        Document {
            id: id.into(),
            origin,
            identifiers: vec![identifier.into()],
            date: FhirDate::read(date),
            from: String::new(),
            title: id.into(),
            kind: DocumentKind::Other,
            contents: vec![Content {
                hash: hash.to_vec(),
                ..Content::default()
            }],
            related: Vec::new(),
        }
    }

    fn ids(documents: &[Document]) -> Vec<&str> {
        documents.iter().map(|one| one.id.as_str()).collect()
    }

    #[test]
    fn the_same_document_is_listed_once_and_the_local_one_stays() {
        let local = vec![
            document(Origin::Local, "l1", "2026-01-01", "urn:a|1", &[]),
            document(Origin::Local, "l2", "2026-01-07", "", &[7; 32]),
        ];
        let dsp = vec![
            document(Origin::Dsp, "d1", "2025-12-31", "urn:a|1", &[]),
            document(
                Origin::Dsp,
                "d2",
                "2026-01-02T10:00:00+01:00",
                "urn:b|2",
                &[7; 32],
            ),
            document(Origin::Dsp, "d3", "2026-01-03", "urn:b|3", &[]),
            document(Origin::Dsp, "d3", "2026-01-03", "", &[]),
        ];
        assert_eq!(ids(&merge(local, dsp)), ["l2", "d3", "l1"]);
    }

    #[test]
    fn what_proves_nothing_hides_nothing() {
        let dsp = vec![
            document(Origin::Dsp, "a", "2026-01-01", "", &SHA1_OF_NOTHING),
            document(Origin::Dsp, "b", "2026-01-01", "", &SHA1_OF_NOTHING),
            document(Origin::Dsp, "c", "2026-01-01", "urn:x|", &[1]),
            document(Origin::Dsp, "d", "2026-01-01", "urn:x|", &[1]),
            document(Origin::Dsp, "e", "2026-01-04", "", &[5; 20]),
            document(Origin::Dsp, "f", "2026-01-05", "", &[5; 20]),
            document(Origin::Dsp, "g", "hier", "", &[6; 20]),
            document(Origin::Dsp, "h", "hier", "", &[6; 20]),
        ];
        assert_eq!(
            ids(&merge(Vec::new(), dsp)),
            ["f", "e", "a", "b", "c", "d", "g", "h"]
        );
    }

    #[test]
    fn no_date_comes_last() {
        let dates = ["hier", "2026", "2026-05-05", ""];
        let dsp = dates
            .map(|date| document(Origin::Dsp, date, date, "", &[]))
            .to_vec();
        assert_eq!(
            ids(&merge(Vec::new(), dsp)),
            ["2026-05-05", "2026", "hier", ""]
        );
    }
}
