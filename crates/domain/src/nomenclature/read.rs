//! Reading the table (`pkg/schemas/tariffs.schema.json`). What is wrong is named by its place.

use super::act::{Flag, Label, Part};
use super::fold::words;
use super::{Act, Nomenclature, Suffix};
use crate::billing::Rule;
use crate::dates;
use crate::json::Json;
use crate::money::{Amount, Coefficient, Factor, tariff};

/// The languages in which a label may stand; the first one found stands in for a missing one.
const LANGUAGES: [&str; 4] = ["fr", "de", "en", "lb"];

/// What cannot be read: the member, or the code of the act or the id of the rule.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("tariffs: {0}")]
pub struct TariffError(pub String);

impl Nomenclature {
    /// Reads a table. Its own rules, where it has any, take the place of the built-in ones.
    pub fn read(table: &Json, built_in: &Json) -> Result<Self, TariffError> {
        let wrong = |what: &str| TariffError(what.to_owned());
        let key_letter = Coefficient::parse(&table.member("keyLetter").text("value"))
            .ok_or_else(|| wrong("keyLetter"))?;
        let from = dates::parse(&table.text("from")).ok_or_else(|| wrong("from"))?;
        let until = table.filled("until");
        let until = match until {
            None => None,
            Some(text) => Some(dates::parse(&text).ok_or_else(|| wrong("until"))?),
        };
        let suffixes = table.list("suffixes", |json| suffix(&json));
        let mut acts = Vec::new();
        for chapter in table.list("chapters", |chapter| chapter) {
            for act in chapter.list("acts", |act| act) {
                let read = self::act(&chapter, &act, key_letter);
                acts.push(read.ok_or_else(|| wrong(&act.text("code")))?);
            }
        }
        if acts.is_empty() {
            return Err(wrong("chapters"));
        }
        let mut by_code: Vec<usize> = (0..acts.len()).collect();
        by_code.sort_by_key(|at| acts.get(*at).map(|act: &Act| &act.code));
        let rules = table.list("rules", |rule| rule);
        let rules = if rules.is_empty() {
            built_in.list("rules", |rule| rule)
        } else {
            rules
        };
        let rules = rules
            .iter()
            .map(|rule| Rule::read(rule).ok_or_else(|| wrong(&rule.text("id"))));
        Ok(Self {
            from,
            until,
            key_letter,
            excerpt: table.texts("excerpt"),
            suffixes: suffixes
                .into_iter()
                .collect::<Option<_>>()
                .ok_or_else(|| wrong("suffixes"))?,
            acts,
            by_code,
            rules: rules.collect::<Result<_, _>>()?,
        })
    }
}

/// A text in each language that it is given in.
pub(crate) fn label(json: &Json) -> Label {
    LANGUAGES
        .into_iter()
        .filter_map(|lang| Some((lang.to_owned(), json.filled(lang)?)))
        .collect()
}

fn suffix(json: &Json) -> Option<Suffix> {
    let letter = json.text("letter").chars().next()?;
    let factor = match json.filled("factor") {
        None => None,
        Some(text) => Some(Factor::parse(&text)?),
    };
    let floor = match json.filled("floor") {
        None => None,
        Some(text) => Some(Coefficient::parse(&text)?),
    };
    let raises = json.texts("raises");
    Some(Suffix {
        letter,
        factor,
        floor,
        raises: raises
            .iter()
            .filter_map(|text| text.chars().next())
            .collect(),
    })
}

fn act(chapter: &Json, json: &Json, key_letter: Coefficient) -> Option<Act> {
    let code = json.filled("code")?;
    let part = match chapter.text("part").as_str() {
        "general" => Part::General,
        "technical" => Part::Technical,
        _ => return None,
    };
    let (coefficient, tariff) = match json.filled("tariff") {
        Some(own) => (Coefficient::parse("0")?, Amount::parse(&own).ok()?),
        None => {
            let coefficient = Coefficient::parse(&json.text("coefficient"))?;
            (coefficient, tariff(coefficient, key_letter))
        }
    };
    let day = |name| match json.filled(name) {
        None => Some(None),
        Some(text) => dates::parse(&text).map(Some),
    };
    let label = label(&json.member("label"));
    let texts = label.iter().flat_map(|(_, text)| words(text));
    let words: Vec<String> = words(&code).into_iter().chain(texts).collect();
    Some(Act {
        code,
        part,
        chapter: chapter.text("chapter"),
        section: chapter.text("section"),
        coefficient,
        tariff,
        flags: json
            .texts("flags")
            .iter()
            .filter_map(|word| Flag::parse(word))
            .collect(),
        from: day("from")?,
        until: day("until")?,
        label,
        words: [" ", &words.join(" ")].concat(),
    })
}
