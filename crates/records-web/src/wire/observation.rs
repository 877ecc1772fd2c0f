//! Observation into a result, DiagnosticReport into the list of its results.

use domain::dsp::identity::Sex;
use domain::dsp::laboratory::{Observation, Quantity, Range, Report, Value};

use super::{clean, codings, date, document, named, target, words};
use crate::tree::Node;

/// Reads a result; components and panels give one each.
pub(crate) fn read(resource: &Node<'_>) -> Vec<Observation> {
    let id = super::reference_to(resource);
    let one = |node: &Node<'_>, id: String| Observation {
        id,
        codes: codings(node.get("code")),
        name: words(node.get("code")),
        date: date(
            resource,
            &[
                "effectiveDateTime",
                "effectiveInstant",
                "effectivePeriod",
                "issued",
            ],
        ),
        value: value(node),
        ranges: node
            .list_of("referenceRange")
            .iter()
            .map(range)
            .filter(says_something)
            .collect(),
        interpretation: codings(node.get("interpretation"))
            .into_iter()
            .map(|coding| coding.code)
            .collect(),
    };
    let components = resource.list_of("component");
    let mut read: Vec<Observation> = components
        .iter()
        .enumerate()
        .map(|(at, component)| one(component, [id.as_str(), "#", &at.to_string()].concat()))
        .collect();
    let own = one(resource, id);
    let is_head = (!read.is_empty() || resource.get("hasMember").is_some())
        && matches!(own.value, Value::Absent(_));
    if !is_head {
        read.insert(0, own);
    }
    read
}

/// Reads a report.
pub(crate) fn report(resource: &Node<'_>) -> Report {
    Report {
        id: resource.text_of("id").to_owned(),
        title: words(resource.get("code")),
        date: date(
            resource,
            &["effectiveDateTime", "effectivePeriod", "issued"],
        ),
        from: named(resource, resource.get("performer")),
        conclusion: clean(resource.text_of("conclusion")),
        results: resource
            .list_of("result")
            .iter()
            .map(target)
            .filter(|text| !text.is_empty())
            .collect(),
        contents: resource
            .list_of("presentedForm")
            .iter()
            .map(document::attachment)
            .collect(),
    }
}

/// Whether an Observation is a laboratory result, by its category; without one by its place in a report.
pub(crate) fn is_laboratory(resource: &Node<'_>) -> bool {
    let categories = codings(resource.get("category"));
    categories.is_empty() || categories.iter().any(|coding| coding.code == "laboratory")
}

fn value(node: &Node<'_>) -> Value {
    let found = node.get("valueQuantity");
    if let Some(digits) = found.get("value").number() {
        return Value::Quantity(quantity(found, digits));
    }
    // A value as text where a number should be is shown as it is.
    let written = [found.text_of("value"), found.text_of("unit")];
    let texts = [
        clean(&written.join(" ")).trim().to_owned(),
        clean(node.text_of("valueString")),
        words(node.get("valueCodeableConcept")),
        clean(node.get("valueInteger").number().unwrap_or_default()),
        clean(node.text_of("valueDateTime")),
        interval(node.get("valueRange")),
        ratio(node.get("valueRatio")),
    ];
    let has_value = found.get("value").is_some();
    let mut texts = texts.into_iter().enumerate();
    texts
        .find(|(at, text)| !text.is_empty() && (*at > 0 || has_value))
        .map_or_else(
            || Value::Absent(words(node.get("dataAbsentReason"))),
            |(_, text)| Value::Text(text),
        )
}

fn quantity(node: &Node<'_>, digits: &str) -> Quantity {
    let unit = clean(node.text_of("unit"));
    let code = match node.text_of("code") {
        "" => unit.clone(),
        code => code.to_owned(),
    };
    Quantity {
        value: digits.to_owned(),
        comparator: match node.text_of("comparator") {
            known @ ("<" | "<=" | ">=" | ">") => known.to_owned(),
            _ => String::new(),
        },
        // UCUM's annotations stand in braces: `{INR}`.
        unit: (if unit.is_empty() { &code } else { &unit })
            .trim_matches(['{', '}'])
            .to_owned(),
        code,
    }
}

fn interval(node: &Node<'_>) -> String {
    let end = |name: &str| node.at(&[name, "value"]).number();
    match (end("low"), end("high")) {
        (Some(low), Some(high)) => [low, "–", high].concat(),
        (Some(low), None) => ["≥ ", low].concat(),
        (None, Some(high)) => ["≤ ", high].concat(),
        (None, None) => String::new(),
    }
}

fn ratio(node: &Node<'_>) -> String {
    let part = |name: &str| node.at(&[name, "value"]).number();
    match (part("numerator"), part("denominator")) {
        (Some(over), Some(under)) => [over, ":", under].concat(),
        _ => String::new(),
    }
}

fn range(node: &Node<'_>) -> Range {
    let end = |name: &str| {
        node.at(&[name, "value"])
            .number()
            .unwrap_or_default()
            .to_owned()
    };
    let (low, high) = (end("low"), end("high"));
    let swapped =
        matches!((low.parse::<f64>(), high.parse::<f64>()), (Ok(low), Ok(high)) if low > high);
    let code = ["low", "high"]
        .map(|name| node.at(&[name, "code"]).text())
        .into_iter();
    let code = code.chain(["low", "high"].map(|name| node.at(&[name, "unit"]).text()));
    let applies = codings(node.get("appliesTo"));
    let sex = applies
        .iter()
        .find_map(|coding| match coding.code.as_str() {
            "F" | "248152002" => Some(Sex::Female),
            "M" | "248153007" => Some(Sex::Male),
            code => Sex::read(code),
        });
    // Words beside a plain range make it special: "grossesse", "sous AVK".
    let kind = codings(node.get("type"));
    let usual = kind.is_empty()
        || kind
            .iter()
            .any(|coding| matches!(coding.code.as_str(), "normal" | "recommended"));
    let other_people = applies.len() > usize::from(sex.is_some())
        || (applies.is_empty() && node.get("appliesTo").is_some());
    Range {
        code: code
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned(),
        text: clean(node.text_of("text")),
        sex,
        from_age: years(node.at(&["age", "low"])),
        to_age: years(node.at(&["age", "high"])),
        special: swapped
            || !usual
            || other_people
            || (!node.text_of("text").is_empty() && sex.is_none()),
        low,
        high,
    }
}

fn says_something(range: &Range) -> bool {
    !(range.low.is_empty() && range.high.is_empty() && range.text.is_empty())
}

/// An age in whole years, of a UCUM unit.
fn years(node: &Node<'_>) -> Option<u32> {
    let digits = node
        .get("value")
        .number()?
        .split('.')
        .next()
        .unwrap_or_default();
    let number: u32 = digits.parse().ok()?;
    match node.text_of("code") {
        "mo" => Some(number / 12),
        "wk" => Some(number / 52),
        "d" => Some(number / 365),
        _ => Some(number),
    }
}
