//! What the widget does: one file a job. The engine's own state, which outlives the elements, is here too.

mod app;
mod availability;
mod course;
mod drafts;
mod ecit;
mod followers;
mod form;
mod memo;
mod memo_page;
mod official;
mod pdf;
mod preview;
mod proof;
pub(crate) mod records;
mod revoke;
mod send;
mod sign;
mod tables;

pub(crate) use app::{App, Filed, Options, SendRecord};
pub(crate) use availability::ask as ask_availability;
pub(crate) use course::{Course, Sent, Stage};
pub(crate) use drafts::{restore as restore_drafts, update as keep_draft, warm as warm_drafts};
pub(crate) use ecit::Ecit;
pub(crate) use form::{Form, FormType, Make, Mark, Path, maker};
pub(crate) use memo::Memo;
pub(crate) use official::show as show_official;
pub(crate) use pdf::{File, copy, pdf};
pub(crate) use preview::{Sheets, load as load_preview};
pub(crate) use proof::{Proof, settled as proof_settled};
pub(crate) use revoke::{replace, revoke, wrong_reason};
pub(crate) use send::{fetched, prepare, release, send};
pub(crate) use sign::{follow_sign_out, hand_over, sign_in, sign_out};
pub(crate) use tables::{load_acts, load_diagnoses};
