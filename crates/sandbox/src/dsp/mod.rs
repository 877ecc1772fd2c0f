//! The DSP stand-in: FHIR R4 read and search after IHE MHD (ITI-67, ITI-68), over the fixtures in `data/dsp/`.
//!
//! Assumption: no interface of the Luxembourg DSP is public. What is here follows MHD 4.2 on FHIR
//! 4.0.1, the profiles that eSanté has shown (seed: ePPatient, prescription bundles) and what real
//! servers do: absolute links, opaque pages, outcomes inside bundles.

mod accept;
mod contents;
mod dates;
mod faults;
mod magic;
mod many;
mod matching;
mod metadata;
mod page;
mod parameters;
mod present;
mod problem;
mod retrieve;
mod search;
mod store;

#[cfg(test)]
mod tests;

use http::{Method, StatusCode};
use rand::rngs::StdRng;
use serde_json::Value;
use url::Url;

pub use store::StartError;

use crate::bearer::{self, Trust};
use crate::exchange::{self, Answer, Facts, Request};
use crate::jose::IssuerKeys;
use crate::scenario::Scenarios;
use contents::Contents;
use page::Searches;
use problem::Problem;
use store::Store;

/// The media type of every FHIR answer.
const FHIR_JSON: &str = "application/fhir+json; charset=utf-8";

/// What the stand-in is told at start.
#[derive(Debug)]
pub struct Settings {
    /// Whose access tokens count.
    pub trust: Trust,
    /// The FHIR base: every link in an answer lies under it.
    pub base: Url,
}

/// The state of the stand-in.
#[derive(Debug)]
pub struct Dsp {
    trust: Trust,
    base: String,
    store: Store,
    contents: Contents,
    searches: Searches,
    rng: StdRng,
}

impl Dsp {
    /// A stand-in with the fixtures.
    ///
    /// # Errors
    /// When a fixture is not JSON of the expected shape.
    pub fn new(settings: Settings, rng: StdRng) -> Result<Self, StartError> {
        let store = Store::load()?;
        Ok(Self {
            trust: settings.trust,
            base: settings.base.as_str().trim_end_matches('/').to_owned(),
            contents: Contents::load(&store)?,
            store,
            searches: Searches::default(),
            rng,
        })
    }

    /// Forgets the pages of searches that are under way.
    pub fn forget_searches(&mut self) {
        self.searches.clear();
    }
}

/// One call whose caller is known.
#[derive(Debug, Clone, Copy)]
struct Call<'a> {
    request: &'a Request,
    sub: &'a str,
    now: i64,
}

/// Answers one request; `keys` are the issuer's.
pub fn respond(
    dsp: &mut Dsp,
    scenarios: &mut Scenarios,
    keys: &IssuerKeys,
    request: &Request,
    now: i64,
) -> Answer {
    let mut facts = Facts::default();
    let mut answer = run(dsp, scenarios, keys, request, now, &mut facts)
        .unwrap_or_else(|problem| problem.answer());
    faults::after(scenarios, &mut answer);
    answer.facts = facts;
    answer
}

fn run(
    dsp: &mut Dsp,
    scenarios: &mut Scenarios,
    keys: &IssuerKeys,
    request: &Request,
    now: i64,
    facts: &mut Facts,
) -> Result<Answer, Problem> {
    faults::before(scenarios)?;
    let path = request.uri().path().trim_end_matches('/');
    let rest = path.strip_prefix("/fhir");
    let rest = rest.filter(|rest| rest.is_empty() || rest.starts_with('/'));
    let rest = rest.ok_or(Problem::Unknown)?;
    let parts: Vec<&str> = rest.split('/').skip(1).collect();
    if let (&Method::GET, ["metadata"]) = (request.method(), parts.as_slice()) {
        return Ok(fhir(StatusCode::OK, &metadata::statement(&dsp.base)));
    }
    let sub = bearer::check(&dsp.trust, keys, request, now).map_err(Problem::Unauthorized)?;
    facts.sub = Some(sub.clone());
    faults::access(scenarios)?;
    let call = Call {
        request,
        sub: &sub,
        now,
    };
    match (request.method(), parts.as_slice()) {
        (&Method::GET, []) => page::next(dsp, &call),
        (&Method::GET, ["Binary", id]) => {
            facts.document_id = dsp.contents.known(id);
            retrieve::run(dsp, &call, id)
        }
        (&Method::GET, [kind]) | (&Method::POST, [kind, "_search"]) => {
            search::run(dsp, scenarios, &call, kind)
        }
        (&Method::GET, [kind, id]) => read(dsp, &call, kind, id),
        _ => Err(Problem::Unknown),
    }
}

/// FHIR's read interaction.
fn read(dsp: &Dsp, call: &Call<'_>, kind: &str, id: &str) -> Result<Answer, Problem> {
    accept::fhir(call.request)?;
    let resource = dsp.store.get(kind, id).ok_or(Problem::Unknown)?;
    let value = present::resource(dsp, &resource.value);
    Ok(fhir(StatusCode::OK, &value))
}

fn fhir(status: StatusCode, value: &Value) -> Answer {
    exchange::body(status, FHIR_JSON, value.to_string().into_bytes()).into()
}
