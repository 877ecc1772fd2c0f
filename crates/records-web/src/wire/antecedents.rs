//! Condition, Procedure, FamilyMemberHistory, MedicationStatement, AllergyIntolerance, Observation and DeviceUseStatement
//! into antecedents. Assumption: the groups of seed 002 are these resources; which codes are gynaecological is a short list.
//! A MedicationRequest is listed as a prescription and is no antecedent: what a patient takes is the MedicationStatement's to say.

use domain::dsp::antecedents::{Antecedent, Group};
use domain::dsp::{Coding, FhirDate};

use super::{clean, codings, date, first_code, first_text, identifier, named, reference_to, words};
use crate::tree::Node;

/// LOINC codes of habits (IPS: alcohol 74013-4, tobacco 72166-2; drugs 11343-1 is our choice).
const HABITS: [(&str, Group); 3] = [
    ("74013-4", Group::Alcohol),
    ("72166-2", Group::Tobacco),
    ("11343-1", Group::Drug),
];
/// Pregnancy, parity, gravidity, outcome of pregnancy (SNOMED CT, LOINC).
const GYNAECOLOGY: [&str; 6] = [
    "77386006", "11977-6", "11996-6", "82810-3", "11449-6", "93857-1",
];

/// Reads a resource; nothing for one that is no antecedent, or was entered in error or refuted. `None`: it is one, and does
/// not say of what.
pub(crate) fn read(resource: &Node<'_>) -> Option<Vec<Antecedent>> {
    let verification = first_code(resource.get("verificationStatus"));
    let status = resource.text_of("status");
    if matches!(verification.as_str(), "entered-in-error" | "refuted")
        || matches!(status, "entered-in-error" | "not-taken")
    {
        return Some(Vec::new());
    }
    let is_one = matches!(
        resource.text_of("resourceType"),
        "Condition"
            | "Procedure"
            | "MedicationStatement"
            | "AllergyIntolerance"
            | "DeviceUseStatement"
    );
    let lines = lines(resource);
    (!is_one || !lines.is_empty()).then_some(lines)
}

fn lines(resource: &Node<'_>) -> Vec<Antecedent> {
    match resource.text_of("resourceType") {
        "Condition" => coded(resource, condition_group(resource), "code"),
        "Procedure" => coded(resource, Group::Surgical, "code"),
        "MedicationStatement" if resource.get("medicationReference").is_some() => {
            referred(resource, Group::Treatment, "medicationReference")
        }
        "MedicationStatement" => coded(resource, Group::Treatment, "medicationCodeableConcept"),
        "AllergyIntolerance" => coded(resource, allergy_group(resource), "code"),
        "DeviceUseStatement" => referred(resource, Group::Device, "device"),
        "FamilyMemberHistory" => family(resource),
        "Observation" => habit(resource),
        _ => Vec::new(),
    }
}

fn condition_group(resource: &Node<'_>) -> Group {
    if is_gynaecological(resource) {
        Group::Gynaecology
    } else {
        Group::Medical
    }
}

fn is_gynaecological(resource: &Node<'_>) -> bool {
    let codes = codings(resource.get("code"));
    codes
        .iter()
        .any(|coding| GYNAECOLOGY.contains(&coding.code.as_str()))
}

fn allergy_group(resource: &Node<'_>) -> Group {
    let categories = match resource.get("category") {
        Node::List(list) => list.iter().map(Node::text).collect::<Vec<_>>(),
        one => vec![one.text()],
    };
    if categories.contains(&"medication") {
        Group::AllergyMedication
    } else if categories.contains(&"food") {
        Group::AllergyFood
    } else {
        Group::AllergyOther
    }
}

fn coded(resource: &Node<'_>, group: Group, name: &str) -> Vec<Antecedent> {
    let reactions = resource.list_of("reaction").iter();
    let manifestations: Vec<String> = reactions
        .map(|one| words(one.get("manifestation")))
        .collect();
    let details = [manifestations.join(", "), first_text(resource, "dosage")];
    let detail = details
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    line(resource, group, resource.get(name), detail)
        .into_iter()
        .collect()
}

/// A device or medication that is a resource of its own: its name stands beside the reference.
fn referred(resource: &Node<'_>, group: Group, name: &str) -> Vec<Antecedent> {
    let text = named(resource, resource.get(name));
    if text.is_empty() {
        return Vec::new();
    }
    vec![Antecedent {
        text,
        ..empty(resource, group)
    }]
}

/// One line for each condition of a relative.
fn family(resource: &Node<'_>) -> Vec<Antecedent> {
    let relative = words(resource.get("relationship"));
    let conditions = resource.list_of("condition").iter().enumerate();
    conditions
        .filter_map(|(at, condition)| {
            let read = line(
                resource,
                Group::Family,
                condition.get("code"),
                relative.clone(),
            )?;
            let age = condition
                .at(&["onsetAge", "value"])
                .number()
                .unwrap_or_default();
            // The resource's identifier is of all its conditions.
            let identifier = match read.identifier.as_str() {
                "" => String::new(),
                whole => [whole, "#", &at.to_string()].concat(),
            };
            let detail = if age.is_empty() {
                read.detail.clone()
            } else {
                [&read.detail, " (", age, ")"].concat()
            };
            Some(Antecedent {
                identifier,
                detail,
                ..read
            })
        })
        .collect()
}

fn habit(resource: &Node<'_>) -> Vec<Antecedent> {
    let codes = codings(resource.get("code"));
    let habit = HABITS
        .iter()
        .find(|(code, _)| codes.iter().any(|coding| coding.code == *code));
    let group = match habit {
        Some((_, group)) => *group,
        None if is_gynaecological(resource) => Group::Gynaecology,
        None => return Vec::new(),
    };
    let quantity = resource.get("valueQuantity");
    let details = [
        clean(resource.text_of("valueString")),
        words(resource.get("valueCodeableConcept")),
        clean(
            &[
                quantity.get("value").number().unwrap_or_default(),
                quantity.text_of("unit"),
            ]
            .join(" "),
        ),
        clean(resource.get("valueInteger").number().unwrap_or_default()),
    ];
    let detail = details
        .into_iter()
        .find(|text| !text.is_empty())
        .unwrap_or_default();
    line(resource, group, resource.get("code"), detail)
        .into_iter()
        .collect()
}

fn line(
    resource: &Node<'_>,
    group: Group,
    concept: &Node<'_>,
    detail: String,
) -> Option<Antecedent> {
    let text = words(concept);
    let coding = codings(concept).into_iter().next().unwrap_or_default();
    (!text.is_empty()).then(|| Antecedent {
        coding,
        text,
        detail,
        ..empty(resource, group)
    })
}

fn empty(resource: &Node<'_>, group: Group) -> Antecedent {
    let status = match first_code(resource.get("clinicalStatus")) {
        code if code.is_empty() => clean(resource.text_of("status")),
        code => code,
    };
    let onset = [
        "onsetDateTime",
        "onsetPeriod",
        "onsetString",
        "performedDateTime",
        "performedPeriod",
        "performedString",
        "effectiveDateTime",
        "effectivePeriod",
        "timingDateTime",
        "timingPeriod",
    ];
    let people = ["recorder", "asserter", "performer", "informationSource"].into_iter();
    let mut people = people.map(|name| named(resource, resource.get(name)));
    Antecedent {
        group,
        reference: reference_to(resource),
        identifier: identifier(resource.get("identifier")),
        coding: Coding::default(),
        text: String::new(),
        detail: String::new(),
        onset: date(resource, &onset),
        status,
        recorded: recorded(resource),
        from: people.find(|name| !name.is_empty()).unwrap_or_default(),
    }
}

fn recorded(resource: &Node<'_>) -> FhirDate {
    date(
        resource,
        &[
            "recordedDate",
            "dateAsserted",
            "recordedOn",
            "date",
            "effectiveDateTime",
        ],
    )
}
