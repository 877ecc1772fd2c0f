//! Issuer and eConnector on one loopback port, with a journal of what they were asked.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, Uri};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::keys::{Keys, Signature};
use super::{GP_CODE, answers, until};

pub(crate) const DISCOVERY: &str = "/realm/.well-known/openid-configuration";

/// One request that arrived.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

/// What the eConnector does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Econnector {
    Answers(u16, &'static str, String),
    /// Nothing, until `release` is notified.
    Waits,
}

/// What the next requests meet.
pub(crate) struct Script {
    pub(crate) keys: Keys,
    pub(crate) signature: Signature,
    pub(crate) claims: Value,
    /// Absent where the issuer gives none.
    pub(crate) refresh_token: Option<String>,
    pub(crate) refresh_expires_in: Option<u64>,
    pub(crate) has_id_token: bool,
    pub(crate) token_error: Option<(u16, Value)>,
    pub(crate) logout_status: u16,
    pub(crate) discovery: Value,
    pub(crate) certs_status: u16,
    pub(crate) econnector: Econnector,
    pub(crate) entitlements: Value,
    pub(crate) introspection: Value,
    /// What the shared record answers: status, content type, body.
    pub(crate) dsp: (u16, &'static str, String),
    /// Whether the token endpoint waits for `release`.
    pub(crate) token_waits: bool,
    /// How long the metadata take, and the keys as long again.
    pub(crate) discovery_takes: Duration,
    /// Whether the metadata wait for `release`.
    pub(crate) discovery_waits: bool,
    /// Whether a refresh token serves once (RFC 9700 §4.14.2).
    pub(crate) rotates: bool,
    /// Refresh tokens that have served.
    spent: HashSet<String>,
    /// How many came a second time.
    pub(crate) reused: usize,
    /// Tokens given out so far; the next one has the next number.
    issued: usize,
    journal: Vec<Seen>,
}

#[derive(Clone)]
pub(crate) struct Upstream {
    pub(crate) base: String,
    script: Arc<Mutex<Script>>,
    pub(crate) release: Arc<Notify>,
}

impl Upstream {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let script = Script {
            keys: Keys::make("es"),
            signature: Signature::Es256,
            claims: answers::id_token_claims(&base),
            refresh_token: Some("refresh-token".to_owned()),
            refresh_expires_in: Some(1_800),
            has_id_token: true,
            token_error: None,
            logout_status: 204,
            discovery: answers::discovery(&base),
            certs_status: 200,
            econnector: Econnector::Answers(
                200,
                "application/json",
                answers::receipt().to_string(),
            ),
            entitlements: json!([]),
            introspection: json!({ "active": false }),
            dsp: (
                200,
                "application/fhir+json",
                r#"{"resourceType":"Bundle"}"#.into(),
            ),
            token_waits: false,
            discovery_takes: Duration::ZERO,
            discovery_waits: false,
            rotates: false,
            spent: HashSet::new(),
            reused: 0,
            issued: 0,
            journal: Vec::new(),
        };
        let upstream = Self {
            base,
            script: Arc::new(Mutex::new(script)),
            release: Arc::default(),
        };
        let router = Router::new().fallback(serve).with_state(upstream.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        upstream
    }

    /// Changes what comes next.
    pub(crate) fn script(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.script.lock().unwrap());
    }

    /// A signed access token, as `change` makes it.
    pub(crate) fn bearer(&self, signature: Signature, change: impl FnOnce(&mut Value)) -> String {
        let mut claims = answers::access_token_claims(&self.base);
        change(&mut claims);
        self.script.lock().unwrap().keys.sign(&claims, signature)
    }

    pub(crate) fn all(&self) -> Vec<Seen> {
        self.script.lock().unwrap().journal.clone()
    }

    /// The deposits of certificates that arrived under the doctor's own code.
    pub(crate) fn deposits(&self) -> Vec<Seen> {
        self.seen(&format!("/base/saas/v2/{GP_CODE}/send-document"))
    }

    /// Lets the token endpoint answer once `renewals` requests have arrived there and others could have.
    pub(crate) async fn release_tokens_after(&self, renewals: usize) {
        until(|| self.seen("/realm/token").len() >= renewals).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        self.release.notify_one();
    }

    pub(crate) fn seen(&self, path: &str) -> Vec<Seen> {
        let script = self.script.lock().unwrap();
        script
            .journal
            .iter()
            .filter(|seen| seen.path == path)
            .cloned()
            .collect()
    }
}

async fn serve(
    State(upstream): State<Upstream>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let path = uri.to_string();
    let body = String::from_utf8(body.to_vec()).unwrap();
    if [DISCOVERY, "/realm/certs"].contains(&path.as_str()) {
        let takes = upstream.script.lock().unwrap().discovery_takes;
        tokio::time::sleep(takes).await;
    }
    let waiting = {
        let mut script = upstream.script.lock().unwrap();
        script.journal.push(Seen {
            path: path.clone(),
            headers,
            body: body.clone(),
        });
        if path == "/realm/token" && script.is_reuse(&body) {
            return json_answer(400, &json!({ "error": "invalid_grant" }));
        }
        match path.as_str() {
            DISCOVERY if !script.discovery_waits => return json_answer(200, &script.discovery),
            DISCOVERY => Waiting::Discovery,
            "/realm/certs" => return json_answer(script.certs_status, &script.keys.jwks()),
            "/realm/token" if !script.token_waits => return script.token(&body),
            "/realm/token" => Waiting::Token,
            "/realm/introspect" => return json_answer(200, &script.introspection),
            path if path.starts_with("/fhir") => {
                let (status, content_type, body) = script.dsp.clone();
                return answer(status, content_type, body);
            }
            "/realm/logout" => return answer(script.logout_status, "text/html", String::new()),
            "/realm/revoke" => return answer(200, "text/plain", String::new()),
            "/entitlements" => return json_answer(200, &script.entitlements),
            _ => match script.econnector.clone() {
                Econnector::Answers(status, content_type, body) => {
                    return answer(status, content_type, body);
                }
                Econnector::Waits => Waiting::Econnector,
            },
        }
    };
    upstream.release.notified().await;
    match waiting {
        Waiting::Discovery => json_answer(200, &upstream.script.lock().unwrap().discovery),
        Waiting::Token => upstream.script.lock().unwrap().token(&body),
        Waiting::Econnector => json_answer(200, &answers::receipt()),
    }
}

/// Who answers once it is released.
#[derive(Debug, Clone, Copy)]
enum Waiting {
    Discovery,
    Token,
    Econnector,
}

impl Script {
    /// Rotates before the answer is given, as an issuer does whose answer is then lost.
    fn is_reuse(&mut self, form: &str) -> bool {
        let mut pairs = form.split('&').filter_map(|pair| pair.split_once('='));
        let presented = pairs.find_map(|(name, value)| (name == "refresh_token").then_some(value));
        let is_first = presented.is_none_or(|token| self.spent.insert(token.to_owned()));
        self.reused += usize::from(self.rotates && !is_first);
        self.rotates && !is_first
    }

    fn token(&mut self, form: &str) -> Response<Body> {
        if let Some((status, error)) = &self.token_error {
            return json_answer(*status, error);
        }
        self.issued += 1;
        let mut claims = self.claims.clone();
        if form.contains("grant_type=refresh_token") {
            claims.as_object_mut().unwrap().remove("nonce");
        }
        let mut tokens = json!({
            "access_token": format!("access-token-{}", self.issued),
            "token_type": "Bearer",
            "expires_in": 300,
        });
        if let Some(token) = &self.refresh_token {
            tokens["refresh_token"] = format!("{token}-{}", self.issued).into();
        }
        if let Some(life) = self.refresh_expires_in {
            tokens["refresh_expires_in"] = life.into();
        }
        if self.has_id_token {
            tokens["id_token"] = self.keys.sign(&claims, self.signature).into();
        }
        json_answer(200, &tokens)
    }
}

fn json_answer(status: u16, body: &Value) -> Response<Body> {
    answer(status, "application/json", body.to_string())
}

fn answer(status: u16, content_type: &str, body: String) -> Response<Body> {
    Response::builder()
        .status(status)
        .header("content-type", content_type)
        .header("set-cookie", "upstream=1")
        .header("x-upstream", "1")
        .body(Body::from(body))
        .unwrap()
}
