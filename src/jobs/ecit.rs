//! A certificate being written: its draft, what is said about it, and where its send stands. It belongs to the engine.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::context::{Context, Identity, PatientKey};
use domain::econnector::{Anomaly, Deposit, Receipt};
use domain::failure::{Code, Failure};
use domain::forms::ecit::{self, Copies, Draft, Field};
use domain::forms::{Issue, IssueCode};
use domain::kept::Kept;
use js_sys::Function;
use leptos::prelude::{
    ArcRwSignal, GetUntracked as _, Set as _, Update as _, With as _, WithUntracked as _,
};
use send_wrapper::SendWrapper;

use super::App;
use super::drafts::Keep;
use crate::platform::clock;

/// Where a certificate stands. Its words are the states of the public contract; *confirming* is still a draft.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// Being written.
    Draft,
    /// The person looks at who, what and where to.
    Confirming,
    /// On its way. The form is locked.
    Sending,
    /// The answer was lost. The form is locked, and only the same bytes may go again.
    Unknown,
    /// mySecu refused it; it can be mended and sent as a new document.
    Refused,
    /// Deposited.
    Accepted(Arc<Sent>),
    /// Deposited and cancelled.
    Revoked(Arc<Sent>),
}

/// What was deposited and what came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Sent {
    /// The document.
    pub(crate) deposit: Deposit,
    /// The answer.
    pub(crate) receipt: Receipt,
    /// When the answer came, ISO 8601.
    pub(crate) at: String,
}

/// An issue as the form shows it: from a check, or from mySecu in its own words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    /// The issue.
    pub(crate) issue: Issue<Field>,
    /// mySecu's reason.
    pub(crate) motif: String,
}

type Element = SendWrapper<Function>;

/// A certificate being written.
pub(crate) struct Ecit {
    /// The patient of the file in which it was begun.
    patient: PatientKey,
    /// What stands in the fields.
    pub(crate) draft: ArcRwSignal<Draft>,
    /// Fields that the person has left.
    pub(crate) left: ArcRwSignal<BTreeSet<Field>>,
    /// Whether every issue is shown: after the first try to send.
    pub(crate) tried: ArcRwSignal<bool>,
    /// Whether anything was typed.
    pub(crate) dirty: ArcRwSignal<bool>,
    /// Where it stands.
    pub(crate) stage: ArcRwSignal<Stage>,
    /// What mySecu has against it.
    pub(crate) anomalies: ArcRwSignal<Vec<Anomaly>>,
    /// The last failure of a send or a cancellation.
    pub(crate) trouble: ArcRwSignal<Option<Failure>>,
    /// Whether the same bytes were refused when they went again: the person may have to decide (`release`).
    pub(crate) stuck: ArcRwSignal<bool>,
    /// The document fixed for sending.
    deposit: Mutex<Option<Deposit>>,
    /// Where it is kept, to outlive the page.
    keep: Mutex<Keep>,
    /// Dispatches events on the element that shows it.
    element: Mutex<Option<Element>>,
    /// Whether its outcome was open when it lost its element: it is kept until it has been shown again.
    unseen: AtomicBool,
    /// Whether a cancellation is on its way.
    revoking: AtomicBool,
}

impl std::fmt::Debug for Ecit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ecit([redacted])")
    }
}

impl Ecit {
    /// The type of the form, as `<volet-form type>` has it.
    pub(super) const TYPE: &'static str = "ecit";

    /// A new certificate with what is known already.
    pub(crate) fn new(context: &Context, identities: &[Identity]) -> Self {
        let draft = ecit::new_draft(context, identities, clock::today());
        Self::with(context.patient_key(), draft)
    }

    /// A certificate that an earlier page has kept. One whose document was fixed may have been deposited.
    pub(super) fn restored(kept: Kept, keep: Keep) -> Self {
        let texts = kept.texts.iter();
        let draft = Draft::from_texts(texts.map(|(path, text)| (&**path, &**text)));
        let stage = match kept.deposit {
            Some(_) => Stage::Unknown,
            None => Stage::Draft,
        };
        Self {
            dirty: ArcRwSignal::new(true),
            stage: ArcRwSignal::new(stage),
            deposit: Mutex::new(kept.deposit),
            keep: Mutex::new(keep),
            ..Self::with(kept.patient, draft)
        }
    }

    fn with(patient: PatientKey, draft: Draft) -> Self {
        Self {
            patient,
            draft: ArcRwSignal::new(draft),
            left: ArcRwSignal::new(BTreeSet::new()),
            tried: ArcRwSignal::new(false),
            dirty: ArcRwSignal::new(false),
            stage: ArcRwSignal::new(Stage::Draft),
            anomalies: ArcRwSignal::new(Vec::new()),
            trouble: ArcRwSignal::new(None),
            stuck: ArcRwSignal::new(false),
            deposit: Mutex::new(None),
            keep: Mutex::default(),
            element: Mutex::new(None),
            unseen: AtomicBool::new(false),
            revoking: AtomicBool::new(false),
        }
    }

    /// The same certificate with signals of its own: what a mount that is gone left in the old ones goes with them.
    /// One that is on its way stays as it is, since the send holds it.
    pub(crate) fn renewed(self: Arc<Self>) -> Arc<Self> {
        if self.is_unfinished() {
            return self;
        }
        Arc::new(Self {
            patient: self.patient.clone(),
            draft: ArcRwSignal::new(self.draft.get_untracked()),
            left: ArcRwSignal::new(self.left.get_untracked()),
            tried: ArcRwSignal::new(self.tried.get_untracked()),
            dirty: ArcRwSignal::new(self.dirty.get_untracked()),
            stage: ArcRwSignal::new(self.stage.get_untracked()),
            anomalies: ArcRwSignal::new(self.anomalies.get_untracked()),
            trouble: ArcRwSignal::new(self.trouble.get_untracked()),
            stuck: ArcRwSignal::new(false),
            deposit: Mutex::new(self.deposit()),
            keep: Mutex::new(self.keep().hand_over()),
            element: Mutex::new(None),
            unseen: AtomicBool::new(false),
            revoking: AtomicBool::new(false),
        })
    }

    /// Whether it was begun in this patient's file.
    pub(crate) fn is_of(&self, patient: &PatientKey) -> bool {
        self.patient == *patient
    }

    /// Whether its outcome is still open: it must not be lost, whichever patient is shown.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.revoking.load(Ordering::Relaxed)
            || self
                .stage
                .with_untracked(|stage| matches!(stage, Stage::Sending | Stage::Unknown))
    }

    /// Whether it has to be kept although another patient is shown.
    pub(crate) fn is_kept(&self) -> bool {
        self.unseen.load(Ordering::Relaxed) || self.is_unfinished()
    }

    /// It loses its element: what comes of an open send is for the person to see.
    pub(crate) fn put_away(&self) {
        self.unseen
            .fetch_or(self.is_unfinished(), Ordering::Relaxed);
    }

    /// It is shown again.
    pub(crate) fn take_out(&self) {
        self.unseen.store(false, Ordering::Relaxed);
    }

    /// A cancellation begins or ends; `false` when one is on its way already.
    pub(crate) fn set_revoking(&self, revoking: bool) -> bool {
        self.revoking.swap(revoking, Ordering::Relaxed) != revoking
    }

    /// Begins anew with what is known. What is on its way or unsure cannot be wiped.
    pub(crate) fn reset(&self, app: &App) -> bool {
        if self.is_unfinished() {
            return false;
        }
        let fresh = ecit::new_draft(
            &app.context.get_untracked(),
            &app.identities(),
            clock::today(),
        );
        self.draft.set(fresh);
        self.left.set(BTreeSet::new());
        self.tried.set(false);
        self.dirty.set(false);
        self.stage.set(Stage::Draft);
        self.anomalies.set(Vec::new());
        self.trouble.set(None);
        true
    }

    /// Whether the fields can be typed in.
    pub(crate) fn is_open(&self) -> bool {
        self.stage
            .with(|stage| matches!(stage, Stage::Draft | Stage::Confirming | Stage::Refused))
    }

    /// Takes what was typed. What mySecu said about the field is about the old text, and a look that was under way is
    /// taken again.
    pub(crate) fn type_in(&self, field: Field, text: &str, context: &Context) {
        if !self.stage.with_untracked(|stage| {
            matches!(stage, Stage::Draft | Stage::Confirming | Stage::Refused)
        }) {
            return;
        }
        self.draft.update(|draft| match field {
            Field::Reason => ecit::set_reason(draft, text, context),
            _ => draft.set(field, text),
        });
        if !self.dirty.get_untracked() {
            self.dirty.set(true);
        }
        if self
            .stage
            .with_untracked(|stage| *stage == Stage::Confirming)
        {
            self.stage.set(Stage::Draft);
        }
        if self
            .anomalies
            .with_untracked(|anomalies| !anomalies.is_empty())
        {
            self.anomalies
                .update(|all| all.retain(|anomaly| field_of(anomaly) != Some(field)));
        }
    }

    /// Takes the words of a failure back whose cause has gone.
    pub(crate) fn forgive(&self, gone: impl FnOnce(Code) -> bool) {
        let code = self
            .trouble
            .with_untracked(|trouble| trouble.as_ref().map(|failure| failure.code));
        if code.is_some_and(gone) {
            self.trouble.set(None);
        }
    }

    /// The person has left the field: its issues may be shown.
    pub(crate) fn leave(&self, field: Field) {
        if self.left.with_untracked(|left| !left.contains(&field)) {
            self.left.update(|left| {
                left.insert(field);
            });
        }
    }

    /// What mySecu has against fields.
    pub(crate) fn marks_of_anomalies(&self) -> Vec<Mark> {
        self.anomalies.with(|anomalies| {
            let mark = |anomaly: &Anomaly| {
                let issue =
                    Issue::error(field_of(anomaly)?, IssueCode::Anomaly).with(&anomaly.code);
                Some(Mark {
                    issue,
                    motif: anomaly.motif.clone(),
                })
            };
            anomalies.iter().filter_map(mark).collect()
        })
    }

    /// What the pages show.
    pub(crate) fn copies(&self, app: &App) -> Copies {
        let identities = app.identities();
        app.context.with(|context| {
            self.draft
                .with(|draft| ecit::copies(draft, context, &identities))
        })
    }

    /// The document fixed for sending.
    pub(crate) fn deposit(&self) -> Option<Deposit> {
        self.deposit
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Fixes the document, or lets it go when it is certain that nothing was deposited.
    pub(crate) fn fix(&self, deposit: Option<Deposit>) {
        *self.deposit.lock().unwrap_or_else(PoisonError::into_inner) = deposit;
    }

    /// What is to outlive the page.
    pub(super) fn to_kept(&self, now: i64) -> Kept {
        let open = self.is_unfinished();
        let text = |(path, text): (&str, &str)| (path.to_owned(), text.to_owned());
        Kept {
            form: Self::TYPE.to_owned(),
            patient: self.patient.clone(),
            texts: self
                .draft
                .with_untracked(|draft| draft.texts().map(text).collect()),
            deposit: open.then(|| self.deposit()).flatten(),
            at: now,
        }
    }

    /// Where it is kept.
    pub(super) fn keep(&self) -> MutexGuard<'_, Keep> {
        self.keep.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The element that shows it, if any.
    pub(crate) fn element(&self) -> Option<Element> {
        self.element
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Another element shows it, or none.
    pub(crate) fn show_in(&self, element: Option<Function>) {
        let element = element.map(SendWrapper::new);
        *self.element.lock().unwrap_or_else(PoisonError::into_inner) = element;
    }
}

fn field_of(anomaly: &Anomaly) -> Option<Field> {
    anomaly.path.as_deref().and_then(ecit::field_of)
}
