//! The document in a request: its XML decoded, parsed, and of the type and number that the request names.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document as Xml, Node};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::anomaly::Anomaly;
use super::problem::Problem;
use super::{Call, ecit, mh};

/// The namespace of the root element; its children are in none, as in the MH schema of 2022.
const NAMESPACE: &str = "http://www.secu.lu/ciss/cns";

/// What kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ecit,
    Mh,
}

impl Kind {
    /// The word on the wire.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ecit => "ECIT",
            Self::Mh => "MH",
        }
    }

    /// The root, as paths begin.
    pub(super) fn root(self) -> &'static str {
        match self {
            Self::Ecit => ecit::ROOT,
            Self::Mh => mh::ROOT,
        }
    }
}

/// A well-formed document.
pub(super) struct Document {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) text: String,
}

impl std::fmt::Debug for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Document")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Document {
    /// Reads the document of a call whose body fits the schema.
    pub(super) fn read(call: &Call<'_>) -> Result<Self, Problem> {
        let refused = |why: &str| Problem::InvalidRequest(why.to_owned());
        let id = call.body["documentId"].as_str().ok_or(Problem::Internal)?;
        let kind = match call.body["documentType"].as_str() {
            Some("ECIT") => Kind::Ecit,
            Some("MH") => Kind::Mh,
            _ => return Err(Problem::Internal),
        };
        let text = xml_text(call.body)?;
        let xml = Xml::parse(&text).map_err(|_| refused("The XML is not well-formed."))?;
        let root = xml.root_element();
        let name = root.tag_name();
        if name.namespace() != Some(NAMESPACE) || Some(name.name()) != kind.root().strip_prefix('/')
        {
            return Err(refused(
                "The XML's root element is not that of the document's type.",
            ));
        }
        if value(root, "entete/UUID").as_deref() != Some(id) {
            return Err(refused("The XML's UUID is not the documentId."));
        }
        drop(xml);
        Ok(Self {
            id: id.to_owned(),
            kind,
            text,
        })
    }

    /// The digest by which two documents are told to be the same.
    pub(super) fn digest(&self) -> [u8; 32] {
        Sha256::digest(&self.text).into()
    }

    /// What CNS has to say about the content.
    pub(super) fn check(&self, gp_code: &str, now: i64) -> Vec<Anomaly> {
        let Ok(xml) = Xml::parse(&self.text) else {
            return Vec::new();
        };
        match self.kind {
            Kind::Ecit => ecit::check(xml.root_element(), gp_code, now),
            Kind::Mh => mh::check(xml.root_element(), gp_code),
        }
    }
}

impl Document {
    /// What the patient and the fund pay of a mémoire.
    pub(super) fn shares(&self) -> Option<Value> {
        let xml = Xml::parse(&self.text).ok()?;
        Some(mh::shares(xml.root_element()))
    }
}

/// The XML of a request's body.
pub(super) fn xml_text(body: &Value) -> Result<String, Problem> {
    let refused = |why: &str| Problem::InvalidRequest(why.to_owned());
    let encoded = body["xml"].as_str().unwrap_or_default();
    let bytes = STANDARD
        .decode(encoded)
        .map_err(|_| refused("The XML is not base64."))?;
    String::from_utf8(bytes).map_err(|_| refused("The XML is not UTF-8."))
}

/// The matricule of the insured (eCIT) or of the patient (MH).
pub(super) fn insured_matricule(text: &str) -> Option<String> {
    let xml = Xml::parse(text).ok()?;
    let root = xml.root_element();
    value(root, "assure/matricule").or_else(|| value(root, "entete/patient/matricule"))
}

/// The text of a leaf, by names from `node` downwards; `None` when it is missing or empty.
pub(super) fn value(node: Node<'_, '_>, path: &str) -> Option<String> {
    let leaf = path.split('/').try_fold(node, |node, name| {
        node.children()
            .find(|child| child.is_element() && child.tag_name().name() == name)
    })?;
    let text: String = leaf.children().filter_map(|child| child.text()).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
