//! The DSP stand-in as a gateway meets it.

mod documents;
mod faults;
mod schema;
mod searches;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use rand::SeedableRng as _;
use serde_json::json;

use super::*;
use crate::exchange::Delivery;
use crate::jose::TEST_KEY;
use crate::scenario::Scenario;

const ISSUER: &str = "http://127.0.0.1:8081/auth/realms/default";
const BASE: &str = "http://127.0.0.1:8083/fhir";
const DOCTOR: &str = "3b1f0a52-6f0e-4c0b-9a53-0d1f6a5f2c01";
/// 2027-01-15T08:00:00Z.
const NOW: i64 = 1_800_000_000;

struct Bench {
    dsp: Dsp,
    scenarios: Scenarios,
    now: i64,
    token: Option<String>,
}

impl Bench {
    fn new() -> Self {
        let settings = Settings {
            trust: Trust {
                issuer: ISSUER.into(),
                audience: None,
            },
            base: Url::parse(BASE).unwrap(),
        };
        Self {
            dsp: Dsp::new(settings, StdRng::seed_from_u64(7)).unwrap(),
            scenarios: Scenarios::default(),
            now: NOW,
            token: Some(token(DOCTOR)),
        }
    }

    fn respond(&mut self, mut request: http::request::Builder, body: &str) -> Answer {
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        let keys = IssuerKeys::from_jwks(&TEST_KEY.jwks());
        respond(
            &mut self.dsp,
            &mut self.scenarios,
            &keys,
            &request,
            self.now,
        )
    }

    /// `path` may be an absolute link of an answer.
    fn get(&mut self, path: &str) -> Answer {
        let path = path.strip_prefix("http://127.0.0.1:8083").unwrap_or(path);
        self.respond(http::Request::get(path), "")
    }

    fn get_as(&mut self, path: &str, accept: &str) -> Answer {
        self.respond(http::Request::get(path).header(ACCEPT, accept), "")
    }

    fn search(&mut self, kind: &str, form: &str) -> Answer {
        let request = http::Request::post(format!("/fhir/{kind}/_search"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.respond(request, form)
    }

    /// Every page of a search by POST, as one list of resources with their mode.
    fn all(&mut self, kind: &str, form: &str) -> Vec<(String, Value)> {
        let mut page = json_of(&self.search(kind, form));
        let mut found = Vec::new();
        loop {
            for entry in page["entry"].as_array().into_iter().flatten() {
                let mode = entry["search"]["mode"].as_str().unwrap().to_owned();
                found.push((mode, entry["resource"].clone()));
            }
            let Some(next) = next_of(&page) else {
                return found;
            };
            page = json_of(&self.get(&next));
        }
    }

    fn matches(&mut self, kind: &str, form: &str) -> Vec<Value> {
        let all = self.all(kind, form).into_iter();
        all.filter(|(mode, _)| mode == "match")
            .map(|(_, resource)| resource)
            .collect()
    }
}

fn token(sub: &str) -> String {
    TEST_KEY.sign(&json!({"typ": "Bearer", "iss": ISSUER, "sub": sub, "exp": NOW + 300}))
}

fn status(answer: &Answer) -> u16 {
    answer.response.status().as_u16()
}

fn json_of(answer: &Answer) -> Value {
    assert_eq!(answer.response.headers()[CONTENT_TYPE], FHIR_JSON);
    serde_json::from_slice(answer.response.body()).unwrap()
}

fn next_of(bundle: &Value) -> Option<String> {
    let links = bundle["link"].as_array().unwrap();
    let next = links.iter().find(|link| link["relation"] == "next")?;
    Some(next["url"].as_str().unwrap().to_owned())
}

fn assert_refused(answer: &Answer, expected: u16) {
    assert_eq!(status(answer), expected);
    let body = json_of(answer);
    assert_eq!(body["resourceType"], "OperationOutcome");
    assert_eq!(body["issue"][0]["severity"], "error");
}

const SAHIN: &str = "patient=Patient/dsp-1002&status=current";
