//! `events!`: the receiving side of webhooks (OpenAPI 3.1.1 §4.8.1, `webhooks`): a payload's bytes go in, the event they
//! tell of comes out, decoded as tolerantly as answers are. Events that a crate does not know are kept as they came.

use crate::decode::{self, Decoded, pointer};
use crate::error::Result;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Makes an enum of the events that an API sends, with the functions that read one.
///
/// ```
/// #[sdk_runtime::model]
/// struct Sale {
///     id: i64,
/// }
/// sdk_runtime::events! {
///     /// What the shop tells of.
///     pub enum Event by "resource" {
///         /// Something was sold.
///         Sale(Sale) is "SaleEvent" = "sale" | "refund",
///     }
/// }
/// let event = Event::from_slice(br#"{"resource": "sale", "id": "7"}"#)?;
/// assert_eq!(event, Event::Sale(Sale { id: 7 }));
/// assert!(matches!(Event::from_slice(br#"{"resource": "new"}"#)?, Event::Unknown(_)));
/// assert_eq!(Event::named("SaleEvent", br#"{"id": 7}"#)?, Event::Sale(Sale { id: 7 }));
/// # Ok::<(), sdk_runtime::Error>(())
/// ```
#[macro_export]
macro_rules! events {
    (
        $(#[$docs:meta])*
        pub enum $name:ident $(by $member:literal)? {
            $($(#[$about:meta])* $variant:ident($payload:ty) is $hook:literal $(= $($value:literal)|+)?,)*
        }
    ) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])* $variant($payload),)*
            /// An event that this crate does not know, as it came.
            Unknown($crate::Value),
        }

        impl $name {
            $(
            /// Reads a payload as it came; which event it is, its member
            #[doc = concat!("`", $member, "` tells.")]
            ///
            /// # Errors
            ///
            /// When it is no JSON, or a known event that cannot be read.
            pub fn from_slice(payload: &[u8]) -> $crate::Result<Self> {
                Self::decode(payload, false).map(|decoded| decoded.data)
            }

            /// The same, with what had to be bent; or refusing it when `strict`.
            ///
            /// # Errors
            ///
            /// When it is no JSON, or a known event that cannot be read.
            pub fn decode(
                payload: &[u8],
                strict: bool,
            ) -> $crate::Result<$crate::decode::Decoded<Self>> {
                let tag = $crate::__private::event_tag(payload, $member)?;
                Self::read(payload, strict, |_, values| values.contains(&tag.as_str()))
            }
            )?

            /// Reads a payload of the event with this name in the description, where something else than the payload
            /// tells which one it is: the address it was sent to, or a header.
            ///
            /// # Errors
            ///
            /// When it is no JSON, or a known event that cannot be read.
            pub fn named(name: &str, payload: &[u8]) -> $crate::Result<Self> {
                Self::read(payload, false, |hook, _| hook == name).map(|decoded| decoded.data)
            }

            fn read(
                payload: &[u8],
                strict: bool,
                wanted: impl Fn(&str, &[&str]) -> bool,
            ) -> $crate::Result<$crate::decode::Decoded<Self>> {
                $(if wanted($hook, &[$($($value),+)?]) {
                    return $crate::__private::event(payload, strict, Self::$variant);
                })*
                $crate::__private::event(payload, strict, Self::Unknown)
            }
        }
    };
}

/// The text or number in a payload's member; nothing where it has none. What is no JSON is an error.
pub fn event_tag(payload: &[u8], member: &str) -> Result<String> {
    let pointer = format!("/{}", member.replace('~', "~0").replace('/', "~1"));
    match pointer::value(payload, &pointer) {
        Some(Value::String(tag)) => Ok(tag),
        Some(tag @ (Value::Number(_) | Value::Bool(_))) => Ok(tag.to_string()),
        _ => decode::from_slice::<Value>(payload, false).map(|_| String::new()),
    }
}

/// A payload, read and wrapped.
pub fn event<T: DeserializeOwned, E>(
    payload: &[u8],
    strict: bool,
    wrap: fn(T) -> E,
) -> Result<Decoded<E>> {
    let decoded = decode::from_slice::<T>(payload, strict)?;
    Ok(Decoded {
        data: wrap(decoded.data),
        bends: decoded.bends,
        bend_count: decoded.bend_count,
    })
}
