//! Renewals of sessions: one call to the issuer for all requests that carry the same refresh token.
//!
//! Only what is running is remembered, and it is lost with the instance like any request. A second
//! use of a rotated token would end the session, so that a page's parallel calls must not each renew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Shared};
use openidconnect::{RefreshToken, SubjectIdentifier};
use sha2::{Digest, Sha256};
use tokio_util::task::TaskTracker;

use crate::issuer::{Issuer, RenewalFault, TokenFault, Tokens};

/// What a renewal comes to, for everybody who waits for it.
pub(crate) type Renewed = Result<Arc<Tokens>, RenewalFault>;

type Running = Shared<BoxFuture<'static, Renewed>>;

/// The renewals that run now, by the digest of their refresh token.
#[derive(Default)]
pub(crate) struct Renewals(Arc<Mutex<HashMap<[u8; 32], Running>>>);

impl Renewals {
    /// Renews the tokens of `sub`, or waits for the renewal that already runs. It goes on when the
    /// page goes away: the issuer may have rotated the token by then.
    pub(crate) async fn renew(
        &self,
        issuer: Arc<Issuer>,
        work: &TaskTracker,
        sub: SubjectIdentifier,
        refresh_token: RefreshToken,
    ) -> Renewed {
        let key = <[u8; 32]>::from(Sha256::digest(refresh_token.secret()));
        let running = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let start = || {
                let all = Arc::clone(&self.0);
                let task = work.spawn(async move {
                    let renewed = issuer.refresh(&sub, &refresh_token).await;
                    let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                    all.remove(&key);
                    renewed
                });
                task.map(|done| done.unwrap_or(Err(TokenFault::Unavailable.into())))
                    .boxed()
                    .shared()
            };
            all.entry(key).or_insert_with(start).clone()
        };
        running.await
    }
}
