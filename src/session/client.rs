//! The authorised client that jobs are handed: a call goes with a token that outlives it, or not at all.

use std::sync::Arc;

use domain::auth::Event;
use domain::failure::{Code, Failure, Phase};
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response};

use super::{Session, gateway};
use crate::platform::clock;
use crate::platform::http::{Call, NoAnswer};

/// Why a call was not made, or was refused for want of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Lost {
    /// There is no session; nothing was sent.
    Session,
    /// There is no token that lives long enough; nothing was sent.
    Token(Code),
    /// The call was sent and there is no answer.
    Answer,
}

impl Session {
    /// Sends a request with a token that is valid long enough. A token that the other side refuses although it was not
    /// due is replaced once: a refused call was not carried out, so that sending it again cannot do it twice.
    pub(crate) async fn send(
        self: &Arc<Self>,
        request: &Request<Vec<u8>>,
        call: Call,
    ) -> Result<Response<Vec<u8>>, Lost> {
        let budget = call.budget();
        self.renew_if_due(Event::TokenNeeded { budget }, budget)
            .await;
        let response = self.send_once(request, call).await?;
        if response.status() != 401 {
            return Ok(response);
        }
        let superseded = match domain::problem::read(&response).code.as_str() {
            "session_of_another_user" => {
                self.run(Event::SessionLost(Code::SessionOfAnotherUser))
                    .await;
                return Ok(response);
            }
            code => code == "token_mismatch",
        };
        self.renew_if_due(Event::TokenRefused { superseded }, budget)
            .await;
        let response = self.send_once(request, call).await?;
        // A new token is refused like the old one: only another sign-in can help.
        if response.status() == 401 && call.changes_something() {
            let failure = Failure::new(Code::SessionExpired, Phase::Refresh);
            self.run(Event::TokenFailed(failure)).await;
        }
        Ok(response)
    }

    async fn send_once(
        &self,
        request: &Request<Vec<u8>>,
        call: Call,
    ) -> Result<Response<Vec<u8>>, Lost> {
        let mut request = gateway::with_headers(request.clone(), &self.settings);
        let state = self.state_now();
        let session = state.session().ok_or(Lost::Session)?;
        let (budget, now) = (call.budget(), clock::now());
        if call.changes_something() && !session.covers(budget, now) {
            let whole_life = session.token_ends.map(|ends| ends - session.renewed);
            let short = whole_life.is_some_and(|life| life <= budget);
            return Err(Lost::Token(if short {
                Code::TokenTooShort
            } else {
                self.settings.unavailable()
            }));
        }
        if self.settings.mode.sends_token() {
            let bearer = self.bearer().and_then(sensitive);
            let bearer = bearer.ok_or_else(|| Lost::Token(self.settings.unavailable()))?;
            request.headers_mut().insert(AUTHORIZATION, bearer);
        }
        self.http
            .send(request, call)
            .await
            .map_err(|NoAnswer| Lost::Answer)
    }

    /// One renewal at a time in this page, and by the lock in all tabs: whoever waited finds the new token.
    async fn renew_if_due(self: &Arc<Self>, why: Event, budget: i64) {
        let before = self.given();
        let _one = self.renewing.lock().await;
        let renewed_meanwhile = self.given() != before;
        self.run(if renewed_meanwhile {
            Event::TokenNeeded { budget }
        } else {
            why
        })
        .await;
    }

    /// When the token in memory was given: in `bff` mode there is a renewal without a token.
    fn given(&self) -> Option<(i64, Option<i64>)> {
        let state = self.state_now();
        let session = state.session();
        session.map(|session| (session.renewed, session.token_ends))
    }
}

/// A header's value that is printed nowhere.
fn sensitive(value: String) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}
