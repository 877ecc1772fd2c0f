//! `GET /volet/session`: whether somebody is signed in, and for whom that person may act.

use std::sync::Arc;

use axum::Json;
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::caller::{Caller, Need};
use crate::app::State;
use crate::entitlements::Identity;
use crate::problem::{Problem, Refused};

/// No name of a token is in here, so none can be answered by mistake.
#[derive(Default, Serialize)]
struct Answer<'a> {
    #[serde(rename = "signedIn")]
    signed_in: bool,
    session_expires_in: i64,
    identities: &'a [Identity],
}

pub(super) async fn get(
    Shared(state): Shared<Arc<State>>,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    match Caller::of(&state, &headers, Need::Nothing).await {
        Ok(caller) => {
            let identities = state
                .entitlements
                .of(&caller.sub)
                .await
                .map_err(|_| Problem::EntitlementsUnavailable)?;
            let answer = Answer {
                signed_in: true,
                session_expires_in: caller.expires_in,
                identities: &identities,
            };
            Ok(Json(answer).into_response())
        }
        // Signed out is an answer here and not a refusal.
        Err(Refused {
            problem: Problem::SessionExpired | Problem::TokenMissing,
            cookies,
        }) => Ok((cookies, Json(Answer::default())).into_response()),
        Err(refused) => Err(refused),
    }
}
