//! The AeS stand-in as a client and a browser meet it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::{
    AUTHORIZATION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE,
};
use rand::SeedableRng as _;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

use super::*;
use crate::data;
use crate::exchange::Delivery;
use crate::jose::TEST_KEY;
use crate::scenario::{Flaw, Scenario};

const ISSUER: &str = "http://127.0.0.1:8081/auth/realms/default";
const CALLBACK: &str = "http://localhost:8080/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const SUB: &str = "3b1f0a52-6f0e-4c0b-9a53-0d1f6a5f2c01";
const NOW: i64 = 1_800_000_000;

/// The stand-in with one browser before it.
struct Bench {
    aes: Aes,
    scenarios: Scenarios,
    cookies: BTreeMap<String, String>,
    now: i64,
}

impl Bench {
    fn new() -> Self {
        let settings = Settings {
            issuer: Url::parse(ISSUER).unwrap(),
            client: Client {
                id: "volet-demo".into(),
                secret: ClientSecret::new("secret".into()),
                redirect_uris: vec![CALLBACK.into()],
                post_logout_redirect_uris: vec!["http://localhost:8080/".into()],
            },
            audience: "account".into(),
            users: data::users().unwrap(),
        };
        let aes = Aes::new(settings, TEST_KEY.clone(), StdRng::seed_from_u64(2));
        Self {
            aes,
            scenarios: Scenarios::default(),
            cookies: BTreeMap::new(),
            now: NOW,
        }
    }

    fn call(&mut self, method: &str, path: &str, form: &[(&str, &str)], basic: bool) -> Answer {
        let encoded: String = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let get = method == "GET";
        let query = if get && !form.is_empty() {
            format!("?{encoded}")
        } else {
            String::new()
        };
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = http::Request::builder()
            .method(method)
            .uri(format!("/auth/realms/default{path}{query}"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, cookies.join("; "));
        if basic {
            let value = STANDARD.encode("volet-demo:secret");
            request = request.header(AUTHORIZATION, format!("Basic {value}"));
        }
        let body = if get {
            Vec::new()
        } else {
            encoded.into_bytes()
        };
        let request = request.body(body).unwrap();
        let answer = respond(&mut self.aes, &mut self.scenarios, &request, self.now);
        for cookie in answer.response.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
                "{cookie}"
            );
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.into(), value.into());
        }
        answer
    }

    /// The authorization request with some parameters changed (`""` leaves one out).
    fn authorize(&mut self, changes: &[(&str, &str)]) -> Answer {
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER));
        let mut parameters = BTreeMap::from([
            ("client_id", "volet-demo"),
            ("redirect_uri", CALLBACK),
            ("scope", "openid"),
            ("response_type", "code"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
            ("state", "st&te"),
            ("nonce", "n0nce"),
        ]);
        parameters.extend(changes.iter().copied());
        parameters.retain(|_, value| !value.is_empty());
        let parameters: Vec<_> = parameters.into_iter().collect();
        self.call("GET", "/protocol/openid-connect/auth", &parameters, false)
    }

    fn submit(&mut self, page: &Answer, username: &str, password: &str, decision: &str) -> Answer {
        let html = text(page);
        let start = html.split("name=\"session_code\" value=\"").nth(1).unwrap();
        let session_code = start.split('"').next().unwrap().to_owned();
        let form = [
            ("session_code", session_code.as_str()),
            ("username", username),
            ("password", password),
            ("decision", decision),
        ];
        self.call("POST", "/login-actions/authenticate", &form, false)
    }

    /// Signs in by the page and gives the code.
    fn code(&mut self) -> String {
        let page = self.authorize(&[("prompt", "login")]);
        let answer = self.submit(&page, "dr.weber", "demo", "sign-in");
        location(&answer)["code"].clone()
    }

    fn token(&mut self, form: &[(&str, &str)]) -> Answer {
        self.call("POST", "/protocol/openid-connect/token", form, true)
    }

    fn exchange(&mut self, code: &str) -> Answer {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
    }

    fn refresh(&mut self, token: &str) -> Answer {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
    }

    fn sign_in(&mut self) -> Value {
        let code = self.code();
        json(&self.exchange(&code))
    }

    fn is_active(&mut self, access_token: &str) -> bool {
        let form = [("token", access_token)];
        let path = "/protocol/openid-connect/token/introspect";
        json(&self.call("POST", path, &form, true))["active"] == true
    }
}

fn text(answer: &Answer) -> String {
    String::from_utf8(answer.response.body().clone()).unwrap()
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(answer.response.body()).unwrap()
}

fn status(answer: &Answer) -> u16 {
    answer.response.status().as_u16()
}

/// The parameters of the redirect back to the client.
fn location(answer: &Answer) -> BTreeMap<String, String> {
    assert_eq!(status(answer), 303, "{}", text(answer));
    let url = Url::parse(answer.response.headers()[LOCATION].to_str().unwrap()).unwrap();
    assert!(url.as_str().starts_with(CALLBACK), "{url}");
    url.query_pairs().into_owned().collect()
}

fn claims(token: &Value) -> Value {
    IssuerKeys::from_jwks(&TEST_KEY.jwks())
        .claims(token.as_str().unwrap())
        .unwrap()
}

#[track_caller]
fn refused(answer: &Answer, error: &str) {
    assert_eq!(json(answer)["error"], error);
    assert!(json(answer)["error_description"].is_string());
    assert_eq!(answer.response.headers()["cache-control"], "no-store");
}

#[test]
fn discovery_names_what_is_there() {
    let mut bench = Bench::new();
    let document = json(&bench.call("GET", "/.well-known/openid-configuration", &[], false));
    assert_eq!(document["issuer"], ISSUER);
    assert_eq!(
        document["authorization_response_iss_parameter_supported"],
        true
    );
    assert_eq!(
        document["code_challenge_methods_supported"],
        serde_json::json!(["S256"])
    );
    let keys = json(&bench.call("GET", "/protocol/openid-connect/certs", &[], false));
    assert_eq!(keys["keys"][0]["kty"], "RSA");
    assert!(keys["keys"][0].get("d").is_none());
}

#[test]
fn the_whole_flow_gives_tokens() {
    let mut bench = Bench::new();
    let page = bench.authorize(&[]);
    assert_eq!(status(&page), 200);
    let policy = page.response.headers()[CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("http://localhost:8080"));
    let answer = bench.submit(&page, "dr.weber", "demo", "sign-in");
    assert_eq!(answer.facts.sub.as_deref(), Some(SUB));
    let back = location(&answer);
    assert_eq!(back["state"], "st&te");
    assert_eq!(back["iss"], ISSUER);
    let tokens = json(&bench.exchange(&back["code"]));
    assert_eq!(tokens["expires_in"], 300);
    assert_eq!(tokens["refresh_expires_in"], 1_800);
    assert_eq!(tokens["token_type"], "Bearer");
    let access = claims(&tokens["access_token"]);
    assert_eq!(
        (&access["iss"], &access["sub"]),
        (&ISSUER.into(), &SUB.into())
    );
    assert_eq!(access["exp"], NOW + 300);
    assert_eq!(access["azp"], "volet-demo");
    let id = claims(&tokens["id_token"]);
    assert_eq!(
        (&id["aud"], &id["nonce"]),
        (&"volet-demo".into(), &"n0nce".into())
    );
    assert_eq!(id["sid"], access["sid"]);
    assert!(bench.is_active(tokens["access_token"].as_str().unwrap()));
}

#[test]
fn an_unknown_client_or_address_never_redirects() {
    for change in [
        ("client_id", "other"),
        ("client_id", ""),
        ("redirect_uri", "http://localhost:8080/callback/"),
        ("redirect_uri", "http://localhost:8080/callback?x=1"),
        ("redirect_uri", "https://evil.example/"),
        ("redirect_uri", ""),
    ] {
        let answer = Bench::new().authorize(&[change]);
        assert_eq!(status(&answer), 400, "{change:?}");
        assert!(!answer.response.headers().contains_key(LOCATION));
        assert!(text(&answer).contains("role=\"alert\""));
    }
}

#[test]
fn every_other_mistake_goes_back_to_the_client() {
    for (change, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", ""), "invalid_request"),
        (("response_mode", "fragment"), "invalid_request"),
        (("scope", "openid profile"), "invalid_scope"),
        (("scope", ""), "invalid_scope"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge_method", ""), "invalid_request"),
        (("prompt", "consent"), "invalid_request"),
        (("prompt", "none"), "login_required"),
        (("request", "x"), "request_not_supported"),
    ] {
        let back = location(&Bench::new().authorize(&[change]));
        assert_eq!(back["error"], error, "{change:?}");
        assert_eq!(
            (back["state"].as_str(), back["iss"].as_str()),
            ("st&te", ISSUER)
        );
    }
}

#[test]
fn a_wrong_password_shows_the_page_again_with_the_name_escaped() {
    let mut bench = Bench::new();
    let page = bench.authorize(&[]);
    let again = bench.submit(&page, "\"><script>", "demo", "sign-in");
    assert_eq!(status(&again), 400);
    assert!(text(&again).contains("role=\"alert\"") && !text(&again).contains("<script>"));
    let answer = bench.submit(&again, "dr.weber", "demo", "sign-in");
    assert!(location(&answer).contains_key("code"));
}

#[test]
fn the_page_of_one_browser_cannot_be_posted_by_another() {
    let mut bench = Bench::new();
    let page = bench.authorize(&[]);
    bench.cookies.clear();
    let answer = bench.submit(&page, "dr.weber", "demo", "sign-in");
    assert_eq!(status(&answer), 400);
    assert!(!answer.response.headers().contains_key(SET_COOKIE));
}

#[test]
fn declining_and_its_scenario_give_access_denied() {
    let mut bench = Bench::new();
    let page = bench.authorize(&[]);
    assert_eq!(
        location(&bench.submit(&page, "", "", "deny"))["error"],
        "access_denied"
    );
    bench.scenarios.set(Scenario::LoginDenied, Some(1));
    assert_eq!(location(&bench.authorize(&[]))["error"], "access_denied");
    assert_eq!(status(&bench.authorize(&[])), 200);
}

#[test]
fn a_second_sign_in_needs_no_password_unless_asked_for() {
    let mut bench = Bench::new();
    bench.sign_in();
    assert!(location(&bench.authorize(&[])).contains_key("code"));
    assert!(location(&bench.authorize(&[("prompt", "none")])).contains_key("code"));
    assert_eq!(status(&bench.authorize(&[("prompt", "login")])), 200);
    bench.now += 1_800;
    assert_eq!(status(&bench.authorize(&[])), 200);
}

#[test]
fn the_code_is_refused_when_anything_differs() {
    let grant = ("grant_type", "authorization_code");
    let uri = ("redirect_uri", CALLBACK);
    let verifier = ("code_verifier", VERIFIER);
    let other = "x".repeat(43);
    for form in [
        vec![grant, ("redirect_uri", "http://localhost:8080/"), verifier],
        vec![grant, verifier],
        vec![grant, uri],
        vec![grant, uri, ("code_verifier", other.as_str())],
    ] {
        let mut bench = Bench::new();
        let code = bench.code();
        let mut form = form.clone();
        form.push(("code", &code));
        refused(&bench.token(&form), "invalid_grant");
        // The code is spent all the same.
        refused(&bench.exchange(&code), "invalid_grant");
    }
    refused(&Bench::new().exchange("unknown"), "invalid_grant");
    refused(&Bench::new().token(&[grant]), "invalid_request");
    refused(
        &Bench::new().token(&[("grant_type", "password")]),
        "unsupported_grant_type",
    );
    refused(&Bench::new().token(&[]), "invalid_request");
}

#[test]
fn a_code_lives_sixty_seconds() {
    let mut bench = Bench::new();
    let code = bench.code();
    bench.now += 59;
    assert_eq!(status(&bench.exchange(&code)), 200);
    let code = bench.code();
    bench.now += 60;
    refused(&bench.exchange(&code), "invalid_grant");
}

#[test]
fn a_replayed_code_revokes_what_it_gave() {
    let mut bench = Bench::new();
    let code = bench.code();
    let tokens = json(&bench.exchange(&code));
    let access = tokens["access_token"].as_str().unwrap();
    assert!(bench.is_active(access));
    refused(&bench.exchange(&code), "invalid_grant");
    assert!(!bench.is_active(access));
    refused(
        &bench.refresh(tokens["refresh_token"].as_str().unwrap()),
        "invalid_grant",
    );
}

#[test]
fn the_client_has_to_prove_itself() {
    let mut bench = Bench::new();
    let code = bench.code();
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("code", code.as_str()),
        ("redirect_uri", CALLBACK),
        ("code_verifier", VERIFIER),
        ("client_id", "volet-demo"),
    ];
    let path = "/protocol/openid-connect/token";
    let answer = bench.call("POST", path, &form, false);
    assert_eq!(status(&answer), 401);
    refused(&answer, "invalid_client");
    form.push(("client_secret", "secret"));
    refused(&bench.call("POST", path, &form, true), "invalid_request");
    assert_eq!(status(&bench.call("POST", path, &form, false)), 200);
}

#[test]
fn refresh_rotates_and_a_reused_token_ends_the_session() {
    let mut bench = Bench::new();
    let first = bench.sign_in();
    bench.now += 300;
    let second = json(&bench.refresh(first["refresh_token"].as_str().unwrap()));
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    assert_eq!(claims(&second["access_token"])["exp"], NOW + 600);
    assert!(claims(&second["id_token"]).get("nonce").is_none());
    refused(
        &bench.refresh(first["refresh_token"].as_str().unwrap()),
        "invalid_grant",
    );
    refused(
        &bench.refresh(second["refresh_token"].as_str().unwrap()),
        "invalid_grant",
    );
    assert_eq!(status(&bench.authorize(&[])), 200);
}

#[test]
fn only_a_refresh_token_refreshes() {
    let mut bench = Bench::new();
    let tokens = bench.sign_in();
    refused(
        &bench.refresh(tokens["access_token"].as_str().unwrap()),
        "invalid_grant",
    );
    refused(&bench.refresh("nonsense"), "invalid_grant");
}

#[test]
fn a_session_idles_out_and_has_a_longest_life() {
    let mut bench = Bench::new();
    let tokens = bench.sign_in();
    bench.now += 1_800;
    refused(
        &bench.refresh(tokens["refresh_token"].as_str().unwrap()),
        "invalid_grant",
    );

    let mut bench = Bench::new();
    let mut tokens = bench.sign_in();
    while bench.now + 1_500 < NOW + 36_000 {
        bench.now += 1_500;
        tokens = json(&bench.refresh(tokens["refresh_token"].as_str().unwrap()));
    }
    assert_eq!(tokens["refresh_expires_in"], NOW + 36_000 - bench.now);
    bench.now += 1_500;
    refused(
        &bench.refresh(tokens["refresh_token"].as_str().unwrap()),
        "invalid_grant",
    );
}

#[test]
fn the_refresh_scenarios() {
    let mut bench = Bench::new();
    let tokens = bench.sign_in();
    bench.scenarios.set(Scenario::RefreshReused, Some(1));
    refused(
        &bench.refresh(tokens["refresh_token"].as_str().unwrap()),
        "invalid_grant",
    );

    let tokens = bench.sign_in();
    let token = tokens["refresh_token"].as_str().unwrap();
    bench.scenarios.set(Scenario::RefreshLost, Some(1));
    let lost = bench.refresh(token);
    assert_eq!((status(&lost), lost.delivery), (200, Delivery::Lost));
    // The client cannot know that its token was rotated; the next try is a reuse.
    refused(&bench.refresh(token), "invalid_grant");
}

#[test]
fn a_new_key_takes_the_place_of_the_one_before_and_sessions_go_on() {
    let mut bench = Bench::new();
    let tokens = bench.sign_in();
    bench.scenarios.set(Scenario::KeysRotated, Some(1));
    let renewed = json(&bench.refresh(tokens["refresh_token"].as_str().unwrap()));
    let published = json(&bench.call("GET", "/protocol/openid-connect/certs", &[], false));
    assert_eq!(published["keys"].as_array().unwrap().len(), 1);
    let published = IssuerKeys::from_jwks(&published);
    for name in ["access_token", "id_token"] {
        assert!(published.claims(renewed[name].as_str().unwrap()).is_ok());
        assert!(published.claims(tokens[name].as_str().unwrap()).is_err());
    }
}

#[test]
fn each_flaw_of_the_id_token_is_there_once() {
    for flaw in [
        Flaw::Iss,
        Flaw::Aud,
        Flaw::Azp,
        Flaw::Nonce,
        Flaw::Exp,
        Flaw::Sig,
        Flaw::Alg,
    ] {
        let mut bench = Bench::new();
        bench.scenarios.set(Scenario::IdToken(flaw), Some(1));
        let token = bench.sign_in()["id_token"].clone();
        let read = IssuerKeys::from_jwks(&TEST_KEY.jwks()).claims(token.as_str().unwrap());
        match (flaw, read) {
            (Flaw::Iss, Ok(id)) => assert_ne!(id["iss"], ISSUER),
            (Flaw::Aud, Ok(id)) => assert_eq!(id["aud"], "another-client"),
            (Flaw::Azp, Ok(id)) => assert_eq!(id["azp"], "another-client"),
            (Flaw::Nonce, Ok(id)) => assert_ne!(id["nonce"], "n0nce"),
            (Flaw::Exp, Ok(id)) => assert!(id["exp"].as_i64().unwrap() <= NOW - 3_600),
            (Flaw::Sig | Flaw::Alg, Err(_)) => {}
            (flaw, read) => panic!("{flaw:?}: {read:?}"),
        }
        let good = bench.sign_in();
        assert_eq!(claims(&good["id_token"])["iss"], ISSUER);
    }
}

#[test]
fn the_back_channel_ends_the_session() {
    let mut bench = Bench::new();
    let tokens = bench.sign_in();
    let refresh_token = tokens["refresh_token"].as_str().unwrap();
    let path = "/protocol/openid-connect/logout";
    let form = [("refresh_token", refresh_token)];
    assert_eq!(status(&bench.call("POST", path, &form, false)), 401);
    refused(
        &bench.call("POST", path, &[("refresh_token", "x")], true),
        "invalid_grant",
    );
    let answer = bench.call("POST", path, &form, true);
    assert_eq!(
        (status(&answer), answer.facts.sub.as_deref()),
        (204, Some(SUB))
    );
    assert_eq!(status(&bench.call("POST", path, &form, true)), 204);
    refused(&bench.refresh(refresh_token), "invalid_grant");
    assert_eq!(status(&bench.authorize(&[])), 200);
}

#[test]
fn the_browser_signs_out_with_a_hint_at_once_and_without_one_after_a_question() {
    let path = "/protocol/openid-connect/logout";
    let home = ("post_logout_redirect_uri", "http://localhost:8080/");
    let mut bench = Bench::new();
    let tokens = bench.sign_in();
    let hint = ("id_token_hint", tokens["id_token"].as_str().unwrap());
    let evil = ("post_logout_redirect_uri", "https://evil.example/");
    assert_eq!(status(&bench.call("GET", path, &[hint, evil], false)), 400);
    assert_eq!(
        status(&bench.call("GET", path, &[("id_token_hint", "x")], false)),
        400
    );
    let answer = bench.call("GET", path, &[hint, home, ("state", "s")], false);
    assert_eq!(
        answer.response.headers()[LOCATION],
        "http://localhost:8080/?state=s"
    );
    assert_eq!(status(&bench.authorize(&[])), 200);

    let mut bench = Bench::new();
    bench.sign_in();
    let question = bench.call("GET", path, &[], false);
    assert!(text(&question).contains("Se déconnecter"));
    assert!(location(&bench.authorize(&[])).contains_key("code"));
    assert_eq!(
        status(&bench.call("POST", path, &[("confirm", "yes")], false)),
        200
    );
    assert_eq!(status(&bench.authorize(&[])), 200);
}

#[test]
fn another_address_is_not_found() {
    let mut bench = Bench::new();
    assert_eq!(
        status(&bench.call("GET", "/protocol/openid-connect/userinfo", &[], false)),
        404
    );
    assert_eq!(
        status(&bench.call("GET", "/protocol/openid-connect/token", &[], false)),
        404
    );
}
