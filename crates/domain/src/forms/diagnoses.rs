//! The diagnoses that a certificate can name: a table of the host's, else an example.
//!
//! Assumption: the list of the CNS (Annexe K of the *cahier des charges*) is not public, so that a code that is not in
//! the table can be typed all the same.

use crate::json::Json;
use crate::nomenclature::fold;

/// One diagnosis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnosis {
    /// Its code.
    pub code: String,
    /// Its words, by language; one entry without a language where the host gives one text.
    texts: Vec<(String, String)>,
    /// Whether it is offered for one click.
    pub favourite: bool,
}

/// The table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Diagnoses {
    /// Whether it is our example and no list of anybody's.
    pub example: bool,
    all: Vec<Diagnosis>,
}

/// Words in the reader's language are preferred; French is the language of the CNS's own lists.
const FALLBACK: &str = "fr";

impl Diagnosis {
    /// The words in a language, else in French, else as they are.
    pub fn text(&self, lang: &str) -> &str {
        let of = |wanted: &str| self.texts.iter().find(|(lang, _)| lang == wanted);
        let found = of(lang).or_else(|| of(FALLBACK)).or(self.texts.first());
        found.map_or("", |(_, text)| text)
    }

    fn read(json: &Json) -> Self {
        let texts = match json.filled("text") {
            Some(text) => vec![(String::new(), text)],
            None => {
                let texts = json.member("text");
                let named = texts.all_texts();
                named
                    .map(|(lang, text)| (lang.to_owned(), text.to_owned()))
                    .collect()
            }
        };
        Self {
            code: json.text("code"),
            texts,
            favourite: json.flag("favourite"),
        }
    }

    /// Whether each word typed begins the code or is part of the text in some language.
    fn answers(&self, words: &[String]) -> bool {
        let code = fold(&self.code);
        words.iter().all(|word| {
            let said = |(_, text): &(String, String)| fold(text).contains(word.as_str());
            code.starts_with(word.as_str()) || self.texts.iter().any(said)
        })
    }
}

impl Diagnoses {
    /// Reads the table; `None` when it has no list. Entries without a code are left out.
    pub fn read(json: &Json) -> Option<Self> {
        let all = json.list("diagnoses", |entry| Diagnosis::read(&entry));
        let all: Vec<_> = all
            .into_iter()
            .filter(|entry| !entry.code.is_empty())
            .collect();
        let example = json.flag("example");
        (!all.is_empty()).then_some(Self { example, all })
    }

    /// Those offered for one click.
    pub fn favourites(&self) -> impl Iterator<Item = &Diagnosis> {
        self.all.iter().filter(|one| one.favourite)
    }

    /// The one of a code.
    pub fn find(&self, code: &str) -> Option<&Diagnosis> {
        self.all.iter().find(|one| one.code == code)
    }

    /// Whether what is typed is surely none of its codes: what the example does not know may be a code of the real list,
    /// but for words without a digit.
    pub fn lacks(&self, typed: &str) -> bool {
        let may_be = self.example && typed.bytes().any(|letter| letter.is_ascii_digit());
        !(typed.is_empty() || may_be || self.find(typed).is_some())
    }

    /// At most so many whose code or words have everything that was typed; codes that begin with it come first.
    pub fn search(&self, typed: &str, most: usize) -> Vec<&Diagnosis> {
        let words: Vec<String> = typed.split_whitespace().map(fold).collect();
        if words.is_empty() {
            return Vec::new();
        }
        let mut found: Vec<_> = self.all.iter().filter(|one| one.answers(&words)).collect();
        found.sort_by_key(|one| !fold(&one.code).starts_with(words[0].as_str()));
        found.truncate(most);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Diagnoses {
        let file = include_bytes!("../../../../pkg/data/diagnoses.json");
        Diagnoses::read(&Json::parse(file).unwrap()).unwrap()
    }

    #[test]
    fn the_example_says_that_it_is_one_and_has_favourites() {
        let table = example();
        assert!(table.example);
        assert!((3..=6).contains(&table.favourites().count()));
        let mut codes: Vec<_> = table.all.iter().map(|one| one.code.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), table.all.len());
    }

    #[test]
    fn a_diagnosis_is_found_by_code_and_by_words_of_any_language() {
        let table = example();
        let check = |typed: &str, expect: &str| {
            let found = table.search(typed, 3);
            assert_eq!(
                found.first().map(|one| one.code.as_str()),
                Some(expect),
                "{typed}"
            );
        };
        check("j11", "J11");
        check("epicondylite", "M77.1");
        check("ÉPICOND lat", "M77.1");
        check("kreuzschmerz", "M54.5");
        assert!(table.search("  ", 3).is_empty() && table.search("xyz", 3).is_empty());
        assert_eq!(table.search("a", 3).len(), 3);
    }

    #[test]
    fn the_hosts_own_list_may_have_one_text_and_is_no_example() {
        let json =
            serde_json::json!({"diagnoses": [{"code": "X1", "text": "Mal"}, {"text": "no code"}]});
        let table = Diagnoses::read(&Json::from(json)).unwrap();
        assert!(!table.example && table.all.len() == 1);
        assert_eq!(table.find("X1").map(|one| one.text("de")), Some("Mal"));
        assert!(Diagnoses::read(&Json::from(serde_json::json!({}))).is_none());
    }
}
