//! Rules about one line: its hour, its day, the patient's age, its suffixes, who does it.

use chrono::{Datelike, Weekday};

use super::rule::{Kind, Span};
use super::{Facts, LineFacts, Place};
use crate::dates::{Date, Time};
use crate::holidays;

/// The lines that break a rule of these kinds.
pub(super) fn broken(kind: &Kind, facts: &Facts<'_>) -> Vec<(u16, Place)> {
    let lines = facts.lines.iter();
    let broken = lines.filter_map(|line| Some((line.number, one(kind, line, facts)?)));
    broken.collect()
}

fn one(kind: &Kind, line: &LineFacts<'_>, facts: &Facts<'_>) -> Option<Place> {
    let (broken, place) = match kind {
        Kind::Window { acts, from, to } => {
            let outside = line.time.is_some_and(|time| !within(time, *from, *to));
            (outside && acts.holds(line), Place::Time)
        }
        Kind::Days { acts, days } => {
            let both = [line.start, line.end].into_iter().flatten();
            let wrong = both
                .into_iter()
                .any(|day| !days.iter().any(|name| is_on(day, name)));
            (wrong && acts.holds(line), Place::Date)
        }
        Kind::Timed { acts } => (line.time.is_none() && acts.holds(line), Place::Time),
        Kind::Age { acts, min, under } => (
            acts.holds(line) && is_other_age(facts, line, *min, *under),
            Place::Code,
        ),
        Kind::Suffix { letters, acts } => (
            has(line, letters) && !acts.holds(line) && line.act.is_some(),
            Place::Suffixes,
        ),
        Kind::OneOf { letters } => {
            let found = letters
                .chars()
                .filter(|letter| line.suffixes.contains(*letter));
            (found.count() > 1, Place::Suffixes)
        }
        Kind::SuffixAge {
            letters,
            min,
            under,
        } => {
            let wrong = match (min, under) {
                // Either end gives the suffix.
                (Some(_), Some(_)) => {
                    is_other_age(facts, line, *min, None) && is_other_age(facts, line, None, *under)
                }
                _ => is_other_age(facts, line, *min, *under),
            };
            (has(line, letters) && wrong, Place::Suffixes)
        }
        Kind::Specialty { groups } => {
            let known = groups
                .iter()
                .any(|(_, words)| is_one_of(&facts.specialty, words));
            let mut named = groups
                .iter()
                .filter(|(acts, _)| acts.holds(line))
                .peekable();
            let wrong = known
                && named.peek().is_some()
                && !named.any(|(_, words)| is_one_of(&facts.specialty, words));
            (wrong, Place::Code)
        }
        Kind::Prescribed { acts } => (!line.is_prescribed && acts.holds(line), Place::Prescriber),
        Kind::Note { acts } => (!facts.has_note && acts.holds(line), Place::Code),
        Kind::Remark { acts } => (acts.holds(line), Place::Code),
        Kind::Limit { .. }
        | Kind::Needs { .. }
        | Kind::Excludes { .. }
        | Kind::Cumul { .. }
        | Kind::Earlier { .. }
        | Kind::Rank { .. } => (false, Place::Code),
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

fn is_one_of(specialty: &str, words: &[String]) -> bool {
    words.iter().any(|word| specialty.contains(word.as_str()))
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
