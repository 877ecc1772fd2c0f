//! The axum shell around the cores: it reads the body, takes the lock, writes the journal and delivers.

mod issuer;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request as HttpRequest, State as Shared};
use axum::response::Response as HttpResponse;
use axum::routing::any;
use http::{HeaderValue, Method, StatusCode};
use serde_json::json;
use tower_http::cors::{AllowHeaders, AllowOrigin, CorsLayer};

pub use issuer::{FetchError, Issuer};

use crate::exchange::{self, Answer, Delivery, Request};
use crate::jose::IssuerKeys;
use crate::journal::{Row, Service, redacted_path};
use crate::state::{Sandbox, State};
use crate::{aes, control, dsp, econnector};

/// The largest body that a stand-in reads, as much as the gateway lets through.
const BODY_LIMIT: usize = 5 * 1024 * 1024;

/// The AeS stand-in.
pub fn aes_router(sandbox: Sandbox) -> Router {
    Router::new().fallback(aes).with_state(sandbox)
}

/// The eConnector stand-in, which believes the tokens of this issuer.
pub fn econnector_router(sandbox: Sandbox, issuer: Arc<Issuer>) -> Router {
    Router::new()
        .fallback(econnector)
        .layer(called_by_pages())
        .with_state((sandbox, issuer))
}

/// The DSP stand-in, which believes the same tokens.
pub fn dsp_router(sandbox: Sandbox, issuer: Arc<Issuer>) -> Router {
    Router::new().fallback(dsp).with_state((sandbox, issuer))
}

/// As eConnector Desktop it stands on the clinician's machine and is called by the software's pages. Assumption: it
/// answers CORS for the software's origin; here every page of this machine may ask.
fn called_by_pages() -> CorsLayer {
    let of_this_machine = |origin: &HeaderValue| {
        let host = origin
            .to_str()
            .ok()
            .and_then(|origin| url::Url::parse(origin).ok());
        host.is_some_and(|origin| matches!(origin.host_str(), Some("localhost" | "127.0.0.1")))
    };
    CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(move |origin, _| {
            of_this_machine(origin)
        }))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
}

/// The control API under `/sandbox`, to be served alone or merged into the demo host.
pub fn control_router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/sandbox/{*rest}", any(control))
        .with_state(sandbox)
}

async fn aes(Shared(sandbox): Shared<Sandbox>, request: HttpRequest) -> HttpResponse {
    let Some(request) = whole(request).await else {
        return too_large();
    };
    let now = sandbox.clock.now();
    let answer = {
        let mut state = sandbox.lock();
        let state = &mut *state;
        aes::respond(&mut state.aes, &mut state.scenarios, &request, now)
    };
    finish(&sandbox, Service::Aes, &request, answer, now).await
}

async fn econnector(
    Shared((sandbox, issuer)): Shared<(Sandbox, Arc<Issuer>)>,
    request: HttpRequest,
) -> HttpResponse {
    let core: Core = |state, keys, request, now| {
        let State {
            econnector,
            scenarios,
            ..
        } = state;
        econnector::respond(econnector, scenarios, keys, request, now)
    };
    for_bearers(&sandbox, &issuer, request, Service::Econnector, core).await
}

async fn dsp(
    Shared((sandbox, issuer)): Shared<(Sandbox, Arc<Issuer>)>,
    request: HttpRequest,
) -> HttpResponse {
    let core: Core = |state, keys, request, now| {
        let State { dsp, scenarios, .. } = state;
        dsp::respond(dsp, scenarios, keys, request, now)
    };
    for_bearers(&sandbox, &issuer, request, Service::Dsp, core).await
}

/// A core that believes the issuer's tokens.
type Core = fn(&mut State, &IssuerKeys, &Request, i64) -> Answer;

async fn for_bearers(
    sandbox: &Sandbox,
    issuer: &Issuer,
    request: HttpRequest,
    service: Service,
    core: Core,
) -> HttpResponse {
    let Some(request) = whole(request).await else {
        return too_large();
    };
    let keys = issuer.keys_for(&request).await;
    let now = sandbox.clock.now();
    let answer = core(&mut sandbox.lock(), &keys, &request, now);
    finish(sandbox, service, &request, answer, now).await
}

async fn control(Shared(sandbox): Shared<Sandbox>, request: HttpRequest) -> HttpResponse {
    let Some(request) = whole(request).await else {
        return too_large();
    };
    let response = control::respond(&mut sandbox.lock(), &sandbox.clock, &request);
    response.map(Body::from)
}

/// Writes the row, then hands the answer over in the way it asks for.
async fn finish(
    sandbox: &Sandbox,
    service: Service,
    request: &Request,
    answer: Answer,
    now: i64,
) -> HttpResponse {
    let Answer {
        response,
        delivery,
        facts,
    } = answer;
    let (method, path) = (
        request.method().to_string(),
        redacted_path(request.uri().path()),
    );
    let status = response.status().as_u16();
    tracing::info!(
        service = service.name(),
        method,
        path,
        status,
        ?delivery,
        "answered"
    );
    sandbox.lock().journal.add(Row {
        at: now,
        service,
        method,
        path,
        status,
        facts,
    });
    match delivery {
        Delivery::Now => response.map(Body::from),
        Delivery::Late(seconds) => {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            response.map(Body::from)
        }
        Delivery::Lost => cut(),
    }
}

/// A response whose body fails before its first byte: the server then closes the connection
/// without having written anything.
fn cut() -> HttpResponse {
    let failure = futures_util::future::ready(Err::<Vec<u8>, _>(std::io::Error::other("cut")));
    HttpResponse::new(Body::from_stream(futures_util::stream::once(failure)))
}

async fn whole(request: HttpRequest) -> Option<Request> {
    let (parts, body) = request.into_parts();
    let bytes = to_bytes(body, BODY_LIMIT).await.ok()?;
    Some(Request::from_parts(parts, bytes.to_vec()))
}

fn too_large() -> HttpResponse {
    let status = StatusCode::PAYLOAD_TOO_LARGE;
    let body = json!({
        "type": "about:blank",
        "title": "The body is too large",
        "status": status.as_u16(),
        "code": "body_too_large",
    });
    let bytes = body.to_string().into_bytes();
    exchange::body(status, "application/problem+json", bytes).map(Body::from)
}
