//! Reading an envelope in one pass: its properties are handed to the types that want them, in whatever order they come.

use crate::api::Envelope;
use serde::de::{self, Deserialize, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Data, metadata, and what the envelope says of success.
pub(crate) type Opened<T, M> = (T, Option<M>, Option<bool>);

/// Opens an envelope.
pub(crate) fn read<'de, D, T, M>(
    deserializer: D,
    envelope: &'static Envelope,
) -> Result<Opened<T, M>, D::Error>
where
    D: de::Deserializer<'de>,
    T: Deserialize<'de>,
    M: Deserialize<'de>,
{
    deserializer.deserialize_map(Opening {
        envelope,
        types: PhantomData,
    })
}

struct Opening<T, M> {
    envelope: &'static Envelope,
    types: PhantomData<(T, M)>,
}

impl<'de, T: Deserialize<'de>, M: Deserialize<'de>> Visitor<'de> for Opening<T, M> {
    type Value = Opened<T, M>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with `{}`", self.envelope.data)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut data, mut meta, mut success) = (None, None, None);
        while let Some(name) = map.next_key::<String>()? {
            let name = Some(name.as_str());
            if name == Some(self.envelope.data) {
                data = Some(map.next_value()?);
            } else if name == self.envelope.meta {
                meta = map.next_value::<Option<M>>()?;
            } else if name == self.envelope.success {
                success = map.next_value::<Option<bool>>()?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        let data = match data {
            Some(data) => data,
            None => T::deserialize(Missing(self.envelope.data, PhantomData))?,
        };
        Ok((data, meta, success))
    }
}

/// Stands for a property that is not there: fine for an `Option` and for `()`, an error for all else.
struct Missing<E>(&'static str, PhantomData<E>);

impl<'de, E: de::Error> de::Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
