//! What can be wrong with the configuration; no message repeats a value.

/// A variable that stops the start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{variable}: {fault}")]
pub struct ConfigError {
    /// The name of the variable, as the operator wrote or should have written it.
    pub variable: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with one variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Fault {
    /// It has to be set and is not.
    #[error("is not set")]
    Missing,
    /// Nothing reads it; most likely a misspelt name.
    #[error("is not a variable of this gateway")]
    Unknown,
    /// Set together with its `_FILE` twin.
    #[error("is set here and by its _FILE variable; set one of them")]
    SetTwice,
    /// It names a file that cannot be read as UTF-8 text.
    #[error("names a file that cannot be read")]
    UnreadableFile,
    /// The configuration file has a line that is not `NAME=value`.
    #[error("names a file with a line that is not NAME=value")]
    MalformedFile,
    /// Not `address:port`.
    #[error("is not an address and port such as 127.0.0.1:8080")]
    NotAnAddress,
    /// Not an absolute web address.
    #[error("is not an absolute http or https address without query or fragment")]
    NotAnUrl,
    /// Not a serialised origin.
    #[error("is not an origin such as https://host.example (no path, no slash at the end)")]
    NotAnOrigin,
    /// `http:` outside loopback.
    #[error("uses http outside loopback; use https")]
    NotEncrypted,
    /// Not a key.
    #[error("is not base64 of at least 32 random bytes")]
    NotAKey,
    /// Not PEM certificates.
    #[error("names a file without PEM certificates")]
    NotCertificates,
    /// Not one of the four modes.
    #[error("is not mediated, bff, host or public")]
    NotAMode,
    /// Not a PEM certificate chain with its key.
    #[error("names a file without a PEM certificate and key that fit together")]
    NotAClientCertificate,
    /// Its twin is not set.
    #[error("is set without VOLET_TLS_CLIENT_CERT or VOLET_TLS_CLIENT_KEY beside it")]
    SetAlone,
    /// Not a number of requests.
    #[error("is not a whole number above 0")]
    NotACount,
    /// The table of entitlements does not have the shape of docs/gateway.md.
    #[error("names a file that is not a JSON object of lists of identities")]
    NotEntitlements,
}

impl Fault {
    pub(crate) fn of(self, variable: &str) -> ConfigError {
        ConfigError {
            variable: variable.to_owned(),
            fault: self,
        }
    }
}
