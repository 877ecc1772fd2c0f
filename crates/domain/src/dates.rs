//! Calendar dates as forms use them: ISO 8601 text in, `DD/MM/YYYY` on the page.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Timelike, Weekday};

/// A calendar day with no time zone: the certificate's days are days in Luxembourg.
pub type Date = NaiveDate;

/// A time of day in Luxembourg, to the minute.
pub type Time = NaiveTime;

/// First and last years that a form accepts: a typing error such as 0206 or 20266 is no date.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// Parses `YYYY-MM-DD`, the value of a native date input; only ASCII digits, only real days.
pub fn parse(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0_u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let year = i32::try_from(number(0..4)?)
        .ok()
        .filter(|year| YEARS.contains(year))?;
    NaiveDate::from_ymd_opt(year, number(5..7)?, number(8..10)?)
}

/// Writes a day as `YYYY-MM-DD` (RFC 3339 full-date, `xs:date`).
pub fn iso(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Parses `HH:MM`, the value of a native time input; seconds of zero are let through.
pub fn parse_time(text: &str) -> Option<Time> {
    let text = text
        .strip_suffix(":00")
        .filter(|rest| rest.len() == 5)
        .unwrap_or(text);
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str| {
        let digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits)
    };
    NaiveTime::from_hms_opt(number(hour)?, number(minute)?, 0)
}

/// Whether the clock skips a time on a day: from two to three on the last Sunday of March (Directive 2000/84/EC, art. 2).
///
/// The hour that comes twice in October is one time on the clock, and so on a memo.
pub fn is_skipped(day: Date, time: Time) -> bool {
    let last_sunday = day.weekday() == Weekday::Sun && day.day() > 24;
    day.month() == 3 && last_sunday && time.hour() == 2
}

/// Writes a time as `HH:MM:SS` (`xs:time`).
pub fn iso_time(time: Time) -> String {
    format!("{:02}:{:02}:00", time.hour(), time.minute())
}

/// Writes a time as a page shows it, `HH:MM`.
pub fn time_on_page(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Writes a day as a Luxembourg page shows it, `DD/MM/YYYY`.
pub fn on_page(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// The last day of a certificate of `days` days that begins on `start`: both days count.
pub fn end_of(start: Date, days: u64) -> Option<Date> {
    start.checked_add_days(Days::new(days.checked_sub(1)?))
}

/// The number of days from `start` to `end`, both counted; `None` when `end` lies before `start`.
pub fn length(start: Date, end: Date) -> Option<i64> {
    let days = end.signed_duration_since(start).num_days();
    (days >= 0).then_some(days + 1)
}

/// Full years from `birth` to `day`.
pub fn age_on(birth: Date, day: Date) -> Option<u32> {
    day.years_since(birth)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_in_iso_form_are_dates() {
        for good in ["2026-11-22", "2028-02-29", "1900-01-01"] {
            assert_eq!(parse(good).map(iso).as_deref(), Some(good));
        }
        let bad = [
            "",
            "2026-02-29",
            "2026-04-31",
            "2026-1-2",
            "22/11/2026",
            "20266-01-01",
        ];
        for text in bad
            .into_iter()
            .chain(["٢٠٢٦-١١-٢٢", "1899-12-31", "+026-01-01", " 2026-11-22"])
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn times_are_hours_and_minutes() {
        for (text, expect) in [
            ("00:00", "00:00:00"),
            ("23:59", "23:59:00"),
            ("07:05:00", "07:05:00"),
        ] {
            assert_eq!(parse_time(text).map(iso_time).as_deref(), Some(expect));
        }
        for text in [
            "",
            "24:00",
            "7:05",
            "07:60",
            "07:05:30",
            "0705",
            "٠٧:٠٥",
            "+7:05",
        ] {
            assert_eq!(parse_time(text), None, "{text}");
        }
        assert_eq!(
            parse_time("02:30").map(time_on_page).as_deref(),
            Some("02:30")
        );
    }

    #[test]
    fn the_clock_skips_an_hour_in_march() {
        let skipped = |day, time| is_skipped(parse(day).unwrap(), parse_time(time).unwrap());
        assert!(skipped("2026-03-29", "02:00") && skipped("2026-03-29", "02:59"));
        assert!(!skipped("2026-03-29", "03:00") && !skipped("2026-03-29", "01:59"));
        assert!(!skipped("2026-03-22", "02:30") && !skipped("2026-10-25", "02:30"));
    }

    #[test]
    fn both_ends_of_a_certificate_count() {
        let start = parse("2026-12-30").unwrap();
        assert_eq!(end_of(start, 3).map(iso).as_deref(), Some("2027-01-01"));
        assert_eq!(end_of(start, 1), Some(start));
        assert_eq!(end_of(start, 0), None);
        assert_eq!(length(start, start), Some(1));
        assert_eq!(length(start, parse("2026-12-29").unwrap()), None);
    }
}
