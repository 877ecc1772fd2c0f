//! Observation into a result, DiagnosticReport into the list of its results.

use domain::dsp::identity::Sex;
use domain::dsp::laboratory::{Age, Observation, Quantity, Range, Report, Value};

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
    let from = age(node.at(&["age", "low"]), 0);
    let to = age(node.at(&["age", "high"]), 1);
    Range {
        code: code
            .into_iter()
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned(),
        text: clean(node.text_of("text")),
        sex,
        from_age: from.flatten(),
        under_age: to.flatten(),
        special: swapped
            || from.is_none()
            || to.is_none()
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

/// An age, and `more` of its unit: a range to 30 days ends when the 31st is full. The outer `None` is an age that cannot be
/// read.
fn age(node: &Node<'_>, more: u32) -> Option<Option<Age>> {
    if !node.is_some() {
        return Some(None);
    }
    let (whole, part) = thousandths(node.get("value").number()?)?;
    let unit = match node.text_of("code") {
        "" => node.text_of("unit"),
        code => code,
    };
    // UCUM, and the words that stand where a code is missing.
    let (size, of): (u32, fn(u32) -> Age) = match unit.trim().to_ascii_lowercase().as_str() {
        "a" | "year" | "years" | "an" | "ans" => (12, Age::Months),
        "mo" | "month" | "months" | "mois" if part == 0 => (1, Age::Months),
        "mo" | "month" | "months" | "mois" => (30, Age::Days),
        "wk" | "week" | "weeks" | "semaine" | "semaines" => (7, Age::Days),
        "d" | "day" | "days" | "jour" | "jours" => (1, Age::Days),
        _ => return None,
    };
    // To 17.99 years is to the end of the month in which that is.
    let more = if part == 0 { more * size } else { more };
    Some(Some(of((whole * 1_000 + part) * size / 1_000 + more)))
}

/// The whole and the thousandths of a number that may be an age.
fn thousandths(digits: &str) -> Option<(u32, u32)> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.parse().ok().filter(|whole| *whole <= 100_000)?;
    let part = [part, "000"].concat();
    Some((whole, part.get(..3)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle;

    fn check(age: &str, from: Option<Age>, under: Option<Age>, special: bool) {
        let text = [r#"{"low":{"value":1},"age":"#, age, "}"].concat();
        let tree = bundle::parse(text.as_bytes()).unwrap();
        let range = range(&tree.root);
        let read = (range.from_age, range.under_age, range.special);
        assert_eq!(read, (from, under, special), "{age}");
    }

    #[test]
    fn an_age_is_read_in_its_unit() {
        let (days, months) = (|n| Some(Age::Days(n)), |n| Some(Age::Months(n)));
        check(
            r#"{"low":{"value":0,"code":"d"},"high":{"value":30,"code":"d"}}"#,
            days(0),
            days(31),
            false,
        );
        check(
            r#"{"low":{"value":18,"unit":"years","code":"a"}}"#,
            months(216),
            None,
            false,
        );
        check(
            r#"{"low":{"value":0.5,"code":"a"},"high":{"value":17.99,"unit":"ans"}}"#,
            months(6),
            months(216),
            false,
        );
        check(
            r#"{"low":{"value":1.5,"code":"mo"},"high":{"value":8,"code":"wk"}}"#,
            days(45),
            days(63),
            false,
        );
        check("{}", None, None, false);
    }

    #[test]
    fn an_age_that_cannot_be_read_makes_a_range_special() {
        for low in [
            r#"{"value":18}"#,
            r#"{"value":18,"code":"Ma"}"#,
            r#"{"value":-1,"code":"a"}"#,
            r#"{"value":1e2,"code":"a"}"#,
            r#"{"code":"a"}"#,
        ] {
            check(&[r#"{"low":"#, low, "}"].concat(), None, None, true);
        }
    }
}
