//! The 13-digit national identification number (*matricule*) and its two check digits.
//!
//! Règlement grand-ducal of 28 November 2013, art. 1: eight digits of date, three of sequence, one Luhn and one
//! Verhoeff digit. Both check digits are computed over the first eleven digits.

use std::fmt;

use crate::dates::Date;

/// A number of the right shape. It prints `[redacted]`: it names a person.
#[derive(Clone, PartialEq, Eq)]
pub struct Matricule(String);

/// Why a text cannot be a matricule at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MatriculeError {
    /// Nothing was typed.
    Empty,
    /// A digit of another script: it may look right and is a different number to every other system.
    NotAsciiDigits,
    /// Not thirteen digits, or a leading zero, or another character.
    Shape,
}

/// What is odd about a number of the right shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Finding {
    /// A check digit is wrong: refused in production, a warning elsewhere (test numbers often fail).
    CheckDigits,
    /// Month and day are no date: the same.
    Date,
    /// Month or day 00: not known to the register; a notice.
    DateUnknown,
    /// A year of birth after today's century (39xx, 40xx): what these numbers are is not published; a notice.
    UnusualYear,
}

/// Assumption: years from which a number is of the unexplained kind. Seen are 39xx, 40xx (a public validator reads 4005 as 2005)
/// and 7000, in an example of AeS; what else there is nobody says, so that all of them are a notice.
const UNUSUAL_FROM: u32 = 2200;

impl Matricule {
    /// Parses a number as people write it: spaces, dots and dashes between the digits are dropped.
    pub fn parse(text: &str) -> Result<Self, MatriculeError> {
        let digits: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '\u{2011}'))
            .collect();
        if digits.is_empty() {
            return Err(MatriculeError::Empty);
        }
        if digits
            .chars()
            .any(|c| c.is_numeric() && !c.is_ascii_digit())
        {
            return Err(MatriculeError::NotAsciiDigits);
        }
        let shape = digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit());
        if shape && !digits.starts_with('0') {
            Ok(Self(digits))
        } else {
            Err(MatriculeError::Shape)
        }
    }

    /// The thirteen digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Everything that is odd about the number, gravest first.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if check_digits(&self.0)
            .is_none_or(|(luhn, verhoeff)| self.digit(11) != luhn || self.digit(12) != verhoeff)
        {
            findings.push(Finding::CheckDigits);
        }
        let unusual = self.number(0, 4) >= UNUSUAL_FROM;
        if !self.date_is_possible(unusual) {
            findings.push(Finding::Date);
        } else if self.number(4, 6) == 0 || self.number(6, 8) == 0 {
            findings.push(Finding::DateUnknown);
        }
        if unusual {
            findings.push(Finding::UnusualYear);
        }
        findings
    }

    /// The date part as a day, where it is one. The year may be that of entry in the register, so that this is a hint
    /// and never a birth date.
    pub fn date_part(&self) -> Option<Date> {
        Date::from_ymd_opt(
            i32::try_from(self.number(0, 4)).ok()?,
            self.number(4, 6),
            self.number(6, 8),
        )
    }

    /// Month 00 and day 00 mean *unknown*.
    fn date_is_possible(&self, unusual: bool) -> bool {
        let (year, month, day) = (self.number(0, 4), self.number(4, 6), self.number(6, 8));
        let year = if unusual {
            year.saturating_sub(2000)
        } else {
            year
        };
        match (month, day) {
            (0, 0..=31) => true,
            (1..=12, 0) => true,
            _ => {
                i32::try_from(year).is_ok_and(|year| Date::from_ymd_opt(year, month, day).is_some())
            }
        }
    }

    fn digit(&self, at: usize) -> u8 {
        self.0
            .as_bytes()
            .get(at)
            .map_or(0, |byte| byte.saturating_sub(b'0'))
    }

    fn number(&self, from: usize, to: usize) -> u32 {
        (from..to).fold(0, |number, at| number * 10 + u32::from(self.digit(at)))
    }
}

impl fmt::Debug for Matricule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// The Luhn and the Verhoeff digit over the first eleven digits; `None` when there are fewer.
fn check_digits(text: &str) -> Option<(u8, u8)> {
    let digits: Vec<u8> = text
        .bytes()
        .take(11)
        .map(|byte| byte.is_ascii_digit().then(|| byte - b'0'))
        .collect::<Option<_>>()
        .filter(|digits: &Vec<u8>| digits.len() == 11)?;
    Some((luhn(&digits), verhoeff(&digits)))
}

fn luhn(digits: &[u8]) -> u8 {
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u8 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| if at % 2 == 0 { doubled(*digit) } else { *digit })
        .sum();
    (10 - sum % 10) % 10
}

/// The dihedral group's multiplication.
const D: [[u8; 10]; 10] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
    [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
    [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
    [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
    [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
    [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];

/// The position's permutation.
const P: [[u8; 10]; 8] = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
    [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
    [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
    [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
    [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
    [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
    [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
];

const INVERSE: [u8; 10] = [0, 4, 3, 2, 1, 5, 6, 7, 8, 9];

fn verhoeff(digits: &[u8]) -> u8 {
    let state = digits
        .iter()
        .rev()
        .enumerate()
        .fold(0_u8, |state, (at, digit)| {
            let permuted = P[(at + 1) % 8][usize::from(*digit)];
            D[usize::from(state)][usize::from(permuted)]
        });
    INVERSE[usize::from(state)]
}

/// Groups thirteen digits as pages and screens show them: `YYYY MM DD XXX CC`. Other text is left as it is.
pub fn group(text: &str) -> String {
    match Matricule::parse(text) {
        Err(_) => text.trim().to_owned(),
        Ok(Matricule(digits)) => {
            let mut grouped = String::with_capacity(17);
            for (at, digit) in digits.chars().enumerate() {
                if matches!(at, 4 | 6 | 8 | 11) {
                    grouped.push(' ');
                }
                grouped.push(digit);
            }
            grouped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &[Finding]) {
        assert_eq!(Matricule::parse(text).unwrap().findings(), expect, "{text}");
    }

    #[test]
    fn published_vectors() {
        check("1893120105732", &[]);
        check("1990093012358", &[]);
        check("1979122003208", &[]);
        check("1904112000166", &[]);
        check("4005021384333", &[Finding::UnusualYear]);
        check("7000010105084", &[Finding::UnusualYear]);
        check("1893120105733", &[Finding::CheckDigits]);
        check("1904112000188", &[Finding::CheckDigits]);
        check("1998041799999", &[Finding::CheckDigits]);
        check("1234567890123", &[Finding::CheckDigits, Finding::Date]);
    }

    #[test]
    fn each_single_wrong_digit_is_noticed() {
        let right = "1893120105732";
        for at in 0..13 {
            for digit in '0'..='9' {
                let mut text: Vec<char> = right.chars().collect();
                text[at] = digit;
                let text: String = text.into_iter().collect();
                if let Ok(matricule) = Matricule::parse(&text) {
                    assert_eq!(matricule.findings().is_empty(), text == right, "{text}");
                }
            }
        }
    }

    #[test]
    fn it_is_read_as_people_write_it() {
        for text in [
            " 1893 12 01 057 32 ",
            "1893.12.01.057.32",
            "1893-1201-05732",
            "1893\u{a0}120105732",
        ] {
            assert_eq!(
                Matricule::parse(text).unwrap().as_str(),
                "1893120105732",
                "{text}"
            );
        }
        assert_eq!(Matricule::parse("  "), Err(MatriculeError::Empty));
        assert_eq!(
            Matricule::parse("١٨٩٣١٢٠١٠٥٧٣٢"),
            Err(MatriculeError::NotAsciiDigits)
        );
        for text in [
            "189312010573",
            "18931201057321",
            "0893120105732",
            "1893120105x32",
        ] {
            assert_eq!(Matricule::parse(text), Err(MatriculeError::Shape), "{text}");
        }
    }

    #[test]
    fn unknown_month_and_day_are_allowed_and_impossible_ones_are_not() {
        let with_digits = |first: &str| {
            let (luhn, verhoeff) = check_digits(first).unwrap();
            format!("{first}{luhn}{verhoeff}")
        };
        check(&with_digits("19500000123"), &[Finding::DateUnknown]);
        check(&with_digits("19500200123"), &[Finding::DateUnknown]);
        check(&with_digits("19500230123"), &[Finding::Date]);
        check(&with_digits("19501301123"), &[Finding::Date]);
    }

    #[test]
    fn it_never_prints_the_number() {
        let matricule = Matricule::parse("1893120105732").unwrap();
        assert_eq!(format!("{matricule:?}"), "[redacted]");
        assert_eq!(group("1893120105732"), "1893 12 01 057 32");
        assert_eq!(group(" 18 "), "18");
    }
}
