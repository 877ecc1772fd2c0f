//! The requests of a search, through the gateway: by `POST _search`, so that no matricule is in an address (ITI-67).

use chrono::NaiveDate;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use url::form_urlencoded::Serializer;

use super::identity::MATRICULE_SYSTEM;
use super::type_map::Query;
use crate::dates;
use crate::ids::Matricule;

/// Entries of a page: few calls for a long list, and the first rows soon.
const COUNT: &str = "500";
const FHIR: HeaderValue = HeaderValue::from_static("application/fhir+json");
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// Asks for the records of a matricule, however the host groups its digits: none or several mean that nobody is identified.
pub fn patient(gateway: &str, matricule: &str) -> Request<Vec<u8>> {
    let parsed = Matricule::parse(matricule);
    let digits = parsed.as_ref().map_or(matricule, Matricule::as_str);
    let identifier = [MATRICULE_SYSTEM, digits].join("|");
    search(gateway, "Patient", [("identifier", identifier.as_str())])
}

/// Asks a query of the type map about a record.
pub fn list(gateway: &str, query: &Query, patient: &str) -> Request<Vec<u8>> {
    narrowed(gateway, query, patient, None)
}

/// Asks it for what is not older than a day, and for what has no date: such a thing is not known to be older. `None` for a
/// query without a date parameter.
///
/// The day before is asked for (`ge`, the prefix that MHD maps to XDS): a server compares in a time zone of its own, and the
/// page looks at each date itself.
pub fn since(
    gateway: &str,
    query: &Query,
    patient: &str,
    day: NaiveDate,
) -> Option<[Request<Vec<u8>>; 2]> {
    let name = query.since.as_deref()?;
    let from = ["ge", &dates::iso(day.pred_opt()?)].concat();
    let missing = [name, ":missing"].concat();
    Some(
        [(name, from.as_str()), (missing.as_str(), "true")]
            .map(|narrow| narrowed(gateway, query, patient, Some(narrow))),
    )
}

fn narrowed(
    gateway: &str,
    query: &Query,
    patient: &str,
    narrow: Option<(&str, &str)>,
) -> Request<Vec<u8>> {
    let reference = ["Patient/", patient].concat();
    let fixed = [("patient", reference.as_str()), ("_count", COUNT)];
    let own = query.parameters.iter();
    let own = own.map(|(name, value)| (name.as_str(), value.as_str()));
    search(
        gateway,
        &query.resource,
        fixed.into_iter().chain(own).chain(narrow),
    )
}

/// Asks for a page; `path` is what [`super::paging::map_link`] made of its link.
pub fn page(gateway: &str, path: &str) -> Request<Vec<u8>> {
    let mut request = Request::new(Vec::new());
    *request.uri_mut() = [gateway, path].concat().parse().unwrap_or_default();
    request.headers_mut().insert(ACCEPT, FHIR);
    request
}

/// Asks for a document in the type that its metadata announce (ITI-68: only that one is assured).
pub fn document(gateway: &str, path: &str, media_type: &str) -> Request<Vec<u8>> {
    let mut request = page(gateway, path);
    let accept = HeaderValue::from_str(media_type)
        .ok()
        .filter(|value| !value.is_empty());
    let any = HeaderValue::from_static("*/*");
    request.headers_mut().insert(ACCEPT, accept.unwrap_or(any));
    request
}

fn search<'a>(
    gateway: &str,
    resource: &str,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Request<Vec<u8>> {
    let body = Serializer::new(String::new())
        .extend_pairs(parameters)
        .finish();
    let mut request = Request::new(body.into_bytes());
    *request.method_mut() = Method::POST;
    let address = [gateway, "/dsp/", resource, "/_search"].concat();
    *request.uri_mut() = address.parse().unwrap_or_default();
    request.headers_mut().insert(ACCEPT, FHIR);
    request.headers_mut().insert(CONTENT_TYPE, FORM);
    request
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::type_map::TypeMap;

    const GATEWAY: &str = "https://cabinet.example/volet";

    #[test]
    fn no_matricule_is_in_an_address() {
        let request = patient(GATEWAY, "1985031402717");
        assert_eq!(
            request.uri(),
            "https://cabinet.example/volet/dsp/Patient/_search"
        );
        let body = String::from_utf8(request.into_body()).unwrap();
        assert_eq!(body, "identifier=urn%3Aoid%3A1.3.182.4.4%7C1985031402717");
        let grouped = patient(GATEWAY, "1985 03.14-027 17").into_body();
        assert_eq!(String::from_utf8(grouped).unwrap(), body);
    }

    #[test]
    fn a_query_names_patient_and_status() {
        let map = TypeMap::built_in().unwrap();
        let query = map.queries("documents").next().unwrap();
        let body = String::from_utf8(list(GATEWAY, query, "dsp-1").into_body()).unwrap();
        assert!(body.starts_with("patient=Patient%2Fdsp-1&"));
        assert!(body.contains("status=current"));
    }

    #[test]
    fn a_day_narrows_a_query_and_loses_nothing_without_a_date() {
        let map = TypeMap::built_in().unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 3, 1).unwrap();
        let documents = map.queries("documents").next().unwrap();
        let bodies = since(GATEWAY, documents, "dsp-1", day)
            .unwrap()
            .map(|request| String::from_utf8(request.into_body()).unwrap());
        assert!(bodies[0].ends_with("&creation=ge2026-02-28"));
        assert!(bodies[1].ends_with("&creation%3Amissing=true"));
        assert!(bodies.iter().all(|body| body.contains("status=current")));
        // The value before and the chart need what is older.
        let results = map.queries("laboratory").next().unwrap();
        assert!(since(GATEWAY, results, "dsp-1", day).is_none());
    }

    #[test]
    fn a_page_is_asked_for_through_the_gateway() {
        let request = page(GATEWAY, "/dsp?_getpages=a&_getpagesoffset=20");
        assert_eq!(
            request.uri(),
            "https://cabinet.example/volet/dsp?_getpages=a&_getpagesoffset=20"
        );
        assert_eq!(request.method(), Method::GET);
    }
}
