//! What a description does not say about its API: the generator's configuration, as data under spec/.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::api::{Envelope, Limit};

/// The configuration of one generated crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Identifier newtypes, by the name of the type.
    pub identifiers: BTreeMap<String, IdentifierConfig>,
    /// Names of fields and parameters that hold whole numbers although declared `number`.
    pub integers: Vec<String>,
    /// Names whose values may have a fraction although only whole ones were seen.
    pub decimals: Vec<String>,
    /// The object most answers are wrapped in.
    pub envelope: EnvelopeConfig,
    /// Headers sent with every request; a parameter of such a name is left to the client.
    pub headers: BTreeMap<String, String>,
    /// How credentials travel, by the name of the security scheme; overrides what the description says.
    pub credentials: BTreeMap<String, CredentialConfig>,
    /// The published request limits.
    pub limits: Vec<Limit>,
    /// Further base URLs, by name.
    pub servers: BTreeMap<String, String>,
    /// What fields and parameters of a name mean, where the description is silent.
    pub glossary: BTreeMap<String, String>,
}

/// What is known of the object that answers are wrapped in: a table of its members, or `false`.
#[derive(Clone, Debug, Default)]
pub enum EnvelopeConfig {
    /// Nothing is said: what the description shows.
    #[default]
    AsShown,
    /// `false`: every answer is taken as it stands.
    None,
    /// The table.
    Declared(Envelope),
}

impl<'de> Deserialize<'de> for EnvelopeConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Said;

        impl<'de> Visitor<'de> for Said {
            type Value = EnvelopeConfig;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a table with the envelope's members, or `false`")
            }

            fn visit_bool<E: de::Error>(self, wrapped: bool) -> Result<EnvelopeConfig, E> {
                if wrapped {
                    return Err(E::invalid_value(de::Unexpected::Bool(wrapped), &self));
                }
                Ok(EnvelopeConfig::None)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<EnvelopeConfig, A::Error> {
                let table = MapAccessDeserializer::new(map);
                Envelope::deserialize(table).map(EnvelopeConfig::Declared)
            }
        }

        deserializer.deserialize_any(Said)
    }
}

/// One identifier newtype.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifierConfig {
    /// The fields and parameters that hold it; plural forms are derived.
    pub names: Vec<String>,
    /// The types and fields whose own `id` it is, in snake_case.
    #[serde(default)]
    pub nouns: Vec<String>,
    /// Whether it is a number or text.
    #[serde(default)]
    pub kind: IdentifierKind,
}

/// What an identifier is on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// A whole number.
    #[default]
    Integer,
    /// Text, such as a UUID.
    String,
}

/// How the credentials of one security scheme travel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialConfig {
    /// The header that carries them.
    pub header: String,
    /// The header's value, naming secrets in braces: `Bearer {partner_token}`.
    pub template: String,
}
