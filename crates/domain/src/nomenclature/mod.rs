//! The tariff table: acts, suffixes, days of validity, and the billing rules. It is data that the widget loads when a memo
//! is opened, or that the host gives (pkg/README.md, `tariffs`).

pub(crate) mod act;
mod fold;
pub(crate) mod read;
mod search;

pub use act::{Act, Flag, Part, Suffix};
pub use fold::fold;
pub use read::TariffError;

use crate::billing::Rule;
use crate::dates::{self, Date};
use crate::money::{Amount, Coefficient, Factor, floor, tariff, with_factors};

/// Appliance and material are paid after a tariff of their own, which is not in the table (art. 15).
const OWN_TARIFF: [char; 2] = ['X', 'M'];

/// A tariff table with its rules.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nomenclature {
    from: Date,
    until: Option<Date>,
    key_letter: Coefficient,
    excerpt: Vec<String>,
    suffixes: Vec<Suffix>,
    acts: Vec<Act>,
    /// The places of the acts in the order of their codes: each line of a memo asks for its act at each key.
    by_code: Vec<usize>,
    rules: Vec<Rule>,
}

impl Nomenclature {
    /// The billing rules, in the order in which they are told.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Whether the table is valid on a day.
    pub fn is_valid_on(&self, day: Date) -> bool {
        day >= self.from && self.until.is_none_or(|until| day <= until)
    }

    /// Its days as a sentence names them: `dès le 01/09/2026` in numbers only.
    pub fn validity(&self) -> String {
        let until = self.until.map_or("…".to_owned(), dates::on_page);
        [dates::on_page(self.from), until].join(" – ")
    }

    /// The act of a code.
    pub fn act(&self, code: &str) -> Option<&Act> {
        let act = |at: &usize| self.acts.get(*at);
        let before = |at: &usize| act(at).is_some_and(|act| act.code.as_str() < code);
        let first = self.by_code.get(self.by_code.partition_point(before));
        first.and_then(act).filter(|act| act.code == code)
    }

    /// The suffix of a letter.
    pub fn suffix(&self, letter: char) -> Option<&Suffix> {
        self.suffixes.iter().find(|suffix| suffix.letter == letter)
    }

    /// Whether a code that is not in the table may exist all the same: the table has only some of its shape.
    pub fn may_exist(&self, code: &str) -> bool {
        let shape: String = code
            .chars()
            .map(|c| if c.is_ascii_digit() { '9' } else { 'A' })
            .collect();
        self.excerpt.contains(&shape)
    }

    /// The tariff of an act with its suffixes, once (art. 4, 8 to 15); `None` for a code or letter that the table does not
    /// have, and for what has a tariff of its own.
    ///
    /// Assumption: a least amount (suffixes P and A) is rounded before the suffixes that raise it multiply it.
    pub fn tariff(&self, code: &str, suffixes: &str) -> Option<Amount> {
        let act = self.act(code).filter(|_| !suffixes.contains(OWN_TARIFF))?;
        let letters: Vec<&Suffix> = suffixes
            .chars()
            .map(|letter| self.suffix(letter))
            .collect::<Option<_>>()?;
        let factors: Vec<Factor> = letters.iter().filter_map(|suffix| suffix.factor).collect();
        let amount = with_factors(act.tariff, &factors);
        let least = letters.iter().filter_map(|suffix| {
            let least = tariff(suffix.floor?, self.key_letter);
            let raised = letters
                .iter()
                .filter(|by| by.raises.contains(&suffix.letter));
            let factors: Vec<Factor> = raised.filter_map(|by| by.factor).collect();
            Some(with_factors(least, &factors))
        });
        Some(least.fold(amount, floor))
    }
}

#[cfg(test)]
#[path = "tests.rs"]
pub(crate) mod tests;
