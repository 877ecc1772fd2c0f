//! The one place that sends requests: `fetch` through gloo-net, or the host's own transport.

use domain::problem::{CORRELATION_HEADER, CORRELATION_ID};
use futures_util::future::{Either, select};
use gloo_net::http as gloo;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Request, Response, StatusCode};
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use std::pin::pin;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect,
};

use super::timer;

/// What a call is called towards the host's transport, and how it behaves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// A tag of the public contract.
    pub(crate) tag: &'static str,
    /// The longest wait, in milliseconds.
    pub(crate) within: u32,
    /// Whether it goes on when the page is left, or waits no longer: its answer brings a cookie.
    pub(crate) keepalive: bool,
}

/// Bytes of the largest answer that is taken in.
const LARGEST: usize = 64 * 1024 * 1024;
/// What a larger one is taken for (RFC 9110 §15.5.14).
const TOO_LARGE: u16 = 413;

impl Call {
    /// Seconds that a token has to live to outlast the call: the longest wait and a little for clocks that differ.
    pub(crate) fn budget(self) -> i64 {
        i64::from(self.within / 1_000) + 5
    }

    /// Whether the call changes something on the other side: it never starts with a token that might end inside it.
    pub(crate) fn changes_something(self) -> bool {
        self.tag.starts_with("econnector.send-") || self.tag.starts_with("econnector.revoke-")
    }
}

/// There is no answer, and the request may have arrived.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no answer")]
pub(crate) struct NoAnswer;

/// A request, as the browser takes it.
struct Plain<'a> {
    method: &'a str,
    address: &'a str,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// An answer, with the headers that are read; the rest stays in the browser.
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    content_type: String,
    /// The gateway's id of the call.
    pub(crate) correlation_id: String,
    /// The whole body.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// As the pure functions of `domain` read it.
    fn into_response(self) -> Result<Response<Vec<u8>>, NoAnswer> {
        let mut response = Response::new(self.body);
        *response.status_mut() = StatusCode::from_u16(self.status).map_err(|_| NoAnswer)?;
        for (name, value) in [
            (CONTENT_TYPE, self.content_type),
            (CORRELATION_ID, self.correlation_id),
        ] {
            if let Ok(value) = HeaderValue::from_maybe_shared(value)
                && !value.is_empty()
            {
                response.headers_mut().insert(name, value);
            }
        }
        Ok(response)
    }
}

/// Sends requests.
#[derive(Debug)]
pub(crate) struct Http {
    transport: Option<SendWrapper<Function>>,
}

impl Http {
    /// With the host's transport, where it gave one.
    pub(crate) fn new(transport: Option<Function>) -> Self {
        Self {
            transport: transport.map(SendWrapper::new),
        }
    }

    /// Sends a request and reads the whole answer. Redirects are errors, nothing is cached, cookies go to this origin.
    pub(crate) async fn send(
        &self,
        request: Request<Vec<u8>>,
        call: Call,
    ) -> Result<Response<Vec<u8>>, NoAnswer> {
        let (head, body) = request.into_parts();
        let text = |(name, value): (&HeaderName, &HeaderValue)| {
            (
                name.to_string(),
                value.to_str().unwrap_or_default().to_owned(),
            )
        };
        let plain = Plain {
            method: head.method.as_str(),
            address: &head.uri.to_string(),
            headers: head.headers.iter().map(text).collect(),
            body,
        };
        self.exchange(plain, call).await?.into_response()
    }

    /// `GET`, for the few answers that the first load needs: without the types of requests and answers, which come with
    /// the code that calls.
    pub(crate) async fn get(
        &self,
        address: &str,
        headers: Vec<(String, String)>,
        call: Call,
    ) -> Result<Answer, NoAnswer> {
        let plain = Plain {
            method: "GET",
            address,
            headers,
            body: Vec::new(),
        };
        self.exchange(plain, call).await
    }

    async fn exchange(&self, plain: Plain<'_>, call: Call) -> Result<Answer, NoAnswer> {
        let abort = AbortController::new().map_err(|_| NoAnswer)?;
        let request = to_browser(&plain, call, &abort).map_err(|_| NoAnswer)?;
        let answer = pin!(self.fetch(request, call.tag, &abort));
        let late = pin!(timer::wait(call.within));
        match select(answer, late).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => {
                if !call.keepalive {
                    abort.abort();
                }
                Err(NoAnswer)
            }
        }
    }

    async fn fetch(
        &self,
        request: web_sys::Request,
        tag: &str,
        abort: &AbortController,
    ) -> Result<Answer, NoAnswer> {
        let own = request.clone().map_err(|_| NoAnswer)?;
        let answer = match self.ask_host(request, tag, abort).await? {
            Some(answer) => answer,
            None => gloo::Request::from(own)
                .send()
                .await
                .map_err(|_| NoAnswer)?,
        };
        let header = |name| answer.headers().get(name).unwrap_or_default();
        let (content_type, correlation_id) = (header("content-type"), header(CORRELATION_HEADER));
        let status = answer.status();
        let body = body_of(answer).await?;
        if body.is_none() {
            abort.abort();
        }
        Ok(Answer {
            status: if body.is_some() { status } else { TOO_LARGE },
            content_type,
            correlation_id,
            body: body.unwrap_or_default(),
        })
    }

    /// `transport(request, {tag, signal})` answers with a `Response`, or with `null` for the default.
    async fn ask_host(
        &self,
        request: web_sys::Request,
        tag: &str,
        abort: &AbortController,
    ) -> Result<Option<gloo::Response>, NoAnswer> {
        let Some(transport) = &self.transport else {
            return Ok(None);
        };
        let how = Object::new();
        _ = Reflect::set(&how, &"tag".into(), &tag.into());
        _ = Reflect::set(&how, &"signal".into(), &abort.signal());
        let answer = transport
            .call2(&JsValue::NULL, &request, &how)
            .map_err(|_| NoAnswer)?;
        let answer = JsFuture::from(Promise::resolve(&answer))
            .await
            .map_err(|_| NoAnswer)?;
        if answer.is_null() || answer.is_undefined() {
            return Ok(None);
        }
        let answer = answer
            .dyn_into::<web_sys::Response>()
            .map_err(|_| NoAnswer)?;
        Ok(Some(gloo::Response::from(answer)))
    }
}

/// Bytes that an answer announces, where they are those that come out of it.
fn announced(answer: &gloo::Response) -> Option<usize> {
    let headers = answer.headers();
    let packed = headers.get("content-encoding").is_some();
    let length = headers.get("content-length").filter(|_| !packed)?;
    length.parse().ok()
}

/// The whole body; `None` for one that is too large: what is copied into the module's memory is never given back to the browser.
async fn body_of(answer: gloo::Response) -> Result<Option<Vec<u8>>, NoAnswer> {
    match announced(&answer) {
        Some(length) if length > LARGEST => Ok(None),
        Some(_) => answer.binary().await.map(Some).map_err(|_| NoAnswer),
        None => by_pieces(&answer.into()).await,
    }
}

/// Of an answer that does not say how long it is. A copy is held meanwhile: of a stream that has no other, Chromium now and then
/// reports a request as given up (`net::ERR_ABORTED`) that was read to its end (microsoft/playwright#42742).
async fn by_pieces(answer: &web_sys::Response) -> Result<Option<Vec<u8>>, NoAnswer> {
    let mut bytes = Vec::new();
    let _copy = answer.clone().map_err(|_| NoAnswer)?;
    let Some(stream) = answer.body() else {
        return Ok(Some(bytes));
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let piece = JsFuture::from(reader.read()).await.map_err(|_| NoAnswer)?;
        let piece = Reflect::get(&piece, &"value".into()).map_err(|_| NoAnswer)?;
        if piece.is_undefined() {
            return Ok(Some(bytes));
        }
        let piece: Uint8Array = piece.unchecked_into();
        let room = bytes.len() + piece.length() as usize;
        if room > LARGEST {
            return Ok(None);
        }
        bytes.extend(piece.to_vec());
    }
}

fn to_browser(
    plain: &Plain<'_>,
    call: Call,
    abort: &AbortController,
) -> Result<web_sys::Request, JsValue> {
    let init = RequestInit::new();
    init.set_method(plain.method);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_credentials(RequestCredentials::SameOrigin);
    init.set_signal(Some(&abort.signal()));
    if call.keepalive {
        Reflect::set(&init, &"keepalive".into(), &JsValue::TRUE)?;
    }
    if !plain.body.is_empty() {
        init.set_body(&Uint8Array::from(plain.body.as_slice()));
    }
    let browser = web_sys::Request::new_with_str_and_init(plain.address, &init)?;
    for (name, value) in &plain.headers {
        browser.headers().set(name, value)?;
    }
    Ok(browser)
}
