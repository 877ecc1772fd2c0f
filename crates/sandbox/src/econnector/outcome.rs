//! Magic matricules: the insured's number chooses what the eConnector does (`data/matricules.csv`).

use std::collections::BTreeMap;

use serde_json::Value;

use super::document;
use crate::data;
use crate::scenario::{self, Scenario};

/// The outcome of a number that is in the table only to be shown.
const ACCEPTED: &str = "accepted";

/// A line of the table that says nothing.
#[derive(Debug, thiserror::Error)]
#[error("matricules.csv: line {0} names no known outcome")]
pub struct OutcomeError(usize);

/// For each magic matricule its outcome.
#[derive(Debug)]
pub(super) struct Outcomes(BTreeMap<&'static str, Scenario>);

impl Outcomes {
    /// Reads the embedded table.
    pub(super) fn load() -> Result<Self, OutcomeError> {
        let mut table = BTreeMap::new();
        for (number, line) in (2..).zip(data::matricules()) {
            let (matricule, outcome) = line.ok_or(OutcomeError(number))?;
            if outcome != ACCEPTED {
                let scenario = scenario::named(outcome).ok_or(OutcomeError(number))?;
                table.insert(matricule, scenario);
            }
        }
        Ok(Self(table))
    }

    /// What the insured's matricule in the body's XML asks for.
    pub(super) fn of(&self, body: &Value) -> Option<Scenario> {
        let text = document::xml_text(body).ok()?;
        let matricule = document::insured_matricule(&text)?;
        self.0.get(matricule.as_str()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::matricule;
    use super::*;

    #[test]
    fn every_line_has_a_right_matricule_and_a_known_outcome() {
        let outcomes = Outcomes::load().unwrap();
        assert_eq!(outcomes.0.len(), data::matricules().count() - 1);
        for line in data::matricules() {
            let (number, _) = line.unwrap();
            assert!(matricule::is_right(number), "{number}");
        }
    }

    #[test]
    fn no_patient_of_the_demo_is_magic() {
        let patients = crate::data::patients().unwrap();
        for patient in patients.as_array().unwrap() {
            let own = patient["matricule"].as_str().unwrap();
            assert!(data::matricules().flatten().all(|(magic, _)| magic != own));
        }
    }
}
