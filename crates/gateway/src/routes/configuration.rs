//! `GET /volet/configuration`: what the page has to know to send the browser to the issuer.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Shared;
use serde::Serialize;

use crate::app::State;
use crate::problem::Problem;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Configuration {
    mode: &'static str,
    issuer: String,
    authorization_endpoint: String,
    client_id: String,
    /// The shared record's own base, so that the page can tell its links from others; absent where
    /// there is no way to it.
    dsp_base: Option<String>,
    /// Whether the issuer did not answer just now: nobody is sent there. The rest is of an earlier answer then.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    issuer_unavailable: bool,
    version: &'static str,
}

pub(super) async fn get(Shared(state): Shared<Arc<State>>) -> Result<Json<Configuration>, Problem> {
    let (authorization_endpoint, is_present) = state.issuer.authorization_endpoint().await?;
    Ok(Json(Configuration {
        mode: state.config.mode.name(),
        issuer: state.config.issuer.to_string(),
        authorization_endpoint: authorization_endpoint.into(),
        client_id: state.config.client_id.to_string(),
        dsp_base: state.config.dsp.as_ref().map(ToString::to_string),
        issuer_unavailable: !is_present,
        version: env!("CARGO_PKG_VERSION"),
    }))
}
