//! Reading a body: not too long, and not for ever.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};

use crate::problem::Problem;

/// For a slow page, not for a slow upstream.
pub(super) const TIME_LIMIT: Duration = Duration::from_secs(30);

pub(super) async fn read(body: Body, limit: usize) -> Result<Bytes, Problem> {
    tokio::time::timeout(TIME_LIMIT, to_bytes(body, limit))
        .await
        .map_err(|_| Problem::InvalidRequest("the body did not arrive in time"))?
        .map_err(|_| Problem::BodyTooLarge)
}
