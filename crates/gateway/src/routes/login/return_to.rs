//! The place on the host's pages to which a sign-in of `bff` goes back; never another origin.

use axum::http::HeaderMap;
use axum::response::Response;
use url::{Position, Url};

use super::see_other;
use crate::problem::Problem;

/// Longer addresses do not fit the cookie of a sign-in.
const MAX_LENGTH: usize = 512;
/// What the page is told by, and takes out of its address.
const PARAMETER: &str = "volet_login";

/// An address on the host's origin.
#[derive(Debug, Clone)]
pub(super) struct ReturnTo(Url);

/// How a sign-in ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Done,
    /// With a stable code.
    Failed(&'static str),
}

impl ReturnTo {
    /// Takes a path with a query at most; none is the host's first page.
    ///
    /// Decided after parsing, because `//host`, `/\host` and `/.//host` all look like paths.
    /// Nothing under `/volet` is a place to go back to.
    pub(super) fn parse(origin: &str, text: Option<&str>) -> Option<Self> {
        let text = text.unwrap_or("/");
        let is_plain = |c: char| !c.is_control() && c != '\\' && c != '#';
        if !text.starts_with('/') || !text.chars().all(is_plain) {
            return None;
        }
        let base = Url::parse(origin).ok()?;
        let url = base.join(text).ok()?;
        let is_volets = url.path() == "/volet" || url.path().starts_with("/volet/");
        let is_here = url.origin() == base.origin() && !url.path().starts_with("//");
        let place = Self(url);
        // As it is written afterwards: what is not ASCII has become longer.
        let is_short = place.path().len() <= MAX_LENGTH;
        (is_here && !is_volets && is_short).then_some(place)
    }

    /// Path and query, as `parse` takes them.
    pub(super) fn path(&self) -> &str {
        &self.0[Position::BeforePath..]
    }

    pub(super) fn answer(&self, outcome: Outcome, headers: HeaderMap) -> Result<Response, Problem> {
        let word = match outcome {
            Outcome::Done => "done",
            Outcome::Failed(code) => code,
        };
        let mut url = self.0.clone();
        url.query_pairs_mut().append_pair(PARAMETER, word);
        see_other(url.as_str(), headers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGIN: &str = "https://host.example";

    fn check(text: &str, expected: Option<&str>) {
        let found = ReturnTo::parse(ORIGIN, Some(text));
        assert_eq!(found.as_ref().map(ReturnTo::path), expected, "{text}");
        if let Some(found) = found {
            let answer = found.answer(Outcome::Done, HeaderMap::new()).unwrap();
            let location = answer.headers()["location"].to_str().unwrap();
            assert!(location.starts_with("https://host.example/"), "{location}");
            assert!(location.ends_with("volet_login=done"), "{location}");
        }
    }

    #[test]
    fn paths_of_the_host_are_kept() {
        check("/", Some("/"));
        check("/patients", Some("/patients"));
        check("/patients?tab=2", Some("/patients?tab=2"));
        check("/a/../b", Some("/b"));
        check(
            "/?next=https://evil.example",
            Some("/?next=https://evil.example"),
        );
        check("/volets", Some("/volets"));
        assert_eq!(ReturnTo::parse(ORIGIN, None).unwrap().path(), "/");
    }

    #[test]
    fn nothing_leads_elsewhere() {
        for text in [
            "",
            "patients",
            "//evil.example",
            "//evil.example/%2e%2e",
            "/\\evil.example",
            "\\\\evil.example",
            "/.//evil.example",
            "/a/..//evil.example",
            "https://evil.example",
            "https:/evil.example",
            "javascript:alert(1)",
            " //evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "/#fragment",
            "/volet/login",
            "/volet",
            "/x/../volet/logout",
        ] {
            check(text, None);
        }
        let longest = format!("/{}", "a".repeat(511));
        check(&longest, Some(&longest));
        check(&format!("{longest}a"), None);
        check(&format!("/{}", "é".repeat(86)), None);
    }
}
