//! The path after `/volet/dsp`: plain FHIR segments, nothing that a server could read otherwise.

use axum::http::Uri;
use url::Url;

const PREFIX: &str = "/volet/dsp";
/// `[base]/Type/id/_history/version` is four.
const MAX_SEGMENTS: usize = 6;

/// What a path is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `…/_search` (FHIR R4, search by POST).
    Search,
    /// Metadata, a resource, a document, a page of an answer.
    Other,
}

/// A path that was taken apart, and the query that goes on with it.
#[derive(Debug)]
pub(super) struct FhirPath<'u> {
    segments: Vec<&'u str>,
    query: Option<&'u str>,
}

impl<'u> FhirPath<'u> {
    /// `None` for an encoded character, a dot segment, an empty segment or too many of them.
    pub(super) fn parse(uri: &'u Uri) -> Option<Self> {
        let rest = uri.path().strip_prefix(PREFIX)?;
        let segments: Vec<&str> = match rest {
            "" | "/" => Vec::new(),
            _ => rest.strip_prefix('/')?.split('/').collect(),
        };
        let is_plain = |segment: &&str| {
            let is_letter = |b: u8| b.is_ascii_alphanumeric() || b"-._~$".contains(&b);
            !matches!(*segment, "" | "." | "..") && segment.bytes().all(is_letter)
        };
        (segments.len() <= MAX_SEGMENTS && segments.iter().all(is_plain)).then(|| Self {
            segments,
            query: uri.query(),
        })
    }

    pub(super) fn kind(&self) -> Kind {
        match self.segments.last() {
            Some(&"_search") => Kind::Search,
            _ => Kind::Other,
        }
    }

    /// The address upstream; it cannot leave `base`.
    pub(super) fn under(&self, base: &Url) -> Option<Url> {
        let mut url = base.clone();
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .extend(&self.segments);
        url.set_query(self.query);
        url.path()
            .starts_with(base.path().trim_end_matches('/'))
            .then_some(url)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, expected: Option<&str>) {
        let uri: Uri = path.parse().unwrap();
        let base = Url::parse("https://dsp.example/fhir").unwrap();
        let found = FhirPath::parse(&uri).and_then(|path| path.under(&base));
        assert_eq!(found.as_ref().map(Url::as_str), expected, "{path}");
    }

    #[test]
    fn plain_paths_are_mapped_under_the_base() {
        check("/volet/dsp", Some("https://dsp.example/fhir"));
        check(
            "/volet/dsp/metadata",
            Some("https://dsp.example/fhir/metadata"),
        );
        check(
            "/volet/dsp/Binary/b-1",
            Some("https://dsp.example/fhir/Binary/b-1"),
        );
        check(
            "/volet/dsp?_getpages=a1&_getpagesoffset=20",
            Some("https://dsp.example/fhir?_getpages=a1&_getpagesoffset=20"),
        );
    }

    #[test]
    fn tricks_are_refused() {
        for path in [
            "/volet/dsp/..",
            "/volet/dsp/../econnector",
            "/volet/dsp/./Binary",
            "/volet/dsp/%2e%2e/admin",
            "/volet/dsp/Binary%2Fb-1",
            "/volet/dsp/Binary%5cb-1",
            "/volet/dsp//evil.example",
            "/volet/dsp/http://evil.example",
            "/volet/dsp/Binary/",
            "/volet/dsp/Binary;v=1",
            "/volet/dsp/@evil.example",
            "/volet/dsp/a/b/c/d/e/f/g",
            "/volet/dspx",
        ] {
            check(path, None);
        }
    }
}
