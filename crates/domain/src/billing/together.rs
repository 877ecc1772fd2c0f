//! Rules about several lines: how many, beside which, and in which order.

use std::cmp::Reverse;

use chrono::Datelike as _;

use super::alone::is_one_of;
use super::kinds::{Judged, Line, Matching};
use super::pattern::Lines;
use super::rule::Span;
use super::{LineFacts, Place};
use crate::money::Coefficient;

/// A rule about lines beside others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Together {
    /// At most so many in a scope, earlier memos among them; of all the acts, or of each. `but` are not counted.
    Limit {
        acts: Lines,
        but: Lines,
        most: u32,
        each: bool,
        scope: Scope,
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

/// Within what acts are counted together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Scope {
    /// A day.
    Day,
    /// A prescription that the lines name.
    Prescription,
    /// A day, but for acts that each name their prescription.
    Unnamed,
}

/// What a place in the falling order wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wants {
    Suffix(char),
    NoSuffix(char),
    NoLine,
}

/// The lines that break a rule of these kinds; of two that do not go together the later one.
pub(super) fn broken(kind: &Together, memo: &Judged<'_>) -> Vec<(u16, Place)> {
    // Of two acts that do not go together one is of these.
    let acts = memo.matching(kind.acts());
    if acts.is_empty() {
        return Vec::new();
    }
    let lines = memo.own();
    match kind {
        Together::Limit {
            but,
            most,
            each,
            scope,
            ..
        } => {
            let but = memo.matching(but);
            let mut counted = chosen(&memo.every, &acts);
            counted.retain(|line| !but.holds(line));
            let over = |line: &&Line<'_>| {
                let before = counted.iter().filter(|other| {
                    other.number < line.number
                        && scope.joins(other, line)
                        && (!each || other.code == line.code)
                });
                scope.counts(line) + before.map(|other| scope.counts(other)).sum::<u32>() > *most
            };
            let own = counted.iter().filter(|line| is_own(line));
            numbers(own.filter(over))
        }
        Together::Earlier {
            with,
            unless,
            but_by,
            within,
            yearly,
            most,
            each,
            ..
        } => {
            if is_one_of(&memo.facts.specialty, but_by) {
                return Vec::new();
            }
            let (with, unless) = (memo.matching(with), memo.matching(unless));
            let (sought, freeing) = (chosen(&memo.every, &with), chosen(&memo.every, &unless));
            let exempt = |line: &Line<'_>| {
                let mut freeing = others(&freeing, line);
                freeing.any(|other| other.shares_day(line))
            };
            let again = |line: &&Line<'_>| {
                // Of two acts that both look for the other the later one is told.
                let others = others(&sought, line).filter(|other| {
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
            numbers(chosen(lines, &acts).iter().filter(again))
        }
        Together::Needs { with, but, .. } => {
            let (with, but) = (memo.matching(with), memo.matching(but));
            let mut wanted = chosen(lines, &with);
            wanted.retain(|line| !but.holds(line));
            let lone =
                |line: &&Line<'_>| !others(&wanted, line).any(|other| line.shares_day(other));
            numbers(chosen(lines, &acts).iter().filter(lone))
        }
        Together::Excludes { with, .. } => {
            let unwanted = chosen(lines, &memo.matching(with));
            let meets =
                |line: &&Line<'_>| others(&unwanted, line).any(|other| line.shares_day(other));
            numbers(chosen(lines, &acts).iter().filter(meets))
        }
        Together::Cumul { with, pairs, .. } => {
            let pairs = pairs.iter();
            let pairs = pairs.map(|(one, other)| (memo.matching(one), memo.matching(other)));
            let pairs: Vec<_> = pairs.collect();
            cumul(lines, &acts, &memo.matching(with), &pairs)
        }
        Together::Rank {
            but,
            unless,
            from,
            to,
            wants,
            ..
        } => {
            let (but, freeing) = (memo.matching(but), chosen(lines, &memo.matching(unless)));
            let mut ranked = chosen(lines, &acts);
            ranked.retain(|line| {
                !but.holds(line) && !freeing.iter().any(|other| other.shares_day(line))
            });
            rank(&ranked, *from, *to, *wants)
        }
    }
}

impl Together {
    /// What it is about.
    fn acts(&self) -> &Lines {
        match self {
            Self::Limit { acts, .. }
            | Self::Earlier { acts, .. }
            | Self::Needs { acts, .. }
            | Self::Excludes { acts, .. }
            | Self::Cumul { acts, .. }
            | Self::Rank { acts, .. } => acts,
        }
    }
}

impl Scope {
    /// Whether both are counted together.
    fn joins(self, one: &LineFacts<'_>, other: &LineFacts<'_>) -> bool {
        match self {
            Self::Day => one.shares_day(other),
            Self::Prescription => one.shares_prescription(other),
            Self::Unnamed => one.shares_day(other) && !one.both_prescribed(other),
        }
    }

    /// How many of a line fall within it.
    fn counts(self, line: &LineFacts<'_>) -> u32 {
        match self {
            Self::Day => a_day(line),
            Self::Prescription if line.prescription.is_empty() => 0,
            Self::Prescription => u32::from(line.count),
            // The others of its own line are the same prescription's.
            Self::Unnamed if !line.prescription.is_empty() => 1,
            Self::Unnamed => a_day(line),
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

fn chosen<'a>(lines: &[Line<'a>], acts: &Matching) -> Vec<Line<'a>> {
    let lines = lines.iter().filter(|line| acts.holds(line));
    lines.copied().collect()
}

fn numbers<'a, 'b: 'a>(lines: impl Iterator<Item = &'a Line<'b>>) -> Vec<(u16, Place)> {
    lines.map(|line| (line.number, Place::Code)).collect()
}

/// Whether it is a line of the memo itself.
fn is_own(line: &LineFacts<'_>) -> bool {
    line.number > 0
}

/// Those of the lines that are not this one of the memo's own.
fn others<'a, 'b>(
    lines: &'a [Line<'b>],
    line: &LineFacts<'_>,
) -> impl Iterator<Item = &'a Line<'b>> {
    let number = line.number;
    lines.iter().filter(move |other| other.number != number)
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
    lines: &[Line<'_>],
    acts: &Matching,
    with: &Matching,
    pairs: &[(Matching, Matching)],
) -> Vec<(u16, Place)> {
    let may = |one: &Line<'_>, other: &Line<'_>| {
        pairs.iter().any(|(first, second)| {
            (first.holds(one) && second.holds(other)) || (first.holds(other) && second.holds(one))
        })
    };
    let mut clashes = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let mut meeting = lines.iter().take(at).filter(|other| {
            (acts.holds(line) && with.holds(other)) || (acts.holds(other) && with.holds(line))
        });
        if meeting.any(|other| line.shares_session(other) && !may(line, other)) {
            clashes.push(line);
        }
    }
    numbers(clashes.into_iter())
}

/// Of acts with the same coefficient, one that is not reduced counts as the dearer.
fn rank(lines: &[Line<'_>], from: u32, to: u32, wants: Wants) -> Vec<(u16, Place)> {
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
    let wrong = |line: &&Line<'_>| {
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
    let broken = lines.iter().filter(wrong);
    let place = if letter.is_some() {
        Place::Suffixes
    } else {
        Place::Code
    };
    broken.map(|line| (line.number, place)).collect()
}
