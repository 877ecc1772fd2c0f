//! A rule as the data has it (`pkg/schemas/billing-rules.schema.json`).

use chrono::{Days, Months};

use super::Facts;
use super::alone::Alone;
use super::pattern::Lines;
use super::together::{Scope, Together, Wants};
use crate::dates::{self, Date};
use crate::json::Json;
use crate::nomenclature::act::{Label, in_language};
use crate::nomenclature::{fold, read};

/// What a broken rule does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// The memo cannot be sent.
    Block,
    /// The person is told: it needs a judgement, or facts that the memo does not hold.
    Warn,
}

/// A rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Its name, never used for another.
    pub id: String,
    /// The article or remark that it comes from.
    pub article: String,
    level: Level,
    /// Whether the memo's note can justify breaking it: then it only warns.
    justified: bool,
    sentence: Label,
    pub(super) kind: Kind,
}

/// What the engine does with a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// It looks at each line for itself.
    Alone(Alone),
    /// It looks at lines beside others.
    Together(Together),
}

/// An age: `14y`, `6m`, `8w`, `2d`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Span {
    Months(u32),
    Days(u64),
}

impl Rule {
    /// Reads a rule; `None` when a member is missing or odd.
    pub fn read(json: &Json) -> Option<Self> {
        let sentence = read::label(&json.member("sentence"));
        Some(Self {
            id: json.filled("id")?,
            article: json.filled("article")?,
            level: match json.text("level").as_str() {
                "block" => Level::Block,
                "warn" => Level::Warn,
                _ => return None,
            },
            justified: json.flag("justified"),
            sentence: (!sentence.is_empty()).then_some(sentence)?,
            kind: Kind::read(json)?,
        })
    }

    /// The sentence in a language, with the article behind it.
    pub fn sentence(&self, lang: &str) -> String {
        [in_language(&self.sentence, lang), " (", &self.article, ")"].concat()
    }

    pub(super) fn level_with(&self, facts: &Facts<'_>) -> Level {
        let by_age = matches!(
            self.kind,
            Kind::Alone(Alone::Age { .. } | Alone::SuffixAge { .. })
        );
        let hint = by_age && facts.birth.is_some_and(|birth| !birth.certain);
        if hint || (self.justified && facts.has_note) {
            Level::Warn
        } else {
            self.level
        }
    }
}

impl Kind {
    fn read(json: &Json) -> Option<Self> {
        match json.text("kind").as_str() {
            "limit" | "earlier" | "needs" | "excludes" | "cumul" | "rank" => {
                together(json).map(Self::Together)
            }
            _ => alone(json).map(Self::Alone),
        }
    }
}

fn alone(json: &Json) -> Option<Alone> {
    let some = |name| some(json, name);
    let span = |name| span(json, name);
    let time = |name: &str| dates::parse_time(&json.text(name));
    Some(match json.text("kind").as_str() {
        "window" => Alone::Window {
            acts: some("acts")?,
            from: time("from")?,
            to: time("to")?,
        },
        "days" => Alone::Days {
            acts: some("acts")?,
            days: json.texts("days"),
            rests: json.flag("rests"),
        },
        "timed" => Alone::Timed {
            acts: some("acts")?,
            but_by: specialties(json, "butBy"),
        },
        "age" => Alone::Age {
            acts: some("acts")?,
            min: span("min")?,
            under: span("under")?,
        },
        "suffix" => Alone::Suffix {
            letters: json.filled("letters")?,
            acts: some("acts")?,
            but: Lines::read(json, "but")?,
        },
        "one-of" => Alone::OneOf {
            letters: json.filled("letters")?,
        },
        "suffix-age" => Alone::SuffixAge {
            letters: json.filled("letters")?,
            min: span("min")?,
            under: span("under")?,
        },
        "specialty" => Alone::Specialty {
            groups: json
                .list("groups", |group| {
                    Some((Lines::read(&group, "acts")?, specialties(&group, "words")))
                })
                .into_iter()
                .collect::<Option<_>>()?,
        },
        "prescribed" => Alone::Prescribed {
            acts: some("acts")?,
        },
        "note" => Alone::Note {
            acts: some("acts")?,
        },
        "remark" => Alone::Remark {
            acts: some("acts")?,
        },
        _ => return None,
    })
}

fn together(json: &Json) -> Option<Together> {
    let lines = |name| Lines::read(json, name);
    let some = |name| some(json, name);
    let number = |name: &str| u32::try_from(json.number(name)).ok();
    Some(match json.text("kind").as_str() {
        "limit" => Together::Limit {
            acts: some("acts")?,
            but: lines("but")?,
            most: number("most")?.max(1),
            each: json.flag("each"),
            scope: scope(json)?,
        },
        "earlier" => Together::Earlier {
            acts: some("acts")?,
            with: some("with")?,
            unless: lines("unless")?,
            but_by: specialties(json, "butBy"),
            within: span(json, "within")?,
            yearly: json.flag("yearly"),
            most: number("most").unwrap_or_default().max(1),
            each: json.flag("each"),
        },
        "needs" => Together::Needs {
            acts: some("acts")?,
            with: some("with")?,
            but: lines("but")?,
        },
        "excludes" => Together::Excludes {
            acts: some("acts")?,
            with: some("with")?,
        },
        "cumul" => Together::Cumul {
            acts: some("acts")?,
            with: some("with")?,
            pairs: json
                .list("pairs", |pair| {
                    Some((Lines::read(&pair, "one")?, Lines::read(&pair, "other")?))
                })
                .into_iter()
                .collect::<Option<_>>()?,
        },
        "rank" => Together::Rank {
            acts: some("acts")?,
            but: lines("but")?,
            unless: lines("unless")?,
            from: number("from")?.max(1),
            // No last place: all from there on.
            to: number("to").filter(|to| *to > 0).unwrap_or(u32::MAX),
            wants: wants(json)?,
        },
        _ => return None,
    })
}

/// Patterns of which at least one must be there.
fn some(json: &Json, name: &str) -> Option<Lines> {
    Lines::read(json, name).filter(|lines| !lines.is_empty())
}

fn span(json: &Json, name: &str) -> Option<Option<Span>> {
    match json.filled(name) {
        None => Some(None),
        Some(text) => Span::read(&text).map(Some),
    }
}

/// The words of specialties, as the practitioner's is compared.
fn specialties(json: &Json, name: &str) -> Vec<String> {
    json.texts(name).iter().map(|word| fold(word)).collect()
}

fn scope(json: &Json) -> Option<Scope> {
    match json.text("scope").as_str() {
        "" => Some(Scope::Day),
        "prescription" => Some(Scope::Prescription),
        "unnamed-prescription" => Some(Scope::Unnamed),
        _ => None,
    }
}

fn wants(json: &Json) -> Option<Wants> {
    let letter = json.text("letter").chars().next();
    match json.text("wants").as_str() {
        "suffix" => letter.map(Wants::Suffix),
        "no-suffix" => letter.map(Wants::NoSuffix),
        "no-line" => Some(Wants::NoLine),
        _ => None,
    }
}

impl Span {
    /// So long after a day.
    pub(super) fn after(self, day: Date) -> Option<Date> {
        match self {
            Self::Months(months) => day.checked_add_months(Months::new(months)),
            Self::Days(days) => day.checked_add_days(Days::new(days)),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let value: u32 = number.parse().ok().filter(|value| *value <= 1_200)?;
        Some(match text.strip_prefix(number)? {
            "y" => Self::Months(value * 12),
            "m" => Self::Months(value),
            "w" => Self::Days(u64::from(value) * 7),
            "d" => Self::Days(u64::from(value)),
            _ => return None,
        })
    }
}
