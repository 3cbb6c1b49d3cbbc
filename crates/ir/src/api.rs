//! The intermediate representation of a whole API: what every reader (Rust, docs, drift) is given.
//!
//! Plain, serialisable data in a fixed order. No type of `openapiv3` and no Rust token is in it; the
//! only Rust it knows is that identifiers have been chosen (see `crate::build::name`).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::json_api::JsonApi;
use crate::operation::{Elsewhere, Operation};
use crate::types::{Identifier, Model};
use crate::webhook::Webhooks;

/// An API as its client offers it.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Api {
    /// The description's `info.title`, or an empty string where the contract has none.
    pub title: String,
    /// The description's `info.version`.
    pub version: String,
    /// One paragraph about the API, in CommonMark.
    pub description: Option<String>,
    /// The base URLs the API can be reached at; the first is the default (OpenAPI 3.1.1 §4.8.5).
    pub servers: Vec<Server>,
    /// Headers sent with every request, by name.
    pub headers: BTreeMap<String, String>,
    /// The published request limits per address; empty where none are known.
    pub limits: Vec<Limit>,
    /// How credentials travel, by the security scheme's name in the description.
    pub security_schemes: BTreeMap<String, SecurityScheme>,
    /// The object most answers are wrapped in.
    pub envelope: Option<Envelope>,
    /// The operations, by group, in the description's order of tags.
    pub groups: Vec<Group>,
    /// The identifier newtypes, by name.
    pub identifiers: BTreeMap<String, Identifier>,
    /// The types the client exchanges, by name.
    pub models: BTreeMap<String, Model>,
    /// The requests that the API sends, where it has such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhooks: Option<Webhooks>,
    /// Which models are resources, where the API speaks JSON:API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json_api: Option<JsonApi>,
    /// Each place where the client exposes untyped JSON, and why.
    pub untyped: Vec<Untyped>,
}

impl Api {
    /// All operations with their groups, in order.
    pub fn operations(&self) -> impl Iterator<Item = (&Group, &Operation)> {
        self.groups.iter().flat_map(|group| {
            group
                .operations
                .iter()
                .map(move |operation| (group, operation))
        })
    }

    /// Whether any deprecated operation names one of another description.
    pub fn names_elsewhere(&self) -> bool {
        let mut deprecated = self
            .operations()
            .filter_map(|(_, operation)| operation.deprecated.as_ref());
        deprecated.any(|deprecation| deprecation.elsewhere.is_some())
    }

    /// What deprecated operations say of operations of other descriptions, each with the operation's place (RFC 6901).
    pub fn elsewhere_mut(&mut self) -> impl Iterator<Item = (&str, &mut Elsewhere)> {
        let operations = self
            .groups
            .iter_mut()
            .flat_map(|group| &mut group.operations);
        operations.filter_map(|operation| {
            let elsewhere = operation.deprecated.as_mut()?.elsewhere.as_mut()?;
            Some((operation.pointer.as_str(), elsewhere))
        })
    }
}

/// A base URL (OpenAPI 3.1.1 §4.8.5), its variables replaced by their defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Server {
    /// A snake_case name to choose it by; the first one is `production` unless said otherwise.
    pub name: String,
    /// The URL, without a trailing slash.
    pub url: String,
    /// What it is for, in CommonMark.
    pub description: Option<String>,
}

/// At most `requests` in any `seconds`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// How many requests.
    pub requests: u32,
    /// In how many seconds.
    pub seconds: u32,
}

/// How one security scheme puts credentials into a request (OpenAPI 3.1.1 §4.8.27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecurityScheme {
    /// The scheme's name as an upper-case constant.
    pub constant: String,
    /// Where the value goes.
    pub place: CredentialPlace,
    /// The value, naming secrets in braces: `Bearer {partner_token}`.
    pub template: String,
    /// The secrets the template names, in order.
    pub secrets: Vec<String>,
    /// What the scheme is for, in CommonMark.
    pub description: Option<String>,
    /// How the client can fetch the token itself, where it is one that needs no user (OpenAPI 3.1.1 §4.8.29).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
}

/// OAuth 2.0's client credentials: where a token is fetched, and the secrets that are needed for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Grant {
    /// The token endpoint.
    pub url: String,
    /// The client's identifier.
    pub id: String,
    /// The client's secret.
    pub secret: String,
    /// The scopes to ask for, if any.
    pub scope: String,
}

impl SecurityScheme {
    /// All that a caller can set: what the template names, and what a token is fetched with.
    pub fn settable(&self) -> impl Iterator<Item = &str> {
        let grant = self.grant.iter();
        let fetching = grant.flat_map(|grant| [&grant.id, &grant.secret, &grant.scope]);
        self.secrets.iter().chain(fetching).map(String::as_str)
    }
}

/// The part of a request that carries a credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialPlace {
    /// A header of this name.
    Header(String),
    /// A query parameter of this name.
    Query(String),
    /// A cookie of this name.
    Cookie(String),
    /// `Authorization: Basic`, from two secrets: the user's name and the password.
    Basic,
}

/// The members of the object that wraps an answer's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    /// The member that holds what the operation gives.
    pub data: String,
    /// The member that holds facts about the answer, such as a total count.
    pub meta: Option<String>,
    /// The member that is false when the operation failed.
    pub success: Option<String>,
    /// The member that holds the resources the data refers to (JSON:API 1.1 §5.4).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub included: Option<String>,
}

/// The operations of one tag: a module, and a handle on the client.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The module and the client's method: `loyalty_cards`.
    pub module: String,
    /// The handle's type: `LoyaltyCards`.
    pub handle: String,
    /// The tag as the description writes it.
    pub title: String,
    /// What the group is about, in CommonMark.
    pub description: Option<String>,
    /// In the description's order.
    pub operations: Vec<Operation>,
}

/// A place where the client exposes untyped JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Untyped {
    /// The model's field, or the operation's part: `Client.custom_fields`.
    pub place: String,
    /// Why: what the description says, or what could not be expressed.
    pub reason: String,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}
