//! A failure in the user's language.

use domain::failure::{Code, Failure};
use domain::forms::Environment;

use crate::i18n::I18n;

/// The sentence for a failure: what happened and what to do.
pub(crate) fn sentence(i18n: &I18n, failure: &Failure, environment: Environment) -> String {
    let key = format!("error.{}", failure.code.as_str());
    match failure.code {
        Code::PractitionerNotEnrolled => i18n.fill(&key, &[("mysecu", environment.mysecu())]),
        _ => i18n.text(&key),
    }
}
