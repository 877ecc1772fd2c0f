//! Performs what the state machine asks for and hands jobs an authorised client.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::auth::{Configuration, Effect, Event, Mode, State, step};
use domain::failure::{Code, Failure, Phase};
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response};
use js_sys::Function;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use super::awake::{self, Awake};
use super::tokens::{self, Tokens};
use super::{Settings, Shared, arrival, end, gateway, issuer, login, refresh};
use crate::platform::bridge::Host;
use crate::platform::http::{Call, Http, NoAnswer};
use crate::platform::late::Missing;
use crate::platform::{clock, timer};

/// The longest wait for the exchange of a code, in milliseconds: then the person is told.
const EXCHANGED_WITHIN: u32 = 8_000;

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

/// Tells the host and the person of a failure, or that its cause is gone.
type Report = SendWrapper<Box<dyn Fn(Option<Failure>)>>;

/// The session of one engine.
pub(crate) struct Session {
    pub(super) http: Http,
    pub(super) settings: Settings,
    pub(super) host: SendWrapper<Host>,
    state: Shared<State>,
    tokens: Mutex<Tokens>,
    renewing: futures_util::lock::Mutex<()>,
    configuration: Mutex<Option<Configuration>>,
    failed: Mutex<Option<Failure>>,
    trouble: Mutex<Option<Failure>>,
    used: Mutex<Option<i64>>,
    expected: Mutex<Option<SendWrapper<Function>>>,
    awake: Mutex<Option<SendWrapper<Awake>>>,
    report: Report,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session([redacted])")
    }
}

impl Session {
    /// A session that nothing is known of yet.
    pub(crate) fn new(
        http: Http,
        settings: Settings,
        host: Host,
        report: impl Fn(Option<Failure>) + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            http,
            settings,
            host: SendWrapper::new(host),
            state: Shared::new(State::Starting),
            tokens: Mutex::default(),
            renewing: futures_util::lock::Mutex::new(()),
            configuration: Mutex::default(),
            failed: Mutex::default(),
            trouble: Mutex::default(),
            used: Mutex::default(),
            expected: Mutex::default(),
            awake: Mutex::default(),
            report: SendWrapper::new(Box::new(report)),
        })
    }

    /// The state, for another holder.
    pub(crate) fn state(&self) -> Shared<State> {
        self.state.mirror()
    }

    /// Finishes a sign-in that the address answers, asks who is signed in, and stays awake from then on.
    pub(crate) async fn start(self: &Arc<Self>) {
        *lock(&self.awake) = Some(SendWrapper::new(Awake::begin(self)));
        arrival::judge(self).await;
    }

    /// Ends what `start` began.
    pub(crate) fn rest(&self) {
        lock(&self.awake).take();
        self.answer_nothing();
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
        self.send_once(request, call).await
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
            let bearer = self.bearer();
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

    /// Takes a step of the page's own life, not in the middle of a renewal.
    pub(super) async fn run_alone(self: &Arc<Self>, event: Event) {
        let _one = self.renewing.lock().await;
        self.run(event).await;
    }

    /// Takes a step and performs its effects; what comes of them are further events.
    pub(super) async fn run(self: &Arc<Self>, event: Event) {
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            self.settle(&event);
            let before = self.state_now();
            let (state, effects) = step(self.settings.mode, before.clone(), event, clock::now());
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
            Effect::GoToIssuer => login::go(Arc::clone(self))
                .await
                .unwrap_or_else(|Missing| Some(missing(Phase::Login))),
            Effect::Exchange { code, transaction } => {
                let work = tokens::exchange(Arc::clone(self), code, transaction);
                let outcome = timer::within(EXCHANGED_WITHIN, work).await;
                let outcome = outcome.map(|outcome| {
                    outcome.unwrap_or_else(|Missing| missing(Phase::Callback).into())
                });
                let late = Failure::new(self.settings.unavailable(), Phase::Callback);
                let outcome = outcome.unwrap_or_else(|| tokens::Outcome::failed(late));
                self.hold(outcome.tokens);
                Some(outcome.event)
            }
            Effect::LeaveCallback => {
                arrival::leave(self.settings.mode);
                None
            }
            Effect::Refresh { min_validity } => {
                let event = refresh::refresh(Arc::clone(self), min_validity).await;
                Some(event.unwrap_or_else(|Missing| missing(Phase::Refresh)))
            }
            Effect::ForgetToken => {
                self.hold(Some(Tokens::default()));
                None
            }
            Effect::EndSession => end::end(Arc::clone(self)).await.unwrap_or_else(|Missing| {
                let failure = Failure::new(Code::PartUnavailable, Phase::Logout);
                Some(Event::LogoutFailed(failure))
            }),
            Effect::TellSignedIn => {
                if let Some(awake) = &*lock(&self.awake) {
                    awake.tell_signed_in();
                }
                None
            }
            Effect::Report(failure) => {
                self.tell(failure);
                None
            }
        }
    }

    /// Tells the host and the person; what stands there already is not told again.
    pub(super) fn tell(&self, failure: Failure) {
        *lock(&self.failed) = Some(failure.clone());
        let before = lock(&self.trouble).replace(failure.clone());
        if before.as_ref() != Some(&failure) {
            (self.report)(Some(failure));
        }
    }

    /// The shared record's own base, where the gateway has a way to it.
    pub(crate) async fn dsp_base(&self) -> Option<String> {
        let configuration = match self.settings.mode {
            Mode::Public => gateway::read_configuration(self).await,
            Mode::Mediated | Mode::Bff | Mode::Host => self.configuration().await,
        };
        configuration.ok()?.dsp_base
    }

    /// What was told and is over is taken back.
    fn settle(&self, event: &Event) {
        let over = |code| match event {
            Event::TokenReceived { .. } | Event::LoginAsked => true,
            Event::SessionRead(answer) => {
                code == Code::GatewayUnavailable || answer.signed_in && code == Code::SessionExpired
            }
            _ => false,
        };
        let mut trouble = lock(&self.trouble);
        if trouble.as_ref().is_some_and(|failure| over(failure.code)) {
            *trouble = None;
            drop(trouble);
            (self.report)(None);
        }
    }

    /// The gateway's configuration, or the issuer's, asked for once.
    pub(super) async fn configuration(&self) -> Result<Configuration, Code> {
        let known = lock(&self.configuration).clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let read = match self.settings.mode {
            Mode::Public => issuer::discover(self).await?,
            Mode::Mediated | Mode::Bff | Mode::Host => gateway::read_configuration(self).await?,
        };
        *lock(&self.configuration) = Some(read.clone());
        Ok(read)
    }

    /// Holds tokens in memory in place of those before, where there are new ones.
    pub(super) fn hold(&self, tokens: Option<Tokens>) {
        if let Some(tokens) = tokens {
            *lock(&self.tokens) = tokens;
        }
    }

    /// The tokens in memory.
    pub(super) fn tokens(&self) -> Tokens {
        lock(&self.tokens).clone()
    }

    pub(super) fn bearer(&self) -> Option<HeaderValue> {
        let token = self.tokens().access?;
        let mut value = HeaderValue::try_from(["Bearer ", token.secret()].concat()).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    pub(super) fn state_now(&self) -> State {
        self.state.get_untracked()
    }

    pub(super) fn is_signed_out(&self) -> bool {
        matches!(self.state_now(), State::SignedOut)
    }

    pub(super) fn trouble_is(&self, code: Code) -> bool {
        lock(&self.trouble)
            .as_ref()
            .is_some_and(|failure| failure.code == code)
    }

    /// The person touched the page.
    pub(super) fn touch(&self) {
        *lock(&self.used) = awake::use_of(self);
    }

    pub(super) fn last_use(&self) -> Option<i64> {
        *lock(&self.used)
    }

    /// The other tabs follow.
    pub(super) fn tell_signed_out(&self) {
        if let Some(awake) = &*lock(&self.awake) {
            awake.tell_signed_out();
        }
    }

    /// From now on this sign-in's popup is waited for, and no other.
    pub(super) fn expect_answer(&self, resolve: Function) {
        self.answer_nothing();
        *lock(&self.expected) = Some(SendWrapper::new(resolve));
    }

    fn answer_nothing(&self) {
        if let Some(resolve) = lock(&self.expected).take() {
            _ = resolve.call0(&JsValue::NULL);
        }
    }
}

/// A flag that a listener raises.
#[derive(Clone, Default, Debug)]
pub(super) struct Flag(Rc<Cell<bool>>);

impl Flag {
    pub(super) fn raise(&self) {
        self.0.set(true);
    }

    pub(super) fn is_raised(&self) -> bool {
        self.0.get()
    }
}

pub(super) fn missing(phase: Phase) -> Event {
    Event::TokenFailed(Failure::new(Code::PartUnavailable, phase))
}

fn lock<T>(slot: &Mutex<T>) -> MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
