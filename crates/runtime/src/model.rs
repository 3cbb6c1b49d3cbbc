//! What the derives of `sdk-derive` write for a model: lists of its members. They are walked here, once for all models.
//! serde's traits are what a model has in the end, so models are read and written by any format that names its members.
//!
//! A member is read into a [`Slot`] of its type, and written as a [`Member`]; both are told apart at run time, so that a
//! model has no code of its own but the lists.

use crate::decode::Absent;
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};
use std::fmt;
use std::marker::PhantomData;

/// A struct that is read by its members.
pub trait Model<'de>: Sized {
    /// What the struct is called.
    const NAME: &'static str;
    /// What its members are called on the wire.
    const MEMBERS: &'static [&'static str];

    /// Reads the members of an object.
    fn read<A: MapAccess<'de>>(object: A) -> Result<Self, A::Error>;
}

/// Reads a model.
pub fn deserialize<'de, T: Model<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::NAME, T::MEMBERS, Reading(PhantomData))
}

struct Reading<T>(PhantomData<T>);

impl<'de, T: Model<'de>> Visitor<'de> for Reading<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting(formatter, T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        T::read(object)
    }
}

fn expecting(formatter: &mut fmt::Formatter<'_>, name: &str) -> fmt::Result {
    write!(formatter, "an object ({name})")
}

/// The place of a member that has no value of its own before it is read.
pub struct Slot<T>(Option<T>);

impl<T> Slot<T> {
    /// An empty one.
    pub const fn empty() -> Self {
        Self(None)
    }

    /// The value; of an absent property the one that stands for it, which only an `Option` has.
    pub fn take<'de, E: de::Error>(self, name: &'static str) -> Result<T, E>
    where
        T: Deserialize<'de>,
    {
        self.0
            .map_or_else(|| T::deserialize(Absent::property(name)), Ok)
    }
}

/// A place that the value of a property can be read into.
pub trait Fill<'de, A: MapAccess<'de>> {
    /// Reads the value that comes next.
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error>;
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Fill<'de, A> for T {
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error> {
        *self = object.next_value()?;
        Ok(())
    }
}

impl<'de, T: Deserialize<'de>, A: MapAccess<'de>> Fill<'de, A> for Slot<T> {
    fn fill(&mut self, object: &mut A) -> Result<(), A::Error> {
        self.0 = Some(object.next_value()?);
        Ok(())
    }
}

/// Reads the properties of an object into the slots of their names; others are passed over.
pub fn read<'de, A: MapAccess<'de>>(
    mut object: A,
    names: &'static [&'static str],
    slots: &mut [&mut dyn Fill<'de, A>],
) -> Result<(), A::Error> {
    let mut next = 0;
    while let Some(found) = object.next_key_seed(Which { names, next })? {
        match found.and_then(|index| slots.get_mut(index)) {
            Some(slot) => slot.fill(&mut object)?,
            None => {
                object.next_value::<IgnoredAny>()?;
            }
        }
        next = found.map_or(next, |index| index + 1);
    }
    Ok(())
}

/// Which of these names a property has. Servers keep to an order, so the one after the last is looked at first.
struct Which {
    names: &'static [&'static str],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Which {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Which {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a property's name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        if self
            .names
            .get(self.next)
            .is_some_and(|known| *known == name)
        {
            return Ok(Some(self.next));
        }
        Ok(self.names.iter().position(|known| *known == name))
    }
}

/// A member that can be written.
pub trait Member<O: SerializeStruct> {
    /// Whether it is left out.
    fn is_left_out(&self) -> bool {
        false
    }

    /// Writes it as a property.
    fn write(&self, name: &'static str, object: &mut O) -> Result<(), O::Error>;
}

impl<T: Serialize, O: SerializeStruct> Member<O> for T {
    fn write(&self, name: &'static str, object: &mut O) -> Result<(), O::Error> {
        object.serialize_field(name, self)
    }
}

/// A member that is left out where it is `None`.
pub struct Optional<'a, T>(pub &'a Option<T>);

impl<T: Serialize, O: SerializeStruct> Member<O> for Optional<'_, T> {
    fn is_left_out(&self) -> bool {
        self.0.is_none()
    }

    fn write(&self, name: &'static str, object: &mut O) -> Result<(), O::Error> {
        object.serialize_field(name, self.0)
    }
}

/// Writes an object by its members.
pub fn write<S: Serializer>(
    serializer: S,
    model: &'static str,
    names: &[&'static str],
    members: &[&dyn Member<S::SerializeStruct>],
) -> Result<S::Ok, S::Error> {
    let count = members
        .iter()
        .filter(|member| !member.is_left_out())
        .count();
    let mut object = serializer.serialize_struct(model, count)?;
    for (name, member) in names.iter().zip(members) {
        if member.is_left_out() {
            object.skip_field(name)?;
        } else {
            member.write(name, &mut object)?;
        }
    }
    object.end()
}
