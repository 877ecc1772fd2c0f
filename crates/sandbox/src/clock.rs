//! The sandbox's clock: real time plus an offset that the control API advances.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat};

/// One clock for every stand-in and, in the demo, for the gateway.
#[derive(Debug, Default)]
pub struct SandboxClock {
    offset: AtomicI64,
}

impl SandboxClock {
    /// The sandbox's time in seconds since 1970.
    pub fn now(&self) -> i64 {
        real_now().saturating_add(self.offset.load(Ordering::SeqCst))
    }

    /// Moves the clock forward and gives the new time.
    pub fn advance(&self, seconds: u32) -> i64 {
        self.offset.fetch_add(i64::from(seconds), Ordering::SeqCst);
        self.now()
    }

    /// Back to real time.
    pub fn reset(&self) {
        self.offset.store(0, Ordering::SeqCst);
    }
}

/// A time as the control API writes it, e.g. `2026-11-22T09:30:00Z`.
pub fn iso(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0)
        .map(|time| time.to_rfc3339_opts(SecondsFormat::Secs, true))
        .unwrap_or_default()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one home of the sandbox's real time"
)]
fn real_now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .ok()
        .and_then(|elapsed| i64::try_from(elapsed.as_secs()).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advances_and_comes_back() {
        let clock = SandboxClock::default();
        let start = clock.now();
        assert!(clock.advance(3_600) >= start + 3_600);
        clock.reset();
        assert!(clock.now() < start + 3_600);
    }

    #[test]
    fn writes_utc() {
        assert_eq!(iso(1_795_339_800), "2026-11-22T09:30:00Z");
    }
}
