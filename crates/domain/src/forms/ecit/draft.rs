//! The certificate as typed: text for each field, right or wrong, so that nothing typed is ever lost.

use serde_json::{Map, Value};

use super::{Field, Reason};
use crate::dates;
use crate::forms::checks::Typed;
use crate::forms::texts::Texts;
use crate::forms::value;
use crate::json::Json;

/// What stands in the fields.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Draft {
    texts: Texts<Field>,
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

    /// Puts a text into a field, and what follows from it into others: a length sets the last day, a first day moves
    /// the last one when a length is set, a last day typed by hand ends the length.
    pub fn set(&mut self, field: Field, text: &str) {
        self.texts.put(field, text);
        match field {
            Field::Days | Field::Start => self.derive_end(),
            Field::End => self.texts.put(Field::Days, ""),
            _ => {}
        }
    }

    /// Whether the reason is CRF.
    pub fn is_crf(&self) -> bool {
        self.reason() == Some(Reason::Crf)
    }

    fn reason(&self) -> Option<Reason> {
        Reason::parse(self.get(Field::Reason).trim())
    }

    /// Whether it prolongs another certificate.
    pub fn is_prolongation(&self) -> bool {
        self.get(Field::Kind).trim() == "prolongation"
    }

    /// Whether a field is asked for with what stands in the others.
    pub fn asks(&self, field: Field) -> bool {
        match field {
            Field::Previous => self.is_prolongation(),
            Field::AccidentNumber | Field::AccidentDate => {
                self.reason().is_some_and(Reason::is_accident)
            }
            field if field.is_child() => self.is_crf(),
            _ => true,
        }
    }

    /// Every text with the path of its field, also of fields that are not asked for now.
    pub fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.texts.iter().map(|(field, text)| (field.path(), text))
    }

    /// The way back, with nothing derived from one field for another; paths of no field are passed over.
    pub fn from_texts<'a>(texts: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let mut draft = Self::default();
        for (path, text) in texts {
            if let Some(field) = Field::parse(path) {
                draft.texts.put(field, text);
            }
        }
        draft
    }

    /// `form.value`: a nested object of the field paths; fields that are not asked for are left out.
    pub fn to_value(&self) -> Value {
        let mut root = Map::new();
        for field in Field::ALL.iter().copied().filter(|field| self.asks(*field)) {
            value::put(&mut root, field.path(), self.get(field));
        }
        Value::Object(root)
    }

    /// Takes the known fields of such an object; others are left as they are. A last day that is not given follows from
    /// first day and length, and one that is given alone ends the length.
    pub fn take_value(&mut self, value: &Json) {
        for field in Field::ALL.iter().copied() {
            if let Some(text) = value::get(value, field.path()) {
                self.texts.put(field, text);
            }
        }
        let gives = |field: Field| {
            value::get(value, field.path()).is_some_and(|text| !text.trim().is_empty())
        };
        match (gives(Field::End), gives(Field::Days)) {
            (false, true) => self.derive_end(),
            (false, false) if gives(Field::Start) => self.derive_end(),
            (true, false) => self.texts.put(Field::Days, ""),
            _ => {}
        }
    }

    fn derive_end(&mut self) {
        let start = dates::parse(self.get(Field::Start));
        if let Some(end) = start
            .zip(self.length())
            .and_then(|(start, days)| dates::end_of(start, days.into()))
        {
            self.texts.put(Field::End, &dates::iso(end));
        }
    }

    /// The length that is typed, where it is one: a whole number of days from one on.
    pub(super) fn length(&self) -> Option<u16> {
        let text = self.get(Field::Days).trim();
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let days = text.parse().ok().filter(|_| digits);
        days.filter(|days| *days > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_sets_the_last_day_and_follows_the_first() {
        let mut draft = Draft::default();
        draft.set(Field::Start, "2026-11-30");
        draft.set(Field::Days, "3");
        assert_eq!(draft.get(Field::End), "2026-12-02");
        draft.set(Field::Start, "2026-12-01");
        assert_eq!(draft.get(Field::End), "2026-12-03");
        draft.set(Field::End, "2026-12-24");
        assert_eq!(draft.get(Field::Days), "");
        draft.set(Field::Start, "2026-12-02");
        assert_eq!(draft.get(Field::End), "2026-12-24");
    }

    #[test]
    fn a_length_of_the_host_gives_the_last_day_that_it_does_not_name() {
        let mut draft = Draft::default();
        for (certificate, expect) in [
            (
                serde_json::json!({"start": "2026-11-30", "days": "3"}),
                ("2026-12-02", "3"),
            ),
            (
                serde_json::json!({"days": "2", "end": ""}),
                ("2026-12-01", "2"),
            ),
            (
                serde_json::json!({"start": "2026-12-01"}),
                ("2026-12-02", "2"),
            ),
            (serde_json::json!({"end": "2026-12-24"}), ("2026-12-24", "")),
            (
                serde_json::json!({"days": "2", "end": "2026-12-31"}),
                ("2026-12-31", "2"),
            ),
        ] {
            draft.take_value(&Json::from(serde_json::json!({"certificate": certificate})));
            let told = (draft.get(Field::End), draft.get(Field::Days));
            assert_eq!(told, expect);
        }
    }

    #[test]
    fn its_texts_are_taken_back_as_they_were() {
        let mut draft = Draft::default();
        draft.set(Field::Start, "-");
        draft.set(Field::Days, "x");
        draft.set(Field::ChildFirstName, "not asked for");
        let texts: Vec<(&str, &str)> = draft.texts().collect();
        assert!(Draft::from_texts(texts.iter().copied()) == draft);
        assert!(Draft::from_texts([("unknown", "x")].into_iter()) == Draft::default());
    }

    #[test]
    fn its_value_has_the_paths_of_the_contract_and_is_read_back() {
        let mut draft = Draft::default();
        draft.set(Field::InsuredLastName, "Şahin");
        draft.set(Field::Reason, "crf");
        draft.set(Field::ChildFirstName, "Mia");
        let value = draft.to_value();
        assert_eq!(value["insured"]["lastName"], "Şahin");
        assert_eq!(value["child"]["firstName"], "Mia");
        assert_eq!(value["certificate"]["start"], "");
        let mut copy = Draft::default();
        copy.take_value(&Json::from(value));
        assert_eq!(copy, draft);
        draft.set(Field::Reason, "illness");
        assert!(draft.to_value().get("child").is_none());
    }

    #[test]
    fn a_choice_with_space_around_it_is_that_choice() {
        let mut draft = Draft::default();
        draft.set(Field::Reason, "crf ");
        draft.set(Field::Kind, " prolongation");
        assert!(draft.is_crf() && draft.asks(Field::ChildMatricule));
        assert!(draft.asks(Field::Previous));
        draft.set(Field::Reason, " accident\n");
        assert!(draft.asks(Field::AccidentDate));
        let value = serde_json::json!({"certificate": {"reason": "crf ", "outings": " allowed"}});
        draft.take_value(&Json::from(value));
        assert_eq!(
            (draft.get(Field::Reason), draft.get(Field::Outings)),
            ("crf", "allowed")
        );
    }
}
