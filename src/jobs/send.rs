//! Sends a document. The work belongs to the engine: it ends whether or not an element still shows it.
//!
//! States: `draft` → `sending` → `accepted` | `refused` | `unknown` → (the same bytes again) → …

use std::future::Future;
use std::sync::Arc;

use domain::econnector::{
    Availability, Deposit, DocumentType, Receipt, SendDocument, SendError, SendOutcome,
};
use domain::failure::{Code, Failure, Phase};
use domain::forms::Severity;
use domain::ids::DocumentId;
use leptos::prelude::{GetUntracked as _, Set as _, WithUntracked as _};
use serde::Serialize;

use super::form::Checked;
use super::{
    App, Form, FormType, Owed, Sent, Stage, ask_availability, drafts, filed, generated_pages,
    proof_settled, replace, settle_owed,
};
use crate::platform::bridge;
use crate::platform::clock;
use crate::platform::http::Call;
use crate::platform::late::{Missing, late};
use crate::session::Lost;

/// The gateway waits 60 s for the eConnector; the page a little longer, so that it hears the gateway's own answer.
const CALL: Call = Call {
    tag: "econnector.send-document",
    within: 70_000,
    keepalive: false,
};

/// Checks the form for sending: every issue is shown from now on. `true` when it may go.
pub(crate) fn prepare(app: &App, form: &dyn Form) -> bool {
    form.tried.set(true);
    form.trouble.set(None);
    // What mySecu said about no field of the form goes with the next try, not with typing.
    form.drop_anomalies(|_| true);
    if let Some(failure) = form.proof.get_untracked().failure() {
        form.trouble.set(Some(failure));
        return false;
    }
    let marks = form.marks(app);
    marks.iter().all(|mark| mark.severity != Severity::Error)
}

/// Sends the form, or after a lost answer the same bytes again. The form is locked when this returns, before anything is
/// awaited: a second click finds it locked, and a host that shows another patient in the same task loses nothing.
pub(crate) fn send(
    app: &Arc<App>,
    form: &Arc<dyn Form>,
) -> impl Future<Output = Result<Arc<Sent>, Failure>> + use<> {
    let again = form.stage.with_untracked(|stage| *stage == Stage::Unknown);
    let begun = begin(app, form);
    let (app, form) = (Arc::clone(app), Arc::clone(form));
    async move {
        let outcome = match begun {
            Err(failure) => Err(failure),
            Ok(begun) => {
                let document_id = begun.document_id().clone();
                let sent = carry_out(Arc::clone(&app), Arc::clone(&form), begun).await;
                sent.unwrap_or_else(|Missing| {
                    let failure = Failure::new(Code::PartUnavailable, Phase::Send);
                    nothing_was_done(&app, &*form, &document_id, again, &failure);
                    Err(failure)
                })
            }
        };
        drafts::update(&app, &form);
        if let Err(failure) = &outcome {
            // A second call in the middle of the first is its caller's affair: the person sees the first one's course.
            if failure.code != Code::StateConflict {
                form.trouble.set(Some(failure.clone()));
            }
            app.report(Some(form.course()), failure);
        }
        outcome
    }
}

/// What is on its way.
enum Begun {
    /// A document that passed its checks.
    First(Checked),
    /// The bytes of a try whose answer was lost.
    Again(Deposit),
}

impl Begun {
    fn document_id(&self) -> &DocumentId {
        match self {
            Self::First(checked) => &checked.document_id,
            Self::Again(deposit) => &deposit.document_id,
        }
    }
}

/// Fixes what is sent, and closes the form.
fn begin(app: &Arc<App>, form: &Arc<dyn Form>) -> Result<Begun, Failure> {
    let conflict = Failure::new(Code::StateConflict, Phase::Send);
    let begun = match form.stage.get_untracked() {
        Stage::Unknown => Begun::Again(form.deposit().ok_or(conflict)?),
        Stage::Draft | Stage::Confirming | Stage::Refused => {
            form.tried.set(true);
            let checked = form.make(app)?;
            form.fix(None);
            app.settle_refused(form.course());
            Begun::First(checked)
        }
        Stage::Sending | Stage::Accepted(_) | Stage::Revoked(_) => return Err(conflict),
    };
    form.trouble.set(None);
    form.anomalies.set(Vec::new());
    form.stuck.set(false);
    form.stage.set(Stage::Sending);
    app.record(form.kind(), begun.document_id(), "sending");
    Ok(begun)
}

late! { deposit,
/// What the first click on *send* needs to have been fetched.
pub(crate) async fn fetched() -> () {}}

late! { deposit,
async fn carry_out(app: Arc<App>, form: Arc<dyn Form>, begun: Begun) -> Result<Arc<Sent>, Failure> {
    match begun {
        Begun::First(checked) => write_and_deposit(&app, &form, &checked).await,
        Begun::Again(deposit) => {
            drafts::update(&app, &form);
            deposit_and_settle(&app, &form, deposit, true).await
        }
    }
}}

/// The bytes are there, and kept, before the first try.
async fn write_and_deposit(
    app: &Arc<App>,
    form: &Arc<dyn Form>,
    checked: &Checked,
) -> Result<Arc<Sent>, Failure> {
    match checked.written() {
        Ok(deposit) => {
            form.fix(Some(deposit.clone()));
            drafts::update(app, form);
            deposit_and_settle(app, form, deposit, false).await
        }
        Err(failure) => {
            nothing_was_done(app, &**form, &checked.document_id, false, &failure);
            Err(failure)
        }
    }
}

async fn deposit_and_settle(
    app: &Arc<App>,
    form: &Arc<dyn Form>,
    deposit: Deposit,
    again: bool,
) -> Result<Arc<Sent>, Failure> {
    if let Err(failure) = may_go(app, &**form, &deposit, again).await {
        nothing_was_done(app, &**form, &deposit.document_id, again, &failure);
        return Err(failure);
    }
    // From here on the document may be deposited: its bytes are in storage before it goes.
    drafts::saved(app).await;
    let (mut answer, logged) = deposit_once(app, &deposit).await;
    generated_pages::complete(app, &**form, &deposit, &mut answer).await;
    let outcome = settle(app, &**form, deposit, answer, &logged, again);
    if let Ok(sent) = &outcome {
        replace(app, form, sent).await;
    }
    outcome
}

/// The call, and the id under which the gateway logged it.
async fn deposit_once(
    app: &Arc<App>,
    deposit: &Deposit,
) -> (Result<SendOutcome, SendError>, String) {
    let call = SendDocument(deposit);
    let before = |code| (Err(SendError::Before(code, String::new())), String::new());
    let Ok(request) = call.request(&app.options.gateway) else {
        return before(Code::OptionInvalid);
    };
    let tag = match deposit.document_type {
        DocumentType::Ecit | DocumentType::Mh => CALL.tag,
        DocumentType::Memoire => "econnector.send-mh",
    };
    match app.session.send(&request, Call { tag, ..CALL }).await {
        Ok(response) => (
            call.read(&response),
            domain::problem::correlation_id(&response),
        ),
        Err(Lost::Session) => before(Code::SessionExpired),
        Err(Lost::Token(code)) => before(code),
        Err(Lost::Answer) => (
            Err(SendError::Unknown(Code::SendOutcomeUnknown, String::new())),
            String::new(),
        ),
    }
}

/// The pages have to say what the document says, the host may hold it back, and an eConnector that cannot be used is not
/// asked to take it.
async fn may_go(
    app: &Arc<App>,
    form: &dyn Form,
    deposit: &Deposit,
    again: bool,
) -> Result<(), Failure> {
    if !again {
        proof_settled(form.course()).await?;
        if !host_agrees(form, &deposit.document_id).await {
            return Err(Failure::new(Code::SendCancelled, Phase::Send));
        }
    }
    match ask_availability(app).await {
        Availability::Down => Err(Failure::new(Code::EconnectorDown, Phase::Send)),
        Availability::Up | Availability::Unknown => Ok(()),
    }
}

async fn host_agrees(form: &dyn Form, document_id: &DocumentId) -> bool {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct BeforeSend<'a> {
        #[serde(rename = "type")]
        kind: &'static str,
        document_id: &'a DocumentId,
    }
    let detail = bridge::to_js(&BeforeSend {
        kind: form.kind().as_str(),
        document_id,
    });
    let element = form.element();
    bridge::may_send(element.as_deref(), &detail).await
}

fn settle(
    app: &Arc<App>,
    form: &dyn Form,
    deposit: Deposit,
    answer: Result<SendOutcome, SendError>,
    logged: &str,
    again: bool,
) -> Result<Arc<Sent>, Failure> {
    match answer {
        Ok(SendOutcome::Accepted(receipt)) => Ok(accepted(app, form, deposit, receipt, logged)),
        Ok(SendOutcome::Refused(receipt)) if again && receipt.is_duplicate() => {
            Ok(accepted(app, form, deposit, receipt, logged))
        }
        Ok(SendOutcome::Refused(receipt)) => {
            form.stage.set(Stage::Refused);
            form.anomalies.set(receipt.anomalies);
            form.refuse(deposit.document_id.clone());
            app.record(form.kind(), &deposit.document_id, "refused");
            announce(app, form, &deposit, &receipt.uuid_secu, "refused", logged);
            Err(Failure::new(Code::SendRefused, Phase::Send).logged_as(logged))
        }
        Err(SendError::Before(code, logged)) => {
            let failure = Failure::new(code, Phase::Send).logged_as(logged);
            nothing_was_done(app, form, &deposit.document_id, again, &failure);
            Err(failure)
        }
        Err(SendError::Unknown(code, logged)) => {
            form.stage.set(Stage::Unknown);
            app.record(form.kind(), &deposit.document_id, "unknown");
            app.audit(form.course(), "send", &deposit.document_id, &logged);
            Err(Failure::new(code, Phase::Send).logged_as(logged))
        }
    }
}

fn accepted(
    app: &Arc<App>,
    form: &dyn Form,
    deposit: Deposit,
    receipt: Receipt,
    logged: &str,
) -> Arc<Sent> {
    let uuid_secu = receipt.uuid_secu.clone();
    let sent = Arc::new(Sent {
        deposit: deposit.clone(),
        receipt,
        at: clock::now_iso(),
    });
    form.stage.set(Stage::Accepted(Arc::clone(&sent)));
    form.substitute.set(false);
    no_longer_owed(app, form);
    if form.kind() == FormType::Ecit {
        app.remember_previous(form, &deposit.document_id);
    }
    app.record(form.kind(), &deposit.document_id, "accepted");
    filed::file(app, form, &sent);
    announce(app, form, &deposit, &uuid_secu, "accepted", logged);
    sent
}

/// What the host's store keeps of it was kept for this day.
fn no_longer_owed(app: &App, form: &dyn Form) {
    if form.is_owed() {
        settle_owed(app, form);
        form.owed.set(Owed::No);
    }
}

/// A first try that did nothing leaves a draft; a repeated one leaves the question open.
fn nothing_was_done(
    app: &App,
    form: &dyn Form,
    document_id: &DocumentId,
    again: bool,
    failure: &Failure,
) {
    if again {
        form.stuck.set(is_final(failure.code));
        form.stage.set(Stage::Unknown);
        app.record(form.kind(), document_id, "unknown");
    } else {
        form.stage.set(Stage::Draft);
        form.fix(None);
        app.forget(document_id);
    }
}

/// Whether the same bytes will be refused as often as they go again.
fn is_final(code: Code) -> bool {
    matches!(
        code,
        Code::SendRefused
            | Code::PractitionerNotEnrolled
            | Code::NotEntitled
            | Code::GpCodeRefused
            | Code::OptionInvalid
    )
}

/// Ends the waiting for an outcome that will not come: the same bytes are refused before they are deposited, which says
/// nothing of the first try. Only the person can find out, at mySecu or the CNS, whether that one arrived.
///
/// Assumption: where it did not, the form may go as a new document; where it did, a new certificate may be begun. Nothing
/// else makes a new UUID while an outcome is open.
pub(crate) fn release(app: &Arc<App>, form: &Arc<dyn Form>, arrived: bool) {
    let unknown = form.stage.with_untracked(|stage| *stage == Stage::Unknown);
    let Some(deposit) = form
        .deposit()
        .filter(|_| unknown && form.stuck.get_untracked())
    else {
        return;
    };
    form.stuck.set(false);
    form.trouble.set(None);
    form.fix(None);
    form.stage.set(Stage::Draft);
    app.forget(&deposit.document_id);
    if arrived {
        no_longer_owed(app, &**form);
        form.reset(app);
    }
    drafts::update(app, form);
}

fn announce(
    app: &App,
    form: &dyn Form,
    deposit: &Deposit,
    uuid_secu: &str,
    state: &'static str,
    logged: &str,
) {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Announcement<'a> {
        #[serde(rename = "type")]
        kind: &'static str,
        document_id: &'a DocumentId,
        uuid_secu: &'a str,
        state: &'static str,
    }
    app.audit(form.course(), "send", &deposit.document_id, logged);
    let document_id = &deposit.document_id;
    let detail = Announcement {
        kind: form.kind().as_str(),
        document_id,
        uuid_secu,
        state,
    };
    app.emit(Some(form.course()), "volet-sent", &detail);
}
