//! A value that is missing or wrong stops the start, and the message names the variable.

use std::collections::BTreeMap;
use std::sync::Arc;

use gateway::{Config, Fault, SystemClock};

use crate::support::{SECRET, Scratch, fixture, key, variables};

const BASE: &str = "https://issuer.example";

fn check(changes: &[(&str, &str)], expected: Option<(&str, Fault)>) {
    let mut all = variables(BASE);
    all.extend(
        changes
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into())),
    );
    let found = Config::from_env_map(&all).err().map(|error| {
        assert!(
            error
                .to_string()
                .starts_with(&format!("{}: ", error.variable))
        );
        (error.variable, error.fault)
    });
    let expected = expected.map(|(variable, fault)| (variable.to_owned(), fault));
    assert_eq!(found, expected, "{changes:?}");
}

#[test]
fn each_required_variable_is_asked_for() {
    check(&[], None);
    for name in variables(BASE).keys() {
        check(&[(name, "")], Some((name, Fault::Missing)));
    }
}

#[test]
fn each_wrong_value_is_named() {
    for (name, value, fault) in [
        ("VOLET_LISTEN", "8080", Fault::NotAnAddress),
        ("VOLET_ADMIN_LISTEN", "localhost", Fault::NotAnAddress),
        (
            "VOLET_PUBLIC_ORIGIN",
            "https://host.example/",
            Fault::NotAnOrigin,
        ),
        (
            "VOLET_PUBLIC_ORIGIN",
            "http://host.example",
            Fault::NotEncrypted,
        ),
        (
            "VOLET_ALLOWED_ORIGINS",
            "https://a.example, *",
            Fault::NotAnOrigin,
        ),
        ("VOLET_REDIRECT_URIS", "callback", Fault::NotAnUrl),
        ("VOLET_REDIRECT_URIS", " , ", Fault::Missing),
        (
            "VOLET_ISSUER",
            "http://issuer.example/realm",
            Fault::NotEncrypted,
        ),
        (
            "VOLET_ISSUER",
            "http://127.0.0.1.evil.example",
            Fault::NotEncrypted,
        ),
        (
            "VOLET_ISSUER",
            "https://user:pass@issuer.example",
            Fault::NotAnUrl,
        ),
        ("VOLET_ISSUER", "ftp://issuer.example", Fault::NotAnUrl),
        (
            "VOLET_ECONNECTOR_URL",
            "http://10.0.0.1:8082",
            Fault::NotEncrypted,
        ),
        (
            "VOLET_ECONNECTOR_URL",
            "https://e.example/?a=b",
            Fault::NotAnUrl,
        ),
        ("VOLET_COOKIE_KEY", "c2hvcnQ=", Fault::NotAKey),
        (
            "VOLET_COOKIE_KEY",
            "not base64 at all, however long it may be!",
            Fault::NotAKey,
        ),
        ("VOLET_COOKIE_KEY_PREVIOUS", "c2hvcnQ=", Fault::NotAKey),
        (
            "VOLET_CLIENT_SECRET_FILE",
            "/does/not/exist",
            Fault::UnreadableFile,
        ),
        (
            "VOLET_UPSTREAM_CA",
            "/does/not/exist",
            Fault::UnreadableFile,
        ),
        (
            "VOLET_ENTITLEMENTS",
            "http://e.example/ask",
            Fault::NotEncrypted,
        ),
        ("VOLET_CONFIG", "/does/not/exist", Fault::UnreadableFile),
        ("VOLET_CLIENT_SECERT", "a misspelt name", Fault::Unknown),
        ("HTTPS_PROXY", "not an address", Fault::NotAnUrl),
        ("VOLET_MODE", "Bff", Fault::NotAMode),
        ("VOLET_DSP_URL", "http://10.0.0.1/fhir", Fault::NotEncrypted),
        ("VOLET_RATE_LIMIT", "0", Fault::NotACount),
        ("VOLET_RATE_LIMIT", "many", Fault::NotACount),
        (
            "VOLET_POST_LOGOUT_REDIRECT_URI",
            "/signed-out",
            Fault::NotAnUrl,
        ),
    ] {
        check(&[(name, value)], Some((name, fault)));
    }
}

#[test]
fn each_mode_asks_for_what_it_needs() {
    let nothing = [("VOLET_REDIRECT_URIS", ""), ("VOLET_CLIENT_SECRET", "")];
    let without = |mode, more: &[(&'static str, &'static str)]| {
        [&[("VOLET_MODE", mode)], more, &nothing[..1]].concat()
    };
    check(&without("bff", &[]), None);
    let missing = |name| Some((name, Fault::Missing));
    let secret = nothing[1];
    check(&without("bff", &[secret]), missing("VOLET_CLIENT_SECRET"));
    let key = ("VOLET_COOKIE_KEY", "");
    check(&without("bff", &[key]), missing("VOLET_COOKIE_KEY"));
    for mode in ["host", "public"] {
        check(&without(mode, &[key, secret]), None);
        check(
            &without(mode, &[("VOLET_ISSUER", "")]),
            missing("VOLET_ISSUER"),
        );
    }
}

#[test]
fn a_client_certificate_needs_its_key() {
    let file = Scratch::new("PEM");
    let (cert, key) = ("VOLET_TLS_CLIENT_CERT", "VOLET_TLS_CLIENT_KEY");
    check(&[(cert, file.path())], Some((cert, Fault::SetAlone)));
    check(&[(key, file.path())], Some((key, Fault::SetAlone)));
    check(&[(cert, file.path()), (key, file.path())], None);
}

#[test]
fn http_is_for_loopback() {
    check(&[("HTTPS_PROXY", "proxy.example:3128")], None);
    for base in [
        "http://127.0.0.1:8081",
        "http://localhost:8081",
        "http://[::1]:8081",
    ] {
        check(
            &[("VOLET_ISSUER", base), ("VOLET_ECONNECTOR_URL", base)],
            None,
        );
    }
}

#[test]
fn secrets_come_by_file_too_but_not_both_ways() {
    let secret = Scratch::new("from-a-file\n");
    let by_file = ("VOLET_CLIENT_SECRET_FILE", secret.path());
    check(&[by_file], Some(("VOLET_CLIENT_SECRET", Fault::SetTwice)));
    check(&[("VOLET_CLIENT_SECRET", ""), by_file], None);

    let empty = Scratch::new("\n");
    let by_file = ("VOLET_CLIENT_SECRET_FILE", empty.path());
    let fault = Some(("VOLET_CLIENT_SECRET_FILE", Fault::Missing));
    check(&[("VOLET_CLIENT_SECRET", ""), by_file], fault);
}

#[test]
fn a_file_gives_what_the_environment_does_not() {
    let lines: String = variables(BASE)
        .iter()
        .map(|(name, value)| format!("{name}='{value}'\n"))
        .collect();
    let file = Scratch::new(&format!(
        "# a comment\n{lines}VOLET_LISTEN=127.0.0.1:1111\n"
    ));
    let mut env = BTreeMap::from([("VOLET_CONFIG".to_owned(), file.path().to_owned())]);
    env.insert("PATH".into(), "/usr/bin".into());
    assert_eq!(Config::from_env_map(&env).unwrap().listen().port(), 1111);
    env.insert("VOLET_LISTEN".into(), "127.0.0.1:2222".into());
    assert_eq!(Config::from_env_map(&env).unwrap().listen().port(), 2222);

    let file = Scratch::new("VOLET_LISTEN\n");
    check(
        &[("VOLET_CONFIG", file.path())],
        Some(("VOLET_CONFIG", Fault::MalformedFile)),
    );
    let file = Scratch::new("VOLET_PORT=1\n");
    check(
        &[("VOLET_CONFIG", file.path())],
        Some(("VOLET_PORT", Fault::Unknown)),
    );
}

#[test]
fn a_configuration_prints_no_secret() {
    let mut all = variables(BASE);
    all.insert("VOLET_COOKIE_KEY_PREVIOUS".into(), key(7));
    all.insert(
        "HTTPS_PROXY".into(),
        "http://user:proxy-password@proxy.example:3128".into(),
    );
    let printed = format!("{:?}", Config::from_env_map(&all).unwrap());
    for secret in [SECRET, &key(1), &key(7), "proxy-password", "[1, 1, 1"] {
        assert!(!printed.contains(secret), "{printed}");
    }
    assert!(printed.contains("[redacted]"));
}

#[tokio::test]
async fn files_that_are_read_later_stop_the_start_as_well() {
    let broken = Scratch::new("[]");
    for (name, value) in [
        ("VOLET_ENTITLEMENTS", "/does/not/exist".to_owned()),
        ("VOLET_ENTITLEMENTS", broken.path().to_owned()),
        ("VOLET_UPSTREAM_CA", fixture("entitlements.json")),
    ] {
        let mut all = variables(BASE);
        all.insert(name.to_owned(), value);
        let config = Config::from_env_map(&all).unwrap();
        let error = gateway::app(config, Arc::new(SystemClock))
            .await
            .unwrap_err();
        assert!(error.to_string().starts_with(name), "{error}");
    }
}
