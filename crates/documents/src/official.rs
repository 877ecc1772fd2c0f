//! The eConnector's page beside ours: has its template changed, and does it say what the form says?
//!
//! The templates of the CNS are not public, so that they are laid out otherwise than our pages. What can be compared is
//! the number of pages, what the symbol says, the values of the form, and, where the template is known, its own words.

use std::collections::BTreeSet;

use domain::display::{Item, Page, Text, Volet};
use serde::{Deserialize, Serialize};

/// One copy as we laid it out.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Ours {
    /// Its pages.
    pub pages: Vec<Page>,
    /// What its symbol says; empty where it has none.
    pub payload: String,
}

/// One copy as the eConnector answered it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Theirs {
    /// How many pages.
    pub pages: usize,
    /// What its symbol says, if one was found.
    pub payload: Option<String>,
    /// Its texts, one for each block.
    pub texts: Vec<String>,
}

domain::redacted!(Ours, Theirs);

/// What is known of a template.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
pub struct Template {
    /// Words that stand on it always.
    pub always: Vec<String>,
    /// Words that stand on it where there is a value for them.
    pub sometimes: Vec<String>,
    /// The fields that it shows.
    pub fields: Vec<String>,
}

/// A difference. It names no value.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// Another number of pages.
    Pages,
    /// The symbol is missing, or says something else.
    Symbol,
    /// The value of this field is not on it.
    Value(String),
    /// Words of the template are gone, or there are new ones.
    Words,
}

/// What every template of a certificate has to show.
const EVERYWHERE: [&str; 5] = [
    "insured.lastName",
    "insured.firstName",
    "insured.matricule",
    "certificate.start",
    "certificate.end",
];

/// What every template of a memo has to show: who was treated, and of each line the act and its price.
fn is_on_every_memo(field: &str) -> bool {
    let of_line = |rest: &str| rest.ends_with(".code") || rest.ends_with(".amount");
    matches!(
        field,
        "patient.lastName" | "patient.firstName" | "memo.date"
    ) || field.strip_prefix("line.").is_some_and(of_line)
}

/// Compares a copy with what came back.
pub fn compare(ours: &Ours, theirs: &Theirs, template: Option<&Template>) -> Vec<Difference> {
    let mut found = BTreeSet::new();
    // How many lines have room on a page of a memo is the template's affair.
    let is_memo = ours.pages.iter().any(|page| page.volet == Volet::Mh);
    if ours.pages.len() != theirs.pages && !is_memo {
        found.insert(Difference::Pages);
    }
    let expected = Some(ours.payload.as_str()).filter(|payload| !payload.is_empty());
    if theirs.payload.as_deref() != expected {
        found.insert(Difference::Symbol);
    }
    let values = values(ours);
    let page = Words::of(theirs.texts.iter().map(String::as_str));
    let shown = |field: &str| match template {
        Some(template) => template.fields.iter().any(|known| known == field),
        None if is_memo => is_on_every_memo(field),
        None => EVERYWHERE.contains(&field),
    };
    for text in &values {
        let field = text.field.as_deref().unwrap_or_default();
        if shown(field) && is_chosen(field, text) && !page.say(&text.text) {
            found.insert(Difference::Value(field.to_owned()));
        }
    }
    if template.is_some_and(|template| words_differ(template, &page, &values)) {
        found.insert(Difference::Words);
    }
    found.into_iter().collect()
}

/// The values on our pages, every option among them.
fn values(ours: &Ours) -> Vec<&Text> {
    let items = ours.pages.iter().flat_map(|page| &page.items);
    let texts = items.filter_map(|item| match item {
        Item::Text(text) => Some(text),
        Item::Rule(_) | Item::Frame(_) | Item::Symbol(_) => None,
    });
    texts.filter(|text| text.field.is_some()).collect()
}

/// Of several options only the chosen one is a value, and of a memo's line not the act's label, which another page may shorten:
/// what counts is bold.
fn is_chosen(field: &str, text: &Text) -> bool {
    let options = [
        "certificate.kind",
        "certificate.reason",
        "certificate.outings",
    ];
    text.bold || !(options.contains(&field) || field.starts_with("line."))
}

fn words_differ(template: &Template, page: &Words, values: &[&Text]) -> bool {
    let gone = template.always.iter().any(|words| !page.say(words));
    let fixed = template
        .always
        .iter()
        .chain(&template.sometimes)
        .map(String::as_str);
    let known = Words::of(fixed.chain(values.iter().map(|text| text.text.as_str())));
    gone || page.words.iter().any(|word| !known.know(word))
}

/// The words of some texts: letters and digits only, small, so that punctuation and grouping do not count.
struct Words {
    words: BTreeSet<String>,
    /// All of them in their order.
    every: Vec<String>,
    /// Each text's, written as one.
    texts: Vec<String>,
}

impl Words {
    fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let texts: Vec<Vec<String>> = texts.map(|text| split(text).collect()).collect();
        let every = texts.concat();
        Self {
            words: every.iter().cloned().collect(),
            every,
            texts: texts.iter().map(|words| words.concat()).collect(),
        }
    }

    /// Whether a word of another page is one of these, or digits of a number that is grouped otherwise here.
    fn know(&self, word: &str) -> bool {
        let is_part = |text: &String| text.contains(word);
        let is_number = word.chars().all(char::is_numeric);
        self.say(word) || (is_number && self.texts.iter().any(is_part))
    }

    /// Whether a text is there: each of its words somewhere, or whole words that follow each other and are it together, since a
    /// number is found however it is grouped. Digits alone only so: the halves of two amounts would make a third.
    fn say(&self, text: &str) -> bool {
        let together: String = split(text).collect();
        let is_number = together.chars().all(char::is_numeric);
        (!is_number && split(text).all(|word| self.words.contains(&word)))
            || is_in(&together, &self.every)
    }
}

/// Whether some whole words that follow each other are a text.
fn is_in(together: &str, words: &[String]) -> bool {
    (0..words.len()).any(|from| {
        let mut rest = together;
        for word in words.iter().skip(from) {
            match rest.strip_prefix(word.as_str()) {
                Some("") => return true,
                Some(after) => rest = after,
                None => return false,
            }
        }
        false
    })
}

fn split(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use domain::forms::ecit::Copies;
    use domain::forms::memo::{CopyLine, MemoCopy};

    use super::*;
    use crate::{ecit, memo, test_fonts};

    fn ours() -> Ours {
        let mut copies = Copies::default();
        let full = &mut copies.full;
        full.last_name = "Şahin".to_owned();
        full.first_name = "Łukasz".to_owned();
        full.matricule = "1893 12 01 057 32".to_owned();
        full.start = "22/11/2026".to_owned();
        full.end = "24/11/2026".to_owned();
        full.diagnosis = "J11".to_owned();
        full.symbol = "DMCIT;1".to_owned();
        let mut pages = ecit::pages(&copies, &test_fonts()).unwrap().pages;
        pages.retain(|page| page.volet == Volet::Caisse);
        Ours {
            pages,
            payload: "DMCIT;1".to_owned(),
        }
    }

    fn theirs() -> Theirs {
        let texts = [
            "Certificat d’incapacité de travail",
            "Assuré",
            "Şahin Łukasz",
            "Matricule",
            "1893120105732",
            "22.11.2026",
            "24.11.2026",
        ];
        Theirs {
            pages: 1,
            payload: Some("DMCIT;1".to_owned()),
            texts: texts.map(str::to_owned).to_vec(),
        }
    }

    fn template() -> Template {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Template {
            always: own(&["Certificat d'incapacité de travail", "Assuré"]),
            sometimes: own(&["Matricule"]),
            fields: own(&["insured.lastName", "insured.matricule"]),
        }
    }

    #[test]
    fn the_same_values_in_another_order_and_grouping_are_no_difference() {
        assert_eq!(compare(&ours(), &theirs(), None), []);
        assert_eq!(compare(&ours(), &theirs(), Some(&template())), []);
    }

    #[test]
    fn a_memo_may_take_other_pages_and_not_another_price() {
        let copy = MemoCopy {
            last_name: "Şahin".to_owned(),
            date: "22/11/2026".to_owned(),
            lines: vec![CopyLine {
                code: "C1".to_owned(),
                label: "Consultation".to_owned(),
                amount: "62,60".to_owned(),
                ..CopyLine::default()
            }],
            ..MemoCopy::default()
        };
        let ours = Ours {
            pages: memo::pages(&copy, &test_fonts()).pages,
            payload: String::new(),
        };
        let mut theirs = Theirs {
            pages: 2,
            payload: None,
            texts: ["Şahin", "22.11.2026", "C1", "62.60"]
                .map(str::to_owned)
                .to_vec(),
        };
        assert_eq!(compare(&ours, &theirs, None), []);
        for other in ["57.40", "162,60"] {
            theirs.texts[3] = other.to_owned();
            let price = Difference::Value("line.1.amount".to_owned());
            assert_eq!(compare(&ours, &theirs, None), [price], "{other}");
        }
    }

    #[test]
    fn whole_words_are_compared_and_numbers_however_they_are_grouped() {
        let texts = [
            "Total 162,60",
            "C10",
            "1893 1201 05732",
            "1 234,50",
            "22/11",
            "2026",
        ];
        let page = Words::of(texts.into_iter());
        // 162,50 and 11/22/2026 are made of pieces that are all there.
        for text in [
            "62,60",
            "C1",
            "893",
            "0573",
            "Tot",
            "2,60",
            "162,50",
            "11/22/2026",
        ] {
            assert!(!page.say(text), "{text}");
        }
        for text in [
            "162.60",
            "total: 162,60",
            "c10",
            "1893 12 01 057 32",
            "1234,50",
            "22/11/2026",
        ] {
            assert!(page.say(text), "{text}");
        }
        assert!(page.know("057") && page.know("1234") && !page.know("Tot"));
    }

    #[test]
    fn each_difference_is_found_and_named() {
        let mut other = theirs();
        other.pages = 2;
        assert_eq!(compare(&ours(), &other, None), [Difference::Pages]);
        let mut other = theirs();
        other.payload = None;
        assert_eq!(compare(&ours(), &other, None), [Difference::Symbol]);
        let mut other = theirs();
        other.texts[6] = "25.11.2026".to_owned();
        assert_eq!(
            compare(&ours(), &other, None),
            [Difference::Value("certificate.end".to_owned())]
        );
        for (at, words) in [
            (0, "Certificat d’incapacité de travail (modèle révisé)"),
            (1, "Personne"),
        ] {
            let mut other = theirs();
            other.texts[at] = words.to_owned();
            assert_eq!(
                compare(&ours(), &other, Some(&template())),
                [Difference::Words]
            );
        }
    }
}
