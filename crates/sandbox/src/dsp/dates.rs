//! FHIR dates of every precision as spans of time, and the search prefixes that compare them (R4 search §3.1.1.5.6).

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate};

/// From the first second to the one after the last, since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    from: i64,
    to: i64,
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a whole `dateTime`. A day without a zone counts as UTC here.
pub(super) fn span(text: &str) -> Option<Span> {
    if text.contains('T') {
        let from = DateTime::parse_from_rfc3339(text).ok()?.timestamp();
        return Some(Span { from, to: from + 1 });
    }
    let parts: Vec<u32> = text
        .split('-')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let year = i32::try_from(*parts.first()?).ok()?;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let (from, to) = match (text.len(), parts.as_slice()) {
        (4, [_]) => (day(1, 1)?, day(1, 1)?.with_year(year + 1)?),
        (7, [_, month]) => {
            let first = day(*month, 1)?;
            (first, first.checked_add_months(Months::new(1))?)
        }
        (10, [_, month, of]) => {
            let first = day(*month, *of)?;
            (first, first.checked_add_days(Days::new(1))?)
        }
        _ => return None,
    };
    let seconds = |date: NaiveDate| Some(date.and_hms_opt(0, 0, 0)?.and_utc().timestamp());
    Some(Span {
        from: seconds(from)?,
        to: seconds(to)?,
    })
}

/// A search value: prefix and span. `ge2024-01-01`, or without prefix `eq`.
pub(super) fn comparison(value: &str) -> Option<(&str, Span)> {
    match value.split_at_checked(2) {
        Some((prefix, rest)) if prefix.bytes().all(|byte| byte.is_ascii_lowercase()) => {
            Some((prefix, span(rest)?))
        }
        _ => Some(("eq", span(value)?)),
    }
}

impl Span {
    /// When it begins.
    pub(super) fn start(self) -> i64 {
        self.from
    }

    /// From the beginning of this one to the end of another.
    pub(super) fn until(self, other: Self) -> Self {
        Self {
            from: self.from,
            to: other.to,
        }
    }

    /// Whether a resource's span meets a comparison; `None` for a prefix that FHIR does not know.
    pub(super) fn meets(self, prefix: &str, asked: Self) -> Option<bool> {
        Some(match prefix {
            "eq" => asked.from <= self.from && self.to <= asked.to,
            "ne" => !(asked.from <= self.from && self.to <= asked.to),
            "gt" => self.to > asked.to,
            "lt" => self.from < asked.from,
            "ge" => self.to > asked.from,
            "le" => self.from < asked.to,
            "sa" => self.from >= asked.to,
            "eb" => self.to <= asked.from,
            "ap" => self.from < asked.to && asked.from < self.to,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meets(resource: &str, value: &str) -> bool {
        let (prefix, asked) = comparison(value).unwrap();
        span(resource).unwrap().meets(prefix, asked).unwrap()
    }

    #[test]
    fn precisions_compare_as_spans() {
        assert!(meets("2024-05-06", "2024") && meets("2024-05-06T10:00:00+02:00", "2024-05-06"));
        assert!(!meets("2024", "2024-05-06") && meets("2024", "ge2024-05-06"));
        assert!(meets("2024-01-01", "ge2024-01-01") && !meets("2023-12-31", "ge2024-01-01"));
        assert!(meets("2023-12-31", "lt2024-01-01") && !meets("2024-01-01", "lt2024-01-01"));
        assert!(meets("2024-02-29", "sa2024-01") && meets("2023", "eb2024"));
    }

    #[test]
    fn what_is_no_date_is_no_span() {
        for text in [
            "",
            "hier",
            "2026-13",
            "2026-02-30",
            "20260505",
            "2026-05-05T10:00",
            "26",
        ] {
            assert_eq!(span(text), None, "{text}");
        }
        assert!(
            comparison("zz2024")
                .is_some_and(|(prefix, asked)| asked.meets(prefix, asked).is_none())
        );
    }
}
