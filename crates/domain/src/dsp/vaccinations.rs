//! Vaccinations that were given, and those that are due.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::FhirDate;

/// A vaccination (R4 `Immunization`).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Vaccination {
    /// The id.
    pub id: String,
    /// The product or vaccine.
    pub vaccine: String,
    /// When; in words where it is no date.
    pub date: FhirDate,
    /// Against what.
    pub diseases: Vec<String>,
    /// The dose's number or word; with the series' length `1/3`.
    pub dose: String,
    /// The lot.
    pub lot: String,
    /// By whom.
    pub from: String,
    /// It was *not* given.
    pub not_done: bool,
    /// It is told by the patient or another source, not by who gave it.
    pub reported: bool,
}

/// A vaccination that a rules engine recommends (R4 `ImmunizationRecommendation.recommendation`).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Due {
    /// The vaccine.
    pub vaccine: String,
    /// Against what.
    pub disease: String,
    /// The forecast's status code, e.g. `due`, `overdue`, `immune`.
    pub status: String,
    /// When it is due.
    pub date: FhirDate,
    /// The dose's number, with the series' length.
    pub dose: String,
}

crate::redacted!(Vaccination, Due);

/// How a recommendation stands on a day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Its day is past, or the forecast says so.
    Overdue,
    /// Its day lies ahead.
    Ahead,
    /// No day is given.
    Open,
    /// Nothing is needed: complete, immune or contraindicated.
    Closed,
}

/// Tells how a recommendation stands.
pub fn standing(due: &Due, today: NaiveDate) -> Standing {
    match due.status.as_str() {
        "complete" | "immune" | "contraindicated" => return Standing::Closed,
        "overdue" => return Standing::Overdue,
        _ => {}
    }
    if !due.date.is_known() {
        Standing::Open
    } else if due.date.may_be_since(today) {
        Standing::Ahead
    } else {
        Standing::Overdue
    }
}

/// What is next: overdue first, then by day; what is closed is left out.
pub fn next(mut due: Vec<Due>, today: NaiveDate) -> Vec<(Standing, Due)> {
    due.sort_by_key(|one| one.date.clone());
    let mut next: Vec<(Standing, Due)> = due
        .into_iter()
        .map(|one| (standing(&one, today), one))
        .filter(|(standing, _)| *standing != Standing::Closed)
        .collect();
    next.sort_by_key(|(standing, _)| *standing);
    next
}

/// `1/3`, `1`, or nothing.
pub fn dose(number: &str, of: &str) -> String {
    if number.is_empty() || of.is_empty() {
        return number.to_owned();
    }
    let mut dose = number.to_owned();
    dose.push('/');
    dose.push_str(of);
    dose
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(status: &str, date: &str) -> Due {
        Due {
            status: status.into(),
            date: FhirDate::read(date),
            ..Due::default()
        }
    }

    #[test]
    fn overdue_comes_first_and_closed_is_left_out() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let list = vec![
            due("due", "2029-05-17"),
            due("due", ""),
            due("overdue", "2020-08-17"),
            due("due", "2026-11-21"),
            due("due", "2026-11-22"),
            due("due", "2026"),
            due("immune", "2026-01-01"),
        ];
        let order: Vec<(Standing, String)> = next(list, today)
            .into_iter()
            .map(|(standing, one)| (standing, one.date.text().to_owned()))
            .collect();
        let expected = [
            (Standing::Overdue, "2020-08-17"),
            (Standing::Overdue, "2026-11-21"),
            (Standing::Ahead, "2026"),
            (Standing::Ahead, "2026-11-22"),
            (Standing::Ahead, "2029-05-17"),
            (Standing::Open, ""),
        ];
        assert_eq!(
            order,
            expected.map(|(standing, date)| (standing, date.to_owned()))
        );
        assert_eq!(
            [dose("1", "3"), dose("rappel", ""), dose("", "3")],
            ["1/3", "rappel", ""]
        );
    }
}
