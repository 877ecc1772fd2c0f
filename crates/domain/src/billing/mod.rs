//! The billing rules of the nomenclature: data (`pkg/data/billing-rules.json`) with article, level and sentence, and a small
//! engine that interprets them over the lines of a memo.
//!
//! What one memo cannot show (other patients, what happened at the bedside) is not judged, and earlier memos only as far as
//! the host tells them: docs/billing-rules.md has the table of what is.

mod alone;
mod facts;
mod pattern;
mod rule;
mod together;

pub use facts::{Birth, Facts, LineFacts};
pub use rule::{Level, Rule};

use rule::Kind;

/// Where on its line a finding belongs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Place {
    /// The act's code.
    Code,
    /// Its suffixes.
    Suffixes,
    /// Its day.
    Date,
    /// Its time.
    Time,
    /// Who prescribed it.
    Prescriber,
}

/// A rule that a line breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Finding<'a> {
    /// The line's number, from 1.
    pub line: u16,
    /// The place.
    pub place: Place,
    /// The rule.
    pub rule: &'a Rule,
    /// How grave it is here: a note or an uncertain birth date makes a block a warning.
    pub level: Level,
}

/// Every rule that the lines break, in the order of the rules.
pub fn judge<'a>(rules: &'a [Rule], facts: &Facts<'_>) -> Vec<Finding<'a>> {
    let kinds = kinds(&facts.lines);
    let mut findings = Vec::new();
    for rule in rules {
        // Most rules are about acts that the memo does not have.
        if !kinds.iter().any(|line| rule.kind.concerns(line)) {
            continue;
        }
        for (line, place) in rule.kind.broken(facts) {
            findings.push(Finding {
                line,
                place,
                rule,
                level: rule.level_with(facts),
            });
        }
    }
    findings
}

/// A line of each kind: a long memo has the same few acts again and again, and patterns look at code and suffixes only.
fn kinds<'a, 'b>(lines: &'a [LineFacts<'b>]) -> Vec<&'a LineFacts<'b>> {
    let mut kinds: Vec<_> = lines.iter().collect();
    kinds.sort_unstable_by_key(|line| (line.code, line.suffixes));
    kinds.dedup_by_key(|line| (line.code, line.suffixes));
    kinds
}

impl Kind {
    /// Whether a line of such an act could break it, or make another line break it.
    fn concerns(&self, line: &LineFacts<'_>) -> bool {
        match self {
            Self::Alone(kind) => alone::concerns(kind, line),
            Self::Together(kind) => together::concerns(kind, line),
        }
    }

    fn broken(&self, facts: &Facts<'_>) -> Vec<(u16, Place)> {
        match self {
            Self::Alone(kind) => alone::broken(kind, facts),
            Self::Together(kind) => together::broken(kind, facts),
        }
    }
}

#[cfg(test)]
mod any_tests;
#[cfg(test)]
#[path = "tests.rs"]
mod tests;
