//! [`Secret`]: a credential that is wiped from memory when dropped and never shows in output.
//! A string goes in; only the code that writes credentials into a request can read it back.
//! Where credentials go in a request is the affair of `security.rs`.

use std::fmt;
use zeroize::Zeroizing;

/// A credential: a token, a login's password, an API key.
///
/// It prints as `[secret]`, cannot be compared or serialised, and its memory is overwritten when it is dropped.
///
/// ```
/// let token = sdk_runtime::Secret::new("s3cr3t");
/// assert_eq!(format!("{token:?}"), "[secret]");
/// ```
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Keeps `value` as a secret.
    pub fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The value itself, for the code that must send it. Keep it out of logs.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for Secret {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

impl From<&String> for Secret {
    fn from(value: &String) -> Self {
        Self::new(value.as_str())
    }
}
