//! The sandbox's whole state behind one lock, and its clock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::rngs::StdRng;
use rand::{RngCore as _, SeedableRng as _};

use crate::aes::{self, Aes};
use crate::bearer::Trust;
use crate::clock::SandboxClock;
use crate::data::{self, DataError};
use crate::dsp::{self, Dsp};
use crate::econnector::{self, Econnector};
use crate::jose::{KeyError, SigningKey};
use crate::journal::Journal;
use crate::kept::Kept;
use crate::scenario::Scenarios;

/// Every stand-in with what they have in common.
#[derive(Debug)]
pub struct State {
    /// The sign-in service.
    pub aes: Aes,
    /// The eConnector SaaS with mySecu.
    pub econnector: Econnector,
    /// The shared record.
    pub dsp: Dsp,
    /// What is switched on.
    pub scenarios: Scenarios,
    /// What has been asked.
    pub journal: Journal,
    /// What the demo keeps for its users.
    pub kept: Kept,
}

/// Why the sandbox cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A data file is wrong.
    #[error(transparent)]
    Data(#[from] DataError),
    /// No key could be made.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The eConnector stand-in cannot start.
    #[error(transparent)]
    Econnector(#[from] econnector::StartError),
    /// The DSP stand-in cannot start.
    #[error(transparent)]
    Dsp(#[from] dsp::StartError),
}

/// What the sandbox is told at start.
#[derive(Debug)]
pub struct Settings {
    /// Where the AeS stand-in is, and the issuer of its tokens.
    pub aes_issuer: url::Url,
    /// The client of the AeS stand-in.
    pub client: aes::Client,
    /// The FHIR base of the DSP stand-in; its links lie under it.
    pub dsp_base: url::Url,
    /// The issuer that the eConnector and DSP stand-ins believe; a third party's, where one is configured.
    pub trusted_issuer: String,
    /// The audience that they ask for, where one is configured.
    pub audience: Option<String>,
    /// An entitlements file: `{ "<sub>": [identity, …] }`.
    pub entitlements: String,
}

/// A handle on the running sandbox.
#[derive(Debug, Clone)]
pub struct Sandbox {
    state: Arc<Mutex<State>>,
    /// The one clock.
    pub clock: Arc<SandboxClock>,
}

impl Sandbox {
    /// A sandbox in which nothing has happened. Makes an RSA key, which takes a moment.
    ///
    /// # Errors
    /// When a data file or the entitlements are wrong, or no key could be made.
    pub fn start(settings: Settings, mut rng: StdRng) -> Result<Self, StartError> {
        let key = SigningKey::make(&mut rng)?;
        Ok(Self::of(State::new(settings, key, &mut rng)?))
    }

    /// A sandbox in this state, by real time.
    pub fn of(state: State) -> Self {
        Self {
            state: Arc::new(Mutex::new(state)),
            clock: Arc::default(),
        }
    }

    /// The state. A panic elsewhere does not make it unusable: a demo goes on.
    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A state in which nothing has happened.
    ///
    /// # Errors
    /// When a data file or the entitlements are wrong.
    pub fn new(settings: Settings, key: SigningKey, rng: &mut StdRng) -> Result<Self, StartError> {
        let Settings {
            aes_issuer,
            client,
            dsp_base,
            trusted_issuer,
            audience,
            entitlements,
        } = settings;
        let aes = aes::Settings {
            issuer: aes_issuer,
            client,
            // Keycloak's own default where nothing else is configured.
            audience: audience.clone().unwrap_or_else(|| "account".to_owned()),
            users: data::users()?,
        };
        let trust = Trust {
            issuer: trusted_issuer,
            audience,
        };
        let dsp = dsp::Settings {
            trust: trust.clone(),
            base: dsp_base,
        };
        let econnector = econnector::Settings {
            trust,
            gp_codes: data::gp_codes(&entitlements)?,
        };
        Ok(Self {
            aes: Aes::new(aes, key, StdRng::seed_from_u64(rng.next_u64())),
            econnector: Econnector::new(econnector, StdRng::seed_from_u64(rng.next_u64()))?,
            dsp: Dsp::new(dsp, StdRng::seed_from_u64(rng.next_u64()))?,
            scenarios: Scenarios::default(),
            journal: Journal::default(),
            kept: Kept::default(),
        })
    }

    /// Back to the start: journal, deposits, open searches, what is kept and scenarios. Whoever is signed in stays so.
    pub fn reset(&mut self) {
        self.scenarios.clear();
        self.journal.clear();
        self.kept = Kept::default();
        self.econnector.forget_deposits();
        self.dsp.forget_searches();
    }
}
