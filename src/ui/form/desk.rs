//! What every part of a form needs: the document, what is said about it, and the texts.

use std::sync::Arc;

use domain::auth::State;
use domain::failure::{Code, Failure, Phase};
use domain::forms::{IssueCode, Severity};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;

use super::summary::{SEND, focus_first_error, focus_soon};
use crate::i18n::I18n;
use crate::jobs::{App, Form, Mark, Path, Stage, fetched, prepare, send};
use crate::platform::late::Missing;
use crate::platform::reactive::{effect, memo};

/// One document on the screen.
#[derive(Clone)]
pub(crate) struct Desk {
    /// The engine.
    pub(crate) app: Arc<App>,
    /// The document.
    pub(crate) form: Arc<dyn Form>,
    /// The texts.
    pub(crate) i18n: I18n,
    /// Everything there is to say about it, shown or not.
    pub(crate) marks: ArcMemo<Vec<Mark>>,
    /// What the element shows: this document, until another takes its place.
    pub(super) showing: ArcRwSignal<Arc<dyn Form>>,
    /// Set by the host.
    readonly: ArcRwSignal<bool>,
}

impl Desk {
    /// Follows the draft: each change is checked.
    pub(crate) fn new(
        app: Arc<App>,
        showing: ArcRwSignal<Arc<dyn Form>>,
        i18n: I18n,
        readonly: ArcRwSignal<bool>,
    ) -> Self {
        let form = showing.get_untracked();
        let (engine, document) = (Arc::clone(&app), Arc::clone(&form));
        let marks = ArcMemo::new(move |_| document.marks(&engine));
        Self {
            app,
            form,
            i18n,
            marks,
            showing,
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

    /// A text that follows the language, in the words of the form's type where they differ (`<key>.<type>`).
    pub(crate) fn t_of(
        &self,
        key: &'static str,
    ) -> impl Fn() -> String + Clone + Send + Sync + use<> {
        let (i18n, kind) = (self.i18n.clone(), self.form.kind());
        move || i18n.text_of(key, kind.as_str())
    }

    /// Whether the fields are closed.
    pub(crate) fn is_locked(&self) -> bool {
        self.readonly.get() || !self.form.is_open()
    }

    /// Whether what is said about a field is shown: after the person has left it, or tried to send.
    pub(crate) fn shows(&self, path: &Path) -> bool {
        self.form.tried.get() || self.form.left.with(|left| left.contains(path))
    }

    /// What is shown now.
    pub(crate) fn visible(&self) -> Vec<Mark> {
        let all = self.form.tried.get();
        let left = self.form.left.get();
        let shown =
            |mark: &&Mark| all || left.contains(&mark.field) || mark.code == IssueCode::Anomaly;
        self.marks
            .with(|marks| marks.iter().filter(shown).cloned().collect())
    }

    /// The sentence for a mark.
    pub(crate) fn sentence(&self, mark: &Mark) -> String {
        if let Some(sentence) = self.form.sentence(mark, &self.i18n.lang()) {
            return sentence;
        }
        self.worded(mark.code, &mark.detail)
    }

    /// The words of an issue: those of its detail where it has some, as the codes of mySecu have.
    pub(super) fn worded(&self, code: IssueCode, detail: &str) -> String {
        let key = ["issue.", code.as_str()].concat();
        self.i18n.text_of(&key, detail).replace("{detail}", detail)
    }

    /// A field's label.
    pub(crate) fn label(&self, path: &str) -> String {
        let line = path
            .strip_prefix("line.")
            .and_then(|path| path.split_once('.'));
        let key = line.map_or_else(
            || ["field.", path].concat(),
            |(_, name)| ["field.line.", name].concat(),
        );
        self.i18n.text(&key)
    }

    /// A field's label where it stands alone: one of a line has the line's number before it.
    pub(crate) fn full_label(&self, path: &str) -> String {
        let label = self.label(path);
        let line = path
            .strip_prefix("line.")
            .and_then(|path| path.split_once('.'));
        match line {
            Some((number, _)) => {
                let name = self.i18n.fill("line.name", &[("n", number)]);
                [&name, ", ", &label].concat()
            }
            None => label,
        }
    }

    /// Takes what was typed into a field.
    pub(crate) fn type_in(&self, path: &Path, text: &str) {
        self.form.type_in(path, text, &self.app);
    }

    /// Whether the session lets somebody send such documents in the chosen name.
    pub(crate) fn may_send(&self) -> bool {
        let code = self.form.text("practitioner");
        let right = self.form.kind().as_str();
        let identities = self.app.identities();
        identities
            .iter()
            .any(|known| known.practitioner.code == code && known.may(right))
    }

    /// Whose name is on the form, with the code under which it goes.
    pub(crate) fn acting_for(&self) -> String {
        let (name, biller) = (self.writer(), self.form.text("biller"));
        self.i18n
            .fill("form.acting", &[("name", &name), ("biller", &biller)])
    }

    /// Whose name is on the form.
    pub(crate) fn writer(&self) -> String {
        let code = self.form.text("practitioner");
        let host = self
            .app
            .context
            .with(|context| context.practitioner.clone());
        let known = self.app.identities().into_iter();
        let mut names = known.map(|known| known.practitioner).chain(host);
        let name = names.find(|known| known.code == code);
        name.map(|known| known.full_name()).unwrap_or(code)
    }

    /// The first click on *send*: checks, then shows who, what and where to, or leads to the first field that is wrong.
    pub(crate) fn look_before_sending(&self, event: &web_sys::Event) {
        let open = matches!(
            self.form.stage.get_untracked(),
            Stage::Draft | Stage::Refused
        );
        if open && prepare(&self.app, &*self.form) {
            let (form, i18n) = (Arc::clone(&self.form), self.i18n.clone());
            spawn_local(async move { show_look(&*form, &i18n).await });
        } else if open {
            focus_first_error(self, event);
        }
    }

    /// Ctrl+Enter sends from any field; Escape goes back from the look (pkg/README.md lists the keys).
    pub(crate) fn press(&self, event: &web_sys::KeyboardEvent) {
        let held = event.ctrl_key() || event.meta_key();
        let stage = self.form.stage.get_untracked();
        match event.key().as_str() {
            "Enter" if held && stage.is_open() && stage != Stage::Confirming => {
                if self.may_send() && !self.is_locked() {
                    self.look_before_sending(event);
                }
            }
            "Escape" if stage == Stage::Confirming => {
                focus_soon(event, SEND);
                self.form.stage.set(Stage::Draft);
            }
            _ => return,
        }
        event.prevent_default();
    }

    /// The second click, and *send again*.
    pub(crate) fn send(&self) {
        let sending = send(&self.app, &self.form);
        spawn_local(async move { _ = sending.await });
    }

    /// `volet-change` after each change.
    pub(crate) fn tell_changes(&self) {
        let desk = self.clone();
        let mut begun = false;
        effect(move || {
            let change = desk.change();
            if begun {
                desk.app
                    .emit_to_element(&desk.form, "volet-change", &change);
            }
            begun = true;
        });
    }

    /// A session that begins, or begins again, puts its names into a draft.
    pub(crate) fn follow_session(&self) {
        let desk = self.clone();
        let state = self.app.state.signal();
        let identities = memo(move || {
            state.with(|state| state.session().map(|session| session.identities.clone()))
        });
        effect(move || {
            if identities.with(Option::is_some) && desk.form.is_open() {
                desk.form.fill_writer(&desk.app);
            }
        });
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
            field: Path,
            code: &'static str,
            severity: Severity,
        }
        let told = |mark: &Mark| Told {
            field: mark.field.clone(),
            code: mark.code.as_str(),
            severity: mark.severity,
        };
        let named = |mark: &&Mark| !mark.field.is_empty();
        self.marks.with(|marks| Change {
            valid: marks.iter().all(|mark| mark.severity != Severity::Error),
            complete: !marks.iter().any(|mark| mark.code.is_missing()),
            dirty: self.form.dirty.get(),
            issues: marks.iter().filter(named).map(told).collect(),
        })
    }
}

/// Shows the look when the code that sends is there, and its words: nobody confirms what cannot be sent.
async fn show_look(form: &dyn Form, i18n: &I18n) {
    let fetched = match fetched().await {
        Ok(()) => i18n.add_late().await,
        missing => missing,
    };
    let open = form
        .stage
        .with_untracked(|stage| matches!(stage, Stage::Draft | Stage::Refused));
    match fetched {
        Ok(()) if open => form.stage.set(Stage::Confirming),
        Ok(()) => {}
        Err(Missing) => {
            let failure = Failure::new(Code::PartUnavailable, Phase::Send);
            form.trouble.set(Some(failure));
        }
    }
}
