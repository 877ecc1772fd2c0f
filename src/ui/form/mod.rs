//! `<volet-form>`: the fields, what is said about them, sending, and the pages beside them.

mod actions;
mod address;
mod confirm;
mod desk;
mod diagnosis;
mod follow;
mod ladder;
mod notes;
mod outcome;
mod owed;
mod receipt;
mod sections;
mod sent;
mod summary;

use std::sync::Arc;
use std::time::Duration;

use domain::context::Context;
use leptos::prelude::*;
use leptos::task::spawn_local;
use send_wrapper::SendWrapper;

pub(crate) use address::Address;
pub(crate) use desk::Desk;

use super::late::Late;
use super::memo::memo_fields;
use super::pages::Pages;
use crate::i18n::I18n;
use crate::jobs::{App, Form, FormType, ask_availability_once};
use crate::platform::reactive::{effect, memo};

/// The element's content. `showing` is the form it shows: another patient brings another one.
#[component]
pub(crate) fn FormView(
    app: Arc<App>,
    i18n: I18n,
    showing: ArcRwSignal<Arc<dyn Form>>,
    readonly: ArcRwSignal<bool>,
) -> impl IntoView {
    follow_patient(&app, &showing);
    follow::find(&app, &showing);
    follow::wipe(&app, &showing);
    ask_when_signed_in(&app);
    follow::ask_while_down(&app);
    let (lang, kind) = (i18n.clone(), showing.get_untracked().kind().as_str());
    markup! {
        <div class="form" part="form" data-type=kind lang=move || lang.lang()>
            {move || {
                showing.track();
                let desk = Desk::new(Arc::clone(&app), showing.clone(), i18n.clone(), readonly.clone());
                markup! { <Body desk/> }
            }}
        </div>
    }
}

/// One certificate: fields on the left, pages on the right.
#[component]
fn Body(desk: Desk) -> impl IntoView {
    provide_context(desk.clone());
    desk.tell_changes();
    desk.follow_session();
    follow::keep(&desk);
    follow::take_back_trouble(&desk);
    let fields = match desk.form.kind() {
        FormType::Ecit => sections::ecit(&desk).into_any(),
        FormType::Mh | FormType::Memoire => {
            markup! { <Late fetch=|| Box::pin(memo_fields()) i18n=desk.i18n.clone()/> }.into_any()
        }
    };
    let (title, locked, look) = (desk.t_of("form.title"), desk.clone(), desk.clone());
    let (keys, acting) = (desk.clone(), desk.clone());
    markup! {
        <form
            class="fields"
            novalidate
            on:keydown=move |event| keys.press(&event)
            on:submit=move |event| {
                event.prevent_default();
                look.look_before_sending(&event);
            }
        >
            <h2>{title}</h2>
            <p class="acting" part="acting">{move || acting.acting_for()}</p>
            <summary::Notices/>
            <summary::Replacing/>
            <owed::OwedNotice/>
            <fieldset class="plain" disabled=move || locked.is_locked()>
                <sections::Writer/>
                {fields}
            </fieldset>
            <summary::Summary/>
            <actions::Actions/>
            <outcome::Outcome/>
            <ladder::Ladder/>
            <sent::SentHere/>
        </form>
        <Pages/>
    }
}

/// Another patient gets another form at once: what belongs to one is never shown under the other.
fn follow_patient(app: &Arc<App>, showing: &ArcRwSignal<Arc<dyn Form>>) {
    let (app, showing) = (Arc::clone(app), showing.clone());
    effect(move || {
        app.context.with(|_| ());
        show_patients_own(&app, &showing);
    });
}

/// The form of the patient whom the host shows; one of another patient is put away first.
pub(crate) fn show_patients_own(app: &App, showing: &ArcRwSignal<Arc<dyn Form>>) -> Arc<dyn Form> {
    let old = showing.get_untracked();
    if old.is_of(&app.context.with_untracked(Context::patient_key)) {
        return old;
    }
    exchange(app, showing, old)
}

/// Puts the shown form away for the one that the engine has for its place.
fn exchange(app: &App, showing: &ArcRwSignal<Arc<dyn Form>>, old: Arc<dyn Form>) -> Arc<dyn Form> {
    app.park(Arc::clone(&old));
    let new = app.take_form(old.kind(), |context, identities| {
        old.fresh(context, identities)
    });
    show_in_its_place(&*old, Arc::clone(&new), showing);
    new
}

/// The element shows another document from now on.
fn show_in_its_place(old: &dyn Form, new: Arc<dyn Form>, showing: &ArcRwSignal<Arc<dyn Form>>) {
    new.show_in(old.element().map(SendWrapper::take));
    old.show_in(None);
    showing.set(new);
}

/// The eConnector's state is asked for when the form has opened and whenever somebody signs in.
fn ask_when_signed_in(app: &Arc<App>) {
    let app = Arc::clone(app);
    let state = app.state.signal();
    let signed_in = memo(move || state.with(|state| state.session().is_some()));
    effect(move || {
        if signed_in.get() {
            let app = Arc::clone(&app);
            let ask = move || spawn_local(async move { ask_availability_once(&app).await });
            set_timeout(ask, Duration::from_millis(1));
        }
    });
}
