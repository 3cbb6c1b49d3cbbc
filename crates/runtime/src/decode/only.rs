//! [`only`]: for the few fields where a server sends a list of one in place of its only element.
//! It is set on a field where that was seen, because anywhere else it would be a guess.

use super::deserialize::ONLY;
use serde::de::{Deserialize, Deserializer, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Reads a value that may stand alone or as the only element of a list. A list of several, or of none, is an error.
///
/// ```
/// #[derive(serde::Deserialize)]
/// struct Pet {
///     #[serde(deserialize_with = "sdk_runtime::decode::only")]
///     owner: Owner,
/// }
/// #[derive(serde::Deserialize)]
/// struct Owner {
///     id: i64,
/// }
/// let listed = sdk_runtime::decode::from_slice::<Pet>(br#"{"owner":[{"id":7}]}"#, false)?;
/// assert_eq!((listed.data.owner.id, listed.bend_count), (7, 1));
/// let alone = sdk_runtime::decode::from_slice::<Pet>(br#"{"owner":{"id":7}}"#, false)?;
/// assert_eq!((alone.data.owner.id, alone.bend_count), (7, 0));
/// # Ok::<(), sdk_runtime::Error>(())
/// ```
pub fn only<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(ONLY, Only(PhantomData))
}

struct Only<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Only<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value, alone or as the only element of a list")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}
