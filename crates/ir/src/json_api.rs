//! What an API's models are to JSON:API: resources, and what refers to them (JSON:API 1.1 §5.2).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

/// The models that are resources, and those that refer to resources.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct JsonApi {
    /// The resource identifiers: objects of a `type` and an `id`.
    pub identifiers: BTreeSet<String>,
    /// The relationships: objects whose `data` is a resource identifier, or a list of such.
    pub relationships: BTreeSet<String>,
    /// The resources, by the model's name.
    pub resources: BTreeMap<String, Resource>,
}

/// A model that is a resource.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Resource {
    /// What its `type` says.
    pub kind: String,
    /// What it refers to, as far as the overlay says what that is (`x-sdk-resource`).
    pub related: Vec<Related>,
}

/// What a resource refers to in one of its relationships.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Related {
    /// The relationship's name in Rust, which is the method's as well.
    pub ident: String,
    /// The model of the resource it leads to.
    pub target: String,
    /// Whether it leads to any number of them.
    pub many: bool,
    /// What it is, in CommonMark.
    pub description: Option<String>,
}
