//! What was sent in this session: it can be seen, printed and cancelled again, after a reload and a sign-in too.
//!
//! Each document is a sealed entry in the tab's session storage, as what is typed is (`src/jobs/drafts.rs`). It goes at
//! sign-out, and after a working day.

use std::sync::Arc;

use domain::context::PatientKey;
use domain::ids::DocumentId;
use domain::kept;

use super::{Answer, App, Course, Form, FormType, SendRecord, Sent, drafts};
use crate::platform::clock;
use crate::platform::sealed::{Entry, Kind};

/// How many bytes of files are kept over a reload. Base64 twice, they take half of the five million characters that
/// browsers give a tab; the rest is for what is typed. The files of later documents live with the page alone: after it,
/// our own pages are made anew.
const ROOM_FOR_FILES: usize = 1_500_000;

/// A document of this session.
#[derive(PartialEq, Eq)]
pub(crate) struct Filed {
    /// The patient of the file in which it was made: it is shown in no other.
    pub(crate) patient: PatientKey,
    /// Which form it is.
    pub(crate) kind: FormType,
    /// What was deposited and what came back.
    pub(crate) sent: Arc<Sent>,
    /// The request for its pages, for copies that the eConnector did not answer.
    pub(crate) pages: String,
    /// The same once it is cancelled.
    pub(crate) revoked_pages: String,
    /// What stood in the fields, by their paths.
    texts: Vec<(String, String)>,
    /// Where it is kept, to outlive the page.
    entry: Option<Entry>,
}

domain::redacted!(Filed);

/// Lists what was sent just now.
pub(super) fn file(app: &Arc<App>, form: &dyn Form, sent: &Arc<Sent>) {
    let pages = |revoked| {
        let receipt = &sent.receipt;
        form.pages(app, Some(Answer { receipt, revoked }))
    };
    let filed = Filed {
        patient: form.patient().clone(),
        kind: form.kind(),
        sent: Arc::clone(sent),
        pages: pages(false),
        revoked_pages: pages(true),
        texts: form.texts(),
        entry: Entry::make(Kind::Filed),
    };
    app.filed.update(|all| all.push(Arc::new(filed)));
    keep(app, &sent.deposit.document_id);
}

/// Brings what is kept of a document up to date, after each change of its state.
pub(super) fn keep(app: &Arc<App>, document_id: &DocumentId) {
    let (engine, document_id) = (Arc::clone(app), document_id.clone());
    drafts::begin(app, async move {
        for with_files in [true, false] {
            if seal(&engine, &document_id, with_files).await {
                return;
            }
        }
    });
}

/// `false` where there was no room.
async fn seal(app: &App, document_id: &DocumentId, with_files: bool) -> bool {
    let Some((filed, before)) = find(app, document_id) else {
        return true;
    };
    let (Some(entry), Some(send)) = (&filed.entry, record(app, document_id)) else {
        return true;
    };
    if with_files && before + filed.size() > ROOM_FOR_FILES {
        return false;
    }
    let text = filed.to_kept(&send).write(with_files);
    let sealed = entry.seal(&app.host, &app.options.host_user, &text).await;
    // Meanwhile somebody may have signed out, or its state may have changed.
    let holds =
        find(app, document_id).is_some() && record(app, document_id).as_ref() == Some(&send);
    match sealed {
        Some(sealed) if holds => entry.put(&sealed),
        _ => true,
    }
}

/// The document, and how many bytes of files those before it have.
fn find(app: &App, document_id: &DocumentId) -> Option<(Arc<Filed>, usize)> {
    app.filed.with_untracked(|all| {
        let at = all
            .iter()
            .position(|filed| filed.sent.deposit.document_id == *document_id)?;
        let before = all.iter().take(at).map(|filed| filed.size()).sum();
        Some((Arc::clone(all.get(at)?), before))
    })
}

fn record(app: &App, document_id: &DocumentId) -> Option<SendRecord> {
    app.sends.with_untracked(|sends| {
        let send = sends.iter().find(|send| send.document_id == *document_id);
        send.cloned()
    })
}

impl Filed {
    /// The document with its receipt as it was received, in a form of the same type as the one on the screen: it can still
    /// be cancelled or replaced.
    pub(crate) fn reopen(&self, form: &dyn Form) -> Arc<dyn Form> {
        let course = Course::received(self.patient.clone(), Arc::clone(&self.sent));
        form.restored(course, &self.texts)
    }

    fn size(&self) -> usize {
        let files = self.sent.receipt.documents.iter();
        files.map(|file| file.bytes.len()).sum()
    }

    fn to_kept(&self, send: &SendRecord) -> kept::Filed {
        kept::Filed {
            form: self.kind.as_str().to_owned(),
            patient: self.patient.clone(),
            texts: self.texts.clone(),
            deposit: self.sent.deposit.clone(),
            receipt: self.sent.receipt.clone(),
            sent_at: self.sent.at.clone(),
            state: send.state.to_owned(),
            since: send.at.clone(),
            pages: self.pages.clone(),
            revoked_pages: self.revoked_pages.clone(),
            at: clock::now(),
        }
    }
}

/// Takes back what an earlier page of this tab has listed. What does not open, or cannot be read, is erased: it was another
/// user's, or has outlived its time.
pub(super) async fn open(app: &App, entry: Entry) {
    let Some(opened) = entry.open(&app.host, &app.options.host_user).await else {
        return;
    };
    let found = opened.and_then(|text| kept::Filed::read(&text, clock::now()));
    let known = found.and_then(|kept| Some((FormType::parse(&kept.form)?, kept)));
    let Some((kind, kept)) = known else {
        return entry.erase();
    };
    // A sign-out erases what it finds: what was opened meanwhile goes too.
    if !entry.is_there() {
        return;
    }
    let state = ["revoked", "replaced"]
        .into_iter()
        .find(|state| kept.state == **state);
    app.record_at(
        kind,
        &kept.deposit.document_id,
        state.unwrap_or("accepted"),
        kept.since,
    );
    let filed = Filed {
        patient: kept.patient,
        kind,
        sent: Arc::new(Sent {
            deposit: kept.deposit,
            receipt: kept.receipt,
            at: kept.sent_at,
        }),
        pages: kept.pages,
        revoked_pages: kept.revoked_pages,
        texts: kept.texts,
        entry: Some(entry),
    };
    app.filed.update(|all| {
        all.push(Arc::new(filed));
        all.sort_by(|one, other| one.sent.at.cmp(&other.sent.at));
    });
}
