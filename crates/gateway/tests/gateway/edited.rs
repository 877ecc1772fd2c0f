//! Requests that are edited by hand: the document in the body is judged as the path and the members beside it are.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::support::{GP_CODE, Page, World};

const ASSOCIATION: &str = "90120070";
const ID: &str = "0191e0a0-0000-7000-8000-000000000001";

/// A certificate of the doctor under this code.
fn certificate(biller: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
         <certificatIncapaciteTravail xmlns=\"http://www.secu.lu/ciss/cns\"><entete><UUID>{ID}</UUID>\
         <prestataire><codePrestataire>90813319</codePrestataire><nom>Weber</nom></prestataire>\
         <facturier><codePrestataire>{biller}</codePrestataire></facturier></entete>\
         </certificatIncapaciteTravail>"
    )
}

fn memo(biller: &str) -> String {
    format!(
        "<memoireHonoraire><entete><UUID>{ID}</UUID><facturier>\
         <codePrestataire>{biller}</codePrestataire></facturier></entete></memoireHonoraire>"
    )
}

fn body(kind: &str, xml: impl AsRef<[u8]>) -> Value {
    json!({ "documentId": ID, "documentType": kind, "xml": STANDARD.encode(xml) })
}

async fn deposit(page: &mut Page, gp_code: &str, body: &Value) -> (u16, String) {
    let path = format!("/volet/econnector/saas/v2/{gp_code}/send-document");
    let answer = page.post_json(&path, body).await;
    (answer.status, answer.code().to_owned())
}

const REFUSED_CODE: (u16, &str) = (403, "gp_code_refused");
const NOT_ENTITLED: (u16, &str) = (403, "not_entitled");
const INVALID: (u16, &str) = (400, "invalid_request");

/// Sends what `from` becomes with `to` in its place; it has to be refused before anything goes up.
async fn check(
    page: &mut Page,
    gp_code: &str,
    xml: &str,
    (from, to): (&str, &str),
    expect: (u16, &str),
) {
    assert!(xml.contains(from), "{from} is not in {xml}");
    let body = body("ECIT", xml.replace(from, to));
    let (status, code) = deposit(page, gp_code, &body).await;
    assert_eq!((status, &*code), expect, "{to}");
}

#[tokio::test]
async fn a_document_cannot_name_another_code_doctor_kind_or_id() {
    let world = World::new().await;
    let page = &mut world.signed_in().await;
    let (own, shared) = (certificate(GP_CODE), certificate(ASSOCIATION));
    for (gp_code, xml) in [(GP_CODE, &own), (ASSOCIATION, &shared)] {
        let (status, code) = deposit(page, gp_code, &body("ECIT", xml)).await;
        assert_eq!((status, &*code), (200, ""), "nothing is wrong with it");
    }
    let sent = world.upstream.all().len();

    let colleague = (
        "<prestataire><codePrestataire>90813319",
        "<prestataire><codePrestataire>90427125",
    );
    let biller = "<facturier><codePrestataire>90120070";
    // The association's code is shared: whose certificate it is, the document says.
    check(page, ASSOCIATION, &shared, colleague, NOT_ENTITLED).await;
    check(page, GP_CODE, &own, colleague, NOT_ENTITLED).await;
    check(page, GP_CODE, &shared, (biller, biller), REFUSED_CODE).await;
    check(
        page,
        ASSOCIATION,
        &own,
        ("<entete>", "<entete>"),
        REFUSED_CODE,
    )
    .await;
    check(
        page,
        GP_CODE,
        &own,
        ("certificatIncapaciteTravail", "memoireHonoraire"),
        INVALID,
    )
    .await;
    check(
        page,
        GP_CODE,
        &own,
        (ID, "0191e0a0-0000-7000-8000-000000000002"),
        INVALID,
    )
    .await;
    check(page, GP_CODE, &own, (ID, "another"), INVALID).await;
    assert_eq!(world.upstream.all().len(), sent, "nothing went up");
}

/// What a lenient reader would overlook.
#[tokio::test]
async fn a_document_cannot_hide_what_it_names() {
    let world = World::new().await;
    let page = &mut world.signed_in().await;
    let xml = certificate(GP_CODE);
    let code = "<codePrestataire>90813319</codePrestataire></facturier>";
    for hidden in [
        "<codePrestataire>9012<!-- -->0070</codePrestataire></facturier>",
        "<codePrestataire><![CDATA[90120070]]></codePrestataire></facturier>",
        "<codePrestataire>9&#48;120070</codePrestataire></facturier>",
        "<x:codePrestataire xmlns:x='urn:x'>90120070</x:codePrestataire></facturier>",
        "<codePrestataire>90813319</codePrestataire><codePrestataire>90120070</codePrestataire></facturier>",
        "<codePrestataire>90813319</codePrestataire></facturier><facturier><codePrestataire>90120070</codePrestataire></facturier>",
        "<codePrestataire/></facturier>",
    ] {
        check(page, GP_CODE, &xml, (code, hidden), REFUSED_CODE).await;
    }
    check(
        page,
        GP_CODE,
        &xml,
        ("<entete>", "<entete><entete>"),
        INVALID,
    )
    .await;
    let definition = (
        "<certificat",
        "<!DOCTYPE a [<!ENTITY x '90120070'>]><certificat",
    );
    check(page, GP_CODE, &xml, definition, INVALID).await;

    let utf16: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [utf16.as_slice(), b"{}", b""] {
        let (status, code) = deposit(page, GP_CODE, &body("ECIT", bytes)).await;
        assert_eq!((status, &*code), INVALID);
    }
    let mut broken = body("ECIT", &xml);
    broken["xml"] = json!("not base64");
    assert_eq!(deposit(page, GP_CODE, &broken).await.0, 400);
    let twice = body("ECIT", &xml)
        .to_string()
        .replacen('{', r#"{"documentType":"MH","#, 1);
    let path = format!("/volet/econnector/saas/v2/{GP_CODE}/send-document");
    let answer = page
        .send("POST", &path, Some("application/json"), twice)
        .await;
    assert_eq!((answer.status, answer.code()), INVALID);
    assert!(world.upstream.deposits().is_empty());
}

/// Small bodies that would take hours, or more memory than the machine has, to be read in full.
#[tokio::test]
async fn a_document_cannot_be_made_to_exhaust_its_reader() {
    let world = World::new().await;
    let page = &mut world.signed_in().await;
    let nested = |depth: usize, text: &str| {
        let (open, close) = (
            "<prestataire><codePrestataire>",
            "</codePrestataire></prestataire>",
        );
        format!("{}{text}{}", open.repeat(depth), close.repeat(depth))
    };
    let declarations: String = (0..60_000).map(|n| format!(" xmlns:n{n}='n'")).collect();
    let children: String = (0..60_000)
        .map(|n| format!("<a xmlns:m{n}='m'/>"))
        .collect();
    let attributes: String = (0..300_000).map(|n| format!(" a{n:x}=''")).collect();
    let started = tokio::time::Instant::now();
    for xml in [
        nested(20_000, &"x".repeat(1_900_000)),
        nested(2, "90813319"),
        format!("<a{declarations}>{children}</a>"),
        format!("<a{attributes}/>"),
        format!("<a>{}</a>", "<a/>".repeat(900_000)),
    ] {
        let (status, code) = deposit(page, GP_CODE, &body("ECIT", &xml)).await;
        let start = xml.get(..40).unwrap();
        assert_eq!((status, &*code), INVALID, "{start}");
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

/// A secretary may send memos and no certificates (MonCabinet): calling one the other does not help.
#[tokio::test]
async fn a_certificate_that_is_called_a_memo_is_not_sent() {
    let world = World::new().await;
    let page = &mut world.signed_in_as_secretary().await;
    let call = async |page: &mut Page, operation: &str, body: &Value| {
        let path = format!("/volet/econnector/saas/v2/{operation}");
        let answer = page.post_json(&path, body).await;
        (answer.status, answer.code().to_owned())
    };
    for operation in [
        "90813319/send-document",
        "90813319/deposit-document",
        "ra/90813319/send-MH",
    ] {
        let (status, code) = call(page, operation, &body("MH", certificate(GP_CODE))).await;
        assert_eq!((status, &*code), INVALID, "{operation}");
        let (status, _) = call(page, operation, &body("MH", memo(GP_CODE))).await;
        assert_eq!(status, 200, "{operation}");
        let (status, code) = call(page, operation, &body("MH", memo(ASSOCIATION))).await;
        assert_eq!((status, &*code), REFUSED_CODE, "{operation}");
    }
    let (status, code) = call(
        page,
        "90813319/send-document",
        &body("ECIT", certificate(GP_CODE)),
    )
    .await;
    assert_eq!((status, &*code), NOT_ENTITLED);
}
