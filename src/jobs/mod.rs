//! What the widget does: one file a job. The engine's own state, which outlives the elements, is here too.

mod app;
mod availability;
mod drafts;
mod ecit;
mod pdf;
mod preview;
mod revoke;
mod send;
mod sign;

pub(crate) use app::{App, Options, SendRecord};
pub(crate) use availability::ask as ask_availability;
pub(crate) use drafts::{restore as restore_drafts, update as keep_draft, warm as warm_drafts};
pub(crate) use ecit::{Ecit, Mark, Sent, Stage};
pub(crate) use pdf::pdf;
pub(crate) use preview::{Sheets, load as load_preview};
pub(crate) use revoke::revoke;
pub(crate) use send::{prepare, release, send};
pub(crate) use sign::{follow_sign_out, hand_over, sign_in, sign_out};
