//! `choice!` and `tagged!`: enums of the types a value may have. The variants go in, `Deserialize` comes out.
//! With a tag, as a description's discriminator says, the tag decides. Without one each variant is tried and the best
//! kept: the one that knows most of what is there, then the one that needs the fewest bends, then the first.
//! What is of no known shape is kept as it came, in `Unknown`, and counted as a bend; strict decoding refuses it.

use crate::decode::{self, CHOICE, TAGGED, UNKNOWN};
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde_json::Value;
use std::fmt;
use std::marker::PhantomData;

/// Makes an enum readable whose variants are told apart by what fits.
///
/// ```
/// use serde::Deserialize;
/// #[derive(Debug, PartialEq, Deserialize)]
/// struct Box { width: f64, height: f64 }
/// #[derive(Debug, PartialEq, Deserialize)]
/// struct Line { width: f64 }
/// #[derive(Debug, PartialEq)]
/// enum Shape {
///     Line(Line),
///     Box(Box),
///     Unknown(sdk_runtime::Value),
/// }
/// sdk_runtime::choice! { Shape { Line, Box } }
///
/// let read = |json: &str| sdk_runtime::decode::from_slice::<Shape>(json.as_bytes(), false);
/// assert_eq!(read(r#"{"width":1,"height":2}"#)?.data, Shape::Box(Box { width: 1.0, height: 2.0 }));
/// assert!(matches!(read(r#"{"radius":3}"#)?.data, Shape::Unknown(_)));
/// # Ok::<(), sdk_runtime::Error>(())
/// ```
#[macro_export]
macro_rules! choice {
    ($name:ident { $($variant:ident),* $(,)? }) => {
        $crate::__choice! { $name by "" { $($variant = ),* } }
    };
}

/// Makes an enum readable whose variants are told apart by a member's value.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// enum Payment {
///     Card(std::collections::BTreeMap<String, String>),
///     Cash(std::collections::BTreeMap<String, String>),
///     Unknown(sdk_runtime::Value),
/// }
/// sdk_runtime::tagged! {
///     Payment by "kind" {
///         Card = "card" | "debit",
///         Cash = "cash",
///     }
/// }
/// let payment = sdk_runtime::serde_json::from_str::<Payment>(r#"{"kind":"cash"}"#)?;
/// assert!(matches!(payment, Payment::Cash(_)));
/// # Ok::<(), sdk_runtime::serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! tagged {
    ($name:ident by $member:literal { $($variant:ident = $($tag:literal)|+),* $(,)? }) => {
        $crate::__choice! { $name by $member { $($variant = $($tag)+),* } }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __choice {
    ($name:ident by $member:literal { $($variant:ident = $($tag:literal)*),* }) => {
        impl $crate::__private::Choice for $name {
            const MEMBER: &'static str = $member;
            const VARIANTS: &'static [(&'static str, &'static [&'static str])] =
                &[$((::std::stringify!($variant), &[$($tag),*])),*];
            fn read<'de, D: $crate::serde::Deserializer<'de>>(
                variant: &str,
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                match variant {
                    $(::std::stringify!($variant) => {
                        $crate::serde::Deserialize::deserialize(deserializer).map(Self::$variant)
                    })*
                    _ => $crate::__private::unknown(deserializer).map(Self::Unknown),
                }
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::choose(deserializer)
            }
        }
    };
}

/// An enum of the types a value may have.
pub trait Choice: DeserializeOwned {
    /// The member whose value tells the variants apart; empty where none does.
    const MEMBER: &'static str;
    /// The variants' names, each with its tags.
    const VARIANTS: &'static [(&'static str, &'static [&'static str])];

    /// Reads a variant; by any other name, a value of no known shape.
    fn read<'de, D: Deserializer<'de>>(variant: &str, deserializer: D) -> Result<Self, D::Error>;
}

/// A name that no variant has.
const NONE: &str = "";

/// Reads a value of one of several types.
pub fn choose<'de, T: Choice, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    if T::MEMBER.is_empty() {
        deserializer.deserialize_newtype_struct(CHOICE, Fitting(PhantomData))
    } else {
        deserializer.deserialize_newtype_struct(TAGGED, Tagged(PhantomData))
    }
}

/// Reads a value of no known shape.
pub fn unknown<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    struct Unknown;
    impl<'de> Visitor<'de> for Unknown {
        type Value = Value;
        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a value")
        }
        fn visit_newtype_struct<D: Deserializer<'de>>(
            self,
            deserializer: D,
        ) -> Result<Value, D::Error> {
            de::Deserialize::deserialize(deserializer)
        }
    }
    deserializer.deserialize_newtype_struct(UNKNOWN, Unknown)
}

/// Reads a choice from something other than the text of an answer: as text.
fn from_other<'de, T: Choice, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value: Value = de::Deserialize::deserialize(deserializer)?;
    decode::from_slice(value.to_string().as_bytes(), false)
        .map(|decoded| decoded.data)
        .map_err(de::Error::custom)
}

fn expecting<T: Choice>(formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_str("one of ")?;
    for (index, (name, _)) in T::VARIANTS.iter().enumerate() {
        let before = if index > 0 { ", " } else { "" };
        write!(formatter, "{before}{name}")?;
    }
    Ok(())
}

/// Keeps the variant that fits best.
struct Fitting<T>(PhantomData<T>);

impl<'de, T: Choice> Visitor<'de> for Fitting<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting::<T>(formatter)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut trials: A) -> Result<T, A::Error> {
        let mut kept = None;
        for (name, _) in T::VARIANTS {
            if let Some(better) = trials.next_element_seed(Variant::<T>(name, PhantomData))? {
                kept = Some(better);
            }
        }
        if let Some(kept) = kept {
            return Ok(kept);
        }
        let unknown = trials.next_element_seed(Variant::<T>(NONE, PhantomData))?;
        unknown.ok_or_else(|| de::Error::invalid_type(de::Unexpected::Other("none of them"), &self))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        from_other(deserializer)
    }
}

/// One variant.
struct Variant<T>(&'static str, PhantomData<T>);

impl<'de, T: Choice> DeserializeSeed<'de> for Variant<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::read(self.0, deserializer)
    }
}

/// Takes the variant that the tag means; the one that fits best where there is no tag.
struct Tagged<T>(PhantomData<T>);

impl<'de, T: Choice> Visitor<'de> for Tagged<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        expecting::<T>(formatter)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut looked: A) -> Result<T, A::Error> {
        let tag = looked.next_element_seed(Tag(T::MEMBER))?.flatten();
        let meant = tag.as_deref().map(|tag| {
            let known = T::VARIANTS.iter().find(|(_, tags)| tags.contains(&tag));
            known.map_or(NONE, |(name, _)| name)
        });
        let read = looked.next_element_seed(Meant::<T>(meant, PhantomData))?;
        read.ok_or_else(|| de::Error::invalid_type(de::Unexpected::Other("none of them"), &self))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        from_other(deserializer)
    }
}

/// The variant of a tag, or any.
struct Meant<T>(Option<&'static str>, PhantomData<T>);

impl<'de, T: Choice> DeserializeSeed<'de> for Meant<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        match self.0 {
            Some(variant) => T::read(variant, deserializer),
            None => deserializer.deserialize_newtype_struct(CHOICE, Fitting(PhantomData)),
        }
    }
}

/// The text of one member of an object.
struct Tag(&'static str);

impl<'de> DeserializeSeed<'de> for Tag {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Tag {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with `{}`", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut tag = None;
        while let Some(wanted) = map.next_key_seed(Named(self.0))? {
            if !wanted {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            tag = match map.next_value()? {
                Value::String(tag) => Some(tag),
                tag @ (Value::Bool(_) | Value::Number(_)) => Some(tag.to_string()),
                _ => None,
            };
        }
        Ok(tag)
    }
}

/// Whether a property has a name.
struct Named(&'static str);

impl<'de> DeserializeSeed<'de> for Named {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Named {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a property's name")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}
