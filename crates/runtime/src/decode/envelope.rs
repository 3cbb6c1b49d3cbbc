//! Reading an envelope in one pass: its properties are handed to the types that want them, in whatever order they come.

use super::access::Object;
use super::failure::Failure;
use super::learned::TypeKey;
use super::reader::{Outcome, Reader, Step};
use super::wanted::{FromObject, Place};
use super::{Bends, Manner, describe, pointer, utf8};
use crate::api::Envelope;
use serde::de::{self, DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Opens an envelope, or the only envelope in a list. `kind` is what the types of the places are learned by.
pub(super) fn open(
    json: &[u8],
    manner: Manner,
    envelope: &'static Envelope,
    kind: TypeKey,
    places: &mut Places<'_>,
) -> Outcome<Bends> {
    let text = utf8(json)?;
    let start = text.trim_start_matches('\u{feff}').trim_start();
    let listed = !manner.strict && start.starts_with('[');
    if !listed && !start.starts_with('{') {
        return Err(no_envelope(envelope, describe::value(start)));
    }
    super::run(text, manner, &mut |reader| {
        let mut opening = Opening { envelope, places };
        if listed {
            return unlisted(reader, kind, &mut opening);
        }
        opening.open(reader, kind)
    })
}

/// Where the members of an envelope go.
pub(super) struct Places<'a> {
    pub(super) data: &'a mut dyn Place,
    pub(super) meta: &'a mut dyn Place,
    /// What the envelope says of success.
    pub(super) success: Option<bool>,
}

/// A member of the envelope, or of the only envelope in a list.
pub(crate) fn member(json: &[u8], name: &str) -> Option<serde_json::Value> {
    pointer::value(json, &format!("/{name}"))
        .or_else(|| pointer::value(json, &format!("/0/{name}")))
}

fn no_envelope(envelope: &Envelope, found: impl Into<String>) -> Failure {
    Failure::unexpected(format!("an object with `{}`", envelope.data), found)
}

/// Opens an envelope that stands alone in a list. Only an object with the envelope's members is taken for one, and
/// nothing may stand beside it.
fn unlisted(reader: &mut Reader<'_>, kind: TypeKey, opening: &mut Opening<'_, '_>) -> Outcome<()> {
    let envelope = opening.envelope;
    reader.peek();
    let start = reader.at;
    reader.bend("an object", start);
    reader.at += 1;
    if reader.peek() != b'{' {
        return Err(no_envelope(envelope, reader.found(start)).or_at(reader, start));
    }
    reader.enter()?;
    reader.path.push(Step::Index(0));
    opening.open(reader, kind)?;
    reader.path.pop();
    reader.leave();
    if reader.take(b']') {
        return Ok(());
    }
    Err(no_envelope(envelope, "a list of several").or_at(reader, start))
}

struct Opening<'a, 'p> {
    envelope: &'static Envelope,
    places: &'a mut Places<'p>,
}

impl Opening<'_, '_> {
    fn open(&mut self, reader: &mut Reader<'_>, kind: TypeKey) -> Outcome<()> {
        let names = &self.envelope.names;
        reader.object(self, Some(("the envelope", kind, names)))
    }
}

impl de::Expected for Opening<'_, '_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object with `{}`", self.envelope.data)
    }
}

impl<'de> FromObject<'de> for Opening<'_, '_> {
    fn object(&mut self, mut object: Object<'_, 'de>) -> Outcome<()> {
        let (mut known, mut data) = (false, false);
        self.places.success = None;
        while let Some(slot) = object.next_key_seed(Slots(self.envelope))? {
            known |= slot != Slot::Other;
            match slot {
                Slot::Data => {
                    object.value_into(self.places.data)?;
                    data = true;
                }
                Slot::Meta => object.value_into(self.places.meta)?,
                Slot::Success => self.places.success = object.next_value()?,
                Slot::Other => {
                    object.next_value::<IgnoredAny>()?;
                }
            }
        }
        if data {
            return Ok(());
        }
        self.places.data.absent(Absent {
            name: Some(self.envelope.data),
            known,
            error: PhantomData,
        })
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
pub(crate) struct Absent<E> {
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
    /// A property that an object does not have.
    pub(crate) fn property(name: &'static str) -> Self {
        Self {
            name: Some(name),
            known: true,
            error: PhantomData,
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    static ENVELOPE: Envelope = Envelope::new("data").meta("meta").success("success");

    fn opened(json: &str, strict: bool) -> Result<(Vec<i64>, Vec<String>), String> {
        let manner = Manner {
            strict,
            observed: true,
        };
        let (mut data, mut meta) = (None::<Vec<i64>>, None::<()>);
        let mut places = Places {
            data: &mut data,
            meta: &mut meta,
            success: None,
        };
        let kind = TypeKey::of::<Vec<i64>>();
        let bends = open(json.as_bytes(), manner, &ENVELOPE, kind, &mut places)
            .map_err(|failure| failure.to_string())?;
        let bends = bends.kept.iter().map(ToString::to_string).collect();
        Ok((data.unwrap(), bends))
    }

    #[test]
    fn the_only_envelope_in_a_list_is_opened() {
        let listed = r#"[{"success":true,"data":[1,"2"]}]"#;
        let bends = [
            "at $: expected an object, found a list",
            "at $[0].data[1]: expected an integer, found the string \"2\"",
        ];
        assert_eq!(
            opened(listed, false),
            Ok((vec![1, 2], bends.map(str::to_owned).to_vec()))
        );
        assert!(opened(listed, true).is_err());
    }

    #[test]
    fn what_is_no_envelope_in_a_list_is_refused() {
        for json in [
            "[]",
            "[1]",
            "[[]]",
            "[{}]",
            r#"[{"date":[1]}]"#,
            r#"[{"data":[1]},{"data":[2]}]"#,
            r#"[{"data":[1]},1]"#,
        ] {
            assert!(opened(json, false).is_err(), "{json}");
        }
    }
}
