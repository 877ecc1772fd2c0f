//! The four modes (SECURITY.md): one machine, and these answers are all in which they differ.

/// Who exchanges the code, and who holds what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The widget runs PKCE, the gateway's token endpoint adds the secret; the page holds the access token.
    Mediated,
    /// The gateway runs the login; the page holds no token.
    Bff,
    /// The host software gives access tokens.
    Host,
    /// The widget straight at the issuer, as a public client; the page holds access and refresh token.
    Public,
}

impl Mode {
    /// Reads the word of the option `auth.mode`. No mode is a default.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "mediated" => Some(Self::Mediated),
            "bff" => Some(Self::Bff),
            "host" => Some(Self::Host),
            "public" => Some(Self::Public),
            _ => None,
        }
    }

    /// The word of the option.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mediated => "mediated",
            Self::Bff => "bff",
            Self::Host => "host",
            Self::Public => "public",
        }
    }

    /// The gateway keeps the session in its cookie: it outlives the page, all tabs share it, and the gateway alone knows
    /// when it ends.
    pub fn has_cookie(self) -> bool {
        matches!(self, Self::Mediated | Self::Bff)
    }

    /// Calls carry an access token.
    pub fn sends_token(self) -> bool {
        self != Self::Bff
    }

    /// The widget makes the authorization request and reads the answer from the address (RFC 6749 §4.1).
    pub fn runs_code_flow(self) -> bool {
        matches!(self, Self::Mediated | Self::Public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mode_is_named_and_never_assumed() {
        for mode in [Mode::Mediated, Mode::Bff, Mode::Host, Mode::Public] {
            assert_eq!(Mode::parse(mode.as_str()), Some(mode));
        }
        assert_eq!(Mode::parse(""), None);
        assert_eq!(Mode::parse("Mediated"), None);
    }
}
