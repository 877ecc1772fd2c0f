//! What a caller is ready to take (RFC 9110 §12.5.1; a weight of zero is the only one that counts here).

use http::header::ACCEPT;

use super::problem::Problem;
use crate::exchange::{self, Request};

/// Whether the caller takes this media type.
pub(super) fn takes(request: &Request, media_type: &str) -> bool {
    let Some(header) = exchange::header(request, &ACCEPT) else {
        return true;
    };
    let essence = media_type.split(';').next().unwrap_or_default();
    let family = essence.split('/').next().unwrap_or_default();
    header.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default();
        let refused = parts.any(|parameter| matches!(parameter, "q=0" | "q=0.0"));
        let fits = range == "*/*"
            || range.eq_ignore_ascii_case(essence)
            || range
                .strip_suffix("/*")
                .is_some_and(|of| of.eq_ignore_ascii_case(family));
        fits && !refused
    })
}

/// Whether the caller names FHIR JSON itself, not only by a star.
pub(super) fn names_fhir(request: &Request) -> bool {
    exchange::header(request, &ACCEPT)
        .is_some_and(|header| header.contains("application/fhir+json"))
}

/// FHIR answers are JSON only.
pub(super) fn fhir(request: &Request) -> Result<(), Problem> {
    let json = ["application/fhir+json", "application/json"];
    if json.into_iter().any(|name| takes(request, name)) {
        Ok(())
    } else {
        Err(Problem::NotAcceptable)
    }
}
