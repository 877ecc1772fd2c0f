//! A document as lists show it, local or from the DSP.

use serde::{Deserialize, Serialize};

use super::FhirDate;

/// The types under which documents are listed. A kind that no map knows is [`DocumentKind::Other`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub enum DocumentKind {
    /// Laboratory reports.
    Laboratory,
    /// Prescriptions and dispensations.
    Prescription,
    /// Vaccination.
    Vaccination,
    /// Patient summaries.
    Summary,
    /// Imaging reports and images.
    Imaging,
    /// Everything else: nothing is ever lost.
    Other,
}

impl DocumentKind {
    /// Every kind, in the order in which a host is likely to show them.
    pub const ALL: [Self; 6] = [
        Self::Laboratory,
        Self::Prescription,
        Self::Vaccination,
        Self::Summary,
        Self::Imaging,
        Self::Other,
    ];

    /// The name in options, attributes and events.
    pub fn name(self) -> &'static str {
        match self {
            Self::Laboratory => "laboratory",
            Self::Prescription => "prescription",
            Self::Vaccination => "vaccination",
            Self::Summary => "summary",
            Self::Imaging => "imaging",
            Self::Other => "other",
        }
    }

    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Where a document was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Origin {
    /// The host's own record.
    Local,
    /// The DSP.
    Dsp,
}

impl Origin {
    /// The value of `data-origin`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Dsp => "dsp",
        }
    }
}

/// A code with its system (R4 `Coding`); either may be empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
pub struct Coding {
    /// The code system.
    pub system: String,
    /// The code.
    pub code: String,
}

/// One form of a document's content (R4 `Attachment`).
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Content {
    /// The media type that the metadata promise.
    pub media_type: String,
    /// The link as it was given; [`super::paging::map_link`] says whether it may be followed.
    pub url: String,
    /// SHA-1 (R4) or, from other servers, SHA-256, decoded.
    pub hash: Vec<u8>,
    /// Bytes, where told.
    pub size: Option<u64>,
    /// Content inside the metadata, base64.
    pub data: String,
}

/// A document. It prints nothing of its patient.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The id in its origin.
    pub id: String,
    /// Where it was found.
    pub origin: Origin,
    /// Business identifiers, `system|value`.
    pub identifiers: Vec<String>,
    /// The date that is shown.
    pub date: FhirDate,
    /// Who made it.
    pub from: String,
    /// What it is called.
    pub title: String,
    /// What it is, by the type map.
    pub kind: DocumentKind,
    /// Its forms, the first the one to open.
    pub contents: Vec<Content>,
    /// `ResourceType/id` of what it is about: the prescription or vaccination that it documents (MHD `context.related`).
    pub related: Vec<String>,
}

crate::redacted!(Content);
crate::redacted!(Document);
