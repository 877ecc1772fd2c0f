//! CarePlan, ServiceRequest, MedicationRequest and MedicationDispense into prescriptions (seed 002: a plan and its lines).

use domain::dsp::FhirDate;
use domain::dsp::prescriptions::{Dispense, Line, Prescription};

use super::{clean, date, first_text, named, reference_to, references, target, words};
use crate::tree::Node;

/// Reads a line of either kind; `own` is what a plan names it by.
pub(crate) fn line(resource: &Node<'_>, own: &str) -> Line {
    let request = resource.get("dispenseRequest");
    let repeats = request.get("numberOfRepeatsAllowed").number();
    let repeats: Option<u32> = repeats.and_then(|digits| digits.parse().ok());
    let texts = [
        words(resource.get("medicationCodeableConcept")),
        clean(resource.at(&["medicationReference", "display"]).text()),
        words(resource.get("code")),
    ];
    let instructions = ["dosageInstruction", "note"].map(|name| first_text(resource, name));
    Line {
        reference: own.to_owned(),
        text: texts
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
        instruction: instructions
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
        date: date(resource, &["authoredOn", "occurrenceDateTime"]),
        status: resource.text_of("status").to_owned(),
        prohibits: *resource.get("doNotPerform") == Node::Bool(true),
        fills: repeats.and_then(|repeats| repeats.checked_add(1)),
        valid_to: FhirDate::read(request.at(&["validityPeriod", "end"]).text()),
        documents: documents(resource),
    }
}

/// Reads a plan.
pub(crate) fn plan(resource: &Node<'_>) -> Prescription {
    let titles = [
        clean(resource.text_of("title")),
        words(resource.get("category")),
    ];
    let activities = resource.list_of("activity").iter();
    Prescription {
        id: resource.text_of("id").to_owned(),
        title: titles
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
        date: date(resource, &["created", "period"]),
        from: named(resource, resource.get("author")),
        lines: activities
            .map(|one| target(one.get("reference")))
            .filter(|text| !text.is_empty())
            .collect(),
        documents: documents(resource),
    }
}

/// The documents that a plan (`supportingInfo`), a medication's line (`supportingInformation`) or an act's names.
fn documents(resource: &Node<'_>) -> Vec<String> {
    let named = ["supportingInfo", "supportingInformation"].into_iter();
    named
        .flat_map(|name| references(resource.get(name)))
        .filter(|reference| reference.starts_with("DocumentReference/"))
        .collect()
}

/// Reads a dispensation: one for each line that it names.
pub(crate) fn dispenses(resource: &Node<'_>) -> Vec<Dispense> {
    let lines = resource.list_of("authorizingPrescription").iter();
    lines
        .map(|line| Dispense {
            reference: reference_to(resource),
            line: target(line),
            date: date(resource, &["whenHandedOver", "whenPrepared"]),
            status: resource.text_of("status").to_owned(),
        })
        .collect()
}
