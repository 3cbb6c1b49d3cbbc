//! `identifier!`: newtypes for identifiers, so that a client's id cannot be handed over as a record's.
//! A declaration goes in; a transparent type with conversions comes out, numeric or text.

/// Declares an identifier: a number or a text with a meaning of its own.
///
/// ```
/// sdk_runtime::identifier! {
///     /// Names a pet.
///     pub struct PetId(i64);
/// }
/// sdk_runtime::identifier! {
///     /// Names a document.
///     pub struct DocumentUid(String);
/// }
/// let id: PetId = "7".parse()?;
/// assert_eq!(id, PetId::from(7));
/// assert_eq!(id.get(), 7);
/// assert_eq!(DocumentUid::from("a-1").as_str(), "a-1");
/// # Ok::<(), std::num::ParseIntError>(())
/// ```
#[macro_export]
macro_rules! identifier {
    ($(#[$attribute:meta])* $vis:vis struct $name:ident(String);) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(::std::string::String);

        impl $name {
            /// The identifier as text.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(value: ::std::string::String) -> Self {
                Self(value)
            }
        }
        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }
        impl ::std::convert::From<&$name> for $name {
            #[inline]
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }
        impl ::std::convert::From<$name> for ::std::string::String {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl ::std::convert::From<$name> for $crate::ParamValue {
            #[inline]
            fn from(value: $name) -> Self {
                value.0.into()
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self(text.to_owned()))
            }
        }
        $crate::__transparent!($name, ::std::string::String);
    };
    ($(#[$attribute:meta])* $vis:vis struct $name:ident(i64);) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(i64);

        impl $name {
            /// An identifier by its number.
            #[must_use]
            #[inline]
            pub const fn new(number: i64) -> Self {
                Self(number)
            }

            /// The number.
            #[must_use]
            #[inline]
            pub const fn get(self) -> i64 {
                self.0
            }
        }
        impl ::std::convert::From<i64> for $name {
            #[inline]
            fn from(value: i64) -> Self {
                Self(value)
            }
        }
        impl $crate::__private::FromNumber for $name {}
        impl ::std::convert::From<i32> for $name {
            #[inline]
            fn from(value: i32) -> Self {
                Self(i64::from(value))
            }
        }
        impl ::std::convert::From<u32> for $name {
            #[inline]
            fn from(value: u32) -> Self {
                Self(i64::from(value))
            }
        }
        impl ::std::convert::From<&$name> for $name {
            #[inline]
            fn from(value: &$name) -> Self {
                *value
            }
        }
        impl ::std::convert::From<$name> for i64 {
            #[inline]
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl ::std::convert::From<$name> for $crate::ParamValue {
            #[inline]
            fn from(value: $name) -> Self {
                value.0.into()
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::num::ParseIntError;
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
        $crate::__transparent!($name, i64);
    };
}

/// Display and serde both ways, as the type within.
#[doc(hidden)]
#[macro_export]
macro_rules! __transparent {
    ($name:ident, $inner:ty) => {
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, formatter)
            }
        }
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::serde::Serialize::serialize(&self.0, serializer)
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <$inner as $crate::serde::Deserialize>::deserialize(deserializer).map(Self)
            }
        }
    };
}
