//! Rules about several lines: how many, beside which, and in which order.

use std::cmp::Reverse;

use chrono::Datelike as _;

use super::pattern::Lines;
use super::rule::{Kind, Span, Wants};
use super::{Facts, LineFacts, Place};
use crate::money::Coefficient;

/// The lines that break a rule of these kinds; of two that do not go together the later one.
pub(super) fn broken(kind: &Kind, facts: &Facts<'_>) -> Vec<(u16, Place)> {
    let lines = &facts.lines;
    match kind {
        Kind::Limit {
            acts,
            most,
            daily,
            each,
        } => limit(&chosen(lines, acts), *most, *daily, *each),
        Kind::Earlier {
            acts,
            with,
            within,
            yearly,
            most,
            each,
        } => {
            let before = chosen(&facts.earlier, with);
            let again = |line: &&LineFacts<'_>| {
                let counts = |other: &&&LineFacts<'_>| {
                    (!each || other.code == line.code)
                        && is_near(line, other, *within)
                        && (!yearly || is_same_year(line, other))
                };
                before.iter().filter(counts).count() >= *most
            };
            numbers(chosen(lines, acts).into_iter().filter(again))
        }
        Kind::Needs { acts, with } => {
            let lone = |line: &&LineFacts<'_>| {
                !lines.iter().any(|other| {
                    other.number != line.number && with.holds(other) && line.shares_day(other)
                })
            };
            numbers(chosen(lines, acts).into_iter().filter(lone))
        }
        Kind::Excludes { acts, with } => {
            let others = chosen(lines, with);
            let meets = |line: &&LineFacts<'_>| {
                others
                    .iter()
                    .any(|other| other.number != line.number && line.shares_day(other))
            };
            numbers(chosen(lines, acts).into_iter().filter(meets))
        }
        Kind::Cumul { acts, with, pairs } => cumul(lines, acts, with, pairs),
        Kind::Rank {
            acts,
            but,
            unless,
            from,
            to,
            wants,
        } => {
            let ranked = chosen(lines, acts).into_iter().filter(|line| {
                let exempt = lines
                    .iter()
                    .any(|other| unless.holds(other) && other.shares_day(line));
                !but.holds(line) && !exempt
            });
            rank(&ranked.collect::<Vec<_>>(), *from, *to, *wants)
        }
        _ => Vec::new(),
    }
}

/// Whether two acts are of one calendar year.
fn is_same_year(line: &LineFacts<'_>, other: &LineFacts<'_>) -> bool {
    let days = line.start.zip(other.start);
    days.is_some_and(|(one, two)| one.year() == two.year())
}

/// Whether two acts are less than a span apart; without a span any two are.
fn is_near(line: &LineFacts<'_>, other: &LineFacts<'_>, within: Option<Span>) -> bool {
    let Some(within) = within else { return true };
    line.start.zip(other.start).is_some_and(|(one, two)| {
        let (first, last) = (one.min(two), one.max(two));
        within.after(first).is_some_and(|end| last < end)
    })
}

fn chosen<'a, 'b>(lines: &'a [LineFacts<'b>], acts: &Lines) -> Vec<&'a LineFacts<'b>> {
    lines.iter().filter(|line| acts.holds(line)).collect()
}

fn numbers<'a, 'b: 'a>(lines: impl Iterator<Item = &'a LineFacts<'b>>) -> Vec<(u16, Place)> {
    lines.map(|line| (line.number, Place::Code)).collect()
}

fn limit(lines: &[&LineFacts<'_>], most: u32, daily: bool, each: bool) -> Vec<(u16, Place)> {
    let over = |at: &usize| {
        let line = lines[*at];
        let before = lines[..*at]
            .iter()
            .filter(|other| !daily || other.shares_day(line))
            .filter(|other| !each || other.code == line.code);
        let count: u32 = before.map(|other| u32::from(other.count)).sum();
        // A line over several days has one a day.
        let own = if daily && line.end > line.start {
            1
        } else {
            u32::from(line.count)
        };
        count + own > most
    };
    numbers((0..lines.len()).filter(over).map(|at| lines[at]))
}

fn cumul(
    lines: &[LineFacts<'_>],
    acts: &Lines,
    with: &Lines,
    pairs: &[(Lines, Lines)],
) -> Vec<(u16, Place)> {
    let may = |one: &LineFacts<'_>, other: &LineFacts<'_>| {
        pairs.iter().any(|(first, second)| {
            (first.holds(one) && second.holds(other)) || (first.holds(other) && second.holds(one))
        })
    };
    // Each line is matched once, not once a pair.
    let sides: Vec<(bool, bool)> = lines
        .iter()
        .map(|line| (acts.holds(line), with.holds(line)))
        .collect();
    let mut clashes = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let before = lines.iter().enumerate().take(at);
        let mut meeting = before.filter(|(other, _)| {
            (sides[at].0 && sides[*other].1) || (sides[*other].0 && sides[at].1)
        });
        if meeting.any(|(_, other)| line.shares_session(other) && !may(line, other)) {
            clashes.push(line);
        }
    }
    numbers(clashes.into_iter())
}

/// Of acts with the same coefficient, one that is not reduced counts as the dearer.
fn rank(lines: &[&LineFacts<'_>], from: usize, to: usize, wants: Wants) -> Vec<(u16, Place)> {
    let letter = match wants {
        Wants::Suffix(letter) | Wants::NoSuffix(letter) => Some(letter),
        Wants::NoLine => None,
    };
    let reduced =
        |line: &LineFacts<'_>| letter.is_some_and(|letter| line.suffixes.contains(letter));
    let key = |line: &LineFacts<'_>| {
        let coefficient: Option<Coefficient> = line.act.map(|act| act.coefficient);
        (Reverse(coefficient), reduced(line), line.number)
    };
    let wrong = |line: &&LineFacts<'_>| {
        let before = lines
            .iter()
            .filter(|other| other.shares_day(line) && key(other) < key(line));
        let place = before.count() + 1;
        (from..=to).contains(&place)
            && match wants {
                Wants::Suffix(_) => !reduced(line),
                Wants::NoSuffix(_) => reduced(line),
                Wants::NoLine => true,
            }
    };
    let broken = lines.iter().copied().filter(wrong);
    let place = if letter.is_some() {
        Place::Suffixes
    } else {
        Place::Code
    };
    broken.map(|line| (line.number, place)).collect()
}
