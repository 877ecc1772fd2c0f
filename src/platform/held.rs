//! What stands behind a lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the slot holds. A page has one thread: nobody else holds it, and a panic ends the module with it.
pub(crate) fn held<T>(slot: &Mutex<T>) -> MutexGuard<'_, T> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}
