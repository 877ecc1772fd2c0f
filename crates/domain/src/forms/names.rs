//! Whether a name that is typed may be that of the person of a file: written without marks, with one of two given names,
//! with the name at birth.

use crate::nomenclature::fold;

/// Whether neither name has every word of the other; a name that is not known differs from none.
pub(super) fn differ(typed: &str, known: &str, at_birth: &str) -> bool {
    let [own, file, birth] = [typed, known, at_birth].map(|name| plain(name, true));
    !(file.is_empty()
        || is_within(&own, &file)
        || is_within(&own, &birth)
        || is_within(&file, &own)
        || plain(typed, false) == plain(known, false))
}

fn is_within(name: &str, other: &str) -> bool {
    let words = |name| <[u8]>::split(str::as_bytes(name), |letter| *letter == b' ');
    words(name).all(|word| word.is_empty() || words(other).any(|other| other == word))
}

/// Folded, with one kind of gap between words or none, and ä, ö, ü as one letter also where they are *ae*, *oe*, *ue*.
fn plain(name: &str, gaps: bool) -> String {
    let (mut plain, mut before) = (String::new(), ' ');
    for letter in fold(name).chars() {
        match (before, letter) {
            ('a' | 'o' | 'u', 'e') => {}
            (_, ' ' | '-' | '\'' | '’') if gaps => plain.push(' '),
            (_, ' ' | '-' | '\'' | '’') => {}
            _ => plain.push(letter),
        }
        before = letter;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_written() {
        for (typed, known, at_birth) in [
            ("Lukasz", "Łukasz", ""),
            ("Sahin", "Şahin", "Şahin"),
            ("ŞAHIN", "Sahin", ""),
            ("Dvorakova", "Dvořáková", "Štěpánková"),
            ("stepankova", "Dvořáková", "Štěpánková"),
            ("Mueller", "Müller", ""),
            ("MULLER ", "Müller", ""),
            ("Müller-Weber", "Weber", "Müller"),
            ("Weber-Schmit", "Weber", ""),
            ("Jean", "Jean-Luc", ""),
            ("Jean Luc", "Jean-Luc", ""),
            ("JEANLUC", "Jean-Luc", ""),
            ("Marie Claude", "Marie", ""),
            ("Ferreira", "da Conceição Ferreira", "Ferreira"),
            ("D’Amico", "Damico", ""),
            ("Weiss", "Weiß", ""),
            ("", "Weber", ""),
            ("Weber", "", ""),
            ("Weber", "", "Muller"),
        ] {
            assert!(
                !differ(typed, known, at_birth),
                "{typed} {known} {at_birth}"
            );
        }
    }

    #[test]
    fn another_name_is_another() {
        for (typed, known, at_birth) in [
            ("Thill", "Müller", "Weber"),
            ("Thillen", "Thill", ""),
            ("Anne", "Marianne", ""),
            ("Marie Claude", "Marie Anne", ""),
            ("Sahin", "Łukasz", ""),
            ("Dahin", "Şahin", ""),
        ] {
            assert!(differ(typed, known, at_birth), "{typed} {known} {at_birth}");
        }
    }
}
