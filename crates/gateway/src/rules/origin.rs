//! The rule against requests that another site makes (docs/gateway.md).

use axum::http::{HeaderMap, Method, header};

use crate::problem::Problem;

/// A header that no form and no foreign script can set without a preflight, which is never granted.
const MARK: &str = "x-volet";
const FETCH_SITE: &str = "sec-fetch-site";

/// Checks the mark, the origin and what the browser says of the page that asks.
pub(super) fn check(
    method: &Method,
    headers: &HeaderMap,
    origins: &[String],
) -> Result<(), Problem> {
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
