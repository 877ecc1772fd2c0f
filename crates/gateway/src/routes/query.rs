//! The parameters of a navigation's query.

use std::collections::BTreeMap;

use axum::http::Uri;
use url::form_urlencoded;

/// Parameters by name, each at most once (RFC 6749 §3.1).
#[derive(Default)]
pub(super) struct Query(BTreeMap<String, String>);

impl Query {
    /// `None` when a parameter is repeated.
    pub(super) fn of(uri: &Uri) -> Option<Self> {
        let mut parameters = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()) {
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
