//! A page in a browser: sends the headers that the widget and the browser would, keeps cookies.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Request, Response};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gateway::App;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tower::ServiceExt;
use url::Url;

use super::{CLIENT_ID, GP_CODE, ORIGIN, REDIRECT_URI};

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    pub(crate) json: Value,
}

impl Answer {
    pub(crate) fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// How a page reaches the gateway.
#[derive(Clone)]
enum Way {
    Router(Router),
    /// By a connection of its own for each request; no answer has the status 0.
    Socket(SocketAddr),
}

#[derive(Clone)]
pub(crate) struct Page {
    way: Way,
    pub(crate) cookies: BTreeMap<String, String>,
    /// The names of those that do not go with a request that another site began (`SameSite=Strict`).
    strict: BTreeSet<String>,
    /// Whether another site begins the next request.
    comes_from_elsewhere: bool,
    pub(crate) bearer: Option<String>,
    /// Sent with every request; a test takes away or changes what it is about.
    pub(crate) headers: BTreeMap<String, String>,
}

impl Way {
    async fn go(&self, request: Request<Body>) -> Response<Body> {
        match self {
            Self::Router(router) => router.clone().oneshot(request).await.unwrap(),
            Self::Socket(address) => {
                let answer = over_socket(*address, request).await;
                answer.unwrap_or_else(|_| no_answer())
            }
        }
    }
}

impl Page {
    pub(crate) fn new(app: &App) -> Self {
        Self::by(Way::Router(app.public.clone()))
    }

    /// A page of a gateway, or of a proxy before it, that listens at `address`.
    pub(crate) fn over(address: SocketAddr) -> Self {
        Self::by(Way::Socket(address))
    }

    fn by(way: Way) -> Self {
        let headers = [
            ("x-volet", "1"),
            ("origin", ORIGIN),
            ("x-volet-user", "u-1842"),
        ];
        Self {
            way,
            cookies: BTreeMap::new(),
            strict: BTreeSet::new(),
            comes_from_elsewhere: false,
            bearer: None,
            headers: headers
                .map(|(name, value)| (name.into(), value.into()))
                .into(),
        }
    }

    /// The same browser, another instance of the gateway.
    pub(crate) fn at(&self, app: &App) -> Self {
        Self {
            way: Way::Router(app.public.clone()),
            ..self.clone()
        }
    }

    /// The same browser, another address.
    pub(crate) fn moved_to(&self, address: SocketAddr) -> Self {
        Self {
            way: Way::Socket(address),
            ..self.clone()
        }
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.headers.insert(name.into(), value.into());
    }

    pub(crate) fn unset(&mut self, name: &str) {
        self.headers.remove(name);
    }

    pub(crate) async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, None, String::new()).await
    }

    pub(crate) async fn post(&mut self, path: &str) -> Answer {
        self.send("POST", path, None, String::new()).await
    }

    pub(crate) async fn post_json(&mut self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some("application/json"), body.to_string())
            .await
    }

    pub(crate) async fn token(&mut self, form: &str) -> Answer {
        let content_type = Some("application/x-www-form-urlencoded");
        let answer = self
            .send("POST", "/volet/token", content_type, form.to_owned())
            .await;
        if let Some(token) = answer.json["access_token"].as_str() {
            self.bearer = Some(token.to_owned());
        }
        answer
    }

    pub(crate) async fn exchange(&mut self) -> Answer {
        self.token(&code_form()).await
    }

    pub(crate) async fn refresh(&mut self) -> Answer {
        let form = format!("grant_type=refresh_token&client_id={CLIENT_ID}&refresh_token=cookie");
        self.token(&form).await
    }

    /// Renews only when the access token has less than `seconds` left.
    pub(crate) async fn share(&mut self, seconds: &str) -> Answer {
        let form = format!(
            "grant_type=refresh_token&client_id={CLIENT_ID}&refresh_token=cookie\
             &min_validity={seconds}"
        );
        self.token(&form).await
    }

    /// Asks for the token that is there, and for no renewal.
    pub(crate) async fn look(&mut self, seconds: &str) -> Answer {
        let form = format!(
            "grant_type=refresh_token&client_id={CLIENT_ID}&refresh_token=cookie\
             &min_validity={seconds}&renew=no"
        );
        self.token(&form).await
    }

    /// A navigation: the browser sends cookies, and none of the page's headers. To the callback the issuer sends it.
    pub(crate) async fn navigate(&mut self, path: &str) -> Answer {
        let headers = std::mem::take(&mut self.headers);
        self.comes_from_elsewhere = path.starts_with("/volet/callback");
        let answer = self.get(path).await;
        self.comes_from_elsewhere = false;
        self.headers = headers;
        answer
    }

    /// Begins a sign-in of `bff` for this page's host user; gives the authorization request.
    pub(crate) async fn login(&mut self, return_to: &str) -> Url {
        let user = digest(&self.headers["x-volet-user"]);
        let path = format!("/volet/login?return={return_to}&user={user}");
        let answer = self.navigate(&path).await;
        assert_eq!(answer.status, 303, "{answer:?}");
        Url::parse(answer.header("location")).unwrap()
    }

    /// Sends an eCIT under the doctor's own code.
    pub(crate) async fn deposit(&mut self) -> Answer {
        self.post_json(&path_of("send-document"), &document("ECIT"))
            .await
    }

    pub(crate) async fn send(
        &mut self,
        method: &str,
        path: &str,
        content_type: Option<&str>,
        body: String,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        if let Some(bearer) = self
            .bearer
            .as_ref()
            .filter(|_| path.contains("/econnector/") || path.contains("/dsp"))
        {
            request = request.header("authorization", format!("Bearer {bearer}"));
        }
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .filter(|(name, _)| !self.comes_from_elsewhere || !self.strict.contains(*name))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if !pairs.is_empty() {
            request = request.header("cookie", pairs.join("; "));
        }
        let request = request.body(Body::from(body)).unwrap();
        let (parts, body) = self.way.go(request).await.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        self.keep_cookies(&parts.headers);
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer {
            status: match parts.extensions.get::<NoAnswer>() {
                Some(NoAnswer) => 0,
                None => parts.status.as_u16(),
            },
            headers: parts.headers,
            json: serde_json::from_str(&body).unwrap_or_default(),
            body,
        }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all("set-cookie") {
            let cookie = cookie.to_str().unwrap();
            let (pair, attributes) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("SameSite=Strict") {
                self.strict.insert(name.into());
            }
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.into(), value.into());
            }
        }
    }
}

/// The connection was refused, or cut before an answer came.
#[derive(Debug, Clone, Copy)]
struct NoAnswer;

fn no_answer() -> Response<Body> {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(NoAnswer);
    response
}

async fn over_socket(
    address: SocketAddr,
    mut request: Request<Body>,
) -> Result<Response<Body>, Box<dyn std::error::Error>> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let host = HeaderValue::from_str(&address.to_string())?;
    request.headers_mut().insert("host", host);
    let (parts, body) = sender.send_request(request).await?.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// What the page makes of its host user for the address of a sign-in.
pub(crate) fn digest(user: &str) -> String {
    let text = format!("volet host user\0{user}");
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    URL_SAFE_NO_PAD.encode(digest)
}

/// The value of a parameter of `url`.
pub(crate) fn parameter(url: &Url, name: &str) -> String {
    let value = url.query_pairs().find(|(key, _)| key == name);
    value
        .unwrap_or_else(|| panic!("{name} is not in {url}"))
        .1
        .into_owned()
}

/// A code exchange in which nothing is wrong.
pub(crate) fn code_form() -> String {
    format!(
        "grant_type=authorization_code&code=the-code&redirect_uri={REDIRECT_URI}\
         &client_id={CLIENT_ID}&code_verifier=the-verifier&nonce=the-nonce"
    )
}

pub(crate) fn path_of(operation: &str) -> String {
    format!("/volet/econnector/saas/v2/{GP_CODE}/{operation}")
}

pub(crate) fn document(document_type: &str) -> Value {
    json!({
        "documentId": "0191e0a0-0000-7000-8000-000000000001",
        "documentType": document_type,
        "xml": "PGE+TWFya2VyLVBhdGllbnQ8L2E+",
    })
}
