//! The sums of a draft as it stands: what is no amount counts as nothing.

use super::{Draft, Field, LineField, Payment};
use crate::dates;
use crate::money::Amount;

/// Adds up the lines, takes the deposit away, and tells what is paid.
///
/// Assumption: `aPayer` is the total less the deposit on both routes; what the fund pays at once is only known from its
/// answer.
pub fn sums(draft: &Draft) -> Payment {
    let amount = |field| Amount::parse(draft.get(field)).ok();
    let lines = (1..=draft.lines()).map(|number| Field::Line(number, LineField::Amount));
    let total: Amount = lines.filter_map(amount).sum();
    let deposit = amount(Field::Deposit);
    Payment {
        total,
        deposit,
        due: total.minus(deposit.unwrap_or(Amount::ZERO)),
        paid: draft.is_paid(),
        paid_on: dates::parse(draft.get(Field::PaidOn)).filter(|_| draft.is_paid()),
    }
}
