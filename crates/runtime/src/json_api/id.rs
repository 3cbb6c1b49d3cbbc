//! [`TextId`]: identifiers of resources, which travel as text even where they are numbers (JSON:API 1.1 §7.3).
//! For `#[wire(as = "…")]`: the text comes in, the identifier's own type comes out, and back.

use crate::types;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::fmt::Display;
use std::str::FromStr;

/// An identifier that is read from text and written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextId<T>(pub T);

impl<T> TextId<T> {
    /// The identifier.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T: Display> Serialize for TextId<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr> Deserialize<'de> for TextId<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        types::parsed(deserializer, "a text that is an identifier of this kind").map(Self)
    }
}

#[cfg(test)]
mod tests {
    use crate::decode;

    crate::identifier! {
        /// Names a pet.
        pub struct PetId(i64);
    }

    #[crate::model]
    struct Pet {
        #[wire(as = "crate::json_api::TextId")]
        id: PetId,
    }

    #[test]
    fn a_text_is_the_number_without_a_bend_and_goes_back_as_text() {
        let read = decode::from_slice::<Pet>(br#"{"id": "7"}"#, true).unwrap();
        assert_eq!(read.data, Pet { id: PetId::new(7) });
        assert!(read.bends.is_empty(), "{:?}", read.bends);
        assert_eq!(serde_json::to_string(&read.data).unwrap(), r#"{"id":"7"}"#);
    }

    #[test]
    fn a_number_is_bent_to_the_text_it_should_be() {
        let read = decode::from_slice::<Pet>(br#"{"id": 7}"#, false).unwrap();
        assert_eq!((read.data.id.get(), read.bends.len()), (7, 1));
        assert!(decode::from_slice::<Pet>(br#"{"id": 7}"#, true).is_err());
    }

    #[test]
    fn a_text_that_is_no_such_identifier_is_an_error_at_its_place() {
        let error = decode::from_slice::<Pet>(br#"{"id": "rex"}"#, false).unwrap_err();
        let told = error.to_string();
        assert!(told.contains("$.id") && told.contains("rex"), "{told}");
    }
}
