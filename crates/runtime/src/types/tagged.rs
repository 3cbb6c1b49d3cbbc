//! `tagged!`: choices between objects that a member tells apart, as a description's discriminator says.
//! The tags of each variant go in, `Deserialize` comes out; an object with no known tag is tried as each in turn.

use serde::de;
use serde_json::Value;

/// Makes an enum readable whose variants are told apart by a member's value.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// enum Payment {
///     Card(std::collections::BTreeMap<String, String>),
///     Cash(std::collections::BTreeMap<String, String>),
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
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let value = <$crate::Value as $crate::serde::Deserialize>::deserialize(deserializer)?;
                $crate::__private::tagged(value, $member, &[$((
                    &[$($tag),+],
                    |value| $crate::serde_json::from_value(value).map(Self::$variant),
                )),*])
            }
        }
    };
}

/// The tags of a variant, and how it is read.
type Variant<'v, T> = (&'v [&'v str], fn(Value) -> serde_json::Result<T>);

/// Reads the variant that the tag means, or without a known tag the first that fits.
pub fn tagged<T, E: de::Error>(
    value: Value,
    member: &str,
    variants: &[Variant<'_, T>],
) -> Result<T, E> {
    let tag = match value.get(member) {
        Some(Value::String(tag)) => Some(tag.clone()),
        Some(tag @ (Value::Bool(_) | Value::Number(_))) => Some(tag.to_string()),
        _ => None,
    };
    if let Some(tag) = &tag
        && let Some((_, read)) = variants
            .iter()
            .find(|(tags, _)| tags.contains(&tag.as_str()))
    {
        return read(value).map_err(E::custom);
    }
    let fits = variants
        .iter()
        .find_map(|(_, read)| read(value.clone()).ok());
    fits.ok_or_else(|| {
        let known: Vec<&str> = variants
            .iter()
            .flat_map(|(tags, _)| *tags)
            .copied()
            .collect();
        let found = tag.unwrap_or_else(|| "nothing".to_owned());
        E::custom(format!(
            "expected `{member}` to be one of {}, found {found}",
            known.join(", ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Size {
        Small(i64),
        Large(Vec<i64>),
    }

    fn read(value: Value) -> serde_json::Result<Size> {
        let small = |value: Value| serde_json::from_value(value["v"].clone()).map(Size::Small);
        let large = |value: Value| serde_json::from_value(value["v"].clone()).map(Size::Large);
        tagged(value, "t", &[(&["s", "1"], small), (&["l"], large)])
    }

    #[test]
    fn the_tag_decides_and_without_one_what_fits() {
        let json = |text| serde_json::from_str::<Value>(text).unwrap_or_default();
        assert_eq!(read(json(r#"{"t":"s","v":1}"#)).ok(), Some(Size::Small(1)));
        assert_eq!(read(json(r#"{"t":1,"v":1}"#)).ok(), Some(Size::Small(1)));
        assert!(
            read(json(r#"{"t":"s","v":[1]}"#)).is_err(),
            "the tag is believed"
        );
        assert_eq!(
            read(json(r#"{"t":"new","v":[1]}"#)).ok(),
            Some(Size::Large(vec![1]))
        );
        let error = read(json(r#"{"v":true}"#)).map_err(|error| error.to_string());
        assert_eq!(
            error,
            Err("expected `t` to be one of s, 1, l, found nothing".to_owned())
        );
    }
}
