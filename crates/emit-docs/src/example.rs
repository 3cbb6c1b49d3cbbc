//! Example values, made from types and names alone: the same description gives the same examples,
//! and nothing of a publisher's own examples can be in them. Types go in; JSON comes out.

use sdk_ir::Api;
use sdk_ir::types::{Field, ModelKind, Type};
use serde_json::{Map, Value, json};

/// The day that examples take place on.
const DAY: &str = "2027-01-15";

/// As many unions may stand in each other without an object in between.
const MOST_UNIONS: usize = 4;

/// Gives example values for the types of one API.
#[derive(Clone, Copy)]
pub(crate) struct Examples<'a> {
    api: &'a Api,
}

impl<'a> Examples<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Examples { api }
    }

    /// A value of `ty` for something called `name`; objects nest at most `depth` deep.
    ///
    /// `None` where a value would have to nest deeper.
    pub(crate) fn value(&self, ty: &Type, name: &str, depth: usize) -> Option<Value> {
        self.value_in(ty, name, depth, &[])
    }

    /// The same inside of these unions, which may hold themselves without an object in between.
    fn value_in(&self, ty: &Type, name: &str, depth: usize, unions: &[&str]) -> Option<Value> {
        Some(match ty {
            Type::Bool => json!(true),
            Type::Integer => json!(integer(name)),
            Type::Number => json!(number(name)),
            Type::String => json!(text(name)),
            Type::Date => json!(DAY),
            Type::DateTime => json!(format!("{DAY}T10:30:00+00:00")),
            Type::Time => json!("10:30"),
            Type::Binary => json!("(bytes)"),
            Type::Any => json!({}),
            Type::List(inner) => {
                let items = self.value_in(inner, singular(name), depth, unions);
                Value::Array(items.into_iter().collect())
            }
            Type::Map(inner) => {
                let item = self.value_in(inner, name, depth, unions);
                Value::Object(
                    item.into_iter()
                        .map(|item| ("key".to_owned(), item))
                        .collect(),
                )
            }
            Type::Nullable(inner) => return self.value_in(inner, name, depth, unions),
            Type::Identifier(name) => self.identifier(name),
            Type::Model(model) => return self.model(model, name, depth, unions),
        })
    }

    fn identifier(&self, name: &str) -> Value {
        let number = 1000 + hash(name) % 9000;
        match self.api.identifiers.get(name) {
            Some(identifier) if identifier.text => json!(format!("{number:x}-{:x}", hash(name))),
            _ => json!(number),
        }
    }

    fn model(&self, model: &str, name: &str, depth: usize, unions: &[&str]) -> Option<Value> {
        match &self.api.models.get(model)?.kind {
            ModelKind::TextEnum(variants) => {
                let shown = variants.iter().find(|variant| !variant.value.is_empty());
                Some(json!(shown.or(variants.first())?.value))
            }
            ModelKind::IntegerEnum(variants) => Some(json!(variants.first()?.value)),
            ModelKind::Union(variants) => {
                if unions.contains(&model) || unions.len() >= MOST_UNIONS {
                    return None;
                }
                let unions = [unions, &[model]].concat();
                variants
                    .iter()
                    .find_map(|variant| self.value_in(&variant.ty, name, depth, &unions))
            }
            ModelKind::Struct(fields) => self.object(model, fields, depth.checked_sub(1)?),
        }
    }

    /// An object with these fields; those that would nest too deep are left out.
    fn object(&self, model: &str, fields: &[Field], depth: usize) -> Option<Value> {
        let mut object = Map::new();
        for field in fields.iter().filter(|field| !field.deprecated) {
            let itself = matches!(field.ty.leaf(), Type::Model(name) if name == model);
            let depth = if itself { 0 } else { depth };
            if let Some(value) = self.value(&field.ty, &field.name, depth) {
                let value = match value {
                    Value::Number(number) if field.text => json!(number.to_string()),
                    value => value,
                };
                object.insert(field.name.clone(), value);
            }
        }
        Some(Value::Object(object))
    }
}

/// A text that looks like what the name says.
pub(crate) fn text(name: &str) -> &'static str {
    const BY_WORD: [(&[&str], &str); 24] = [
        (&["email", "mail"], "ann@example.com"),
        (&["phone", "mobile"], "+15550100"),
        (
            &[
                "url", "link", "image", "photo", "avatar", "logo", "website", "site", "href",
            ],
            "https://example.com/1",
        ),
        (&["datetime", "timestamp"], "2027-01-15 10:30:00"),
        (&["date", "day", "birthday"], DAY),
        (&["time"], "10:30"),
        (&["firstname", "first"], "Ann"),
        (&["lastname", "surname", "last"], "Example"),
        (
            &[
                "fullname",
                "client",
                "user",
                "author",
                "specialist",
                "master",
                "staff",
            ],
            "Ann Example",
        ),
        (&["login", "username"], "ann"),
        (&["password"], "correct horse battery staple"),
        (&["currency"], "EUR"),
        (&["country"], "Portugal"),
        (&["city"], "Lisbon"),
        (&["address", "street"], "1 Example Street"),
        (&["timezone"], "Europe/Lisbon"),
        (&["lang", "language", "locale"], "en"),
        (&["color", "colour"], "#3366cc"),
        (&["token", "hash", "uuid", "guid", "uid", "key"], "5f3c9a1e"),
        (
            &["barcode", "code", "number", "card", "sku", "article"],
            "100200",
        ),
        (
            &["comment", "note", "notes", "description", "message", "text"],
            "A short note",
        ),
        (&["title", "name", "label"], "Example"),
        (&["sum", "cost", "price", "amount", "balance"], "100.00"),
        (&["fields", "query", "search"], "ann"),
    ];
    let spelt = name.to_ascii_lowercase();
    let words: Vec<&str> = spelt
        .split(|character: char| !character.is_ascii_alphanumeric())
        .collect();
    BY_WORD
        .iter()
        .find(|(names, _)| names.iter().any(|name| words.contains(name)))
        .map_or("text", |(_, value)| value)
}

/// A whole number that looks like what the name says.
pub(crate) fn integer(name: &str) -> u64 {
    let name = name.to_ascii_lowercase();
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    if ends(&["page", "first", "version"]) || name.starts_with("is_") || name.starts_with("has_") {
        1
    } else if ends(&["count", "limit", "page_size", "per_page"]) {
        25
    } else if ends(&["year"]) {
        2027
    } else if ends(&["month", "day"]) {
        1
    } else if ends(&["hour"]) {
        10
    } else if ends(&["duration", "length", "seconds", "_time"]) {
        3600
    } else if ends(&["timestamp", "datetime", "date", "_at"]) {
        1_800_009_000
    } else {
        10 + hash(&name) % 90
    }
}

/// A number that may have a fraction.
pub(crate) fn number(name: &str) -> f64 {
    // Below 2^53: exact.
    #[allow(clippy::cast_precision_loss)]
    let whole = (20 + hash(name) % 180) as f64;
    whole + 0.5
}

/// The name of one of many.
pub(crate) fn singular(name: &str) -> &str {
    name.trim_end_matches("[]")
        .strip_suffix('s')
        .filter(|rest| rest.len() > 1 && !rest.ends_with('s'))
        .unwrap_or(name)
}

/// FNV-1a: the same on every machine and in every release.
fn hash(text: &str) -> u64 {
    let seed = 0xcbf2_9ce4_8422_2325_u64;
    let mixed = text.bytes().fold(seed, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mixed >> 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_follow_the_name() {
        assert_eq!(text("client_email"), "ann@example.com");
        assert_eq!(text("created_date"), DAY);
        assert_eq!(integer("page"), 1);
        assert_eq!(integer("is_paid"), 1);
        assert_eq!(singular("client_ids"), "client_id");
        assert_eq!(singular("ids[]"), "id");
        assert_eq!(singular("address"), "address");
    }
}
