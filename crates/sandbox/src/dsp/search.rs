//! FHIR search by GET and by `POST _search` (ITI-67): who is meant, what matches, in which order, on which page.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use http::Method;

use super::faults::{self, Next};
use super::matching::{self, elements};
use super::page::{self, Found};
use super::parameters::{Kind, Searchable, searchable};
use super::problem::Problem;
use super::store::Resource;
use super::{Call, Dsp, accept};
use crate::exchange::{Answer, has_media_type};
use crate::scenario::{Scenario, Scenarios};

/// Entries on a page when nothing is asked for, and at most.
const PAGE: usize = 20;
const LARGEST_PAGE: usize = 1_000;

/// Parameters of a search, in order; one name may come several times (R4 search: all have to be met).
type Given<'a> = Vec<(Cow<'a, str>, Cow<'a, str>)>;

/// What a parameter asks of a resource.
#[derive(Debug, Clone, Copy)]
enum Test {
    /// That it meets a value.
    Meets,
    /// The modifier `:missing`: that there is nothing, or that there is something.
    Missing,
}

/// Answers a search.
pub(super) fn run(
    dsp: &mut Dsp,
    scenarios: &mut Scenarios,
    call: &Call<'_>,
    kind: &str,
) -> Result<Answer, Problem> {
    accept::fhir(call.request)?;
    let searchable = searchable(kind).ok_or(Problem::Unknown)?;
    let given = given(call)?;
    let patients = patients(dsp, searchable, &given)?;
    let fault = dsp.store.magic.of(patients.iter().map(String::as_str));
    match fault {
        Some(Scenario::DspDown) => return Err(Problem::Unavailable),
        Some(Scenario::Dsp403) if kind != "Patient" => return Err(Problem::Forbidden),
        _ => {}
    }
    let (matches, ignored) = matches(dsp, searchable, &patients, &given)?;
    let includes = includes(dsp, searchable, &matches, &given);
    let next = if kind == "Patient" {
        // Nobody has more than one page of candidates: the fault is kept for a list.
        Next::Usual
    } else {
        faults::next(scenarios, fault)
    };
    let outcome = dsp.store.of_kind("OperationOutcome").find(|one| {
        let about = patients.iter().any(|id| one.id == outcome_id(id));
        about && kind != "Patient"
    });
    let found = Found {
        kind: searchable.kind,
        outcome: outcome.cloned(),
        matches,
        includes,
        ignored,
        count: count(&given)?,
        next,
        sub: call.sub.to_owned(),
    };
    let mut answer = page::first(dsp, found)?;
    if fault == Some(Scenario::DspSlow) {
        answer = answer.delivered(faults::slow());
    }
    Ok(answer)
}

/// `outcome-1003` is part of every answer about `dsp-1003`.
fn outcome_id(patient: &str) -> String {
    patient.replace("dsp-", "outcome-")
}

/// Query and, by POST, form.
fn given<'a>(call: &Call<'a>) -> Result<Given<'a>, Problem> {
    let query = call.request.uri().query().unwrap_or_default();
    let mut given: Given<'a> = url::form_urlencoded::parse(query.as_bytes()).collect();
    if call.request.method() == Method::POST {
        if !has_media_type(call.request, "application/x-www-form-urlencoded") {
            return Err(Problem::UnsupportedMediaType);
        }
        given.extend(url::form_urlencoded::parse(call.request.body()));
    }
    given.retain(|(_, value)| !value.is_empty());
    Ok(given)
}

fn value<'a>(given: &'a Given<'_>, name: &str) -> Option<&'a str> {
    let found = given.iter().find(|(given, _)| given == name)?;
    Some(found.1.as_ref())
}

/// The ids of the patients that a search is about. MHD: a search names a patient and a status.
fn patients(dsp: &Dsp, searchable: &Searchable, given: &Given<'_>) -> Result<Vec<String>, Problem> {
    let with_identifier = |asked: &str| -> Vec<String> {
        let identifier = searchable_identifier();
        dsp.store
            .of_kind("Patient")
            .filter(|patient| {
                identifier.is_some_and(|parameter| {
                    matching::meets(&dsp.store, &patient.value, parameter, asked) == Some(true)
                })
            })
            .map(|patient| patient.id.clone())
            .collect()
    };
    if searchable.kind == "Patient" {
        let asked = value(given, "identifier").or_else(|| value(given, "_id"));
        let asked = asked.ok_or(Problem::Invalid(
            "A search for a patient has an identifier.",
        ))?;
        let by_identifier = with_identifier(asked);
        return Ok(if by_identifier.is_empty() {
            vec![asked.to_owned()]
        } else {
            by_identifier
        });
    }
    if searchable.kind == "DocumentReference" && value(given, "status").is_none() {
        return Err(Problem::Invalid(
            "MHD: a search for documents has a status.",
        ));
    }
    let by_reference = value(given, "patient").or_else(|| value(given, "subject"));
    if let Some(reference) = by_reference {
        let id = reference.rsplit('/').next().unwrap_or_default();
        return Ok(vec![id.to_owned()]);
    }
    let identifier = value(given, "patient.identifier")
        .or_else(|| value(given, "patient:identifier"))
        .ok_or(Problem::Invalid("MHD: a search names its patient."))?;
    Ok(with_identifier(identifier))
}

fn searchable_identifier() -> Option<&'static super::parameters::Parameter> {
    let parameters = searchable("Patient")?.parameters;
    parameters.iter().find(|one| one.name == "identifier")
}

/// What matches, in order, and the names of parameters that are not supported.
fn matches(
    dsp: &Dsp,
    searchable: &Searchable,
    patients: &[String],
    given: &Given<'_>,
) -> Result<(Vec<Arc<Resource>>, Vec<String>), Problem> {
    let mut ignored = Vec::new();
    let mut wanted = Vec::new();
    for (name, value) in given {
        let (bare, test) = match name.strip_suffix(":missing") {
            Some(bare) => (bare, Test::Missing),
            None => (name.as_ref(), Test::Meets),
        };
        match searchable.parameters.iter().find(|one| one.name == bare) {
            Some(parameter) => wanted.push((parameter, test, value.as_ref())),
            None if is_ours(name) => {}
            // R4, search, modifiers: a server rejects what it does not support, for it would find something else.
            None if name.contains(':') => {
                return Err(Problem::Invalid(
                    "A modifier of the search is not supported.",
                ));
            }
            None => ignored.push(printable(name)),
        }
    }
    let mut found = Vec::new();
    for resource in dsp.store.of_kind(searchable.kind) {
        let of_patient = resource
            .patient
            .as_ref()
            .is_some_and(|patient| patients.contains(patient));
        if !of_patient {
            continue;
        }
        let mut met = true;
        for (parameter, test, value) in &wanted {
            let passed = match test {
                Test::Meets => matching::meets(&dsp.store, &resource.value, parameter, value),
                Test::Missing => matching::is_missing(&resource.value, parameter, value),
            };
            met &= passed.ok_or(Problem::Invalid("A value of the search cannot be read."))?;
        }
        if met {
            found.push(Arc::clone(resource));
        }
    }
    sort(searchable, &mut found, value(given, "_sort"));
    Ok((found, ignored))
}

/// Parameters that every search takes.
fn is_ours(name: &str) -> bool {
    let of_patient = [
        "patient",
        "subject",
        "patient.identifier",
        "patient:identifier",
    ];
    of_patient.contains(&name) || ["_count", "_sort", "_include", "_format"].contains(&name)
}

/// A name as it may stand in an answer: no text of the caller's choice.
fn printable(name: &str) -> String {
    let letters = name.chars();
    letters
        .filter(|letter| letter.is_ascii_alphanumeric() || "._-:".contains(*letter))
        .take(40)
        .collect()
}

fn sort(searchable: &Searchable, found: &mut [Arc<Resource>], by: Option<&str>) {
    let Some(by) = by else {
        return;
    };
    let name = by.trim_start_matches('-');
    let mut parameters = searchable.parameters.iter();
    let Some(parameter) = parameters.find(|one| one.name == name && one.kind == Kind::Date) else {
        return;
    };
    let moment = |one: &Arc<Resource>| matching::moment(&one.value, parameter);
    if by.starts_with('-') {
        found.sort_by_cached_key(|one| Reverse(moment(one)));
    } else {
        found.sort_by_cached_key(moment);
    }
}

/// For each match what `_include` asks to be sent along.
fn includes(
    dsp: &Dsp,
    searchable: &Searchable,
    matches: &[Arc<Resource>],
    given: &Given<'_>,
) -> Vec<Vec<Arc<Resource>>> {
    let asked = given.iter().filter(|(name, _)| name == "_include");
    let paths: Vec<&str> = asked
        .filter_map(|(_, value)| {
            let name = value.strip_prefix(searchable.kind)?.strip_prefix(':')?;
            let mut includes = searchable.includes.iter();
            Some(includes.find(|(known, _)| *known == name)?.1)
        })
        .collect();
    let of = |resource: &Arc<Resource>| {
        paths
            .iter()
            .flat_map(|path| elements(&resource.value, path))
            .filter_map(|element| dsp.store.resolve(element["reference"].as_str()?).cloned())
            .collect()
    };
    matches.iter().map(of).collect()
}

fn count(given: &Given<'_>) -> Result<usize, Problem> {
    match value(given, "_count") {
        None => Ok(PAGE),
        Some(text) => match text.parse() {
            Ok(number @ 1..) => Ok(LARGEST_PAGE.min(number)),
            _ => Err(Problem::Invalid("_count is a number from 1.")),
        },
    }
}
