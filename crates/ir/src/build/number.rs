//! Whole numbers among the numbers: descriptions declare identifiers, counts and pages as `number`.
//!
//! Decided from what the description shows, in this order: the configuration, the name, the format,
//! the enum, the values seen in examples (`x-observed`). Without any sign a number may have a fraction.

use openapiv3::{NumberType, VariantOrUnknownOrEmpty};
use serde_json::Value;

use crate::Config;

/// Words in names of quantities whose whole values in examples are chance: money, rates, measures.
const MEASURES: &[&str] = &[
    "amount",
    "balance",
    "bonus",
    "charge",
    "coordinate",
    "cost",
    "debt",
    "discount",
    "fee",
    "income",
    "lat",
    "latitude",
    "lng",
    "lon",
    "longitude",
    "margin",
    "money",
    "paid",
    "pay",
    "payment",
    "percent",
    "percentage",
    "price",
    "profit",
    "prepaid",
    "rate",
    "rating",
    "ratio",
    "revenue",
    "salary",
    "score",
    "share",
    "sold",
    "spent",
    "sum",
    "tax",
    "tip",
    "total",
    "turnover",
    "vat",
    "value",
    "volume",
    "weight",
];

/// Words that end names of whole numbers.
const COUNTERS: &[&str] = &[
    "count", "id", "ids", "page", "offset", "limit", "number", "year", "month", "day", "index",
    "port",
];

/// Whether a `number` of this name holds whole numbers only.
pub(crate) fn is_whole(
    name: &str,
    number: &NumberType,
    observed: Option<&Value>,
    config: &Config,
) -> bool {
    if config.decimals.iter().any(|known| known == name) {
        return false;
    }
    if config.integers.iter().any(|known| known == name) {
        return true;
    }
    let words: Vec<String> = super::words::snake(name)
        .unwrap_or_default()
        .split('_')
        .map(str::to_owned)
        .collect();
    if matches!(
        words.last().map(String::as_str),
        Some("id" | "ids" | "count" | "page")
    ) {
        return true;
    }
    match &number.format {
        VariantOrUnknownOrEmpty::Unknown(format) if format.starts_with("int") => return true,
        VariantOrUnknownOrEmpty::Item(openapiv3::NumberFormat::Double) => return false,
        _ => {}
    }
    if number
        .multiple_of
        .is_some_and(|step| step.fract() == 0.0 && step != 0.0)
    {
        return true;
    }
    let values: Vec<f64> = number.enumeration.iter().flatten().copied().collect();
    if !values.is_empty() {
        return values.iter().all(|value| value.fract() == 0.0);
    }
    let seen: Vec<&str> = observed
        .and_then(Value::as_array)
        .map(|kinds| kinds.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    if seen.contains(&"number") || words.iter().any(|word| MEASURES.contains(&word.as_str())) {
        return false;
    }
    seen.contains(&"integer")
        || words
            .last()
            .is_some_and(|word| COUNTERS.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use openapiv3::NumberFormat;

    fn whole(name: &str, observed: &[&str]) -> bool {
        is_whole(
            name,
            &NumberType::default(),
            Some(&Value::from(observed.to_vec())),
            &Config::default(),
        )
    }

    #[test]
    fn names_and_examples_decide() {
        assert!(whole("location_id", &[]));
        assert!(whole("total_count", &[]));
        assert!(whole("seance_length", &["integer"]));
        assert!(
            !whole("seance_length", &[]),
            "without a sign a number may have a fraction"
        );
        assert!(
            !whole("price_min", &["integer"]),
            "a whole price in an example is chance"
        );
        assert!(!whole("duration", &["integer", "number"]));
    }

    #[test]
    fn the_format_decides_for_what_is_no_identifier() {
        let int32 = NumberType {
            format: VariantOrUnknownOrEmpty::Unknown("int32".into()),
            ..NumberType::default()
        };
        let double = NumberType {
            format: VariantOrUnknownOrEmpty::Item(NumberFormat::Double),
            ..NumberType::default()
        };
        assert!(is_whole("x", &int32, None, &Config::default()));
        assert!(!is_whole("x", &double, None, &Config::default()));
        assert!(
            is_whole("client_id", &double, None, &Config::default()),
            "no identifier has a fraction"
        );
    }

    #[test]
    fn the_configuration_overrules() {
        let config = Config {
            decimals: vec!["x_id".into()],
            integers: vec!["price".into()],
            ..Config::default()
        };
        assert!(!is_whole("x_id", &NumberType::default(), None, &config));
        assert!(is_whole("price", &NumberType::default(), None, &config));
    }
}
