//! `GET /fhir/metadata`: what the stand-in can do, made from the same table that searches use.

use serde_json::{Value, json};

use super::parameters::{Kind, TYPES};

/// The CapabilityStatement.
pub(super) fn statement(base: &str) -> Value {
    let mut resources: Vec<Value> = TYPES
        .iter()
        .map(|searchable| {
            let parameters = searchable.parameters.iter().map(|parameter| {
                let kind = match parameter.kind {
                    Kind::Token => "token",
                    Kind::Date => "date",
                    Kind::Text | Kind::AuthorName => "string",
                    Kind::Reference => "reference",
                };
                json!({"name": parameter.name, "type": kind})
            });
            let of_patient = (searchable.kind != "Patient")
                .then(|| json!({"name": "patient", "type": "reference"}));
            json!({
                "type": searchable.kind,
                "interaction": [{"code": "read"}, {"code": "search-type"}],
                "searchParam": parameters.chain(of_patient).collect::<Vec<_>>(),
            })
        })
        .collect();
    resources.push(json!({"type": "Binary", "interaction": [{"code": "read"}]}));
    json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": "2026-11-22",
        "kind": "instance",
        "software": {"name": "DSP stand-in of the Volet sandbox"},
        "implementation": {"description": "Sandbox", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "instantiates": ["https://profiles.ihe.net/ITI/MHD/CapabilityStatement/IHE.MHD.DocumentResponder"],
        "rest": [{
            "mode": "server",
            "security": {"cors": false, "description": "Bearer token of the issuer (RFC 6750)."},
            "resource": resources,
        }],
    })
}
