//! The check digits of the 13-digit national number (RGD of 28 November 2013, art. 1): Luhn, then Verhoeff.

/// Verhoeff's multiplication table of the dihedral group D5.
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
/// Verhoeff's permutation, applied once more at each place.
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

/// Whether a text is 13 ASCII digits with both check digits right. Both are computed over the
/// first eleven digits.
pub fn is_right(text: &str) -> bool {
    let digits: Option<Vec<u8>> = text
        .bytes()
        .map(|byte| byte.is_ascii_digit().then(|| byte - b'0'))
        .collect();
    match digits.as_deref() {
        Some([first @ .., luhn, verhoeff]) if first.len() == 11 => {
            *luhn == luhn_digit(first) && *verhoeff == verhoeff_digit(first)
        }
        _ => false,
    }
}

fn luhn_digit(digits: &[u8]) -> u8 {
    let sum: u8 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, double) if double > 9 => double - 9,
            (0, double) => double,
            _ => *digit,
        })
        .sum();
    (10 - sum % 10) % 10
}

fn verhoeff_digit(digits: &[u8]) -> u8 {
    let sum = digits
        .iter()
        .rev()
        .zip(1_usize..)
        .fold(0_u8, |sum, (digit, place)| {
            let moved = P[place % 8][usize::from(*digit)];
            D[usize::from(sum)][usize::from(moved)]
        });
    INVERSE[usize::from(sum)]
}

#[cfg(test)]
mod tests {
    use super::is_right;

    #[test]
    fn knows_right_from_wrong() {
        for right in [
            "1893120105732",
            "1990093012358",
            "1979122003208",
            "4005021384333",
        ] {
            assert!(is_right(right), "{right}");
        }
        for wrong in [
            "1893120105733",
            "1904112000188",
            "1998041799999",
            "189312010573",
            "",
            "x",
        ] {
            assert!(!is_right(wrong), "{wrong}");
        }
        assert!(!is_right("١٨٩٣١٢٠١٠٥٧٣٢"));
    }
}
