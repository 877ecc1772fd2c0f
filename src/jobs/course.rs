//! What every document goes through, whichever form it is: typed, looked at, sent, received, cancelled.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use domain::context::PatientKey;
use domain::econnector::{Anomaly, Deposit, Receipt};
use domain::failure::{Code, Failure};
use domain::forms::IssueCode;
use domain::ids::DocumentId;
use domain::kept::{Kept, Replaced};
use js_sys::Function;
use leptos::prelude::{
    ArcRwSignal, GetUntracked as _, Set as _, Update as _, With as _, WithUntracked as _,
};
use send_wrapper::SendWrapper;
use serde_json::Value;

use super::Proof;
use super::drafts::Keep;
use super::form::{Mark, Path};
use crate::platform::held::held;

/// Where a document stands. Its words are the states of the public contract; *confirming* is still a draft.
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

impl Stage {
    /// The word of the public contract.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Draft | Self::Confirming => "draft",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::Accepted(_) => "accepted",
            Self::Revoked(_) => "revoked",
        }
    }

    /// What was deposited, cancelled or not.
    pub(crate) fn sent(&self) -> Option<&Arc<Sent>> {
        match self {
            Self::Accepted(sent) | Self::Revoked(sent) => Some(sent),
            _ => None,
        }
    }

    /// What its page says of it.
    pub(crate) fn answer(&self) -> Option<Answer<'_>> {
        let revoked = matches!(self, Self::Revoked(_));
        self.sent().map(|sent| Answer {
            receipt: &sent.receipt,
            revoked,
        })
    }

    /// Whether the fields can be typed in.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self, Self::Draft | Self::Confirming | Self::Refused)
    }
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

/// What the page of a deposited document says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answer<'a> {
    /// What came back.
    pub(crate) receipt: &'a Receipt,
    /// Whether it was cancelled since.
    pub(crate) revoked: bool,
}

impl Sent {
    /// What is known of it again from a form that was to take its place.
    fn replaced(old: &Replaced) -> Arc<Self> {
        Arc::new(Self {
            deposit: old.deposit.clone(),
            receipt: Receipt {
                document_id: old.deposit.document_id.clone(),
                uuid_secu: old.uuid_secu.clone(),
                anomalies: Vec::new(),
                documents: Vec::new(),
                shares: None,
            },
            at: old.sent_at.clone(),
        })
    }
}

/// Whether the host's store is to keep a document until it is transmitted, and has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Owed {
    /// It is not.
    No,
    /// It is, and the store has not taken it yet.
    Wanted,
    /// The store has it.
    Stored,
}

type Element = SendWrapper<Function>;

/// The way of one document.
pub(crate) struct Course {
    /// The patient of the file in which it was begun.
    patient: PatientKey,
    /// Whether an earlier page has kept it.
    restored: bool,
    /// Fields that the person has left.
    pub(crate) left: ArcRwSignal<Vec<Path>>,
    /// Whether every issue is shown: after the first try to send.
    pub(crate) tried: ArcRwSignal<bool>,
    /// Whether anything was typed.
    pub(crate) dirty: ArcRwSignal<bool>,
    /// Where it stands.
    pub(crate) stage: ArcRwSignal<Stage>,
    /// What mySecu has against it.
    pub(crate) anomalies: ArcRwSignal<Vec<Anomaly>>,
    /// Whether the symbols on its pages say what it says.
    pub(crate) proof: ArcRwSignal<Proof>,
    /// What its pages have to say of its fields: they do not fit, or cannot be printed.
    pub(crate) unprinted: ArcRwSignal<Vec<Mark>>,
    /// The last failure of a send or a cancellation.
    pub(crate) trouble: ArcRwSignal<Option<Failure>>,
    /// Whether the same bytes were refused when they went again: the person may have to decide (`release`).
    pub(crate) stuck: ArcRwSignal<bool>,
    /// The deposited document that this one takes the place of.
    pub(crate) replaces: ArcRwSignal<Option<Arc<Sent>>>,
    /// Whether its pages are those of a printed substitute.
    pub(crate) substitute: ArcRwSignal<bool>,
    /// What stood in the fields before a replacement was begun.
    before: Mutex<Option<Value>>,
    /// The document fixed for sending.
    deposit: Mutex<Option<Deposit>>,
    /// The document that mySecu refused last.
    refused: Mutex<Option<DocumentId>>,
    /// Where it is kept, to outlive the page.
    keep: Mutex<Keep>,
    /// Dispatches events on the element that shows it.
    element: Mutex<Option<Element>>,
    /// Whether its outcome was open when it lost its element: it is kept until it has been shown again.
    unseen: AtomicBool,
    /// Whether a cancellation is on its way.
    revoking: AtomicBool,
    /// Whether the host's store is to keep it until it is transmitted.
    pub(crate) owed: ArcRwSignal<Owed>,
}

impl Course {
    /// A new document in this patient's file.
    pub(crate) fn new(patient: PatientKey) -> Self {
        Self {
            patient,
            restored: false,
            left: ArcRwSignal::new(Vec::new()),
            tried: ArcRwSignal::new(false),
            dirty: ArcRwSignal::new(false),
            stage: ArcRwSignal::new(Stage::Draft),
            anomalies: ArcRwSignal::new(Vec::new()),
            proof: ArcRwSignal::new(Proof::Unchecked),
            unprinted: ArcRwSignal::new(Vec::new()),
            trouble: ArcRwSignal::new(None),
            stuck: ArcRwSignal::new(false),
            replaces: ArcRwSignal::new(None),
            substitute: ArcRwSignal::new(false),
            before: Mutex::new(None),
            deposit: Mutex::new(None),
            refused: Mutex::new(None),
            keep: Mutex::default(),
            element: Mutex::new(None),
            unseen: AtomicBool::new(false),
            revoking: AtomicBool::new(false),
            owed: ArcRwSignal::new(Owed::No),
        }
    }

    /// The way of a document that an earlier page has kept. One that was fixed may have been deposited.
    pub(super) fn restored(kept: &Kept, keep: Keep) -> Self {
        let stage = match kept.deposit {
            Some(_) => Stage::Unknown,
            None => Stage::Draft,
        };
        Self {
            restored: true,
            dirty: ArcRwSignal::new(true),
            stage: ArcRwSignal::new(stage),
            replaces: ArcRwSignal::new(kept.replaces.as_ref().map(Sent::replaced)),
            before: Mutex::new(kept.replaces.as_ref().and_then(|old| old.before.clone())),
            deposit: Mutex::new(kept.deposit.clone()),
            keep: Mutex::new(keep),
            owed: ArcRwSignal::new(if kept.owed { Owed::Wanted } else { Owed::No }),
            ..Self::new(kept.patient.clone())
        }
    }

    /// The way of a document of this session that is shown again.
    pub(super) fn received(patient: PatientKey, sent: Arc<Sent>) -> Self {
        Self {
            stage: ArcRwSignal::new(Stage::Accepted(sent)),
            ..Self::new(patient)
        }
    }

    /// The same with signals of its own: what a mount that is gone left in the old ones goes with them.
    pub(crate) fn renewed(&self) -> Self {
        Self {
            patient: self.patient.clone(),
            restored: self.restored,
            left: ArcRwSignal::new(self.left.get_untracked()),
            tried: ArcRwSignal::new(self.tried.get_untracked()),
            dirty: ArcRwSignal::new(self.dirty.get_untracked()),
            stage: ArcRwSignal::new(self.stage.get_untracked()),
            anomalies: ArcRwSignal::new(self.anomalies.get_untracked()),
            proof: ArcRwSignal::new(Proof::Unchecked),
            unprinted: ArcRwSignal::new(Vec::new()),
            trouble: ArcRwSignal::new(self.trouble.get_untracked()),
            stuck: ArcRwSignal::new(false),
            replaces: ArcRwSignal::new(self.replaces.get_untracked()),
            substitute: ArcRwSignal::new(self.substitute.get_untracked()),
            before: Mutex::new(held(&self.before).clone()),
            deposit: Mutex::new(self.deposit()),
            refused: Mutex::new(self.take_refused()),
            keep: Mutex::new(self.keep().hand_over()),
            element: Mutex::new(None),
            unseen: AtomicBool::new(false),
            revoking: AtomicBool::new(false),
            owed: ArcRwSignal::new(self.owed.get_untracked()),
        }
    }

    /// Everything there is to say: what the checks found, what mySecu answered, and of its pages what no check has said.
    pub(super) fn marks_with(
        &self,
        own: impl Iterator<Item = Mark>,
        field_of: impl Fn(&Anomaly) -> Option<Path>,
    ) -> Vec<Mark> {
        let mut marks: Vec<Mark> = own.collect();
        self.anomalies.with(|anomalies| {
            let answered = anomalies.iter();
            marks.extend(answered.map(|anomaly| Mark::answered(anomaly, field_of(anomaly))));
        });
        self.unprinted.with(|unprinted| {
            for mark in unprinted {
                // Several fields stand on one line of a page: a character that none can see is said where it was typed.
                let said = |known: &Mark| {
                    let here =
                        known.field == mark.field || mark.code == IssueCode::ControlCharacter;
                    here && known.code == mark.code
                };
                if !marks.iter().any(said) {
                    marks.push(mark.clone());
                }
            }
        });
        marks
    }

    /// The patient of the file in which it was begun.
    pub(crate) fn patient(&self) -> &PatientKey {
        &self.patient
    }

    /// Whether it was begun in this patient's file.
    pub(crate) fn is_of(&self, patient: &PatientKey) -> bool {
        self.patient == *patient
    }

    /// Whether nobody has typed in it: it says what a new one says.
    pub(crate) fn is_blank(&self) -> bool {
        let is_draft = self.stage.with_untracked(|stage| *stage == Stage::Draft);
        let replaces = self.replaces.with_untracked(Option::is_some);
        is_draft && !replaces && !self.dirty.get_untracked()
    }

    /// Whether it is from an earlier page.
    pub(super) fn is_restored(&self) -> bool {
        self.restored
    }

    /// Whether its outcome is still open: it must not be lost, whichever patient is shown.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.revoking.load(Ordering::Relaxed)
            || self
                .stage
                .with_untracked(|stage| matches!(stage, Stage::Sending | Stage::Unknown))
    }

    /// Whether something of it would be lost if another document took its place on the screen.
    pub(crate) fn is_pending(&self) -> bool {
        self.is_unfinished()
            || self.dirty.get_untracked() && self.stage.with_untracked(Stage::is_open)
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

    /// Whether the host's store is to keep it until it is transmitted.
    pub(crate) fn is_owed(&self) -> bool {
        self.owed.get_untracked() != Owed::No
    }

    /// A cancellation begins or ends; `false` when one is on its way already.
    pub(crate) fn set_revoking(&self, revoking: bool) -> bool {
        self.revoking.swap(revoking, Ordering::Relaxed) != revoking
    }

    /// Begins anew, for a form that has put its fields back already.
    pub(crate) fn clear(&self) {
        self.left.set(Vec::new());
        self.tried.set(false);
        self.dirty.set(false);
        self.stage.set(Stage::Draft);
        self.anomalies.set(Vec::new());
        self.trouble.set(None);
        self.replaces.set(None);
        self.substitute.set(false);
        self.stuck.set(false);
        self.owed.set(Owed::No);
        *held(&self.before) = None;
        self.fix(None);
    }

    /// Whether the fields can be typed in.
    pub(crate) fn is_open(&self) -> bool {
        self.stage.with(Stage::is_open)
    }

    /// Something is typed: a look that was under way is taken again. `false` when the fields are closed.
    pub(crate) fn may_type(&self) -> bool {
        if !self.stage.with_untracked(Stage::is_open) {
            return false;
        }
        if !self.dirty.get_untracked() {
            self.dirty.set(true);
        }
        if self
            .stage
            .with_untracked(|stage| *stage == Stage::Confirming)
        {
            self.stage.set(Stage::Draft);
        }
        true
    }

    /// What mySecu said about a field is about its old text.
    pub(crate) fn drop_anomalies(&self, stale: impl Fn(&Anomaly) -> bool) {
        if self.anomalies.with_untracked(|all| all.iter().any(&stale)) {
            self.anomalies.update(|all| all.retain(|one| !stale(one)));
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
    pub(crate) fn leave(&self, field: &Path) {
        if self.left.with_untracked(|left| !left.contains(field)) {
            self.left.update(|left| {
                left.push(field.clone());
            });
        }
    }

    /// The document fixed for sending.
    pub(crate) fn deposit(&self) -> Option<Deposit> {
        held(&self.deposit).clone()
    }

    /// Fixes the document, or lets it go when it is certain that nothing was deposited.
    pub(crate) fn fix(&self, deposit: Option<Deposit>) {
        *held(&self.deposit) = deposit;
    }

    /// mySecu refused the document that was fixed: the next one is another.
    pub(super) fn refuse(&self, document_id: DocumentId) {
        self.fix(None);
        *held(&self.refused) = Some(document_id);
    }

    /// The document that mySecu refused last, once.
    pub(super) fn take_refused(&self) -> Option<DocumentId> {
        held(&self.refused).take()
    }

    /// The deposited document whose place it takes, as it is kept.
    pub(super) fn to_replaced(&self) -> Option<Replaced> {
        let old = self.replaces.get_untracked()?;
        Some(Replaced {
            deposit: old.deposit.clone(),
            uuid_secu: old.receipt.uuid_secu.clone(),
            sent_at: old.at.clone(),
            before: held(&self.before).clone(),
        })
    }

    /// What stood in the fields before the replacement that is given up now.
    pub(super) fn take_before(&self) -> Option<Value> {
        held(&self.before).take()
    }

    /// Opens the fields again for a document that takes the place of `sent`; they hold what it says.
    pub(super) fn replace(&self, sent: Arc<Sent>, fields: Value) {
        self.clear();
        *held(&self.before) = Some(fields);
        self.replaces.set(Some(sent));
    }

    /// Where it is kept.
    pub(super) fn keep(&self) -> MutexGuard<'_, Keep> {
        held(&self.keep)
    }

    /// The element that shows it, if any.
    pub(crate) fn element(&self) -> Option<Element> {
        held(&self.element).clone()
    }

    /// Another element shows it, or none.
    pub(crate) fn show_in(&self, element: Option<Function>) {
        let element = element.map(SendWrapper::new);
        *held(&self.element) = element;
    }
}
