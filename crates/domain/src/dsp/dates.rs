//! FHIR dates of every precision (R4 §2.24.0.1): year, month, day, instant; what is none of them is kept as text.

use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

use chrono::{DateTime, Months, NaiveDate};

/// A date as it was given. Two compare by when they begin; what is no date comes before every date.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct FhirDate {
    text: String,
    /// Seconds since 1970 of the beginning; a day without a zone counts as UTC.
    start: Option<i64>,
    /// Digits of the calendar day that it says: 4, 7 or 10.
    said: usize,
}

/// Longest text of a date that is kept: an instant with nanoseconds and a zone has 35 letters.
const LONGEST: usize = 40;

impl FhirDate {
    /// Reads a `date`, `dateTime` or `instant`.
    pub fn read(text: &str) -> Self {
        let text: String = text.trim().chars().take(LONGEST).collect();
        let (start, said) = match parse(&text) {
            Some((start, said)) => (Some(start), said),
            None => (None, 0),
        };
        Self { text, start, said }
    }

    /// Whether it is a date.
    pub fn is_known(&self) -> bool {
        self.start.is_some()
    }

    /// When it begins, in seconds since 1970.
    pub fn start(&self) -> Option<i64> {
        self.start
    }

    /// What it says of the calendar: `2024`, `2024-05` or `2024-05-06`; empty when it is no date.
    pub fn said(&self) -> &str {
        self.text.get(..self.said).unwrap_or_default()
    }

    /// The text as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first day that it can mean.
    pub fn first_day(&self) -> Option<NaiveDate> {
        let (year, month, day) = numbers(self.said())?;
        NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))
    }

    /// The last day that it can mean.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let (year, month, day) = numbers(self.said())?;
        let month = month.unwrap_or(12);
        match day {
            Some(day) => NaiveDate::from_ymd_opt(year, month, day),
            None => NaiveDate::from_ymd_opt(year, month, 1)?
                .checked_add_months(Months::new(1))?
                .pred_opt(),
        }
    }

    /// Whether it lies on this day or after, as far as its precision tells: `2024` may be after the first of May 2024.
    /// What is no date stays: it is not known to be older.
    pub fn may_be_since(&self, day: NaiveDate) -> bool {
        use chrono::Datelike as _;
        let Some((year, month, of)) = numbers(self.said()) else {
            return true;
        };
        let given = (year, month.unwrap_or(12), of.unwrap_or(31));
        given >= (day.year(), day.month(), day.day())
    }
}

impl From<String> for FhirDate {
    fn from(text: String) -> Self {
        Self::read(&text)
    }
}

impl From<FhirDate> for String {
    fn from(date: FhirDate) -> Self {
        date.text
    }
}

impl PartialOrd for FhirDate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for FhirDate {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.start, &self.text, self.said).cmp(&(other.start, &other.text, other.said))
    }
}

fn parse(text: &str) -> Option<(i64, usize)> {
    if !text.is_ascii() {
        return None;
    }
    let said = match text.len() {
        length @ (4 | 7 | 10) => length,
        _ if text.as_bytes().get(10) == Some(&b'T') => 10,
        _ => return None,
    };
    let (year, month, day) = numbers(text.get(..said)?)?;
    let first = NaiveDate::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
    if text.len() > 10 {
        // R4: "if hours and minutes are specified, a time zone SHALL be populated".
        let instant = DateTime::parse_from_rfc3339(text).ok()?;
        return Some((instant.timestamp(), said));
    }
    Some((first.and_hms_opt(0, 0, 0)?.and_utc().timestamp(), said))
}

type Numbers = (i32, Option<u32>, Option<u32>);

fn numbers(said: &str) -> Option<Numbers> {
    let mut parts = said.split('-');
    let part = |text: &str, digits: usize| -> Option<u32> {
        let right = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
        right.then(|| text.parse().ok())?
    };
    let year = i32::try_from(part(parts.next()?, 4)?)
        .ok()
        .filter(|year| *year > 0)?;
    let month = parts.next().map(|text| part(text, 2));
    let day = parts.next().map(|text| part(text, 2));
    match (month, day) {
        (None, _) => Some((year, None, None)),
        (Some(Some(month @ 1..=12)), None) => Some((year, Some(month), None)),
        (Some(Some(month)), Some(Some(day))) => Some((year, Some(month), Some(day))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_precision_is_read() {
        for (text, said) in [
            ("2026", "2026"),
            ("2026-05", "2026-05"),
            ("2026-05-05", "2026-05-05"),
            ("2026-05-05T10:00:00Z", "2026-05-05"),
            ("2026-05-05T23:30:00.123456+02:00", "2026-05-05"),
        ] {
            let date = FhirDate::read(text);
            assert!(date.is_known(), "{text}");
            assert_eq!(date.said(), said);
        }
    }

    #[test]
    fn what_is_no_date_is_kept_as_text() {
        for text in [
            "",
            "hier",
            "05/05/2026",
            "20260505",
            "2026-13",
            "2026-02-30",
            "0000-00-00",
            "2026-05-05T25:61:00Z",
            "2026-05-05T10:00",
            "+026",
            "2026-5-5",
            "２０２６",
        ] {
            let date = FhirDate::read(text);
            assert!(!date.is_known() && date.said().is_empty(), "{text}");
            assert_eq!(date.text(), text);
        }
        assert!(FhirDate::read(&"9".repeat(1_000_000)).text().len() <= LONGEST);
    }

    #[test]
    fn the_boundary_day_stays_and_precision_is_respected() {
        let day = NaiveDate::from_ymd_opt(2024, 5, 6).unwrap();
        for (text, stays) in [
            ("2024-05-06", true),
            ("2024-05-05", false),
            ("2024-05", true),
            ("2024-04", false),
            ("2024", true),
            ("2023", false),
            ("2024-05-06T00:30:00+02:00", true),
            ("hier", true),
        ] {
            assert_eq!(FhirDate::read(text).may_be_since(day), stays, "{text}");
        }
    }

    #[test]
    fn newer_is_greater_and_no_date_is_least() {
        let order = [
            "hier",
            "2023",
            "2024-05",
            "2024-05-06",
            "2024-05-06T10:00:00+02:00",
            "2024-05-06T10:00:00Z",
        ];
        let dates: Vec<FhirDate> = order.into_iter().map(FhirDate::read).collect();
        assert!(dates.is_sorted());
    }
}
