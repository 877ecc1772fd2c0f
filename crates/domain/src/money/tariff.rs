//! The tariff of an act (CNS nomenclature art. 4): coefficient × key letter, to one decimal of a euro, 5 cents and up
//! rounding up; suffix factors multiply the *rounded* tariff and the product is rounded once more, the same way.

use super::Amount;

/// A coefficient or a key letter, in ten-thousandths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Coefficient(i64);

/// A suffix's factor, in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Factor(i64);

/// Coefficients and key letters have at most so many digits before the point: their product stays far from the limits.
const WHOLE_DIGITS: usize = 4;

/// A factor has at most so many: those of art. 8 to 13 lie between 0.3 and 2.
const FACTOR_DIGITS: usize = 2;

/// More factors than suffixes on a line would mean nothing; the nomenclature's suffixes are few.
const MOST_FACTORS: usize = 8;

const TEN_CENTS: i128 = 10;

impl Coefficient {
    /// Parses digits with at most four decimals, as data files have them.
    pub fn parse(text: &str) -> Option<Self> {
        decimal(text, WHOLE_DIGITS, 4).map(Self)
    }
}

impl Factor {
    /// Parses digits with at most two decimals.
    pub fn parse(text: &str) -> Option<Self> {
        decimal(text, FACTOR_DIGITS, 2).map(Self)
    }
}

fn decimal(text: &str, whole_digits: usize, places: usize) -> Option<i64> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str, most: usize| {
        (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole, whole_digits) || !digits(decimals, places) {
        return None;
    }
    let mut scaled: i64 = whole.parse().ok()?;
    for at in 0..places {
        let digit = decimals.as_bytes().get(at).map_or(0, |byte| byte - b'0');
        scaled = scaled * 10 + i64::from(digit);
    }
    Some(scaled)
}

/// The tariff of a coefficient with a key letter.
pub fn tariff(coefficient: Coefficient, key_letter: Coefficient) -> Amount {
    // Ten-thousandths of ten-thousandths of a euro: 10 000 000 of them are ten cents.
    let product = i128::from(coefficient.0) * i128::from(key_letter.0);
    ten_cents_of(product, 10_000_000)
}

/// A tariff with the factors of its suffixes.
pub fn with_factors(tariff: Amount, factors: &[Factor]) -> Amount {
    let mut product = i128::from(tariff.cents());
    let mut scale = TEN_CENTS;
    for factor in factors.iter().take(MOST_FACTORS) {
        product = product.saturating_mul(i128::from(factor.0));
        scale *= 100;
    }
    ten_cents_of(product, scale)
}

/// The larger of both: a suffix's least amount (art. 11 and 12).
pub fn floor(amount: Amount, least: Amount) -> Amount {
    amount.max(least)
}

/// `product / scale` ten-cent pieces, half up; what is beyond every amount is the largest.
fn ten_cents_of(product: i128, scale: i128) -> Amount {
    let pieces = product.saturating_mul(2).saturating_add(scale) / (scale * 2);
    Amount::from_cents(i64::try_from(pieces.saturating_mul(TEN_CENTS)).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(coefficient: &str, expect: &str) {
        let key_letter = Coefficient::parse("5.2346").unwrap();
        let coefficient = Coefficient::parse(coefficient).unwrap();
        assert_eq!(tariff(coefficient, key_letter).to_string(), expect);
    }

    fn check_factors(amount: &str, factors: &[&str], expect: &str) {
        let factors: Vec<_> = factors
            .iter()
            .map(|factor| Factor::parse(factor).unwrap())
            .collect();
        let amount = Amount::parse(amount).unwrap();
        assert_eq!(with_factors(amount, &factors).to_string(), expect);
    }

    #[test]
    fn published_tariffs_come_out() {
        for (coefficient, expect) in [
            ("11.95", "62.60"),
            ("10.97", "57.40"),
            ("3.82", "20.00"),
            ("12.71", "66.50"),
            ("20.49", "107.30"),
            ("4.22", "22.10"),
            ("15.01", "78.60"),
            ("26.1", "136.60"),
            ("0.72", "3.80"),
            ("24.1", "126.20"),
            ("1", "5.20"),
            ("0.99", "5.20"),
            ("7.75", "40.60"),
            ("21.65", "113.30"),
        ] {
            check(coefficient, expect);
        }
    }

    #[test]
    fn suffixes_multiply_the_rounded_tariff_and_are_rounded_once() {
        check_factors("57.4", &["0.50"], "28.70");
        check_factors("78.6", &["0.5"], "39.30");
        check_factors("126.2", &["1.5"], "189.30");
        check_factors("66.5", &["0.5"], "33.30");
        check_factors("66.5", &[], "66.50");
        check_factors("71.9", &["2", "0.5"], "71.90");
        check_factors("71.9", &["1.15", "0.50"], "41.30");
    }

    #[test]
    fn the_largest_factors_of_a_host_overflow_nothing() {
        check_factors("999999.99", &["1"; 9], "1000000.00");
        let most = [Factor::parse("99.99").unwrap(); 9];
        let largest = with_factors(Amount::parse("999999.99").unwrap(), &most);
        assert_eq!(largest.cents(), i64::MAX);
        for text in ["100", "9999.99", "1.234"] {
            assert_eq!(Factor::parse(text), None, "{text}");
        }
    }

    #[test]
    fn only_short_plain_decimals_are_coefficients() {
        for text in ["", ".5", "5.", "1,5", "-1", "1.23456", "12345", "1e1", "٣"] {
            assert_eq!(Coefficient::parse(text), None, "{text}");
        }
    }
}
