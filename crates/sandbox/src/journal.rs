//! The journal: one row a request, with ids and codes but no query string, body or name.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::exchange::Facts;

/// Which stand-in answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// The sign-in service.
    Aes,
    /// The eConnector SaaS with mySecu.
    Econnector,
    /// The shared record.
    Dsp,
}

impl Service {
    /// The name in the journal.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aes => "aes",
            Self::Econnector => "econnector",
            Self::Dsp => "dsp",
        }
    }
}

/// One request.
#[derive(Debug)]
pub struct Row {
    /// When, in seconds since 1970.
    pub at: i64,
    /// Who answered.
    pub service: Service,
    /// The HTTP method.
    pub method: String,
    /// The path without the query string, which may hold codes and states.
    pub path: String,
    /// The status of the answer, also of one that was lost on its way.
    pub status: u16,
    /// Ids and codes.
    pub facts: Facts,
}

/// A path as the journal keeps it: a run of thirteen digits is a matricule that does not belong there.
pub fn redacted_path(path: &str) -> String {
    let mut kept = String::with_capacity(path.len());
    let mut digits = String::new();
    for letter in path.chars().chain(['\0']) {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        kept.push_str(if digits.len() == 13 {
            "[redacted]"
        } else {
            &digits
        });
        digits.clear();
        if letter != '\0' {
            kept.push(letter);
        }
    }
    kept
}

/// The rows since the start or the last reset.
#[derive(Debug, Default)]
pub struct Journal(Vec<Row>);

impl Journal {
    /// Adds a row.
    pub fn add(&mut self, row: Row) {
        self.0.push(row);
    }

    /// Forgets every row.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The rows as the control API gives them.
    pub fn list(&self) -> Value {
        (1..)
            .zip(&self.0)
            .map(|(seq, row): (u64, &Row)| {
                json!({
                    "seq": seq,
                    "at": iso(row.at),
                    "service": row.service.name(),
                    "method": row.method,
                    "path": row.path,
                    "status": row.status,
                    "sub": row.facts.sub,
                    "gpCode": row.facts.gp_code,
                    "documentId": row.facts.document_id,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::redacted_path;

    #[test]
    fn a_matricule_in_a_path_is_not_kept() {
        assert_eq!(
            redacted_path("/fhir/Patient/1985031402717"),
            "/fhir/Patient/[redacted]"
        );
        let usual = "/saas/v2/90813319/send-document";
        assert_eq!(redacted_path(usual), usual);
        assert_eq!(redacted_path("/12345678901234"), "/12345678901234");
    }
}
