//! Component tests in a real browser: the engine and its elements' content, with a gateway that answers in the page.
#![cfg(target_arch = "wasm32")]

mod page;

use page::{Gateway, Page};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn nobody_is_signed_in_and_the_way_in_is_one_button() {
    let page = Page::open(Gateway::signed_out()).await;
    let _session = page.mount_session().await;
    page.until(|page| page.has("[data-action='sign-in']")).await;
    assert!(!page.has("[data-action='sign-out']"));
}

#[wasm_bindgen_test]
async fn a_live_session_shows_whose_it_is() {
    let page = Page::open(Gateway::signed_in()).await;
    let _session = page.mount_session().await;
    page.until(|page| page.text(".who").contains("Anne Weber"))
        .await;
    assert!(page.has("[data-action='sign-out']"));
}

#[wasm_bindgen_test]
async fn every_field_has_a_visible_label_of_its_own() {
    let page = Page::open(Gateway::signed_in()).await;
    let _form = page.mount_form().await;
    for input in page.all("input, select") {
        let id = input.id();
        let name = input.get_attribute("name").unwrap_or_default();
        assert!(!name.is_empty(), "{id} has no name");
        let label = page.text(&format!("label[for='{id}']"));
        assert!(!label.is_empty(), "{name} has no label");
    }
    for name in [
        "insured.matricule",
        "certificate.start",
        "certificate.diagnosis",
        "practitioner",
    ] {
        assert!(page.has(&format!("[name='{name}']")), "{name}");
    }
}

#[wasm_bindgen_test]
async fn nothing_is_red_before_a_field_has_been_left() {
    let page = Page::open(Gateway::signed_in()).await;
    let _form = page.mount_form().await;
    page.type_in("insured.matricule", "189312010573").await;
    assert!(!page.has("[aria-invalid='true']"));
    page.leave("insured.matricule").await;
    page.until(|page| page.has("[name='insured.matricule'][aria-invalid='true']"))
        .await;
    assert!(page.text("#insured-matricule-marks").contains("13"));
    assert!(page.text(".summary").contains("Matricule"));
}

#[wasm_bindgen_test]
async fn a_length_sets_the_last_day_and_a_half_typed_date_is_left_alone() {
    let page = Page::open(Gateway::signed_in()).await;
    let _form = page.mount_form().await;
    page.type_in("certificate.start", "2026-11-30").await;
    page.click(".quick[aria-label='3 jours']").await;
    page.until(|page| page.value("certificate.end") == "2026-12-02")
        .await;
    assert_eq!(page.value("certificate.days"), "3");
    page.type_in("certificate.end", "2026-12-24").await;
    page.until(|page| page.value("certificate.days").is_empty())
        .await;
}

#[wasm_bindgen_test]
async fn crf_asks_for_the_child_and_gives_the_fields_back_when_it_is_not_crf() {
    let page = Page::open(Gateway::signed_in()).await;
    let _form = page.mount_form().await;
    assert!(!page.has("[name='child.matricule']"));
    page.choose("certificate.reason", "crf").await;
    page.until(|page| page.has("[name='child.matricule']"))
        .await;
    page.choose("certificate.reason", "illness").await;
    page.until(|page| !page.has("[name='child.matricule']"))
        .await;
}

#[wasm_bindgen_test]
async fn two_clicks_send_once_and_the_receipt_is_shown() {
    let page = Page::open(Gateway::signed_in()).await;
    let _form = page.mount_form().await;
    page.fill_in().await;
    page.until(|page| page.has("[data-action='send']:not([disabled])"))
        .await;
    page.click("[data-action='send']").await;
    page.until(|page| page.has("[data-action='confirm-send']"))
        .await;
    assert!(page.text(".confirm").contains("1893 12 01 057 32"));
    page.click_twice("[data-action='confirm-send']");
    page.until(|page| page.has(".receipt[data-state='accepted']"))
        .await;
    assert_eq!(page.calls("econnector.send-document"), 1);
    assert!(page.text(".receipt").contains("secu-1"));
    assert_eq!(page.events("volet-sent"), 1);
}

#[wasm_bindgen_test]
async fn a_lost_answer_locks_the_form_and_the_same_bytes_go_again() {
    let page = Page::open(Gateway::signed_in().losing_the_first_answer()).await;
    let _form = page.mount_form().await;
    page.fill_in().await;
    page.until(|page| page.has("[data-action='send']:not([disabled])"))
        .await;
    page.click("[data-action='send']").await;
    page.until(|page| page.has("[data-action='confirm-send']"))
        .await;
    page.click("[data-action='confirm-send']").await;
    page.until(|page| page.has("[data-action='resend']")).await;
    assert!(page.has("fieldset[disabled]"));
    assert_eq!(page.value("certificate.diagnosis"), "J11");
    page.click("[data-action='resend']").await;
    page.until(|page| page.has(".receipt")).await;
    let bodies = page.bodies("econnector.send-document");
    assert_eq!(bodies.len(), 2);
    assert_eq!(bodies.first(), bodies.last());
}

#[wasm_bindgen_test]
async fn an_element_that_leaves_the_page_loses_nothing_that_was_typed() {
    let page = Page::open(Gateway::signed_in()).await;
    let form = page.mount_form().await;
    page.type_in("certificate.diagnosis", "J11").await;
    drop(form);
    page.until(|page| page.all("*").is_empty()).await;
    let _form = page.mount_form().await;
    page.until(|page| page.value("certificate.diagnosis") == "J11")
        .await;
}

#[wasm_bindgen_test]
async fn another_patient_gets_another_form_at_once() {
    let page = Page::open(Gateway::signed_in()).await;
    let _form = page.mount_form().await;
    page.type_in("certificate.diagnosis", "J11").await;
    page.set_patient("1990093012358", "Autre");
    page.until(|page| page.value("insured.lastName") == "Autre")
        .await;
    assert_eq!(page.value("certificate.diagnosis"), "");
}
