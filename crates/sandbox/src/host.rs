//! The demo host's files: `www/` at `/` and at `/callback`, `pkg/` at `/pkg`, under the strict CSP.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use http::header::InvalidHeaderValue;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LAST_MODIFIED,
    REFERRER_POLICY, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue};
use tower_http::services::{ServeDir, ServeFile};

/// The policy that must hold with no violation (the product's public contract).
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     worker-src 'self'; connect-src 'self'; img-src 'self' blob:; font-src 'self'; \
     style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
     require-trusted-types-for 'script'; trusted-types volet";

/// The policy for pages that ask another origin too: in `public` mode the widget goes straight to the issuer.
///
/// # Errors
/// When the origin cannot be written in a header.
pub fn policy_with(origin: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let connect = format!("connect-src 'self' {origin};");
    HeaderValue::try_from(POLICY.replace("connect-src 'self';", &connect))
}

/// The files below `root` under a policy. A file `x.br` beside `x` goes to a browser that takes Brotli.
pub fn router(root: &Path, policy: HeaderValue) -> Router {
    let www = root.join("www");
    let index = ServeFile::new(www.join("index.html")).precompressed_br();
    let pages = ServeDir::new(www).precompressed_br();
    Router::new()
        .route_service("/callback", index)
        .nest_service("/pkg", ServeDir::new(root.join("pkg")).precompressed_br())
        .fallback_service(pages)
        .layer(from_fn(move |request, next| {
            headers(request, next, policy.clone())
        }))
}

/// The same headers on every file, and on every page the policy.
async fn headers(request: Request, next: Next, policy: HeaderValue) -> Response {
    let mut response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"));
    let headers = response.headers_mut();
    // The entity tag says more in fewer bytes, and nothing of a page is fetched in ranges.
    headers.remove(LAST_MODIFIED);
    headers.remove(ACCEPT_RANGES);
    let mut set = |name: HeaderName, value: &'static str| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    set(CACHE_CONTROL, "no-cache");
    set(VARY, "accept-encoding");
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    if is_page {
        set(REFERRER_POLICY, "no-referrer");
        set(
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        );
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use http::StatusCode;
    use tower::ServiceExt as _;

    fn root() -> std::path::PathBuf {
        use std::sync::atomic::{AtomicU32, Ordering};
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::SeqCst);
        let root = std::env::temp_dir().join(format!("volet-host-{}-{number}", std::process::id()));
        std::fs::create_dir_all(root.join("www")).unwrap();
        std::fs::create_dir_all(root.join("pkg/dist")).unwrap();
        std::fs::write(root.join("www/index.html"), "<!doctype html>").unwrap();
        std::fs::write(root.join("pkg/index.js"), "export {}").unwrap();
        std::fs::write(root.join("pkg/dist/a.wasm"), "plain").unwrap();
        std::fs::write(root.join("pkg/dist/a.wasm.br"), "small").unwrap();
        root
    }

    async fn get(path: &str, encoding: &str) -> (Response, Vec<u8>) {
        let root = root();
        let request = Request::builder()
            .uri(path)
            .header("accept-encoding", encoding);
        let request = request.body(Body::empty()).unwrap();
        let mut response = router(&root, HeaderValue::from_static(POLICY))
            .oneshot(request)
            .await
            .unwrap();
        let body = std::mem::take(response.body_mut());
        let bytes = axum::body::to_bytes(body, 10_000).await.unwrap().to_vec();
        std::fs::remove_dir_all(root).unwrap();
        (response, bytes)
    }

    #[tokio::test]
    async fn pages_carry_the_policy_word_for_word() {
        for path in ["/", "/index.html", "/callback", "/callback?code=x&state=y"] {
            let (response, _) = get(path, "identity").await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(
                response.headers()[CONTENT_SECURITY_POLICY],
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
                 connect-src 'self'; img-src 'self' blob:; font-src 'self'; style-src 'self'; \
                 form-action 'self'; frame-ancestors 'none'; base-uri 'none'; \
                 require-trusted-types-for 'script'; trusted-types volet"
            );
            assert_eq!(response.headers()["referrer-policy"], "no-referrer");
            assert_eq!(
                response.headers()["cross-origin-opener-policy"],
                "same-origin"
            );
            assert_eq!(response.headers()["cache-control"], "no-cache");
            assert!(response.headers().contains_key("etag"));
        }
    }

    #[test]
    fn one_more_origin_may_be_asked_and_nothing_else_changes() {
        let policy = policy_with("https://issuer.example").unwrap();
        let policy = policy.to_str().unwrap();
        assert!(policy.contains("; connect-src 'self' https://issuer.example; "));
        assert_eq!(policy.replace(" https://issuer.example", ""), POLICY);
        assert!(policy_with("a\nb").is_err());
    }

    #[tokio::test]
    async fn media_types_are_right() {
        let (script, _) = get("/pkg/index.js", "identity").await;
        assert!(
            script.headers()["content-type"]
                .to_str()
                .unwrap()
                .starts_with("text/javascript")
        );
        assert_eq!(script.headers()["x-content-type-options"], "nosniff");
        assert!(script.headers().contains_key("etag"));
        assert!(!script.headers().contains_key("last-modified"));
        assert!(!script.headers().contains_key("accept-ranges"));
        let (wasm, body) = get("/pkg/dist/a.wasm", "identity").await;
        assert_eq!(wasm.headers()["content-type"], "application/wasm");
        assert_eq!(body, b"plain");
    }

    #[tokio::test]
    async fn brotli_is_served_to_those_who_take_it() {
        let (wasm, body) = get("/pkg/dist/a.wasm", "gzip, br").await;
        assert_eq!(wasm.headers()["content-encoding"], "br");
        assert_eq!(wasm.headers()["content-type"], "application/wasm");
        assert_eq!(body, b"small");
    }

    #[tokio::test]
    async fn nothing_outside_the_two_folders_is_served() {
        for path in ["/pkg/../Cargo.toml", "/..%2fCargo.toml", "/nothing"] {
            assert_eq!(
                get(path, "identity").await.0.status(),
                StatusCode::NOT_FOUND,
                "{path}"
            );
        }
    }
}
