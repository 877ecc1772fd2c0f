//! Ending a session at the issuer, over the back channel where it takes that.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::StatusCode;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use oauth2::{AccessToken, AuthType, ClientSecret, HttpRequest, HttpResponse, RefreshToken};
use openidconnect::{LogoutRequest, PostLogoutRedirectUrl};
use url::{Url, form_urlencoded};

use super::Issuer;
use super::discovery::Provider;

/// How far a session has come to an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ended {
    /// The issuer has ended it, its browser session included.
    Here,
    /// The tokens are revoked where possible; the browser has to go there for the rest.
    ByNavigation(Url),
    /// The issuer cannot be reached, or has no end of sessions.
    Unknown,
}

impl Issuer {
    /// Ends the session of these tokens.
    ///
    /// Keycloak ends the whole single sign-on session on a POST of the refresh token to its
    /// end_session_endpoint. RP-Initiated Logout 1.0 knows only the navigation, so that for any
    /// other issuer the tokens are revoked (RFC 7009) and the address is given back.
    pub(crate) async fn end(
        &self,
        refresh_token: Option<&RefreshToken>,
        access_token: Option<&AccessToken>,
    ) -> Ended {
        let Ok(provider) = self.provider().await else {
            return Ended::Unknown;
        };
        if let Some(token) = refresh_token
            && self.log_out_by_post(&provider, token).await
        {
            return Ended::Here;
        }
        let revocable = match (refresh_token, access_token) {
            (Some(token), _) => Some(("refresh_token", token.secret())),
            (None, Some(token)) => Some(("access_token", token.secret())),
            (None, None) => None,
        };
        if let Some((kind, token)) = revocable {
            self.revoke(&provider, kind, token).await;
        }
        self.end_by_navigation(&provider)
    }

    /// Where the browser ends its session, for a page that holds the tokens itself.
    pub(crate) async fn end_of_browser_session(&self) -> Ended {
        match self.provider().await {
            Ok(provider) => self.end_by_navigation(&provider),
            Err(_) => Ended::Unknown,
        }
    }

    /// RP-Initiated Logout 1.0 §2: without an id_token_hint the issuer may ask the person.
    fn end_by_navigation(&self, provider: &Provider) -> Ended {
        let Some(endpoint) = &provider.end_session else {
            return Ended::Unknown;
        };
        let mut request =
            LogoutRequest::from(endpoint.clone()).set_client_id(self.client_id.clone());
        let back = self.post_logout_redirect_uri.clone();
        if let Some(Ok(back)) = back.map(PostLogoutRedirectUrl::new) {
            request = request.set_post_logout_redirect_uri(back);
        }
        Ended::ByNavigation(request.http_get_url())
    }

    async fn log_out_by_post(&self, provider: &Provider, refresh_token: &RefreshToken) -> bool {
        let Some(endpoint) = &provider.end_session else {
            return false;
        };
        let form = [("refresh_token", refresh_token.secret().as_str())];
        // A page that asks the person to confirm is a 200 with a body, and no end.
        let answer = self.post_form(provider, endpoint.url(), &form).await;
        answer.is_some_and(|answer| answer.status() == StatusCode::NO_CONTENT)
    }

    /// RFC 7009 §2.1; by hand, because the library refuses the http of a loopback issuer.
    async fn revoke(&self, provider: &Provider, kind: &str, token: &str) {
        let Some(endpoint) = &provider.revocation else {
            return;
        };
        let form = [("token", token), ("token_type_hint", kind)];
        let answer = self.post_form(provider, endpoint.url(), &form).await;
        if answer.is_none_or(|answer| answer.status() != StatusCode::OK) {
            tracing::warn!("a token could not be revoked at the issuer");
        }
    }

    /// Posts `pairs` with the client's credentials (RFC 6749 §2.3.1).
    pub(super) async fn post_form(
        &self,
        provider: &Provider,
        url: &Url,
        pairs: &[(&str, &str)],
    ) -> Option<HttpResponse> {
        let request = self.form(provider, url, pairs)?;
        self.http()(request).await.ok()
    }

    fn form(&self, provider: &Provider, url: &Url, pairs: &[(&str, &str)]) -> Option<HttpRequest> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        let mut request = http::Request::post(url.as_str())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json");
        match (&provider.auth_type, &self.client_secret) {
            (AuthType::BasicAuth, Some(secret)) => {
                request = request.header(AUTHORIZATION, self.basic_credentials(secret));
            }
            // The type is open to new ways; the body is the one that AeS describes.
            (_, secret) => {
                form.append_pair("client_id", &self.client_id);
                form.extend_pairs(secret.iter().map(|it| ("client_secret", it.secret())));
            }
        }
        request.body(form.finish().into_bytes()).ok()
    }

    fn basic_credentials(&self, secret: &ClientSecret) -> String {
        let encode =
            |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
        let pair = format!("{}:{}", encode(&self.client_id), encode(secret.secret()));
        format!("Basic {}", STANDARD.encode(pair))
    }
}
