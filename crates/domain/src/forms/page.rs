//! What the pages of all forms show in the same way: who signs, and addresses.

use serde::{Deserialize, Serialize};

use crate::context::{Address, Context, Identity, Practitioner};
use crate::dates;

/// Who signs, as a page shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
pub struct Writer {
    /// First and last name.
    pub name: String,
    /// Provider code.
    pub code: String,
    /// Specialty.
    pub specialty: String,
    /// Address in lines.
    pub address: Vec<String>,
    /// Code of the biller.
    pub biller: String,
}

crate::redacted!(Writer);

/// The practitioner of a code, as the session or the host knows him or her.
pub(super) fn known<'a>(
    code: &str,
    context: &'a Context,
    identities: &'a [Identity],
) -> Option<&'a Practitioner> {
    let known = identities.iter().map(|identity| &identity.practitioner);
    let mut known = known.chain(&context.practitioner);
    known.find(|known| known.code == code)
}

/// The same; else only the code.
pub(super) fn practitioner(code: &str, context: &Context, identities: &[Identity]) -> Practitioner {
    known(code, context, identities)
        .cloned()
        .unwrap_or_else(|| Practitioner {
            code: code.to_owned(),
            ..Practitioner::default()
        })
}

/// A day as a page shows it; empty for a text that is none.
pub(super) fn day(text: &str) -> String {
    dates::parse(text).map(dates::on_page).unwrap_or_default()
}

/// The practitioner as a page shows him or her.
pub(super) fn writer(practitioner: &Practitioner, biller: &str) -> Writer {
    Writer {
        name: practitioner.full_name(),
        code: practitioner.code.clone(),
        specialty: practitioner.specialty.clone(),
        address: postal(&practitioner.address),
        biller: biller.to_owned(),
    }
}

/// An address of the host or the session in lines.
pub(super) fn postal(address: &Address) -> Vec<String> {
    lines(
        &address.number,
        &address.street,
        &address.country,
        &address.postcode,
        &address.city,
    )
}

/// `12, Rue de l'Alzette` and `L-4011 Esch-sur-Alzette`, without what is missing.
pub(super) fn lines(
    number: &str,
    street: &str,
    country: &str,
    postcode: &str,
    city: &str,
) -> Vec<String> {
    let first = [number, street]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let prefix = match country.to_ascii_uppercase().as_str() {
        "" => String::new(),
        "LU" => "L-".to_owned(),
        other => format!("{other}-"),
    };
    let postcode = if postcode.is_empty() {
        String::new()
    } else {
        format!("{prefix}{postcode}")
    };
    let second = [postcode.as_str(), city]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    [first, second]
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_far_as_it_is_known() {
        assert_eq!(
            lines("12", "Rue X", "LU", "4011", "Esch"),
            ["12, Rue X", "L-4011 Esch"]
        );
        assert_eq!(lines("", "Rue X", "de", "54290", ""), ["Rue X", "DE-54290"]);
        assert!(lines("", "", "LU", "", "").is_empty());
    }
}
