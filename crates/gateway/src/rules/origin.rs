//! The rule against requests that another site makes (docs/gateway.md).

use axum::http::{HeaderMap, Method, header};

use crate::config::{Config, Mode};
use crate::problem::Problem;

/// A header that no form and no foreign script can set without a preflight, which is never granted.
const MARK: &str = "x-volet";
const FETCH_SITE: &str = "sec-fetch-site";

/// What a navigation is for, as browsers say it; a frame or an image is not to start a sign-in.
const FETCH_DEST: &str = "sec-fetch-dest";
/// The two navigations of `bff`, which carry no header of the page's.
const LOGIN: &str = "/volet/login";
const CALLBACK: &str = "/volet/callback";

/// Checks a request against the rule for its route.
pub(super) fn check(
    config: &Config,
    method: &Method,
    route: &str,
    headers: &HeaderMap,
) -> Result<(), Problem> {
    let is_navigation = config.mode == Mode::Bff && *method == Method::GET;
    match route {
        LOGIN | CALLBACK if is_navigation => check_navigation(route, headers),
        _ => check_call(method, headers, &config.origins),
    }
}

/// The callback comes from the issuer's site; a sign-in begins on this one.
fn check_navigation(route: &str, headers: &HeaderMap) -> Result<(), Problem> {
    let is_one_of = |name: &str, allowed: &[&str]| {
        let value = headers.get(name);
        value.is_none_or(|value| allowed.iter().any(|it| value == it))
    };
    let is_from_here = is_one_of(FETCH_SITE, &["same-origin", "none"]);
    if is_one_of(FETCH_DEST, &["document", "empty"]) && (route == CALLBACK || is_from_here) {
        Ok(())
    } else {
        Err(Problem::FetchSiteRefused)
    }
}

/// Checks the mark, the origin and what the browser says of the page that asks.
fn check_call(method: &Method, headers: &HeaderMap, origins: &[String]) -> Result<(), Problem> {
    if headers.get(MARK).is_none_or(|mark| mark != "1") {
        return Err(Problem::HeaderMissing);
    }
    let is_read = matches!(*method, Method::GET | Method::HEAD);
    match headers.get(header::ORIGIN) {
        // Browsers send none on a same-origin GET.
        None if is_read => {}
        Some(origin) if origins.iter().any(|allowed| origin == allowed.as_str()) => {}
        _ => return Err(Problem::OriginRefused),
    }
    match headers.get(FETCH_SITE) {
        Some(site) if site != "same-origin" => Err(Problem::FetchSiteRefused),
        _ => Ok(()),
    }
}
