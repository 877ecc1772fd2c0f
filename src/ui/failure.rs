//! A failure in the user's language.

use domain::failure::{Code, Failure};
use domain::forms::Environment;

use crate::i18n::I18n;

/// The sentence for a failure: what happened and what to do.
pub(crate) fn sentence(i18n: &I18n, failure: &Failure, environment: Environment) -> String {
    let code = failure.code.as_str();
    // To the person every flaw of an id_token is the same; the code tells the vendor which it is.
    let code = if code.starts_with("id_token_") {
        "id_token_invalid"
    } else {
        code
    };
    let key = format!("error.{code}");
    match failure.code {
        Code::PractitionerNotEnrolled => i18n.fill(&key, &[("mysecu", environment.mysecu())]),
        _ => i18n.text(&key),
    }
}
