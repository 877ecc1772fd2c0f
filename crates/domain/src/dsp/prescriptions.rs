//! Prescriptions as lists of lines, with what is left to dispense.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::FhirDate;

/// A line: a medication, an analysis or another act.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Line {
    /// `ResourceType/id`, or what else a plan names it by.
    pub reference: String,
    /// What is prescribed.
    pub text: String,
    /// How it is to be taken, or a note.
    pub instruction: String,
    /// When it was written.
    pub date: FhirDate,
    /// R4 `status`.
    pub status: String,
    /// R4 `doNotPerform`: what it names is not to be given or done.
    pub prohibits: bool,
    /// How often it may be dispensed in all; `None` when the line does not say.
    pub fills: Option<u32>,
    /// The last day on which it may be dispensed.
    pub valid_to: FhirDate,
    /// References of documents that it names.
    pub documents: Vec<String>,
}

/// A dispensation of a line.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispense {
    /// `ResourceType/id`: a page that a server gives twice dispenses nothing twice.
    pub reference: String,
    /// The line's reference.
    pub line: String,
    /// When it was handed over.
    pub date: FhirDate,
    /// R4 `status`.
    pub status: String,
}

/// A prescription as it was issued (a CarePlan with its lines), or a line without one.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prescription {
    /// The plan's id; empty for a line without plan.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// When it was issued.
    pub date: FhirDate,
    /// By whom.
    pub from: String,
    /// References of its lines.
    pub lines: Vec<String>,
    /// References of documents that it names.
    pub documents: Vec<String>,
}

crate::redacted!(Line, Dispense, Prescription);

/// What may still be dispensed of a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Left {
    /// So often.
    Fills(u32),
    /// Nothing: all of it was dispensed.
    Done,
    /// Nothing: its time is over.
    Expired,
    /// Nothing: it was stopped or cancelled.
    Stopped,
    /// Nothing: it is a draft, put on hold, or of unknown status.
    Inactive,
    /// Nothing: it says what is not to be given or done.
    Prohibited,
    /// The line does not say.
    Unknown,
}

/// Why nothing may be done by a line whatever was dispensed of it; `None` for one that is in force or has been.
pub fn void(line: &Line) -> Option<Left> {
    match line.status.as_str() {
        "stopped" | "cancelled" | "revoked" | "entered-in-error" => Some(Left::Stopped),
        "draft" | "on-hold" | "unknown" => Some(Left::Inactive),
        _ => line.prohibits.then_some(Left::Prohibited),
    }
}

/// What is left of a line on a day. R4: `numberOfRepeatsAllowed` does not count the first dispensation.
pub fn left(line: &Line, dispenses: &[Dispense], today: NaiveDate) -> Left {
    if let Some(why) = void(line) {
        return why;
    }
    if line.status == "completed" {
        return Left::Done;
    }
    let over = line.valid_to.said().len() == 10
        && line.valid_to.first_day().is_some_and(|last| last < today);
    if over {
        return Left::Expired;
    }
    let Some(fills) = line.fills else {
        return Left::Unknown;
    };
    let done = dispenses
        .iter()
        .filter(|one| one.line == line.reference && counts(&one.status));
    let done: BTreeSet<_> = done.map(|one| (&one.reference, &one.date)).collect();
    match fills.saturating_sub(u32::try_from(done.len()).unwrap_or(u32::MAX)) {
        0 => Left::Done,
        left => Left::Fills(left),
    }
}

/// A dispensation that happened or is under way.
fn counts(status: &str) -> bool {
    matches!(
        status,
        "completed" | "in-progress" | "preparation" | "on-hold"
    )
}

/// The prescriptions, the newest first; a line that belongs to none makes one of its own, so that nothing is lost.
pub fn group(mut plans: Vec<Prescription>, lines: &[Line]) -> Vec<Prescription> {
    let mut seen = BTreeSet::new();
    plans.retain(|plan| plan.id.is_empty() || seen.insert(plan.id.clone()));
    let named = plans.iter().flat_map(|plan| plan.lines.clone());
    let mut named: BTreeSet<String> = named.collect();
    let lonely = lines
        .iter()
        .filter(|line| named.insert(line.reference.clone()))
        .map(|line| Prescription {
            date: line.date.clone(),
            title: line.text.clone(),
            lines: vec![line.reference.clone()],
            ..Prescription::default()
        });
    let lonely: Vec<Prescription> = lonely.collect();
    let mut all = plans;
    all.extend(lonely);
    all.sort_by(|a, b| (&b.date, &a.id).cmp(&(&a.date, &b.id)));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(status: &str, fills: Option<u32>) -> Line {
        Line {
            reference: "MedicationRequest/1".into(),
            status: status.into(),
            fills,
            valid_to: FhirDate::read("2027-09-02"),
            ..Line::default()
        }
    }

    fn dispense(id: &str, status: &str) -> Dispense {
        Dispense {
            reference: ["MedicationDispense/", id].concat(),
            line: "MedicationRequest/1".into(),
            date: FhirDate::read("2026-10-05"),
            status: status.into(),
        }
    }

    #[test]
    fn what_is_left_counts_the_dispensations_that_happened() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let done = [
            dispense("1", "completed"),
            dispense("2", "completed"),
            dispense("2", "completed"),
            dispense("3", "entered-in-error"),
        ];
        let check = |line: &Line, expected| assert_eq!(left(line, &done, today), expected);
        check(&line("active", Some(6)), Left::Fills(4));
        check(&line("active", Some(2)), Left::Done);
        check(&line("active", Some(1)), Left::Done);
        check(&line("active", None), Left::Unknown);
        check(&line("stopped", Some(6)), Left::Stopped);
        check(&line("on-hold", Some(6)), Left::Inactive);
        let prohibition = Line {
            prohibits: true,
            ..line("active", Some(6))
        };
        check(&prohibition, Left::Prohibited);
        let expired = Line {
            valid_to: FhirDate::read("2026-11-21"),
            ..line("active", Some(6))
        };
        check(&expired, Left::Expired);
        let last_day = Line {
            valid_to: FhirDate::read("2026-11-22"),
            ..line("active", Some(6))
        };
        check(&last_day, Left::Fills(4));
    }

    #[test]
    fn a_line_without_plan_is_not_lost() {
        let plan = Prescription {
            id: "plan".into(),
            date: FhirDate::read("2026-01-01"),
            lines: vec!["MedicationRequest/2".into()],
            ..Prescription::default()
        };
        let lines = [line("active", None), line("active", None)];
        let all = group(vec![plan.clone(), plan], &lines);
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].lines, ["MedicationRequest/1"]);
    }
}
