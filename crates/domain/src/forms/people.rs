//! What the forms say of people, and how the host's and the session's knowledge of them fills a draft.

use super::checks::AddressFields;
use crate::context::{Context, Identity, Person};
use crate::dates::Date;

/// A checked postal address.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct HomeAddress {
    pub(super) number: String,
    pub(super) street: String,
    pub(super) country: String,
    pub(super) postcode: String,
    pub(super) city: String,
}

/// The accident that led to the treatment or the incapacity.
#[derive(Clone, PartialEq, Eq)]
pub struct Accident {
    pub(super) number: String,
    pub(super) date: Option<Date>,
}

crate::redacted!(HomeAddress, Accident);

/// Whether a text is an accident's number (CNS schema of the fee memo, 2022, `numeroAccident`: `[UL]\d{9}`).
pub(super) fn is_accident_number(text: &str) -> bool {
    let digits = text.strip_prefix(['U', 'L']);
    digits
        .is_some_and(|digits| digits.len() == 9 && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The fields of the insured person.
pub(super) struct InsuredFields<F> {
    pub(super) matricule: F,
    pub(super) last_name: F,
    pub(super) first_name: F,
    pub(super) home: AddressFields<F>,
}

impl<F> InsuredFields<F> {
    /// What the host knows of a person, with the field of each.
    pub(super) fn of(self, person: &Person) -> [(F, &str); 8] {
        let (home, address) = (self.home, &person.address);
        [
            (self.matricule, &person.matricule),
            (self.last_name, &person.last_name),
            (self.first_name, &person.first_name),
            (home.number, &address.number),
            (home.street, &address.street),
            (home.postcode, &address.postcode),
            (home.city, &address.city),
            (home.country, &address.country),
        ]
        .map(|(field, text)| (field, text.as_str()))
    }
}

/// In whose name and under which code a form goes: one of the session's identities; before anybody is signed in, the
/// host's. What is typed stays while the session allows it.
pub(super) fn writer(
    context: &Context,
    identities: &[Identity],
    practitioner: &str,
    biller: &str,
) -> (String, String) {
    let host = context
        .practitioner
        .as_ref()
        .map_or("", |practitioner| &practitioner.code);
    let identity = |code: &str| {
        identities
            .iter()
            .find(|known| known.practitioner.code == code)
    };
    let chosen = identity(practitioner)
        .or_else(|| identity(host))
        .or(identities.first());
    let code = chosen.map_or(host, |identity| &identity.practitioner.code);

    let preferred = context.biller.as_ref().map_or("", |biller| &biller.gp_code);
    let biller = match chosen {
        None if biller.is_empty() => preferred,
        None => biller,
        Some(identity) if identity.gp_codes.iter().any(|code| code == biller) => biller,
        Some(identity) if identity.gp_codes.iter().any(|code| code == preferred) => preferred,
        Some(identity) => identity.gp_codes.first().map_or("", String::as_str),
    };
    (code.to_owned(), biller.to_owned())
}
