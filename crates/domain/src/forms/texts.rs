//! What stands in the fields of a form, as typed: the part of a draft that every form has.

use std::collections::BTreeMap;

/// A text by its field; an empty one is none.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Texts<F>(BTreeMap<F, String>);

impl<F> Default for Texts<F> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<F: Copy + Ord> Texts<F> {
    /// The text of a field.
    pub(super) fn get(&self, field: F) -> &str {
        self.0.get(&field).map_or("", String::as_str)
    }

    /// Puts a text into a field.
    pub(super) fn put(&mut self, field: F, text: &str) {
        if text.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, text.to_owned());
        }
    }

    /// The texts that are there, in the order of the form.
    pub(super) fn iter(&self) -> impl Iterator<Item = (F, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// Gives each text another field, or none.
    pub(super) fn moved(&mut self, to: impl Fn(F) -> Option<F>) {
        let texts = std::mem::take(&mut self.0).into_iter();
        let moved = texts.filter_map(|(field, text)| Some((to(field)?, text)));
        self.0 = moved.collect();
    }
}
