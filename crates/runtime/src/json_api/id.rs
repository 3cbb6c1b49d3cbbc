//! Identifiers of resources, which travel as text even where they are numbers (JSON:API 1.1 §7.3). For
//! `#[serde(with = "sdk_runtime::json_api::id")]`: the text comes in, the identifier's own type comes out, and back.

use crate::types;
use serde::{Deserializer, Serializer};
use std::fmt::Display;
use std::str::FromStr;

/// Writes the identifier as text.
///
/// # Errors
/// The serializer's own.
pub fn serialize<T: Display, S: Serializer>(id: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(id)
}

/// Reads the identifier from text.
///
/// # Errors
/// When there is no text, or none that such an identifier can have.
pub fn deserialize<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    types::parsed(deserializer, "a text that is an identifier of this kind")
}

#[cfg(test)]
mod tests {
    use crate::decode;

    crate::identifier! {
        /// Names a pet.
        pub struct PetId(i64);
    }

    #[derive(Debug, PartialEq, serde::Deserialize, serde::Serialize)]
    struct Pet {
        #[serde(with = "crate::json_api::id")]
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
