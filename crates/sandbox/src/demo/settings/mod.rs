//! From the command line and the environment to the settings of sandbox and gateway.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::InvalidHeaderValue;
use rand::RngCore;
use rand::rngs::StdRng;
use sandbox::aes::{Client, ClientSecret};
use sandbox::{data, host, random, state};
use url::Url;

use super::Args;

/// Variables that the demo decides itself, because they follow from its ports; to the allowed origins others may be added.
const OWN: [&str; 7] = [
    "VOLET_LISTEN",
    "VOLET_ADMIN_LISTEN",
    "VOLET_PUBLIC_ORIGIN",
    "VOLET_ALLOWED_ORIGINS",
    "VOLET_REDIRECT_URIS",
    "VOLET_COOKIE_KEY_FILE",
    "VOLET_CLIENT_SECRET_FILE",
];
/// Where `trunk serve` serves the same pages during development.
const TRUNK_PORT: u16 = 8090;

/// What the demo needs to start.
pub(crate) struct Settings {
    pub(crate) sandbox: state::Settings,
    /// The variables that the gateway reads.
    pub(crate) gateway: BTreeMap<String, String>,
    /// The Content-Security-Policy of the host's pages.
    pub(crate) policy: HeaderValue,
    /// The issuer, for the line that says what runs.
    pub(crate) issuer_shown: String,
}

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    #[error("{0} has no www folder; start in the workspace's folder or name it with --root")]
    NoPages(String),
    #[error("{0}: the file cannot be read")]
    Unreadable(&'static str),
    #[error("VOLET_ENTITLEMENTS has to be a file here: the eConnector stand-in reads it too")]
    EntitlementsAddress,
    #[error("VOLET_CLIENT_SECRET is needed with VOLET_ISSUER")]
    NoSecret,
    #[error("an address of the demo is not an address: {0}")]
    Address(#[from] url::ParseError),
    #[error("VOLET_ISSUER cannot be written in a policy: {0}")]
    Policy(#[from] InvalidHeaderValue),
}

impl Settings {
    /// Derives everything; what is not set gets the demo's own value.
    pub(crate) fn derive(
        args: &Args,
        env: &BTreeMap<String, String>,
        rng: &mut StdRng,
    ) -> Result<Self, SettingsError> {
        if !args.root.join("www").is_dir() {
            return Err(SettingsError::NoPages(args.root.display().to_string()));
        }
        // As the gateway reads them: container tools pass on as empty what is not set.
        let env: &BTreeMap<String, String> = &env
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let own_issuer = format!("http://127.0.0.1:{}/auth/realms/default", args.port + 1);
        let client_id = env
            .get("VOLET_CLIENT_ID")
            .map_or("volet-demo", String::as_str);
        let secret = secret(env, rng)?;
        let origins = [args.port, TRUNK_PORT].map(|port| format!("http://localhost:{port}"));
        let redirect_uris = origins
            .each_ref()
            .map(|origin| format!("{origin}/callback"));
        // In `bff` the gateway's own callback, which follows from its public origin.
        let callback_of_gateway = format!("{}/volet/callback", origins[0]);
        let entitlements = entitlements_file(&args.root, env)?;

        let mut gateway: BTreeMap<String, String> = env
            .iter()
            .filter(|(name, _)| !OWN.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        // One that is given is another gateway's too: both are then instances of one.
        let cookie_key = env.get("VOLET_COOKIE_KEY").cloned().unwrap_or_else(|| {
            let mut bytes = [0_u8; 32];
            rng.fill_bytes(&mut bytes);
            STANDARD.encode(bytes)
        });
        let further = env.get("VOLET_ALLOWED_ORIGINS");
        let allowed: Vec<&str> = origins.iter().chain(further).map(String::as_str).collect();
        gateway.extend(
            [
                ("VOLET_PUBLIC_ORIGIN", origins[0].clone()),
                ("VOLET_ALLOWED_ORIGINS", allowed.join(",")),
                ("VOLET_REDIRECT_URIS", redirect_uris.join(",")),
                ("VOLET_COOKIE_KEY", cookie_key),
                ("VOLET_CLIENT_ID", client_id.to_owned()),
                ("VOLET_CLIENT_SECRET", secret.clone()),
                ("VOLET_ENTITLEMENTS", entitlements.clone()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        let knows_secret = ["VOLET_CLIENT_SECRET", "VOLET_CLIENT_SECRET_FILE"]
            .iter()
            .any(|name| env.contains_key(*name));
        if env.contains_key("VOLET_ISSUER") && !knows_secret {
            // Made up here for the stand-in: not to be shown to a third party.
            gateway.remove("VOLET_CLIENT_SECRET");
        }
        let issuer = gateway
            .entry("VOLET_ISSUER".into())
            .or_insert_with(|| own_issuer.clone());
        let issuer = issuer.clone();
        gateway
            .entry("VOLET_ECONNECTOR_URL".into())
            .or_insert_with(|| format!("http://127.0.0.1:{}", args.port + 2));
        gateway
            .entry("VOLET_DSP_URL".into())
            .or_insert_with(|| format!("http://127.0.0.1:{}/fhir", args.port + 3));

        let is_public = gateway
            .get("VOLET_MODE")
            .is_some_and(|mode| mode == "public");
        let policy = if is_public {
            host::policy_with(&Url::parse(&issuer)?.origin().ascii_serialization())?
        } else {
            HeaderValue::from_static(host::POLICY)
        };

        let text = std::fs::read_to_string(&entitlements)
            .map_err(|_| SettingsError::Unreadable("VOLET_ENTITLEMENTS"))?;
        let sandbox = state::Settings {
            aes_issuer: Url::parse(&own_issuer)?,
            client: Client {
                id: client_id.to_owned(),
                secret: ClientSecret::new(secret),
                redirect_uris: redirect_uris
                    .into_iter()
                    .chain([callback_of_gateway])
                    .collect(),
                post_logout_redirect_uris: origins.map(|origin| format!("{origin}/")).to_vec(),
            },
            dsp_base: Url::parse(&format!("http://127.0.0.1:{}/fhir", args.port + 3))?,
            trusted_issuer: issuer.clone(),
            audience: env.get("VOLET_AUDIENCE").cloned(),
            entitlements: text,
        };
        Ok(Self {
            sandbox,
            gateway,
            policy,
            issuer_shown: issuer,
        })
    }
}

/// The client's secret: given, or random when the stand-in is the only one who has to know it.
fn secret(env: &BTreeMap<String, String>, rng: &mut StdRng) -> Result<String, SettingsError> {
    if let Some(secret) = env.get("VOLET_CLIENT_SECRET") {
        return Ok(secret.clone());
    }
    if let Some(file) = env.get("VOLET_CLIENT_SECRET_FILE") {
        let text = std::fs::read_to_string(file)
            .map_err(|_| SettingsError::Unreadable("VOLET_CLIENT_SECRET_FILE"))?;
        return Ok(text.trim().to_owned());
    }
    // In the other modes the gateway is no client of that issuer.
    let has_client = !matches!(
        env.get("VOLET_MODE").map(String::as_str),
        Some("host" | "public")
    );
    if env.contains_key("VOLET_ISSUER") && has_client {
        return Err(SettingsError::NoSecret);
    }
    Ok(random::token(rng))
}

/// The file that says who may do what: the configured one, or the sandbox's own.
fn entitlements_file(root: &Path, env: &BTreeMap<String, String>) -> Result<String, SettingsError> {
    match env.get("VOLET_ENTITLEMENTS") {
        Some(address) if address.contains("://") => Err(SettingsError::EntitlementsAddress),
        Some(file) => Ok(file.clone()),
        None => Ok(root.join(data::ENTITLEMENTS_FILE).display().to_string()),
    }
}

#[cfg(test)]
mod tests;
