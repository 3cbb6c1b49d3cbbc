//! What `#[model]` writes for a struct: lists of its members. They are walked here, once for all models.
//! serde's traits are what a model has in the end, so models are read and written by any format that names its members.
//!
//! A member is read into a [`Slot`] of its type, and written, compared and shown as a [`Member`]; both are told apart at
//! run time, so that a model has no code of its own but the lists.
//!
//! An API has hundreds of models, and compiling a client is compiling them. So the traits here are shaped by what is
//! quick to check: arrays and not slices of references, walkers and not closures, no lifetime of serde's and no `?`
//! in what is written for a model. Together that is half of what it would be.

use crate::decode::Absent;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor,
};
use serde::ser::{Impossible, Serialize, SerializeStruct, Serializer};
use std::any::Any;
use std::fmt::{self, Debug};
use std::marker::PhantomData;

/// A struct that is read by its members.
pub trait Read: Sized {
    /// Reads the properties of an object; nothing where that is not possible, which the object tells more of.
    fn read<P: Properties>(object: &mut P) -> Option<Self>;
}

/// An object whose properties are read. The first problem is kept, and nothing is read after it.
pub trait Properties {
    /// The place of the next property that the model knows; nothing at the end.
    fn next(&mut self) -> Option<usize>;

    /// Reads the value of the property that is next.
    fn value<T: DeserializeOwned>(&mut self) -> Option<T>;

    /// What stands for the property of this name when it is absent, which only an `Option` has.
    fn absent<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T>;
}

/// Reads a model of this name and with members of these names on the wire.
pub fn deserialize<'de, T: Read, D: Deserializer<'de>>(
    deserializer: D,
    model: &'static str,
    names: &'static [&'static str],
) -> Result<T, D::Error> {
    let reading = Reading {
        model,
        names,
        read: PhantomData,
    };
    deserializer.deserialize_struct(model, names, reading)
}

struct Reading<T> {
    model: &'static str,
    names: &'static [&'static str],
    read: PhantomData<T>,
}

impl<'de, T: Read> Visitor<'de> for Reading<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", self.model)
    }

    fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<T, A::Error> {
        let mut object = Object {
            access,
            names: self.names,
            next: 0,
            problem: None,
        };
        let model = T::read(&mut object);
        match object.problem {
            Some(problem) => Err(problem),
            None => model.ok_or_else(|| de::Error::custom("the object was not read to its end")),
        }
    }
}

struct Object<A, E> {
    access: A,
    names: &'static [&'static str],
    /// Servers keep to an order, so the name after the last one is looked at first.
    next: usize,
    problem: Option<E>,
}

impl<'de, A: MapAccess<'de>> Object<A, A::Error> {
    fn kept<T>(&mut self, result: Result<T, A::Error>) -> Option<T> {
        result.map_err(|problem| self.problem = Some(problem)).ok()
    }
}

impl<'de, A: MapAccess<'de>> Properties for Object<A, A::Error> {
    fn next(&mut self) -> Option<usize> {
        while self.problem.is_none() {
            let which = Which {
                names: self.names,
                next: self.next,
            };
            let found = self.access.next_key_seed(which);
            match self.kept(found)?? {
                Some(index) => {
                    self.next = index + 1;
                    return Some(index);
                }
                None => drop(self.value::<IgnoredAny>()?),
            }
        }
        None
    }

    fn value<T: DeserializeOwned>(&mut self) -> Option<T> {
        let value = self.access.next_value();
        self.kept(value)
    }

    fn absent<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        if self.problem.is_some() {
            return None;
        }
        self.kept(T::deserialize(Absent::property(name)))
    }
}

/// Which of these names a property has.
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

/// The place of a member that has no value of its own before it is read.
pub struct Slot<T>(Option<T>);

impl<T: DeserializeOwned> Slot<T> {
    /// An empty one.
    pub const fn empty() -> Self {
        Self(None)
    }

    /// The value; of an absent property the one that stands for it.
    pub fn take<P: Properties>(self, object: &mut P, name: &'static str) -> Option<T> {
        self.0.or_else(|| object.absent(name))
    }
}

/// A place that the value of a property can be read into.
pub trait Fill<P> {
    /// Reads the value that comes next.
    fn fill(&mut self, object: &mut P);
}

impl<T: DeserializeOwned, P: Properties> Fill<P> for T {
    fn fill(&mut self, object: &mut P) {
        if let Some(value) = object.value() {
            *self = value;
        }
    }
}

impl<T: DeserializeOwned, P: Properties> Fill<P> for Slot<T> {
    fn fill(&mut self, object: &mut P) {
        self.0 = object.value();
    }
}

/// Reads the properties of an object into the slots of their names; others are passed over.
pub fn read<P: Properties, const N: usize>(object: &mut P, mut slots: [&mut dyn Fill<P>; N]) {
    while let Some(index) = object.next() {
        if let Some(slot) = slots.get_mut(index) {
            slot.fill(object);
        }
    }
}

/// A struct that is written, compared and shown by its members.
pub trait Members {
    /// Hands out the members in their order.
    fn members<O: SerializeStruct, W: Walk<O>>(&self, walk: W) -> W::Output;
}

/// What is done with all members of a struct.
pub trait Walk<O: SerializeStruct>: Sized {
    /// What comes of it.
    type Output;

    /// Says what the members are called in the code, where that is not what they are called on the wire.
    fn named<const N: usize>(self, _names: [&'static str; N]) -> Self {
        self
    }

    /// Does it, with the struct's name, and the members' on the wire.
    fn walk<const N: usize>(
        self,
        model: &'static str,
        names: [&'static str; N],
        members: [&dyn Member<O>; N],
    ) -> Self::Output {
        self.over(model, &names, &members)
    }

    /// The same for any number of members, so that it is compiled once.
    fn over(
        self,
        model: &'static str,
        names: &[&'static str],
        members: &[&dyn Member<O>],
    ) -> Self::Output;
}

/// A member, written into an `O`.
pub trait Member<O: SerializeStruct> {
    /// Whether it is left out.
    fn is_left_out(&self) -> bool {
        false
    }

    /// Writes it as a property.
    fn write(&self, name: &'static str, object: &mut O) -> Result<(), O::Error>;

    /// Its value, to be shown.
    fn shown(&self) -> &dyn Debug;

    /// Its value, to be compared.
    fn any(&self) -> &dyn Any;

    /// Whether its value is the same as this one.
    fn equals(&self, other: &dyn Any) -> bool;
}

/// Everything but writing, which `$value` of the member does.
macro_rules! by_value {
    ($self:ident => $value:expr) => {
        fn shown(&$self) -> &dyn Debug {
            $value
        }

        fn any(&$self) -> &dyn Any {
            $value
        }

        fn equals(&$self, other: &dyn Any) -> bool {
            other.downcast_ref() == Some($value)
        }
    };
}

/// What a member can hold.
pub trait Held: Serialize + Debug + PartialEq + 'static {}

impl<T: Serialize + Debug + PartialEq + 'static> Held for T {}

impl<T: Held, O: SerializeStruct> Member<O> for T {
    fn write(&self, name: &'static str, object: &mut O) -> Result<(), O::Error> {
        object.serialize_field(name, self)
    }

    by_value!(self => self);
}

/// A member that is left out where it is `None`.
pub struct Optional<'a, T>(pub &'a Option<T>);

impl<T: Held, O: SerializeStruct> Member<O> for Optional<'_, T> {
    fn is_left_out(&self) -> bool {
        self.0.is_none()
    }

    fn write(&self, name: &'static str, object: &mut O) -> Result<(), O::Error> {
        object.serialize_field(name, self.0)
    }

    by_value!(self => self.0);
}

/// A member that is written as something else.
pub struct Wrapped<'a, T, W>(pub &'a T, pub W);

impl<T: Held, W: Serialize, O: SerializeStruct> Member<O> for Wrapped<'_, T, W> {
    fn write(&self, name: &'static str, object: &mut O) -> Result<(), O::Error> {
        object.serialize_field(name, &self.1)
    }

    by_value!(self => self.0);
}

/// Writes a model.
pub fn write<T: Members, S: Serializer>(model: &T, serializer: S) -> Result<S::Ok, S::Error> {
    model.members(Writing(serializer))
}

struct Writing<S>(S);

impl<S: Serializer> Walk<S::SerializeStruct> for Writing<S> {
    type Output = Result<S::Ok, S::Error>;

    fn over(
        self,
        model: &'static str,
        names: &[&'static str],
        members: &[&dyn Member<S::SerializeStruct>],
    ) -> Self::Output {
        let sent = members.iter().filter(|member| !member.is_left_out());
        let mut object = self.0.serialize_struct(model, sent.count())?;
        for (name, member) in names.iter().zip(members) {
            if member.is_left_out() {
                object.skip_field(name)?;
            } else {
                member.write(name, &mut object)?;
            }
        }
        object.end()
    }
}

/// Where nothing is written.
type Nowhere = Impossible<(), fmt::Error>;

/// Shows a model as `#[derive(Debug)]` does.
pub fn show<T: Members>(model: &T, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    model.members(Showing {
        formatter,
        names: Vec::new(),
    })
}

struct Showing<'a, 'f> {
    formatter: &'a mut fmt::Formatter<'f>,
    names: Vec<&'static str>,
}

impl Walk<Nowhere> for Showing<'_, '_> {
    type Output = fmt::Result;

    fn named<const N: usize>(mut self, names: [&'static str; N]) -> Self {
        self.names = names.to_vec();
        self
    }

    fn over(
        self,
        model: &'static str,
        names: &[&'static str],
        members: &[&dyn Member<Nowhere>],
    ) -> fmt::Result {
        let mut shown = self.formatter.debug_struct(model);
        for (index, (name, member)) in names.iter().zip(members).enumerate() {
            let name = self.names.get(index).unwrap_or(name);
            shown.field(name, member.shown());
        }
        shown.finish()
    }
}

/// Whether two models hold the same.
pub fn equal<T: Members>(one: &T, other: &T) -> bool {
    one.members(Comparing(other))
}

struct Comparing<'a, T>(&'a T);

impl<T: Members> Walk<Nowhere> for Comparing<'_, T> {
    type Output = bool;

    fn over(self, _: &'static str, _: &[&'static str], members: &[&dyn Member<Nowhere>]) -> bool {
        self.0.members(SameAs(members))
    }
}

struct SameAs<'a>(&'a [&'a dyn Member<Nowhere>]);

impl Walk<Nowhere> for SameAs<'_> {
    type Output = bool;

    fn over(self, _: &'static str, _: &[&'static str], members: &[&dyn Member<Nowhere>]) -> bool {
        let mut pairs = self.0.iter().zip(members);
        pairs.all(|(one, other)| one.equals(other.any()))
    }
}
