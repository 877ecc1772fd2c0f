//! Whose document it is: what the gateway reads of a document's XML, so that an edited request cannot name another doctor,
//! another code, another kind or another id than those that were checked.
//!
//! Assumption: the eConnector's schemas of v2 are not public. Read here are the names of CNS's schema of the fee memo
//! (`2022_CNS_MEMHON_DEPOT-REQ-V1`) and of the certificate's in its style (docs/sandbox.md). What is not there contradicts
//! nothing; whether it has to be there is the eConnector's to say.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node, ParsingOptions};
use uuid::Uuid;

use super::body::DocumentType;
use crate::entitlements::GpCode;
use crate::problem::Problem;

/// More elements and texts than any memo has, and few enough to be held.
const MAX_NODES: u32 = 50_000;
/// Neither document has attributes, but for the namespaces of its root; the reader's work grows with the square of their number.
const MAX_ATTRIBUTES: usize = 1_000;

/// The names in a document; not `Debug`, because of what may stand where a name is expected.
#[derive(Default)]
pub(super) struct Envelope {
    /// By the root's name; `None` for one that is not known here.
    kind: Option<DocumentType>,
    ids: Vec<String>,
    billers: Vec<String>,
    practitioners: Vec<String>,
}

impl Envelope {
    /// Reads the member `xml` of a body: base64 with padding, of well-formed XML in UTF-8 without a document type definition.
    ///
    /// Anything else is refused, since the eConnector could understand otherwise what is only guessed here.
    pub(super) fn parse(xml: &str) -> Result<Self, Problem> {
        const UNREADABLE: Problem = Problem::InvalidRequest("xml is not base64 of an XML document");
        let bytes = STANDARD.decode(xml).map_err(|_| UNREADABLE)?;
        let text = String::from_utf8(bytes).map_err(|_| UNREADABLE)?;
        if text.bytes().filter(|byte| *byte == b'=').count() > MAX_ATTRIBUTES {
            return Err(UNREADABLE);
        }
        let options = ParsingOptions {
            nodes_limit: MAX_NODES,
            ..ParsingOptions::default()
        };
        let document = Document::parse_with_options(&text, options).map_err(|_| UNREADABLE)?;
        let all = |parent, name| {
            let texts = texts(&document, parent, name);
            texts.ok_or(Problem::InvalidRequest("a name in xml is not plain text"))
        };
        Ok(Self {
            kind: match document.root_element().tag_name().name() {
                "certificatIncapaciteTravail" => Some(DocumentType::Ecit),
                "memoireHonoraire" => Some(DocumentType::Mh),
                _ => None,
            },
            ids: all("entete", "UUID")?,
            billers: all("facturier", "codePrestataire")?,
            practitioners: all("prestataire", "codePrestataire")?,
        })
    }

    /// Whether the document is of this type, has this id, and is billed under this code.
    pub(super) fn check(
        &self,
        kind: Option<DocumentType>,
        id: Option<Uuid>,
        gp_code: &GpCode,
    ) -> Result<(), Problem> {
        if self.kind.is_some() && self.kind != kind {
            return Err(Problem::InvalidRequest(
                "documentType is not the document's",
            ));
        }
        if self.ids.iter().any(|it| Uuid::try_parse(it).ok() != id) {
            return Err(Problem::InvalidRequest("documentId is not the document's"));
        }
        if self.billers.iter().any(|it| it != gp_code.as_str()) {
            return Err(Problem::GpCodeRefused);
        }
        Ok(())
    }

    /// Whether the document may be in the name of this doctor: of several that an association's code is shared by, the one
    /// whom it names. A fee memo names who did an act on its line, which may be a colleague: that is not read.
    pub(super) fn is_of(&self, practitioner: &GpCode) -> bool {
        let mut named = self.practitioners.iter();
        named.all(|it| it == practitioner.as_str())
    }
}

/// The trimmed text of each element of this name in a parent of that name, wherever it stands; `None` where one is not
/// made of text alone.
fn texts(document: &Document<'_>, parent: &str, name: &str) -> Option<Vec<String>> {
    let is_named =
        |node: Node<'_, '_>, name: &str| node.is_element() && node.tag_name().name() == name;
    let fits = |node: &Node<'_, '_>| {
        is_named(*node, name) && node.parent().is_some_and(|it| is_named(it, parent))
    };
    document.descendants().filter(fits).map(text).collect()
}

/// The element's own text; what stands in elements inside it would be copied once for each that it stands in.
fn text(node: Node<'_, '_>) -> Option<String> {
    if node.children().any(|child| child.is_element()) {
        return None;
    }
    let parts = node.children().filter(Node::is_text);
    let text: String = parts.filter_map(|it| it.text()).collect();
    Some(text.trim().to_owned())
}
