//! Whether a resource meets one search parameter: tokens, dates, texts, references (R4 search §3.1.1.4).

use serde_json::Value;

use super::dates::{self, Span};
use super::parameters::{Kind, Parameter};
use super::store::Store;

/// Whether any element of the parameter meets any of the values between commas. `None`: a value
/// that cannot be read.
pub(super) fn meets(
    store: &Store,
    resource: &Value,
    parameter: &Parameter,
    values: &str,
) -> Option<bool> {
    let elements: Vec<&Value> = parameter
        .paths
        .iter()
        .flat_map(|path| elements(resource, path))
        .collect();
    let mut met = false;
    for value in values.split(',') {
        met |= match parameter.kind {
            Kind::Token => elements.iter().any(|element| token(element, value)),
            Kind::Text => elements.iter().any(|element| begins(element, value)),
            Kind::Reference => elements.iter().any(|element| refers(element, value)),
            Kind::AuthorName => elements.iter().any(|author| named(store, author, value)),
            Kind::Date => {
                let (prefix, asked) = dates::comparison(value)?;
                asked.meets(prefix, asked)?;
                let mut spans = elements.iter().filter_map(|element| span(element));
                spans.any(|span| span.meets(prefix, asked) == Some(true))
            }
        };
    }
    Some(met)
}

/// R4 search §3.1.1.5.5: with `true` whether the parameter has no element, with `false` whether it has one. A date that is
/// none is no element: a server has nothing of it in its index. `None`: a value that cannot be read.
pub(super) fn is_missing(resource: &Value, parameter: &Parameter, asked: &str) -> Option<bool> {
    let paths = parameter.paths.iter();
    let mut elements = paths.flat_map(|path| elements(resource, path));
    let there = elements.any(|element| parameter.kind != Kind::Date || span(element).is_some());
    match asked {
        "true" => Some(!there),
        "false" => Some(there),
        _ => None,
    }
}

/// When a resource is of, by the date parameter of its type; for `_sort`.
pub(super) fn moment(resource: &Value, parameter: &Parameter) -> Option<i64> {
    let paths = parameter.paths.iter();
    let mut spans = paths
        .flat_map(|path| elements(resource, path))
        .filter_map(span);
    spans.next().map(Span::start)
}

/// The elements of a path such as `content/attachment/creation`; lists are gone through.
pub(super) fn elements<'a>(value: &'a Value, path: &str) -> Vec<&'a Value> {
    let mut found = vec![value];
    for name in path.split('/') {
        found = found
            .into_iter()
            .filter_map(|value| value.get(name))
            .flat_map(|value| match value {
                Value::Array(list) => list.iter().collect(),
                one => vec![one],
            })
            .collect();
    }
    found
}

/// A code, a Coding, a CodeableConcept or an Identifier.
fn token(element: &Value, asked: &str) -> bool {
    if let Some(codings) = element["coding"].as_array() {
        return codings.iter().any(|coding| token(coding, asked));
    }
    let text = |name: &str| element[name].as_str();
    let code = element
        .as_str()
        .or_else(|| text("code"))
        .or_else(|| text("value"));
    match asked.split_once('|') {
        None => code == Some(asked),
        Some(("", code_asked)) => text("system").is_none() && code == Some(code_asked),
        Some((system, "")) => text("system") == Some(system),
        Some((system, code_asked)) => text("system") == Some(system) && code == Some(code_asked),
    }
}

fn begins(element: &Value, asked: &str) -> bool {
    let text = element.as_str().unwrap_or_default().to_lowercase();
    text.starts_with(&asked.to_lowercase())
}

fn refers(element: &Value, asked: &str) -> bool {
    element["reference"].as_str().is_some_and(|reference| {
        reference == asked
            || reference
                .rsplit_once('/')
                .is_some_and(|(_, id)| id == asked)
    })
}

fn named(store: &Store, author: &Value, asked: &str) -> bool {
    let resource = author["reference"]
        .as_str()
        .and_then(|reference| store.resolve(reference));
    resource.is_some_and(|resource| {
        ["name/family", "name/given"]
            .into_iter()
            .flat_map(|path| elements(&resource.value, path))
            .any(|name| begins(name, asked))
    })
}

/// A date, or a Period, open ends included.
fn span(element: &Value) -> Option<Span> {
    if let Some(text) = element.as_str() {
        return dates::span(text);
    }
    let end = |name: &str| element[name].as_str().and_then(dates::span);
    match (end("start"), end("end")) {
        (Some(from), Some(to)) => Some(from.until(to)),
        (Some(from), None) => Some(from.until(dates::span("9998")?)),
        (None, Some(to)) => Some(dates::span("0001")?.until(to)),
        (None, None) => None,
    }
}
