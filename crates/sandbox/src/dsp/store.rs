//! The resources: fixtures of `data/dsp/`, one file a patient, and the patients that are made.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::Value;

use super::magic::{self, Magic};

const FILES: [(&str, &str); 9] = [
    ("p-1001.json", include_str!("../../data/dsp/p-1001.json")),
    ("p-1002.json", include_str!("../../data/dsp/p-1002.json")),
    ("p-1003.json", include_str!("../../data/dsp/p-1003.json")),
    ("p-1004.json", include_str!("../../data/dsp/p-1004.json")),
    ("p-1005.json", include_str!("../../data/dsp/p-1005.json")),
    ("p-1006.json", include_str!("../../data/dsp/p-1006.json")),
    ("p-1007.json", include_str!("../../data/dsp/p-1007.json")),
    (
        "bad-input.json",
        include_str!("../../data/dsp/bad-input.json"),
    ),
    ("shared.json", include_str!("../../data/dsp/shared.json")),
];

/// The made patients: thousands of documents that are the same in every sandbox of the process.
static MADE: LazyLock<(Magic, Vec<Arc<Resource>>)> = LazyLock::new(|| {
    let (magic, made) = magic::patients();
    let made = made.into_iter().map(|value| Resource::read(value, None));
    (magic, made.collect())
});

/// Why the stand-in cannot start.
#[derive(Debug, thiserror::Error)]
#[error("data/dsp/{file}: {reason}")]
pub struct StartError {
    /// Which file.
    pub(super) file: &'static str,
    /// What is wrong with it.
    pub(super) reason: String,
}

/// One resource, with the patient whom it is about.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) kind: String,
    pub(super) id: String,
    /// The patient's id; the bad-input patient's resources that lack a subject keep theirs.
    pub(super) patient: Option<String>,
    pub(super) value: Value,
}

/// Every resource, in the order of the files.
#[derive(Debug)]
pub(super) struct Store {
    resources: Vec<Arc<Resource>>,
    by_id: BTreeMap<(String, String), usize>,
    /// The faults of magic patients.
    pub(super) magic: Magic,
}

impl Store {
    /// Reads the embedded fixtures and makes the rest.
    pub(super) fn load() -> Result<Self, StartError> {
        let (magic, made) = &*MADE;
        let mut store = Self {
            resources: Vec::new(),
            by_id: BTreeMap::new(),
            magic: magic.clone(),
        };
        for (file, text) in FILES {
            let bundle: Value = serde_json::from_str(text).map_err(|error| StartError {
                file,
                reason: error.to_string(),
            })?;
            let fallback = (file == "bad-input.json").then_some("dsp-bad");
            let entries = bundle["entry"].as_array().map(Vec::as_slice);
            for entry in entries.unwrap_or_default() {
                store.add(Resource::read(entry["resource"].clone(), fallback));
            }
        }
        for resource in made {
            store.add(Arc::clone(resource));
        }
        Ok(store)
    }

    /// The resource of this type and id.
    pub(super) fn get(&self, kind: &str, id: &str) -> Option<&Arc<Resource>> {
        let place = *self.by_id.get(&(kind.to_owned(), id.to_owned()))?;
        self.resources.get(place)
    }

    /// The resource that a relative reference names.
    pub(super) fn resolve(&self, reference: &str) -> Option<&Arc<Resource>> {
        let (kind, id) = reference.split_once('/')?;
        self.get(kind, id)
    }

    /// Every resource of a type.
    pub(super) fn of_kind<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Arc<Resource>> {
        self.resources.iter().filter(move |one| one.kind == kind)
    }

    fn add(&mut self, resource: Arc<Resource>) {
        let name = (resource.kind.clone(), resource.id.clone());
        self.by_id.insert(name, self.resources.len());
        self.resources.push(resource);
    }
}

impl Resource {
    fn read(value: Value, fallback: Option<&str>) -> Arc<Self> {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        Arc::new(Self {
            kind: text("resourceType"),
            id: text("id"),
            patient: patient(&value).or(fallback).map(str::to_owned),
            value,
        })
    }
}

/// Whom a resource is about.
fn patient(value: &Value) -> Option<&str> {
    if value["resourceType"] == "Patient" {
        return value["id"].as_str();
    }
    ["subject", "patient"]
        .into_iter()
        .find_map(|name| value[name]["reference"].as_str()?.strip_prefix("Patient/"))
}
