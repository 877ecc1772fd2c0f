//! Faults that the control API switches on, or that a patient's matricule asks for.

use super::problem::Problem;
use crate::exchange::{Answer, Delivery};
use crate::scenario::{Scenario, Scenarios};

/// How long a slow answer takes.
const SLOW_SECONDS: u64 = 6;

/// The fault that keeps the server from doing anything.
pub(super) fn before(scenarios: &mut Scenarios) -> Result<(), Problem> {
    if scenarios.take(Scenario::DspDown) {
        return Err(Problem::Unavailable);
    }
    Ok(())
}

/// The fault that refuses a caller whose token is good.
pub(super) fn access(scenarios: &mut Scenarios) -> Result<(), Problem> {
    if scenarios.take(Scenario::Dsp403) {
        return Err(Problem::Forbidden);
    }
    Ok(())
}

/// The fault that concerns any answer.
pub(super) fn after(scenarios: &mut Scenarios, answer: &mut Answer) {
    if scenarios.take(Scenario::DspSlow) {
        answer.delivery = slow();
    }
}

/// How a slow answer is delivered.
pub(super) fn slow() -> Delivery {
    Delivery::Late(SLOW_SECONDS)
}

/// Where the `next` link of a search's pages leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// To the next page.
    Usual,
    /// To another server.
    Foreign,
    /// To the page that it stands on.
    Loop,
    /// To the next page, where the token is refused.
    Refused,
}

/// The links of a search: what is switched on, else what the matricule asks for.
pub(super) fn next(scenarios: &mut Scenarios, chosen: Option<Scenario>) -> Next {
    if scenarios.take(Scenario::DspForeignNext) {
        return Next::Foreign;
    }
    if scenarios.take(Scenario::DspLoop) {
        return Next::Loop;
    }
    match chosen {
        Some(Scenario::DspForeignNext) => Next::Foreign,
        Some(Scenario::DspLoop) => Next::Loop,
        Some(Scenario::TokenExpired) => Next::Refused,
        _ => Next::Usual,
    }
}
