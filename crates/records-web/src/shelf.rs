//! What is known of one patient's shared record: taken in page by page, given out as lists and windows of rows.
//!
//! Nothing is taken in before the identity is settled, and everything is forgotten with the patient.

mod answers;
mod options;

use std::collections::{BTreeMap, BTreeSet};

use domain::dsp::antecedents::Antecedent;
use domain::dsp::identity::{self, Identity, Traits};
use domain::dsp::laboratory::{Observation, Person};
use domain::dsp::merge::merge;
use domain::dsp::notice::Notice;
use domain::dsp::paging::{Chain, Incomplete, LIMITS, Step};
use domain::dsp::placement::Places;
use domain::dsp::prescriptions::{Dispense, Line, Prescription};
use domain::dsp::type_map::TypeMap;
use domain::dsp::vaccinations::{Due, Vaccination};
use domain::dsp::{Document, FhirDate, search};
use serde_json::{Value, json};

use crate::bundle::{self, Page};
use crate::tree::Node;
use crate::wire::observation::Report;
use crate::wire::{self, antecedents, document, observation, patient, prescription, vaccination};
pub(crate) use options::Filter;

/// The record of one patient.
pub(crate) struct Shelf {
    map: TypeMap,
    places: Places,
    base: String,
    ours: Traits,
    /// The record's patient, once no trait differs.
    patient: Option<String>,
    chains: BTreeMap<String, Chain>,
    /// Search and reference of what its pages brought.
    seen: BTreeSet<(String, String)>,
    /// References of what was taken.
    taken: BTreeSet<String>,
    notices: BTreeSet<Notice>,
    incomplete: Option<Incomplete>,
    unreadable: usize,
    local: Vec<Document>,
    dsp: Vec<Document>,
    /// Both, merged, and which of them are shown.
    merged: Vec<Document>,
    /// Whether `merged` is of what is here now, and with the DSP's documents.
    merged_with_dsp: Option<bool>,
    shown: Vec<usize>,
    clinical: Clinical,
}

/// What is not a document.
#[derive(Default)]
struct Clinical {
    results: Vec<Observation>,
    reports: Vec<Report>,
    lines: Vec<Line>,
    plans: Vec<Prescription>,
    dispenses: Vec<Dispense>,
    vaccinations: Vec<Vaccination>,
    due: Vec<Due>,
    antecedents: Vec<Antecedent>,
}

impl Shelf {
    /// A shelf for a patient. `options`: `{dspBase, documentTypes, typeMap?, patient}`; an error is a code of DESIGN §5.1.
    pub(crate) fn new(options: &[u8]) -> Result<Self, &'static str> {
        let options = options::read(options)?;
        Ok(Self {
            map: options.map,
            places: options.places,
            base: options.base,
            ours: options.ours,
            patient: None,
            chains: BTreeMap::new(),
            seen: BTreeSet::new(),
            taken: BTreeSet::new(),
            notices: BTreeSet::new(),
            incomplete: None,
            unreadable: 0,
            local: Vec::new(),
            dsp: Vec::new(),
            merged: Vec::new(),
            merged_with_dsp: None,
            shown: Vec::new(),
            clinical: Clinical::default(),
        })
    }

    /// The search for the patient.
    pub(crate) fn search_patient(&self) -> Value {
        let search = search::patient(&self.ours.matricule);
        json!({"path": search.path, "body": search.body})
    }

    /// Takes the answer to it: `{state, traits}`. Only `identified` opens the record.
    pub(crate) fn identify(&mut self, bytes: &[u8]) -> Value {
        self.patient = None;
        let Some(tree) = bundle::parse(bytes) else {
            return json!({"state": "unreadable"});
        };
        let page = bundle::page(&tree);
        if page.cut || page.unreadable > 0 {
            // Of several candidates one may be missing.
            return json!({"state": "unreadable"});
        }
        let patients = page.resources.iter();
        let patients = patients.filter(|one| one.text_of("resourceType") == "Patient");
        let candidates: Vec<_> = patients.map(|one| patient::read(one)).collect();
        // A further page has further candidates.
        let identity = if page.next.is_some() {
            Identity::Several
        } else {
            identity::identify(&self.ours, &candidates)
        };
        let names = |traits: &[identity::Trait]| -> Vec<&str> {
            traits.iter().map(|one| one.name()).collect()
        };
        match identity {
            Identity::Identified { id, not_compared } => {
                self.patient = Some(id).filter(|id| !id.is_empty());
                json!({"state": "identified", "traits": names(&not_compared)})
            }
            Identity::Nobody => json!({"state": "nobody"}),
            Identity::Several => json!({"state": "several"}),
            Identity::Conflict(traits) => json!({"state": "conflict", "traits": names(&traits)}),
        }
    }

    /// The searches for a purpose: `[{key, path, body}]`; none before the patient is identified.
    pub(crate) fn searches(&self, purpose: &str, since: &str) -> Value {
        let Some(patient) = &self.patient else {
            return json!([]);
        };
        let since = FhirDate::read(since).first_day();
        let searches = self.map.queries(purpose).enumerate();
        searches
            .map(|(at, query)| {
                let search = search::of(query, patient, since);
                json!({"key": format!("{purpose}-{at}"), "path": search.path, "body": search.body})
            })
            .collect()
    }

    /// Takes a page: `{follow?, read}`.
    pub(crate) fn page(&mut self, key: &str, bytes: &[u8]) -> Value {
        if self.patient.is_none() {
            return json!({"read": 0});
        }
        let Some(tree) = bundle::parse(bytes) else {
            self.incomplete = Some(Incomplete::Flood);
            return json!({"read": 0});
        };
        let page = bundle::page(&tree);
        let read = self.take_all(key, &page);
        self.merged_with_dsp = None;
        if tree.deep {
            self.notices.insert(Notice::Unreadable);
        }
        self.unreadable += page.unreadable;
        self.notices
            .extend(page.issues.iter().filter_map(|issue| issue.notice()));
        if page.cut {
            self.incomplete = Some(Incomplete::CutOff);
            return json!({"read": read});
        }
        let base = &self.base;
        let chain = self.chains.entry(key.to_owned());
        let chain = chain.or_insert_with(|| Chain::new(base, LIMITS));
        match chain.page(bytes.len(), read, page.next) {
            Step::Follow(path) => json!({"follow": path, "read": read}),
            Step::End => json!({"read": read}),
            Step::Stop(why) => {
                self.incomplete = Some(why);
                json!({"read": read})
            }
        }
    }

    /// A page that could not be had: what came before stays.
    pub(crate) fn page_failed(&mut self) {
        self.incomplete = Some(Incomplete::Failed);
    }

    /// Takes the host's own documents.
    pub(crate) fn set_local(&mut self, documents: &[u8]) {
        self.local = options::local_documents(documents, &self.map);
        self.merged_with_dsp = None;
    }

    /// Merges, filters and counts.
    pub(crate) fn list(&mut self, filter: &Filter) -> Value {
        // A filter that only narrows costs no merging.
        if self.merged_with_dsp != Some(filter.with_dsp) {
            let dsp = if filter.with_dsp {
                self.dsp.clone()
            } else {
                Vec::new()
            };
            self.merged = merge(self.local.clone(), dsp);
            self.merged_with_dsp = Some(filter.with_dsp);
        }
        let wanted = |document: &Document| {
            let since = filter
                .since
                .is_none_or(|day| document.date.may_be_since(day));
            since && filter.kinds.contains(&self.places.list_of(document.kind))
        };
        let numbered = self.merged.iter().enumerate();
        self.shown = numbered
            .filter(|(_, one)| wanted(one))
            .map(|(at, _)| at)
            .collect();
        let counts: BTreeMap<&str, usize> = self
            .places
            .count(&self.merged)
            .into_iter()
            .map(|(kind, count)| (kind.name(), count))
            .collect();
        json!({"shown": self.shown.len(), "counts": counts, "notices": self.notices()})
    }

    /// What could not be shown, as the last parts of texts' keys.
    pub(crate) fn notices(&self) -> Value {
        let mut notices: Vec<String> = self
            .notices
            .iter()
            .map(|notice| answers::notice(*notice).to_owned())
            .collect();
        notices.extend(
            self.incomplete
                .map(|why| format!("incomplete-{}", why.name())),
        );
        if self.unreadable > 0 {
            notices.push("unreadable".to_owned());
        }
        notices.sort();
        notices.dedup();
        json!(notices)
    }

    /// A window of the rows that [`Self::list`] chose.
    pub(crate) fn rows(&self, from: usize, to: usize) -> Value {
        let window = self
            .shown
            .get(from..to.min(self.shown.len()))
            .unwrap_or_default();
        let documents = window.iter().filter_map(|at| self.merged.get(*at));
        documents
            .map(|document| answers::row(document, self.places.list_of(document.kind), &self.base))
            .collect()
    }

    /// How many resources are new to this search; what another search brought before is not taken twice.
    fn take_all(&mut self, key: &str, page: &Page<'_>) -> usize {
        let mut read = 0;
        for resource in &page.resources {
            let reference = wire::reference_to(resource);
            let is_named = !reference.ends_with('/');
            if is_named && !self.seen.insert((key.to_owned(), reference.clone())) {
                continue;
            }
            read += 1;
            if !is_named || self.taken.insert(reference) {
                self.take(resource);
            }
        }
        read
    }

    fn take(&mut self, resource: &Node<'_>) {
        let kept = &mut self.clinical;
        match resource.text_of("resourceType") {
            "DocumentReference" => {
                self.dsp
                    .push(document::read(resource, &self.map, self.dsp.len()))
            }
            "DiagnosticReport" => kept.reports.push(observation::report(resource)),
            "Observation" if observation::is_laboratory(resource) => {
                kept.results.extend(observation::read(resource))
            }
            "CarePlan" => kept.plans.push(prescription::plan(resource)),
            "MedicationRequest" | "ServiceRequest" => kept.lines.push(prescription::line(resource)),
            "MedicationDispense" => kept.dispenses.extend(prescription::dispenses(resource)),
            "Immunization" => kept.vaccinations.push(vaccination::read(resource)),
            "ImmunizationRecommendation" => kept.due.extend(vaccination::due(resource)),
            "Condition"
            | "Procedure"
            | "FamilyMemberHistory"
            | "MedicationStatement"
            | "AllergyIntolerance"
            | "DeviceUseStatement"
            | "Observation" => kept.antecedents.extend(antecedents::read(resource)),
            // What is sent along and has no row of its own.
            "Patient" | "Device" | "Organization" | "Practitioner" | "PractitionerRole"
            | "Medication" => {}
            _ => self.unreadable += 1,
        }
    }

    fn person(&self) -> Person {
        Person {
            sex: self.ours.sex,
            born: FhirDate::read(&self.ours.birth_date),
        }
    }
}
