//! Texts and numbers as shapes: dates, whole numbers, and enums with the names of their variants.

use openapiv3::{
    IntegerType, NumberType, SchemaData, StringFormat, StringType, VariantOrUnknownOrEmpty,
};
use sdk_spec::Pointer;
use serde_json::Value;

use super::graph::{Kind, Raw, Site};
use super::shape::{Shaper, explicit_name};
use super::{number, words};
use crate::types::Variant;

impl Shaper<'_> {
    pub(crate) fn text(
        &mut self,
        text: &StringType,
        data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        let values: Vec<&str> = text
            .enumeration
            .iter()
            .flatten()
            .map(String::as_str)
            .collect();
        if !values.is_empty() {
            let kind = Kind::Text(variants(
                &values,
                data,
                |value| (*value).to_owned(),
                |value| words::type_ident(value, "Value"),
            ));
            return self.leaf(kind, data, site, at);
        }
        match &text.format {
            VariantOrUnknownOrEmpty::Item(StringFormat::Date) => Raw::Date,
            VariantOrUnknownOrEmpty::Item(StringFormat::DateTime) => Raw::DateTime,
            VariantOrUnknownOrEmpty::Item(StringFormat::Binary) => Raw::Binary,
            VariantOrUnknownOrEmpty::Unknown(format) if format == "time" => Raw::Time,
            _ => Raw::String,
        }
    }

    pub(crate) fn integer(
        &mut self,
        integer: &IntegerType,
        data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        let values: Vec<i64> = integer.enumeration.iter().flatten().copied().collect();
        self.whole(&values, data, site, at)
    }

    pub(crate) fn number(
        &mut self,
        number: &NumberType,
        data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        if !number::is_whole(
            site.name,
            number,
            data.extensions.get("x-observed"),
            self.config,
        ) {
            return Raw::Number;
        }
        #[allow(clippy::cast_possible_truncation)]
        let values: Vec<i64> = number
            .enumeration
            .iter()
            .flatten()
            .map(|value| *value as i64)
            .collect();
        self.whole(&values, data, site, at)
    }

    /// A whole number; an enum where its values have been given names.
    fn whole(&mut self, values: &[i64], data: &SchemaData, site: Site<'_>, at: Pointer<'_>) -> Raw {
        if values.is_empty() || !data.extensions.contains_key("x-enum-varnames") {
            return Raw::Integer;
        }
        let fallback = |value: &i64| {
            format!(
                "{}{}",
                if *value < 0 { "Minus" } else { "Value" },
                value.unsigned_abs()
            )
        };
        let kind = Kind::Integer(variants(values, data, |value| *value, fallback));
        self.leaf(kind, data, site, at)
    }

    /// A node without children.
    pub(crate) fn leaf(
        &mut self,
        kind: Kind,
        data: &SchemaData,
        site: Site<'_>,
        at: Pointer<'_>,
    ) -> Raw {
        let id = self.graph.add(
            &site,
            data.description.clone(),
            explicit_name(data),
            at.to_string(),
        );
        self.graph.get_mut(id).kind = kind;
        Raw::Node(id)
    }
}

/// The variants of an enum: names from `x-enum-varnames`, or made from the values.
pub(crate) fn variants<V: PartialEq, T>(
    values: &[V],
    data: &SchemaData,
    value: impl Fn(&V) -> T,
    fallback: impl Fn(&V) -> String,
) -> Vec<Variant<T>> {
    let texts = |key: &str| data.extensions.get(key).and_then(Value::as_array);
    let (names, notes) = (texts("x-enum-varnames"), texts("x-enum-descriptions"));
    let text = |list: Option<&'_ Vec<Value>>, index: usize| {
        list.and_then(|list| list.get(index))
            .and_then(Value::as_str)
            .map(str::to_owned)
    };
    let mut scope = words::Scope::with(&["Unknown"]);
    let mut variants = Vec::with_capacity(values.len());
    for (index, raw) in values.iter().enumerate() {
        if values[..index].contains(raw) {
            continue;
        }
        let name = text(names, index)
            .map_or_else(|| fallback(raw), |name| words::type_ident(&name, "Value"));
        variants.push(Variant {
            ident: scope.take(&name),
            value: value(raw),
            description: text(notes, index),
        });
    }
    variants
}
