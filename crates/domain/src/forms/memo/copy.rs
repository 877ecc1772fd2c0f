//! The memo as its page shows it, from what is typed so far: the page is seen while typing.

use serde::{Deserialize, Serialize};

use super::{Draft, Field, LineField, Route, sums};
use crate::context::{Context, Identity};
use crate::dates;
use crate::econnector::Shares;
use crate::forms::Writer;
use crate::forms::page::{day, lines, postal, practitioner, writer};
use crate::ids::group;
use crate::money::Amount;
use crate::nomenclature::Nomenclature;

/// The page of a memo. Dates and amounts are as a page shows them, other texts as typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct MemoCopy {
    /// Which way it goes.
    pub route: Route,
    /// Whether it was deposited.
    pub deposited: bool,
    /// Whether it was cancelled after that.
    pub revoked: bool,
    /// What the patient and what the fund pays, where that was answered.
    pub shares: Option<[String; 2]>,
    /// Who signs.
    pub writer: Writer,
    /// Name of the biller, where it is not the practitioner.
    pub biller_name: String,
    /// Address of the biller in lines, where it is not the practitioner's.
    pub biller_address: Vec<String>,
    /// Number of the patient, grouped.
    pub matricule: String,
    /// Day of birth of the patient.
    pub birth_date: String,
    /// Last name of the patient.
    pub last_name: String,
    /// First name of the patient.
    pub first_name: String,
    /// Number of the insured person, grouped.
    pub insured_matricule: String,
    /// First and last name of the insured person.
    pub insured_name: String,
    /// Home of the insured person in lines.
    pub insured_address: Vec<String>,
    /// Number and day of an accident.
    pub accident: [String; 2],
    /// Day of the memo.
    pub date: String,
    /// The practice's own number of the memo.
    pub number: String,
    /// Free text.
    pub note: String,
    /// The acts.
    pub lines: Vec<CopyLine>,
    /// The sum of the lines.
    pub total: String,
    /// What was paid before.
    pub deposit: String,
    /// What is left to pay.
    pub due: String,
    /// Whether it is paid.
    pub paid: bool,
    /// When.
    pub paid_on: String,
}

/// A line of the page.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct CopyLine {
    /// The act's code.
    pub code: String,
    /// Its suffixes.
    pub suffixes: String,
    /// Its French label, as far as the table knows it.
    pub label: String,
    /// First day.
    pub start: String,
    /// Last day, where there is one.
    pub end: String,
    /// Time of the beginning.
    pub time: String,
    /// Time of the end.
    pub end_time: String,
    /// Ambulatory, first or second class.
    pub class: String,
    /// The place's code.
    pub place: String,
    /// How many times.
    pub count: String,
    /// What it costs.
    pub amount: String,
    /// The same in cents, for the sum carried over to the next page.
    pub cents: i64,
    /// What the patient bears.
    pub personal_share: String,
    /// Who did it, where it is not the practitioner.
    pub performer: String,
    /// Who prescribed it.
    pub prescriber: String,
    /// The prescription's number.
    pub prescription_id: String,
}

crate::redacted!(MemoCopy, CopyLine);

impl MemoCopy {
    /// The same of a memo that was deposited, with the shares that were answered, and perhaps cancelled since.
    pub fn answered(mut self, shares: Option<Shares>, revoked: bool) -> Self {
        self.deposited = true;
        self.revoked = revoked;
        self.shares = shares.map(|shares| [shares.patient, shares.cns].map(Amount::on_page));
        self
    }
}

/// Makes the page of a draft. The labels are French, as the memo is.
pub fn copy(
    route: Route,
    draft: &Draft,
    context: &Context,
    identities: &[Identity],
    table: Option<&Nomenclature>,
) -> MemoCopy {
    let text = |field| draft.get(field).trim().to_owned();
    let code = text(Field::Biller);
    let practitioner = practitioner(draft.get(Field::Practitioner), context, identities);
    let biller = context
        .biller
        .as_ref()
        .filter(|known| known.gp_code == code);
    let payment = sums(draft);
    let insured = [text(Field::InsuredFirstName), text(Field::InsuredLastName)];
    MemoCopy {
        route,
        deposited: false,
        revoked: false,
        shares: None,
        writer: writer(&practitioner, &code),
        biller_name: biller.map_or(String::new(), |biller| biller.name.clone()),
        biller_address: biller.map_or(Vec::new(), |biller| postal(&biller.address)),
        matricule: group(draft.get(Field::PatientMatricule)),
        birth_date: day(draft.get(Field::PatientBirthDate)),
        last_name: text(Field::PatientLastName),
        first_name: text(Field::PatientFirstName),
        insured_matricule: group(draft.get(Field::InsuredMatricule)),
        insured_name: insured.join(" ").trim().to_owned(),
        insured_address: lines(
            &text(Field::InsuredNumber),
            &text(Field::InsuredStreet),
            &text(Field::InsuredCountry),
            &text(Field::InsuredPostcode),
            &text(Field::InsuredCity),
        ),
        accident: [
            text(Field::AccidentNumber).to_ascii_uppercase(),
            day(draft.get(Field::AccidentDate)),
        ],
        date: day(draft.get(Field::MemoDate)),
        number: text(Field::MemoNumber),
        note: text(Field::MemoNote),
        lines: (1..=draft.lines())
            .map(|number| line(draft, number, table))
            .collect(),
        total: payment.total.on_page(),
        deposit: payment.deposit.map_or(String::new(), Amount::on_page),
        due: payment.due.on_page(),
        paid: payment.paid,
        paid_on: payment.paid_on.map(dates::on_page).unwrap_or_default(),
    }
}

fn line(draft: &Draft, number: u16, table: Option<&Nomenclature>) -> CopyLine {
    let field = |field| Field::Line(number, field);
    let text = |name| draft.get(field(name)).trim().to_owned();
    let code = text(LineField::Code).to_ascii_uppercase();
    let act = table.and_then(|table| table.act(&code));
    let amount = |name| match Amount::parse(draft.get(field(name))) {
        Ok(amount) => amount.on_page(),
        Err(_) => text(name),
    };
    let cents = Amount::parse(draft.get(field(LineField::Amount))).map_or(0, Amount::cents);
    CopyLine {
        label: act.map_or(String::new(), |act| act.label("fr").to_owned()),
        code,
        suffixes: text(LineField::Suffixes).to_ascii_uppercase(),
        start: day(draft.get(field(LineField::Date))),
        end: day(draft.get(field(LineField::EndDate))),
        time: time(draft, field(LineField::Time)),
        end_time: time(draft, field(LineField::EndTime)),
        class: text(LineField::Class),
        place: text(LineField::Place),
        count: text(LineField::Count),
        amount: amount(LineField::Amount),
        cents,
        personal_share: amount(LineField::PersonalShare),
        performer: text(LineField::Performer),
        prescriber: text(LineField::Prescriber),
        prescription_id: text(LineField::PrescriptionId),
    }
}

fn time(draft: &Draft, field: Field) -> String {
    dates::parse_time(draft.get(field))
        .map(dates::time_on_page)
        .unwrap_or_default()
}
