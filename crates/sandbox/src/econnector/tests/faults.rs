//! Each fault, by the control API and by a magic matricule.

use super::super::faults::SLOW_SECONDS;
use super::*;
use crate::scenario;

#[test]
fn each_scenario_does_what_it_says_once() {
    for (scenario, check) in [
        (
            Scenario::TokenExpired,
            (|a| problem(a, 401, "invalid_token")) as fn(&Answer),
        ),
        (Scenario::EconnectorDown, |a| problem(a, 503, "unavailable")),
        (Scenario::SignatureDown, |a| {
            problem(a, 503, "signature_unavailable")
        }),
        (Scenario::PractitionerNotEnrolled, |a| {
            problem(a, 422, "practitioner_not_enrolled")
        }),
        (Scenario::Econnector500Html, |a| {
            assert_eq!(a.response.status(), 500);
            assert_eq!(
                a.response.headers()[CONTENT_TYPE],
                "text/html; charset=utf-8"
            );
        }),
        (Scenario::EconnectorSlow, |a| {
            assert_eq!(a.delivery, Delivery::Late(SLOW_SECONDS));
            assert_eq!(codes(a), [""; 0]);
        }),
        (Scenario::EconnectorMalformed, |a| {
            assert_eq!(a.response.status(), 200);
            assert!(serde_json::from_slice::<Value>(a.response.body()).is_err());
        }),
        (Scenario::DropResponseAfterCommit, |a| {
            assert_eq!(a.delivery, Delivery::Lost)
        }),
        (Scenario::InsuredUnknown, |a| {
            assert_eq!(codes(a), ["ASSURE_INCONNU"])
        }),
        (Scenario::RefusedWithAnomalies, |a| {
            assert_eq!(codes(a), ["NOM", "DATE_FIN", "DIAGNOSTIC", "ADRESSE"]);
        }),
    ] {
        let mut bench = Bench::new();
        bench.scenarios.set(scenario, Some(1));
        check(&bench.send(&ecit(INSURED)));
        let after = bench.send(&ecit(INSURED));
        assert_eq!(
            (after.delivery, codes(&after).len()),
            (Delivery::Now, 0),
            "{scenario:?}"
        );
        assert_eq!(
            bench.ec.deposits().as_array().unwrap().len(),
            1,
            "{scenario:?}"
        );
    }
}

#[test]
fn a_changed_template_gives_other_pages() {
    let mut bench = Bench::new();
    let body = document(ID, &ecit(INSURED));
    let usual = json_of(&bench.call("generate-pdf", &body));
    bench.scenarios.set(Scenario::TemplateChanged, Some(1));
    let changed = json_of(&bench.call("generate-pdf", &body));
    let length = |answer: &Value| answer["documents"][0]["data"].as_str().unwrap().len();
    assert_ne!(length(&usual), length(&changed));
}

#[test]
fn status_is_up_or_down() {
    let mut bench = Bench::new();
    let up = bench.get("/econnector/status");
    assert_eq!(json_of(&up), json!({"status": "UP", "version": "1.2.5"}));
    bench.scenarios.set(Scenario::EconnectorDown, None);
    problem(&bench.get("/econnector/status"), 503, "unavailable");
}

#[test]
fn each_magic_matricule_has_its_outcome() {
    for line in include_str!("../../../data/matricules.csv").lines().skip(1) {
        let (matricule, outcome) = line.split_once(',').unwrap();
        let mut magic = Bench::new();
        let by_number = magic.send(&ecit(matricule));
        let mut plain = Bench::new();
        if let Some(scenario) = scenario::named(outcome) {
            plain.scenarios.set(scenario, Some(1));
        }
        let by_scenario = plain.send(&ecit(INSURED));
        assert_eq!(
            by_number.response.status(),
            by_scenario.response.status(),
            "{outcome}"
        );
        assert_eq!(by_number.delivery, by_scenario.delivery, "{outcome}");
        assert_eq!(
            magic.ec.deposits().as_array().unwrap().len(),
            plain.ec.deposits().as_array().unwrap().len(),
            "{outcome}"
        );
        if by_number.delivery == Delivery::Lost {
            // Sending the same bytes again finds out.
            assert_eq!(codes(&magic.send(&ecit(matricule))), [""; 0]);
        }
    }
}
