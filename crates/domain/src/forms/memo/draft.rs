//! The memo as typed: text for each field, right or wrong, so that nothing typed is ever lost.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::{Field, LineField};
use crate::forms::checks::Typed;
use crate::forms::texts::Texts;
use crate::forms::value;
use crate::json::Json;
use crate::money::Amount;

/// As many lines are kept, however many a host sends.
const KEPT_LINES: u16 = 999;

/// What stands in the fields.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Draft {
    texts: Texts<Field>,
    lines: u16,
}

crate::redacted!(Draft);

impl Typed<Field> for Draft {
    fn text(&self, field: Field) -> &str {
        self.get(field)
    }
}

impl Draft {
    /// The text of a field.
    pub fn get(&self, field: Field) -> &str {
        self.texts.get(field)
    }

    /// Puts a text into a field; a field of a line that is not there yet makes the lines up to it.
    pub fn set(&mut self, field: Field, text: &str) {
        if let Field::Line(number, _) = field {
            if !(1..=KEPT_LINES).contains(&number) {
                return;
            }
            self.lines = self.lines.max(number);
        }
        self.texts.put(field, text);
    }

    /// How many lines there are, empty ones included.
    pub fn lines(&self) -> u16 {
        self.lines
    }

    /// Adds a line with the day of the last one, and gives its number.
    pub fn add_line(&mut self) -> u16 {
        let day = self
            .get(Field::Line(self.lines, LineField::Date))
            .to_owned();
        let day = if day.is_empty() {
            self.get(Field::MemoDate).to_owned()
        } else {
            day
        };
        self.lines = (self.lines + 1).min(KEPT_LINES);
        self.set(Field::Line(self.lines, LineField::Date), &day);
        self.set(Field::Line(self.lines, LineField::Count), "1");
        self.lines
    }

    /// Takes a line away; those behind it move up.
    pub fn remove_line(&mut self, number: u16) {
        if !(1..=self.lines).contains(&number) {
            return;
        }
        self.lines -= 1;
        self.texts.moved(|field| match field {
            Field::Line(at, _) if at == number => None,
            Field::Line(at, field) if at > number => Some(Field::Line(at - 1, field)),
            field => Some(field),
        });
    }

    /// Whether the memo is paid.
    pub fn is_paid(&self) -> bool {
        self.get(Field::Paid).trim() == "true"
    }

    /// Every field there is with as many lines as there are, in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        let lines = (1..=self.lines).flat_map(Field::of_line);
        Field::plain().chain(lines)
    }

    /// The fields that hold something, in the order of the form.
    pub(super) fn filled(&self) -> impl Iterator<Item = (Field, &str)> {
        self.texts.iter()
    }

    /// Every text with the path of its field; the last line is named even when it is empty.
    pub fn texts(&self) -> impl Iterator<Item = (Cow<'static, str>, &str)> {
        let last = Field::Line(self.lines, LineField::Code);
        let is_bare = self.lines > 0 && self.get(last).is_empty();
        let texts = self.filled().chain(is_bare.then_some((last, "")));
        texts.map(|(field, text)| (field.path(), text))
    }

    /// The way back, with nothing derived from one field for another; paths of no field are passed over.
    pub fn from_texts<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut draft = Self::default();
        for (path, text) in texts {
            if let Some(field) = Field::parse(path) {
                draft.set(field, text);
            }
        }
        draft
    }

    /// `form.value`: a nested object of the field paths. An amount that is one is written with a point.
    pub fn to_value(&self) -> Value {
        let mut root = Map::new();
        for field in self.fields() {
            let text = self.get(field);
            let amount = field.is_amount().then(|| Amount::parse(text).ok());
            match amount.flatten() {
                Some(amount) => value::put(&mut root, &field.path(), &amount.to_string()),
                None => value::put(&mut root, &field.path(), text),
            }
        }
        Value::Object(root)
    }

    /// Takes the known fields of such an object; others are left as they are. Lines that it names take the place of
    /// those there were.
    pub fn take_value(&mut self, value: &Json) {
        let named = value.member("line");
        let numbers: Vec<u16> = (1..=KEPT_LINES)
            .filter(|number| named.object(&number.to_string()).is_some())
            .collect();
        if let Some(last) = numbers.last() {
            let is_line = |field: &Field| matches!(field, Field::Line(..));
            self.texts
                .moved(|field| Some(field).filter(|field| !is_line(field)));
            self.lines = *last;
        }
        let lines = numbers.into_iter().flat_map(Field::of_line);
        for field in Field::plain().chain(lines) {
            if let Some(text) = value::get(value, &field.path()) {
                self.set(field, text);
            }
        }
    }
}

impl Field {
    /// Whether it holds an amount.
    pub fn is_amount(self) -> bool {
        matches!(
            self,
            Self::Deposit | Self::Line(_, LineField::Amount | LineField::PersonalShare)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_value_has_the_paths_of_the_contract_and_is_read_back() {
        let mut draft = Draft::default();
        draft.set(Field::PatientLastName, "Şahin");
        draft.set(Field::MemoDate, "2026-11-22");
        draft.add_line();
        draft.set(Field::Line(1, LineField::Code), "C1");
        draft.set(Field::Line(1, LineField::Amount), "62,6");
        draft.set(Field::Line(2, LineField::Amount), "x");
        draft.set(Field::Paid, "true");
        let value = draft.to_value();
        assert_eq!(value["patient"]["lastName"], "Şahin");
        assert_eq!(value["line"]["1"]["date"], "2026-11-22");
        assert_eq!(value["line"]["1"]["amount"], "62.60");
        assert_eq!(value["line"]["2"]["amount"], "x");
        assert_eq!(value["payment"]["paid"], "true");
        let mut copy = Draft::default();
        copy.set(Field::Line(7, LineField::Code), "C2");
        copy.take_value(&Json::from(value.clone()));
        assert_eq!((copy.lines(), copy.to_value()), (2, value));
    }

    #[test]
    fn its_texts_are_taken_back_as_they_were() {
        let mut draft = Draft::default();
        draft.set(Field::MemoDate, "-");
        draft.set(Field::Line(2, LineField::Amount), "x");
        draft.add_line();
        draft.set(Field::Line(3, LineField::Count), "");
        draft.set(Field::Line(3, LineField::Date), "");
        let texts: Vec<_> = draft.texts().collect();
        let texts = texts.iter().map(|(path, text)| (&**path, *text));
        assert!(Draft::from_texts(texts) == draft);
        assert!(Draft::from_texts([("unknown", "x")].into_iter()) == Draft::default());
    }

    #[test]
    fn a_removed_line_lets_the_others_move_up() {
        let mut draft = Draft::default();
        for (number, code) in [(1, "C1"), (2, "C41"), (3, "R1")] {
            draft.set(Field::Line(number, LineField::Code), code);
        }
        draft.remove_line(2);
        draft.remove_line(9);
        assert_eq!(draft.lines(), 2);
        assert_eq!(draft.get(Field::Line(2, LineField::Code)), "R1");
        assert_eq!(draft.get(Field::Line(3, LineField::Code)), "");
    }

    #[test]
    fn a_hundred_lines_are_kept_and_line_0_is_none() {
        let mut draft = Draft::default();
        for _ in 0..100 {
            draft.add_line();
        }
        draft.set(Field::Line(0, LineField::Code), "C1");
        assert_eq!(
            (draft.lines(), draft.get(Field::Line(0, LineField::Code))),
            (100, "")
        );
    }

    #[test]
    fn a_payment_with_space_around_it_is_one() {
        let mut draft = Draft::default();
        draft.set(Field::Paid, " true");
        assert!(draft.is_paid());
        let value = serde_json::json!({"payment": {"paid": "true "}});
        draft.take_value(&Json::from(value));
        assert_eq!(draft.get(Field::Paid), "true");
    }
}
