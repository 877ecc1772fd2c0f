//! Holds a session, takes its steps, and performs what the state machine asks for.

use std::sync::{Arc, Mutex};

use domain::auth::{self, Configuration, Effect, Event, Mode, State, step};
use domain::failure::{Code, Failure, Phase};
use js_sys::Function;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

use super::awake::{self, Awake};
use super::tokens::{self, Tokens};
use super::{Settings, Shared, arrival, end, gateway, issuer, login, refresh};
use crate::platform::bridge::Host;
use crate::platform::held::held;
use crate::platform::http::Http;
use crate::platform::late::Missing;
use crate::platform::{clock, timer};

/// The longest wait for the exchange of a code, in milliseconds: then the person is told.
const EXCHANGED_WITHIN: u32 = 8_000;

/// Tells the host and the person of a failure, or that its cause is gone.
type Report = SendWrapper<Box<dyn Fn(Option<Failure>)>>;

/// The session of one engine.
pub(crate) struct Session {
    pub(super) http: Http,
    pub(super) settings: Settings,
    pub(super) host: SendWrapper<Host>,
    state: Shared<State>,
    tokens: Mutex<Tokens>,
    pub(super) renewing: futures_util::lock::Mutex<()>,
    configuration: Mutex<Option<Configuration>>,
    trouble: Mutex<Option<Failure>>,
    used: Mutex<Option<i64>>,
    elsewhere: Mutex<Option<i64>>,
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
            trouble: Mutex::default(),
            used: Mutex::default(),
            elsewhere: Mutex::default(),
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
        *held(&self.awake) = Some(SendWrapper::new(Awake::begin(self)));
        arrival::judge(self).await;
    }

    /// Ends what `start` began.
    pub(crate) fn rest(&self) {
        held(&self.awake).take();
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
        self.follow(event).await.map_or(Ok(()), Err)
    }

    /// Takes a step of the page's own life, not in the middle of a renewal.
    pub(super) async fn run_alone(self: &Arc<Self>, event: Event) {
        let _one = self.renewing.lock().await;
        self.run(event).await;
    }

    /// Takes a step.
    pub(super) async fn run(self: &Arc<Self>, event: Event) {
        _ = self.follow(event).await;
    }

    /// Takes a step and performs its effects; what comes of them are further events. The last failure that they told of.
    async fn follow(self: &Arc<Self>, event: Event) -> Option<Failure> {
        let mut told = None;
        let mut events = vec![event];
        while let Some(event) = events.pop() {
            self.settle(&event);
            let before = self.state_now();
            let (state, effects) = step(self.settings.mode, before.clone(), event, clock::now());
            if state != before {
                self.state.set(state);
            }
            for effect in effects {
                if let Effect::Report(failure) = &effect {
                    told = Some(failure.clone());
                }
                events.extend(self.perform(effect).await);
            }
        }
        told
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
            Effect::EndSession => {
                let refresh_token = self.tokens().refresh;
                self.hold(Some(Tokens::default()));
                let ended = end::end(Arc::clone(self), refresh_token).await;
                ended.unwrap_or_else(|Missing| {
                    let failure = Failure::new(Code::PartUnavailable, Phase::Logout);
                    Some(Event::LogoutFailed(failure))
                })
            }
            Effect::TellSignedIn => {
                self.tell_tabs(awake::SIGNED_IN);
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
        let before = held(&self.trouble).replace(failure.clone());
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
        let over = |failure: &Failure| match event {
            Event::LoginAsked | Event::LogoutAsked => true,
            // A sign-out that was not confirmed is not made good by a gateway that answers.
            _ if failure.phase == Phase::Logout => false,
            // A token does not say in whose name the person may act: while that is open, only its answer makes it good.
            Event::TokenReceived { .. } => {
                failure.code != Code::GatewayUnavailable
                    || !self
                        .state_now()
                        .session()
                        .is_some_and(auth::Session::is_nameless)
            }
            Event::SessionRead(answer) => match failure.code {
                Code::GatewayUnavailable => true,
                code => answer.signed_in && code == Code::SessionExpired,
            },
            _ => false,
        };
        let mut trouble = held(&self.trouble);
        if trouble.as_ref().is_some_and(over) {
            *trouble = None;
            drop(trouble);
            (self.report)(None);
        }
    }

    /// The gateway's configuration, or the issuer's, asked for once.
    pub(super) async fn configuration(&self) -> Result<Configuration, Code> {
        let known = held(&self.configuration).clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let read = match self.settings.mode {
            Mode::Public => issuer::discover(self).await?,
            Mode::Mediated | Mode::Bff | Mode::Host => gateway::read_configuration(self).await?,
        };
        *held(&self.configuration) = Some(read.clone());
        Ok(read)
    }

    /// Holds tokens in memory in place of those before, where there are new ones.
    pub(super) fn hold(&self, tokens: Option<Tokens>) {
        if let Some(tokens) = tokens {
            *held(&self.tokens) = tokens;
        }
    }

    /// The tokens in memory.
    pub(super) fn tokens(&self) -> Tokens {
        held(&self.tokens).clone()
    }

    /// The value of `Authorization` (RFC 6750 §2.1).
    pub(super) fn bearer(&self) -> Option<String> {
        let token = self.tokens().access?;
        Some(["Bearer ", token.secret()].concat())
    }

    pub(super) fn state_now(&self) -> State {
        self.state.get_untracked()
    }

    pub(super) fn is_signed_out(&self) -> bool {
        matches!(self.state_now(), State::SignedOut)
    }

    /// The failure that was told last and is not over.
    pub(super) fn trouble(&self) -> Option<Failure> {
        held(&self.trouble).clone()
    }

    /// The person touched the page.
    pub(super) fn touch(&self) {
        *held(&self.used) = awake::use_of(self);
    }

    pub(super) fn last_use(&self) -> Option<i64> {
        *held(&self.used)
    }

    /// Tells the other tabs a word.
    pub(super) fn tell_tabs(&self, word: &str) {
        if let Some(awake) = &*held(&self.awake) {
            awake.tell(word);
        }
    }

    /// Another tab has begun a renewal, or ended it.
    pub(super) fn hear_renewal(&self, begun: Option<i64>) {
        *held(&self.elsewhere) = begun;
    }

    /// When the renewal began that another tab has not ended, in milliseconds.
    pub(super) fn renewal_elsewhere(&self) -> Option<i64> {
        *held(&self.elsewhere)
    }

    /// From now on this sign-in's popup is waited for, and no other.
    pub(super) fn expect_answer(&self, resolve: Function) {
        self.answer_nothing();
        *held(&self.expected) = Some(SendWrapper::new(resolve));
    }

    fn answer_nothing(&self) {
        if let Some(resolve) = held(&self.expected).take() {
            _ = resolve.call0(&JsValue::NULL);
        }
    }
}

pub(super) fn missing(phase: Phase) -> Event {
    Event::TokenFailed(Failure::new(Code::PartUnavailable, phase))
}
