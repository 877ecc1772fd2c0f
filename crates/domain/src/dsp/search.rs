//! Searches as paths of the gateway and form bodies: by POST, so that no matricule is in a URL (IHE MHD ITI-67).

use chrono::NaiveDate;
use url::form_urlencoded::Serializer;

use super::type_map::Query;
use crate::dates;

/// The system of matricules (seed 002; HL7 IPS uses the same).
const MATRICULE: &str = "urn:oid:1.3.182.4.4";
/// Entries on a page: the first rows come soon, and ten thousand documents in a hundred pages.
const PAGE: &str = "100";

/// A search.
#[derive(Clone, PartialEq, Eq)]
pub struct Search {
    /// The gateway's path.
    pub path: String,
    /// The body, form-encoded.
    pub body: String,
}

crate::redacted!(Search);

/// The search for the patient's record.
pub fn patient(matricule: &str) -> Search {
    let identifier = [MATRICULE, "|", matricule].concat();
    search("Patient", |form| {
        form.append_pair("identifier", &identifier);
    })
}

/// The search of a query for a patient, from a day on where the server can tell.
pub fn of(query: &Query, patient: &str, since: Option<NaiveDate>) -> Search {
    search(&query.resource, |form| {
        form.append_pair("patient", &["Patient/", patient].concat());
        for (name, value) in &query.parameters {
            form.append_pair(name, value);
        }
        if let (Some(name), Some(day)) = (&query.since, since) {
            form.append_pair(name, &["ge", &dates::iso(day)].concat());
        }
        form.append_pair("_count", PAGE);
    })
}

fn search(resource: &str, fill: impl FnOnce(&mut Serializer<'_, String>)) -> Search {
    let mut form = Serializer::new(String::new());
    fill(&mut form);
    Search {
        path: ["/volet/dsp/", resource, "/_search"].concat(),
        body: form.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dsp::type_map::TypeMap;

    #[test]
    fn the_matricule_is_in_the_body_only() {
        let search = patient("1985031402717");
        assert_eq!(search.path, "/volet/dsp/Patient/_search");
        assert_eq!(
            search.body,
            "identifier=urn%3Aoid%3A1.3.182.4.4%7C1985031402717"
        );
    }

    #[test]
    fn a_query_becomes_a_form() {
        let map = TypeMap::built_in().unwrap();
        let query = map.queries("documents").next().unwrap();
        let since = dates::parse("2024-05-06");
        let search = of(query, "dsp-1002", since);
        assert_eq!(search.path, "/volet/dsp/DocumentReference/_search");
        assert_eq!(
            search.body,
            "patient=Patient%2Fdsp-1002&_sort=-creation&status=current&creation=ge2024-05-06&_count=100"
        );
    }
}
