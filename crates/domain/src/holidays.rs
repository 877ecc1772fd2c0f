//! Luxembourg's legal holidays and working days.
//!
//! Source: Code du travail art. L.232-2 (9 May since 2019). A holiday that falls on a Sunday is not moved.

use chrono::{Datelike, Days, Weekday};

use crate::dates::Date;

/// The holidays of a fixed day: month, day, and since which year.
const FIXED: [(u32, u32, i32); 8] = [
    (1, 1, 0),
    (5, 1, 0),
    (5, 9, 2019),
    (6, 23, 0),
    (8, 15, 0),
    (11, 1, 0),
    (12, 25, 0),
    (12, 26, 0),
];

/// Easter Monday, Ascension Day and Whit Monday: days after Easter Sunday.
const AFTER_EASTER: [u64; 3] = [1, 39, 50];

/// Whether a day is a legal holiday.
pub fn is_holiday(day: Date) -> bool {
    let fixed = FIXED.iter().any(|(month, date, since)| {
        (day.month(), day.day()) == (*month, *date) && day.year() >= *since
    });
    fixed
        || easter(day.year()).is_some_and(|sunday| {
            AFTER_EASTER
                .iter()
                .any(|days| sunday.checked_add_days(Days::new(*days)) == Some(day))
        })
}

/// Whether a day is a Monday to Friday and no holiday.
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_holiday(day)
}

/// The day itself when it is a working day, else the next one.
pub fn working_day_from(day: Date) -> Option<Date> {
    day.iter_days().take(30).find(|day| is_working_day(*day))
}

/// Easter Sunday in the Gregorian calendar (Gauss's rule as completed by Lichtenberg).
fn easter(year: i32) -> Option<Date> {
    let century = year / 100;
    let moon = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let sun = 2 - (3 * century + 3) / 4;
    let cycle = year % 19;
    let seed = (19 * cycle + moon) % 30;
    let correction = (seed + cycle / 11) / 29;
    let full_moon = 21 + seed - correction;
    let first_sunday = 7 - (year + year / 4 + sun) % 7;
    let march = full_moon + 7 - (full_moon - first_sunday) % 7;
    let first = Date::from_ymd_opt(year, 3, 1)?;
    first.checked_add_days(Days::new(u64::try_from(march - 1).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dates::{iso, parse};

    #[test]
    fn easter_falls_where_the_calendars_say() {
        for day in [
            "1961-04-02",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2038-04-25",
            "2049-04-18",
            "2076-04-19",
            "2100-03-28",
        ] {
            let year = parse(day).unwrap().year();
            assert_eq!(easter(year).map(iso).as_deref(), Some(day));
        }
    }

    #[test]
    fn the_holidays_of_2026() {
        let year = Date::from_ymd_opt(2026, 1, 1).unwrap();
        let found: Vec<_> = year
            .iter_days()
            .take(365)
            .filter(|day| is_holiday(*day))
            .map(iso)
            .collect();
        assert_eq!(
            found,
            [
                "2026-01-01",
                "2026-04-06",
                "2026-05-01",
                "2026-05-09",
                "2026-05-14",
                "2026-05-25",
                "2026-06-23",
                "2026-08-15",
                "2026-11-01",
                "2026-12-25",
                "2026-12-26",
            ]
        );
        assert!(!is_holiday(parse("2018-05-09").unwrap()));
    }

    #[test]
    fn a_working_day_is_no_weekend_and_no_holiday() {
        let from = |day| parse(day).and_then(working_day_from).map(iso);
        assert_eq!(from("2026-11-23").as_deref(), Some("2026-11-23"));
        assert_eq!(from("2026-11-21").as_deref(), Some("2026-11-23"));
        assert_eq!(from("2026-12-25").as_deref(), Some("2026-12-28"));
    }
}
