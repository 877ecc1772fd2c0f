//! The fields, named by the paths of the public contract (pkg/README.md); those of a line carry its number.

use std::borrow::Cow;

use crate::forms::checks::AddressFields;
use crate::forms::people::InsuredFields;

/// Declares fields once: variant, path or name, longest text in characters.
macro_rules! fields {
    ($(#[$about:meta])* $kind:ident { $($own:tt)* } $($variant:ident $path:literal $longest:literal,)+) => {
        $(#[$about])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum $kind {
            $(#[doc = concat!("`", $path, "`")] $variant,)+
            $($own)*
        }

        impl $kind {
            const PLAIN: &'static [(Self, &'static str, usize)] = &[$((Self::$variant, $path, $longest),)+];

            fn entry(self) -> Option<&'static (Self, &'static str, usize)> {
                Self::PLAIN.iter().find(|(field, _, _)| *field == self)
            }
        }
    };
}

// Lengths: CNS schema 2022 of the fee memo; a matricule and an amount may be typed with spaces.
fields! {
    /// A field of the memo. The order is the form's.
    Field {
        /// `line.N.…`, with N from 1.
        Line(u16, LineField),
        /// `payment.deposit`
        Deposit,
        /// `payment.paid`
        Paid,
        /// `payment.paidOn`
        PaidOn,
    }
    Practitioner "practitioner" 8,
    Biller "biller" 8,
    PatientMatricule "patient.matricule" 40,
    PatientBirthDate "patient.birthDate" 10,
    PatientLastName "patient.lastName" 150,
    PatientFirstName "patient.firstName" 100,
    InsuredMatricule "insured.matricule" 40,
    InsuredLastName "insured.lastName" 150,
    InsuredFirstName "insured.firstName" 100,
    InsuredNumber "insured.number" 20,
    InsuredStreet "insured.street" 80,
    InsuredPostcode "insured.postcode" 15,
    InsuredCity "insured.city" 80,
    InsuredCountry "insured.country" 2,
    AccidentNumber "accident.number" 10,
    AccidentDate "accident.date" 10,
    MemoDate "memo.date" 10,
    MemoNumber "memo.number" 100,
    MemoNote "memo.note" 200,
}

fields! {
    /// A field of a line.
    LineField {}
    Code "code" 6,
    Suffixes "suffixes" 8,
    Date "date" 10,
    Time "time" 8,
    EndDate "endDate" 10,
    EndTime "endTime" 8,
    Class "class" 1,
    Place "place" 2,
    Count "count" 2,
    Amount "amount" 20,
    PersonalShare "personalShare" 20,
    Performer "performer" 9,
    Prescriber "prescriber" 9,
    PrescriptionId "prescriptionId" 36,
}

/// Those of the insured person.
pub(super) const INSURED: InsuredFields<Field> = InsuredFields {
    matricule: Field::InsuredMatricule,
    last_name: Field::InsuredLastName,
    first_name: Field::InsuredFirstName,
    home: AddressFields {
        number: Field::InsuredNumber,
        street: Field::InsuredStreet,
        postcode: Field::InsuredPostcode,
        city: Field::InsuredCity,
        country: Field::InsuredCountry,
    },
};

/// The fields after the lines.
const PAYMENT: [(Field, &str, usize); 3] = [
    (Field::Deposit, "payment.deposit", 20),
    (Field::Paid, "payment.paid", 5),
    (Field::PaidOn, "payment.paidOn", 10),
];

impl Field {
    /// The fields that are no line's, in the order of the form.
    pub fn plain() -> impl Iterator<Item = Self> {
        Self::PLAIN
            .iter()
            .chain(&PAYMENT)
            .map(|(field, _, _)| *field)
    }

    /// The fields of a line, in the order of the form.
    pub fn of_line(number: u16) -> impl Iterator<Item = Self> {
        LineField::all().map(move |field| Self::Line(number, field))
    }

    /// The path: the input's `name`, the place in `form.value`, the field of an issue.
    pub fn path(self) -> Cow<'static, str> {
        match self {
            Self::Line(number, field) => ["line", number.to_string().as_str(), field.name()]
                .join(".")
                .into(),
            field => field.known().map_or("", |(_, path, _)| path).into(),
        }
    }

    /// The key of its label, `field.<this>`: the path without a line's number.
    pub fn label(self) -> Cow<'static, str> {
        match self {
            Self::Line(_, field) => ["line", field.name()].join(".").into(),
            field => field.path(),
        }
    }

    /// The largest number of characters.
    pub fn longest(self) -> usize {
        match self {
            Self::Line(_, field) => field.longest(),
            field => field.known().map_or(0, |(_, _, longest)| *longest),
        }
    }

    /// Finds a field by its path.
    pub fn parse(path: &str) -> Option<Self> {
        match path.strip_prefix("line.") {
            Some(rest) => {
                let (number, name) = rest.split_once('.')?;
                let plain = !number.starts_with('0') && number.bytes().all(|c| c.is_ascii_digit());
                let number = number.parse().ok().filter(|_| plain)?;
                Some(Self::Line(number, LineField::parse(name)?))
            }
            None => Self::plain().find(|field| field.path() == path),
        }
    }

    fn known(self) -> Option<&'static (Self, &'static str, usize)> {
        self.entry()
            .or_else(|| PAYMENT.iter().find(|(field, _, _)| *field == self))
    }
}

impl LineField {
    /// All of them, in the order of the form.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::PLAIN.iter().map(|(field, _, _)| *field)
    }

    /// The last part of the path.
    pub fn name(self) -> &'static str {
        self.entry().map_or("", |(_, name, _)| name)
    }

    /// Finds one by its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|field| field.name() == name)
    }

    /// The largest number of characters.
    pub fn longest(self) -> usize {
        self.entry().map_or(0, |(_, _, longest)| *longest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_finds_its_field_and_no_other_text_does() {
        let lines = [1, 99, 100].into_iter().flat_map(Field::of_line);
        for field in Field::plain().chain(lines) {
            assert_eq!(Field::parse(&field.path()), Some(field), "{field:?}");
            assert!(field.longest() > 0);
        }
        assert_eq!(
            Field::Line(12, LineField::EndTime).path(),
            "line.12.endTime"
        );
        for text in [
            "line.0.code",
            "line.01.code",
            "line.+1.code",
            "line.1.cod",
            "line.code",
            "line.99999.code",
            "",
        ] {
            assert_eq!(Field::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_order_is_the_forms() {
        assert!(Field::MemoNote < Field::Line(1, LineField::Code));
        assert!(Field::Line(1, LineField::PrescriptionId) < Field::Line(2, LineField::Code));
        assert!(Field::Line(99, LineField::Code) < Field::Deposit);
    }

    #[test]
    fn a_time_with_seconds_of_zero_is_not_too_long() {
        for field in [LineField::Time, LineField::EndTime] {
            assert_eq!(field.longest(), "14:30:00".len());
        }
    }
}
