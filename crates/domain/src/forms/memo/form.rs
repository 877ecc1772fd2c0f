//! The checked memo: it can only hold what may be sent.

use crate::context::{Address, Practitioner};
use crate::dates::{Date, Time};
use crate::forms::people::{Accident, HomeAddress};
use crate::ids::{GpCode, Matricule};
use crate::money::Amount;

/// Which way a memo goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Route {
    /// MH by `send-document`: immediate direct payment, the patient pays only his or her share.
    Mh,
    /// Mémoire by `ra/{gpCode}/send-MH`: digital reimbursement, the patient pays all.
    Memoire,
}

impl Route {
    /// The word of the contract: the element's `type` and the entitlement.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mh => "mh",
            Self::Memoire => "memoire",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Mh, Self::Memoire]
            .into_iter()
            .find(|route| route.as_str() == word)
    }
}

/// By what the patient is named (CNS schema 2022, `patient`: a choice of the two).
#[derive(Clone, PartialEq, Eq)]
pub enum PatientId {
    /// The national number.
    Matricule(Matricule),
    /// The day of birth, of a patient who has none.
    BirthDate(Date),
}

/// Who was treated.
#[derive(Clone, PartialEq, Eq)]
pub struct Patient {
    pub(super) id: PatientId,
    pub(super) last_name: String,
    pub(super) first_name: String,
}

/// The insured person, to whom the memo is made out.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Insured {
    pub(super) last_name: String,
    pub(super) first_name: String,
    pub(super) address: HomeAddress,
}

/// Who bills.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Biller {
    pub(super) code: GpCode,
    pub(super) last_name: String,
    pub(super) first_name: String,
    pub(super) address: Address,
}

/// Ambulatory, first or second class (`codeH`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// `A`
    Ambulatory,
    /// `1`
    First,
    /// `2`
    Second,
}

impl Class {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Ambulatory, Self::First, Self::Second];

    /// The letter of the contract and of the schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ambulatory => "A",
            Self::First => "1",
            Self::Second => "2",
        }
    }

    /// Reads the letter.
    pub fn parse(letter: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == letter)
    }
}

/// When an act was done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Period {
    pub(super) start: Date,
    pub(super) start_time: Option<Time>,
    pub(super) end: Option<Date>,
    pub(super) end_time: Option<Time>,
}

/// A line: one act, done once or several times.
#[derive(Clone, PartialEq, Eq)]
pub struct Line {
    pub(super) code: String,
    pub(super) suffixes: String,
    /// The act's label, as far as the table knows it.
    pub(super) label: String,
    pub(super) period: Period,
    pub(super) class: Option<Class>,
    pub(super) place: String,
    pub(super) count: u8,
    pub(super) amount: Amount,
    pub(super) personal_share: Option<Amount>,
    pub(super) performer: Option<GpCode>,
    pub(super) prescriber: Option<GpCode>,
    pub(super) prescription_id: String,
}

/// What was paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Payment {
    /// The sum of the lines.
    pub total: Amount,
    /// What was paid before.
    pub deposit: Option<Amount>,
    /// What is left to pay.
    pub due: Amount,
    /// Whether it is paid.
    pub paid: bool,
    /// When.
    pub paid_on: Option<Date>,
}

/// A memo that may be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Memo {
    pub(super) practitioner: Practitioner,
    pub(super) biller: Biller,
    pub(super) patient: Patient,
    pub(super) insured: Insured,
    pub(super) accident: Option<Accident>,
    pub(super) date: Date,
    pub(super) number: String,
    pub(super) note: String,
    pub(super) lines: Vec<Line>,
    pub(super) payment: Payment,
}

crate::redacted!(PatientId, Patient, Insured, Biller, Line, Memo);

impl Memo {
    /// The provider code under which it is deposited.
    pub fn biller(&self) -> &GpCode {
        &self.biller.code
    }
}
