//! What stands behind the links of documents.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha1::{Digest as _, Sha1};

use super::*;

/// MHD §4.5.1.
const HASH_OF_NOTHING: &str = "2jmj7l5rSw0yVb/vlWAYkK/YBwk=";

fn attachment(bench: &mut Bench, id: &str) -> Value {
    let mut document = json_of(&bench.get(&format!("/fhir/DocumentReference/{id}")));
    document["content"][0]["attachment"].take()
}

fn hash(bytes: &[u8]) -> String {
    STANDARD.encode(Sha1::digest(bytes))
}

/// Every link of a page is absolute but one, and size and hash are right but where the table says otherwise.
#[test]
fn hashes_are_right_but_one() {
    let mut bench = Bench::new();
    let documents = bench.matches("DocumentReference", SAHIN);
    let mut wrong = Vec::new();
    let mut relative = 0;
    for document in &documents {
        let attachment = &document["content"][0]["attachment"];
        let url = attachment["url"].as_str().unwrap();
        relative += usize::from(url.starts_with('/'));
        assert!(url.starts_with('/') || url.starts_with(BASE), "{url}");
        let answer = bench.get(url);
        if status(&answer) != 200 || attachment["hash"].is_null() || attachment["size"] == 0 {
            continue;
        }
        let body = answer.response.body();
        assert_eq!(attachment["size"], body.len(), "{url}");
        assert_eq!(
            answer.response.headers()[CONTENT_TYPE],
            attachment["contentType"].as_str().unwrap()
        );
        if attachment["hash"] != hash(body).as_str() {
            wrong.push(document["id"].as_str().unwrap());
        }
    }
    assert_eq!((wrong, relative), (vec!["doc-1002-empreinte"], 1));
}

#[test]
fn documents_are_what_they_say_but_two() {
    let mut bench = Bench::new();
    let mut begins = |id: &str, with: &[u8]| {
        let answer = bench.get(&format!("/fhir/Binary/{id}"));
        let body = answer.response.body();
        assert_eq!(status(&answer), 200, "{id}");
        assert!(body.starts_with(with), "{id}");
        String::from_utf8_lossy(body).into_owned()
    };
    begins("doc-1002-bio-1", b"%PDF-");
    begins("doc-1002-thorax-image", b"\x89PNG");
    begins("doc-1002-consult", b"Consultation");
    assert!(begins("doc-1002-sortie", b"<?xml").contains("urn:hl7-org:v3"));
    // These two say PDF and JPEG.
    assert!(begins("doc-1002-menteur-html", b"<!doctype html>").contains("<script>"));
    begins("doc-1002-menteur-image", b"%PDF-");
    let bundle = begins("doc-1002-presc-bio", b"{");
    let bundle: Value = serde_json::from_str(&bundle).unwrap();
    assert_eq!(
        (&bundle["type"], bundle["entry"].as_array().unwrap().len()),
        (&json!("transaction"), 4)
    );
}

#[test]
fn an_on_demand_document_is_made_when_it_is_fetched() {
    let mut bench = Bench::new();
    let found = attachment(&mut bench, "doc-1002-demande-labo");
    assert!(found.get("hash").is_none() && found.get("size").is_none());
    let answer = bench.get("/fhir/Binary/doc-1002-demande-labo");
    assert!(answer.response.body().starts_with(b"%PDF-"));
    let later = attachment(&mut bench, "doc-1002-differe");
    assert_eq!(
        (&later["size"], &later["hash"]),
        (&json!(0), &json!(HASH_OF_NOTHING))
    );
}

#[test]
fn what_cannot_be_given_is_refused_as_mhd_says() {
    let mut bench = Bench::new();
    for (id, expected) in [
        ("doc-1002-interdit", 403),
        ("doc-1002-introuvable", 404),
        ("doc-1002-format", 406),
        ("doc-1002-retire", 410),
        ("nothing", 404),
    ] {
        assert_refused(&bench.get(&format!("/fhir/Binary/{id}")), expected);
    }
    assert_refused(
        &bench.get_as("/fhir/Binary/doc-1002-bio-1", "image/png"),
        406,
    );
}

#[test]
fn who_names_fhir_gets_the_binary_resource() {
    let mut bench = Bench::new();
    let answer = bench.get_as("/fhir/Binary/doc-1002-consult", "application/fhir+json");
    let binary = json_of(&answer);
    let text = STANDARD.decode(binary["data"].as_str().unwrap()).unwrap();
    assert!(text.starts_with(b"Consultation"));
    let raw = bench.get_as("/fhir/Binary/doc-1002-consult", "text/*, */*;q=0");
    assert!(raw.response.body().starts_with(b"Consultation"));
}

#[test]
fn the_journal_is_told_the_document_and_the_person() {
    let mut bench = Bench::new();
    let facts = bench.get("/fhir/Binary/doc-1002-bio-1").facts;
    assert_eq!(
        (facts.document_id.as_deref(), facts.sub.as_deref()),
        (Some("doc-1002-bio-1"), Some(DOCTOR))
    );
    let unknown = bench.get("/fhir/Binary/1985031402717").facts;
    assert_eq!(unknown.document_id, None);
}

#[test]
fn the_bad_patient_keeps_what_is_wrong_with_it() {
    let mut bench = Bench::new();
    let found = bench.matches("Patient", "identifier=urn:oid:1.3.182.4.4|1970011311969");
    assert_eq!(found.len(), 1);
    let documents = bench.matches("DocumentReference", "patient=dsp-bad&status=current,valid");
    let text = serde_json::to_string(&documents).unwrap();
    for bad in [
        "javascript:alert",
        "data:text/html",
        "elsewhere.example",
        "file:///",
    ] {
        assert!(text.contains(bad), "{bad}");
    }
}
