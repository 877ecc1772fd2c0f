//! The client's requests and answers against the one file that holds the assumption: the stand-in's OpenAPI document.
#![expect(
    clippy::unwrap_used,
    reason = "what these helpers unwrap is the tests' own"
)]

use domain::econnector::{
    Deposit, DocumentType, GeneratePdf, RevokeDocument, SendDocument, SendOutcome,
};
use domain::ids::{DocumentId, GpCode};
use http::Response;
use serde_json::{Value, json};

const FILE: &str = include_str!("../../sandbox/data/econnector-v2.openapi.json");

fn check(schema: &str, body: &Value) {
    let file: Value = serde_json::from_str(FILE).unwrap();
    let whole = json!({
        "$ref": format!("#/components/schemas/{schema}"),
        "components": file["components"],
    });
    let validator = jsonschema::validator_for(&whole).unwrap();
    let errors: Vec<_> = validator
        .iter_errors(body)
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{schema}: {errors:?}");
}

fn deposit() -> Deposit {
    Deposit {
        document_id: DocumentId::derive([7; 16]),
        gp_code: GpCode::parse("90813319").unwrap(),
        document_type: DocumentType::Ecit,
        xml: "<x/>".into(),
    }
}

fn revocation(replaced_by: Option<DocumentId>) -> RevokeDocument {
    let Deposit {
        document_id,
        gp_code,
        ..
    } = deposit();
    let uuid_secu = "7884327d-7663-452d-82ec-b0ec921d5a1f".into();
    RevokeDocument {
        gp_code,
        document_id,
        uuid_secu,
        replaced_by,
        motif: "Erreur".into(),
    }
}

#[test]
fn requests_have_the_shape_of_the_file() {
    let deposit = deposit();
    let request = SendDocument(&deposit).request("/volet").unwrap();
    check("Document", &serde_json::from_slice(request.body()).unwrap());
    for replaced_by in [None, Some(DocumentId::derive([8; 16]))] {
        let request = revocation(replaced_by).request("/volet").unwrap();
        check(
            "Revocation",
            &serde_json::from_slice(request.body()).unwrap(),
        );
    }
}

#[test]
fn addresses_are_paths_of_the_file() {
    let file: Value = serde_json::from_str(FILE).unwrap();
    let deposit = deposit();
    let memo = Deposit {
        document_type: DocumentType::Memoire,
        ..deposit.clone()
    };
    let memo = SendDocument(&memo).request("/volet").unwrap();
    check("MhDocument", &serde_json::from_slice(memo.body()).unwrap());
    let send = SendDocument(&deposit).request("/volet").unwrap();
    let revoke = revocation(None).request("/volet").unwrap();
    let pages = GeneratePdf(&deposit).request("/volet").unwrap();
    check("Document", &serde_json::from_slice(pages.body()).unwrap());
    for request in [send, memo, revoke, pages] {
        let path = request
            .uri()
            .path()
            .replace("/volet/econnector", "")
            .replace("90813319", "{gpCode}");
        assert!(file["paths"][&path]["post"].is_object(), "{path}");
    }
}

#[test]
fn an_answer_of_the_shape_of_the_file_is_read() {
    let deposit = deposit();
    let answer = json!({
        "documentId": deposit.document_id,
        "uuidSecu": "7884327d-7663-452d-82ec-b0ec921d5a1f",
        "anomalies": [{
            "type": "AVERTISSEMENT", "code": "MATRICULE", "motif": "x",
            "path": "/certificatIncapaciteTravail/assure/matricule",
        }],
        "documents": [{"volet": "caisse", "contentType": "application/pdf", "data": "JVBERi0xLjc="}],
    });
    check("Receipt", &answer);
    let response = Response::builder()
        .status(200)
        .body(answer.to_string().into_bytes())
        .unwrap();
    let Ok(SendOutcome::Accepted(receipt)) = SendDocument(&deposit).read(&response) else {
        panic!("not accepted");
    };
    assert_eq!((receipt.anomalies.len(), receipt.documents.len()), (1, 1));
}
