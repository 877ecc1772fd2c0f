//! What mySecu holds: the same document again, refused ones, taken back and replaced ones.

use super::*;

#[test]
fn the_same_bytes_give_the_first_receipt_and_others_a_refusal() {
    let mut bench = Bench::new();
    let first = bench.send(&ecit(INSURED));
    let again = bench.send(&ecit(INSURED));
    assert_eq!(json_of(&first), json_of(&again));
    let other = bench.send(&ecit(INSURED).replace("J06", "J07"));
    assert_eq!(codes(&other), ["NUMERO_PRIS"]);
    // The same number under another billing code is another document.
    let body = document(ID, &ecit(INSURED));
    let path = "/saas/v2/90120070/send-document";
    assert_eq!(
        codes(&bench.call_as(Some(&token(json!({}))), path, &body)),
        ["NUMERO_PRIS"]
    );
    assert_eq!(bench.ec.deposits().as_array().unwrap().len(), 1);
}

#[test]
fn a_refused_document_may_come_again() {
    let mut bench = Bench::new();
    bench.scenarios.set(Scenario::InsuredUnknown, Some(1));
    assert_eq!(codes(&bench.send(&ecit(INSURED))), ["ASSURE_INCONNU"]);
    assert_eq!(bench.ec.deposits(), json!([]));
    assert_eq!(codes(&bench.send(&ecit(INSURED))), [""; 0]);
}

#[test]
fn a_document_is_revoked_once_and_only_by_its_own_code() {
    let mut bench = Bench::new();
    let uuid = json_of(&bench.send(&ecit(INSURED)))["uuidSecu"].clone();
    let mut body = json!({"documentId": ID, "uuidSecu": uuid, "motif": "Erreur de saisie"});
    let foreign = "/saas/v2/90120070/revoke-document";
    let answer = bench.call_as(Some(&token(json!({}))), foreign, &body);
    problem(&answer, 404, "unknown_document");
    assert_eq!(codes(&bench.call("revoke-document", &body)), [""; 0]);
    assert_eq!(bench.ec.deposits()[0]["state"], "revoked");
    assert_eq!(
        codes(&bench.call("revoke-document", &body)),
        ["DEJA_REVOQUE"]
    );
    body["uuidSecu"] = json!(ID);
    problem(
        &bench.call("revoke-document", &body),
        404,
        "unknown_document",
    );
}

#[test]
fn only_a_deposited_document_replaces_another() {
    let mut bench = Bench::new();
    let uuid = json_of(&bench.send(&ecit(INSURED)))["uuidSecu"].clone();
    let other = "7f1c2a9e-0b1d-4c57-8a83-2f9f5d0f3e11";
    let replace = |bench: &mut Bench, new: &str| {
        let body = json!({"documentId": ID, "uuidSecu": uuid, "replacedBy": new, "motif": "x"});
        let answer = bench.call("revoke-document", &body);
        (codes(&answer), bench.ec.deposits()[0]["state"].clone())
    };
    let refused = (vec!["REMPLACANT_INCONNU".to_owned()], json!("accepted"));
    assert_eq!(replace(&mut bench, other), refused, "nowhere");
    assert_eq!(replace(&mut bench, ID), refused, "itself");
    let association = ecit(INSURED).replace(
        "<facturier><codePrestataire>90813319",
        "<facturier><codePrestataire>90120070",
    );
    let path = "/saas/v2/90120070/send-document";
    let foreign = document(other, &association.replace(ID, other));
    bench.call_as(Some(&token(json!({}))), path, &foreign);
    assert_eq!(replace(&mut bench, other), refused, "of another code");
    let new = "8f1c2a9e-0b1d-4c57-8a83-2f9f5d0f3e11";
    bench.call(
        "send-document",
        &document(new, &ecit(INSURED).replace(ID, new)),
    );
    let replaced = (Vec::new(), json!("replaced"));
    assert_eq!(replace(&mut bench, new), replaced);
}

#[test]
fn what_was_revoked_is_not_taken_for_a_deposit() {
    let mut bench = Bench::new();
    let uuid = json_of(&bench.send(&ecit(INSURED)))["uuidSecu"].clone();
    let body = json!({"documentId": ID, "uuidSecu": uuid, "motif": "Erreur de saisie"});
    bench.call("revoke-document", &body);
    let again = bench.send(&ecit(INSURED));
    assert_eq!(codes(&again), ["REVOQUE"]);
    assert_eq!(json_of(&again).get("uuidSecu"), None);
    let other = bench.send(&ecit(INSURED).replace("J06", "J07"));
    assert_eq!(codes(&other), ["NUMERO_PRIS"]);
}
