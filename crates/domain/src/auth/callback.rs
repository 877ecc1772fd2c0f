//! Telling our own return from the issuer from every other address that happens to carry a `code`.

use serde::Serialize;

use crate::failure::Code;
use crate::json::Json;

/// A sign-in on its way. It waits in this tab's session storage, under a key of ours, until the callback.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Transaction {
    /// `state` (RFC 6749 §10.12).
    pub state: String,
    /// `nonce` (OpenID Connect Core §3.1.2.1).
    pub nonce: String,
    /// `code_verifier` (RFC 7636 §4.1).
    pub code_verifier: String,
    /// The place in the host's page that the person left.
    pub return_to: String,
    /// The issuer that was asked (RFC 9207 §2.4).
    pub issuer: String,
    /// The client's id at that issuer.
    pub client_id: String,
}

impl Transaction {
    /// Reads what was stored; a transaction that lacks anything is none.
    pub fn read(stored: &str) -> Option<Self> {
        let json = Json::parse(stored.as_bytes())?;
        Some(Self {
            state: json.filled("state")?,
            nonce: json.filled("nonce")?,
            code_verifier: json.filled("code_verifier")?,
            return_to: json.filled("return_to")?,
            issuer: json.filled("issuer")?,
            client_id: json.filled("client_id")?,
        })
    }
}

crate::redacted!(Transaction, Callback);

/// The parameters of an address that may be an answer of the issuer (RFC 6749 §4.1.2, RFC 9207).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Callback {
    /// `code`.
    pub code: Option<String>,
    /// `state`.
    pub state: Option<String>,
    /// `error`.
    pub error: Option<String>,
    /// `iss`.
    pub iss: Option<String>,
    /// `volet_login`: how the gateway's own sign-in ended (`bff`).
    pub volet_login: Option<String>,
}

/// How the `state` of a sign-in in a popup begins: the page that it comes back to hands the answer to the tab that asked.
pub const POPUP: &str = "popup.";

/// What an address is to us.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arrival {
    /// Not an answer to us: left alone.
    Elsewhere,
    /// The answer to the sign-in begun in this tab: the code can be exchanged.
    Code(String),
    /// The answer to the sign-in begun in this tab, and it failed.
    Failed(Code),
    /// The answer to a sign-in that another tab began in this window.
    ForOpener,
    /// The gateway has signed the person in (`bff`).
    Done,
    /// At our redirect address, with a `state` that we did not make: never exchanged, and the address is left alone.
    Foreign,
}

/// Judges an address. `here` is the address without query and fragment.
///
/// It is ours only when it equals the redirect URI and its `state` is that of the stored transaction.
pub fn arrive(
    here: &str,
    redirect_uri: &str,
    callback: &Callback,
    stored: Option<&Transaction>,
) -> Arrival {
    let answered = callback.code.is_some() || callback.error.is_some();
    let (true, Some(state)) = (here == redirect_uri && answered, &callback.state) else {
        return Arrival::Elsewhere;
    };
    let Some(transaction) = stored.filter(|transaction| transaction.state == *state) else {
        return if state.starts_with(POPUP) {
            Arrival::ForOpener
        } else {
            Arrival::Foreign
        };
    };
    if callback
        .iss
        .as_ref()
        .is_some_and(|iss| *iss != transaction.issuer)
    {
        return Arrival::Failed(Code::IssuerMismatch);
    }
    match (&callback.error, &callback.code) {
        (None, Some(code)) => Arrival::Code(code.clone()),
        _ => Arrival::Failed(Code::LoginDenied),
    }
}

/// Judges an address in `bff` mode, where the gateway reads the issuer's answer and says how it ended. That word is no
/// proof of anything: whether somebody is signed in is asked of the gateway.
pub fn arrive_from_gateway(callback: &Callback) -> Arrival {
    match callback.volet_login.as_deref() {
        None => Arrival::Elsewhere,
        Some("done") => Arrival::Done,
        Some(word) => Arrival::Failed(Code::of_login(word).unwrap_or(Code::LoginDenied)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "http://localhost:8080/callback";
    const ISSUER: &str = "http://127.0.0.1:8081/auth/realms/default";

    fn transaction() -> Transaction {
        let text = |text: &str| text.to_owned();
        Transaction {
            state: text("s1"),
            nonce: text("n1"),
            code_verifier: text("v1"),
            return_to: text("/"),
            issuer: text(ISSUER),
            client_id: text("volet-demo"),
        }
    }

    fn check(here: &str, parameters: [&str; 4], expect: Arrival) {
        let [code, state, error, iss] =
            parameters.map(|text| (!text.is_empty()).then(|| text.to_owned()));
        let callback = Callback {
            code,
            state,
            error,
            iss,
            volet_login: None,
        };
        assert_eq!(arrive(here, HERE, &callback, Some(&transaction())), expect);
    }

    #[test]
    fn only_our_address_with_our_state_is_ours() {
        check(HERE, ["c", "s1", "", ""], Arrival::Code("c".into()));
        check(HERE, ["c", "s1", "", ISSUER], Arrival::Code("c".into()));
        check(HERE, ["c", "s2", "", ""], Arrival::Foreign);
        check(HERE, ["c", "popup.s2", "", ""], Arrival::ForOpener);
        check(HERE, ["", "popup.s2", "", ""], Arrival::Elsewhere);
        check(
            "http://localhost:8080/",
            ["c", "s1", "", ""],
            Arrival::Elsewhere,
        );
        check(
            "http://localhost:8080/callback/x",
            ["c", "s1", "", ""],
            Arrival::Elsewhere,
        );
        check(HERE, ["", "s1", "", ""], Arrival::Elsewhere);
        check(HERE, ["c", "", "", ""], Arrival::Elsewhere);
    }

    #[test]
    fn a_refusal_and_another_issuer_have_their_own_codes() {
        check(
            HERE,
            ["", "s1", "access_denied", ""],
            Arrival::Failed(Code::LoginDenied),
        );
        check(
            HERE,
            ["c", "s1", "", "http://evil.example"],
            Arrival::Failed(Code::IssuerMismatch),
        );
        check(
            HERE,
            ["c", "s1", "access_denied", ""],
            Arrival::Failed(Code::LoginDenied),
        );
    }

    #[test]
    fn a_replayed_answer_finds_no_transaction() {
        let callback = Callback {
            code: Some("c".into()),
            state: Some("s1".into()),
            ..Callback::default()
        };
        assert_eq!(arrive(HERE, HERE, &callback, None), Arrival::Foreign);
    }

    #[test]
    fn the_gateway_says_how_its_own_sign_in_ended() {
        let check = |word: Option<&str>, expect| {
            let volet_login = word.map(str::to_owned);
            let callback = Callback {
                volet_login,
                ..Callback::default()
            };
            assert_eq!(arrive_from_gateway(&callback), expect);
        };
        check(None, Arrival::Elsewhere);
        check(Some("done"), Arrival::Done);
        check(
            Some("id_token_audience"),
            Arrival::Failed(Code::IdTokenAudience),
        );
        check(
            Some("issuer_unavailable"),
            Arrival::Failed(Code::IssuerUnavailable),
        );
        check(Some("anything"), Arrival::Failed(Code::LoginDenied));
    }

    #[test]
    fn a_stored_transaction_is_read_back_whole_or_not_at_all() {
        let stored = serde_json::to_string(&transaction()).unwrap();
        assert_eq!(Transaction::read(&stored), Some(transaction()));
        assert_eq!(Transaction::read(&stored.replace("nonce", "nuncio")), None);
        assert_eq!(Transaction::read("undefined"), None);
    }

    #[test]
    fn a_transaction_never_prints_its_verifier() {
        assert_eq!(format!("{:?}", transaction()), "Transaction([redacted])");
    }
}
