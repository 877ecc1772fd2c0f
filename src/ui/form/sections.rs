//! The groups of fields, in the order in which a certificate is written.

use std::time::Duration;

use domain::context::{Practitioner, Previous};
use domain::dates;
use domain::forms::ecit::{Field, Reason};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::diagnosis::Diagnosis;
use super::notes::{deadlines, outing_windows};
use super::{Address, Desk};
use crate::jobs::load_diagnoses;
use crate::platform::reactive::memo;
use crate::ui::controls::{Field as Control, Input, Kind, Select};
use crate::ui::node::Node;

/// Lengths offered for one click (pkg/README.md).
const QUICK_DAYS: [u8; 5] = [1, 2, 3, 5, 7];

/// In whose name, and under which code.
#[component]
pub(super) fn Writer() -> impl IntoView {
    let desk = Desk::here();
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.writer")}</legend>
            <div class="row">
                <Select path=Field::Practitioner.path() choices=practitioners(&desk)/>
                <Select path=Field::Biller.path() choices=billers(&desk)/>
            </div>
        </fieldset>
    }
}

/// The fields of a certificate.
pub(super) fn ecit(desk: &Desk) -> Node {
    let app = desk.app.clone();
    set_timeout(
        move || spawn_local(async move { load_diagnoses(&app).await }),
        Duration::from_millis(1),
    );
    markup! {
        <Certificate/>
        <Accident/>
        <Insured/>
        <Child/>
        <Stay/>
    }
}

/// The incapacity.
#[component]
fn Certificate() -> impl IntoView {
    let desk = Desk::here();
    let asks_previous = desk.clone();
    let (kinds, reasons) = (desk.clone(), desk.clone());
    let (outings, previous) = (desk.clone(), desk.clone());
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.certificate")}</legend>
            <div class="row">
                <Select path=Field::Reason.path() choices=move || reasons.choices("reason", Reason::ALL.iter().map(|reason| reason.as_str()))/>
                <Select path=Field::Kind.path() choices=move || kinds.choices("kind", ["initial", "prolongation"])/>
            </div>
            <Show when=move || asks_previous.form.text(Field::Kind.path()) == "prolongation">
                <Select path=Field::Previous.path() choices=certificates(&previous)/>
            </Show>
            <div class="row days">
                <Input path=Field::Start.path() kind=Kind::Date/>
                <Days/>
                <Input path=Field::End.path() kind=Kind::Date hint="hint.certificate.end"/>
            </div>
            <p class="hint" data-note="deadlines">{deadlines(&desk)}</p>
            <Diagnosis/>
            <div class="row">
                <Select
                    path=Field::Outings.path()
                    hint=outing_windows(&desk)
                    choices=move || outings.choices("outings", ["allowed", "excluded"])
                />
                <Input path=Field::Issued.path() kind=Kind::Date/>
            </div>
        </fieldset>
    }
}

/// The accident, where the reason is one.
#[component]
fn Accident() -> impl IntoView {
    let desk = Desk::here();
    let reason = Control::here(Field::Reason.path().into()).value;
    let asked =
        memo(move || reason.with(|reason| Reason::parse(reason).is_some_and(Reason::is_accident)));
    markup! {
        <Show when=move || asked.get()>
            <fieldset class="group">
                <legend>{desk.t("section.accident")}</legend>
                <div class="row">
                    <Input path=Field::AccidentNumber.path() hint="hint.certificate.accidentNumber"/>
                    <Input path=Field::AccidentDate.path() kind=Kind::Date/>
                </div>
            </fieldset>
        </Show>
    }
}

/// Where the insured person stays, when not at home.
#[component]
fn Stay() -> impl IntoView {
    let desk = Desk::here();
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.stay")}</legend>
            <Address of="stay"/>
            <div class="row">
                <Input path=Field::StayFloor.path()/>
                <Input path=Field::StayBell.path()/>
            </div>
        </fieldset>
    }
}

/// The length: typed, or one click.
#[component]
fn Days() -> impl IntoView {
    let desk = Desk::here();
    let field = Control::here(Field::Days.path().into());
    let current = field.value;
    let button = |days: u8| {
        let (click, label) = (field.clone(), desk.i18n.clone());
        let text = days.to_string();
        let (name, pressed, typed) = (text.clone(), text.clone(), text.clone());
        let words = move || match days {
            1 => label.text("days.one"),
            _ => label.fill("days.many", &[("n", &name)]),
        };
        markup! {
            <button
                type="button"
                class="quick"
                aria-label=words
                aria-pressed=move || (current.get() == pressed).to_string()
                on:click=move |_| {
                    click.type_in(&typed);
                    // What its last day gives to say is said at once.
                    click.desk.form.leave(&Field::End.path().into());
                }
            >
                {text}
            </button>
        }
    };
    let buttons = QUICK_DAYS.into_iter().map(button).collect::<Vec<_>>();
    markup! {
        <div class="length">
            <Input path=Field::Days.path() kind=Kind::Digits class="short"/>
            <div class="quicks" role="group" aria-label=desk.t("days.quick")>{buttons}</div>
        </div>
    }
}

/// The insured person.
#[component]
fn Insured() -> impl IntoView {
    let desk = Desk::here();
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.insured")}</legend>
            <div class="row">
                <Input path=Field::InsuredMatricule.path() kind=Kind::Digits hint="hint.insured.matricule"/>
                <Input path=Field::InsuredLastName.path()/>
                <Input path=Field::InsuredFirstName.path()/>
            </div>
            <p class="subtitle">{desk.t("section.address")}</p>
            <Address of="insured"/>
        </fieldset>
    }
}

/// The child of a CRF certificate.
#[component]
fn Child() -> impl IntoView {
    let desk = Desk::here();
    let asked = desk.clone();
    markup! {
        <Show when=move || asked.form.text(Field::Reason.path()) == Reason::Crf.as_str()>
            <fieldset class="group">
                <legend>{desk.t("section.child")}</legend>
                <p class="hint">{desk.t("section.child.hint")}</p>
                <div class="row">
                    <Input path=Field::ChildMatricule.path() kind=Kind::Digits/>
                    <Input path=Field::ChildLastName.path()/>
                    <Input path=Field::ChildFirstName.path()/>
                </div>
            </fieldset>
        </Show>
    }
}

impl Desk {
    /// Values with their words, `choice.<group>.<value>`.
    fn choices(
        &self,
        group: &str,
        values: impl IntoIterator<Item = &'static str>,
    ) -> Vec<(String, String)> {
        let choice = |value: &str| {
            (
                value.to_owned(),
                self.i18n.text(&["choice.", group, ".", value].concat()),
            )
        };
        values.into_iter().map(choice).collect()
    }
}

/// The session's identities; before anybody is signed in, the host's practitioner and the one for whom a form was
/// prepared.
fn practitioners(desk: &Desk) -> impl Fn() -> Vec<(String, String)> + Send + Sync + use<> {
    let (app, form) = (desk.app.clone(), desk.form.clone());
    move || {
        let identities = app.identities().into_iter();
        let mut known: Vec<_> = identities.map(|known| known.practitioner).collect();
        if known.is_empty() {
            known.extend(app.context.with(|context| context.practitioner.clone()));
            let code = form.text(Field::Practitioner.path());
            if !code.is_empty() && known.iter().all(|known| known.code != code) {
                known.push(Practitioner {
                    code,
                    ..Practitioner::default()
                });
            }
        }
        let named = |known: Practitioner| match known.full_name() {
            name if name.is_empty() => (known.code.clone(), known.code),
            name => (known.code, name),
        };
        known.into_iter().map(named).collect()
    }
}

/// The codes of the chosen identity, her own and those of associations; before anybody is signed in, the host's biller.
fn billers(desk: &Desk) -> impl Fn() -> Vec<(String, String)> + Send + Sync + use<> {
    let (app, form) = (desk.app.clone(), desk.form.clone());
    move || {
        let chosen = form.text(Field::Practitioner.path());
        let host = app.context.with(|context| context.biller.clone());
        let identities = app.identities();
        let identity = identities
            .into_iter()
            .find(|known| known.practitioner.code == chosen);
        let named = |code: &String| {
            let own = identity
                .as_ref()
                .map(|known| &known.practitioner)
                .filter(|practitioner| practitioner.code == *code)
                .map(|practitioner| practitioner.full_name());
            let host = host.as_ref().filter(|host| host.gp_code == *code);
            let name = host.map(|host| host.name.clone()).or(own);
            let name = name.filter(|name| !name.is_empty());
            let words = name.map_or_else(|| code.clone(), |name| [code, " – ", &name].concat());
            (code.clone(), words)
        };
        match &identity {
            Some(identity) => identity.gp_codes.iter().map(named).collect(),
            None => {
                let current = form.text(Field::Biller.path());
                let mut codes: Vec<_> = host.iter().map(|host| host.gp_code.clone()).collect();
                if !current.is_empty() && !codes.contains(&current) {
                    codes.push(current);
                }
                codes.iter().map(named).collect()
            }
        }
    }
}

/// Earlier certificates that the host knows.
fn certificates(desk: &Desk) -> impl Fn() -> Vec<(String, String)> + Send + Sync + use<> {
    let (app, i18n) = (desk.app.clone(), desk.i18n.clone());
    move || {
        let day = |text: &str| dates::parse(text).map(dates::on_page).unwrap_or_default();
        let named = |known: Previous| {
            let (start, end) = (day(&known.start), day(&known.end));
            let words = i18n.fill(
                "choice.previous.period",
                &[("start", &start), ("end", &end)],
            );
            (known.document_id, words)
        };
        let unknown = (String::new(), i18n.text("choice.previous.unknown"));
        let previous = app.context.with(|context| context.previous.clone());
        std::iter::once(unknown)
            .chain(previous.into_iter().map(named))
            .collect()
    }
}
