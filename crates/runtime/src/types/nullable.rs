//! [`Nullable`]: an argument where null is a value of its own, beside saying nothing at all.
//! A setter not called leaves the member out; called with `None` it sends null; called with anything else, that.

use serde::{Serialize, Serializer};

/// A value or an explicit null, made with `into()` from either.
///
/// ```
/// use sdk_runtime::Nullable;
/// let named: Nullable<String> = "Anna".into();
/// let none: Nullable<String> = None.into();
/// assert_eq!(named.into_option().as_deref(), Some("Anna"));
/// assert!(none.into_option().is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nullable<T>(Option<T>);

impl<T> Nullable<T> {
    /// The null.
    #[must_use]
    pub const fn null() -> Self {
        Self(None)
    }

    /// The value, or `None` for the null.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        self.0
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        Self(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self(Some(value.to_owned()))
    }
}

impl From<i32> for Nullable<i64> {
    fn from(value: i32) -> Self {
        Self(Some(value.into()))
    }
}

impl From<i32> for Nullable<f64> {
    fn from(value: i32) -> Self {
        Self(Some(value.into()))
    }
}

/// What an identifier that is a number can be made from; implemented by `identifier!`.
#[doc(hidden)]
pub trait FromNumber: From<i64> {}

impl<T: FromNumber> From<i64> for Nullable<T> {
    fn from(value: i64) -> Self {
        Self(Some(value.into()))
    }
}

impl<T: FromNumber> From<i32> for Nullable<T> {
    fn from(value: i32) -> Self {
        Self(Some(i64::from(value).into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json<T: Serialize>(value: impl Into<Nullable<T>>) -> String {
        serde_json::to_string(&value.into()).unwrap_or_default()
    }

    #[test]
    fn values_and_null_are_written_as_such() {
        assert_eq!(json::<String>("x"), "\"x\"");
        assert_eq!(json::<String>(None), "null");
        assert_eq!(json::<i64>(5), "5");
        assert_eq!(json::<Vec<i64>>(vec![1]), "[1]");
    }
}
