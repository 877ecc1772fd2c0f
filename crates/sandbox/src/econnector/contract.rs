//! The OpenAPI file as a judge: every request and every answer is validated against it.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::operation::{self, Operation};
use super::problem::Problem;
use crate::exchange::{Request, has_media_type};

/// The document at `/v3/api-docs/v2`. Assumption: the JSON of v2 is not public.
pub(super) const OPENAPI: &str = include_str!("../../data/econnector-v2.openapi.json");

/// The OpenAPI file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("econnector-v2.openapi.json: {0}")]
pub struct ContractError(String);

#[derive(Debug)]
struct Pair {
    request: Validator,
    answer: Validator,
}

/// The file with its compiled schemas.
#[derive(Debug)]
pub(super) struct Contract {
    document: Value,
    operations: BTreeMap<&'static str, Pair>,
    status: Validator,
}

impl Contract {
    /// Reads the embedded file.
    pub(super) fn load() -> Result<Self, ContractError> {
        let document: Value =
            serde_json::from_str(OPENAPI).map_err(|error| ContractError(error.to_string()))?;
        let mut operations = BTreeMap::new();
        for (_, template) in operation::ALL {
            let post = &document["paths"][template]["post"];
            let request = &post["requestBody"]["content"]["application/json"]["schema"];
            let answer = &post["responses"]["200"]["content"]["application/json"]["schema"];
            let pair = Pair {
                request: compile(&document, request)?,
                answer: compile(&document, answer)?,
            };
            operations.insert(template, pair);
        }
        let status = &document["paths"]["/econnector/status"]["get"]["responses"]["200"]["content"]
            ["application/json"]["schema"];
        let status = compile(&document, status)?;
        Ok(Self {
            document,
            operations,
            status,
        })
    }

    /// The whole document.
    pub(super) fn document(&self) -> &Value {
        &self.document
    }

    /// The body of a request, if it has the operation's shape. The message names places, no values.
    pub(super) fn check_request(
        &self,
        operation: Operation,
        request: &Request,
    ) -> Result<Value, Problem> {
        let refused = |why: String| Problem::InvalidRequest(why);
        if !has_media_type(request, "application/json") {
            return Err(refused("The body has to be application/json.".into()));
        }
        let body: Value = serde_json::from_slice(request.body())
            .map_err(|_| refused("The body is not JSON.".into()))?;
        let pair = self
            .operations
            .get(operation.template())
            .ok_or(Problem::Internal)?;
        let places: Vec<String> = pair
            .request
            .iter_errors(&body)
            .map(|error| format!("{} ({})", error.instance_path(), error.kind().keyword()))
            .collect();
        if places.is_empty() {
            Ok(body)
        } else {
            Err(refused(format!(
                "The body does not fit the schema: {}.",
                places.join(", ")
            )))
        }
    }

    /// Whether an answer has the operation's shape.
    pub(super) fn fits(&self, operation: Operation, answer: &Value) -> bool {
        let pair = self.operations.get(operation.template());
        pair.is_some_and(|pair| pair.answer.is_valid(answer))
    }

    /// Whether the answer of the status call has its shape.
    pub(super) fn fits_status(&self, answer: &Value) -> bool {
        self.status.is_valid(answer)
    }
}

/// Compiles one schema of the file, its references into the file included.
pub(super) fn compile(document: &Value, schema: &Value) -> Result<Validator, ContractError> {
    if !schema.is_object() {
        return Err(ContractError("an operation lacks its schema".into()));
    }
    let whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": [schema],
        "components": document["components"],
    });
    jsonschema::validator_for(&whole).map_err(|error| ContractError(error.to_string()))
}
