//! The letters that a page can print: the font is subset to exactly these, and a form is checked against them.

use std::ops::RangeInclusive;

/// Printable ranges: ASCII, Latin-1, Latin Extended-A and -B, comma-below letters, dashes, quotes and the euro.
///
/// They cover every language of the European Union that is written in Latin letters, Turkish included.
pub const PRINTABLE: &[RangeInclusive<char>] = &[
    ' '..='~',
    '\u{a0}'..='\u{ff}',
    '\u{100}'..='\u{17f}',
    '\u{18f}'..='\u{18f}',
    '\u{192}'..='\u{192}',
    '\u{1a0}'..='\u{1a1}',
    '\u{1af}'..='\u{1b0}',
    '\u{1cd}'..='\u{1dc}',
    '\u{1e6}'..='\u{1e7}',
    '\u{1fa}'..='\u{1ff}',
    '\u{218}'..='\u{21b}',
    '\u{1e80}'..='\u{1e85}',
    '\u{1e9e}'..='\u{1e9e}',
    '\u{1ef2}'..='\u{1ef3}',
    '\u{2013}'..='\u{2014}',
    '\u{2018}'..='\u{201a}',
    '\u{201c}'..='\u{201e}',
    '\u{2022}'..='\u{2022}',
    '\u{2026}'..='\u{2026}',
    '\u{20ac}'..='\u{20ac}',
];

/// Whether the page's font has the letter.
pub fn is_printable(letter: char) -> bool {
    PRINTABLE.iter().any(|range| range.contains(&letter))
}

/// Whether a character is never part of a text that a person means to write: controls, direction marks, and
/// characters of no width.
pub fn is_forbidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Every printable letter, for whoever makes the subset.
pub fn all() -> String {
    PRINTABLE
        .iter()
        .cloned()
        .flatten()
        .filter(|letter| !is_forbidden(*letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_union_can_be_printed() {
        let names = "Łukasz Şahin Müller Żółć Ștefan Ðorđe Øystein Ķēniņš Ġużè Őrsi Ümit ẞ Čapek";
        assert!(names.chars().all(is_printable), "{names}");
    }

    #[test]
    fn other_scripts_and_invisible_characters_cannot() {
        for letter in ['Ж', '漢', '😀', '\u{301}'] {
            assert!(!is_printable(letter) && !is_forbidden(letter), "{letter}");
        }
        for letter in ['\u{0}', '\u{7f}', '\u{202e}', '\u{200b}', '\u{feff}', '\n'] {
            assert!(is_forbidden(letter), "{letter:?}");
        }
    }
}
