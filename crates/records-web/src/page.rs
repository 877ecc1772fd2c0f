//! A bundle into the page that lists need: each resource to its kind, what nobody knows counted as unreadable.

use std::collections::{BTreeMap, BTreeSet};

use domain::dsp::notice::Notice;
use domain::dsp::page::Page;
use domain::dsp::type_map::TypeMap;

use crate::bundle;
use crate::tree::{Node, Tree};
use crate::wire::{
    antecedents, document, observation, patient, prescription, reference_to, vaccination,
    without_server,
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
    let mut urns = BTreeMap::new();
    for (place, (resource, url)) in bundle.resources.into_iter().enumerate() {
        let (address, own) = (without_server(url), reference_to(resource));
        // What is not stored yet has no id: it is what its entry's address says, else what stands in this place.
        let own = match (resource.text_of("id"), address.as_str()) {
            ("", "") => [&own, "?", &place.to_string()].concat(),
            ("", _) => address.clone(),
            _ => own,
        };
        unreadable |= !take(&mut page, resource, map, &own);
        page.ids.push(own.clone());
        if address.starts_with("urn:") {
            urns.insert(address, own);
        }
    }
    resolve(&mut page, &urns);
    page.notices = notices.into_iter().collect();
    if unreadable {
        page.notices.push(Notice::Unreadable);
    }
    page
}

/// Lines that have an id may yet be named by the address of their entry (R4 `Bundle.entry.fullUrl`).
fn resolve(page: &mut Page, urns: &BTreeMap<String, String>) {
    let of_plans = page
        .prescriptions
        .iter_mut()
        .flat_map(|plan| &mut plan.lines);
    let of_dispenses = page.dispenses.iter_mut().map(|one| &mut one.line);
    for line in of_plans.chain(of_dispenses) {
        if let Some(own) = urns.get(line) {
            line.clone_from(own);
        }
    }
}

/// Takes one resource; `false` for a type that nobody here knows, and for an antecedent that says nothing.
fn take(page: &mut Page, resource: &Node<'_>, map: &TypeMap, own: &str) -> bool {
    let Some(lines) = antecedents::read(resource) else {
        return false;
    };
    page.antecedents.extend(lines);
    match resource.text_of("resourceType") {
        "DocumentReference" => page.documents.push(document::read(resource, map, own)),
        "DiagnosticReport" => page.reports.push(observation::report(resource)),
        "Observation" if observation::is_laboratory(resource) => {
            page.observations.extend(observation::read(resource));
        }
        "Patient" => page.candidates.push(patient::read(resource)),
        "CarePlan" => page.prescriptions.push(prescription::plan(resource)),
        "MedicationRequest" | "ServiceRequest" => {
            page.lines.push(prescription::line(resource, own))
        }
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
    fn lines_are_found_by_the_address_of_their_entry() {
        let check = |urls: [&str; 2], ids: [&str; 2], named: [&str; 2], expected: [&str; 2]| {
            let plan = named.map(|line| format!(r#"{{"reference":{{"reference":"{line}"}}}}"#));
            let plan = format!(
                r#"{{"resource":{{"resourceType":"CarePlan","activity":[{}]}}}}"#,
                plan.join(",")
            );
            let lines = [0, 1].map(|at| {
                let (url, id) = (urls[at], ids[at]);
                format!(r#",{{"fullUrl":"{url}","resource":{{"resourceType":"ServiceRequest","id":"{id}"}}}}"#)
            });
            let text = format!(
                r#"{{"resourceType":"Bundle","entry":[{plan}{}]}}"#,
                lines.concat()
            );
            let tree = bundle::parse(text.as_bytes()).unwrap();
            let page = page(&tree, &TypeMap::built_in().unwrap());
            let own: Vec<&str> = page
                .lines
                .iter()
                .map(|line| line.reference.as_str())
                .collect();
            assert_eq!(own, expected, "{text}");
            if named != [""; 2] {
                assert_eq!(page.prescriptions[0].lines, expected, "{text}");
            }
        };
        let (urns, stored) = (
            ["urn:uuid:1", "urn:uuid:2"],
            ["ServiceRequest/a", "ServiceRequest/b"],
        );
        let servers = ["https://s/ServiceRequest/a", "https://s/ServiceRequest/b"];
        check(urns, [""; 2], urns, urns);
        check(urns, ["a", "b"], urns, stored);
        check(urns, ["a", "b"], stored, stored);
        check(servers, [""; 2], stored, stored);
        check(servers, ["a", "b"], servers, stored);
        check(
            [""; 2],
            [""; 2],
            [""; 2],
            ["ServiceRequest/?1", "ServiceRequest/?2"],
        );
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
