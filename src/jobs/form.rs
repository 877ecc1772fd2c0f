//! What the engine and the shared parts of the page ask of a form, whichever it is.

use std::borrow::Cow;
use std::ops::Deref;
use std::sync::Arc;

use domain::context::{Context, Identity};
use domain::dates::{self, Date};
use domain::display::Volet;
use domain::econnector::{Anomaly, Deposit, DocumentType};
use domain::failure::{Code, Failure, Phase};
use domain::forms::ecit::{self, Certificate};
use domain::forms::memo;
use domain::forms::{Issue, IssueCode, Severity};
use domain::ids::{DocumentId, GpCode};
use domain::json::Json;
use serde_json::Value;

use super::{Answer, App, Course, Ecit, Memo, Stage};
use crate::i18n::I18n;
use crate::platform::clock;
use crate::platform::late::{Missing, late};
use leptos::prelude::{GetUntracked as _, Set as _, WithUntracked as _};

/// A field's path: the `name` of its input (pkg/README.md).
pub(crate) type Path = Cow<'static, str>;

/// Which form it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum FormType {
    /// The certificate of incapacity.
    Ecit,
    /// The fee memo by immediate direct payment.
    Mh,
    /// The fee memo by digital reimbursement.
    Memoire,
}

impl FormType {
    /// The word of the public contract: the element's `type`, and the right that sending asks for.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Ecit => "ecit",
            Self::Mh => "mh",
            Self::Memoire => "memoire",
        }
    }

    /// Reads the word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        [Self::Ecit, Self::Mh, Self::Memoire]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }

    /// The parts of the texts that it shows.
    pub(crate) fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Ecit => &[""],
            Self::Mh | Self::Memoire => &["", "memo/"],
        }
    }

    /// Its copies, in the order in which they are shown.
    pub(crate) fn volets(self) -> &'static [Volet] {
        match self {
            Self::Ecit => &Volet::CERTIFICATE,
            Self::Mh | Self::Memoire => &[Volet::Mh],
        }
    }
}

/// Makes a new document with what is known already.
pub(crate) type Make = fn(FormType, &Context, &[Identity]) -> Arc<dyn Form>;

/// How a form of a type is made; the code of the memo is no part of the first load.
pub(crate) async fn maker(kind: FormType) -> Result<Make, Missing> {
    match kind {
        FormType::Ecit => Ok(Ecit::make),
        FormType::Mh | FormType::Memoire => memo_maker().await,
    }
}

late! { memo,
async fn memo_maker() -> Make {
    Memo::make
}}

/// An issue as the form shows it: from a check, or from mySecu in its own words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Mark {
    /// The field's path; empty for what is about no field.
    pub(crate) field: Path,
    /// What it is.
    pub(crate) code: IssueCode,
    /// How grave.
    pub(crate) severity: Severity,
    /// What the text needs to be exact.
    pub(crate) detail: String,
    /// mySecu's reason.
    pub(crate) motif: String,
}

impl Mark {
    /// Of a check.
    pub(crate) fn of<F>(issue: Issue<F>, path: impl FnOnce(&F) -> Path) -> Self {
        Self {
            field: path(&issue.field),
            code: issue.code,
            severity: issue.severity,
            detail: issue.detail,
            motif: String::new(),
        }
    }

    /// Of a field that its page cannot show as it is.
    pub(super) fn of_page(field: &str, code: IssueCode, detail: &str) -> Self {
        Self {
            field: Path::Owned(field.to_owned()),
            code,
            severity: Severity::Warning,
            detail: detail.to_owned(),
            motif: String::new(),
        }
    }

    /// Of mySecu.
    pub(crate) fn answered(anomaly: &Anomaly, field: Option<Path>) -> Self {
        let severity = if anomaly.refuses() {
            Severity::Error
        } else {
            Severity::Warning
        };
        Self {
            field: field.unwrap_or_default(),
            code: IssueCode::Anomaly,
            severity,
            detail: anomaly.code.clone(),
            motif: anomaly.motif.clone(),
        }
    }
}

/// A document that passed its checks and is fixed; its XML is written by the code that sends.
pub(crate) struct Checked {
    /// The client-made UUID.
    pub(crate) document_id: DocumentId,
    /// The provider code in whose name it goes.
    pub(crate) gp_code: GpCode,
    /// The kind.
    pub(crate) document_type: DocumentType,
    /// What it says.
    pub(crate) content: Content,
}

/// What a document says.
pub(crate) enum Content {
    /// A certificate of incapacity.
    Certificate(Box<Certificate>),
    /// A fee memo.
    Memo(Box<memo::Memo>),
}

impl Checked {
    /// The bytes to send.
    pub(crate) fn written(&self) -> Result<Deposit, Failure> {
        let invalid = |_| Failure::new(Code::FormInvalid, Phase::Check);
        let xml = match &self.content {
            Content::Certificate(certificate) => {
                ecit::to_xml(certificate, &self.document_id).map_err(invalid)?
            }
            Content::Memo(memo) => memo::to_xml(memo, &self.document_id).map_err(invalid)?,
        };
        Ok(Deposit {
            document_id: self.document_id.clone(),
            gp_code: self.gp_code.clone(),
            document_type: self.document_type,
            xml,
        })
    }
}

/// A document being written. It belongs to the engine.
pub(crate) trait Form: Send + Sync {
    /// Its way: shown, sent, received.
    fn course(&self) -> &Course;

    /// Which form it is.
    fn kind(&self) -> FormType;

    /// A new one of the same type, for another patient.
    fn fresh(&self, context: &Context, identities: &[Identity]) -> Arc<dyn Form>;

    /// The memo that it is, if it is one.
    fn as_memo(self: Arc<Self>) -> Option<Arc<Memo>> {
        None
    }

    /// The same with signals of its own.
    fn renewed(&self) -> Arc<dyn Form>;

    /// One of the same type that goes this way and has these texts in its fields, by their paths: nothing is derived.
    fn restored(&self, course: Course, texts: &[(String, String)]) -> Arc<dyn Form>;

    /// What stands in the fields, by their paths: right or wrong, asked for now or not.
    fn texts(&self) -> Vec<(String, String)>;

    /// Follows every field.
    fn follow(&self);

    /// Everything there is to say about it.
    fn marks(&self, app: &App) -> Vec<Mark>;

    /// What stands in a field; follows it.
    fn text(&self, path: &str) -> String;

    /// Puts a text into a field; what mySecu said about the field is forgotten.
    fn put(&self, path: &Path, text: &str, context: &Context);

    /// Puts the session's names in.
    fn fill_writer(&self, app: &App);

    /// Puts the fields back to what is known without typing.
    fn refill(&self, app: &App);

    /// `form.value`.
    fn to_value(&self) -> Value;

    /// Takes such an object; fields that it does not name are left as they are.
    fn take_value(&self, value: &Json);

    /// The same from the host: what a person's choice would bring along comes along.
    fn choose_value(&self, value: &Json, _: &Context) {
        self.take_value(value);
    }

    /// The sentence for a mark, where it stands in a table and not in the texts.
    fn sentence(&self, _: &Mark, _lang: &str) -> Option<String> {
        None
    }

    /// Who and what, for the look before sending: keys of labels and their words.
    fn look(&self, app: &App, i18n: &I18n) -> Vec<(&'static str, String)>;

    /// The request for its pages, as JSON; follows what stands in it. What became of it is on the pages of a memo.
    fn pages(&self, app: &App, answer: Option<Answer<'_>>) -> String;

    /// The last day on which it is transmitted in time; `None` while that cannot be told.
    fn transmit_before(&self, app: &App) -> Option<Date>;

    /// Until when it is to be transmitted, as a page says it: what is late already is due at once.
    fn due(&self, app: &App) -> Option<String> {
        let last = self.transmit_before(app)?;
        Some(dates::on_page(last.max(clock::today())))
    }

    /// Checks it and fixes the document to send.
    fn make(&self, app: &App) -> Result<Checked, Failure>;
}

impl Deref for dyn Form + '_ {
    type Target = Course;

    fn deref(&self) -> &Course {
        self.course()
    }
}

impl dyn Form + '_ {
    /// Whether the other is of the same type, in the same patient's file.
    pub(super) fn is_like(&self, other: &dyn Form) -> bool {
        self.kind() == other.kind() && self.is_of(other.patient())
    }

    /// Whether the other is a draft of an earlier page, and this one was typed on this page since: one of them is enough.
    pub(super) fn outdates(&self, other: &dyn Form) -> bool {
        let newer = !self.is_restored() && !self.is_blank();
        newer && other.is_restored() && !other.is_kept() && self.is_like(other)
    }

    /// Takes what was typed. A form that is on its way or received takes nothing.
    pub(crate) fn type_in(&self, path: &Path, text: &str, app: &App) {
        if self.may_type() {
            app.context
                .with_untracked(|context| self.put(path, text, context));
            // Another doctor brings her own codes: one that is not hers never stays.
            if path == "practitioner" {
                self.fill_writer(app);
            }
        }
    }

    /// Opens the fields of a deposited document again: what is sent next takes its place.
    pub(crate) fn begin_replacement(&self) {
        let Stage::Accepted(sent) = self.stage.get_untracked() else {
            return;
        };
        if sent.receipt.uuid_secu.is_empty() || self.is_unfinished() {
            return;
        }
        self.replace(sent, self.to_value());
    }

    /// Gives a replacement up: the deposited document is shown as it was.
    pub(crate) fn give_up_replacement(&self) {
        if let Some(sent) = self.replaces.get_untracked()
            && self.stage.with_untracked(Stage::is_open)
        {
            if let Some(before) = self.take_before() {
                self.take_value(&Json::from(before));
            }
            self.clear();
            self.stage.set(Stage::Accepted(sent));
        }
    }

    /// Begins anew with what is known. What is on its way or unsure cannot be wiped.
    pub(crate) fn reset(&self, app: &App) -> bool {
        if self.is_unfinished() {
            return false;
        }
        self.refill(app);
        self.clear();
        app.settle_refused(self.course());
        true
    }
}
