//! The checks: every issue of a draft at once, and the memo when none of them is an error.

use super::field::INSURED;
use super::form::{Biller, Insured};
use super::line::{LARGEST_COUNT_OF_LINES, check_line};
use super::{Draft, Field, Line, LineField, Memo, Patient, PatientId, Payment, sums};
use crate::billing::{self, Birth, Facts, Level, LineFacts, Place};
use crate::context::{Address, Practitioner};
use crate::dates::{self, Date};
use crate::forms::checks::{Checks, LONGEST_NAME, OF_A_DOCUMENT, OF_A_LIFE, PersonFields};
use crate::forms::{Accident, Circumstances, IssueCode, Severity, people};
use crate::ids::{GpCode, Matricule};
use crate::money::{Amount, AmountError};
use crate::nomenclature::{Nomenclature, fold};

type Issue = crate::forms::Issue<Field>;

const THE_PATIENT: PersonFields<Field> = PersonFields {
    matricule: Field::PatientMatricule,
    birth_date: Some(Field::PatientBirthDate),
    last_name: Field::PatientLastName,
    first_name: Field::PatientFirstName,
};

/// Checks a draft: the memo when nothing forbids sending it, and everything there is to say, in the order of the form.
/// Without a tariff table only what the schema wants is checked.
pub fn check(
    draft: &Draft,
    around: &Circumstances<'_>,
    table: Option<&Nomenclature>,
) -> (Option<Memo>, Vec<Issue>) {
    let mut check = Check {
        draft,
        table,
        checks: Checks::new(draft, around),
    };
    let memo = check.memo();
    let (issues, refused) = check.checks.finish();
    (memo.filter(|_| !refused), issues)
}

pub(super) struct Check<'a> {
    pub(super) draft: &'a Draft,
    pub(super) table: Option<&'a Nomenclature>,
    pub(super) checks: Checks<'a, Field>,
}

impl Check<'_> {
    /// Every part is checked before the first missing one ends it.
    fn memo(&mut self) -> Option<Memo> {
        for (field, text) in self.draft.filled() {
            let number = matches!(field, Field::PatientMatricule | Field::InsuredMatricule);
            self.checks
                .letters(field, text, field.longest(), number || field.is_amount());
        }
        let practitioner = self.checks.practitioner(Field::Practitioner);
        let biller = self.biller(practitioner.as_ref());
        let patient = self.patient();
        let insured = self.insured();
        let date = self.memo_date();
        let accident = self.accident(date);
        let lines = self.lines(date);
        self.rules(practitioner.as_ref());
        let days = lines.iter().flatten().map(|line| line.period.start);
        let payment = self.payment(days.min());
        Some(Memo {
            practitioner: practitioner?,
            biller: biller?,
            patient: patient?,
            insured: insured?,
            accident,
            date: date?,
            number: self.checks.text(Field::MemoNumber).to_owned(),
            note: self.checks.text(Field::MemoNote).to_owned(),
            lines: lines?,
            payment,
        })
    }

    /// The schema wants the biller's name and street: the host's biller where it has this code, else the practitioner.
    fn biller(&mut self, practitioner: Option<&Practitioner>) -> Option<Biller> {
        let code = self.checks.biller(Field::Biller, Field::Practitioner)?;
        let known = self.checks.around.context.biller.as_ref();
        let known = known.filter(|known| known.gp_code == code.as_str());
        let biller = match known {
            Some(known) if !known.name.is_empty() => Biller {
                code,
                last_name: known.name.clone(),
                first_name: String::new(),
                address: address(&known.address, practitioner),
            },
            _ => Biller {
                code,
                last_name: practitioner?.last_name.clone(),
                first_name: practitioner?.first_name.clone(),
                address: practitioner?.address.clone(),
            },
        };
        self.checks
            .letters(Field::Biller, &biller.last_name, LONGEST_NAME, false);
        self.checks.address_letters(Field::Biller, &biller.address);
        if biller.address.street.is_empty() || biller.last_name.is_empty() {
            self.checks
                .error(Field::Biller, IssueCode::BillerAddressMissing);
        }
        Some(biller)
    }

    fn patient(&mut self) -> Option<Patient> {
        let matricule = self.checks.optional_matricule(Field::PatientMatricule);
        let birth = self.checks.optional_date(Field::PatientBirthDate);
        if birth.is_some_and(|birth| birth > self.checks.around.today) {
            self.checks
                .error(Field::PatientBirthDate, IssueCode::DateInFuture);
        }
        self.checks
            .near_today(Field::PatientBirthDate, birth, OF_A_LIFE);
        let file = self.checks.around.context.patient.as_ref();
        self.checks.compare_with_file(THE_PATIENT, file);
        let named = [Field::PatientMatricule, Field::PatientBirthDate];
        if named
            .iter()
            .all(|field| self.checks.text(*field).is_empty())
        {
            self.checks
                .error(Field::PatientMatricule, IssueCode::PatientUnnamed);
        }
        let last_name = self.checks.required(Field::PatientLastName);
        let first_name = self.checks.required(Field::PatientFirstName);
        let id = match matricule {
            Some(matricule) => PatientId::Matricule(matricule),
            None => PatientId::BirthDate(birth?),
        };
        Some(Patient {
            id,
            last_name: last_name?,
            first_name: first_name?,
        })
    }

    /// The schema wants the insured person's street; the name may be missing. The number has no place in it.
    fn insured(&mut self) -> Option<Insured> {
        self.checks.optional_matricule(Field::InsuredMatricule);
        let told = self.checks.issues.len();
        let address = self.checks.address(INSURED.home);
        if address.is_none() && self.checks.issues.len() == told {
            self.checks.error(Field::InsuredStreet, IssueCode::Required);
        }
        Some(Insured {
            last_name: self.checks.text(Field::InsuredLastName).to_owned(),
            first_name: self.checks.text(Field::InsuredFirstName).to_owned(),
            address: address?,
        })
    }

    fn memo_date(&mut self) -> Option<Date> {
        let date = self.checks.date(Field::MemoDate)?;
        if date > self.checks.around.today {
            self.checks.error(Field::MemoDate, IssueCode::DateInFuture);
        }
        self.checks
            .near_today(Field::MemoDate, Some(date), OF_A_DOCUMENT);
        if let Some(table) = self.table.filter(|table| !table.is_valid_on(date)) {
            let (code, days) = (IssueCode::OutsideTariff, table.validity());
            self.checks
                .tell(Field::MemoDate, code, Severity::Warning, days);
        }
        Some(date)
    }

    fn accident(&mut self, memo: Option<Date>) -> Option<Accident> {
        let number = self.checks.text(Field::AccidentNumber).to_ascii_uppercase();
        if !number.is_empty() && !people::is_accident_number(&number) {
            self.checks
                .error(Field::AccidentNumber, IssueCode::AccidentNumber);
        }
        let date = self.checks.optional_date(Field::AccidentDate);
        if date.zip(memo).is_some_and(|(date, memo)| date > memo) {
            self.checks.error(Field::AccidentDate, IssueCode::AfterMemo);
        }
        self.checks.near_today(Field::AccidentDate, date, OF_A_LIFE);
        (!number.is_empty() || date.is_some()).then_some(Accident { number, date })
    }

    fn lines(&mut self, memo: Option<Date>) -> Option<Vec<Line>> {
        let count = self.draft.lines();
        if count == 0 {
            self.checks
                .error(Field::Line(1, LineField::Code), IssueCode::NoLines);
        }
        if count > LARGEST_COUNT_OF_LINES {
            let first = Field::Line(LARGEST_COUNT_OF_LINES + 1, LineField::Code);
            let (code, most) = (IssueCode::TooManyLines, LARGEST_COUNT_OF_LINES.to_string());
            self.checks.tell(first, code, Severity::Error, most);
        }
        let lines: Vec<Option<Line>> = (1..=count)
            .map(|number| check_line(self, number, memo))
            .collect();
        lines.into_iter().collect()
    }

    /// The billing rules, over every line that has a code, whatever else may be wrong.
    fn rules(&mut self, practitioner: Option<&Practitioner>) {
        let Some(table) = self.table else {
            return;
        };
        let texts: Vec<(u16, String, String)> = (1..=self.draft.lines())
            .map(|number| {
                let text = |field| {
                    self.checks
                        .text(Field::Line(number, field))
                        .to_ascii_uppercase()
                };
                (number, text(LineField::Code), text(LineField::Suffixes))
            })
            .filter(|(_, code, _)| !code.is_empty())
            .collect();
        let own = self.checks.text(Field::Practitioner);
        let lines = texts.iter().map(|(number, code, suffixes)| {
            let text = |field| self.checks.text(Field::Line(*number, field));
            LineFacts {
                number: *number,
                code,
                act: table.act(code),
                suffixes,
                start: dates::parse(text(LineField::Date)),
                end: dates::parse(text(LineField::EndDate)),
                time: dates::parse_time(text(LineField::Time)),
                count: text(LineField::Count).parse().unwrap_or(1),
                is_prescribed: !text(LineField::Prescriber).is_empty(),
                is_by_another: !["", own].contains(&text(LineField::Performer)),
                prescription: text(LineField::PrescriptionId),
            }
        });
        let earlier = self.checks.around.context.earlier_acts.iter();
        let earlier = earlier.map(|act| LineFacts {
            number: 0,
            code: &act.code,
            act: table.act(&act.code),
            suffixes: "",
            start: dates::parse(&act.date),
            end: None,
            time: None,
            count: 1,
            is_prescribed: true,
            is_by_another: false,
            prescription: "",
        });
        let facts = Facts {
            lines: lines.collect(),
            earlier: earlier.collect(),
            has_note: !self.checks.text(Field::MemoNote).is_empty(),
            specialty: practitioner.map_or(String::new(), |known| fold(&known.specialty)),
            birth: self.birth(),
        };
        for finding in billing::judge(table.rules(), &facts) {
            let field = match finding.place {
                Place::Code => LineField::Code,
                Place::Suffixes => LineField::Suffixes,
                Place::Date => LineField::Date,
                Place::Time => LineField::Time,
                Place::Prescriber => LineField::Prescriber,
            };
            let severity = match finding.level {
                Level::Block => Severity::Error,
                Level::Warn => Severity::Warning,
            };
            let (field, rule) = (Field::Line(finding.line, field), finding.rule.id.clone());
            self.checks.tell(field, IssueCode::Rule, severity, rule);
        }
    }

    /// The typed day of birth, else what the file or the number says.
    fn birth(&self) -> Option<Birth> {
        let number = Matricule::parse(self.checks.text(Field::PatientMatricule)).ok();
        match dates::parse(self.checks.text(Field::PatientBirthDate)) {
            Some(day) => Some(Birth { day, certain: true }),
            None => self.checks.around.birth(number.as_ref()),
        }
    }

    fn payment(&mut self, first_act: Option<Date>) -> Payment {
        let payment = sums(self.draft);
        self.amount(Field::Deposit);
        if payment.deposit > Some(payment.total) {
            self.checks
                .error(Field::Deposit, IssueCode::DepositOverTotal);
        }
        if !matches!(self.checks.text(Field::Paid), "" | "true" | "false") {
            self.checks.error(Field::Paid, IssueCode::Choice);
        }
        let on = self.checks.optional_date(Field::PaidOn);
        if on.is_some_and(|on| on > self.checks.around.today) {
            self.checks.error(Field::PaidOn, IssueCode::DateInFuture);
        }
        if on < first_act && on.is_some() {
            self.checks.warn(Field::PaidOn, IssueCode::PaidBeforeAct);
        }
        self.checks.near_today(Field::PaidOn, on, OF_A_DOCUMENT);
        if payment.paid {
            self.checks.required(Field::PaidOn);
        } else if on.is_some() {
            self.checks.warn(Field::PaidOn, IssueCode::NotPaid);
        }
        payment
    }

    /// An amount, where one is typed.
    pub(super) fn amount(&mut self, field: Field) -> Option<Amount> {
        let text = self.checks.text(field);
        if text.is_empty() {
            return None;
        }
        let code = match Amount::parse(text) {
            Ok(amount) => return Some(amount),
            Err(AmountError::NotAsciiDigits) => IssueCode::NotAsciiDigits,
            Err(AmountError::Shape) => IssueCode::AmountShape,
            Err(AmountError::Negative) => IssueCode::AmountNegative,
            Err(AmountError::TooLarge) => IssueCode::AmountTooLarge,
        };
        self.checks.refuse(field, code)
    }

    pub(super) fn provider(&mut self, field: Field) -> Option<GpCode> {
        self.checks.optional_provider(field)
    }
}

/// The biller's own address, else the practice's.
fn address(own: &Address, practitioner: Option<&Practitioner>) -> Address {
    match practitioner {
        Some(practitioner) if own.street.is_empty() => practitioner.address.clone(),
        _ => own.clone(),
    }
}

#[cfg(test)]
#[path = "check_tests.rs"]
pub(super) mod tests;
