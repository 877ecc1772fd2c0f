//! The fields, named by the paths of the public contract (pkg/README.md).

use crate::forms::checks::AddressFields;
use crate::forms::people::InsuredFields;

/// Declares the fields once: variant, path, longest text in characters.
macro_rules! fields {
    ($($variant:ident $path:literal $longest:literal,)+) => {
        /// A field of the certificate.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
        pub enum Field {
            $(#[doc = concat!("`", $path, "`")] $variant,)+
        }

        impl Field {
            /// All fields, in the order of the form.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The path: the input's `name`, the place in `form.value`, the field of an issue.
            pub fn path(self) -> &'static str {
                match self { $(Self::$variant => $path,)+ }
            }

            /// The largest number of characters.
            pub fn longest(self) -> usize {
                match self { $(Self::$variant => $longest,)+ }
            }
        }
    };
}

// Lengths of names and addresses: CNS schema 2022 of the fee memo, `T_Adresse` and `patient`.
fields! {
    Practitioner "practitioner" 8,
    Biller "biller" 8,
    Reason "certificate.reason" 24,
    Kind "certificate.kind" 12,
    Previous "certificate.previous" 36,
    AccidentNumber "certificate.accidentNumber" 10,
    AccidentDate "certificate.accidentDate" 10,
    Start "certificate.start" 10,
    Days "certificate.days" 3,
    End "certificate.end" 10,
    Diagnosis "certificate.diagnosis" 100,
    Outings "certificate.outings" 8,
    Issued "certificate.issued" 10,
    StayNumber "stay.number" 20,
    StayStreet "stay.street" 80,
    StayFloor "stay.floor" 20,
    StayBell "stay.bell" 100,
    StayPostcode "stay.postcode" 15,
    StayCity "stay.city" 80,
    StayCountry "stay.country" 2,
    InsuredMatricule "insured.matricule" 40,
    InsuredLastName "insured.lastName" 150,
    InsuredFirstName "insured.firstName" 100,
    InsuredNumber "insured.number" 20,
    InsuredStreet "insured.street" 80,
    InsuredPostcode "insured.postcode" 15,
    InsuredCity "insured.city" 80,
    InsuredCountry "insured.country" 2,
    ChildMatricule "child.matricule" 40,
    ChildLastName "child.lastName" 150,
    ChildFirstName "child.firstName" 100,
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

impl Field {
    /// Finds a field by its path.
    pub fn parse(path: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.path() == path)
    }

    /// Whether it says for which child the insured parent stays at home.
    pub fn is_child(self) -> bool {
        matches!(
            self,
            Self::ChildMatricule | Self::ChildLastName | Self::ChildFirstName
        )
    }
}

/// Why the insured person cannot work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
pub enum Reason {
    /// Illness.
    Illness,
    /// An accident that has nothing to do with work.
    Accident,
    /// An accident at work.
    WorkAccident,
    /// An accident on the way to or from work.
    CommutingAccident,
    /// An illness that the work caused.
    OccupationalDisease,
    /// Maternity.
    Maternity,
    /// *Congé pour raisons familiales*: a child needs its parent.
    Crf,
}

impl Reason {
    /// All, in the order of the form.
    pub const ALL: &'static [Self] = &[
        Self::Illness,
        Self::Accident,
        Self::WorkAccident,
        Self::CommutingAccident,
        Self::OccupationalDisease,
        Self::Maternity,
        Self::Crf,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Illness => "illness",
            Self::Accident => "accident",
            Self::WorkAccident => "work-accident",
            Self::CommutingAccident => "commuting-accident",
            Self::OccupationalDisease => "occupational-disease",
            Self::Maternity => "maternity",
            Self::Crf => "crf",
        }
    }

    /// Whether an accident's number and day are asked for.
    pub fn is_accident(self) -> bool {
        matches!(
            self,
            Self::Accident | Self::WorkAccident | Self::CommutingAccident
        )
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|reason| reason.as_str() == word)
    }
}
