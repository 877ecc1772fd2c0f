//! Where the session is kept, and how it is begun.

use domain::auth::Mode;
use domain::failure::Code;

/// What the host decided, checked. There is no place for a client secret: a browser keeps none.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The gateway's absolute base.
    pub(crate) gateway: String,
    /// Who exchanges the code.
    pub(crate) mode: Mode,
    /// The redirect URI registered at the issuer; empty where the widget runs no code flow.
    pub(crate) redirect_uri: String,
    /// The opaque id of the host's user; empty where the gateway has no cookie to keep it in.
    pub(crate) host_user: String,
    /// The issuer (`public`).
    pub(crate) issuer: String,
    /// The client's id at the issuer (`public`).
    pub(crate) client_id: String,
    /// The sign-in has a window of its own.
    pub(crate) popup: bool,
    /// The session is renewed while the page is seen and used.
    pub(crate) keep_alive: bool,
}

impl Settings {
    /// What is wrong when whoever gives tokens does not answer.
    pub(super) fn unavailable(&self) -> Code {
        match self.mode {
            Mode::Mediated | Mode::Bff => Code::GatewayUnavailable,
            Mode::Host => Code::HostTokenUnavailable,
            Mode::Public => Code::IssuerUnavailable,
        }
    }
}
