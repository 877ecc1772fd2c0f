//! The groups of fields, in the order in which a certificate is written.

use domain::context::{Practitioner, Previous};
use domain::dates;
use domain::forms::ecit::{Field, Reason};
use leptos::prelude::*;

use super::Desk;
use super::control::{Input, Kind, Select};

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
                <Select field=Field::Practitioner choices=practitioners(&desk)/>
                <Select field=Field::Biller choices=billers(&desk)/>
            </div>
        </fieldset>
    }
}

/// The incapacity.
#[component]
pub(super) fn Certificate() -> impl IntoView {
    let desk = Desk::here();
    let asks_previous = desk.clone();
    let (kinds, reasons) = (desk.clone(), desk.clone());
    let (outings, previous) = (desk.clone(), desk.clone());
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.certificate")}</legend>
            <div class="row">
                <Select field=Field::Reason choices=move || reasons.choices("reason", Reason::ALL.iter().map(|reason| reason.as_str()))/>
                <Select field=Field::Kind choices=move || kinds.choices("kind", ["initial", "prolongation"])/>
            </div>
            <Show when=move || asks_previous.form.draft.with(|draft| draft.asks(Field::Previous))>
                <Select field=Field::Previous choices=certificates(&previous)/>
            </Show>
            <div class="row days">
                <Input field=Field::Start kind=Kind::Date/>
                <Days/>
                <Input field=Field::End kind=Kind::Date hint="hint.certificate.end"/>
            </div>
            <div class="row">
                <Input field=Field::Diagnosis/>
                <Select field=Field::Outings hint="hint.certificate.outings" choices=move || outings.choices("outings", ["allowed", "excluded"])/>
                <Input field=Field::Issued kind=Kind::Date/>
            </div>
        </fieldset>
    }
}

/// The length: typed, or one click.
#[component]
fn Days() -> impl IntoView {
    let desk = Desk::here();
    let draft = desk.form.draft.clone();
    let current = Memo::new(move |_| draft.with(|draft| draft.get(Field::Days).to_owned()));
    let button = |days: u8| {
        let (click, label) = (desk.clone(), desk.i18n.clone());
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
                on:click=move |_| click.type_in(Field::Days, &typed)
            >
                {text}
            </button>
        }
    };
    let buttons = QUICK_DAYS.into_iter().map(button).collect::<Vec<_>>();
    markup! {
        <div class="length">
            <Input field=Field::Days kind=Kind::Digits class="short"/>
            <div class="quicks" role="group" aria-label=desk.t("days.quick")>{buttons}</div>
        </div>
    }
}

/// The insured person.
#[component]
pub(super) fn Insured() -> impl IntoView {
    let desk = Desk::here();
    markup! {
        <fieldset class="group">
            <legend>{desk.t("section.insured")}</legend>
            <div class="row">
                <Input field=Field::InsuredMatricule kind=Kind::Digits hint="hint.insured.matricule"/>
                <Input field=Field::InsuredLastName/>
                <Input field=Field::InsuredFirstName/>
            </div>
            <p class="subtitle">{desk.t("section.address")}</p>
            <div class="row address">
                <Input field=Field::InsuredNumber class="short"/>
                <Input field=Field::InsuredStreet class="wide"/>
                <Input field=Field::InsuredPostcode class="short"/>
                <Input field=Field::InsuredCity/>
                <Input field=Field::InsuredCountry class="short"/>
            </div>
        </fieldset>
    }
}

/// The child of a CRF certificate.
#[component]
pub(super) fn Child() -> impl IntoView {
    let desk = Desk::here();
    let asked = desk.clone();
    markup! {
        <Show when=move || asked.form.draft.with(|draft| draft.is_crf())>
            <fieldset class="group">
                <legend>{desk.t("section.child")}</legend>
                <p class="hint">{desk.t("section.child.hint")}</p>
                <div class="row">
                    <Input field=Field::ChildMatricule kind=Kind::Digits/>
                    <Input field=Field::ChildLastName/>
                    <Input field=Field::ChildFirstName/>
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
                self.i18n.text(&format!("choice.{group}.{value}")),
            )
        };
        values.into_iter().map(choice).collect()
    }
}

/// The session's identities; before anybody is signed in, the host's practitioner and the one for whom a form was
/// prepared.
fn practitioners(desk: &Desk) -> impl Fn() -> Vec<(String, String)> + Send + Sync + use<> {
    let (app, draft) = (desk.app.clone(), desk.form.draft.clone());
    move || {
        let identities = app.identities().into_iter();
        let mut known: Vec<_> = identities.map(|known| known.practitioner).collect();
        if known.is_empty() {
            known.extend(app.context.with(|context| context.practitioner.clone()));
            let code = draft.with(|draft| draft.get(Field::Practitioner).to_owned());
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
    let (app, draft) = (desk.app.clone(), desk.form.draft.clone());
    move || {
        let chosen = draft.with(|draft| draft.get(Field::Practitioner).to_owned());
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
            let words = name.map_or_else(|| code.clone(), |name| format!("{code} – {name}"));
            (code.clone(), words)
        };
        match &identity {
            Some(identity) => identity.gp_codes.iter().map(named).collect(),
            None => {
                let current = draft.with(|draft| draft.get(Field::Biller).to_owned());
                let host = host.iter().map(|host| host.gp_code.clone());
                let mut codes: Vec<_> = host.collect();
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
