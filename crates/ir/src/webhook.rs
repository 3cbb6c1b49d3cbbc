//! Webhooks: the requests that an API sends to its users (OpenAPI 3.1.1 §4.8.1).

use serde::Serialize;

use crate::types::Type;

/// All webhooks of an API, as events that a program receives.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Webhooks {
    /// The module that holds the events: `webhook_events`.
    pub module: String,
    /// The member of all payloads that tells the events apart, where there is one.
    pub member: Option<String>,
    /// In the description's order.
    pub events: Vec<Event>,
}

/// What one webhook tells of.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// The name the description gives it.
    pub name: String,
    /// The variant's name: `Client`.
    pub ident: String,
    /// What happened when it comes, in CommonMark.
    pub description: Option<String>,
    /// The payload.
    pub ty: Type,
    /// What the telling member says where it is this event.
    pub values: Vec<String>,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}
