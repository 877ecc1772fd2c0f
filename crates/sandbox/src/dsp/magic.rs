//! Patients whom a magic matricule makes (`data/matricules.csv`), and the one with ten thousand documents.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::many;
use crate::data;
use crate::scenario::{self, Scenario};

/// The patient with very many documents, for measurements.
const MANY: (&str, usize) = ("1971060611819", 10_000);
/// Documents of each other patient here: more than one page.
const FEW: usize = 45;

/// For each patient's id the fault that the matricule asks for.
#[derive(Debug, Clone, Default)]
pub(super) struct Magic(BTreeMap<String, Scenario>);

impl Magic {
    /// The fault of the first of these patients that has one.
    pub(super) fn of<'a>(&self, mut patients: impl Iterator<Item = &'a str>) -> Option<Scenario> {
        patients.find_map(|id| self.0.get(id).copied())
    }
}

/// The patients with their documents, and their faults.
pub(super) fn patients() -> (Magic, Vec<Value>) {
    let mut magic = Magic::default();
    let mut resources = Vec::new();
    for (matricule, outcome) in data::matricules().flatten() {
        let Some(fault) = scenario::named(outcome).filter(|fault| concerns_us(*fault)) else {
            continue;
        };
        let id = format!("dsp-magic-{}", outcome.replace('_', "-"));
        resources.push(patient(&id, matricule));
        resources.extend(many::documents(&id, FEW));
        magic.0.insert(id, fault);
    }
    resources.push(patient("dsp-many", MANY.0));
    resources.extend(many::documents("dsp-many", MANY.1));
    (magic, resources)
}

fn concerns_us(fault: Scenario) -> bool {
    matches!(
        fault,
        Scenario::DspDown
            | Scenario::Dsp403
            | Scenario::DspSlow
            | Scenario::DspForeignNext
            | Scenario::DspLoop
            | Scenario::TokenExpired
    )
}

/// Camille Essai, born on the day with which the matricule starts.
fn patient(id: &str, matricule: &str) -> Value {
    let part = |range| matricule.get(range).unwrap_or_default();
    let born = format!("{}-{}-{}", part(0..4), part(4..6), part(6..8));
    json!({
        "resourceType": "Patient",
        "id": id,
        "identifier": [{"system": "urn:oid:1.3.182.4.4", "value": matricule}],
        "name": [{"use": "official", "family": "Essai", "given": ["Camille"]}],
        "birthDate": born,
    })
}
