//! The `setters!` macro: the setters of a model that a caller makes, as data.

/// Makes the setters of a struct whose members are `Option`s.
///
/// The first line names the struct, and after `by` the function that makes one with nothing in it, for a struct that
/// is `Default`; each further one is a member and what its setter takes: a type as it is, `into T`
/// for `impl Into<T>`, `list T` for anything that can be iterated over, `list into T` for that with values that convert.
/// `nullable T` takes `impl Into<Nullable<T>>` and leaves a member empty for null; `optional nullable T` does so for an
/// `Option<Option<T>>`, where null is not the same as nothing.
///
/// ```
/// #[derive(Default)]
/// pub struct NewPet {
///     name: Option<String>,
///     tags: Option<Vec<String>>,
///     age: Option<Option<i64>>,
/// }
///
/// sdk_runtime::setters! {
///     NewPet by new;
///     /// What it is called.
///     name(into String);
///     /// What it is like.
///     tags(list into String);
///     /// How old it is in years; `None` where nobody knows.
///     age(optional nullable i64);
/// }
///
/// let pet = NewPet::new().name("Rex").tags(["black"]).age(None);
/// assert_eq!((pet.name.as_deref(), pet.age), (Some("Rex"), Some(None)));
/// assert_eq!(pet.tags.unwrap_or_default(), ["black"]);
/// ```
#[macro_export]
macro_rules! setters {
    ($model:ident $(by $new:ident)?; $($(#[$about:meta])* $member:ident $argument:tt;)*) => {
        impl $model {
            $(
                /// An empty one, for its setters to fill.
                #[must_use]
                #[inline]
                pub fn $new() -> Self {
                    <Self as ::std::default::Default>::default()
                }
            )?
            $($crate::__setter! { [$(#[$about])*] $member $argument })*
        }
    };
}

/// One setter of a model.
#[doc(hidden)]
#[macro_export]
macro_rules! __setter {
    ([$($about:tt)*] $member:ident (into $ty:ty)) => {
        $crate::__setter! { [$($about)*] $member impl ::std::convert::Into<$ty>, Some($member.into()) }
    };
    ([$($about:tt)*] $member:ident (optional nullable $ty:ty)) => {
        $crate::__setter! {
            [$($about)*] $member impl ::std::convert::Into<$crate::Nullable<$ty>>, Some($member.into().into_option())
        }
    };
    ([$($about:tt)*] $member:ident (nullable $ty:ty)) => {
        $crate::__setter! {
            [$($about)*] $member impl ::std::convert::Into<$crate::Nullable<$ty>>, $member.into().into_option()
        }
    };
    ([$($about:tt)*] $member:ident (list into $ty:ty)) => {
        $crate::__setter! {
            [$($about)*] $member impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$ty>>,
            Some($crate::list($member))
        }
    };
    ([$($about:tt)*] $member:ident (list $ty:ty)) => {
        $crate::__setter! {
            [$($about)*] $member impl ::std::iter::IntoIterator<Item = $ty>, Some($crate::list($member))
        }
    };
    ([$($about:tt)*] $member:ident ($ty:ty)) => {
        $crate::__setter! { [$($about)*] $member $ty, Some($member) }
    };
    ([$($about:tt)*] $member:ident $argument:ty, $value:expr) => {
        $($about)*
        #[must_use]
        #[inline]
        pub fn $member(mut self, $member: $argument) -> Self {
            self.$member = $value;
            self
        }
    };
}
