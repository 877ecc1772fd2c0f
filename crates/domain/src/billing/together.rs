//! Rules about several lines: how many, beside which, and in which order.

use std::cmp::Reverse;

use chrono::Datelike as _;

use super::alone::is_one_of;
use super::pattern::Lines;
use super::rule::Span;
use super::{Facts, LineFacts, Place};
use crate::money::Coefficient;

/// A rule about lines beside others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Together {
    /// At most so many on one day, earlier memos among them; of all the acts, or of each. `but` are not counted.
    Limit {
        acts: Lines,
        but: Lines,
        most: u32,
        each: bool,
    },
    /// Not where so many of those (`most`, else one) stand on the memo or were billed before: within so long a time on either
    /// side, in the same calendar year (`yearly`), or ever; `each` looks for the same code. Neither beside `unless` on that
    /// day, nor of these specialties (`but_by`).
    Earlier {
        acts: Lines,
        with: Lines,
        unless: Lines,
        but_by: Vec<String>,
        within: Option<Span>,
        yearly: bool,
        most: u32,
        each: bool,
    },
    /// Only beside one of those on the same day; `but` are none of them.
    Needs {
        acts: Lines,
        with: Lines,
        but: Lines,
    },
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
        from: u32,
        to: u32,
        wants: Wants,
    },
}

/// What a place in the falling order wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wants {
    Suffix(char),
    NoSuffix(char),
    NoLine,
}

/// Whether the code and the suffixes of a line are such as the rule is about. Of two acts that do not go together one is.
pub(super) fn concerns(kind: &Together, line: &LineFacts<'_>) -> bool {
    match kind {
        Together::Limit { acts, .. }
        | Together::Earlier { acts, .. }
        | Together::Needs { acts, .. }
        | Together::Excludes { acts, .. }
        | Together::Cumul { acts, .. }
        | Together::Rank { acts, .. } => acts.holds(line),
    }
}

/// The lines that break a rule of these kinds; of two that do not go together the later one. Which lines match is asked once
/// a line, not once a pair.
pub(super) fn broken(kind: &Together, facts: &Facts<'_>) -> Vec<(u16, Place)> {
    let lines = &facts.lines;
    match kind {
        Together::Limit {
            acts,
            but,
            most,
            each,
        } => {
            let mut counted = chosen(every(facts), acts);
            counted.retain(|line| !but.holds(line));
            let over = |line: &&LineFacts<'_>| {
                let before = counted.iter().filter(|other| {
                    other.number < line.number
                        && other.shares_day(line)
                        && (!each || other.code == line.code)
                });
                a_day(line) + before.map(|other| a_day(other)).sum::<u32>() > *most
            };
            let own = counted.iter().copied().filter(|line| is_own(line));
            numbers(own.filter(over))
        }
        Together::Earlier {
            acts,
            with,
            unless,
            but_by,
            within,
            yearly,
            most,
            each,
        } => {
            if is_one_of(&facts.specialty, but_by) {
                return Vec::new();
            }
            let (with_these, freeing) = (chosen(every(facts), with), chosen(every(facts), unless));
            let exempt = |line: &LineFacts<'_>| {
                let mut freeing = others(&freeing, line);
                freeing.any(|other| other.shares_day(line))
            };
            let again = |line: &&LineFacts<'_>| {
                // Of two acts that both look for the other the later one is told.
                let others = others(&with_these, line).filter(|other| {
                    (other.number < line.number || !acts.holds(other))
                        && (!each || other.code == line.code)
                        && is_near(line, other, *within)
                        && (!yearly || is_same_year(line, other))
                        && !exempt(other)
                });
                let own = if with.holds(line) { line.count } else { 1 };
                let count: u32 = others.map(|other| u32::from(other.count)).sum();
                u32::from(own) + count > *most && !exempt(line)
            };
            numbers(chosen(lines, acts).into_iter().filter(again))
        }
        Together::Needs { acts, with, but } => {
            let mut wanted = chosen(lines, with);
            wanted.retain(|line| !but.holds(line));
            let lone =
                |line: &&LineFacts<'_>| !others(&wanted, line).any(|other| line.shares_day(other));
            numbers(chosen(lines, acts).into_iter().filter(lone))
        }
        Together::Excludes { acts, with } => {
            let unwanted = chosen(lines, with);
            let meets =
                |line: &&LineFacts<'_>| others(&unwanted, line).any(|other| line.shares_day(other));
            numbers(chosen(lines, acts).into_iter().filter(meets))
        }
        Together::Cumul { acts, with, pairs } => cumul(lines, acts, with, pairs),
        Together::Rank {
            acts,
            but,
            unless,
            from,
            to,
            wants,
        } => {
            let freeing = chosen(lines, unless);
            let mut ranked = chosen(lines, acts);
            ranked.retain(|line| {
                !but.holds(line) && !freeing.iter().any(|other| other.shares_day(line))
            });
            rank(&ranked, *from, *to, *wants)
        }
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

fn chosen<'a, 'b: 'a>(
    lines: impl IntoIterator<Item = &'a LineFacts<'b>>,
    acts: &Lines,
) -> Vec<&'a LineFacts<'b>> {
    lines.into_iter().filter(|line| acts.holds(line)).collect()
}

fn numbers<'a, 'b: 'a>(lines: impl Iterator<Item = &'a LineFacts<'b>>) -> Vec<(u16, Place)> {
    lines.map(|line| (line.number, Place::Code)).collect()
}

/// The memo's lines, and what earlier memos had.
fn every<'a, 'b>(facts: &'a Facts<'b>) -> impl Iterator<Item = &'a LineFacts<'b>> {
    facts.lines.iter().chain(&facts.earlier)
}

/// Whether it is a line of the memo itself.
fn is_own(line: &LineFacts<'_>) -> bool {
    line.number > 0
}

/// Those of the lines that are not this one.
fn others<'a, 'b>(
    lines: &'a [&'a LineFacts<'b>],
    line: &LineFacts<'_>,
) -> impl Iterator<Item = &'a LineFacts<'b>> {
    let number = line.number;
    let others = lines.iter().copied();
    others.filter(move |other| !is_own(other) || other.number != number)
}

/// How many of a line fall on one day: of one over several days one a day.
fn a_day(line: &LineFacts<'_>) -> u32 {
    if line.end > line.start {
        1
    } else {
        u32::from(line.count)
    }
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
fn rank(lines: &[&LineFacts<'_>], from: u32, to: u32, wants: Wants) -> Vec<(u16, Place)> {
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
        // A line that counts several times takes as many places.
        let before: u32 = before.map(|other| a_day(other)).sum();
        let (first, last) = (before + 1, before + a_day(line).max(1));
        first <= to
            && from <= last
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
