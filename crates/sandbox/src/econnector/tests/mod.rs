//! The eConnector stand-in as a gateway meets it. Every answer is validated against the OpenAPI file.

mod deposits;
mod faults;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use rand::SeedableRng as _;
use serde_json::json;

use super::*;
use crate::data;
use crate::jose::TEST_KEY;

const ISSUER: &str = "http://127.0.0.1:8081/auth/realms/default";
const DOCTOR: &str = "3b1f0a52-6f0e-4c0b-9a53-0d1f6a5f2c01";
const INSURED: &str = "1985031402717";
const ID: &str = "6f1c2a9e-0b1d-4c57-8a83-2f9f5d0f3e11";
/// 2027-01-15T08:00:00Z.
const NOW: i64 = 1_800_000_000;

struct Bench {
    ec: Econnector,
    scenarios: Scenarios,
    now: i64,
}

impl Bench {
    fn new() -> Self {
        Self::with_audience(None)
    }

    fn with_audience(audience: Option<&str>) -> Self {
        let settings = Settings {
            trust: Trust {
                issuer: ISSUER.into(),
                audience: audience.map(str::to_owned),
            },
            gp_codes: data::gp_codes(data::ENTITLEMENTS).unwrap(),
        };
        let ec = Econnector::new(settings, StdRng::seed_from_u64(3)).unwrap();
        Self {
            ec,
            scenarios: Scenarios::default(),
            now: NOW,
        }
    }

    fn respond(&mut self, request: &Request) -> Answer {
        let keys = IssuerKeys::from_jwks(&TEST_KEY.jwks());
        let answer = respond(&mut self.ec, &mut self.scenarios, &keys, request, self.now);
        assert_in_contract(request, &answer);
        answer
    }

    fn call_as(&mut self, token: Option<&str>, path: &str, body: &Value) -> Answer {
        let mut request =
            http::Request::post(path).header(CONTENT_TYPE, "application/json; charset=utf-8");
        if let Some(token) = token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        self.respond(&request.body(body.to_string().into_bytes()).unwrap())
    }

    fn call(&mut self, operation: &str, body: &Value) -> Answer {
        let path = format!("/saas/v2/90813319/{operation}");
        self.call_as(Some(&token(json!({}))), &path, body)
    }

    fn send(&mut self, xml: &str) -> Answer {
        self.call("send-document", &document(ID, xml))
    }

    fn get(&mut self, path: &str) -> Answer {
        self.respond(&http::Request::get(path).body(Vec::new()).unwrap())
    }
}

/// An access token of the doctor with some claims changed.
fn token(changes: Value) -> String {
    let mut claims = json!({"typ": "Bearer", "iss": ISSUER, "sub": DOCTOR, "aud": ["account"],
        "exp": NOW + 300});
    claims
        .as_object_mut()
        .unwrap()
        .extend(changes.as_object().unwrap().clone());
    TEST_KEY.sign(&claims)
}

fn document(id: &str, xml: &str) -> Value {
    json!({"documentId": id, "documentType": "ECIT", "xml": STANDARD.encode(xml)})
}

fn ecit(insured: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><cns:certificatIncapaciteTravail xmlns:cns="http://www.secu.lu/ciss/cns"><entete><UUID>{ID}</UUID><prestataire><codePrestataire>90813319</codePrestataire><nom>Weber</nom><prenom>Anne</prenom></prestataire><facturier><codePrestataire>90813319</codePrestataire></facturier><dateEtablissement>2027-01-15</dateEtablissement></entete><assure><matricule>{insured}</matricule><nom>Şahin</nom><prenom>Łukasz</prenom></assure><incapacite><nature>INITIAL</nature><motif>MALADIE</motif><dateDebut>2027-01-14</dateDebut><dateFin>2027-01-16</dateFin><codeDiagnostic>J06</codeDiagnostic><sorties>EXCLUES</sorties></incapacite></cns:certificatIncapaciteTravail>"#
    )
}

fn mh(matricule: &str) -> String {
    format!(
        r#"<cns:memoireHonoraire xmlns:cns="http://www.secu.lu/ciss/cns"><entete><UUID>{ID}</UUID><facturier><codePrestataire>90813319</codePrestataire><nom>Weber</nom><adresse><rue>Quai</rue></adresse></facturier><patient><matricule>{matricule}</matricule></patient><assure><adresse><rue>Quai</rue></adresse></assure><dateMemoireHonoraires>2027-01-15</dateMemoireHonoraires></entete><prestation><numeroLigne>1</numeroLigne><periode><dateDebut>2027-01-15</dateDebut></periode><acte><codeActe>C1</codeActe></acte><nombre>1</nombre><montantBrut>62.60</montantBrut></prestation><paiement><sousTotal>62.60</sousTotal><aPayer>62.60</aPayer><devise>EUR</devise><acquitte>false</acquitte></paiement><libre/><footer/><indicationsSupplementaires/></cns:memoireHonoraire>"#
    )
}

/// Validates an answer against what the file says for this path, method and status. Only the two
/// faults that are meant to break the contract may.
fn assert_in_contract(request: &Request, answer: &Answer) {
    let status = answer.response.status();
    let media = answer
        .response
        .headers()
        .get(CONTENT_TYPE)
        .map(|v| v.to_str().unwrap());
    let path = request.uri().path();
    let template = match Operation::parse(path) {
        Some((operation, _)) => operation.template(),
        None if path == "/econnector/status" => path,
        None => return,
    };
    let Ok(body) = serde_json::from_slice::<Value>(answer.response.body()) else {
        return;
    };
    let document: Value = serde_json::from_str(contract::OPENAPI).unwrap();
    let verb = request.method().as_str().to_lowercase();
    let response = &document["paths"][template][verb]["responses"][status.as_str()];
    let schema = &response["content"][media.unwrap()]["schema"];
    let validator = contract::compile(&document, schema).unwrap();
    assert!(validator.is_valid(&body), "{template} {status}: {body}");
}

fn json_of(answer: &Answer) -> Value {
    serde_json::from_slice(answer.response.body()).unwrap()
}

#[track_caller]
fn problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.response.status().as_u16(), status);
    assert_eq!(
        answer.response.headers()[CONTENT_TYPE],
        "application/problem+json"
    );
    assert_eq!(json_of(answer)["code"], code);
}

fn codes(answer: &Answer) -> Vec<String> {
    let body = json_of(answer);
    let anomalies = body["anomalies"].as_array().unwrap();
    anomalies
        .iter()
        .map(|anomaly| anomaly["code"].as_str().unwrap().to_owned())
        .collect()
}

/// The paths that anomalies name, below the root.
fn paths(xml: &str) -> Vec<String> {
    let answer = Bench::new().send(xml);
    let body = json_of(&answer);
    assert!(body.get("uuidSecu").is_none(), "{body}");
    let anomalies = body["anomalies"].as_array().unwrap();
    let path = |a: &Value| a["path"].as_str().unwrap().to_owned();
    let root = "/certificatIncapaciteTravail/";
    anomalies
        .iter()
        .map(|a| path(a).strip_prefix(root).unwrap().to_owned())
        .collect()
}

#[test]
fn the_file_has_the_six_paths_and_is_served() {
    let answer = Bench::new().get("/v3/api-docs/v2");
    let document = json_of(&answer);
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    // Whatever the port.
    assert_eq!(document["servers"][0]["url"], "/");
    for (_, template) in operation::ALL {
        assert!(
            document["paths"][template]["post"]["summary"].is_string(),
            "{template}"
        );
    }
    assert!(
        document["info"]["description"]
            .as_str()
            .unwrap()
            .contains("Assumption:")
    );
    let page = Bench::new().get("/swagger-ui/index.html");
    let html = String::from_utf8(page.response.into_body()).unwrap();
    for (_, template) in operation::ALL {
        assert!(html.contains(template), "{template}");
    }
    assert!(!html.contains("<script") && !html.contains("https://"));
}

#[test]
fn an_ecit_is_accepted_with_three_pages() {
    let mut bench = Bench::new();
    let answer = bench.send(&ecit(INSURED));
    let body = json_of(&answer);
    assert_eq!(answer.facts.document_id.as_deref(), Some(ID));
    assert_eq!(answer.facts.sub.as_deref(), Some(DOCTOR));
    assert_eq!(answer.facts.gp_code.as_deref(), Some("90813319"));
    assert_eq!(body["uuidSecu"].as_str().unwrap().len(), 36);
    let volets: Vec<_> = body["documents"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| &d["volet"])
        .collect();
    assert_eq!(volets, ["caisse", "employeur", "assure"]);
    let deposits = bench.ec.deposits();
    assert_eq!(deposits[0]["documentId"], ID);
    assert_eq!(deposits[0]["state"], "accepted");
    assert_eq!(deposits[0]["documentType"], "ECIT");
}

#[test]
fn an_mh_has_no_page_by_either_route() {
    let mut bench = Bench::new();
    let mut body = document(ID, &mh(INSURED));
    problem(
        &bench.call_as(
            Some(&token(json!({}))),
            "/saas/v2/ra/90813319/send-MH",
            &body,
        ),
        400,
        "invalid_request",
    );
    body["documentType"] = json!("MH");
    problem(&bench.call("generate-pdf", &body), 422, "pdf_not_available");
    let answer = bench.call_as(
        Some(&token(json!({}))),
        "/saas/v2/ra/90813319/send-MH",
        &body,
    );
    assert_eq!(json_of(&answer)["documents"], json!([]));
    assert_eq!(json_of(&answer).get("shares"), None);
    let again = bench.call("send-document", &body);
    assert_eq!(json_of(&again)["uuidSecu"], json_of(&answer)["uuidSecu"]);
    body["documentId"] = json!("00000000-0000-4000-8000-000000000000");
    problem(&bench.call("send-document", &body), 400, "invalid_request");
}

#[test]
fn a_later_version_makes_the_page_of_an_mh() {
    let mut bench = Bench::new();
    bench.scenarios.set(Scenario::MhPages, None);
    let (one, many) = (mh(INSURED), mh(INSURED).replace("62.60", "x"));
    let (_, rest) = one.split_once("<prestation>").unwrap();
    let (only, _) = rest.split_once("</prestation>").unwrap();
    let line = |n: usize| {
        let numbered = only.replace("<numeroLigne>1<", &format!("<numeroLigne>{n}<"));
        format!("<prestation>{numbered}</prestation>")
    };
    let lines: String = (1..=45).map(line).collect();
    let whole = one.replace(&line(1), &lines);
    let whole = whole.replace("Total>62.60<", "Total>2817.00<");
    let whole = whole.replace("aPayer>62.60<", "aPayer>2817.00<");
    for (xml, pages, expect) in [(&one, 1, 1), (&whole, 3, 1), (&many, 0, 0)] {
        let mut body = document(ID, xml);
        body["documentType"] = json!("MH");
        let answer = json_of(&bench.call("generate-pdf", &body));
        let documents = answer["documents"].as_array().unwrap();
        assert_eq!(documents.len(), expect, "{answer}");
        for document in documents {
            assert_eq!(document["volet"], "mh");
            let file = STANDARD.decode(document["data"].as_str().unwrap()).unwrap();
            let file = String::from_utf8_lossy(&file);
            assert!(file.starts_with("%PDF-") && file.contains(&format!("/Count {pages}")));
        }
    }
    assert_eq!(bench.ec.deposits(), json!([]));
}

#[test]
fn immediate_payment_answers_the_shares_and_a_refusal_names_the_line() {
    let mut bench = Bench::new();
    let mut body = document(ID, &mh(INSURED));
    body["documentType"] = json!("MH");
    let taken = json_of(&bench.call("send-document", &body));
    assert_eq!(taken["shares"], json!({"patient": "7.51", "cns": "55.09"}));
    let mut bench = Bench::new();
    let mut body = document(ID, &mh(INSURED).replace("<nombre>1<", "<nombre>0<"));
    body["documentType"] = json!("MH");
    let refused = json_of(&bench.call("send-document", &body));
    assert_eq!(
        refused["anomalies"][0]["path"],
        "/memoireHonoraire/prestation[1]/nombre"
    );
    assert_eq!(refused.get("shares"), None);
}

#[test]
fn the_bearer_is_checked() {
    let body = document(ID, &ecit(INSURED));
    let path = "/saas/v2/90813319/send-document";
    let mut bench = Bench::new();
    problem(&bench.call_as(None, path, &body), 401, "invalid_token");
    for wrong in [
        json!({"exp": NOW}),
        json!({"exp": null}),
        json!({"iss": "http://127.0.0.1:9/"}),
        json!({"typ": "Refresh"}),
        json!({"typ": "ID"}),
        json!({"nbf": NOW + 1}),
        json!({"sub": ""}),
    ] {
        let answer = bench.call_as(Some(&token(wrong.clone())), path, &body);
        problem(&answer, 401, "invalid_token");
        assert!(
            answer.response.headers().contains_key("www-authenticate"),
            "{wrong}"
        );
    }
    let forged = TEST_KEY.sign_wrongly(&json!({"iss": ISSUER, "sub": DOCTOR, "exp": NOW + 300}));
    problem(
        &bench.call_as(Some(&forged), path, &body),
        401,
        "invalid_token",
    );
    assert_eq!(bench.ec.deposits(), json!([]));
}

#[test]
fn the_audience_is_checked_only_where_one_is_configured() {
    let body = document(ID, &ecit(INSURED));
    let path = "/saas/v2/90813319/generate-pdf";
    let mut bench = Bench::with_audience(Some("econnector"));
    problem(
        &bench.call_as(Some(&token(json!({}))), path, &body),
        401,
        "invalid_token",
    );
    for aud in [json!("econnector"), json!(["account", "econnector"])] {
        let answer = bench.call_as(Some(&token(json!({ "aud": aud }))), path, &body);
        assert_eq!(answer.response.status(), 200);
    }
}

#[test]
fn only_a_code_of_the_holder_may_be_used() {
    let body = document(ID, &ecit(INSURED));
    let mut bench = Bench::new();
    let refused = bench.call_as(
        Some(&token(json!({}))),
        "/saas/v2/90812100/send-document",
        &body,
    );
    problem(&refused, 403, "gp_code_refused");
    let stranger = token(json!({"sub": "nobody"}));
    let refused = bench.call_as(Some(&stranger), "/saas/v2/90813319/send-document", &body);
    problem(&refused, 403, "gp_code_refused");
    let association = ecit(INSURED).replace(
        "<facturier><codePrestataire>90813319",
        "<facturier><codePrestataire>90120070",
    );
    let path = "/saas/v2/90120070/send-document";
    let sent = bench.call_as(Some(&token(json!({}))), path, &document(ID, &association));
    assert_eq!(codes(&sent), [""; 0]);
}

#[test]
fn a_body_of_another_shape_is_refused_without_its_values() {
    let mut bench = Bench::new();
    let good = document(ID, &ecit(INSURED));
    for (name, value) in [
        ("documentId", json!("NOT-A-UUID-canary")),
        ("documentId", json!(null)),
        ("documentType", json!("canary")),
        ("xml", json!("***canary***")),
        ("xml", json!(STANDARD.encode("<canary>"))),
        ("xml", json!(STANDARD.encode("<canary/>"))),
        ("xml", json!(STANDARD.encode([0xff, 0xfe, 0x00]))),
        ("canary", json!(1)),
    ] {
        let mut body = good.clone();
        body[name] = value;
        let answer = bench.call("send-document", &body);
        problem(&answer, 400, "invalid_request");
        let detail = json_of(&answer)["detail"].to_string();
        assert!(name == "canary" || !detail.contains("canary"), "{detail}");
    }
    let entity = "<!DOCTYPE a [<!ENTITY x 'y'>]>".to_owned() + &ecit(INSURED);
    problem(&bench.send(&entity), 400, "invalid_request");
    let other_number = ecit(INSURED).replace(ID, "00000000-0000-4000-8000-000000000000");
    problem(&bench.send(&other_number), 400, "invalid_request");
    let unqualified = ecit(INSURED).replace("cns:", "");
    problem(&bench.send(&unqualified), 400, "invalid_request");
}

#[test]
fn the_content_is_checked_and_the_place_named() {
    let good = ecit(INSURED);
    let change = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        paths(&good.replace(from, to))
    };
    assert_eq!(change(INSURED, "198503140271"), ["assure/matricule"]);
    assert_eq!(change("2027-01-16", "2027-01-13"), ["incapacite/dateFin"]);
    assert_eq!(change("2027-01-16", "2027-02-30"), ["incapacite/dateFin"]);
    assert_eq!(
        change("2027-01-15", "2027-01-16"),
        ["entete/dateEtablissement"]
    );
    assert_eq!(change("INITIAL", "AUTRE"), ["incapacite/nature"]);
    assert_eq!(change("MALADIE", "CRF"), ["enfant"]);
    assert_eq!(change("<nom>Şahin</nom>", ""), ["assure/nom"]);
    assert_eq!(change("<nom>Şahin</nom>", "<nom> </nom>"), ["assure/nom"]);
    assert_eq!(
        change("<prenom>Łukasz", "<surnom/><prenom>Łukasz"),
        ["assure/surnom"]
    );
    let long = |count| "x".repeat(count);
    assert_eq!(change("Şahin", &long(151)), ["assure/nom"]);
    assert_eq!(change("J06", &long(101)), ["incapacite/codeDiagnostic"]);
    let practitioner = "<prestataire><codePrestataire>90813319";
    assert_eq!(
        change(practitioner, "<prestataire><codePrestataire>9081331"),
        ["entete/prestataire/codePrestataire"]
    );
    let previous = format!(
        "INITIAL</nature><certificatPrecedent>{}</certificatPrecedent>",
        long(37)
    );
    assert_eq!(
        change("INITIAL</nature>", &previous),
        ["incapacite/certificatPrecedent"]
    );
    let accident = "ACCIDENT</motif>";
    let number = "</sorties><accident><numeroAccident>U12</numeroAccident></accident>";
    let wrong = good.replace("MALADIE</motif>", accident);
    assert_eq!(
        paths(&wrong.replace("</sorties>", number)),
        ["incapacite/accident/numeroAccident"]
    );
    let address = "</prenom><adresse><rue>r</rue><codePays>LUX</codePays></adresse></assure>";
    assert_eq!(
        change("</prenom></assure>", address),
        ["assure/adresse/codePays"]
    );
    // Only the root is in the namespace.
    let qualified = good.replace("cns:", "").replace("xmlns:cns", "xmlns");
    assert_eq!(paths(&qualified), ["entete"]);
    let biller = "<facturier><codePrestataire>90813319";
    let other = "<facturier><codePrestataire>90120070";
    assert_eq!(change(biller, other), ["entete/facturier/codePrestataire"]);
    let child = "</incapacite><enfant><matricule>2019051703327</matricule><nom>a</nom>\
                 <prenom>b</prenom></enfant>";
    assert_eq!(change("</incapacite>", child), ["enfant"]);
    let crf = good
        .replace("MALADIE", "CRF")
        .replace("</incapacite>", child);
    assert_eq!(codes(&Bench::new().send(&crf)), [""; 0]);
    assert_eq!(
        paths(&crf.replace("2019051703327", INSURED)),
        ["enfant/matricule"]
    );
    assert_eq!(
        paths(&crf.replace("2019051703327", "201905170332")),
        ["enfant/matricule"]
    );
}

/// The number printed in the published slides has wrong check digits and is used for tests all the same.
#[test]
fn a_number_with_wrong_check_digits_is_accepted_with_a_warning() {
    let answer = Bench::new().send(&ecit("1904112000188"));
    assert_eq!(codes(&answer), ["MATRICULE"]);
    assert!(json_of(&answer)["uuidSecu"].is_string());
}

#[test]
fn a_late_certificate_is_accepted_with_a_warning() {
    let late = ecit(INSURED).replace("2027-01-14", "2027-01-12");
    let answer = Bench::new().send(&late);
    assert_eq!(codes(&answer), ["DELAI_ETABLISSEMENT"]);
    assert!(json_of(&answer)["uuidSecu"].is_string());
}

#[test]
fn a_signature_fits_only_the_document_it_was_made_for() {
    let mut bench = Bench::new();
    let mut request = document(ID, &ecit(INSURED));
    let pages = json_of(&bench.call("generate-pdf", &request))["documents"].clone();
    request["documents"] = pages;
    let answer = json_of(&bench.call("generate-signature", &request));
    let parts: Vec<_> = answer["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| &s["part"])
        .collect();
    assert_eq!(parts, ["xml", "caisse", "employeur", "assure"]);
    assert_eq!(answer["signatures"][0]["signedAt"], "2027-01-15T08:00:00Z");

    let mut deposit = document(ID, &ecit(INSURED).replace("J06", "J07"));
    deposit["signature"] = answer["signatures"][0].clone();
    problem(
        &bench.call("deposit-document", &deposit),
        422,
        "invalid_signature",
    );
    deposit["xml"] = json!(STANDARD.encode(ecit(INSURED)));
    deposit["signature"] = answer["signatures"][1].clone();
    problem(
        &bench.call("deposit-document", &deposit),
        422,
        "invalid_signature",
    );
    deposit["signature"] = answer["signatures"][0].clone();
    let receipt = json_of(&bench.call("deposit-document", &deposit));
    assert!(receipt["uuidSecu"].is_string());
    assert_eq!(receipt["documents"], json!([]));
}

#[test]
fn generate_pdf_deposits_nothing_and_makes_no_page_of_a_wrong_document() {
    let mut bench = Bench::new();
    let answer = bench.call("generate-pdf", &document(ID, &ecit(INSURED)));
    assert_eq!(json_of(&answer)["documents"].as_array().unwrap().len(), 3);
    let wrong = document(ID, &ecit("198503140271"));
    assert_eq!(
        json_of(&bench.call("generate-pdf", &wrong))["documents"],
        json!([])
    );
    assert_eq!(bench.ec.deposits(), json!([]));
}
