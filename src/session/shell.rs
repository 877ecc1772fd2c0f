//! Performs what the state machine asks for and hands jobs an authorised client.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::auth::{Arrival, Configuration, Effect, Event, State, Transaction, arrive, step};
use domain::failure::{Code, Failure, Phase};
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response};
use oauth2::AccessToken;
use send_wrapper::SendWrapper;

use super::{Shared, gateway, login, tokens};
use crate::platform::http::{Call, Http, NoAnswer};
use crate::platform::late::Missing;
use crate::platform::{clock, location, locks, storage};

/// The key under which a sign-in on its way is stored.
pub(super) const TRANSACTION: &str = "login";

/// The lock that all tabs of the origin share.
const REFRESH_LOCK: &str = "volet.refresh";

/// Where the session is kept.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The gateway's absolute base.
    pub(crate) gateway: String,
    /// The redirect URI registered at the issuer.
    pub(crate) redirect_uri: String,
    /// The opaque id of the host's user.
    pub(crate) host_user: String,
}

/// Why a call was not made, or was refused for want of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Lost {
    /// There is no session; nothing was sent.
    Session,
    /// The token cannot be renewed now; nothing was sent.
    Token,
    /// The call was sent and there is no answer.
    Answer,
}

type Report = SendWrapper<Box<dyn Fn(Failure)>>;

/// The session of one engine.
pub(crate) struct Session {
    pub(super) http: Http,
    pub(super) settings: Settings,
    state: Shared<State>,
    token: Mutex<Option<AccessToken>>,
    renewing: futures_util::lock::Mutex<()>,
    configuration: Mutex<Option<Configuration>>,
    failed: Mutex<Option<Failure>>,
    report: Report,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session([redacted])")
    }
}

impl Session {
    /// A session that nothing is known of yet. `report` tells the host of failures.
    pub(crate) fn new(
        http: Http,
        settings: Settings,
        report: impl Fn(Failure) + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            http,
            settings,
            state: Shared::new(State::Starting),
            token: Mutex::new(None),
            renewing: futures_util::lock::Mutex::new(()),
            configuration: Mutex::new(None),
            failed: Mutex::new(None),
            report: SendWrapper::new(Box::new(report)),
        })
    }

    /// The state, for another holder.
    pub(crate) fn state(&self) -> Shared<State> {
        self.state.mirror()
    }

    /// Judges the address, finishes a sign-in that it answers, and asks the gateway about the session.
    pub(crate) async fn start(self: &Arc<Self>) {
        let callback = location::callback();
        let stored = login::stored();
        let here = location::here();
        match arrive(
            &here,
            &self.settings.redirect_uri,
            &callback,
            stored.as_ref(),
        ) {
            Arrival::Elsewhere => self.run(Event::Loaded).await,
            Arrival::Foreign => {
                self.run(Event::Loaded).await;
                if self.state.get_untracked().session().is_none() {
                    (self.report)(Failure::new(Code::StateMismatch, Phase::Callback));
                }
            }
            Arrival::Failed(code) => self.run(Event::LoginFailed(code)).await,
            Arrival::Code(code) => {
                if let Some(transaction) = stored {
                    self.run(Event::CodeArrived { code, transaction }).await;
                }
            }
        }
    }

    /// Goes to the issuer.
    pub(crate) async fn login(self: &Arc<Self>) -> Result<(), Failure> {
        self.attempt(Event::LoginAsked).await
    }

    /// Ends the session here, at the gateway and at the issuer.
    pub(crate) async fn logout(self: &Arc<Self>) -> Result<(), Failure> {
        self.attempt(Event::LogoutAsked).await
    }

    /// Takes a step for a caller who wants to know how it went.
    async fn attempt(self: &Arc<Self>, event: Event) -> Result<(), Failure> {
        lock(&self.failed).take();
        self.run(event).await;
        lock(&self.failed).take().map_or(Ok(()), Err)
    }

    /// Sends a request with a token that is valid long enough. A token that the other side refuses although it was not
    /// due is replaced once: a refused call was not carried out, so that sending it again cannot do it twice.
    pub(crate) async fn send(
        self: &Arc<Self>,
        request: &Request<Vec<u8>>,
        call: Call,
    ) -> Result<Response<Vec<u8>>, Lost> {
        self.renew_if_due(Event::TokenNeeded).await;
        let response = self.send_once(request, call).await?;
        if response.status() != 401 {
            return Ok(response);
        }
        if domain::problem::read(&response).code == "session_of_another_user" {
            self.run(Event::SessionLost(Code::SessionOfAnotherUser))
                .await;
            return Ok(response);
        }
        self.renew_if_due(Event::TokenRefused).await;
        self.send_once(request, call).await
    }

    async fn send_once(
        &self,
        request: &Request<Vec<u8>>,
        call: Call,
    ) -> Result<Response<Vec<u8>>, Lost> {
        let bearer = match (self.state.get_untracked(), self.bearer()) {
            (State::SignedIn(_) | State::Renewing(_), Some(bearer)) => bearer,
            (State::SignedIn(_) | State::Renewing(_), None) => return Err(Lost::Token),
            _ => return Err(Lost::Session),
        };
        let mut request = gateway::with_headers(request.clone(), &self.settings);
        request.headers_mut().insert(AUTHORIZATION, bearer);
        self.http
            .send(request, call)
            .await
            .map_err(|NoAnswer| Lost::Answer)
    }

    /// One renewal at a time in this page, and by the lock in all tabs: whoever waited finds the new token.
    async fn renew_if_due(self: &Arc<Self>, why: Event) {
        let before = self.bearer();
        let _one = self.renewing.lock().await;
        let renewed_meanwhile = self.bearer() != before;
        self.run(if renewed_meanwhile {
            Event::TokenNeeded
        } else {
            why
        })
        .await;
    }

    /// Takes a step and performs its effects; what comes of them are further events.
    async fn run(self: &Arc<Self>, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            let before = self.state.get_untracked();
            let (state, effects) = step(before.clone(), event, clock::now());
            if state != before {
                self.state.set(state);
            }
            for effect in effects {
                events.extend(self.perform(effect).await);
            }
        }
    }

    async fn perform(self: &Arc<Self>, effect: Effect) -> Option<Event> {
        match effect {
            Effect::ReadSession => Some(gateway::read_session(self).await),
            Effect::GoToIssuer => {
                let gone = login::go(Arc::clone(self)).await;
                let gone = gone.unwrap_or_else(|Missing| Err(missing(Phase::Login)));
                gone.err().map(Event::TokenFailed)
            }
            Effect::Exchange { code, transaction } => {
                let event = tokens::exchange(Arc::clone(self), code, transaction).await;
                Some(event.unwrap_or_else(|Missing| Event::TokenFailed(missing(Phase::Callback))))
            }
            Effect::LeaveCallback => {
                if let Some(Transaction { return_to, .. }) = login::stored() {
                    location::replace(&return_to);
                }
                storage::remove(TRANSACTION);
                None
            }
            Effect::Refresh => Some(self.refresh().await),
            Effect::ForgetToken => {
                self.keep(None);
                None
            }
            Effect::EndSession => gateway::end_session(self).await,
            Effect::Report(failure) => {
                *lock(&self.failed) = Some(failure.clone());
                (self.report)(failure);
                None
            }
        }
    }

    async fn refresh(self: &Arc<Self>) -> Event {
        let outcome = Arc::new(Mutex::new(None));
        let (session, slot) = (Arc::clone(self), Arc::clone(&outcome));
        locks::exclusively(REFRESH_LOCK, async move {
            let event = tokens::refresh(session).await;
            let event = event.unwrap_or_else(|Missing| Event::TokenFailed(missing(Phase::Refresh)));
            *lock(&slot) = Some(event);
        })
        .await;
        let event = lock(&outcome).take();
        let unavailable = Failure::new(Code::GatewayUnavailable, Phase::Refresh);
        event.unwrap_or(Event::TokenFailed(unavailable))
    }

    /// The gateway's configuration, asked for once.
    pub(super) async fn configuration(&self) -> Option<Configuration> {
        let known = lock(&self.configuration).clone();
        if known.is_some() {
            return known;
        }
        let read = gateway::read_configuration(self).await;
        lock(&self.configuration).clone_from(&read);
        read
    }

    /// The shared record's own base, where the gateway has a way to it.
    pub(crate) async fn dsp_base(&self) -> Option<String> {
        self.configuration().await?.dsp_base
    }

    /// Holds a token, or none, in memory.
    pub(super) fn keep(&self, token: Option<AccessToken>) {
        *lock(&self.token) = token;
    }

    fn bearer(&self) -> Option<HeaderValue> {
        let token = lock(&self.token);
        let mut value =
            HeaderValue::try_from(format!("Bearer {}", token.as_ref()?.secret())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }
}

fn missing(phase: Phase) -> Failure {
    Failure::new(Code::PartUnavailable, phase)
}

fn lock<T>(slot: &Mutex<T>) -> MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
