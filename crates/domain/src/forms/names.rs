//! Whether a name that is typed may be that of the person of a file: written without marks, with one of two given names,
//! with the name at birth.

use crate::nomenclature::fold;

/// Whether neither name has every word of the other; a name that is not known differs from none.
pub(super) fn differ(typed: &str, known: &str, at_birth: &str) -> bool {
    let plain = |name| plain(name, " ");
    let (own, file) = (plain(typed), plain(known));
    !file.is_empty()
        && !is_within(&own, &[&file, " ", &plain(at_birth)].concat())
        && !is_within(&file, &own)
        && joined(typed) != joined(known)
}

fn is_within(name: &str, other: &str) -> bool {
    let known = |word| other.split(' ').any(|other| other == word);
    name.split(' ').all(|word| word.is_empty() || known(word))
}

fn joined(name: &str) -> String {
    plain(name, "")
}

/// Folded, with one gap for all that stands between words, and ä, ö, ü as one letter also where they are *ae*, *oe*, *ue*.
fn plain(name: &str, gap: &str) -> String {
    let mut plain = String::new();
    for letter in fold(name).chars() {
        match letter {
            ' ' | '-' | '\'' | '’' => plain.push_str(gap),
            'e' if plain.ends_with(['a', 'o', 'u']) => {}
            letter => plain.push(letter),
        }
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
