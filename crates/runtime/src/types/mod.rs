//! The small types generated models are made of: identifiers, open enums, dates.
//! The macros here write only what differs from type to type; what is the same is in functions they call.

pub(crate) mod choice;
pub(crate) mod date;
pub(crate) mod date_time;
mod enums;
mod identifier;
pub(crate) mod nullable;

use serde::de;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

/// Reads a text and hands it on without keeping it.
pub fn text<'de, D: de::Deserializer<'de>, T>(
    deserializer: D,
    make: fn(&str) -> T,
) -> Result<T, D::Error> {
    struct Text<T>(fn(&str) -> T);
    impl<T> de::Visitor<'_> for Text<T> {
        type Value = T;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok((self.0)(text))
        }
    }
    deserializer.deserialize_str(Text(make))
}

/// Reads a text and parses it.
pub(crate) fn parsed<'de, D: de::Deserializer<'de>, T: FromStr>(
    deserializer: D,
    expected: &'static str,
) -> Result<T, D::Error> {
    struct Parsed<T>(&'static str, PhantomData<T>);
    impl<T: FromStr> de::Visitor<'_> for Parsed<T> {
        type Value = T;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str(self.0)
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse()
                .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }
    deserializer.deserialize_str(Parsed(expected, PhantomData))
}
