//! The lines of a memo by kind: a long one has the same few acts again and again, and patterns look at code and suffixes
//! only, so that each is matched once a kind and not once a line.

use std::ops::Deref;

use super::pattern::Lines;
use super::{Facts, LineFacts};

/// A memo whose rules are judged.
pub(super) struct Judged<'a> {
    pub(super) facts: &'a Facts<'a>,
    /// The memo's lines, and what earlier memos had behind them.
    pub(super) every: Vec<Line<'a>>,
    /// A line of each kind.
    kinds: Vec<&'a LineFacts<'a>>,
}

/// A line with its kind.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    facts: &'a LineFacts<'a>,
    kind: usize,
}

impl<'a> Deref for Line<'a> {
    type Target = LineFacts<'a>;

    fn deref(&self) -> &LineFacts<'a> {
        self.facts
    }
}

/// The kinds that match.
pub(super) struct Matching(Vec<bool>);

impl Matching {
    /// Whether a line is of one of them.
    pub(super) fn holds(&self, line: &Line<'_>) -> bool {
        self.0.get(line.kind) == Some(&true)
    }

    /// Whether no line is.
    pub(super) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }
}

impl<'a> Judged<'a> {
    pub(super) fn new(facts: &'a Facts<'a>) -> Self {
        let name = |line: &LineFacts<'a>| (line.code, line.suffixes);
        let every = || facts.lines.iter().chain(&facts.earlier);
        let mut kinds: Vec<_> = every().collect();
        kinds.sort_unstable_by_key(|line| name(line));
        kinds.dedup_by_key(|line| name(line));
        let every = every().map(|line| Line {
            facts: line,
            kind: kinds.partition_point(|kind| name(kind) < name(line)),
        });
        Self {
            facts,
            every: every.collect(),
            kinds,
        }
    }

    /// The memo's lines.
    pub(super) fn own(&self) -> &[Line<'a>] {
        let own = self.every.get(..self.facts.lines.len());
        own.unwrap_or_default()
    }

    /// The kinds that patterns match.
    pub(super) fn matching(&self, patterns: &Lines) -> Matching {
        self.that(|line| patterns.holds(line))
    }

    /// The kinds of which something holds.
    pub(super) fn that(&self, holds: impl Fn(&LineFacts<'_>) -> bool) -> Matching {
        Matching(self.kinds.iter().map(|kind| holds(kind)).collect())
    }
}

#[cfg(test)]
#[path = "kinds_tests.rs"]
mod tests;
