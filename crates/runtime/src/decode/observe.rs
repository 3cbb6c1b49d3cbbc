//! Telling those who look about bends: the client's hook, and a `tracing` event at debug.

use super::{Bend, BendHook};
use crate::api::Operation;

/// Whether anyone looks through `tracing`.
pub(super) fn enabled() -> bool {
    #[cfg(feature = "tracing")]
    return tracing::enabled!(tracing::Level::DEBUG);
    #[cfg(not(feature = "tracing"))]
    false
}

/// Tells of the bends of one answer.
pub(super) fn bends(operation: Operation, hook: Option<&BendHook>, bends: &[Bend]) {
    for bend in bends {
        if let Some(hook) = hook {
            hook(&operation, bend);
        }
        // The value itself may be personal and stays out of logs.
        #[cfg(feature = "tracing")]
        tracing::debug!(operation = operation.id(), path = %bend.path, expected = bend.expected, "a value was bent");
    }
}
