//! The body of a request: JSON whole or by fields, an urlencoded form, multipart, raw bytes.
//! It is kept as a recipe that can be cloned and sent again; `encode` turns it into bytes and a content type.
//! Files are opened when the request is sent, once for each attempt.

use super::multipart::{self, Part};
use super::url;
use crate::param::{ParamValue, QueryPair};
use bytes::Bytes;
use http::HeaderValue;
use std::borrow::Cow;

/// A request's body, before it is sent.
#[derive(Clone, Debug, Default)]
pub(crate) enum Body {
    #[default]
    None,
    /// A JSON object by its properties: name and serialised value.
    Fields(Vec<(Cow<'static, str>, String)>),
    Json(Bytes),
    Form(Vec<QueryPair>),
    Multipart(Vec<(Cow<'static, str>, Part)>),
    Bytes(HeaderValue, Bytes),
}

/// A body ready to be sent.
pub(crate) struct Encoded {
    pub(crate) content_type: Option<HeaderValue>,
    pub(crate) body: Payload,
}

/// What is sent: bytes at hand, or a stream of parts of a known length.
pub(crate) enum Payload {
    Bytes(Bytes),
    Parts(multipart::Parts),
}

impl Body {
    /// Sets one property of a JSON object; a whole JSON object set before gains the property.
    pub(crate) fn set_field(&mut self, name: Cow<'static, str>, json: String) {
        if let Self::Json(whole) = self {
            *self = Self::Fields(split_object(whole));
        }
        if !matches!(self, Self::Fields(_)) {
            *self = Self::Fields(Vec::new());
        }
        if let Self::Fields(fields) = self {
            match fields.iter_mut().find(|(known, _)| *known == name) {
                Some((_, value)) => *value = json,
                None => fields.push((name, json)),
            }
        }
    }

    pub(crate) fn push_form(&mut self, pair: QueryPair) {
        if !matches!(self, Self::Form(_)) {
            *self = Self::Form(Vec::new());
        }
        if let Self::Form(pairs) = self {
            pairs.push(pair);
        }
    }

    pub(crate) fn push_part(&mut self, name: Cow<'static, str>, part: Part) {
        if !matches!(self, Self::Multipart(_)) {
            *self = Self::Multipart(Vec::new());
        }
        if let Self::Multipart(parts) = self {
            parts.push((name, part));
        }
    }

    /// The value of a field of the body as it stands, for pages that are asked for in the body.
    pub(crate) fn field(&self, name: &str) -> Option<ParamValue> {
        let Self::Fields(fields) = self else {
            return None;
        };
        let (_, json) = fields.iter().find(|(known, _)| known == name)?;
        Some(ParamValue::from(json.trim_matches('"')))
    }

    pub(crate) fn encode(&self) -> Encoded {
        let json = || Some(HeaderValue::from_static("application/json"));
        let (content_type, body) = match self {
            Self::None => (None, Bytes::new()),
            Self::Fields(fields) => (json(), write_object(fields)),
            Self::Json(bytes) => (json(), bytes.clone()),
            Self::Form(pairs) => {
                let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
                (Some(kind), Bytes::from(url::form(pairs)))
            }
            Self::Multipart(parts) => return multipart::encode(parts),
            Self::Bytes(kind, bytes) => (Some(kind.clone()), bytes.clone()),
        };
        Encoded {
            content_type,
            body: Payload::Bytes(body),
        }
    }
}

fn write_object(fields: &[(Cow<'static, str>, String)]) -> Bytes {
    let mut text = String::from("{");
    for (index, (name, json)) in fields.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        text.push_str(&serde_json::Value::from(name.as_ref()).to_string());
        text.push(':');
        text.push_str(json);
    }
    text.push('}');
    Bytes::from(text)
}

/// The properties of a JSON object in their order; of anything else, none.
fn split_object(json: &[u8]) -> Vec<(Cow<'static, str>, String)> {
    struct Properties;
    impl<'de> serde::de::Visitor<'de> for Properties {
        type Value = Vec<(Cow<'static, str>, String)>;
        fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            formatter.write_str("an object")
        }
        fn visit_map<A: serde::de::MapAccess<'de>>(
            self,
            mut map: A,
        ) -> Result<Self::Value, A::Error> {
            let mut properties = Vec::new();
            while let Some((name, value)) =
                map.next_entry::<String, Box<serde_json::value::RawValue>>()?
            {
                properties.push((Cow::Owned(name), value.get().to_owned()));
            }
            Ok(properties)
        }
    }
    let mut reader = serde_json::Deserializer::from_slice(json);
    serde::Deserializer::deserialize_map(&mut reader, Properties).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_set_twice_is_sent_once_and_joins_a_whole_body() {
        let mut body = Body::Json(Bytes::from_static(br#"{"b":{"c":[1]},"a":1}"#));
        body.set_field("a".into(), "2".into());
        body.set_field("d\"".into(), "null".into());
        let Payload::Bytes(bytes) = body.encode().body else {
            panic!("bytes were meant")
        };
        assert_eq!(bytes, r#"{"b":{"c":[1]},"a":2,"d\"":null}"#);
    }
}
