//! Where a document stands, and what came back for it.

use std::sync::Arc;

use domain::econnector::{Deposit, Receipt};
use domain::kept::Replaced;

/// Where a document stands. Its words are the states of the public contract; *confirming* is still a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// Being written.
    Draft,
    /// The person looks at who, what and where to.
    Confirming,
    /// On its way. The form is locked.
    Sending,
    /// The answer was lost. The form is locked, and only the same bytes may go again.
    Unknown,
    /// mySecu refused it; it can be mended and sent as a new document.
    Refused,
    /// Deposited.
    Accepted(Arc<Sent>),
    /// Deposited and cancelled.
    Revoked(Arc<Sent>),
}

impl Stage {
    /// The word of the public contract.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Draft | Self::Confirming => "draft",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Accepted(_) => "accepted",
            Self::Revoked(_) => "revoked",
        }
    }

    /// What was deposited, cancelled or not.
    pub(crate) fn sent(&self) -> Option<&Arc<Sent>> {
        match self {
            Self::Accepted(sent) | Self::Revoked(sent) => Some(sent),
            _ => None,
        }
    }

    /// What its page says of it.
    pub(crate) fn answer(&self) -> Option<Answer<'_>> {
        let revoked = matches!(self, Self::Revoked(_));
        self.sent().map(|sent| Answer {
            receipt: &sent.receipt,
            revoked,
        })
    }

    /// Whether the fields can be typed in.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Draft | Self::Confirming | Self::Refused)
    }
}

/// What was deposited and what came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sent {
    /// The document.
    pub(crate) deposit: Deposit,
    /// The answer.
    pub(crate) receipt: Receipt,
    /// When the answer came, ISO 8601.
    pub(crate) at: String,
}

/// What the page of a deposited document says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// What came back.
    pub(crate) receipt: &'a Receipt,
    /// Whether it was cancelled since.
    pub(crate) revoked: bool,
}

impl Sent {
    /// What is known of it again from a form that was to take its place.
    pub(super) fn replaced(old: &Replaced) -> Arc<Self> {
        Arc::new(Self {
            deposit: old.deposit.clone(),
            receipt: Receipt {
                document_id: old.deposit.document_id.clone(),
                uuid_secu: old.uuid_secu.clone(),
                anomalies: Vec::new(),
                documents: Vec::new(),
                shares: None,
            },
            at: old.sent_at.clone(),
        })
    }
}
