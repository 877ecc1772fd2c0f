//! What goes into a core and what comes out: a request, and an answer with its delivery and journal facts.

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, LOCATION};
use http::{HeaderValue, StatusCode};
use serde_json::Value;

/// A whole request: a core never reads from a socket.
pub type Request = http::Request<Vec<u8>>;

/// A whole response.
pub type Response = http::Response<Vec<u8>>;

/// How the shell is to hand the response over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Delivery {
    /// At once.
    #[default]
    Now,
    /// After this many seconds.
    Late(u64),
    /// Never: the connection is cut, and the caller cannot know what happened.
    Lost,
}

/// What the journal says about a request beyond its address: ids and codes, no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The person who is signed in.
    pub sub: Option<String>,
    /// The billing code of the address.
    pub gp_code: Option<String>,
    /// The document's UUID.
    pub document_id: Option<String>,
}

/// The outcome of one request.
#[derive(Debug)]
pub struct Answer {
    /// The response.
    pub response: Response,
    /// When it is delivered, if at all.
    pub delivery: Delivery,
    /// What the journal keeps.
    pub facts: Facts,
}

impl From<Response> for Answer {
    fn from(response: Response) -> Self {
        Self {
            response,
            delivery: Delivery::Now,
            facts: Facts::default(),
        }
    }
}

impl Answer {
    /// The same answer, with the person named in the journal.
    #[must_use]
    pub fn by(mut self, sub: &str) -> Self {
        self.facts.sub = Some(sub.to_owned());
        self
    }

    /// The same answer, delivered in another way.
    #[must_use]
    pub fn delivered(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }
}

/// A response with a body of the given media type, never stored by a cache.
pub fn body(status: StatusCode, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    set(&mut response, CONTENT_TYPE, media_type);
    set(&mut response, CACHE_CONTROL, "no-store");
    set(
        &mut response,
        HeaderName::from_static("x-content-type-options"),
        "nosniff",
    );
    response
}

/// A JSON response.
pub fn json(status: StatusCode, value: &Value) -> Response {
    body(status, "application/json", value.to_string().into_bytes())
}

/// A response without a body.
pub fn empty(status: StatusCode) -> Response {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = status;
    set(&mut response, CACHE_CONTROL, "no-store");
    response
}

/// A redirect that any browser follows with GET.
pub fn redirect(location: &str) -> Response {
    let mut response = empty(StatusCode::SEE_OTHER);
    set(&mut response, LOCATION, location);
    response
}

/// Sets a header; a value that is no header value is left out.
pub fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// Adds one more header of this name.
pub fn append(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().append(name, value);
    }
}

/// Text as it may stand in HTML, in an attribute too.
pub fn escape(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, letter| {
            match letter {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                other => out.push(other),
            }
            out
        })
}

/// The header's value where it is readable text.
pub fn header<'a>(request: &'a Request, name: &HeaderName) -> Option<&'a str> {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
}

/// Whether the body is declared to be of this media type, parameters aside.
pub fn has_media_type(request: &Request, media_type: &str) -> bool {
    header(request, &CONTENT_TYPE).is_some_and(|value| {
        value
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .eq_ignore_ascii_case(media_type)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_for_text_and_attribute() {
        assert_eq!(
            escape(r#"<a b="c" d='e'>&"#),
            "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;"
        );
    }

    #[test]
    fn reads_a_media_type_with_parameters() {
        let request = http::Request::builder()
            .header(CONTENT_TYPE, "application/JSON; charset=utf-8")
            .body(Vec::new())
            .unwrap();
        assert!(has_media_type(&request, "application/json"));
        assert!(!has_media_type(&request, "text/html"));
    }
}
