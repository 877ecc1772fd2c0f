//! The six POSTs: session, bearer, billing code and right are checked, then the bytes go on.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::to_bytes;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State as Shared};
use axum::http::Method;
use axum::response::{IntoResponse, Response};

use super::bearer;
use super::body::{Body, SecuId};
use super::call::{Answer, Call, call, pass_on};
use super::operation::Operation;
use super::outcome::Outcome;
use crate::app::State;
use crate::audit::Audit;
use crate::entitlements::{Action, GpCode, Identity};
use crate::problem::{Problem, Refused};
use crate::routes::signed_in::signed_in;
use crate::rules::CorrelationId;
use crate::session::Session;

const BODY_LIMIT: usize = 5 * 1024 * 1024;
/// For a slow page, not for a slow eConnector.
const BODY_TIME_LIMIT: Duration = Duration::from_secs(30);
const TIME_LIMIT: Duration = Duration::from_secs(60);

pub(super) async fn post(
    operation: Operation,
    Shared(state): Shared<Arc<State>>,
    gp_code: Result<Path<String>, PathRejection>,
    Extension(correlation_id): Extension<CorrelationId>,
    request: Request,
) -> Result<Response, Refused> {
    let session = signed_in(&state, request.headers()).await?;
    let token = bearer(request.headers(), &session)?;
    if request.uri().query().is_some() {
        return Err(Problem::InvalidRequest("no query is expected").into());
    }
    let gp_code = gp_code
        .ok()
        .and_then(|Path(text)| GpCode::try_from(text).ok())
        .ok_or(Problem::InvalidRequest(
            "the billing code is not eight digits",
        ))?;
    let (parts, body) = request.into_parts();
    let bytes = tokio::time::timeout(BODY_TIME_LIMIT, to_bytes(body, BODY_LIMIT))
        .await
        .map_err(|_| Problem::InvalidRequest("the body did not arrive in time"))?
        .map_err(|_| Problem::BodyTooLarge)?;
    let body = Body::parse(&parts.headers, &bytes)?;
    let identity = entitled(&state, &session, &gp_code, body.action(operation)?).await?;

    let audit = match (operation.effect().name(), body.document_id) {
        (Some(action), Some(document_id)) => Some(Audit {
            action,
            sub: session.sub.to_string(),
            practitioner: identity.practitioner.code.clone(),
            gp_code: gp_code.clone(),
            document_id,
            correlation_id,
        }),
        _ => None,
    };
    let upstream = Call {
        method: Method::POST,
        url: operation.upstream(&state.config, &gp_code),
        token: Some(token),
        body: bytes.into(),
        limit: TIME_LIMIT,
        correlation_id,
    };
    // A task of its own: a page that goes away neither stops a deposit nor its audit line.
    let task = tokio::spawn(perform(state, upstream, body, audit));
    task.await.map_err(|_| Problem::SendOutcomeUnknown.into())
}

async fn perform(state: Arc<State>, upstream: Call, body: Body, audit: Option<Audit>) -> Response {
    let answer = call(&state, upstream).await;
    if let Some(audit) = audit {
        let (outcome, uuid_secu) = Outcome::of(&answer);
        state.metrics.deposit(outcome.as_str());
        let uuid_secu = uuid_secu.or(body.uuid_secu);
        let uuid_secu = uuid_secu.as_ref().map(SecuId::as_str);
        audit.write(state.clock.now(), outcome.as_str(), uuid_secu);
    }
    match answer {
        Answer::Json(answer) => pass_on(answer),
        Answer::Unreadable => Problem::EconnectorAnswerUnreadable.into_response(),
        Answer::NotSent => Problem::EconnectorDown.into_response(),
        Answer::Lost => Problem::SendOutcomeUnknown.into_response(),
    }
}

/// The identity under which `gp_code` may be used for `action` (SECURITY.md).
async fn entitled(
    state: &State,
    session: &Session,
    gp_code: &GpCode,
    action: Action,
) -> Result<Identity, Problem> {
    let identities = state
        .entitlements
        .of(&session.sub)
        .await
        .map_err(|_| Problem::EntitlementsUnavailable)?;
    let mut of_code = identities
        .iter()
        .filter(|it| it.gp_codes.contains(gp_code))
        .peekable();
    if of_code.peek().is_none() {
        return Err(Problem::GpCodeRefused);
    }
    of_code
        .find(|it| it.may.contains(&action))
        .cloned()
        .ok_or(Problem::NotEntitled)
}
