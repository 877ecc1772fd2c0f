//! The six POSTs: session, bearer, billing code and right are checked, then the bytes go on.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State as Shared};
use axum::http::Method;
use axum::response::{IntoResponse, Response};

use super::body::{Body, SecuId};
use super::call::{Answer, Call, call, pass_on};
use super::entitled::entitled;
use super::operation::Operation;
use super::outcome::Outcome;
use crate::app::State;
use crate::audit::Audit;
use crate::entitlements::{self, GpCode};
use crate::issuer::RENEWAL_LIMIT;
use crate::problem::{Problem, Refused};
use crate::routes::caller::{Caller, Need};
use crate::routes::read::{self, read};
use crate::rules::CorrelationId;

const BODY_LIMIT: usize = 5 * 1024 * 1024;
const TIME_LIMIT: Duration = Duration::from_secs(60);
/// What no request takes longer than: its session is renewed, its body comes, the person's right is asked for, the call is made.
pub const LONGEST_REQUEST: Duration = RENEWAL_LIMIT
    .saturating_add(read::TIME_LIMIT)
    .saturating_add(entitlements::TIME_LIMIT)
    .saturating_add(TIME_LIMIT);

pub(super) async fn post(
    operation: Operation,
    Shared(state): Shared<Arc<State>>,
    gp_code: Result<Path<String>, PathRejection>,
    Extension(correlation_id): Extension<CorrelationId>,
    request: Request,
) -> Result<Response, Refused> {
    let caller = Caller::of(&state, request.headers(), Need::Lasting(TIME_LIMIT)).await?;
    let refuse = |problem| caller.refuse(problem);
    let call = check(&state, operation, &caller, gp_code, request, correlation_id);
    let (upstream, body, audit) = call.await.map_err(refuse)?;
    // A task of its own: a page that goes away neither stops a deposit nor its audit line.
    let task = state.work.spawn(perform(
        Arc::clone(&state),
        operation,
        upstream,
        body,
        audit,
    ));
    let answer = task
        .await
        .map_err(|_| refuse(Problem::SendOutcomeUnknown))?;
    Ok(caller.dress(answer))
}

/// Everything that is asked before anything is sent.
async fn check(
    state: &State,
    operation: Operation,
    caller: &Caller,
    gp_code: Result<Path<String>, PathRejection>,
    request: Request,
    correlation_id: CorrelationId,
) -> Result<(Call, Body, Option<Audit>), Problem> {
    if request.uri().query().is_some() {
        return Err(Problem::InvalidRequest("no query is expected"));
    }
    let gp_code = gp_code
        .ok()
        .and_then(|Path(text)| GpCode::try_from(text).ok())
        .ok_or(Problem::InvalidRequest(
            "the billing code is not eight digits",
        ))?;
    let (parts, body) = request.into_parts();
    let bytes = read(body, BODY_LIMIT).await?;
    let body = Body::parse(&parts.headers, &bytes)?;
    let actions = body.actions(operation)?;
    let document = body.envelope(&gp_code)?;
    let identity = entitled(state, &caller.sub, &gp_code, actions, &document).await?;

    let audit = match (operation.effect().name(), body.document_id) {
        (Some(action), Some(document_id)) => Some(Audit {
            action,
            sub: caller.sub.to_string(),
            practitioner: identity.practitioner.code.clone(),
            gp_code: gp_code.clone(),
            document_id,
            correlation_id,
        }),
        _ => None,
    };
    let call = Call {
        method: Method::POST,
        url: operation.upstream(&state.config, &gp_code),
        token: caller.token.clone(),
        body: bytes.into(),
        limit: TIME_LIMIT,
        correlation_id,
    };
    Ok((call, body, audit))
}

async fn perform(
    state: Arc<State>,
    operation: Operation,
    upstream: Call,
    body: Body,
    audit: Option<Audit>,
) -> Response {
    let answer = call(&state, upstream).await;
    if let Some(audit) = audit {
        let (outcome, uuid_secu) = Outcome::of(&answer, operation.effect(), audit.document_id);
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
