//! For whom a person may act, and what: looked up by `sub`, kept for a minute.

mod wire;

pub(crate) use wire::{Action, GpCode, Identity};

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openidconnect::SubjectIdentifier;
use serde_json::json;
use url::Url;

use crate::Clock;
use crate::config::EntitlementsSource;
use crate::upstream::{HttpClient, send};

/// How long an answer is used again, for a file too: a right that is taken away ends by then.
const KEPT_SECONDS: i64 = 60;
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(5);

/// The identities of one person.
pub(crate) type Identities = Arc<Vec<Identity>>;

/// The lookup; its memory is a cache and nothing else.
pub(crate) struct Entitlements {
    source: EntitlementsSource,
    http: HttpClient,
    clock: Arc<dyn Clock>,
    kept: Mutex<HashMap<SubjectIdentifier, (i64, Identities)>>,
}

/// The source did not answer with identities; nobody may act until it does.
#[derive(Debug, thiserror::Error)]
#[error("the entitlements cannot be read")]
pub(crate) struct EntitlementsError;

impl Entitlements {
    pub(crate) fn new(source: EntitlementsSource, http: HttpClient, clock: Arc<dyn Clock>) -> Self {
        Self {
            source,
            http,
            clock,
            kept: Mutex::default(),
        }
    }

    /// Finds a file that is missing or malformed at the start rather than at the first sign-in.
    pub(crate) async fn check(&self) -> Result<(), EntitlementsError> {
        match &self.source {
            EntitlementsSource::File(path) => read_file(path).await.map(drop),
            EntitlementsSource::Service(_) => Ok(()),
        }
    }

    /// The identities of `sub`; none when the source does not know the person.
    pub(crate) async fn of(
        &self,
        sub: &SubjectIdentifier,
    ) -> Result<Identities, EntitlementsError> {
        let now = self.clock.now();
        if let Some(identities) = self.recent(sub, now) {
            return Ok(identities);
        }
        let identities = match &self.source {
            EntitlementsSource::File(path) => read_file(path)
                .await?
                .remove(sub.as_str())
                .unwrap_or_default(),
            EntitlementsSource::Service(url) => ask(&self.http, url, sub).await?,
        };
        let identities = Arc::new(identities);
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, (at, _)| is_recent(*at, now));
        kept.insert(sub.clone(), (now, Arc::clone(&identities)));
        Ok(identities)
    }

    fn recent(&self, sub: &SubjectIdentifier, now: i64) -> Option<Identities> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, identities) = kept.get(sub)?;
        is_recent(*at, now).then(|| Arc::clone(identities))
    }
}

fn is_recent(at: i64, now: i64) -> bool {
    (0..KEPT_SECONDS).contains(&now.saturating_sub(at))
}

async fn read_file(path: &Path) -> Result<BTreeMap<String, Vec<Identity>>, EntitlementsError> {
    let text = tokio::fs::read(path).await.map_err(|_| EntitlementsError)?;
    serde_json::from_slice(&text).map_err(|_| EntitlementsError)
}

async fn ask(
    http: &HttpClient,
    url: &Url,
    sub: &SubjectIdentifier,
) -> Result<Vec<Identity>, EntitlementsError> {
    let request = http::Request::post(url.as_str())
        .header(http::header::CONTENT_TYPE, "application/json")
        .header(http::header::ACCEPT, "application/json")
        .body(json!({ "sub": sub }).to_string().into_bytes())
        .map_err(|_| EntitlementsError)?;
    let response = send(http, request, TIME_LIMIT)
        .await
        .map_err(|_| EntitlementsError)?;
    match response.status() {
        http::StatusCode::OK => {
            serde_json::from_slice(response.body()).map_err(|_| EntitlementsError)
        }
        http::StatusCode::NOT_FOUND => Ok(Vec::new()),
        _ => Err(EntitlementsError),
    }
}
