//! The deserialiser: what a type asks for, what the text has, and how the one is bent to the other.
//! A type's visitor goes in and gets its value; what cannot be bent without guessing is an error.
//! Objects and lists are walked in `access.rs`.

use super::access::{Elements, Enumeration, Object, Skipped};
use super::choice::{CHOICE, TAGGED, UNKNOWN};
use super::failure::Failure;
use super::learned::TypeKey;
use super::number;
use super::reader::{Number, Outcome, Reader, Step, Text};
use super::wanted::{FromList, FromObject, Wanted};
use serde::de::{self, Expected, Visitor};
use serde::forward_to_deserialize_any;

/// Asks, as the name of a newtype, for the only element of a list.
pub(super) const ONLY: &str = "sdk_runtime::only";

impl<'de> Reader<'de> {
    /// The error that the value at `start` is not what a type expects.
    pub(super) fn refuse(&self, start: usize, expected: &dyn Expected) -> Failure {
        match self.found(start).as_str() {
            "nothing" => Failure::syntax("the text ends too early"),
            found => Failure::unexpected(expected.to_string(), found),
        }
        .or_at(self, start)
    }

    fn integer<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
        match self.integer_token()? {
            Ok(Number::Unsigned(value)) => visitor.visit_u64(value),
            Ok(Number::Signed(value)) => visitor.visit_i64(value),
            Ok(Number::Float(value)) => visitor.visit_f64(value),
            Err(start) => Err(self.refuse(start, &visitor)),
        }
    }

    /// A whole number, bent where need be; or where the value starts that is none.
    fn integer_token(&mut self) -> Outcome<Result<Number, usize>> {
        let first = self.peek();
        let start = self.at;
        let bent = match first {
            b'-' | b'0'..=b'9' => match self.number()? {
                Number::Float(value) if !self.strict => number::whole_float(value),
                number => return Ok(Ok(number)),
            },
            b'"' if !self.strict => number::whole(self.string()?.as_str()),
            _ => None,
        };
        Ok(self.bent(bent, "an integer", start))
    }

    fn float_token(&mut self) -> Outcome<Result<Number, usize>> {
        let first = self.peek();
        let start = self.at;
        let bent = match first {
            b'-' | b'0'..=b'9' => return self.number().map(Ok),
            b'"' if !self.strict => number::decimal(self.string()?.as_str()),
            _ => None,
        };
        Ok(self.bent(bent, "a number", start))
    }

    fn bool_token(&mut self) -> Outcome<Result<bool, usize>> {
        let first = self.peek();
        let start = self.at;
        let bent = match first {
            b't' => return self.word("true").map(|()| Ok(true)),
            b'f' => return self.word("false").map(|()| Ok(false)),
            b'0' | b'1' if !self.strict => match self.number()? {
                Number::Unsigned(0) => Some(false),
                Number::Unsigned(1) => Some(true),
                _ => None,
            },
            b'"' if !self.strict => match self.string()?.as_str() {
                "0" | "false" => Some(false),
                "1" | "true" => Some(true),
                _ => None,
            },
            _ => None,
        };
        Ok(self.bent(bent, "a boolean", start))
    }

    fn bent<T>(
        &mut self,
        value: Option<T>,
        expected: &'static str,
        start: usize,
    ) -> Result<T, usize> {
        if value.is_some() {
            self.bend(expected, start);
        }
        value.ok_or(start)
    }

    fn text<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
        match self.text_token()? {
            Ok(Some(text)) => visitor.visit_borrowed_str(text),
            Ok(None) => visitor.visit_str(self.copied()),
            Err(start) => Err(self.refuse(start, &visitor)),
        }
    }

    /// A text, bent where need be; nothing where it had escapes and was copied; or where the value starts that is none.
    fn text_token(&mut self) -> Outcome<Result<Option<&'de str>, usize>> {
        let first = self.peek();
        let start = self.at;
        match first {
            b'"' => match self.string()? {
                Text::Borrowed(text) => return Ok(Ok(Some(text))),
                Text::Copied(_) => return Ok(Ok(None)),
            },
            b'-' | b'0'..=b'9' if !self.strict => {
                self.number_text()?;
            }
            b't' | b'f' if !self.strict => {
                self.word(if first == b't' { "true" } else { "false" })?;
            }
            _ => return Ok(Err(start)),
        }
        self.bend("a string", start);
        Ok(Ok(Some(self.since(start))))
    }

    fn list(&mut self, wanted: &mut dyn FromList<'de>) -> Outcome<()> {
        let first = self.peek();
        let start = self.at;
        match first {
            b'[' => self.walk_list(wanted),
            b'{' if !self.strict => {
                self.bend("a list", start);
                if self.starts_indexed() {
                    self.at += 1;
                    self.enter()?;
                    let depth = self.path.len();
                    let result = wanted.list(Elements::of_indexed(self));
                    self.path.truncate(depth);
                    self.leave();
                    result?;
                    self.close(b'}')
                } else {
                    wanted.list(Elements::of_lone(self))
                }
            }
            b'n' if !self.strict => {
                self.word("null")?;
                self.bend("a list", start);
                wanted.list(Elements::of_nothing(self))
            }
            _ => Err(self.refuse(start, &*wanted)),
        }
    }

    fn walk_list(&mut self, wanted: &mut dyn FromList<'de>) -> Outcome<()> {
        self.at += 1;
        self.enter()?;
        let depth = self.path.len();
        let result = wanted.list(Elements::of_list(self));
        self.path.truncate(depth);
        self.leave();
        result?;
        self.close(b']')
    }

    fn only<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
        let start = self.at;
        self.bend("a value", start);
        self.at += 1;
        self.enter()?;
        self.path.push(Step::Index(0));
        let value = visitor
            .visit_newtype_struct(&mut *self)
            .map_err(|failure| failure.or_at(self, start));
        self.path.pop();
        self.leave();
        let value = value?;
        if self.take(b']') {
            return Ok(value);
        }
        Err(Failure::unexpected("a list of one", "a list of several").or_at(self, start))
    }

    /// Whether the object that comes next has no properties, or a number for its first name: PHP's list with gaps.
    fn starts_indexed(&self) -> bool {
        let inside = self.rest().get(1..).unwrap_or_default().trim_start();
        let digit = |text: &str| text.starts_with(|letter: char| letter.is_ascii_digit());
        inside.starts_with('}') || inside.strip_prefix('"').is_some_and(digit)
    }

    /// Reads an object; of a model, with its name, what it is learned by, and its properties.
    pub(super) fn object(
        &mut self,
        wanted: &mut dyn FromObject<'de>,
        model: Option<(&str, TypeKey, &'static [&'static str])>,
    ) -> Outcome<()> {
        let first = self.peek();
        let start = self.at;
        match first {
            b'{' => self.walk_object(wanted, model.map(|(_, kind, fields)| (kind, fields))),
            b'[' if !self.strict && self.empty(start).is_some() => {
                self.at += 1;
                self.take(b']');
                self.bend("an object", start);
                wanted
                    .object(Object::empty(self, &mut Vec::new()))
                    .map_err(|failure| failure.or_at(self, start))
            }
            _ => Err(match model {
                Some((name, ..)) => self.refuse(start, &format!("an object ({name})").as_str()),
                None => self.refuse(start, &*wanted),
            }),
        }
    }

    fn walk_object(
        &mut self,
        wanted: &mut dyn FromObject<'de>,
        model: Option<(TypeKey, &'static [&'static str])>,
    ) -> Outcome<()> {
        self.at += 1;
        self.enter()?;
        let depth = self.path.len();
        let mut absent = Vec::new();
        let result = wanted.object(Object::new(self, model, &mut absent));
        self.path.truncate(depth);
        self.leave();
        match result {
            Ok(()) => self.close(b'}'),
            Err(failure) => Err(told_by_what_it_held(failure, absent)),
        }
    }

    /// Takes the closing bracket.
    pub(super) fn close(&mut self, bracket: u8) -> Outcome<()> {
        if self.take(bracket) {
            return Ok(());
        }
        Err(self.syntax(if bracket == b'}' {
            "an object without an end"
        } else {
            "a list without an end"
        }))
    }

    /// Takes a null, if one comes next.
    fn null(&mut self) -> Outcome<bool> {
        if self.peek() != b'n' {
            return Ok(false);
        }
        self.word("null").map(|()| true)
    }

    fn any<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
        match self.peek() {
            b'"' => self.text(visitor),
            b'{' => {
                let mut wanted = Wanted::by(visitor);
                self.walk_object(&mut wanted, None)?;
                wanted.value()
            }
            b'[' => {
                let mut wanted = Wanted::by(visitor);
                self.walk_list(&mut wanted)?;
                wanted.value()
            }
            b't' => {
                self.word("true")?;
                visitor.visit_bool(true)
            }
            b'f' => {
                self.word("false")?;
                visitor.visit_bool(false)
            }
            b'n' => {
                self.word("null")?;
                visitor.visit_unit()
            }
            b'-' | b'0'..=b'9' => match self.number()? {
                Number::Unsigned(value) => visitor.visit_u64(value),
                Number::Signed(value) => visitor.visit_i64(value),
                Number::Float(value) => visitor.visit_f64(value),
            },
            _ => Err(self.refuse(self.at, &visitor)),
        }
    }
}

/// A required property that was taken as absent is told by what it held.
#[cold]
fn told_by_what_it_held(failure: Failure, absent: Vec<Skipped>) -> Failure {
    let missing = absent
        .into_iter()
        .find(|skipped| failure.is_missing_here(skipped.name));
    match missing {
        Some(skipped) => Failure::unexpected("a value", skipped.found).placed(skipped.place),
        None => failure,
    }
}

macro_rules! integers {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            self.integer(visitor)
        }
    )*};
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.any(visitor)
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.float_token()? {
            Ok(Number::Unsigned(value)) => visitor.visit_u64(value),
            Ok(Number::Signed(value)) => visitor.visit_i64(value),
            Ok(Number::Float(value)) => visitor.visit_f64(value),
            Err(start) => Err(self.refuse(start, &visitor)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        match self.bool_token()? {
            Ok(value) => visitor.visit_bool(value),
            Err(start) => Err(self.refuse(start, &visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.text(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.text(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.text(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.null()? {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    /// Nothing is documented here, so whatever comes is passed over.
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Outcome<V::Value> {
        match name {
            ONLY if !self.strict && self.peek() == b'[' => self.only(visitor),
            CHOICE => self.choice(visitor),
            TAGGED => self.looked_at(visitor),
            UNKNOWN => self.unknown(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        let mut wanted = Wanted::by(visitor);
        self.list(&mut wanted)?;
        wanted.value()
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Outcome<V::Value> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        let mut wanted = Wanted::by(visitor);
        self.object(&mut wanted, None)?;
        wanted.value()
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        let mut wanted = Wanted::by(visitor);
        self.object(&mut wanted, Some((name, TypeKey::of::<V>(), fields)))?;
        wanted.value()
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        let first = self.peek();
        let start = self.at;
        match first {
            b'"' => visitor.visit_enum(Enumeration::Plain(self)),
            b'{' => {
                self.at += 1;
                self.enter()?;
                let value = visitor.visit_enum(Enumeration::Tagged(self));
                self.leave();
                let value = value?;
                self.close(b'}').map(|()| value)
            }
            _ => Err(self.refuse(start, &visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.strange += 2;
        self.skip()?;
        visitor.visit_unit()
    }

    forward_to_deserialize_any! { bytes byte_buf identifier }
}
