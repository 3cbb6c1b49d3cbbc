//! Which keywords that some step cares about stand in a schema: one look at each key instead of one look-up per step.

use super::Schema;
use serde_json::Value;

/// A set of keywords.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Words(u32);

impl Words {
    pub(super) const REF: Self = Self(1);
    pub(super) const TYPE_LIST: Self = Self(1 << 1);
    pub(super) const TYPE_NULL: Self = Self(1 << 2);
    pub(super) const CONST: Self = Self(1 << 3);
    pub(super) const ENUM: Self = Self(1 << 4);
    pub(super) const ANY_OF: Self = Self(1 << 5);
    pub(super) const ONE_OF: Self = Self(1 << 6);
    pub(super) const EXCLUSIVE_BOUND: Self = Self(1 << 7);
    pub(super) const EXAMPLES: Self = Self(1 << 8);
    pub(super) const TUPLE: Self = Self(1 << 9);
    pub(super) const ARRAY_RULES: Self = Self(1 << 10);
    pub(super) const PATTERN_PROPERTIES: Self = Self(1 << 11);
    pub(super) const UNEVALUATED: Self = Self(1 << 12);
    pub(super) const CONDITIONS: Self = Self(1 << 13);
    pub(super) const PROPERTY_NAMES: Self = Self(1 << 14);
    pub(super) const CONTENT: Self = Self(1 << 15);

    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn of(schema: &Schema) -> Self {
        schema.iter().fold(Self(0), |words, (key, value)| {
            words.or(Self::word(key, value))
        })
    }

    fn word(key: &str, value: &Value) -> Self {
        match key {
            "type" => match value {
                Value::Array(_) => Self::TYPE_LIST,
                // The unquoted word null is the value null to a YAML reader.
                Value::Null => Self::TYPE_NULL,
                Value::String(name) if name == "null" => Self::TYPE_NULL,
                _ => Self(0),
            },
            "$ref" | "$dynamicRef" => Self::REF,
            "const" => Self::CONST,
            "enum" => Self::ENUM,
            "anyOf" => Self::ANY_OF,
            "oneOf" => Self::ONE_OF,
            "exclusiveMinimum" | "exclusiveMaximum" if value.is_number() => Self::EXCLUSIVE_BOUND,
            "examples" => Self::EXAMPLES,
            "prefixItems" => Self::TUPLE,
            "items" if value.is_array() => Self::TUPLE,
            "contains" | "minContains" | "maxContains" | "unevaluatedItems" | "additionalItems" => {
                Self::ARRAY_RULES
            }
            "patternProperties" => Self::PATTERN_PROPERTIES,
            "unevaluatedProperties" => Self::UNEVALUATED,
            "if" | "then" | "else" | "dependentSchemas" | "dependentRequired" | "dependencies" => {
                Self::CONDITIONS
            }
            "propertyNames" => Self::PROPERTY_NAMES,
            "contentEncoding" | "contentMediaType" | "contentSchema" => Self::CONTENT,
            _ => Self(0),
        }
    }
}
