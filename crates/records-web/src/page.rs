//! A bundle into the page that lists need: each resource to its kind, what nobody knows counted as unreadable.

use std::collections::BTreeSet;

use domain::dsp::notice::Notice;
use domain::dsp::page::Page;
use domain::dsp::type_map::TypeMap;

use crate::bundle;
use crate::tree::{Node, Tree};
use crate::wire::{
    antecedents, document, observation, patient, prescription, reference_to, vaccination,
};

/// Reads the bundle of a tree.
pub(crate) fn page(tree: &Tree<'_>, map: &TypeMap) -> Page {
    let bundle = bundle::page(tree);
    let notices: BTreeSet<Notice> = bundle
        .issues
        .iter()
        .filter_map(|issue| issue.notice())
        .collect();
    let mut page = Page {
        next: bundle.next.map(str::to_owned),
        cut: bundle.cut,
        ..Page::default()
    };
    let mut unreadable = bundle.unreadable > 0 || tree.deep;
    for (place, resource) in bundle.resources.into_iter().enumerate() {
        page.ids.push(reference_to(resource));
        unreadable |= !take(&mut page, resource, map, place);
    }
    page.notices = notices.into_iter().collect();
    if unreadable {
        page.notices.push(Notice::Unreadable);
    }
    page
}

/// Takes one resource; `false` for a type that nobody here knows, and for an antecedent that says nothing.
fn take(page: &mut Page, resource: &Node<'_>, map: &TypeMap, place: usize) -> bool {
    let Some(lines) = antecedents::read(resource) else {
        return false;
    };
    page.antecedents.extend(lines);
    match resource.text_of("resourceType") {
        "DocumentReference" => page.documents.push(document::read(resource, map, place)),
        "DiagnosticReport" => page.reports.push(observation::report(resource)),
        "Observation" if observation::is_laboratory(resource) => {
            page.observations.extend(observation::read(resource));
        }
        "Patient" => page.candidates.push(patient::read(resource)),
        "CarePlan" => page.prescriptions.push(prescription::plan(resource)),
        "MedicationRequest" | "ServiceRequest" => page.lines.push(prescription::line(resource)),
        "MedicationDispense" => page.dispenses.extend(prescription::dispenses(resource)),
        "Immunization" => page.vaccinations.push(vaccination::read(resource)),
        "ImmunizationRecommendation" => page.due.extend(vaccination::due(resource)),
        // Read as antecedents above, or sent along with what names them.
        "Observation"
        | "Condition"
        | "Procedure"
        | "FamilyMemberHistory"
        | "MedicationStatement"
        | "AllergyIntolerance"
        | "DeviceUseStatement"
        | "Device"
        | "Organization"
        | "Practitioner" => {}
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_resource_finds_its_list_and_what_nobody_knows_is_said() {
        let text = r#"{"resourceType":"Bundle","link":[{"relation":"next","url":"n"}],"entry":[
            {"resource":{"resourceType":"DocumentReference","id":"d","status":"current","type":{"coding":[{"system":"http://loinc.org","code":"11502-2"}]}}},
            {"resource":{"resourceType":"Observation","id":"o","code":{"text":"LDL"},"valueQuantity":{"value":72.50}}},
            {"resource":{"resourceType":"Immunization","id":"i"}},
            {"resource":{"resourceType":"Basic","id":"b"}}]}"#;
        let silent = r#"{"resourceType":"Condition","id":"c"}"#;
        let tree = bundle::parse(silent.as_bytes()).unwrap();
        let alone = page(&tree, &TypeMap::built_in().unwrap());
        assert!(alone.antecedents.is_empty() && alone.notices == [Notice::Unreadable]);
        let tree = bundle::parse(text.as_bytes()).unwrap();
        let page = page(&tree, &TypeMap::built_in().unwrap());
        assert_eq!(
            (
                page.documents.len(),
                page.observations.len(),
                page.vaccinations.len()
            ),
            (1, 1, 1)
        );
        assert_eq!(
            page.ids,
            [
                "DocumentReference/d",
                "Observation/o",
                "Immunization/i",
                "Basic/b"
            ]
        );
        assert_eq!(page.next.as_deref(), Some("n"));
        assert_eq!(page.notices, [Notice::Unreadable]);
        assert!(Page::read(page.write().as_bytes()) == Some(page));
    }

    #[test]
    fn a_prescription_is_told_from_what_comes_with_one() {
        let check = |other: &str, expected: bool| {
            let line =
                r#"{"resource":{"resourceType":"ServiceRequest","id":"1","doNotPerform":true}}"#;
            let text = [r#"{"resourceType":"Bundle","entry":["#, line, other, "]}"].concat();
            let tree = bundle::parse(text.as_bytes()).unwrap();
            let page = page(&tree, &TypeMap::built_in().unwrap());
            assert!(page.lines[0].prohibits);
            assert_eq!(page.is_prescription(), expected, "{other}");
        };
        check("", true);
        check(
            r#",{"resource":{"resourceType":"CarePlan"}},{"resource":{"resourceType":"Patient"}}"#,
            true,
        );
        for other in [
            r#""Observation","code":{"text":"LDL"},"valueQuantity":{"value":72}"#,
            r#""DiagnosticReport""#,
            r#""AllergyIntolerance","code":{"text":"Pénicilline"}"#,
            r#""Immunization""#,
            r#""ImmunizationRecommendation","recommendation":[{"vaccineCode":{"text":"Grippe"}}]"#,
        ] {
            let other = [r#",{"resource":{"resourceType":"#, other, "}}"].concat();
            check(&other, false);
        }
    }
}
