//! What every part of a form needs: the certificate, what is said about it, and the texts.

use std::sync::Arc;

use domain::auth::State;
use domain::forms::Severity;
use domain::forms::ecit::{Field, check, is_complete};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use crate::i18n::I18n;
use crate::jobs::{App, Ecit, Mark, Stage, prepare, send};

/// One certificate on the screen.
#[derive(Clone)]
pub(crate) struct Desk {
    /// The engine.
    pub(crate) app: Arc<App>,
    /// The certificate.
    pub(crate) form: Arc<Ecit>,
    /// The texts.
    pub(crate) i18n: I18n,
    /// Everything there is to say about it, shown or not.
    pub(crate) marks: ArcMemo<Vec<Mark>>,
    /// Set by the host.
    readonly: ArcRwSignal<bool>,
}

impl Desk {
    /// Follows the draft: each change is checked.
    pub(crate) fn new(
        app: Arc<App>,
        form: Arc<Ecit>,
        i18n: I18n,
        readonly: ArcRwSignal<bool>,
    ) -> Self {
        let (engine, certificate) = (Arc::clone(&app), Arc::clone(&form));
        let marks = ArcMemo::new(move |_| {
            let issues = engine
                .circumstances(|around| certificate.draft.with(|draft| check(draft, around).1));
            let own = issues.into_iter().map(|issue| Mark {
                issue,
                motif: String::new(),
            });
            own.chain(certificate.marks_of_anomalies()).collect()
        });
        Self {
            app,
            form,
            i18n,
            marks,
            readonly,
        }
    }

    /// The desk of the form around a component.
    pub(crate) fn here() -> Self {
        expect_context()
    }

    /// A text that follows the language.
    pub(crate) fn t(&self, key: &'static str) -> impl Fn() -> String + Clone + Send + Sync + use<> {
        let i18n = self.i18n.clone();
        move || i18n.text(key)
    }

    /// Whether the fields are closed.
    pub(crate) fn is_locked(&self) -> bool {
        self.readonly.get() || !self.form.is_open()
    }

    /// What is shown now: about fields that the person has left, and everything after a first try to send.
    pub(crate) fn visible(&self) -> Vec<Mark> {
        let all = self.form.tried.get();
        let left = self.form.left.get();
        self.marks.with(|marks| {
            marks
                .iter()
                .filter(|mark| all || left.contains(&mark.issue.field))
                .cloned()
                .collect()
        })
    }

    /// What is shown at a field.
    pub(crate) fn visible_at(&self, field: Field) -> Vec<Mark> {
        let shown = self.form.tried.get() || self.form.left.with(|left| left.contains(&field));
        if !shown {
            return Vec::new();
        }
        self.marks.with(|marks| {
            marks
                .iter()
                .filter(|mark| mark.issue.field == field)
                .cloned()
                .collect()
        })
    }

    /// The sentence for a mark.
    pub(crate) fn sentence(&self, mark: &Mark) -> String {
        let key = format!("issue.{}", mark.issue.code.as_str());
        self.i18n.fill(
            &key,
            &[("detail", &mark.issue.detail), ("motif", &mark.motif)],
        )
    }

    /// Whether the session lets somebody send certificates in the chosen name.
    pub(crate) fn may_send(&self) -> bool {
        let code = self
            .form
            .draft
            .with(|draft| draft.get(Field::Practitioner).to_owned());
        let identities = self.app.identities();
        identities
            .iter()
            .any(|known| known.practitioner.code == code && known.may("ecit"))
    }

    /// Whose name is on the form, with the code under which it goes.
    pub(crate) fn acting_for(&self) -> String {
        let (code, biller) = self.form.draft.with(|draft| {
            let text = |field| draft.get(field).to_owned();
            (text(Field::Practitioner), text(Field::Biller))
        });
        let host = self
            .app
            .context
            .with(|context| context.practitioner.clone());
        let known = self.app.identities().into_iter();
        let mut names = known.map(|known| known.practitioner).chain(host);
        let name = names.find(|known| known.code == code);
        let name = name.map(|known| known.full_name()).unwrap_or(code);
        self.i18n
            .fill("form.acting", &[("name", &name), ("biller", &biller)])
    }

    /// The first click on *send*: checks, then shows who, what and where to.
    pub(crate) fn look_before_sending(&self) {
        let open = matches!(
            self.form.stage.get_untracked(),
            Stage::Draft | Stage::Refused
        );
        if open && prepare(&self.app, &self.form) {
            self.form.stage.set(Stage::Confirming);
        }
    }

    /// The second click, and *send again*.
    pub(crate) fn send(&self) {
        let sending = send(&self.app, &self.form);
        spawn_local(async move { _ = sending.await });
    }

    /// `volet-change` after each change.
    pub(crate) fn tell_changes(&self) {
        let desk = self.clone();
        Effect::new(move |before: Option<()>| {
            let change = desk.change();
            if before.is_some() {
                desk.app
                    .emit_to_element(&desk.form, "volet-change", &change);
            }
        });
    }

    /// A session that begins, or begins again, puts its names into a draft.
    pub(crate) fn follow_session(&self) {
        let desk = self.clone();
        let state = self.app.state.signal();
        let identities = Memo::new(move |_| {
            state.with(|state| state.session().map(|session| session.identities.clone()))
        });
        Effect::new(move |_| {
            if identities.with(Option::is_some) && desk.form.is_open() {
                desk.fit_writer();
            }
        });
    }

    /// Another doctor, or another session, brings its own codes: one that is not hers never stays.
    pub(super) fn fit_writer(&self) {
        let mut draft = self.form.draft.get_untracked();
        self.app.fill_writer(&mut draft);
        if self.form.draft.with_untracked(|old| *old != draft) {
            self.form.draft.set(draft);
        }
    }

    /// Whether the session ended by itself.
    pub(crate) fn session_ended(&self) -> bool {
        self.app.state.with(|state| matches!(state, State::Expired))
    }

    /// The `detail` of `volet-change`, and the answer of `form.validate()`.
    pub(crate) fn change(&self) -> impl Serialize + use<> {
        #[derive(Serialize)]
        struct Change {
            valid: bool,
            complete: bool,
            dirty: bool,
            issues: Vec<Told>,
        }
        #[derive(Serialize)]
        struct Told {
            field: &'static str,
            code: &'static str,
            severity: Severity,
        }
        let marks = self.marks.get();
        let issues: Vec<_> = marks.iter().map(|mark| mark.issue.clone()).collect();
        Change {
            valid: issues.iter().all(|issue| issue.severity != Severity::Error),
            complete: is_complete(&issues),
            dirty: self.form.dirty.get(),
            issues: issues
                .iter()
                .map(|issue| Told {
                    field: issue.field.path(),
                    code: issue.code.as_str(),
                    severity: issue.severity,
                })
                .collect(),
        }
    }
}
