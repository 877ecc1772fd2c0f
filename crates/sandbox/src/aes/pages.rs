//! The pages that a person sees at the AeS stand-in, in French, with headers as strict as they can be.

use http::StatusCode;
use http::header::{CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY};
use url::Url;

use crate::exchange::{self, Answer, Response, escape};

/// What the sign-in page shows.
#[derive(Debug)]
pub(super) struct SignIn<'a> {
    pub(super) base: &'a str,
    pub(super) session_code: &'a str,
    /// Browsers apply `form-action` to the redirect after the form too, so it has to be named.
    pub(super) redirect_uri: &'a Url,
    pub(super) username: &'a str,
    pub(super) refused: bool,
}

/// The form with user name and password.
pub(super) fn sign_in(page: &SignIn<'_>) -> Response {
    let SignIn {
        base,
        session_code,
        username,
        ..
    } = page;
    let username = escape(username);
    let (alert, invalid) = if page.refused {
        (
            r#"<p class="alert" id="refused" role="alert">Nom d’utilisateur ou mot de passe incorrect.</p>"#,
            r#" aria-invalid="true" aria-describedby="refused""#,
        )
    } else {
        ("", "")
    };
    let content = format!(
        r#"<h1>Connexion</h1>
<p>Une application demande à utiliser votre compte eSanté pour agir en votre nom.</p>
{alert}
<form method="post" action="{base}/login-actions/authenticate">
<input type="hidden" name="session_code" value="{session_code}">
<label for="username">Nom d’utilisateur</label>
<input id="username" name="username" type="text" autocomplete="username" autocapitalize="none" spellcheck="false" required autofocus value="{username}"{invalid}>
<label for="password">Mot de passe</label>
<input id="password" name="password" type="password" autocomplete="current-password" required{invalid}>
<button class="main" type="submit" name="decision" value="sign-in">Se connecter</button>
<button type="submit" name="decision" value="deny" formnovalidate>Refuser</button>
</form>
<p class="note">Bac à sable : <kbd>dr.weber</kbd>, <kbd>dr.klein</kbd>, <kbd>sec.muller</kbd> ou <kbd>sec.wagner</kbd>, mot de passe <kbd>demo</kbd>.</p>"#
    );
    let origin = page.redirect_uri.origin().ascii_serialization();
    html(
        StatusCode::OK,
        base,
        "Connexion",
        &content,
        &format!("'self' {origin}"),
    )
}

/// A page that says what is wrong; used where a redirect would not be safe.
pub(super) fn error(base: &str, reason: &str) -> Response {
    let content = format!(
        "<h1>Connexion impossible</h1>\n<p class=\"alert\" role=\"alert\">{}</p>\n\
         <p>Retournez dans votre logiciel et recommencez.</p>",
        escape(reason)
    );
    html(
        StatusCode::BAD_REQUEST,
        base,
        "Connexion impossible",
        &content,
        "'none'",
    )
}

/// The question whether to sign out, for a request that does not prove whom it comes from.
pub(super) fn confirm_sign_out(base: &str) -> Response {
    let content = format!(
        r#"<h1>Déconnexion</h1>
<p>Voulez-vous vous déconnecter ?</p>
<form method="post" action="{base}/protocol/openid-connect/logout">
<input type="hidden" name="confirm" value="yes">
<button class="main" type="submit">Se déconnecter</button>
</form>"#
    );
    html(StatusCode::OK, base, "Déconnexion", &content, "'self'")
}

/// What is shown after signing out when there is nowhere to go.
pub(super) fn signed_out(base: &str) -> Response {
    let content = "<h1>Déconnexion</h1>\n<p role=\"status\">Vous êtes déconnecté.</p>";
    html(StatusCode::OK, base, "Déconnexion", content, "'none'")
}

/// The style sheet of every page here.
pub(super) fn style() -> Answer {
    let css = include_bytes!("../../data/sign-in.css").to_vec();
    exchange::body(StatusCode::OK, "text/css; charset=utf-8", css).into()
}

fn html(status: StatusCode, base: &str, title: &str, content: &str, form_action: &str) -> Response {
    let page = format!(
        r#"<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – eSanté (bac à sable)</title>
<link rel="stylesheet" href="{base}/resources/sign-in.css">
</head>
<body>
<header><span>eSanté</span> bac à sable</header>
<main>
{content}
</main>
</body>
</html>
"#
    );
    let mut response = exchange::body(status, "text/html; charset=utf-8", page.into_bytes());
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action {form_action}; \
         frame-ancestors 'none'; base-uri 'none'"
    );
    exchange::set(&mut response, CONTENT_SECURITY_POLICY, &policy);
    exchange::set(&mut response, REFERRER_POLICY, "no-referrer");
    let opener = HeaderName::from_static("cross-origin-opener-policy");
    exchange::set(&mut response, opener, "same-origin");
    response
}
