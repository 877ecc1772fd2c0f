//! Whether a person may do this under this code, and in whose name (SECURITY.md).

use openidconnect::SubjectIdentifier;

use super::envelope::Envelope;
use crate::app::State;
use crate::entitlements::{Action, GpCode, Identity};
use crate::problem::Problem;

/// The identity of `sub` under which `gp_code` may be used for one of `actions` on this document.
pub(super) async fn entitled(
    state: &State,
    sub: &SubjectIdentifier,
    gp_code: &GpCode,
    actions: &[Action],
    document: &Envelope,
) -> Result<Identity, Problem> {
    let identities = state
        .entitlements
        .of(sub)
        .await
        .map_err(|_| Problem::EntitlementsUnavailable)?;
    let mut of_code = identities
        .iter()
        .filter(|it| it.gp_codes.contains(gp_code))
        .peekable();
    if of_code.peek().is_none() {
        return Err(Problem::GpCodeRefused);
    }
    of_code
        .find(|it| {
            actions.iter().any(|action| it.may.contains(action))
                && document.is_of(&it.practitioner.code)
        })
        .cloned()
        .ok_or(Problem::NotEntitled)
}
