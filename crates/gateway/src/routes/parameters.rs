//! The parameters of a query or of a form.

use std::collections::BTreeMap;

use url::form_urlencoded;

/// Parameters by name, each at most once (RFC 6749 §3.1, §3.2).
#[derive(Default)]
pub(super) struct Parameters(BTreeMap<String, String>);

impl Parameters {
    /// `None` when a parameter is repeated.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(text) {
            let before = parameters.insert(name.into_owned(), value.into_owned());
            if before.is_some() {
                return None;
            }
        }
        Some(Self(parameters))
    }

    /// An empty parameter counts as not sent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.get(name).map(String::as_str);
        value.filter(|value| !value.is_empty())
    }
}
