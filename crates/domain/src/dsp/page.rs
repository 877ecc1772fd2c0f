//! One answer of the shared record as lists need it: what the worker hands to the page, as JSON of our own.

use serde::{Deserialize, Serialize};

use super::Document;
use super::antecedents::Antecedent;
use super::identity::Candidate;
use super::laboratory::{Observation, Report};
use super::notice::Notice;
use super::prescriptions::{Dispense, Line, Prescription};
use super::vaccinations::{Due, Vaccination};

/// Bytes of the largest answer that is read. A larger one is not looked at: a browser's tab would not stand it.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// A page of a search, whatever was searched for.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Page {
    /// The `next` link, as it was given.
    pub next: Option<String>,
    /// `ResourceType/id` of each entry: a page that brings nothing new ends a chain.
    pub ids: Vec<String>,
    /// Who might be meant.
    pub candidates: Vec<Candidate>,
    /// What the answer says of itself, and whether something in it could not be read.
    pub notices: Vec<Notice>,
    /// It broke off: what came whole is here.
    pub cut: bool,
    /// Documents.
    pub documents: Vec<Document>,
    /// Laboratory results.
    pub observations: Vec<Observation>,
    /// Laboratory reports.
    pub reports: Vec<Report>,
    /// Prescriptions.
    pub prescriptions: Vec<Prescription>,
    /// Their lines.
    pub lines: Vec<Line>,
    /// What was dispensed.
    pub dispenses: Vec<Dispense>,
    /// Vaccinations that were given.
    pub vaccinations: Vec<Vaccination>,
    /// Vaccinations that are due.
    pub due: Vec<Due>,
    /// Antecedents.
    pub antecedents: Vec<Antecedent>,
}

crate::redacted!(Page);

impl Page {
    /// Whether it is a prescription and nothing else. What is shown as lines alone would hide results, problems and allergies:
    /// a report comes with the request that it answers, a patient summary with the treatment.
    pub fn is_prescription(&self) -> bool {
        !self.lines.is_empty()
            && self.observations.is_empty()
            && self.reports.is_empty()
            && self.antecedents.is_empty()
            && self.vaccinations.is_empty()
            && self.due.is_empty()
    }

    /// What the worker answers.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads it in the page; `None` for anything else.
    pub fn read(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::laboratory::{Quantity, Value};
    use crate::dsp::{Content, DocumentKind, FhirDate, Origin};

    #[test]
    fn what_is_written_is_read() {
        let document = Document {
            id: "doc-1".into(),
            origin: Origin::Dsp,
            identifiers: vec!["urn:ietf:rfc:3986|urn:oid:1.2".into()],
            date: FhirDate::read("2024-05"),
            from: "Laboratoire".into(),
            title: "Bilan".into(),
            kind: DocumentKind::Laboratory,
            contents: vec![Content {
                hash: vec![1, 2],
                size: Some(3),
                ..Content::default()
            }],
            related: vec!["CarePlan/1".into()],
        };
        let observation = Observation {
            id: "o-1".into(),
            codes: Vec::new(),
            name: "LDL".into(),
            date: FhirDate::read("hier"),
            value: Value::Quantity(Quantity {
                value: "72.50".into(),
                ..Quantity::default()
            }),
            ranges: Vec::new(),
            interpretation: Vec::new(),
        };
        let page = Page {
            next: Some("next".into()),
            notices: vec![Notice::Unreadable],
            documents: vec![document],
            observations: vec![observation],
            ..Page::default()
        };
        assert!(Page::read(page.write().as_bytes()) == Some(page));
        assert!(Page::read(b"1").is_none() && Page::read(b"{}") == Some(Page::default()));
    }
}
