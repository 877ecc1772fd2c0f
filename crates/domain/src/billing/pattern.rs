//! Which lines a rule is about: patterns over codes, places in the table, flags and suffixes.

use super::LineFacts;
use crate::json::Json;
use crate::nomenclature::{Flag, Part};

/// Lines that match one of the patterns.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Lines(Vec<Pattern>);

#[derive(Clone, PartialEq, Eq, Debug)]
enum Pattern {
    /// `C42`
    Code(String),
    /// `V*`: letters and then only digits.
    Family(String),
    /// `C1-C40`: the same letters and a number between.
    Range(String, u32, u32),
    /// `@general`, `@technical`
    Part(Part),
    /// `@1` a chapter of the general part, `@1.4` a section of it.
    Place(String, Option<String>),
    /// `@CAC`
    Flag(Flag),
    /// `~N`: the line has the suffix.
    Suffix(char),
}

impl Lines {
    /// Reads a member that is a list of patterns; `None` when one cannot be read.
    pub(super) fn read(json: &Json, name: &str) -> Option<Self> {
        let patterns = json.texts(name);
        patterns
            .iter()
            .map(|text| Pattern::read(text))
            .collect::<Option<_>>()
            .map(Self)
    }

    /// Whether there is no pattern.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a line matches.
    pub(super) fn holds(&self, line: &LineFacts<'_>) -> bool {
        self.0.iter().any(|pattern| pattern.matches(line))
    }
}

impl Pattern {
    fn read(text: &str) -> Option<Self> {
        if let Some(place) = text.strip_prefix('@') {
            return Some(match place {
                "general" => Self::Part(Part::General),
                "technical" => Self::Part(Part::Technical),
                place if place.starts_with(|c: char| c.is_ascii_digit()) => {
                    match place.split_once('.') {
                        None => Self::Place(place.to_owned(), None),
                        Some((chapter, section)) => {
                            Self::Place(chapter.to_owned(), Some(section.to_owned()))
                        }
                    }
                }
                flag => Self::Flag(Flag::parse(flag)?),
            });
        }
        if let Some(letter) = text.strip_prefix('~') {
            return letter.chars().next().map(Self::Suffix);
        }
        if let Some(letters) = text.strip_suffix('*') {
            return (!letters.is_empty()).then(|| Self::Family(letters.to_owned()));
        }
        match text.split_once('-') {
            None => (!text.is_empty()).then(|| Self::Code(text.to_owned())),
            Some((from, to)) => {
                let ((letters, from), (same, to)) = (split(from)?, split(to)?);
                (letters == same && from <= to).then(|| Self::Range(letters.to_owned(), from, to))
            }
        }
    }

    fn matches(&self, line: &LineFacts<'_>) -> bool {
        match self {
            Self::Code(code) => line.code == code,
            Self::Family(letters) => line
                .code
                .strip_prefix(letters.as_str())
                .is_some_and(|rest| {
                    !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
                }),
            Self::Range(letters, from, to) => split(line.code)
                .is_some_and(|(own, number)| own == letters && (*from..=*to).contains(&number)),
            Self::Part(part) => line.act.is_some_and(|act| act.part == *part),
            Self::Place(chapter, section) => line.act.is_some_and(|act| {
                act.part == Part::General
                    && act.chapter == *chapter
                    && section
                        .as_ref()
                        .is_none_or(|section| act.section == *section)
            }),
            Self::Flag(flag) => line.act.is_some_and(|act| act.flags.contains(flag)),
            Self::Suffix(letter) => line.suffixes.contains(*letter),
        }
    }
}

/// A code's letters and the number behind them.
fn split(code: &str) -> Option<(&str, u32)> {
    let letters = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = code.strip_prefix(letters)?.parse().ok()?;
    Some((letters, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, code: &str, suffixes: &str, expect: bool) {
        let json = Json::from(serde_json::json!({"acts": [pattern]}));
        let lines = Lines::read(&json, "acts").unwrap();
        let line = LineFacts {
            number: 1,
            code,
            act: None,
            suffixes,
            start: None,
            end: None,
            time: None,
            count: 1,
            is_prescribed: false,
            is_by_another: false,
            prescription: "",
        };
        assert_eq!(lines.holds(&line), expect, "{pattern} {code}");
    }

    #[test]
    fn patterns_match_codes_by_name_family_number_and_suffix() {
        check("C42", "C42", "", true);
        check("C4", "C42", "", false);
        check("V*", "V101", "", true);
        check("V*", "V", "", false);
        check("R*", "RX1", "", false);
        check("C1-C40", "C7", "", true);
        check("C1-C40", "C41", "", false);
        check("C1-C40", "C590", "", false);
        check("1M11-1M20", "1M15", "", true);
        check("~N", "1M15", "RN", true);
        check("~N", "1M15", "R", false);
    }

    #[test]
    fn what_is_no_pattern_is_not_read() {
        for text in ["", "@what", "C9-C1", "C1-V9", "~", "*"] {
            let json = Json::from(serde_json::json!({"acts": [text]}));
            assert_eq!(Lines::read(&json, "acts"), None, "{text}");
        }
    }
}
