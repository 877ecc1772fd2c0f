//! The gateway's routes about the session (docs/gateway.md).

use domain::auth::{Configuration, Event, Mode, SessionAnswer};
use domain::failure::{Code, Failure, Phase};
use domain::problem::Problem;
use http::{HeaderName, HeaderValue, Request};

use super::{Session, Settings};
use crate::platform::http::{Answer, Call};

const CALL: Call = Call {
    tag: "session",
    // How long a page waits for the gateway before it says that it cannot be reached.
    within: 8_000,
    keepalive: false,
};

/// The headers that every request to the gateway carries: the one that no other site can send, and the host's user.
pub(super) fn with_headers(mut request: Request<Vec<u8>>, settings: &Settings) -> Request<Vec<u8>> {
    let headers = request.headers_mut();
    headers.insert(
        const { HeaderName::from_static("x-volet") },
        HeaderValue::from_static("1"),
    );
    if !settings.host_user.is_empty()
        && let Ok(user) = HeaderValue::from_str(&settings.host_user)
    {
        headers.insert(const { HeaderName::from_static("x-volet-user") }, user);
    }
    request
}

/// `GET /session`; where there is no cookie the token says whose it is.
pub(super) async fn read_session(session: &Session) -> Event {
    let unavailable = Failure::new(Code::GatewayUnavailable, Phase::Configure);
    let bearer = match session.settings.mode {
        Mode::Mediated | Mode::Bff => None,
        Mode::Host | Mode::Public => session.bearer(),
    };
    let Some(response) = ask(session, "session", bearer).await else {
        return Event::SessionUnread(unavailable);
    };
    if response.status == 401 {
        let problem = problem(&response);
        return match problem.code.as_str() {
            "session_of_another_user" => Event::SessionLost(Code::SessionOfAnotherUser),
            _ => Event::SessionRead(SessionAnswer::default()),
        };
    }
    match SessionAnswer::read(&response.body) {
        Some(answer) if response.status == 200 => Event::SessionRead(answer),
        _ => Event::SessionUnread(unavailable.logged_as(response.correlation_id)),
    }
}

/// `GET /configuration`.
pub(super) async fn read_configuration(session: &Session) -> Result<Configuration, Code> {
    let Some(response) = ask(session, "configuration", None).await else {
        return Err(Code::GatewayUnavailable);
    };
    Configuration::read(&response.body).ok_or_else(|| match problem(&response).code.as_str() {
        "issuer_mismatch" => Code::IssuerMismatch,
        "issuer_unavailable" => Code::IssuerUnavailable,
        _ => Code::GatewayUnavailable,
    })
}

async fn ask(session: &Session, what: &str, bearer: Option<String>) -> Option<Answer> {
    let address = [&session.settings.gateway, "/", what].concat();
    let mut headers = vec![("x-volet".to_owned(), "1".to_owned())];
    let user = &session.settings.host_user;
    if !user.is_empty() && user.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        headers.push(("x-volet-user".to_owned(), user.clone()));
    }
    headers.extend(bearer.map(|bearer| ("authorization".to_owned(), bearer)));
    session.http.get(&address, headers, CALL).await.ok()
}

fn problem(answer: &Answer) -> Problem {
    domain::problem::read_body(&answer.body, || answer.correlation_id.clone())
}
