//! The shell: bodies in, journal rows, answers that get lost, the control API.

use axum::body::Body;
use http::header::CONTENT_TYPE;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::aes::{Client, ClientSecret};
use crate::data;
use crate::jose::TEST_KEY;
use crate::state::{self, Settings};

fn sandbox() -> Sandbox {
    sandbox_at("http://127.0.0.1:8081/auth/realms/default")
}

fn sandbox_at(issuer: &str) -> Sandbox {
    let settings = Settings {
        aes_issuer: url::Url::parse(issuer).unwrap(),
        client: Client {
            id: "volet-demo".into(),
            secret: ClientSecret::new("secret".into()),
            redirect_uris: vec!["http://localhost:8080/callback".into()],
            post_logout_redirect_uris: vec![],
        },
        dsp_base: url::Url::parse("http://127.0.0.1:8083/fhir").unwrap(),
        trusted_issuer: issuer.into(),
        audience: None,
        entitlements: data::ENTITLEMENTS.into(),
    };
    let state = state::State::new(settings, TEST_KEY.clone(), &mut StdRng::seed_from_u64(1));
    Sandbox::of(state.unwrap())
}

fn nobody_to_ask() -> Arc<Issuer> {
    // Port 1 on the loopback address: nothing answers, and no token in these tests names a key.
    Arc::new(Issuer::new("http://127.0.0.1:1".into(), client()))
}

fn client() -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .no_proxy()
        .build()
        .unwrap()
}

async fn call(router: &Router, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    let mut request = http::Request::builder().method(method).uri(path);
    let body = match body {
        Some(body) => {
            request = request.header(CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        }
        None => Body::empty(),
    };
    let response = router
        .clone()
        .oneshot(request.body(body).unwrap())
        .await
        .unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), 100_000).await.unwrap();
    (
        status,
        serde_json::from_slice(&bytes).unwrap_or(Value::Null),
    )
}

#[tokio::test]
async fn the_journal_has_a_row_a_request_without_query_strings() {
    let sandbox = sandbox();
    let control = control_router(sandbox.clone());
    let econnector = econnector_router(sandbox.clone(), nobody_to_ask());
    call(
        &econnector,
        "GET",
        "/econnector/status?matricule=1893120105732",
        None,
    )
    .await;
    let path = "/saas/v2/90813319/send-document";
    call(
        &econnector,
        "POST",
        path,
        Some(json!({"documentId": "secret"})),
    )
    .await;
    call(
        &aes_router(sandbox),
        "GET",
        "/auth/realms/default/nothing?code=canary",
        None,
    )
    .await;
    let (_, journal) = call(&control, "GET", "/sandbox/journal", None).await;
    let rows = journal.as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0]["path"], "/econnector/status");
    assert_eq!(rows[1]["gpCode"], "90813319");
    assert_eq!(
        (&rows[1]["status"], &rows[1]["sub"]),
        (&json!(401), &Value::Null)
    );
    assert_eq!(
        (&rows[2]["service"], &rows[2]["seq"]),
        (&json!("aes"), &json!(3))
    );
    let keys: Vec<_> = rows[0]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let expected = [
        "at",
        "documentId",
        "gpCode",
        "method",
        "path",
        "seq",
        "service",
        "status",
        "sub",
    ];
    assert_eq!(keys, expected);
    assert!(!journal.to_string().contains("canary") && !journal.to_string().contains("18931"));
}

/// A caller may put a matricule where none belongs; the journal does not keep it.
#[tokio::test]
async fn the_journal_of_the_dsp_holds_no_matricule() {
    let sandbox = sandbox();
    let dsp = dsp_router(sandbox.clone(), nobody_to_ask());
    for path in [
        "/fhir/Patient?identifier=1985031402717",
        "/fhir/Patient/1985031402717",
    ] {
        assert_eq!(call(&dsp, "GET", path, None).await.0, 401);
    }
    assert_eq!(call(&dsp, "GET", "/fhir/metadata", None).await.0, 200);
    let (_, journal) = call(&control_router(sandbox), "GET", "/sandbox/journal", None).await;
    let rows = journal.as_array().unwrap();
    assert!(rows.len() == 3 && rows.iter().all(|row| row["service"] == "dsp"));
    assert_eq!(rows[1]["path"], "/fhir/Patient/[redacted]");
    assert!(!journal.to_string().contains("1985031402717"));
}

#[tokio::test]
async fn scenarios_are_set_counted_listed_and_reset() {
    let sandbox = sandbox();
    let control = control_router(sandbox.clone());
    let econnector = econnector_router(sandbox, nobody_to_ask());
    let down = json!({"name": "econnector_down", "times": 1});
    assert_eq!(
        call(&control, "POST", "/sandbox/scenario", Some(down))
            .await
            .0,
        204
    );
    assert_eq!(
        call(&econnector, "GET", "/econnector/status", None).await.0,
        503
    );
    assert_eq!(
        call(&econnector, "GET", "/econnector/status", None).await.0,
        200
    );
    let always = json!({"name": "signature_down"});
    assert_eq!(
        call(&control, "POST", "/sandbox/scenario", Some(always))
            .await
            .0,
        204
    );
    let active = |list: Value| -> Vec<Value> {
        let list = list.as_array().unwrap().clone();
        list.into_iter()
            .filter(|row| row["active"] == true)
            .map(|row| row["name"].clone())
            .collect()
    };
    let (_, list) = call(&control, "GET", "/sandbox/scenarios", None).await;
    assert!(list[0]["label"].is_string());
    assert_eq!(active(list), ["signature_down"]);
    assert_eq!(call(&control, "POST", "/sandbox/reset", None).await.0, 204);
    assert!(active(call(&control, "GET", "/sandbox/scenarios", None).await.1).is_empty());
    assert_eq!(
        call(&control, "GET", "/sandbox/journal", None).await.1,
        json!([])
    );
}

#[tokio::test]
async fn an_unknown_scenario_is_answered_with_the_list() {
    let control = control_router(sandbox());
    let wrong = Some(json!({"name": "no_such_thing"}));
    let (status, body) = call(&control, "POST", "/sandbox/scenario", wrong).await;
    assert_eq!(status, 400);
    let names = body["scenarios"].as_array().unwrap();
    for name in [
        "token_expired",
        "refresh_lost",
        "idtoken_bad_azp",
        "template_changed",
    ] {
        assert!(names.contains(&json!(name)), "{name}");
    }
    for body in [
        json!({}),
        json!({"name": "login_denied", "times": -1}),
        json!([]),
    ] {
        assert_eq!(
            call(&control, "POST", "/sandbox/scenario", Some(body))
                .await
                .0,
            400
        );
    }
    assert_eq!(
        call(&control, "POST", "/sandbox/scenario", None).await.0,
        400
    );
    assert_eq!(call(&control, "GET", "/sandbox/nothing", None).await.0, 404);
}

#[tokio::test]
async fn the_clock_advances_and_comes_back() {
    let sandbox = sandbox();
    let control = control_router(sandbox.clone());
    let before = sandbox.clock.now();
    let hour = Some(json!({"advanceSeconds": 3_600}));
    let (status, body) = call(&control, "POST", "/sandbox/clock", hour).await;
    assert_eq!(status, 200);
    assert!(body["now"].as_str().unwrap().ends_with('Z'));
    assert!(sandbox.clock.now() >= before + 3_600);
    let back = Some(json!({"advanceSeconds": -5}));
    assert_eq!(call(&control, "POST", "/sandbox/clock", back).await.0, 400);
    call(&control, "POST", "/sandbox/reset", None).await;
    assert!(sandbox.clock.now() < before + 3_600);
}

#[tokio::test]
async fn patients_are_served() {
    let (status, patients) =
        call(&control_router(sandbox()), "GET", "/sandbox/patients", None).await;
    assert_eq!((status, patients.as_array().unwrap().len()), (200, 8));
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let router = econnector_router(sandbox(), nobody_to_ask());
    let body = Some(json!("x".repeat(BODY_LIMIT)));
    let path = "/saas/v2/90813319/send-document";
    let (status, problem) = call(&router, "POST", path, body).await;
    assert_eq!((status, &problem["code"]), (413, &json!("body_too_large")));
}

/// Over a real socket, because only there an answer can get lost: sign in, send, lose the answer,
/// find the deposit, and get the first receipt for the same bytes. The keys come by discovery.
#[tokio::test]
async fn a_lost_answer_cuts_the_connection_after_the_deposit() {
    use tokio::net::TcpListener;

    let aes_listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ec_listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!(
        "http://{}/auth/realms/default",
        aes_listener.local_addr().unwrap()
    );
    let address = format!(
        "http://{}/saas/v2/90813319/send-document",
        ec_listener.local_addr().unwrap()
    );
    let sandbox = sandbox_at(&issuer);
    let trusted = Arc::new(Issuer::new(issuer.clone(), client()));
    let (aes, ec) = (
        aes_router(sandbox.clone()),
        econnector_router(sandbox.clone(), trusted),
    );
    tokio::spawn(async move { axum::serve(aes_listener, aes).await });
    tokio::spawn(async move { axum::serve(ec_listener, ec).await });

    let control = control_router(sandbox.clone());
    let scenario = json!({"name": "drop_response_after_commit", "times": 1});
    call(&control, "POST", "/sandbox/scenario", Some(scenario)).await;
    let token = TEST_KEY.sign(
        &json!({"iss": issuer, "sub": "3b1f0a52-6f0e-4c0b-9a53-0d1f6a5f2c01",
        "exp": sandbox.clock.now() + 300}),
    );
    let id = "6f1c2a9e-0b1d-4c57-8a83-2f9f5d0f3e11";
    let xml = format!(
        r#"<c:memoireHonoraire xmlns:c="http://www.secu.lu/ciss/cns"><entete><UUID>{id}</UUID><facturier><codePrestataire>90813319</codePrestataire><nom>Weber</nom><adresse><rue>Quai</rue></adresse></facturier><patient><matricule>1985031402717</matricule></patient><assure><adresse><rue>Quai</rue></adresse></assure><dateMemoireHonoraires>2026-11-20</dateMemoireHonoraires></entete><prestation><numeroLigne>1</numeroLigne><periode><dateDebut>2026-11-20</dateDebut></periode><acte><codeActe>C1</codeActe></acte><nombre>1</nombre><montantBrut>62.60</montantBrut></prestation><paiement><sousTotal>62.60</sousTotal><aPayer>62.60</aPayer><devise>EUR</devise><acquitte>false</acquitte></paiement><libre/><footer/><indicationsSupplementaires/></c:memoireHonoraire>"#
    );
    let xml = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, xml);
    let body = json!({"documentId": id, "documentType": "MH", "xml": xml});
    let send = || {
        client()
            .post(&address)
            .bearer_auth(&token)
            .json(&body)
            .send()
    };
    assert!(send().await.is_err());
    let (_, deposits) = call(&control, "GET", "/sandbox/deposits", None).await;
    let receipt: Value = send().await.unwrap().json().await.unwrap();
    assert_eq!(receipt["uuidSecu"], deposits[0]["uuidSecu"]);
    assert_eq!(deposits.as_array().unwrap().len(), 1);
}
