//! What the main thread tells the worker.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use domain::dsp::identity::{Sex, Traits};
use domain::dsp::placement::Places;
use domain::dsp::type_map::TypeMap;
use domain::dsp::{Coding, Content, Document, DocumentKind, FhirDate, Origin};
use domain::json::Json;

/// What a shelf is made of.
pub(super) struct Options {
    pub(super) map: TypeMap,
    pub(super) places: Places,
    pub(super) base: String,
    pub(super) ours: Traits,
}

/// Reads the options; an error is a code of DESIGN §5.1.
pub(super) fn read(bytes: &[u8]) -> Result<Options, &'static str> {
    let json = Json::parse(bytes).ok_or("option_invalid")?;
    let map = match json.filled("typeMap") {
        Some(text) => TypeMap::parse(text.as_bytes()),
        None => TypeMap::built_in(),
    };
    let kinds = json.texts("documentTypes");
    let kinds = kinds.iter().filter_map(|name| DocumentKind::named(name));
    let patient = json.member("patient");
    Ok(Options {
        map: map.map_err(|_| "option_invalid")?,
        places: Places::new(kinds).map_err(|_| "document_types_incomplete")?,
        base: json.text("dspBase"),
        ours: Traits {
            matricule: patient.text("matricule"),
            birth_name: patient.text("birthName"),
            used_name: patient.text("lastName"),
            first_name: patient.text("firstName"),
            birth_date: patient.text("birthDate"),
            sex: Sex::read(&patient.text("sex")),
        },
    })
}

/// Which rows are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Filter {
    /// The lists.
    pub(crate) kinds: Vec<DocumentKind>,
    /// "Depuis".
    pub(crate) since: Option<NaiveDate>,
    /// "Inclure les résultats provenant du DSP".
    pub(crate) with_dsp: bool,
}

impl Filter {
    /// Reads `{types: "imaging other", since, dsp}`.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let json = Json::parse(bytes).unwrap_or_else(|| Json::from(serde_json::Value::Null));
        let types = json.text("types");
        Self {
            kinds: types
                .split_whitespace()
                .filter_map(DocumentKind::named)
                .collect(),
            since: FhirDate::read(&json.text("since")).first_day(),
            with_dsp: json.flag("dsp"),
        }
    }
}

/// The host's documents (DESIGN §5.1, `localDocuments` without `open`).
pub(super) fn local_documents(bytes: &[u8], map: &TypeMap) -> Vec<Document> {
    let json = Json::parse(bytes).unwrap_or_else(|| Json::from(serde_json::Value::Null));
    json.list("documents", |one| local(&one, map))
}

fn local(json: &Json, map: &TypeMap) -> Document {
    let coding = json.member("type");
    let coding = Coding {
        system: coding.text("system"),
        code: coding.text("code"),
    };
    let kind = DocumentKind::named(&json.text("typeName"));
    Document {
        id: json.text("id"),
        origin: Origin::Local,
        identifiers: json.filled("identifier").into_iter().collect(),
        date: FhirDate::read(&json.text("date")),
        from: json.text("from"),
        title: json.text("title"),
        kind: kind.unwrap_or_else(|| map.classify(&[coding], &[])),
        contents: vec![Content {
            hash: digest(&json.text("sha256")),
            ..Content::default()
        }],
    }
}

/// A SHA-256 in hexadecimal or base64.
fn digest(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    });
    let hexadecimal = if text.len() == 64 {
        pairs.collect::<Option<Vec<u8>>>()
    } else {
        None
    };
    hexadecimal
        .or_else(|| STANDARD.decode(text).ok())
        .unwrap_or_default()
}
