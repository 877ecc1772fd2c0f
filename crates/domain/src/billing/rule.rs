//! A rule as the data has it (`pkg/schemas/billing-rules.schema.json`).

use chrono::{Days, Months};

use super::Facts;
use super::pattern::Lines;
use crate::dates::{self, Date, Time};
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
    /// At most so many on one day, or in all; of all the acts, or of each.
    Limit {
        acts: Lines,
        most: u32,
        daily: bool,
        each: bool,
    },
    /// Not where so many of those (`most`, else one) were billed before: within so long a time on either side, in the same
    /// calendar year (`yearly`), or ever; `each` looks for the same code.
    Earlier {
        acts: Lines,
        with: Lines,
        within: Option<Span>,
        yearly: bool,
        most: usize,
        each: bool,
    },
    /// Only between two times; over midnight when the first is the later one.
    Window { acts: Lines, from: Time, to: Time },
    /// Only on such days.
    Days { acts: Lines, days: Vec<String> },
    /// A time must be there.
    Timed { acts: Lines },
    /// The patient is at least (`min`) or younger than (`under`) so old on the day.
    Age {
        acts: Lines,
        min: Option<Span>,
        under: Option<Span>,
    },
    /// Only beside one of those on the same day.
    Needs { acts: Lines, with: Lines },
    /// Not beside one of those on the same day.
    Excludes { acts: Lines, with: Lines },
    /// Acts of one session do not stand together, but for the pairs named.
    Cumul {
        acts: Lines,
        with: Lines,
        pairs: Vec<(Lines, Lines)>,
    },
    /// By falling coefficient on one day: places `from` to `to` have the suffix, or have it not, or are not billed.
    Rank {
        acts: Lines,
        but: Lines,
        unless: Lines,
        from: usize,
        to: usize,
        wants: Wants,
    },
    /// Letters only on these acts.
    Suffix { letters: String, acts: Lines },
    /// At most one of the letters on a line.
    OneOf { letters: String },
    /// A letter only where the patient is younger than `under` or at least `min`.
    SuffixAge {
        letters: String,
        min: Option<Span>,
        under: Option<Span>,
    },
    /// Each act only by its specialties.
    Specialty { groups: Vec<(Lines, Vec<String>)> },
    /// A prescriber must be named.
    Prescribed { acts: Lines },
    /// A sentence in the note is wanted.
    Note { acts: Lines },
    /// Something to know whenever the act is billed.
    Remark { acts: Lines },
}

/// What a place in the falling order wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wants {
    Suffix(char),
    NoSuffix(char),
    NoLine,
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
        let by_age = matches!(self.kind, Kind::Age { .. } | Kind::SuffixAge { .. });
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
        let lines = |name| Lines::read(json, name);
        let some = |name| lines(name).filter(|lines| !lines.is_empty());
        let span = |name| match json.filled(name) {
            None => Some(None),
            Some(text) => Span::read(&text).map(Some),
        };
        let time = |name: &str| dates::parse_time(&json.text(name));
        let place = |name: &str| usize::try_from(json.number(name)).ok();
        Some(match json.text("kind").as_str() {
            "limit" => Self::Limit {
                acts: some("acts")?,
                most: u32::try_from(json.number("most")).ok()?.max(1),
                daily: json.flag("daily"),
                each: json.flag("each"),
            },
            "earlier" => Self::Earlier {
                acts: some("acts")?,
                with: some("with")?,
                within: span("within")?,
                yearly: json.flag("yearly"),
                most: place("most").unwrap_or_default().max(1),
                each: json.flag("each"),
            },
            "window" => Self::Window {
                acts: some("acts")?,
                from: time("from")?,
                to: time("to")?,
            },
            "days" => Self::Days {
                acts: some("acts")?,
                days: json.texts("days"),
            },
            "timed" => Self::Timed {
                acts: some("acts")?,
            },
            "age" => Self::Age {
                acts: some("acts")?,
                min: span("min")?,
                under: span("under")?,
            },
            "needs" => Self::Needs {
                acts: some("acts")?,
                with: some("with")?,
            },
            "excludes" => Self::Excludes {
                acts: some("acts")?,
                with: some("with")?,
            },
            "cumul" => Self::Cumul {
                acts: some("acts")?,
                with: some("with")?,
                pairs: json
                    .list("pairs", |pair| {
                        Some((Lines::read(&pair, "one")?, Lines::read(&pair, "other")?))
                    })
                    .into_iter()
                    .collect::<Option<_>>()?,
            },
            "rank" => Self::Rank {
                acts: some("acts")?,
                but: lines("but")?,
                unless: lines("unless")?,
                from: place("from")?.max(1),
                // No last place: all from there on.
                to: place("to").filter(|to| *to > 0).unwrap_or(usize::MAX),
                wants: wants(json)?,
            },
            "suffix" => Self::Suffix {
                letters: json.filled("letters")?,
                acts: some("acts")?,
            },
            "one-of" => Self::OneOf {
                letters: json.filled("letters")?,
            },
            "suffix-age" => Self::SuffixAge {
                letters: json.filled("letters")?,
                min: span("min")?,
                under: span("under")?,
            },
            "specialty" => Self::Specialty {
                groups: json
                    .list("groups", |group| {
                        let words = group.texts("words");
                        let words = words.iter().map(|word| fold(word)).collect();
                        Some((Lines::read(&group, "acts")?, words))
                    })
                    .into_iter()
                    .collect::<Option<_>>()?,
            },
            "prescribed" => Self::Prescribed {
                acts: some("acts")?,
            },
            "note" => Self::Note {
                acts: some("acts")?,
            },
            "remark" => Self::Remark {
                acts: some("acts")?,
            },
            _ => return None,
        })
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
