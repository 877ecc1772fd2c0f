//! Links of the DSP: which may be followed, through which path of the gateway, and when a chain of pages ends.
//!
//! Two known JavaScript clients follow a `next` link to any server with the bearer token. Here a link is mapped to the
//! gateway's `/dsp` or refused before any request; the token never meets another origin.

use std::collections::BTreeSet;

use url::Url;

/// Where the gateway has the DSP, below its own address.
const MAPPED: &str = "/dsp";

/// A link that is not followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LinkRefused {
    /// The DSP's own base is no address: a fault of the configuration.
    #[error("the DSP's base is no address")]
    Base,
    /// It is no address.
    #[error("the link is no address")]
    Unreadable,
    /// Another scheme, host or port, or a name and password before the host.
    #[error("the link leads to another server")]
    Foreign,
    /// The server's own, but outside the base's path.
    #[error("the link leads out of the record")]
    Outside,
}

/// Maps a link that is relative or lies under `base` to a path below the gateway's; scheme, host, port and path prefix
/// are compared after parsing, so that `..`, `%2e%2e`, backslashes and names before an `@` gain nothing.
///
/// # Errors
/// When the link may not be followed.
pub fn map_link(base: &str, link: &str) -> Result<String, LinkRefused> {
    let mut root = Url::parse(base).map_err(|_| LinkRefused::Base)?;
    let prefix = root.path().trim_end_matches('/').to_owned();
    root.set_path(&format!("{prefix}/"));
    // What a parser would silently drop or turn has no place in a link.
    if link.is_empty()
        || link
            .chars()
            .any(|letter| letter.is_control() || matches!(letter, ' ' | '\\'))
    {
        return Err(LinkRefused::Unreadable);
    }
    let url = root.join(link).map_err(|_| LinkRefused::Unreadable)?;
    let place = |url: &Url| {
        let port = url.port_or_known_default();
        (
            url.scheme().to_owned(),
            url.host_str().map(str::to_owned),
            port,
        )
    };
    let named = !url.username().is_empty() || url.password().is_some();
    if named || url.cannot_be_a_base() || place(&url) != place(&root) {
        return Err(LinkRefused::Foreign);
    }
    let path = url.path();
    let hidden = path.to_ascii_lowercase();
    if hidden.contains("%2f") || hidden.contains("%5c") || hidden.contains("%00") {
        return Err(LinkRefused::Outside);
    }
    let rest = path.strip_prefix(&prefix).ok_or(LinkRefused::Outside)?;
    if !rest.is_empty() && !rest.starts_with('/') {
        return Err(LinkRefused::Outside);
    }
    // The base itself has no slash at its end, as in servers' own links.
    let rest = if rest == "/" { "" } else { rest };
    let mut mapped = [MAPPED, rest].concat();
    if let Some(query) = url.query() {
        mapped.push('?');
        mapped.push_str(query);
    }
    Ok(mapped)
}

/// How much is taken before a chain is given up; what was read until then is shown as incomplete.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Pages.
    pub pages: usize,
    /// Bytes of all pages.
    pub bytes: usize,
}

/// Ten thousand documents in pages of 50, twice; a page with inline content may be large.
pub const LIMITS: Limits = Limits {
    pages: 400,
    bytes: 128 * 1024 * 1024,
};

/// Why a list is incomplete.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Incomplete {
    /// The next page's link may not be followed.
    LinkRefused(LinkRefused),
    /// The next page was read before, or brought nothing new.
    Loop,
    /// More pages or bytes than [`Limits`].
    Flood,
    /// A page could not be read to its end.
    CutOff,
    /// A page is larger than what is read.
    TooLarge,
    /// The server refused or failed in the middle.
    Failed,
}

impl Incomplete {
    /// The last part of a text's key.
    pub fn name(self) -> &'static str {
        match self {
            Self::LinkRefused(_) => "link",
            Self::Loop => "loop",
            Self::Flood => "flood",
            Self::CutOff => "cut",
            Self::TooLarge => "large",
            Self::Failed => "failed",
        }
    }
}

/// What comes after a page.
#[derive(Clone, PartialEq, Eq)]
pub enum Step {
    /// Ask for this path of the gateway.
    Follow(String),
    /// It was the last page.
    End,
    /// Something is missing.
    Stop(Incomplete),
}

crate::redacted!(Step);

/// A chain of pages that is being read.
#[derive(Clone)]
pub struct Chain {
    base: String,
    limits: Limits,
    followed: BTreeSet<String>,
    pages: usize,
    bytes: usize,
}

crate::redacted!(Chain);

impl Chain {
    /// A chain under this base of the DSP.
    pub fn new(base: &str, limits: Limits) -> Self {
        Self {
            base: base.to_owned(),
            limits,
            followed: BTreeSet::new(),
            pages: 0,
            bytes: 0,
        }
    }

    /// Takes a page of so many bytes that brought `new` entries not seen before, and its `next` link.
    pub fn page(&mut self, bytes: usize, new: usize, next: Option<&str>) -> Step {
        self.pages += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        let Some(next) = next else {
            return Step::End;
        };
        let path = match map_link(&self.base, next) {
            Ok(path) => path,
            Err(refused) => return Step::Stop(Incomplete::LinkRefused(refused)),
        };
        if new == 0 || !self.followed.insert(path.clone()) {
            return Step::Stop(Incomplete::Loop);
        }
        if self.pages >= self.limits.pages || self.bytes >= self.limits.bytes {
            return Step::Stop(Incomplete::Flood);
        }
        Step::Follow(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LinkRefused::{Foreign, Outside, Unreadable};

    const BASE: &str = "http://127.0.0.1:8083/fhir";

    #[test]
    fn links_under_the_base_are_mapped() {
        for (link, mapped) in [
            (
                "http://127.0.0.1:8083/fhir?_getpages=a&_getpagesoffset=20",
                "/dsp?_getpages=a&_getpagesoffset=20",
            ),
            (
                "http://127.0.0.1:8083/fhir/Binary/doc-1",
                "/dsp/Binary/doc-1",
            ),
            (
                "HTTP://127.0.0.1:8083/fhir/_page?id=1#top",
                "/dsp/_page?id=1",
            ),
            ("Binary/doc-1", "/dsp/Binary/doc-1"),
            ("./Binary/doc-1", "/dsp/Binary/doc-1"),
            ("/fhir/Binary/doc-1", "/dsp/Binary/doc-1"),
            ("?_getpages=a", "/dsp?_getpages=a"),
            ("//127.0.0.1:8083/fhir/Binary/1", "/dsp/Binary/1"),
            ("http://127.0.0.1:8083/fhir/x/../Binary/1", "/dsp/Binary/1"),
        ] {
            assert_eq!(map_link(BASE, link).as_deref(), Ok(mapped), "{link}");
            assert_eq!(
                map_link("http://127.0.0.1:8083/fhir/", link).as_deref(),
                Ok(mapped),
                "{link}"
            );
        }
        let plain = map_link("https://dsp.example", "https://dsp.example:443/Binary/1");
        assert_eq!(plain.as_deref(), Ok("/dsp/Binary/1"));
    }

    #[test]
    fn any_other_link_is_refused() {
        for (link, why) in [
            ("https://dsp.elsewhere.example/fhir?_getpages=a", Foreign),
            ("https://127.0.0.1:8083/fhir/Binary/1", Foreign),
            ("http://127.0.0.1:8084/fhir/Binary/1", Foreign),
            ("http://localhost:8083/fhir/Binary/1", Foreign),
            (
                "http://127.0.0.1:8083@elsewhere.example/fhir/Binary/1",
                Foreign,
            ),
            ("http://user@127.0.0.1:8083/fhir/Binary/1", Foreign),
            ("//elsewhere.example/fhir/1", Foreign),
            ("javascript:alert(1)", Foreign),
            ("data:text/html,<script>", Foreign),
            ("file:///etc/passwd", Foreign),
            ("urn:oid:1.2.3", Foreign),
            ("http://127.0.0.1:8083/fhirx/Binary/1", Outside),
            ("http://127.0.0.1:8083/sandbox/journal", Outside),
            ("../auth/realms/default", Outside),
            ("%2e%2e/auth", Outside),
            ("/fhir/..%2f..%2fsandbox", Outside),
            ("/fhir/%5c..%5c", Outside),
            ("", Unreadable),
            ("http://[", Unreadable),
            ("\\\\elsewhere.example\\x", Unreadable),
            ("java\nscript:alert(1)", Unreadable),
            ("http://127.0.0.1:8083/fhir/ x", Unreadable),
        ] {
            assert_eq!(map_link(BASE, link), Err(why), "{link}");
        }
        assert_eq!(map_link("dsp", "Binary/1"), Err(LinkRefused::Base));
    }

    fn chain(pages: usize) -> Chain {
        Chain::new(
            BASE,
            Limits {
                pages,
                bytes: 1_000,
            },
        )
    }

    #[test]
    fn a_chain_is_followed_to_its_end() {
        let mut chain = chain(9);
        assert!(chain.page(10, 5, Some("?p=2")) == Step::Follow("/dsp?p=2".into()));
        assert!(chain.page(10, 5, Some("?p=3")) == Step::Follow("/dsp?p=3".into()));
        assert!(chain.page(10, 5, None) == Step::End);
    }

    #[test]
    fn loops_and_floods_stop() {
        let mut again = chain(9);
        again.page(10, 5, Some("?p=2"));
        assert!(again.page(10, 5, Some("?p=2")) == Step::Stop(Incomplete::Loop));
        // Ever new links with entries that are known.
        assert!(chain(9).page(10, 0, Some("?p=7")) == Step::Stop(Incomplete::Loop));
        let mut many = chain(2);
        many.page(10, 5, Some("?p=2"));
        assert!(many.page(10, 5, Some("?p=3")) == Step::Stop(Incomplete::Flood));
        assert!(chain(9).page(1_000, 5, Some("?p=2")) == Step::Stop(Incomplete::Flood));
        let foreign = Step::Stop(Incomplete::LinkRefused(Foreign));
        assert!(chain(9).page(10, 5, Some("https://elsewhere.example/")) == foreign);
    }
}
