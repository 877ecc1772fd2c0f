//! The check of one line.

use super::check::Check;
use super::form::Period;
use super::{Class, Field, Line, LineField};
use crate::dates::{self, Date, Time};
use crate::forms::checks::OF_A_DOCUMENT;
use crate::forms::{IssueCode, Severity};
use crate::money::Amount;

/// Assumption: a memo has at most so many lines; the schema names no limit.
pub(super) const LARGEST_COUNT_OF_LINES: u16 = 99;

/// An act is done at most so many times on a line (CNS schema 2022, `nombre`).
const LARGEST_COUNT: u8 = 99;

/// The longest label (CNS schema 2022, `libelle`).
const LONGEST_LABEL: usize = 35;

/// Checks a line; `None` when something that the memo must have is missing or wrong.
pub(super) fn check_line(check: &mut Check<'_>, number: u16, memo: Option<Date>) -> Option<Line> {
    let mut check = LineCheck { check, number };
    let code = check.code();
    let suffixes = check.suffixes();
    let period = check.period(memo);
    let class = check.class();
    let place = check.place();
    let count = check.count();
    let amount = check.amount();
    let personal_share = check.personal_share(amount);
    let performer = check.check.provider(check.field(LineField::Performer));
    let prescriber = check.check.provider(check.field(LineField::Prescriber));
    let prescription_id = check.prescription_id();
    let label = check.against_table(code.as_deref(), &suffixes, period, count.zip(amount));
    Some(Line {
        code: code?,
        suffixes,
        label,
        period: period?,
        class,
        place,
        count: count?,
        amount: amount?,
        personal_share,
        performer,
        prescriber,
        prescription_id,
    })
}

struct LineCheck<'a, 'b> {
    check: &'a mut Check<'b>,
    number: u16,
}

impl LineCheck<'_, '_> {
    fn field(&self, field: LineField) -> Field {
        Field::Line(self.number, field)
    }

    fn text(&self, field: LineField) -> String {
        self.check.checks.text(self.field(field)).to_owned()
    }

    fn error(&mut self, field: LineField, code: IssueCode) {
        let field = self.field(field);
        self.check.checks.error(field, code);
    }

    fn tell(&mut self, field: LineField, code: IssueCode, severity: Severity, detail: String) {
        let field = self.field(field);
        self.check.checks.tell(field, code, severity, detail);
    }

    fn code(&mut self) -> Option<String> {
        let field = self.field(LineField::Code);
        let code = self.check.checks.required(field)?.to_ascii_uppercase();
        let plain = code.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if code.len() > LineField::Code.longest() || !plain {
            return self.check.checks.refuse(field, IssueCode::ActShape);
        }
        Some(code)
    }

    /// The letters, without what people write between them.
    fn suffixes(&mut self) -> String {
        let text = self.text(LineField::Suffixes).to_ascii_uppercase();
        let letters = text.chars().filter(|c| !matches!(c, ' ' | ',' | '+'));
        let mut suffixes = String::new();
        for letter in letters {
            let known = match self.check.table {
                Some(table) => table.suffix(letter).is_some(),
                None => letter.is_ascii_uppercase(),
            };
            if !known || suffixes.contains(letter) {
                self.tell(
                    LineField::Suffixes,
                    IssueCode::SuffixUnknown,
                    Severity::Error,
                    letter.to_string(),
                );
            }
            suffixes.push(letter);
        }
        suffixes
    }

    fn period(&mut self, memo: Option<Date>) -> Option<Period> {
        let (start_field, end_field) =
            (self.field(LineField::Date), self.field(LineField::EndDate));
        let start = self.check.checks.date(start_field);
        let end = self.check.checks.optional_date(end_field);
        for (field, day) in [(LineField::Date, start), (LineField::EndDate, end)] {
            if day.zip(memo).is_some_and(|(day, memo)| day > memo) {
                self.error(field, IssueCode::AfterMemo);
            }
        }
        if start.zip(end).is_some_and(|(start, end)| end < start) {
            self.error(LineField::EndDate, IssueCode::EndBeforeStart);
        }
        for (field, day) in [(start_field, start), (end_field, end)] {
            self.check.checks.near_today(field, day, OF_A_DOCUMENT);
        }
        let start_time = self.time(LineField::Time, start);
        let end_time = self.time(LineField::EndTime, end.or(start));
        let same_day = start.is_some() && (end.is_none() || end == start);
        let times = start_time.zip(end_time);
        if same_day && times.is_some_and(|(from, to)| to < from) {
            self.error(LineField::EndTime, IssueCode::EndBeforeStart);
        }
        Some(Period {
            start: start?,
            start_time,
            end,
            end_time,
        })
    }

    fn time(&mut self, field: LineField, day: Option<Date>) -> Option<Time> {
        let text = self.text(field);
        if text.is_empty() {
            return None;
        }
        let Some(time) = dates::parse_time(&text) else {
            self.error(field, IssueCode::Time);
            return None;
        };
        if day.is_some_and(|day| dates::is_skipped(day, time)) {
            self.error(field, IssueCode::TimeSkipped);
        }
        Some(time)
    }

    fn class(&mut self) -> Option<Class> {
        let text = self.text(LineField::Class);
        let class = Class::parse(&text);
        if class.is_none() && !text.is_empty() {
            self.error(LineField::Class, IssueCode::Choice);
        }
        class
    }

    /// The table of places is not public; `01` was seen.
    fn place(&mut self) -> String {
        let place = self.text(LineField::Place);
        let plain = place.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !place.is_empty() && (place.len() != 2 || !plain) {
            self.error(LineField::Place, IssueCode::Place);
        }
        place
    }

    fn count(&mut self) -> Option<u8> {
        let field = self.field(LineField::Count);
        let text = self.check.checks.required(field)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let count = text.parse().ok().filter(|_| digits);
        count
            .filter(|count| (1..=LARGEST_COUNT).contains(count))
            .or_else(|| self.check.checks.refuse(field, IssueCode::Count))
    }

    fn amount(&mut self) -> Option<Amount> {
        let field = self.field(LineField::Amount);
        self.check.checks.required(field)?;
        self.check.amount(field)
    }

    fn personal_share(&mut self, amount: Option<Amount>) -> Option<Amount> {
        let share = self.check.amount(self.field(LineField::PersonalShare));
        if share
            .zip(amount)
            .is_some_and(|(share, amount)| share > amount)
        {
            self.error(LineField::PersonalShare, IssueCode::ShareOverAmount);
        }
        share
    }

    fn prescription_id(&mut self) -> String {
        let id = self.text(LineField::PrescriptionId);
        if !id.is_empty() && id.chars().count() != LineField::PrescriptionId.longest() {
            self.error(LineField::PrescriptionId, IssueCode::PrescriptionId);
        }
        id
    }

    /// What the table says of the line; gives the act's label for the XML.
    fn against_table(
        &mut self,
        code: Option<&str>,
        suffixes: &str,
        period: Option<Period>,
        count_and_amount: Option<(u8, Amount)>,
    ) -> String {
        let Some(table) = self.check.table else {
            return String::new();
        };
        let day = period.map(|period| period.start);
        if day.is_some_and(|day| !table.is_valid_on(day)) {
            let code = IssueCode::OutsideTariff;
            self.tell(LineField::Date, code, Severity::Warning, table.validity());
        }
        let Some(code) = code else {
            return String::new();
        };
        let Some(act) = table.act(code) else {
            let severity = if table.may_exist(code) {
                Severity::Warning
            } else {
                Severity::Error
            };
            self.tell(
                LineField::Code,
                IssueCode::ActUnknown,
                severity,
                String::new(),
            );
            return String::new();
        };
        if day.is_some_and(|day| !act.is_valid_on(day)) {
            self.error(LineField::Code, IssueCode::ActRetired);
        }
        if let (Some((count, amount)), Some(tariff)) =
            (count_and_amount, table.tariff(code, suffixes))
        {
            let expected = tariff.times(count);
            // Another table was valid then, or how a least amount is shared is not stated (art. 11 and 12).
            let sure =
                day.is_some_and(|day| table.is_valid_on(day)) && !suffixes.contains(['P', 'A']);
            let severity = if sure {
                Severity::Error
            } else {
                Severity::Warning
            };
            if amount != expected {
                let detail = expected.to_string();
                self.tell(
                    LineField::Amount,
                    IssueCode::AmountDiffers,
                    severity,
                    detail,
                );
            }
        }
        act.label("fr")
            .chars()
            .take(LONGEST_LABEL)
            .collect::<String>()
            .trim_end()
            .to_owned()
    }
}
