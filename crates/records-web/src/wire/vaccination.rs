//! Immunization and ImmunizationRecommendation into rows.

use domain::dsp::FhirDate;
use domain::dsp::vaccinations::{Due, Vaccination, dose};

use super::{clean, date, first_code, named, words};
use crate::tree::Node;

/// Reads a vaccination.
pub(crate) fn read(resource: &Node<'_>) -> Vaccination {
    let protocol = resource
        .list_of("protocolApplied")
        .first()
        .unwrap_or(&Node::Null);
    let performer = resource.list_of("performer").first().unwrap_or(&Node::Null);
    Vaccination {
        id: resource.text_of("id").to_owned(),
        vaccine: words(resource.get("vaccineCode")),
        date: date(resource, &["occurrenceDateTime", "occurrenceString"]),
        diseases: protocol
            .list_of("targetDisease")
            .iter()
            .map(words)
            .collect(),
        dose: doses(protocol),
        lot: clean(resource.text_of("lotNumber")),
        from: named(resource, performer.get("actor")),
        not_done: resource.text_of("status") == "not-done",
        reported: *resource.get("primarySource") == Node::Bool(false),
    }
}

/// Reads what is recommended.
pub(crate) fn due(resource: &Node<'_>) -> Vec<Due> {
    let read = |one: &Node<'_>| Due {
        vaccine: words(one.get("vaccineCode")),
        disease: words(one.get("targetDisease")),
        status: first_code(one.get("forecastStatus")),
        date: when(one),
        dose: doses(one),
    };
    resource
        .list_of("recommendation")
        .iter()
        .map(read)
        .collect()
}

/// LOINC 30980-7, the day on which it is due; else the first day that is given.
fn when(recommendation: &Node<'_>) -> FhirDate {
    let criteria = recommendation.list_of("dateCriterion");
    let due = criteria
        .iter()
        .find(|one| first_code(one.get("code")) == "30980-7");
    let found = due.or(criteria.first()).unwrap_or(&Node::Null);
    FhirDate::read(found.text_of("value"))
}

fn doses(node: &Node<'_>) -> String {
    let either = |number: &str, text: &str| match node.get(number).number() {
        Some(digits) => digits.to_owned(),
        None => clean(node.text_of(text)),
    };
    let number = either("doseNumberPositiveInt", "doseNumberString");
    dose(
        &number,
        &either("seriesDosesPositiveInt", "seriesDosesString"),
    )
}
