//! An act and a suffix of the table.

use crate::dates::Date;
use crate::money::{Amount, Coefficient, Factor};

/// The part of the act table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// *Actes généraux*.
    General,
    /// *Actes techniques*.
    Technical,
}

/// What the table says of an act beside its price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flag {
    /// May stand beside a consultation (art. 10).
    Cac,
    /// Full tariff beside other technical acts (art. 9).
    Cat,
    /// Authorisation beforehand (art. 3).
    Apcm,
    /// Authorisation, before or after (art. 3).
    Acm,
}

impl Flag {
    /// The table's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cac => "CAC",
            Self::Cat => "CAT",
            Self::Apcm => "APCM",
            Self::Acm => "ACM",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Cac, Self::Cat, Self::Apcm, Self::Acm]
            .into_iter()
            .find(|flag| flag.as_str() == word)
    }
}

/// A text in several languages, French first where there is one.
pub(crate) type Label = Vec<(String, String)>;

/// An act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Act {
    /// The code.
    pub code: String,
    /// The part of the table.
    pub part: Part,
    /// The chapter's number.
    pub chapter: String,
    /// The section's number, empty where the chapter has none.
    pub section: String,
    /// The coefficient; zero for an act with its own tariff.
    pub coefficient: Coefficient,
    /// The tariff without suffixes.
    pub tariff: Amount,
    /// Its flags.
    pub flags: Vec<Flag>,
    pub(super) label: Label,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
    /// The folded code and words, each with a space before it.
    pub(super) words: String,
}

impl Act {
    /// Its label in a language, else in the first one that the table has.
    pub fn label(&self, lang: &str) -> &str {
        in_language(&self.label, lang)
    }

    /// Whether its tariff is valid on a day.
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.from.is_none_or(|from| day >= from) && self.until.is_none_or(|until| day <= until)
    }
}

/// The text of a language, else the first.
pub(crate) fn in_language<'a>(label: &'a Label, lang: &str) -> &'a str {
    let own = label.iter().find(|(known, _)| known == lang);
    own.or(label.first()).map_or("", |(_, text)| text)
}

/// A letter behind an act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suffix {
    /// The letter.
    pub letter: char,
    /// By what it multiplies the tariff; `None` for a letter that only marks.
    pub factor: Option<Factor>,
    pub(super) floor: Option<Coefficient>,
    pub(super) raises: Vec<char>,
}
