//! The shared record's module for a worker: FHIR R4 into lists, results and offers, outside the first load.
//!
//! The worker holds what was read and gives out windows of rows: ten thousand documents are never copied to the main
//! thread. Answers are JSON texts; no FHIR leaves the module.

mod bundle;
mod shelf;
mod tree;
mod wire;

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use domain::dates;
use serde_json::Value;
use wasm_bindgen::prelude::wasm_bindgen;

use shelf::{Filter, Shelf};

/// The record of one patient. Another patient needs another one: nothing of the first is left to paint.
#[wasm_bindgen]
pub struct Records(Shelf);

impl std::fmt::Debug for Records {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Records([redacted])")
    }
}

#[wasm_bindgen]
impl Records {
    /// `options`: JSON `{dspBase, documentTypes, typeMap?, patient}`, with `typeMap` as a JSON text.
    ///
    /// # Errors
    /// A code of the public contract: `document_types_incomplete`, `option_invalid`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str) -> Result<Records, String> {
        Shelf::new(options.as_bytes())
            .map(Self)
            .map_err(str::to_owned)
    }

    /// The search for the patient: `{path, body}`.
    #[wasm_bindgen(js_name = searchPatient)]
    pub fn search_patient(&self) -> String {
        self.0.search_patient().to_string()
    }

    /// Takes its answer: `{state: "identified" | "nobody" | "several" | "conflict" | "unreadable", traits?}`.
    pub fn identify(&mut self, bytes: &[u8]) -> String {
        self.0.identify(bytes).to_string()
    }

    /// The searches for `documents`, `laboratory`, `prescription`, `vaccination` or `antecedents`: `[{key, path, body}]`.
    pub fn searches(&self, purpose: &str, since: &str) -> String {
        self.0.searches(purpose, since).to_string()
    }

    /// Takes a page of the search of this key: `{read, follow?}`.
    pub fn page(&mut self, key: &str, bytes: &[u8]) -> String {
        self.0.page(key, bytes).to_string()
    }

    /// A page could not be had.
    #[wasm_bindgen(js_name = pageFailed)]
    pub fn page_failed(&mut self) {
        self.0.page_failed();
    }

    /// Takes the host's documents: `{documents: […]}`.
    #[wasm_bindgen(js_name = setLocal)]
    pub fn set_local(&mut self, documents: &str) {
        self.0.set_local(documents.as_bytes());
    }

    /// Chooses rows by `{types, since, dsp}`: `{shown, counts, notices}`.
    pub fn list(&mut self, filter: &str) -> String {
        self.0.list(&Filter::read(filter.as_bytes())).to_string()
    }

    /// Rows of the chosen ones.
    pub fn rows(&self, from: usize, to: usize) -> String {
        self.0.rows(from, to).to_string()
    }

    /// What could not be shown.
    pub fn notices(&self) -> String {
        self.0.notices().to_string()
    }

    /// Reports and results.
    pub fn results(&self) -> String {
        self.0.results().to_string()
    }

    /// A result over time: `[[seconds, value]]`.
    pub fn series(&self, id: &str) -> String {
        self.0.series(id).to_string()
    }

    /// Prescriptions on a day, `YYYY-MM-DD`.
    pub fn prescriptions(&self, today: &str) -> String {
        on(today, |today| self.0.prescriptions(today))
    }

    /// Vaccinations on a day, `YYYY-MM-DD`.
    pub fn vaccinations(&self, today: &str) -> String {
        on(today, |today| self.0.vaccinations(today))
    }

    /// Antecedents against `{recorded, refusals}`.
    pub fn antecedents(&self, known: &str) -> String {
        self.0.antecedents(known.as_bytes()).to_string()
    }

    /// Content that is inside a document's metadata, base64.
    pub fn inline(&self, id: &str, form: usize) -> Option<String> {
        self.0.inline(id, form).map(str::to_owned)
    }

    /// What fetched bytes are: `{shape, mediaType, lies, hash}` or `{error}`.
    pub fn inspect(&self, id: &str, form: usize, bytes: &[u8]) -> String {
        self.0.inspect(id, form, bytes).to_string()
    }
}

fn on(today: &str, answer: impl FnOnce(NaiveDate) -> Value) -> String {
    dates::parse(today).map_or(Value::Null, answer).to_string()
}
