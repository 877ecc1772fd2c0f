//! A limit on the requests that one instance takes on (GCRA, by `governor`).

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};

/// Requests a second, with a burst of as many.
pub(crate) struct Rate(DefaultDirectRateLimiter);

impl Rate {
    pub(crate) fn per_second(count: NonZeroU32) -> Self {
        Self(RateLimiter::direct(Quota::per_second(count)))
    }

    /// Whether one more may be served now.
    pub(crate) fn admits(&self) -> bool {
        self.0.check().is_ok()
    }
}
