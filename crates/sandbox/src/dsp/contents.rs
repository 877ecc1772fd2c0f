//! The bytes of documents (`data/dsp/contents.json`): real PDFs, a CDA letter, an image, a text, and some that are wrong.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

use super::store::{Resource, StartError, Store};
use crate::clock::iso;
use crate::econnector::pdf::{Text, page};

const FILE: &str = "contents.json";
const TABLE: &str = include_str!("../../data/dsp/contents.json");
const LETTER: &[u8] = include_bytes!("../../data/dsp/lettre-de-sortie.xml");
const SCANNED: &[u8] = include_bytes!("../../data/dsp/lettre-numerisee.pdf");
const WRAPPED: &[u8] = include_bytes!("../../data/dsp/lettre-enveloppe.xml");
const IMAGE: &[u8] = include_bytes!("../../data/dsp/radiographie.png");
const LIAR: &[u8] = include_bytes!("../../data/dsp/menteur.html");

/// What a line of the table says; a document that is not in it is a PDF with nothing wrong.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    /// Another kind than a PDF.
    kind: Option<Kind>,
    flaw: Option<Flaw>,
}

/// A content that is no PDF.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    /// A file of the folder.
    File(String),
    /// A text.
    Text(String),
    /// The prescription bundle around a CarePlan.
    Bundle(String),
}

/// What is special about a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Flaw {
    /// MHD: made when it is fetched; no size, no hash.
    OnDemand,
    /// MHD: not put together yet; size 0 and the hash of nothing.
    Delayed,
    /// The hash is of other bytes.
    WrongHash,
    /// 403.
    Forbidden,
    /// 410.
    Gone,
    /// 404, though the metadata name it.
    Missing,
    /// 406.
    NotAcceptable,
}

/// Where a content is named.
#[derive(Debug)]
struct Place {
    media_type: String,
    resource: Arc<Resource>,
}

/// Every content, made when it is first asked for.
#[derive(Debug)]
pub(super) struct Contents {
    table: BTreeMap<String, Entry>,
    places: BTreeMap<String, Place>,
    made: Mutex<BTreeMap<String, Arc<[u8]>>>,
}

impl Contents {
    /// Reads the table and finds out who names what.
    pub(super) fn load(store: &Store) -> Result<Self, StartError> {
        let table = serde_json::from_str(TABLE).map_err(|error| StartError {
            file: FILE,
            reason: error.to_string(),
        })?;
        let mut places = BTreeMap::new();
        for kind in ["DocumentReference", "DiagnosticReport"] {
            for resource in store.of_kind(kind) {
                for (id, media_type) in attachments(&resource.value) {
                    places.entry(id).or_insert_with(|| Place {
                        media_type,
                        resource: Arc::clone(resource),
                    });
                }
            }
        }
        Ok(Self {
            table,
            places,
            made: Mutex::default(),
        })
    }

    /// The id, if there is such a content: the journal keeps no other text of an address.
    pub(super) fn known(&self, id: &str) -> Option<String> {
        self.places.contains_key(id).then(|| id.to_owned())
    }

    /// The media type that the metadata promise.
    pub(super) fn media_type(&self, id: &str) -> Option<&str> {
        Some(self.places.get(id)?.media_type.as_str())
    }

    /// What is special about it.
    pub(super) fn flaw(&self, id: &str) -> Option<Flaw> {
        self.table.get(id)?.flaw
    }

    /// The bytes; those of an on-demand document are of this moment.
    pub(super) fn bytes(&self, store: &Store, id: &str, now: i64) -> Option<Arc<[u8]>> {
        let place = self.places.get(id)?;
        if self.flaw(id) == Some(Flaw::OnDemand) {
            return self.make(store, id, place, Some(now)).map(Arc::from);
        }
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = made.get(id) {
            return Some(Arc::clone(bytes));
        }
        let bytes: Arc<[u8]> = self.make(store, id, place, None)?.into();
        made.insert(id.to_owned(), Arc::clone(&bytes));
        Some(bytes)
    }

    fn make(&self, store: &Store, id: &str, place: &Place, now: Option<i64>) -> Option<Vec<u8>> {
        match self.table.get(id).and_then(|entry| entry.kind.as_ref()) {
            Some(Kind::File(name)) => file(name).map(<[u8]>::to_vec),
            Some(Kind::Text(text)) => Some(text.clone().into_bytes()),
            Some(Kind::Bundle(plan)) => Some(bundle(store, plan)?.to_string().into_bytes()),
            None => pdf(store, id, &place.resource, now),
        }
    }
}

/// Each content that a resource names, with its media type.
fn attachments(value: &Value) -> Vec<(String, String)> {
    let list = |name: &str| value[name].as_array().cloned().unwrap_or_default();
    let of_documents = list("content")
        .into_iter()
        .map(|mut content| content["attachment"].take());
    of_documents
        .chain(list("presentedForm"))
        .filter_map(|attachment| {
            let (_, id) = attachment["url"].as_str()?.split_once("Binary/")?;
            let media_type = attachment["contentType"].as_str()?;
            Some((id.to_owned(), media_type.to_owned()))
        })
        .collect()
}

fn file(name: &str) -> Option<&'static [u8]> {
    match name {
        "lettre-de-sortie.xml" => Some(LETTER),
        "lettre-numerisee.pdf" => Some(SCANNED),
        "lettre-enveloppe.xml" => Some(WRAPPED),
        "radiographie.png" => Some(IMAGE),
        "menteur.html" => Some(LIAR),
        _ => None,
    }
}

/// A prescription as it is sent (seed: a transaction with a CarePlan and a ServiceRequest for each line): nothing of it has an id
/// before it is stored, so that an entry is named by its `fullUrl`.
fn bundle(store: &Store, plan: &str) -> Option<Value> {
    let mut plan = store.resolve(plan)?.value.clone();
    let mut lines = Vec::new();
    for (place, activity) in (1..).zip(plan["activity"].as_array_mut()?) {
        let reference = &mut activity["reference"]["reference"];
        lines.push(store.resolve(reference.as_str()?)?.value.clone());
        *reference = full_url(place).into();
    }
    let entries: Vec<Value> = (0..)
        .zip(std::iter::once(plan).chain(lines))
        .map(|(place, mut resource)| {
            resource.as_object_mut().map(|members| members.remove("id"));
            let request = json!({"method": "POST", "url": resource["resourceType"]});
            json!({"fullUrl": full_url(place), "resource": resource, "request": request})
        })
        .collect();
    Some(json!({"resourceType": "Bundle", "type": "transaction", "entry": entries}))
}

/// The address of an entry inside its bundle.
fn full_url(place: u8) -> String {
    format!("urn:uuid:00000000-0000-4000-8000-{place:012}")
}

fn pdf(store: &Store, id: &str, resource: &Resource, now: Option<i64>) -> Option<Vec<u8>> {
    let value = &resource.value;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let attachment = &value["content"][0]["attachment"];
    let title = match text(&attachment["title"]) {
        title if title.is_empty() => "Document".to_owned(),
        title => title,
    };
    let mut lines = vec![
        format!("Date : {}", text(&attachment["creation"])),
        format!("De : {}", text(&value["author"][0]["display"])),
        String::new(),
    ];
    lines.extend(now.map(|now| format!("Établi à la demande le {}", iso(now))));
    lines.extend(results(store, id));
    let line = |(number, text): (u8, String)| Text {
        x: 20.0,
        y: 48.0 + f32::from(number) * 7.0,
        size: 11.0,
        text,
    };
    let heading = |y, size, text: &str| Text {
        x: 20.0,
        y,
        size,
        text: text.chars().take(80).collect(),
    };
    let mut texts = vec![
        heading(25.0, 16.0, &title),
        heading(33.0, 8.0, "Bac à sable – document d’exemple"),
    ];
    texts.extend((0..30).zip(lines).map(line));
    page(&title, &texts, Vec::new())
}

/// The results of the report whose PDF this is, a line each.
fn results(store: &Store, id: &str) -> Vec<String> {
    let url = format!("Binary/{id}");
    let report = store
        .of_kind("DiagnosticReport")
        .find(|report| report.value["presentedForm"][0]["url"] == url.as_str());
    let references = report.and_then(|report| report.value["result"].as_array());
    references
        .into_iter()
        .flatten()
        .filter_map(|result| {
            let observation = &store.resolve(result["reference"].as_str()?)?.value;
            let quantity = &observation["valueQuantity"];
            let name = observation["code"]["text"].as_str()?;
            let words = observation["valueString"].as_str();
            let absent = observation["dataAbsentReason"]["text"].as_str();
            let value = match words.or(absent) {
                Some(text) => text.to_owned(),
                None => format!(
                    "{}{} {}",
                    quantity["comparator"].as_str().unwrap_or_default(),
                    quantity["value"],
                    quantity["unit"].as_str().unwrap_or_default()
                ),
            };
            Some(format!("{name} : {value}"))
        })
        .collect()
}
