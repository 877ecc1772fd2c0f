//! Faults around an operation, switched on by the control API or chosen by a magic matricule.

use http::StatusCode;

use super::Done;
use super::contract::Contract;
use super::operation::Operation;
use super::problem::Problem;
use crate::exchange::{self, Answer, Delivery};
use crate::scenario::{Scenario, Scenarios};

/// How long a slow answer takes.
pub(super) const SLOW_SECONDS: u64 = 6;

/// The faults of one call.
#[derive(Debug)]
pub(super) struct Faults<'a> {
    switched_on: &'a mut Scenarios,
    chosen: Option<Scenario>,
}

impl<'a> Faults<'a> {
    /// Only what the control API has switched on.
    pub(super) fn new(switched_on: &'a mut Scenarios) -> Self {
        Self {
            switched_on,
            chosen: None,
        }
    }

    /// And what the insured's matricule asks for.
    pub(super) fn choose(&mut self, scenario: Scenario) {
        self.chosen = Some(scenario);
    }

    /// Whether this fault concerns the call; a fault that is switched on counts it.
    pub(super) fn happens(&mut self, scenario: Scenario) -> bool {
        self.chosen == Some(scenario) || self.switched_on.take(scenario)
    }

    /// Whether the matricule asks for this fault.
    fn is_chosen(&self, scenario: Scenario) -> bool {
        self.chosen == Some(scenario)
    }
}

/// The faults that keep the eConnector from doing anything.
pub(super) fn before(faults: &mut Faults<'_>) -> Result<(), Problem> {
    if faults.happens(Scenario::EconnectorDown) {
        return Err(Problem::Unavailable);
    }
    if faults.happens(Scenario::Econnector500Html) {
        return Err(Problem::HtmlPage);
    }
    if faults.happens(Scenario::TokenExpired) {
        return Err(Problem::InvalidToken("The token has expired."));
    }
    Ok(())
}

/// The answer of an operation that was done, and the faults that spoil it on its way.
///
/// A magic matricule spoils only the answer of the call that changed something at mySecu, so that
/// sending the same bytes again finds out what became of them.
pub(super) fn after(
    faults: &mut Faults<'_>,
    operation: Operation,
    contract: &Contract,
    done: &Done,
) -> Answer {
    if !contract.fits(operation, &done.body) {
        tracing::error!(
            path = operation.template(),
            "answer does not fit the OpenAPI file"
        );
        return Problem::Internal.answer();
    }
    let mut answer = Answer::from(exchange::json(StatusCode::OK, &done.body));
    if writes(operation) && spoils(faults, Scenario::DropResponseAfterCommit, done.committed) {
        answer.delivery = Delivery::Lost;
    } else if spoils(faults, Scenario::EconnectorMalformed, done.committed) {
        let half = answer.response.body().len() / 2;
        answer.response.body_mut().truncate(half);
    }
    answer
}

fn spoils(faults: &mut Faults<'_>, scenario: Scenario, committed: bool) -> bool {
    if faults.is_chosen(scenario) {
        committed
    } else {
        faults.happens(scenario)
    }
}

/// Whether an operation changes something at mySecu.
fn writes(operation: Operation) -> bool {
    match operation {
        Operation::SendDocument
        | Operation::SendMh
        | Operation::DepositDocument
        | Operation::RevokeDocument => true,
        Operation::GenerateSignature | Operation::GeneratePdf => false,
    }
}
