//! `string_enum!` and `integer_enum!`: enums that survive a value they do not know.
//! A declaration goes in; an open enum comes out, its unknown values kept as they came and sent back unchanged.

/// Declares an open enum of texts.
///
/// ```
/// sdk_runtime::string_enum! {
///     /// Whether a visit is paid.
///     pub enum PaymentStatus {
///         /// Nothing is paid.
///         NotPaid = "not_paid",
///         /// All of it is paid.
///         Paid = "paid",
///     }
/// }
/// assert_eq!(PaymentStatus::from("paid"), PaymentStatus::Paid);
/// assert_eq!(PaymentStatus::from("later"), PaymentStatus::Unknown("later".to_owned()));
/// assert_eq!(PaymentStatus::NotPaid.as_str(), "not_paid");
/// ```
#[macro_export]
macro_rules! string_enum {
    ($(#[$attribute:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_attribute:meta])* $variant:ident = $text:literal),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// A value the description does not list, as it came.
            Unknown(::std::string::String),
        }

        impl $name {
            /// The values the description lists.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unknown(text) => text,
                }
            }

            /// Whether the description lists the value.
            #[must_use]
            #[inline]
            pub fn is_known(&self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$variant,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }
        impl ::std::convert::From<::std::string::String> for $name {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.pad(self.as_str())
            }
        }
        impl ::std::convert::From<$name> for $crate::ParamValue {
            #[inline]
            fn from(value: $name) -> Self {
                value.as_str().into()
            }
        }
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::text(deserializer, |text| {
                    let value = Self::from(text);
                    $crate::__private::met(value.is_known(), Self::KNOWN.len());
                    value
                })
            }
        }
    };
}

/// Declares an open enum of integers.
///
/// ```
/// sdk_runtime::integer_enum! {
///     /// Whether the client came.
///     pub enum Attendance {
///         /// Did not come.
///         NoShow = -1,
///         /// Is expected.
///         Expected = 0,
///     }
/// }
/// assert_eq!(Attendance::from(-1), Attendance::NoShow);
/// assert_eq!(Attendance::from(9), Attendance::Unknown(9));
/// assert_eq!(Attendance::Expected.value(), 0);
/// ```
#[macro_export]
macro_rules! integer_enum {
    ($(#[$attribute:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_attribute:meta])* $variant:ident = $number:literal),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// A value the description does not list, as it came.
            Unknown(i64),
        }

        impl $name {
            /// The values the description lists.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),*];

            /// The value as it is sent.
            #[must_use]
            #[inline]
            pub const fn value(self) -> i64 {
                match self {
                    $(Self::$variant => $number,)*
                    Self::Unknown(number) => number,
                }
            }

            /// Whether the description lists the value.
            #[must_use]
            #[inline]
            pub const fn is_known(self) -> bool {
                !::std::matches!(self, Self::Unknown(_))
            }
        }
        impl ::std::convert::From<i64> for $name {
            #[inline]
            fn from(number: i64) -> Self {
                match number {
                    $($number => Self::$variant,)*
                    other => Self::Unknown(other),
                }
            }
        }
        impl ::std::convert::From<$name> for i64 {
            #[inline]
            fn from(value: $name) -> Self {
                value.value()
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::num::ParseIntError;
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                text.parse().map(|number: i64| Self::from(number))
            }
        }
        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), formatter)
            }
        }
        impl ::std::convert::From<$name> for $crate::ParamValue {
            #[inline]
            fn from(value: $name) -> Self {
                value.value().into()
            }
        }
        impl $crate::serde::Serialize for $name {
            fn serialize<S: $crate::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.value())
            }
        }
        impl<'de> $crate::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                <i64 as $crate::serde::Deserialize>::deserialize(deserializer).map(|number| {
                    let value = Self::from(number);
                    $crate::__private::met(value.is_known(), Self::KNOWN.len());
                    value
                })
            }
        }
    };
}
