//! Who is found, what matches, and how pages follow.

use std::collections::BTreeSet;

use super::*;

#[test]
fn the_metadata_need_no_token_and_name_every_searchable_type() {
    let mut bench = Bench::new();
    bench.token = None;
    let body = json_of(&bench.get("/fhir/metadata"));
    assert_eq!(body["fhirVersion"], "4.0.1");
    let kinds = body["rest"][0]["resource"].as_array().unwrap();
    for kind in ["DocumentReference", "Observation", "CarePlan", "Binary"] {
        assert!(kinds.iter().any(|one| one["type"] == kind), "{kind}");
    }
}

#[test]
fn a_token_that_does_not_count_is_refused() {
    let mut bench = Bench::new();
    bench.now = NOW + 301;
    let answer = bench.search("DocumentReference", SAHIN);
    assert_refused(&answer, 401);
    assert!(answer.response.headers().contains_key("www-authenticate"));
    bench.token = None;
    assert_refused(&bench.get("/fhir/Patient/dsp-1002"), 401);
}

/// The demo's patients: found once, twice or not at all.
#[test]
fn a_matricule_finds_its_candidates() {
    let mut bench = Bench::new();
    let patients = crate::data::patients().unwrap();
    let expected = [1, 1, 1, 1, 1, 1, 2, 0];
    for (patient, count) in patients.as_array().unwrap().iter().zip(expected) {
        let matricule = patient["matricule"].as_str().unwrap();
        let form = format!("identifier=urn:oid:1.3.182.4.4|{matricule}");
        assert_eq!(
            bench.matches("Patient", &form).len(),
            count,
            "{}",
            patient["id"]
        );
    }
    assert_refused(&bench.search("Patient", "family=Sahin"), 400);
}

#[test]
fn one_patients_birth_date_is_another_persons() {
    let mut bench = Bench::new();
    let found = bench.matches("Patient", "identifier=urn:oid:1.3.182.4.4|1961113004288");
    let patients = crate::data::patients().unwrap();
    assert_ne!(found[0]["birthDate"], patients[5]["birthDate"]);
}

/// With `ge` and `:missing` together every document is found: one list for the dated, one for the others.
#[test]
fn dated_and_undated_documents_are_found_apart() {
    let mut bench = Bench::new();
    let mut count = |more: &str| {
        let form = format!("patient=Patient/dsp-bad&status:missing=false&_count=500{more}");
        bench.matches("DocumentReference", &form).len()
    };
    let all = count("&status=current");
    let dated = count("&status=current&creation:missing=false");
    let undated = count("&status=current&creation:missing=true");
    assert!(dated > 0 && undated > 0);
    assert_eq!(dated + undated, all);
    assert_eq!(count("&status=current&creation=ge0001"), dated);
    assert_refused(
        &bench.search(
            "DocumentReference",
            "patient=Patient/dsp-bad&status=current&creation:missing=x",
        ),
        400,
    );
}

#[test]
fn get_and_post_find_the_same() {
    let mut bench = Bench::new();
    let by_post = json_of(&bench.search("DocumentReference", SAHIN));
    let by_get = json_of(&bench.get(&format!("/fhir/DocumentReference?{SAHIN}")));
    assert_eq!(by_post["entry"], by_get["entry"]);
    let by_identifier = "patient.identifier=urn:oid:1.3.182.4.4|1985031402717&status=current";
    let by_identifier = json_of(&bench.search("DocumentReference", by_identifier));
    assert_eq!(by_post["entry"], by_identifier["entry"]);
}

#[test]
fn mhd_asks_for_a_patient_and_a_status() {
    let mut bench = Bench::new();
    for form in [
        "patient=dsp-1002",
        "status=current",
        "",
        "patient=dsp-1002&status=current&date=hier",
    ] {
        assert_refused(&bench.search("DocumentReference", form), 400);
    }
    let request = http::Request::post("/fhir/DocumentReference/_search")
        .header(CONTENT_TYPE, "application/json");
    assert_refused(&bench.respond(request, "{}"), 415);
    assert_refused(&bench.get("/fhir/Telepathy?patient=dsp-1002"), 404);
}

#[test]
fn pages_follow_under_the_base_and_hold_each_document_once() {
    let mut bench = Bench::new();
    let form = format!("{SAHIN}&_count=7");
    let first = json_of(&bench.search("DocumentReference", &form));
    let total = usize::try_from(first["total"].as_u64().unwrap()).unwrap();
    let next = next_of(&first).unwrap();
    assert!(
        next.starts_with("http://127.0.0.1:8083/fhir?_getpages="),
        "{next}"
    );
    assert!(!next.contains("1985031402717"));
    let found = bench.matches("DocumentReference", &form);
    let ids: BTreeSet<&str> = found
        .iter()
        .map(|one| one["id"].as_str().unwrap())
        .collect();
    assert!(total > 40, "{total}");
    assert_eq!((found.len(), ids.len()), (total, total));
}

#[test]
fn pages_are_their_callers_and_end() {
    let mut bench = Bench::new();
    let next = next_of(&json_of(&bench.search("DocumentReference", SAHIN))).unwrap();
    bench.token = Some(token("somebody-else"));
    assert_refused(&bench.get(&next), 410);
    bench.token = Some(token(DOCTOR));
    assert_eq!(status(&bench.get(&next)), 200);
    bench.dsp.forget_searches();
    assert_refused(&bench.get(&next), 410);
    assert_refused(&bench.get("/fhir"), 404);
}

#[test]
fn parameters_narrow_a_search() {
    let mut bench = Bench::new();
    let mut count = |more: &str| {
        bench
            .matches("DocumentReference", &format!("{SAHIN}&{more}"))
            .len()
    };
    assert_eq!(count("type=http://loinc.org|11502-2"), 10);
    assert_eq!(count("category=http://loinc.org|11369-6"), 1);
    assert_eq!(count("type=11502-2,60591-5"), 11);
    assert_eq!(
        count("type=http://loinc.org|11502-2&creation=ge2025-10-07"),
        3
    );
    assert_eq!(
        count("creation=ge2025-10-07&creation=lt2025-12-01&type=11502-2"),
        1
    );
    assert_eq!(count("author.family=weber"), 4);
    assert_eq!(count("contenttype=image/png"), 1);
    assert_eq!(count("identifier=urn:ietf:rfc:3986|urn:nothing"), 0);
    let superseded = bench.matches("DocumentReference", "patient=dsp-1002&status=superseded");
    assert_eq!(superseded.len(), 1);
}

#[test]
fn results_are_sorted_and_sent_along() {
    let mut bench = Bench::new();
    let form = "patient=dsp-1002&_sort=-date&_count=1&_include=DiagnosticReport:result";
    let first = json_of(&bench.search("DiagnosticReport", form));
    let entries = first["entry"].as_array().unwrap();
    assert_eq!(entries[0]["resource"]["id"], "rep-1002-8");
    assert!(
        entries
            .iter()
            .skip(1)
            .all(|entry| entry["search"]["mode"] == "include")
    );
    assert_eq!(entries.len(), 9);
    let lines = "patient=dsp-1002&category=LAB_PRESC&_include=CarePlan:activity-reference";
    assert_eq!(bench.all("CarePlan", lines).len(), 4);
    let before =
        "patient=dsp-1002&code=http://loinc.org|2823-3&date=lt2026-11-10&_sort=-date&_count=1";
    let previous = json_of(&bench.search("Observation", before));
    assert_eq!(
        previous["entry"][0]["resource"]["valueQuantity"]["value"],
        5.4
    );
}

#[test]
fn warnings_stand_inside_the_bundle() {
    let mut bench = Bench::new();
    let outcomes = |found: Vec<(String, Value)>| -> Vec<Value> {
        let found = found.into_iter().filter(|(mode, _)| mode == "outcome");
        found.map(|(_, resource)| resource).collect()
    };
    let warned = outcomes(bench.all("DocumentReference", "patient=dsp-1003&status=current"));
    assert_eq!(warned[0]["issue"][0]["code"], "incomplete");
    let ignored = outcomes(bench.all("Observation", "patient=dsp-1002&mood=good"));
    let text = ignored[0]["issue"][0]["details"]["text"].as_str().unwrap();
    assert!(text.contains("mood") && !text.contains("good"), "{text}");
    let nothing = json_of(&bench.search("Observation", "patient=dsp-1001"));
    assert_eq!((&nothing["total"], nothing.get("entry")), (&json!(0), None));
}

#[test]
fn a_modifier_that_is_not_supported_is_rejected() {
    let mut bench = Bench::new();
    for more in [
        "type:not=11502-2",
        "type:in=urn:x",
        "_include:iterate=DocumentReference:author",
    ] {
        let form = format!("patient=dsp-1002&status=current&{more}");
        assert_refused(&bench.search("DocumentReference", &form), 400);
    }
}

#[test]
fn ten_thousand_documents_come_in_pages() {
    let mut bench = Bench::new();
    let form = "patient.identifier=urn:oid:1.3.182.4.4|1971060611819&status=current&_count=1000";
    let first = json_of(&bench.search("DocumentReference", form));
    assert_eq!(first["total"], 10_000);
    assert_eq!(first["entry"].as_array().unwrap().len(), 1_000);
    let last = "patient=dsp-many&status=current&_sort=creation&_count=1";
    let oldest = json_of(&bench.search("DocumentReference", last));
    let created = &oldest["entry"][0]["resource"]["content"][0]["attachment"]["creation"];
    assert!(created.as_str().unwrap().starts_with("1991"), "{created}");
}

#[test]
fn a_resource_is_read_by_its_id() {
    let mut bench = Bench::new();
    assert_eq!(
        json_of(&bench.get("/fhir/Organization/lab-nord"))["id"],
        "lab-nord"
    );
    assert_refused(&bench.get("/fhir/Observation/nowhere"), 404);
    assert_refused(&bench.get("/fhirx/Patient/dsp-1002"), 404);
    assert_refused(
        &bench.get_as("/fhir/Patient/dsp-1002", "application/xml"),
        406,
    );
}
