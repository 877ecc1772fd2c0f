//! Pages of a search: opaque `next` links, as HAPI's (`[base]?_getpages=…`), kept for a while and for their caller only.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value, json};

use super::faults::Next;
use super::problem::{Problem, outcome};
use super::store::Resource;
use super::{Call, Dsp, accept, fhir, present};
use crate::exchange::Answer;
use crate::random;

/// Searches that are kept; the oldest goes first.
const KEPT: usize = 100;
/// Where a `next` link of the fault `dsp_foreign_next` leads (a name that is reserved, RFC 2606).
const FOREIGN: &str = "https://dsp.elsewhere.example/fhir";

/// What a search found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) kind: &'static str,
    /// A warning that comes with each page.
    pub(super) outcome: Option<Arc<Resource>>,
    pub(super) matches: Vec<Arc<Resource>>,
    /// For each match what is sent along.
    pub(super) includes: Vec<Vec<Arc<Resource>>>,
    /// Parameters that were not looked at.
    pub(super) ignored: Vec<String>,
    pub(super) count: usize,
    pub(super) next: Next,
    /// Who asked.
    pub(super) sub: String,
}

/// The searches under way, by the token in their links.
#[derive(Debug, Default)]
pub(super) struct Searches {
    found: BTreeMap<String, Arc<Found>>,
    order: VecDeque<String>,
}

impl Searches {
    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.found.clear();
        self.order.clear();
    }

    fn keep(&mut self, token: &str, found: Arc<Found>) {
        if self.order.len() == KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.found.remove(&oldest);
        }
        self.order.push_back(token.to_owned());
        self.found.insert(token.to_owned(), found);
    }
}

/// The first page.
pub(super) fn first(dsp: &mut Dsp, found: Found) -> Result<Answer, Problem> {
    let token = random::uuid(&mut dsp.rng);
    let found = Arc::new(found);
    dsp.searches.keep(&token, Arc::clone(&found));
    Ok(page(dsp, &found, &token, 0))
}

/// A later page: `GET [base]?_getpages=<token>&_getpagesoffset=<n>`.
pub(super) fn next(dsp: &Dsp, call: &Call<'_>) -> Result<Answer, Problem> {
    accept::fhir(call.request)?;
    let query = call.request.uri().query().unwrap_or_default();
    let value = |wanted: &str| {
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    let token = value("_getpages").ok_or(Problem::Unknown)?;
    let offset = value("_getpagesoffset").and_then(|text| text.parse().ok());
    let offset = offset.ok_or(Problem::Invalid("_getpagesoffset is a number."))?;
    let found = dsp.searches.found.get(&token).ok_or(Problem::Gone)?;
    if found.sub != call.sub {
        return Err(Problem::Gone);
    }
    if found.next == Next::Refused && offset > 0 {
        return Err(Problem::Unauthorized("The token has expired."));
    }
    Ok(page(dsp, found, &token, offset))
}

fn page(dsp: &Dsp, found: &Found, token: &str, offset: usize) -> Answer {
    let total = found.matches.len();
    let from = offset.min(total);
    let to = from.saturating_add(found.count).min(total);
    let mut entries = outcomes(found);
    let matches = found.matches.get(from..to).unwrap_or_default();
    entries.extend(matches.iter().map(|one| entry(dsp, one, "match")));
    let includes = found.includes.get(from..to).unwrap_or_default();
    let mut sent: Vec<&str> = Vec::new();
    for resource in includes.iter().flatten() {
        if !sent.contains(&resource.id.as_str()) {
            sent.push(&resource.id);
            entries.push(entry(dsp, resource, "include"));
        }
    }
    let address = |base: &str, offset: usize| {
        format!(
            "{base}?_getpages={token}&_getpagesoffset={offset}&_count={}",
            found.count
        )
    };
    let mut links = vec![json!({"relation": "self", "url": address(&dsp.base, from)})];
    let next = match found.next {
        Next::Usual | Next::Refused => (to < total).then(|| address(&dsp.base, to)),
        Next::Foreign => Some(address(FOREIGN, to)),
        Next::Loop => Some(address(&dsp.base, from)),
    };
    links.extend(next.map(|url| json!({"relation": "next", "url": url})));
    let mut bundle = json!({
        "resourceType": "Bundle",
        "id": token,
        "type": "searchset",
        "total": total,
        "link": links,
    });
    // FHIR JSON has no empty lists.
    if !entries.is_empty() {
        bundle["entry"] = entries.into();
    }
    fhir(StatusCode::OK, &bundle)
}

/// Warnings stand inside the bundle (MHD ITI-67 §3.67.4.2.2).
fn outcomes(found: &Found) -> Vec<Value> {
    let of_patient = found.outcome.iter().map(|one| one.value.clone());
    let of_search = found.ignored.iter().map(|name| {
        let text = format!(
            "The parameter {name} is not supported for {} and was not looked at.",
            found.kind
        );
        outcome("warning", "not-supported", &text)
    });
    of_patient
        .chain(of_search)
        .map(|resource| json!({"resource": resource, "search": {"mode": "outcome"}}))
        .collect()
}

fn entry(dsp: &Dsp, resource: &Resource, mode: &str) -> Value {
    json!({
        "fullUrl": format!("{}/{}/{}", dsp.base, resource.kind, resource.id),
        "resource": present::resource(dsp, &resource.value),
        "search": {"mode": mode},
    })
}
