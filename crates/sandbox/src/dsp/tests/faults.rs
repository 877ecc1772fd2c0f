//! Each scenario, switched on and by matricule.

use super::*;

fn by_matricule(matricule: &str) -> String {
    format!("patient.identifier=urn:oid:1.3.182.4.4|{matricule}&status=current")
}

fn on(scenario: Scenario) -> Bench {
    let mut bench = Bench::new();
    bench.scenarios.set(scenario, Some(1));
    bench
}

#[test]
fn down() {
    let mut bench = on(Scenario::DspDown);
    assert_refused(&bench.search("DocumentReference", SAHIN), 503);
    assert_eq!(status(&bench.search("DocumentReference", SAHIN)), 200);
    let form = by_matricule("1971010111323");
    assert_refused(&bench.search("DocumentReference", &form), 503);
}

#[test]
fn forbidden() {
    let mut bench = on(Scenario::Dsp403);
    assert_refused(&bench.search("DocumentReference", SAHIN), 403);
    let form = by_matricule("1971020211482");
    assert_refused(&bench.search("DocumentReference", &form), 403);
    let patient = bench.search("Patient", "identifier=urn:oid:1.3.182.4.4|1971020211482");
    assert_eq!(status(&patient), 200);
}

#[test]
fn slow() {
    let mut bench = on(Scenario::DspSlow);
    let late = bench.search("DocumentReference", SAHIN).delivery;
    assert!(matches!(late, Delivery::Late(_)));
    assert_eq!(
        bench.search("DocumentReference", SAHIN).delivery,
        Delivery::Now
    );
    let form = by_matricule("1971030311539");
    assert!(matches!(
        bench.search("DocumentReference", &form).delivery,
        Delivery::Late(_)
    ));
}

#[test]
fn foreign_next() {
    let mut bench = on(Scenario::DspForeignNext);
    // The search for the patient does not use the fault up.
    bench.search("Patient", "identifier=urn:oid:1.3.182.4.4|1985031402717");
    for form in [SAHIN, &by_matricule("1971040411695")] {
        let next = next_of(&json_of(&bench.search("DocumentReference", form))).unwrap();
        assert!(
            !next.starts_with(BASE) && next.starts_with("https://"),
            "{next}"
        );
    }
}

#[test]
fn a_loop() {
    let mut bench = on(Scenario::DspLoop);
    for form in [SAHIN, &by_matricule("1971050511750")] {
        let first = json_of(&bench.search("DocumentReference", form));
        let next = next_of(&first).unwrap();
        let again = json_of(&bench.get(&next));
        assert_eq!(
            (next_of(&again), &again["entry"]),
            (Some(next), &first["entry"])
        );
    }
}

#[test]
fn a_token_refused_in_the_middle_of_the_pages() {
    let mut bench = Bench::new();
    let first = json_of(&bench.search("DocumentReference", &by_matricule("1970121201213")));
    let next = next_of(&first).unwrap();
    assert_refused(&bench.get(&next), 401);
}

#[test]
fn other_outcomes_of_the_table_concern_the_econnector_only() {
    let mut bench = Bench::new();
    let form = "identifier=urn:oid:1.3.182.4.4|1970020200267";
    assert!(bench.matches("Patient", form).is_empty());
}
