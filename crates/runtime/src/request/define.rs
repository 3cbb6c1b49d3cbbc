//! The `request!` macro: what an operation's request type is, as data; the type, its setters and its pages come out.
//! All of a request's code that is not one operation's own is in the runtime, so the macro writes only what has a
//! type of its own: the wrapper, the setters' signatures, and one call in each.

/// Makes the request type of an operation: a wrapper of a [`Call`](crate::Call) that can be awaited.
///
/// The first line says what it is called, which method makes it, and what it answers with. `meta` is what comes beside
/// the answer in the envelope, `pages` what its pages are of and how the next one is asked for; where the items are a
/// property of the answer, `in` takes them out of it.
///
/// All of it is inline: what a program does not call is not compiled for it.
///
/// Each further line is a setter: where the value goes (a method of `Call`: `query`, `field`, `header`, `cookie`,
/// `form_field`, `part`), what the setter is called, what it takes, and the name on the wire where that is another.
/// A setter takes a type as it is, or `into T` for `impl Into<T>`, `nullable T` for `impl Into<Nullable<T>>`, `list T`
/// for anything that can be iterated over, `list into T` for that with values that convert.
///
/// ```
/// # use sdk_runtime::{Core, Operation, Paging, Request};
/// # #[derive(Debug, serde::Deserialize)] pub struct Pet;
/// # #[derive(Debug, serde::Deserialize)] pub struct Meta;
/// # pub struct Pets(Core);
/// # impl Pets {
/// #     pub fn list(&self) -> ListPets {
/// #         ListPets(Operation::get("list_pets", "/pets").call(&self.0))
/// #     }
/// #     pub fn delete(&self) -> DeletePets {
/// #         DeletePets(Operation::delete("delete_pets", "/pets").call(&self.0))
/// #     }
/// # }
/// sdk_runtime::request!(DeletePets from Pets::delete => ());
///
/// sdk_runtime::request! {
///     ListPets from Pets::list => Vec<Pet>, meta Meta, pages of Pet, by Paging::number("page");
///     /// Keeps those of this name.
///     query name(into String);
///     /// Keeps those that are for sale.
///     query for_sale(bool) = "filter[for_sale]";
/// }
///
/// fn cheap(pets: &Pets) -> ListPets {
///     pets.list().name("Rex").for_sale(true)
/// }
/// ```
#[macro_export]
macro_rules! request {
    (
        $name:ident from $handle:ident :: $method:ident => $output:ty
        $(, meta $meta:ty)?
        $(, pages of $item:ty, by $paging:expr $(, in $take:expr)?)?
        $(; $($(#[$about:meta])* $kind:ident $setter:ident $argument:tt $(= $wire:literal)?;)*)?
    ) => {
        #[doc = concat!(
            "The request that [`", stringify!($handle), "::", stringify!($method), "`] makes; it is sent when awaited."
        )]
        $(#[doc = concat!(
            "\n\nThe answer's metadata, `", stringify!($meta),
            "`, comes with [`with_meta`](sdk_runtime::Request::with_meta)."
        )])?
        $(#[doc = concat!(
            "\n\nAll pages, of `", stringify!($item), "`, come with [`stream`](", stringify!($name),
            "::stream) or [`pages`](", stringify!($name), "::pages)."
        )])?
        #[must_use = "a request is sent when it is awaited"]
        pub struct $name($crate::Call<$output, $crate::__request_meta!($($meta)?)>);

        // What derives would write takes the compiler longer, and there are hundreds of requests.
        impl ::std::clone::Clone for $name {
            #[inline]
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, formatter)
            }
        }

        impl $crate::Request for $name {
            type Output = $output;
            type Meta = $crate::__request_meta!($($meta)?);
            #[inline]
            fn call(&mut self) -> &mut $crate::Call<$output, Self::Meta> {
                &mut self.0
            }
        }

        impl ::std::future::IntoFuture for $name {
            type Output = $crate::Result<$output>;
            type IntoFuture = $crate::Pending<$output>;
            #[inline]
            fn into_future(self) -> Self::IntoFuture {
                $crate::Request::send(self)
            }
        }

        $(impl $name {
            $($crate::__request_setter! { [$(#[$about])*] $kind $setter $argument $($wire)? })*
        })?
        $crate::__request_pages! { $name $output, [$($meta)?] $($item, $paging $(, $take)?)? }
    };
}

/// The type of the metadata: `()` where there is none.
#[doc(hidden)]
#[macro_export]
macro_rules! __request_meta {
    () => {
        ()
    };
    ($meta:ty) => {
        $meta
    };
}

/// The methods that ask for further pages.
#[doc(hidden)]
#[macro_export]
macro_rules! __request_pages {
    ($name:ident $output:ty, [$($meta:ty)?]) => {};
    ($name:ident $output:ty, [$($meta:ty)?] $item:ty, $paging:expr) => {
        $crate::__request_pages! { $name $output, [$($meta)?] $item, $paging, $crate::IntoItems::into_items }
    };
    ($name:ident $output:ty, [$($meta:ty)?] $item:ty, $paging:expr, $take:expr) => {
        impl $name {
            /// All items, one after the other; the next page is asked for when it is needed.
            #[inline]
            pub fn stream(self) -> $crate::Items<$output, $crate::__request_meta!($($meta)?), $item> {
                self.pages().items()
            }
            /// The pages, one after the other, each asked for when it is needed.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$output, $crate::__request_meta!($($meta)?), $item> {
                static __PAGING: $crate::Paging = $paging;
                $crate::Pages::new(self, &__PAGING, $take)
            }
        }
    };
}

/// One setter.
#[doc(hidden)]
#[macro_export]
macro_rules! __request_setter {
    ([$($about:tt)*] $kind:ident $setter:ident (into $ty:ty) $($wire:literal)?) => {
        $($about)*
        #[inline]
        pub fn $setter(mut self, $setter: impl ::std::convert::Into<$ty>) -> Self {
            self.0.$kind($crate::__request_wire!($setter $($wire)?), ::std::convert::Into::<$ty>::into($setter));
            self
        }
    };
    ([$($about:tt)*] $kind:ident $setter:ident (nullable $ty:ty) $($wire:literal)?) => {
        $crate::__request_setter! { [$($about)*] $kind $setter (into $crate::Nullable<$ty>) $($wire)? }
    };
    ([$($about:tt)*] $kind:ident $setter:ident (list into $ty:ty) $($wire:literal)?) => {
        $($about)*
        #[inline]
        pub fn $setter(
            mut self,
            $setter: impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$ty>>,
        ) -> Self {
            self.0.$kind($crate::__request_wire!($setter $($wire)?), $crate::list::<$ty>($setter));
            self
        }
    };
    ([$($about:tt)*] $kind:ident $setter:ident (list $ty:ty) $($wire:literal)?) => {
        $($about)*
        #[inline]
        pub fn $setter(mut self, $setter: impl ::std::iter::IntoIterator<Item = $ty>) -> Self {
            self.0.$kind($crate::__request_wire!($setter $($wire)?), $crate::list::<$ty>($setter));
            self
        }
    };
    ([$($about:tt)*] $kind:ident $setter:ident ($ty:ty) $($wire:literal)?) => {
        $($about)*
        #[inline]
        pub fn $setter(mut self, $setter: $ty) -> Self {
            self.0.$kind($crate::__request_wire!($setter $($wire)?), $setter);
            self
        }
    };
}

/// A name on the wire: the setter's own where no other is given.
#[doc(hidden)]
#[macro_export]
macro_rules! __request_wire {
    ($setter:ident) => {
        stringify!($setter)
    };
    ($setter:ident $wire:literal) => {
        $wire
    };
}
