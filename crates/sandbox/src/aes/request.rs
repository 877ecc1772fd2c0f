//! The authorization request (OIDC Core §3.1.2.1, RFC 7636 §4.3), checked, and the way back to the client.

use url::Url;

use super::client::Client;
use crate::params::Params;

/// A request whose every part is right.
#[derive(Debug, Clone)]
pub(super) struct Authorization {
    pub(super) back: Back,
    pub(super) code_challenge: String,
    pub(super) nonce: Option<String>,
    pub(super) prompt: Prompt,
}

/// Where the answer goes. Exists only for a registered redirect URI.
#[derive(Debug, Clone)]
pub(super) struct Back {
    pub(super) redirect_uri: Url,
    /// The redirect URI as it was sent; the token request has to repeat it letter by letter.
    pub(super) as_sent: String,
    state: Option<String>,
}

/// What the client asks about the sign-in page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prompt {
    /// The page only when it is needed.
    Default,
    /// Never the page.
    None,
    /// The page in any case.
    Login,
}

/// Why a request is refused, and who is told.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The person, on an error page: it is not known where it would be safe to redirect to.
    Page(&'static str),
    /// The client, by redirect (RFC 6749 §4.1.2.1).
    Client(Box<Back>, &'static str, &'static str),
}

impl Back {
    /// The redirect with these parameters, the state echoed and the issuer named (RFC 9207 §2).
    pub(super) fn with(&self, issuer: &str, parameters: &[(&str, &str)]) -> String {
        let mut target = self.redirect_uri.clone();
        {
            let mut query = target.query_pairs_mut();
            query.extend_pairs(parameters);
            if let Some(state) = &self.state {
                query.append_pair("state", state);
            }
            query.append_pair("iss", issuer);
        }
        target.into()
    }

    /// The redirect that reports an error.
    pub(super) fn error(&self, issuer: &str, error: &str, description: &str) -> String {
        self.with(
            issuer,
            &[("error", error), ("error_description", description)],
        )
    }
}

/// Checks the query of an authorization request.
pub(super) fn check(client: &Client, query: &str) -> Result<Authorization, Refusal> {
    let params = Params::parse(query.as_bytes())
        .map_err(|_| Refusal::Page("Un paramètre est présent plusieurs fois."))?;
    if params.get("client_id") != Some(client.id.as_str()) {
        return Err(Refusal::Page("Ce client n’est pas connu."));
    }
    let back = back(client, &params).ok_or(Refusal::Page(
        "L’adresse de retour n’est pas enregistrée pour ce client.",
    ))?;
    match check_rest(&params) {
        Ok((code_challenge, prompt)) => Ok(Authorization {
            back,
            code_challenge: code_challenge.to_owned(),
            nonce: params.get("nonce").map(str::to_owned),
            prompt,
        }),
        Err((error, description)) => Err(Refusal::Client(Box::new(back), error, description)),
    }
}

fn back(client: &Client, params: &Params) -> Option<Back> {
    let as_sent = params.get("redirect_uri")?.to_owned();
    if !client.redirect_uris.contains(&as_sent) {
        return None;
    }
    let redirect_uri = Url::parse(&as_sent).ok()?;
    Some(Back {
        redirect_uri,
        as_sent,
        state: params.get("state").map(str::to_owned),
    })
}

fn check_rest(params: &Params) -> Result<(&str, Prompt), (&'static str, &'static str)> {
    match params.get("response_type") {
        Some("code") => {}
        None => return Err(("invalid_request", "Missing parameter: response_type")),
        Some(_) => return Err(("unsupported_response_type", "Only code is supported")),
    }
    if params
        .get("response_mode")
        .is_some_and(|mode| mode != "query")
    {
        return Err(("invalid_request", "Only response_mode query is supported"));
    }
    // AeS prints `scope: openid (valeur fixe)`.
    if params.get("scope") != Some("openid") {
        return Err(("invalid_scope", "The scope has to be openid"));
    }
    if params.get("request").is_some() || params.get("request_uri").is_some() {
        return Err(("request_not_supported", "Request objects are not supported"));
    }
    let challenge = params
        .get("code_challenge")
        .ok_or(("invalid_request", "Missing parameter: code_challenge"))?;
    if params.get("code_challenge_method") != Some("S256") {
        return Err((
            "invalid_request",
            "The code_challenge_method has to be S256",
        ));
    }
    // The base64url form of a SHA-256 digest, RFC 7636 §4.2.
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if challenge.len() != 43 || !challenge.bytes().all(is_letter) {
        return Err(("invalid_request", "Invalid parameter: code_challenge"));
    }
    let prompt = match params.get("prompt") {
        None => Prompt::Default,
        Some("none") => Prompt::None,
        Some("login") => Prompt::Login,
        Some(_) => return Err(("invalid_request", "Unsupported value of prompt")),
    };
    Ok((challenge, prompt))
}
