//! Walking objects and lists: keys and values in turn, the path kept, empty values taken as absent where that is known.
//! A type's visitor pulls; the reader moves.

use super::failure::{self, Failure};
use super::learned::{Emptiable, Learned, TypeKey};
use super::reader::{Outcome, Reader, Step, Text};
use super::wanted::Place;
use serde::de::{
    self, DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::borrow::Cow;
use std::sync::Arc;

/// A property that was taken as absent because its value is empty.
pub(super) struct Skipped {
    pub(super) name: &'static str,
    pub(super) place: failure::Place,
    pub(super) found: String,
}

/// An object being walked, or the empty list that stands for one. Its opening bracket is behind; the closing one is left.
pub(super) struct Object<'a, 'de> {
    reader: &'a mut Reader<'de>,
    model: Option<(TypeKey, &'static [&'static str])>,
    /// The fields of this model that take an empty value for none.
    emptiable: Option<Arc<[Emptiable]>>,
    absent: &'a mut Vec<Skipped>,
    first: bool,
    empty: bool,
}

impl<'a, 'de> Object<'a, 'de> {
    pub(super) fn new(
        reader: &'a mut Reader<'de>,
        model: Option<(TypeKey, &'static [&'static str])>,
        absent: &'a mut Vec<Skipped>,
    ) -> Self {
        let emptiable = match (&reader.learned, model) {
            (Some(learned), Some((kind, _))) if !reader.strict => learned.fields(kind),
            _ => None,
        };
        reader.path.push(Step::Index(0));
        Self {
            reader,
            model,
            emptiable,
            absent,
            first: true,
            empty: false,
        }
    }

    /// One without properties.
    pub(super) fn empty(reader: &'a mut Reader<'de>, absent: &'a mut Vec<Skipped>) -> Self {
        Self {
            reader,
            model: None,
            emptiable: None,
            absent,
            first: true,
            empty: true,
        }
    }

    /// Reads a value into its place.
    pub(super) fn value_into(&mut self, place: &mut dyn Place) -> Outcome<()> {
        self.reader.peek();
        let start = self.reader.at;
        place
            .read(self.reader)
            .map_err(|failure| self.refused(failure, start))
    }

    /// Takes a property as absent if its value is empty and its field known to mean that.
    fn skip_empty(&mut self, key: &str) -> Outcome<bool> {
        let Some(fields) = &self.emptiable else {
            return Ok(false);
        };
        if !fields.iter().any(|known| known.field == key) {
            return Ok(false);
        }
        self.reader.peek();
        let start = self.reader.at;
        let value = self.reader.empty(start);
        let known = fields
            .iter()
            .find(|known| known.field == key && Some(known.value) == value);
        let Some(name) = known.map(|known| known.field) else {
            return Ok(false);
        };
        self.reader.bend("a value or nothing", start);
        let (place, found) = (self.reader.place(start), self.reader.found(start));
        self.absent.push(Skipped { name, place, found });
        self.reader.skip()?;
        Ok(true)
    }

    /// What becomes of a value's refusal: where the value is empty, its field is remembered, and decoding starts again.
    #[cold]
    fn refused(&mut self, failure: Failure, start: usize) -> Failure {
        let reader = &mut *self.reader;
        let failure = failure.or_at(reader, start);
        let Some((kind, fields)) = self.model else {
            return failure;
        };
        if reader.strict || failure.is_again() {
            return failure;
        }
        let Some(value) = reader.empty(start) else {
            return failure;
        };
        let field = reader
            .key()
            .and_then(|key| fields.iter().find(|field| **field == key));
        let Some(field) = field else { return failure };
        let learned = Emptiable { field, value };
        if self
            .emptiable
            .as_ref()
            .is_some_and(|known| known.contains(&learned))
        {
            return failure;
        }
        reader.learned = Some(Learned::remember(kind, learned));
        failure.again()
    }
}

impl<'de> MapAccess<'de> for Object<'_, 'de> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        if self.empty {
            return Ok(None);
        }
        loop {
            if self.reader.next_in(b'}', &mut self.first)? {
                return Ok(None);
            }
            if self.emptiable.is_some() {
                let key: Cow<'de, str> = match self.reader.take_key()? {
                    Text::Borrowed(text) => Cow::Borrowed(text),
                    Text::Copied(text) => Cow::Owned(text.to_owned()),
                };
                self.reader.colon()?;
                if self.skip_empty(&key)? {
                    continue;
                }
                return seed.deserialize(Key(Text::Copied(&key))).map(Some);
            }
            let key = self.reader.take_key()?;
            let key = seed.deserialize(Key(key))?;
            self.reader.colon()?;
            self.reader.strange += u64::from(self.model.is_none());
            return Ok(Some(key));
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<S::Value> {
        self.reader.peek();
        let start = self.reader.at;
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(failure) => Err(self.refused(failure, start)),
        }
    }
}

/// A list being walked, or what stands for one. A list's opening bracket is behind; the closing one is left.
pub(super) struct Elements<'a, 'de> {
    reader: &'a mut Reader<'de>,
    of: Of,
    first: bool,
}

/// What is walked as a list.
enum Of {
    /// A list, and the index of the element that comes next.
    List(usize),
    /// An object whose names are numbers, as PHP makes it of a list with gaps, and the last of them.
    Indexed(Option<u64>),
    /// A lone object, as a list of one.
    Lone,
    Nothing,
}

impl<'a, 'de> Elements<'a, 'de> {
    pub(super) fn of_list(reader: &'a mut Reader<'de>) -> Self {
        reader.path.push(Step::Index(0));
        Self::new(reader, Of::List(0))
    }

    pub(super) fn of_indexed(reader: &'a mut Reader<'de>) -> Self {
        reader.path.push(Step::Index(0));
        Self::new(reader, Of::Indexed(None))
    }

    pub(super) fn of_lone(reader: &'a mut Reader<'de>) -> Self {
        Self::new(reader, Of::Lone)
    }

    pub(super) fn of_nothing(reader: &'a mut Reader<'de>) -> Self {
        Self::new(reader, Of::Nothing)
    }

    fn new(reader: &'a mut Reader<'de>, of: Of) -> Self {
        let first = true;
        Self { reader, of, first }
    }

    /// Moves to the next element; whether there is one.
    fn advance(&mut self) -> Outcome<bool> {
        match &mut self.of {
            Of::List(index) => {
                if self.reader.next_in(b']', &mut self.first)? {
                    return Ok(false);
                }
                self.reader.step(Step::Index(*index));
                *index += 1;
            }
            Of::Indexed(last) => {
                if self.reader.next_in(b'}', &mut self.first)? {
                    return Ok(false);
                }
                let start = self.reader.at;
                let index = self.reader.take_key()?.as_str().parse::<u64>().ok();
                if index.is_none() || index <= *last {
                    let found = "an object whose names are not rising numbers";
                    return Err(Failure::unexpected("a list", found).or_at(self.reader, start));
                }
                *last = index;
                self.reader.colon()?;
            }
            Of::Lone => self.of = Of::Nothing,
            Of::Nothing => return Ok(false),
        }
        self.reader.peek();
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Outcome<Option<S::Value>> {
        if !self.advance()? {
            return Ok(None);
        }
        let start = self.reader.at;
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(Some(value)),
            Err(failure) => Err(failure.or_at(self.reader, start)),
        }
    }
}

/// A property's name, for whatever type of key: text, or a number or boolean written as text.
struct Key<'de, 's>(Text<'de, 's>);

macro_rules! parsed_keys {
    ($($name:ident $visit:ident $kind:ty),*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            match self.0.as_str().parse::<$kind>() {
                Ok(value) => visitor.$visit(value),
                Err(_) => Err(de::Error::invalid_value(de::Unexpected::Str(self.0.as_str()), &visitor)),
            }
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Key<'de, '_> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.0 {
            Text::Borrowed(text) => visitor.visit_borrowed_str(text),
            Text::Copied(text) => visitor.visit_str(text),
        }
    }

    parsed_keys! {
        deserialize_i8 visit_i8 i8, deserialize_i16 visit_i16 i16, deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64, deserialize_u8 visit_u8 u8, deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32, deserialize_u64 visit_u64 u64, deserialize_bool visit_bool bool
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_enum(self.0.as_str().into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

/// A derived enum: its name alone, or an object with its name and content.
pub(super) enum Enumeration<'a, 'de> {
    Plain(&'a mut Reader<'de>),
    Tagged(&'a mut Reader<'de>),
}

impl<'a, 'de> EnumAccess<'de> for Enumeration<'a, 'de> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Outcome<(S::Value, Self)> {
        match self {
            Self::Plain(reader) => {
                let name = seed.deserialize(Key(reader.string()?))?;
                Ok((name, Self::Plain(reader)))
            }
            Self::Tagged(reader) => {
                reader.quote()?;
                let name = seed.deserialize(Key(reader.string()?))?;
                reader.colon()?;
                Ok((name, Self::Tagged(reader)))
            }
        }
    }
}

impl<'de> VariantAccess<'de> for Enumeration<'_, 'de> {
    type Error = Failure;

    fn unit_variant(self) -> Outcome<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Tagged(reader) => de::Deserialize::deserialize(reader),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Outcome<S::Value> {
        seed.deserialize(self.content()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Outcome<V::Value> {
        de::Deserializer::deserialize_tuple(self.content()?, length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        de::Deserializer::deserialize_struct(self.content()?, "variant", fields, visitor)
    }
}

impl<'a, 'de> Enumeration<'a, 'de> {
    fn content(self) -> Outcome<&'a mut Reader<'de>> {
        match self {
            Self::Tagged(reader) => Ok(reader),
            Self::Plain(_) => Err(Failure::unexpected(
                "an object with the variant's content",
                "its name alone",
            )),
        }
    }
}
