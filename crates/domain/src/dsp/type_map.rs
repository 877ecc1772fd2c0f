//! Which code means which kind of document, and what is asked of the DSP: data that a host can replace.

use super::{Coding, DocumentKind};
use crate::json::Json;

const DEFAULT: &[u8] = include_bytes!("../../../../pkg/data/type-map.json");

/// Where a rule's code has to stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Element {
    Type,
    Category,
    Either,
}

#[derive(Clone, Debug)]
struct Rule {
    kind: DocumentKind,
    element: Element,
    /// Empty: any system.
    system: String,
    /// The code; with a star at its end its beginning.
    code: String,
}

/// A search: the resource type and its parameters, to which patient and page size are added.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// What it is for: `documents`, `laboratory`, `prescription`, `vaccination`, `antecedents`.
    pub purpose: String,
    /// The resource type.
    pub resource: String,
    /// Parameters in order.
    pub parameters: Vec<(String, String)>,
    /// The parameter that takes the day of "Depuis", where the server has one.
    pub since: Option<String>,
}

/// The table. MHD: match on type *or* category, since code sets differ (11369-6 is a category in HL7's set and a type
/// in France's).
#[derive(Clone, Debug)]
pub struct TypeMap {
    rules: Vec<Rule>,
    queries: Vec<Query>,
}

/// A table that cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TypeMapError {
    /// It is no JSON object.
    #[error("the type map is no JSON object")]
    Shape,
    /// It asks for nothing: every list would be empty.
    #[error("the type map has no query")]
    Silent,
    /// A rule names no kind, no code or no place (the number counts from 0).
    #[error("rule {0} of the type map cannot be used")]
    Rule(usize),
    /// A query names no resource type or purpose.
    #[error("query {0} of the type map cannot be used")]
    Query(usize),
}

impl TypeMap {
    /// The table that comes with Volet.
    ///
    /// # Errors
    /// Never with the table as it is; a test reads it.
    pub fn built_in() -> Result<Self, TypeMapError> {
        Self::parse(DEFAULT)
    }

    /// Reads a table (`pkg/schemas/typeMap.schema.json`).
    ///
    /// # Errors
    /// When a rule or a query says nothing that can be used: a table with a silent gap would hide documents' kinds.
    pub fn parse(text: &[u8]) -> Result<Self, TypeMapError> {
        let json = Json::parse(text).filter(Json::is_object);
        let json = json.ok_or(TypeMapError::Shape)?;
        let number = |result: Vec<Option<Rule>>| collect(result, TypeMapError::Rule);
        let rules = number(json.list("rules", |rule| read_rule(&rule)))?;
        let queries = json.list("queries", |query| read_query(&query));
        let queries = collect(queries, TypeMapError::Query)?;
        if queries.is_empty() {
            return Err(TypeMapError::Silent);
        }
        Ok(Self { rules, queries })
    }

    /// What a document is. Its type speaks before its category; the first rule that fits decides.
    pub fn classify(&self, types: &[Coding], categories: &[Coding]) -> DocumentKind {
        let find = |codings: &[Coding], element: Element| {
            self.rules.iter().find(|rule| {
                let place = rule.element == element || rule.element == Element::Either;
                place && codings.iter().any(|coding| rule.fits(coding))
            })
        };
        find(types, Element::Type)
            .or_else(|| find(categories, Element::Category))
            .map_or(DocumentKind::Other, |rule| rule.kind)
    }

    /// The searches for a purpose.
    pub fn queries<'a>(&'a self, purpose: &'a str) -> impl Iterator<Item = &'a Query> {
        self.queries
            .iter()
            .filter(move |one| one.purpose == purpose)
    }
}

impl Rule {
    fn fits(&self, coding: &Coding) -> bool {
        let system = self.system.is_empty() || self.system == coding.system;
        let code = match self.code.strip_suffix('*') {
            Some(beginning) => coding.code.starts_with(beginning),
            None => self.code == coding.code,
        };
        system && code && !coding.code.is_empty()
    }
}

fn collect<T>(
    read: Vec<Option<T>>,
    error: impl Fn(usize) -> TypeMapError,
) -> Result<Vec<T>, TypeMapError> {
    let numbered = read.into_iter().enumerate();
    numbered
        .map(|(at, one)| one.ok_or_else(|| error(at)))
        .collect()
}

fn read_rule(json: &Json) -> Option<Rule> {
    let element = match json.text("element").as_str() {
        "type" => Element::Type,
        "category" => Element::Category,
        "" => Element::Either,
        _ => return None,
    };
    Some(Rule {
        kind: DocumentKind::named(&json.text("kind"))?,
        element,
        system: json.text("system"),
        code: json.filled("code")?,
    })
}

fn read_query(json: &Json) -> Option<Query> {
    let parameters = json.member("parameters");
    let parameters = parameters
        .all_texts()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Some(Query {
        purpose: json.filled("for")?,
        // It becomes part of a path.
        resource: json
            .filled("resource")
            .filter(|name| name.bytes().all(|byte| byte.is_ascii_alphabetic()))?,
        parameters,
        since: json.filled("since"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use DocumentKind::{Imaging, Laboratory, Other, Prescription, Summary, Vaccination};

    fn codings(codes: &[(&str, &str)]) -> Vec<Coding> {
        let coding = |(system, code): &(&str, &str)| Coding {
            system: (*system).into(),
            code: (*code).into(),
        };
        codes.iter().map(coding).collect()
    }

    #[test]
    fn type_or_category_decides() {
        const LOINC: &str = "http://loinc.org";
        let map = TypeMap::built_in().unwrap();
        let check = |types: &[(&str, &str)], categories: &[(&str, &str)], kind| {
            assert_eq!(
                map.classify(&codings(types), &codings(categories)),
                kind,
                "{types:?} {categories:?}"
            );
        };
        check(&[(LOINC, "11502-2")], &[], Laboratory);
        check(&[(LOINC, "11369-6")], &[], Vaccination);
        check(&[], &[(LOINC, "11369-6")], Vaccination);
        check(&[(LOINC, "99999-9")], &[(LOINC, "11369-6")], Vaccination);
        check(&[(LOINC, "60591-5")], &[(LOINC, "11369-6")], Summary);
        check(&[(LOINC, "18748-4")], &[], Imaging);
        check(&[("urn:oid:1.3.182.5.9", "DT-00002")], &[], Laboratory);
        check(
            &[("urn:oid:1.2.250.1.213.1.1.4.12", "PRESC-KINE")],
            &[],
            Prescription,
        );
        let classes =
            "https://mos.esante.gouv.fr/NOS/TRE_A03-ClasseDocument/FHIR/TRE-A03-ClasseDocument";
        for classes in [classes, "urn:oid:1.2.250.1.213.1.1.4.1"] {
            check(&[], &[(classes, "03")], Prescription);
            check(&[], &[(classes, "10")], Other);
        }
        check(&[("urn:oid:1.2.250.1.213.1.1.4.12", "SYNTH")], &[], Summary);
        check(&[("urn:other", "DT-00002"), ("", "x")], &[], Other);
        check(&[(LOINC, "")], &[], Other);
        check(&[], &[], Other);
    }

    #[test]
    fn every_kind_but_other_has_a_rule_and_lists_have_their_queries() {
        let map = TypeMap::built_in().unwrap();
        for kind in DocumentKind::ALL {
            assert_eq!(
                map.rules.iter().any(|rule| rule.kind == kind),
                kind != Other,
                "{kind:?}"
            );
        }
        let documents: Vec<_> = map.queries("documents").collect();
        assert_eq!(documents[0].resource, "DocumentReference");
        assert!(
            documents[0]
                .parameters
                .contains(&("status".into(), "current".into()))
        );
        for purpose in ["laboratory", "prescription", "vaccination", "antecedents"] {
            assert!(map.queries(purpose).count() > 0, "{purpose}");
        }
    }

    #[test]
    fn a_table_with_a_gap_is_refused() {
        let refused = |text: &str| TypeMap::parse(text.as_bytes()).err();
        assert_eq!(refused("[]"), Some(TypeMapError::Shape));
        assert_eq!(refused("{"), Some(TypeMapError::Shape));
        let rule = r#"{"rules":[{"kind":"laboratory","code":"1"},{"kind":"letters","code":"2"}]}"#;
        assert_eq!(refused(rule), Some(TypeMapError::Rule(1)));
        assert_eq!(
            refused(r#"{"rules":[{"kind":"other"}]}"#),
            Some(TypeMapError::Rule(0))
        );
        let path = r#"{"queries":[{"for":"documents","resource":"../x"}]}"#;
        assert_eq!(refused(path), Some(TypeMapError::Query(0)));
        assert_eq!(
            refused(r#"{"queries":[{"for":"documents"}]}"#),
            Some(TypeMapError::Query(0))
        );
    }
}
