//! Types of the intermediate representation: models, fields, enums, unions, identifiers.

use std::collections::BTreeSet;

use serde::Serialize;

/// A type as a caller meets it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number of 64 bits.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// Text.
    String,
    /// A calendar day (RFC 3339 full-date).
    Date,
    /// A day and a time, with or without an offset.
    DateTime,
    /// A time of day.
    Time,
    /// Bytes in a multipart body.
    Binary,
    /// Any JSON.
    Any,
    /// A list.
    List(Box<Type>),
    /// An object whose keys are not known in advance.
    Map(Box<Type>),
    /// A value that may be null inside a list or a map.
    Nullable(Box<Type>),
    /// An identifier newtype, by name.
    Identifier(String),
    /// A model, by name.
    Model(String),
}

impl Type {
    /// The innermost type of lists, maps and nullables.
    pub fn leaf(&self) -> &Type {
        match self {
            Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => inner.leaf(),
            leaf => leaf,
        }
    }
}

/// An identifier newtype shared by all operations and models.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Identifier {
    /// The newtype's name: `LocationId`.
    pub name: String,
    /// What it identifies, in words: `location`.
    pub noun: String,
    /// Whether it is text rather than a number.
    pub text: bool,
    /// The names it goes by on the wire.
    pub aliases: BTreeSet<String>,
}

/// A named type of the client.
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    /// The type's name, unique in the crate.
    pub name: String,
    /// What it is, in CommonMark.
    pub description: Option<String>,
    /// Its structure.
    pub kind: ModelKind,
    /// The member whose values tell a union's variants apart (OpenAPI 3.1.1 §4.8.25).
    pub discriminator: Option<String>,
    /// The modules of the groups that use it.
    pub groups: BTreeSet<String>,
    /// Whether it is part of a request.
    pub in_request: bool,
    /// Whether it is part of an answer.
    pub in_response: bool,
    /// Where the description has it, first place first (RFC 6901).
    pub pointers: Vec<String>,
}

/// The structure of a model.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelKind {
    /// An object with known members.
    Struct(Vec<Field>),
    /// One of several texts; unknown ones are kept.
    TextEnum(Vec<Variant<String>>),
    /// One of several whole numbers; unknown ones are kept.
    IntegerEnum(Vec<Variant<i64>>),
    /// One of several types, told apart by what arrives.
    Union(Vec<UnionVariant>),
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// The field's name.
    pub ident: String,
    /// Its type, without what `required` and `nullable` say.
    pub ty: Type,
    /// Whether the description promises it.
    pub required: bool,
    /// Whether it may be null.
    pub nullable: bool,
    /// Whether the type contains itself through this field and no list or map.
    pub boxed: bool,
    /// What it means, in CommonMark.
    pub description: Option<String>,
    /// Whether the description marks it as deprecated.
    pub deprecated: bool,
    /// Whether it is an identifier that travels as text whatever it is (JSON:API 1.1 §7.3).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub text: bool,
    /// Where in the description (RFC 6901).
    pub pointer: String,
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Variant<T> {
    /// The variant's name.
    pub ident: String,
    /// The value on the wire.
    pub value: T,
    /// What it means.
    pub description: Option<String>,
}

/// One of the types of a union.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct UnionVariant {
    /// The variant's name.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// What it means.
    pub description: Option<String>,
    /// The values of the discriminator that mean this variant (OpenAPI 3.1.1 §4.8.25).
    pub tags: Vec<String>,
}
