//! Reading an envelope in one pass: its properties are handed to the types that want them, in whatever order they come.

use super::failure::Failure;
use super::reader::Outcome;
use super::{Decoded, Manner, Opened, describe, utf8};
use crate::api::Envelope;
use serde::Deserializer as _;
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, Visitor,
};
use std::fmt;
use std::marker::PhantomData;

/// Opens an envelope.
pub(super) fn open<T, M>(
    json: &[u8],
    manner: Manner,
    envelope: &'static Envelope,
) -> Outcome<Decoded<Opened<T, M>>>
where
    T: DeserializeOwned,
    M: DeserializeOwned,
{
    let text = utf8(json)?;
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if !start.starts_with('{') {
        let expected = format!("an object with `{}`", envelope.data);
        return Err(Failure::unexpected(expected, describe::value(start)));
    }
    super::run(json, manner, |reader| {
        let opening = Opening {
            envelope,
            types: PhantomData,
        };
        reader.deserialize_struct("the envelope", &envelope.names, opening)
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
        let mut known = false;
        while let Some(slot) = map.next_key_seed(Slots(self.envelope))? {
            known |= slot != Slot::Other;
            match slot {
                Slot::Data => data = Some(map.next_value()?),
                Slot::Meta => meta = map.next_value::<Option<M>>()?,
                Slot::Success => success = map.next_value::<Option<bool>>()?,
                Slot::Other => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let data = match data {
            Some(data) => data,
            None => T::deserialize(Absent {
                name: Some(self.envelope.data),
                known,
                error: PhantomData,
            })?,
        };
        Ok((data, meta, success))
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    Data,
    Meta,
    Success,
    Other,
}

/// Sorts a property's name without keeping it.
struct Slots(&'static Envelope);

impl<'de> DeserializeSeed<'de> for Slots {
    type Value = Slot;

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<Slot, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Slots {
    type Value = Slot;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a property of the envelope")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Slot, E> {
        Ok(match Some(name) {
            Some(data) if data == self.0.data => Slot::Data,
            meta if meta == self.0.meta => Slot::Meta,
            success if success == self.0.success => Slot::Success,
            _ => Slot::Other,
        })
    }
}

/// Stands for what is not there: fine for an `Option` and for `()`, an error for all else.
pub(super) struct Absent<E> {
    /// The property, or none where the whole body is empty.
    name: Option<&'static str>,
    /// Whether anything else of the envelope was there; without it, it is no envelope.
    known: bool,
    error: PhantomData<E>,
}

impl Absent<Failure> {
    /// An empty body.
    pub(super) fn body() -> Self {
        Self {
            name: None,
            known: true,
            error: PhantomData,
        }
    }
}

impl<E: de::Error> Absent<E> {
    fn error(&self, expected: &dyn de::Expected) -> E {
        match self.name {
            Some(name) => E::missing_field(name),
            None => E::invalid_value(de::Unexpected::Other("an empty body"), expected),
        }
    }
}

impl<'de, E: de::Error> de::Deserializer<'de> for Absent<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        Err(self.error(&visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        if self.known {
            visitor.visit_none()
        } else {
            Err(self.error(&visitor))
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
