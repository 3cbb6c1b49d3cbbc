//! The HTTP runtime that generated API clients stand on.
//!
//! A generated crate says what its API is, as data: [`Api`], [`Operation`], [`SecurityScheme`], [`Envelope`], [`Paging`].
//! Its methods put values into a [`Call`]. Everything that is the same for all operations happens here, once:
//!
//! ```text
//! Call --prepare--> credentials, address, headers   (every mistake of the caller is found here, before any I/O)
//!      --send-----> limiter's turn, attempt, redirects, wait, next attempt
//!      --answer---> status and body within bounds; an API error, or
//!      --decode---> the envelope opened, values bent to what the models ask for, bends reported
//!      --> T, Reply<T, M>, RawReply, File, or pages of them
//! ```
//!
//! # A small client
//!
//! ```
//! use sdk_runtime::{Api, Core, CoreBuilder, Envelope, Limit, Operation, Paging, Request, Secret, Security, SecurityScheme};
//!
//! static API: Api = Api::new("pets", "0.1.0", "https://pets.example/v1")
//!     .sending(&[("Accept", "application/json")])
//!     .limited_to(&[Limit::new(5, 1)]);
//! const TOKEN: Security = &[&[&SecurityScheme::header("Authorization", "Bearer {token}")]];
//! static ENVELOPE: Envelope = Envelope::new("data").meta("meta").success("success");
//! const PAGING: Paging = Paging::number("page").size("count", 25, 100).total("/meta/total");
//!
//! sdk_runtime::identifier! {
//!     /// Names an owner.
//!     pub struct OwnerId(i64);
//! }
//!
//! #[sdk_runtime::model]
//! pub struct Pet {
//!     pub name: String,
//!     pub age: Option<i64>,
//! }
//!
//! #[sdk_runtime::model]
//! pub struct Meta {
//!     pub total: Option<u64>,
//! }
//!
//! pub struct Client {
//!     core: Core,
//! }
//!
//! pub struct ClientBuilder {
//!     core: CoreBuilder,
//! }
//! sdk_runtime::client_builder!(ClientBuilder);
//!
//! impl ClientBuilder {
//!     pub fn token(mut self, token: impl Into<Secret>) -> Self {
//!         self.core = self.core.secret("token", token);
//!         self
//!     }
//!     pub fn build(self) -> sdk_runtime::Result<Client> {
//!         self.core.build().map(|core| Client { core })
//!     }
//! }
//!
//! impl Client {
//!     pub fn builder() -> ClientBuilder {
//!         ClientBuilder { core: CoreBuilder::new(&API) }
//!     }
//!     pub fn list_pets(&self, owner: impl Into<OwnerId>) -> ListPets {
//!         let mut call = Operation::get("list_pets", "/owners/{owner_id}/pets")
//!             .security(TOKEN)
//!             .envelope(&ENVELOPE)
//!             .call(&self.core);
//!         call.path("owner_id", owner.into());
//!         ListPets(call)
//!     }
//! }
//!
//! sdk_runtime::request! {
//!     ListPets from Client::list_pets => Vec<Pet>, meta Meta, pages of Pet, by PAGING;
//!     /// How many on a page.
//!     query count(u32);
//! }
//!
//! # async fn show() -> sdk_runtime::Result<()> {
//! let pets = Client::builder().token("secret").build()?;
//! let first: Vec<Pet> = pets.list_pets(7).await?;
//! let reply = pets.list_pets(7).count(50).with_meta().await?;
//! println!("{} of {:?}", reply.data.len(), reply.meta.and_then(|meta| meta.total));
//! let mut all = pets.list_pets(7).stream();
//! while let Some(pet) = all.next().await {
//!     println!("{:?}", pet?);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # The words
//!
//! An *operation* is one method and path of the description; a *request* is one call of it being put together, sent when
//! it is awaited; the *envelope* is the object answers are wrapped in; a *bend* is what tolerant decoding did to a value
//! that is not what the description says.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

// What `#[model]` writes names the runtime as other crates know it.
extern crate self as sdk_runtime;

mod api;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod conform;
mod core;
pub mod decode;
mod error;
mod events;
mod file;
pub mod json_api;
mod limiter;
mod list;
mod model;
#[cfg(feature = "oauth")]
mod oauth;
mod output;
mod pages;
mod param;
mod request;
mod retry;
mod secret;
mod security;
mod setters;
#[cfg(feature = "tls")]
mod tls;
mod transport;
mod types;

pub use crate::api::{Api, Envelope, Limit, Method, Operation, Security};
#[cfg(feature = "blocking")]
pub use crate::blocking::Blocking;
pub use crate::call::{Call, Part, Style};
pub use crate::core::{Core, CoreBuilder};
pub use crate::decode::Bend;
pub use crate::error::{Error, ErrorKind, FieldError, Result};
pub use crate::file::File;
pub use crate::list::list;
pub use crate::output::{Meta, Output};
pub use crate::pages::{IntoItems, Items, Page, Pages, Paging};
pub use crate::param::{ListStyle, ObjectStyle, ParamValue};
pub use crate::request::{Pending, RawReply, Reply, Request};
pub use crate::retry::RetryPolicy;
pub use crate::secret::Secret;
pub use crate::security::SecurityScheme;
pub use crate::transport::Transport;
pub use crate::types::date::{Date, ParseDateError, Time};
pub use crate::types::date_time::DateTime;
pub use crate::types::nullable::Nullable;

pub use bytes::Bytes;
pub use futures_core::Stream;
pub use http::{HeaderMap, StatusCode};
/// A mistake in it is an error of the compiler.
///
/// ```compile_fail
/// #[sdk_runtime::model]
/// struct Pet {
///     #[wire(defualt)]
///     names: Vec<String>,
/// }
/// ```
pub use sdk_derive::model;
pub use serde::{de::Deserialize, ser::Serialize};
pub use serde_json::Value;
/// A JSON object with keys that are not known beforehand, in the order of its keys.
pub type Map<K, V> = std::collections::BTreeMap<K, V>;

pub use {jiff, reqwest, serde, serde_json, tower};

/// What the macros write; no part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use crate::decode::met;
    pub use crate::events::{event, event_tag};
    pub mod model {
        pub use crate::model::{
            Members, Optional, Properties, Read, Slot, Walk, Wrapped, deserialize, equal, read,
            show, write,
        };
    }
    pub mod conform {
        pub use crate::conform::{Decoder, main};
    }
    pub use crate::types::choice::{Choice, choose, unknown};
    pub use crate::types::nullable::FromNumber;
    pub use crate::types::text;
}
