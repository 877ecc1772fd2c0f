//! Rules about one line: its hour, its day, the patient's age, its suffixes, who does it.

use chrono::{Datelike, Weekday};

use super::kinds::Judged;
use super::pattern::Lines;
use super::rule::Span;
use super::{Facts, LineFacts, Place};
use crate::dates::{Date, Time};
use crate::holidays;

/// A rule about one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Alone {
    /// Only between two times; over midnight when the first is the later one.
    Window { acts: Lines, from: Time, to: Time },
    /// Only on such days. What may rest between its first and its last day is looked at on these two only.
    Days {
        acts: Lines,
        days: Vec<String>,
        rests: bool,
    },
    /// A time must be there, but for these specialties.
    Timed { acts: Lines, but_by: Vec<String> },
    /// The patient is at least (`min`) or younger than (`under`) so old on the day.
    Age {
        acts: Lines,
        min: Option<Span>,
        under: Option<Span>,
    },
    /// Letters only on these acts, and not on those (`but`) of them.
    Suffix {
        letters: String,
        acts: Lines,
        but: Lines,
    },
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

/// The longest stay of which each day is looked at.
const MOST_DAYS: usize = 366;

/// The lines that break a rule of these kinds.
pub(super) fn broken(kind: &Alone, memo: &Judged<'_>) -> Vec<(u16, Place)> {
    let concerned = memo.that(|line| concerns(kind, line));
    if concerned.is_empty() {
        return Vec::new();
    }
    let lines = memo.own().iter().filter(|line| concerned.holds(line));
    let broken = lines.filter_map(|line| Some((line.number, one(kind, line, memo.facts)?)));
    broken.collect()
}

/// Whether the code and the suffixes of a line are such as the rule is about.
fn concerns(kind: &Alone, line: &LineFacts<'_>) -> bool {
    match kind {
        Alone::Window { acts, .. }
        | Alone::Days { acts, .. }
        | Alone::Timed { acts, .. }
        | Alone::Age { acts, .. }
        | Alone::Prescribed { acts }
        | Alone::Note { acts }
        | Alone::Remark { acts } => acts.holds(line),
        Alone::Suffix { letters, acts, but } => {
            let misplaced = !acts.holds(line) && line.act.is_some();
            has(line, letters) && (misplaced || but.holds(line))
        }
        Alone::OneOf { letters } | Alone::SuffixAge { letters, .. } => has(line, letters),
        Alone::Specialty { groups } => groups.iter().any(|(acts, _)| acts.holds(line)),
    }
}

/// Where a line that the rule is about breaks it.
fn one(kind: &Alone, line: &LineFacts<'_>, facts: &Facts<'_>) -> Option<Place> {
    let (broken, place) = match kind {
        Alone::Window { from, to, .. } => {
            let outside = line.time.is_some_and(|time| !within(time, *from, *to));
            (outside, Place::Time)
        }
        Alone::Days { days, rests, .. } => {
            let is_other = |day: Date| !days.iter().any(|name| is_on(day, name));
            let wrong = if *rests {
                line.start.into_iter().chain(line.end).any(is_other)
            } else {
                each_day(line).any(is_other)
            };
            (wrong, Place::Date)
        }
        Alone::Timed { but_by, .. } => {
            let exempt = if line.is_by_another {
                !but_by.is_empty()
            } else {
                is_one_of(&facts.specialty, but_by)
            };
            (line.time.is_none() && !exempt, Place::Time)
        }
        Alone::Age { min, under, .. } => (is_other_age(facts, line, *min, *under), Place::Code),
        Alone::Suffix { .. } => (true, Place::Suffixes),
        Alone::OneOf { letters } => {
            let found = letters
                .chars()
                .filter(|letter| line.suffixes.contains(*letter));
            (found.count() > 1, Place::Suffixes)
        }
        Alone::SuffixAge { min, under, .. } => {
            let wrong = match (min, under) {
                // Either end gives the suffix.
                (Some(_), Some(_)) => {
                    is_other_age(facts, line, *min, None) && is_other_age(facts, line, None, *under)
                }
                _ => is_other_age(facts, line, *min, *under),
            };
            (wrong, Place::Suffixes)
        }
        Alone::Specialty { groups } => {
            let own = |words: &[String]| is_one_of(&facts.specialty, words);
            let known = groups.iter().any(|(_, words)| own(words));
            let mut named = groups.iter().filter(|(acts, _)| acts.holds(line));
            let judged = known && !line.is_by_another;
            (judged && !named.any(|(_, words)| own(words)), Place::Code)
        }
        Alone::Prescribed { .. } => (!line.is_prescribed, Place::Prescriber),
        Alone::Note { .. } => (!facts.has_note, Place::Code),
        Alone::Remark { .. } => (true, Place::Code),
    };
    broken.then_some(place)
}

/// Whether a time lies in a window whose end no longer belongs to it; over midnight when the end is the earlier one.
fn within(time: Time, from: Time, to: Time) -> bool {
    if from < to {
        (from..to).contains(&time)
    } else {
        time >= from || time < to
    }
}

/// The days of a line, from the first to the last.
fn each_day(line: &LineFacts<'_>) -> impl Iterator<Item = Date> {
    let first = line.start.or(line.end);
    let last = line.end.max(first);
    let days = first.into_iter().flat_map(|first| first.iter_days());
    days.take_while(move |day| last.is_some_and(|last| *day <= last))
        .take(MOST_DAYS)
}

fn is_on(day: Date, name: &str) -> bool {
    match name {
        "saturday" => day.weekday() == Weekday::Sat,
        "sunday" => day.weekday() == Weekday::Sun,
        "holiday" => holidays::is_holiday(day),
        "weekday" => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        _ => false,
    }
}

fn has(line: &LineFacts<'_>, letters: &str) -> bool {
    line.suffixes.chars().any(|letter| letters.contains(letter))
}

/// Whether one of the words begins in the specialty where a word begins: *urologie* is not in *neurologie*.
pub(super) fn is_one_of(specialty: &str, words: &[String]) -> bool {
    let begins = |at: usize| {
        let before = specialty
            .get(..at)
            .and_then(|text| text.chars().next_back());
        !before.is_some_and(char::is_alphanumeric)
    };
    words.iter().any(|word| {
        let mut found = specialty.match_indices(word.as_str());
        found.any(|(at, _)| begins(at))
    })
}

/// Whether the patient's age on the line's day is known and outside; unknown is never outside.
fn is_other_age(
    facts: &Facts<'_>,
    line: &LineFacts<'_>,
    min: Option<Span>,
    under: Option<Span>,
) -> bool {
    let Some((birth, day)) = facts.birth.map(|birth| birth.day).zip(line.start) else {
        return false;
    };
    let too_young = min
        .and_then(|min| min.after(birth))
        .is_some_and(|from| day < from);
    let too_old = under
        .and_then(|under| under.after(birth))
        .is_some_and(|to| day >= to);
    too_young || too_old
}
