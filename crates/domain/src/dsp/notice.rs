//! What the DSP says of itself: OperationOutcomes inside bundles and refusals, as codes for texts; never the server's own words.

use http::Response;
use serde::{Deserialize, Serialize};

use super::paging::Incomplete;
use crate::failure::Code;

/// One issue of an OperationOutcome (R4 `OperationOutcome.issue`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issue {
    /// `fatal`, `error`, `warning` or `information`.
    pub severity: String,
    /// The issue type, e.g. `incomplete`.
    pub code: String,
}

/// What a list has to tell beside its rows.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Notice {
    /// A part of the answer may be missing.
    Incomplete,
    /// The patient or the law keeps something from this person.
    Withheld,
    /// Something was wrong on the server's side.
    ServerProblem,
    /// Resources that could not be read.
    Unreadable,
}

impl Issue {
    /// What it means for the person; `None` for mere information, such as a parameter that was not looked at.
    pub fn notice(&self) -> Option<Notice> {
        match (self.severity.as_str(), self.code.as_str()) {
            (
                _,
                "incomplete" | "timeout" | "too-costly" | "throttled" | "transient" | "lock-error",
            ) => Some(Notice::Incomplete),
            (_, "forbidden" | "suppressed" | "security") => Some(Notice::Withheld),
            ("fatal" | "error", _) => Some(Notice::ServerProblem),
            _ => None,
        }
    }
}

/// Why nothing could be had from the DSP: the local rows stay, with a retry (UX-19).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Failure {
    /// The sign-in has ended.
    SignedOut,
    /// The record is closed to this person.
    Forbidden,
    /// A document that is not there or no longer.
    NotAvailable,
    /// The server does not give this format.
    NotAcceptable,
    /// The server does not take the question: a parameter or modifier that it does not know.
    NotUnderstood,
    /// The answer is larger than a page of a browser stands.
    TooLarge,
    /// No answer, or one of a server in trouble.
    Unavailable,
}

impl Failure {
    /// The failure of an answer; `None` for one that is none.
    pub fn of(response: &Response<Vec<u8>>) -> Option<Self> {
        match response.status().as_u16() {
            200..=299 => None,
            401 => Some(Self::SignedOut),
            403 => Some(Self::Forbidden),
            404 | 410 => Some(Self::NotAvailable),
            406 => Some(Self::NotAcceptable),
            400 | 422 | 501 => Some(Self::NotUnderstood),
            // The gateway did not pass it on.
            413 => Some(Self::TooLarge),
            _ => Some(Self::Unavailable),
        }
    }

    /// The public code (pkg/README.md, errors).
    pub fn code(self) -> Code {
        match self {
            Self::SignedOut => Code::SessionExpired,
            Self::Forbidden => Code::NotEntitled,
            Self::NotAvailable | Self::NotAcceptable => Code::DocumentNotAvailable,
            Self::TooLarge => Code::TooLarge,
            Self::NotUnderstood | Self::Unavailable => Code::DspUnavailable,
        }
    }
}

impl From<Incomplete> for Notice {
    fn from(_: Incomplete) -> Self {
        Self::Incomplete
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issues_become_notices() {
        let check = |severity: &str, code: &str, expected| {
            let issue = Issue {
                severity: severity.into(),
                code: code.into(),
            };
            assert_eq!(issue.notice(), expected, "{severity} {code}");
        };
        check("warning", "incomplete", Some(Notice::Incomplete));
        check("information", "suppressed", Some(Notice::Withheld));
        check("error", "exception", Some(Notice::ServerProblem));
        check("warning", "not-supported", None);
        check("", "", None);
    }

    #[test]
    fn statuses_become_failures() {
        let check = |status: u16, code| {
            let mut response = Response::new(Vec::new());
            *response.status_mut() = status.try_into().unwrap();
            let failure = Failure::of(&response).map(Failure::code);
            assert_eq!(failure, code, "{status}");
        };
        check(401, Some(Code::SessionExpired));
        check(403, Some(Code::NotEntitled));
        check(410, Some(Code::DocumentNotAvailable));
        check(400, Some(Code::DspUnavailable));
        check(413, Some(Code::TooLarge));
        check(502, Some(Code::DspUnavailable));
        check(503, Some(Code::DspUnavailable));
        check(302, Some(Code::DspUnavailable));
        check(200, None);
    }
}
