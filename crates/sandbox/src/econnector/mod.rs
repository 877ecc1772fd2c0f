//! The eConnector SaaS stand-in with mySecu behind it: the six operations of v2, status, document, Swagger page.
//!
//! What it takes and gives is said in one place, `data/econnector-v2.openapi.json`; every request
//! and every answer is validated against that file.

mod anomaly;
mod contract;
mod deposit;
mod deposits;
mod document;
mod ecit;
mod faults;
mod generate_pdf;
pub mod matricule;
mod mh;
mod operation;
mod outcome;
pub(crate) mod pdf;
mod problem;
mod revoke;
mod send;
mod shape;
mod signature;
mod status;
mod swagger;
mod values;

#[cfg(test)]
mod tests;

use http::{Method, StatusCode};
use p256::ecdsa;
use rand::rngs::StdRng;
use serde_json::Value;

pub use contract::ContractError;
pub use outcome::OutcomeError;

use crate::bearer::{self, Trust};
use crate::data::GpCodes;
use crate::exchange::{self, Answer, Delivery, Facts, Request};
use crate::jose::IssuerKeys;
use crate::scenario::{Scenario, Scenarios};
use contract::Contract;
use deposits::Deposits;
use faults::Faults;
use operation::Operation;
use outcome::Outcomes;
use problem::Problem;

/// What the stand-in is told at start.
#[derive(Debug)]
pub struct Settings {
    /// Whose access tokens count.
    pub trust: Trust,
    /// Who may use which billing code.
    pub gp_codes: GpCodes,
}

/// The state of the stand-in.
#[derive(Debug)]
pub struct Econnector {
    settings: Settings,
    contract: Contract,
    outcomes: Outcomes,
    signer: ecdsa::SigningKey,
    rng: StdRng,
    deposits: Deposits,
}

/// Why the stand-in cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The OpenAPI file is not what it should be.
    #[error(transparent)]
    Contract(#[from] ContractError),
    /// The table of magic matricules is not what it should be.
    #[error(transparent)]
    Outcomes(#[from] OutcomeError),
}

impl Econnector {
    /// A stand-in with nothing deposited.
    ///
    /// # Errors
    /// When a data file of the sandbox is wrong.
    pub fn new(settings: Settings, mut rng: StdRng) -> Result<Self, StartError> {
        Ok(Self {
            settings,
            contract: Contract::load()?,
            outcomes: Outcomes::load()?,
            signer: ecdsa::SigningKey::random(&mut rng),
            rng,
            deposits: Deposits::default(),
        })
    }

    /// The documents at mySecu, as the control API gives them.
    pub fn deposits(&self) -> Value {
        self.deposits.list()
    }

    /// Forgets every deposit.
    pub fn forget_deposits(&mut self) {
        self.deposits.clear();
    }
}

/// What an operation did.
#[derive(Debug)]
struct Done {
    /// The body of the answer.
    body: Value,
    /// Whether mySecu now holds something it did not hold before.
    committed: bool,
}

/// A call whose caller, code and body have been checked.
#[derive(Debug)]
struct Call<'a> {
    gp_code: &'a str,
    body: &'a Value,
    now: i64,
}

/// Answers one request; `keys` are the issuer's.
pub fn respond(
    ec: &mut Econnector,
    scenarios: &mut Scenarios,
    keys: &IssuerKeys,
    request: &Request,
    now: i64,
) -> Answer {
    let path = request.uri().path().to_owned();
    match (request.method(), path.as_str()) {
        (&Method::GET, "/econnector/status") => status::get(ec, scenarios),
        (&Method::GET, "/v3/api-docs/v2") => {
            let text = contract::OPENAPI.as_bytes().to_vec();
            exchange::body(StatusCode::OK, "application/json", text).into()
        }
        (&Method::GET, "/swagger-ui/index.html") => swagger::page(&ec.contract),
        (&Method::GET, "/swagger-ui/swagger.css") => swagger::style(),
        (&Method::POST, path) => match Operation::parse(path) {
            Some((operation, gp_code)) => {
                post(ec, scenarios, keys, request, (operation, gp_code), now)
            }
            None => exchange::empty(StatusCode::NOT_FOUND).into(),
        },
        _ => exchange::empty(StatusCode::NOT_FOUND).into(),
    }
}

/// One of the six POST operations, with whatever fault is switched on.
fn post(
    ec: &mut Econnector,
    scenarios: &mut Scenarios,
    keys: &IssuerKeys,
    request: &Request,
    (operation, gp_code): (Operation, &str),
    now: i64,
) -> Answer {
    let mut facts = Facts {
        gp_code: Some(gp_code.to_owned()),
        ..Facts::default()
    };
    let mut faults = Faults::new(scenarios);
    let done = run(
        ec,
        &mut faults,
        keys,
        request,
        (operation, gp_code),
        now,
        &mut facts,
    );
    let late = faults.happens(Scenario::EconnectorSlow);
    let mut answer = match done {
        Ok(done) => faults::after(&mut faults, operation, &ec.contract, &done),
        Err(problem) => problem.answer(),
    };
    if late && answer.delivery == Delivery::Now {
        answer.delivery = Delivery::Late(faults::SLOW_SECONDS);
    }
    answer.facts = facts;
    answer
}

fn run(
    ec: &mut Econnector,
    faults: &mut Faults<'_>,
    keys: &IssuerKeys,
    request: &Request,
    (operation, gp_code): (Operation, &str),
    now: i64,
    facts: &mut Facts,
) -> Result<Done, Problem> {
    faults::before(faults)?;
    let sub =
        bearer::check(&ec.settings.trust, keys, request, now).map_err(Problem::InvalidToken)?;
    facts.sub = Some(sub.clone());
    let body = ec.contract.check_request(operation, request)?;
    facts.document_id = body["documentId"].as_str().map(str::to_owned);
    let may = ec
        .settings
        .gp_codes
        .get(&sub)
        .is_some_and(|codes| codes.iter().any(|c| c == gp_code));
    if !may {
        return Err(Problem::GpCodeRefused);
    }
    if let Some(scenario) = ec.outcomes.of(&body) {
        faults.choose(scenario);
        faults::before(faults)?;
    }
    let call = Call {
        gp_code,
        body: &body,
        now,
    };
    match operation {
        Operation::SendDocument | Operation::SendMh => send::run(ec, faults, &call, operation),
        Operation::DepositDocument => deposit::run(ec, faults, &call),
        Operation::RevokeDocument => revoke::run(ec, &call),
        Operation::GenerateSignature => signature::run(ec, faults, &call),
        Operation::GeneratePdf => generate_pdf::run(faults, &call),
    }
}
