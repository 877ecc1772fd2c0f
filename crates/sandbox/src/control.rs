//! The control API under `/sandbox`: journal, deposits, scenarios, clock, reset, and the demo's patients and what it keeps for
//! its users.

use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::clock::{SandboxClock, iso};
use crate::data;
use crate::exchange::{self, Request, Response, has_media_type};
use crate::scenario;
use crate::state::State;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScenarioBody {
    name: String,
    times: Option<u32>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct ClockBody {
    advance_seconds: u32,
}

/// Answers one request. The journal does not hold these: it is about the stand-ins.
pub fn respond(state: &mut State, clock: &SandboxClock, request: &Request) -> Response {
    let path = request.uri().path().trim_end_matches('/');
    let Some(rest) = path.strip_prefix("/sandbox") else {
        return not_found();
    };
    if let Some(name) = rest.strip_prefix("/kept/") {
        return state.kept.respond(name, request);
    }
    match (request.method(), rest) {
        (&Method::GET, "/journal") => ok(&state.journal.list()),
        (&Method::GET, "/deposits") => ok(&state.econnector.deposits()),
        (&Method::GET, "/scenarios") => ok(&state.scenarios.list()),
        (&Method::GET, "/patients") => match data::patients() {
            Ok(patients) => ok(&patients),
            Err(error) => refused(&error.to_string()),
        },
        (&Method::POST, "/scenario") => post_scenario(state, request),
        (&Method::POST, "/clock") => post_clock(clock, request),
        (&Method::POST, "/reset") => {
            state.reset();
            clock.reset();
            exchange::empty(StatusCode::NO_CONTENT)
        }
        _ => not_found(),
    }
}

fn post_scenario(state: &mut State, request: &Request) -> Response {
    let body: ScenarioBody = match read(request) {
        Ok(body) => body,
        Err(response) => return *response,
    };
    let Some(scenario) = scenario::named(&body.name) else {
        let names: Vec<&str> = scenario::ALL.iter().map(|(_, name, _)| *name).collect();
        let value = json!({"error": "unknown scenario", "scenarios": names});
        return exchange::json(StatusCode::BAD_REQUEST, &value);
    };
    state.scenarios.set(scenario, body.times);
    exchange::empty(StatusCode::NO_CONTENT)
}

fn post_clock(clock: &SandboxClock, request: &Request) -> Response {
    match read::<ClockBody>(request) {
        Ok(body) => ok(&json!({"now": iso(clock.advance(body.advance_seconds))})),
        Err(response) => *response,
    }
}

/// A JSON body. The media type is asked for because a page of another site cannot send it
/// without the browser asking first.
fn read<T: serde::de::DeserializeOwned>(request: &Request) -> Result<T, Box<Response>> {
    if !has_media_type(request, "application/json") {
        return Err(Box::new(refused("the body has to be application/json")));
    }
    serde_json::from_slice(request.body()).map_err(|error| Box::new(refused(&error.to_string())))
}

fn ok(value: &Value) -> Response {
    exchange::json(StatusCode::OK, value)
}

fn refused(why: &str) -> Response {
    exchange::json(StatusCode::BAD_REQUEST, &json!({"error": why}))
}

fn not_found() -> Response {
    exchange::json(StatusCode::NOT_FOUND, &json!({"error": "not found"}))
}
