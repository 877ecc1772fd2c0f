//! The negative cases that the OpenID Foundation names for relying parties, against the AeS stand-in:
//! the gateway refuses each id_token with a code of its own, in `mediated` and in `bff`.

#![expect(
    clippy::unwrap_used,
    reason = "the helpers of tests are tests: a panic is a failure"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Request};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use sandbox::aes::{Client, ClientSecret};
use sandbox::data;
use sandbox::shell::{aes_router, control_router};
use sandbox::state::{Sandbox, Settings};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower::ServiceExt as _;
use url::{Url, form_urlencoded};

const ORIGIN: &str = "http://localhost:8080";
/// RFC 7636 Appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Scenario and code; the cases of the test suite's modules `oidcc-client-test-*`. The table in pkg/README.md has cause and cure.
const CASES: [(&str, &str); 13] = [
    ("idtoken_bad_iss", "issuer_mismatch"),
    ("idtoken_bad_aud", "id_token_audience"),
    ("idtoken_bad_azp", "id_token_azp"),
    ("idtoken_bad_nonce", "nonce_mismatch"),
    ("idtoken_bad_exp", "id_token_expired"),
    ("idtoken_bad_sig", "id_token_signature"),
    ("idtoken_bad_alg", "id_token_alg"),
    ("idtoken_bad_hmac", "id_token_hmac"),
    ("idtoken_bad_kid", "id_token_kid"),
    ("idtoken_bad_at_hash", "id_token_at_hash"),
    ("idtoken_no_aud", "id_token_audience_missing"),
    ("idtoken_no_sub", "id_token_subject"),
    ("idtoken_no_iat", "id_token_iat"),
];

/// A code tells one flaw: none is given for two.
#[test]
fn no_two_flaws_share_a_code() {
    let codes: BTreeSet<&str> = CASES.iter().map(|(_, code)| *code).collect();
    assert_eq!(codes.len(), CASES.len());
}

struct World {
    aes: Router,
    control: Router,
    gateway: Router,
    issuer: String,
}

struct Answer {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn location(&self) -> Url {
        Url::parse(self.headers["location"].to_str().unwrap()).unwrap()
    }

    /// The cookies that were set, as a browser would send them back.
    fn cookies(&self) -> String {
        let set = self.headers.get_all("set-cookie").iter();
        let pairs = set.map(|it| it.to_str().unwrap().split(';').next().unwrap().to_owned());
        pairs.collect::<Vec<_>>().join("; ")
    }
}

impl World {
    async fn start(mode: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!(
            "http://{}/auth/realms/default",
            listener.local_addr().unwrap()
        );
        let settings = Settings {
            aes_issuer: Url::parse(&issuer).unwrap(),
            client: Client {
                id: "volet-demo".into(),
                secret: ClientSecret::new("secret".into()),
                redirect_uris: ["/callback", "/volet/callback"]
                    .map(|path| format!("{ORIGIN}{path}"))
                    .to_vec(),
                post_logout_redirect_uris: vec![],
            },
            trusted_issuer: issuer.clone(),
            audience: None,
            entitlements: data::ENTITLEMENTS.into(),
            dsp_base: Url::parse("http://127.0.0.1:8083/fhir").unwrap(),
        };
        let sandbox = Sandbox::start(settings, StdRng::seed_from_u64(7)).unwrap();
        let aes = aes_router(sandbox.clone());
        let served = aes.clone();
        tokio::spawn(async move { axum::serve(listener, served).await.unwrap() });

        let entitlements = format!(
            "{}/{}",
            env!("CARGO_MANIFEST_DIR"),
            "data/entitlements.json"
        );
        let variables: BTreeMap<String, String> = [
            ("VOLET_MODE", mode),
            ("VOLET_PUBLIC_ORIGIN", ORIGIN),
            ("VOLET_REDIRECT_URIS", "http://localhost:8080/callback"),
            ("VOLET_ISSUER", &issuer),
            ("VOLET_CLIENT_ID", "volet-demo"),
            ("VOLET_CLIENT_SECRET", "secret"),
            (
                "VOLET_COOKIE_KEY",
                "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=",
            ),
            ("VOLET_ECONNECTOR_URL", "http://127.0.0.1:1"),
            ("VOLET_ENTITLEMENTS", &entitlements),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let config = gateway::Config::from_env_map(&variables).unwrap();
        let app = gateway::app(config, Arc::new(gateway::SystemClock))
            .await
            .unwrap();
        Self {
            aes,
            control: control_router(sandbox),
            gateway: app.public,
            issuer,
        }
    }

    async fn scenario(&self, name: &str) {
        let request = Request::post("/sandbox/scenario")
            .header("content-type", "application/json")
            .body(json!({ "name": name, "times": 1 }).to_string().into())
            .unwrap();
        assert_eq!(answer(&self.control, request).await.status, 204, "{name}");
    }

    /// Signs in on the issuer's page; gives the address that the browser is sent back to.
    async fn at_the_issuer(&self, asked: &Url) -> Url {
        let path = &asked[url::Position::BeforePath..];
        let page = answer(&self.aes, Request::get(path).body(Body::empty()).unwrap()).await;
        let marker = "name=\"session_code\" value=\"";
        let session_code = page.body.split(marker).nth(1).unwrap();
        let session_code = session_code.split('"').next().unwrap();
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("session_code", session_code)
            .append_pair("username", "dr.weber")
            .append_pair("password", "demo")
            .finish();
        let path = Url::parse(&self.issuer).unwrap();
        let path = format!("{}/login-actions/authenticate", path.path());
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("cookie", page.cookies())
            .body(form.into())
            .unwrap();
        answer(&self.aes, request).await.location()
    }
}

async fn answer(router: &Router, request: Request<Body>) -> Answer {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    }
}

fn parameter(url: &Url, name: &str) -> Option<String> {
    let found = url.query_pairs().find(|(key, _)| key == name);
    found.map(|(_, value)| value.into_owned())
}

/// A sign-in that the gateway runs; gives the word that the page is told.
async fn by_navigation(world: &World) -> String {
    // The digest of some host user: its value does not matter here.
    let user = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    let path = format!("/volet/login?user={user}");
    let begun = answer(
        &world.gateway,
        Request::get(path).body(Body::empty()).unwrap(),
    )
    .await;
    let back = world.at_the_issuer(&begun.location()).await;
    let request = Request::get(&back[url::Position::BeforePath..])
        .header("cookie", begun.cookies())
        .body(Body::empty())
        .unwrap();
    let done = answer(&world.gateway, request).await;
    let word = parameter(&done.location(), "volet_login").unwrap();
    assert_eq!(done.cookies().contains("__Host-volet=1."), word == "done");
    word
}

/// A request of the page to the token endpoint.
async fn token(world: &World, cookies: &str, pairs: &[(&str, &str)]) -> Answer {
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", "volet-demo")
        .extend_pairs(pairs)
        .finish();
    let request = Request::post("/volet/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-volet", "1")
        .header("x-volet-user", "u-1842")
        .header("origin", ORIGIN)
        .header("cookie", cookies)
        .body(form.into())
        .unwrap();
    answer(&world.gateway, request).await
}

/// The code of a refusal of the token endpoint, or `done`.
fn word(answer: &Answer) -> String {
    let body: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(body["access_token"].is_string(), answer.status == 200);
    body["code"].as_str().unwrap_or("done").to_owned()
}

/// A sign-in that the page runs.
async fn by_the_page(world: &World) -> Answer {
    let mut asked = Url::parse(&format!("{}/protocol/openid-connect/auth", world.issuer)).unwrap();
    asked
        .query_pairs_mut()
        .append_pair("response_type", "code")
        .append_pair("client_id", "volet-demo")
        .append_pair("redirect_uri", "http://localhost:8080/callback")
        .append_pair("scope", "openid")
        .append_pair("state", "the-state-of-this-page")
        .append_pair("nonce", "the-nonce-of-this-page")
        .append_pair("code_challenge", CHALLENGE)
        .append_pair("code_challenge_method", "S256");
    let back = world.at_the_issuer(&asked).await;
    let code = parameter(&back, "code").unwrap();
    let pairs = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", "http://localhost:8080/callback"),
        ("code", &code),
        ("code_verifier", VERIFIER),
        ("nonce", "the-nonce-of-this-page"),
    ];
    token(world, "", &pairs).await
}

/// A renewal of the session in these cookies; gives the code of the refusal, or `done`.
async fn renewal(world: &World, cookies: &str) -> String {
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", "cookie")];
    word(&token(world, cookies, &pairs).await)
}

#[tokio::test]
async fn each_flaw_is_refused_with_its_code_when_the_page_signs_in() {
    let world = World::start("mediated").await;
    assert_eq!(word(&by_the_page(&world).await), "done");
    for (scenario, code) in CASES {
        world.scenario(scenario).await;
        assert_eq!(word(&by_the_page(&world).await), code, "{scenario}");
    }
    assert_eq!(word(&by_the_page(&world).await), "done");
}

#[tokio::test]
async fn each_flaw_is_refused_with_its_code_when_the_gateway_signs_in() {
    let world = World::start("bff").await;
    assert_eq!(by_navigation(&world).await, "done");
    for (scenario, code) in CASES {
        world.scenario(scenario).await;
        assert_eq!(by_navigation(&world).await, code, "{scenario}");
    }
    assert_eq!(by_navigation(&world).await, "done");
}

/// OpenID Connect Core §12.2: the id_token of a renewal is of the same issuer and of the same person.
#[tokio::test]
async fn each_flaw_of_a_renewed_id_token_is_refused_with_its_code() {
    let world = World::start("mediated").await;
    let cookies = by_the_page(&world).await.cookies();
    assert_eq!(renewal(&world, &cookies).await, "done");
    for (scenario, code) in [
        ("refresh_idtoken_bad_iss", "issuer_mismatch"),
        ("refresh_idtoken_bad_sub", "id_token_subject_changed"),
    ] {
        let cookies = by_the_page(&world).await.cookies();
        world.scenario(scenario).await;
        assert_eq!(renewal(&world, &cookies).await, code, "{scenario}");
        let after = renewal(&world, &cookies).await;
        assert_eq!(after, "session_expired", "its tokens were ended");
    }
}

/// OpenID Connect Core §10.1.1: a key that is not known yet is fetched, and neither a session nor a sign-in suffers.
#[tokio::test]
async fn keys_that_are_changed_end_no_session() {
    let world = World::start("mediated").await;
    let cookies = by_the_page(&world).await.cookies();
    world.scenario("keys_rotated").await;
    let pairs = [("grant_type", "refresh_token"), ("refresh_token", "cookie")];
    let renewed = token(&world, &cookies, &pairs).await;
    assert_eq!(word(&renewed), "done");
    assert_eq!(renewal(&world, &renewed.cookies()).await, "done");
    world.scenario("keys_rotated").await;
    assert_eq!(word(&by_the_page(&world).await), "done");
}

/// OpenID Connect Core §10.1: a key has to be named only where there are several.
#[tokio::test]
async fn the_only_key_need_not_be_named() {
    let world = World::start("mediated").await;
    world.scenario("idtoken_no_kid").await;
    assert_eq!(word(&by_the_page(&world).await), "done");
}
