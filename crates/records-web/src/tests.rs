//! The fixtures of the DSP stand-in, read whole; and what a server may do wrong.

use super::*;
use serde_json::json;

const BASE: &str = "http://127.0.0.1:8083/fhir";
const TODAY: &str = "2026-11-22";

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../sandbox/data/dsp/");
    std::fs::read(format!("{folder}{name}.json")).unwrap()
}

fn patients() -> Vec<Value> {
    let text = include_str!("../../sandbox/data/patients.json");
    serde_json::from_str(text).unwrap()
}

fn records_of(patient: &Value) -> Records {
    let types = [
        "laboratory",
        "prescription",
        "vaccination",
        "summary",
        "other",
    ];
    let options = json!({"dspBase": BASE, "documentTypes": types, "patient": patient});
    Records::new(&options.to_string()).unwrap()
}

/// The fixture of a patient of the demo, taken in as one page.
fn open(number: usize) -> (Records, Value) {
    let patient = &patients()[number - 1];
    let mut records = records_of(patient);
    let page = fixture(&format!("p-100{number}"));
    let identity = parsed(&records.identify(&page));
    records.page("all", &page);
    (records, identity)
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

const ALL: &str =
    r#"{"types":"laboratory prescription vaccination summary imaging other","dsp":true}"#;

#[test]
fn the_demos_patients_are_identified_or_not() {
    let state = |number| open(number).1["state"].as_str().unwrap().to_owned();
    assert_eq!(
        [1, 2, 3, 4, 5].map(state),
        ["identified"; 5].map(str::to_owned)
    );
    let conflict = open(6).1;
    assert_eq!(
        (&conflict["state"], &conflict["traits"]),
        (&json!("conflict"), &json!(["birthDate"]))
    );
    assert_eq!(state(7), "several");
    let mut records = records_of(&patients()[7]);
    let nobody =
        parsed(&records.identify(br#"{"resourceType":"Bundle","type":"searchset","total":0}"#));
    assert_eq!(nobody["state"], "nobody");
    assert_eq!(
        parsed(&records.identify(b"{\"resourceType\":\"Bundle\","))["state"],
        "unreadable"
    );
}

#[test]
fn a_conflict_shows_nothing_of_the_record() {
    for number in [6, 7] {
        let (mut records, _) = open(number);
        assert_eq!(parsed(&records.list(ALL))["shown"], 0);
        assert_eq!(parsed(&records.searches("documents", "")), json!([]));
        for text in [
            records.results(),
            records.antecedents("{}"),
            records.prescriptions(TODAY),
        ] {
            assert_eq!(text, "[]");
        }
    }
}

#[test]
fn documents_are_listed_by_type_and_none_is_lost() {
    let (mut records, _) = open(2);
    let list = parsed(&records.list(ALL));
    let counts = list["counts"].as_object().unwrap();
    let sum: u64 = counts.values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(list["shown"], sum);
    // The host has no place for imaging.
    assert!(
        !counts.contains_key("imaging") && counts["laboratory"] == 11 && counts["vaccination"] == 2
    );
    let rows = parsed(&records.rows(0, 1_000));
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len() as u64, sum);
    let kinds: Vec<_> = rows
        .iter()
        .filter(|row| row["kind"] == "imaging")
        .map(|row| &row["list"])
        .collect();
    assert!(!kinds.is_empty() && kinds.iter().all(|list| **list == "other"));
    let relative = rows
        .iter()
        .find(|row| row["id"] == "doc-1002-relatif")
        .unwrap();
    assert_eq!(
        relative["contents"][0]["path"],
        "/volet/dsp/Binary/doc-1002-relatif"
    );
    let newest = &rows[0]["date"]["day"];
    assert_eq!(newest, "2026-11-20");
}

#[test]
fn since_keeps_the_boundary_day_and_the_switch_keeps_the_local_rows() {
    let (mut records, _) = open(2);
    let local = json!({"documents": [
        {"id": "l1", "date": "2026-11-10", "from": "Cabinet", "title": "Bilan", "typeName": "laboratory"},
        {"id": "l2", "date": "2026-11-09", "title": "Bilan", "type": {"system": "http://loinc.org", "code": "11502-2"}},
    ]});
    records.set_local(&local.to_string());
    let shown =
        |records: &mut Records, filter: &str| parsed(&records.list(filter))["shown"].clone();
    assert_eq!(
        shown(
            &mut records,
            r#"{"types":"laboratory","since":"2026-11-10","dsp":true}"#
        ),
        3
    );
    assert_eq!(
        shown(
            &mut records,
            r#"{"types":"laboratory","since":"2026-11-10"}"#
        ),
        1
    );
    assert_eq!(shown(&mut records, r#"{"types":"laboratory"}"#), 2);
}

#[test]
fn results_are_a_table_with_reference_previous_and_flag() {
    let (records, _) = open(2);
    let reports = parsed(&records.results());
    let report = &reports[0];
    assert_eq!(
        (&report["date"]["day"], &report["missing"]),
        (&json!("2026-11-10"), &json!(0))
    );
    let row = |name: &str| {
        let rows = report["rows"].as_array().unwrap();
        rows.iter().find(|row| row["name"] == name).unwrap().clone()
    };
    let potassium = row("Potassium");
    assert_eq!(
        (&potassium["flag"], &potassium["previous"]["trend"]),
        (&json!("critical"), &json!("up"))
    );
    assert_eq!(row("Créatinine")["reference"]["high"], "1.27");
    let glucose = row("Glycémie à jeun");
    assert_eq!(
        (&glucose["previous"]["value"], &glucose["previous"]["trend"]),
        (&json!("118"), &Value::Null)
    );
    assert_eq!(row("CRP")["value"], "<5");
    assert_eq!(row("Protéines (bandelette)")["value"], "traces");
    assert_eq!(row("Plaquettes")["value"], Value::Null);
    let only_pdf = reports
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["rows"] == json!([]))
        .unwrap();
    assert_eq!(only_pdf["forms"][0]["mediaType"], "application/pdf");
    let (woman, _) = open(3);
    let text = parsed(&woman.results());
    let rows = text[0]["rows"].as_array().unwrap();
    let creatinine = rows.iter().find(|row| row["name"] == "Créatinine").unwrap();
    assert_eq!(creatinine["reference"]["high"], "1.0");
    let (child, _) = open(4);
    let hemoglobin = &parsed(&child.results())[0]["rows"][0];
    assert_eq!(hemoglobin["reference"]["low"], "11.5");
    let points = parsed(&records.series(potassium["id"].as_str().unwrap()));
    assert_eq!(points.as_array().unwrap().len(), 8);
}

#[test]
fn prescriptions_say_what_is_left() {
    let (records, _) = open(2);
    let plans = parsed(&records.prescriptions(TODAY));
    let lines = plans.as_array().unwrap().iter();
    let lines: Vec<&Value> = lines
        .flat_map(|plan| plan["lines"].as_array().unwrap())
        .collect();
    let left = |text: &str| {
        lines
            .iter()
            .find(|line| line["text"].as_str().unwrap().contains(text))
            .unwrap()["left"]
            .clone()
    };
    assert_eq!(left("Metformine"), 4);
    assert_eq!(left("Ramipril"), "done");
    assert_eq!(left("Amoxicilline"), 1);
    assert_eq!(left("Borrelia"), Value::Null);
    assert!(
        plans
            .as_array()
            .unwrap()
            .iter()
            .all(|plan| plan["missing"] == 0)
    );
}

#[test]
fn vaccinations_have_dose_lot_and_next_due() {
    let (records, _) = open(4);
    let found = parsed(&records.vaccinations(TODAY));
    let given = found["given"].as_array().unwrap();
    assert_eq!(given.len(), 10);
    let first = given.iter().find(|one| one["lot"] == "HX19A1").unwrap();
    assert_eq!(
        (&first["dose"], first["diseases"].as_array().unwrap().len()),
        (&json!("1/3"), 6)
    );
    assert_eq!(given.iter().filter(|one| one["notDone"] == true).count(), 1);
    assert_eq!(found["due"][0]["standing"], "overdue");
    assert_eq!(found["due"][1]["date"]["day"], "2028-05");
}

#[test]
fn antecedents_come_in_every_group_of_the_seed() {
    let groups = |number: usize| -> std::collections::BTreeSet<String> {
        let lines = parsed(&open(number).0.antecedents("{}"));
        lines
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["group"].as_str().unwrap().to_owned())
            .collect()
    };
    let found: std::collections::BTreeSet<String> =
        [2, 3, 5].into_iter().flat_map(groups).collect();
    assert_eq!(found.len(), 12, "{found:?}");
    let (records, _) = open(2);
    let line = parsed(&records.antecedents("{}"))[0].clone();
    assert_eq!(line["standing"], "new");
    let known = json!({"refusals": [line["refusal"]], "recorded": []});
    assert_eq!(
        parsed(&records.antecedents(&known.to_string()))[0]["standing"],
        "refused"
    );
}

/// The patient of whom every resource is bad: what can be shown is, and what not is said.
#[test]
fn bad_input_is_shown_as_far_as_it_can_be() {
    let patient = json!({"matricule": "1970011311969", "lastName": "Mauvaise", "firstName": "Entrée", "birthDate": "1970-01-13", "sex": "female"});
    let mut records = records_of(&patient);
    let page = fixture("bad-input");
    assert_eq!(parsed(&records.identify(&page))["state"], "identified");
    records.page("all", &page);
    let list = parsed(&records.list(ALL));
    let source: Value = serde_json::from_slice(&page).unwrap();
    let entries = source["entry"].as_array().unwrap();
    let documents = entries
        .iter()
        .filter(|entry| entry["resource"]["resourceType"] == "DocumentReference")
        .count();
    assert_eq!(list["shown"], documents);
    assert!(
        list["notices"]
            .as_array()
            .unwrap()
            .contains(&json!("unreadable"))
    );
    let rows = parsed(&records.rows(0, 1_000));
    for row in rows.as_array().unwrap() {
        let content = &row["contents"][0];
        if let Some(path) = content["path"].as_str() {
            assert!(path.starts_with("/volet/dsp/Binary/"), "{path}");
        }
        assert!(row["title"].as_str().unwrap().chars().count() <= 301);
        assert!(
            !row["title"]
                .as_str()
                .unwrap()
                .contains(['\u{202e}', '\u{0}'])
        );
    }
    let refused = |id: &str| {
        let rows = rows.as_array().unwrap();
        rows.iter().find(|row| row["id"] == id).unwrap()["contents"][0]["error"].clone()
    };
    for id in [
        "bad-javascript",
        "bad-data",
        "bad-foreign",
        "bad-file",
        "bad-scheme-relative",
        "bad-dots",
        "bad-encoded-dots",
        "bad-userinfo",
    ] {
        assert_eq!(refused(id), "dsp_link_refused", "{id}");
    }
    let results = records.results();
    assert!(results.contains("\"13,1 g/dL\"") && results.contains("\"13.1\""));
    for text in [
        records.prescriptions(TODAY),
        records.vaccinations(TODAY),
        records.antecedents("{}"),
    ] {
        assert!(text.len() > 2);
    }
    assert_eq!(
        records.inline("bad-inline", 0).as_deref(),
        Some("Qm9uam91ciwgY29udGVudSBlbiBsaWduZS4=")
    );
}

/// At many places of a real page the answer breaks off: no panic, a word about it, and only whole resources.
#[test]
fn a_page_cut_anywhere_says_so() {
    let page = fixture("p-1003");
    for length in (0..page.len()).step_by(997) {
        let mut records = records_of(&patients()[2]);
        records.identify(&page);
        records.page("all", &page[..length]);
        let list = parsed(&records.list(ALL));
        assert!(
            list["notices"]
                .as_array()
                .unwrap()
                .contains(&json!("incomplete-cut")),
            "{length}"
        );
    }
}

#[test]
fn chains_are_followed_under_the_base_only() {
    let page = |id: &str, next: &str| {
        let entry = json!([{"resource": {"resourceType": "DocumentReference", "id": id, "status": "current"}}]);
        let link = json!([{"relation": "next", "url": next}]);
        json!({"resourceType": "Bundle", "type": "searchset", "link": link, "entry": entry})
            .to_string()
            .into_bytes()
    };
    let next = format!("{BASE}?_getpages=a&_getpagesoffset=20");
    let (mut records, _) = open(1);
    let followed = parsed(&records.page("documents-0", &page("n1", &next)));
    assert_eq!(
        followed["follow"],
        "/volet/dsp?_getpages=a&_getpagesoffset=20"
    );
    let looped = parsed(&records.page("documents-0", &page("n2", &next)));
    assert_eq!(
        (&looped["read"], &looped["follow"]),
        (&json!(1), &Value::Null)
    );
    assert!(records.notices().contains("incomplete-loop"));
    let (mut records, _) = open(1);
    let foreign = parsed(&records.page(
        "documents-0",
        &page("n1", "https://dsp.elsewhere.example/fhir?x"),
    ));
    assert_eq!(foreign["follow"], Value::Null);
    assert!(records.notices().contains("incomplete-link"));
    assert_eq!(parsed(&records.list(ALL))["shown"], 3);
    let (mut records, _) = open(1);
    records.page_failed();
    assert!(records.notices().contains("incomplete-failed"));
}

/// What one search sent along is not new to the record, but to the pages of another search it is.
#[test]
fn searches_that_overlap_are_no_loop() {
    let page = fixture("p-1004");
    let source: Value = serde_json::from_slice(&page).unwrap();
    let link = json!([{"relation": "next", "url": "?_getpages=b"}]);
    let again =
        json!({"resourceType": "Bundle", "link": link, "entry": source["entry"]}).to_string();
    let (mut records, _) = open(4);
    let before = records.results();
    let answer = parsed(&records.page("laboratory-1", again.as_bytes()));
    assert_eq!(answer["follow"], "/volet/dsp/?_getpages=b");
    assert_eq!(records.results(), before);
}

#[test]
fn outcomes_inside_a_bundle_are_told() {
    let (records, _) = open(3);
    assert_eq!(parsed(&records.notices()), json!(["incomplete-said"]));
}

#[test]
fn fetched_bytes_are_inspected() {
    let (records, _) = open(2);
    let inspect = |bytes: &[u8]| parsed(&records.inspect("doc-1002-menteur-html", 0, bytes));
    let lie = inspect(b"<!doctype html><script>");
    assert_eq!(
        (&lie["shape"], &lie["lies"], &lie["hash"]),
        (&json!("text"), &json!(true), &json!("not-given"))
    );
    assert_eq!(inspect(b"%PDF-1.7")["lies"], false);
    assert_eq!(
        parsed(&records.inspect("nothing", 0, b""))["error"],
        "document_not_available"
    );
}

#[test]
fn wrong_options_have_codes() {
    let refused = |options: Value| Records::new(&options.to_string()).err();
    assert_eq!(
        refused(json!({"documentTypes": ["summary"]})).as_deref(),
        Some("document_types_incomplete")
    );
    assert_eq!(
        refused(json!({"documentTypes": ["other"], "typeMap": "[]"})).as_deref(),
        Some("option_invalid")
    );
}
