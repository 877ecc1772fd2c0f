//! Reading JSON that others wrote, member by member: what is missing or of another type reads as empty.
//!
//! One reader for all answers, options and contexts. A derived reader for each type costs several kilobytes of the
//! first load, and would refuse a whole answer for one odd member.

use serde_json::Value;

/// A JSON value.
#[derive(Clone, PartialEq, Default)]
pub struct Json(Value);

crate::redacted!(Json);

impl Json {
    /// Parses a text; `None` when it is no JSON.
    pub fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice(text).ok().map(Self)
    }

    /// A member, `null` where there is none.
    #[must_use]
    pub fn member(&self, name: &str) -> Self {
        Self(self.0.get(name).cloned().unwrap_or_default())
    }

    /// A member that is an object.
    pub fn object(&self, name: &str) -> Option<Self> {
        let member = self.member(name);
        member.0.is_object().then_some(member)
    }

    /// A member that is a text; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        self.0
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    }

    /// A member that is a text and not empty.
    pub fn filled(&self, name: &str) -> Option<String> {
        Some(self.text(name)).filter(|text| !text.is_empty())
    }

    /// A member that is `true`.
    pub fn flag(&self, name: &str) -> bool {
        self.0
            .get(name)
            .and_then(Value::as_bool)
            .unwrap_or_default()
    }

    /// Whether a member is there.
    pub fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }

    /// A member that is `false`, and not merely missing.
    pub fn is_false(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool) == Some(false)
    }

    /// A member that is a whole number; 0 where there is none.
    pub fn number(&self, name: &str) -> i64 {
        self.0.get(name).and_then(Value::as_i64).unwrap_or_default()
    }

    /// A member that is a list, each entry read.
    pub fn list<T>(&self, name: &str, read: impl FnMut(Self) -> T) -> Vec<T> {
        let list = self
            .0
            .get(name)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        list.into_iter().map(Self).map(read).collect()
    }

    /// A member that is a list of texts.
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.list(name, |entry| {
            entry.0.as_str().unwrap_or_default().to_owned()
        })
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.0.is_object()
    }

    /// The text at a path such as `/insured/lastName`.
    pub fn text_at(&self, pointer: &str) -> Option<&str> {
        self.0.pointer(pointer).and_then(Value::as_str)
    }

    /// Every member that is a text, by name.
    pub fn all_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        let members = self.0.as_object().into_iter().flatten();
        members.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }
}

impl From<Json> for Value {
    fn from(json: Json) -> Self {
        json.0
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_or_odd_reads_as_empty() {
        let json = Json::parse(br#"{"a":"x","b":1,"c":["y",2],"d":{"e":true}}"#).unwrap();
        assert_eq!(
            (json.text("a").as_str(), json.text("b").as_str()),
            ("x", "")
        );
        assert_eq!((json.number("b"), json.number("a")), (1, 0));
        assert_eq!(json.texts("c"), ["y", ""]);
        assert!(json.member("d").flag("e") && !json.flag("d"));
        assert!(json.object("d").is_some() && json.object("a").is_none());
        assert_eq!(json.filled("z"), None);
        assert!(Json::parse(b"{").is_none());
    }
}
