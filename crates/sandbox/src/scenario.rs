//! The faults that can be switched on, each for a number of calls or until a reset.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// One fault of a stand-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scenario {
    /// The eConnector answers 401 `invalid_token`.
    TokenExpired,
    /// AeS takes a refresh token for one that was used before and ends the session.
    RefreshReused,
    /// AeS rotates the refresh token, and its answer never arrives.
    RefreshLost,
    /// AeS rotates the refresh token, and its answer comes a second later.
    RefreshSlow,
    /// AeS signs the next tokens with a new key, and its key set no longer names the former one.
    KeysRotated,
    /// The person declines at AeS.
    LoginDenied,
    /// The id_token of a sign-in has one flaw.
    IdToken(Flaw),
    /// The id_token of a renewal has one flaw.
    RefreshedIdToken(Flaw),
    /// The eConnector answers 503.
    EconnectorDown,
    /// The eConnector answers late.
    EconnectorSlow,
    /// The eConnector answers 500 with a page of HTML.
    Econnector500Html,
    /// The eConnector does its work and answers JSON that breaks off.
    EconnectorMalformed,
    /// The eConnector does its work, then the connection is cut.
    DropResponseAfterCommit,
    /// The remote signature does not answer.
    SignatureDown,
    /// The practitioner is not known to mySecu.
    PractitionerNotEnrolled,
    /// The insured is not known.
    InsuredUnknown,
    /// The document is refused in several places.
    RefusedWithAnomalies,
    /// The official pages have another layout.
    TemplateChanged,
    /// The eConnector also makes the page of a mémoire, which its first versions do not.
    MhPages,
    /// The DSP answers 503.
    DspDown,
    /// The DSP answers 403.
    Dsp403,
    /// The DSP answers late.
    DspSlow,
    /// The DSP's `next` link leads to another server.
    DspForeignNext,
    /// The DSP's `next` link leads to the page that it stands on.
    DspLoop,
}

/// The part of an id_token that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flaw {
    /// Another issuer.
    Iss,
    /// Another audience.
    Aud,
    /// A second audience, authorised for another party.
    Azp,
    /// Another nonce.
    Nonce,
    /// Expired an hour ago.
    Exp,
    /// A signature that does not fit.
    Sig,
    /// Not signed at all (`none`).
    Alg,
    /// Signed, as it says, with a secret (`HS256`).
    Hmac,
    /// Signed with a key that is not published.
    Kid,
    /// Signed with the published key, which it does not name: no flaw where there is one key only.
    NoKid,
    /// The hash of another access token.
    AtHash,
    /// Of another person.
    Sub,
    /// For nobody.
    NoAud,
    /// Of nobody.
    NoSub,
    /// Made at no time.
    NoIat,
}

/// Name on the wire and words for the demo's panel; the list that an unknown name is answered with.
pub const ALL: [(Scenario, &str, &str); 38] = [
    (
        Scenario::TokenExpired,
        "token_expired",
        "Jeton refusé par l’eConnector (401)",
    ),
    (
        Scenario::RefreshReused,
        "refresh_reused",
        "Jeton de renouvellement déjà utilisé",
    ),
    (
        Scenario::RefreshLost,
        "refresh_lost",
        "Réponse du renouvellement perdue",
    ),
    (
        Scenario::RefreshSlow,
        "refresh_slow",
        "Réponse du renouvellement lente (1 s)",
    ),
    (
        Scenario::KeysRotated,
        "keys_rotated",
        "AeS signe avec une nouvelle clé",
    ),
    (
        Scenario::LoginDenied,
        "login_denied",
        "Connexion refusée par la personne",
    ),
    (
        Scenario::IdToken(Flaw::Iss),
        "idtoken_bad_iss",
        "id_token : autre émetteur",
    ),
    (
        Scenario::IdToken(Flaw::Aud),
        "idtoken_bad_aud",
        "id_token : autre destinataire",
    ),
    (
        Scenario::IdToken(Flaw::Azp),
        "idtoken_bad_azp",
        "id_token : autre partie autorisée",
    ),
    (
        Scenario::IdToken(Flaw::Nonce),
        "idtoken_bad_nonce",
        "id_token : autre nonce",
    ),
    (
        Scenario::IdToken(Flaw::Exp),
        "idtoken_bad_exp",
        "id_token : expiré",
    ),
    (
        Scenario::IdToken(Flaw::Sig),
        "idtoken_bad_sig",
        "id_token : signature fausse",
    ),
    (
        Scenario::IdToken(Flaw::Alg),
        "idtoken_bad_alg",
        "id_token : sans signature",
    ),
    (
        Scenario::IdToken(Flaw::Hmac),
        "idtoken_bad_hmac",
        "id_token : signé par un secret",
    ),
    (
        Scenario::IdToken(Flaw::Kid),
        "idtoken_bad_kid",
        "id_token : clé non publiée",
    ),
    (
        Scenario::IdToken(Flaw::AtHash),
        "idtoken_bad_at_hash",
        "id_token : autre jeton d’accès",
    ),
    (
        Scenario::IdToken(Flaw::NoAud),
        "idtoken_no_aud",
        "id_token : sans destinataire",
    ),
    (
        Scenario::IdToken(Flaw::NoSub),
        "idtoken_no_sub",
        "id_token : sans personne",
    ),
    (
        Scenario::IdToken(Flaw::NoIat),
        "idtoken_no_iat",
        "id_token : sans date",
    ),
    (
        Scenario::IdToken(Flaw::NoKid),
        "idtoken_no_kid",
        "id_token : clé non nommée",
    ),
    (
        Scenario::RefreshedIdToken(Flaw::Iss),
        "refresh_idtoken_bad_iss",
        "id_token du renouvellement : autre émetteur",
    ),
    (
        Scenario::RefreshedIdToken(Flaw::Sub),
        "refresh_idtoken_bad_sub",
        "id_token du renouvellement : autre personne",
    ),
    (
        Scenario::EconnectorDown,
        "econnector_down",
        "eConnector indisponible (503)",
    ),
    (
        Scenario::EconnectorSlow,
        "econnector_slow",
        "eConnector lent",
    ),
    (
        Scenario::Econnector500Html,
        "econnector_500_html",
        "eConnector : erreur 500 en HTML",
    ),
    (
        Scenario::EconnectorMalformed,
        "econnector_malformed",
        "eConnector : JSON tronqué",
    ),
    (
        Scenario::DropResponseAfterCommit,
        "drop_response_after_commit",
        "Document déposé, réponse perdue",
    ),
    (
        Scenario::SignatureDown,
        "signature_down",
        "Service de signature indisponible",
    ),
    (
        Scenario::PractitionerNotEnrolled,
        "practitioner_not_enrolled",
        "Médecin inconnu de mySecu",
    ),
    (
        Scenario::InsuredUnknown,
        "insured_unknown",
        "Assuré inconnu",
    ),
    (
        Scenario::RefusedWithAnomalies,
        "refused_with_anomalies",
        "Refus avec plusieurs anomalies",
    ),
    (
        Scenario::TemplateChanged,
        "template_changed",
        "Modèle officiel modifié",
    ),
    (
        Scenario::MhPages,
        "mh_pages",
        "L’eConnector fait aussi la page du mémoire",
    ),
    (Scenario::DspDown, "dsp_down", "DSP indisponible (503)"),
    (Scenario::Dsp403, "dsp_403", "Accès au DSP refusé (403)"),
    (Scenario::DspSlow, "dsp_slow", "DSP lent"),
    (
        Scenario::DspForeignNext,
        "dsp_foreign_next",
        "DSP : page suivante sur un autre serveur",
    ),
    (
        Scenario::DspLoop,
        "dsp_loop",
        "DSP : pages qui tournent en rond",
    ),
];

/// The scenario of a name.
pub fn named(name: &str) -> Option<Scenario> {
    ALL.iter()
        .find(|(_, known, _)| *known == name)
        .map(|(scenario, _, _)| *scenario)
}

/// The scenarios that are on, with the calls left (`None`: until a reset).
#[derive(Debug, Default)]
pub struct Scenarios(BTreeMap<Scenario, Option<u32>>);

impl Scenarios {
    /// Switches a scenario on for `times` calls, or until a reset; zero times switches it off.
    pub fn set(&mut self, scenario: Scenario, times: Option<u32>) {
        if times == Some(0) {
            self.0.remove(&scenario);
        } else {
            self.0.insert(scenario, times);
        }
    }

    /// Whether this call is concerned; if so it counts.
    pub fn take(&mut self, scenario: Scenario) -> bool {
        let Some(left) = self.0.get_mut(&scenario) else {
            return false;
        };
        if let Some(times) = left {
            *times -= 1;
            if *times == 0 {
                self.0.remove(&scenario);
            }
        }
        true
    }

    /// The flaw of the next id_token, if one is on; `of` says whether it is of a sign-in or of a renewal.
    pub fn take_flaw(&mut self, of: fn(Flaw) -> Scenario) -> Option<Flaw> {
        let flaw = self.0.keys().find_map(|scenario| match scenario {
            Scenario::IdToken(flaw) | Scenario::RefreshedIdToken(flaw) => {
                (*scenario == of(*flaw)).then_some(*flaw)
            }
            _ => None,
        })?;
        self.take(of(flaw)).then_some(flaw)
    }

    /// Switches everything off.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Every scenario with its words and state, for the demo's panel.
    pub fn list(&self) -> Value {
        ALL.iter()
            .map(|(scenario, name, label)| {
                let state = self.0.get(scenario);
                json!({
                    "name": name,
                    "label": label,
                    "active": state.is_some(),
                    "times": state.copied().flatten(),
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_down_and_ends() {
        let mut scenarios = Scenarios::default();
        scenarios.set(Scenario::EconnectorDown, Some(2));
        assert!(!scenarios.take(Scenario::EconnectorSlow));
        assert!(scenarios.take(Scenario::EconnectorDown));
        assert!(scenarios.take(Scenario::EconnectorDown));
        assert!(!scenarios.take(Scenario::EconnectorDown));
    }

    #[test]
    fn without_times_it_lasts_until_it_is_cleared() {
        let mut scenarios = Scenarios::default();
        scenarios.set(Scenario::SignatureDown, None);
        assert!((0..50).all(|_| scenarios.take(Scenario::SignatureDown)));
        scenarios.clear();
        assert!(!scenarios.take(Scenario::SignatureDown));
    }

    #[test]
    fn zero_times_switches_off() {
        let mut scenarios = Scenarios::default();
        scenarios.set(Scenario::SignatureDown, None);
        scenarios.set(Scenario::SignatureDown, Some(0));
        assert!(!scenarios.take(Scenario::SignatureDown));
    }

    #[test]
    fn names_are_known_and_unique() {
        for (scenario, name, _) in ALL {
            assert_eq!(named(name), Some(scenario), "{name}");
        }
        assert_eq!(named("no_such_thing"), None);
    }
}
