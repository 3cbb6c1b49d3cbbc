//! What is to be read, with its type behind a pointer: walking an object or a list is compiled once, and not for each
//! type there is.

use super::access::{Elements, Object};
use super::envelope::Absent;
use super::failure::Failure;
use super::reader::{Outcome, Reader};
use serde::de::{DeserializeOwned, Expected, Visitor};
use std::any::TypeId;
use std::fmt;

/// Something that is read from an object.
pub(super) trait FromObject<'de>: Expected {
    fn object(&mut self, object: Object<'_, 'de>) -> Outcome<()>;
}

/// Something that is read from a list.
pub(super) trait FromList<'de>: Expected {
    fn list(&mut self, list: Elements<'_, 'de>) -> Outcome<()>;
}

/// A visitor, and what it came to once it has visited.
pub(super) struct Wanted<'de, V: Visitor<'de>> {
    visitor: Option<V>,
    value: Option<V::Value>,
}

impl<'de, V: Visitor<'de>> Wanted<'de, V> {
    pub(super) fn by(visitor: V) -> Self {
        Self {
            visitor: Some(visitor),
            value: None,
        }
    }

    pub(super) fn value(self) -> Outcome<V::Value> {
        self.value.ok_or_else(missing)
    }
}

#[cold]
pub(super) fn missing() -> Failure {
    Failure::syntax("a value is missing")
}

impl<'de, V: Visitor<'de>> Expected for Wanted<'de, V> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.visitor {
            Some(visitor) => visitor.expecting(formatter),
            None => formatter.write_str("a value"),
        }
    }
}

impl<'de, V: Visitor<'de>> FromObject<'de> for Wanted<'de, V> {
    fn object(&mut self, object: Object<'_, 'de>) -> Outcome<()> {
        if let Some(visitor) = self.visitor.take() {
            self.value = Some(visitor.visit_map(object)?);
        }
        Ok(())
    }
}

impl<'de, V: Visitor<'de>> FromList<'de> for Wanted<'de, V> {
    fn list(&mut self, list: Elements<'_, 'de>) -> Outcome<()> {
        if let Some(visitor) = self.visitor.take() {
            self.value = Some(visitor.visit_seq(list)?);
        }
        Ok(())
    }
}

/// Where a value goes that is read whole: an answer's data, its metadata.
pub(super) trait Place {
    fn read(&mut self, reader: &mut Reader<'_>) -> Outcome<()>;

    /// Takes what stands for a value that is not there.
    fn absent(&mut self, absent: Absent<Failure>) -> Outcome<()>;

    /// Whether nothing is wanted.
    fn is_unit(&self) -> bool;
}

/// The place of a value, empty before it is read.
impl<T: DeserializeOwned + 'static> Place for Option<T> {
    fn read(&mut self, reader: &mut Reader<'_>) -> Outcome<()> {
        *self = Some(T::deserialize(reader)?);
        Ok(())
    }

    fn absent(&mut self, absent: Absent<Failure>) -> Outcome<()> {
        *self = Some(T::deserialize(absent)?);
        Ok(())
    }

    fn is_unit(&self) -> bool {
        TypeId::of::<T>() == TypeId::of::<()>()
    }
}
