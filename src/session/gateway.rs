//! The gateway's routes about the session (docs/gateway.md).

use domain::auth::{Configuration, Event, SessionAnswer};
use domain::failure::{Code, Failure, Phase};
use domain::json::Json;
use http::{HeaderName, HeaderValue, Request};

use super::{Session, Settings};
use crate::platform::http::Call;
use crate::platform::location;

/// How long a page waits for the gateway before it says that it cannot be reached.
const WITHIN: u32 = 8_000;

const CALL: Call = Call {
    tag: "session",
    within: WITHIN,
    keepalive: false,
};

/// The headers that every request to the gateway carries: the one that no other site can send, and the host's user.
pub(super) fn with_headers(mut request: Request<Vec<u8>>, settings: &Settings) -> Request<Vec<u8>> {
    let headers = request.headers_mut();
    headers.insert(
        const { HeaderName::from_static("x-volet") },
        HeaderValue::from_static("1"),
    );
    if let Ok(user) = HeaderValue::from_str(&settings.host_user) {
        headers.insert(const { HeaderName::from_static("x-volet-user") }, user);
    }
    request
}

/// `GET /session`.
pub(super) async fn read_session(session: &Session) -> Event {
    let unavailable = Failure::new(Code::GatewayUnavailable, Phase::Configure);
    let Some(response) = ask(session, "session").await else {
        return Event::SessionUnread(unavailable);
    };
    if response.status() == 401 {
        let problem = domain::problem::read(&response);
        return match problem.code.as_str() {
            "session_of_another_user" => Event::SessionLost(Code::SessionOfAnotherUser),
            _ => Event::SessionRead(SessionAnswer::default()),
        };
    }
    match SessionAnswer::read(response.body()) {
        Some(answer) if response.status() == 200 => Event::SessionRead(answer),
        _ => {
            Event::SessionUnread(unavailable.logged_as(domain::problem::correlation_id(&response)))
        }
    }
}

/// `GET /configuration`.
pub(super) async fn read_configuration(session: &Session) -> Option<Configuration> {
    let response = ask(session, "configuration").await?;
    Configuration::read(response.body())
}

/// `POST /logout`; where the issuer's session cannot be ended from behind, the browser goes there. Answers with what
/// went wrong, if anything did: a sign-out that is not confirmed is told.
pub(super) async fn end_session(session: &Session) -> Option<Event> {
    let failed = Failure::new(Code::GatewayUnavailable, Phase::Logout);
    let address = format!("{}/logout", session.settings.gateway);
    let request = Request::post(address).body(Vec::new()).ok()?;
    let call = Call {
        keepalive: true,
        ..CALL
    };
    let request = with_headers(request, &session.settings);
    let answer = session.http.send(request, call).await.ok();
    let Some(response) = answer.filter(|response| response.status().is_success()) else {
        return Some(Event::LogoutFailed(failed));
    };
    let json = Json::parse(response.body())?;
    location::go(&json.filled("endSessionUrl")?);
    None
}

async fn ask(session: &Session, what: &str) -> Option<http::Response<Vec<u8>>> {
    let request = Request::get(format!("{}/{what}", session.settings.gateway))
        .body(Vec::new())
        .ok()?;
    session
        .http
        .send(with_headers(request, &session.settings), CALL)
        .await
        .ok()
}
