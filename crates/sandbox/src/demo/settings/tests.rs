//! What follows from the command line and the environment.

use super::*;
use rand::SeedableRng as _;

fn derive(port: u16, env: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let args = Args {
        port,
        root: workspace,
    };
    let env = env
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()))
        .collect();
    Settings::derive(&args, &env, &mut StdRng::seed_from_u64(1))
}

#[test]
fn the_addresses_follow_the_port() {
    let settings = derive(9000, &[]).unwrap();
    let gateway = &settings.gateway;
    assert_eq!(gateway["VOLET_PUBLIC_ORIGIN"], "http://localhost:9000");
    assert_eq!(
        gateway["VOLET_ISSUER"],
        "http://127.0.0.1:9001/auth/realms/default"
    );
    assert_eq!(gateway["VOLET_ECONNECTOR_URL"], "http://127.0.0.1:9002");
    assert_eq!(
        gateway["VOLET_REDIRECT_URIS"],
        "http://localhost:9000/callback,http://localhost:8090/callback"
    );
    assert_eq!(settings.sandbox.trusted_issuer, gateway["VOLET_ISSUER"]);
}

#[test]
fn the_gateway_takes_them() {
    gateway::Config::from_env_map(&derive(8080, &[]).unwrap().gateway).unwrap();
}

#[test]
fn an_empty_variable_counts_as_not_set() {
    let names = [
        "VOLET_ALLOWED_ORIGINS",
        "VOLET_AUDIENCE",
        "VOLET_CLIENT_ID",
        "VOLET_CLIENT_SECRET",
        "VOLET_CLIENT_SECRET_FILE",
        "VOLET_COOKIE_KEY",
        "VOLET_DSP_URL",
        "VOLET_ECONNECTOR_URL",
        "VOLET_ENTITLEMENTS",
        "VOLET_ISSUER",
        "VOLET_MODE",
    ];
    let settings = derive(8080, &names.map(|name| (name, ""))).unwrap();
    let plain = derive(8080, &[]).unwrap();
    assert_eq!(settings.gateway, plain.gateway);
    assert_eq!(settings.sandbox.audience, plain.sandbox.audience);
}

#[test]
fn the_gateway_can_be_set_to_another_mode() {
    let settings = derive(8080, &[("VOLET_MODE", "bff")]).unwrap();
    let config = gateway::Config::from_env_map(&settings.gateway).unwrap();
    assert_eq!(config.mode(), "bff");
    let known = &settings.sandbox.client.redirect_uris;
    assert!(known.contains(&"http://localhost:8080/volet/callback".to_owned()));
}

#[test]
fn a_third_party_issuer_takes_the_place_of_the_stand_in() {
    let env = [
        ("VOLET_ISSUER", "http://127.0.0.1:7000"),
        ("VOLET_CLIENT_ID", "other"),
        ("VOLET_CLIENT_SECRET", "s"),
        ("VOLET_AUDIENCE", "api"),
        ("VOLET_ECONNECTOR_URL", "http://127.0.0.1:7001"),
        ("VOLET_LISTEN", "0.0.0.0:1"),
    ];
    let settings = derive(8080, &env).unwrap();
    assert_eq!(settings.sandbox.trusted_issuer, "http://127.0.0.1:7000");
    assert_eq!(settings.sandbox.audience.as_deref(), Some("api"));
    assert_eq!(settings.gateway["VOLET_CLIENT_ID"], "other");
    assert_eq!(
        settings.gateway["VOLET_ECONNECTOR_URL"],
        "http://127.0.0.1:7001"
    );
    assert!(!settings.gateway.contains_key("VOLET_LISTEN"));
}

#[test]
fn a_public_client_of_a_third_party_has_no_secret() {
    for mode in ["host", "public"] {
        let env = [
            ("VOLET_ISSUER", "http://127.0.0.1:7000"),
            ("VOLET_MODE", mode),
        ];
        let settings = derive(8080, &env).unwrap();
        assert!(!settings.gateway.contains_key("VOLET_CLIENT_SECRET"));
        gateway::Config::from_env_map(&settings.gateway).unwrap();
    }
}

#[test]
fn says_which_setting_is_wrong() {
    let refused = |env: &[(&str, &str)]| derive(8080, env).err().unwrap().to_string();
    assert!(refused(&[("VOLET_ISSUER", "https://x")]).contains("VOLET_CLIENT_SECRET"));
    assert!(refused(&[("VOLET_ENTITLEMENTS", "https://x")]).contains("VOLET_ENTITLEMENTS"));
    assert!(refused(&[("VOLET_ENTITLEMENTS", "/no/such")]).contains("VOLET_ENTITLEMENTS"));
}
