//! An amount in euros, as people type it and as the wire has it.

use std::fmt;
use std::iter::Sum;

/// Cents. It prints as the wire has it: `62.60` (CNS schema 2022, `T_Montant`: two fraction digits).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
pub struct Amount(i64);

/// Why a text is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AmountError {
    /// Digits of another script.
    NotAsciiDigits,
    /// Not digits with at most two decimals.
    Shape,
    /// Below zero: the schema does not forbid it, but a memo has no place for it.
    Negative,
    /// More than a memo can reasonably hold.
    TooLarge,
}

/// Assumption: an amount of a million euros or more is a typing error.
const LARGEST: i64 = 99_999_999;

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many cents.
    pub fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The cents.
    pub fn cents(self) -> i64 {
        self.0
    }

    /// Parses an amount as people write it: decimal comma or point, spaces or apostrophes between thousands, a euro
    /// sign behind or before.
    pub fn parse(text: &str) -> Result<Self, AmountError> {
        let text = text.trim().trim_matches('€').trim();
        let (negative, text) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’'))
            .collect();
        if plain.chars().any(|c| c.is_numeric() && !c.is_ascii_digit()) {
            return Err(AmountError::NotAsciiDigits);
        }
        let (whole, decimals) = plain.split_once(['.', ',']).unwrap_or((&plain, "0"));
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return Err(AmountError::Shape);
        }
        if negative {
            return Err(AmountError::Negative);
        }
        let cents = match decimals.len() {
            1 => decimals.parse::<i64>().unwrap_or_default() * 10,
            _ => decimals.parse::<i64>().unwrap_or_default(),
        };
        let euros = whole.parse::<i64>().ok().filter(|euros| *euros <= LARGEST);
        let amount = euros.ok_or(AmountError::TooLarge)? * 100 + cents;
        if amount > LARGEST {
            return Err(AmountError::TooLarge);
        }
        Ok(Self(amount))
    }

    /// As a page in French has it: `1 234,50`, with a space that does not break.
    pub fn on_page(self) -> String {
        let plain = self.to_string().replace('.', ",");
        let mut grouped = String::with_capacity(plain.len() + 2);
        let whole = plain.find(',').unwrap_or(plain.len());
        for (at, letter) in plain.char_indices() {
            if at > 0 && at < whole && (whole - at).is_multiple_of(3) && !grouped.ends_with('-') {
                grouped.push('\u{a0}');
            }
            grouped.push(letter);
        }
        grouped
    }

    /// So many times.
    #[must_use]
    pub fn times(self, count: u8) -> Self {
        Self(self.0.saturating_mul(i64::from(count)))
    }

    /// What is left after another is taken away.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl Sum for Amount {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.fold(0, |sum, amount| sum.saturating_add(amount.0)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, expect: Result<i64, AmountError>) {
        assert_eq!(Amount::parse(text).map(Amount::cents), expect, "{text}");
    }

    #[test]
    fn it_is_read_as_people_write_it() {
        check("62,6", Ok(6_260));
        check("62.60", Ok(6_260));
        check(" 1 234,5 € ", Ok(123_450));
        check("1\u{202f}234.05", Ok(123_405));
        check("1’000", Ok(100_000));
        check("€0.05", Ok(5));
        check("999999.99", Ok(99_999_999));
        for text in [
            "", "€", "62,", ",5", "62,605", "1.234,50", "x", "1e3", "--1",
        ] {
            check(text, Err(AmountError::Shape));
        }
        check("-62,6", Err(AmountError::Negative));
        check("−1", Err(AmountError::Negative));
        check("1000000", Err(AmountError::TooLarge));
        check("1000000000", Err(AmountError::TooLarge));
        check("99999999999999999999999", Err(AmountError::TooLarge));
        check("٦٢", Err(AmountError::NotAsciiDigits));
    }

    #[test]
    fn a_page_shows_thousands_apart() {
        for (cents, expect) in [
            (5, "0,05"),
            (99_999, "999,99"),
            (123_450, "1\u{a0}234,50"),
            (-123_450, "-1\u{a0}234,50"),
        ] {
            assert_eq!(Amount::from_cents(cents).on_page(), expect);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        /// Whatever is typed: no panic, and what is read is written and read again as the same.
        #[test]
        fn any_text_is_an_amount_or_none(text in "\\PC{0,24}|[-0-9., €'’]{0,14}") {
            if let Ok(amount) = Amount::parse(&text) {
                prop_assert_eq!(Amount::parse(&amount.to_string()), Ok(amount));
            }
        }
    }
}
