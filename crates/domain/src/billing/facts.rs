//! What the rules look at.

use crate::dates::{Date, Time};
use crate::nomenclature::Act;

/// When the patient was born, as far as it is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Birth {
    /// The day.
    pub day: Date,
    /// Whether it was given as such; a matricule's date part is only a hint.
    pub certain: bool,
}

/// A memo as the rules see it.
#[derive(Clone, Debug)]
pub struct Facts<'a> {
    /// The lines that have a code.
    pub lines: Vec<LineFacts<'a>>,
    /// Acts of earlier memos, as far as the host told them; they have no number.
    pub earlier: Vec<LineFacts<'a>>,
    /// Whether a justification is given in the memo's note.
    pub has_note: bool,
    /// The practitioner's specialty, folded.
    pub specialty: String,
    /// The patient's birth.
    pub birth: Option<Birth>,
}

/// A line as the rules see it.
#[derive(Clone, Debug)]
pub struct LineFacts<'a> {
    /// Its number, from 1.
    pub number: u16,
    /// The code.
    pub code: &'a str,
    /// The act, where the table has it.
    pub act: Option<&'a Act>,
    /// The suffixes.
    pub suffixes: &'a str,
    /// The first day.
    pub start: Option<Date>,
    /// The last day.
    pub end: Option<Date>,
    /// The time.
    pub time: Option<Time>,
    /// How many times.
    pub count: u8,
    /// Whether a prescriber is named.
    pub is_prescribed: bool,
    /// Whether somebody else than the memo's practitioner did it, whose specialty is not known.
    pub is_by_another: bool,
    /// The number of the prescription; empty where none is named.
    pub prescription: &'a str,
}

impl LineFacts<'_> {
    /// Whether both have a day in common.
    pub(super) fn shares_day(&self, other: &Self) -> bool {
        let span = |line: &Self| Some((line.start?, line.end.or(line.start)?));
        match (span(self), span(other)) {
            (Some((start, end)), Some((from, to))) => start <= to && from <= end,
            _ => false,
        }
    }

    /// Whether both name a prescription.
    pub(super) fn both_prescribed(&self, other: &Self) -> bool {
        !self.prescription.is_empty() && !other.prescription.is_empty()
    }

    /// Whether both name the same prescription.
    pub(super) fn shares_prescription(&self, other: &Self) -> bool {
        self.both_prescribed(other) && self.prescription.eq_ignore_ascii_case(other.prescription)
    }

    /// Whether both may belong to one session.
    ///
    /// Assumption: two lines of one day are of different sessions only when each has a time and the times differ.
    pub(super) fn shares_session(&self, other: &Self) -> bool {
        let apart = self
            .time
            .zip(other.time)
            .is_some_and(|(one, two)| one != two);
        self.shares_day(other) && !apart
    }
}
