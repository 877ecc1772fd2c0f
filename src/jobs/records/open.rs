//! Opens a document of the shared record: one deliberate act, one request. Nothing is fetched before it, since the
//! patient can see who opened what.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::dsp::envelope;
use domain::dsp::merge::tells;
use domain::dsp::notice;
use domain::dsp::page::Page;
use domain::dsp::sniff::{Content, is_showable, sniff};
use domain::dsp::{self, Document, DocumentKind, Origin, paging, query};
use domain::failure::{Code, Failure, Phase};
use serde::Serialize;

use super::Stand;
use super::audit::audit;
use crate::platform::bridge;
use crate::platform::http::Call;
use crate::session::Lost;

const RETRIEVE: Call = Call {
    tag: "dsp.retrieve",
    within: 60_000,
    keepalive: false,
};

/// FHIR as JSON (R4 §2.21.0).
const FHIR: &str = "application/fhir+json";

/// A document that was fetched.
pub(crate) struct Opened {
    /// Its bytes; of a file in an envelope of CDA those of the file.
    pub(crate) bytes: Vec<u8>,
    /// The type that is announced of them.
    pub(crate) media_type: String,
    /// What the bytes are.
    pub(crate) content: Content,
    /// A prescription in FHIR, by its lines.
    pub(crate) page: Option<Page>,
    /// The bytes are not those that were announced.
    pub(crate) differs: bool,
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opened([redacted])")
    }
}

/// Tells the host of the act. Its own documents it opens itself.
pub(crate) fn tell(stand: &Stand, document: &Document) {
    #[derive(Serialize)]
    struct Detail<'a> {
        id: &'a str,
        #[serde(rename = "type")]
        kind: &'static str,
        origin: &'static str,
    }
    let detail = Detail {
        id: &document.id,
        kind: document.kind.name(),
        origin: document.origin.name(),
    };
    stand.emit("volet-document-open", &detail);
    if document.origin == Origin::Local {
        bridge::ask(&stand.ask, "open", &document.id.as_str().into());
    }
}

/// Fetches and checks.
pub(crate) async fn open(stand: &Stand, document: &Document) -> Result<Opened, Failure> {
    let fetched = fetch(stand, document).await;
    if let Err(failure) = &fetched {
        stand.emit_to_all("volet-error", failure);
    }
    let (content, bytes) = fetched?;
    let differs = tells(&content.hash) && !is_hash(stand, &content.hash, &bytes).await;
    if differs {
        let failure = Failure::new(Code::DocumentHashMismatch, Phase::Retrieve);
        stand.emit_to_all("volet-error", &failure);
    }
    let (media_type, bytes) = match envelope::open(&content.media_type, &bytes) {
        Some(enclosed) => (enclosed.media_type, enclosed.bytes),
        None => (content.media_type, bytes),
    };
    let page = if document.kind == DocumentKind::Prescription && media_type.starts_with(FHIR) {
        let text = bridge::read_answer(&stand.app.host, &bytes).await;
        let page = text.ok().and_then(|text| Page::read(text.as_bytes()));
        page.filter(Page::is_prescription)
    } else {
        None
    };
    Ok(Opened {
        content: sniff(&media_type, &bytes),
        page,
        media_type,
        bytes,
        differs,
    })
}

async fn fetch(stand: &Stand, document: &Document) -> Result<(dsp::Content, Vec<u8>), Failure> {
    let missing = || Failure::new(Code::DocumentNotAvailable, Phase::Retrieve);
    let content = chosen(&document.contents).cloned().ok_or_else(missing)?;
    if !content.data.is_empty() {
        let bytes = STANDARD
            .decode(content.data.as_bytes())
            .map_err(|_| missing())?;
        audit(stand, "retrieve", Some(&document.id), "");
        return Ok((content, bytes));
    }
    let base = stand.app.session.dsp_base().await.ok_or_else(unavailable)?;
    let path = paging::map_link(&base, &content.url)
        .map_err(|_| Failure::new(Code::DspLinkRefused, Phase::Retrieve))?;
    let request = query::document(&stand.app.options.gateway, &path, &content.media_type);
    let response = match stand.app.session.send(&request, RETRIEVE).await {
        Ok(response) => response,
        Err(Lost::Session) => return Err(Failure::new(Code::SessionExpired, Phase::Retrieve)),
        Err(Lost::Token(_)) => return Err(unavailable()),
        Err(Lost::Answer) => {
            // The record may have noted it.
            audit(stand, "retrieve", Some(&document.id), "");
            return Err(unavailable());
        }
    };
    let logged = domain::problem::correlation_id(&response);
    audit(stand, "retrieve", Some(&document.id), &logged);
    match notice::Failure::of(&response) {
        None => Ok((content, response.into_body())),
        Some(why) => Err(Failure::new(why.code(), Phase::Retrieve).logged_as(logged)),
    }
}

/// The first form that can be shown, else the first.
fn chosen(contents: &[dsp::Content]) -> Option<&dsp::Content> {
    let mut showable = contents.iter().filter(|one| is_showable(&one.media_type));
    showable.next().or_else(|| contents.first())
}

/// SHA-1 (R4) or SHA-256, told by their length.
async fn is_hash(stand: &Stand, hash: &[u8], bytes: &[u8]) -> bool {
    let name = if hash.len() == 20 { "SHA-1" } else { "SHA-256" };
    let digest = bridge::digest(&stand.app.host, name, bytes).await;
    digest.is_none_or(|digest| digest == hash)
}

fn unavailable() -> Failure {
    Failure::new(Code::DspUnavailable, Phase::Retrieve)
}
