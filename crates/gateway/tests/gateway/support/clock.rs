//! A clock that stands until it is moved.

use std::sync::atomic::{AtomicI64, Ordering};

use gateway::Clock;

pub(crate) struct TestClock(AtomicI64);

impl TestClock {
    pub(crate) fn at(now: i64) -> Self {
        Self(AtomicI64::new(now))
    }

    pub(crate) fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::Relaxed);
    }
}

impl Clock for TestClock {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}
