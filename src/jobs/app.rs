//! The state of one engine: it is made by `createVolet` and outlives every element.

use std::any::Any;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, OnceLock};

use domain::auth::State;
use domain::context::{Context, Identity, Previous};
use domain::dates;
use domain::econnector::Availability;
use domain::failure::Failure;
use domain::forms::Environment;
use domain::forms::diagnoses::Diagnoses;
use domain::forms::ecit::{Circumstances, Draft, Reason, fill_writer};
use domain::ids::{DocumentId, group};
use js_sys::Function;
use send_wrapper::SendWrapper;
use serde::Serialize;

use super::drafts::{self, Sealing};
use super::{Course, Filed, Form, FormType};
use crate::i18n::I18n;
use crate::platform::bridge::{self, Host, PreviewModule};
use crate::platform::clock::{self, Today};
use crate::session::{Session, Shared};

/// What `createVolet` was given, checked.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// The gateway's absolute base.
    pub(crate) gateway: String,
    /// Where documents go.
    pub(crate) environment: Environment,
    /// The language of elements that name none.
    pub(crate) lang: String,
    /// The opaque id of the host's user: what is kept is kept for this one.
    pub(crate) host_user: String,
    /// The document types for which the host has a place; none named means all.
    pub(crate) document_types: Vec<String>,
}

/// A send of this engine, as `volet.sends` lists it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SendRecord {
    /// The document.
    pub(crate) document_id: DocumentId,
    /// `ecit`, `mh` or `memoire`.
    #[serde(rename = "type")]
    pub(crate) kind: &'static str,
    /// The word of the state.
    pub(crate) state: &'static str,
    /// When it got into that state, ISO 8601.
    pub(crate) at: String,
    /// Whether its refusal has been dealt with: its form was sent anew, or begun anew.
    #[serde(skip)]
    settled: bool,
}

impl SendRecord {
    /// Whether it has not ended well.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.state, "sending" | "unknown" | "refused") && !self.settled
    }
}

/// One engine.
pub(crate) struct App {
    /// What it was made with.
    pub(crate) options: Options,
    /// Who is signed in.
    pub(crate) session: Arc<Session>,
    /// Where the session stands.
    pub(crate) state: Shared<State>,
    /// What the host set.
    pub(crate) context: Shared<Context>,
    /// Whether the eConnector can be used.
    pub(crate) availability: Shared<Availability>,
    /// Whether that is being asked for a form that opened.
    pub(super) asking: Arc<AtomicBool>,
    /// Every send since the engine was made, and those that earlier pages of this tab have kept.
    pub(crate) sends: Shared<Vec<SendRecord>>,
    /// The last failure of the session, for `<volet-session>`.
    pub(crate) trouble: Shared<Option<Failure>>,
    /// What was deposited in this tab, to be seen and printed again.
    pub(crate) filed: Shared<Vec<Arc<Filed>>>,
    /// The diagnoses that can be named, once they are loaded.
    pub(crate) diagnoses: Shared<Option<Arc<Diagnoses>>>,
    /// The preview module, once it is loaded.
    pub(crate) preview: Shared<Option<SendWrapper<PreviewModule>>>,
    /// The package's side.
    pub(crate) host: SendWrapper<Host>,
    /// Forms that no element shows now: the next one of the same patient takes its own over, so that moving an element
    /// loses nothing. Of other patients only those are kept whose outcome is open.
    pub(super) parked: Arc<Mutex<Vec<Arc<dyn Form>>>>,
    /// Changes when a form has come that an earlier page has kept.
    pub(crate) found: Shared<u32>,
    /// What is being sealed for storage.
    pub(super) sealing: Sealing,
    /// Whether a sign-out of this page is under way: what becomes of the forms is settled there.
    pub(super) leaving: Arc<AtomicBool>,
    /// Changes when every form is to be wiped.
    pub(crate) wiped: Shared<u32>,
    /// The day of the checks.
    today: Today,
    /// What was read of the shared record: made by the part `records`, at its first use.
    pub(super) shelf: Arc<OnceLock<Box<dyn Any + Send + Sync>>>,
}

domain::redacted!(App);

impl App {
    /// An engine with nothing in it.
    pub(crate) fn new(
        options: Options,
        session: Arc<Session>,
        trouble: Shared<Option<Failure>>,
        host: Host,
    ) -> Arc<Self> {
        Arc::new(Self {
            options,
            state: session.state(),
            session,
            context: Shared::new(Context::default()),
            availability: Shared::new(Availability::Unknown),
            asking: Arc::default(),
            sends: Shared::new(Vec::new()),
            trouble,
            filed: Shared::new(Vec::new()),
            diagnoses: Shared::new(None),
            preview: Shared::new(None),
            host: SendWrapper::new(host),
            parked: Arc::default(),
            found: Shared::new(0),
            sealing: Sealing::default(),
            leaving: Arc::default(),
            wiped: Shared::new(0),
            today: Today::default(),
            shelf: Arc::default(),
        })
    }

    /// The same engine as one mount sees it: what follows its values goes with the mount.
    pub(crate) fn for_mount(&self) -> Arc<Self> {
        Arc::new(Self {
            options: self.options.clone(),
            session: Arc::clone(&self.session),
            state: self.state.mirror(),
            context: self.context.mirror(),
            availability: self.availability.mirror(),
            asking: Arc::clone(&self.asking),
            sends: self.sends.mirror(),
            trouble: self.trouble.mirror(),
            filed: self.filed.mirror(),
            diagnoses: self.diagnoses.mirror(),
            preview: self.preview.mirror(),
            host: self.host.clone(),
            parked: Arc::clone(&self.parked),
            found: self.found.mirror(),
            sealing: self.sealing.clone(),
            leaving: Arc::clone(&self.leaving),
            wiped: self.wiped.mirror(),
            today: self.today.clone(),
            shelf: Arc::clone(&self.shelf),
        })
    }

    /// In whose name the signed-in person may act.
    pub(crate) fn identities(&self) -> Vec<Identity> {
        self.state.with(|state| {
            state
                .session()
                .map(|session| session.identities.clone())
                .unwrap_or_default()
        })
    }

    /// A certificate that was deposited here can be prolonged at once, where it is about the patient of the open file.
    pub(super) fn remember_previous(&self, form: &dyn Form, document_id: &DocumentId) {
        let is_crf = Reason::parse(form.text("certificate.reason").trim()) == Some(Reason::Crf);
        let subject = group(&form.text(if is_crf {
            "child.matricule"
        } else {
            "insured.matricule"
        }));
        let here = self.context.with_untracked(|context| {
            let patient = context.patient.as_ref();
            patient.is_some_and(|patient| group(&patient.matricule) == subject)
        });
        if here {
            let previous = Previous {
                document_id: document_id.to_string(),
                start: form.text("certificate.start"),
                end: form.text("certificate.end"),
            };
            self.context
                .update(|context| context.previous.push(previous));
        }
    }

    /// One that was cancelled cannot.
    pub(super) fn forget_previous(&self, document_id: &DocumentId) {
        let is_it = |previous: &Previous| previous.document_id == document_id.as_str();
        let here = self
            .context
            .with_untracked(|context| context.previous.iter().any(is_it));
        if here {
            self.context
                .update(|context| context.previous.retain(|previous| !is_it(previous)));
        }
    }

    /// The day of birth that the file has for a grouped number, in words. The number's own date part is only a hint, and
    /// is not shown as one.
    pub(crate) fn birth(&self, matricule: &str, i18n: &I18n) -> String {
        let known = self.context.with_untracked(|context| {
            let mut people = [&context.patient, &context.insured].into_iter().flatten();
            let same = people.find(|person| group(&person.matricule) == matricule);
            same.and_then(|person| dates::parse(&person.birth_date))
        });
        known.map_or_else(|| i18n.text("confirm.birth.unknown"), dates::on_page)
    }

    /// Checks and other rules ask for this.
    pub(crate) fn circumstances<R>(&self, with: impl FnOnce(&Circumstances<'_>) -> R) -> R {
        let identities = self.identities();
        self.context.with(|context| {
            self.diagnoses.with(|diagnoses| {
                with(&Circumstances {
                    context,
                    identities: &identities,
                    environment: self.options.environment,
                    today: self.today.get(),
                    diagnoses: diagnoses.as_deref(),
                })
            })
        })
    }

    /// Takes the host's context. Another patient gets another form, and what was typed for the old one is erased; a send
    /// of the old one goes on. A context without a patient, as between two files, is not another patient.
    pub(crate) fn set_context(&self, context: Context) {
        let patient = context.patient_key();
        if !patient.is_none() {
            self.keep_parked(|form| form.is_of(&patient) || form.is_kept());
        }
        self.context.set(context);
    }

    /// Erases what was typed: on the screen, in memory and in storage. What is on its way stays.
    pub(super) fn wipe(self: &Arc<Self>) {
        self.keep_parked(|form| form.is_kept());
        self.filed.set(Vec::new());
        self.wiped.update(|times| *times = times.wrapping_add(1));
        drafts::erase(self);
    }

    /// Puts the session's names into a draft that is not sent yet.
    pub(crate) fn fill_writer(&self, draft: &mut Draft) {
        fill_writer(draft, &self.context.get_untracked(), &self.identities());
    }

    /// Writes down where a send stands now.
    pub(crate) fn record(&self, kind: FormType, document_id: &DocumentId, state: &'static str) {
        self.record_at(kind, document_id, state, clock::now_iso());
    }

    /// Writes down where a send stands since a moment, ISO 8601.
    pub(super) fn record_at(
        &self,
        kind: FormType,
        document_id: &DocumentId,
        state: &'static str,
        at: String,
    ) {
        let record = SendRecord {
            document_id: document_id.clone(),
            kind: kind.as_str(),
            state,
            at,
            settled: false,
        };
        self.sends.update(|sends| {
            sends.retain(|send| send.document_id != *document_id);
            sends.push(record);
        });
    }

    /// What the form was refused for is no longer followed up.
    pub(super) fn settle_refused(&self, form: &Course) {
        if let Some(document_id) = form.take_refused() {
            self.sends.update(|sends| {
                let refused = sends.iter_mut();
                refused
                    .filter(|send| send.document_id == document_id)
                    .for_each(|send| send.settled = true);
            });
        }
    }

    /// Takes back the record of a send that was never made.
    pub(crate) fn forget(&self, document_id: &DocumentId) {
        self.sends
            .update(|sends| sends.retain(|send| send.document_id != *document_id));
    }

    /// Dispatches an event on the engine and on the form's element.
    pub(crate) fn emit(&self, form: Option<&Course>, name: &str, detail: &impl Serialize) {
        let element = form.and_then(Course::element);
        let element: Option<&Function> = element.as_deref();
        bridge::dispatch(Some(&self.host), element, name, &bridge::to_js(detail));
    }

    /// Dispatches an event on the form's element alone.
    pub(crate) fn emit_to_element(&self, form: &Course, name: &str, detail: &impl Serialize) {
        let element = form.element();
        bridge::dispatch(None, element.as_deref(), name, &bridge::to_js(detail));
    }

    /// The same with a detail of numbers.
    pub(crate) fn emit_numbers_to_element(
        &self,
        form: &Course,
        name: &str,
        detail: &[(&str, f64)],
    ) {
        let element = form.element();
        bridge::dispatch(None, element.as_deref(), name, &bridge::numbers(detail));
    }

    /// Tells the host of a failure.
    pub(crate) fn report(&self, form: Option<&Course>, failure: &Failure) {
        self.emit(form, "volet-error", failure);
    }

    /// Tells the host of an access to another system, for its own audit trail.
    pub(crate) fn audit(
        &self,
        form: &Course,
        action: &'static str,
        document_id: &DocumentId,
        logged: &str,
    ) {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Audit<'a> {
            action: &'static str,
            document_id: &'a DocumentId,
            correlation_id: &'a str,
            at: String,
        }
        let at = clock::now_iso();
        let detail = Audit {
            action,
            document_id,
            correlation_id: logged,
            at,
        };
        self.emit(Some(form), "volet-audit", &detail);
    }
}
