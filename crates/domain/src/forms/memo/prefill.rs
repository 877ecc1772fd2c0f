//! What the host and the session already know goes into a new draft, and what the tariff table knows into a line.

use super::field::INSURED;
use super::{Draft, Field, LineField};
use crate::context::{Context, Identity};
use crate::dates::{self, Date};
use crate::forms::people::writer;
use crate::nomenclature::Nomenclature;

/// A new draft: today's memo for the patient of the open file, with one empty line.
pub fn new_draft(context: &Context, identities: &[Identity], today: Date) -> Draft {
    let mut draft = Draft::default();
    draft.set(Field::MemoDate, &dates::iso(today));
    fill_writer(&mut draft, context, identities);
    if let Some(patient) = &context.patient {
        for (field, text) in [
            (Field::PatientMatricule, &patient.matricule),
            (Field::PatientBirthDate, &patient.birth_date),
            (Field::PatientLastName, &patient.last_name),
            (Field::PatientFirstName, &patient.first_name),
        ] {
            draft.set(field, text);
        }
    }
    if let Some(insured) = context.insured.as_ref().or(context.patient.as_ref()) {
        for (field, text) in INSURED.of(insured) {
            draft.set(field, text);
        }
    }
    draft.add_line();
    draft
}

/// The name on the form is one of the session's identities; before anybody is signed in, the host's.
pub fn fill_writer(draft: &mut Draft, context: &Context, identities: &[Identity]) {
    let (practitioner, biller) = writer(
        context,
        identities,
        draft.get(Field::Practitioner),
        draft.get(Field::Biller),
    );
    draft.set(Field::Practitioner, &practitioner);
    draft.set(Field::Biller, &biller);
}

/// Whether a line has a code and no amount.
pub fn has_unpriced_lines(draft: &Draft) -> bool {
    unpriced(draft).next().is_some()
}

/// Gives every such line the amount of its act's tariff.
pub fn price_lines(draft: &mut Draft, table: &Nomenclature) {
    let numbers: Vec<u16> = unpriced(draft).collect();
    for number in numbers {
        price_line(draft, number, table);
    }
}

fn unpriced(draft: &Draft) -> impl Iterator<Item = u16> {
    let is_empty = |number, field| draft.get(Field::Line(number, field)).trim().is_empty();
    (1..=draft.lines()).filter(move |number| {
        !is_empty(*number, LineField::Code) && is_empty(*number, LineField::Amount)
    })
}

/// Puts the tariff of a line's act, with its suffixes and as often as it was done, into its amount. What the table cannot
/// price (material has a tariff of its own, art. 15) loses the amount that stood there for something else, and is asked for.
pub fn price_line(draft: &mut Draft, number: u16, table: &Nomenclature) {
    let text = |field| {
        draft
            .get(Field::Line(number, field))
            .trim()
            .to_ascii_uppercase()
    };
    let count = text(LineField::Count);
    let count = if count.is_empty() {
        Ok(1)
    } else {
        count.parse()
    };
    let tariff = table.tariff(&text(LineField::Code), &text(LineField::Suffixes));
    let amount = match (tariff, count) {
        (Some(tariff), Ok(count)) => tariff.times(count).to_string(),
        (None, _) => String::new(),
        (Some(_), Err(_)) => return,
    };
    draft.set(Field::Line(number, LineField::Amount), &amount);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nomenclature::tests::built_in;

    #[test]
    fn what_has_a_tariff_of_its_own_does_not_keep_the_amount_of_its_act() {
        let mut draft = Draft::default();
        draft.add_line();
        let table = built_in();
        let mut amount = |suffixes: &str, count: &str| {
            draft.set(Field::Line(1, LineField::Code), "1M12");
            draft.set(Field::Line(1, LineField::Suffixes), suffixes);
            draft.set(Field::Line(1, LineField::Count), count);
            price_line(&mut draft, 1, &table);
            draft.get(Field::Line(1, LineField::Amount)).to_owned()
        };
        let once = amount("", "1");
        assert!(!once.is_empty());
        assert_eq!(amount("M", "1"), "");
        assert_eq!(amount("", ""), once);
        // A count that is being typed changes nothing yet.
        assert_eq!(amount("", "x"), once);
    }
}
