//! Form and query parameters, each at most once (RFC 6749 §3.1), and cookies.

use std::collections::BTreeMap;

use http::HeaderMap;
use http::header::COOKIE;

/// Decoded `application/x-www-form-urlencoded` parameters.
#[derive(Default)]
pub struct Params(BTreeMap<String, String>);

impl std::fmt::Debug for Params {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Params([redacted])")
    }
}

/// A parameter that came twice.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("parameter given more than once")]
pub struct Repeated;

impl Params {
    /// Reads a query string or a form body.
    ///
    /// # Errors
    /// RFC 6749 §3.1: "parameters MUST NOT be included more than once".
    pub fn parse(encoded: &[u8]) -> Result<Self, Repeated> {
        let mut map = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(encoded) {
            if map.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(Repeated);
            }
        }
        Ok(Self(map))
    }

    /// The value, or `None` when it is absent or empty: RFC 6749 §3.1 treats both alike.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

/// The value of one cookie of the request.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_a_repeated_parameter() {
        assert_eq!(Params::parse(b"a=1&b=2&a=3").unwrap_err(), Repeated);
    }

    #[test]
    fn an_empty_value_is_absent() {
        let params = Params::parse(b"a=&b=x%20y").unwrap();
        assert_eq!(params.get("a"), None);
        assert_eq!(params.get("b"), Some("x y"));
    }

    #[test]
    fn finds_a_cookie_among_several() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "one=1; two=22".parse().unwrap());
        assert_eq!(cookie(&headers, "two").as_deref(), Some("22"));
        assert_eq!(cookie(&headers, "tw"), None);
    }
}
