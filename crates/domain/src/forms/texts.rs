//! What stands in the fields of a form, as typed: the part of a draft that every form has.

/// A text by its field, in the order of the fields; an empty one is none. A form has few of them: a map of the standard library
/// would be a hundred times the code.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Texts<F>(Vec<(F, String)>);

impl<F> Default for Texts<F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<F: Copy + Ord> Texts<F> {
    fn find(&self, field: F) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(&field))
    }

    /// The text of a field.
    pub(super) fn get(&self, field: F) -> &str {
        let at = self.find(field).ok();
        let found = at.and_then(|at| self.0.get(at));
        found.map_or("", |(_, text)| text.as_str())
    }

    /// Puts a text into a field.
    pub(super) fn put(&mut self, field: F, text: &str) {
        match self.find(field) {
            Ok(at) if text.is_empty() => drop(self.0.remove(at)),
            Ok(at) => {
                if let Some((_, old)) = self.0.get_mut(at) {
                    text.clone_into(old);
                }
            }
            Err(at) if !text.is_empty() => self.0.insert(at, (field, text.to_owned())),
            Err(_) => {}
        }
    }

    /// The texts that are there, in the order of the form.
    pub(super) fn iter(&self) -> impl Iterator<Item = (F, &str)> {
        self.0.iter().map(|(field, text)| (*field, text.as_str()))
    }

    /// Gives each text another field, or none.
    pub(super) fn moved(&mut self, to: impl Fn(F) -> Option<F>) {
        for (field, text) in std::mem::take(&mut self.0) {
            if let Some(field) = to(field) {
                self.put(field, &text);
            }
        }
    }
}
