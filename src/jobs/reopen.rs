//! Shows a document of this session again as it was received, so that it can still be cancelled or replaced.

use std::sync::Arc;

use super::{Course, Filed, Form};

/// The document with its receipt, in a form of the same type as the one on the screen.
pub(crate) fn reopen(form: &dyn Form, filed: &Filed) -> Arc<dyn Form> {
    let course = Course::received(filed.patient.clone(), Arc::clone(&filed.sent));
    form.restored(course, &filed.texts)
}
