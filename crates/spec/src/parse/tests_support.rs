//! A correct OpenAPI 3.0 document that uses each object and nearly each keyword, for the tests of several stages.

/// The document.
pub(crate) fn correct() -> serde_json::Value {
    serde_json::from_str(include_str!("correct.json")).unwrap_or_default()
}
