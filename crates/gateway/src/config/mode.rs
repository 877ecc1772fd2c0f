//! Who holds which token: the four modes of a session (docs/gateway.md).

use super::error::Fault;

/// One mode a gateway; the page has to be set up for the same one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// The page runs PKCE and holds an access token; the gateway adds the secret.
    Mediated,
    /// The gateway signs in; the page never holds a token (RFC 10017, backend for frontend).
    Bff,
    /// The host software hands the page its access token.
    Host,
    /// The page is a public client of the issuer.
    Public,
}

impl Mode {
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        [Self::Mediated, Self::Bff, Self::Host, Self::Public]
            .into_iter()
            .find(|mode| mode.name() == text)
            .ok_or(Fault::NotAMode)
    }

    /// The word of the configuration and of the page's `auth.mode`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mediated => "mediated",
            Self::Bff => "bff",
            Self::Host => "host",
            Self::Public => "public",
        }
    }

    /// Whether the session is in a cookie, and the gateway the issuer's confidential client.
    pub(crate) fn has_cookie(self) -> bool {
        match self {
            Self::Mediated | Self::Bff => true,
            Self::Host | Self::Public => false,
        }
    }
}
