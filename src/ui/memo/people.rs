//! Who was treated, to whom the memo is made out, and the memo's own head.

use domain::forms::memo::Field;
use leptos::prelude::*;

use crate::ui::controls::{Input, Kind};
use crate::ui::form::{Address, Desk};

/// Patient, insured person, accident.
#[component]
pub(super) fn People() -> impl IntoView {
    let desk = Desk::here();
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.patient")}</legend>
            <div class="row">
                <Input path=Field::PatientMatricule.path() kind=Kind::Digits hint="hint.insured.matricule"/>
                <Input path=Field::PatientBirthDate.path() kind=Kind::Date hint="hint.patient.birthDate"/>
                <Input path=Field::PatientLastName.path()/>
                <Input path=Field::PatientFirstName.path()/>
            </div>
        </fieldset>
        <fieldset class="group">
            <legend>{desk.t("section.insured")}</legend>
            <div class="row">
                <Input path=Field::InsuredMatricule.path() kind=Kind::Digits/>
                <Input path=Field::InsuredLastName.path()/>
                <Input path=Field::InsuredFirstName.path()/>
            </div>
            <Address of="insured"/>
        </fieldset>
    }
}

/// Date, number, note, accident.
#[component]
pub(super) fn Head() -> impl IntoView {
    let desk = Desk::here();
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.memo")}</legend>
            <div class="row">
                <Input path=Field::MemoDate.path() kind=Kind::Date/>
                <Input path=Field::MemoNumber.path()/>
                <Input path=Field::AccidentNumber.path() hint="hint.certificate.accidentNumber"/>
                <Input path=Field::AccidentDate.path() kind=Kind::Date/>
            </div>
            <Input path=Field::MemoNote.path() hint="hint.memo.note"/>
        </fieldset>
    }
}
