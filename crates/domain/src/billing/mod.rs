//! The billing rules of the nomenclature: data (`pkg/data/billing-rules.json`) with article, level and sentence, and a small
//! engine that interprets them over the lines of a memo.
//!
//! What one memo cannot show (other patients, what happened at the bedside) is not judged, and earlier memos only as far as
//! the host tells them: docs/billing-rules.md has the table of what is.

mod alone;
mod facts;
mod kinds;
mod pattern;
mod rule;
mod together;

pub use facts::{Birth, Facts, LineFacts};
pub use rule::{Level, Rule};

use kinds::Judged;
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
    let memo = Judged::new(facts);
    let mut findings = Vec::new();
    for rule in rules {
        let broken = match &rule.kind {
            Kind::Alone(kind) => alone::broken(kind, &memo),
            Kind::Together(kind) => together::broken(kind, &memo),
        };
        for (line, place) in broken {
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

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
